// The line under the clerk's fingers, and a change of an earlier line, not sent yet: kept in this browser so that a reload,
// or signing that begins, loses no word. Each seat's own: who sits down at the same computer for another finds nothing of it.
import type { AgendaPhase, SeatId } from "@/wire";
import { ofBrowser, readKept, readText, writeKept, writeText } from "@/state/kept";

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
  return readText(ofBrowser(), keyOf(of));
}

export function keepTyping(of: Writer, text: string): void {
  writeText(ofBrowser(), keyOf(of), text);
}

export function changeBefore(of: Writer): Change | null {
  const kept = readKept(ofBrowser(), changeKeyOf(of)) as Partial<Change> | null;
  return typeof kept?.entry === "string" && typeof kept.text === "string" ? (kept as Change) : null;
}

export function keepChange(of: Writer, change: Change | null): void {
  writeKept(ofBrowser(), changeKeyOf(of), change);
}
