// Generated from signaling/src/wire by `make gen`. Not edited by hand.

/** Said in `hello`; if the server has another number, reload the page. */
export const PROTOCOL = 1;

/** Longest text frame a client may send; only `welcome` may be longer. */
export const MAX_FRAME_BYTES = 65536;

/** Longest SDP in an offer. */
export const MAX_SDP_BYTES = 49152;

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
export const SOURCES_SHA256 = "fa73662870e3c332240401bf02931f276a7831f17dbbc52ff4a841d525964907";

/**
 * 环节.
 */
export type AgendaPhase = "opening" | "statement" | "response" | "evidence" | "questions" | "mediation" | "last_statement" | "deliberation" | "conclusion" | "read_back";

/**
 * What a seat asks for apart from the table.
 */
export type ApartAsk = { "kind": "open_talk", talk: TalkId, of: TalkKind, invite: Array<SeatId>, enter: boolean, } | { "kind": "invite", talk: TalkId, seat: SeatId, } | { "kind": "enter_talk", talk: TalkId, } | { "kind": "decline_talk", talk: TalkId, } | { "kind": "leave_talk", } | { "kind": "lock_talk", talk: TalkId, locked: boolean, } | { "kind": "close_talk", talk: TalkId, } | { "kind": "close_talks", } | { "kind": "call_witness", seat: SeatId, } | { "kind": "release_witness", seat: SeatId, } | { "kind": "listen", interpreter: SeatId | null, } | { "kind": "speak_aloud", aloud: boolean, };

/**
 * Everything that goes on apart from the table, as everybody is shown it.
 */
export type ApartView = { talks: Array<TalkView>, witnesses: Array<WitnessView>, interpreters: Array<InterpreterView>, };

/**
 * Why the server hangs up. WebSocket close codes beside them (RFC 6455 7.4).
 */
export type ByeReason = "hearing_over" | "left" | "bad_ticket" | "wrong_protocol" | "removed" | "replaced" | "session_ended" | "withdrawn" | "restarting" | "violation" | "flooding" | "too_large";

/**
 * What a seat asks of the chat.
 */
export type ChatAsk = { "kind": "say", op: OpId, to: ChatChannel, text: string, } | { "kind": "close", closed: boolean, };

/**
 * To whom something is written.
 */
export type ChatChannel = { "channel": "table", } | { "channel": "staff", } | { "channel": "desk", seat: SeatId, };

/**
 * What a seat may read and write; writing to the officer needs no grant.
 */
export type ChatGrants = { 
/**
 * Is told what is written to the table.
 */
read: boolean, 
/**
 * May write to the table.
 */
table: boolean, 
/**
 * Reads and writes among who holds the hearing.
 */
staff: boolean, 
/**
 * Reads and answers what seats write to the officer.
 */
desk: boolean, };

/**
 * What a seat is told of the chat.
 */
export type ChatNews = { "kind": "all", closed: boolean, messages: Array<ChatView>, } | { "kind": "said", message: ChatView, } | { "kind": "closed", closed: boolean, };

export type ChatView = { 
/**
 * The `op` it was written with.
 */
id: OpId, to: ChatChannel, 
/**
 * None: the officer on duty, who watches from the board without a seat.
 */
from: SeatId | null, text: string, 
/**
 * UTC milliseconds.
 */
at: number, };

/**
 * What who presides or keeps the minutes asks about somebody who checks in.
 */
export type CheckInAsk = { "kind": "admit_unidentified", seat: SeatId, reason: string, } | { "kind": "ring", seat: SeatId, };

/**
 * What a page is told about check-in.
 */
export type CheckInNews = { "kind": "seats", seats: Array<CheckInView>, } | { "kind": "rung", } | { "kind": "announced", text: string, at: number, } | { "kind": "restart_media", } | { "kind": "moved", hearing: HearingId, secret: string | null, };

export type CheckInState = "checking_in" | "identity_ok" | "tested" | "waiting";

/**
 * How far a seat has come before it may be let in.
 */
