//! All peers and rooms of one worker, and what happens to each datagram, command and deadline. Does no I/O
//! and reads no clock; what is to be sent goes into the [`Outbox`].
//!
//! **Invariant:** a packet is forwarded to whom its room's routes name now, and to nobody else.
//! **Invariant:** an address leads to a peer only after an authentic ICE check came from it; everything else
//! from an unknown one is dropped before any state is made.
//! **Invariant:** what one peer's input throws costs that peer, and what a room's peers do together that room; the others
//! go on.

mod dealing;
mod guards;
mod legs;
pub mod moving;
mod packets;
mod recording;
mod routes;
mod share;
mod statistics;
mod through;
mod wall;

use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::advertised::{Advertised, told};
use super::counters;
use super::directory::Directory;
use super::forward::rate::BitRate;
use super::outbox::Outbox;
use super::parcels::Parcels;
use super::peer::dtls::Identity;
use super::peer::ice::{Path, WorkerId};
use super::peer::session::{self, Surroundings};
use super::peer::{Change, Peer, PeerId};
use super::plane::{MediaError, MediaEvent, MediaRoom, Offer, PeerKey};
use super::record::tap::Tap;
use super::room::Room;
use super::turn::Turn;
use super::worker::inbox::Command;
use super::worker::timer::Timers;
use crate::access_log::AccessLog;
use crate::world::SharedWorld;
use signaling::wire::{DisconnectReason, SeatId};
use wall::Wall;

/// A peer is looked at again after so long at the earliest: one whose deadline does not move on must not hold the
/// worker in one turn for ever.
const LEAST_REST: Duration = Duration::from_micros(200);

/// A worker turns every second. One that did not for so long (a machine that slept, a thread without a core) has
/// heard nobody meanwhile, and what came then is not all taken in by its first turn.
const STALLED: Duration = Duration::from_secs(2);

/// Who may be looked at later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Due {
    Peer(PeerId),
    Room(uuid::Uuid),
    /// Its lines are to be shared out.
    Share(uuid::Uuid),
}

/// The media of one worker, moved by its thread: datagrams, commands and the time go in, what is to be sent comes out.
#[derive(Debug)]
pub struct Relay {
    identity: Arc<Identity>,
    world: SharedWorld,
    candidates: Vec<Advertised>,
    /// Whether the candidates are there by TCP as well.
    tcp: bool,
    turn: Option<Turn>,
    me: WorkerId,
    /// Where the peers are that are not here.
    directory: Directory,
    /// Datagrams that came here for peers of other workers.
    elsewhere: Parcels<(WorkerId, Path)>,
    peers: FxHashMap<PeerId, Peer>,
    next_peer: u32,
    /// From one peer's number to the next: as many as there are workers, so that none has another's.
    stride: u32,
    by_path: HashMap<Path, PeerId>,
    by_ufrag: HashMap<String, PeerId>,
    rooms: FxHashMap<MediaRoom, Room>,
    timers: Timers<Due>,
    /// When it was last told the time, and since when without a stall.
    ticked: Instant,
    listens_since: Instant,
    /// Where copies for the recorder go; nowhere without one.
    tap: Option<Tap>,
    /// Where peers that go are noted; nowhere without one.
    log: Option<AccessLog>,
    scratch: share::Scratch,
    wall: Wall,
}

impl Relay {
    pub fn new(
        now: Instant,
        identity: impl Into<Arc<Identity>>,
        world: SharedWorld,
        candidates: Vec<Advertised>,
    ) -> Self {
        let wall = Wall::new(now, world.now().0);
        Self {
            identity: identity.into(),
            world,
            candidates,
            tcp: false,
            turn: None,
            me: WorkerId::default(),
            directory: Directory::default(),
            elsewhere: Parcels::default(),
            peers: FxHashMap::default(),
            next_peer: 1,
            stride: 1,
            by_path: HashMap::new(),
            by_ufrag: HashMap::new(),
            rooms: FxHashMap::default(),
            timers: Timers::default(),
            ticked: now,
            listens_since: now,
            tap: None,
            log: None,
            scratch: share::Scratch::default(),
            wall,
        }
    }

    /// When [`Self::tick`] wants to be called.
    pub fn deadline(&mut self) -> Option<Instant> {
        let turn = self.turn.as_mut().and_then(Turn::deadline);
        self.timers.next().into_iter().chain(turn).min()
    }

