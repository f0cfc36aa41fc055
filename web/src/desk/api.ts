// Every call the desk makes, by name.
import { del, get, post, upload } from "@/api/http";
import type * as rest from "./rest";

const id = encodeURIComponent;

export const session = {
  me: () => get<rest.Me>("/session"),
  signIn: (username: string, password: string) => post<rest.Me>("/session", { username, password }),
  signOut: () => del("/session"),
};

export interface PetitionFilter {
  state: string;
  search: string;
}

export const petitions = {
  list(filter: PetitionFilter, after: string | null, limit = 50) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (filter.state !== "") query.set("state", filter.state);
    if (filter.search !== "") query.set("search", filter.search);
    if (after !== null) query.set("after", after);
    return get<rest.PetitionList>(`/petitions?${query}`);
  },
  one: (petition: string) => get<rest.PetitionDetail>(`/petitions/${id(petition)}`),
  timeline: (petition: string) => get<rest.TimelineEvent[]>(`/petitions/${id(petition)}/timeline`),
  register: (body: rest.NewPetition) => post<rest.Registered>("/petitions", body),
  transition: (petition: string, version: number, transition: rest.Transition) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/transitions`, { version, transition }),
  renewCode: (petition: string) => post<rest.QueryCode>(`/petitions/${id(petition)}/query-code`),
  attach(petition: string, file: File, progress: (done: number) => void) {
    const form = new FormData();
    form.append("file", file);
    return upload<rest.AttachmentView>(`/petitions/${id(petition)}/attachments`, form, progress);
  },
  attachmentUrl: (attachment: string) => `/api/attachments/${id(attachment)}`,
};

export const hearings = {
  ofDay: (day: string) => get<rest.HearingRow[]>(`/hearings?day=${day}`),
  one: (hearing: string) => get<rest.HearingDetail>(`/hearings/${id(hearing)}`),
  schedule: (petition: string, body: rest.NewHearing) =>
    post<rest.HearingDetail>(`/petitions/${id(petition)}/hearings`, body),
  check: (petition: string, body: rest.NewHearing) =>
    post<rest.HearingCheck>(`/petitions/${id(petition)}/hearings/check`, body),
  link: (hearing: string, seat: string) =>
    post<rest.SeatLink>(`/hearings/${id(hearing)}/seats/${id(seat)}/link`),
  deviceToken: (hearing: string, seat: string) =>
    post<rest.DeviceAccess>(`/hearings/${id(hearing)}/seats/${id(seat)}/device-token`),
  revokeDeviceToken: (hearing: string, seat: string) =>
    del(`/hearings/${id(hearing)}/seats/${id(seat)}/device-token`),
  cancel: (hearing: string, reason: string) =>
    post<rest.HearingDetail>(`/hearings/${id(hearing)}/cancel`, { reason }),
  postpone: (hearing: string, reason: string, to: { starts_at: number; ends_at: number } | null) =>
    post<rest.HearingDetail>(`/hearings/${id(hearing)}/postpone`, { reason, ...to }),
  minutes: (hearing: string) => get<rest.MinutesView>(`/hearings/${id(hearing)}/minutes`),
  lines: (hearing: string) => get<rest.HearingLines>(`/hearings/${id(hearing)}/lines`),
  quality: (hearing: string) => get<rest.QualityReport>(`/hearings/${id(hearing)}/quality`),
  issue: (hearing: string, outcome: rest.NewOutcome) =>
    post<rest.HearingDetail>(`/hearings/${id(hearing)}/outcome`, outcome),
  signing: (hearing: string) => get<rest.SigningView>(`/hearings/${id(hearing)}/signing`),
  takePaper(hearing: string, seat: string, file: File) {
    const form = new FormData();
    form.append("file", file);
    return upload<void>(`/hearings/${id(hearing)}/seats/${id(seat)}/paper-signature`, form, () => undefined);
  },
  packageUrl: (hearing: string) => `/api/hearings/${id(hearing)}/package`,
  publish: (hearing: string) => post<rest.HearingDetail>(`/hearings/${id(hearing)}/publish`),
};

/** Lists for forms change seldom: each is fetched once for as long as the page lives. */
function once<T>(path: string): () => Promise<T> {
  let held: Promise<T> | null = null;
  return () => {
    held ??= get<T>(path).catch((error: unknown) => {
      held = null;
      throw error;
    });
    return held;
  };
}

export const lists = {
  divisions: once<rest.Division[]>("/divisions"),
  agencies: once<rest.AgencyRow[]>("/agencies"),
  rooms: once<rest.RoomRow[]>("/rooms"),
  staff: once<rest.StaffRow[]>("/staff"),
};
