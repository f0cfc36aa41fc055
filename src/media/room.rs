//! A room on the media plane: who is in it, what flows from whom to whom, and who hears of it.

use rustc_hash::FxHashMap;
use signaling::wire::{SeatId, SourceKind};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{Sender, error::TrySendError};

use super::forward::levels::Speakers;
use super::forward::rate::BitRate;
use super::peer::PeerId;
use super::plane::{MediaEvent, RoutePlan, Source};
use super::record::pick::Pick;

/// Events kept for a room that is behind. One further behind than this has ceased to listen.
const BACKLOG: usize = 1024;

/// Between two looks at who is speaking while anybody is heard.
const LISTEN_EVERY: Duration = Duration::from_millis(200);
/// Once nobody has been heard for this long there is nothing left to look at: the loudest voice has faded.
const FADED: Duration = Duration::from_secs(5);

/// Who comes back within this time comes by the same line.
const SAME_LINE: Duration = Duration::from_secs(60);

/// A slot of a peer: whose, and its number there.
pub type SlotOf = (PeerId, usize);

/// One room of one worker. It says where a packet goes; the peers themselves are the relay's.
#[derive(Debug)]
pub struct Room {
    events: Sender<MediaEvent>,
    backlog: VecDeque<MediaEvent>,
    seats: HashMap<SeatId, PeerId>,
    /// What the line of each seat's last peer bore, and when that was known.
    lines: HashMap<SeatId, (Instant, BitRate)>,
    plan: RoutePlan,
    /// The plan with seats and mids looked up: the only thing forwarding asks. What is not in it does
    /// not flow.
    routes: FxHashMap<Source, Arc<[SlotOf]>>,
    /// What is recorded, and which layer of it. Nothing that is not in here is ever copied.
    recorded: Option<FxHashMap<Source, Pick>>,
    speakers: Speakers<SeatId>,
    began: Instant,
    heard: Option<Instant>,
}

impl Room {
    pub fn new(now: Instant, events: Sender<MediaEvent>) -> Self {
        Self {
            events,
            backlog: VecDeque::new(),
            seats: HashMap::new(),
            lines: HashMap::new(),
            plan: RoutePlan::default(),
            routes: FxHashMap::default(),
            recorded: None,
            speakers: Speakers::default(),
            began: now,
            heard: None,
        }
    }

    pub fn listen(&mut self, events: Sender<MediaEvent>) {
        self.events = events;
    }

    /// The seat's peer from now on; returns the one before.
    pub fn seat(&mut self, seat: SeatId, peer: PeerId) -> Option<PeerId> {
        self.seats.insert(seat, peer)
    }

    /// What the seat's last line bore, if that was a moment ago.
    pub fn last_line(&self, now: Instant, seat: SeatId) -> Option<BitRate> {
        let (at, line) = self.lines.get(&seat)?;
        (now.saturating_duration_since(*at) < SAME_LINE).then_some(*line)
    }

    /// Frees the seat if `peer` still sits on it, whose line bore so much.
    pub fn leave(&mut self, now: Instant, seat: SeatId, peer: PeerId, line: BitRate) {
        self.lines.insert(seat, (now, line));
        if self.seats.get(&seat) == Some(&peer) {
            self.seats.remove(&seat);
            self.speakers.remove(seat);
        }
    }

    pub fn peer_of(&self, seat: SeatId) -> Option<PeerId> {
        self.seats.get(&seat).copied()
    }

    pub fn peers(&self) -> impl Iterator<Item = PeerId> {
        self.seats.values().copied()
    }

    pub fn plan(&mut self, plan: RoutePlan) {
        self.plan = plan;
    }

    /// The picture that matters most to a seat, by the plan; a shared screen has a rank of its own.
    pub fn first_picture(&self, seat: SeatId) -> Option<Source> {
        let plan = self.plan.receivers.iter().find(|plan| plan.seat == seat)?;
        plan.slots.iter().map(|(_, source)| *source).find(|source| source.kind == SourceKind::Camera)
    }

