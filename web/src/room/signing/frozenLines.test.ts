import { expect, it } from "vitest";
import { cutLines } from "./frozenLines";

const text = "接访笔录：联合接访\n版本：1\n笔录：\n1. 陈述 2026-11-23 10:00:00 信访人 张某：\n  2. 这不是第二条\n2. 回应 2026-11-23 10:01:00 记录：\n  三日内公开。\n（完）\n";

it("is cut at the numbers of lines, never at what somebody wrote, and nothing is lost", () => {
  const parts = cutLines(text);
  expect(parts.map((part) => part.number)).toEqual([null, 1, 2, null]);
  expect(parts[1]?.text).toContain("这不是第二条");
  expect(parts.map((part) => part.text).join("")).toBe(text);
});