export type CheckInView = { seat: SeatId, state: CheckInState, 
/**
 * It is not let in before somebody has said who sits there.
 */
needs_identity: boolean, test: TestResult | null, declared: boolean, 
/**
 * A one-time code came back from the person's phone.
 */
phone: boolean, 
/**
 * A photo of the paper waits to be looked at.
 */
photo: boolean, 
/**
 * What it speaks, if not Mandarin, and whether an interpreter is wished.
 */
language: Language | null, interpreter: boolean, helps: SeatId | null, 
/**
 * Of a masked plate, for who may know it.
 */
name: string | null, };

/**
 * What a client sends: a request number of its own and what it asks for.
 * Every frame is answered by exactly one `done`, `answer` or `refused` with the same number
 * (`hello` by `welcome` or `bye`).
 */
export type ClientFrame = { id: number, do: ClientMessage, };

/**
 * What a client may ask of a room, by its kind. Who may ask it is decided by the seat's grants.
 */
export type ClientMessage = { "type": "hello", protocol: number, ticket: string, peer: number | null, } | { "type": "offer", peer: number, sdp: string, sources: Array<OfferedSource>, receivers: Array<OfferedReceiver>, } | { "type": "set_source", kind: SourceKind, on: boolean, } | { "type": "tiles", tiles: Array<Tile>, } | { "type": "quality", quality: LineQuality, } | { "type": "trouble", reason: DisconnectReason | null, } | { "type": "away", away: boolean, } | { "type": "raise_hand", up: boolean, } | { "type": "admit", seat: SeatId, } | { "type": "check_in", ask: CheckInAsk, } | { "type": "dismiss", seat: SeatId, } | { "type": "remove", seat: SeatId, reason: string, } | { "type": "mute", seat: SeatId, kind: SourceKind, muted: boolean, } | { "type": "mute_all", muted: boolean, } | { "type": "give_floor", seat: SeatId | null, } | { "type": "preside", deed: PresidingDeed, } | { "type": "step", step: StageStep, } | { "type": "put_entry", op: OpId, entry: EntryId, revision: number, phase: AgendaPhase, speaker: SeatId | null, text: string, 
/**
 * How long ago it was typed, in milliseconds: it waited for a connection. The line has that time, as far as the
 * seat was out of reach since and people were checking in.
 */
typed_ms_ago?: number, } | { "type": "strike", op: OpId, entry: EntryId, revision: number, reason: string, } | { "type": "freeze", } | { "type": "ask_correction", op: OpId, entry: EntryId | null, text: string, } | { "type": "answer_correction", correction: OpId, answer: CorrectionAnswer, } | { "type": "sign", op: OpId, paper?: PaperKind, seat: SeatId, version: number, sha256: string, mark: SignatureMark, } | { "type": "papers", ask: PapersAsk, } | { "type": "apart", ask: ApartAsk, } | { "type": "exhibit", exhibit: ExhibitAsk, } | { "type": "chat", chat: ChatAsk, } | { "type": "leave", };

/**
 * What somebody did: the room's rules, then the six items of art. 26 of the Regulation.
 */
export type ConductCode = "interrupting" | "recording" | "gathering" | "dangerous" | "insulting" | "lingering" | "inciting" | "disturbing";

export type CorrectionAnswer = { "is": "taken", entry: EntryId, } | { "is": "declined", reason: string, };

/**
 * What who keeps the minutes said to a correction.
 */
export type CorrectionAnswered = { by: SeatId, at: number, answer: CorrectionAnswer, };

export type CorrectionView = { id: OpId, version: number, seat: SeatId, entry: EntryId | null, text: string, at: number, 
/**
 * Left out until there is one.
 */
answer?: CorrectionAnswered, };

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
 * Why it was struck (作废); null as long as it stands.
 */
struck: string | null, 
/**
 * When it was first written, UTC milliseconds.
 */
at: number, };

/**
 * What a seat asks about exhibits.
 */
