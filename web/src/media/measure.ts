// What a self-test measures: the devices as they are, the line by the connection's own counters. Pure but for `watchLine` and `measured`.
import type { components } from "@/api/schema";
import type { Devices } from "@/media/devices";
import { HEARD, meter } from "@/media/meter";
import { read, type Reading } from "@/media/quality";

export type Measured = components["schemas"]["Measured"];
type Carrier = components["schemas"]["Carrier"];
type Counters = Record<string, unknown>;

/** As long as a person says a sentence. */
export const TEST_MS = 8000;
const LOOK_EVERY_MS = 1000;

/** How the packets travel, by the pair of candidates in use; null while none is. */
export function carrierOf(stats: Iterable<Counters>): Carrier | null {
  const all = [...stats];
  const pair = all.find((s) => s.type === "candidate-pair" && s.nominated === true && s.state === "succeeded");
  const local = all.find((s) => s.type === "local-candidate" && s.id === pair?.localCandidateId);
  if (pair === undefined || local === undefined) return null;
  if (local.candidateType !== "relay") return local.protocol === "tcp" ? "tcp" : "udp";
  if (local.relayProtocol === "tls") return "turn_tls";
  return local.relayProtocol === "tcp" ? "turn_tcp" : "turn_udp";
}

/** The worst that was seen of a line. */
export function worst(readings: readonly Reading[]): Pick<Measured, "round_trip_ms" | "lost"> {
  const trips = readings.flatMap((one) => (one.roundTrip === null ? [] : [one.roundTrip]));
  const first = readings[0];
  const last = readings[readings.length - 1];
  let down = 0;
  if (first && last) {
    const lost = last.packetsLost - first.packetsLost;
    const sent = lost + last.packetsReceived - first.packetsReceived;
    down = sent > 0 ? Math.max(0, lost) / sent : 0;
  }
  const lost = Math.max(down, ...readings.map((one) => one.lossUp));
  return {
    round_trip_ms: trips.length > 0 ? Math.round(Math.max(...trips) * 1000) : null,
    lost: readings.length > 0 ? Math.round(Math.min(1, lost) * 1000) : null,
  };
}

/** Watches a connection for a while. Without one, nothing gets through. */
export async function watchLine(connection: () => RTCPeerConnection | null, during = TEST_MS): Promise<Pick<Measured, "carrier" | "round_trip_ms" | "lost">> {
  const readings: Reading[] = [];
  let carrier: Carrier | null = null;
  for (let spent = 0; spent < during; spent += LOOK_EVERY_MS) {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    const stats = await connection()?.getStats();
    if (stats === undefined) continue;
    const counters = [...(stats.values() as Iterable<Counters>)];
    carrier = carrierOf(counters) ?? carrier;
    readings.push(read(counters, Date.now() / 1000));
  }
  return { carrier, ...worst(readings) };
}

/** What devices and line do while a person says a sentence. */
export async function measured({ microphone, camera }: Devices, connection: () => RTCPeerConnection | null): Promise<Measured> {
  let heard = false;
  const stop = microphone.value ? meter(microphone.value, (level) => (heard ||= level > HEARD)) : () => undefined;
  try {
    const line = await watchLine(connection);
    return { microphone: heard, camera: camera.value !== null, ...line };
  } finally {
    stop();
  }
}
