import { describe, expect, it } from "vitest";
import type { ApartView, TalkView } from "@/wire";
import { isNear, shownSeats, signs, talkOf } from "./apart";
import { apply } from "./room";
import { seat, welcome } from "./sample";

const talk: TalkView = { id: "t", of: "consultation", opened_by: "a", since: 1, locked: false, members: ["a", "b"], invited: ["c"] };
const apart: ApartView = {
  talks: [talk], witnesses: [],
  interpreters: [{ seat: "s", languages: ["sign"], aloud: true, listeners: [] }, { seat: "i", languages: ["tibetan"], aloud: false, listeners: [] }],
};

describe("apart from the table", () => {
  it("is near who is in the same talk, and at the table who is in none", () => {
    const rows: [string, string, boolean][] = [["a", "b", true], ["a", "d", false], ["d", "a", false], ["d", "e", true], ["c", "a", false]];
    for (const [you, other, near] of rows) expect(isNear(apart, you, other), `${you} ${other}`).toBe(near);
    expect(talkOf(apart, "c")).toBeNull();
  });

  it("shows who signs first, and in a talk its members alone", () => {
    const seats = ["a", "b", "d", "s"].map((id) => seat(id));
    expect(shownSeats(apart, "d", seats).map((one) => one.id)).toEqual(["s", "a", "b", "d"]);
    expect(shownSeats(apart, "a", seats).map((one) => one.id)).toEqual(["a", "b"]);
    expect([signs(apart, "s"), signs(apart, "i")]).toEqual([true, false]);
  });

  it("begins anew with every welcome and is replaced as a whole", () => {
    const first = apply(null, welcome(), 0);
    const nobody: ApartView = { talks: [], witnesses: [], interpreters: [] };
    expect(first?.apart).toEqual(nobody);
    const told = apply(first, { type: "apart", apart }, 0);
    expect(told?.apart).toEqual(apart);
    expect(apply(told, welcome(), 0)?.apart).toEqual(nobody);
  });
});
