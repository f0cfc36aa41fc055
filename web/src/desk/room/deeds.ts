// What the presider may do with a seat, by where the person on it is.
import { isLive, sourceOf } from "@/state/room";
import type { ClientMessage, PresidingView, SeatView } from "@/wire";

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
  | "spotlight"
  | "unspotlight"
  | "conduct";

export interface Around {
  /** The presider's own seat. */
  you: string;
  floor: string | null;
  presiding: PresidingView | null;
}

export function deedsFor(seat: SeatView, { you, floor, presiding }: Around): Deed[] {
  const shown: Deed = presiding?.spotlight === seat.id ? "unspotlight" : "spotlight";
  const floorDeed: Deed = floor === seat.id ? "take_floor" : "give_floor";
  switch (seat.presence.is) {
    case "waiting":
      return ["admit", "conduct"];
    case "dropped":
      return seat.presence.admitted ? ["dismiss", "conduct"] : ["admit", "conduct"];
    case "seated":
      return seat.id === you ? [floorDeed, shown] : [floorDeed, shown, ...muting(seat), "dismiss", "conduct"];
    case "invited":
    case "left":
    case "removed":
    case "withdrawn":
      return [];
  }
}

function muting(seat: SeatView): Deed[] {
  const muted = (kind: "microphone" | "camera" | "screen") => sourceOf(seat, kind)?.muted ?? false;
  const screen: Deed[] = muted("screen") ? ["allow_screen"] : isLive(seat, "screen") ? ["stop_screen"] : [];
  return [...screen, muted("microphone") ? "unmute_mic" : "mute_mic", muted("camera") ? "unmute_camera" : "mute_camera"];
}

/** The frame for a deed. A word about conduct is asked for first. */
export function messageOf(deed: Exclude<Deed, "conduct">, seat: string): ClientMessage {
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
    case "spotlight":
      return { type: "preside", deed: { kind: "show", layout: "speaker", spotlight: seat } };
    case "unspotlight":
      return { type: "preside", deed: { kind: "show", layout: "speaker", spotlight: null } };
  }
}

/** Who waits to be let in, longest first; witnesses are called, not let in. */
export function inLobby(seats: readonly SeatView[]): SeatView[] {
  return seats
    .flatMap((seat) => (seat.presence.is === "waiting" && seat.role !== "witness" ? [{ seat, since: seat.presence.since }] : []))
    .sort((a, b) => a.since - b.since)
    .map(({ seat }) => seat);
}

/** Hands in the order they went up. */
export function handsUp(seats: readonly SeatView[]): SeatView[] {
  const up = seats.filter((seat) => seat.hand !== null && seat.presence.is === "seated");
  return up.sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
}
