//! The hearing: who sits where, which stage, what was said, what was decided.

mod agenda;
mod agenda_plan;
mod agreement;
mod apart;
mod archive;
mod beside;
#[cfg(test)]
mod blank;
mod calling;
mod chat;
mod check_in;
mod closing;
mod correction;
mod delivery;
mod exhibit;
mod export;
mod frozen;
mod gap;
mod index;
mod keeping;
mod lifecycle;
mod listing;
mod minutes;
mod minutes_template;
mod notice;
mod on_screen;
mod one_time;
mod outcome;
mod outcome_correction;
pub mod phrases;
mod presence;
pub mod presiding;
mod proposals;
mod receipt;
mod recording;
mod reseating;
mod schedule;
mod seal;
mod seat;
mod seating;
mod sequel;
mod signature;
mod signing;
mod signing_code;
mod slots;
mod stage;
mod step;
mod unconfirmed;
mod way_in;

pub use agenda::default_agenda;
pub use agenda_plan::PlannedPhase;
pub use agreement::AgreementDraft;
pub use apart::{Language, TalkEvent, TalkKind, TalkRecord, TalkStay, TalkWindow};
pub use archive::{Archived, Package, package_name};
pub use calling::{CALL_PAUSE, call_pause, call_text, called};
pub use check_in::{
    Advice, Arrival, CheckIn, CheckInNote, CheckInState, Identity, IdentityRule, IdentityWay, PutOff,
    SelfTest, TestResult, place_among_petitioners,
};
pub use closing::Unfinished;
pub use correction::{AnswerAsked, AnswerKind, Answered, Correction, CorrectionAnswer};
pub use delivery::{ANNOUNCED_DAYS, DeliveryClock, HandedOver, LATER_DAYS, NotHandedOver};
pub use lifecycle::{
    ABSENCE_GRACE, CHECK_IN_BEFORE, COUNTDOWN, NO_SHOW_WAIT, Stepped, automatic, step, wake_at,
};

pub use chat::{ChatAuthor, ChatChannel, ChatMessage, switched};
pub use exhibit::{
    Exhibit, ExhibitKind, ExhibitState, MAX_EXHIBIT_BYTES, MAX_EXHIBITS, MAX_TITLE, NewExhibit, accept,
    bring, bringer, put_on_record, refuse, shown, takes_more,
};
pub use export::{Export, ExportFailure, ExportState};
pub use frozen::{FrozenPaper, PaperKind, Signers};
pub(in crate::domain) use frozen::{kind_word, moment};
pub use gap::Gap;
pub use index::{Indexed, RecordingIndex, Stretch, TableNow, index_text, indexed};
pub use keeping::{EndedBefore, KeepClass, KeepRefusal, KeepYears, Keeping};
pub use minutes::{Entry, EntryWrite};
pub use minutes_template::{MinutesTemplate, SavedTemplate, TemplateInForce, line_id, settled_at};
pub use notice::{
    Around, HearingNotice, NoticeKind, Whom, naming_unsigned, notices_of, on_the_phone, query_page, reminded,
    reminder_due, seat_text, told_to,
};
pub use on_screen::{Entrance, OnScreen, ends_shown, on_screen};
pub use one_time::{CODE_LIVES, CODE_PAUSE, Digits, PhoneCode, goes_at_once};
pub use outcome::{
    ActionItem, ActionItemState, ItemDraft, MAX_ITEMS, Outcome, OutcomeDraft, OutcomeFacts, OutcomeFault,
    OutcomeFaultCode, OutcomeStandard,
};
pub use outcome_correction::{OutcomeBefore, OutcomeCorrection};
pub use presence::{Presence, missed};
pub use presiding::Presiding;
pub use proposals::{Acceptance, EntryProposal, ItemAnswer, ItemProposal};
pub(in crate::domain) use receipt::CANNOT;
pub use receipt::{Needs, NoticeAnswer, NoticeWish, Receipt, ReceiptWay, Said, answer_on_record, needs_of};
pub use recording::{Recording, RecordingStage, WholeRecording};
pub use reseating::{OnRecord, Reseat, Reseating, reseat};
pub use schedule::{
    Book, Fault, FaultCode, MAX_SEATS, NewHearing, NewSeat, Scheduling, faults, officials_of, rooms_of,
    schedule,
};
pub use seal::{Seal, Sealer, Signed, fingerprint, outcome_statement, outcome_statements};
pub use seat::{Gone, Occupant, ParticipantRole, Seat, SeatChange, Side, SourceKind};
pub(in crate::domain::hearing) use seating::SeatCheck;
pub use sequel::{helpers, sequel};
pub use signature::{Mark, MarkKind, ProxyPaper, Signature};
pub use signing::{MAX_STROKES, MarkAsked, SigningRecord};
pub use signing_code::{CodeAsked, SigningCode, confirms_by_code, needs_code};
pub use slots::{SLOT_MINUTES, Span, free_slots};
pub use stage::{AgendaPhase, HearingKind, Stage, StageName};
pub use step::{Refusal, RefusalCode, Step, StepKind, possible};
pub use unconfirmed::{NotReminded, Unconfirmed, remind_again, reminded_at, unconfirmed};
pub use way_in::{WayIn, way_in};

