//! The task of one live hearing: one closed set of wakes in, the [`Live`] hearing's deeds out.

use super::{
    Command, Line, Refused,
    asks::{Negotiated, SeatOffer},
    chat::Chat,
    check_in::{Arrivals, Arrived, Overview},
    exhibits::Exhibits,
    journal::{Journal, Place, Receipt},
    live::{self, Live},
    papers::Papers,
    pending::{Asker, Waiting},
    presiding::Chair,
    quality::{LineNow, Quality},
    signing::Signing,
};
use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{self, Gone, IdentityRule, PaperKind, Presence, Sealer, Seat},
        ids,
        petition::RepresentativeRule,
    },
    media::plane::{MediaEvent, MediaPlane, MediaRoom, PeerKey, PeerStatistics},
    storage::{SharedStore, StoreError},
    world::SharedWorld,
};
use signaling::{
    room::{Conn, Input, Room},
    wire::{ByeReason, ClientFrame, DisconnectReason, SeatId, ServerMessage},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// Wakes waiting in a room's inbox before its connections must wait.
const INBOX: usize = 256;
/// Media events waiting; more are dropped by the plane, which says the newest again.
const MEDIA_EVENTS: usize = 64;
/// A room nobody is connected to is put away after so long. Milliseconds.
const EMPTY_FOR: i64 = 60_000;

/// Everything that can wake a room.
#[derive(Debug)]
pub enum Wake {
    Connect {
        seat: SeatId,
        line: Line,
        outbox: mpsc::Sender<ServerMessage>,
        reply: oneshot::Sender<Result<Conn, ByeReason>>,
    },
    Frame {
        seat: SeatId,
        conn: Conn,
        frame: ClientFrame,
    },
    Lost {
        seat: SeatId,
        conn: Conn,
        reason: DisconnectReason,
    },
    Command {
        by: Actor,
        command: Command,
        reply: oneshot::Sender<Result<(), Refused>>,
    },
    /// An offer that comes ahead of the connection that will hold its peer.
    Ahead {
        seat: SeatId,
        ahead: SeatOffer,
        reply: oneshot::Sender<Option<String>>,
    },
    /// The media plane's word on an offer.
    Negotiated(Negotiated),
    Stored {
        job: u64,
        result: Result<Receipt, StoreError>,
    },
    /// The media plane's word on everybody's line.
    Measured(Vec<PeerStatistics>),
    /// Somebody watches the lines.
    Lines {
        reply: oneshot::Sender<Vec<LineNow>>,
    },
    /// The record has something new of a seat that checks in.
    Arrived {
        seat: ids::SeatId,
        arrived: Arrived,
    },
    /// Somebody keeps away from the petition from now on.
    Recused {
        staff: ids::StaffId,
    },
    /// An officer looks at the session.
    Overview {
        reply: oneshot::Sender<Overview>,
    },
    /// The server stops.
    Stop,
}

/// What a room is made from.
#[derive(Debug, Clone)]
pub struct Parts {
    pub store: SharedStore,
    pub media: Arc<dyn MediaPlane>,
    pub world: SharedWorld,
    pub sealer: Arc<dyn Sealer>,
    /// Whether somebody must say who sits on a petitioner's seat before it is let in.
    pub identity: IdentityRule,
    /// How many may speak for many, where a province says so.
    pub representatives: Vec<RepresentativeRule>,
}

/// Reads the hearing and starts its task; `None` if there is no such hearing.
///
/// # Errors
/// The store cannot be read.
pub async fn open(parts: &Parts, hearing: ids::HearingId) -> Result<Option<mpsc::Sender<Wake>>, StoreError> {
    let mut records = parts.store.read().await?;
    let Some(hearing) = records.hearing(hearing).await? else { return Ok(None) };
    let petition = records.petition(hearing.petition).await?.ok_or_else(|| StoreError::Corrupt {
        what: "hearing",
        why: format!("its petition {} is not there", hearing.petition),
    })?;
    let minutes = records.minutes(hearing.id).await?;
    let record = records.signing_record(hearing.id, PaperKind::Minutes).await?;
    let papers = Papers::read(records.as_mut(), &hearing).await?;
    let seals = u32::try_from(records.seals(hearing.id).await?.len()).unwrap_or(u32::MAX);
    let codes = records.signing_codes(hearing.id).await?;
    let reports = records.line_reports(hearing.id).await?;
    let timeline = records.timeline(petition.id).await?;
    let talks = hearing::TalkRecord::of(hearing.id, timeline.iter().map(|chained| &chained.event));
    let chair = Chair::of(records.presiding(hearing.id).await?, records.measures(hearing.id).await?);
    let exhibits = records.hearing_exhibits(hearing.id).await?;
    let viewers = records.exhibit_viewers(hearing.id).await?;
    let messages = records.chat_messages(hearing.id).await?;
    let chat_closed = records.is_chat_closed(hearing.id).await?;
    let agencies = records.agencies().await?.into_iter().map(|agency| agency.id).collect();
    let (check_ins, photographed) =
        (records.check_ins(hearing.id).await?, records.photographed(hearing.id).await?);
    let files = records.recordings(hearing.id).await?;
    let people = records.parties(petition.id).await?.into_iter();
    let names = people.map(|party| (party.id, party.name)).collect();
    drop(records);

    let (inbox, wakes) = mpsc::channel(INBOX);
    let (media_events, events) = mpsc::channel(MEDIA_EVENTS);
    parts.media.open(MediaRoom(hearing.id.0), media_events);
    let place = Place { petition: petition.id, hearing: hearing.id, chain: petition.chain() };
    let mut live = Live {
        quality: Quality::new(reports, parts.world.now()),
        room: Room::new(parts.world.now().0, live::setups(&hearing)),
        recording: super::recording::Watch::default(),
        signing: Signing::of(record, seals, codes),
        arrivals: Arrivals::new(parts.identity, check_ins, photographed, names),
        chair,
        exhibits: Exhibits::of(exhibits, viewers),
        chat: Chat::of(messages, chat_closed),
        papers,
        sealer: parts.sealer.clone(),
        presence: Presence::default(),
        speakers_allowed: petition.representatives_allowed(&parts.representatives),
        connections: super::connections::Connections::default(),
        journal: start_journal(parts, place, &inbox),
        pending: std::collections::HashMap::new(),
        waiting: Waiting::default(),
        media: parts.media.clone(),
        offered: std::collections::HashMap::new(),
        world: parts.world.clone(),
        inbox: inbox.clone(),
        hearing,
        petition,
        agencies,
        minutes,
    };
    live.count_moved(EMPTY_FOR);
    live.resume_recording(&files);
    live.end_talks_of_before(&talks);
    let (floor, spotlight) = (live.chair.kept.floor, live.chair.kept.spotlight);
    live.room.reopen(floor.map(Into::into), spotlight.map(Into::into));
    tokio::spawn(drive(live, wakes, events));
    Ok(Some(inbox))
}

fn start_journal(parts: &Parts, place: Place, inbox: &mpsc::Sender<Wake>) -> Journal {
    // Weak: the journal must not keep a room alive that everybody has left.
    let inbox = inbox.downgrade();
    Journal::start(parts.store.clone(), parts.world.clone(), place, move |job, result| {
        let inbox = inbox.clone();
        async move {
            if let Some(inbox) = inbox.upgrade() {
                // A closed inbox: the room is gone, and nobody waits for this any more.
                let _ = inbox.send(Wake::Stored { job, result }).await;
            }
        }
    })
}

async fn drive(mut live: Live, mut wakes: mpsc::Receiver<Wake>, mut events: mpsc::Receiver<MediaEvent>) {
    tracing::info!(hearing.id = %live.hearing.id, "Opened the room of hearing {}", live.hearing.number);
    let mut empty_since = live.now();
    live.regrant();
    live.tell_arrivals();
    live.settle();
    loop {
        let wake_at = live.next_deadline(empty_since);
        tokio::select! {
            wake = wakes.recv() => match wake {
                Some(Wake::Stop) | None => break,
                Some(wake) => live.wake(wake),
            },
            Some(event) = events.recv() => live.media_event(event),
            () = tokio::time::sleep(wait(live.now(), wake_at)) => live.feed(Input::Tick),
        }
        live.settle();
        if !live.connections.is_empty() || !live.pending.is_empty() {
            empty_since = live.now();
        } else if live.now() >= empty_since.plus_millis(live.waits_empty()) {
            // Refuse new wakes first, then serve those that came before: nobody is lost between.
            wakes.close();
            match wakes.recv().await {
                None => break,
                Some(wake) => refuse(wake),
            }
        }
    }
    live.connections.close_all(ByeReason::Restarting);
    live.media.close(live.media_room(), None);
    live.keep_lines();
    live.keep_index();
    let Live { journal, hearing, .. } = live;
    finish(journal, &mut wakes).await;
    tracing::info!(hearing.id = %hearing.id, "Put away the room of hearing {}", hearing.number);
}

/// Waits until everything is written: whoever stops the server waits for this inbox to close. Its receipts
/// are nobody's by now.
async fn finish(journal: Journal, wakes: &mut mpsc::Receiver<Wake>) {
    let writing = journal.finish();
    tokio::pin!(writing);
    loop {
        tokio::select! {
            () = &mut writing => return,
            Some(_) = wakes.recv() => {}
        }
    }
}

/// A wake that came while the room was being put away: whoever asked asks again, and a new room answers.
fn refuse(wake: Wake) {
    if let Wake::Connect { reply, .. } = wake {
        // The connection may be gone itself by now.
        let _ = reply.send(Err(ByeReason::Restarting));
    }
}

fn wait(now: Timestamp, until: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(until.0 - now.0).unwrap_or(0))
}

