// Numbers of indicators as people read them, and periods as people choose them.
import { isoDay, lang, words as shared } from "@/i18n";
import type { StatisticsCell, StatisticsQuery } from "../api";
import { last } from "../parts/last";
import type { By, IndicatorId, IndicatorRate, IndicatorView, StatisticsRow } from "../rest";
import { record, t, wordFor } from "../text";

/** Cards by group, in the order of the page. */
export const GROUPS: readonly (readonly [keyof typeof t.value.statistics.groups, readonly IndicatorId[]])[] = [
  ["volume", ["petitions", "persons", "online_share", "repeat_share", "group_visits", "group_visit_persons"]],
  ["time", ["timely_routing", "timely_acceptance", "timely_decision", "on_time_completion", "extension_share", "handling_days"]],
  ["result", ["reply_share", "closed_share", "first_time_resolution", "settled_at_base", "review_share", "rereview_share", "reworks", "rework_on_time"]],
  [
    "hearings",
    [
      "sessions",
      "session_cases",
      "session_persons",
      "video_sessions",
      "hearing_share",
      "settled_after_hearing",
      "mediation_settled",
      "contracts",
      "contracts_settled",
      "items_on_time",
    ],
  ],
  [
    "supervision",
    [
      "participation",
      "satisfaction_bureau",
      "satisfaction_unit",
      "fully_satisfied_bureau",
      "fully_satisfied",
      "urgent",
      "urgent_seen",
      "supervised_share",
      "supervision_answered",
      "recommendations_answered",
    ],
  ],
];

export function inLang(text: { zh: string; en: string }): string {
  return lang.value === "zh" ? text.zh : text.en;
}

/** 97.2 %, 1,234, 12.5 天, or that there is no data yet. */
export function valueText(indicator: Pick<IndicatorView, "unit">, rate: IndicatorRate | undefined): string {
  const value = rate?.value;
  if (value === null || value === undefined) return t.value.statistics.noData;
  switch (indicator.unit) {
    case "count":
      return grouped(value);
    case "share":
      return percent(value);
    case "days":
      return t.value.statistics.days(value.toFixed(1));
  }
}

export function grouped(value: number): string {
  return new Intl.NumberFormat("en").format(value);
}

export function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}

/** What a row is called. */
export function rowName(row: StatisticsRow, division: string): string {
  const words = t.value.statistics;
  const parts = [
    row.division === division ? words.here : (row.division_name ?? row.division),
    row.agency_name,
    row.class === null ? null : wordFor(record.value.contentClass, row.class),
    row.channel === null ? null : wordFor(record.value.channel, row.channel),
    row.month === null || row.month_before === null ? row.month : words.months(row.month, row.month_before),
    row.leader_name,
    row.hearing_kind === null ? null : shared.value.hearingKind[row.hearing_kind],
    row.level === null ? null : shared.value.level[row.level],
  ];
  return parts.filter((part) => part !== null && part !== "").join(" · ") || words.nobody;
}

/** The cell a row's numbers stand in, to ask for the petitions behind them. */
export function cellOf(row: StatisticsRow, by: readonly By[]): StatisticsCell {
  return {
    by: by.join(","),
    place: row.division ?? undefined,
    agency: row.agency ?? undefined,
    class: row.class ?? undefined,
    channel: row.channel ?? undefined,
    month: row.month ?? undefined,
    leader: row.leader ?? undefined,
    hearing_kind: row.hearing_kind ?? undefined,
    level: row.level ?? undefined,
  };
}

/** The same in the period it is compared with. */
export function cellBefore(row: StatisticsRow, by: readonly By[]): StatisticsCell {
  return { ...cellOf(row, by), month: row.month_before ?? undefined };
}

/** From the first month that has a row to the last, those between that have none too: a line breaks there. */
export function monthly(rows: readonly StatisticsRow[]): { month: string; row: StatisticsRow | undefined }[] {
  const known = new Map(rows.map((row) => [row.month ?? "", row]));
  const months = [...known.keys()].filter((month) => month !== "").sort();
  const number = (month: string) => {
    const [year = 0, of = 1] = month.split("-").map(Number);
    return year * 12 + of - 1;
  };
  const [from, to] = [months[0], last(months)];
  if (from === undefined || to === undefined) return [];
  return Array.from({ length: number(to) - number(from) + 1 }, (_, nth) => {
    const at = number(from) + nth;
    const month = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    return { month, row: known.get(month) };
  });
}

export type Preset = "month" | "lastMonth" | "quarter" | "year";

/** First and last day of a period that has a name; `today` is YYYY-MM-DD in China. */
export function preset(name: Preset, today: string): Pick<StatisticsQuery, "from" | "to"> {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const first = (back: number) => isoDay(Date.UTC(year, month - 1 - back, 1, 4));
  switch (name) {
    case "month":
      return { from: first(0), to: today };
    case "lastMonth":
      return { from: first(1), to: isoDay(Date.UTC(year, month - 1, 0, 4)) };
    case "quarter":
      return { from: first(2), to: today };
    case "year":
      return { from: `${year}-01-01`, to: today };
  }
}

/** Whether bars of several rows may be compared: a share and a mean can, whatever the rows' sizes. */
export function barShare(value: number | null, most: number): number {
  return value === null || most <= 0 ? 0 : Math.min(1, value / most);
}

export const BYS: readonly By[] = ["division", "month", "class", "agency", "channel", "leader", "hearing_kind", "level"];

/** What rows are told apart by at once, at most. */
export const MOST_BYS = 3;

/** What an address tells rows apart by: known words, each once; by division if there is none. */
export function bysOf(text: string): By[] {
  const words = text.split(",");
  const known = BYS.filter((one) => words.includes(one)).sort((a, b) => words.indexOf(a) - words.indexOf(b));
  return known.length > 0 ? known.slice(0, MOST_BYS) : ["division"];
}

/** Rows that only hearings and contracts fall into; of all else they say nothing. */
export function isOfHearings(by: By): boolean {
  return by === "leader" || by === "hearing_kind" || by === "level";
}
