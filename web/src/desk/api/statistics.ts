import { get, post } from "@/api/http";
import type * as rest from "../rest";
import { asked, id } from "./path";

export interface StatisticsPeriod {
  from: string;
  to: string;
}

export interface StatisticsQuery extends StatisticsPeriod {
  division: string;
  /** A period to compare with. */
  against_from?: string;
  against_to?: string;
}

/** A cell of a table: what its row was told apart by, and its values there; of what is undetermined there is none. */
export type StatisticsCell = Partial<Record<"by" | "place" | "agency" | "class" | "channel" | "month" | "leader" | "hearing_kind" | "level", string>>;

export const statistics = {
  table: (query: StatisticsQuery, by: string) => get<rest.StatisticsTable>(`/statistics?${asked({ ...query, by })}`),
  exportUrl: (query: StatisticsQuery, by: string, lang: string) => `/api/statistics/export?${asked({ ...query, by, lang })}`,
  behind: (
    indicator: string,
    part: string,
    { division, from, to }: StatisticsQuery,
    cell: StatisticsCell,
    after: string | null,
  ) =>
    get<rest.BehindNumber>(
      `/statistics/${id(indicator)}/petitions?${asked({ division, from, to, ...cell, part, after })}`,
    ),
  yearly: (division: string, year: number) =>
    get<rest.YearlyReport>(`/statistics/yearly?${asked({ division, year: String(year) })}`),
  yearlyUrl: (division: string, year: number, lang: string) =>
    `/api/statistics/yearly/export?${asked({ division, year: String(year), lang })}`,
  warnings: (division: string, after: string | null) =>
    get<rest.WarningList>(`/statistics/warnings?${asked({ division, after })}`),
  behindWarning: (division: string, key: string, after: string | null) =>
    post<rest.BehindNumber>(
      `/statistics/warnings/petitions?${asked({ after })}`,
      division === "" ? { key } : { division, key },
    ),
  takeCharge: (division: string, key: string) =>
    post<rest.WarningView>("/statistics/warnings", division === "" ? { key } : { division, key }),
  screen: (division: string) => get<rest.Screen>(`/statistics/screen?${asked({ division })}`),
};
