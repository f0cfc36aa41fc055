//! The journal: a task that writes a room's records in order, so that the room never waits for the disk.

use super::{exhibits::Laid, index::Indexing, papers::Proposed, signing::Added};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Event, EventKind},
        hearing::{
            ChatMessage, Entry, EntryWrite, Gone, Hearing, Occupant, Outcome, Presiding, Seal, Seat,
            officials_of, presiding::Measure, rooms_of,
        },
        ids::{EventId, HearingId, PetitionId},
        jurisdiction::DivisionCode,
        petition::Petition,
        quality::SeatReport,
    },
    storage::{Booking, BookingClash, EntryReceipt, SharedStore, StoreError, Tx},
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

/// Rows and the events that tell why they changed.
#[derive(Debug, Default)]
pub struct Record {
    pub hearing: Option<Hearing>,
    pub seats: Vec<(HearingId, Seat)>,
    pub outcome: Option<Outcome>,
    pub petition: Option<Petition>,
    /// What must be free for it.
    pub books: Option<Books>,
    pub signing: Vec<Added>,
    pub presiding: Option<(HearingId, Presiding)>,
    pub measure: Option<Measure>,
    pub proposed: Vec<Proposed>,
    pub seal: Option<Seal>,
    /// It is held another day: nobody is checked in.
    pub anew: Option<HearingId>,
    /// Seat cookies die with the hearing.
    pub end_seat_sessions_of: Option<HearingId>,
    /// How lines fared so far: measurements, not changes, so without events.
    pub lines: Vec<(HearingId, SeatReport)>,
    pub exhibits: Vec<Laid>,
    pub index: Option<Indexing>,
    /// Whether the table's chat is closed.
    pub chat_closed: Option<(HearingId, bool)>,
    pub events: Vec<Event>,
}

/// Rooms and people that a hearing would have at a time.
#[derive(Debug)]
pub struct Books {
    pub hearing: HearingId,
    pub wanted: Vec<Booking>,
    pub from: Timestamp,
    pub to: Timestamp,
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
    let mut tx = store.begin().await?;
    let receipt = match job {
        Job::Record(record) => {
            let taken = record.clashes(&mut *tx).await?;
            if !taken.is_empty() {
                return Ok(Receipt::Taken(taken));
            }
            if record.finds_no_room(&mut *tx).await? {
                return Ok(Receipt::Full);
            }
            record.write(&mut *tx, world, place).await?;
            Receipt::Recorded
        }
        Job::Entry(entry) => Receipt::Entry(write_entry(&mut *tx, world, place, &entry).await?),
        Job::RecordedEntry(record, entry) => {
            record.write(&mut *tx, world, place).await?;
            Receipt::Entry(write_entry(&mut *tx, world, place, &entry).await?)
        }
        Job::Chat(message, event) => {
            if tx.add_chat_message(&message).await? {
                tx.append(&event).await?;
            }
            Receipt::Recorded
        }
    };
    tx.commit().await?;
    Ok(receipt)
}

async fn write_entry(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    place: &Place,
    entry: &EntryWrite,
) -> Result<EntryReceipt, StoreError> {
    let receipt = tx.write_entry(entry).await?;
    if let EntryReceipt::Written(entry) = &receipt {
        tx.append(&entry_event(place, world, entry)).await?;
    }
    Ok(receipt)
}

impl Record {
    /// What stands in the way; looked at in the transaction that books, which locks what it wants.
    async fn clashes(&self, tx: &mut dyn Tx) -> Result<Vec<BookingClash>, StoreError> {
        let Some(Books { hearing, wanted, from, to }) = &self.books else { return Ok(Vec::new()) };
        tx.clashes(wanted, *from, *to, Some(*hearing)).await
    }

    /// Whether it brings a file more than may be.
    async fn finds_no_room(&self, tx: &mut dyn Tx) -> Result<bool, StoreError> {
        for laid in &self.exhibits {
            if laid.is_too_many(tx).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn write(&self, tx: &mut dyn Tx, world: &SharedWorld, place: &Place) -> Result<(), StoreError> {
        if let Some(hearing) = &self.hearing {
            tx.save_hearing(hearing).await?;
        }
        if let Some(hearing) = self.anew {
            tx.come_anew(hearing).await?;
        }
        for (hearing, seat) in &self.seats {
            tx.save_seat(*hearing, seat).await?;
            if matches!(seat.gone, Some(Gone::Withdrawn { .. })) {
                tx.end_seat_access(seat.id).await?;
            }
        }
        if let Some(outcome) = &self.outcome {
            tx.add_outcome(outcome).await?;
        }
        if let Some(petition) = &self.petition {
            tx.save_petition(petition).await?;
        }
        for added in &self.signing {
            match added {
                Added::Version(version) => tx.add_version(version).await?,
                Added::Correction(correction) if correction.answered.is_some() => {
                    tx.answer_correction(correction).await?;
                }
                Added::Correction(correction) => tx.add_correction(correction).await?,
                Added::Signature(signature) => tx.add_signature(signature).await?,
                Added::Code(code) => tx.put_signing_code(code).await?,
            }
        }
        if let Some((hearing, presiding)) = &self.presiding {
            tx.put_presiding(*hearing, presiding).await?;
        }
        if let Some(measure) = &self.measure {
            tx.add_measure(measure).await?;
        }
        for proposed in &self.proposed {
            match proposed {
                Proposed::Item(item) => tx.put_item_proposal(item).await?,
                Proposed::Entry(entry) => tx.put_entry_proposal(entry).await?,
            }
        }
        if let Some(seal) = &self.seal {
            tx.add_seal(seal).await?;
        }
        if let Some(hearing) = self.end_seat_sessions_of {
            tx.end_seat_sessions_of(hearing).await?;
        }
        for (hearing, report) in &self.lines {
            tx.put_line_report(*hearing, report).await?;
        }
        for laid in &self.exhibits {
            laid.write(tx).await?;
        }
        if let Some((hearing, closed)) = self.chat_closed {
            tx.close_chat(hearing, closed).await?;
        }
        for event in &self.events {
            tx.append(event).await?;
        }
        match &self.index {
            Some(index) => index.write(tx, world, place).await,
            None => Ok(()),
        }
    }
}

impl Books {
    /// Of what `occupants` take up, at the times of `hearing`.
    pub fn at_times_of<'a>(hearing: &Hearing, occupants: impl Iterator<Item = &'a Occupant> + Clone) -> Self {
        let (from, to) = (hearing.starts_at, hearing.ends_at);
        Self { hearing: hearing.id, wanted: bookings_of(occupants), from, to }
    }
}

/// Rooms and people that `occupants` take up.
pub fn bookings_of<'a>(occupants: impl Iterator<Item = &'a Occupant> + Clone) -> Vec<Booking> {
    let rooms = rooms_of(occupants.clone()).into_iter().map(Booking::Room);
    rooms.chain(officials_of(occupants).into_iter().map(Booking::Staff)).collect()
}

fn entry_event(place: &Place, world: &SharedWorld, entry: &Entry) -> Event {
    let change = entry.change();
    Event { details: change.details, ..place.event(world, Actor::Seat(entry.author), change.kind) }
}
