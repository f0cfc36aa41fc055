import { describe, expect, it } from "vitest";
import { zh } from "../text/zh";
import { en } from "../text/en";
import { me } from "../shell/session";
import { addDays, dueAt, dueWords, instantOf } from "./clock";

const NOON = instantOf("2026-11-23", "12:00");
/** Clocks end at 24:00 of their day. */
const endOf = (day: string) => instantOf(addDays(day, 1), "00:00");

describe("a clock speaks in calendar days of Shanghai", () => {
  const cases: [string, string, string, string][] = [
    ["2026-11-20", "late", "逾期 3 天", "3 days overdue"],
    ["2026-11-22", "late", "逾期 1 天", "1 day overdue"],
    ["2026-11-23", "today", "今天到期", "Due today"],
    ["2026-11-24", "soon", "还有 1 天", "1 day left"],
    ["2026-11-26", "soon", "还有 3 天", "3 days left"],
    ["2026-11-27", "calm", "还有 4 天", "4 days left"],
    ["2027-01-22", "calm", "还有 60 天", "60 days left"],
  ];
  it.each(cases)("due at the end of %s is %s: %s", (day, pressure, chinese, english) => {
    const due = dueAt(endOf(day), NOON);
    expect(due.pressure).toBe(pressure);
    expect(dueWords(due, zh.clock)).toBe(chinese);
    expect(dueWords(due, en.clock)).toBe(english);
  });

  it("runs out as many days before its end as the house has set", () => {
    const on = (warn_days: number, day: string) => {
      me.value = { warn_days } as typeof me.value;
      return dueAt(endOf("2026-11-30"), instantOf(day, "12:00")).pressure;
    };
    expect([on(7, "2026-11-22"), on(7, "2026-11-23")]).toEqual(["calm", "soon"]);
    expect([on(0, "2026-11-29"), on(0, "2026-11-30")]).toEqual(["calm", "today"]);
    me.value = null;
  });

  it("is late from the very instant it ends", () => {
    const due = instantOf("2026-11-23", "12:00");
    expect(dueAt(due, due).pressure).toBe("late");
    expect(dueWords(dueAt(due, due + 1), zh.clock)).toBe("今天逾期");
    expect(dueAt(due, due - 1).pressure).toBe("today");
  });

  it("runs out by its end before a holiday moved it, and counts the days to the later one", () => {
    const [raw, due] = [endOf("2026-10-03"), endOf("2026-10-08")];
    const on = (day: string) => dueAt(due, instantOf(day, "12:00"), raw);
    expect(on("2026-09-29").pressure).toBe("calm");
    expect(on("2026-09-30")).toEqual({ pressure: "soon", days: 8 });
    expect(on("2026-10-05")).toEqual({ pressure: "soon", days: 3 });
    expect(on("2026-10-08").pressure).toBe("today");
    expect(on("2026-10-09").pressure).toBe("late");
  });

  it("counts the small hours of China as their own day though UTC has not turned", () => {
    const smallHours = Date.parse("2026-11-22T17:00:00Z");
    expect(dueAt(endOf("2026-11-23"), smallHours).pressure).toBe("today");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});
