// How each field of a step is asked for in its dialog, in the order in which they stand there.
import type { AgencyRow, PetitionDetail } from "../rest";
import { me } from "../shell/session";
import { record, t } from "../text";
import { bureausBelow, categoriesOpen, goesWith, isReviewer, isUnit, receivedFrom, resultsOpen, type Field, type Many, type StepDialog, type StepForm } from "./actions";
import { closedBefore, endedBefore, heardIn, numbersOf, proofsIn } from "./stepForm";

/** Those that choose any number and the reason stand below the others. */
export type RowField = Exclude<Field, Many | "reason">;

interface Option {
  value: string;
  word: string;
}

interface Look {
  kind: "radios" | "choice" | "line" | "organ" | "person" | "day" | "text";
  label: string;
  optional?: boolean;
  placeholder?: string;
  hint?: string;
  /** Of radios and of a choice. */
  options?: Option[];
  /** Said where there is nothing to choose from. */
  none?: string;
  filterable?: boolean;
  clearable?: boolean;
  /** Of a line. */
  numeric?: boolean;
  /** Of an organ: which can be chosen. */
  fits?: (agency: AgencyRow) => boolean;
  /** The division to look in and above first. */
  near?: string;
  /** Of a person. */
  role?: string;
  agency?: string;
  /** Days that it cannot be. */
  without?: (day: Date) => boolean;
}

export interface StepRow extends Look {
  field: RowField;
}

const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, word]) => ({ value, word }));

/** `bureaus`: all there are near the petition. Each is asked for only where a dialog has the field. */
function looks(dialog: StepDialog, petition: PetitionDetail, bureaus: readonly AgencyRow[]): Record<RowField, () => Look> {
  const { step } = dialog;
  const { field, pause, travel } = t.value;
  const words = record.value;
  const choice = (label: string, of: Readonly<Record<string, string>>): Look => ({ kind: "choice", label, options: optionsOf(of) });
  const number = (label: string): Look => ({ kind: "line", label, placeholder: field.numberHint });
  const organ = (label: string): Look => ({ kind: "organ", label, placeholder: field.unitPick });
  const { appeal, suggestion } = words.category;
  // The picker's days begin at midnight where the browser is.
  const unreceived = (day: Date) =>
    day.getTime() > Date.now() || day.getTime() < Date.parse(`${receivedFrom(step, petition)}T00:00:00`);
  return {
    category: () => choice(field.category, categoriesOpen(words.category, dialog, petition)),
    content_class: () => choice(field.contentClass, words.contentClass),
    lead: () => number(field.lead),
    earlier: () => {
      const ended = numbersOf(endedBefore(petition));
      return { ...number(field.earlier), hint: ended && field.endedBefore(ended) };
    },
    unit: () => ({ ...organ(field.unit), fits: isUnit }),
    organ: () => organ(field.organ),
    reviewer: () => {
      const fits = (agency: AgencyRow) => isReviewer(agency, petition);
      return { kind: "organ", label: field.reviewer, optional: true, clearable: true, fits, near: petition.place, hint: field.reviewerHint };
    },
    bureau: () => {
      const options = bureausBelow(bureaus, petition).map(({ id, name }) => ({ value: id, word: name }));
      const { bureau: label, noBureau: none } = travel;
      return { kind: "choice", label, options, none, filterable: true, placeholder: field.unitPick };
    },
    how: () => ({ kind: "radios", label: field.how, options: optionsOf(words.routing) }),
    ordered_until: () => ({ kind: "day", label: field.orderedUntil, hint: field.orderedHint }),
    handler: () => {
      const agency = me.value?.agency.id;
      return { kind: "person", label: field.handler, role: "handler", agency, placeholder: field.handlerPick };
    },
    staff: () => ({ kind: "person", label: field.staff, placeholder: field.handlerPick }),
    days: () => ({ kind: "line", label: field.days, numeric: true, hint: field.daysHint }),
    legal_way: () => choice(field.legalWay, words.legalWay),
    non_acceptance: () => choice(field.nonAcceptance, words.nonAcceptance),
    same_person: () => choice(field.samePerson, words.samePerson),
    return_how: () => choice(field.returnHow, words.returnHow),
    finding: () => choice(field.finding, words.finding),
    delivery_way: () => choice(field.deliveryWay, words.deliveryWay),
    reopen_ground: () => choice(field.reopenGround, words.reopenGround),
    undo_ground: () => choice(field.undoGround, words.undoGround),
    unsealed_as: () => choice(field.unsealedAs, { appeal, suggestion }),
    retention: () => choice(field.retention, words.retention),
    elsewhere: () => number(field.elsewhere),
    again_of: () => {
      const options = closedBefore(petition).map(({ number: value, title }) => ({ value, word: `${value} ${title}` }));
      return { kind: "choice", label: field.againOf, optional: true, options, clearable: true, hint: field.againHint };
    },
    redo_until: () => ({ kind: "day", label: field.redoUntil, hint: field.redoHint }),
    hearing: () => {
      const options = heardIn(petition).map(({ id, title }) => ({ value: id, word: title }));
      const { hearing: label, noHearing: none } = pause;
      return { kind: "choice", label, options, none, hint: options.length === 0 ? none : "" };
    },
    expected_until: () => ({ kind: "day", label: pause.expected, hint: pause.expectedHint }),
    received_on: () => {
      const hint = step === "record_receipt" ? "" : field.receivedHint;
      return { kind: "day", label: field.receivedOn, clearable: true, without: unreceived, hint };
    },
    result: () => ({ kind: "radios", label: field.result, options: optionsOf(resultsOpen(words.result, petition)) }),
    text: () => ({ kind: "text", label: field.opinionText }),
    basis: () => ({ kind: "text", label: field.basis, optional: petition.category === "suggestion", hint: field.basisHint }),
    accepted: () => {
      const options = proofsIn(petition, words.acceptance);
      return { kind: "choice", label: field.accepted, options, filterable: true, hint: field.acceptedHint };
    },
    proof: () => {
      const options = proofsIn(petition, words.withdrawal);
      return { kind: "choice", label: field.proof, options, none: field.noProof, filterable: true, hint: field.proofHint };
    },
  };
}

/** The rows that go with what was chosen so far. */
export function stepRows(dialog: StepDialog, form: StepForm, petition: PetitionDetail, bureaus: readonly AgencyRow[]): StepRow[] {
  const all = looks(dialog, petition, bureaus);
  const fields = (Object.keys(all) as RowField[]).filter((field) => dialog.fields.includes(field) && goesWith(field, form));
  const rows = fields.map((field) => ({ field, ...all[field]() }));
  // Nothing was closed before: there is nothing to raise again.
  return rows.filter(({ field, options }) => field !== "again_of" || options?.length !== 0);
}
