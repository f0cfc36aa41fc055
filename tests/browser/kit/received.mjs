// What a page receives, measured from outside by getStats.

/** Runs in the page: per receiving media section, kind, frames decoded, sound energy, packets. */
const RECEIVED = async () => {
  const peer = window.peers?.filter((p) => p.connectionState !== "closed").at(-1);
  if (!peer) return [];
  const rows = [];
  for (const stat of (await peer.getStats()).values()) {
    if (stat.type !== "inbound-rtp") continue;
    const { id, kind, framesDecoded = 0, totalAudioEnergy = 0, packetsReceived = 0 } = stat;
    rows.push({ id, kind, framesDecoded, totalAudioEnergy, packetsReceived });
  }
  return rows;
};

/** Runs in the page: what carries its media, `host udp` where nothing stands between. */
export const CARRIER = async () => {
  const stats = await window.peers.at(-1).getStats();
  const transport = [...stats.values()].find((stat) => stat.type === "transport");
  const local = stats.get(stats.get(transport.selectedCandidatePairId).localCandidateId);
  return `${local.candidateType === "relay" ? "relay" : "host"} ${local.relayProtocol ?? local.protocol}`;
};

/** How much more a page (Playwright's or Puppeteer's) received after `ms`, by media section. */
export async function growth(page, ms = 2000) {
  const earlier = await page.evaluate(RECEIVED);
  await new Promise((done) => setTimeout(done, ms));
  const later = await page.evaluate(RECEIVED);
  return later.map((row) => {
    const old = earlier.find((other) => other.id === row.id) ?? { framesDecoded: 0, totalAudioEnergy: 0, packetsReceived: 0 };
    return {
      kind: row.kind,
      frames: row.framesDecoded - old.framesDecoded,
      energy: row.totalAudioEnergy - old.totalAudioEnergy,
      packets: row.packetsReceived - old.packetsReceived,
    };
  });
}

/** How many pictures move. */
export const moving = (rows) => rows.filter((row) => row.kind === "video" && row.frames > 0).length;

/** How many voices sound. */
export const sounding = (rows) => rows.filter((row) => row.kind === "audio" && row.energy > 0).length;
