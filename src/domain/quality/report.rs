//! The report on one seat's connection over a hearing. It is stored and shown with the hearing.

use super::{Carrier, DropReason, LineWord, Look, Pictures, Tally};
use crate::domain::{Timestamp, ids::SeatId};

/// How a seat's line fared over a hearing. Kept with the hearing; nothing in it tells who sat there or what
/// was said. Looks come a few seconds apart: shares of time are exact to one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatReport {
    pub seat: SeatId,
    pub began_at: Timestamp,
    pub until: Timestamp,
    /// Milliseconds of each word.
    pub words: Tally<LineWord>,
    /// Milliseconds of each, while pictures were there to be shown.
    pub pictures: Tally<Pictures>,
    /// Milliseconds on each way.
    pub carriers: Tally<Carrier>,
    /// Milliseconds of each layer as the largest received.
    pub layers: Tally<u8>,
    /// Looks by round trip in milliseconds, rounded.
    pub round_trips: Tally<u32>,
    /// Times that the seat was lost.
    pub drops: Tally<DropReason>,
    /// Milliseconds until it came back.
    pub away: Tally<DropReason>,
    /// Times that sound and picture were lost while the page was still there.
    pub media_drops: Tally<DropReason>,
    pub lost_up: Rate,
    pub lost_down: Rate,
    pub concealed: Rate,
    /// Times that pictures stood still.
    pub freezes: u64,
    /// The longest time without a break in which the line was poor or broken.
    pub worst: Option<Stretch>,
}

/// A share per thousand, over many looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    pub sum: u64,
    pub looks: u64,
    pub most: u16,
}

/// A time that lasted: when it began, and how many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: Timestamp,
    pub millis: u64,
}

impl Rate {
    pub fn add(&mut self, share: u16) {
        self.sum = self.sum.saturating_add(share.into());
        self.looks += 1;
        self.most = self.most.max(share);
    }

    /// Per thousand.
    #[must_use]
    pub fn mean(self) -> Option<u16> {
        self.sum.checked_div(self.looks).map(|mean| u16::try_from(mean).unwrap_or(u16::MAX))
    }
}

impl SeatReport {
    #[must_use]
    pub fn new(seat: SeatId, began_at: Timestamp) -> Self {
        Self {
            seat,
            began_at,
            until: began_at,
            words: Tally::default(),
            pictures: Tally::default(),
            carriers: Tally::default(),
            layers: Tally::default(),
            round_trips: Tally::default(),
            drops: Tally::default(),
            away: Tally::default(),
            media_drops: Tally::default(),
            lost_up: Rate::default(),
            lost_down: Rate::default(),
            concealed: Rate::default(),
            freezes: 0,
            worst: None,
        }
    }

    /// Adds a look that stands for the `millis` before `now`; `word` is what was shown for it.
    pub fn add(&mut self, look: &Look, word: LineWord, now: Timestamp, millis: u64) {
        self.until = self.until.max(now);
        self.words.add(word, millis);
        if let Some(pictures) = look.pictures {
            self.pictures.add(pictures, millis);
        }
        if let Some(carrier) = look.carrier {
            self.carriers.add(carrier, millis);
        }
        if let Some(layer) = look.layer {
            self.layers.add(layer, millis);
        }
        if let Some(millis) = look.round_trip_ms {
            self.round_trips.add(rounded(millis), 1);
        }
        let rates = [
            (&mut self.lost_up, look.lost_up),
            (&mut self.lost_down, look.lost_down),
            (&mut self.concealed, look.concealed),
        ];
        for (rate, share) in rates {
            if let Some(share) = share {
                rate.add(share);
            }
        }
        self.freezes = self.freezes.saturating_add(look.freezes.into());
    }

    /// The line has been poor or broken from `from` until `now`.
    pub fn bad_since(&mut self, from: Timestamp, now: Timestamp) {
        let millis = u64::try_from(now.0 - from.0).unwrap_or(0);
        if millis > self.worst.map_or(0, |worst| worst.millis) {
            self.worst = Some(Stretch { from, millis });
        }
    }

    /// A loss was counted under `seen`; now it is known to have been `known`, and to have lasted `millis`.
    pub fn explain(&mut self, seen: DropReason, known: DropReason, millis: u64) {
        self.drops.take(seen, 1);
        self.drops.add(known, 1);
        self.away.take(seen, millis);
        self.away.add(known, millis);
    }
}

/// As fine as people speak of it: few values, so that a report stays short.
const fn rounded(millis: u32) -> u32 {
    let step = match millis {
        0..200 => 10,
        200..1000 => 50,
        _ => 500,
    };
    let near = millis.saturating_add(step / 2) / step * step;
    if near > 10_000 { 10_000 } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quality::Link;
    use uuid::Uuid;

    const BEGIN: Timestamp = Timestamp(1_000_000);

    fn report() -> SeatReport {
        SeatReport::new(SeatId(Uuid::from_u128(1)), BEGIN)
    }

    #[test]
    fn looks_add_up() {
        let mut report = report();
        let good = Look {
            link: Link::Through,
            round_trip_ms: Some(42),
            lost_up: Some(10),
            pictures: Some(Pictures::Full),
            carrier: Some(Carrier::Udp),
            layer: Some(2),
            ..Look::default()
        };
        let poor = Look {
            lost_up: Some(110),
            pictures: Some(Pictures::SoundOnly),
            carrier: Some(Carrier::TurnTls),
            layer: None,
            freezes: 2,
            ..good
        };
        report.add(&good, LineWord::Good, BEGIN.plus_millis(3000), 3000);
        report.add(&good, LineWord::Good, BEGIN.plus_millis(6000), 3000);
        report.add(&poor, LineWord::Poor, BEGIN.plus_millis(9000), 3000);
        assert_eq!(report.words.to_string(), "good:6000,poor:3000");
        assert_eq!(report.pictures.to_string(), "full:6000,sound_only:3000");
        assert_eq!(report.carriers.to_string(), "udp:6000,turn_tls:3000");
        assert_eq!(report.layers.to_string(), "2:6000");
        assert_eq!(report.round_trips.to_string(), "40:3");
        assert_eq!((report.lost_up.mean(), report.lost_up.most), (Some(43), 110));
        assert_eq!((report.lost_down.mean(), report.freezes), (None, 2));
        assert_eq!(report.until, BEGIN.plus_millis(9000));
    }

    #[test]
    fn the_worst_stretch_is_the_longest() {
        let mut report = report();
        for (from, until, worst) in [(0, 3000, (0, 3000)), (0, 6000, (0, 6000)), (20_000, 23_000, (0, 6000))]
        {
            report.bad_since(Timestamp(from), Timestamp(until));
            let (from, millis) = worst;
            assert_eq!(report.worst, Some(Stretch { from: Timestamp(from), millis }));
        }
    }

    #[test]
    fn a_loss_explained_later_is_counted_once() {
        let mut report = report();
        report.drops.add(DropReason::Network, 2);
        report.away.add(DropReason::Network, 9000);
        report.explain(DropReason::Network, DropReason::BrowserKilled, 5000);
        assert_eq!(report.drops.to_string(), "network:1,browser_killed:1");
        assert_eq!(report.away.to_string(), "network:4000,browser_killed:5000");
    }

    #[test]
    fn round_trips_are_told_as_people_tell_them() {
        for (exact, told) in
            [(0, 0), (4, 0), (5, 10), (42, 40), (204, 200), (880, 900), (1700, 1500), (60_000, 10_000)]
        {
            assert_eq!(rounded(exact), told, "{exact}");
        }
    }
}
