import { expect, it } from "vitest";
import { begins } from "./begins";

const at = Date.parse("2026-11-26T09:00:00+08:00");
const say = { starts: "会议 {time} 开始", startsIn: "离开始还有 {time}" };

it.each([
  [-24 * 60, "会议 2026年11月26日（周四）09:00 开始"],
  [-5, "离开始还有 05:00"],
  [0, "会议 09:00 开始"],
  [5, "会议 09:00 开始"],
])("who waits %i minutes from the beginning reads: %s", (minutes, said) => {
  expect(begins(at, at + minutes * 60_000, say)).toBe(said);
});
