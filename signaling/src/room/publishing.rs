//! Sources that are on, off or muted, and who receives them.

use super::{
    Room,
    io::{Conn, Output, Routes, Ruling, Source, Verdict},
    seat::{Life, Seat},
    slots::{self, Candidate},
};
use crate::{
    refusal::Refusal,
    wire::{OfferedReceiver, OfferedSource, RefusalCode, SeatId, SourceKind, TalkId},
};
use std::{cmp::Reverse, collections::BTreeMap};

impl Room {
    pub(super) fn set_source(&mut self, id: SeatId, kind: SourceKind, on: bool) -> Ruling {
        if on && kind == SourceKind::Screen && self.shows_screen_besides(id) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "another screen is shown"));
        }
        self.known(id)?.sources.entry(kind).or_default().on = Some(on);
        Ok(Verdict::Done)
    }

    /// One screen at a time is large enough to be read. Nobody is told what is shown in a place they are not in.
    fn shows_screen_besides(&self, id: SeatId) -> bool {
        let place = self.seat(id).and_then(|seat| seat.talk);
        let besides = |seat: &Seat| seat.setup.id != id && seat.talk == place;
        self.seats.iter().any(|seat| besides(seat) && seat.sends(SourceKind::Screen))
    }

    /// Whose screen is shown at the table, or in a private talk, stays; one that would flow again beside it (heard again,
    /// unmuted, back with its rights) is off by now, and its owner sees that.
    pub(super) fn keep_one_screen(&mut self) {
        let showing: Vec<(Option<TalkId>, SeatId)> = self
            .seats
            .iter()
            .filter(|seat| seat.sends(SourceKind::Screen))
            .map(|seat| (seat.talk, seat.setup.id))
            .collect();
        let (known, new): (Vec<_>, Vec<_>) =
            showing.into_iter().partition(|(_, id)| self.shown.screens.contains(id));
        let mut kept = BTreeMap::new();
        for (place, id) in known.into_iter().chain(new) {
            kept.entry(place).or_insert(id);
        }
        for seat in &mut self.seats {
            if seat.sends(SourceKind::Screen) && kept.get(&seat.talk) != Some(&seat.setup.id) {
                seat.sources.entry(SourceKind::Screen).or_default().on = Some(false);
            }
        }
        self.shown.screens = kept.into_values().collect();
    }

    pub(super) fn mute(&mut self, by: SeatId, id: SeatId, kind: SourceKind, muted: bool) -> Ruling {
        // Who was given the floor need not wait to be unmuted, nor whose microphone they speak into.
        let speaks = self.floor_and_carrier().contains(&Some(by));
        let own_word = id == by && !muted && kind == SourceKind::Microphone && speaks;
        if !own_word {
            self.must_preside(by)?;
        }
        self.known(id)?.sources.entry(kind).or_default().muted = muted;
        Ok(Verdict::Done)
    }

    /// Every microphone but that of who asks, also of those who have yet to come.
    pub(super) fn mute_all(&mut self, by: SeatId, muted: bool) -> Ruling {
        self.must_preside(by)?;
        for seat in self.seats.iter_mut().filter(|seat| seat.setup.id != by) {
            seat.sources.entry(SourceKind::Microphone).or_default().muted = muted;
        }
        Ok(Verdict::Done)
    }

    /// An offer was answered. In the lobby too: a seat that is admitted then hears and is heard at once.
    pub(super) fn offered(
        &mut self,
        now: i64,
        id: SeatId,
        conn: Option<Conn>,
        peer: u32,
        sources: &[OfferedSource],
        receivers: Vec<OfferedReceiver>,
    ) {
        let screen = sources.iter().any(|source| source.kind == SourceKind::Screen);
        let taken = screen && self.shows_screen_besides(id);
        let Some(seat) = self.seat_mut(id) else { return };
        let known = seat.peer.as_ref().map(|known| known.number);
        let lives = seat.lost_peer.is_none_or(|lost| lost < peer);
        if seat.conn() == conn && !seat.place.is_closed() && lives && known <= Some(peer) {
            if taken {
                seat.sources.entry(SourceKind::Screen).or_default().on = Some(false);
            }
            seat.describe_peer(peer, sources, receivers, conn.is_none().then_some(now));
        } else if known != Some(peer) {
            // Removed, left, replaced or lost while the offer was answered: nobody is there to use it.
            // The media plane has ended an earlier one for its sake.
            seat.peer.take_if(|known| known.number < peer);
            self.out(Output::HangUp { seat: id, peer });
        }
    }

    pub(super) fn peer_is(&mut self, id: SeatId, number: u32, life: Life) {
        let peer = self.seat_mut(id).and_then(|seat| seat.peer.as_mut());
        if let Some(peer) = peer.filter(|peer| peer.number == number) {
            peer.life = life;
        }
    }

    pub(super) fn peer_lost(&mut self, id: SeatId, number: u32) {
        if let Some(seat) = self.seat_mut(id) {
            seat.lost_peer = seat.lost_peer.max(Some(number));
            seat.peer.take_if(|peer| peer.number <= number); // an earlier one has ended for its sake
        }
    }

    /// What flows to each seat whose peer connection is heard, after giving sources their sections.
    pub(super) fn routes(&mut self) -> Vec<Routes> {
        let (ranked, reach) = (self.ranked_sources(), self.reach());
        self.seats
            .iter_mut()
            .filter_map(|seat| {
                let (id, attends) = (seat.setup.id, seat.grants().attend);
                let peer = seat.peer.as_mut().filter(|peer| peer.is_heard())?;
                let others: Vec<Candidate> = if attends {
                    let there = |c: &&Candidate| c.source.seat != id && reach.lets(c.source, id);
                    ranked.iter().filter(there).copied().collect()
                } else {
                    Vec::new()
                };
                slots::assign(&mut peer.sections, &others);
                let flows = |source: Source| others.iter().any(|c| c.active && c.source == source);
                let slots = peer.sections.iter().filter_map(|section| {
                    let source = section.holds.filter(|held| flows(*held))?;
                    Some((section.mid.clone(), source))
                });
                let mut slots: Vec<_> = slots.collect();
                slots.sort_by_key(|(_, source)| others.iter().position(|c| c.source == *source));
                Some(Routes { receiver: id, slots })
            })
            .collect()
    }

    /// Who signs first: whoever reads hands has nothing else. Then screens, then whom presiding shows, who spoke last, who
    /// presides, who has the floor, who must be there, the rest: a player
    /// with one section of each kind follows the word.
    fn ranked_sources(&self) -> Vec<Candidate> {
        let floor = self.floor_and_carrier();
        let of_seat = |seat: &Seat| {
            let spoke = self.spoke_last.iter().rev().position(|id| *id == seat.setup.id);
            let shown = self.shown.spotlight == Some(seat.setup.id);
            let has_floor = floor.contains(&Some(seat.setup.id));
            let seat_rank = (shown, spoke, seat.setup.presides, has_floor, seat.setup.mandatory);
            seat.sources
                .keys()
                .filter(|kind| seat.offers(**kind))
                .map(|kind| {
                    let source = Source { seat: seat.setup.id, kind: *kind };
                    let signs = *kind == SourceKind::Camera && seat.setup.apart.signs();
                    let rank = (signs, *kind == SourceKind::Screen, seat_rank);
                    (Reverse(rank), Candidate { source, active: seat.sends(*kind) })
                })
                .collect::<Vec<_>>()
        };
        let mut ranked: Vec<_> = self.seats.iter().flat_map(of_seat).collect();
        ranked.sort_by_key(|(rank, _)| *rank); // stable: equals stay in the order of the table
        ranked.into_iter().map(|(_, candidate)| candidate).collect()
    }

    pub(super) fn speak(&mut self, loudest_first: Vec<SeatId>) {
        self.speaking = loudest_first;
        let at_table = |id: &SeatId| self.at_table_aloud(*id);
        if let Some(loudest) = self.heard_speakers().into_iter().find(at_table) {
            self.spoke_last.retain(|id| *id != loudest);
            self.spoke_last.insert(0, loudest);
            self.spoke_last.truncate(2);
        }
    }

    /// Those of the measured speakers whose sound is heard by anybody.
    pub(super) fn heard_speakers(&self) -> Vec<SeatId> {
        let heard = |id: &SeatId| self.seat(*id).is_some_and(|seat| seat.sends(SourceKind::Microphone));
        self.speaking.iter().copied().filter(heard).collect()
    }
}
