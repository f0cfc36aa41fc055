//! Turns what a [`Session`] decides into deeds on the socket and in the room.

use super::{
    WsState,
    frame::{self, Violation},
    sitting::Place,
};
use crate::{
    access_log::Entry,
    domain::{Timestamp, event::Actor},
    edge::{
        session::{self, TOUCH_EVERY_MS},
        sign_out::end_seat,
        tickets::{Pass, SignIn},
    },
    rooms::{Line, OUTBOX, SeatConnection},
    storage::{SharedStore, StoreError},
};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use signaling::{
    session::{Input, LOST_AFTER_MS, Output, Session},
    wire::{ByeReason, DisconnectReason, ServerMessage},
};
use std::{net::IpAddr, ops::ControlFlow, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};

/// A reader that takes nothing for so long is gone: the room's messages pile up behind it.
const WRITE_WITHIN: Duration = Duration::from_millis(LOST_AFTER_MS);

/// How often a socket asks whether its sign-in still stands: who is signed out elsewhere is out within seconds. A socket
/// is heard every two (`BEAT_EVERY_MS`).
const LOOK_EVERY_MS: i64 = 2000;

/// How long the other side has to answer a close, so that our goodbye is not lost to a reset.
const LINGER: Duration = Duration::from_secs(1);

/// `from`: where the socket comes from.
pub async fn drive(socket: WebSocket, from: IpAddr, state: WsState) {
    let started = Instant::now();
    let mut driver =
        Driver { socket, from, state, started, session: Session::new(0), seat: None, came: None };
    while driver.step().await.is_continue() {}
    driver.noted();
}

struct Driver {
    socket: WebSocket,
    from: IpAddr,
    state: WsState,
    /// The session's clock starts here.
    started: Instant,
    session: Session,
    seat: Option<Seated>,
    /// Where it was let in, for the access log.
    came: Option<Pass>,
}

/// The seat's place in its room.
struct Seated {
    connection: SeatConnection,
    outbox: mpsc::Receiver<ServerMessage>,
    /// Found by who ends the sign-in it is held by.
    place: Place,
    /// When that was last looked after, and told that somebody is here.
    looked_at: Timestamp,
    touched_at: Timestamp,
}

impl Driver {
    async fn step(&mut self) -> ControlFlow<()> {
        while let Some(output) = self.session.poll_output() {
            self.perform(output).await?;
        }
        let input = self.next_input().await;
        if matches!(input, Input::Frame(_) | Input::Heard) {
            self.stay_signed_in();
        }
        self.session.handle(self.now(), input);
        ControlFlow::Continue(())
    }

