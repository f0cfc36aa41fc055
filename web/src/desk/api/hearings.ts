import { del, get, post, postSurely, put } from "@/api/http";
import { upload } from "@/api/upload";
import type { AgendaPhase } from "@/wire";
import { postOver, putOver } from "../replace";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const hearings = {
  ofDay: (day: string) => get<rest.HearingRow[]>(`/hearings?day=${day}`),
  /** The open socket of a seat is held by the sign-in of now: the ticket is not used. */
  sitOn: (hearing: string, seat: string) => postSurely<unknown>("/tickets", { hearing, seat }, new AbortController()),
  /** For one's own seat: not to record, and to keep the rules of the room. */
  /** `starts_at`: the day for which it is promised, as the page has it. */
  promise: (hearing: string, starts_at: number) => post<void>(`/hearings/${id(hearing)}/own-seat/promise`, { starts_at }),
  one: (hearing: string) => get<rest.HearingDetail>(`/hearings/${id(hearing)}`),
  /** With what the media of one's own seat will need. */
  atTheDoor: (hearing: string) => get<rest.HearingDetail>(`/hearings/${id(hearing)}?door=true`),
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
  cancel: (read: rest.HearingDetail, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/cancel`, read.tag, { reason }),
  convert: (read: rest.HearingDetail, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/in-person`, read.tag, { reason }),
  adjourn: (read: rest.HearingDetail, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/adjourn`, read.tag, { reason }),
  leftOpen: (after: string | null) => get<rest.LeftOpenList>(`/hearings/left-open?${asked({ after })}`),
  postpone: (read: rest.HearingDetail, reason: string, to: { starts_at: number; ends_at: number } | null) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/postpone`, read.tag, { reason, ...to }),
  changeAgenda: (read: rest.HearingDetail, agenda: rest.PlannedPhase[]) =>
    putOver<rest.HearingDetail>(`/hearings/${id(read.id)}/agenda`, read.tag, { agenda }),
  unconfirmed: () => get<rest.UnconfirmedHearing[]>("/hearings/unconfirmed"),
  addSeat: (read: rest.HearingDetail, seat: rest.NewSeat) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/seats`, read.tag, seat),
  replaceSeat: (read: rest.HearingDetail, seat: string, body: rest.ReplaceRequest) =>
    putOver<rest.HearingDetail>(`/hearings/${id(read.id)}/seats/${id(seat)}`, read.tag, body),
  withdrawSeat: (read: rest.HearingDetail, seat: string, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/seats/${id(seat)}/withdraw`, read.tag, { reason }),
  minutes: (hearing: string) => get<rest.MinutesView>(`/hearings/${id(hearing)}/minutes`),
  recordings: (hearing: string) => get<rest.HearingRecordings>(`/hearings/${id(hearing)}/recordings`),
  keepRecordings: (hearing: string, tag: string, body: rest.KeepingRequest) =>
    putOver<rest.HearingRecordings>(`/hearings/${id(hearing)}/recordings/keeping`, tag, body),
  destroyRecordings: (hearing: string, reason: string) =>
    post<rest.HearingRecordings>(`/hearings/${id(hearing)}/recordings/destroy`, { reason }),
  exportRecordings: (hearing: string, reason: string) =>
    post<rest.HearingRecordings>(`/hearings/${id(hearing)}/recordings/exports`, { reason }),
  exportUrl: (hearing: string, film: string) => `/api/hearings/${id(hearing)}/recordings/exports/${id(film)}`,
  /** All of them as they were recorded, in one ZIP. */
  recordingsArchiveUrl: (hearing: string, reason: string) =>
    `/api/hearings/${id(hearing)}/recordings/archive?${asked({ reason })}`,
  /** Closes its file; without an outcome with a reason. */
  archive: (hearing: string, reason: string | null) => post<rest.HearingDetail>(`/hearings/${id(hearing)}/archive`, { reason }),
  unarchived: (after: string | null) => get<rest.UnarchivedList>(`/hearings/unarchived?${asked({ after })}`),
  recordingsDue: () => get<rest.DueRecordings>("/recordings/due"),
  recordingUrl: (hearing: string, recording: string) => `/api/hearings/${id(hearing)}/recordings/${id(recording)}`,
  presiding: (hearing: string) => get<rest.PresidingDetail>(`/hearings/${id(hearing)}/presiding`),
  planPresiding: (hearing: string, tag: string, plan: rest.PresidingPlan) =>
    putOver<rest.PresidingDetail>(`/hearings/${id(hearing)}/presiding`, tag, plan),
  lines: (hearing: string) => get<rest.HearingLines>(`/hearings/${id(hearing)}/lines`),
  quality: (hearing: string) => get<rest.QualityReport>(`/hearings/${id(hearing)}/quality`),
  issue: (hearing: string, outcome: rest.NewOutcome) =>
    post<rest.HearingDetail>(`/hearings/${id(hearing)}/outcome`, outcome),
  talks: (hearing: string) => get<rest.TalkRow[]>(`/hearings/${id(hearing)}/talks`),
  signing: (hearing: string, paper: "minutes" | "agreement") =>
    get<rest.SigningView>(`/hearings/${id(hearing)}/signing?paper=${paper}`),
  itemProposals: (hearing: string) => get<rest.ItemProposal[]>(`/hearings/${id(hearing)}/item-proposals`),
  takePaper(hearing: string, seat: string, file: File, on: rest.SignedVersion) {
    const form = new FormData();
    form.append("file", file);
    return upload<void>(`/hearings/${id(hearing)}/seats/${id(seat)}/paper-signature?${asked(on)}`, form, () => undefined);
  },
  takeProxy(hearing: string, seat: string, proxy: { name: string; reason: string; strokes: string; file: File }, on: rest.SignedVersion) {
    const form = new FormData();
    // The file last: what goes before it is checked first.
    for (const field of ["name", "reason", "strokes", "file"] as const) form.append(field, proxy[field]);
    return upload<void>(`/hearings/${id(hearing)}/seats/${id(seat)}/proxy-signature?${asked(on)}`, form, () => undefined);
  },
  exhibits: (hearing: string) => get<rest.ExhibitRow[]>(`/hearings/${id(hearing)}/exhibits`),
  exhibitUrl: (hearing: string, exhibit: string) => `/api/hearings/${id(hearing)}/exhibits/${id(exhibit)}`,
  chat: (hearing: string) => get<rest.ChatRow[]>(`/hearings/${id(hearing)}/chat`),
  packageUrl: (hearing: string) => `/api/hearings/${id(hearing)}/package`,
  publish: (hearing: string) => post<rest.HearingDetail>(`/hearings/${id(hearing)}/publish`),
  unpublish: (hearing: string, reason: string) => post<rest.HearingDetail>(`/hearings/${id(hearing)}/unpublish`, { reason }),
  correct: (hearing: string, correction: rest.OutcomeCorrection) =>
    post<rest.HearingDetail>(`/hearings/${id(hearing)}/outcome/correction`, correction),
  delivered(hearing: string, { day, way, file }: { day: string; way: string; file: File }) {
    const form = new FormData();
    form.append("day", day);
    form.append("way", way);
    form.append("file", file); // last: what goes before it is checked first
    return upload<rest.HearingDetail>(`/hearings/${id(hearing)}/delivered`, form, () => undefined);
  },
};

