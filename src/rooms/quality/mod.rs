//! How the lines of a live hearing fare: what pages say and what the relay counts, as one word a seat, and
//! added up into the report that is kept with the hearing (docs/adr/0012). No clock: `now` is an argument.

mod counters;
mod measure;
mod now;
mod seat;

pub use now::LineNow;
pub use seat::MediaNews;

use crate::{
    domain::{
        Timestamp,
        quality::{DropReason, SeatReport},
    },
    media::plane::PeerStatistics,
};
use seat::SeatQuality;
use signaling::{
    room::Conn,
    wire::{LineQuality, SeatId, SeatLine},
};
use std::collections::{BTreeMap, HashMap};

/// Between two looks at a room's lines while anybody is connected. Milliseconds.
pub const LOOK_EVERY: i64 = 3_000;
/// Between two writes of the report: what a crash may cost. Shorter than an empty room lives, so that a
/// report older than that tells an orderly end from a crash. Milliseconds.
const KEEP_EVERY: i64 = 30_000;

/// The lines of one room.
#[derive(Debug)]
pub struct Quality {
    seats: BTreeMap<SeatId, SeatQuality>,
    /// The relay was asked and has not answered.
    looking: bool,
    looked_at: Timestamp,
    kept_at: Timestamp,
    /// Whose connection knows every seat's line; others are told all of them first.
    told: HashMap<SeatId, Conn>,
}

impl Quality {
    /// A room that opens, with what was kept of its hearing before.
    pub fn new(kept: Vec<SeatReport>, now: Timestamp) -> Self {
        let seat = |report: SeatReport| (report.seat.into(), SeatQuality::from_kept(report, now));
        Self {
            seats: kept.into_iter().map(seat).collect(),
            looking: false,
            looked_at: now,
            kept_at: now,
            told: HashMap::new(),
        }
    }

    fn seat(&mut self, seat: SeatId, now: Timestamp) -> &mut SeatQuality {
        self.seats.entry(seat).or_insert_with(|| SeatQuality::new(seat, now))
    }

    /// When to look next; none while the relay has not answered.
    pub fn look_at(&self, now: Timestamp) -> Option<Timestamp> {
        (!self.looking).then(|| self.looked_at.again(LOOK_EVERY, now))
    }

    /// Whether a look is due now; it counts as begun.
    pub fn begin_look(&mut self, now: Timestamp) -> bool {
        let due = self.look_at(now).is_some_and(|at| at <= now);
        if due {
            self.looking = true;
            self.looked_at = now;
        }
        due
    }

    /// What the relay answered, for these seats: true is connected, false is lost. Says whose line changed.
    pub fn look(
        &mut self,
        now: Timestamp,
        seats: &[(SeatId, bool)],
        statistics: Vec<PeerStatistics>,
    ) -> Vec<SeatLine> {
        self.looking = false;
        let mut newest: HashMap<SeatId, PeerStatistics> = HashMap::new();
        for peer in statistics {
            let known = newest.get(&peer.peer.seat).map(|known| known.peer.number);
            if known <= Some(peer.peer.number) {
                newest.insert(peer.peer.seat, peer);
            }
        }
        let mut changed = Vec::new();
        for (seat, here) in seats {
            let relay = newest.remove(seat);
            changed.extend(self.seat(*seat, now).look(now, *here, relay));
        }
        for (seat, quality) in &mut self.seats {
            if !seats.iter().any(|(watched, _)| watched == seat) {
                quality.unwatched(now);
            }
        }
        changed
    }

    /// Every line that is watched.
    pub fn lines(&self) -> Vec<SeatLine> {
        self.seats.values().filter_map(SeatQuality::line).collect()
    }

    /// Whether this connection knows all lines but the changed ones; it does from now on.
    pub fn knows(&mut self, seat: SeatId, conn: Conn) -> bool {
        self.told.insert(seat, conn) == Some(conn)
    }

    /// The seat may not see lines: when it may again, it is told all of them.
    pub fn forgets(&mut self, seat: SeatId) {
        self.told.remove(&seat);
    }

    /// What the seat's page measured.
    pub fn page(&mut self, seat: SeatId, quality: LineQuality, now: Timestamp) {
        self.seat(seat, now).page(quality, now);
    }

    /// What the seat's page knows of its troubles; none any more.
    pub fn trouble(&mut self, seat: SeatId, reason: Option<DropReason>, now: Timestamp) -> Option<MediaNews> {
        self.seat(seat, now).trouble(reason, now)
    }

    /// The page that came back says why the one before it went. Some if that explains the last loss.
    pub fn explain(&mut self, seat: SeatId, reason: DropReason, now: Timestamp) -> bool {
        self.seat(seat, now).explain(reason, now)
    }

    /// A silent line of a seat whose battery was nearly empty: the battery, most likely.
    pub fn class(&self, seat: SeatId, seen: DropReason) -> DropReason {
        self.seats.get(&seat).map_or(seen, |quality| quality.class(seen))
    }

    pub fn dropped(&mut self, seat: SeatId, reason: DropReason, now: Timestamp) {
        self.seat(seat, now).dropped(reason, now);
    }

    /// The room opened again and the seat was at its table: the server went away under it, if it was here
    /// so lately that an empty room would not have been put away yet (`empty_for`).
    pub fn moved(&mut self, seat: SeatId, now: Timestamp, empty_for: i64) {
        if let Some(quality) = self.seats.get_mut(&seat) {
            quality.moved(now, empty_for);
        }
    }

    pub fn back(&mut self, seat: SeatId, now: Timestamp) {
        self.seat(seat, now).back(now);
    }

    pub fn media_through(&mut self, seat: SeatId, now: Timestamp) -> Option<MediaNews> {
        self.seat(seat, now).media_through()
    }

    pub fn media_lost(&mut self, seat: SeatId, reason: DropReason, now: Timestamp) {
        self.seat(seat, now).media_lost(reason, now);
    }

    /// The room itself ended the seat's media: nothing was lost.
    pub fn media_ended(&mut self, seat: SeatId) {
        if let Some(quality) = self.seats.get_mut(&seat) {
            quality.media_ended();
        }
    }

    /// Media that were lost and are not back by now, though their pages are there.
    pub fn take_lost_media(&mut self, now: Timestamp) -> Vec<(SeatId, DropReason)> {
        let lost =
            |(seat, quality): (&SeatId, &mut SeatQuality)| Some((*seat, quality.take_lost_media(now)?));
        self.seats.iter_mut().filter_map(lost).collect()
    }

    /// Whether the report should be written now; it counts as begun.
    pub fn begin_keeping(&mut self, now: Timestamp) -> bool {
        let due = now >= self.kept_at.again(KEEP_EVERY, now);
        if due {
            self.kept_at = now;
        }
        due
    }

    /// The reports that have changed since they were taken last.
    pub fn take_changed_reports(&mut self) -> Vec<SeatReport> {
        self.seats.values_mut().filter_map(SeatQuality::take_changed_report).collect()
    }

    /// Everything there is to see of the lines now.
    pub fn now(&self) -> Vec<LineNow> {
        self.seats.values().filter_map(SeatQuality::now).collect()
    }
}
