//! Presiding in a live hearing: decided by `domain::hearing::presiding`, recorded, then announced.

use super::{
    answers::{Asker, Asking, not_stored, refused},
    journal::{Record, Write},
    live::Live,
    pending::Pending,
};
use crate::domain::{
    Timestamp,
    event::Actor,
    hearing::{
        ParticipantRole, PlannedPhase, Presiding, Seat,
        presiding::{Bench, Measure, Order, StandIn, TIMED_SIDES, takeover_line},
    },
    ids,
    quality::DropReason,
    rights,
};
use signaling::{
    room::Input,
    wire::{self, PresidingDeed, PresidingView, RefusalCode, ServerMessage},
};

/// Presiding of a live hearing.
#[derive(Debug)]
pub struct Chair {
    /// As it is in the store.
    pub kept: Presiding,
    /// With what is on its way there: the next order is judged by it.
    ahead: Presiding,
    /// In the order they were taken.
    pub measures: Vec<Measure>,
    /// Whose removal the room is being asked for.
    pub removing: Option<Measure>,
    told: Option<PresidingView>,
}

impl Chair {
    pub fn of(kept: Presiding, measures: Vec<Measure>) -> Self {
        Self { ahead: kept.clone(), kept, measures, removing: None, told: None }
    }

    /// Whether the seat presides with what is on its way to the record: who is about to hand back leads no more.
    pub fn leads(&self, seat: &Seat) -> bool {
        self.ahead.presides(seat)
    }

    /// What the removal of this seat is on record for, once.
    pub fn removal_of(&mut self, seat: ids::SeatId) -> Option<Measure> {
        self.removing.take_if(|measure| measure.seat == seat)
    }
}

impl Live {
    pub fn preside_asked(&mut self, by: Asking, deed: PresidingDeed) {
        if !self.room.grants(by.seat).preside {
            return self.refuse(by, RefusalCode::NotAllowed, None);
        }
        let order = match deed {
            PresidingDeed::Conduct { op, seat, measure, code } => {
                let measure = Measure {
                    id: op.into(),
                    hearing: self.table.hearing.id,
                    seat: seat.into(),
                    kind: measure.into(),
                    code: code.into(),
                    by: by.seat.into(),
                    at: self.now(),
                };
                return self.conduct_asked(by, measure);
            }
            PresidingDeed::Allot { phase, side, seconds } => {
                Order::Allot { phase: phase.into(), side: side.into(), time: seconds.map(millis) }
            }
            PresidingDeed::Turn { side } => Order::TurnTo { side: side.map(Into::into) },
            PresidingDeed::LockMicrophones { locked } => Order::LockMicrophones { locked },
            PresidingDeed::Show { layout, spotlight } => {
                Order::Show { layout: layout.into(), spotlight: spotlight.map(Into::into) }
            }
            PresidingDeed::Grace { seconds } => Order::Grace { millis: millis(seconds) },
            PresidingDeed::Agenda { read, agenda } => {
                let before: Vec<_> = read.into_iter().map(planned).collect();
                let plan: Vec<_> = agenda.into_iter().map(planned).collect();
                return self.replan_asked((&before, &plan), by.actor(), by.into());
            }
            PresidingDeed::RestartRecording {} => return self.recording_anew_asked(by.actor(), by.into()),
            PresidingDeed::NameStandIn { seat } => Order::NameStandIn { seat: seat.map(Into::into) },
        };
        self.order(&order, by.actor(), by.into());
    }

    /// Puts an order on record; it takes effect with that.
    pub fn order(&mut self, order: &Order, actor: Actor, asker: Asker) {
        let (next, change) = match self.chair.ahead.ordered(order, &self.table.hearing, self.now()) {
            Ok(ordered) => ordered,
            Err(refusal) => return self.answer(asker, Err(refused(&refusal))),
        };
        if next == self.chair.ahead {
            return self.answer(asker, Ok(()));
        }
        let event = self.event(change, actor);
        let presiding = Write::Presiding(self.table.hearing.id, Box::new(next.clone()));
        let record = Record::of(vec![event]).with(presiding);
        self.chair.ahead = next.clone();
        self.writing.put(record, Pending::Presiding { next: Box::new(next), asker });
    }

    /// It is held another day: nobody is shown large, and whoever comes is heard.
    pub fn preside_anew(&mut self) {
        let layout = self.chair.ahead.layout;
        for order in [Order::LockMicrophones { locked: false }, Order::Show { layout, spotlight: None }] {
            self.order(&order, Actor::System, Asker::Nobody);
        }
    }

    pub fn presiding_stored(&mut self, next: Presiding, asker: Asker, stored: bool) {
        if !stored {
            self.chair.ahead = self.chair.kept.clone();
            self.writing.fell_through(self.now());
            return self.answer(asker, Err(not_stored()));
        }
        let shown = self.chair.kept.spotlight != next.spotlight;
        let takes_over = self.chair.kept.acting().is_none() && next.acting().is_some();
        self.chair.kept = next;
        if shown {
            self.feed(Input::Spotlight(self.chair.kept.spotlight.map(Into::into)));
        }
        self.regrant();
        if takes_over {
            self.took_over();
        }
        self.answer(asker, Ok(()));
    }

    /// The stand-in leads from now on: it signs the minutes too, and they tell of it.
    fn took_over(&mut self) {
        let Some(StandIn { seat, since: Some(since) }) = self.chair.kept.stand_in else { return };
        let Some(acting) = self.table.seat_mut(seat.into()) else { return };
        acting.acted.get_or_insert(since);
        let acting = acting.clone();
        if self.takes_minutes() {
            let op = ids::OpId(self.world.new_id());
            let line = takeover_line(&self.table.hearing, &acting, op, self.now());
            self.writing.put(line, Pending::Entry { asker: Asker::Nobody, op: op.into() });
        }
        self.announce_read_back(false);
    }

