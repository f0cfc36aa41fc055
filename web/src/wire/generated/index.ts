// Generated from signaling/src/wire by `make gen`. Not edited by hand.

/** Said in `hello`; if the server has another number, reload the page. */
export const PROTOCOL = 1;

/** Longest text frame a client may send; only `welcome` may be longer. */
export const MAX_FRAME_BYTES = 65536;

/** Longest SDP in an offer. */
export const MAX_SDP_BYTES = 32768;

/** Most lines of SDP in an offer. */
export const MAX_SDP_LINES = 1200;

/** Most media sections in an offer. */
export const MAX_SDP_SECTIONS = 32;

/** Longest minutes entry, in Unicode characters. */
export const MAX_ENTRY_CHARS = 4000;

/** Shortest reason that is put on record. */
export const MIN_REASON_CHARS = 5;

/** Longest reason that is put on record. */
export const MAX_REASON_CHARS = 500;

/** The server says something at least this often; silent for three times as long, it is gone. */
export const BEAT_EVERY_MS = 2000;

/** Of signaling/src/grant.rs, then signaling/src/wire/*.rs by name: a test without Rust sees drift by it. */
export const SOURCES_SHA256 = "3c790aacb3a28235c86f363c9c42d93c8f8c5ec240bac4a669b0cda8d4de9e12";

/**
 * 环节.
 */
export type AgendaPhase = "opening" | "statement" | "response" | "evidence" | "questions" | "mediation" | "last_statement" | "deliberation" | "conclusion" | "read_back";

/**
 * Why the server hangs up. WebSocket close codes beside them (RFC 6455 7.4).
 */
export type ByeReason = "hearing_over" | "left" | "bad_ticket" | "wrong_protocol" | "removed" | "replaced" | "session_ended" | "restarting" | "violation" | "flooding" | "too_large";

/**
 * What a client sends: a request number of its own and what it asks for.
 * Every frame is answered by exactly one `done`, `answer` or `refused` with the same number
 * (`hello` by `welcome` or `bye`).
 */
export type ClientFrame = { id: number, do: ClientMessage, };

export type ClientMessage = { "type": "hello", protocol: number, ticket: string, peer: number | null, } | { "type": "offer", peer: number, sdp: string, sources: Array<OfferedSource>, receivers: Array<OfferedReceiver>, } | { "type": "set_source", kind: SourceKind, on: boolean, } | { "type": "tiles", tiles: Array<Tile>, } | { "type": "quality", quality: LineQuality, } | { "type": "trouble", reason: DisconnectReason | null, } | { "type": "raise_hand", up: boolean, } | { "type": "admit", seat: SeatId, } | { "type": "dismiss", seat: SeatId, } | { "type": "remove", seat: SeatId, reason: string, } | { "type": "mute", seat: SeatId, kind: SourceKind, muted: boolean, } | { "type": "mute_all", muted: boolean, } | { "type": "give_floor", seat: SeatId | null, } | { "type": "step", step: StageStep, } | { "type": "put_entry", op: OpId, entry: EntryId, revision: number, phase: AgendaPhase, speaker: SeatId | null, text: string, } | { "type": "freeze", } | { "type": "ask_correction", op: OpId, entry: EntryId | null, text: string, } | { "type": "sign", op: OpId, paper?: PaperKind, seat: SeatId, version: number, sha256: string, mark: SignatureMark, } | { "type": "papers", ask: PapersAsk, } | { "type": "leave", };

export type CorrectionView = { id: OpId, version: number, seat: SeatId, entry: EntryId | null, text: string, at: number, };

/**
 * Why a seat lost its connection (OLR21 25).
 */
export type DisconnectReason = "network" | "device" | "power" | "browser_killed" | "user_left" | "removed" | "server_move" | "unknown";

/**
 * One entry of the minutes.
 */
export type EntryId = string;

export type EntryProposalView = { id: EntryId, seat: SeatId, phase: AgendaPhase, text: string, at: number, returned: string | null, };

export type EntryView = { id: EntryId, 
/**
 * Order in the minutes, from 1 without gaps.
 */
number: number, revision: number, phase: AgendaPhase, speaker: SeatId | null, text: string, 
/**
 * When it was first written, UTC milliseconds.
 */
at: number, };

/**
 * What one seat may do now. A room never widens it.
 */
export type Grants = { 
/**
 * May send microphone sound to the others.
 */
speak: boolean, 
/**
 * May send a camera picture to the others.
 */
show: boolean, 
/**
 * May share a screen.
 */
share: boolean, 
/**
 * May hear and see the others.
 */
attend: boolean, 
/**
 * May admit, mute, give the floor, remove, and move the hearing on.
 */
preside: boolean, 
/**
 * May write the minutes.
 */
minute: boolean, };

/**
 * One hearing, and the room it is held in.
 */
export type HearingId = string;

/**
 * 会议类型.
 */
export type HearingKind = "leader_reception" | "joint_reception" | "appointed" | "with_case_visit" | "formal_hearing" | "coordination" | "mediation" | "reply_delivery";

