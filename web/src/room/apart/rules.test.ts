import { describe, expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { seat, welcome } from "@/state/sample";
import type { ApartView, SeatView, StageView, TalkView } from "@/wire";
import { channels, enters, guests, mayEnter, mayOpen } from "./rules";

const SEATS: SeatView[] = [
  seat("presider", { role: "presider", side: "panel" }), seat("mediator", { role: "mediator", side: "panel" }),
  seat("petitioner", { role: "petitioner", side: "petitioner" }), seat("agent", { role: "agent", side: "petitioner" }),
  seat("unit"), seat("expert", { role: "expert", side: "observer" }), seat("officer", { role: "officer", side: "observer" }),
];

function room(you: string, stage: StageView["stage"], apart: Partial<ApartView> = {}, preside = you === "presider"): RoomView {
  const told = apply(null, welcome({ you, seats: SEATS }), 0);
  if (told === null) throw new Error("welcomed");
  const view = { talks: [], witnesses: [], interpreters: [], ...apart };
  return { ...told, grants: { ...told.grants, preside }, stage: { ...told.stage, stage }, apart: view };
}
const talk = (more: Partial<TalkView>): TalkView => ({ id: "t", of: "consultation", opened_by: "petitioner", since: 1, locked: false, members: ["petitioner"], invited: [], ...more });

describe("what is offered of private talks", () => {
  const rows: [string, StageView["stage"], string[]][] = [
    ["presider", "paused", ["deliberation", "consultation", "mediation"]],
    ["presider", "in_session", ["consultation", "mediation"]],
    ["mediator", "in_session", ["mediation"]],
    ["petitioner", "in_session", []],
    ["petitioner", "paused", ["consultation"]],
    ["unit", "signing", ["consultation"]],
    ["expert", "paused", []],
    ["officer", "paused", []],
    ["presider", "countdown", []],
  ];
  it.each(rows)("%s at %s may open %j", (you, stage, kinds) => {
    expect(mayOpen(room(you, stage))).toEqual(kinds);
  });

  it("offers who stands in what it offers the presider", () => {
    expect(mayOpen(room("unit", "in_session", {}, true))).toEqual(["consultation", "mediation"]);
    expect(enters(room("unit", "in_session", {}, true), "consultation")).toBe(false);
  });

  it("asks one party and its helpers to a consultation, never the officer", () => {
    const view = room("presider", "paused");
    const ids = (people: SeatView[]) => guests(view, "consultation", people).map((one) => one.id);
    expect(ids([])).toEqual(["petitioner", "agent", "unit", "expert"]);
    expect(ids(SEATS.filter((one) => one.id === "agent"))).toEqual(["petitioner", "expert"]);
  });

  it("lets in who was asked, and who belongs there while the door is open", () => {
    const rows: [string, StageView["stage"], Partial<TalkView>, boolean][] = [
      ["agent", "paused", {}, true],
      ["agent", "paused", { locked: true }, false],
      ["agent", "paused", { locked: true, invited: ["agent"] }, true],
      ["agent", "in_session", {}, false],
      ["unit", "paused", {}, false],
      ["unit", "paused", { of: "mediation", invited: ["unit"] }, true],
      ["petitioner", "paused", {}, false],
    ];
    for (const [you, stage, more, may] of rows) {
      const one = talk(more);
      expect(mayEnter(room(you, stage, { talks: [one] }), one), `${you} ${stage} ${JSON.stringify(more)}`).toBe(may);
    }
  });

  it("offers no channel of who is seen only", () => {
    const interpreters = [
      { seat: "expert", languages: ["sign" as const], aloud: true, listeners: [] },
      { seat: "mediator", languages: ["sign" as const, "tibetan" as const], aloud: false, listeners: [] },
    ];
    expect(channels(room("petitioner", "in_session", { interpreters })).map((one) => one.seat)).toEqual(["mediator"]);
    expect(channels(room("petitioner", "in_session", { interpreters, talks: [talk({})] })), "in a talk there is no channel").toEqual([]);
    expect(channels(room("unit", "in_session", { interpreters, talks: [talk({ members: ["mediator"] })] })), "nor of who talks apart").toEqual([]);
  });
});