    /// The orders that clocks, presence and the stage ask for.
    pub fn order_by_itself(&mut self) {
        while self.now() >= self.writing.automatic_not_before && !self.table.is_vacant() {
            let bench = self.bench();
            let Some(order) = self.chair.ahead.automatic(&self.table.hearing, bench, self.now()) else {
                return;
            };
            let actor = match order {
                // Nobody else can give it; it is lost by leaving too.
                Order::GiveFloor { seat: Some(_) } => {
                    self.presiding_seat().map_or(Actor::System, Actor::Seat)
                }
                _ => Actor::System,
            };
            let before = self.chair.ahead.clone();
            self.order(&order, actor, Asker::Nobody);
            if self.chair.ahead == before {
                return; // refused, and said so in the log: asking again would not help
            }
        }
    }

    pub fn presiding_wakes_at(&self) -> Option<Timestamp> {
        let at = self.chair.ahead.wake_at(&self.table.hearing, self.bench())?;
        Some(at.max(self.writing.automatic_not_before))
    }

    fn bench(&self) -> Bench {
        let presider_gone = match self.presider() {
            // Removed by who stood in, or recused: never comes back.
            None => Some(Timestamp(0)),
            Some(seat) if self.is_there(seat.id) => None,
            Some(seat) => {
                let since = self.room.gone(seat.id.into()).map(|(since, _)| Timestamp(since));
                Some(since.or(self.table.hearing.vacated(seat)).unwrap_or(self.now()))
            }
        };
        Bench {
            floor: self.room.floor().map(Into::into),
            floor_there: self.room.floor_speaks(),
            presider_gone,
            stand_in_there: self.chair.ahead.stand_in.is_some_and(|stand_in| self.may_preside(stand_in.seat)),
        }
    }

    fn presider(&self) -> Option<&Seat> {
        self.table
            .hearing
            .standing()
            .find(|seat| seat.role == ParticipantRole::Presider && !self.table.is_barred(seat))
    }

    /// There, and not recused from the petition.
    fn may_preside(&self, id: ids::SeatId) -> bool {
        let recused = |seat: &Seat| rights::is_recused(seat, &self.table.petition.course);
        self.is_there(id) && !self.table.hearing.seat(id).is_some_and(recused)
    }

    fn presiding_seat(&self) -> Option<ids::SeatId> {
        self.table.hearing.seats.iter().find(|seat| self.chair.kept.presides(seat)).map(|seat| seat.id)
    }

    /// Whether somebody who counts for the seat is there: the stand-in counts for who it stands in for.
    pub fn is_represented(&self, seat: &Seat) -> bool {
        let acting = self.chair.ahead.acting().filter(|_| seat.role == ParticipantRole::Presider);
        self.is_there(seat.id) || acting.is_some_and(|acting| self.may_preside(acting))
    }

    /// Why the first of these seats is gone, as far as it is known.
    pub fn why_gone(&self, seats: &[ids::SeatId]) -> DropReason {
        let gone = seats.iter().find_map(|seat| self.room.gone((*seat).into()));
        gone.map_or(DropReason::Unknown, |(_, reason)| reason.into())
    }

    /// Tells everybody what has changed since they were told.
    pub fn announce_presiding(&mut self) {
        let view = self.presiding_view();
        if self.chair.told.as_ref() != Some(&view) {
            self.chair.told = Some(view.clone());
            self.connections.send_all(&ServerMessage::Presiding { presiding: view });
        }
    }

    pub fn presiding_view(&self) -> PresidingView {
        let presiding = &self.chair.kept;
        let sits = |side| self.table.hearing.standing().any(|seat| seat.role.side() == side);
        let sides: Vec<_> = TIMED_SIDES.into_iter().filter(|side| sits(*side)).collect();
        let times = self.table.hearing.agenda.iter().flat_map(|phase| {
            sides.iter().map(|side| {
                let time = presiding.clock.time(*phase, *side);
                wire::SpeakingTimeView {
                    phase: (*phase).into(),
                    side: (*side).into(),
                    allotted: time.allotted,
                    spent: time.spent,
                }
            })
        });
        let in_session = self.table.stage() == crate::domain::hearing::StageName::InSession;
        PresidingView {
            presider: self.presiding_seat().map(Into::into),
            stand_in: presiding.stand_in.map(|stand_in| stand_in.seat.into()),
            microphones_locked: presiding.microphones_locked,
            layout: presiding.layout.into(),
            spotlight: presiding.spotlight.map(Into::into),
            times: times.collect(),
            agenda: self.table.hearing.plan().map(plan_view).collect(),
            turn: presiding.clock.turn.map(|turn| wire::TurnView {
                side: turn.side.into(),
                since: turn.running.map(|(_, since)| since.0),
            }),
            absence_grace: presiding.absence_grace,
            suspends_at: self.presence.runs_out().filter(|_| in_session).map(|at| at.0),
            measures: self.chair.measures.iter().map(Into::into).collect(),
        }
    }
}

fn planned(one: wire::PlannedPhase) -> PlannedPhase {
    PlannedPhase { phase: one.phase.into(), minutes: one.minutes }
}

fn plan_view(one: PlannedPhase) -> wire::PlannedPhase {
    wire::PlannedPhase { phase: one.phase.into(), minutes: one.minutes }
}

fn millis(seconds: u32) -> i64 {
    i64::from(seconds) * 1000
}
