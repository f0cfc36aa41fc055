// A table that changes after it was laid: what is wished for, and what its form begins with.
import type { ParticipantRole } from "@/wire";
import type { HearingSeat, SeatCheckIn } from "../rest";
import { draftOf } from "./continuation";
import { draftSeat, SIDE_OF, type SeatDraft } from "./seats";

/** What is wished for, and what is known of who comes. */
export type Reseat =
  | { how: "add"; role?: ParticipantRole; known?: Partial<SeatDraft> }
  | { how: "replace"; seat: HearingSeat }
  | { how: "withdraw"; seat: HearingSeat };

const ROLES = Object.keys(SIDE_OF) as ParticipantRole[];

/** One presides already; who takes a place has its role. */
export function rolesFor(wish: Reseat): readonly ParticipantRole[] {
  return wish.how === "add" ? ROLES.filter((role) => role !== "presider") : [wish.seat.role];
}

/** Which place the wish is about, for what is kept of it. */
export function whoseOf(wish: Reseat): string {
  return wish.how === "add" ? (wish.role ?? "") : wish.seat.id;
}

/** Whoever takes a place comes from where the other came from, as a rule: who they are is left open. */
export function reseatDraft(wish: Reseat): SeatDraft {
  if (wish.how === "add") {
    return draftSeat(wish.role ?? "observer", { mandatory: false, ...wish.known });
  }
  const { role, is, organisation, room, languages } = draftOf(wish.seat);
  return draftSeat(role, { is, organisation, room: is === "room" ? "" : room, languages });
}

/** An interpreter for whoever asked for one, from outside as a rule; Mandarin needs none. */
export function interpreterFor({ language }: Pick<SeatCheckIn, "language">): Reseat {
  const languages = language == null ? [] : [language];
  return { how: "add", role: "interpreter", known: { is: "external", languages } };
}
