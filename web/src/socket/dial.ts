// A WebSocket by whichever connection stands first. What a line loses of a TCP handshake is said again after a second, then two,
// four, eight: on one that loses in bursts another connection beside it is soon there, where the first would wait half a minute.

/** Another is begun when none stands after so long: more than five round trips of 300 ms each way, less than the second repetition. */
const ANOTHER_AFTER_MS = [3000, 6500, 11_000];

export class Dial {
  private pending: WebSocket[] = [];
  private readonly timers: ReturnType<typeof setTimeout>[];

  /** `failed`: none is under way any more. */
  constructor(private readonly make: () => WebSocket, private readonly opened: (socket: WebSocket) => void, private readonly failed: () => void) {
    this.timers = ANOTHER_AFTER_MS.map((after) => setTimeout(() => this.begin(), after));
    this.begin();
  }

  /** Whatever is under way is nobody's. */
  end(): void {
    this.timers.forEach(clearTimeout);
    const pending = this.pending;
    this.pending = [];
    pending.forEach((socket) => socket.close());
  }

  private begin(): void {
    const socket = this.make();
    this.pending.push(socket);
    socket.onclose = socket.onerror = () => this.gone(socket);
    if (socket.readyState === 1) this.stands(socket);
    else socket.onopen = () => this.stands(socket);
  }

  private stands(socket: WebSocket): void {
    if (!this.take(socket)) return;
    this.end();
    this.opened(socket);
  }

  private gone(socket: WebSocket): void {
    if (!this.take(socket) || this.pending.length > 0) return;
    this.end();
    this.failed();
  }

  /** Whether it was still under way. */
  private take(socket: WebSocket): boolean {
    const [before, after] = [this.pending, this.pending.filter((other) => other !== socket)];
    this.pending = after;
    return after.length < before.length;
  }
}
