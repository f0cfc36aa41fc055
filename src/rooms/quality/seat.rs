//! One seat's line: what is known of it, the word for it, and its report.

use super::{
    LOOK_EVERY,
    counters::{self, Standing},
    measure,
    now::LineNow,
};
use crate::{
    domain::{
        Timestamp,
        quality::{DropReason, LineWord, Link, Look, Pictures, SeatReport, Steady},
    },
    media::plane::PeerStatistics,
};
use signaling::wire::{LineQuality, SeatId, SeatLine};

/// What a page says counts for so long: it speaks every 5 seconds. Milliseconds.
const PAGE_COUNTS_FOR: i64 = 15_000;
/// A page that came back explains the loss within this, or it explains another. Milliseconds.
const EXPLAINS_WITHIN: i64 = 60_000;
/// Media that come back sooner were not lost: pages mend their connection by a fresh one. Milliseconds.
const MENDS_WITHIN: i64 = 1_500;
/// A device that comes and goes is put on record at most so often. Milliseconds.
const DEVICE_AGAIN_AFTER: i64 = 10_000;

/// What the record should know of a seat's sound and picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaNews {
    Lost(DropReason),
    Back,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    Never,
    Through,
    Lost { reason: DropReason, since: Timestamp, noted: bool },
}

/// The seat is lost.
#[derive(Debug, Clone, Copy)]
struct Lost {
    reason: DropReason,
    since: Timestamp,
}

/// The seat was lost, and for how long.
#[derive(Debug, Clone, Copy)]
struct Returned {
    reason: DropReason,
    at: Timestamp,
    millis: u64,
}

#[derive(Debug)]
pub struct SeatQuality {
    page: Option<(Timestamp, LineQuality)>,
    /// Said by the page since the last look.
    freezes: u32,
    relay: Option<PeerStatistics>,
    media: Media,
    /// The page says that its battery is nearly empty.
    power_low: bool,
    /// The page says that microphone or camera is gone.
    device_gone: bool,
    /// When that was put on record last.
    device_noted: Option<Timestamp>,
    lost: Option<Lost>,
    returned: Option<Returned>,
    last_drop: Option<(DropReason, Timestamp)>,
    /// As it was looked at last; none while nobody watches it.
    look: Option<Look>,
    looked_at: Timestamp,
    steady: Steady,
    bad_since: Option<Timestamp>,
    report: SeatReport,
    changed: bool,
    standing: Standing,
}

impl SeatQuality {
    pub fn new(seat: SeatId, now: Timestamp) -> Self {
        Self::from_kept(SeatReport::new(seat.into(), now), now)
    }

    /// Goes on with a report that was kept before.
    pub fn from_kept(report: SeatReport, now: Timestamp) -> Self {
        Self {
            page: None,
            freezes: 0,
            relay: None,
            media: Media::Never,
            power_low: false,
            device_gone: false,
            device_noted: None,
            lost: None,
            returned: None,
            last_drop: None,
            look: None,
            looked_at: now,
            steady: Steady::new(LineWord::Good),
            bad_since: None,
            report,
            changed: false,
            standing: Standing::default(),
        }
    }

    /// One look; the line as it is told now, if that changed.
    pub fn look(&mut self, now: Timestamp, here: bool, relay: Option<PeerStatistics>) -> Option<SeatLine> {
        let before = self.line();
        let first = self.look.is_none();
        self.relay = relay;
        let link = match self.media {
            _ if !here => Link::Away,
            Media::Through => Link::Through,
            Media::Lost { .. } => Link::Silenced,
            // Of media we were not told of the relay knows more.
            Media::Never if self.relay.as_ref().is_some_and(|relay| relay.connected) => Link::Through,
            Media::Never => Link::Talking,
        };
        let fresh = |(at, _): &&(Timestamp, LineQuality)| now.0 - at.0 <= PAGE_COUNTS_FOR;
        let page = self.page.as_ref().filter(fresh).map(|(_, quality)| quality);
        let look = measure::look(link, page, self.relay.as_ref(), std::mem::take(&mut self.freezes));
        let seen = look.word();
        self.steady = if first { Steady::new(seen) } else { self.steady.after(seen) };
        if here {
            self.lost = None; // who left comes back without being lost
        }
        if first && self.lost.is_none() {
            self.looked_at = now;
        }
        self.add(look, now);
        if here {
            counters::looked(&look);
        }
        self.line().filter(|line| before != Some(*line))
    }

    /// Adds the time since the last look to the report. Of a line nobody looked at for long only the last of
    /// it is known, unless nobody was there.
    fn add(&mut self, look: Look, now: Timestamp) {
        let word = self.steady.word();
        let millis = u64::try_from(now.0 - self.looked_at.0).unwrap_or(0);
        let known = if look.link == Link::Away { millis } else { millis.min(3 * LOOK_EVERY.unsigned_abs()) };
        self.report.add(&look, word, now, known);
        self.bad_since = (word >= LineWord::Poor).then(|| self.bad_since.unwrap_or(now));
        if let Some(from) = self.bad_since {
            self.report.bad_since(from, now);
        }
        self.look = Some(look);
        self.looked_at = now;
        self.changed = true;
        self.standing.move_to(word, &look);
    }

