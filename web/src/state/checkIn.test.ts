import { describe, expect, it } from "vitest";
import type { CheckInView } from "@/wire";
import { checkedIn } from "./checkIn";

const view = (seat: string, more: Partial<CheckInView> = {}): CheckInView => ({
  seat, state: "checking_in", needs_identity: true, test: null, declared: false, phone: false, photo: false,
  language: null, interpreter: false, helps: null, name: null, ...more,
});

describe("who checks in", () => {
  it("is replaced seat by seat", () => {
    const first = checkedIn({ seats: {} }, { kind: "seats", seats: [view("a"), view("b")] });
    const then = checkedIn(first, { kind: "seats", seats: [view("b", { state: "identity_ok", needs_identity: false })] });
    expect(Object.values(then.seats).map((seat) => [seat.seat, seat.state])).toEqual([["a", "checking_in"], ["b", "identity_ok"]]);
  });

  it("keeps the seats when the officer says something, and the last word as a new one", () => {
    const known = checkedIn({ seats: {} }, { kind: "seats", seats: [view("a")] });
    const rung = checkedIn(known, { kind: "rung" });
    expect(rung.seats).toBe(known.seats);
    expect(checkedIn(rung, { kind: "rung" }).last).not.toBe(rung.last === undefined ? null : { ...rung.last, other: 1 });
    expect(checkedIn(rung, { kind: "announced", text: "请稍候", at: 1 }).last).toEqual({ kind: "announced", text: "请稍候", at: 1 });
  });
});
