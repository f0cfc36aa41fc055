//! Records on their way to the journal, and requests that wait for them.

use super::{
    journal::{Job, Journal, Record},
    pending::Pending,
    turns::Queued,
};
use crate::domain::{Timestamp, event::Event, hearing::StageName};
use std::collections::{BTreeMap, VecDeque};

/// After a failed write what happens by itself is tried again this much later. Milliseconds.
pub const TRY_AGAIN_AFTER: i64 = 2_000;

/// One room's part of the record that is not written yet.
#[derive(Debug)]
pub struct Writing {
    journal: Journal,
    /// Jobs of the journal that have not come back, by number, and what waits for each.
    pending: BTreeMap<u64, Pending>,
    /// Taken one after the other, each when what came before it is on record.
    queue: VecDeque<Queued>,
    /// After a failed write automatic steps wait until then, or they would spin.
    pub automatic_not_before: Timestamp,
}

impl Writing {
    pub const fn to(journal: Journal) -> Self {
        Self { journal, pending: BTreeMap::new(), queue: VecDeque::new(), automatic_not_before: Timestamp(0) }
    }

    /// Puts it on record. Whether that went well is heard with what waits for it.
    pub fn put(&mut self, job: impl Into<Job>, then: impl Into<Pending>) {
        let number = self.journal.write(job.into());
        self.pending.insert(number, then.into());
    }

    /// Puts on record what has happened already: nobody waits for it.
    pub fn note(&mut self, events: Vec<Event>) {
        self.put(Record::of(events), Pending::Note);
    }

    /// What waited for this job.
    pub fn back(&mut self, job: u64) -> Option<Pending> {
        self.pending.remove(&job)
    }

    /// Nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.pending.is_empty()
    }

    /// In the order of their jobs.
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &Pending> {
        self.pending.values()
    }

    /// While something of the hearing itself or of its papers is being recorded, nothing else is decided about it.
    pub fn is_busy(&self) -> bool {
        self.pending().any(Pending::decides)
    }

    /// Whether the hearing is being put off.
    pub fn puts_off(&self) -> bool {
        self.pending().any(Pending::puts_off)
    }

    /// Where the step on its way to the record leads.
    pub fn leads_to(&self) -> Option<StageName> {
        self.pending().rev().find_map(Pending::leads_to)
    }

    pub fn queue(&mut self, turn: Queued) {
        self.queue.push_back(turn);
    }

    /// Whose turn it is, as far as nothing is being recorded that it must be judged by.
    pub fn next_turn(&mut self) -> Option<Queued> {
        let waits = self.is_busy() || self.pending().any(Pending::brings_line);
        if waits { None } else { self.queue.pop_front() }
    }

    /// Whether the hearing may go on by itself: nobody asked for something before, and writes succeed.
    pub fn lets_go_on(&self, now: Timestamp) -> bool {
        !self.is_busy() && self.queue.is_empty() && now >= self.automatic_not_before
    }

    /// A write failed.
    pub fn fell_through(&mut self, now: Timestamp) {
        self.automatic_not_before = now.plus_millis(TRY_AGAIN_AFTER);
    }

    /// Takes no more, and waits until everything is written.
    pub async fn finish(self) {
        self.journal.finish().await;
    }
}
