//! The task of one live hearing: one closed set of wakes in, the [`Live`] hearing's deeds out.

use super::{
    Command, Line, Refused,
    answers::{Asker, Asking},
    check_in::{Arrived, Overview},
    journal::Receipt,
    live::Live,
    peers::{Negotiated, SeatOffer},
    quality::LineNow,
    table::Table,
    writing::Writing,
};
use crate::{
    domain::{
        Timestamp,
        event::Actor,
        hearing::{self, Gone, Seat},
        ids,
    },
    media::plane::{MediaEvent, PeerStatistics},
    storage::StoreError,
};
use signaling::{
    room::{Conn, Input},
    wire::{ByeReason, ClientFrame, DisconnectReason, SeatId, ServerMessage},
};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// A room nobody is connected to is put away after so long. Milliseconds.
pub const EMPTY_FOR: i64 = 60_000;

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

/// Lives a room's life: until everybody has left, or the server stops.
pub async fn drive(mut live: Live, mut wakes: mpsc::Receiver<Wake>, mut events: mpsc::Receiver<MediaEvent>) {
    let hearing = &live.table.hearing;
    tracing::info!(hearing.id = %hearing.id, "Opened the room of hearing {}", hearing.number);
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
        if !live.connections.is_empty() || !live.writing.is_idle() {
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
    let Live { writing, table: Table { hearing, .. }, .. } = live;
    finish(writing, &mut wakes).await;
    tracing::info!(hearing.id = %hearing.id, "Put away the room of hearing {}", hearing.number);
}

/// Waits until everything is written: whoever stops the server waits for this inbox to close. Its receipts
/// are nobody's by now.
async fn finish(writing: Writing, wakes: &mut mpsc::Receiver<Wake>) {
    let writing = writing.finish();
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
            Wake::Frame { seat, conn, frame: ClientFrame { id, message } } => {
                self.frame(Asking { seat, conn, re: id }, message);
            }
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
        if self.table.is_vacant() {
            return Err(ByeReason::HearingOver);
        }
        match self.table.seat(seat) {
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
        let hearing = hearing::wake_at(&self.table.hearing, &self.presence)
            .map(|at| at.max(self.writing.automatic_not_before));
        let empty = self.connections.is_empty().then(|| empty_since.plus_millis(self.waits_empty()));
        let look = self.quality.look_at(self.now()).filter(|_| !self.connections.is_empty());
        let chair = self.presiding_wakes_at();
        let viewers = self.exhibits.look_at(self.now());
        let soonest = [room, hearing, chair, empty, look, viewers, self.recording.look_at(self.now())];
        let soonest = soonest.into_iter().flatten().min();
        soonest.unwrap_or_else(|| self.now().plus_millis(EMPTY_FOR))
    }
}
