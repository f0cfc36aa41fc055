// The line under the clerk's fingers, and a change of an earlier line, not sent yet: kept in this browser so that a reload,
// or signing that begins, loses no word.
import type { AgendaPhase, SeatId } from "@/wire";
import { readKept, writeKept } from "../parts/kept";

const keyOf = (hearing: string) => `lj.typing.${hearing}`;
const changeKeyOf = (hearing: string) => `lj.change.${hearing}`;

/** A line that is being mended: one at a time. */
export interface Change {
  readonly entry: string;
  /** The revision that was read. */
  readonly base: number;
  readonly text: string;
  readonly speaker: SeatId | null;
  readonly phase: AgendaPhase;
}

export function typedBefore(hearing: string): string {
  try {
    return localStorage.getItem(keyOf(hearing)) ?? "";
  } catch {
    return "";
  }
}

export function keepTyping(hearing: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(hearing));
    else localStorage.setItem(keyOf(hearing), text);
  } catch {
    // Storage is off: the field itself still holds it.
  }
}

export function changeBefore(hearing: string): Change | null {
  const kept = readKept(localStorage, changeKeyOf(hearing)) as Partial<Change> | null;
  return typeof kept?.entry === "string" && typeof kept.text === "string" ? (kept as Change) : null;
}

export function keepChange(hearing: string, change: Change | null): void {
  writeKept(localStorage, changeKeyOf(hearing), change);
}
