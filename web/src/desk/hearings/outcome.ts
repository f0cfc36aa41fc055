// The outcome while it is being written.
import type { NewOutcome, OutcomeStandard } from "../rest";

export const STANDARDS: readonly OutcomeStandard[] = ["resolve", "persuade", "relieve", "sanction"];

export interface ItemDraft {
  key: number;
  agency: string;
  content: string;
  deadline: string;
  /** The line of the minutes it comes from. */
  entry: { id: string; number: number } | null;
}

export interface OutcomeDraft {
  conclusion: string;
  standards: OutcomeStandard[];
  items: ItemDraft[];
}

export function blankOutcome(): OutcomeDraft {
  return { conclusion: "", standards: [], items: [] };
}

let made = 0;

/** An item begun from a line of the minutes takes over its words and its speaker's agency. */
export function draftItem(known: Partial<Omit<ItemDraft, "key">> = {}): ItemDraft {
  made += 1;
  return { key: made, agency: "", content: "", deadline: "", entry: null, ...known };
}

export type OutcomeFault = "conclusion" | "standards" | "items";

export function outcomeFaults(draft: OutcomeDraft, today: string): OutcomeFault[] {
  const length = [...draft.conclusion.trim()].length;
  const whole = (item: ItemDraft) =>
    item.agency !== "" &&
    [...item.content.trim()].length >= 2 &&
    item.deadline > today &&
    item.entry !== null;
  const checks: [OutcomeFault, boolean][] = [
    ["conclusion", length >= 10 && length <= 5000],
    ["standards", draft.standards.length > 0],
    ["items", draft.items.every(whole)],
  ];
  return checks.filter(([, fine]) => !fine).map(([fault]) => fault);
}

export function outcomeOf(draft: OutcomeDraft): NewOutcome {
  return {
    conclusion: draft.conclusion.trim(),
    standards: STANDARDS.filter((standard) => draft.standards.includes(standard)),
    items: draft.items.flatMap(({ agency, content, deadline, entry }) =>
      entry === null ? [] : [{ agency, content: content.trim(), deadline, entry: entry.id }],
    ),
  };
}
