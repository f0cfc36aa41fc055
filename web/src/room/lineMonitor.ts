// What one reading after another says of the own line, and what is to be done about it. It decides; who asked does it.
import { judge, read, stillReadings, STUCK_READINGS, type Quality, type Reading } from "@/media/quality";

/** Ask whether the socket lives; wake the camera's sender; make a new peer connection. */
export type Remedy = "doubt" | "rouse" | "renew";

export class LineMonitor {
  quality: Quality = "good";
  /** Nothing came in between the last two readings. */
  flat = false;
  private before: Reading | null = null;
  /** Something came in the reading before; if nothing does in the next, the line may be gone. */
  private flowed = false;
  /** Readings in a row in which a wanted camera sent no new picture. */
  private still = 0;

  /** Reads the connection, if there is one: the counters, and what they ask for. */
  async measure(pc: RTCPeerConnection | null, wanted: boolean, filming: boolean): Promise<[Reading | null, Remedy[]]> {
    if (pc === null) {
      this.interrupted(wanted);
      return [null, []];
    }
    const reading = read((await pc.getStats()).values() as Iterable<Record<string, unknown>>, Date.now() / 1000);
    return [reading, this.take(reading, filming)];
  }

  /** There is no connection to read; `wanted`: there should be one. */
  interrupted(wanted: boolean): void {
    this.quality = wanted ? "broken" : "good";
    this.before = null;
  }

  /** `filming`: a camera is on, and somebody wants its picture. */
  take(now: Reading, filming: boolean): Remedy[] {
    const before = this.before;
    this.before = now;
    if (before === null) return [];
    const remedies: Remedy[] = [];
    this.flat = now.packetsReceived === before.packetsReceived;
    if (this.flat && this.flowed) remedies.push("doubt");
    this.flowed = !this.flat;
    this.quality = judge(before, now);
    this.still = stillReadings(this.still, before, now, filming);
    // Each once; a camera that stays still after that is only still.
    if (this.still === STUCK_READINGS) remedies.push("rouse");
    else if (this.still === 2 * STUCK_READINGS) remedies.push("renew");
    return remedies;
  }
}
