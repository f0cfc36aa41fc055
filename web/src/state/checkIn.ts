// What a page knows of who checks in, and what the officer on duty told it. Pure.
import type { CheckInNews, CheckInView, SeatId } from "@/wire";

export interface CheckIn {
  /** The own seat; all of them for who runs the hearing. */
  readonly seats: Readonly<Record<SeatId, CheckInView>>;
  /** What was told or asked last: a new object each time. */
  readonly last?: Exclude<CheckInNews, { kind: "seats" }>;
}

export function checkedIn(known: CheckIn, news: CheckInNews): CheckIn {
  if (news.kind !== "seats") return { ...known, last: news };
  return { ...known, seats: { ...known.seats, ...Object.fromEntries(news.seats.map((seat) => [seat.seat, seat])) } };
}
