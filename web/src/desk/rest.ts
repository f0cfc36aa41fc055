// Shapes of the REST contract the desk reads and writes, by short names. They are written by `make gen`
// from docs/openapi.json. Times are UTC milliseconds, days YYYY-MM-DD, ids UUID strings.
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Division = Schemas["DivisionView"];
export type AgencyRow = Schemas["AgencyView"];
export type RoomRow = Schemas["RoomView"];
export type StaffRow = Schemas["StaffView"];

export type StateName = Schemas["StateName"];
export type PetitionRow = Schemas["PetitionRow"];
export type PetitionList = Schemas["PetitionList"];
export type PetitionDetail = Schemas["PetitionDetail"];
export type PartyView = Schemas["PartyView"];
export type AttachmentView = Schemas["AttachmentView"];
export type ActionItemView = Schemas["ActionItemView"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type NextDue = Schemas["NextDue"];
export type Transition = Schemas["Transition"];
export type NewPetition = Schemas["NewPetition"];
export type Registered = Schemas["Registered"];
export type QueryCode = Schemas["QueryCode"];

export type HearingRow = Schemas["HearingRow"];
export type HearingDetail = Schemas["HearingDetail"];
export type HearingSeat = Schemas["HearingSeat"];
export type Occupant = Schemas["OccupantView"];
export type NewSeat = Schemas["NewSeat"];
export type NewHearing = Schemas["NewHearing"];
export type Clash = Schemas["Clash"];
export type HearingCheck = Schemas["ScheduleCheck"];
export type OutcomeView = Schemas["OutcomeDetail"];
export type OutcomeStandard = Schemas["OutcomeStandard"];
export type NewOutcome = Schemas["OutcomeRequest"];
export type HearingLines = Schemas["HearingLines"];
export type LineView = Schemas["LineView"];
export type QualityReport = Schemas["QualityReport"];
export type SeatQuality = Schemas["SeatQuality"];
export type DropCount = Schemas["DropCount"];
export type MinutesView = Schemas["Minutes"];
export type SeatLink = Schemas["SeatLink"];
export type DeviceAccess = Schemas["DeviceAccess"];

export type NewPassword = Schemas["NewPassword"];
export type AdminAction = Schemas["AdminAction"];
export type CalendarView = Schemas["CalendarView"];
export type CalendarPreview = Schemas["CalendarPreview"];
export type LoadCalendar = Schemas["LoadCalendar"];
export type DivisionImport = Schemas["DivisionImport"];
export type AdminAgency = Schemas["AdminAgency"];
export type NewAgency = Schemas["NewAgency"];
export type AdminStaff = Schemas["AdminStaff"];
export type NewStaff = Schemas["NewStaff"];
export type OneTimeCode = Schemas["OneTimeCode"];
export type GridView = Schemas["GridView"];
export type GridPost = Schemas["GridPostView"];
export type DeedView = Schemas["DeedView"];

export type Roster = Schemas["Roster"];
export type LeaderView = Schemas["LeaderView"];
export type ReceptionDay = Schemas["ReceptionDayView"];
export type ReceptionChange = Schemas["ReceptionChange"];
export type PlanDay = Schemas["PlanDay"];
export type PutLeader = Schemas["PutLeader"];
export type ComplianceReport = Schemas["ComplianceReport"];
export type MyContract = Schemas["MyContract"];
export type ContractList = Schemas["ContractList"];
