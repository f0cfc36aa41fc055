//! The packets of one turn on their way from publishers to receivers. Each receiver takes all that is for it in one
//! go, so that its keys, counts and lines are found, and brought near the core, once a turn and not once a packet.

use std::sync::Arc;
use std::time::Instant;

use super::{Due, Relay};
use crate::media::outbox::Outbox;
use crate::media::peer::ice::Path;
use crate::media::peer::publication::Packet;
use crate::media::peer::slot::Slot;
use crate::media::peer::transport::Kind;
use crate::media::peer::{Peer, PeerId};
use crate::media::plane::{MediaRoom, PeerKey, Source};
use crate::media::room::SlotOf;

/// Packets dealt out together: as many as a word has bits.
const MOST: usize = u64::BITS as usize;

/// A packet, where it came from and where it goes.
#[derive(Debug)]
struct Card<'a> {
    room: MediaRoom,
    source: Source,
    packet: Packet<'a>,
    /// In order of receivers.
    listeners: Arc<[SlotOf]>,
    /// How many of those had their turn.
    dealt: usize,
}

impl Card<'_> {
    /// Where it goes next.
    fn next(&self) -> Option<SlotOf> {
        self.listeners.get(self.dealt).copied()
    }

    /// The slots of a receiver whose turn it is.
    fn slots_of(&self, peer: PeerId) -> impl Iterator<Item = usize> {
        let left = self.listeners.get(self.dealt..).unwrap_or_default();
        left.iter().take_while(move |(of, _)| *of == peer).map(|(_, slot)| *slot)
    }
}

/// What came and has yet to be dealt out.
#[derive(Debug)]
pub(super) struct Deck<'a> {
    cards: [Option<Card<'a>>; MOST],
    count: usize,
}

impl Default for Deck<'_> {
    fn default() -> Self {
        Self { cards: [const { None }; MOST], count: 0 }
    }
}

impl<'a> Deck<'a> {
    fn is_full(&self) -> bool {
        self.count == MOST
    }

    pub(super) fn put(&mut self, from: PeerKey, packet: Packet<'a>) {
        if let Some(place) = self.cards.get_mut(self.count) {
            let source = Source { seat: from.seat, kind: packet.kind };
            *place = Some(Card { room: from.room, source, packet, listeners: Arc::default(), dealt: 0 });
            self.count += 1;
        }
    }

    fn cards(&self) -> impl Iterator<Item = &Card<'a>> {
        self.cards.iter().take(self.count).flatten()
    }

    fn cards_mut(&mut self) -> impl Iterator<Item = &mut Card<'a>> {
        self.cards.iter_mut().take(self.count).flatten()
    }

    /// Whose turn it is.
    fn next(&self) -> Option<PeerId> {
        self.cards().filter_map(|card| card.next().map(|(peer, _)| peer)).min()
    }

    /// A receiver's turn is over.
    fn pass(&mut self, peer: PeerId) {
        self.cards_mut().for_each(|card| card.dealt += card.slots_of(peer).count());
    }
}

impl Relay {
    /// Takes a datagram off the wire.
    pub fn datagram(&mut self, now: Instant, from: Path, datagram: &mut [u8], out: &mut Outbox) {
        self.datagrams(now, std::iter::once((from, datagram)), out);
    }

    /// Takes those of a turn, in the order in which they came.
    pub fn datagrams<'a>(
        &mut self,
        now: Instant,
        datagrams: impl Iterator<Item = (Path, &'a mut [u8])>,
        out: &mut Outbox,
    ) {
        let mut deck = Deck::default();
        for (from, datagram) in datagrams {
            if deck.is_full() {
                self.deal(now, &mut deck, out);
            }
            match Kind::of(datagram) {
                Kind::Stun => self.stun(now, from, datagram, out),
                Kind::Channel => self.turn(now, from, datagram, out),
                Kind::Dtls | Kind::Media | Kind::Other => self.admit(now, from, datagram, &mut deck, out),
            }
        }
        self.deal(now, &mut deck, out);
    }

    fn admit<'a>(
        &mut self,
        now: Instant,
        from: Path,
        datagram: &'a mut [u8],
        deck: &mut Deck<'a>,
        out: &mut Outbox,
    ) {
        let Some(&id) = self.by_path.get(&from) else { return self.hand_on(from, datagram) };
        if let Some(event) = self.guard(now, id, out, |peer, out| peer.receive(now, datagram, out)) {
            self.event(now, id, event, deck, out);
        }
        self.settle(now, id, out);
    }

    /// Deals out what came.
    fn deal(&mut self, now: Instant, deck: &mut Deck<'_>, out: &mut Outbox) {
        for card in deck.cards_mut() {
            self.guard_room(now, card.room, out, |relay, out| relay.address(now, card, out));
        }
        let mut awaited = 0;
        while let Some(peer) = deck.next() {
            awaited |= self.hand_over(now, peer, deck, out);
            deck.pass(peer);
        }
        for (_, card) in deck.cards().enumerate().filter(|(place, _)| awaited & (1_u64 << place) != 0) {
            self.want_key_frame(now, card.room, card.source, Some(card.packet.stream), out);
        }
        deck.count = 0;
    }

    /// Finds out whom a packet is for.
    fn address(&mut self, now: Instant, card: &mut Card<'_>, out: &mut Outbox) {
        let Some(room) = self.rooms.get_mut(&card.room) else { return };
        card.listeners = room.listeners(card.source);
        let recorded = room.records(card.source);
        if let (Some(loudness), false) = (card.packet.loudness, card.listeners.is_empty()) {
            room.hear(now, card.source.seat, loudness);
            self.timers.arm_idle(Due::Room(card.room.0), now);
        }
        if recorded {
            self.copy(now, card.room, card.source, &card.packet, out);
        }
    }

    /// Forwards one receiver's packets. A bit for each whose stream a slot waits to begin with.
    fn hand_over(&mut self, now: Instant, id: PeerId, deck: &Deck<'_>, out: &mut Outbox) -> u64 {
        let done = self.guard(now, id, out, |peer, out| {
            let mut awaited = 0;
            for (place, card) in deck.cards().enumerate() {
                for slot in card.slots_of(id) {
                    awaited |= u64::from(forward(now, peer, slot, card, out)) << place;
                }
            }
            (awaited, peer.downlink.take_alarm().then(|| peer.deadline()))
        });
        let (awaited, alarm) = done.unwrap_or_default();
        if let Some(deadline) = alarm {
            self.timers.arm(Due::Peer(id), deadline);
        }
        awaited
    }
}

/// Forwards a packet by a slot, if that still carries its source: what befell another receiver may have changed the
/// routes since it was addressed. Whether the slot waits to begin with its stream.
fn forward(now: Instant, peer: &mut Peer, slot: usize, card: &Card<'_>, out: &mut Outbox) -> bool {
    peer.slots.get(slot).and_then(Slot::source) == Some(card.source)
        && peer.forward(now, slot, &card.packet, out) == Some(card.packet.stream)
}
