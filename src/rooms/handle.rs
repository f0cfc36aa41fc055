//! The live hearings of this node, and a seat's connection to one: all that the rest of the server knows of rooms.

use super::{Arrived, Command, Line, LineNow, Overview, Parts, Refused, SeatOffer, actor::Wake, opening};
use crate::{
    domain::{event::Actor, ids},
    media::plane::MediaRoom,
    storage::{PATIENCE, in_time},
};
use futures_util::future::join_all;
use signaling::{
    room::Conn,
    wire::{ByeReason, ClientFrame, DisconnectReason, IceServer, RefusalCode, SeatId, ServerMessage},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// Tries to reach a room that is just being put away.
const TRIES: usize = 3;
/// Rooms have so long to put on record what is on its way there when the server stops.
const FAREWELL: Duration = Duration::from_secs(60);

/// All live hearings of this node. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    pub(super) parts: Parts,
    open: Arc<Mutex<HashMap<ids::HearingId, mpsc::Sender<Wake>>>>,
    doors: Arc<Mutex<HashMap<ids::HearingId, Door>>>,
}

/// Held while a room is being opened, so that no hearing is opened twice, and none waits for another.
type Door = Arc<tokio::sync::Mutex<()>>;

impl Rooms {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts, open: Arc::default(), doors: Arc::default() }
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

    /// Tells every connection that the server restarts, and closes all rooms. A database that does not answer keeps no
    /// room from ending for longer than [`FAREWELL`].
    pub async fn stop(&self) {
        let rooms: Vec<_> = self.lock().drain().map(|(_, inbox)| inbox).collect();
        let stopping = rooms.into_iter().map(|inbox| async move {
            // A closed inbox: put away already.
            let _ = inbox.send(Wake::Stop).await;
            inbox.closed().await;
        });
        if tokio::time::timeout(FAREWELL, join_all(stopping)).await.is_err() {
            tracing::error!(
                "Rooms were left before all of theirs was on record: the database did not answer"
            );
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

    /// Tells the hearing's room, if it has one, what the record has of a seat that checks in.
    pub async fn arrived(&self, hearing: ids::HearingId, seat: ids::SeatId, arrived: Arrived) {
        if let Some(inbox) = self.opened(hearing).await {
            // A closed inbox: the room was just put away; the next one reads the record.
            let _ = inbox.send(Wake::Arrived { seat, arrived }).await;
        }
    }

    /// Tells the hearing's room, if it has one, that somebody keeps away from its petition from now on.
    pub async fn recused(&self, hearing: ids::HearingId, staff: ids::StaffId) {
        if let Some(inbox) = self.opened(hearing).await {
            // A closed inbox: the room was just put away; the next one reads the record.
            let _ = inbox.send(Wake::Recused { staff }).await;
        }
    }

    /// A session as it is now; none without a room.
    pub async fn overview(&self, hearing: ids::HearingId) -> Option<Overview> {
        let inbox = self.lock().get(&hearing).cloned()?;
        let (reply, answer) = oneshot::channel();
        // A closed inbox: the room was just put away, and with it the reply.
        let _ = inbox.send(Wake::Overview { reply }).await;
        answer.await.ok()
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
        if let Some(inbox) = self.live(hearing) {
            return Ok(inbox);
        }
        let door = self.door(hearing);
        let _one_at_a_time = door.lock().await;
        if let Some(inbox) = self.live(hearing) {
            return Ok(inbox); // opened meanwhile
        }
        match in_time(PATIENCE, opening::open(&self.parts, hearing)).await {
            Ok(Some(inbox)) => {
                let mut open = self.lock();
                open.retain(|_, inbox| !inbox.is_closed());
                open.insert(hearing, inbox.clone());
                Ok(inbox)
            }
            Ok(None) => Err(Refused::new(RefusalCode::NoSuchSeat, "no such hearing")),
            Err(error) => {
                tracing::error!(hearing.id = %hearing, %error, "Could not open the room");
                Err(out_of_reach())
            }
        }
    }

    fn live(&self, hearing: ids::HearingId) -> Option<mpsc::Sender<Wake>> {
        self.lock().get(&hearing).filter(|inbox| !inbox.is_closed()).cloned()
    }

    /// The hearing's room, if it is open or being opened.
    async fn opened(&self, hearing: ids::HearingId) -> Option<mpsc::Sender<Wake>> {
        let door = self.door(hearing);
        let _one_at_a_time = door.lock().await;
        self.lock().get(&hearing).cloned()
    }

    fn door(&self, hearing: ids::HearingId) -> Door {
        // Whoever holds a door has a clone of it; a map of locks has no half-changed state to fear.
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.retain(|_, door| Arc::strong_count(door) > 1);
        doors.entry(hearing).or_default().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ids::HearingId, mpsc::Sender<Wake>>> {
        // A map of senders has no half-changed state to fear.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn out_of_reach() -> Refused {
    Refused::new(RefusalCode::NotStored, "the room cannot be reached now")
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
