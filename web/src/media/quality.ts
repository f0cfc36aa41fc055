// How good the line is, in four words. Pure: two readings of the connection's counters in, a word out.

import type { LineQuality, LineWord } from "@/wire";

export type Quality = LineWord;

/** Counters that only grow, and what is true now. Times in seconds, rates in bit/s. */
export interface Reading {
  readonly at: number;
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly concealedSamples: number;
  readonly samplesReceived: number;
  readonly freezes: number;
  /** Pictures of our own that were encoded. */
  readonly framesEncoded: number;
  /** Loss the server reports of what we send, 0–1. */
  readonly lossUp: number;
  readonly roundTrip: number | null;
  /** What the browser believes the line bears of what we send, in bit/s. */
  readonly available: number | null;
  /** What keeps our picture small. */
  readonly limitedBy: "none" | "cpu" | "bandwidth" | "other";
  /** What comes, stream by stream, by the name of its track. */
  readonly incoming: ReadonlyMap<string, Incoming>;
}

/** One stream of what is received. Counters that only grow. */
export interface Incoming {
  readonly samples: number;
  /** Of those, made up for what was missing, silence not counted. */
  readonly madeUp: number;
  readonly pictures: number;
  /** Pictures thrown away, as a rule because they were too late. */
  readonly dropped: number;
  /** Times that something missing was asked for. */
  readonly asked: number;
}

const rank: readonly Quality[] = ["good", "fair", "poor", "broken"];

/** What a person would notice: gaps in the sound, still pictures, answers that come late. */
export function judge(before: Reading, now: Reading): Quality {
  const { down, concealed } = shares(before, now);
  const verdicts = [
    grade(Math.max(down, now.lossUp), 0.03, 0.1),
    grade(concealed, 0.05, 0.15),
    grade(now.roundTrip ?? 0, 0.3, 0.8),
    grade(now.freezes - before.freezes, 1, 3),
    now.limitedBy === "bandwidth" ? 1 : 0,
  ];
  return rank[Math.max(...verdicts)] ?? "good";
}

/** Shares of what came between two readings, 0–1. */
function shares(before: Reading, now: Reading): { down: number; concealed: number } {
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, Math.max(0, part) / whole) : 0);
  const lost = now.packetsLost - before.packetsLost;
  return {
    down: share(lost, lost + now.packetsReceived - before.packetsReceived),
    concealed: share(now.concealedSamples - before.concealedSamples, now.samplesReceived - before.samplesReceived),
  };
}

/** What the server is told of the time between two readings. Rates per thousand. */
export function lineQuality(before: Reading, now: Reading, word: Quality): LineQuality {
  const { down, concealed } = shares(before, now);
  const thousandths = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1000);
  return {
    word,
    round_trip_ms: now.roundTrip === null ? null : Math.round(now.roundTrip * 1000),
    lost_up: thousandths(now.lossUp),
    lost_down: thousandths(down),
    concealed: thousandths(concealed),
    freezes: Math.min(65_535, Math.max(0, now.freezes - before.freezes)),
  };
}

function grade(value: number, fair: number, poor: number): number {
  if (value >= poor) return 2;
  return value >= fair ? 1 : 0;
}

/** Readings without a single picture encoded after which the encoder counts as stuck (iOS 26.2). */
export const STUCK_READINGS = 3;

/** How many readings in a row brought no picture, given that there should be some. */
export function stillReadings(soFar: number, before: Reading, now: Reading, sending: boolean): number {
  return sending && now.framesEncoded === before.framesEncoded ? soFar + 1 : 0;
}

type Counters = Record<string, unknown> & { type?: string; kind?: string };

/** Gathers a reading from `getStats`, over all sources. */
export function read(stats: Iterable<Counters>, at: number): Reading {
  const all = [...stats];
  const sum = { bytesReceived: 0, packetsReceived: 0, packetsLost: 0, concealedSamples: 0, samplesReceived: 0, freezes: 0, framesEncoded: 0 };
  let [lossUp, roundTrip]: [number, number | null] = [0, null];
  let limitedBy: Reading["limitedBy"] = "none";
  const incoming = new Map<string, Incoming>();
  for (const s of all) {
    const n = (name: string) => (typeof s[name] === "number" ? (s[name] as number) : 0);
    if (s.type === "inbound-rtp") {
      sum.bytesReceived += n("bytesReceived");
      sum.packetsReceived += n("packetsReceived");
      sum.packetsLost += n("packetsLost");
      const madeUp = Math.max(0, n("concealedSamples") - n("silentConcealedSamples"));
      sum.concealedSamples += madeUp;
      sum.samplesReceived += n("totalSamplesReceived");
      sum.freezes += n("freezeCount");
      if (typeof s.trackIdentifier === "string") {
        const [samples, pictures, dropped, asked] = [n("totalSamplesReceived"), n("framesDecoded"), n("framesDropped"), n("nackCount")];
        incoming.set(s.trackIdentifier, { samples, madeUp, pictures, dropped, asked });
      }
    } else if (s.type === "remote-inbound-rtp") {
      lossUp = Math.max(lossUp, n("fractionLost"));
      if (typeof s.roundTripTime === "number") roundTrip = Math.max(roundTrip ?? 0, s.roundTripTime);
    } else if (s.type === "outbound-rtp" && typeof s.qualityLimitationReason === "string") {
      sum.framesEncoded += n("framesEncoded");
      if (s.qualityLimitationReason !== "none") limitedBy = s.qualityLimitationReason as Reading["limitedBy"];
    }
  }
  const way = wayTaken(all);
  const known = (value: unknown) => (typeof value === "number" ? value : null);
  // Of the line's own checks also for a seat that sends nothing.
  roundTrip ??= known(way?.currentRoundTripTime);
  return { at, ...sum, lossUp, roundTrip, available: known(way?.availableOutgoingBitrate) || null, limitedBy, incoming };
}

/** The pair of addresses in use: after a change of network others that were nominated once stand beside it. */
function wayTaken(stats: readonly Counters[]): Counters | undefined {
  const selected = stats.find((s) => s.type === "transport" && s.selectedCandidatePairId !== undefined)?.selectedCandidatePairId;
  const pairs = stats.filter((s) => s.type === "candidate-pair");
  return pairs.find((s) => selected !== undefined && s.id === selected) ?? pairs.find((s) => s.selected === true) ?? pairs.find((s) => s.nominated === true);
}
