import { afterEach, describe, expect, it } from "vitest";
import { setLang } from "@/i18n";
import type { ComparedRate } from "../rest";
import { againstOf, beside, differenceText, hasAsManyMonths } from "./compare";

afterEach(() => setLang("zh"));

describe("the period to compare with", () => {
  it.each([
    ["previous", "2026-11-01", "2026-11-25", "2026-10-01", "2026-10-25"],
    ["previous", "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"],
    ["previous", "2026-01-01", "2026-11-25", "2025-02-01", "2025-12-25"],
    ["previous", "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"],
    ["previous", "2026-11-10", "2026-11-16", "2026-11-03", "2026-11-09"],
    ["previous", "2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28"],
    ["lastYear", "2026-01-01", "2026-11-25", "2025-01-01", "2025-11-25"],
    ["lastYear", "2028-02-01", "2028-02-29", "2027-02-01", "2027-02-28"],
    ["lastYear", "2027-02-01", "2027-02-28", "2026-02-01", "2026-02-28"],
  ] as const)("%s of %s to %s is %s to %s", (against, from, to, first, last) => {
    expect(beside(against, { from, to })).toEqual({ from: first, to: last });
  });

  it("of one's own counts once both days are there", () => {
    const query = { division: "", from: "2026-11-01", to: "2026-11-25", against_from: "2024-01-01" };
    expect(againstOf("own", query)).toEqual({});
    expect(againstOf("own", { ...query, against_to: "2024-01-31" })).toEqual({
      against_from: "2024-01-01",
      against_to: "2024-01-31",
    });
    expect(againstOf("none", query)).toEqual({});
    expect(againstOf("previous", query)).toEqual({ against_from: "2026-10-01", against_to: "2026-10-25" });
  });
});

describe("months beside months", () => {
  const query = { from: "2026-10-15", to: "2026-11-25" };
  it.each([
    [{}, true],
    [{ against_from: "2025-12-31", against_to: "2026-01-01" }, true],
    [{ against_from: "2026-01-01", against_to: "2026-01-31" }, false],
    [{ against_from: "2025-11-30", against_to: "2026-01-01" }, false],
  ] as const)("of %o stand beside each other: %s", (against, alike) => {
    expect(hasAsManyMonths(query, against)).toBe(alike);
  });
});

describe("what became of a number", () => {
  const before = { numerator: 1, denominator: 1, excluded: 0, value: 1 };
  it.each([
    ["count", 5, 0.111, "+5（+11.1%）"],
    ["count", -1200, -0.5, "−1,200（−50.0%）"],
    ["count", 3, null, "+3"],
    ["count", 0, 0, "0（0.0%）"],
    ["share", 0.012, null, "+1.2 个百分点"],
    ["share", -0.0001, null, "0.0 个百分点"],
    ["days", -2.5, -0.2, "−2.5 天（−20.0%）"],
    ["share", null, null, "无法比较"],
  ] as const)("of unit %s by %s reads %s", (unit, difference, growth, text) => {
    const compared: ComparedRate = { before, difference, growth };
    expect(differenceText({ unit }, compared)).toBe(text);
  });
});
