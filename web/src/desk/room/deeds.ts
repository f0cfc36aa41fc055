// What the presider may do with a seat, by where the person on it is.
import { isLive, sourceOf } from "@/state/room";
import type { ClientMessage, SeatView } from "@/wire";

export type Deed =
  | "admit"
  | "give_floor"
  | "take_floor"
  | "mute_mic"
  | "unmute_mic"
  | "mute_camera"
  | "unmute_camera"
  | "stop_screen"
  | "allow_screen"
  | "dismiss"
  | "remove";

export interface Around {
  /** The presider's own seat. */
  you: string;
  floor: string | null;
}

export function deedsFor(seat: SeatView, { you, floor }: Around): Deed[] {
  const floorDeed: Deed = floor === seat.id ? "take_floor" : "give_floor";
  switch (seat.presence.is) {
    case "waiting":
      return ["admit", "remove"];
    case "dropped":
      return seat.presence.admitted ? ["dismiss", "remove"] : ["admit", "remove"];
    case "seated":
      return seat.id === you ? [floorDeed] : [floorDeed, ...muting(seat), "dismiss", "remove"];
    case "invited":
    case "left":
    case "removed":
      return [];
  }
}

function muting(seat: SeatView): Deed[] {
  const muted = (kind: "microphone" | "camera" | "screen") => sourceOf(seat, kind)?.muted ?? false;
  const screen: Deed[] = muted("screen") ? ["allow_screen"] : isLive(seat, "screen") ? ["stop_screen"] : [];
  return [...screen, muted("microphone") ? "unmute_mic" : "mute_mic", muted("camera") ? "unmute_camera" : "mute_camera"];
}

/** The frame for a deed; `remove` says why. */
export function messageOf(deed: Deed, seat: string, reason = ""): ClientMessage {
  switch (deed) {
    case "admit":
      return { type: "admit", seat };
    case "give_floor":
      return { type: "give_floor", seat };
    case "take_floor":
      return { type: "give_floor", seat: null };
    case "mute_mic":
    case "unmute_mic":
      return { type: "mute", seat, kind: "microphone", muted: deed === "mute_mic" };
    case "mute_camera":
    case "unmute_camera":
      return { type: "mute", seat, kind: "camera", muted: deed === "mute_camera" };
    case "stop_screen":
    case "allow_screen":
      return { type: "mute", seat, kind: "screen", muted: deed === "stop_screen" };
    case "dismiss":
      return { type: "dismiss", seat };
    case "remove":
      return { type: "remove", seat, reason: reason.trim() };
  }
}

/** Who waits to be let in, longest first. */
export function inLobby(seats: readonly SeatView[]): SeatView[] {
  return seats
    .flatMap((seat) => (seat.presence.is === "waiting" ? [{ seat, since: seat.presence.since }] : []))
    .sort((a, b) => a.since - b.since)
    .map(({ seat }) => seat);
}

/** Hands in the order they went up. */
export function handsUp(seats: readonly SeatView[]): SeatView[] {
  const up = seats.filter((seat) => seat.hand !== null && seat.presence.is === "seated");
  return up.sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
}
