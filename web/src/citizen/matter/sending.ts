// Sends files one after another and remembers which did not get through.
import { reactive } from "vue";
import { Problem } from "@/api/http";
import { sendFile } from "./files";

export interface Sending {
  /** Name and share of the one under way. */
  now: { name: string; done: number } | null;
  /** Gives up the one under way and those after it. */
  giveUp: () => void;
  sent: string[];
  failed: { file: File; error: unknown }[];
}

export function newSending(): Sending {
  return reactive({ now: null, giveUp: () => undefined, sent: [], failed: [] });
}

export async function sendAll(sending: Sending, key: { number: string; code: string }, files: readonly File[]): Promise<void> {
  sending.failed = [];
  const cancel = new AbortController();
  sending.giveUp = () => cancel.abort();
  for (const file of files) {
    sending.now = { name: file.name, done: 0 };
    try {
      if (cancel.signal.aborted) throw new Problem(0, "cancelled");
      await sendFile(key, file, (done) => (sending.now = { name: file.name, done }), cancel.signal);
      sending.sent.push(file.name);
    } catch (error) {
      sending.failed.push({ file, error });
    }
  }
  sending.now = null;
}