pub use crate::domain::petition::HearingNumber;

use crate::domain::{
    Timestamp,
    ids::{AgencyId, HearingId, PetitionId, SeatId, StaffId},
    petition::Petition,
};

/// A joint hearing, attached to its petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    pub id: HearingId,
    /// 接访编号, e.g. `TJ62010220261123-1`.
    pub number: String,
    pub petition: PetitionId,
    /// The earlier session of the same petition that this one goes on with.
    pub continues: Option<HearingId>,
    pub kind: HearingKind,
    pub title: String,
    /// The agency that holds it.
    pub host: AgencyId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub agenda: Vec<AgendaPhase>,
    /// Minutes planned for phases of it.
    pub planned: Vec<(AgendaPhase, u16)>,
    pub seats: Vec<Seat>,
    pub stage: Stage,
    /// Since when its file is closed.
    pub archived: Option<Archived>,
    /// Grows by one with every write of the hearing's own row.
    pub version: u32,
}

impl Hearing {
    /// One that is scheduled, with nothing more said of it.
    #[must_use]
    pub const fn new(
        id: HearingId,
        petition: PetitionId,
        kind: HearingKind,
        host: AgencyId,
        starts_at: Timestamp,
        ends_at: Timestamp,
    ) -> Self {
        Self {
            id,
            number: String::new(),
            petition,
            continues: None,
            kind,
            title: String::new(),
            host,
            starts_at,
            ends_at,
            agenda: Vec::new(),
            planned: Vec::new(),
            seats: Vec::new(),
            stage: Stage::Scheduled,
            archived: None,
            version: 1,
        }
    }

    #[must_use]
    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == id)
    }

    /// The seats of the table as it is now, in its order.
    pub fn standing(&self) -> impl Iterator<Item = &Seat> + Clone {
        self.seats.iter().filter(|seat| seat.stands())
    }

    /// The seat that whoever sits on `seat` of another hearing has in this one.
    #[must_use]
    pub fn seat_of_same(&self, seat: &Seat) -> Option<&Seat> {
        self.standing().find(|one| one.occupant.is_same(&seat.occupant))
    }

    /// Who presides by the table (主接访人); none where a room has that seat.
    #[must_use]
    pub fn presider(&self) -> Option<StaffId> {
        let mut presiders = self.standing().filter(|seat| seat.role == ParticipantRole::Presider);
        presiders.find_map(|seat| match seat.occupant {
            Occupant::Official { staff, .. } => Some(staff),
            _ => None,
        })
    }

    /// Whether it is still to be held.
    #[must_use]
    pub const fn is_coming(&self) -> bool {
        matches!(self.stage.name(), StageName::Requested | StageName::Scheduled | StageName::Postponed)
    }

    /// Whether people came together in it while its petition was sealed as a report by mistake, which is open now: what was
    /// said and shown there stays with those who were there, and with the desk that held it (art. 30, ADR 64).
    #[must_use]
    pub fn stays_behind_the_wall(&self, petition: &Petition) -> bool {
        petition.was_behind_the_wall(self.check_in_opens_at())
    }

    /// Whether somebody of the petitioners' side sat at the table.
    #[must_use]
    pub fn heard_petitioners(&self) -> bool {
        self.seats.iter().any(|seat| seat.role.side() == Side::Petitioner && seat.was_there())
    }
}
