//! At the unit, from the handler to the reply in the petitioner's hands: P10–P14.

use super::{Clock, ClockKind, Move, Refusal, RefusalCode};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, StaffId},
    people::{Role, Staff},
    petition::{Category, Delivery, Opinion, OpinionResult, PetitionState, ReturnKind},
};
use time::Date;

/// Most days an extension adds (T5).
const MOST_EXTENSION: u16 = 30;

impl Move<'_> {
    pub(super) fn assign_handler(&mut self, handler: &Staff) -> Result<(), Refusal> {
        let unit = self.unit()?;
        let works = [Role::Handler, Role::UnitHead, Role::BureauHead].iter().any(|role| handler.has(*role));
        if handler.agency != unit || handler.disabled || !works {
            let sentence = "The handler must be a handler (承办人) of the unit that has the petition";
            return self.no(RefusalCode::BadHandler, sentence);
        }
        self.not_recused(handler.id)?;
        if self.petition.accuses_person(handler.id) {
            let sentence = "A report is not handled by whom it accuses";
            return self.no_by(30, RefusalCode::BadHandler, sentence);
        }
        self.note("handler", handler.id);
        self.petition.course.handler = Some(handler.id);
        self.petition.state = self.in_hands(unit, handler.id);
        Ok(())
    }

    /// Being handled, within the sixty days or beyond.
    pub(super) fn in_hands(&self, unit: AgencyId, handler: StaffId) -> PetitionState {
        let since = self.now;
        match self.petition.clock(ClockKind::Reply) {
            Some(clock) if clock.extended_by > 0 => PetitionState::Extended { unit, handler, since },
            _ => PetitionState::Handling { unit, handler, since },
        }
    }

    fn not_recused(&self, staff: StaffId) -> Result<(), Refusal> {
        if self.petition.course.is_recused(staff) {
            let sentence = "Who has a direct interest in the matter keeps away from it (回避)";
            return self.no_by(28, RefusalCode::Recused, sentence);
        }
        Ok(())
    }

    /// Whoever works on it, at the bureau, the unit or the organ of review. A handler who must keep away leaves it to be given to
    /// another, and a draft of theirs is dropped; who handled it once is not given it again.
    pub(super) fn recuse(&mut self, staff: StaffId, reason: String) -> Result<(), Refusal> {
        self.not_recused(staff)?;
        self.reason(reason)?;
        self.note("staff", staff);
        self.petition.course.recused.push(staff);
        if self.petition.course.handler == Some(staff) {
            self.petition.course.handler = None;
        }
        if self.petition.course.first_approval == Some(staff) {
            self.petition.course.first_approval = None; // given by who should not have
        }
        if self.petition.state.handler() == Some(staff) {
            let unit = self.unit()?;
            self.drop_draft();
            self.petition.state = PetitionState::Accepted { unit, since: self.now };
        }
        Ok(())
    }

    pub(super) fn drop_draft(&mut self) {
        self.petition.opinion = None;
        self.petition.course.first_approval = None;
    }

    /// Counted from acceptance: 60 + `days`, so that a date rolled over a holiday is not extended again.
    pub(super) fn extend(&mut self, days: u16, reason: String) -> Result<(), Refusal> {
        let PetitionState::Handling { unit, handler, .. } = self.petition.state else {
            return self.no(RefusalCode::BadExtension, "The time to reply is extended once");
        };
        if !self.is_appeal() {
            return self.no(RefusalCode::OnlyAppeals, "Only appeals (申诉求决) have days to extend");
        }
        if !(1..=MOST_EXTENSION).contains(&days) || self.petition.course.extended_by.is_some() {
            return self.no(RefusalCode::BadExtension, "An extension is granted once, of 1 to 30 days");
        }
        self.reason(reason)?;
        let (now, calendar) = (self.now, self.calendar);
        let (before, after, paused) = match self.clock_mut(ClockKind::Reply) {
            Some(clock) if !clock.is_lapsed(now) => {
                let before = clock.due;
                clock.extended_by = days;
                clock.reckon(calendar);
                (before, clock.due, clock.is_paused())
            }
            _ => return self.no(RefusalCode::TooLate, "An extension is granted before the due date"),
        };
        (self.change.due_before, self.change.due_after) = (Some(before), Some(after));
        self.note("days", days);
        self.note("calendar", calendar.version());
        if paused {
            self.note("paused", "yes");
        }
        self.petition.course.extended_by = Some(days);
        self.petition.state = PetitionState::Extended { unit, handler, since: now };
        Ok(())
    }

    fn in_work(&self) -> Result<(AgencyId, StaffId), Refusal> {
        let nobody = || self.row.refuse(RefusalCode::WrongState, "Nobody handles it yet");
        Ok((self.unit()?, self.petition.state.handler().ok_or_else(nobody)?))
    }

    /// A text changed is approved anew.
    pub(super) fn draft_reply(&mut self, opinion: Opinion) -> Result<(), Refusal> {
        let (unit, handler) = self.in_work()?;
        self.good_text(&opinion.text)?;
        self.fits(opinion.result)?;
        let basis = opinion.basis.trim().to_owned();
        // Whether to follow an idea is seldom a matter of law.
        let needless = self.petition.category == Category::Suggestion && basis.is_empty();
        if !needless && !(4..=2000).contains(&basis.chars().count()) {
            let sentence =
                "The opinion names its basis (依据), the laws, rules or policies, in 4 to 2,000 characters";
            return self.no_by(32, RefusalCode::NoBasis, sentence);
        }
        self.note("result", opinion.result);
        if !needless {
            self.note("basis", &basis);
        }
        self.petition.opinion = Some(Opinion { basis, ..opinion });
        self.petition.course.first_approval = None;
        self.petition.state = PetitionState::ReplyApproval { unit, handler };
        Ok(())
    }

    fn fits(&self, result: OpinionResult) -> Result<(), Refusal> {
        if OpinionResult::of(self.petition.category).contains(&result) {
            return Ok(());
        }
        let sentence = "A suggestion is adopted, partly, or not; all else is supported or not";
        self.no_by(29, RefusalCode::OtherResult, sentence)
    }

    /// A draft from before the matter was found to be of another category is returned, and written anew.
    fn draft_fits(&self) -> Result<(), Refusal> {
        self.petition.opinion.as_ref().map_or(Ok(()), |draft| self.fits(draft.result))
    }

    pub(super) fn good_text(&self, text: &str) -> Result<(), Refusal> {
        if (10..=10_000).contains(&text.trim().chars().count()) {
            return Ok(());
        }
        let sentence = "The opinion states request, facts and reasons in 10 to 10,000 characters";
        self.no_by(32, RefusalCode::BadOpinion, sentence)
    }

    pub(super) fn approve_reply(&mut self, by: StaffId) -> Result<(), Refusal> {
        self.not_recused(by)?;
        self.draft_fits()?;
        if self.petition.course.first_approval.is_some() {
            let sentence = "The first approval was given; the second delivers the reply";
            return self.no(RefusalCode::SecondApprover, sentence);
        }
        self.petition.course.first_approval = Some(by);
        Ok(())
    }

    pub(super) fn return_reply(&mut self, how: ReturnKind, reason: String) -> Result<(), Refusal> {
        let (unit, handler) = self.in_work()?;
        if reason.trim().chars().count() < 10 {
            let sentence = "A draft is returned with a reason of 10 to 500 characters";
            return self.no(RefusalCode::ReasonNeeded, sentence);
        }
        self.reason(reason)?;
        self.note("how", how);
        self.petition.course.first_approval = None;
        if how == ReturnKind::Rehandle {
            self.drop_draft();
        }
        self.petition.state = self.in_hands(unit, handler);
        Ok(())
    }

    pub(super) fn deliver_reply(
        &mut self,
        delivery: Delivery,
        by: StaffId,
        two_stage: bool,
    ) -> Result<(), Refusal> {
        let unit = self.unit()?;
        self.not_recused(by)?;
        self.draft_fits()?;
        match self.petition.course.first_approval {
            _ if !two_stage => {}
            Some(first) if first != by => {}
            Some(_) => {
                return self.no(RefusalCode::SecondApprover, "Another person approves the second time");
            }
            None => {
                let sentence = "This house approves replies in two stages; the first approval is missing";
                return self.no(RefusalCode::SecondApprover, sentence);
            }
        }
        let paused = self.petition.clock(ClockKind::Reply).is_some_and(Clock::is_paused);
        self.stop(&[ClockKind::Reply, ClockKind::Ordered]);
        if paused {
            self.note_reply_due();
        }
        self.petition.course.redone_by = None;
        self.deliver(delivery, Some(ClockKind::ReviewWindow))?;
        self.note("unit", unit);
        if let Some(result) = self.petition.opinion.as_ref().map(|opinion| opinion.result) {
            self.note("result", result);
        }
        self.petition.state = PetitionState::Replied { unit, delivered_at: self.now };
        Ok(())
    }

    /// By when a reply was due whose clock stood still until now: no event of before tells of the days that the pause added.
    fn note_reply_due(&mut self) {
        let ended = self.petition.clocks.iter().filter(|clock| {
            let of_reply = matches!(clock.kind, ClockKind::Reply | ClockKind::Ordered);
            of_reply && clock.stopped_at == Some(self.now) && !self.petition.is_ordered_from_above(clock)
        });
        if let Some(due) = ended.map(|clock| clock.due).min() {
            self.note("reply_due", due.0);
        }
    }

    /// Notes how it went out and starts the window that its receipt opens, if it opens one, once that is known.
    pub(super) fn deliver(&mut self, delivery: Delivery, window: Option<ClockKind>) -> Result<(), Refusal> {
        self.note("way", delivery.way);
        let day = match delivery.received_on {
            Some(day) => day,
            None if delivery.way.is_at_once() => self.now.local_date(),
            None => return Ok(()),
        };
        self.received(day, self.begun_on(), window)?;
        let begun = window.filter(|_| self.is_appeal()).and_then(|window| self.petition.clock(window));
        if begun.is_some_and(|clock| clock.is_lapsed(self.now)) {
            let sentence =
                "By that day the time for review is over: hand over or post it anew, and it begins with that";
            return self.no(RefusalCode::BadReceipt, sentence);
        }
        Ok(())
    }

    /// When the latest of its clocks began: what is delivered now was accepted or asked for then, and nobody had it before.
    fn begun_on(&self) -> Date {
        let began = self.petition.clocks.iter().map(|clock| clock.anchor).max();
        began.unwrap_or(self.petition.registered_at).local_date()
    }

    /// Between `earliest`, before which there was nothing to receive, and today: a mistyped day would end the right to
    /// review before anybody could use it.
    fn received(&mut self, day: Date, earliest: Date, window: Option<ClockKind>) -> Result<(), Refusal> {
        let today = self.now.local_date();
        if day > today || day < earliest {
            let sentence = format!("It was received on a day between {earliest} and today");
            return self.no(RefusalCode::BadReceipt, sentence);
        }
        self.note("received_on", day);
        if let Some(window) = window.filter(|_| self.is_appeal()) {
            // The first day is not counted, so that any moment of it will do.
            self.start_at(window, if day == today { self.now } else { Timestamp::end_of(day) });
        }
        Ok(())
    }

    /// Once, and again where the day on record is wrong: with its reason, and never so that the days to ask for review in
    /// are over by it.
    pub(super) fn record_receipt(&mut self, day: Date, reason: Option<String>) -> Result<(), Refusal> {
        let window = match self.petition.state {
            PetitionState::Reviewed { .. } => ClockKind::RereviewWindow,
            _ => ClockKind::ReviewWindow,
        };
        if self.petition.asked_beyond() {
            return self.no(RefusalCode::BadReceipt, "Review was asked for: when it was received is settled");
        }
        if let Some(reason) = reason {
            self.reason(reason)?;
        }
        let out = self.petition.state.delivered_at().unwrap_or(self.now).local_date();
        let Some(wrong) = self.petition.clock(window).cloned() else {
            return self.received(day, out, Some(window));
        };
        let before = wrong.anchor.local_date();
        if self.change.reason.is_none() || day == before {
            let sentence = "When it was received is on record; another day is put there with the reason";
            return self.no(RefusalCode::BadReceipt, sentence);
        }
        self.note("received_before", before);
        self.stop(&[window]);
        self.received(day, out.min(before), Some(window))?;
        let over = |clock: &Clock| clock.is_lapsed(self.now);
        if !over(&wrong) && self.petition.clock(window).is_some_and(over) {
            let sentence =
                "By that day review could be asked for no more: a window that runs is not ended so";
            return self.no(RefusalCode::BadReceipt, sentence);
        }
        Ok(())
    }
}
