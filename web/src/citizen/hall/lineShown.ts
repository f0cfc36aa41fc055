// Which line of the minutes a room's wall shows. Pure.
import { readLine } from "@/room/papers/rules";
import type { RoomView } from "@/state/room";
import type { EntryView } from "@/wire";

export interface LineShown {
  readonly entry: EntryView;
  readonly aloud: boolean;
}

/** The line that is read aloud, else the newest that stands; none while nothing is written. */
export function lineShown(room: RoomView): LineShown | null {
  const aloud = readLine(room);
  const entry = aloud ?? room.minutes.filter((line) => !line.struck).pop();
  return entry ? { entry, aloud: aloud !== null } : null;
}
