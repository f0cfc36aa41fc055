//! One seat from ticket to goodbye: the frames a page would send, and a headless participant for its media.

use futures_util::{SinkExt, StreamExt};
use hyper::Method;
use serde_json::json;
use signaling::wire::{ClientFrame, ClientMessage, PROTOCOL, ServerMessage, SlotBudget, Stage, StageStep};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::HouseError;
use super::case::{Role, SeatPlan};
use super::load::{Faults, Media};
use super::net::{Server, Stream, text};
use super::presider::Presider;
use crate::media::dtls::Identity;
use crate::media::peer::{Milestones, Peer, Setup};
use crate::media::wire::Wire;
use crate::media::worker::{Fleet, Place};

/// Longest wait for any answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// A guest who left is away this long.
const AWAY: Duration = Duration::from_secs(2);

/// What all seats share.
#[derive(Debug)]
pub struct Hall {
    pub server: Server,
    pub fleet: Fleet,
    pub identity: Arc<Identity>,
    /// Of a room.
    pub seats: usize,
    pub media: Media,
    pub faults: Faults,
}

/// What the test wants of a seat now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Sit,
    /// Go and come back, counted up each time.
    Return(u32),
    /// The presider closes the hearing; the others wait for that.
    Close,
    Go,
}

/// How a seat fares, for who watches.
#[derive(Debug, Default)]
pub struct Record {
    state: Mutex<State>,
}

#[derive(Debug, Default, Clone)]
struct State {
    opened: Option<Instant>,
    milestones: Option<Arc<Milestones>>,
    place: Option<Place>,
    in_session: bool,
    /// It went by itself and is coming back: that the relay hung up behind it is no failure.
    away: bool,
    failure: Option<String>,
}

impl Record {
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn read(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From the WebSocket's opening to the first whole key frame (`pictures`), or the first packet.
    #[must_use]
    pub fn joined_in(&self, pictures: bool) -> Option<Duration> {
        let state = self.read();
        let milestones = state.milestones?;
        let first = if pictures { &milestones.first_picture } else { &milestones.first_packet };
        first.get().map(|at| at.saturating_duration_since(state.opened.unwrap_or(*at)))
    }

    #[must_use]
    pub fn connected(&self) -> bool {
        self.read().milestones.is_some_and(|milestones| milestones.connected.get().is_some())
    }

    #[must_use]
    pub fn in_session(&self) -> bool {
        self.read().in_session
    }

    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.read().place
    }

    #[must_use]
    pub fn failure(&self) -> Option<String> {
        let state = self.read();
        let hung_up = || state.milestones.filter(|_| !state.away)?.failed.get().cloned();
        state.failure.or_else(hung_up)
    }
}

/// Sits until told to go. What goes wrong is in `record`.
pub async fn sit(hall: Arc<Hall>, plan: SeatPlan, record: Arc<Record>, mut orders: watch::Receiver<Order>) {
    let mut peer = 0;
    loop {
        peer += 1;
        let mut seat = Sitting {
            hall: &hall,
            plan: &plan,
            record: &record,
            requests: 0,
            closing: false,
            presider: Presider::default(),
        };
        let ended = seat.run(peer, &mut orders).await;
        if let Some(place) = record.place() {
            hall.fleet.remove(place);
            record.change(|state| state.place = None);
        }
        match ended {
            Ok(Ended::Away) => {
                record.change(|state| state.away = true);
                tokio::time::sleep(AWAY).await;
            }
            Ok(Ended::Over) => return,
            Err(error) => {
                record.change(|state| state.failure = Some(error.to_string()));
                return;
            }
        }
    }
}

enum Ended {
    /// Comes back.
    Away,
    Over,
}

type Socket = WebSocketStream<Box<dyn Stream>>;

struct Sitting<'a> {
    hall: &'a Hall,
    plan: &'a SeatPlan,
    record: &'a Record,
    requests: u32,
    closing: bool,
    presider: Presider,
}