export const checkIn = {
  of: (hearing: string) => get<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/check-in`),
  /** `keep_photo`: by which order the photo is kept; it is deleted otherwise. */
  identify: (hearing: string, seat: string, way: rest.IdentityWay, keep_photo?: string) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/identity`, { way, keep_photo }),
  takeBack: (hearing: string, seat: string, reason: string) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/identity/take-back`, { reason }),
  refusePhoto: (hearing: string, seat: string, reason: string) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/photo/refuse`, { reason }),
  mask: (hearing: string, seat: string, masked: boolean) =>
    put<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/mask`, { masked }),
  /** `carrier`: before whose camera they sit; null: by themselves. */
  beside: (hearing: string, seat: string, carrier: string | null) =>
    put<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/beside`, { carrier }),
  helper: (hearing: string, seat: string, relation: rest.HelperRelation, name: string) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/helper`, { relation, name }),
  photoUrl: (hearing: string, seat: string) => `/api/hearings/${id(hearing)}/seats/${id(seat)}/photo`,
};

let boardTag = "";
export const duty = {
  /** Nothing, where nothing changed since it was asked last. `anew`: by a page that has none yet. */
  async board(anew: boolean): Promise<rest.Board | null> {
    const answer = await fetch("/api/board", { headers: { "if-none-match": anew ? "" : boardTag }, credentials: "same-origin" });
    if (answer.status === 304) return null;
    if (!answer.ok) return get<rest.Board>("/board"); // says what is wrong
    boardTag = answer.headers.get("etag") ?? "";
    return (await answer.json()) as rest.Board;
  },
  act: (hearing: string, deed: rest.DutyRequest) => post<void>(`/hearings/${id(hearing)}/duty`, deed),
  /** What seats wrote to the desk, with the answers. */
  deskChat: (hearing: string) => get<rest.ChatRow[]>(`/hearings/${id(hearing)}/desk-chat`),
  handle: (alarm: string) => post<void>(`/board/alarms/${id(alarm)}`),
  /** Put on record. */
  phone: (hearing: string, seat: string) => get<rest.SeatPhone>(`/hearings/${id(hearing)}/seats/${id(seat)}/phone`),
};

export const phrases = {
  list: () => get<rest.Phrases[]>("/minutes-phrases"),
  save: (kind: rest.HearingKind, tag: string, lines: string[]) =>
    putOver<rest.Phrases>(`/minutes-phrases/${id(kind)}`, tag, { phrases: lines }),
};

export const minutesTemplates = {
  list: () => get<rest.MinutesTemplate[]>("/minutes-templates"),
  save: (kind: rest.HearingKind, tag: string, phases: { phase: AgendaPhase; lines: string[] }[]) =>
    putOver<rest.MinutesTemplate>(`/minutes-templates/${id(kind)}`, tag, { phases }),
  of: (hearing: string) => get<rest.HearingTemplate>(`/hearings/${id(hearing)}/minutes-template`),
};
