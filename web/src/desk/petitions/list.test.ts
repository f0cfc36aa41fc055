import { describe, expect, it } from "vitest";
import { moveSelection, searchTerm } from "./list";

describe("two characters suffice to search", () => {
  it.each([
    ["", ""],
    ["  ", ""],
    ["物", null],
    [" 物业 ", "物业"],
    ["𠮷", null],
  ])("%j asks for %j", (typed, term) => expect(searchTerm(typed)).toBe(term));
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
    ["a", "x", null],
    ["gone", "ArrowDown", "a"],
  ])("from %j %s goes to %j", (chosen, key, to) => {
    expect(moveSelection(["a", "b", "c"], chosen, key)).toBe(to);
  });
});
