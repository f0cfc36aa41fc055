// Every call the desk makes, by name.
import { del, get, post, postText, put } from "@/api/http";
import { upload } from "@/api/upload";
import { postOver, putOver } from "./replace";
import type { AgendaPhase } from "@/wire";
import type * as rest from "./rest";

const id = encodeURIComponent;

export const session = {
  me: () => get<rest.Me>("/session"),
  signIn: (username: string, password: string) => post<rest.Me>("/session", { username, password }),
  signOut: () => del("/session"),
  newPassword: (body: rest.NewPassword) => post<void>("/session/password", body),
  ownPassword: (body: rest.OwnPassword) => put<void>("/session/password", body),
};

/** What the work list is narrowed by; empty texts are left out. Names are those of the REST contract. */
export interface PetitionFilter {
  state: string;
  category: string;
  content_class: string;
  channel: string;
  unit: string;
  desk: string;
  due: string;
  registered_from: string;
  registered_to: string;
  /** `mine`, `unit`. */
  whose: string;
  /** `true`. */
  urgent: string;
  search: string;
}

export const petitions = {
  /** What is searched for goes in the body: it is often a name, a phone or an identity number. */
  list({ search, urgent, ...filter }: PetitionFilter, after: string | null, limit = 50) {
    if (search === "") return get<rest.PetitionList>(`/petitions?${asked({ ...filter, urgent, after, limit })}`);
    const filled = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
    return post<rest.PetitionList>("/petitions/search", { search, filter: { ...filled, urgent: urgent === "true", after, limit } });
  },
  counts: () => get<rest.PetitionCounts>("/petitions/counts"),
  /** Marks it as urgent, says that it was seen above, reports it onwards, takes the mark off. */
  urgent(petition: string, version: number, kind: rest.UrgentStep["kind"], reason: string) {
    const step = kind === "confirm" || kind === "pass" ? { kind } : { kind, reason };
    return post<rest.PetitionDetail>(`/petitions/${id(petition)}/urgent`, { version, step });
  },
  /** Disputes about competence that are mine to rule on. */
  toRule: (after: string | null) => get<rest.PetitionList>(`/petitions?${asked({ to_rule: true, after })}`),
  one: (petition: string) => get<rest.PetitionDetail>(`/petitions/${id(petition)}`),
  timeline: (petition: string) => get<rest.TimelineEvent[]>(`/petitions/${id(petition)}/timeline`),
  deliveries: (petition: string) => get<rest.DeliveryView[]>(`/petitions/${id(petition)}/deliveries`),
  alike: (sought: rest.AlikeRequest) => post<rest.PetitionLink[]>("/petitions/alike", sought),
  /** Nothing: done, and the report is no longer ours to see. */
  transition: (petition: string, version: number, transition: rest.Transition) =>
    post<rest.PetitionDetail | undefined>(`/petitions/${id(petition)}/transitions`, { version, transition }),
  /** Each row with what came of it; sent again with the same key, nothing is done twice. */
  transitions: (key: string, rows: rest.PetitionRow[], transition: rest.Transition) =>
    post<rest.BulkOutcome[]>(
      "/petitions/transitions",
      { key, petitions: rows.map(({ id, version }) => ({ id, version })), transition },
      120_000,
    ),
  renewCode: (petition: string) => post<rest.QueryCode>(`/petitions/${id(petition)}/query-code`),
  /** To the phone on record for the petitioner. */
  sendCode: (petition: string) => post<void>(`/petitions/${id(petition)}/query-code/message`),
  attach(petition: string, file: File, progress: (done: number) => void) {
    const form = new FormData();
    form.append("file", file);
    return upload<rest.AttachmentView>(`/petitions/${id(petition)}/attachments`, form, progress);
  },
  representatives: (petition: string) =>
    get<rest.Representatives>(`/petitions/${id(petition)}/representatives`),
  elect: (petition: string, version: number, people: string[]) =>
    post<rest.Representatives>(`/petitions/${id(petition)}/representatives`, { version, people }),
  correct: (petition: string, body: rest.CorrectionRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/corrections`, body),
  corrections: (petition: string) => get<rest.RecordCorrection[]>(`/petitions/${id(petition)}/corrections`),
  join: (petition: string, body: rest.JoiningRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/parties`, body),
  endAuthority: (petition: string, body: rest.EndAuthorityRequest) =>
    post<rest.PetitionDetail>(`/petitions/${id(petition)}/parties/end-authority`, body),
  attachmentUrl: (attachment: string) => `/api/attachments/${id(attachment)}`,
};

