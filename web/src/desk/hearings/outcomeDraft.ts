// The outcome under the clerk's hands survives a reload: it is kept in this browser until it is issued.
import { reactive } from "vue";
import { ofBrowser, readKept, writeKept } from "@/state/kept";
import { blankOutcome, draftItem, type OutcomeDraft } from "./outcome";

const keyOf = (hearing: string) => `lj.outcome.${hearing}`;

/** What was being written for this hearing, or a blank form. */
export function keptOutcome(hearing: string): OutcomeDraft {
  return reactive(read(hearing) ?? blankOutcome());
}

keptOutcome.keep = (hearing: string, draft: OutcomeDraft): void => {
  writeKept(ofBrowser(), keyOf(hearing), draft);
};

keptOutcome.forget = (hearing: string): void => {
  writeKept(ofBrowser(), keyOf(hearing), null);
};

function read(hearing: string): OutcomeDraft | null {
  const kept = readKept(ofBrowser(), keyOf(hearing)) as Partial<OutcomeDraft> | null;
  if (kept === null) return null;
  try {
    const items = (kept.items ?? []).map(({ key: _old, ...item }) => draftItem(item));
    return { conclusion: kept.conclusion ?? "", standards: kept.standards ?? [], items, next: kept.next ?? "" };
  } catch {
    return null; // of another shape: a blank form rather than none
  }
}
