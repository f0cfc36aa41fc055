// The hearing's WebSocket: one ticket per connection, `hello`, signs of life, and coming back by itself.
import { Problem } from "@/api/http";
import { BEAT_EVERY_MS, PROTOCOL, type ByeReason, type ClientMessage, type ServerMessage } from "@/wire";
import { Dial } from "./dial";
import { roomSocket } from "./early";
import { comesBack, retryDelay } from "./ladder";
import { Disconnected, Requests, type Answer } from "./requests";

export type Link =
  | { readonly is: "connecting"; readonly attempt: number; readonly since: number }
  | { readonly is: "open" }
  /** Lost; tries again at `retryAt` (own clock). */
  | { readonly is: "waiting"; readonly attempt: number; readonly since: number; readonly retryAt: number }
  /** Over; only the person can start it again. */
  | { readonly is: "ended"; readonly reason: ByeReason; readonly detail: string | null };

export interface SocketParts {
  /** A fresh ticket (`POST /api/tickets`); asked for at each connection. */
  ticket(): Promise<string>;
  /** Number of the peer connection still held, for `hello`. */
  peer(): number | null;
  onMessage(message: ServerMessage): void;
  onLink(link: Link): void;
  makeSocket?: () => WebSocket;
  random?: () => number;
}

/** Silent for three beats, the server is gone. */
const SILENCE_MS = 3 * BEAT_EVERY_MS;
/** One beat, and as long as a slow line takes for it. */
const DOUBT_MS = BEAT_EVERY_MS + 500;

/** A connection that lasted this long starts the ladder anew; one cut off at once does not. */
const STEADY_MS = 5000;

/** Close code of who means it: without one the server takes it for a broken network (RFC 6455 7.4.1). */
const GOODBYE = 1000;

/** First step of the ladder after being told that we send too much. */
const AFTER_FLOODING = 4;

/** A connection that is no step nearer to `welcome` after this long is no connection. */
const WELCOME_WITHIN_MS = 10_000;

export class RoomSocket {
  link: Link = { is: "waiting", attempt: 0, since: 0, retryAt: 0 };
  private dial: Dial | null = null;
  private socket: WebSocket | null = null;
  private requests = new Requests();
  private attempt = 0;
  private openedAt = 0;
  private lostSince: number | null = null;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each connection: late events of an earlier one are nobody's. */
  private turn = 0;
  private readonly wake = () => this.nudge();
  private readonly anew = () => this.renew();

  constructor(private readonly parts: SocketParts) {}

  start(): void {
    window.addEventListener("online", this.anew);
    document.addEventListener("visibilitychange", this.wake);
    this.attempt = 0;
    this.lostSince = null;
    this.connect();
  }

  /** Ends for good. `leave` has been sent before where it was meant. */
  stop(reason: ByeReason = "left", detail: string | null = null): void {
    window.removeEventListener("online", this.anew);
    document.removeEventListener("visibilitychange", this.wake);
    this.drop(GOODBYE);
    this.become({ is: "ended", reason, detail });
  }

  /** Sends a request; rejects with `Refused` or `Disconnected`. */
  readonly request = (message: ClientMessage): Promise<Answer> => {
    if (this.link.is !== "open" || this.socket === null) return Promise.reject(new Disconnected());
    const { frame, answer } = this.requests.open(message);
    this.socket.send(JSON.stringify(frame));
    return answer;
  };

  /** The page was looked at again: do not wait out the ladder. */
  private nudge(): void {
    if (document.visibilityState === "hidden" || this.link.is !== "waiting") return;
    this.renew();
  }

  /** The network is another: a connection made in the one before is silent without being closed. */
  private renew(): void {
    this.attempt = 0;
    this.lostSince ??= Date.now();
    this.connect();
  }

  /** The media have fallen silent: a beat must come now, or the network is another. */
  doubt(): void {
    if (this.link.is === "open") this.expect(DOUBT_MS);
  }

  /** Ticket and socket side by side: on a long line each is some round trips. */
  private connect(): void {
    this.drop();
    const turn = this.turn;
    this.become({ is: "connecting", attempt: this.attempt, since: this.lostSince ?? Date.now() });
    const mine = (deed: () => void) => () => turn === this.turn && deed();
    const nearer = mine(() => this.expect(WELCOME_WITHIN_MS));
    const opened = new Promise<WebSocket>((resolve) => {
      const stands = (socket: WebSocket) => {
        nearer();
        this.socket = socket;
        socket.onmessage = (event) => turn === this.turn && this.hear(String(event.data));
        socket.onclose = socket.onerror = mine(() => this.lost());
        resolve(socket);
      };
      this.dial = new Dial(this.parts.makeSocket ?? roomSocket, stands, mine(() => this.lost()));
    });
    void this.parts.ticket().then(async (ticket) => {
      nearer();
      const socket = await opened;
      const hello = { type: "hello", protocol: PROTOCOL, ticket, peer: this.parts.peer() } as const;
      if (turn === this.turn) socket.send(JSON.stringify(this.requests.number(hello)));
    }).catch((error: unknown) => turn === this.turn && this.noTicket(error));
    nearer();
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === "bye") return this.bye(message.reason, message.detail);
    if (message.type === "welcome") {
      this.openedAt = Date.now();
      this.lostSince = null;
      this.become({ is: "open" });
    }
    // Before `welcome` a beat is no sign that we are in.
    if (this.link.is === "open") this.expect(SILENCE_MS);
    if (!this.requests.settle(message)) this.parts.onMessage(message);
  }

  private bye(reason: ByeReason, detail: string | null): void {
    if (!comesBack(reason)) return this.stop(reason, detail);
    this.lost(reason === "flooding" ? AFTER_FLOODING : 0);
  }

  private expect(within: number): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(), within);
  }

  private lost(atLeast = 0): void {
    this.drop();
    const now = Date.now();
    if (this.link.is === "open" && now - this.openedAt > STEADY_MS) this.attempt = 0;
    this.attempt = Math.max(this.attempt, atLeast);
    this.lostSince ??= now;
    const delay = retryDelay(this.attempt, (this.parts.random ?? Math.random)());
    const attempt = this.attempt++;
    this.become({ is: "waiting", attempt, since: this.lostSince, retryAt: now + delay });
    this.retry = setTimeout(() => this.connect(), delay);
  }

  /** Some answers will not change by asking again. */
  private noTicket(error: unknown): void {
    const status = error instanceof Problem ? error.status : 0;
    if (status === 410) this.stop("hearing_over");
    else if (status === 401 || status === 403 || status === 404) this.stop("session_ended");
    else this.lost();
  }

  private drop(code?: number): void {
    this.turn++;
    clearTimeout(this.watchdog);
    clearTimeout(this.retry);
    this.dial?.end();
    this.dial = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close(code);
    const before = this.requests;
    this.requests = new Requests();
    before.abandon();
  }

  private become(link: Link): void {
    this.link = link;
    this.parts.onLink(link);
  }
}
