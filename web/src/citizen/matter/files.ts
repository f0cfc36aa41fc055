// Files that come with a petition: which are taken, and sending them one by one.
import { upload } from "@/api/upload";
import type { AttachedFile } from "../shape";

export const MAX_FILES = 20;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
const KINDS = ["pdf", "jpg", "jpeg", "png", "webp", "heic", "doc", "docx", "xls", "xlsx", "txt", "mp4", "mp3", "m4a"];
export const ACCEPT = KINDS.map((kind) => `.${kind}`).join(",");

export interface Named {
  readonly name: string;
  readonly size: number;
}

export type Rejected<F extends Named> = { file: F; why: "fileSize" | "fileKind" | "fileCount" };

/** Adds what can be taken; the rest comes back with the reason. The same file is not taken twice. */
export function addFiles<F extends Named>(has: readonly F[], more: readonly F[]): { files: F[]; rejected: Rejected<F>[] } {
  const files = [...has];
  const rejected: Rejected<F>[] = [];
  for (const file of more) {
    const kind = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? "";
    const known = files.some((f) => f.name === file.name && f.size === file.size);
    if (known) continue;
    if (!KINDS.includes(kind)) rejected.push({ file, why: "fileKind" });
    else if (file.size > MAX_FILE_BYTES) rejected.push({ file, why: "fileSize" });
    else if (files.length >= MAX_FILES) rejected.push({ file, why: "fileCount" });
    else files.push(file);
  }
  return { files, rejected };
}

/** One file; the key goes first, so that the server knows whose it is before the bytes come. */
export function sendFile(
  key: { number: string; code: string }, file: File, progress: (done: number) => void, cancel?: AbortSignal,
): Promise<AttachedFile> {
  const form = new FormData();
  form.append("number", key.number);
  form.append("code", key.code);
  form.append("file", file, file.name);
  return upload<AttachedFile>("/query/attachments", form, progress, cancel);
}

/** 1.2 MB, 340 KB */
export function written(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