    /// Left, removed, or never came: there is no line to speak of.
    pub fn unwatched(&mut self, now: Timestamp) {
        if self.look.take().is_some() {
            self.media = Media::Never;
            self.relay = None;
            self.bad_since = None;
            self.looked_at = now;
            self.standing.leave();
        }
    }

    pub fn line(&self) -> Option<SeatLine> {
        let look = self.look.as_ref()?;
        Some(SeatLine {
            seat: self.report.seat.into(),
            word: self.steady.word().into(),
            pictures: look.pictures.unwrap_or(Pictures::Full).into(),
        })
    }

    pub fn page(&mut self, quality: LineQuality, now: Timestamp) {
        self.freezes = self.freezes.saturating_add(quality.freezes.into());
        self.page = Some((now, quality));
    }

    pub fn trouble(&mut self, reason: Option<DropReason>, now: Timestamp) -> Option<MediaNews> {
        self.power_low = reason == Some(DropReason::Power);
        let lately = self.device_noted.is_some_and(|at| now.0 - at.0 < DEVICE_AGAIN_AFTER);
        match (self.device_gone, reason == Some(DropReason::Device)) {
            (false, true) if !lately => {
                self.device_gone = true;
                self.device_noted = Some(now);
                self.count_media_loss(DropReason::Device, now);
                Some(MediaNews::Lost(DropReason::Device))
            }
            (true, false) => {
                self.device_gone = false;
                Some(MediaNews::Back)
            }
            (true, true) | (false, _) => None,
        }
    }

    /// A page that was killed says nothing as it goes: it was taken for a network that broke.
    pub fn explain(&mut self, reason: DropReason, now: Timestamp) -> bool {
        let silent = |seen| matches!(seen, DropReason::Network | DropReason::Unknown);
        let late = |at: Timestamp| now.0 - at.0 > EXPLAINS_WITHIN;
        let Some(returned) = self.returned.take_if(|it| silent(it.reason) && !late(it.at)) else {
            return false;
        };
        self.report.explain(returned.reason, reason, returned.millis);
        self.last_drop = self.last_drop.map(|(_, at)| (reason, at));
        self.changed = true;
        true
    }

    pub fn class(&self, seen: DropReason) -> DropReason {
        match seen {
            DropReason::Network | DropReason::Unknown if self.power_low => DropReason::Power,
            _ => seen,
        }
    }

    /// A server that stops counts the loss when it is back: only then is it known whether it was one.
    pub fn dropped(&mut self, reason: DropReason, now: Timestamp) {
        if reason != DropReason::ServerMove {
            self.lose(reason, now);
        }
    }

    pub fn moved(&mut self, now: Timestamp, empty_for: i64) {
        let since = self.report.until;
        if now.0 - since.0 < empty_for {
            self.lose(DropReason::ServerMove, since);
            self.looked_at = since;
        }
    }

    fn lose(&mut self, reason: DropReason, since: Timestamp) {
        counters::dropped(reason);
        self.report.drops.add(reason, 1);
        self.lost = Some(Lost { reason, since });
        self.last_drop = Some((reason, since));
        self.returned = None;
        (self.power_low, self.device_gone) = (false, false); // the next page says anew what ails it
        self.changed = true;
    }

    pub fn back(&mut self, now: Timestamp) {
        let Some(Lost { reason, since }) = self.lost.take() else { return };
        let millis = u64::try_from(now.0 - since.0).unwrap_or(0);
        counters::back(reason, millis);
        self.steady = Steady::new(LineWord::Broken);
        self.add(Look { link: Link::Away, ..Look::default() }, now);
        self.report.away.add(reason, millis);
        self.returned = Some(Returned { reason, at: now, millis });
        self.page = None; // of the page before
    }

    pub fn media_through(&mut self) -> Option<MediaNews> {
        let before = std::mem::replace(&mut self.media, Media::Through);
        matches!(before, Media::Lost { noted: true, .. }).then_some(MediaNews::Back)
    }

    pub fn media_lost(&mut self, reason: DropReason, now: Timestamp) {
        if self.media == Media::Through {
            self.media = Media::Lost { reason, since: now, noted: false };
        }
    }

    pub fn media_ended(&mut self) {
        self.media = Media::Never;
    }

    pub fn take_lost_media(&mut self, now: Timestamp) -> Option<DropReason> {
        let here = self.look.is_some_and(|look| look.link != Link::Away);
        let Media::Lost { reason, since, noted: noted @ false } = &mut self.media else { return None };
        if !here || now.0 - since.0 < MENDS_WITHIN {
            return None;
        }
        *noted = true;
        let (reason, since) = (*reason, *since);
        self.count_media_loss(reason, since);
        Some(reason)
    }

    fn count_media_loss(&mut self, reason: DropReason, since: Timestamp) {
        counters::media_lost(reason);
        self.report.media_drops.add(reason, 1);
        self.last_drop = Some((reason, since));
        self.changed = true;
    }

    pub fn take_changed_report(&mut self) -> Option<SeatReport> {
        std::mem::take(&mut self.changed).then(|| self.report.clone())
    }

    pub fn now(&self) -> Option<LineNow> {
        let look = self.look?;
        Some(LineNow {
            seat: self.report.seat,
            here: look.link != Link::Away,
            word: self.steady.word(),
            look,
            jitter_ms: self.relay.as_ref().and_then(measure::jitter_ms),
            relay: self.relay.clone(),
            last_drop: self.last_drop,
        })
    }
}
