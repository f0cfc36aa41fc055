// Which step of a petition is asked for by which dialog, and when its form is complete.

import type { Transition } from "../rest";

/** Steps a petition may take by hand (`transition.kind` of the REST contract). */
export const STEPS = [
  "start_screening",
  "route",
  "accept",
  "assign_handler",
  "draft_reply",
  "deliver_reply",
  "close",
  "withdraw",
] as const satisfies readonly Transition["kind"][];
export type Step = Transition["kind"];

/** What a step's dialog asks for. */
export type Field =
  | "category"
  | "content_class"
  | "how"
  | "unit"
  | "ordered_until"
  | "handler"
  | "result"
  | "text"
  | "reason";

export interface StepDialog {
  step: Step;
  fields: readonly Field[];
  /** Ends the matter: shown apart from the others, in the danger colour. */
  grave: boolean;
}

const FIELDS: Record<Step, readonly Field[]> = {
  start_screening: ["category", "content_class"],
  route: ["how", "unit", "ordered_until"],
  accept: [],
  assign_handler: ["handler"],
  draft_reply: ["result", "text"],
  deliver_reply: [],
  close: ["reason"],
  withdraw: ["reason"],
};

/** The dialogs for what `may` allows, in the order of the procedure. Other words in `may` are not steps. */
export function dialogsFor(may: readonly string[]): StepDialog[] {
  return STEPS.filter((step) => may.includes(step)).map((step) => ({
    step,
    fields: FIELDS[step],
    grave: step === "withdraw",
  }));
}

export interface StepForm {
  category: string;
  content_class: string;
  how: "transfer" | "assignment";
  unit: string;
  ordered_until: string;
  handler: string;
  result: string;
  text: string;
  reason: string;
}

/** Reasons are put on record: 5 to 500 characters. */
export function isReason(text: string): boolean {
  const length = [...text.trim()].length;
  return length >= 5 && length <= 500;
}

/** Fields of the dialog that still need something. */
export function missingIn(dialog: StepDialog, form: StepForm): Field[] {
  return dialog.fields.filter((field) => {
    if (field === "ordered_until") return form.how === "assignment" && form.ordered_until === "";
    if (field === "reason") return !isReason(form.reason);
    if (field === "text") return [...form.text.trim()].length < 10;
    return form[field] === "";
  });
}

/** The `transition` to send. */
export function transitionOf(dialog: StepDialog, form: StepForm): Transition {
  const asked = dialog.fields.filter((field) => field !== "ordered_until" || form.how === "assignment");
  const entries = asked.map((field) => [field, form[field].trim()]);
  // Which fields belong to which kind is FIELDS above, checked against the server by its own refusals.
  return { kind: dialog.step, ...Object.fromEntries(entries) } as Transition;
}
