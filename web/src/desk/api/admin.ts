import { get, post, postText } from "@/api/http";
import { postOver } from "../replace";
import type * as rest from "../rest";
import { asked, id } from "./path";

export const admin = {
  calendar: () => get<rest.CalendarView>("/admin/calendar"),
  previewCalendar: (text: string) => post<rest.CalendarPreview>("/admin/calendar/preview", { text }),
  loadCalendar: (body: rest.LoadCalendar) => post<rest.CalendarView>("/admin/calendar", body, 120_000),
  importDivisions: (list: string, dryRun: boolean) =>
    postText<rest.DivisionImport>(`/admin/divisions?dry_run=${dryRun}`, list, "text/csv"),
  agencies: (search: string, after: string | null, open = false) =>
    get<rest.AdminAgencyList>(`/admin/agencies?${asked({ search, after, open: open || null })}`),
  createAgency: (body: rest.NewAgency) => post<rest.AdminAgency>("/admin/agencies", body),
  renameAgency: (read: rest.AdminAgency, name: string, phone: string) =>
    postOver<rest.AdminAgency>(`/admin/agencies/${id(read.id)}/rename`, read.tag, { name, phone }),
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
  removeFactor: (person: string) => post<rest.AdminStaff>(`/admin/staff/${id(person)}/remove-factor`),
  reset: (person: string) => post<rest.OneTimeCode>(`/admin/staff/${id(person)}/reset`),
  grids: (code: string) => get<rest.GridView[]>(`/admin/grids/${id(code)}`),
  setGrid: (read: rest.GridView, posts: rest.GridPost[]) =>
    postOver<rest.GridView>(`/admin/grids/${id(read.code)}`, read.tag, { posts }),
  openings: (wanted: { person: string; from: string | null; to: string | null }, after: string | null) =>
    get<rest.OpeningList>(`/admin/openings?${asked({ ...wanted, after })}`),
  log: (sessions: boolean, after: string | null) =>
    get<rest.DeedList>(`/admin/log?${asked({ sessions: String(sessions), after })}`),
};
