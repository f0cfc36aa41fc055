//! Ten times a second in each room: what every source offers, how every receiver's line is shared out among what
//! it is shown (`forward::allocate`), and which layers of each source are wanted by anybody at all.

use rustc_hash::FxHashMap;
use std::time::{Duration, Instant};

use super::{Due, Relay};
use crate::media::forward::allocate::{self, Choice, Fullness, Layer, Rank, SPATIAL, Verdict};
use crate::media::forward::cache::kept_for;
use crate::media::forward::leg::StreamId;
use crate::media::forward::pacer::LONGEST_WAIT;
use crate::media::outbox::Outbox;
use crate::media::peer::layer::Offered;
use crate::media::peer::publication::{Publication, Wanted};
use crate::media::peer::sdp::plan::MOST_LAYERS;
use crate::media::peer::slot::{Aim, Share, Slot};
use crate::media::peer::{Peer, PeerId};
use crate::media::plane::{MediaEvent, MediaRoom, PeerKey, Source};
use crate::media::room::Room;
use signaling::wire::{Pictures, SeatId, SourceKind};

pub(super) const SHARE_EVERY: Duration = Duration::from_millis(100);
/// A layer is stopped only after nobody has wanted it for so long: beginning it again costs a key frame.
const STOPS_AFTER: Duration = Duration::from_secs(3);
/// A section nothing was said of counts as shown in full.
const FULL_HEIGHT: u16 = 1080;
/// What a narrow line carries is kept for so long: until it was thrown away, and half as long again, for a key frame writes
/// in one go over what is younger.
const WAITS: Duration = Duration::from_millis(LONGEST_WAIT.as_millis() as u64 * 3 / 2);

type Layers = [Option<Offered>; MOST_LAYERS];

/// What a room's sources offer, and whom to show first.
#[derive(Debug, Default)]
struct Offers {
    sources: FxHashMap<Source, Layers>,
    /// Who speaks, the loudest first, then who spoke last.
    voices: Vec<SeatId>,
    /// Of the receiver in turn: what its plan has first.
    first: Option<Source>,
}

/// Memory that is kept from one sharing out to the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    offers: Offers,
    peers: Vec<PeerId>,
    places: Vec<(usize, Layers)>,
    slots: Vec<allocate::Slot>,
    /// Streams that somebody is to receive; [`StreamId::default`] where any will do.
    wanted: Vec<(Source, StreamId)>,
    /// Streams that narrow lines carry.
    slow: Vec<StreamId>,
    events: Vec<MediaEvent>,
}

