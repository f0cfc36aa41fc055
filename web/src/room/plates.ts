// What stands on a seat's plate at the table.
import { seatOf, type RoomView } from "@/state/room";
import type { SeatId } from "@/wire";

export const plate = (seat: { label: string; name: string }): string => [seat.label, seat.name].filter(Boolean).join(" ");

/** None where no such seat is known. */
export function plateOf(room: RoomView, id: SeatId): string {
  const seat = seatOf(room, id);
  return seat ? plate(seat) : "";
}
