// Shapes of the REST contract the desk reads and writes. Times are UTC milliseconds, days YYYY-MM-DD,
// ids UUID strings.
import type { AgendaPhase, EntryView, HearingKind, Level, ParticipantRole, Side, Stage } from "@/wire";

export interface Me {
  id: string;
  username: string;
  name: string;
  roles: string[];
  agency: { id: string; name: string; kind: string; division: string; division_name: string; level: Level };
  desk: { lists: boolean; register: boolean; schedule: boolean; sealed: boolean };
}

export interface Division {
  code: string;
  name: string;
  level: Level;
  parent: string | null;
}

export interface AgencyRow {
  id: string;
  name: string;
  kind: string;
  division: string;
  division_name: string;
}

export interface RoomRow {
  id: string;
  name: string;
  agency: string;
  agency_name: string;
}

export interface StaffRow {
  id: string;
  name: string;
  roles: string[];
  agency: string;
  agency_name: string;
}

export type StateName =
  | "registered"
  | "screening"
  | "routed"
  | "accepted"
  | "handling"
  | "reply_approval"
  | "replied"
  | "closed"
  | "withdrawn";

export interface PetitionRow {
  id: string;
  number: string;
  title: string;
  state: StateName;
  category: string;
  content_class: string;
  channel: string;
  place: string;
  place_name: string;
  unit_name: string | null;
  registered_at: number;
  next_due: { kind: string; due: number; raw_due: number } | null;
  overdue: boolean;
}

export interface PartyView {
  id: string;
  kind: "petitioner" | "co_petitioner" | "representative" | "agent";
  name: string;
  phone: string | null;
  /** All but the last four characters are masked. */
  id_number: string | null;
  address: string | null;
}

export interface AttachmentView {
  id: string;
  name: string;
  media_type: string;
  size: number;
  added_at: number;
}

export interface ActionItemView {
  id: string;
  hearing: string;
  agency: string;
  agency_name: string;
  content: string;
  deadline: string;
  state: "ordered" | "accepted" | "done";
  entry: string;
}

export interface PetitionDetail extends PetitionRow {
  text: string;
  purpose: string;
  respondent: string | null;
  persons_concerned: number;
  registered_by_name: string;
  version: number;
  opinion: { result: string; text: string } | null;
  parties: PartyView[];
  attachments: AttachmentView[];
  hearings: HearingRow[];
  action_items: ActionItemView[];
  may: string[];
}

export interface TimelineEvent {
  number: number;
  at: number;
  kind: string;
  actor: { is: "staff" | "seat" | "petitioner" | "system"; name?: string | null; agency_name?: string | null };
  reason: string | null;
  due_before: number | null;
  due_after: number | null;
  hearing: string | null;
  details: Record<string, string>;
}

export interface HearingRow {
  id: string;
  number: string;
  kind: HearingKind;
  title: string;
  petition: string;
  petition_number: string;
  host_name: string;
  starts_at: number;
  ends_at: number;
  stage: Stage;
  my_seat: string | null;
  seats_total: number;
}

export type Occupant =
  | { is: "official"; staff: string; room?: string | null }
  | { is: "room"; room: string }
  | { is: "party"; person: string }
  | { is: "external"; organisation: string; name: string };

export interface NewSeat {
  role: ParticipantRole;
  occupant: Occupant;
  mandatory?: boolean;
}

export interface NewHearing {
  kind: HearingKind;
  title: string;
  starts_at: number;
  ends_at: number;
  agenda: AgendaPhase[];
  seats: NewSeat[];
}

export interface Clash {
  what: "room" | "staff";
  id: string;
  name: string;
  number: string;
  starts_at: number;
  ends_at: number;
}

export interface HearingCheck {
  clashes: Clash[];
  refusals: { field?: string | null; code: string; detail: string | null }[];
  representatives_allowed: number;
}

export interface HearingSeat {
  id: string;
  role: ParticipantRole;
  side: Side;
  label: string;
  name: string;
  level: Level | null;
  mandatory: boolean;
  occupant: Occupant;
  agency: string | null;
  removed: string | null;
  link: "none" | "issued" | "used";
}

export interface OutcomeView {
  conclusion: string;
  standards: string[];
  items: {
    agency: string;
    agency_name: string;
    content: string;
    deadline: string;
    state: ActionItemView["state"];
    entry: string;
  }[];
  issued_at: number;
  published_at: number | null;
}

export interface HearingDetail {
  id: string;
  number: string;
  kind: HearingKind;
  title: string;
  petition: string;
  petition_number: string;
  petition_title: string;
  host_name: string;
  starts_at: number;
  ends_at: number;
  agenda: AgendaPhase[];
  stage: { stage: Stage; reason: string | null; since: number | null };
  my_seat: string | null;
  seats: HearingSeat[];
  outcome: OutcomeView | null;
  may: string[];
}

export interface MinutesView {
  entries: EntryView[];
  seats: { id: string; label: string; name: string }[];
}

export interface NewOutcome {
  conclusion: string;
  standards: string[];
  items: { agency: string; content: string; deadline: string; entry: string }[];
}

export interface NewPetition {
  title: string;
  text: string;
  place: string;
  category: string;
  purpose: string;
  content_class: string;
  channel: string;
  respondent?: string;
  accused?: string;
  persons_concerned: number;
  petitioner: { name: string; phone: string; id_number?: string; address?: string };
  co_petitioners: { name: string; phone?: string }[];
  representatives: { name: string; phone?: string }[];
}

export interface Registered {
  id: string;
  number: string;
  query_code: string;
}
