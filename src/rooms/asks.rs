//! What a seat asks for: to the room, to the media plane, to the hearing or to the minutes.

use super::{
    actor::Wake,
    journal::Job,
    live::Live,
    pending::{Asker, Pending, Turn, Wanted},
    signing::Asked,
};
use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{self, EntryWrite, Seat, Step, Unfinished},
    },
    media::plane::{MediaError, Offer, PeerKey},
};
use signaling::{
    room::{Ask, Conn, Input},
    wire::{
        self, AgendaPhase, ApartAsk, CheckInAsk, ClientFrame, ClientMessage, EntryId, OfferedReceiver,
        OfferedSource, OpId, RefusalCode, SeatId, ServerMessage, SourceKind, StageStep,
    },
};
use std::net::IpAddr;
use tokio::sync::oneshot;

/// A seat's offer of media.
#[derive(Debug, Clone)]
pub struct SeatOffer {
    /// Where the client comes from.
    pub from: Option<IpAddr>,
    pub peer: u32,
    pub sdp: String,
    pub sources: Vec<OfferedSource>,
    pub receivers: Vec<OfferedReceiver>,
}

/// Who waits for the answer to an offer.
#[derive(Debug)]
pub enum Offerer {
    Connected { conn: Conn, re: u32 },
    Ahead(oneshot::Sender<Option<String>>),
}

#[derive(Debug)]
pub struct Negotiated {
    pub seat: SeatId,
    pub offerer: Offerer,
    pub peer: u32,
    /// The number offered before it.
    pub before: Option<u32>,
    pub sources: Vec<OfferedSource>,
    pub receivers: Vec<OfferedReceiver>,
    pub result: Result<String, MediaError>,
}

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
            ClientMessage::PutEntry { op, entry, revision, phase, speaker, text, typed_ms_ago } => {
                let ask = EntryAsk { op, entry, revision, phase, speaker, text, typed_ms_ago };
                return self.put_entry(seat, conn, re, ask);
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

    pub fn refuse(&mut self, seat: SeatId, re: u32, code: RefusalCode, detail: Option<String>) {
        self.connections.send(seat, ServerMessage::Refused { re, code, detail });
    }

    /// Somebody on the way to a free seat offers already: the handshake of its media goes beside that of its socket.
    pub fn offered_ahead(&mut self, seat: SeatId, ahead: SeatOffer, reply: oneshot::Sender<Option<String>>) {
        // Who lost the socket and not the media comes back to them.
        let free = self.connections.current(seat).is_none()
            && !self.room.has_media(seat)
            && self.seat(seat).is_some_and(Seat::stands)
            && !self.is_vacant();
        if free {
            self.negotiate(seat, Offerer::Ahead(reply), ahead);
        }
    }

    /// The media plane answers in its own time; the room goes on.
    fn negotiate(&mut self, seat: SeatId, offerer: Offerer, offer: SeatOffer) {
        let SeatOffer { from, peer, sdp, sources, receivers } = offer;
        let offer = Offer {
            peer: PeerKey { room: self.media_room(), seat, number: peer },
            from,
            sdp,
            sources: sources.clone(),
            receivers: receivers.clone(),
        };
        let before = self.offered.insert(seat, peer);
        let (media, inbox) = (self.media.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let result = media.negotiate(offer).await;
            let negotiated = Negotiated { seat, offerer, peer, before, sources, receivers, result };
            // A closed inbox: the room is gone.
            let _ = inbox.send(Wake::Negotiated(negotiated)).await;
        });
    }

    pub fn negotiated(&mut self, negotiated: Negotiated) {
        let Negotiated { seat, offerer, peer, before, sources, receivers, result } = negotiated;
        // What was turned down takes no place: the peer of before lives on.
        if result.is_err() && self.offered.get(&seat) == Some(&peer) {
            self.offered.remove(&seat);
            self.offered.extend(before.map(|before| (seat, before)));
        }
        let offered = |conn| Input::Offered { seat, conn, peer, sources, receivers };
        // The room hears of it also when nobody waits for the answer any more: it hangs up.
        match (offerer, result) {
            (Offerer::Ahead(reply), Ok(sdp)) => {
                self.feed(offered(None));
                let _ = reply.send(Some(sdp));
            }
            // Without an answer the page offers once more when it is connected, and hears why not.
            (Offerer::Ahead(_), Err(_)) => {}
            (Offerer::Connected { conn, re }, Ok(sdp)) => {
                let current = self.connections.is_current(seat, conn);
                self.feed(offered(Some(conn)));
                if current {
                    self.connections.send(seat, ServerMessage::Answer { re, peer, sdp });
                }
            }
            (Offerer::Connected { conn, .. }, Err(_)) if !self.connections.is_current(seat, conn) => {}
            (Offerer::Connected { re, .. }, Err(MediaError::BadOffer(why))) => {
                self.refuse(seat, re, RefusalCode::BadOffer, Some(why));
            }
            (Offerer::Connected { re, .. }, Err(MediaError::Down)) => {
                tracing::error!(hearing.id = %self.hearing.id, "The media plane is down");
                self.refuse(seat, re, RefusalCode::BadOffer, Some("the media plane is down".into()));
            }
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
        let EntryAsk { op, entry, revision, phase, speaker, text, typed_ms_ago } = ask;
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
            at: self.typed_at(seat, typed_ms_ago),
            author: seat.into(),
        };
        let job = self.journal.write(Job::Entry(write));
        self.pending.insert(job, Pending::Entry { asker: Asker::Seat { seat, conn, re }, op });
    }

    /// When its writer typed it: a page out of reach keeps lines until it is back. Nobody was out of reach while connected,
    /// and nothing was to be written before check-in, so that no page puts a line where it likes.
    fn typed_at(&self, seat: SeatId, ago: Option<u32>) -> Timestamp {
        let now = self.now();
        let earliest = self.hearing.check_in_opens_at().max(self.connections.silent_since(seat));
        now.plus_millis(-i64::from(ago.unwrap_or(0))).max(earliest).min(now)
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
        let record = super::journal::Record { seats: vec![(hearing, seat)], ..Default::default() };
        let job = self.journal.write(Job::Record(Box::new(record)));
        self.pending.insert(job, Pending::Note);
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
