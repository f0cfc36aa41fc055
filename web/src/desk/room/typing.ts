// The line under the clerk's fingers, and a change of an earlier line, not sent yet: kept in this browser so that a reload,
// or signing that begins, loses no word. Each seat's own: who sits down at the same computer for another finds nothing of it.
import type { AgendaPhase, SeatId } from "@/wire";
import { readKept, writeKept } from "../parts/kept";

/** Whose it is. */
export interface Writer {
  readonly hearing: string;
  readonly seat: SeatId;
}

const keyOf = ({ hearing, seat }: Writer) => `lj.typing.${hearing}.${seat}`;
const changeKeyOf = ({ hearing, seat }: Writer) => `lj.change.${hearing}.${seat}`;

/** A line that is being mended: one at a time. */
export interface Change {
  readonly entry: string;
  /** The revision that was read. */
  readonly base: number;
  readonly text: string;
  readonly speaker: SeatId | null;
  readonly phase: AgendaPhase;
}

export function typedBefore(of: Writer): string {
  try {
    return localStorage.getItem(keyOf(of)) ?? "";
  } catch {
    return "";
  }
}

export function keepTyping(of: Writer, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(of));
    else localStorage.setItem(keyOf(of), text);
  } catch {
    // Storage is off: the field itself still holds it.
  }
}

export function changeBefore(of: Writer): Change | null {
  const kept = readKept(localStorage, changeKeyOf(of)) as Partial<Change> | null;
  return typeof kept?.entry === "string" && typeof kept.text === "string" ? (kept as Change) : null;
}

export function keepChange(of: Writer, change: Change | null): void {
  writeKept(localStorage, changeKeyOf(of), change);
}
