//! The hearing moves on: decided by `domain::hearing::lifecycle`, recorded, then announced.

use super::{
    Command, Refused,
    index::Indexing,
    journal::{Books, Job, Receipt, Record},
    live::Live,
    pending::{Asker, Pending, Turn, Wanted, refused},
    signing::{Added, Checked},
};
use crate::{
    domain::{
        event::{Actor, Change, Event},
        hearing::{
            self, Entry, Hearing, Mark, Outcome, OutcomeDraft, OutcomeFacts, OutcomeFaultCode, RecordingStage, Seal, Seat,
            Stage, Step, Stepped, presiding::Order,
        },
        ids::{ActionItemId, EventId},
        quality::DropReason,
        with_causes,
    },
    storage::{BookingClash, EntryReceipt, StoreError},
};
use signaling::{
    room::Input,
    wire::{ByeReason, OpId, RefusalCode, SeatId, ServerMessage},
};

/// After a failed write, automatic steps are tried again this much later. Milliseconds.
pub const TRY_AGAIN_AFTER: i64 = 2_000;

impl Live {
    pub fn command(&mut self, by: Actor, command: Command, asker: Asker) {
        let waits =
            matches!(command, Command::SealLate(_) | Command::SendCode { .. } | Command::Replan { .. });
        if waits {
            return self.in_turn(Turn::Command { by, command, asker });
        }
        self.take_command(by, command, asker);
    }

    fn take_command(&mut self, by: Actor, command: Command, asker: Asker) {
        let (step, outcome) = match command {
            Command::IssueOutcome(draft, left) => match self.outcome(draft) {
                Ok(outcome) => (Step::IssueOutcome { left }, Some(outcome)),
                Err(refusal) => return self.answer(asker, Err(refusal)),
            },
            Command::Cancel { reason } => (Step::Cancel { reason }, None),
            Command::Adjourn { reason } => (Step::Adjourn { reason }, None),
            Command::Postpone { reason, to } => (Step::Postpone { reason, to }, None),
            Command::Archive { package, reason } => (Step::Archive { package, reason }, None),
            Command::SealLate(outcome) => return self.seal_late(by, outcome.as_deref(), asker),
            Command::TakePaper { paper, seat, attachment, sha256 } => {
                let scan = Mark::PaperScan { attachment, sha256 };
                return self.paper_taken(by, (paper, seat), scan, asker);
            }
            Command::Mask { seat, shown } => return self.mask_asked(by, seat, shown, asker),
            Command::AddSeat(seat, change) => {
                let events = vec![self.event(change, by)];
                return self.change_seats(vec![*seat], events, None, asker);
            }
            Command::Replan { before, plan } => return self.replan_asked((&before, &plan), by, asker),
            Command::Reseat(reseating) => return self.reseat_asked(by, &reseating, asker),
            Command::Duty(duty) => return self.duty(by, duty, asker),
            Command::TakeProxy { paper, seat, name, reason, strokes, authorisation } => {
                let proxy = Mark::Proxy { name, strokes, reason, paper: Some(authorisation) };
                return self.paper_taken(by, (paper, seat), proxy, asker);
            }
            Command::SendCode { paper, seat, ending } => {
                return self.code_asked(by, (paper, seat), ending, asker);
            }
            Command::Plan(plan) => return self.order(&Order::Plan(plan), by, asker),
            Command::BringExhibit(brought) => return self.exhibit_brought(by, brought, asker),
            Command::EndSeat(seat) => {
                self.end_seat(seat.into());
                return self.answer(asker, Ok(()));
            }
        };
        self.want(Wanted { step, actor: by, outcome, asker });
    }

