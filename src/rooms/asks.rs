//! Requests of a seat: to the room, the media plane, the hearing or the minutes.

use super::{
    answers::Asking,
    journal::{Record, Write},
    live::Live,
    peers::{Offerer, SeatOffer},
    pending::Pending,
    signing::Asked,
    turns::{Queued, Wanted},
};
use crate::domain::{
    Timestamp,
    hearing::{self, EntryWrite, Seat, SeatChange, Step, Unfinished},
};
use signaling::{
    room::{Ask, Input},
    wire::{
        self, AgendaPhase, ApartAsk, CheckInAsk, ClientMessage, EntryId, ExhibitAsk, OpId, PresidingDeed,
        RefusalCode, SeatId, SourceKind, StageStep,
    },
};

impl Live {
    pub fn frame(&mut self, by: Asking, message: ClientMessage) {
        if !self.connections.is_current(by.seat, by.conn) {
            return;
        }
        let waits = matches!(
            message,
            ClientMessage::Freeze {}
                | ClientMessage::Strike { .. }
                | ClientMessage::AskCorrection { .. }
                | ClientMessage::AnswerCorrection { .. }
                | ClientMessage::Papers { .. }
                | ClientMessage::Exhibit { exhibit: ExhibitAsk::Accept { .. } | ExhibitAsk::Refuse { .. } }
                | ClientMessage::Preside { deed: PresidingDeed::Agenda { .. } }
        );
        if waits {
            return self.in_turn(Queued::Message { by, message });
        }
        self.take_message(by, message);
    }