    /// Does what was asked. `false`: shut down.
    pub fn command(&mut self, now: Instant, command: Command, out: &mut Outbox) -> bool {
        match command {
            Command::Open(room, events) => match self.rooms.get_mut(&room) {
                Some(room) => room.listen(events),
                None => drop(self.rooms.insert(room, Room::new(now, events))),
            },
            Command::Negotiate(offer, reply) => {
                let answer = self.negotiate(now, &offer, out);
                // Whoever asked may have gone.
                let _ = reply.send(answer);
            }
            Command::Route(room, plan) => self.route(now, room, plan, out),
            Command::Record(room, sources) => self.record(now, room, sources),
            Command::Show(room, seat, tiles) => {
                let peer = self.rooms.get(&room).and_then(|room| room.peer_of(seat));
                if let Some(peer) = peer.and_then(|id| self.peers.get_mut(&id)) {
                    peer.show(tiles);
                    self.timers.arm(Due::Share(room.0), now);
                }
            }
            Command::Statistics(room, reply) => {
                let statistics = self.statistics(now, room, out);
                // Whoever asked may have gone.
                let _ = reply.send(statistics);
            }
            Command::Close(room, seat) => self.close(now, room, seat, out),
            Command::Move(room, handover) => {
                let moving = self.take(room, handover.to());
                handover.complete(room, moving);
            }
            Command::Put(moving) => self.put(now, *moving),
            Command::Stream(_) => {} // the worker's carriers take it
            Command::Shutdown => {
                self.peers.values().for_each(|peer| self.note_leg(now, peer));
                for peer in self.peers.values_mut() {
                    peer.transport.close(now, out);
                }
                return false;
            }
        }
        true
    }

    /// Does everything whose time has come.
    pub fn tick(&mut self, now: Instant, out: &mut Outbox) {
        if now.saturating_duration_since(self.ticked) > STALLED {
            self.listens_since = now;
        }
        self.ticked = now;
        if self.wall.look_due(now) {
            self.wall.look(now, self.world.now().0);
        }
        let (ntp, listens_since) = (self.wall.ntp(now), self.listens_since);
        if let Some(turn) = &mut self.turn {
            turn.timeout(now);
        }
        while let Some(due) = self.timers.due(now) {
            match due {
                Due::Peer(id) => {
                    if let Some(room) = self.peers.get(&id).map(|peer| peer.key.room) {
                        self.guard_room(now, room, out, |relay, out| relay.send_waiting(now, id, out));
                    }
                    self.guard(now, id, out, |peer, out| peer.tick(now, ntp, listens_since, out));
                    self.settle(now, id, out);
                }
                Due::Room(room) => self.look(now, MediaRoom(room)),
                Due::Share(room) => {
                    let room = MediaRoom(room);
                    self.guard_room(now, room, out, |relay, out| relay.share_out(now, room, out));
                }
            }
        }
    }

    // ---- peers come and go ----

    fn negotiate(&mut self, now: Instant, offer: &Offer, out: &mut Outbox) -> Result<String, MediaError> {
        let room = self.rooms.get(&offer.peer.room).ok_or_else(|| bad("the room is not open"))?;
        let held = room.peer_of(offer.peer.seat);
        let number = held.and_then(|id| self.peers.get(&id)).map(|peer| peer.key.number);
        match (held, number) {
            (Some(id), Some(number)) if number == offer.peer.number => self.renegotiate(now, id, offer, out),
            (Some(_), Some(number)) if number > offer.peer.number => Err(bad("a newer peer holds the seat")),
            _ => self.accept(now, offer, out),
        }
    }

    fn accept(&mut self, now: Instant, offer: &Offer, out: &mut Outbox) -> Result<String, MediaError> {
        let id = PeerId(self.next_peer);
        let candidates = told(&self.candidates, offer.from);
        let around = Surroundings {
            identity: &self.identity,
            world: &*self.world,
            candidates: &candidates,
            tcp: self.tcp,
        };
        let made = catch_unwind(AssertUnwindSafe(|| session::accept(now, around, id, offer)));
        let (mut peer, answer) =
            made.map_err(|_| bad("the offer cannot be understood"))?.map_err(|b| bad(b.0))?;
        if let Some(line) = self.last_line(now, &offer.peer) {
            peer.downlink.resume(line);
        }
        self.next_peer = self.next_peer.wrapping_add(self.stride);
        self.know_ufrags(id, &peer);
        self.peers.insert(id, peer);
        counters::peer_came();
        let before = self.rooms.get_mut(&offer.peer.room).and_then(|room| room.seat(offer.peer.seat, id));
        if let Some(before) = before {
            self.discard(now, before, out);
        }
        self.reroute(now, offer.peer.room, out);
        self.settle(now, id, out);
        Ok(answer)
    }

