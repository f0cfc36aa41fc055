import { expect, it } from "vitest";
import type { PetitionRow } from "../rest";
import { runEach, type Outcome } from "./bulk";

const row = (id: string) => ({ id, number: id, title: id, version: 1 }) as PetitionRow;

it("goes on after one that fails, and does none twice", async () => {
  const sent: string[] = [];
  const outcomes: Outcome[] = [];
  await runEach(
    ["a", "b", "c"].map(row),
    async ({ id }) => {
      sent.push(id);
      if (id === "b") throw new Error("stale");
    },
    (outcome) => outcomes.push(outcome),
    (problem) => (problem as Error).message,
  );
  expect(sent).toEqual(["a", "b", "c"]);
  expect(outcomes.map(({ row: { id }, failure }) => [id, failure])).toEqual([
    ["a", null],
    ["b", "stale"],
    ["c", null],
  ]);
});
