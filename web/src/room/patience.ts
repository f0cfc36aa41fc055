// How long what comes waits before it is played. What was lost is sent again, and has to be in time: on a line that loses,
// the browser's own wait, made for jitter and for one repetition, is too short. Pure: readings in, waits out.
//
// A picture that is too late takes those after it along: the browser leaves out what would hold it up.
import type { Incoming, Reading } from "@/media/quality";

/** Share of a voice made up, between two readings, from which its line counts as one that loses. */
const LOSING = 0.02;
/** Of fewer samples than half a second has, a share says nothing; nor of fewer pictures. */
const LEAST_SAMPLES = 24_000;
const LEAST_PICTURES = 10;
/** Requests for what was missing, for each picture: of a line that loses one packet in forty. */
const MENDED = 0.1;
/** Share of the pictures that came too late in spite of the wait: it was not enough. */
const LATE = 0.02;
/** A burst of five packets, found out by the sixth, in ms. The way there and back comes on top, for pictures twice: the end of
 * one is missed only when the next begins, and one repetition in five is lost as well where one packet in ten is. */
const BURST = 140;
const TRIPS = { sound: 1, picture: 2 };
/** By how much a wait grows that was not enough, and for how long at most: by whose line it was lost this page cannot know. */
const STEP = 60;
const LONGEST = 400;
/** Seconds without loss until the wait is given up: each change is heard. */
const CALM = 30;

interface Wait {
  readonly lostAt: number;
  /** In ms. */
  readonly wait: number;
}

export class Patience {
  private waits = new Map<string, Wait>();

  /** By the track, in ms; those not named wait as long as the browser likes. `at` in seconds. */
  next(at: number, before: Reading, now: Reading): ReadonlyMap<string, number> {
    const waits = new Map<string, Wait>();
    for (const [track, stream] of now.incoming) {
      const wait = this.wait(at, this.waits.get(track), before.incoming.get(track), stream, now.roundTrip ?? 0);
      if (wait !== undefined) waits.set(track, wait);
    }
    this.waits = waits;
    return new Map([...waits].map(([track, { wait }]) => [track, wait]));
  }

  private wait(at: number, known: Wait | undefined, before: Incoming | undefined, now: Incoming, roundTrip: number): Wait | undefined {
    if (before === undefined) return known;
    const loss = lossOf(before, now);
    if (loss === null) return known !== undefined && at - known.lostAt > CALM ? undefined : known;
    const first = BURST + Math.round(TRIPS[loss.kind] * 1250 * roundTrip);
    const longer = (known?.wait ?? 0) + (loss.late && known !== undefined ? STEP : 0);
    return { lostAt: at, wait: Math.min(LONGEST, Math.max(first, longer)) };
  }
}

/** Whether so much of a stream was lost that it must wait, and whether it was too late in spite of that. */
function lossOf(before: Incoming, now: Incoming): { kind: "sound" | "picture"; late: boolean } | null {
  const grown = (name: keyof Incoming) => now[name] - before[name];
  const samples = grown("samples");
  if (samples >= LEAST_SAMPLES && grown("madeUp") >= samples * LOSING) return { kind: "sound", late: false };
  const pictures = grown("pictures") + grown("dropped");
  if (pictures < LEAST_PICTURES || grown("asked") < pictures * MENDED) return null;
  return { kind: "picture", late: grown("dropped") >= pictures * LATE };
}

/** Browsers that know neither name wait as they like. */
export function waitFor(receivers: readonly RTCRtpReceiver[], waits: ReadonlyMap<string, number>): void {
  for (const receiver of receivers) {
    const wait = waits.get(receiver.track.id) ?? null;
    if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = wait;
    else if ("playoutDelayHint" in receiver) (receiver as { playoutDelayHint: number | null }).playoutDelayHint = wait === null ? null : wait / 1000;
  }
}
