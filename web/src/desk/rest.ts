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
export type DemandView = Schemas["DemandView"];
export type DemandKind = Schemas["DemandKind"];
export type DemandWay = Schemas["Way"];
export type NewDemand = Schemas["DemandRequest"];
export type ItemStepKind = Schemas["ItemStepKind"];
export type NoteView = Schemas["NoteView"];
export type OrderedItem = Schemas["OrderedItemView"];
export type SupervisionView = Schemas["SupervisionView"];
export type EvaluationTarget = Schemas["EvaluationTarget"];
export type SatisfactionLevel = Schemas["SatisfactionLevel"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type NextDue = Schemas["NextDue"];
export type Transition = Schemas["Transition"];
export type NewPetition = Schemas["NewPetition"];
export type Registered = Schemas["Registered"];
export type QueryCode = Schemas["QueryCode"];

export type SavedFilter = Schemas["SavedFilter"];

export type DocumentKind = Schemas["DocumentKind"];
export type DocumentList = Schemas["DocumentList"];
export type DocumentView = Schemas["DocumentView"];
export type DocumentRequest = Schemas["DocumentRequest"];
export type DocumentPreview = Schemas["DocumentPreview"];
export type PossibleDocument = Schemas["PossibleDocument"];
export type Templates = Schemas["TemplatesView"];
export type NewTemplates = Schemas["TemplatesRequest"];

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
export type LineSeat = Schemas["LineSeat"];
export type HearingRecordings = Schemas["HearingRecordings"];
export type RecordingFile = Schemas["RecordingFile"];
export type RecordingMark = Schemas["RecordingMark"];
export type LineView = Schemas["LineView"];
export type QualityReport = Schemas["QualityReport"];
export type SeatQuality = Schemas["SeatQuality"];
export type DropCount = Schemas["DropCount"];
export type StatisticsTable = Schemas["StatisticsTable"];
export type StatisticsRow = Schemas["StatisticsRow"];
export type IndicatorView = Schemas["IndicatorView"];
export type IndicatorId = Schemas["IndicatorId"];
export type IndicatorRate = Schemas["IndicatorRate"];
export type BehindNumber = Schemas["BehindNumber"];
export type YearlyReport = Schemas["YearlyReport"];
export type WarningView = Schemas["WarningView"];
export type Screen = Schemas["Screen"];
export type By = Schemas["By"];
export type MinutesView = Schemas["Minutes"];
export type SeatLink = Schemas["SeatLink"];
export type DeviceAccess = Schemas["DeviceAccess"];
