// What shows that a promise was kept: how many files of which kind, in words.
import { fill } from "@/i18n";
import { matterText as t } from "../matter/text";

const KINDS = ["image", "video", "audio", "pdf", "other"] as const;

function kindOf(mediaType: string): (typeof KINDS)[number] {
  const of = mediaType === "application/pdf" ? "pdf" : mediaType.split("/")[0];
  return KINDS.find((kind) => kind === of) ?? "other";
}

export function proofWords(mediaTypes: readonly string[]): string {
  const kinds = mediaTypes.map(kindOf);
  const counted = KINDS.map((kind) => ({ kind, n: kinds.filter((one) => one === kind).length }));
  const told = counted.filter(({ n }) => n > 0).map(({ kind, n }) => fill(t.value.query.proofOf[kind], { n }));
  return told.join(t.value.query.proofAnd);
}
