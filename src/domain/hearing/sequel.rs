//! The next session of a hearing: which one continues it, and what it takes over.

use super::{CheckIn, Hearing, Outcome, Seat, StageName, place_among_petitioners};
use crate::domain::ids::SeatId;

/// The hearing that goes on with `hearing`, among `all` of its petition: the one its outcome names, or the newest that
/// was scheduled to and was not called off. One that its outcome names stays it, called off, until another comes in its
/// place.
#[must_use]
pub fn sequel<'a>(hearing: &Hearing, outcome: Option<&Outcome>, all: &'a [Hearing]) -> Option<&'a Hearing> {
    let named = outcome.and_then(|outcome| outcome.next);
    let named = all.iter().find(|later| Some(later.id) == named);
    let newest = || {
        all.iter().filter(|later| later.goes_on_with(hearing)).max_by_key(|later| (later.starts_at, later.id))
    };
    named.filter(|later| !later.was_called_off()).or_else(newest).or(named)
}

impl Hearing {
    /// Whether it is the next session of `earlier`: one that was called off is not.
    #[must_use]
    pub fn goes_on_with(&self, earlier: &Self) -> bool {
        self.continues == Some(earlier.id) && !self.was_called_off()
    }

    const fn was_called_off(&self) -> bool {
        matches!(self.stage.name(), StageName::Cancelled | StageName::NoShow)
    }

    /// Whether another session may go on with it: it has begun at least, or will never.
    #[must_use]
    pub const fn may_be_continued(&self) -> bool {
        use StageName as S;
        let stage = self.stage.name();
        stage.is_over()
            || matches!(stage, S::InSession | S::Paused | S::Suspended | S::MinutesReview | S::Signing)
    }

    /// A name hidden by order stays hidden in the next session: the order was for the matter, and a plate that shows it
    /// once has shown it for good. Says how many plates that are.
    pub(super) fn take_masks_of(&mut self, earlier: &Self) -> usize {
        let hidden = |seat: &Seat| {
            earlier.seats.iter().any(|before| before.is_masked() && before.occupant.is_same(&seat.occupant))
        };
        let places: Vec<_> = (self.seats.iter().enumerate())
            .filter(|(_, seat)| hidden(seat))
            .map(|(index, seat)| (index, place_among_petitioners(&self.seats, seat.id)))
            .collect();
        for (index, place) in &places {
            self.seats[*index].mask(*place);
        }
        places.len()
    }
}

/// (helper, whom it helps) in `next`, of those who had both their seats in `earlier` already.
#[must_use]
pub fn helpers(earlier: &Hearing, check_ins: &[CheckIn], next: &Hearing) -> Vec<(SeatId, SeatId)> {
    let same = |id| next.seat_of_same(earlier.seat(id)?).map(|seat| seat.id);
    check_ins.iter().filter_map(|known| Some((same(known.seat)?, same(known.helps?)?))).collect()
}

#[cfg(test)]
#[path = "sequel_tests.rs"]
mod tests;
