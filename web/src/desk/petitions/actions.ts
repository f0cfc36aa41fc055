// Which step of a petition is asked for by which dialog, and when its form is complete.
import { isoDay } from "@/i18n/dates";
import { within } from "@/i18n/typed";
import type { AgencyRow, PetitionDetail, Transition } from "../rest";

/** Steps a petition may take by hand (`transition.kind` of the REST contract). */
export const STEPS = [
  "start_screening",
  "route",
  "hand_down",
  "give_back",
  "divert",
  "return_diverted",
  "merge",
  "name_accused",
  "unseal",
  "refuse_unsealing",
  "propose_unsealing",
  "refuse_objection",
  "reroute",
  "take_back",
  "rule_competence",
  "accept",
  "object",
  "refuse_acceptance",
  "refuse_repeated",
  "reclassify",
  "assign_handler",
  "draft_reply",
  "approve_reply",
  "deliver_reply",
  "return_reply",
  "extend",
  "start_review",
  "decide_review",
  "start_rereview",
  "decide_rereview",
  "pause_clock",
  "resume_clock",
  "terminate",
  "record_receipt",
  "request_review",
  "request_rereview",
  "close",
  "reopen",
  "undo",
  "archive",
  "recuse",
  "withdraw",
] as const satisfies readonly Transition["kind"][];
export type Step = Transition["kind"];

/** What a step's dialog asks for. */
export type Field =
  | "category"
  | "content_class"
  | "how"
  | "unit"
  | "bureau"
  | "ordered_until"
  | "handler"
  | "result"
  | "text"
  | "basis"
  | "reason"
  | "lead"
  | "earlier"
  | "same_person"
  | "elsewhere"
  | "again_of"
  | "legal_way"
  | "organ"
  | "reviewer"
  | "non_acceptance"
  | "staff"
  | Many
  | "days"
  | "return_how"
  | "delivery_way"
  | "received_on"
  | "finding"
  | "accepted"
  | "proof"
  | "redo_until"
  | "reopen_ground"
  | "undo_ground"
  | "unsealed_as"
  | "retention"
  | "expected_until"
  | "hearing";

/** Fields that choose any number, none among them. */
export type Many = "accused_agencies" | "accused_staff";

/** Fields that go to the server by another name: one name there, another list of words here. */
const SENT_AS: Partial<Record<Field, string>> = {
  legal_way: "way",
  delivery_way: "way",
  non_acceptance: "ground",
  reopen_ground: "ground",
  undo_ground: "ground",
  return_how: "how",
  accused_agencies: "agencies",
  accused_staff: "staff",
  unsealed_as: "category",
  reviewer: "organ",
};

export interface StepDialog {
  step: Step;
  fields: readonly Field[];
  /** Ends the matter: shown apart from the others, in the danger colour. */
  grave: boolean;
}

const FIELDS: Record<Step, readonly Field[]> = {
  start_screening: ["category", "content_class", "again_of"],
  reclassify: ["category", "content_class", "reason"],
  name_accused: ["accused_agencies", "accused_staff", "reason"],
  propose_unsealing: ["unsealed_as", "reason"],
  unseal: [],
  refuse_unsealing: ["reason"],
  route: ["how", "unit", "ordered_until", "reason"],
  hand_down: ["bureau", "how", "ordered_until"],
  give_back: ["reason"],
  accept: ["reason"],
  assign_handler: ["handler"],
  draft_reply: ["result", "text", "basis"],
  deliver_reply: ["delivery_way", "received_on"],
  close: ["accepted", "reason"],
  withdraw: ["proof", "reason"],
  merge: ["lead"],
  divert: ["legal_way", "organ", "reason"],
  return_diverted: ["reason"],
  refuse_acceptance: ["non_acceptance", "elsewhere", "reason"],
  refuse_repeated: ["earlier", "same_person", "reason"],
  object: ["reason"],
  refuse_objection: ["reason"],
  take_back: ["reason"],
  reroute: ["unit", "how", "ordered_until", "reason"],
  rule_competence: ["unit", "reason"],
  recuse: ["staff", "reason"],
  extend: ["days", "reason"],
  approve_reply: [],
  return_reply: ["return_how", "reason"],
  record_receipt: ["received_on", "reason"],
  request_review: ["reviewer", "reason"],
  start_review: [],
  decide_review: ["finding", "redo_until", "text", "delivery_way", "received_on"],
  request_rereview: ["reviewer", "reason"],
  start_rereview: [],
  pause_clock: ["hearing", "expected_until", "reason"],
  resume_clock: [],
  decide_rereview: ["finding", "redo_until", "text"],
  terminate: ["delivery_way", "received_on"],
  reopen: ["reopen_ground", "reason"],
  undo: ["undo_ground", "reason"],
  archive: ["retention"],
};

