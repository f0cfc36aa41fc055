// What a room needs and a call does not wait for: loaded after it, as one piece.
import { keepChoices } from "./apart/choices";
import { keepTalksPrivate } from "./apart/cutOff";
import type { HearingRoom } from "./hearing";
import { followMoves } from "./moved";

export { Beside } from "./beside/beside";
export { LineMonitor } from "./lineMonitor";
export { OwnLine } from "./ownLine";
export { share } from "@/media/screen";
export { Outbox } from "@/state/outbox";

/** What the page does by itself when the server says where the seat is. `kept` names what this tab keeps of it. */
export function follow(hearing: Pick<HearingRoom, "room" | "wants" | "devices" | "leave" | "request">, kept: string): void {
  followMoves(hearing.room, () => hearing.leave());
  keepTalksPrivate(hearing, kept);
  keepChoices(hearing.room, hearing.request);
}
