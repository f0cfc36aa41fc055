//! The hearing moves on: decided by `domain::hearing::lifecycle`, recorded, then announced.

use super::{
    Refused,
    actor::Wake,
    answers::{Asker, not_stored, refused, taken_by},
    index::Indexing,
    journal::{Books, Receipt, Record, Write},
    live::Live,
    pending::Pending,
    signing::{Added, Checked},
    turns::Wanted,
};
use crate::{
    domain::{
        event::{Actor, Change, Event},
        hearing::{self, Hearing, Outcome, RecordingStage, Seal, Stage, Stepped, Stretch},
        ids::EventId,
    },
    storage::{EntryReceipt, StoreError},
};
use signaling::wire::{ByeReason, OpId, RefusalCode, ServerMessage};

/// A step on its way to the record.
#[derive(Debug)]
pub struct Underway {
    pub next: Hearing,
    /// Frozen with it.
    froze: Option<Added>,
    /// The node put its seal under it.
    sealed: bool,
    /// What it left of the recording's index, where it ends or rests with the step.
    indexed: Option<Vec<Stretch>>,
    asker: Asker,
}

impl From<Underway> for Pending {
    fn from(underway: Underway) -> Self {
        Self::Stage(Box::new(underway))
    }
}

impl Live {
    /// Whether a line that is written now comes before whatever freezes them for good.
    pub fn takes_minutes(&self) -> bool {
        self.writing.leads_to().unwrap_or_else(|| self.table.stage()).takes_minutes()
    }