    fn outcome(&self, draft: OutcomeDraft) -> Result<(Outcome, Vec<Change>), Refused> {
        let entries: Vec<_> = self.minutes.iter().map(|entry| entry.id).collect();
        let proposals: Vec<_> = self.papers.items.iter().chain(&self.papers.carried).cloned().collect();
        let facts = OutcomeFacts {
            hearing: &self.hearing,
            agencies: &self.agencies,
            entries: &entries,
            proposals: &proposals,
            now: self.now(),
        };
        draft.issue(&facts, || ActionItemId(self.world.new_id())).map_err(|fault| {
            let code = match fault.code {
                OutcomeFaultCode::LeftOut => RefusalCode::LeftOut,
                _ => RefusalCode::BadText,
            };
            Refused { code, detail: fault.to_string() }
        })
    }

    /// The seat's link was renewed: its device goes, its media with it.
    fn end_seat(&mut self, seat: SeatId) {
        if let Some(conn) = self.connections.current(seat) {
            self.connections.close(seat, conn, ByeReason::SessionEnded);
            self.lost(seat, conn, signaling::wire::DisconnectReason::Unknown);
        }
        self.feed(Input::DeviceEnded(seat));
        self.media.close(self.media_room(), Some(seat));
    }

    pub fn want(&mut self, wanted: Wanted) {
        self.in_turn(Turn::Step(wanted));
    }

    /// Takes it now, or after what is being recorded: what it freezes and seals has every line and signature that came
    /// before it.
    pub fn in_turn(&mut self, turn: Turn) {
        self.waiting.queue.push_back(turn);
        self.take_turns();
    }

    /// Takes what waited in the order it came, as far as nothing is being recorded.
    pub fn take_turns(&mut self) {
        while !self.is_busy() && !self.pending.values().any(Pending::brings_line) {
            match self.waiting.queue.pop_front() {
                None => return,
                Some(Turn::Step(wanted)) => self.take_step(wanted),
                Some(Turn::Sign { by, actor, asked, asker }) => self.sign(by, actor, asked, asker),
                Some(Turn::Command { by, command, asker }) => self.take_command(by, command, asker),
                Some(Turn::Frame { seat, conn, frame }) => {
                    // Also of who was lost meanwhile: it was asked for. Not of who was sent away.
                    if self.seat(seat).is_some_and(Seat::stands) {
                        self.take_frame(seat, conn, frame);
                    }
                }
            }
        }
    }

    /// Whether a line that is written now comes before whatever freezes them for good.
    pub fn takes_minutes(&self) -> bool {
        let stage = self.waiting.recording.unwrap_or_else(|| self.hearing.stage.name());
        stage.takes_minutes()
    }