/** What waits for me. */
export const staffNotices = {
  list: (unread: boolean, after: string | null) =>
    get<rest.StaffNoticeList>(`/staff-notices?${asked({ unread, after })}`),
  count: () => get<rest.UnreadNotices>("/staff-notices/count"),
  read: (ids: string[]) => post<rest.UnreadNotices>("/staff-notices/read", { ids }),
  readUntil: (until: number) => post<rest.UnreadNotices>("/staff-notices/read", { until }),
};

/** My own phone, for urgent notices. */
export const ownPhone = {
  of: () => get<rest.OwnPhone>("/session/phone"),
  set: (phone: string | null, messages: boolean) => put<rest.OwnPhone>("/session/phone", { phone, messages }),
};

export const checkIn = {
  of: (hearing: string) => get<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/check-in`),
  identify: (hearing: string, seat: string, way: rest.IdentityWay) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/identity`, { way }),
  mask: (hearing: string, seat: string, masked: boolean) =>
    put<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/mask`, { masked }),
  helper: (hearing: string, seat: string, relation: rest.HelperRelation, name: string) =>
    post<rest.SeatCheckIn[]>(`/hearings/${id(hearing)}/seats/${id(seat)}/helper`, { relation, name }),
  photoUrl: (hearing: string, seat: string) => `/api/hearings/${id(hearing)}/seats/${id(seat)}/photo`,
};

let boardTag = "";
export const duty = {
  /** Nothing, where nothing changed since it was asked last. */
  async board(): Promise<rest.Board | null> {
    const answer = await fetch("/api/board", { headers: { "if-none-match": boardTag }, credentials: "same-origin" });
    if (answer.status === 304) return null;
    if (!answer.ok) return get<rest.Board>("/board"); // says what is wrong
    boardTag = answer.headers.get("etag") ?? "";
    return (await answer.json()) as rest.Board;
  },
  act: (hearing: string, deed: rest.DutyRequest) => post<void>(`/hearings/${id(hearing)}/duty`, deed),
  handle: (alarm: string) => post<void>(`/board/alarms/${id(alarm)}`),
  /** Put on record. */
  phone: (hearing: string, seat: string) => get<rest.SeatPhone>(`/hearings/${id(hearing)}/seats/${id(seat)}/phone`),
};

export const leader = {
  desk: () => get<rest.LeaderDesk>("/leader/desk"),
  promises: (after: string | null) => get<rest.OrderedItemList>(`/leader/promises?${asked({ after })}`),
};

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

export const grid = {
  places: () => get<rest.GridPlaces>("/grid/places"),
  list: (box: rest.GridBox, after: string | null) =>
    get<rest.GridList>(`/grid/reports?${asked({ box, after })}`),
  one: (report: string) => get<rest.GridReport>(`/grid/reports/${id(report)}`),
  report: (body: rest.GridReportRequest) => post<rest.GridReport>("/grid/reports", body),
  step: (report: string, version: number, step: rest.GridStepBody) =>
    post<rest.GridStepTaken>(`/grid/reports/${id(report)}/steps`, { version, step }),
  addPhoto(report: string, file: File) {
    const form = new FormData();
    form.append("file", file);
    return upload<rest.GridPhoto>(`/grid/reports/${id(report)}/photos`, form, () => {});
  },
  photoUrl: (photo: string) => `/api/grid/photos/${id(photo)}`,
};

export const savedFilters = {
  mine: () => get<rest.SavedFilter[]>("/saved-filters"),
  save: (name: string, query: string) => post<rest.SavedFilter[]>("/saved-filters", { name, query }),
  drop: (filter: string) => del(`/saved-filters/${id(filter)}`),
};

export const documents = {
  of: (petition: string) => get<rest.DocumentList>(`/petitions/${id(petition)}/documents`),
  preview: (petition: string, asked: rest.DocumentRequest) =>
    post<rest.DocumentPreview>(`/petitions/${id(petition)}/documents/preview`, asked),
  issue: (petition: string, asked: rest.DocumentRequest) =>
    post<rest.DocumentView>(`/petitions/${id(petition)}/documents`, asked),
  url: (petition: string, document: string) => `/api/petitions/${id(petition)}/documents/${id(document)}`,
  templates: () => get<rest.Templates>("/document-templates"),
  saveTemplates: (templates: rest.NewTemplates) => put<rest.Templates>("/document-templates", templates),
  previewTemplate: (kind: rest.DocumentKind, templates: rest.NewTemplates) =>
    post<rest.DocumentPreview>("/document-templates/preview", { kind, templates }),
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

export const intake = {
  waiting: (after: string | null) => get<rest.WaitingList>(`/intake?${asked({ after })}`),
  counts: () => get<rest.WaitingCounts>("/intake/counts"),
  register: (item: string, body: rest.IntakeItemBody) =>
    post<rest.IntakeReceipt>(`/intake/${id(item)}/register`, body),
  discard: (item: string, reason: string) =>
    post<rest.IntakeReceipt>(`/intake/${id(item)}/discard`, { reason }),
};

export const interfaces = {
  clients: () => get<rest.ApiClient[]>("/clients"),
  addClient: (body: rest.NewClient) => post<rest.MadeClient>("/clients", body),
  revokeClient: (client: string) => del(`/clients/${id(client)}`),
  webhooks: () => get<rest.WebhookView[]>("/webhooks"),
  addWebhook: (body: rest.NewWebhook) => post<rest.MadeWebhook>("/webhooks", body),
  stopWebhook: (webhook: string) => del(`/webhooks/${id(webhook)}`),
  failures: (after: string | null) => get<rest.DeliveryList>(`/deliveries/failed?${asked({ after })}`),
  retry: (delivery: string) => post<void>(`/deliveries/${id(delivery)}/retry`),
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
  cancel: (read: rest.HearingDetail, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/cancel`, read.tag, { reason }),
  adjourn: (read: rest.HearingDetail, reason: string) =>
    postOver<rest.HearingDetail>(`/hearings/${id(read.id)}/adjourn`, read.tag, { reason }),
  leftOpen: () => get<rest.HearingRow[]>("/hearings/left-open"),
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
  takePaper(hearing: string, seat: string, file: File, paper: "minutes" | "agreement") {
    const form = new FormData();
    form.append("file", file);
    return upload<void>(`/hearings/${id(hearing)}/seats/${id(seat)}/paper-signature?paper=${paper}`, form, () => undefined);
  },
  takeProxy(hearing: string, seat: string, proxy: { name: string; reason: string; strokes: string; file: File }, paper: "minutes" | "agreement") {
    const form = new FormData();
    // The file last: what goes before it is checked first.
    for (const field of ["name", "reason", "strokes", "file"] as const) form.append(field, proxy[field]);
    return upload<void>(`/hearings/${id(hearing)}/seats/${id(seat)}/proxy-signature?paper=${paper}`, form, () => undefined);
  },
  exhibits: (hearing: string) => get<rest.ExhibitRow[]>(`/hearings/${id(hearing)}/exhibits`),
  exhibitUrl: (hearing: string, exhibit: string) => `/api/hearings/${id(hearing)}/exhibits/${id(exhibit)}`,
  chat: (hearing: string) => get<rest.ChatRow[]>(`/hearings/${id(hearing)}/chat`),
  packageUrl: (hearing: string) => `/api/hearings/${id(hearing)}/package`,
  publish: (hearing: string) => post<rest.HearingDetail>(`/hearings/${id(hearing)}/publish`),
  delivered(hearing: string, { day, way, file }: { day: string; way: string; file: File }) {
    const form = new FormData();
    form.append("day", day);
    form.append("way", way);
    form.append("file", file); // last: what goes before it is checked first
    return upload<rest.HearingDetail>(`/hearings/${id(hearing)}/delivered`, form, () => undefined);
  },
};

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

