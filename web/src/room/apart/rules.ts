// What to offer whom: the server decides the same (src/domain/rights/talks.rs) and has the last word. Pure.
import { ownSeat, seatOf, type RoomView } from "@/state/room";
import { talkOf } from "@/state/apart";
import type { InterpreterView, ParticipantRole, SeatId, SeatView, Side, StageView, TalkKind, TalkView } from "@/wire";

const PARTIES: ReadonlySet<Side> = new Set(["petitioner", "unit", "company"]);
const HELPERS: ReadonlySet<ParticipantRole> = new Set(["interpreter", "expert", "grid_worker"]);
const DECIDE: ReadonlySet<ParticipantRole> = new Set(["presider", "clerk", "hearing_member", "mediator"]);
const MEDIATION: ReadonlySet<ParticipantRole> = new Set(["presider", "mediator", "clerk"]);
const OPEN: ReadonlySet<StageView["stage"]> = new Set(["check_in", "ready", "paused", "suspended", "minutes_review", "signing"]);

type Window = "open" | "session" | "shut";

export function windowAt(stage: StageView): Window {
  if (stage.stage === "in_session") return stage.phase === "deliberation" ? "open" : "session";
  return OPEN.has(stage.stage) ? "open" : "shut";
}

/** Kinds one may open now. */
export function mayOpen(room: RoomView): TalkKind[] {
  const own = ownSeat(room);
  const window = windowAt(room.stage);
  if (own === null || window === "shut" || talkOf(room.apart, own.id) !== null || own.presence.is !== "seated") return [];
  const { preside: presides } = room.grants; // the presider, or who stands in
  const kinds: TalkKind[] = [];
  if (window === "open" && (presides || DECIDE.has(own.role))) kinds.push("deliberation");
  if (presides || (window === "open" && PARTIES.has(own.side))) kinds.push("consultation");
  if (presides || own.role === "mediator") kinds.push("mediation");
  return kinds;
}

/** Whether who opens such a talk goes in; who presides sends a party to consult, and stays. */
export function enters(room: RoomView, of: TalkKind): boolean {
  return !(of === "consultation" && room.grants.preside);
}

/** Seats that may be asked into such a talk by `people` who are in it or asked already. */
export function guests(room: RoomView, of: TalkKind, people: readonly SeatView[]): SeatView[] {
  const fits = (seat: SeatView) => {
    const helps = HELPERS.has(seat.role);
    const party = PARTIES.has(seat.side);
    switch (of) {
      case "deliberation": return DECIDE.has(seat.role);
      case "mediation": return helps || party || MEDIATION.has(seat.role);
      case "consultation": return helps || (party && people.every((one) => !PARTIES.has(one.side) || one.side === seat.side));
    }
  };
  const known = new Set(people.map((seat) => seat.id));
  return room.seats.filter((seat) => isHere(seat) && seat.id !== room.you && !known.has(seat.id) && fits(seat));
}

/** Whether one may go in: asked, or where one belongs and the door is open. */
export function mayEnter(room: RoomView, talk: TalkView): boolean {
  const own = ownSeat(room);
  if (own === null || windowAt(room.stage) === "shut" || talkOf(room.apart, own.id) !== null) return false;
  if (talk.invited.includes(own.id)) return true;
  if (talk.locked || own.presence.is !== "seated") return false;
  if (talk.of === "deliberation") return DECIDE.has(own.role);
  const sameSide = peopleOf(room, talk).some((seat) => seat.side === own.side);
  return talk.of === "consultation" && windowAt(room.stage) === "open" && PARTIES.has(own.side) && sameSide;
}

export function peopleOf(room: RoomView, talk: TalkView): SeatView[] {
  return room.seats.filter((seat) => talk.members.includes(seat.id) || talk.invited.includes(seat.id));
}

/** Interpreters at the table with a channel of their own; a sign interpreter is seen, not heard. */
export function channels(room: RoomView): InterpreterView[] {
  const atTable = (id: SeatId) => seatOf(room, id)?.presence.is === "seated" && talkOf(room.apart, id) === null;
  const speaks = (one: InterpreterView) => one.languages.some((language) => language !== "sign");
  if (talkOf(room.apart, room.you) !== null) return [];
  return room.apart.interpreters.filter((one) => one.seat !== room.you && atTable(one.seat) && speaks(one));
}

/** What one may choose to hear: interpreters of the same languages relieve each other, so they are one channel. */
export interface Channel {
  readonly seat: SeatId;
  readonly languages: InterpreterView["languages"];
  readonly people: SeatId[];
}

export function channelsByLanguages(room: RoomView): Channel[] {
  const found = new Map<string, Channel>();
  for (const { seat, languages } of channels(room)) {
    const same = [...languages].sort().join();
    const known = found.get(same);
    if (known) known.people.push(seat);
    else found.set(same, { seat, languages, people: [seat] });
  }
  return [...found.values()];
}

function isHere(seat: SeatView): boolean {
  return seat.presence.is === "seated" || seat.presence.is === "waiting";
}