    fn take_step(&mut self, Wanted { step, actor, outcome, asker }: Wanted) {
        let stepped = self.check_signing(&step).and_then(|checked| {
            let stepped = hearing::step(&self.hearing, step, &self.presence, self.now())?;
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
        let change = self.telling_unanswered(change, &next);
        let change = self.telling_unsigned(change, &next, froze.as_ref());
        let frozen = froze.iter().map(Added::change);
        let sealed = seal.iter().map(Seal::change);
        let changes = std::iter::once(change).chain(left.changes()).chain(frozen).chain(orders).chain(sealed);
        let mut events: Vec<_> = changes.map(|change| self.event(change, actor)).collect();
        if self.media.recorder(self.media_room()).is_some() {
            let recording = RecordingStage::of(&self.hearing.stage);
            let switched = recording.change_to(RecordingStage::of(&next.stage));
            events.extend(switched.map(|change| self.event(change, Actor::System)));
        }
        let indexed = self.index_closed_by(&next.stage);
        let moves = next.stage == Stage::Scheduled; // to new times, or at last to some
        let books = moves.then(|| Books::at_times_of(&next, next.standing().map(|seat| &seat.occupant)));
        let record = Record {
            books,
            anew: next.is_coming().then_some(next.id),
            hearing: Some(next.clone()),
            outcome,
            signing: froze.iter().cloned().collect(),
            end_seat_sessions_of: next.stage.name().is_over().then_some(next.id),
            events,
            seal,
            index: indexed.clone().map(|stretches| Indexing { hearing: next.id, stretches, vouched: true }),
            ..Record::default()
        };
        let (froze, sealed) = (froze.map(Box::new), record.seal.is_some());
        let job = self.journal.write(Job::Record(Box::new(record)));
        self.waiting.recording = Some(next.stage.name());
        self.pending.insert(job, Pending::Stage { next: Box::new(next), froze, sealed, indexed, asker });
    }

    pub fn event(&self, change: Change, actor: Actor) -> Event {
        change.hearing_event(EventId(self.world.new_id()), self.now(), actor, &self.petition, self.hearing.id)
    }

    /// The step that time and presence ask for, if any.
    pub fn step_by_itself(&mut self) {
        let waits = self.is_busy() || !self.waiting.queue.is_empty();
        if waits || self.now().0 < self.waiting.automatic_not_before {
            return;
        }
        if let Some(step) = hearing::automatic(&self.hearing, &self.presence, self.now()) {
            self.want(Wanted { step, actor: Actor::System, outcome: None, asker: Asker::Nobody });
        }
    }

    /// What became of a job of the journal.
    pub fn stored(&mut self, job: u64, result: Result<Receipt, StoreError>) {
        let Some(pending) = self.pending.remove(&job) else { return };
        if let Err(error) = &result {
            tracing::error!(hearing.id = %self.hearing.id, error = %with_causes(error), "Could not put on record");
        }
        match (pending, result) {
            (Pending::Stage { asker, .. }, Ok(Receipt::Taken(taken))) => self.time_taken(&taken, asker),
            (Pending::Stage { next, froze, sealed, indexed, asker }, result) => {
                if result.is_ok() {
                    if let Some(stretches) = indexed {
                        self.recording.index.rest(&stretches);
                    }
                    self.signing.seals += u32::from(sealed);
                    // Before the stage: a page that reads back has what it reads.
                    if let Some(froze) = froze {
                        self.keep_added(*froze);
                    }
                }
                self.stage_stored(*next, asker, result.is_ok());
            }
            (Pending::Agenda { next, asker }, result) => self.agenda_stored(*next, asker, result.is_ok()),
            (Pending::Seats { seats, asker }, result) => self.seats_stored(seats, asker, result),
            (Pending::Signing { added, sealed, asker }, result) => {
                self.signing_stored(added.map(|added| *added), sealed, asker, result.is_ok());
            }
            (Pending::Proposed { proposed, asker }, result) => {
                self.proposed_stored(*proposed, asker, result.is_ok());
            }
            (Pending::Question { question, seat, measure }, Ok(_)) => {
                if !seat.stands() {
                    self.quality.dropped(seat.id.into(), DropReason::Removed, self.now());
                }
                if let Some(known) = self.seat_mut(seat.id.into()).filter(|known| known.stands()) {
                    *known = *seat;
                }
                self.feed(Input::Recorded(question));
                if let Some(measure) = measure {
                    self.measure_stored(*measure, Asker::Nobody, true);
                }
            }
            (Pending::Presiding { next, asker }, result) => {
                self.presiding_stored(*next, asker, result.is_ok());
            }
            (Pending::Measure { measure, asker }, result) => {
                self.measure_stored(*measure, asker, result.is_ok());
            }
            (Pending::Talk(question), Ok(_)) => self.feed(Input::Recorded(question)),
            (Pending::Talk(question) | Pending::Question { question, .. }, Err(_)) => {
                self.feed(Input::NotRecorded(question))
            }
            (Pending::Entry { asker, op }, Ok(Receipt::Entry(receipt))) => {
                self.entry_stored(asker, op, receipt);
            }
            (Pending::Entry { asker, .. }, _) => self.answer(asker, Err(not_stored())),
            (Pending::Exhibit(underway), result) => self.exhibit_stored(*underway, result),
            (Pending::Chat(underway), result) => self.chat_stored(*underway, result),
            (Pending::RecordingAnew { asker }, result) => self.recording_anew_stored(asker, result.is_ok()),
            (Pending::Stretches(due), Err(_)) => self.stretches_lost(&due),
            (Pending::Stretches(due), Ok(_)) => self.recording.index.stored(&due),
            (Pending::Note, _) => {}
        }
    }

    /// Not moved: a room or a person is taken at the new time.
    fn time_taken(&mut self, taken: &[BookingClash], asker: Asker) {
        self.waiting.recording = None;
        self.answer(asker, Err(taken_by(taken)));
    }

    fn stage_stored(&mut self, next: Hearing, asker: Asker, stored: bool) {
        self.waiting.recording = None;
        if stored {
            // Seats may have been admitted or muted meanwhile: theirs are the rows known here.
            let seats = std::mem::take(&mut self.hearing.seats);
            let before = std::mem::replace(&mut self.hearing.stage, next.stage.clone());
            self.hearing = Hearing { version: next.version + 1, seats, ..next };
            if self.hearing.is_coming() {
                self.come_anew();
            }
            self.follow_recording(); // before anything private flows
            self.pull_in(&before);
            self.answer(asker, Ok(()));
            self.announce_stage();
            self.end_reading();
            self.regrant();
            if self.is_vacant() {
                self.keep_lines();
                self.connections.close_all(ByeReason::HearingOver);
                self.media.close(self.media_room(), None);
            }
        } else {
            self.waiting.automatic_not_before = self.now().0 + TRY_AGAIN_AFTER;
            self.answer(asker, Err(not_stored()));
        }
    }

    pub fn entry_stored(&mut self, asker: Asker, op: OpId, receipt: EntryReceipt) {
        match receipt {
            EntryReceipt::Written(entry) => {
                let message = ServerMessage::Entry { op, entry: (&entry).into() };
                let taken = entry.id;
                self.keep_entry(entry);
                self.send_minutes(&message);
                self.announce_read_back(false); // it may no longer say what the minutes say
                self.entry_taken(taken);
                self.answer(asker, Ok(()));
            }
            EntryReceipt::Repeated(entry) => {
                // Its writer missed the first answer; everybody else knows the entry.
                if let Asker::Seat { seat, .. } = asker {
                    self.connections.send(seat, ServerMessage::Entry { op, entry: (&entry).into() });
                }
                self.answer(asker, Ok(()));
            }
            EntryReceipt::Stale(entry) => {
                let refusal =
                    Refused { code: RefusalCode::StaleRevision, detail: entry.revision.to_string() };
                self.answer(asker, Err(refusal));
            }
        }
    }

    fn keep_entry(&mut self, entry: Entry) {
        match self.minutes.iter_mut().find(|known| known.id == entry.id) {
            Some(known) => *known = entry,
            None => self.minutes.push(entry),
        }
    }

    pub fn answer(&mut self, asker: Asker, result: Result<(), Refused>) {
        match (asker, result) {
            (Asker::Nobody, Ok(())) => {}
            (Asker::Nobody, Err(refusal)) => {
                tracing::warn!(hearing.id = %self.hearing.id, "An automatic step was not taken: {refusal}");
            }
            // The caller may have given up waiting.
            (Asker::Caller(reply), result) => drop(reply.send(result)),
            (Asker::Seat { seat, conn, re }, result) if self.connections.is_current(seat, conn) => {
                match result {
                    Ok(()) => self.connections.send(seat, ServerMessage::Done { re }),
                    Err(Refused { code, detail }) => self.refuse(seat, re, code, Some(detail)),
                }
            }
            (Asker::Seat { .. }, _) => {}
        }
    }
}

/// A room or a person belongs to other hearings at that time.
pub fn taken_by(clashes: &[BookingClash]) -> Refused {
    let numbers: std::collections::BTreeSet<_> = clashes.iter().map(|clash| clash.number.as_str()).collect();
    let numbers = numbers.into_iter().collect::<Vec<_>>().join("、");
    let detail = format!("a room or a person is taken then by {numbers}");
    Refused { code: RefusalCode::WrongStage, detail }
}

pub fn not_stored() -> Refused {
    Refused {
        code: RefusalCode::NotStored,
        detail: "the record could not be written; nothing changed".into(),
    }
}
