//! Rates the connections of all seats every few seconds, announces changes and stores the report.

use super::{
    actor::Wake,
    answers::Asking,
    journal::{Record, Write},
    live::Live,
    pending::Pending,
    quality::{LineNow, MediaNews},
};
use crate::{
    domain::{
        event::{Actor, Change, EventKind},
        quality::DropReason,
    },
    media::plane::PeerStatistics,
};
use signaling::{
    room::Fact,
    wire::{DisconnectReason, Presence, RefusalCode, SeatId, SeatLine, SeatView, ServerMessage},
};

impl Live {
    /// Begins a look when one is due. The relay answers in its own time; the room goes on.
    pub fn look_at_lines(&mut self) {
        if self.connections.is_empty() || !self.quality.begin_look(self.now()) {
            return;
        }
        let (media, room, inbox) = (self.media.clone(), self.media_room(), self.inbox.clone());
        tokio::spawn(async move {
            let statistics = media.statistics(room).await;
            // A closed inbox: the room is gone.
            let _ = inbox.send(Wake::Measured(statistics)).await;
        });
    }

    /// The room has just opened: whoever was at the table was lost with the server before.
    pub fn count_moved(&mut self, empty_for: i64) {
        let now = self.now();
        let lost = |presence: &Presence| matches!(presence, Presence::Dropped { .. });
        for seat in self.room.seats().iter().filter(|seat| lost(&seat.presence)) {
            self.quality.moved(seat.id, now, empty_for);
        }
    }

    pub fn measured(&mut self, statistics: Vec<PeerStatistics>) {
        let now = self.now();
        let watched = |presence: &Presence| match presence {
            Presence::Waiting { .. } | Presence::Seated { .. } => Some(true),
            Presence::Dropped { .. } => Some(false),
            Presence::Invited {}
            | Presence::Left { .. }
            | Presence::Removed { .. }
            | Presence::Withdrawn { .. } => None,
        };
        // Who sits beside another has no line but that of a device of their own.
        let has_line =
            |seat: &&SeatView| seat.beside.is_none() || self.connections.current(seat.id).is_some();
        let seats = self.room.seats();
        let seats: Vec<(SeatId, bool)> = seats
            .iter()
            .filter(has_line)
            .filter_map(|seat| Some((seat.id, watched(&seat.presence)?)))
            .collect();
        let changed = self.quality.look(now, &seats, statistics);
        self.tell_lines(&changed);
        for (seat, reason) in self.quality.take_lost_media(now) {
            self.note_media(seat, MediaNews::Lost(reason));
        }
        if self.quality.begin_keeping(now) {
            self.keep_lines();
        }
    }

    /// To who may attend: what changed, or everything to a connection that does not know it yet.
    fn tell_lines(&mut self, changed: &[SeatLine]) {
        let seats: Vec<SeatId> = self.table.hearing.seats.iter().map(|seat| seat.id.into()).collect();
        for seat in seats {
            let conn = self.connections.current(seat).filter(|_| self.room.grants(seat).attend);
            let Some(conn) = conn else {
                self.quality.forgets(seat);
                continue;
            };
            let lines = if self.quality.knows(seat, conn) { changed.to_vec() } else { self.quality.lines() };
            if !lines.is_empty() {
                self.connections.send(seat, ServerMessage::Quality { seats: lines });
            }
        }
    }

    /// Queues what changed of the report. If it cannot be written, the next one holds it too.
    pub fn keep_lines(&mut self) {
        let hearing = self.table.hearing.id;
        let reports = self.quality.take_changed_reports();
        if reports.is_empty() {
            return;
        }
        let lines = reports.into_iter().map(|report| Write::Line(hearing, Box::new(report)));
        self.writing.put(Record::default().with_all(lines), Pending::Note);
    }

    /// What the page knows of why its seat fails, or failed.
    pub fn trouble(&mut self, by: Asking, reason: Option<DisconnectReason>) {
        let (seat, now) = (by.seat, self.now());
        match reason.map(DropReason::from) {
            Some(killed @ DropReason::BrowserKilled) => {
                if self.quality.explain(seat, killed, now) {
                    let change = Change::new(EventKind::HearingDropExplained).with("class", killed);
                    self.note_of(seat, change);
                }
            }
            trouble @ (None | Some(DropReason::Device | DropReason::Power)) => {
                if let Some(news) = self.quality.trouble(seat, trouble, now) {
                    self.note_media(seat, news);
                }
            }
            Some(_) => {
                let detail = "a page can know of device, power and browser_killed".to_owned();
                return self.refuse(by, RefusalCode::NotAllowed, Some(detail));
            }
        }
        self.answer(by, Ok(()));
    }

    /// What the report learns from a fact of the room.
    pub fn count_fact(&mut self, fact: &Fact) {
        let now = self.now();
        match fact {
            Fact::Dropped { seat, reason } => self.quality.dropped(*seat, (*reason).into(), now),
            Fact::Back { seat } => self.quality.back(*seat, now),
            Fact::Left { seat } => self.quality.dropped(*seat, DropReason::UserLeft, now),
            // Counted when the record has it.
            Fact::Removed { .. } | Fact::Admitted { .. } | Fact::Dismissed { .. } => {}
            Fact::Talk { .. } => {} // of no line
        }
    }

    pub fn note_media(&mut self, seat: SeatId, news: MediaNews) {
        let change = match news {
            MediaNews::Lost(reason) => Change::new(EventKind::HearingMediaLost).with("class", reason),
            MediaNews::Back => Change::new(EventKind::HearingMediaBack),
        };
        self.note_of(seat, change);
    }

    fn note_of(&mut self, seat: SeatId, change: Change) {
        let events = vec![self.event(change.with("seat", seat), Actor::System)];
        self.writing.note(events);
    }

    /// Every line as it is now, in the order of the table.
    pub fn lines_now(&self) -> Vec<LineNow> {
        let mut lines = self.quality.now();
        lines.sort_by_key(|line| self.table.hearing.seats.iter().position(|seat| seat.id == line.seat));
        lines
    }
}
