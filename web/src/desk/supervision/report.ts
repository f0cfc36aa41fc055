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

/** The files of the petition that went with it: by their ids, once by their names at its end. */
export function filesOf(answer: DemandView["answer"], files: readonly AttachmentView[]): string[] {
  const named = FILED.exec(answer?.text ?? "")?.groups?.["files"]?.split("、") ?? [];
  const went = answer?.files.map((file) => file.id) ?? [];
  return files.filter(({ id, name }) => went.includes(id) || named.includes(name)).map(({ id }) => id);
}
