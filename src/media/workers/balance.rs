//! Decides when a room is moved to another worker: seldom, and only where it helps.

use std::time::Duration;

use crate::media::peer::ice::WorkerId;

/// Between two looks.
pub const LOOKS_EVERY: Duration = Duration::from_secs(2);
/// In cores. Less is not worth a move: rooms end by themselves.
const UNEVEN: f32 = 0.4;
/// Looks in a row that must find the same two workers uneven: 10 s.
const LOOKS: u32 = 5;

/// A room that has to go from one worker to another; it should take half of `difference` along.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uneven {
    pub from: WorkerId,
    pub to: WorkerId,
    /// What `from` works, in cores.
    pub share: f32,
    pub difference: f32,
}

/// What earlier looks saw: only what stays uneven has a room moved.
#[derive(Debug, Default)]
pub struct Balance {
    seen: Option<(WorkerId, WorkerId)>,
    looks: u32,
}

impl Balance {
    /// Looks at what every worker works, in cores.
    pub fn look(&mut self, shares: &[f32]) -> Option<Uneven> {
        let workers = (0_u8..).map(WorkerId).zip(shares.iter().copied());
        let (from, share) = workers.clone().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let (to, least) = workers.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let difference = share - least;
        if difference <= UNEVEN {
            *self = Self::default();
            return None;
        }
        if self.seen != Some((from, to)) {
            *self = Self { seen: Some((from, to)), looks: 0 };
        }
        self.looks += 1;
        if self.looks < LOOKS {
            return None;
        }
        *self = Self::default();
        Some(Uneven { from, to, share, difference })
    }
}

impl Uneven {
    /// Which of the rooms on the full worker goes: the one whose seats come nearest to half the difference. None if
    /// any would make it no better.
    pub fn choose<R>(&self, rooms: impl IntoIterator<Item = (R, usize)>) -> Option<R> {
        let rooms: Vec<(R, usize)> = rooms.into_iter().collect();
        let all: usize = rooms.iter().map(|(_, seats)| seats).sum();
        let weight = |seats: usize| self.share * seats as f32 / all.max(1) as f32;
        let off = |seats: usize| (weight(seats) - self.difference / 2.0).abs();
        let helps = |seats: usize| seats > 0 && weight(seats) < self.difference * 0.95;
        let helpful = rooms.into_iter().filter(|(_, seats)| helps(*seats));
        helpful.min_by(|a, b| off(a.1).total_cmp(&off(b.1))).map(|(room, _)| room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_uneven_for_ten_seconds_is_evened_out() {
        let (even, uneven, other) = ([0.5, 0.2, 0.3], [0.9, 0.3, 0.4], [0.2, 0.3, 0.9]);
        for (looks, moves) in [
            (vec![uneven; 5], true),
            (vec![uneven; 4], false),
            (vec![even; 9], false),
            (vec![uneven, uneven, even, uneven, uneven, uneven], false),
            (vec![uneven, uneven, other, uneven, uneven, uneven], false),
        ] {
            let mut balance = Balance::default();
            let moved = looks.iter().filter_map(|shares| balance.look(shares)).next();
            assert_eq!(
                moved.map(|uneven| (uneven.from.0, uneven.to.0)),
                moves.then_some((0, 1)),
                "{looks:?}"
            );
        }
        assert_eq!(Balance::default().look(&[]), None);
    }

    #[test]
    fn the_room_that_goes_takes_half_of_the_difference_along() {
        let uneven = |share, difference| Uneven { from: WorkerId(0), to: WorkerId(1), share, difference };
        for (uneven, rooms, expected) in [
            (uneven(0.8, 0.6), vec![('a', 10), ('b', 6), ('c', 1)], Some('b')),
            (uneven(0.9, 0.9), vec![('a', 10)], None), // it would be as full there
            (uneven(0.9, 0.9), vec![('a', 10), ('b', 4), ('c', 3)], Some('a')),
            (uneven(0.9, 0.5), vec![('a', 0)], None), // the load is not its
            (uneven(0.9, 0.5), vec![], None),
        ] {
            assert_eq!(uneven.choose(rooms.clone()), expected, "{uneven:?} {rooms:?}");
        }
    }
}