/** Whether matters may be routed to it: a petition bureau has them handed down. */
export const isUnit = ({ kind }: Pick<AgencyRow, "kind">): boolean => kind !== "petition_bureau";

/** What it may be found to be: once a unit has it, or behind the wall of art. 30, nothing but a report. */
export function categoriesOpen(
  words: Readonly<Record<string, string>>,
  { step }: Pick<StepDialog, "step">,
  { state, category }: Pick<PetitionDetail, "state" | "category">,
): Readonly<Record<string, string>> {
  const open = category !== "report" && (state === "screening" || state === "objected");
  if (step !== "reclassify" || open) return words;
  return Object.fromEntries(Object.entries(words).filter(([word]) => word === "report"));
}

/** What may come of it: a suggestion is adopted or not (art. 29), all else is supported or not (art. 32). */
export function resultsOpen(
  words: Readonly<Record<string, string>>,
  { category }: Pick<PetitionDetail, "category">,
): Readonly<Record<string, string>> {
  const open = category === "suggestion" ? ["adopted", "partly_adopted", "not_adopted", "explain"] : ["support", "explain", "reject"];
  return Object.fromEntries(open.map((word) => [word, words[word] ?? word]));
}

/** What came of a request for review: it is under way, came too late, or nobody of this system is above (ADR 61). */
export function reviewOutcome({ state, course }: Pick<PetitionDetail, "state" | "course">): "asked" | "late" | "beyond" {
  if (course.asked_beyond) return "beyond";
  return state === "replied" || state === "reviewed" ? "late" : "asked";
}

type Delivered = Pick<PetitionDetail, "clocks" | "course" | "registered_at">;

/** The window that the receipt on record has opened. */
function windowOf(clocks: Delivered["clocks"]) {
  return clocks.find((clock) => /^(re)?review_window$/.test(clock.kind) && !clock.stopped_at);
}

/** Whether a receipt is on record: another day is put there with a reason. */
export const isReceived = ({ clocks }: Pick<Delivered, "clocks">): boolean => windowOf(clocks) !== undefined;

/** The first day on which it can have been received: that it went out, or that the latest of its clocks began. */
export function receivedFrom(step: Step, { clocks, course, registered_at }: Delivered): string {
  const began = Math.max(registered_at, ...clocks.map(({ anchor }) => anchor));
  if (step !== "record_receipt") return isoDay(began);
  const out = course.delivered_at ?? began;
  return isoDay(Math.min(out, windowOf(clocks)?.anchor ?? out));
}

/**
 * Whether review may still be asked for. Staff then close only with the petitioner's acceptance (art. 35). A window has not
 * begun while nobody knows when the opinion was received.
 */
export function mayStillAsk({ category, clocks, course }: Pick<PetitionDetail, "category" | "clocks" | "course">): boolean {
  const window = windowOf(clocks);
  return category === "appeal" && !window?.lapsed && !course.asked_beyond;
}

/**
 * The dialogs for what `may` allows, in the order of the procedure. Other words in `may` are not steps. `reviewable`:
 * closing asks for the petitioner's acceptance. `received`: a receipt is on record, and set right with a reason. `known`:
 * re-review ended a matter of the same person with a like title, or one is being handled, and taking this one up asks for a reason.
 */
export function dialogsFor(may: readonly string[], reviewable = false, received = false, known = false): StepDialog[] {
  const why: Partial<Record<Step, boolean>> = { record_receipt: received, route: known, accept: known };
  const asked = (step: Step, field: Field) => (field !== "accepted" || reviewable) && (field !== "reason" || (why[step] ?? true));
  return STEPS.filter((step) => may.includes(step)).map((step) => ({
    step,
    fields: FIELDS[step].filter((field) => asked(step, field)),
    grave: step === "withdraw" || step === "unseal",
  }));
}

