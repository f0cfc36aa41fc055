import { afterEach, describe, expect, it } from "vitest";
import { setLang } from "@/i18n";
import type { StatisticsRow } from "../rest";
import { barShare, bysOf, cellBefore, cellOf, GROUPS, monthly, preset, rowName, valueText } from "./numbers";

afterEach(() => setLang("zh"));

const rate = (value: number | null) => ({ numerator: 3, denominator: 4, excluded: 0, value });
const row = (over: Partial<StatisticsRow>): StatisticsRow => ({
  division: null,
  division_name: null,
  agency: null,
  agency_name: null,
  class: null,
  channel: null,
  month: null,
  month_before: null,
  leader: null,
  leader_name: null,
  hearing_kind: null,
  level: null,
  compared: null,
  values: [],
  ...over,
});

describe("a number", () => {
  it.each([
    ["share", 0.9718, "97.2%"],
    ["share", 0, "0.0%"],
    ["count", 12345, "12,345"],
    ["days", 12.54, "12.5 天"],
    ["share", null, "暂无数据"],
  ] as const)("of unit %s and value %s reads %s", (unit, value, text) => {
    expect(valueText({ unit }, rate(value))).toBe(text);
  });
});

describe("a period with a name", () => {
  it.each([
    ["month", "2026-11-25", "2026-11-01", "2026-11-25"],
    ["lastMonth", "2026-11-25", "2026-10-01", "2026-10-31"],
    ["lastMonth", "2026-01-05", "2025-12-01", "2025-12-31"],
    ["quarter", "2026-01-05", "2025-11-01", "2026-01-05"],
    ["year", "2026-11-25", "2026-01-01", "2026-11-25"],
  ] as const)("%s on %s is from %s to %s", (name, today, from, to) => {
    expect(preset(name, today)).toEqual({ from, to });
  });
});

describe("a row", () => {
  it("is called by what it is told apart by", () => {
    expect(rowName(row({ class: "land", month: "2026-09" }), "6201")).toBe("土地 · 2026-09");
    expect(rowName(row({ division: "620103", division_name: "七里河区" }), "6201")).toBe("七里河区");
    expect(rowName(row({ division: "6201", division_name: "兰州市" }), "6201")).toBe("本级");
    expect(rowName(row({ leader: "1", leader_name: "甄某", hearing_kind: "mediation" }), "6201")).toBe("甄某 · 调解");
    expect(rowName(row({ level: "county" }), "6201")).toBe("县区级");
    expect(rowName(row({ month: "2026-09", month_before: "2025-09" }), "6201")).toBe("2026-09（对比 2025-09）");
    expect(rowName(row({}), "6201")).toBe("未定");
  });

  it("leads to its petitions", () => {
    const place = row({ division: "620103", class: "land" });
    expect(cellOf(place, ["division", "class"])).toEqual({ by: "division,class", place: "620103", class: "land" });
    expect(cellOf(row({ level: "city" }), ["level"])).toEqual({ by: "level", level: "city" });
    const compared = row({ month: "2026-09", month_before: "2025-09", hearing_kind: "mediation" });
    const by = ["month", "hearing_kind"] as const;
    expect(cellOf(compared, by)).toEqual({ by: "month,hearing_kind", month: "2026-09", hearing_kind: "mediation" });
    expect(cellBefore(compared, by)).toEqual({ by: "month,hearing_kind", month: "2025-09", hearing_kind: "mediation" });
  });

  it("leads to its petitions where it is undetermined, too", () => {
    expect(cellOf(row({}), ["agency"])).toEqual({ by: "agency" });
  });
});

it("has a place for the months in which nothing was counted", () => {
  const rows = [row({ month: "2025-11" }), row({ month: "2026-02" })];
  const months = monthly(rows);
  expect(months.map((one) => one.month)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  expect(months.map((one) => one.row)).toEqual([rows[0], undefined, undefined, rows[1]]);
  expect(monthly([])).toEqual([]);
});

it("shows every indicator once", () => {
  const shown = GROUPS.flatMap(([, ids]) => ids);
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.length).toBe(40);
});

it("draws no bar without data and none longer than the longest", () => {
  expect([barShare(null, 5), barShare(5, 5), barShare(1, 4), barShare(0, 0)]).toEqual([0, 1, 0.25, 0]);
});

describe("an address tells rows apart", () => {
  it.each([
    ["", ["division"]],
    ["nonsense", ["division"]],
    ["month", ["month"]],
    ["class,division,month", ["class", "division", "month"]],
    ["month,month,agency,class,channel", ["month", "agency", "class"]],
  ])("by %j", (text, by) => expect(bysOf(text)).toEqual(by));
});
