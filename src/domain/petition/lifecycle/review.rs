//! Review (复查) and re-review (复核): P15–P17, P19. Upheld and changed opinions go on to the next review; a revoked one
//! is no opinion any more, and the unit handles the matter anew.

use super::{By, Clock, ClockKind, Move, Refusal, RefusalCode};
use crate::domain::{
    event::EventKind,
    ids::{AgencyId, HearingId},
    jurisdiction::{Agency, NextHigher},
    petition::{Delivery, Finding, PetitionState, Review},
};
use time::{Date, Duration};

/// Most days to handle it anew in: as many as the first handling has (art. 34; our choice).
const MOST_TO_REDO: Duration = Duration::days(60);

impl Move<'_> {
    /// Too late, and the request is refused with notice: that is recorded, and nothing moves.
    pub(super) fn request_review(
        &mut self,
        organ: Option<&Agency>,
        above: &NextHigher,
        reason: String,
    ) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.may_ask(organ, above, reason)?;
        if self.asked_late(ClockKind::ReviewWindow) {
            self.change.kind = EventKind::PetitionReviewRefused;
            return Ok(());
        }
        let Some(organ) = organ else {
            self.ask_beyond(ClockKind::ReviewWindow, EventKind::PetitionReviewBeyond);
            return Ok(());
        };
        // Those there may be were of an earlier opinion.
        (self.petition.course.review, self.petition.course.rereview) = (None, None);
        self.stop(&[ClockKind::ReviewWindow]);
        self.start(ClockKind::Review);
        self.petition.state = PetitionState::ReviewRequested { unit, organ: organ.id, since: self.now };
        Ok(())
    }

    pub(super) fn request_rereview(
        &mut self,
        organ: Option<&Agency>,
        above: &NextHigher,
        reason: String,
    ) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.may_ask(organ, above, reason)?;
        if self.asked_late(ClockKind::RereviewWindow) {
            self.change.kind = EventKind::PetitionRereviewRefused;
            return Ok(());
        }
        let Some(organ) = organ else {
            self.ask_beyond(ClockKind::RereviewWindow, EventKind::PetitionRereviewBeyond);
            return Ok(());
        };
        self.stop(&[ClockKind::RereviewWindow]);
        self.start(ClockKind::Rereview);
        self.petition.state = PetitionState::RereviewRequested { unit, organ: organ.id, since: self.now };
        Ok(())
    }

    fn may_ask(&mut self, organ: Option<&Agency>, above: &NextHigher, reason: String) -> Result<(), Refusal> {
        if !self.is_appeal() {
            let sentence = "Only the opinion on an appeal (申诉求决) is reviewed";
            return self.no(RefusalCode::OnlyAppeals, sentence);
        }
        if self.petition.asked_beyond() {
            let sentence = "The request is on record already, for an organ above this system (上级机关)";
            return self.no(RefusalCode::WrongState, sentence);
        }
        if organ.is_some_and(|organ| !above.is(organ)) {
            let sentence = "The next higher organ reviews (上一级机关、单位), and none above that one";
            return self.no(RefusalCode::NotSuperior, sentence);
        }
        self.reason(reason)?;
        if let Some(organ) = organ {
            self.note("organ", organ.id);
        }
        if self.by == By::Staff {
            self.note("at_the_counter", "yes");
        }
        Ok(())
    }

    /// A reply whose receipt is not on record is not late to be answered: who asks has read it.
    fn asked_late(&self, window: ClockKind) -> bool {
        self.petition.clock(window).is_some_and(|clock| clock.is_lapsed(self.now))
    }

    /// Nobody of this system is above who answered (ADR 61): the request stands on record as made in time, and its window,
    /// be its receipt on record or not, runs out on nobody any more.
    fn ask_beyond(&mut self, window: ClockKind, kind: EventKind) {
        if self.petition.clock(window).is_none() {
            self.start(window);
        }
        self.stop(&[window]);
        self.change.kind = kind;
    }

    pub(super) fn start_review(&mut self) -> Result<(), Refusal> {
        let (unit, organ) = self.concerned()?;
        self.petition.state = PetitionState::Reviewing { unit, organ, since: self.now };
        Ok(())
    }

    pub(super) fn start_rereview(&mut self) -> Result<(), Refusal> {
        let (unit, organ) = self.concerned()?;
        self.petition.state = PetitionState::Rereviewing { unit, organ, since: self.now };
        Ok(())
    }

    fn concerned(&self) -> Result<(AgencyId, AgencyId), Refusal> {
        let nobody = || self.row.refuse(RefusalCode::WrongState, "No organ reviews it");
        Ok((self.unit()?, self.petition.state.reviewer().ok_or_else(nobody)?))
    }

    pub(super) fn decide_review(
        &mut self,
        finding: Finding,
        text: String,
        delivery: Delivery,
        redo_until: Option<Date>,
    ) -> Result<(), Refusal> {
        let (unit, organ) = self.concerned()?;
        let redo = self.day_to_redo(finding, redo_until)?;
        self.petition.course.review = Some(self.found(organ, finding, text)?);
        self.stop(&[ClockKind::Review]);
        match redo {
            Some(day) => {
                self.deliver(delivery, None)?;
                self.order_anew(unit, organ, day);
            }
            None => {
                self.deliver(delivery, Some(ClockKind::RereviewWindow))?;
                self.petition.state = PetitionState::Reviewed { unit, organ, delivered_at: self.now };
            }
        }
        Ok(())
    }

    pub(super) fn decide_rereview(
        &mut self,
        finding: Finding,
        text: String,
        redo_until: Option<Date>,
    ) -> Result<(), Refusal> {
        let (unit, organ) = self.concerned()?;
        let redo = self.day_to_redo(finding, redo_until)?;
        self.petition.course.rereview = Some(self.found(organ, finding, text)?);
        if let Some(day) = redo {
            self.stop(&[ClockKind::Rereview]);
            self.order_anew(unit, organ, day);
            return Ok(());
        }
        // As of a reply, the days run until the petitioner has it: else nothing would call for its delivery.
        let (now, calendar) = (self.now, self.calendar);
        if let Some(clock) = self.clock_mut(ClockKind::Rereview).filter(|clock| clock.is_paused()) {
            clock.resume(now, calendar);
            self.note("calendar", calendar.version());
        }
        self.petition.state = PetitionState::Rereviewed { unit, organ, since: now };
        Ok(())
    }

    fn found(&mut self, organ: AgencyId, finding: Finding, text: String) -> Result<Review, Refusal> {
        self.good_text(&text)?;
        self.note("organ", organ);
        self.note("finding", finding);
        Ok(Review { organ, finding, text })
    }

    /// By when it is handled anew, if the opinion is revoked.
    fn day_to_redo(&self, finding: Finding, until: Option<Date>) -> Result<Option<Date>, Refusal> {
        let today = self.now.local_date();
        let last = today.saturating_add(MOST_TO_REDO);
        let sentence = match (finding, until) {
            (Finding::Revoked, Some(day)) if today < day && day <= last => return Ok(Some(day)),
            (Finding::Revoked, _) => {
                "Who revokes an opinion orders by when it is made anew, within sixty days (责令重新办理)"
            }
            (_, None) => return Ok(None),
            (_, Some(_)) => "Only a revoked opinion is made anew",
        };
        self.no(RefusalCode::BadDeadline, sentence)
    }

    /// 责令重新办理. The day ordered is the one that counts: no sixty days run beside it. No window runs either: there is
    /// nothing to ask review of until the unit has replied again.
    fn order_anew(&mut self, unit: AgencyId, organ: AgencyId, until: Date) {
        self.note("redo_until", until);
        self.petition.clocks.push(Clock::ordered(self.now, until));
        self.petition.course.redone_by = Some(organ);
        self.handle_anew(unit);
    }

    /// A hearing stops the clock of re-review (art. 36); that of handling only by a local rule (trap 4).
    /// What has ended without what it was for ran while nobody stopped it, and begins no more.
    pub(super) fn pause_clock(
        &mut self,
        hearing: HearingId,
        reason: String,
        in_handling: bool,
    ) -> Result<(), Refusal> {
        let kind = self.clock_at_hand();
        if kind == ClockKind::Reply && !in_handling {
            let sentence = "A hearing while it is handled does not stop the sixty days";
            return self.no_by(34, RefusalCode::BadPause, sentence);
        }
        self.reason(reason)?;
        let now = self.now;
        match self.clock_mut(kind) {
            Some(clock) if clock.is_lapsed(now) => {
                let sentence = "The clock has run out: a hearing stops days that are still to come";
                return self.no(RefusalCode::BadPause, sentence);
            }
            Some(clock) if !clock.is_paused() => clock.pause(now),
            _ => return self.no(RefusalCode::BadPause, "The clock does not run"),
        }
        self.note("clock", kind);
        self.note("hearing", hearing);
        Ok(())
    }

    pub(super) fn resume_clock(&mut self) -> Result<(), Refusal> {
        let kind = self.clock_at_hand();
        let (now, calendar) = (self.now, self.calendar);
        match self.clock_mut(kind) {
            Some(clock) if clock.is_paused() => clock.resume(now, calendar),
            _ => return self.no(RefusalCode::BadPause, "The clock is not paused"),
        }
        self.note("clock", kind);
        self.note("calendar", calendar.version());
        Ok(())
    }

    const fn clock_at_hand(&self) -> ClockKind {
        match self.petition.state {
            PetitionState::Rereviewing { .. } => ClockKind::Rereview,
            _ => ClockKind::Reply,
        }
    }

    /// P19: the opinion of re-review reached the petitioner; it is final.
    pub(super) fn terminate(&mut self, delivery: Delivery) -> Result<(), Refusal> {
        let (unit, organ) = self.concerned()?;
        self.deliver(delivery, None)?;
        self.note("organ", organ);
        self.stop_all();
        self.petition.state = PetitionState::Terminated { unit, at: self.now };
        Ok(())
    }
}
