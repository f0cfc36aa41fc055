// Corrections that were asked for, and what was answered. Pure.
import type { EntryView, ReadBackView, SeatId } from "@/wire";

type Corrections = Pick<ReadBackView, "corrections">["corrections"];

export function unanswered(corrections: Corrections): Corrections {
  return corrections.filter((one) => one.answer == null);
}

export function askedBy(corrections: Corrections, seat: SeatId): Corrections {
  return corrections.filter((one) => one.seat === seat);
}

/** The number of the line a correction was taken in, or is about; null where it is about none that is known. */
export function numberOf(minutes: readonly EntryView[], entry: string | null): number | null {
  return minutes.find((one) => one.id === entry)?.number ?? null;
}
