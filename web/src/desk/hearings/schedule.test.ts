import { describe, expect, it } from "vitest";
import { instantOf } from "../words/clock";
import { faultsIn, hearingOf, moved, usualAgenda, type ScheduleForm } from "./schedule";
import { draftSeat } from "./seats";

const NOW = instantOf("2026-11-23", "08:00");

function form(changes: Partial<ScheduleForm> = {}): ScheduleForm {
  return {
    kind: "joint_reception",
    title: "联合接访",
    day: "2026-11-23",
    from: "09:00",
    to: "10:00",
    agenda: usualAgenda("joint_reception"),
    seats: [draftSeat("presider", { staff: "p" }), draftSeat("clerk", { staff: "c" })],
    continues: null,
    ...changes,
  };
}

describe("a hearing can be scheduled", () => {
  const cases: [string, Partial<ScheduleForm>, string[]][] = [
    ["when all is there", {}, []],
    ["not to end before it begins", { to: "09:00" }, ["time"]],
    ["not yesterday", { day: "2026-11-22" }, ["past"]],
    ["not without seats", { seats: [] }, ["seats", "presider", "clerk"]],
    [
      "not with an empty chair nobody is named for",
      { seats: [draftSeat("presider", { staff: "p" }), draftSeat("clerk")] },
      ["incomplete"],
    ],
    ["not under a name that is too short for the server", { title: "接访会" }, ["title"]],
    ["not without an agenda and a title", { agenda: [], title: " " }, ["title", "agenda"]],
    ["not without a day", { day: "" }, ["time"]],
  ];
  it.each(cases)("%s", (_claim, changes, faults) => expect(faultsIn(form(changes), NOW)).toEqual(faults));
});

it("is checked with the seats that are filled so far", () => {
  const sent = hearingOf(form({ seats: [draftSeat("presider", { staff: "p" }), draftSeat("clerk")] }));
  expect(sent.seats.map((seat) => seat.role)).toEqual(["presider"]);
  expect(sent.starts_at).toBe(instantOf("2026-11-23", "09:00"));
});

it("moves an agenda item within the list only", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
