import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../parts/show";
import ConclusionDue from "./ConclusionDue.vue";

/** 2026-12-03 24:00 in China. */
const DUE = Date.parse("2026-12-04T00:00:00+08:00");
const DAY = 86_400_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a conclusion that is due", () => {
  it.each([
    [-5 * DAY - 1, "还有 5 天", "calm", false],
    [-1, "今天", "today", false],
    [2 * DAY, "逾期", "late", true],
  ])("says how long is left, and the last day it may be delivered: %i", (later, words, pressure, overdue) => {
    vi.setSystemTime(DUE + later);
    const delivery = { due: DUE, announced: true, delivered_at: null, way: null, overdue };
    const { page, gone } = show(ConclusionDue, { delivery });
    expect(page.querySelector("strong")?.textContent).toContain(words);
    expect(page.querySelector("strong")?.className).toContain(pressure);
    expect(page.textContent).toMatch(/12月3日/);
    gone();
  });

  it("has a key for who may say that it was handed over, until it is delivered", () => {
    vi.setSystemTime(DUE);
    for (const [way, mayDeliver, key] of [
      [null, true, true],
      [null, false, false],
      ["post", true, false],
    ] as const) {
      const delivery = { due: DUE, announced: true, delivered_at: way && DUE - 2 * DAY, way, overdue: false };
      const { page, gone } = show(ConclusionDue, { delivery, mayDeliver });
      expect(page.querySelector("[data-do=deliver]") !== null).toBe(key);
      if (way) expect(page.textContent).toMatch(/12月2日（周三） 邮寄送达/);
      gone();
    }
  });
});
