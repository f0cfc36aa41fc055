import { expect, it } from "vitest";
import { isReason, within } from "./length";

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
