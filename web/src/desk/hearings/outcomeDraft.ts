// The outcome under the clerk's hands survives a reload: it is kept in this browser until it is issued.
import { reactive } from "vue";
import { blankOutcome, draftItem, type OutcomeDraft } from "./outcome";

const keyOf = (hearing: string) => `lj.outcome.${hearing}`;

/** What was being written for this hearing, or a blank form. */
export function keptOutcome(hearing: string): OutcomeDraft {
  return reactive(read(hearing) ?? blankOutcome());
}

keptOutcome.keep = (hearing: string, draft: OutcomeDraft): void => {
  try {
    localStorage.setItem(keyOf(hearing), JSON.stringify(draft));
  } catch {
    // Storage is off or full: the form itself still holds it.
  }
};

keptOutcome.forget = (hearing: string): void => {
  try {
    localStorage.removeItem(keyOf(hearing));
  } catch {
    // Nothing was kept.
  }
};

function read(hearing: string): OutcomeDraft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(hearing)) ?? "null") as Partial<OutcomeDraft> | null;
    if (kept === null) return null;
    const items = (kept.items ?? []).map(({ key: _old, ...item }) => draftItem(item));
    return { conclusion: kept.conclusion ?? "", standards: kept.standards ?? [], items, next: kept.next ?? "" };
  } catch {
    return null;
  }
}
