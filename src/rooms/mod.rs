//! Live hearings: where signaling, domain, media and storage meet, and only here.
//!
//! One task per hearing ([`actor`]) holds its [`live::Live`] state; nobody else does. Slow work (the
//! journal, negotiation) leaves as an output and comes back as a [`actor::Wake`].

mod actor;
mod agenda;
mod apart;
mod asks;
mod chat;
mod check_in;
mod conduct;
mod connections;
mod exhibits;
mod files;
mod index;
mod journal;
mod lines;
mod live;
mod outputs;
mod papers;
mod pending;
mod presiding;
mod quality;
mod recording;
mod reseating;
mod signing;
mod signing_codes;
mod steps;
mod trial;
#[cfg(test)]
mod whole;
mod words;

pub use crate::domain::hearing::{ItemDraft, OutcomeDraft};
pub use crate::media::plane::{LegStatistics, MediaError, UpStatistics};
pub use actor::Parts;
pub use asks::SeatOffer;
pub use check_in::{Arrived, Duty, Overview, is_here};
pub use exhibits::Brought;
pub use files::keep_recordings;
pub use journal::bookings_of;
pub use papers::carried_items;
pub use quality::LineNow;
pub use words::stage_view;

use crate::domain::{
    Timestamp,
    event::{Actor, Change},
    hearing::{
        Outcome, Package, PaperKind, PlannedPhase, ProxyPaper, Reseating, Seat, Unfinished, presiding::Plan,
    },
    ids,
};
use crate::media::plane::MediaRoom;
use actor::Wake;
use signaling::{
    room::Conn,
    wire::{ByeReason, ClientFrame, DisconnectReason, IceServer, RefusalCode, SeatId, ServerMessage},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{mpsc, oneshot};

/// Most messages a connection may lag behind before it is cut off; it resumes with a fresh `welcome`.
pub const OUTBOX: usize = 256;

/// Tries to reach a room that is just being put away.
const TRIES: usize = 3;

/// A change to a hearing asked for over HTTP; it goes through the room so that its seats see it.
#[derive(Debug, Clone)]
pub enum Command {
    /// From minutes review or signing: closes and issues in one transaction, knowing what is unfinished. From closed:
    /// issues.
    IssueOutcome(OutcomeDraft, Unfinished),
    Cancel {
        reason: String,
    },
    /// Nobody in the room ends it.
    Adjourn {
        reason: String,
    },
    /// To new times, or to none yet.
    Postpone {
        reason: String,
        to: Option<(Timestamp, Timestamp)>,
    },
    /// What ended before ends were sealed is sealed now, with the outcome it has.
    SealLate(Option<Box<Outcome>>),
    /// Its file is closed (H17).
    Archive {
        package: Package,
        reason: Option<String>,
    },
    /// A signature on paper, scanned; taken by who keeps the minutes.
    TakePaper {
        paper: PaperKind,
        seat: ids::SeatId,
        attachment: ids::AttachmentId,
        sha256: [u8; 32],
    },
    /// Hides a seat's name behind its plate, or shows it again.
    Mask {
        seat: ids::SeatId,
        shown: Option<String>,
    },
    /// One more seat, for somebody who helps; with the log's line.
    AddSeat(Box<Seat>, Change),
    /// Another agenda in place of the one that was read.
    Replan {
        before: Vec<PlannedPhase>,
        plan: Vec<PlannedPhase>,
    },
    /// Somebody joins the table, leaves it, or takes another's place.
    Reseat(Box<Reseating>),
    /// What the officer on duty does.
    Duty(Duty),
    /// Somebody signed for a seat, on the strength of a paper; taken by who keeps the minutes.
    TakeProxy {
        paper: PaperKind,
        seat: ids::SeatId,
        name: String,
        reason: String,
        strokes: String,
        authorisation: ProxyPaper,
    },
    /// A one-time code is sent to the phone of a seat; its number ends so.
    SendCode {
        paper: PaperKind,
        seat: ids::SeatId,
        ending: String,
    },
    /// What is fixed before the session of who stands in, how long is waited and who may speak how long.
    Plan(Plan),
    /// A file is laid before the hearing as an exhibit.
    BringExhibit(Brought),
    /// The seat's link was renewed: its old device must go.
    EndSeat(ids::SeatId),
}

/// By what a seat is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A page's WebSocket, where it comes from, and the peer connection it still holds. It outlives its media.
    Page { from: Option<IpAddr>, holds: Option<u32> },
    /// A device without a page (an encoder, a player, a gateway): it is there as long as its media is.
    Device { from: Option<IpAddr> },
}