impl Live {
    fn wake(&mut self, wake: Wake) {
        match wake {
            Wake::Connect { seat, line, outbox, reply } => {
                // The connection may be gone itself by now: it is reported as lost then.
                let _ = reply.send(self.connect(seat, line, outbox));
            }
            Wake::Frame { seat, conn, frame } => self.frame(seat, conn, frame),
            Wake::Lost { seat, conn, reason } => self.lost(seat, conn, reason),
            Wake::Command { by, command, reply } => self.command(by, command, Asker::Caller(reply)),
            Wake::Ahead { seat, ahead, reply } => self.offered_ahead(seat, ahead, reply),
            Wake::Negotiated(negotiated) => self.negotiated(negotiated),
            Wake::Stored { job, result } => self.stored(job, result),
            Wake::Measured(statistics) => self.measured(statistics),
            // Who asked may have given up waiting.
            Wake::Lines { reply } => drop(reply.send(self.lines_now())),
            Wake::Arrived { seat, arrived } => self.arrived(seat, arrived),
            Wake::Recused { staff } => self.recused(staff),
            // Who asked may have given up waiting.
            Wake::Overview { reply } => drop(reply.send(self.overview())),
            Wake::Stop => {}
        }
    }

    fn connect(
        &mut self,
        seat: SeatId,
        line: Line,
        outbox: mpsc::Sender<ServerMessage>,
    ) -> Result<Conn, ByeReason> {
        if self.is_vacant() {
            return Err(ByeReason::HearingOver);
        }
        match self.seat(seat) {
            None => return Err(ByeReason::SessionEnded),
            Some(Seat { gone: Some(Gone::Removed { .. }), .. }) => return Err(ByeReason::Removed),
            Some(Seat { gone: Some(Gone::Withdrawn { .. }), .. }) => return Err(ByeReason::Withdrawn),
            Some(Seat { gone: None, .. }) => {}
        }
        let conn = self.connections.number();
        let now = self.now();
        self.connections.open(seat, conn, line, outbox, now);
        let peer = match line {
            Line::Page { holds, .. } => holds,
            Line::Device { .. } => None,
        };
        self.feed(Input::Connected { seat, conn, peer });
        Ok(conn)
    }

