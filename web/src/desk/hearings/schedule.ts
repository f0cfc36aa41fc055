// The form of a new hearing: what it needs, and how it is sent.
import { within } from "@/i18n/typed";
import type { AgendaPhase, HearingKind } from "@/wire";
import type { NewHearing } from "../rest";
import { instantOf } from "../words/clock";
import { besideToSend, isComplete, seatsToSend, type SeatDraft } from "./seats";

export interface ScheduleForm {
  kind: HearingKind;
  title: string;
  day: string;
  from: string;
  to: string;
  agenda: AgendaPhase[];
  seats: SeatDraft[];
  /** The session it goes on with. */
  continues: string | null;
}

export const PHASES: readonly AgendaPhase[] = [
  "opening",
  "statement",
  "response",
  "evidence",
  "questions",
  "mediation",
  "last_statement",
  "deliberation",
  "conclusion",
  "read_back",
];

/** A joint reception's usual course; a formal hearing hears evidence and deliberates too. */
export function usualAgenda(kind: HearingKind): AgendaPhase[] {
  if (kind === "formal_hearing") return PHASES.filter((phase) => phase !== "mediation");
  if (kind === "mediation")
    return ["opening", "statement", "response", "mediation", "conclusion", "read_back"];
  return ["opening", "statement", "response", "questions", "conclusion", "read_back"];
}

/** Moves an item of a list by one place; the ends stay where they are. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const to = at + by;
  const item = next[at];
  const other = next[to];
  if (item === undefined || other === undefined) return next;
  next[at] = other;
  next[to] = item;
  return next;
}

export type ScheduleFault =
  | "title"
  | "time"
  | "past"
  | "agenda"
  | "seats"
  | "incomplete"
  | "presider"
  | "clerk";

export function faultsIn(form: ScheduleForm, now: number): ScheduleFault[] {
  const { starts_at, ends_at } = timesOf(form);
  const has = (role: string) => form.seats.some((seat) => seat.role === role);
  const checks: [ScheduleFault, boolean][] = [
    ["title", within(form.title, 4, 100)],
    ["time", starts_at < ends_at],
    ["past", !(starts_at < now)],
    ["agenda", form.agenda.length > 0],
    ["seats", form.seats.length > 0],
    ["presider", has("presider")],
    ["clerk", has("clerk")],
    ["incomplete", form.seats.every(isComplete)],
  ];
  return checks.filter(([, fine]) => !fine).map(([fault]) => fault);
}

function timesOf(form: ScheduleForm): { starts_at: number; ends_at: number } {
  return { starts_at: instantOf(form.day, form.from), ends_at: instantOf(form.day, form.to) };
}

/** What is sent, seats not filled yet left out: the check can run before the form is complete. */
export function hearingOf(form: ScheduleForm): NewHearing {
  const { kind, title, agenda, continues } = form;
  const seats = form.seats.filter(isComplete);
  return {
    kind,
    title: title.trim(),
    ...timesOf(form),
    agenda,
    seats: seatsToSend(seats),
    beside: besideToSend(seats),
    continues,
  };
}
