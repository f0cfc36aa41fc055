//! The journal: a task that writes a room's records in order, so that the room never waits for the disk.

mod record;

pub use record::{Books, Record, Write, bookings_of};

use crate::{
    domain::{
        event::{Actor, Event, EventKind},
        hearing::{ChatMessage, Entry, EntryWrite},
        ids::{EventId, HearingId, PetitionId},
        jurisdiction::DivisionCode,
    },
    storage::{BookingClash, EntryReceipt, PATIENCE, SharedStore, StoreError, Tx, in_time, made},
    world::SharedWorld,
};
use tokio::{sync::mpsc, task::JoinHandle};

/// One unit of record: all of it in one transaction.
#[derive(Debug)]
pub enum Job {
    Record(Box<Record>),
    Entry(EntryWrite),
    /// What a line of the minutes tells of, and the line.
    RecordedEntry(Box<Record>, EntryWrite),
    /// With its event; sent twice, both are written once.
    Chat(Box<ChatMessage>, Event),
}

impl From<Record> for Job {
    fn from(record: Record) -> Self {
        Self::Record(Box::new(record))
    }
}

impl From<EntryWrite> for Job {
    fn from(entry: EntryWrite) -> Self {
        Self::Entry(entry)
    }
}

/// What became of a job.
#[derive(Debug)]
pub enum Receipt {
    Recorded,
    /// Not recorded: these hearings have a room or person that this one would have.
    Taken(Vec<BookingClash>),
    /// Not recorded: the petition has as many files as may be.
    Full,
    Entry(EntryReceipt),
}

/// Where a room's events belong.
#[derive(Debug, Clone)]
pub struct Place {
    pub petition: PetitionId,
    pub hearing: HearingId,
    pub chain: DivisionCode,
}

impl Place {
    /// An event of this hearing, to be refined by the caller.
    pub fn event(&self, world: &SharedWorld, actor: Actor, kind: EventKind) -> Event {
        Event {
            id: EventId(world.new_id()),
            at: world.now(),
            chain: self.chain.clone(),
            petition: self.petition,
            hearing: Some(self.hearing),
            actor,
            kind,
            reason: None,
            due_before: None,
            due_after: None,
            details: Vec::new(),
        }
    }
}

/// A room's line to its journal.
#[derive(Debug)]
pub struct Journal {
    jobs: mpsc::UnboundedSender<(u64, Job)>,
    writing: JoinHandle<()>,
    next: u64,
}

impl Journal {
    /// Starts the writing task; `done` is called with each job's number and what became of it, in order.
    /// The task ends when the journal is dropped and its jobs are written.
    pub fn start<F>(
        store: SharedStore,
        world: SharedWorld,
        place: Place,
        done: impl Fn(u64, Result<Receipt, StoreError>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send,
    {
        // Unbounded, yet bounded: every job answers a rate-limited request of a seat.
        let (jobs, mut queue) = mpsc::unbounded_channel::<(u64, Job)>();
        let writing = tokio::spawn(async move {
            while let Some((number, job)) = queue.recv().await {
                let result = write(&store, &world, &place, job).await;
                done(number, result).await;
            }
        });
        Self { jobs, writing, next: 0 }
    }

    /// Takes no more jobs and waits until those it has are written.
    pub async fn finish(self) {
        drop(self.jobs);
        // A task that panicked has told the log.
        let _ = self.writing.await;
    }

    /// Queues a job; its number comes back with the receipt.
    pub fn write(&mut self, job: Job) -> u64 {
        self.next += 1;
        // The task lives as long as this sender.
        let _ = self.jobs.send((self.next, job));
        self.next
    }
}

async fn write(
    store: &SharedStore,
    world: &SharedWorld,
    place: &Place,
    job: Job,
) -> Result<Receipt, StoreError> {
    match in_time(PATIENCE, prepare(store, world, place, job)).await? {
        Prepared::Not(why) => Ok(why),
        Prepared::ToCommit { tx, mark, receipt } => {
            // A room that took what was recorded for not recorded could never write again.
            made(store, mark, tx.commit()).await?;
            Ok(receipt)
        }
    }
}

/// A job in its transaction.
enum Prepared {
    Not(Receipt),
    ToCommit {
        tx: Box<dyn Tx>,
        /// An event of it, to be known by.
        mark: Option<EventId>,
        receipt: Receipt,
    },
}

async fn prepare(
    store: &SharedStore,
    world: &SharedWorld,
    place: &Place,
    job: Job,
) -> Result<Prepared, StoreError> {
    let mut tx = store.begin().await?;
    let (mark, receipt) = match job {
        Job::Record(record) => {
            let taken = record.clashes(&mut *tx).await?;
            if !taken.is_empty() {
                return Ok(Prepared::Not(Receipt::Taken(taken)));
            }
            if record.finds_no_room(&mut *tx).await? {
                return Ok(Prepared::Not(Receipt::Full));
            }
            record.write(&mut *tx, world, place).await?;
            (record.mark(), Receipt::Recorded)
        }
        Job::Entry(entry) => write_entry(&mut *tx, world, place, &entry).await?,
        Job::RecordedEntry(record, entry) => {
            record.write(&mut *tx, world, place).await?;
            write_entry(&mut *tx, world, place, &entry).await?
        }
        Job::Chat(message, event) => {
            let new = tx.add_chat_message(&message).await?;
            if new {
                tx.append(&event).await?;
            }
            (new.then_some(event.id), Receipt::Recorded)
        }
    };
    Ok(Prepared::ToCommit { tx, mark, receipt })
}

async fn write_entry(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    place: &Place,
    entry: &EntryWrite,
) -> Result<(Option<EventId>, Receipt), StoreError> {
    let receipt = tx.write_entry(entry).await?;
    let mut mark = None;
    if let EntryReceipt::Written(entry) = &receipt {
        let event = entry_event(place, world, entry);
        tx.append(&event).await?;
        mark = Some(event.id);
    }
    Ok((mark, Receipt::Entry(receipt)))
}

fn entry_event(place: &Place, world: &SharedWorld, entry: &Entry) -> Event {
    let change = entry.change();
    Event { details: change.details, ..place.event(world, Actor::Seat(entry.author), change.kind) }
}
