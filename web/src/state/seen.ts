// What is seen of a room once one sits in it. Pure; apart from `room.ts`, so that who waits does not load it.
import type { LineWord, SeatId, SeatView, StageView } from "@/wire";
import { isLive, type RoomView } from "./room";

/** The word for a seat's line where it is worth showing to others: it is there, and bad. */
export function badLine(room: RoomView, seat: SeatView): LineWord | null {
  const word = room.lines.get(seat.id)?.word;
  const here = seat.presence.is === "seated" || seat.presence.is === "waiting";
  return here && (word === "poor" || word === "broken") ? word : null;
}

/** The seat in whose picture one is seen: that of who one sits beside, unless the own camera is on. */
export function pictured(seats: readonly SeatView[], seat: SeatView): SeatView {
  const carrier = seat.beside && !isLive(seat, "camera") ? seats.find(({ id }) => id === seat.beside) : undefined;
  return carrier ?? seat;
}

/** Who is here beside a seat, before its camera. */
export function companyOf(seats: readonly SeatView[], { id }: SeatView): SeatView[] {
  return seats.filter((one) => one.beside === id && one.presence.is === "seated");
}

/** The one word for the own line (ADR 12): the worst of what page and relay say, and not good while a picture is held back
 *  for it; `unseen`: the own one is. */
export function ownLine(room: RoomView, page: LineWord, unseen: boolean): LineWord {
  const said = [page, room.lines.get(room.you)?.word, unseen || room.pictures !== "full" ? "fair" : null];
  return (["broken", "poor", "fair"] as const).find((word) => said.includes(word)) ?? "good";
}

/** Who is large on a small screen: a shared screen, the floor, the loudest other seat, the presider. */
export function onStage(room: RoomView, last: SeatId | null): SeatId | null {
  const mine = (seat: SeatView) => seat.id === room.you || seat.beside === room.you;
  const others = room.seats.filter((seat) => !mine(seat) && seat.presence.is === "seated");
  const here = (id: SeatId | null | undefined) => others.some((seat) => seat.id === id);
  const sharing = others.find((seat) => isLive(seat, "screen"));
  if (sharing) return sharing.id;
  if (room.floor !== null && here(room.floor)) return room.floor;
  const loudest = room.speaking.find((id) => here(id));
  if (loudest !== undefined) return loudest;
  if (last !== null && here(last)) return last; // whoever spoke last stays: pictures do not jump in silence
  return (others.find((seat) => seat.role === "presider") ?? others[0])?.id ?? null;
}

/** How long the phase has run, in milliseconds; null when none runs. `serverNow` is the server's clock. */
export function phaseSpent(stage: StageView, serverNow: number): number | null {
  if (stage.phase === null || stage.phase_since === null) return null;
  const standsStill = stage.stage === "paused" || stage.stage === "suspended";
  return Math.max(0, (standsStill ? stage.since : serverNow) - stage.phase_since);
}
