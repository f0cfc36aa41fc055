// A completion report is filed in parts and kept as one text: what was sent back is taken apart again, to be made anew.
import type { AttachmentView, DemandView } from "../rest";

export const PARTS = ["found", "done", "view"] as const;

export type ReportWords = Record<(typeof PARTS)[number], string>;

const FILED = /^查明情况：(?<found>.*?)\n办理结果：(?<done>.*?)\n信访人意见：(?<view>.*?)(?:\n附件：(?<files>[^\n]*))?$/s;

/** The parts of a report; a text that is none is all of what was found. */
export function partsOf(text: string): ReportWords {
  const { found = text, done = "", view = "" } = FILED.exec(text)?.groups ?? {};
  return { found, done, view };
}

/** A file that can be named in a report. */
export type NamedFile = Pick<AttachmentView, "id" | "name">;

/** The files that went with it, and may go with it again. */
export function filesOf(answer: DemandView["answer"]): NamedFile[] {
  return (answer?.files ?? []).flatMap(({ id, name }) => (id ? [{ id, name }] : []));
}

/** The ids of those that it names at its end, as reports once did. */
export function namedIn(answer: DemandView["answer"], files: readonly NamedFile[]): string[] {
  const named = FILED.exec(answer?.text ?? "")?.groups?.["files"]?.split("、") ?? [];
  return files.filter(({ name }) => named.includes(name)).map(({ id }) => id);
}