impl Relay {
    pub(super) fn share_out(&mut self, now: Instant, room: MediaRoom, out: &mut Outbox) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.peers.clear();
        if let Some(found) = self.rooms.get(&room) {
            scratch.peers.extend(found.peers());
            scratch.offers.voices.clear();
            scratch.offers.voices.extend(found.voices());
            self.gather_offers(now, &mut scratch);
            for at in 0..scratch.peers.len() {
                let id = scratch.peers[at];
                let seat = self.peers.get(&id).map(|peer| peer.key.seat);
                let room_now = self.rooms.get(&room);
                scratch.offers.first = seat.and_then(|seat| room_now?.first_picture(seat));
                let changed = self.guard(now, id, out, |peer, _| share(now, peer, &mut scratch));
                if let (Some(Some(pictures)), Some(key)) = (changed, self.peers.get(&id).map(|peer| peer.key))
                {
                    self.tell(now, room, MediaEvent::Pictures(key, pictures));
                }
                self.begin_awaited(now, room, id, &scratch.offers, out);
                self.settle(now, id, out);
            }
            self.fit_caches(&mut scratch);
            self.tell_wanted(now, room, &mut scratch);
            self.timers.arm(Due::Share(room.0), now + SHARE_EVERY);
        }
        self.scratch = scratch;
    }

    fn gather_offers(&mut self, now: Instant, scratch: &mut Scratch) {
        scratch.offers.sources.clear();
        for id in &scratch.peers {
            let Some(peer) = self.peers.get_mut(id) else { continue };
            let (seat, since) = (peer.key.seat, peer.publications.since(now));
            for publication in peer.publications.sources_mut() {
                let kind = publication.section.kind;
                if kind != SourceKind::Microphone {
                    scratch.offers.sources.insert(Source { seat, kind }, publication.offered(since, *id));
                }
            }
        }
    }

    /// Has every picture that waits for its first frame, or its next still, begin.
    fn begin_awaited(
        &mut self,
        now: Instant,
        room: MediaRoom,
        id: PeerId,
        offers: &Offers,
        out: &mut Outbox,
    ) {
        let slots = self.peers.get(&id).map_or(0, |peer| peer.slots.len());
        for at in 0..slots {
            let Some(slot) = self.peers.get(&id).and_then(|peer| peer.slots.get(at)) else { return };
            let Some(source) = slot.source().filter(|source| offers.sources.contains_key(source)) else {
                continue;
            };
            let waits = slot.awaited().filter(|_| slot.flowing().is_none());
            let wanted = slot.still_due(now).or(slot.awaited());
            let begun = waits.is_some_and(|stream| self.catch_up(now, (id, at), source, stream, out));
            if !begun {
                self.want_key_frame(now, room, source, wanted, out);
            }
        }
    }

    /// Has every source keep its packets for as long as the farthest of its room may ask for them, and what a narrow line
    /// carries for as long as that may wait, within the bound it has.
    fn fit_caches(&mut self, Scratch { peers, slow, .. }: &mut Scratch) {
        let found = || peers.iter().filter_map(|id| self.peers.get(id));
        let longest = found().filter_map(|peer| peer.downlink.round_trip()).max().unwrap_or(Duration::MAX);
        let narrow = found().filter(|peer| peer.downlink.is_narrow()).flat_map(|peer| &peer.slots);
        slow.clear();
        slow.extend(narrow.flat_map(|slot| [slot.aimed(), slot.flowing()]).flatten());
        for id in peers.iter() {
            let sources = self.peers.get_mut(id).into_iter().flat_map(|peer| peer.publications.sources_mut());
            for layer in sources.flat_map(|source| &mut source.layers) {
                let waits = layer.stream(*id).is_some_and(|stream| slow.contains(&stream));
                layer.keep_for(if waits { WAITS } else { kept_for(longest) }); // which is less
            }
        }
    }

    /// Tells publishers which layers somebody receives. More at once, less after a while.
    fn tell_wanted(&mut self, now: Instant, room: MediaRoom, scratch: &mut Scratch) {
        let Scratch { peers, wanted, events, .. } = scratch;
        wanted.clear();
        for slot in peers.iter().filter_map(|id| self.peers.get(id)).flat_map(|peer| &peer.slots) {
            if let Some(source) = slot.source() {
                let any = slot.is_open().then(StreamId::default);
                let streams = [slot.aimed(), slot.flowing(), slot.awaited(), any];
                wanted.extend(streams.into_iter().flatten().map(|stream| (source, stream)));
            }
        }
        // The recorder takes the largest layer that flows, and sees to it that the smallest does.
        let recorded = self.rooms.get(&room).into_iter().flat_map(Room::recorded_pictures);
        let smallest = |source| self.smallest(room, source).unwrap_or_default();
        wanted.extend(recorded.map(|source| (source, smallest(source))));
        for id in peers {
            let Some(peer) = self.peers.get_mut(id) else { continue };
            let (key, since) = (peer.key, peer.publications.since(now));
            for publication in peer.publications.sources_mut() {
                let kind = publication.section.kind;
                if kind != SourceKind::Microphone {
                    let source = Source { seat: key.seat, kind };
                    let streams = || wanted.iter().filter(|(of, _)| *of == source).map(|(_, stream)| *stream);
                    let layers = layers_in(publication, *id, since, streams);
                    events.extend(news(now, publication, key, streams().next().is_some(), layers));
                }
            }
        }
        for event in events.drain(..) {
            self.tell(now, room, event);
        }
    }
}

/// Which of a source's layers somebody receives, a bit each; each layer is told.
fn layers_in<I: Iterator<Item = StreamId>>(
    publication: &mut Publication,
    owner: PeerId,
    since: Duration,
    wanted: impl Fn() -> I,
) -> u8 {
    let mut layers = 0;
    for (at, layer) in publication.layers.iter_mut().enumerate() {
        let somebody = layer.stream(owner).is_some_and(|stream| wanted().any(|wanted| wanted == stream));
        layer.want(since, somebody);
        layers |= u8::from(somebody) << at;
    }
    layers
}

/// What its publisher is to be told, if anything.
fn news(
    now: Instant,
    publication: &mut Publication,
    peer: PeerKey,
    anybody: bool,
    layers: u8,
) -> Option<MediaEvent> {
    told(now, &mut publication.told, anybody, layers).then(|| {
        let names = publication.section.layers.iter().enumerate();
        let layers = names.filter(|(at, _)| layers & (1 << at) != 0).map(|(_, name)| name.clone()).collect();
        MediaEvent::Wanted { peer, kind: publication.section.kind, anybody, layers }
    })
}

/// Whether to tell what is wanted now.
fn told(now: Instant, told: &mut Wanted, anybody: bool, layers: u8) -> bool {
    let more = (anybody && !told.anybody) || layers & !told.layers != 0;
    let less = (told.anybody && !anybody) || told.layers & !layers != 0;
    if !more && less {
        let since = *told.less_since.get_or_insert(now);
        if now.saturating_duration_since(since) < STOPS_AFTER {
            return false;
        }
    }
    if !more && !less {
        told.less_since = None;
        return false;
    }
    *told = Wanted { anybody, layers, less_since: None };
    true
}

