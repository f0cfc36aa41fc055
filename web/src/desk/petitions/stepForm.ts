// What the form of a step begins with, and what there is to choose from of the petition's own.
import { isoDay, words as shared } from "@/i18n";
import type { PetitionDetail } from "../rest";
import { record, t } from "../text";
import { addDays } from "../words/clock";
import { categoriesOpen, resultsOpen, type StepDialog, type StepForm } from "./actions";

/** Stages in which a hearing is held no more. */
const OVER = new Set(["closed", "outcome_issued", "cancelled", "no_show", "adjourned", "in_person"]);

/** Accepted by a unit, and not ended. */
const PENDING = new Set([
  "accepted", "handling", "extended", "reply_approval", "replied", "review_requested", "reviewing", "reviewed",
  "rereview_requested", "rereviewing", "rereviewed",
]);

/** `lead`: number of the petition it is to go on in; empty: the likeliest. */
export function begunForm(dialog: StepDialog, petition: PetitionDetail, lead: string): StepForm {
  const { fields } = dialog;
  const open = Object.keys(categoriesOpen(record.value.category, dialog, petition));
  return {
    category: open.includes(petition.category) ? petition.category : (open[0] ?? ""),
    content_class: petition.content_class,
    how: "transfer",
    unit: "",
    bureau: "",
    ordered_until: addDays(isoDay(Date.now()), 30),
    handler: "",
    result: Object.keys(resultsOpen(record.value.result, petition)).find((one) => one === petition.opinion?.result) ?? "",
    // Review writes an opinion of its own.
    text: fields.includes("finding") ? "" : (petition.opinion?.text ?? ""),
    basis: petition.opinion?.basis ?? "",
    reason: "",
    lead: lead || (petition.links.find((link) => link.tie === "alike")?.number ?? ""),
    earlier: endedBefore(petition)[0]?.number ?? "",
    same_person: "recorded",
    elsewhere: pendingBefore(petition)[0]?.number ?? "",
    again_of: "",
    legal_way: "",
    organ: "",
    reviewer: "",
    non_acceptance: "",
    staff: "",
    accused_agencies: petition.accused?.agencies.map((one) => one.id) ?? [],
    accused_staff: petition.accused?.staff.map((one) => one.id) ?? [],
    days: "30",
    return_how: "modify",
    delivery_way: "in_person",
    received_on: "",
    finding: "",
    accepted: "",
    proof: "",
    redo_until: addDays(isoDay(Date.now()), 30),
    reopen_ground: "",
    undo_ground: "",
    unsealed_as: "appeal",
    retention: "",
    expected_until: addDays(isoDay(Date.now()), 15),
    hearing: "",
  };
}

/** Closed petitions of the same person with a like title, filed away or not: it may raise one of them again (重复信访). */
export function closedBefore({ links }: Pick<PetitionDetail, "links">): PetitionDetail["links"] {
  return links.filter(({ tie, ending }) => tie === "alike" && ending === "closed");
}

/** What re-review ended of the same person with a like title: taken up again with a reason only (art. 36). */
export function endedBefore({ links }: Pick<PetitionDetail, "links">): PetitionDetail["links"] {
  return links.filter(({ tie, ending }) => tie === "alike" && ending === "terminated");
}

/** What is being handled of the same person with a like title: accepted a second time with a reason only (art. 19). */
export function pendingBefore({ links, category }: Pick<PetitionDetail, "links" | "category">): PetitionDetail["links"] {
  return links.filter((link) => link.tie === "alike" && link.category === category && PENDING.has(link.ending));
}

/** Their numbers, as a list. */
export function numbersOf(links: PetitionDetail["links"]): string {
  return links.map(({ number }) => number).join(shared.value.list);
}

/** What may show that the petitioner accepted or withdrew: a file they signed, a hearing that was held to its end, of theirs or of what they
 *  joined. */
export function proofsIn(
  { attachments, hearings, matter_hearings }: Pick<PetitionDetail, "attachments" | "hearings" | "matter_hearings">,
  words: Readonly<Record<"signed" | "in_hearing", string>>,
) {
  const held = [...hearings, ...matter_hearings].filter(({ stage }) => stage === "closed" || stage === "outcome_issued");
  const { labelled } = t.value.common;
  return [
    ...attachments.map(({ id, name }) => ({
      value: `signed:${id}`,
      word: labelled(words.signed, name),
    })),
    ...held.map(({ id, title }) => ({ value: `in_hearing:${id}`, word: labelled(words.in_hearing, title) })),
  ];
}

/** Formal hearings ahead or being held: for one of them a clock stands still (art. 36). */
export function heardIn({ hearings }: Pick<PetitionDetail, "hearings">): PetitionDetail["hearings"] {
  return hearings.filter(({ kind, stage }) => kind === "formal_hearing" && !OVER.has(stage));
}
