// The skeleton of the minutes: which of its lines are missing in a phase, and which line is to be written up next.
import { phaseOf, struckOf, textOf } from "../minutes/sections";
import type { Line } from "@/state/drafts";
import type { HearingTemplate } from "../rest";
import type { AgendaPhase } from "@/wire";
import { BLANK } from "./blanks";

export type SkeletonLine = HearingTemplate["phases"][number]["lines"][number];

/** Lines of a phase that nobody has put in; known by the entry that each becomes, whatever was made of it since. */
export function missing(template: HearingTemplate, phase: AgendaPhase, lines: readonly Line[]): SkeletonLine[] {
  const there = new Set(lines.map((line) => line.id));
  const own = template.phases.find((one) => one.phase === phase)?.lines ?? [];
  return own.filter((line) => !there.has(line.entry));
}

/** The line of a phase that is to be written up next after one; from the top again behind the last. */
export function nextBlank(lines: readonly Line[], phase: AgendaPhase, after: string | null): Line | null {
  const blank = lines.filter((line) => phaseOf(line) === phase && struckOf(line) === null && textOf(line).includes(BLANK));
  const order = lines.map((line) => line.id);
  const from = after === null ? -1 : order.indexOf(after);
  return blank.find((line) => order.indexOf(line.id) > from) ?? blank.find((line) => line.id !== after) ?? null;
}

/** Where the first blank of a text stands, to be typed over; its end where there is none. */
export function blankIn(text: string): [from: number, to: number] {
  return blankAfter(text, 0) ?? [text.length, text.length];
}

/** Where the first blank from a place on stands, if there is one. */
export function blankAfter(text: string, place: number): [from: number, to: number] | null {
  const from = text.indexOf(BLANK, place);
  return from < 0 ? null : [from, from + BLANK.length];
}
