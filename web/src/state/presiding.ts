// Presiding as a page shows it: what is left of whose time, who is shown large. Pure.
import type { Layout, MeasureView, PresidingView, SeatId, SeatView, Side } from "@/wire";
import { isNear, signs } from "./apart";
import { isClosed, isLive, type RoomView, sourceOf } from "./room";

/** A side is warned when so much of its time is left, in milliseconds. */
export const WARN_AT = 30_000;

export interface SideClock {
  readonly side: Side;
  /** Milliseconds; null is no limit. */
  readonly allotted: number | null;
  /** Milliseconds, below nothing once the time is used up; null without a limit. */
  readonly left: number | null;
  /** Milliseconds, with what runs now. */
  readonly spent: number;
  /** It is this side's turn, also while its time stands still. */
  readonly turn: boolean;
  readonly is: "calm" | "warns" | "over";
}

/** The clocks of the phase that is on, in the order the server has. `now` is the server's clock. */
export function sideClocks(room: RoomView, now: number): SideClock[] {
  const { phase } = room.stage;
  const presiding = room.presiding;
  if (presiding === null || phase === null) return [];
  return presiding.times.filter((time) => time.phase === phase).map(({ side, allotted, spent }) => {
    const turn = presiding.turn?.side === side;
    const since = turn ? presiding.turn?.since : null;
    const used = spent + (since == null ? 0 : Math.max(0, now - since));
    const left = allotted === null ? null : allotted - used;
    return { side, allotted, left, spent: used, turn, is: word(turn, left) };
  });
}

function word(turn: boolean, left: number | null): SideClock["is"] {
  if (left === null || left > WARN_AT) return "calm";
  if (left <= 0) return "over";
  return turn ? "warns" : "calm";
}

/** Milliseconds planned for the phase that is on; null where nothing is. */
export function plannedNow(room: RoomView): number | null {
  const minutes = room.presiding?.agenda.find((one) => one.phase === room.stage.phase)?.minutes;
  return minutes == null ? null : minutes * 60_000;
}

/** Seconds until the session is suspended for who is missing; null while nobody is, or nothing runs. */
export function suspendsIn(presiding: PresidingView | null, now: number): number | null {
  return presiding?.suspends_at == null ? null : Math.max(0, Math.ceil((presiding.suspends_at - now) / 1000));
}

/** Somebody else presides in the presider's place. */
export function standsIn(room: RoomView): SeatView | null {
  const seat = room.seats.find(({ id }) => id === room.presiding?.presider);
  return seat !== undefined && seat.role !== "presider" ? seat : null;
}

/** Whether the lock, and nothing else, keeps the own microphone from being heard. */
export function isLockedOut(room: RoomView): boolean {
  return room.presiding?.microphones_locked === true && room.stage.stage === "in_session" && !room.grants.speak && room.grants.attend;
}

/** Muted by the presider, and given the floor: one's own to undo. */
export function mayUnmuteItself(room: RoomView): boolean {
  const own = room.seats.find(({ id }) => id === room.you);
  // Also for who sits beside, and speaks into it.
  const speaks = room.seats.some(({ id, beside }) => id === room.floor && (id === room.you || beside === room.you));
  return own !== undefined && speaks && sourceOf(own, "microphone")?.muted === true;
}

/** What was said to one seat. */
export function measuresOf(presiding: PresidingView | null, seat: SeatId): MeasureView[] {
  return presiding?.measures.filter((measure) => measure.seat === seat) ?? [];
}

const seated = (seat: SeatView) => seat.presence.is === "seated";

/** Lowest level of government first: the office at the petitioner's side. */
const LEVELS = ["grid", "village", "township", "county", "city", "province"];

/** 三方同屏: who presides, the petitioner (who speaks of them, before all), and the office at their side. */
export function threeOf(room: RoomView): SeatId[] {
  const here = room.seats.filter(seated);
  const presider = here.find(({ id }) => id === room.presiding?.presider) ?? here.find(({ role }) => role === "presider");
  const petitioners = here.filter(({ side }) => side === "petitioner");
  const speaks = (seat: SeatView) => seat.id === room.floor || room.speaking.includes(seat.id);
  const petitioner = petitioners.find(speaks) ?? petitioners[0];
  const offices = here.filter(({ side, role, id }) => (side === "unit" || role === "grid_worker") && id !== presider?.id);
  const byLevel = (seat: SeatView) => (seat.role === "grid_worker" ? -1 : LEVELS.indexOf(seat.level ?? "province"));
  const local = [...offices].sort((a, b) => byLevel(a) - byLevel(b))[0];
  return [petitioner, presider, local].flatMap((seat) => (seat ? [seat.id] : []));
}

/**
 * Who is large, and in which order. `pinned` is for this page alone and goes before everything; a shared screen goes before
 * what the presider shows.
 */
export function largeSeats(room: RoomView, layout: Layout, pinned: SeatId | null, onStage: SeatId | null): SeatId[] {
  const known = (id: SeatId | null | undefined): id is SeatId => id != null && room.seats.some((seat) => seat.id === id);
  if (known(pinned)) return [pinned];
  const sharing = room.seats.find((seat) => seat.id !== room.you && isLive(seat, "screen") && isNear(room.apart, room.you, seat.id));
  if (sharing) return [sharing.id];
  if (layout === "grid") {
    const shown = room.seats.filter((seat) => !isClosed(seat) && (seat.mandatory || seat.presence.is !== "invited"));
    // Whoever reads hands finds them first, where the grid keeps them in sight.
    const first = (seat: SeatView) => Number(signs(room.apart, seat.id));
    return shown.sort((a, b) => first(b) - first(a)).map(({ id }) => id);
  }
  if (layout === "three") {
    const three = threeOf(room);
    if (three.length > 1) return three;
  }
  const spotlight = room.presiding?.spotlight;
  if (known(spotlight) && spotlight !== room.you && room.seats.some((seat) => seat.id === spotlight && seated(seat))) return [spotlight];
  return known(onStage) ? [onStage] : [];
}