    pub fn lost(&mut self, seat: SeatId, conn: Conn, reason: DisconnectReason) {
        let now = self.now();
        self.connections.gone(seat, conn, now);
        let reason = self.quality.class(seat, reason.into()).into();
        self.feed(Input::Disconnected { seat, conn, reason });
    }

    fn media_event(&mut self, event: MediaEvent) {
        match event {
            MediaEvent::Connected(peer) => {
                tracing::debug!(hearing.id = %self.hearing.id, seat.id = %peer.seat, "Media is through");
                let newest = self.offered.get(&peer.seat) == Some(&peer.number);
                let news = newest.then(|| self.quality.media_through(peer.seat, self.now())).flatten();
                if let Some(news) = news {
                    self.note_media(peer.seat, news);
                }
            }
            MediaEvent::Lost(peer, reason) => {
                // An earlier peer connection gives way to the one offered last.
                if self.offered.get(&peer.seat) == Some(&peer.number) {
                    self.quality.media_lost(peer.seat, reason.into(), self.now());
                }
                self.feed(Input::PeerLost { seat: peer.seat, peer: peer.number });
                self.device_lost(peer, reason);
            }
            MediaEvent::Speaking(seats) => self.feed(Input::Speaking(seats)),
            MediaEvent::Wanted { peer, kind, anybody, layers } => {
                self.connections.send(peer.seat, ServerMessage::Wanted { kind, anybody, layers });
            }
            MediaEvent::Pictures(peer, pictures) => {
                self.connections.send(peer.seat, ServerMessage::Line { pictures });
            }
        }
    }

