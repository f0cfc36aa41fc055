import { describe, expect, it } from "vitest";
import type { Division } from "../shape";
import { choicesFor, isExact, nameOf, townshipOf } from "./places";

const division = (code: string, name: string, level: Division["level"], parent: string | null): Division => ({ code, name, level, parent });
const divisions = [
  division("62", "甘肃省", "province", null), division("6201", "兰州市", "city", "62"), division("6202", "嘉峪关市", "city", "62"),
  division("620102", "城关区", "county", "6201"), division("620103", "七里河区", "county", "6201"), division("620103002", "西湖街道", "township", "620103"),
  division("620103003", "西站街道", "township", "620103"),
];
const shown = (place: string) => choicesFor(divisions, place).map((choice) => `${choice.level}:${choice.chosen}`);

describe("picking a place", () => {
  it("does not ask where there is only one possibility", () => expect(shown("")).toEqual(["city:"]));
  it("asks for the next level down", () => expect(shown("620103")).toEqual(["city:6201", "county:620103", "township:"]));
  it("asks for a township even where only one is known", () => {
    expect(choicesFor(divisions.filter((d) => d.code !== "620103003"), "620103").map((c) => c.level)).toEqual(["city", "county", "township"]);
  });
  it("stops where the tree ends", () => expect(shown("620103002")).toEqual(["city:6201", "county:620103", "township:620103002"]));
  it("starts afresh for a place it does not know", () => expect(shown("999")).toEqual(["city:"]));
  it("asks nothing without divisions", () => expect(choicesFor([], "62")).toEqual([]));
  it("names the whole way", () => expect(nameOf(divisions, "620103002")).toBe("甘肃省兰州市七里河区西湖街道"));
  it("knows the township a village or grid lies in", () => {
    expect(["620103", "620103002", "620103002001", "62010300200101"].map(townshipOf)).toEqual([null, "620103002", "620103002", "620103002"]);
  });
  it("goes on to villages and grids once they are there", () => {
    const more = [...divisions, division("620103002001", "某社区", "village", "620103002"), division("62010300200101", "第一网格", "grid", "620103002001")];
    expect(choicesFor(more, "62010300200101").map((choice) => choice.level)).toEqual(["city", "county", "township", "village", "grid"]);
  });
  it("a province alone is too vague", () => {
    expect(isExact(divisions, "62")).toBe(false);
    expect(isExact(divisions, "620102")).toBe(true);
  });
});
