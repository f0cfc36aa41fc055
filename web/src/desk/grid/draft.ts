// A report being written on the round: kept on the phone until the server has it.
import { within } from "@/i18n/typed";
import { readKept, writeKept, writeText } from "@/state/kept";
import type { GridReportRequest } from "../rest";

export interface Draft {
  id: string;
  place: string;
  spot: string;
  class: GridReportRequest["class"];
  text: string;
  name: string;
  phone: string;
}

/** A phone is handed on: what one person wrote is not shown to the next who signs in. */
const keyOf = (person: string) => `lianjie-grid-draft.${person}`;

/** An earlier release kept one draft for all who hold the phone, with the resident's name in it: it is shown to nobody any more. */
export function forgetOldDraft(storage: Pick<Storage, "setItem" | "removeItem">): void {
  writeText(storage, "lianjie-grid-draft", "");
}

/** As many as a report has. */
export const MOST_PHOTOS = 6;

export function emptyDraft(id: string, place: string): Draft {
  return { id, place, spot: "", class: "other", text: "", name: "", phone: "" };
}

/** What the person has not sent yet; nothing when it cannot be read. */
export function keptDraft(storage: Pick<Storage, "getItem">, person: string): Draft | null {
  const kept = readKept(storage, keyOf(person)) as Draft | null;
  return typeof kept?.id === "string" && typeof kept.text === "string" ? kept : null;
}

/** Whatever was typed first, until the server has it. */
export function keepDraft(storage: Pick<Storage, "setItem" | "removeItem">, person: string, draft: Draft | null): void {
  const typed = draft !== null && [draft.spot, draft.text, draft.name, draft.phone].some((text) => text !== "");
  writeKept(storage, keyOf(person), typed ? draft : null);
}

/** The first thing that is missing, by the name of its field. */
export function missing(draft: Draft): "place" | "text" | "phone" | "name" | null {
  if (draft.place === "") return "place";
  if (!within(draft.text, 5, 2000)) return "text";
  if (draft.name.trim() !== "" && draft.phone.trim().length < 5) return "phone";
  if (draft.phone.trim() !== "" && draft.name.trim() === "") return "name";
  return null;
}

export function requestOf(draft: Draft): GridReportRequest {
  const { id, place, spot, text } = draft;
  const resident = draft.name.trim() === "" ? null : { name: draft.name, phone: draft.phone };
  return { id, place, spot, class: draft.class, text, resident };
}
