// The words of the room's wire (docs/protocol.md). `generated/` is written by `make gen` from
// signaling/src/wire; this file only gathers it and names the limits both sides keep.
export type { AgendaPhase } from "./generated/AgendaPhase";
export type { ByeReason } from "./generated/ByeReason";
export type { ClientFrame } from "./generated/ClientFrame";
export type { ClientMessage } from "./generated/ClientMessage";
export type { DisconnectReason } from "./generated/DisconnectReason";
export type { EntryView } from "./generated/EntryView";
export type { Grants } from "./generated/Grants";
export type { HearingKind } from "./generated/HearingKind";
export type { HearingView } from "./generated/HearingView";
export type { Level } from "./generated/Level";
export type { OfferedReceiver } from "./generated/OfferedReceiver";
export type { OfferedSource } from "./generated/OfferedSource";
export type { ParticipantRole } from "./generated/ParticipantRole";
export type { Presence } from "./generated/Presence";
export type { RefusalCode } from "./generated/RefusalCode";
export type { SeatId } from "./generated/SeatId";
export type { SeatView } from "./generated/SeatView";
export type { ServerMessage } from "./generated/ServerMessage";
export type { Side } from "./generated/Side";
export type { Slot } from "./generated/Slot";
export type { SlotBudget } from "./generated/SlotBudget";
export type { SourceKind } from "./generated/SourceKind";
export type { SourceView } from "./generated/SourceView";
export type { Stage } from "./generated/Stage";
export type { StageStep } from "./generated/StageStep";
export type { StageView } from "./generated/StageView";

/** Version of this contract; a server that speaks another one tells us to reload. */
export const PROTOCOL = 1;

/** The server says something at least this often, in milliseconds. */
export const BEAT_EVERY_MS = 2000;

/** Longest SDP in an offer, in bytes. */
export const MAX_SDP_BYTES = 32 * 1024;

/** Longest entry of the minutes, in characters. */
export const MAX_ENTRY_CHARS = 4000;
