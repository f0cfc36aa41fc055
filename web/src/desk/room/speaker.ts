// Whom the clerk's next line is put down to: by key, or who is speaking now.
import type { SeatView, Side } from "@/wire";

const ORDER: readonly Side[] = ["panel", "petitioner", "unit", "company", "observer"];

/** Seats in the order of their keys. It depends on nothing that changes: a key learnt stays. */
export function speakerOrder(seats: readonly SeatView[]): SeatView[] {
  const place = (seat: SeatView) => (seat.role === "clerk" ? ORDER.length : ORDER.indexOf(seat.side));
  return [...seats].sort((a, b) => place(a) - place(b));
}

/** What Alt+digit asks for: a seat, nobody (`null`), or nothing of ours (`undefined`). */
export function speakerOfKey(
  event: Pick<KeyboardEvent, "code" | "altKey" | "ctrlKey" | "metaKey">,
  seats: readonly SeatView[],
): string | null | undefined {
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  // The code, not the character: Alt+1 writes ¡ on some keyboards.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit === undefined) return undefined;
  if (digit === "0") return null;
  return speakerOrder(seats)[Number(digit) - 1]?.id;
}

/** Who is speaking now, as far as the minutes are concerned: the loudest who is not writing them. With the floor it is who sits
 *  beside, before the same microphone. */
export function speakerNow(
  { speaking, floor, you, seats }: { speaking: readonly string[]; floor: string | null; you: string; seats: readonly SeatView[] },
): string | null {
  const loudest = speaking.find((seat) => seat !== you) ?? floor;
  const holder = seats.find(({ id }) => id === floor);
  return holder?.beside && holder.beside === loudest ? holder.id : loudest;
}
