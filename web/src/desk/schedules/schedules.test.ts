import { expect, it } from "vitest";
import type { TakenSpan } from "../before";
import { byDay, ofDay, spanWords } from "./schedules";

const at = (text: string) => Date.parse(`${text}:00+08:00`);
const span = (from: string, to: string, more: Partial<TakenSpan> = {}): TakenSpan => ({
  starts_at: at(from),
  ends_at: at(to),
  number: "TJ1",
  hearing: null,
  title: null,
  place: null,
  clash: false,
  ...more,
});

it("shows a hearing on each day it touches, in China", () => {
  const late = span("2026-11-23T23:30", "2026-11-24T00:30");
  const early = span("2026-11-24T08:00", "2026-11-24T09:00");
  expect(ofDay([late, early], "2026-11-23")).toEqual([late]);
  expect(ofDay([late, early], "2026-11-24")).toEqual([late, early]);
  expect(ofDay([late, early], "2026-11-25")).toEqual([]);
});

it("names a hearing by its title only to those who may see it", () => {
  const text = { reception: (place: string) => `接待日 ${place}`, other: (number: string) => `接访 ${number}` };
  const day = ["2026-11-23T09:00", "2026-11-23T10:00"] as const;
  expect(spanWords(span(...day, { title: "供暖问题" }), text)).toBe("供暖问题");
  expect(spanWords(span(...day), text)).toBe("接访 TJ1");
  expect(spanWords(span(...day, { number: null, place: "一楼" }), text)).toBe("接待日 一楼");
});

it("gathers free slots by day", () => {
  const slots = ["2026-11-23T09:00", "2026-11-23T09:30", "2026-11-24T09:00"].map((from) => ({
    starts_at: at(from),
    ends_at: at(from) + 3_600_000,
  }));
  expect(byDay(slots).map(([day, of]) => [day, of.length])).toEqual([
    ["2026-11-23", 2],
    ["2026-11-24", 1],
  ]);
});
