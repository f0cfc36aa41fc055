//! What is shown of the exhibits, to whom, and how far it has come.
//!
//! **Invariant:** a seat is told of what is shown only while it attends at the table, is among those it is shown to, and
//! the record knows that it was shown it ([`Room::clear_viewers`]). Who is in a private talk attends there and not here.

use super::{
    Room,
    io::{Ruling, Verdict},
    seat::Seat,
};
use crate::{
    refusal::Refusal,
    wire::{ExhibitId, ExhibitNews, Playback, RefusalCode, SeatId, ServerMessage, ShownView, Spot},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a seat may ask of the one exhibit that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShowAsk {
    /// `brought_by` may turn and point as well.
    Show {
        exhibit: ExhibitId,
        brought_by: Option<SeatId>,
        seats: Option<Vec<SeatId>>,
    },
    Hide,
    Turn {
        page: u32,
    },
    Play {
        playing: bool,
        at_ms: u32,
    },
    Point {
        at: Option<Spot>,
    },
}

#[derive(Debug, Default)]
pub(super) struct Exhibits {
    shown: Option<Shown>,
    /// To each seat's connection: forgotten when a new one is welcomed.
    told: BTreeMap<SeatId, ShownView>,
}

#[derive(Debug)]
struct Shown {
    exhibit: ExhibitId,
    brought_by: Option<SeatId>,
    /// None is everybody who attends.
    to: Option<BTreeSet<SeatId>>,
    /// The record knows that they are shown it.
    cleared: BTreeSet<SeatId>,
    page: u32,
    playback: Option<Playback>,
}

impl Shown {
    /// Whether it is meant for this seat now.
    fn is_for(&self, seat: &Seat) -> bool {
        let among = self.to.as_ref().is_none_or(|to| to.contains(&seat.setup.id));
        among && seat.at_table() && seat.talk.is_none() && seat.grants().attend
    }

    fn reaches(&self, seat: &Seat) -> bool {
        self.is_for(seat) && self.cleared.contains(&seat.setup.id)
    }

    fn leads(&self, seat: &Seat) -> bool {
        seat.grants().present || (self.brought_by == Some(seat.setup.id) && self.reaches(seat))
    }

    fn view(&self, seat: &Seat) -> ShownView {
        ShownView {
            exhibit: self.exhibit,
            seats: self.to.as_ref().map(|to| to.iter().copied().collect()),
            page: self.page,
            playback: self.playback,
            leads: self.leads(seat),
        }
    }
}

impl Exhibits {
    pub fn welcome(&mut self, seat: SeatId) {
        self.told.remove(&seat);
    }

    /// Nothing is shown any more.
    pub fn put_away(&mut self) {
        self.shown = None;
    }
}

impl Room {
    pub(super) fn show(&mut self, now: i64, by: SeatId, ask: ShowAsk) -> Ruling {
        match ask {
            ShowAsk::Show { exhibit, brought_by, seats } => {
                self.must_present(by)?;
                for seat in seats.iter().flatten() {
                    self.known(*seat)?;
                }
                // Who shows it sees it.
                let to = seats.map(|seats| seats.into_iter().chain([by]).collect());
                let cleared = BTreeSet::new();
                self.exhibits.shown =
                    Some(Shown { exhibit, brought_by, to, cleared, page: 1, playback: None });
            }
            ShowAsk::Hide => {
                self.must_present(by)?;
                self.exhibits.shown = None;
            }
            ShowAsk::Turn { page } => self.led(by)?.page = page,
            ShowAsk::Play { playing, at_ms } => {
                self.led(by)?.playback = Some(Playback { playing, at_ms, since: now });
            }
            ShowAsk::Point { at } => {
                self.led(by)?;
                self.point(by, at);
            }
        }
        Ok(Verdict::Done)
    }

    fn must_present(&self, id: SeatId) -> Result<(), RefusalCode> {
        let presents = self.seat(id).is_some_and(|seat| seat.grants().present);
        if presents { Ok(()) } else { Err(RefusalCode::NotAllowed) }
    }

    /// What is shown, for who may lead through it.
    fn led(&mut self, by: SeatId) -> Result<&mut Shown, Refusal> {
        let leads = self.exhibits.shown.as_ref().zip(self.seat(by)).map(|(shown, seat)| shown.leads(seat));
        match (leads, &mut self.exhibits.shown) {
            (Some(true), Some(shown)) => Ok(shown),
            (None, _) | (_, None) => Err(Refusal::new(RefusalCode::WrongStage, "nothing is shown")),
            (Some(false), _) => Err(RefusalCode::NotAllowed.into()),
        }
    }

    /// Passed on and forgotten.
    fn point(&mut self, by: SeatId, at: Option<Spot>) {
        let others: Vec<SeatId> = self.exhibits.told.keys().copied().filter(|seat| *seat != by).collect();
        for seat in others {
            self.tell(seat, ServerMessage::Exhibit { news: ExhibitNews::Point { by, at } });
        }
    }

    /// Seats that are to be shown it and of which the record does not know yet.
    #[must_use]
    pub fn viewers_to_clear(&self) -> Option<(ExhibitId, Vec<SeatId>)> {
        let shown = self.exhibits.shown.as_ref()?;
        let due = |seat: &&Seat| shown.is_for(seat) && !shown.reaches(seat);
        let due: Vec<SeatId> = self.seats.iter().filter(due).map(|seat| seat.setup.id).collect();
        (!due.is_empty()).then_some((shown.exhibit, due))
    }

    /// The record knows that these seats are shown it: they are told.
    pub(super) fn clear_viewers(&mut self, exhibit: ExhibitId, seats: Vec<SeatId>) {
        if let Some(shown) = self.exhibits.shown.as_mut().filter(|shown| shown.exhibit == exhibit) {
            shown.cleared.extend(seats);
        }
    }

    pub(super) fn tell_shown(&mut self) {
        for at in 0..self.seats.len() {
            let seat = &self.seats[at];
            let id = seat.setup.id;
            if seat.conn().is_none() {
                continue;
            }
            let shown = self.exhibits.shown.as_ref().filter(|shown| shown.reaches(seat));
            let shown = shown.map(|shown| shown.view(seat));
            let was = match shown.clone() {
                Some(shown) => self.exhibits.told.insert(id, shown),
                None => self.exhibits.told.remove(&id),
            };
            if was != shown {
                self.tell(id, ServerMessage::Exhibit { news: ExhibitNews::Shown { shown } });
            }
        }
    }
}
