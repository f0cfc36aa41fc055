// How well a page hears and sees over a while, by getStats: what a person would notice.

/** Runs in the page: (peer, section) → the counters that matter, and what it shows now. */
const COUNTERS = async () => {
  const number = window.peers?.findLastIndex((peer) => peer.connectionState !== "closed") ?? -1;
  if (number < 0) return [];
  const rows = [];
  for (const stat of (await window.peers[number].getStats()).values()) {
    if (stat.type !== "inbound-rtp") continue;
    rows.push({
      key: `${number}/${stat.id}`,
      kind: stat.kind,
      samples: stat.totalSamplesReceived ?? 0,
      concealed: stat.concealedSamples ?? 0,
      silent: stat.silentConcealedSamples ?? 0,
      packets: stat.packetsReceived ?? 0,
      lost: stat.packetsLost ?? 0,
      frames: stat.framesDecoded ?? 0,
      frozen: stat.totalFreezesDuration ?? 0,
      height: stat.frameHeight ?? 0,
    });
  }
  return rows;
};

const NUMBERS = ["samples", "concealed", "silent", "packets", "lost", "frames", "frozen"];

/**
 * Looks at a page every `every` ms until `ms` have passed or a look is `enough`: [{at, rows}], each row the growth
 * since the look before.
 */
export async function watch(page, ms, { every = 500, enough = () => false } = {}) {
  const began = Date.now();
  const looks = [];
  let before = await page.evaluate(COUNTERS);
  while (Date.now() - began < ms && !(looks.length && enough(looks.at(-1)))) {
    await new Promise((done) => setTimeout(done, every));
    const now = await page.evaluate(COUNTERS);
    looks.push({ at: Date.now() - began, rows: now.map((row) => grown(row, before)) });
    before = now;
  }
  return looks;
}

/** A section of another peer connection counts from nothing. */
function grown(row, before) {
  const old = before.find((other) => other.key === row.key);
  const growth = { ...row };
  for (const number of NUMBERS) growth[number] -= old?.[number] ?? 0;
  return growth;
}

/** What a while was like. Sections nothing ever came by do not count. */
export function summary(looks) {
  const seconds = looks.at(-1).at / 1000;
  const sum = (rows, number) => rows.reduce((total, row) => total + row[number], 0);
  const ofKind = (kind) => {
    const rows = looks.flatMap((look) => look.rows).filter((row) => row.kind === kind);
    const alive = new Set(rows.filter((row) => row.packets > 0).map((row) => row.key));
    return [rows.filter((row) => alive.has(row.key)), alive.size];
  };
  const [sound, voices] = ofKind("audio");
  const [picture, pictures] = ofKind("video");
  const samples = Math.max(1, sum(sound, "samples"));
  return {
    voices,
    pictures,
    /** Share of the sound that was made up for what was missing, and of that what was silence. */
    concealed: sum(sound, "concealed") / samples,
    silent: sum(sound, "silent") / samples,
    /** Share of the time in which there was sound to play at all, real or made up. */
    continuity: voices ? Math.min(1, (samples - sum(sound, "silent")) / (voices * seconds * 48_000)) : 0,
    /** Of the best picture, and of all together. */
    fps: Math.max(0, ...byKey(picture).map((rows) => sum(rows, "frames"))) / seconds,
    height: Math.max(0, ...(looks.at(-1).rows.map((row) => (row.kind === "video" && row.frames ? row.height : 0)))),
    frozen: sum(picture, "frozen") / Math.max(1, pictures) / seconds,
  };
}

function byKey(rows) {
  return [...new Set(rows.map((row) => row.key))].map((key) => rows.filter((row) => row.key === key));
}

/** Whether a look heard and saw so many. */
export function alive({ rows }, { voices, pictures }) {
  const count = (kind, number) => rows.filter((row) => row.kind === kind && row[number] > 0).length;
  return count("audio", "packets") >= voices && count("video", "frames") >= pictures;
}
