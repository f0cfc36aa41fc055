// What is taken, cut into days; free slots, gathered by day.
import { isoDay } from "@/i18n/dates";
import type { FreeSlot, TakenSpan } from "../before";

/** What begins on a day, or still goes on when it begins. */
export function ofDay(taken: readonly TakenSpan[], day: string): TakenSpan[] {
  return taken.filter((span) => isoDay(span.starts_at) <= day && day <= isoDay(span.ends_at - 1));
}

export interface SpanText {
  reception: (place: string) => string;
  other: (number: string) => string;
}

/** The title of a hearing one may see, else its number; a reception day by its place. */
export function spanWords(span: TakenSpan, text: SpanText): string {
  if (span.number === null) return text.reception(span.place ?? "");
  return span.title ?? text.other(span.number);
}

export function byDay(slots: readonly FreeSlot[]): [day: string, slots: FreeSlot[]][] {
  const days = new Map<string, FreeSlot[]>();
  for (const slot of slots) {
    const day = isoDay(slot.starts_at);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}
