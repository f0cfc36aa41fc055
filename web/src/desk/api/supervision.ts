// What organs owe each other and petitioners.
import { get, post } from "@/api/http";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const supervision = {
  of: (petition: string) => get<rest.SupervisionView>(`/petitions/${id(petition)}/supervision`),
  demand: (petition: string, body: rest.NewDemand) =>
    post<rest.SupervisionView>(`/petitions/${id(petition)}/demands`, body),
  list: (box: "received" | "sent", after: string | null) =>
    get<rest.DemandList>(`/demands?${asked({ box, after })}`),
  answer: (demand: string, text: string, adopted: boolean | null) =>
    post<rest.DemandView>(`/demands/${id(demand)}/answer`, { text, adopted }),
  report: (demand: string, body: rest.CompletionReport) =>
    post<rest.DemandView>(`/demands/${id(demand)}/report`, body),
  sendBack: (demand: string, reason: string) =>
    post<rest.DemandView>(`/demands/${id(demand)}/return`, { reason }),
  lift: (demand: string, reason: string) => post<rest.DemandView>(`/demands/${id(demand)}/lift`, { reason }),
  callBack: (petition: string, level: rest.SatisfactionLevel | null, note: string) =>
    post<rest.SupervisionView>(`/petitions/${id(petition)}/call-backs`, { level, note }),
  items: (after: string | null) => get<rest.OrderedItemList>(`/action-items?${asked({ after })}`),
  conclusions: () => get<rest.UndeliveredHearing[]>("/hearings/undelivered"),
  step: (item: string, step: rest.ItemStepKind, text: string) =>
    post<rest.OrderedItem>(`/action-items/${id(item)}/steps`, { step, text }),
};

export const leader = {
  desk: () => get<rest.LeaderDesk>("/leader/desk"),
  promises: (after: string | null) => get<rest.OrderedItemList>(`/leader/promises?${asked({ after })}`),
};
