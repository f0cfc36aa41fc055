// What may be put to people beside the minutes, and what waits for whose word. Pure.
import { within } from "@/i18n/typed";
import { isClosed, ownSeat, seatOf, type RoomView } from "@/state/room";
import type { AgendaPhase, EntryProposalView, EntryView, ItemProposalView, SeatId, SeatView } from "@/wire";

/** Something may be proposed, answered and signed: the session goes on or its minutes are gone through. */
export function isOpen(room: RoomView): boolean {
  return ["in_session", "paused", "minutes_review", "signing"].includes(room.stage.stage);
}

/** In which phase a line is written. Outside the session: before it is the opening, in review the reading back. */
export function writtenIn({ stage }: RoomView): AgendaPhase {
  return stage.phase ?? (stage.stage === "minutes_review" ? "read_back" : "opening");
}

/** Presider and clerk: put items and agreements to people, answer lines. */
export function keepsMinutes(room: RoomView): boolean {
  return ["presider", "clerk"].includes(ownSeat(room)?.role ?? "");
}

/** Both sides, the company and interpreters; who keeps the minutes writes them. */
export function proposesLines(room: RoomView): boolean {
  const own = ownSeat(room);
  return own !== null && (own.role === "interpreter" || ["petitioner", "unit", "company"].includes(own.side));
}

/** As long as lines are written, and to who sits at the table: not while people sign, and before the session as after a breakdown. */
export function takesLines(room: RoomView): boolean {
  const written = ["check_in", "ready", "countdown", "in_session", "paused", "suspended", "minutes_review"].includes(room.stage.stage);
  return written && proposesLines(room) && ownSeat(room)?.presence.is === "seated";
}

export function mayAnswer(room: RoomView, item: ItemProposalView): boolean {
  return isOpen(room) && item.seats.includes(room.you) && item.answer.is !== "accepted";
}

/** The agreement that stands is to be signed by this seat, and was neither signed nor refused. */
export function agreementWaits(room: RoomView): boolean {
  const own = room.papers?.agreement?.seats.find((one) => one.seat === room.you);
  return isOpen(room) && own?.mark === null;
}

export function openLines(room: RoomView): EntryProposalView[] {
  return room.papers?.entries.filter((entry) => entry.returned === null) ?? [];
}

/** How much waits for a word of this seat. */
export function waiting(room: RoomView): number {
  const items = room.papers?.items.filter((item) => item.answer.is === "open" && mayAnswer(room, item)).length ?? 0;
  return Number(agreementWaits(room)) + items + (keepsMinutes(room) ? openLines(room).length : 0);
}

/** The line of the minutes that is being read aloud. */
export function readLine(room: RoomView): EntryView | null {
  const reading = room.papers?.reading ?? null;
  return reading === null ? null : (room.minutes.find((entry) => entry.id === reading) ?? null);
}

/** The next line to read, or the one before; from nowhere the first, or the last. */
export function stepLine(minutes: readonly EntryView[], reading: string | null, by: 1 | -1): string | null {
  const at = minutes.findIndex((entry) => entry.id === reading);
  const to = at === -1 ? (by === 1 ? 0 : minutes.length - 1) : Math.min(Math.max(at + by, 0), minutes.length - 1);
  return minutes[to]?.id ?? null;
}

export interface ItemDraft {
  seat: string;
  content: string;
  deadline: string;
  entry: string;
}

export type ItemFault = "seat" | "content" | "deadline" | "entry";

export function itemFault(draft: ItemDraft, today: string): ItemFault | null {
  if (draft.seat === "") return "seat";
  if (!within(draft.content, 2, 1000)) return "content";
  if (draft.deadline <= today) return "deadline";
  return draft.entry === "" ? "entry" : null;
}

export interface AgreementForm {
  terms: string;
  parties: SeatId[];
}

export type AgreementFault = "terms" | "parties";

/** 10 to 5,000 characters between seats on two sides. */
export function agreementFault(room: RoomView, form: AgreementForm): AgreementFault | null {
  if (!within(form.terms, 10, 5000)) return "terms";
  const sides = new Set(form.parties.map((party) => seatOf(room, party)?.side));
  return sides.size < 2 ? "parties" : null;
}

const TERMS = "\n协议内容：\n";

/** The terms of an agreement that was frozen: what people wrote is indented there. */
export function termsOf(frozen: string): string {
  const at = frozen.indexOf(TERMS);
  const lines = at < 0 ? [] : frozen.slice(at + TERMS.length).split("\n");
  const end = lines.findIndex((line) => !line.startsWith("  "));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(2)).join("\n");
}

/** Agencies that can be asked for something. */
export function agencySeats(room: RoomView): SeatView[] {
  return room.seats.filter((seat) => seat.role === "agency_rep" && !isClosed(seat));
}

/** No witness is a party; who only attends is none. */
export function possibleParties(room: RoomView): SeatView[] {
  return room.seats.filter((seat) => seat.side !== "observer" && seat.role !== "witness" && !isClosed(seat));
}