    pub fn take_step(&mut self, Wanted { step, actor, outcome, asker }: Wanted) {
        // It waited for what was being recorded, and who presides may be another by now.
        if let Asker::Seat(by) = asker
            && !self.may_step(by.seat, &step)
        {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        let stepped = self.check_signing(&step).and_then(|checked| {
            let stepped = hearing::step(&self.table.hearing, step, &self.presence, self.now())?;
            Ok((stepped, checked))
        });
        match stepped {
            Err(refusal) => self.answer(asker, Err(refused(&refusal))),
            Ok((stepped, checked)) => self.record_stage(stepped, checked, actor, outcome, asker),
        }
    }

    fn record_stage(
        &mut self,
        Stepped { hearing: next, change }: Stepped,
        Checked { version, left }: Checked,
        actor: Actor,
        outcome: Option<(Outcome, Vec<Change>)>,
        asker: Asker,
    ) {
        let (outcome, orders) =
            outcome.map_or((None, Vec::new()), |(outcome, orders)| (Some(outcome), orders));
        let froze = version.map(Added::Version);
        // What is packed was sealed before.
        let ends = next.archived.is_none();
        let seal = ends.then(|| self.seal(&next, froze.as_ref(), outcome.as_ref(), &left)).flatten();
        let change = self.signing.telling_unanswered(change, next.stage.name());
        let change = self.telling_unsigned(change, &next, froze.as_ref());
        let frozen = froze.iter().map(Added::change);
        let sealed = seal.iter().map(Seal::change);
        let changes = std::iter::once(change).chain(left.changes()).chain(frozen).chain(orders).chain(sealed);
        let mut events: Vec<_> = changes.map(|change| self.event(change, actor)).collect();
        if self.media.recorder(self.media_room()).is_some() {
            let recording = RecordingStage::of(&self.table.hearing.stage);
            let switched = recording.change_to(RecordingStage::of(&next.stage));
            events.extend(switched.map(|change| self.event(change, Actor::System)));
        }
        let indexed = self.index_closed_by(&next.stage);
        let moves = next.stage == Stage::Scheduled; // to new times, or at last to some
        let books = moves.then(|| Books::at_times_of(&next, next.standing().map(|seat| &seat.occupant)));
        let index = indexed.clone().map(|stretches| Indexing { hearing: next.id, stretches, vouched: true });
        let sealed = seal.is_some();
        let record = Record::of(events)
            .booking(books)
            .with(next.clone())
            .with_all(next.is_coming().then_some(Write::Anew(next.id)))
            .with_all(outcome)
            .with_all(froze.clone())
            .with_all(seal)
            .with_all(next.stage.name().is_over().then_some(Write::EndSeatSessions(next.id)))
            .indexing(index);
        self.writing.put(record, Underway { next, froze, sealed, indexed, asker });
    }

    pub fn event(&self, change: Change, actor: Actor) -> Event {
        change.in_phase(self.table.hearing.stage.phase()).hearing_event(
            EventId(self.world.new_id()),
            self.now(),
            actor,
            &self.table.petition,
            self.table.hearing.id,
        )
    }

    /// The step that time and presence ask for, if any.
    pub fn step_by_itself(&mut self) {
        if !self.writing.lets_go_on(self.now()) {
            return;
        }
        if let Some(step) = hearing::automatic(&self.table.hearing, &self.presence, self.now()) {
            self.want(Wanted { step, actor: Actor::System, outcome: None, asker: Asker::Nobody });
        }
    }

    pub fn stage_stored(&mut self, underway: Underway, result: Result<Receipt, StoreError>) {
        let Underway { next, froze, sealed, indexed, asker } = underway;
        match result {
            // Not moved: a room or a person is taken at the new time.
            Ok(Receipt::Taken(taken)) => self.answer(asker, Err(taken_by(taken))),
            Ok(_) => {
                if let Some(stretches) = indexed {
                    self.recording.index.rest(&stretches);
                }
                self.signing.seals += u32::from(sealed);
                // Before the stage: a page that reads back has what it reads.
                if let Some(froze) = froze {
                    self.keep_added(froze);
                }
                self.move_on(next, asker);
            }
            Err(_) => {
                self.writing.fell_through(self.now());
                self.answer(asker, Err(not_stored()));
            }
        }
    }

    fn move_on(&mut self, next: Hearing, asker: Asker) {
        let readers = self.table.readers();
        // Seats may have been admitted or muted meanwhile: theirs are the rows known here.
        let seats = std::mem::take(&mut self.table.hearing.seats);
        let before = std::mem::replace(&mut self.table.hearing.stage, next.stage.clone());
        self.table.hearing = Hearing { version: next.version + 1, seats, ..next };
        if self.table.hearing.is_coming() {
            self.come_anew();
        }
        self.follow_recording(); // before anything private flows
        self.pull_in(&before);
        self.answer(asker, Ok(()));
        self.announce_stage();
        self.catch_up(&readers);
        self.end_reading();
        self.regrant();
        if self.table.is_vacant() {
            self.keep_lines();
            self.connections.close_all(ByeReason::HearingOver);
            self.media.close(self.media_room(), None);
        }
    }

    /// Everybody comes back to another room, which reads the record.
    pub fn begin_anew(&self) {
        let inbox = self.inbox.clone();
        // A closed inbox: the room is being put away already.
        tokio::spawn(async move { inbox.send(Wake::Stop).await });
    }

    pub fn entry_stored(&mut self, asker: Asker, op: OpId, result: Result<Receipt, StoreError>) {
        match result {
            Ok(Receipt::Entry(EntryReceipt::Written(entry))) => {
                let message = ServerMessage::Entry { op, entry: (&entry).into() };
                let taken = entry.id;
                self.table.keep_entry(entry);
                self.send_minutes(&message);
                self.announce_read_back(false); // it may no longer say what the minutes say
                self.entry_taken(taken);
                self.answer(asker, Ok(()));
            }
            Ok(Receipt::Entry(EntryReceipt::Repeated(entry))) => {
                // Its writer missed the first answer; everybody else knows the entry.
                if let Asker::Seat(by) = asker {
                    self.connections.send(by.seat, ServerMessage::Entry { op, entry: (&entry).into() });
                }
                self.answer(asker, Ok(()));
            }
            Ok(Receipt::Entry(EntryReceipt::Stale(entry))) => {
                self.line_overtaken(op, &entry);
                let refusal = Refused::new(RefusalCode::StaleRevision, entry.revision.to_string());
                self.answer(asker, Err(refusal));
            }
            _ => {
                self.line_not_stored(op);
                self.answer(asker, Err(not_stored()));
            }
        }
    }
}
