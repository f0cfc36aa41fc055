// What organs owe each other and petitioners.
import { get, post } from "@/api/http";
import { upload } from "@/api/upload";
import { postOver } from "../replace";
import type * as rest from "../rest";
import { asked, id } from "./path";

function formOf(file: File): FormData {
  const form = new FormData();
  form.append("file", file);
  return form;
}

/** What was read of something, and is answered. */
type Read = Pick<rest.OrderedItem | rest.DemandView, "id" | "tag">;

export const supervision = {
  of: (petition: string) => get<rest.SupervisionView>(`/petitions/${id(petition)}/supervision`),
  demand: (petition: string, body: rest.NewDemand) =>
    post<rest.SupervisionView>(`/petitions/${id(petition)}/demands`, body),
  list: (box: "received" | "sent", after: string | null) =>
    get<rest.DemandList>(`/demands?${asked({ box, after })}`),
  answer: (read: Read, text: string, adopted: boolean | null, files: string[]) =>
    postOver<rest.DemandView>(`/demands/${id(read.id)}/answer`, read.tag, { text, adopted, files }),
  /** A file that goes with the answer, or with the completion report. */
  bring: (demand: string, file: File, progress: (done: number) => void, cancel: AbortSignal) =>
    upload<rest.AttachmentView>(`/demands/${id(demand)}/files`, formOf(file), progress, cancel),
  report: (read: Read, body: rest.CompletionReport) =>
    postOver<rest.DemandView>(`/demands/${id(read.id)}/report`, read.tag, body),
  sendBack: (read: Read, reason: string) =>
    postOver<rest.DemandView>(`/demands/${id(read.id)}/return`, read.tag, { reason }),
  lift: (read: Read, reason: string) => postOver<rest.DemandView>(`/demands/${id(read.id)}/lift`, read.tag, { reason }),
  callBack: (petition: string, body: rest.NewCallBack) =>
    post<rest.SupervisionView>(`/petitions/${id(petition)}/call-backs`, body),
  items: (after: string | null) => get<rest.OrderedItemList>(`/action-items?${asked({ after })}`),
  conclusions: (after: string | null) => get<rest.UndeliveredList>(`/hearings/undelivered?${asked({ after })}`),
  step: (read: Read, step: rest.ItemStepKind, text: string, files: string[]) =>
    postOver<rest.OrderedItem>(`/action-items/${id(read.id)}/steps`, read.tag, { step, text, files }),
  /** A file that shows how it goes on, or that it is done. */
  show: (item: string, file: File, progress: (done: number) => void, cancel: AbortSignal) =>
    upload<rest.AttachmentView>(`/action-items/${id(item)}/files`, formOf(file), progress, cancel),
};

export const leader = {
  desk: () => get<rest.LeaderDesk>("/leader/desk"),
  promises: (after: string | null) => get<rest.OrderedItemList>(`/leader/promises?${asked({ after })}`),
};