/// Shares a receiver's line out; the word for what it carries of the pictures, if that changed.
fn share(now: Instant, peer: &mut Peer, scratch: &mut Scratch) -> Option<Pictures> {
    let Scratch { offers, places, slots, .. } = scratch;
    places.clear();
    slots.clear();
    let (estimate, sound) = peer.budget(now);
    let since = peer.downlink.since(now);
    let kept = peer.downlink.round_trip().map(kept_for);
    admit_voices(now, peer, &offers.voices);
    for (at, slot) in peer.slots.iter_mut().enumerate() {
        kept.into_iter().for_each(|time| slot.remember(time));
        let Some((source, layers)) = slot.source().and_then(|s| Some((s, offers.sources.get(&s)?))) else {
            continue;
        };
        let rank = rank(source, offers);
        slot.important = rank != Rank::Tile;
        let shown = peer.tiles.get(&slot.section.mid).copied().unwrap_or(FULL_HEIGHT);
        let Share { choice, memory } = slot.share;
        slots.push(allocate::Slot { rank, shown, layers: layers.map(to_share), choice, memory });
        places.push((at, *layers));
    }
    let verdict = allocate::allocate(since, estimate, sound, slots);
    for ((at, layers), shared) in places.iter().zip(&*slots) {
        if let Some(slot) = peer.slots.get_mut(*at) {
            aim(slot, layers, shared);
        }
    }
    let verdict = if slots.is_empty() { Verdict { fullness: Fullness::Full, ..verdict } } else { verdict };
    peer.downlink.shared(now, &verdict).then(|| word(verdict.fullness))
}

/// A narrow line carries the voices that it bears, whole: a word of everybody's is no use to anybody.
fn admit_voices(now: Instant, peer: &mut Peer, voices: &[SeatId]) {
    let most = peer.downlink.voices(now);
    let all = most == usize::MAX;
    let heard = |slot: &Slot| slot.source().filter(|source| source.kind == SourceKind::Microphone);
    let place = |seat| voices.iter().position(|voice| *voice == seat).unwrap_or(usize::MAX);
    for at in 0..peer.slots.len() {
        let Some(source) = heard(&peer.slots[at]) else { continue };
        let louder =
            peer.slots.iter().filter_map(heard).filter(|other| place(other.seat) < place(source.seat));
        let admitted = all || louder.count() < most;
        peer.slots[at].admit_voice(admitted);
    }
}

fn rank(source: Source, offers: &Offers) -> Rank {
    if source.kind == SourceKind::Screen {
        Rank::Screen
    } else if offers.voices.first() == Some(&source.seat) {
        Rank::Speaker
    } else if offers.first == Some(source) {
        Rank::Presider
    } else {
        Rank::Tile
    }
}

fn to_share(offered: Option<Offered>) -> Layer {
    let Some(offered) = offered else { return Layer::default() };
    Layer { height: offered.height, rates: offered.rates }
}

/// Puts a choice into force.
fn aim(slot: &mut Slot, layers: &Layers, shared: &allocate::Slot) {
    let stream = |at: u8| layers.get(usize::from(at)).copied().flatten().map(|layer| layer.stream);
    let nothing_offered = layers.iter().all(Option::is_none);
    let (aim, temporal) = match shared.choice {
        Choice::Off if nothing_offered => return, // it has yet to come
        Choice::Off => (Aim::Nothing, 0),
        Choice::Still => (stream(0).map_or(Aim::Nothing, Aim::Stills), 0),
        Choice::Layer { spatial, temporal } => {
            (stream(spatial).map_or(Aim::Nothing, Aim::Stream), highest(layers, spatial, temporal))
        }
    };
    let less = shared.choice < slot.share.choice;
    slot.share = Share { choice: shared.choice, memory: shared.memory };
    slot.aim(aim, temporal, less);
}

/// The temporal layers of a layer that has no more need no limit, whatever it begins to have.
fn highest(layers: &Layers, spatial: u8, temporal: u8) -> u8 {
    let offered = layers.get(usize::from(spatial)).copied().flatten();
    let all = offered.is_none_or(|layer| temporal + 1 >= layer.temporal);
    if all { u8::MAX } else { temporal }
}

pub(super) fn word(fullness: Fullness) -> Pictures {
    match fullness {
        Fullness::SoundOnly => Pictures::SoundOnly,
        Fullness::Stills => Pictures::Stills,
        Fullness::Reduced => Pictures::Reduced,
        Fullness::Full => Pictures::Full,
    }
}

const _: () = assert!(SPATIAL == MOST_LAYERS);
