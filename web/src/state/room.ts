// What a page knows of its hearing, and how each message of the server changes it. Pure.
import type {
  ApartView, EntryView, Grants, HearingView, PapersView, Pictures, PresidingView, ReadBackView, SeatId, SeatLine, SeatView, ServerMessage, Slot, SlotBudget, SourceKind, SourceView, StageView,
} from "@/wire";
import { checkedIn, type CheckIn } from "./checkIn";
import { withPapers } from "./papers";

export interface RoomView {
  readonly hearing: HearingView;
  readonly you: SeatId;
  readonly grants: Grants;
  readonly seats: readonly SeatView[];
  readonly stage: StageView;
  readonly floor: SeatId | null;
  /** Loudest first. */
  readonly speaking: readonly SeatId[];
  /** By number, without gaps. */
  readonly minutes: readonly EntryView[];
  /** The version of the minutes that stands, once they were frozen. */
  readonly readBack: ReadBackView | null;
  /** Private talks, witnesses, interpreters. */
  readonly apart: ApartView;
  /** Follows every welcome. */
  readonly presiding: PresidingView | null;
  /** Agreement, action items, proposed lines; nothing before the server told of any. */
  readonly papers?: PapersView;
  readonly slots: readonly Slot[];
  readonly slotBudget: SlotBudget;
  /** How the seats' lines fare, as far as the server said. */
  readonly lines: ReadonlyMap<SeatId, SeatLine>;
  readonly checkIn: CheckIn;
  /** What the own line carries of the pictures it is shown. */
  readonly pictures: Pictures;
  /** Server clock minus own clock, in milliseconds. */
  readonly clockAhead: number;
}

/** Nobody is apart as far as the page knows: who is, is told after a welcome. */
export const UNTOLD: ApartView = { talks: [], witnesses: [], interpreters: [] };

type Welcome = Extract<ServerMessage, { type: "welcome" }>;

/** Answers and signs of life are the socket's business, `wanted` the media's; the rest is kept beside the room. */
type Elsewhere = { type: "wanted" | "done" | "refused" | "answer" | "beat" | "bye" | "exhibit" | "chat" };

/** `now` is the own clock. Before the first `welcome` nothing is known and nothing else counts. */
export function apply(room: RoomView | null, message: ServerMessage, now: number): RoomView | null {
  if (message.type === "welcome") return welcome(message, room, now);
  return room === null ? null : change(room, message);
}

function change(room: RoomView, message: Exclude<ServerMessage, Welcome>): RoomView {
  switch (message.type) {
    case "seat": return { ...room, seats: withSeat(room.seats, message.seat) };
    case "stage": return { ...room, stage: message.stage };
    case "grants": return { ...room, grants: message.grants };
    case "floor": return { ...room, floor: message.seat };
    case "speaking": return { ...room, speaking: message.seats };
    case "slots": return { ...room, slots: message.slots };
    case "entry": return { ...room, minutes: withEntry(room.minutes, message.entry) };
    case "minutes": return { ...room, minutes: message.minutes };
    case "quality": return { ...room, lines: new Map([...room.lines, ...message.seats.map((line) => [line.seat, line] as const)]) };
    case "read_back": return { ...room, readBack: { ...room.readBack, ...message.read_back } };
    case "check_in": return { ...room, checkIn: checkedIn(room.checkIn, message.news) };
    case "apart": return { ...room, apart: message.apart };
    case "presiding": return presided(room, message.presiding);
    case "papers": return { ...room, papers: withPapers(room.papers, message.papers) };
    case "line": return { ...room, pictures: message.pictures };
    default:
      void (message satisfies Elsewhere); // a new kind of message has to be placed here or there
      return room;
  }
}

/** The agenda may change in session; it comes with what presiding is now. */
function presided(room: RoomView, presiding: PresidingView): RoomView {
  const agenda = presiding.agenda.map((one) => one.phase);
  return { ...room, presiding, hearing: { ...room.hearing, agenda } };
}

function welcome(message: Welcome, before: RoomView | null, now: number): RoomView {
  return {
    hearing: message.hearing,
    you: message.you,
    grants: message.grants,
    seats: message.seats,
    stage: message.stage,
    floor: message.floor,
    speaking: [],
    minutes: [...message.minutes].sort((a, b) => a.number - b.number),
    readBack: message.read_back,
    apart: UNTOLD,
    presiding: null,
    // A kept peer connection keeps its sections until the server says otherwise.
    slots: message.peer_alive && before !== null ? before.slots : [],
    slotBudget: message.slots,
    lines: new Map(),
    checkIn: { seats: {} },
    pictures: message.peer_alive && before !== null ? before.pictures : "full",
    clockAhead: message.now - now,
  };
}

function withSeat(seats: readonly SeatView[], seat: SeatView): SeatView[] {
  const known = seats.some((s) => s.id === seat.id);
  return known ? seats.map((s) => (s.id === seat.id ? seat : s)) : [...seats, seat];
}

/** An older revision that arrives late does not undo a newer one. */
function withEntry(minutes: readonly EntryView[], entry: EntryView): EntryView[] {
  const known = minutes.find((e) => e.id === entry.id);
  if (known === undefined) return [...minutes, entry].sort((a, b) => a.number - b.number);
  return entry.revision < known.revision
    ? [...minutes]
    : minutes.map((e) => (e.id === entry.id ? entry : e));
}

export function seatOf(room: RoomView, id: SeatId | null): SeatView | null {
  return room.seats.find((seat) => seat.id === id) ?? null;
}

export function ownSeat(room: RoomView): SeatView | null {
  return seatOf(room, room.you);
}

/** A version of the minutes is read, or signed. */
export function isReadBack({ stage, readBack }: RoomView): boolean {
  return readBack !== null && ["minutes_review", "signing"].includes(stage.stage);
}

/** The own seat is among those that are asked for their word on it: who hung up gives it from outside. */
export function owesWord(room: RoomView): boolean {
  return isReadBack(room) && room.readBack?.seats.some((one) => one.seat === room.you) === true;
}

/** Nobody comes to this seat any more: removed for conduct, or withdrawn. What it said keeps its plate. */
export function isClosed({ presence }: SeatView): boolean {
  return presence.is === "removed" || presence.is === "withdrawn";
}

export function sourceOf(seat: SeatView, kind: SourceKind): SourceView | null {
  return seat.sources.find((source) => source.kind === kind) ?? null;
}

/** Whether a source of the seat can be heard or seen by others now. */
export function isLive(seat: SeatView, kind: SourceKind): boolean {
  const source = sourceOf(seat, kind);
  return seat.presence.is === "seated" && source !== null && source.on && !source.muted;
}
