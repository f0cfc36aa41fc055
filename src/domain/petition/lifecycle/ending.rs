//! Ending and beginning again: P18, P20–P22.

use super::{By, Clock, ClockKind, Move, Refusal, RefusalCode};
use crate::domain::{
    event::EventKind,
    ids::AgencyId,
    petition::{PetitionState, Proof, ReopenGround, Retention, UndoGround, has_left},
};

/// Working days after which the reply to a suggestion or a report closes it (our choice): two weeks, in which a posted
/// reply arrives and a call back is made. No window for review ends for them.
pub const SETTLED_AFTER: u32 = 10;

impl Move<'_> {
    /// The petitioner closes by accepting, at any time. Staff close with that acceptance in hands, or when nothing may
    /// be asked for any more: else whoever is reviewed would end the right to review (art. 35). A clock does no more.
    pub(super) fn close(&mut self, reason: String, accepted: Option<Proof>) -> Result<(), Refusal> {
        let unit = self.unit()?;
        let open = self.may_still_ask();
        self.note("window", if open { "open" } else { "over" });
        match accepted {
            Some(acceptance) => self.accepted(acceptance)?,
            None if self.by == By::Petitioner => self.note("accepted", "yes"),
            None if open => {
                let sentence = "Review may still be asked for: it is closed when its window is over, or when the \
                    petitioner has accepted in writing or in a hearing";
                return self.no_by(self.article_of_window(), RefusalCode::WindowOpen, sentence);
            }
            None if self.by == By::System && self.petition.asked_beyond() => {
                let sentence =
                    "Review was asked of an organ above this system: whoever has its answer closes it";
                return self.no_by(self.article_of_window(), RefusalCode::WindowOpen, sentence);
            }
            None if self.by == By::System && !self.is_settled() => {
                let sentence = "A suggestion or report is closed ten working days after its reply";
                return self.no(RefusalCode::WindowOpen, sentence);
            }
            None => {}
        }
        self.reason(reason)?;
        self.stop_all();
        self.petition.state = PetitionState::Closed { unit, at: self.now };
        Ok(())
    }

    /// Whether review or re-review may still be asked for. A window has not begun while nobody knows when the
    /// petitioner had the opinion in hands.
    fn may_still_ask(&self) -> bool {
        let windows = [ClockKind::ReviewWindow, ClockKind::RereviewWindow];
        let window = windows.iter().find_map(|kind| self.petition.clock(*kind));
        self.is_appeal()
            && !self.petition.asked_beyond()
            && window.is_none_or(|clock| !clock.is_lapsed(self.now))
    }

    const fn article_of_window(&self) -> u8 {
        match self.petition.state {
            PetitionState::Reviewed { .. } => ClockKind::RereviewWindow.article(),
            _ => ClockKind::ReviewWindow.article(),
        }
    }

    /// Whether the reply has been out for as long as a clock waits.
    fn is_settled(&self) -> bool {
        let PetitionState::Replied { delivered_at, .. } = self.petition.state else { return true };
        let last = self.calendar.working_day_after(delivered_at.local_date(), SETTLED_AFTER);
        self.is_appeal() || last.is_some_and(|last| last < self.now.local_date())
    }

    fn accepted(&mut self, acceptance: Proof) -> Result<(), Refusal> {
        let delivered_at = self.petition.state.delivered_at().unwrap_or(self.now);
        if acceptance.at.local_date() < delivered_at.local_date() {
            let sentence = "The acceptance is older than what is accepted";
            return self.no_by(self.article_of_window(), RefusalCode::BadAcceptance, sentence);
        }
        self.note("accepted", acceptance.way);
        self.note("acceptance", acceptance.paper);
        Ok(())
    }

    /// Who withdraws from what others are in ends it for their own household; it ends when all have (art. 20). Their query
    /// code says who they are; staff name what shows that it was they who withdrew.
    pub(super) fn withdraw(
        &mut self,
        reason: String,
        together: bool,
        proof: Option<Proof>,
    ) -> Result<(), Refusal> {
        self.reason(reason)?;
        match proof {
            Some(proof) => {
                self.note("shown_by", proof.way);
                self.note("proof", proof.paper);
            }
            None if self.by == By::Petitioner => {}
            None => {
                let sentence = "A withdrawal recorded at the desk rests on a paper that the petitioner signed, kept with \
                    the petition, or on a hearing of it whose minutes say so";
                return self.no(RefusalCode::ProofNeeded, sentence);
            }
        }
        if together || matches!(self.petition.state, PetitionState::Merged { .. }) {
            if self.petition.course.left_at.is_some() {
                return Err(has_left());
            }
            self.change.kind = EventKind::PetitionHouseholdLeft;
            self.petition.course.left_at = Some(self.now);
            return Ok(());
        }
        if let Some(unit) = self.petition.state.unit() {
            self.note("unit", unit);
        }
        self.stop_all();
        self.petition.state = PetitionState::Withdrawn { at: self.now };
        Ok(())
    }

    /// New days from now on beside the old dates, which stay.
    pub(super) fn reopen(&mut self, ground: ReopenGround, reason: String) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.reason(reason)?;
        self.note("ground", ground);
        if self.is_appeal() {
            self.start(ClockKind::Reply);
        }
        self.handle_anew(unit);
        Ok(())
    }

    /// Rework: back to who handled it, or to the unit where there is nobody to go back to.
    pub(super) fn handle_anew(&mut self, unit: AgencyId) {
        self.note("unit", unit);
        self.count_rework();
        let since = self.now;
        self.petition.state = match self.petition.course.handler {
            Some(handler) => PetitionState::Handling { unit, handler, since },
            None => PetitionState::Accepted { unit, since },
        };
    }

    fn count_rework(&mut self) {
        self.petition.course.reworks += 1;
        self.note("reworks", self.petition.course.reworks);
    }

    /// What was merged is by itself again: its own code shows its own way.
    pub(super) fn undo(&mut self, ground: UndoGround, reason: String) -> Result<(), Refusal> {
        if ground == UndoGround::OrganReturned && self.petition.state.organ().is_none() {
            let sentence = "Only the organ that it was diverted to could have given it back";
            return self.no(RefusalCode::BadGround, sentence);
        }
        self.reason(reason)?;
        self.note("ground", ground);
        self.note("ended", self.petition.state.name());
        self.screen_anew();
        Ok(())
    }

    /// Rework: screened again, with fifteen days beside the first ones, which stay. Whoever is routed next objects and extends
    /// on their own account: what was said, ruled and granted was of another unit.
    pub(super) fn screen_anew(&mut self) {
        self.count_rework();
        let course = &mut self.petition.course;
        course.left_at = None;
        (course.objections, course.ruled, course.extended_by) = (0, false, None);
        self.start(ClockKind::Route);
        self.owe_upwards_again();
        self.petition.state = PetitionState::Screening;
    }

    /// Who is above set a day, and not so many days: what a bureau owed when the matter ended it owes by the same day, be
    /// that over. The anchor stays too: by it such a day is known.
    fn owe_upwards_again(&mut self) {
        use PetitionState as S;
        let (S::Merged { at, .. }
        | S::Diverted { at, .. }
        | S::NotAccepted { at, .. }
        | S::NoLongerAccepted { at, .. }
        | S::Withdrawn { at }) = self.petition.state
        else {
            return;
        };
        let petition = &self.petition;
        let owed = |clock: &&Clock| clock.stopped_at == Some(at) && petition.is_ordered_from_above(clock);
        let again = |clock: &Clock| Clock { stopped_at: None, ..clock.clone() };
        let again: Vec<_> = petition.clocks.iter().filter(owed).map(again).collect();
        self.petition.clocks.extend(again);
    }

    pub(super) fn archive(&mut self, retention: Retention) -> Result<(), Refusal> {
        self.note("retention", retention);
        self.stop_all();
        let ended = Box::new(self.petition.state.clone());
        self.petition.state = PetitionState::Archived { ended, retention, at: self.now };
        Ok(())
    }
}