    async fn next_input(&mut self) -> Input {
        let deadline = self.session.next_deadline().map(|at| self.started + Duration::from_millis(at));
        let said = async {
            match &mut self.seat {
                Some(seat) => seat.outbox.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            received = self.socket.recv() => received_input(received),
            said = said => said.map_or(Input::FellBehind, Input::Say),
            () = sleep_until(deadline.unwrap_or(self.started)), if deadline.is_some() => Input::Tick,
            () = self.state.sockets.stopping.cancelled() => Input::Stop,
        }
    }

    async fn perform(&mut self, output: Output) -> ControlFlow<()> {
        match output {
            Output::Verify { ticket, peer } => {
                let answer = self.verify(&ticket, peer).await;
                self.session.handle(self.now(), answer);
            }
            Output::ToRoom(frame) => {
                if let Some(seat) = &self.seat {
                    seat.connection.send(frame).await;
                }
            }
            Output::Send(message) => match serde_json::to_string(&message) {
                Ok(text) => self.write(Message::Text(text.into())).await,
                Err(error) => tracing::error!(%error, "A message could not be written as JSON"),
            },
            Output::Ping => self.write(Message::Ping(Vec::new().into())).await,
            Output::Lost(reason) => self.lose_seat(reason),
            Output::Close(code) => {
                self.close(code).await;
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    async fn verify(&mut self, ticket: &str, peer: Option<u32>) -> Input {
        let Some(pass) = self.state.tickets.redeem(self.state.world.now(), ticket) else {
            return Input::TurnedAway(ByeReason::BadTicket);
        };
        let (sender, outbox) = mpsc::channel(OUTBOX);
        let line = Line::Page { from: Some(self.from), holds: peer };
        let place = self.state.sockets.sitting.sit(pass);
        match self.state.rooms.connect(pass.hearing, pass.seat, line, sender).await {
            Ok(connection) => {
                tracing::info!(hearing.id = %pass.hearing, seat.id = %pass.seat, "Connected seat {}", pass.seat);
                let now = self.state.world.now();
                let (looked_at, touched_at) = (now, now); // by whoever asked for the ticket
                self.came = Some(pass);
                self.seat = Some(Seated { connection, outbox, place, looked_at, touched_at });
                Input::LetIn
            }
            Err(reason) => Input::TurnedAway(reason),
        }
    }

    /// Beside what is said: a slow disk holds nobody up. Whose sign-in was ended meanwhile, on the command line or by
    /// another node, is found here: nobody else looks into this room.
    fn stay_signed_in(&mut self) {
        let now = self.state.world.now();
        let due = |seat: &&mut Seated| now >= seat.looked_at.again(LOOK_EVERY_MS, now);
        let Some(seat) = self.seat.as_mut().filter(due) else { return };
        seat.looked_at = now;
        let touch = now >= seat.touched_at.again(TOUCH_EVERY_MS, now);
        if touch {
            seat.touched_at = now;
        }
        let pass = seat.place.pass();
        let Some(by) = pass.by else { return };
        let (store, rooms) = (self.state.store.clone(), self.state.rooms.clone());
        tokio::spawn(async move {
            match still_in(&store, &by, now, touch).await {
                Ok(true) => {}
                Ok(false) => end_seat(&rooms, Actor::System, pass).await,
                Err(error) => tracing::warn!(%error, "A sign-in could not be kept while its hearing goes on"),
            }
        });
    }

    fn lose_seat(&mut self, reason: DisconnectReason) {
        let Some(Seated { connection, place, .. }) = self.seat.take() else { return };
        let pass = place.pass();
        tracing::info!(
            hearing.id = %pass.hearing, seat.id = %pass.seat, ?reason,
            "Connection of seat {} ended", pass.seat,
        );
        connection.lost(reason);
    }

    /// A write that fails or takes too long ends the connection.
    async fn write(&mut self, message: Message) {
        if !matches!(timeout(WRITE_WITHIN, self.socket.send(message)).await, Ok(Ok(()))) {
            self.session.handle(self.now(), Input::Closed(None));
        }
    }

    async fn close(&mut self, code: u16) {
        let farewell = async {
            let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
            if self.socket.send(close).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // A peer that does not answer has had its time.
        let _ = timeout(LINGER, farewell).await;
    }

    fn noted(&self) {
        let Some(log) = &self.state.access_log else { return };
        log.note(Entry::Socket {
            from: self.from,
            hearing: self.came.map(|pass| pass.hearing.0),
            seat: self.came.map(|pass| pass.seat.0),
            account: self.came.and_then(|pass| pass.by).map(|by| by.staff.0),
            took_ms: self.now(),
        });
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Whether somebody sits on by their sign-in; with `touch` it is noted that they are there. A sign-in that came to its end
/// by itself leaves them where they are: the page offers to renew it. One that somebody ended does not.
async fn still_in(store: &SharedStore, by: &SignIn, now: Timestamp, touch: bool) -> Result<bool, StoreError> {
    let mut records = store.read().await?;
    let stands = records.staff_session(&by.session).await?.is_some();
    let shut = records.staff(by.staff).await?.is_some_and(|staff| staff.disabled);
    drop(records);
    if shut || (!stands && now < by.until) {
        return Ok(false);
    }
    if touch && stands {
        match session::touch(store, &by.session, now).await {
            Ok(()) | Err(StoreError::Stale { .. }) => {} // ended since it was looked at: found the next time
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn received_input(received: Option<Result<Message, axum::Error>>) -> Input {
    match received {
        Some(Ok(Message::Text(text))) => parsed(frame::parse(&text)),
        Some(Ok(Message::Binary(_))) => parsed(Err(Violation::Binary)),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Input::Heard,
        Some(Ok(Message::Close(close))) => Input::Closed(close.map(|close| close.code)),
        Some(Err(error)) => broken(&error),
        None => Input::Closed(None),
    }
}

fn parsed(frame: Result<signaling::wire::ClientFrame, Violation>) -> Input {
    match frame {
        Ok(frame) => Input::Frame(frame),
        Err(violation) => {
            tracing::debug!(%violation, "A client broke the protocol");
            Input::NotAFrame(violation.reason())
        }
    }
}

/// Axum names the library's errors only by their text; integration tests hold these.
fn broken(error: &axum::Error) -> Input {
    let text = error.to_string();
    let says = |part| text.contains(part);
    if says("Space limit exceeded") {
        Input::NotAFrame(ByeReason::TooLarge)
    } else if says("protocol error") && !says("without closing handshake") {
        Input::NotAFrame(ByeReason::Violation)
    } else {
        Input::Closed(None) // the network is gone
    }
}
