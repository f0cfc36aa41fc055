// Sends files one after another and remembers which did not get through.
import { reactive } from "vue";
import { sendFile } from "./files";

export interface Sending {
  /** Name and share of the one under way. */
  now: { name: string; done: number } | null;
  sent: string[];
  failed: { file: File; error: unknown }[];
}

export function newSending(): Sending {
  return reactive({ now: null, sent: [], failed: [] });
}

export async function sendAll(sending: Sending, key: { number: string; code: string }, files: readonly File[]): Promise<void> {
  sending.failed = [];
  for (const file of files) {
    sending.now = { name: file.name, done: 0 };
    try {
      await sendFile(key, file, (done) => (sending.now = { name: file.name, done }));
      sending.sent.push(file.name);
    } catch (error) {
      sending.failed.push({ file, error });
    }
  }
  sending.now = null;
}
