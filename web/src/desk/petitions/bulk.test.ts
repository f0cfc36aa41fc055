import { expect, it } from "vitest";
import { keyPerAsking } from "../parts/key";
import type { AgencyRow, BulkOutcome, PetitionRow } from "../rest";
import { bureausOf, firstOf, joining, outcomesOf } from "./bulk";

const row = (id: string) => ({ id, number: id, title: id, version: 1 }) as PetitionRow;
const refused = { type: "about:blank", title: "", status: 409, code: "stale" };

it("merges all but the one that leads, which is the one registered first", () => {
  const rows = ["b", "a", "c"].map((id, place) => ({ ...row(id), registered_at: place === 1 ? 1 : 2 }));
  expect(firstOf(rows)).toBe("a");
  expect(joining(rows, " a ").map(({ id }) => id)).toEqual(["b", "c"]);
  expect(joining(rows, "XF9")).toHaveLength(3);
  expect(firstOf([])).toBe("");
});

it("hands down to a bureau where all the matters lie", () => {
  const bureau = (id: string, division: string) => ({ id, division, kind: "petition_bureau" }) as AgencyRow;
  const agencies = [bureau("city", "6201"), bureau("qilihe", "620103"), bureau("chengguan", "620102")];
  const at = (place: string) => ({ ...row(place), desk: "city", place });
  const found = (...places: string[]) => bureausOf(agencies, places.map(at)).map(({ id }) => id);
  expect(found("620103002", "620103001")).toEqual(["qilihe"]);
  expect(found("620103002", "620102001")).toEqual([]);
});

it("asks again under the key it had, and for something else under another", () => {
  let drawn = 0;
  const keyOf = keyPerAsking(() => `k${(drawn += 1)}`);
  const route = (unit: string) => keyOf({ ids: ["a"], step: { kind: "route", unit } });
  expect([route("one"), route("one"), route("other"), route("other")]).toEqual(["k1", "k1", "k2", "k2"]);
});

it("tells of each row what came of it, and of one nothing was said of that it is not known", () => {
  const told: BulkOutcome[] = [{ id: "c", problem: null }, { id: "b", problem: refused }];
  const outcomes = outcomesOf(["a", "b", "c"].map(row), told, (problem) => problem?.code ?? "unknown");
  expect(outcomes.map(({ row: { id }, failure }) => [id, failure])).toEqual([
    ["a", "unknown"],
    ["b", "stale"],
    ["c", null],
  ]);
});
