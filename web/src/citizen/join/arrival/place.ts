// Where one stands in the line of those who wait to be let in. Pure.
import type { SeatId, SeatView } from "@/wire";

/** How many came before; null while one does not wait. */
export function placeInLine(seats: readonly SeatView[], own: SeatId): number | null {
  const since = (seat: SeatView) => (seat.presence.is === "waiting" ? seat.presence.since : null);
  const mine = seats.find((seat) => seat.id === own);
  const from = mine ? since(mine) : null;
  if (from === null) return null;
  return seats.filter((seat) => seat.id !== own && (since(seat) ?? Infinity) < from).length;
}