/** A cell of a table: what its row was told apart by. */
export type StatisticsCell = Partial<Record<"place" | "agency" | "class" | "channel" | "month" | "leader" | "hearing_kind", string>>;

export function asked(query: object): string {
  const filled = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return new URLSearchParams(filled as [string, string][]).toString();
}

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
  behindWarning: (division: string, key: string) =>
    post<rest.PetitionRow[]>("/statistics/warnings/petitions", division === "" ? { key } : { division, key }),
  takeCharge: (division: string, key: string) =>
    post<rest.WarningView>("/statistics/warnings", division === "" ? { key } : { division, key }),
  screen: (division: string) => get<rest.Screen>(`/statistics/screen?${asked({ division })}`),
};

export const admin = {
  calendar: () => get<rest.CalendarView>("/admin/calendar"),
  previewCalendar: (text: string) => post<rest.CalendarPreview>("/admin/calendar/preview", { text }),
  loadCalendar: (body: rest.LoadCalendar) => post<rest.CalendarView>("/admin/calendar", body, 120_000),
  importDivisions: (list: string, dryRun: boolean) =>
    postText<rest.DivisionImport>(`/admin/divisions?dry_run=${dryRun}`, list, "text/csv"),
  agencies: (search: string, after: string | null, open = false) =>
    get<rest.AdminAgencyList>(`/admin/agencies?${asked({ search, after, open: open || null })}`),
  createAgency: (body: rest.NewAgency) => post<rest.AdminAgency>("/admin/agencies", body),
  renameAgency: (read: rest.AdminAgency, name: string) =>
    postOver<rest.AdminAgency>(`/admin/agencies/${id(read.id)}/rename`, read.tag, { name }),
  closeAgency: (agency: string, successor: string, reason: string) =>
    post<rest.AdminAgency>(`/admin/agencies/${id(agency)}/close`, { successor, reason }),
  rooms: (search: string, after: string | null) =>
    get<rest.AdminRoomList>(`/admin/rooms?${asked({ search, after })}`),
  makeRoom: (agency: string, name: string) => post<rest.AdminRoom>("/admin/rooms", { agency, name }),
  renameRoom: (read: rest.AdminRoom, name: string) =>
    postOver<rest.AdminRoom>(`/admin/rooms/${id(read.id)}/rename`, read.tag, { name }),
  closeRoom: (room: string) => post<rest.AdminRoom>(`/admin/rooms/${id(room)}/close`),
  staff: (search: string, after: string | null) =>
    get<rest.AdminStaffList>(`/admin/staff?${asked({ search: search || null, after })}`),
  importStaff: (list: string, dryRun: boolean) =>
    postText<rest.StaffImport>(`/admin/staff/import?dry_run=${dryRun}`, list, "text/csv"),
  grantWished: (staff: string[]) => post<rest.AdminStaff[]>("/admin/staff/grant-wished", { staff }),
  createStaff: (body: rest.NewStaff) => post<rest.OneTimeCode>("/admin/staff", body),
  setRoles: (read: rest.AdminStaff, roles: string[]) =>
    postOver<rest.AdminStaff>(`/admin/staff/${id(read.id)}/roles`, read.tag, { roles }),
  disable: (person: string) => post<rest.AdminStaff>(`/admin/staff/${id(person)}/disable`),
  enable: (person: string) => post<rest.AdminStaff>(`/admin/staff/${id(person)}/enable`),
  reset: (person: string) => post<rest.OneTimeCode>(`/admin/staff/${id(person)}/reset`),
  grids: (code: string) => get<rest.GridView[]>(`/admin/grids/${id(code)}`),
  setGrid: (read: rest.GridView, posts: rest.GridPost[]) =>
    postOver<rest.GridView>(`/admin/grids/${id(read.code)}`, read.tag, { posts }),
  log: (before: string | null) =>
    get<rest.DeedView[]>(`/admin/log${before === null ? "" : `?before=${id(before)}`}`),
};

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
  compliance: (day: string) => get<rest.ComplianceReport>(`/reception/compliance?day=${day}`),
  mine: () => get<rest.MyContract[]>("/contracts"),
  contracts: (petition: string) => get<rest.ContractList>(`/petitions/${id(petition)}/contracts`),
  take: (petition: string, leader: string) =>
    post<rest.ContractList>(`/petitions/${id(petition)}/contracts`, { kind: "take", leader }),
  end: (petition: string, leader: string, reason: string) =>
    post<rest.ContractList>(`/petitions/${id(petition)}/contracts`, { kind: "end", leader, reason }),
};

