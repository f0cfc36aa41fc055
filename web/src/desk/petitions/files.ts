// Files handed in with a petition.
import type { AttachmentView } from "../rest";

/** Largest file the server takes, in bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** 340 KB, 2.1 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kb = bytes / 1024;
  return kb < 1000 ? `${Math.round(kb)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}

/** Sends one file to a petition; `progress` gets 0–1, `cancel` gives it up. */
export type SendFile = (file: File, progress: (done: number) => void, cancel: AbortSignal) => Promise<AttachmentView>;
