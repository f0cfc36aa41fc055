//! What a seat asks for: to the room, to the media plane, to the hearing or to the minutes.

use super::{
    answers::Asker,
    journal::Record,
    live::Live,
    offers::{Offerer, SeatOffer},
    pending::{Pending, Turn, Wanted},
    signing::Asked,
};
use crate::domain::{
    event::Actor,
    hearing::{self, EntryWrite, Seat, Step, Unfinished},
};
use signaling::{
    room::{Ask, Conn, Input},
    wire::{
        self, AgendaPhase, ApartAsk, CheckInAsk, ClientFrame, ClientMessage, EntryId, OpId, RefusalCode,
        SeatId, ServerMessage, SourceKind, StageStep,
    },
};

impl Live {
    pub fn frame(&mut self, seat: SeatId, conn: Conn, frame: ClientFrame) {
        if !self.connections.is_current(seat, conn) {
            return;
        }
        let waits = matches!(
            frame.message,
            ClientMessage::Freeze {} | ClientMessage::AnswerCorrection { .. } | ClientMessage::Papers { .. }
        );
        if waits {
            return self.in_turn(Turn::Frame { seat, conn, frame });
        }
        self.take_frame(seat, conn, frame);
    }

    pub fn take_frame(&mut self, seat: SeatId, conn: Conn, frame: ClientFrame) {
        let re = frame.id;
        let ask = match frame.message {
            // The session answered it before the seat was connected.
            ClientMessage::Hello { .. } => return,
            ClientMessage::Offer { peer, sdp, sources, receivers } => {
                let from = self.connections.comes_from(seat);
                let offer = SeatOffer { from, peer, sdp, sources, receivers };
                return self.negotiate(seat, Offerer::Connected { conn, re }, offer);
            }
            ClientMessage::Preside { deed } => return self.preside_asked(seat, conn, re, deed),
            ClientMessage::Step { step } => return self.step_asked(seat, conn, re, step),
            ClientMessage::PutEntry { op, entry, revision, phase, speaker, text } => {
                return self.put_entry(
                    seat,
                    conn,
                    re,
                    EntryAsk { op, entry, revision, phase, speaker, text },
                );
            }
            ClientMessage::Freeze {} => return self.freeze_asked(seat, conn, re),
            ClientMessage::AnswerCorrection { correction, answer } => {
                return self.correction_answered((seat, conn, re), correction, answer);
            }
            ClientMessage::AskCorrection { op, entry, text } => {
                return self.correction_asked((seat, conn, re), op, entry, text);
            }
            ClientMessage::Papers { ask } => return self.papers_asked((seat, conn, re), ask),
            ClientMessage::Sign { op, paper, seat: whose, version, sha256, mark } => {
                let paper = paper.unwrap_or(wire::PaperKind::Minutes).into();
                let (op, whose) = (op.into(), whose.into());
                let asked = Asked { op, paper, seat: whose, version, sha256, mark };
                return self.signature_asked((seat, conn, re), asked);
            }
            ClientMessage::Exhibit { exhibit } => return self.exhibit_asked((seat, conn, re), exhibit),
            ClientMessage::Chat { chat } => return self.chat_asked((seat, conn, re), chat),
            ClientMessage::Tiles { tiles } => {
                self.media.show(self.media_room(), seat, tiles);
                return self.connections.send(seat, ServerMessage::Done { re });
            }
            ClientMessage::Trouble { reason } => return self.trouble(seat, re, reason),
            ClientMessage::Quality { quality } => {
                self.quality.page(seat, quality, self.now());
                return self.connections.send(seat, ServerMessage::Done { re });
            }
            ClientMessage::SetSource { kind, on } => Ask::SetSource { kind, on },
            ClientMessage::Away { away } => Ask::Away { away },
            ClientMessage::RaiseHand { up } => Ask::RaiseHand { up },
            ClientMessage::Admit { seat: witness } if self.seat(witness).is_some_and(Seat::is_witness) => {
                return self.apart_asked(seat, conn, re, ApartAsk::CallWitness { seat: witness });
            }
            ClientMessage::CheckIn { ask: CheckInAsk::Ring { seat: whom } } => {
                return self.ring_asked((seat, conn, re), whom);
            }
            ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat, reason } } => {
                Ask::AdmitUnidentified { seat, reason }
            }
            ClientMessage::Admit { seat } => Ask::Admit { seat },
            ClientMessage::Dismiss { seat } => Ask::Dismiss { seat },
            ClientMessage::Remove { seat, reason } => Ask::Remove { seat, reason },
            ClientMessage::Mute { seat, kind, muted } => Ask::Mute { seat, kind, muted },
            ClientMessage::MuteAll { muted } => Ask::MuteAll { muted },
            ClientMessage::GiveFloor { seat } => Ask::GiveFloor { seat },
            ClientMessage::Apart { ask } => return self.apart_asked(seat, conn, re, ask),
            ClientMessage::Leave {} => Ask::Leave,
        };
        let mutes = matches!(ask, Ask::Mute { .. } | Ask::MuteAll { .. });
        self.feed(Input::Asked { seat, conn, re, ask });
        if mutes {
            self.keep_mutes();
        }
    }

    fn step_asked(&mut self, seat: SeatId, conn: Conn, re: u32, step: StageStep) {
        let may = match step {
            // The clerk may read back, have it signed and end it as well (domain.md H13 to H15).
            StageStep::ReviewMinutes {}
            | StageStep::StartSigning {}
            | StageStep::ReopenReview { .. }
            | StageStep::Close { .. } => {
                let keeps = self.seat(seat).is_some_and(Seat::keeps_minutes);
                self.room.grants(seat).preside || keeps
            }
            _ => self.room.grants(seat).preside,
        };
        if !may {
            return self.refuse(seat, re, RefusalCode::NotAllowed, None);
        }
        self.want(Wanted {
            step: wanted_step(step),
            actor: Actor::Seat(seat.into()),
            outcome: None,
            asker: Asker::Seat { seat, conn, re },
        });
    }

    fn put_entry(&mut self, seat: SeatId, conn: Conn, re: u32, ask: EntryAsk) {
        if !self.room.grants(seat).minute {
            return self.refuse(seat, re, RefusalCode::NotAllowed, None);
        }
        if !self.takes_minutes() {
            let stage = self.hearing.stage.name().to_string();
            return self.refuse(seat, re, RefusalCode::MinutesFrozen, Some(stage));
        }
        if ask.speaker.is_some_and(|speaker| self.seat(speaker).is_none()) {
            return self.refuse(seat, re, RefusalCode::NoSuchSeat, None);
        }
        let EntryAsk { op, entry, revision, phase, speaker, text } = ask;
        if !hearing::AgendaPhase::from(phase).is_minuted() {
            return self.refuse(seat, re, RefusalCode::NotMinuted, None);
        }
        let write = EntryWrite {
            op: op.into(),
            entry: entry.into(),
            hearing: self.hearing.id,
            revision,
            phase: phase.into(),
            speaker: speaker.map(Into::into),
            text,
            at: self.now(),
            author: seat.into(),
        };
        self.put(write, Pending::Entry { asker: Asker::Seat { seat, conn, re }, op });
    }

    /// Brings the seats' rows up to the mutes of the room.
    fn keep_mutes(&mut self) {
        let seats: Vec<SeatId> = self.hearing.seats.iter().map(|seat| seat.id.into()).collect();
        for seat in seats {
            self.keep_mute(seat, &self.room.muted(seat));
        }
    }

    fn keep_mute(&mut self, id: SeatId, muted: &[SourceKind]) {
        let hearing = self.hearing.id;
        let Some(seat) = self.seat_mut(id) else { return };
        let muted: Vec<_> = muted.iter().map(|kind| (*kind).into()).collect();
        if seat.muted == muted {
            return;
        }
        seat.muted = muted;
        let seat = seat.clone();
        let record = Record { seats: vec![(hearing, seat)], ..Record::default() };
        self.put(record, Pending::Note);
    }
}

struct EntryAsk {
    op: OpId,
    entry: EntryId,
    revision: u32,
    phase: AgendaPhase,
    speaker: Option<SeatId>,
    text: String,
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
