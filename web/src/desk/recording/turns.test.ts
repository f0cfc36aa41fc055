import { describe, expect, it } from "vitest";
import { chapters, covers, place, spoken, turnByKey } from "./turns";

const turn = (began_at: number, ended_at: number) => ({ began_at, ended_at });
const turns = [turn(10_000, 20_000), turn(30_000, 33_000), turn(60_000, 90_000)];

describe("who spoke when", () => {
  it("has a chapter for each phase, and none for what goes on after a recess", () => {
    const phases = [
      { phase: "opening", ...turn(0, 5) },
      { phase: "statement", ...turn(5, 9) },
      { phase: "statement", ...turn(20, 30) },
      { phase: "opening", ...turn(30, 40) },
    ] as const;
    expect(chapters(phases).map((one) => [one.phase, one.began_at, one.ended_at])).toEqual([
      ["opening", 0, 5],
      ["statement", 5, 30],
      ["opening", 30, 40],
    ]);
  });

  it("leads from turn to turn by key", () => {
    for (const [at, key, to] of [
      [0, "ArrowRight", 10_000],
      [15_000, "ArrowRight", 30_000],
      [70_000, "ArrowRight", null],
      [35_000, "ArrowLeft", 30_000],
      [30_500, "ArrowLeft", 10_000],
      [10_000, "ArrowLeft", null],
      [0, "ArrowLeft", null],
      [35_000, "Home", 10_000],
      [35_000, "End", 60_000],
      [35_000, "a", null],
    ] as const) {
      expect(turnByKey(turns, at, key)?.began_at ?? null, `${at} ${key}`).toBe(to);
    }
  });

  it("knows what covers a time, its end not included", () => {
    expect([9_999, 10_000, 19_999, 20_000].map((at) => covers(turns, at))).toEqual([false, true, true, false]);
  });

  it("is laid along what was recorded", () => {
    const span = { from: 10_000, to: 110_000 };
    expect(place(turn(60_000, 85_000), span)).toEqual({ left: "50.000%", width: "25.000%" });
    expect(place(turn(0, 20_000), span)).toEqual({ left: "0.000%", width: "10.000%" });
    expect(spoken(turns)).toBe(43_000);
  });
});
