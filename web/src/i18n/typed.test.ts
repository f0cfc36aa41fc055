import { expect, it } from "vitest";
import { halfWidth, isReason, within } from "./typed";

it.each<[string, boolean]>([
  ["", false],
  ["理由不足", false],
  ["  理由不足  ", false],
  ["理由有五字", true],
  ["𠮷𠮷𠮷", false], // three characters, six units of UTF-16
  ["𠮷".repeat(500), true],
  ["字".repeat(501), false],
])("counts the characters of %o as the server does", (text, is) => {
  expect(isReason(text)).toBe(is);
});

it("holds a text to both its bounds, or to one", () => {
  expect([within("一二", 2, 3), within("一二三四", 2, 3), within("一二三四", 2)]).toEqual([true, false, true]);
});

it.each([
  [" １３９０００００００１ ", "13900000001"],
  ["７kqx－m4p2", "7kqx-m4p2"],
  ["62010219700101123Ｘ", "62010219700101123X"],
])("reads digits and letters of %o as if they were written half width", (typed, read) => {
  expect(halfWidth(typed)).toBe(read);
});
