import { describe, expect, it } from "vitest";
import type { Layout, PresidingView, ServerMessage } from "@/wire";
import { isLockedOut, largeSeats, mayUnmuteItself, measuresOf, sideClocks, standsIn, suspendsIn, threeOf } from "./presiding";
import { apply, type RoomView } from "./room";
import { seat, welcome } from "./sample";
import { companyOf, pictured } from "./seen";

function view(more: Partial<PresidingView> = {}): ServerMessage {
  return {
    type: "presiding",
    presiding: {
      presider: "presider", stand_in: null, microphones_locked: false, layout: "speaker", spotlight: null, turn: null,
      times: [
        { phase: "statement", side: "petitioner", allotted: 600_000, spent: 60_000 },
        { phase: "statement", side: "unit", allotted: null, spent: 0 },
        { phase: "opening", side: "petitioner", allotted: 60_000, spent: 0 },
      ],
      absence_grace: 60_000, suspends_at: null, measures: [], agenda: [{ phase: "opening", minutes: null }, { phase: "statement", minutes: 20 }],
      ...more,
    },
  };
}

function room(more: Partial<PresidingView> = {}, at: Parameters<typeof welcome>[0] = {}): RoomView {
  const after = apply(apply(null, welcome(at), 0), view(more), 0);
  if (after === null) throw new Error("no room");
  return after;
}

describe("speaking times", () => {
  const running = { turn: { side: "petitioner", since: 1_000_000 } } as const;
  const cases: [string, Partial<PresidingView>, number, number | null, string][] = [
    ["stand still without a turn", {}, 1_100_000, 540_000, "calm"],
    ["run with the turn", running, 1_100_000, 440_000, "calm"],
    ["stand still in recess", { turn: { side: "petitioner", since: null } }, 1_100_000, 540_000, "calm"],
    ["warn half a minute before", running, 1_510_000, 30_000, "warns"],
    ["are over at nothing", running, 1_540_000, 0, "over"],
    ["go below nothing", running, 1_600_000, -60_000, "over"],
  ];
  it.each(cases)("%s", (_, more, now, left, is) => {
    const clocks = sideClocks(room(more), now);
    expect(clocks.map(({ side }) => side)).toEqual(["petitioner", "unit"]);
    expect([clocks[0]?.left, clocks[0]?.is]).toEqual([left, is]);
  });

  it("have no end without a limit", () => {
    const clock = sideClocks(room({ turn: { side: "unit", since: 1_000_000 } }), 1_030_000)[1];
    expect(clock).toMatchObject({ left: null, spent: 30_000, turn: true, is: "calm" });
  });
});

describe("presiding", () => {
  it("counts down to the suspension, and not without one", () => {
    expect(suspendsIn(room({ suspends_at: 1_030_500 }).presiding, 1_000_000)).toBe(31);
    expect(suspendsIn(room().presiding, 1_000_000)).toBeNull();
    expect(suspendsIn(null, 0)).toBeNull();
  });

  it("names who stands in, and nobody while the presider presides", () => {
    expect(standsIn(room({ presider: "clerk" }))?.id).toBe("clerk");
    expect(standsIn(room())).toBeNull();
  });

  it("tells a locked microphone from one that may not speak anyway", () => {
    const grants = { ...room().grants, speak: false };
    expect(isLockedOut(room({ microphones_locked: true }, { grants }))).toBe(true);
    expect(isLockedOut(room({ microphones_locked: false }, { grants }))).toBe(false);
    expect(isLockedOut(room({ microphones_locked: true }))).toBe(false);
  });

  it("lets the floor undo its own mute and nobody else", () => {
    const muted = seat("clerk", { sources: [{ kind: "microphone", on: true, muted: true }] });
    expect(mayUnmuteItself(room({}, { seats: [muted], floor: "clerk" }))).toBe(true);
    expect(mayUnmuteItself(room({}, { seats: [muted], floor: null }))).toBe(false);
    const beside = seat("petitioner", { beside: "clerk", sources: [] });
    expect(mayUnmuteItself(room({}, { seats: [muted, beside], floor: "petitioner" }))).toBe(true);
  });

  it("shows who sits beside a seat in its picture, until their own camera is on", () => {
    const [host, alone] = [seat("room"), seat("unit")];
    const beside = seat("petitioner", { beside: "room", sources: [] });
    const seats = [host, alone, beside];
    expect(seats.map((one) => pictured(seats, one).id)).toEqual(["room", "unit", "room"]);
    expect(pictured(seats, { ...beside, sources: host.sources }).id).toBe("petitioner");
    expect(companyOf(seats, host)).toEqual([beside]);
    const gone = { ...beside, presence: { is: "waiting", since: 0 } as const };
    expect(companyOf([host, gone], host)).toEqual([]);
  });

  it("keeps what was said to each seat apart", () => {
    const measure = { id: "m", measure: "warning", code: "interrupting", at: 5 } as const;
    const { presiding } = room({ measures: [{ ...measure, seat: "petitioner" }] });
    expect(measuresOf(presiding, "petitioner")).toHaveLength(1);
    expect(measuresOf(presiding, "clerk")).toHaveLength(0);
  });
});

