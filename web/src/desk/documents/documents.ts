// What a document's form asks for, and when it is complete.
import type { DocumentKind, DocumentRequest, DocumentView, PossibleDocument } from "../rest";

export interface DocumentForm {
  kind: DocumentKind;
  text: string;
  delivers: string;
  corrects: string;
}

/** Documents that another one stands in for. */
export function correctedOnes(issued: readonly DocumentView[]): Set<string> {
  return new Set(issued.flatMap((document) => (document.corrects === null ? [] : [document.corrects])));
}

/** What a receipt may be for: every document but receipts. */
export function deliverable(issued: readonly DocumentView[]): DocumentView[] {
  return issued.filter((document) => document.kind !== "delivery");
}

/** What a document of `kind` may correct: those of its kind that stand uncorrected. */
export function correctable(issued: readonly DocumentView[], kind: DocumentKind): DocumentView[] {
  const gone = correctedOnes(issued);
  return issued.filter((document) => document.kind === kind && !gone.has(document.id));
}

/** Whether the form has what its kind needs. */
export function isComplete(form: DocumentForm, chosen: PossibleDocument | undefined): boolean {
  if (chosen === undefined) return false;
  if (chosen.needs_text && form.text.trim() === "") return false;
  return form.kind !== "delivery" || form.delivers !== "";
}

export function requestOf(form: DocumentForm): DocumentRequest {
  return {
    kind: form.kind,
    text: form.text.trim() || null,
    delivers: form.kind === "delivery" ? form.delivers || null : null,
    corrects: form.corrects || null,
  };
}
