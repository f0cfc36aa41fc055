// Requests by number: each frame is answered by exactly one `done`, `answer` or `refused`.
import type { ClientFrame, ClientMessage, RefusalCode, ServerMessage } from "@/wire";

export type Answer = Extract<ServerMessage, { type: "done" | "answer" }>;
export type Send = (message: ClientMessage) => Promise<Answer>;

/** The server turned the request down; the page has a sentence for each code. */
export class Refused extends Error {
  constructor(readonly code: RefusalCode, readonly detail: string | null) {
    super(`refused: ${code}`);
    this.name = "Refused";
  }
}

/** The connection went away before the answer came: it may have been done or not. */
export class Disconnected extends Error {
  constructor() {
    super("disconnected before the answer");
    this.name = "Disconnected";
  }
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(why: Refused | Disconnected): void;
}

/** Request numbers of one connection. */
export class Requests {
  private next = 1;
  private readonly waiting = new Map<number, Waiting>();

  /** Numbers a message whose answer nobody waits for: `hello`. */
  number(message: ClientMessage): ClientFrame {
    return { id: this.next++, do: message };
  }

  /** Numbers a message; the promise settles with its answer. */
  open(message: ClientMessage): { frame: ClientFrame; answer: Promise<Answer> } {
    const frame = this.number(message);
    const answer = new Promise<Answer>((resolve, reject) => this.waiting.set(frame.id, { resolve, reject }));
    return { frame, answer };
  }

  /** Whether the message was an answer to a request. */
  settle(message: ServerMessage): boolean {
    if (message.type !== "done" && message.type !== "answer" && message.type !== "refused") return false;
    const waiting = this.waiting.get(message.re);
    this.waiting.delete(message.re);
    if (message.type === "refused") waiting?.reject(new Refused(message.code, message.detail));
    else waiting?.resolve(message);
    return true;
  }

  /** The connection is gone: nobody will answer any more. */
  abandon(): void {
    const left = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of left) waiting.reject(new Disconnected());
  }
}
