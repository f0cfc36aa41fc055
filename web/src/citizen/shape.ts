// Shapes of the REST contract these pages read and write (docs/openapi.json by `make gen`).
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type SeatPass = Schemas["SeatPass"];
export type NodeKey = Schemas["NodeKey"];
export type SeatLink = Schemas["SeatLink"];
export type ScreenView = Schemas["ScreenView"];
export type PlacedHearing = Schemas["PlacedHearing"];
export type Division = Schemas["DivisionView"];
export type Agency = Schemas["AgencyView"];
export type AgencyList = Schemas["AgencyList"];
export type ReceptionDay = Schemas["PublicReceptionDay"];
export type MailboxLeader = Schemas["MailboxLeader"];
export type NewPetition = Schemas["NewPetition"];
export type Registered = Schemas["Registered"];
export type PetitionStatus = Schemas["PetitionStatus"];
export type HearingStatus = Schemas["HearingStatus"];
export type OutcomeStatus = Schemas["OutcomeStatus"];
export type NoticeAnswer = Schemas["NoticeAnswer"];
export type NoticeStatus = Schemas["NoticeStatus"];
export type VerifiedDocument = Schemas["VerifiedDocument"];
export type AttachedFile = Schemas["AttachedFile"];
export type Category = Schemas["Category"];
export type Purpose = Schemas["Purpose"];
export type ContentClass = Schemas["ContentClass"];
export type StateName = Schemas["StateName"];
export type ClockKind = Schemas["ClockKind"];
export type Finding = Schemas["Finding"];
export type OpinionResult = Schemas["OpinionResult"];
export type OutcomeStandard = Schemas["OutcomeStandard"];
export type EvaluationTarget = Schemas["EvaluationTarget"];
export type SatisfactionLevel = Schemas["SatisfactionLevel"];
export type ActionItemState = Schemas["ActionItemState"];