describe("who is large", () => {
  const seats = [
    seat("presider", { role: "presider", side: "panel" }),
    seat("clerk", { role: "clerk", side: "panel" }),
    seat("city", { level: "city" }),
    seat("street", { level: "township" }),
    seat("one", { role: "representative", side: "petitioner" }),
    seat("two", { role: "representative", side: "petitioner" }),
    seat("late", { role: "company_rep", side: "company", presence: { is: "invited" } }),
  ];
  const cases: [string, Partial<PresidingView>, Layout, string | null, string[]][] = [
    ["who speaks, by custom", {}, "speaker", null, ["city"]],
    ["whom the presider shows", { spotlight: "two" }, "speaker", null, ["two"]],
    ["whom this page pinned, before that", { spotlight: "two" }, "speaker", "one", ["one"]],
    ["not a seat that is not there", { spotlight: "late" }, "speaker", null, ["city"]],
    ["not oneself", { spotlight: "clerk" }, "speaker", null, ["city"]],
    ["three on one screen, the nearest office last", {}, "three", null, ["one", "presider", "street"]],
    ["everybody who came", {}, "grid", null, ["presider", "clerk", "city", "street", "one", "two"]],
  ];
  it.each(cases)("%s", (_, more, layout, pinned, large) => {
    expect(largeSeats(room(more, { seats }), layout, pinned, "city")).toEqual(large);
  });

  const shared = { sources: [{ kind: "screen", on: true, muted: false }] } as const;
  it.each<[string, Partial<PresidingView>, Layout, string | null, string[]]>([
    ["in every layout", {}, "three", null, ["street"]],
    ["before all in one grid", {}, "grid", null, ["street"]],
    ["before whom the presider shows", { spotlight: "two" }, "speaker", null, ["street"]],
    ["after whom this page pinned", {}, "three", "one", ["one"]],
  ])("a shared screen %s", (_, more, layout, pinned, large) => {
    const sharing = seats.map((one) => (one.id === "street" ? seat("street", { level: "township", sources: [...shared.sources] }) : one));
    expect(largeSeats(room(more, { seats: sharing }), layout, pinned, "city")).toEqual(large);
  });

  it("never one's own shared screen, nor one that was stopped", () => {
    const own = seats.map((one) => (one.id === "clerk" ? { ...one, sources: [...shared.sources] } : one));
    expect(largeSeats(room({}, { seats: own }), "speaker", null, "city")).toEqual(["city"]);
    const stopped = seats.map((one) => (one.id === "two" ? { ...one, sources: [{ ...shared.sources[0], muted: true }] } : one));
    expect(largeSeats(room({}, { seats: stopped }), "speaker", null, "city")).toEqual(["city"]);
  });

  it("shows who signs first in the grid, the others in their order", () => {
    const interpreters = [{ seat: "street", languages: ["sign" as const], aloud: false, listeners: [] }];
    const told = apply(room({}, { seats }), { type: "apart", apart: { talks: [], witnesses: [], interpreters } }, 0);
    if (told === null) throw new Error("no room");
    expect(largeSeats(told, "grid", null, "city")).toEqual(["street", "presider", "clerk", "city", "one", "two"]);
  });

  it("shows the petitioner who has the floor", () => {
    expect(threeOf(room({}, { seats, floor: "two" }))[0]).toBe("two");
  });
});
