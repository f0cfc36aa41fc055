import { get, post } from "@/api/http";
import { postOver } from "../replace";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const reception = {
  roster: (from: string, to: string) => get<rest.Roster>(`/reception/days?from=${from}&to=${to}`),
  putLeader: (body: rest.PutLeader, before: rest.LeaderView | undefined) =>
    before === undefined
      ? post<rest.LeaderView>("/reception/leaders", body)
      : postOver<rest.LeaderView>("/reception/leaders", before.tag, body),
  planSeries: (body: rest.PlanSeries) => post<rest.PlannedSeries>("/reception/series", body),
  plan: (body: rest.PlanDay) => post<rest.ReceptionDay>("/reception/days", body),
  change: (day: rest.ReceptionDay, change: rest.ReceptionChange) =>
    post<rest.ReceptionDay>(`/reception/days/${id(day.id)}`, { version: day.version, change }),
  complianceFile: (day: string, lang: string) => `/api/reception/compliance/export?day=${day}&lang=${lang}`,
  compliance: (day: string) => get<rest.ComplianceReport>(`/reception/compliance?day=${day}`),
  mine: (after: string | null) => get<rest.MyContractList>(`/contracts?${asked({ after })}`),
  letters: (after: string | null) => get<rest.PetitionList>(`/letters?${asked({ after })}`),
  mailboxes: (place: string) => get<rest.MailboxLeader[]>(`/leader-mailboxes?place=${id(place)}`),
  contracts: (petition: string) => get<rest.ContractList>(`/petitions/${id(petition)}/contracts`),
  take: (petition: string, leader: string) =>
    post<rest.ContractList>(`/petitions/${id(petition)}/contracts`, { kind: "take", leader }),
  end: (petition: string, leader: string, reason: string) =>
    post<rest.ContractList>(`/petitions/${id(petition)}/contracts`, { kind: "end", leader, reason }),
};
