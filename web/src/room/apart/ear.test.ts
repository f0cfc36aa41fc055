import { expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { welcome } from "@/state/sample";
import type { ApartView, Slot } from "@/wire";
import { volumes } from "./ear";

function room(listeners: string[], slots: Slot[]): RoomView {
  const told = apply(null, welcome({ you: "petitioner" }), 0);
  if (told === null) throw new Error("welcomed");
  const apart: ApartView = { talks: [], witnesses: [], interpreters: [{ seat: "i", languages: ["tibetan"], aloud: false, listeners }] };
  return { ...told, apart, slots };
}
const floor: Slot = { mid: "1", seat: "presider", kind: "microphone" };
const interpreter: Slot = { mid: "2", seat: "i", kind: "microphone" };
const picture: Slot = { mid: "3", seat: "i", kind: "camera" };

it("lowers the floor for who hears an interpreter, and only while it comes", () => {
  const rows: [string[], Slot[], [string, number][]][] = [
    [["petitioner"], [floor, interpreter, picture], [["1", 0.2], ["2", 1]]],
    [[], [floor, interpreter], [["1", 1], ["2", 1]]],
    [["unit"], [floor], [["1", 1]]],
    [["petitioner"], [floor, picture], [["1", 1]]],
  ];
  for (const [listeners, slots, expected] of rows) expect([...volumes(room(listeners, slots))]).toEqual(expected);
});

it("hears both of two who relieve each other alike", () => {
  const told = room(["petitioner"], [floor, interpreter, { mid: "4", seat: "j", kind: "microphone" }]);
  const [one] = told.apart.interpreters;
  if (one === undefined) throw new Error("there is one");
  const both = { ...told, apart: { ...told.apart, interpreters: [one, { ...one, seat: "j" }] } };
  expect([...volumes(both)]).toEqual([["1", 0.2], ["2", 1], ["4", 1]]);
});
