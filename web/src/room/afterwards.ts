// What a room needs and a call does not wait for: loaded after it, as one piece.
export { Beside } from "./beside/beside";
export { LineMonitor } from "./lineMonitor";
export { followMoves } from "./moved";
export { OwnLine } from "./ownLine";
export { share } from "@/media/screen";
export { Outbox } from "@/state/outbox";
