// The outcome while it is being written.
import { within } from "@/i18n/typed";
import type { ItemProposal, NewOutcome, OutcomeStandard } from "../rest";

export const STANDARDS: readonly OutcomeStandard[] = ["resolve", "persuade", "relieve", "sanction"];

export interface ItemDraft {
  key: number;
  agency: string;
  content: string;
  deadline: string;
  /** The line of the minutes it comes from. */
  entry: { id: string; number: number } | null;
  /** What its agency accepted in the room, word for word: nothing of it is changed. */
  proposal: string | null;
}

export interface OutcomeDraft {
  conclusion: string;
  standards: OutcomeStandard[];
  items: ItemDraft[];
  /** A later hearing of the petition; empty for none. */
  next: string;
}

export function blankOutcome(): OutcomeDraft {
  return { conclusion: "", standards: [], items: [], next: "" };
}

let made = 0;

/** An item begun from a line of the minutes takes over its words and its speaker's agency. */
export function draftItem(known: Partial<Omit<ItemDraft, "key">> = {}): ItemDraft {
  made += 1;
  return { key: made, agency: "", content: "", deadline: "", entry: null, proposal: null, ...known };
}

/** Accepted in the room and not among the items yet. */
export function acceptedItems(proposals: readonly ItemProposal[], items: readonly ItemDraft[]): ItemProposal[] {
  const taken = new Set(items.map((item) => item.proposal));
  return proposals.filter((one) => one.answer.is === "accepted" && !taken.has(one.id));
}

/** `number` is that of the line it comes from. */
export function acceptedDraft({ id, agency, content, deadline, entry }: ItemProposal, number: number): ItemDraft {
  return draftItem({ agency, content, deadline, entry: { id: entry, number }, proposal: id });
}

export type OutcomeFault = "conclusion" | "standards" | "items";

export function outcomeFaults(draft: OutcomeDraft, today: string): OutcomeFault[] {
  const whole = (item: ItemDraft) =>
    item.agency !== "" &&
    within(item.content, 2, 1000) &&
    (item.proposal !== null || item.deadline > today) &&
    item.entry !== null;
  const checks: [OutcomeFault, boolean][] = [
    ["conclusion", within(draft.conclusion, 10, 5000)],
    ["standards", draft.standards.length > 0],
    ["items", draft.items.every(whole)],
  ];
  return checks.filter(([, fine]) => !fine).map(([fault]) => fault);
}

export function outcomeOf(draft: OutcomeDraft): NewOutcome {
  return {
    conclusion: draft.conclusion.trim(),
    standards: STANDARDS.filter((standard) => draft.standards.includes(standard)),
    items: draft.items.flatMap(({ agency, content, deadline, entry, proposal }) =>
      entry === null ? [] : [{ agency, content: content.trim(), deadline, entry: entry.id, proposal }],
    ),
    next: draft.next === "" ? null : draft.next,
  };
}
