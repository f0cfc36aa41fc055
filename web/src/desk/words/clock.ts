// How long is left, in the words a clerk would use. Days are calendar days of China, wherever the
// browser thinks it is: the clocks of the Regulation end at 24:00 local time.
import { daysUntil, isoDay } from "@/i18n/dates";
import { me } from "../shell/session";

const DAY_MS = 86_400_000;

/** Clocks due within so many days are shown as running out: the house has set it. */
const soonDays = () => me.value?.warn_days ?? 3;

export type Pressure = "late" | "today" | "soon" | "calm";

export interface Due {
  pressure: Pressure;
  /** Whole calendar days: left when not late, past when late. */
  days: number;
}

/** The instant of a day (YYYY-MM-DD) and a time of day (HH:MM) in China. */
export function instantOf(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00+08:00`);
}

/** The day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return isoDay(instantOf(day, "12:00") + days * DAY_MS);
}

/** How pressing a clock is at `now`. It runs out by `raw`, its end before that moved over a holiday, and is late by `due`. */
export function dueAt(due: number, now: number, raw = due): Due {
  // A clock that ends at 24:00 ends on the day before that midnight.
  const days = daysUntil(due - 1, now);
  if (now >= due) return { pressure: "late", days: Math.max(0, -days) };
  if (days === 0) return { pressure: "today", days };
  return { pressure: daysUntil(raw - 1, now) <= soonDays() ? "soon" : "calm", days };
}

export interface ClockText {
  left: (days: number) => string;
  late: (days: number) => string;
  today: string;
  lateToday: string;
}

/** 还有 3 天 / 今天到期 / 逾期 2 天. */
export function dueWords(due: Due, text: ClockText): string {
  switch (due.pressure) {
    case "late":
      return due.days === 0 ? text.lateToday : text.late(due.days);
    case "today":
      return text.today;
    case "soon":
    case "calm":
      return text.left(due.days);
  }
}