    /// Who answers what.
    pub fn take_message(&mut self, by: Asking, message: ClientMessage) {
        match message {
            // The session answered it before the seat was connected.
            ClientMessage::Hello { .. } => {}
            ClientMessage::Offer { peer, sdp, sources, receivers } => {
                let from = self.connections.comes_from(by.seat);
                self.negotiate(Offerer::Connected(by), SeatOffer { from, peer, sdp, sources, receivers });
            }
            ClientMessage::Preside { deed } => self.preside_asked(by, deed),
            ClientMessage::Step { step } => self.step_asked(by, step),
            ClientMessage::PutEntry { op, entry, revision, phase, speaker, text, typed_ms_ago } => {
                self.put_entry(by, EntryAsk { op, entry, revision, phase, speaker, text, typed_ms_ago });
            }
            ClientMessage::Strike { op, entry, revision, reason } => {
                self.strike(by, op, (entry, revision), &reason);
            }
            ClientMessage::Freeze {} => self.freeze_asked(by),
            ClientMessage::AnswerCorrection { correction, answer } => {
                self.correction_answered(by, correction, answer);
            }
            ClientMessage::AskCorrection { op, entry, text } => self.correction_asked(by, op, entry, text),
            ClientMessage::Papers { ask } => self.papers_asked(by, ask),
            ClientMessage::Sign { op, paper, seat, version, sha256, mark } => {
                let paper = paper.unwrap_or(wire::PaperKind::Minutes).into();
                let (op, seat) = (op.into(), seat.into());
                self.signature_asked(by, Asked { op, paper, seat, version, sha256, mark });
            }
            ClientMessage::Exhibit { exhibit } => self.exhibit_asked(by, exhibit),
            ClientMessage::Chat { chat } => self.chat_asked(by, chat),
            ClientMessage::Tiles { tiles } => {
                self.media.show(self.media_room(), by.seat, tiles);
                self.answer(by, Ok(()));
            }
            ClientMessage::Trouble { reason } => self.trouble(by, reason),
            ClientMessage::Quality { quality } => {
                self.quality.page(by.seat, quality, self.now());
                self.answer(by, Ok(()));
            }
            ClientMessage::CheckIn { ask: CheckInAsk::Ring { seat } } => self.ring_asked(by, seat),
            // However it is asked for: one witness at a time, and in session.
            ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat, .. } }
            | ClientMessage::Admit { seat }
                if self.table.seat(seat).is_some_and(Seat::is_witness) =>
            {
                self.apart_asked(by, ApartAsk::CallWitness { seat });
            }
            ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat, reason } } => {
                self.ask_room(by, Ask::AdmitUnidentified { seat, reason });
            }
            ClientMessage::Apart { ask } => self.apart_asked(by, ask),
            ClientMessage::Admit { seat } => self.ask_room(by, Ask::Admit { seat }),
            ClientMessage::Dismiss { seat } => self.ask_room(by, Ask::Dismiss { seat }),
            ClientMessage::Remove { seat, reason } => self.ask_room(by, Ask::Remove { seat, reason }),
            ClientMessage::Mute { seat, kind, muted } => self.mute_asked(by, Ask::Mute { seat, kind, muted }),
            ClientMessage::MuteAll { muted } => self.mute_asked(by, Ask::MuteAll { muted }),
            ClientMessage::GiveFloor { seat } => self.ask_room(by, Ask::GiveFloor { seat }),
            ClientMessage::SetSource { kind, on } => self.ask_room(by, Ask::SetSource { kind, on }),
            ClientMessage::Away { away } => self.ask_room(by, Ask::Away { away }),
            ClientMessage::RaiseHand { up } => self.ask_room(by, Ask::RaiseHand { up }),
            ClientMessage::Leave {} => self.ask_room(by, Ask::Leave),
        }
    }

    /// The room does it, or says why not.
    pub fn ask_room(&mut self, by: Asking, ask: Ask) {
        let Asking { seat, conn, re } = by;
        self.feed(Input::Asked { seat, conn, re, ask });
    }

    fn mute_asked(&mut self, by: Asking, ask: Ask) {
        self.ask_room(by, ask);
        self.keep_mutes();
    }

    fn step_asked(&mut self, by: Asking, step: StageStep) {
        let step = wanted_step(step);
        if !self.may_step(by.seat, &step) {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        self.want(Wanted { step, actor: by.actor(), outcome: None, asker: by.into() });
    }

    /// Whether the seat may have this step now: asked when it asks, and again when its turn has come.
    pub fn may_step(&self, seat: SeatId, step: &Step) -> bool {
        // The clerk may read back, have it signed and end it as well (docs/rules.md 3.3, H13 to H15).
        let keeper = matches!(
            step,
            Step::ReviewMinutes | Step::StartSigning | Step::ReopenReview { .. } | Step::Close { .. }
        );
        let leads = self.table.seat(seat).is_some_and(|seat| self.chair.leads(seat));
        (leads && self.room.grants(seat).preside) || (keeper && self.table.keeps_minutes(seat))
    }

    /// Whether the seat may write lines of the minutes now. It is told if not.
    fn writes_minutes(&mut self, by: Asking) -> bool {
        if !self.room.grants(by.seat).minute {
            self.refuse(by, RefusalCode::NotAllowed, None);
            return false;
        }
        let open = self.takes_minutes();
        if !open {
            let stage = self.table.stage().to_string();
            self.refuse(by, RefusalCode::MinutesFrozen, Some(stage));
        }
        open
    }

    /// Who may write a line may strike it. It came in turn: the line is known here as it is on record.
    fn strike(&mut self, by: Asking, op: OpId, (entry, revision): (EntryId, u32), reason: &str) {
        if !self.writes_minutes(by) {
            return;
        }
        let Some(line) = self.table.entry(entry.into()) else {
            return self.refuse(by, RefusalCode::StaleRevision, Some("no such line".to_owned()));
        };
        match line.strike((op.into(), revision), reason, by.seat.into(), self.now()) {
            Ok(write) => self.writing.put(write, Pending::Entry { asker: by.into(), op }),
            Err(why) => self.refuse(by, RefusalCode::ReasonNeeded, Some(why.to_string())),
        }
    }

    fn put_entry(&mut self, by: Asking, ask: EntryAsk) {
        if !self.writes_minutes(by) {
            return;
        }
        if ask.speaker.is_some_and(|speaker| self.table.seat(speaker).is_none()) {
            return self.refuse(by, RefusalCode::NoSuchSeat, None);
        }
        let EntryAsk { op, entry, revision, phase, speaker, text, typed_ms_ago } = ask;
        if !hearing::AgendaPhase::from(phase).is_minuted() {
            return self.refuse(by, RefusalCode::NotMinuted, None);
        }
        let write = EntryWrite {
            op: op.into(),
            entry: entry.into(),
            hearing: self.table.hearing.id,
            revision,
            phase: phase.into(),
            speaker: speaker.map(Into::into),
            text,
            at: self.typed_at(by.seat, typed_ms_ago),
            struck: None,
            author: by.seat.into(),
        };
        self.writing.put(write, Pending::Entry { asker: by.into(), op });
    }

    /// When its writer typed it: a page out of reach keeps lines until it is back. Nobody was out of reach while connected,
    /// and nothing was to be written before check-in, so that no page puts a line where it likes.
    fn typed_at(&self, seat: SeatId, ago: Option<u32>) -> Timestamp {
        let now = self.now();
        let earliest = self.table.hearing.check_in_opens_at().max(self.connections.silent_since(seat));
        now.plus_millis(-i64::from(ago.unwrap_or(0))).max(earliest).min(now)
    }

    /// Brings the seats' records up to the mutes of the room.
    fn keep_mutes(&mut self) {
        let seats: Vec<SeatId> = self.table.hearing.seats.iter().map(|seat| seat.id.into()).collect();
        for seat in seats {
            self.keep_mute(seat, &self.room.muted(seat));
        }
    }

    fn keep_mute(&mut self, id: SeatId, muted: &[SourceKind]) {
        let hearing = self.table.hearing.id;
        let Some(seat) = self.table.seat_mut(id) else { return };
        let muted: Vec<_> = muted.iter().map(|kind| (*kind).into()).collect();
        if seat.muted == muted {
            return;
        }
        let change = SeatChange::Muted(muted);
        change.apply(seat);
        let record = Record::default().with(Write::SeatChange(hearing, seat.id, change));
        self.writing.put(record, Pending::Note);
    }
}

struct EntryAsk {
    op: OpId,
    entry: EntryId,
    revision: u32,
    phase: AgendaPhase,
    speaker: Option<SeatId>,
    text: String,
    typed_ms_ago: Option<u32>,
}

fn wanted_step(step: StageStep) -> Step {
    match step {
        StageStep::OpenCheckIn {} => Step::OpenCheckIn,
        StageStep::Start {} => Step::Start,
        StageStep::NextPhase {} => Step::NextPhase,
        StageStep::PreviousPhase { reason } => Step::PreviousPhase { reason },
        StageStep::Pause { reason } => Step::Pause { reason },
        StageStep::Suspend { reason } => Step::Suspend { reason },
        StageStep::Resume {} => Step::Resume,
        StageStep::ReviewMinutes {} => Step::ReviewMinutes,
        StageStep::ReopenSession { reason } => Step::ReopenSession { reason },
        StageStep::StartSigning {} => Step::StartSigning,
        StageStep::ReopenReview { reason } => Step::ReopenReview { reason },
        StageStep::Close { reason, unsigned, agreement } => {
            Step::Close { reason, left: Unfinished { unsigned, agreement } }
        }
        StageStep::DeclareNoShow { reason } => Step::DeclareNoShow { reason },
        StageStep::Adjourn { reason } => Step::Adjourn { reason },
        StageStep::ConvertInPerson { reason } => Step::ConvertInPerson { reason },
    }
}
