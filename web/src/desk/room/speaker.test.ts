import { describe, expect, it } from "vitest";
import type { SeatView } from "@/wire";
import { speakerNow, speakerOfKey, speakerOrder } from "./speaker";

function seat(id: string, role: SeatView["role"], side: SeatView["side"]): SeatView {
  return { id, role, side } as SeatView;
}

const seats = [
  seat("company", "company_rep", "company"),
  seat("clerk", "clerk", "panel"),
  seat("unit", "agency_rep", "unit"),
  seat("presider", "presider", "panel"),
  seat("petitioner", "petitioner", "petitioner"),
];

function press(code: string, held: { ctrlKey?: boolean; altKey?: boolean } = {}) {
  return speakerOfKey({ code, altKey: true, ctrlKey: false, metaKey: false, ...held }, seats);
}

describe("speaker keys", () => {
  it("follow the table: panel, petitioner, unit, company, and the clerk last", () => {
    expect(speakerOrder(seats).map((one) => one.id)).toEqual([
      "presider",
      "petitioner",
      "unit",
      "company",
      "clerk",
    ]);
  });

  it.each([
    ["Digit1", "presider"],
    ["Numpad2", "petitioner"],
    ["Digit0", null],
    ["Digit9", undefined],
    ["KeyA", undefined],
  ])("Alt+%s chooses %s", (code, chosen) => expect(press(code)).toBe(chosen));

  it("leave Ctrl+Alt and plain digits alone", () => {
    expect(press("Digit1", { ctrlKey: true })).toBeUndefined();
    expect(press("Digit1", { altKey: false })).toBeUndefined();
  });
});

describe("who is speaking now", () => {
  it("is the loudest who is not the clerk", () => {
    expect(speakerNow(["clerk", "unit", "company"], "presider", "clerk")).toBe("unit");
  });
  it("is who has the floor while nobody speaks, else nobody", () => {
    expect(speakerNow([], "presider", "clerk")).toBe("presider");
    expect(speakerNow(["clerk"], null, "clerk")).toBeNull();
  });
});