    /// A device is there as long as its media is: nothing else would tell that it is gone.
    fn device_lost(&mut self, peer: PeerKey, reason: DisconnectReason) {
        if self.offered.get(&peer.seat) != Some(&peer.number) {
            return; // of an earlier peer connection of the seat
        }
        if let Some(conn) = self.connections.device(peer.seat) {
            self.lost(peer.seat, conn, reason);
            self.media.close(self.media_room(), Some(peer.seat)); // it may be silent and no more than that
        }
    }

    /// After every wake: reports who fell behind, counts heads, takes the steps that time and presence ask for.
    fn settle(&mut self) {
        for (seat, conn) in self.connections.take_fallen() {
            self.lost(seat, conn, DisconnectReason::Network);
        }
        self.take_turns();
        // First: who stands in is counted for who it stands in for.
        self.order_by_itself();
        if self.count_heads() {
            self.announce_stage();
        }
        self.step_by_itself();
        self.announce_presiding();
        self.clear_viewers();
        self.follow_recording();
        self.follow_index();
        self.look_at_recorder();
        self.look_at_lines();
    }

    /// Long enough empty for a session to be suspended before its room is put away. Milliseconds.
    fn waits_empty(&self) -> i64 {
        EMPTY_FOR.max(self.chair.kept.absence_grace)
    }

    /// When to look again if nothing happens before.
    fn next_deadline(&self, empty_since: Timestamp) -> Timestamp {
        let room = self.room.next_deadline().map(Timestamp);
        let hearing = hearing::wake_at(&self.hearing, &self.presence)
            .map(|at| at.max(Timestamp(self.waiting.automatic_not_before)));
        let empty = self.connections.is_empty().then(|| empty_since.plus_millis(self.waits_empty()));
        let look = self.quality.look_at().filter(|_| !self.connections.is_empty());
        let chair = self.presiding_wakes_at();
        let viewers = self.exhibits.look_at(self.now());
        let soonest = [room, hearing, chair, empty, look, viewers, self.recording.look_at()];
        let soonest = soonest.into_iter().flatten().min();
        soonest.unwrap_or_else(|| self.now().plus_millis(EMPTY_FOR))
    }
}
