// Keeps what a sender sends as it is wished. Browsers take one change at a time, and none that was begun before
// the last negotiation: changes queue up, the last wish wins, and one that failed is tried again.
import { tune, type Encoding, type Wish } from "./layers";

/** Tries of one wish; then it waits for the next occasion. */
const TRIES = 3;

export class Tuning {
  private wish: Wish | null = null;
  private running = false;
  /** The wish changed, or the ground under it, while a change was under way. */
  private again = false;

  constructor(private readonly sender: RTCRtpSender) {}

  /** Call as often as anything may have changed: nothing happens when all is as wished. */
  set(wish: Wish): void {
    this.wish = wish;
    this.again = true;
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let failures = 0; this.again && failures < TRIES; ) {
      this.again = false;
      if (await this.apply()) failures = 0;
      else [this.again, failures] = [true, failures + 1];
    }
    this.again = false;
    this.running = false;
  }

  /** False when it failed. A sender without encodings (Firefox before its first picture) is left alone. */
  private async apply(): Promise<boolean> {
    if (this.wish === null) return true;
    try {
      const parameters = this.sender.getParameters();
      const encodings = (parameters.encodings ?? []) as Encoding[];
      if (encodings.length === 0 || !tune(encodings, this.wish)) return true;
      await this.sender.setParameters(parameters);
      return true;
    } catch {
      return false;
    }
  }
}
