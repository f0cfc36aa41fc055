import { describe, expect, it } from "vitest";
import type { AgendaPhase, PlannedPhase } from "@/wire";
import { heldOf, isAgenda, mayMove, minutesOf, total } from "./agendaPlan";

const plan = (...phases: AgendaPhase[]): PlannedPhase[] => phases.map((phase) => ({ phase, minutes: null }));

describe("an agenda that changes", () => {
  const three = plan("opening", "statement", "response");

  it("keeps what was held where it is", () => {
    expect([heldOf(["opening", "statement"], null), heldOf(["opening", "statement"], "statement")]).toEqual([0, 2]);
    expect(heldOf(["opening", "statement", "response"], "opening", ["statement", "read_back"]), "gone back from").toBe(2);
    expect(heldOf(["opening", "statement"], null, ["statement"]), "nothing was held yet").toBe(0);
    for (const [held, at, by, may] of [
      [0, 1, -1, true],
      [2, 2, -1, false],
      [1, 2, -1, true],
      [1, 0, 1, false],
      [0, 2, 1, false],
    ] as const) {
      expect(mayMove(three, held, at, by)).toBe(may);
    }
  });

  it("begins with its opening, ends with reading back, and has whole minutes", () => {
    expect(isAgenda(three, false)).toBe(true);
    expect(isAgenda(plan("statement"), false)).toBe(false);
    expect(isAgenda(plan("statement"), true)).toBe(true);
    expect(isAgenda(plan("opening", "read_back", "statement"), false)).toBe(false);
    expect(isAgenda([], false)).toBe(false);
    for (const [typed, ok] of [["", true], ["30", true], ["0", false], ["481", false], ["1.5", false], ["x", false]] as const) {
      expect(isAgenda([{ phase: "opening", minutes: minutesOf(typed) }], false), typed).toBe(ok);
    }
  });

  it("adds up what is planned", () => {
    expect(total(three)).toBeNull();
    expect(total([{ phase: "opening", minutes: 5 }, { phase: "statement", minutes: null }, { phase: "evidence", minutes: 20 }])).toBe(25);
  });
});