export interface StepForm {
  category: string;
  content_class: string;
  how: "transfer" | "assignment";
  unit: string;
  bureau: string;
  ordered_until: string;
  handler: string;
  result: string;
  text: string;
  /** What the opinion rests on: laws, rules, policies (art. 32). */
  basis: string;
  reason: string;
  lead: string;
  earlier: string;
  /** How it is known that the earlier one was the same person's. */
  same_person: string;
  /** Number of what is being handled already. */
  elsewhere: string;
  /** Number of the closed petition that it raises again; empty: of none. */
  again_of: string;
  legal_way: string;
  organ: string;
  /** The organ that reviews; empty: the bureau of the next higher level. */
  reviewer: string;
  non_acceptance: string;
  staff: string;
  accused_agencies: string[];
  accused_staff: string[];
  days: string;
  return_how: string;
  delivery_way: string;
  received_on: string;
  finding: string;
  /** How the petitioner accepted and the paper that shows it: `signed:…` a file, `in_hearing:…` a hearing. */
  accepted: string;
  /** In the same way, what shows that the petitioner withdrew. */
  proof: string;
  /** Of a revoked opinion: by when the unit makes it anew. */
  redo_until: string;
  reopen_ground: string;
  undo_ground: string;
  unsealed_as: string;
  retention: string;
  /** Of a pause. */
  expected_until: string;
  /** The formal hearing that a clock is paused for. */
  hearing: string;
}

/** The petition bureaus below the one that has it, in whose divisions the matter lies: the nearest first. */
export function bureausBelow(
  agencies: readonly AgencyRow[],
  { desk, place }: Pick<PetitionDetail, "desk" | "place">,
): AgencyRow[] {
  const own = agencies.find(({ id }) => id === desk)?.division;
  if (own === undefined) return [];
  const below = ({ kind, division }: AgencyRow) =>
    kind === "petition_bureau" && division !== own && division.startsWith(own) && place.startsWith(division);
  return agencies.filter(below).sort((a, b) => a.division.length - b.division.length);
}

/** Fields that nobody need fill in. */
const MAY_BE_LEFT: ReadonlySet<Field> = new Set<Field>(["again_of", "reviewer"]);

/** Kinds of organs that review the opinion of one below (art. 35). */
const REVIEWERS: ReadonlySet<AgencyRow["kind"]> = new Set<AgencyRow["kind"]>([
  "petition_bureau", "responsible_unit", "party", "congress", "cppcc", "mass_org", "soe",
]);

/** Whether it may review what an organ of the place decided; of which level, the server says. */
export const isReviewer = ({ kind, division }: AgencyRow, { place }: Pick<PetitionDetail, "place">): boolean =>
  REVIEWERS.has(kind) && division !== place && place.startsWith(division);

/** Most days an extension adds (art. 34). */
const MOST_DAYS = 30;

/**
 * Whether a field goes with what was chosen: a deadline with an assignment and with a revoked opinion, a number with what is
 * handled elsewhere, an earlier petition with anything but a report.
 */
export function goesWith(field: Field, form: StepForm): boolean {
  if (field === "ordered_until") return form.how === "assignment";
  if (field === "redo_until") return form.finding === "revoked";
  if (field === "again_of") return form.category !== "report";
  if (field === "elsewhere") return form.non_acceptance === "pending_elsewhere";
  return true;
}

/** Fields of the dialog that still need something. */
export function missingIn(dialog: StepDialog, form: StepForm): Field[] {
  return dialog.fields.filter((field) => {
    if (!goesWith(field, form) || MAY_BE_LEFT.has(field)) return false;
    if (field === "received_on") return dialog.step === "record_receipt" && form.received_on === "";
    if (field === "days") return !(Number(form.days) >= 1 && Number(form.days) <= MOST_DAYS);
    if (field === "reason") {
      return !within(form.reason, dialog.step === "return_reply" ? 10 : 5, 500);
    }
    if (field === "text") return !within(form.text, 10, 10_000);
    if (field === "basis" && form.category === "suggestion" && form.basis.trim() === "") return false;
    if (field === "basis") return !within(form.basis, 4, 2000);
    return form[field] === "";
  });
}

function told(field: Field, value: string): unknown {
  if (field === "days") return Number(value);
  if (field !== "accepted" && field !== "proof") return value;
  const [how, paper] = value.split(":");
  return { how, paper };
}

/** The `transition` to send. */
export function transitionOf(dialog: StepDialog, form: StepForm): Transition {
  const asked = dialog.fields.filter(
    (field) => goesWith(field, form) && ((field !== "received_on" && !MAY_BE_LEFT.has(field)) || form[field] !== ""),
  );
  const entries = asked.map((field) => {
    const value = form[field];
    return [SENT_AS[field] ?? field, typeof value === "string" ? told(field, value.trim()) : value];
  });
  // Which fields belong to which kind is FIELDS above, checked against the server by its own refusals.
  return { kind: dialog.step, ...Object.fromEntries(entries) } as Transition;
}
