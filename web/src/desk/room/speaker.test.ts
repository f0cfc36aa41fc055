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
  const now = (speaking: string[], floor: string | null, at = seats) => speakerNow({ speaking, floor, you: "clerk", seats: at });
  it("is the loudest who is not the clerk", () => {
    expect(now(["clerk", "unit", "company"], "presider")).toBe("unit");
  });
  it("is who has the floor while nobody speaks, else nobody", () => {
    expect(now([], "presider")).toBe("presider");
    expect(now(["clerk"], null)).toBeNull();
  });
  it("is who sits beside the microphone and has the floor, and nobody else's voice", () => {
    const beside = seats.map((one) => (one.id === "petitioner" ? { ...one, beside: "unit" } : one));
    expect(now(["unit"], "petitioner", beside)).toBe("petitioner");
    expect(now(["company", "unit"], "petitioner", beside)).toBe("company");
    expect(now(["unit"], null, beside)).toBe("unit");
  });
});