    /// Where the packets of a source go, in order of receivers.
    pub fn listeners(&self, source: Source) -> Arc<[SlotOf]> {
        self.routes.get(&source).cloned().unwrap_or_default()
    }

    /// Exactly these sources are recorded; whether it was on before, and is now.
    pub fn record(&mut self, sources: Option<Vec<Source>>) -> (bool, bool) {
        let mut before = self.recorded.take();
        let was = before.is_some();
        self.recorded = sources.map(|sources| {
            let mut pick =
                |source: &Source| before.as_mut().and_then(|picks| picks.remove(source)).unwrap_or_default();
            sources.into_iter().map(|source| (source, pick(&source))).collect()
        });
        (was, self.recorded.is_some())
    }

    pub fn records(&self, source: Source) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| recorded.contains_key(&source))
    }

    /// Pictures that are recorded.
    pub fn recorded_pictures(&self) -> impl Iterator<Item = Source> {
        let sources = self.recorded.iter().flat_map(FxHashMap::keys).copied();
        sources.filter(|source| source.kind != SourceKind::Microphone)
    }

    pub fn pick(&mut self, source: Source) -> Option<&mut Pick> {
        self.recorded.as_mut()?.get_mut(&source)
    }

    /// Looks the plan up anew. `slot_of` finds a receiver's slot by mid, if that can carry this source of this publisher.
    pub fn resolve(&mut self, slot_of: impl Fn(PeerId, &str, Source, Option<PeerId>) -> Option<usize>) {
        let mut routes: FxHashMap<Source, Vec<SlotOf>> = FxHashMap::default();
        for receiver in &self.plan.receivers {
            let Some(peer) = self.seats.get(&receiver.seat) else { continue };
            for (mid, source) in &receiver.slots {
                let publisher = self.peer_of(source.seat);
                if let Some(slot) = slot_of(*peer, mid, *source, publisher) {
                    routes.entry(*source).or_default().push((*peer, slot));
                }
            }
        }
        routes.values_mut().for_each(|slots| slots.sort_unstable());
        self.routes = routes.into_iter().map(|(source, slots)| (source, slots.into())).collect();
        for &seat in self.seats.keys() {
            if !self.routes.contains_key(&Source { seat, kind: SourceKind::Microphone }) {
                self.speakers.remove(seat);
            }
        }
    }

    /// The source each slot carries by the routes in force.
    pub fn carried(&self) -> HashMap<SlotOf, Source> {
        let routes = self.routes.iter();
        routes.flat_map(|(source, slots)| slots.iter().map(|slot| (*slot, *source))).collect()
    }

    /// A routed microphone was this loud.
    pub fn hear(&mut self, now: Instant, seat: SeatId, loudness: u8) {
        self.heard = Some(now);
        self.speakers.hear(now.saturating_duration_since(self.began), seat, loudness);
    }

    /// All who were heard: who speaks, the loudest first, then who spoke last.
    pub fn voices(&self) -> impl Iterator<Item = SeatId> {
        self.speakers.in_order()
    }

    /// Tells what is to be told; when to look again.
    pub fn look(&mut self, now: Instant) -> Option<Instant> {
        let since = now.saturating_duration_since(self.began);
        if let Some(speaking) = self.speakers.poll(since) {
            let event = MediaEvent::Speaking(speaking.to_vec());
            self.tell(event);
        }
        let listening = self.heard.is_some_and(|heard| now.saturating_duration_since(heard) < FADED);
        (self.catch_up() || listening).then_some(now + LISTEN_EVERY)
    }

    /// Tells the room's owner. Never waits: what finds no room is kept for the next time.
    pub fn tell(&mut self, event: MediaEvent) {
        if self.backlog.len() < BACKLOG {
            self.backlog.push_back(event);
        }
        self.catch_up();
    }

    /// Tells what is kept; whether anything still is.
    fn catch_up(&mut self) -> bool {
        while let Some(event) = self.backlog.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => {
                    self.backlog.push_front(event);
                    return true;
                }
                Err(TrySendError::Closed(_)) => self.backlog.clear(),
            }
        }
        false
    }
}