export type HearingView = { id: HearingId, number: string, petition_number: string, title: string, kind: HearingKind, 
/**
 * UTC milliseconds.
 */
starts_at: number, ends_at: number, agenda: Array<AgendaPhase>, };

/**
 * A TURN server as `RTCPeerConnection` takes it (RFC 7065 URLs, time-limited credentials).
 */
export type IceServer = { urls: Array<string>, username: string, credential: string, };

export type ItemAnswerView = { "is": "open", } | { "is": "accepted", seat: SeatId, at: number, } | { "is": "declined", seat: SeatId, at: number, reason: string, };

export type ItemProposalView = { id: OpId, 
/**
 * Seats that may answer for the agency.
 */
seats: Array<SeatId>, content: string, deadline: string, entry: EntryId, answer: ItemAnswerView, };

/**
 * Level of government of a seat, highest first.
 */
export type Level = "province" | "city" | "county" | "township" | "village" | "grid";

/**
 * A line as its user's browser measures it (`getStats`), over the last few seconds.
 */
export type LineQuality = { word: LineWord, 
/**
 * Round trip to the relay in milliseconds, if it is known.
 */
round_trip_ms: number | null, 
/**
 * Packets lost on the way to the relay, and from it, per thousand.
 */
lost_up: number, lost_down: number, 
/**
 * Sound that had to be made up for what did not arrive, per thousand.
 */
concealed: number, 
/**
 * Times that pictures stood still.
 */
freezes: number, };

/**
 * How a line fares, in the one word that people are shown: 良好, 一般, 较差, 中断.
 */
export type LineWord = "good" | "fair" | "poor" | "broken";

/**
 * What a seat did with the version that stands.
 */
export type MarkKind = "drawn" | "confirmed" | "proxy" | "paper_scan" | "refused";

/**
 * A receive-only media section the client keeps ready for others' sources.
 */
export type OfferedReceiver = { mid: string, video: boolean, };

/**
 * A media section by which the client sends one of its sources.
 */
export type OfferedSource = { mid: string, kind: SourceKind, };

/**
 * Made by the client for each write of an entry: sent twice, applied once.
 */
export type OpId = string;

/**
 * What is signed.
 */
export type PaperKind = "minutes" | "agreement";

/**
 * Asked for by a seat.
 */
export type PapersAsk = { "kind": "freeze_agreement", terms: string, parties: Array<SeatId>, } | { "kind": "propose_item", item: OpId, seat: SeatId, content: string, deadline: string, entry: EntryId, } | { "kind": "answer_item", item: OpId, declined: string | null, } | { "kind": "propose_entry", entry: EntryId, phase: AgendaPhase, text: string, } | { "kind": "return_entry", entry: EntryId, reason: string, } | { "kind": "read_line", entry: EntryId | null, };

/**
 * All of it as this seat may see it; replaces what was known. The agreement's text is left out where the page has it.
 */
export type PapersView = { agreement: ReadBackView | null, 
/**
 * Every party has signed.
 */
agreed: boolean, items: Array<ItemProposalView>, 
/**
 * One's own; to who keeps the minutes everybody's. Taken ones are entries.
 */
entries: Array<EntryProposalView>, reading: EntryId | null, };

/**
 * 参加人.
 */
export type ParticipantRole = "presider" | "clerk" | "hearing_member" | "agency_rep" | "petitioner" | "representative" | "agent" | "expert" | "mediator" | "interpreter" | "witness" | "deputy" | "grid_worker" | "company_rep" | "observer" | "tech" | "officer";

/**
 * What a receiver's line carries of the pictures it is shown.
 */
export type Pictures = "full" | "reduced" | "stills" | "sound_only";

/**
 * Where the person on a seat is.
 */
export type Presence = { "is": "invited", } | { "is": "waiting", since: number, } | { "is": "seated", since: number, } | { "is": "dropped", since: number, reason: DisconnectReason, admitted: boolean, } | { "is": "left", since: number, } | { "is": "removed", since: number, reason: string, };

/**
 * The version of the minutes that stands, what was asked about it, and who has signed it.
 */
export type ReadBackView = { version: number, 
/**
 * Of the text in UTF-8, hexadecimal.
 */
sha256: string, frozen_at: number, 
/**
 * Left out where the page has it already.
 */
text?: string, 
/**
 * The minutes were changed since: a new version is due.
 */
changed: boolean, corrections: Array<CorrectionView>, 
/**
 * Who must sign, in the order of the table.
 */
seats: Array<SignerView>, };

/**
 * Whether sound and picture are put on record; everybody at the table is shown it.
 */
export type Recording = "off" | "on" | "sound_only" | "paused" | "failed";

/**
 * Why a request was turned down. The person may try something else.
 */
export type RefusalCode = "not_allowed" | "no_such_seat" | "wrong_stage" | "no_quorum" | "reason_needed" | "in_lobby" | "stale_revision" | "unsigned" | "minutes_frozen" | "bad_text" | "bad_offer" | "too_fast" | "not_stored";

/**
 * A named place in a hearing. Devices come and go; the seat stays.
 */
