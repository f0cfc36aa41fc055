// What comes in by other programs, and what they are told.
import { del, get, post } from "@/api/http";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const intake = {
  waiting: (after: string | null) => get<rest.WaitingList>(`/intake?${asked({ after })}`),
  counts: () => get<rest.WaitingCounts>("/intake/counts"),
  register: (item: string, body: rest.IntakeItemBody) =>
    post<rest.IntakeReceipt>(`/intake/${id(item)}/register`, body),
  discard: (item: string, reason: string) =>
    post<rest.IntakeReceipt>(`/intake/${id(item)}/discard`, { reason }),
  discarded: (after: string | null) => get<rest.WaitingList>(`/intake/discarded?${asked({ after })}`),
  takeUp: (item: string, reason: string) =>
    post<rest.IntakeReceipt>(`/intake/${id(item)}/take-up`, { reason }),
};

export const interfaces = {
  clients: () => get<rest.ApiClient[]>("/clients"),
  addClient: (body: rest.NewClient) => post<rest.MadeClient>("/clients", body),
  renewClient: (client: string, what: rest.NewCredentials) =>
    post<rest.MadeCredentials>(`/clients/${id(client)}/credentials`, what),
  revokeClient: (client: string) => del(`/clients/${id(client)}`),
  webhooks: () => get<rest.WebhookView[]>("/webhooks"),
  addWebhook: (body: rest.NewWebhook) => post<rest.MadeWebhook>("/webhooks", body),
  stopWebhook: (webhook: string) => del(`/webhooks/${id(webhook)}`),
  failures: (after: string | null) => get<rest.DeliveryList>(`/deliveries/failed?${asked({ after })}`),
  /** Nothing is left to do about it. */
  dismiss: (delivery: string, reason: string) => post<void>(`/deliveries/${id(delivery)}/dismiss`, { reason }),
  retry: (delivery: string) => post<void>(`/deliveries/${id(delivery)}/retry`),
};
