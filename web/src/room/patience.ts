// How long sound waits before it is played. What was lost is sent again, and has to be in time: on a line that loses
// in bursts the browser's own wait, made for jitter, is too short. Pure: readings in, a wait out.
import type { Reading } from "@/media/quality";

/** Share of the sound made up, between two readings, from which the line counts as one that loses. */
const LOSING = 0.02;
/** Of fewer samples than half a second has, a share says nothing. */
const LEAST_SAMPLES = 24_000;
/** A burst of five packets, found out by the sixth, in ms; the way there and back comes on top. */
const BURST = 140;
const LONGEST = 400;
/** Seconds without loss until the wait is given up: each change is heard. */
const CALM = 30;

export class Patience {
  private lostAt = -Infinity;
  private wait: number | null = null;

  /** In ms; null: as long as the browser likes. `at` in seconds. */
  next(at: number, before: Reading, now: Reading): number | null {
    const samples = now.samplesReceived - before.samplesReceived;
    const madeUp = now.concealedSamples - before.concealedSamples;
    if (samples >= LEAST_SAMPLES && madeUp >= samples * LOSING) {
      this.lostAt = at;
      this.wait = Math.max(this.wait ?? 0, Math.min(LONGEST, BURST + Math.round((now.roundTrip ?? 0) * 1250)));
    } else if (at - this.lostAt > CALM) this.wait = null;
    return this.wait;
  }
}

/** Browsers that know neither name wait as they like. */
export function waitFor(receivers: readonly RTCRtpReceiver[], wait: number | null): void {
  for (const receiver of receivers) {
    if (receiver.track.kind !== "audio") continue;
    if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = wait;
    else if ("playoutDelayHint" in receiver) (receiver as { playoutDelayHint: number | null }).playoutDelayHint = wait === null ? null : wait / 1000;
  }
}