impl Line {
    /// Which side of the network it comes from decides which of our addresses it is told.
    fn from(self) -> Option<IpAddr> {
        let (Self::Page { from, .. } | Self::Device { from }) = self;
        from
    }
}

/// Why a command was not done: a code and a sentence's worth of detail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct Refused {
    pub code: RefusalCode,
    pub detail: String,
}

/// All live hearings of this node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    parts: Parts,
    open: Arc<Mutex<HashMap<ids::HearingId, mpsc::Sender<Wake>>>>,
    /// Held while a room is being opened, so that no hearing is opened twice.
    opening: Arc<tokio::sync::Mutex<()>>,
}

impl Rooms {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts, open: Arc::default(), opening: Arc::default() }
    }

    /// Connects a seat; the room's messages, `welcome` first, go to `outbox`. An earlier connection of
    /// the seat is sent `bye replaced`.
    ///
    /// # Errors
    /// Why the door stays shut.
    pub async fn connect(
        &self,
        hearing: ids::HearingId,
        seat: ids::SeatId,
        line: Line,
        outbox: mpsc::Sender<ServerMessage>,
    ) -> Result<SeatConnection, ByeReason> {
        let seat: SeatId = seat.into();
        let mut reason = ByeReason::Restarting;
        for _ in 0..TRIES {
            let Ok(inbox) = self.room(hearing).await else { break };
            let (reply, answer) = oneshot::channel();
            let wake = Wake::Connect { seat, line, outbox: outbox.clone(), reply };
            if inbox.send(wake).await.is_err() {
                continue; // it was just put away: the next try opens it again
            }
            match answer.await {
                Ok(Ok(conn)) => return Ok(SeatConnection { inbox: Some(inbox), seat, conn }),
                Ok(Err(ByeReason::Restarting)) | Err(_) => {}
                Ok(Err(other)) => {
                    reason = other;
                    break;
                }
            }
        }
        Err(reason)
    }

    /// Has the media plane answer an offer of a seat that is about to be connected, so that its media need not wait for
    /// its socket. `None`: it is to offer once more when it is connected.
    pub async fn offer_ahead(
        &self,
        hearing: ids::HearingId,
        seat: ids::SeatId,
        ahead: SeatOffer,
    ) -> Option<String> {
        let inbox = self.room(hearing).await.ok()?;
        let (reply, answer) = oneshot::channel();
        // A closed inbox: the room was just put away, and with it the reply.
        let _ = inbox.send(Wake::Ahead { seat: seat.into(), ahead, reply }).await;
        answer.await.ok()?
    }

    /// Ways round a firewall for a seat's media; what `welcome` says, for who has no `welcome`.
    #[must_use]
    pub fn ice_servers(
        &self,
        hearing: ids::HearingId,
        seat: ids::SeatId,
        from: Option<IpAddr>,
    ) -> Vec<IceServer> {
        self.parts.media.ice_servers(MediaRoom(hearing.0), seat.into(), from)
    }

    /// # Errors
    /// Nothing was changed, and why.
    pub async fn command(&self, hearing: ids::HearingId, by: Actor, command: Command) -> Result<(), Refused> {
        for _ in 0..TRIES {
            let inbox = self.room(hearing).await?;
            let (reply, answer) = oneshot::channel();
            if inbox.send(Wake::Command { by, command: command.clone(), reply }).await.is_err() {
                continue;
            }
            if let Ok(answer) = answer.await {
                return answer;
            }
        }
        Err(out_of_reach())
    }

    /// Tells every connection that the server restarts, and closes all rooms.
    pub async fn stop(&self) {
        let rooms: Vec<_> = self.lock().drain().map(|(_, inbox)| inbox).collect();
        for inbox in rooms {
            // A closed inbox: put away already.
            let _ = inbox.send(Wake::Stop).await;
            inbox.closed().await;
        }
    }

    /// How everybody's line fares now, in the order of the table; nothing of a hearing without a room.
    pub async fn lines(&self, hearing: ids::HearingId) -> Vec<LineNow> {
        let inbox = self.lock().get(&hearing).cloned();
        let Some(inbox) = inbox else { return Vec::new() };
        let (reply, answer) = oneshot::channel();
        // A closed inbox: the room was just put away, and with it the reply.
        let _ = inbox.send(Wake::Lines { reply }).await;
        answer.await.unwrap_or_default()
    }

    /// Whether sound and picture would flow, for `/readyz`.
    #[must_use]
    pub fn has_media(&self) -> bool {
        self.parts.media.is_running()
    }

    /// Hearings with a room, for `/metrics`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lock().values().filter(|inbox| !inbox.is_closed()).count()
    }

    async fn room(&self, hearing: ids::HearingId) -> Result<mpsc::Sender<Wake>, Refused> {
        let _one_at_a_time = self.opening.lock().await;
        if let Some(inbox) = self.lock().get(&hearing).filter(|inbox| !inbox.is_closed()) {
            return Ok(inbox.clone());
        }
        match actor::open(&self.parts, hearing).await {
            Ok(Some(inbox)) => {
                let mut open = self.lock();
                open.retain(|_, inbox| !inbox.is_closed());
                open.insert(hearing, inbox.clone());
                Ok(inbox)
            }
            Ok(None) => Err(Refused { code: RefusalCode::NoSuchSeat, detail: "no such hearing".into() }),
            Err(error) => {
                tracing::error!(hearing.id = %hearing, %error, "Could not open the room");
                Err(out_of_reach())
            }
        }
    }

    /// The hearing's room, if it is open or being opened.
    async fn opened(&self, hearing: ids::HearingId) -> Option<mpsc::Sender<Wake>> {
        let _one_at_a_time = self.opening.lock().await;
        self.lock().get(&hearing).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ids::HearingId, mpsc::Sender<Wake>>> {
        // A map of senders has no half-changed state to fear.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn out_of_reach() -> Refused {
    Refused { code: RefusalCode::NotStored, detail: "the room cannot be reached now".into() }
}

/// A seat's connection to its room. Dropping it counts as [`DisconnectReason::Unknown`].
#[derive(Debug)]
pub struct SeatConnection {
    inbox: Option<mpsc::Sender<Wake>>,
    seat: SeatId,
    conn: Conn,
}

impl SeatConnection {
    /// Hands a frame to the room; waits when the room is behind.
    pub async fn send(&self, frame: ClientFrame) {
        if let Some(inbox) = &self.inbox {
            // A closed inbox: the room says goodbye through the outbox.
            let _ = inbox.send(Wake::Frame { seat: self.seat, conn: self.conn, frame }).await;
        }
    }

    /// The socket is gone, and why.
    pub fn lost(mut self, reason: DisconnectReason) {
        self.report(reason);
    }

    fn report(&mut self, reason: DisconnectReason) {
        let Some(inbox) = self.inbox.take() else { return };
        let wake = Wake::Lost { seat: self.seat, conn: self.conn, reason };
        if let Err(mpsc::error::TrySendError::Full(wake)) = inbox.try_send(wake) {
            tokio::spawn(async move { inbox.send(wake).await });
        }
    }
}

impl Drop for SeatConnection {
    fn drop(&mut self) {
        self.report(DisconnectReason::Unknown);
    }
}
