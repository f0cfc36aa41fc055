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
  const looks = [];
  let before = await page.evaluate(COUNTERS);
  const began = Date.now();
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

/**
 * What a while was like. Sections nothing ever came by do not count. A narrow line is given the voices that it bears: a voice
 * counts at the looks at which any of it came, and where none of any came, that is silence.
 */
export function summary(looks) {
  const seconds = looks.at(-1).at / 1000;
  const sections = byKey(looks.flatMap((look) => look.rows)).filter((rows) => sum(rows, "packets") > 0);
  const voices = sections.filter(([row]) => row.kind === "audio").map((rows) => voice(rows, seconds));
  const heard = looks.map((look) => look.rows.filter((row) => row.kind === "audio" && row.packets > 0));
  const pictures = sections.filter(([row]) => row.kind === "video").map((rows) => picture(rows, seconds));
  const all = (list, number, pick) => (list.length ? pick(list.map((one) => one[number])) : null);
  const best = (numbers) => Math.max(...numbers);
  const worst = (numbers) => Math.min(...numbers);
  const mean = (numbers) => numbers.reduce((total, number) => total + number, 0) / numbers.length;
  return {
    voices: voices.length,
    pictures: pictures.length,
    /** Voices at a time. */
    at_a_time: mean(heard.map((rows) => rows.length)),
    continuity: mean(heard.map((rows) => share(rows, (row) => row.samples - row.silent) ?? 0)),
    concealed: mean(heard.map((rows) => share(rows, (row) => row.concealed) ?? 1)),
    fps: all(pictures, "fps", mean) ?? 0,
    height: all(pictures, "height", best) ?? 0,
    frozen: all(pictures, "frozen", mean),
    /** The one that fares worst: seen from the others, the phone. */
    worst: {
      continuity: all(voices, "continuity", worst) ?? 0,
      concealed: all(voices, "concealed", best),
      fps: all(pictures, "fps", worst) ?? 0,
      height: all(pictures, "height", worst) ?? 0,
    },
  };
}

/** Of all samples of some rows. */
function share(rows, of) {
  return rows.length ? rows.reduce((total, row) => total + of(row), 0) / Math.max(1, sum(rows, "samples")) : null;
}

function voice(rows, seconds) {
  const samples = Math.max(1, sum(rows, "samples"));
  return {
    /** Share of the time in which sound was played, real or made up; silence in place of sound is neither. */
    continuity: Math.min(1, (samples - sum(rows, "silent")) / (seconds * 48_000)),
    /** Share of the sound that was made up for what was missing, silence included. */
    concealed: sum(rows, "concealed") / samples,
  };
}

function picture(rows, seconds) {
  const shown = rows.filter((row) => row.frames > 0).at(-1);
  return { fps: sum(rows, "frames") / seconds, height: shown?.height ?? 0, frozen: sum(rows, "frozen") / seconds };
}

const sum = (rows, number) => rows.reduce((total, row) => total + row[number], 0);

function byKey(rows) {
  return [...new Set(rows.map((row) => row.key))].map((key) => rows.filter((row) => row.key === key));
}

/** Whether a look heard and saw so many. */
export function alive({ rows }, { voices, pictures }) {
  const count = (kind, number) => rows.filter((row) => row.kind === kind && row[number] > 0).length;
  return count("audio", "packets") >= voices && count("video", "frames") >= pictures;
}

/** Voices of which more than four fifths are what was said. */
export function clear({ rows }) {
  return rows.filter((row) => row.kind === "audio" && row.packets > 0 && row.concealed < row.samples / 5).length;
}