impl Sitting<'_> {
    async fn run(&mut self, peer: u32, orders: &mut watch::Receiver<Order>) -> Result<Ended, HouseError> {
        let ticket = self.ticket().await?;
        let opened = Instant::now();
        self.record.change(|state| state.opened = Some(opened));
        let mut socket = self.open().await?;
        self.say(&mut socket, ClientMessage::Hello { protocol: PROTOCOL, ticket, peer: None }).await?;
        let mut backlog = Vec::new();
        let budget = loop {
            match self.hear(&mut socket).await? {
                welcome @ ServerMessage::Welcome { slots, .. } => {
                    backlog.push(welcome);
                    break slots;
                }
                other => backlog.push(other),
            }
        };
        self.connect(&mut socket, peer, budget, &mut backlog).await?;
        for message in backlog {
            self.react(&mut socket, message).await?;
        }
        self.stay(&mut socket, orders).await
    }

    async fn ticket(&self) -> Result<String, HouseError> {
        let SeatPlan { hearing, seat, cookie, .. } = self.plan;
        let asked = json!({ "hearing": hearing, "seat": seat });
        let (_, answer) = self.hall.server.ask(Method::POST, "/tickets", cookie, Some(&asked)).await?;
        Ok(text(&answer, "/ticket")?.to_owned())
    }

    async fn open(&self) -> Result<Socket, HouseError> {
        let broken = |error: tokio_tungstenite::tungstenite::Error| HouseError::Socket(error.to_string());
        let server = &self.hall.server;
        let mut request = server.socket_url().into_client_request().map_err(broken)?;
        let origin =
            server.origin().parse().map_err(|_| HouseError::Strange("the server's name".to_owned()))?;
        request.headers_mut().insert("origin", origin);
        let stream = server.connect().await?;
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await.map_err(broken)?;
        Ok(socket)
    }

    /// Offers, takes the answer, and hands the media to a thread.
    async fn connect(
        &mut self,
        socket: &mut Socket,
        number: u32,
        budget: SlotBudget,
        backlog: &mut Vec<ServerMessage>,
    ) -> Result<(), HouseError> {
        let hall = self.hall;
        let setup = Setup {
            mark: self.plan.mark,
            sources: hall.media.sends(self.plan, hall.seats),
            audio_slots: budget.audio,
            video_slots: budget.video,
            sealed: false,
        };
        let mut peer = Peer::new(Instant::now(), hall.identity.clone(), setup);
        let offer = peer.offer(None);
        let (sdp, sources, receivers) = (offer.sdp, offer.sources, offer.receivers);
        let asked = self.say(socket, ClientMessage::Offer { peer: number, sdp, sources, receivers }).await?;
        let answer = loop {
            match self.hear(socket).await? {
                ServerMessage::Answer { re, sdp, .. } if re == asked => break sdp,
                ServerMessage::Refused { re, code, detail } if re == asked => {
                    return Err(HouseError::Socket(format!("the offer is refused: {code:?} {detail:?}")));
                }
                other => backlog.push(other),
            }
        };
        peer.answered(Instant::now(), &answer)?;
        let wire = Wire::open(peer.relay(), hall.faults.link(self.plan))?;
        let milestones = peer.milestones.clone();
        let place = hall.fleet.add(peer, wire);
        self.record.change(|state| {
            (state.milestones, state.place, state.away) = (Some(milestones), Some(place), false);
        });
        Ok(())
    }

    async fn stay(
        &mut self,
        socket: &mut Socket,
        orders: &mut watch::Receiver<Order>,
    ) -> Result<Ended, HouseError> {
        let came_with = *orders.borrow();
        self.closing = came_with == Order::Close;
        if came_with == Order::Go {
            return Ok(Ended::Over);
        }
        loop {
            tokio::select! {
                frame = socket.next() => {
                    match parse(frame)? {
                        Some(ServerMessage::Bye { .. }) if self.closing => return Ok(Ended::Over),
                        Some(message) => self.react(socket, message).await?,
                        None => {}
                    }
                }
                changed = orders.changed() => {
                    let order = if changed.is_ok() { *orders.borrow() } else { Order::Go };
                    if order == came_with {
                        continue;
                    }
                    if let Some(ended) = self.obey(socket, order).await? {
                        return Ok(ended);
                    }
                }
            }
        }
    }

    /// How it ended, if it did by that.
    async fn obey(&mut self, socket: &mut Socket, order: Order) -> Result<Option<Ended>, HouseError> {
        match order {
            Order::Sit => Ok(None),
            Order::Return(_) => {
                self.say(socket, ClientMessage::Leave {}).await?;
                Ok(Some(Ended::Away))
            }
            Order::Close => {
                self.closing = true;
                if self.plan.role == Role::Presider {
                    self.close(socket).await?;
                }
                Ok(None)
            }
            Order::Go => Ok(Some(Ended::Over)),
        }
    }

    /// Steps in the order a presider takes them; one that is refused shows in the end as a hearing left open.
    async fn close(&mut self, socket: &mut Socket) -> Result<(), HouseError> {
        self.say(socket, ClientMessage::Step { step: StageStep::ReviewMinutes {} }).await?;
        let reason = || "压力测试结束".to_owned();
        let step = StageStep::Close { reason: reason(), unsigned: Some(reason()), agreement: None };
        self.say(socket, ClientMessage::Step { step }).await?;
        Ok(())
    }

    async fn react(&mut self, socket: &mut Socket, message: ServerMessage) -> Result<(), HouseError> {
        if self.plan.role == Role::Presider {
            for said in self.presider.hear(&message) {
                self.say(socket, said).await?;
            }
        }
        match message {
            ServerMessage::Welcome { stage, .. } | ServerMessage::Stage { stage } => {
                self.see_stage(stage.stage);
            }
            ServerMessage::Bye { reason, .. } => {
                return Err(HouseError::Socket(format!("the server says goodbye: {reason:?}")));
            }
            ServerMessage::Refused { code, detail, .. } if !self.closing => {
                let detail = detail.unwrap_or_default();
                self.record.change(|state| state.failure = Some(format!("refused: {code:?} {detail}")));
            }
            _ => {}
        }
        Ok(())
    }

    fn see_stage(&self, stage: Stage) {
        self.record.change(|state| state.in_session = stage == Stage::InSession);
    }

    async fn say(&mut self, socket: &mut Socket, message: ClientMessage) -> Result<u32, HouseError> {
        self.requests += 1;
        let frame = ClientFrame { id: self.requests, message };
        let text = serde_json::to_string(&frame).map_err(|error| HouseError::Socket(error.to_string()))?;
        let sent = socket.send(Message::text(text)).await;
        sent.map_err(|error| HouseError::Socket(error.to_string()))?;
        Ok(self.requests)
    }

    /// The next message; one is said every two seconds, so that a long silence is a failure.
    async fn hear(&mut self, socket: &mut Socket) -> Result<ServerMessage, HouseError> {
        loop {
            let frame = tokio::time::timeout(PATIENCE, socket.next()).await;
            let frame = frame.map_err(|_| HouseError::Socket("the server is silent".to_owned()))?;
            match parse(frame)? {
                Some(ServerMessage::Bye { reason, .. }) => {
                    return Err(HouseError::Socket(format!("the server says goodbye: {reason:?}")));
                }
                Some(message) => return Ok(message),
                None => {}
            }
        }
    }
}

type Frame = Option<Result<Message, tokio_tungstenite::tungstenite::Error>>;

/// A message of the server's; a kind this client does not know is none.
fn parse(frame: Frame) -> Result<Option<ServerMessage>, HouseError> {
    match frame {
        Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).ok()),
        Some(Ok(Message::Close(_))) | None => Err(HouseError::Socket("closed".to_owned())),
        Some(Ok(_)) => Ok(None),
        Some(Err(error)) => Err(HouseError::Socket(error.to_string())),
    }
}
