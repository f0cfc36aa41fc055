// Whether the frames of a picture keep coming, known once for all the places that show it.
import { shallowRef } from "vue";

/** A narrow line brings a still every two to five seconds; whoever brings less than that brings nothing. */
export const PAUSED_AFTER_MS = 8_000;

/** The frames of one stream. */
export class Flow {
  /** There was a picture, and nothing more comes of it. */
  readonly paused = shallowRef(false);
  private last = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  came(): void {
    this.last = Date.now();
    this.paused.value = false;
    this.timer ??= this.wait(PAUSED_AFTER_MS);
  }

  private wait(time: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const rest = this.last + PAUSED_AFTER_MS - Date.now();
      this.timer = rest > 0 ? this.wait(rest) : undefined;
      this.paused.value = rest <= 0;
    }, time);
  }
}

const flows = new WeakMap<MediaStream, Flow>();

export function flowOf(stream: MediaStream): Flow {
  const known = flows.get(stream) ?? new Flow();
  flows.set(stream, known);
  return known;
}

/** Counts what an element draws of a stream; returns how to stop. Browsers that do not tell of frames never pause. */
export function countFrames(element: HTMLVideoElement, stream: MediaStream): () => void {
  if (typeof element.requestVideoFrameCallback !== "function") return () => undefined;
  const flow = flowOf(stream);
  let next = 0;
  const count = () => {
    next = element.requestVideoFrameCallback(() => {
      flow.came();
      count();
    });
  };
  count();
  return () => element.cancelVideoFrameCallback(next);
}
