// A period beside another: which one, and what became of a number.
import type { StatisticsPeriod, StatisticsQuery } from "../api";
import type { ComparedRate, IndicatorView } from "../rest";
import { t } from "../text";
import { grouped, percent } from "./numbers";

/** With nothing, the period before (环比), the same of the year before (同比), days of one's own. */
export const AGAINST = ["none", "previous", "lastYear", "own"] as const;
export type Against = (typeof AGAINST)[number];

interface Day {
  year: number;
  /** From 1. */
  month: number;
  day: number;
}

const DAY_MS = 86_400_000;
const read = (iso: string): Day => {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  return { year, month, day };
};
const last = ({ year, month }: Day) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const written = (at: Date) => at.toISOString().slice(0, 10);

/** So many months earlier: the last day of a month stays one, and no day is beyond its month. */
function monthsBefore(iso: string, months: number, isEnd: boolean): string {
  const day = read(iso);
  const first = new Date(Date.UTC(day.year, day.month - 1 - months, 1));
  const target = { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: 1 };
  const most = last(target);
  first.setUTCDate(isEnd && day.day === last(day) ? most : Math.min(day.day, most));
  return written(first);
}

/** The period to compare with: from the first of a month in whole months, else just as many days before. */
export function beside(against: "previous" | "lastYear", { from, to }: StatisticsPeriod): StatisticsPeriod {
  if (against === "lastYear") return { from: monthsBefore(from, 12, false), to: monthsBefore(to, 12, true) };
  const [first, end] = [read(from), read(to)];
  if (first.day === 1) {
    const months = (end.year - first.year) * 12 + end.month - first.month + 1;
    return { from: monthsBefore(from, months, false), to: monthsBefore(to, months, true) };
  }
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  const back = (iso: string) => written(new Date(Date.parse(iso) - days * DAY_MS));
  return { from: back(from), to: back(to) };
}

/** What the API is asked with; days of one's own count once both are there. */
export function againstOf(against: Against, query: StatisticsQuery): Pick<StatisticsQuery, "against_from" | "against_to"> {
  if (against === "none") return {};
  if (against === "own") {
    const { against_from, against_to } = query;
    return against_from && against_to ? { against_from, against_to } : {};
  }
  const { from, to } = beside(against, query);
  return { against_from: from, against_to: to };
}

/** Whether both touch as many calendar months: rows by month are set beside each other by their order. */
export function hasAsManyMonths(
  query: StatisticsPeriod,
  against: Pick<StatisticsQuery, "against_from" | "against_to">,
): boolean {
  const { against_from, against_to } = against;
  if (!against_from || !against_to) return true;
  const number = ({ year, month }: Day) => year * 12 + month;
  const months = (from: string, to: string) => number(read(to)) - number(read(from));
  return months(query.from, query.to) === months(against_from, against_to);
}

/** +5（+11.1%）, +1.2 个百分点, −3 天; or that one of the two is not known. */
export function differenceText(indicator: Pick<IndicatorView, "unit">, compared: ComparedRate): string {
  const words = t.value.statistics;
  const { difference, growth } = compared;
  if (difference === null) return words.incomparable;
  switch (indicator.unit) {
    case "share":
      return words.points(signed(difference * 100, (n) => n.toFixed(1)));
    case "days":
      return grown(words.days(signed(difference, (n) => n.toFixed(1))), growth);
    case "count":
      return grown(signed(difference, grouped), growth);
  }
}

function grown(difference: string, growth: number | null): string {
  return growth === null ? difference : t.value.statistics.grown(difference, signed(growth, percent));
}

function signed(number: number, text: (of: number) => string): string {
  const size = text(Math.abs(number));
  if (size === text(0)) return size;
  return number < 0 ? `−${size}` : `+${size}`;
}