export type ExhibitAsk = { "kind": "accept", exhibit: ExhibitId, } | { "kind": "refuse", exhibit: ExhibitId, reason: string, } | { "kind": "show", exhibit: ExhibitId, seats: Array<SeatId> | null, } | { "kind": "hide", } | { "kind": "turn", page: number, } | { "kind": "play", playing: boolean, at_ms: number, } | { "kind": "point", at: Spot | null, } | { "kind": "put_on_record", exhibit: ExhibitId, op: OpId, };

/**
 * A file laid before the hearing.
 */
export type ExhibitId = string;

export type ExhibitKind = "document" | "picture" | "sound" | "video";

/**
 * What a seat is told about exhibits.
 */
export type ExhibitNews = { "kind": "all", exhibits: Array<ExhibitView>, } | { "kind": "one", exhibit: ExhibitView, } | { "kind": "shown", shown: ShownView | null, } | { "kind": "point", by: SeatId, at: Spot | null, };

export type ExhibitState = { "is": "offered", } | { "is": "refused", reason: string, } | { "is": "accepted", number: number, on_record: number | null, };

export type ExhibitView = { id: ExhibitId, title: string, shows: ExhibitKind, size: number, 
/**
 * Of the file, hexadecimal.
 */
sha256: string, 
/**
 * None of what the office laid before the hearing itself.
 */
brought_by: SeatId | null, state: ExhibitState, };

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
minute: boolean, 
/**
 * May have exhibits shown, turn their pages and point.
 */
present: boolean, chat: ChatGrants, };

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

export type InterpreterView = { seat: SeatId, languages: Array<Language>, 
/**
 * Heard by the whole table, not only by those who listen.
 */
aloud: boolean, 
/**
 * Who hears this interpreter besides the floor.
 */
listeners: Array<SeatId>, };

export type ItemAnswerView = { "is": "open", } | { "is": "accepted", seat: SeatId, at: number, } | { "is": "declined", seat: SeatId, at: number, reason: string, };

export type ItemProposalView = { id: OpId, 
/**
 * Seats that may answer for the agency.
 */
seats: Array<SeatId>, content: string, deadline: string, entry: EntryId, answer: ItemAnswerView, };

/**
 * What an interpreter speaks besides Mandarin.
 */
export type Language = "sign" | "tibetan" | "dongxiang" | "bonan" | "salar" | "yugur" | "uyghur" | "kazakh" | "mongolian" | "dialect" | "english" | "other";

/**
 * What everybody is shown.
 */
export type Layout = "speaker" | "three" | "grid";

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
export type MarkKind = "drawn" | "confirmed" | "coded" | "proxy" | "paper_scan" | "refused";

/**
 * What the presider says about somebody's conduct, mildest first.
 */
export type MeasureKind = "notice" | "warning" | "removal";

export type MeasureView = { id: OpId, seat: SeatId, measure: MeasureKind, code: ConductCode, at: number, };

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
 * A phase of the agenda.
 */
export type PlannedPhase = { phase: AgendaPhase, 
/**
 * How long it is to take, 1 to 480; `null` where that is not planned.
 */
minutes: number | null, };

export type Playback = { playing: boolean, 
/**
 * Where it was at `since` (UTC milliseconds).
 */
at_ms: number, since: number, };

/**
 * Where the person on a seat is.
 */
export type Presence = { "is": "invited", } | { "is": "waiting", since: number, } | { "is": "seated", since: number, } | { "is": "dropped", since: number, reason: DisconnectReason, admitted: boolean, } | { "is": "left", since: number, } | { "is": "removed", since: number, reason: string, } | { "is": "withdrawn", since: number, };

/**
 * What the presider orders.
 */
export type PresidingDeed = { "kind": "allot", phase: AgendaPhase, side: Side, seconds: number | null, } | { "kind": "turn", side: Side | null, } | { "kind": "lock_microphones", locked: boolean, } | { "kind": "show", layout: Layout, spotlight: SeatId | null, } | { "kind": "grace", seconds: number, } | { "kind": "name_stand_in", seat: SeatId | null, } | { "kind": "agenda", read: Array<PlannedPhase>, agenda: Array<PlannedPhase>, } | { "kind": "restart_recording", } | { "kind": "conduct", op: OpId, seat: SeatId, measure: MeasureKind, code: ConductCode, };

