// Who is apart from the table, as the page was told. Pure.
import type { ApartView, SeatId, SeatView, TalkView } from "@/wire";

/** The private talk a seat is in. */
export function talkOf(apart: ApartView, seat: SeatId): TalkView | null {
  return apart.talks.find((talk) => talk.members.includes(seat)) ?? null;
}

/** Who is where one is: at the table, or in the same private talk. */
export function isNear(apart: ApartView, you: SeatId, seat: SeatId): boolean {
  return talkOf(apart, you) === talkOf(apart, seat);
}

/** Who interprets into signs: the picture that is always shown, and first. */
export function signs(apart: ApartView, seat: SeatId): boolean {
  return apart.interpreters.some((one) => one.seat === seat && one.languages.includes("sign"));
}

/** The seats to show beside the own one: of one's own place, who signs first. */
export function shownSeats(apart: ApartView, you: SeatId, seats: readonly SeatView[]): SeatView[] {
  const near = talkOf(apart, you) === null ? [...seats] : seats.filter((seat) => isNear(apart, you, seat.id));
  return near.sort((a, b) => Number(signs(apart, b.id)) - Number(signs(apart, a.id)));
}
