// What the desk asks about the time before a hearing, by name; shapes as `make gen` writes them.
import { get, post } from "@/api/http";
import type { components } from "@/api/schema";
import { asked } from "./api";

type Schemas = components["schemas"];
export type HearingRequest = Schemas["HearingRequestView"];
export type HearingRequestList = Schemas["HearingRequestList"];
export type NewHearingRequest = Schemas["NewHearingRequest"];
export type RequestStep = Schemas["RequestStepBody"];
export type Schedules = Schemas["Schedules"];
export type ScheduleRow = Schemas["ScheduleRow"];
export type TakenSpan = Schemas["TakenSpan"];
export type FreeSlot = Schemas["FreeSlot"];
export type SeatNotices = Schemas["SeatNotices"];
export type NoticeReceipt = Schemas["ReceiptRequest"];
export type NoticeAnswer = Schemas["NoticeAnswer"];
export type QueueView = Schemas["QueueView"];
export type Ticket = Schemas["TicketView"];
export type TakeNumber = Schemas["TakeNumber"];
export type TicketStep = Schemas["TicketStepBody"];
export type QueueScreen = Schemas["QueueScreen"];
export type RoomScreens = Schemas["RoomScreens"];
export type ScreenRow = Schemas["ScreenRow"];

const id = encodeURIComponent;

export const requests = {
  list: (box: "open" | "settled" | "sent", after: string | null) =>
    get<HearingRequestList>(`/hearing-requests?${asked({ box, after })}`),
  one: (request: string) => get<HearingRequest>(`/hearing-requests/${id(request)}`),
  of: (petition: string) => get<HearingRequest[]>(`/petitions/${id(petition)}/hearing-requests`),
  make: (petition: string, body: NewHearingRequest) =>
    post<HearingRequest>(`/petitions/${id(petition)}/hearing-requests`, body),
  step: (request: HearingRequest, step: RequestStep) =>
    post<HearingRequest>(`/hearing-requests/${id(request.id)}/steps`, { version: request.version, step }),
};

export const schedules = {
  taken: (from: string, to: string) => get<Schedules>(`/schedules?from=${from}&to=${to}`),
  free(from: string, to: string, minutes: number, rooms: readonly string[], staff: readonly string[]) {
    const query = new URLSearchParams({ from, to, minutes: String(minutes) });
    query.set("rooms", rooms.join(","));
    query.set("staff", staff.join(","));
    return get<FreeSlot[]>(`/schedules/free?${query}`);
  },
  mineUrl: "/api/schedules/mine.ics",
  hearingUrl: (hearing: string) => `/api/hearings/${id(hearing)}/calendar.ics`,
};

export const notices = {
  of: (hearing: string) => get<SeatNotices[]>(`/hearings/${id(hearing)}/notices`),
  remind: (hearing: string) => post<SeatNotices[]>(`/hearings/${id(hearing)}/notices/remind`, {}),
  answer: (hearing: string, body: NoticeReceipt) =>
    post<SeatNotices[]>(`/hearings/${id(hearing)}/notices/receipt`, body),
};

export const queues = {
  of: (day: string) => get<QueueView>(`/reception/days/${id(day)}/queue`),
  take: (day: string, body: TakeNumber) => post<Ticket>(`/reception/days/${id(day)}/queue`, body),
  next: (day: string, window: string) => post<QueueView>(`/reception/days/${id(day)}/queue/next`, { window }),
  step: (ticket: Ticket, step: TicketStep) =>
    post<QueueView>(`/queue-tickets/${id(ticket.id)}/steps`, { version: ticket.version, step }),
  screen: (day: string) => get<QueueScreen>(`/queue-screens/${id(day)}`),
};

/** Televisions of a reception room. */
export const screens = {
  of: (room: string) => get<RoomScreens>(`/rooms/${id(room)}/screens`),
  pair: (room: string, code: string, name: string) => post<ScreenRow>(`/rooms/${id(room)}/screens`, { code, name }),
  revoke: (room: string, screen: string, reason: string) =>
    post<ScreenRow>(`/rooms/${id(room)}/screens/${id(screen)}/revoke`, { reason }),
};