/**
 * Presiding as it is now; whole, so that a page that missed one knows all from the next.
 */
export type PresidingView = { 
/**
 * Who presides now: the presider's seat, or the stand-in's.
 */
presider: SeatId | null, stand_in: SeatId | null, microphones_locked: boolean, layout: Layout, spotlight: SeatId | null, 
/**
 * Of each phase of the agenda, for the sides that sit at this table.
 */
times: Array<SpeakingTimeView>, 
/**
 * As it is now; it may change until the minutes are read back.
 */
agenda: Array<PlannedPhase>, turn: TurnView | null, 
/**
 * Milliseconds.
 */
absence_grace: number, 
/**
 * When the session is suspended if who is missing does not come back before; UTC milliseconds.
 */
suspends_at: number | null, 
/**
 * In the order they were taken.
 */
measures: Array<MeasureView>, };

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
 * Who may sign, in the order of the table.
 */
seats: Array<SignerView>, };

/**
 * Whether sound and picture are put on record; everybody at the table is shown it.
 */
export type Recording = "off" | "on" | "sound_only" | "paused" | "failed";

/**
 * Why a request was turned down. The person may try something else.
 */
export type RefusalCode = "not_allowed" | "no_such_seat" | "wrong_stage" | "no_quorum" | "reason_needed" | "no_identity" | "in_lobby" | "too_early" | "petitioner_present" | "bad_times" | "bad_agenda" | "no_such_phase" | "taken" | "archived" | "witness_inside" | "stale_revision" | "not_frozen" | "signed_already" | "wrong_code" | "unchanged" | "unsigned" | "open_agreement" | "minutes_frozen" | "not_minuted" | "bad_text" | "too_many_files" | "too_large" | "bad_offer" | "too_fast" | "cannot_sit_beside" | "somebody_beside" | "cannot_stand_in" | "bad_duration" | "not_stored";

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
hand: number | null, 
/**
 * Its page is out of sight since, UTC milliseconds.
 */
away: number | null, 
/**
 * Whose camera and microphone it shares. Without a connection of its own it is where that seat is.
 */
beside?: SeatId, };

/**
 * What a client is told: the answer to what it asked (`re`), or news for every seat that may know of it.
 */
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
now: number, } | { "type": "done", re: number, } | { "type": "refused", re: number, code: RefusalCode, detail: string | null, } | { "type": "answer", re: number, peer: number, sdp: string, } | { "type": "slots", slots: Array<Slot>, } | { "type": "seat", seat: SeatView, } | { "type": "stage", stage: StageView, } | { "type": "grants", grants: Grants, } | { "type": "floor", seat: SeatId | null, } | { "type": "speaking", seats: Array<SeatId>, } | { "type": "wanted", kind: SourceKind, anybody: boolean, layers: Array<string>, } | { "type": "line", pictures: Pictures, } | { "type": "quality", seats: Array<SeatLine>, } | { "type": "entry", op: OpId, entry: EntryView, } | { "type": "minutes", minutes: Array<EntryView>, } | { "type": "check_in", news: CheckInNews, } | { "type": "read_back", read_back: ReadBackView, } | { "type": "apart", apart: ApartView, } | { "type": "presiding", presiding: PresidingView, } | { "type": "exhibit", news: ExhibitNews, } | { "type": "chat", news: ChatNews, } | { "type": "papers", papers: PapersView, } | { "type": "beat", } | { "type": "bye", reason: ByeReason, detail: string | null, };

/**
 * What is shown, as far as it has come.
 */
export type ShownView = { exhibit: ExhibitId, 
/**
 * Who is shown it; `null` is everybody who attends.
 */
seats: Array<SeatId> | null, 
/**
 * From 1.
 */
page: number, 
/**
 * None until it was played.
 */
playback: Playback | null, 
/**
 * This seat may turn, play and point.
 */
leads: boolean, };