export const delegations = {
  list: () => get<rest.DelegationView[]>("/delegations"),
  make: (body: rest.NewDelegation) => post<rest.DelegationView>("/delegations", body),
  end: (delegation: string) => post<rest.DelegationView>(`/delegations/${id(delegation)}/end`, {}),
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

export interface StaffWanted {
  search?: string;
  agency?: string;
  /** A post they have. */
  role?: string;
  /** With commas between. */
  ids?: string;
}

export interface AgenciesWanted {
  search?: string;
  kind?: string;
  /** Of this division, of what lies in it, and of what it lies in. */
  near?: string;
  /** With commas between. */
  ids?: string;
  limit?: number;
}

export interface RoomsWanted {
  search?: string;
  agency?: string;
  /** With commas between. */
  ids?: string;
}

export const lists = {
  divisions: once<rest.Division[]>("/divisions"),
  /** Down to villages and grids. */
  below: (code: string) => get<rest.Division[]>(`/divisions?below=${id(code)}`),
  /** A province has thousands of these: the first of those that fit. */
  agencies: (wanted: AgenciesWanted) => get<rest.AgencyList>(`/agencies?${asked(wanted)}`),
  rooms: (wanted: RoomsWanted) => get<rest.RoomList>(`/rooms?${asked(wanted)}`),
  staff: (wanted: StaffWanted) => get<rest.StaffList>(`/staff?${asked(wanted)}`),
};
