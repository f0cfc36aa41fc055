// What a document's form asks for, and when it is complete.
import type { DocumentKind, DocumentList, DocumentRequest, DocumentView, HearingPaper, PossibleDocument } from "../rest";

export interface DocumentForm {
  kind: DocumentKind;
  text: string;
  delivers: string;
  corrects: string;
  /** Of the papers of a hearing: which hearing. */
  hearing: string;
}

/** Papers of hearings that lack nothing. */
export function ready(list: DocumentList): HearingPaper[] {
  return list.of_hearings.filter((paper) => paper.lacks == null);
}

/** What can be made now, papers of hearings among it; each kind once. */
export function makeable(list: DocumentList): PossibleDocument[] {
  const papers = new Map(ready(list).map((paper) => [paper.kind, paper]));
  return [...list.possible, ...[...papers.values()].map(({ kind, article }) => ({ kind, article, needs_text: false }))];
}

/** The hearings that a paper of `kind` can be made of; none for documents of the petition. */
export function hearingsFor(list: DocumentList, kind: DocumentKind): string[] {
  return ready(list).flatMap((paper) => (paper.kind === kind ? [paper.hearing] : []));
}

/** Documents that another one stands in for. */
export function correctedOnes(issued: readonly DocumentView[]): Set<string> {
  return new Set(issued.flatMap((document) => (document.corrects === null ? [] : [document.corrects])));
}

/** What a receipt may be for: every document but receipts. */
export function deliverable(issued: readonly DocumentView[]): DocumentView[] {
  return issued.filter((document) => document.kind !== "delivery");
}

/** What a document may correct: those of its kind, and of its hearing, that stand uncorrected. */
export function correctable(
  issued: readonly DocumentView[],
  { kind, hearing }: Pick<DocumentForm, "kind" | "hearing">,
): DocumentView[] {
  const gone = correctedOnes(issued);
  const same = (one: DocumentView) => one.kind === kind && (one.hearing ?? "") === hearing;
  return issued.filter((document) => same(document) && !gone.has(document.id));
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
    hearing: form.hearing || null,
  };
}