/**
 * Where a seat sits at the table.
 */
export type Side = "panel" | "petitioner" | "unit" | "company" | "observer";

/**
 * How a seat signs, or why it does not.
 */
export type SignatureMark = { "kind": "drawn", strokes: string, } | { "kind": "confirmed", } | { "kind": "coded", code: string, } | { "kind": "proxy", name: string, strokes: string, reason: string, } | { "kind": "refused", reason: string, };

export type SignerView = { seat: SeatId, 
/**
 * None as long as it has said nothing on this version.
 */
mark: MarkKind | null, at: number | null, 
/**
 * Of a refusal.
 */
reason: string | null, 
/**
 * Was not at the table before it was frozen: may sign, and is not waited for.
 */
absent: boolean, 
/**
 * A code reaches their phone: that confirms, and no press alone.
 */
by_code: boolean, };

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

export type SpeakingTimeView = { phase: AgendaPhase, side: Side, 
/**
 * Milliseconds; none is no limit.
 */
allotted: number | null, 
/**
 * Milliseconds, without what runs now.
 */
spent: number, };

/**
 * A place on a page, from its upper left corner, in ten-thousandths of its width and height.
 */
export type Spot = { x: number, y: number, };

/**
 * Stage of a hearing (docs/rules.md 3.3).
 */
export type Stage = "requested" | "scheduled" | "check_in" | "ready" | "countdown" | "in_session" | "paused" | "suspended" | "minutes_review" | "signing" | "closed" | "outcome_issued" | "cancelled" | "postponed" | "no_show" | "adjourned" | "in_person";

/**
 * What the presider may do to the hearing as a whole (docs/rules.md 3.3).
 */
export type StageStep = { "kind": "open_check_in", } | { "kind": "start", } | { "kind": "next_phase", } | { "kind": "previous_phase", reason: string, } | { "kind": "pause", reason: string, } | { "kind": "suspend", reason: string, } | { "kind": "resume", } | { "kind": "review_minutes", } | { "kind": "reopen_session", reason: string, } | { "kind": "start_signing", } | { "kind": "reopen_review", reason: string, } | { "kind": "close", reason: string, 
/**
 * While the minutes are read back: why they are not signed, 5 to 500 characters.
 */
unsigned?: string, 
/**
 * The version of the agreement that parties have not signed yet: it will never come into force.
 */
agreement?: number, } | { "kind": "declare_no_show", reason: string, } | { "kind": "adjourn", reason: string, } | { "kind": "convert_in_person", reason: string, };

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
 * When the hearing is held: people may wait while it is put off to another time.
 */
starts_at: number, 
/**
 * Said when pausing, suspending, cancelling.
 */
reason: string | null, 
/**
 * Seats the quorum still misses.
 */
missing: Array<SeatId>, recording: Recording, 
/**
 * Pictures that come and cannot be recorded; the sound beside them is.
 */
unkept: Array<UnkeptPicture>, };

/**
 * A private talk; made by the client that opens it.
 */
export type TalkId = string;

/**
 * Who a private talk is for. Nothing of it reaches anybody else, or the recorder.
 */
export type TalkKind = "deliberation" | "consultation" | "mediation";

export type TalkView = { id: TalkId, of: TalkKind, opened_by: SeatId, 
/**
 * UTC milliseconds.
 */
since: number, locked: boolean, 
/**
 * Who is in it: exactly those whom its sound and pictures reach.
 */
members: Array<SeatId>, invited: Array<SeatId>, };

/**
 * 良好, 尚可, 不行.
 */
export type TestResult = "ok" | "poor" | "failed";

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

export type TurnView = { side: Side, 
/**
 * Its time runs since, UTC milliseconds; none while it stands still.
 */
since: number | null, };

/**
 * Of a seat's camera, or of its screen.
 */
export type UnkeptPicture = { seat: SeatId, kind: SourceKind, };

export type WitnessIs = "outside" | "testifying" | "heard";

export type WitnessView = { seat: SeatId, is: WitnessIs, };
