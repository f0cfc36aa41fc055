import { describe, expect, it } from "vitest";
import type { PetitionRow } from "../rest";
import { blankFilter, filterOf, isSame, MINE, mineOf, moveSelection, onTop, queryOf, restBefore, searchTerm, textOf, type Mine } from "./list";

describe("two characters suffice to search", () => {
  it.each([
    ["", ""],
    ["  ", ""],
    ["物", null],
    [" 物业 ", "物业"],
    ["𠮷", null],
  ])("%j asks for %j", (typed, term) => expect(searchTerm(typed)).toBe(term));
});

describe("typing rests longer before a number is looked up", () => {
  it.each([
    ["物业", 300],
    ["2026", 300],
    ["XF62010320261123", 300],
    ["13900000001", 1200],
    ["+86 139-0000-0001", 1200],
    ["62010319900101123X", 1200],
  ])("%j", (term, rest) => expect(restBefore(term)).toBe(rest));
});

describe("keys on the list", () => {
  it.each([
    [null, "ArrowDown", "a"],
    ["a", "ArrowDown", "b"],
    ["c", "ArrowDown", null],
    ["b", "ArrowUp", "a"],
    ["a", "ArrowUp", null],
    [null, "ArrowUp", null],
    ["b", "Home", "a"],
    ["a", "End", "c"],
    ["a", "j", "b"],
    ["b", "k", "a"],
    ["a", "x", null],
    ["gone", "ArrowDown", "a"],
  ])("from %j %s goes to %j", (chosen, key, to) => {
    expect(moveSelection(["a", "b", "c"], chosen, key)).toBe(to);
  });
});

describe("a filter", () => {
  it("comes from the address and goes back into it", () => {
    const query = { state: "routed", due: "overdue", open: "id", unit: ["a"], nonsense: "x" };
    const filter = filterOf(query);
    expect(filter).toEqual({ ...blankFilter(), state: "routed", due: "overdue" });
    expect(queryOf(filter)).toEqual({ state: "routed", due: "overdue" });
  });

  it("is kept as a text that brings it back", () => {
    const filter = { ...blankFilter(), place: "620103", unit: "a & b", channel: "visit" };
    expect(filterOf(Object.fromEntries(new URLSearchParams(textOf(filter))))).toEqual(filter);
    expect(textOf(blankFilter())).toBe("");
  });

  it("leaves what is searched for out of addresses and of what is kept, and is another by it", () => {
    const searched = { ...blankFilter(), search: "马秀英" };
    expect([textOf(searched), filterOf({ search: "马秀英" }).search]).toEqual(["", ""]);
    expect([isSame(searched, searched), isSame(searched, blankFilter())]).toEqual([true, false]);
  });
});

describe("what is urgent stands on top", () => {
  const row = (id: string) => ({ id }) as PetitionRow;
  it.each([
    ["", "ab", "ab"],
    ["c", "ab", "cab"],
    ["b", "abc", "bac"],
    ["ab", "", "ab"],
  ])("%j before %j is %j", (first, rows, shown) => {
    expect(onTop([...first].map(row), [...rows].map(row)).map(({ id }) => id).join("")).toBe(shown);
  });
});

describe("the ways to one's own work", () => {
  it.each(Object.keys(MINE) as Mine[])("%s is known again by its filter", (way) => {
    expect(mineOf({ ...blankFilter(), search: "物业", ...MINE[way] })).toBe(way);
  });

  it("is none of them where two are asked at once", () => {
    expect(mineOf({ ...blankFilter(), whose: "mine", due: "overdue" })).toBeNull();
  });
});
