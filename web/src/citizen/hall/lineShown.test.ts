import { expect, it } from "vitest";
import { apply, type RoomView } from "@/state/room";
import { entry, welcome } from "@/state/sample";
import { lineShown } from "./lineShown";

function room(lines: number, reading: string | null): RoomView {
  const minutes = Array.from({ length: lines }, (_, n) => entry(n + 1));
  const view = apply(null, welcome({ minutes }), 0);
  if (view === null) throw new Error("no room");
  return { ...view, papers: { agreement: null, agreed: false, items: [], entries: [], reading } };
}

it.each([
  ["nothing before anything is written", room(0, null), null],
  ["the newest line", room(3, null), ["e3", false]],
  ["the newest line that stands", { ...room(2, null), minutes: [entry(1), entry(2, { struck: "重复" })] }, ["e1", false]],
  ["the line that is read aloud, wherever it is", room(3, "e1"), ["e1", true]],
  ["the newest again where the line read is gone", room(3, "gone"), ["e3", false]],
])("shows %s", (_claim, view, expected) => {
  const shown = lineShown(view);
  expect(shown && [shown.entry.id, shown.aloud]).toEqual(expected);
});
