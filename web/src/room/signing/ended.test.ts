import { expect, it } from "vitest";
import type { RoomView } from "@/state/room";
import { maySignOnPaper } from "./ended";

const mark = (mark: string | null) => ({ seats: [{ seat: "me", mark }, { seat: "other", mark: null }] });

it.each([
  ["in_person", mark(null), true],
  ["adjourned", mark(null), true],
  ["in_person", mark("drawn"), false],
  ["in_person", mark("refused"), false],
  ["closed", mark(null), false],
  ["in_person", { seats: [] }, false],
  ["in_person", null, false],
])("at %s with %j: %s", (stage, readBack, expected) => {
  expect(maySignOnPaper({ you: "me", stage: { stage }, readBack } as unknown as RoomView)).toBe(expected);
});

it("asks nothing of who never came in", () => expect(maySignOnPaper(null)).toBe(false));
