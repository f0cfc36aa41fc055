// What of signing is still to be said once the room is closed. Pure.
import type { RoomView } from "@/state/room";

/** It was broken off before this seat had signed: it may still, on paper. */
export function maySignOnPaper(room: RoomView | null): boolean {
  const brokenOff = room !== null && ["adjourned", "in_person"].includes(room.stage.stage);
  const own = room?.readBack?.seats.find((one) => one.seat === room.you);
  return brokenOff && own?.mark === null && !own.absent;
}