export type SeatId = string;

/**
 * How one seat's line fares.
 */
export type SeatLine = { seat: SeatId, word: LineWord, pictures: Pictures, };

export type SeatView = { id: SeatId, role: ParticipantRole, side: Side, 
/**
 * Agency, company or group on the plate, e.g. 城关区信访局.
 */
label: string, 
/**
 * Who sits there, e.g. 张某; empty for a room.
 */
name: string, level: Level | null, 
/**
 * The hearing cannot begin without it.
 */
mandatory: boolean, presence: Presence, sources: Array<SourceView>, 
/**
 * Hand up since, UTC milliseconds.
 */
hand: number | null, };

export type ServerMessage = { "type": "welcome", protocol: number, hearing: HearingView, you: SeatId, grants: Grants, seats: Array<SeatView>, stage: StageView, floor: SeatId | null, minutes: Array<EntryView>, 
/**
 * Once the minutes were frozen.
 */
read_back: ReadBackView | null, 
/**
 * The peer connection named in `hello` still lives here: keep it. Else make a fresh one.
 */
peer_alive: boolean, slots: SlotBudget, 
/**
 * Ways to the relay where its own port cannot be reached; empty where there are none.
 */
ice: Array<IceServer>, 
/**
 * Server clock, UTC milliseconds: the page counts phases by it.
 */
now: number, } | { "type": "done", re: number, } | { "type": "refused", re: number, code: RefusalCode, detail: string | null, } | { "type": "answer", re: number, peer: number, sdp: string, } | { "type": "slots", slots: Array<Slot>, } | { "type": "seat", seat: SeatView, } | { "type": "stage", stage: StageView, } | { "type": "grants", grants: Grants, } | { "type": "floor", seat: SeatId | null, } | { "type": "speaking", seats: Array<SeatId>, } | { "type": "wanted", kind: SourceKind, anybody: boolean, layers: Array<string>, } | { "type": "line", pictures: Pictures, } | { "type": "quality", seats: Array<SeatLine>, } | { "type": "entry", op: OpId, entry: EntryView, } | { "type": "read_back", read_back: ReadBackView, } | { "type": "papers", papers: PapersView, } | { "type": "beat", } | { "type": "bye", reason: ByeReason, detail: string | null, };

/**
 * Where a seat sits at the table.
 */
export type Side = "panel" | "petitioner" | "unit" | "company" | "observer";

/**
 * How a seat signs, or why it does not.
 */
export type SignatureMark = { "kind": "drawn", strokes: string, } | { "kind": "confirmed", } | { "kind": "proxy", name: string, strokes: string, } | { "kind": "refused", reason: string, };

export type SignerView = { seat: SeatId, 
/**
 * None as long as it has said nothing on this version.
 */
mark: MarkKind | null, at: number | null, 
/**
 * Of a refusal.
 */
reason: string | null, };

/**
 * One receive-only section and the source it carries.
 */
export type Slot = { mid: string, seat: SeatId, kind: SourceKind, };

/**
 * Receive-only sections a client should offer for this hearing.
 */
export type SlotBudget = { audio: number, video: number, };

export type SourceKind = "camera" | "microphone" | "screen";

export type SourceView = { kind: SourceKind, 
/**
 * Its owner has it on.
 */
on: boolean, 
/**
 * The presider muted it at the relay.
 */
muted: boolean, };

/**
 * Stage of a hearing (domain.md 3.3).
 */
export type Stage = "requested" | "scheduled" | "check_in" | "ready" | "countdown" | "in_session" | "paused" | "suspended" | "minutes_review" | "signing" | "closed" | "outcome_issued" | "cancelled" | "postponed" | "no_show";

/**
 * What the presider may do to the hearing as a whole (domain.md 3.3).
 */
export type StageStep = { "kind": "open_check_in", } | { "kind": "start", } | { "kind": "next_phase", } | { "kind": "previous_phase", reason: string, } | { "kind": "pause", reason: string, } | { "kind": "suspend", reason: string, } | { "kind": "resume", } | { "kind": "review_minutes", } | { "kind": "reopen_session", reason: string, } | { "kind": "start_signing", } | { "kind": "reopen_review", reason: string, } | { "kind": "close", reason: string, } | { "kind": "declare_no_show", reason: string, };

export type StageView = { stage: Stage, 
/**
 * Phase in or to be resumed; none before the session and after it.
 */
phase: AgendaPhase | null, 
/**
 * Stage since, UTC milliseconds.
 */
since: number, 
/**
 * Phase since; its clock stands still while paused or suspended.
 */
phase_since: number | null, 
/**
 * Countdown ends at.
 */
begins_at: number | null, 
/**
 * Said when pausing, suspending, cancelling.
 */
reason: string | null, 
/**
 * Seats the quorum still misses.
 */
missing: Array<SeatId>, recording: Recording, };

/**
 * How a picture is shown.
 */
export type Tile = { 
/**
 * The receive-only section.
 */
mid: string, 
/**
 * Height in device pixels; 0 while it is not to be seen.
 */
height: number, };