    /// What the line bears, or bore a moment ago, by which this seat comes.
    fn last_line(&self, now: Instant, key: &PeerKey) -> Option<BitRate> {
        let room = self.rooms.get(&key.room)?;
        let held = room.peer_of(key.seat).and_then(|id| self.peers.get(&id));
        held.map(|peer| peer.downlink.estimate(now)).or_else(|| room.last_line(now, key.seat))
    }

    fn renegotiate(
        &mut self,
        now: Instant,
        id: PeerId,
        offer: &Offer,
        out: &mut Outbox,
    ) -> Result<String, MediaError> {
        let (identity, world) = (self.identity.clone(), self.world.clone());
        let candidates = told(&self.candidates, offer.from);
        let around =
            Surroundings { identity: &identity, world: &*world, candidates: &candidates, tcp: self.tcp };
        let done = self
            .guard(now, id, out, |peer, _| session::renegotiate(peer, now, around, offer))
            .ok_or_else(|| bad("the offer cannot be understood"))?
            .map_err(|refusal| bad(refusal.0))?;
        if let Some(ufrag) = done.retired_ufrag {
            self.forget_ufrag(&ufrag);
        }
        if let Some(ufrag) = done.new_ufrag {
            self.know_ufrag(ufrag, id);
        }
        self.reroute(now, offer.peer.room, out);
        self.settle(now, id, out);
        Ok(done.answer)
    }

    fn close(&mut self, now: Instant, room: MediaRoom, seat: Option<SeatId>, out: &mut Outbox) {
        let Some(found) = self.rooms.get(&room) else { return };
        let leaving: Vec<PeerId> = match seat {
            Some(seat) => found.peer_of(seat).into_iter().collect(),
            None => found.peers().collect(),
        };
        for id in leaving {
            self.discard(now, id, out);
        }
        if seat.is_none() {
            self.record(now, room, None);
            self.rooms.remove(&room);
            self.timers.disarm(Due::Room(room.0));
            self.timers.disarm(Due::Share(room.0));
        } else {
            self.reroute(now, room, out);
        }
    }

    /// Forgets a peer, after a word of goodbye.
    fn discard(&mut self, now: Instant, id: PeerId, out: &mut Outbox) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        self.note_leg(now, &peer);
        // It may be the one whose state broke.
        let _ = catch_unwind(AssertUnwindSafe(|| peer.transport.close(now, out)));
        for path in peer.transport.ice().paths() {
            self.forget_path(path);
        }
        for ufrag in peer.transport.ice().ufrags() {
            self.forget_ufrag(ufrag);
        }
        self.timers.disarm(Due::Peer(id));
        if let Some(room) = self.rooms.get_mut(&peer.key.room) {
            room.leave(now, peer.key.seat, id, peer.downlink.estimate(now));
        }
        counters::peer_went();
    }

    /// After anything was done with a peer: tells its room what changed, and when to look again.
    fn settle(&mut self, now: Instant, id: PeerId, out: &mut Outbox) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let (key, change) = (peer.key, peer.take_change());
        self.timers.arm(Due::Peer(id), peer.deadline().max(now + LEAST_REST));
        let Some(change) = change else { return };
        let lost = match change {
            Change::Connected => {
                self.tell(now, key.room, MediaEvent::Connected(key));
                return;
            }
            Change::Silent => {
                self.tell(now, key.room, MediaEvent::Silent(key));
                return;
            }
            Change::Closed => DisconnectReason::Unknown,
            Change::NeverCame | Change::StayedAway => DisconnectReason::Network,
        };
        self.discard(now, id, out);
        self.tell(now, key.room, MediaEvent::Lost(key, lost));
        self.reroute(now, key.room, out);
    }

    // ---- what rooms hear ----

    fn tell(&mut self, now: Instant, room: MediaRoom, event: MediaEvent) {
        if let Some(found) = self.rooms.get_mut(&room) {
            found.tell(event);
            self.look(now, room);
        }
    }

    /// Lets a room say what it has to say, and comes back to it as long as that may be more.
    fn look(&mut self, now: Instant, room: MediaRoom) {
        let Some(found) = self.rooms.get_mut(&room) else { return };
        // Who speaks may not be told for a while; nobody loses their place over it.
        match catch_unwind(AssertUnwindSafe(|| found.look(now))) {
            Ok(Some(again)) => self.timers.arm_idle(Due::Room(room.0), again),
            Ok(None) => {}
            Err(_) => tracing::error!(hearing.id = %room.0, "Looking after a room caused a panic"),
        }
    }
}

fn bad(text: impl Into<String>) -> MediaError {
    MediaError::BadOffer(text.into())
}

#[cfg(test)]
mod tests;
