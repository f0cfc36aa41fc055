//! Between bureaus: down the levels and back (P5, art. 22). The fifteen days run on; each bureau has its share of them.

use super::{Clock, ClockKind, Move, Refusal, RefusalCode};
use crate::domain::{
    ids::StaffId,
    jurisdiction::{Agency, AgencyKind, DivisionCode},
    petition::{Hop, Passage, PetitionState, Routing},
};
use time::Date;

impl Move<'_> {
    /// The matter lies in the division of the bureau it goes to: that bureau sees it by its place, whoever has it then.
    pub(super) fn hand_down(
        &mut self,
        how: Routing,
        bureau: &Agency,
        was: &DivisionCode,
        until: Option<Date>,
        share: (u16, StaffId),
    ) -> Result<(), Refusal> {
        let below = was.contains(&bureau.division) && *was != bureau.division;
        let has_matter = bureau.division.contains(&self.petition.place);
        if bureau.kind != AgencyKind::PetitionBureau || !below || !has_matter {
            let sentence =
                "It is handed down to the petition bureau of a division below, in which the matter lies";
            return self.no(RefusalCode::NotBelow, sentence);
        }
        self.may_reach(bureau.id)?;
        let ordered = self.ordered(how, until)?;
        if let Some(day) = ordered {
            self.note("ordered_until", day);
        }
        self.note("how", how);
        self.pass(Passage::Down(how), bureau, share);
        // Of others the day is that of the completion report, which is not asked for of a sealed one.
        if let Some(day) = ordered.filter(|_| self.petition.is_sealed()) {
            self.petition.clocks.push(Clock::ordered(self.now, day));
        }
        if !self.gave_back() {
            self.start(ClockKind::GiveBack);
        }
        Ok(())
    }

    /// Once, and soon: what comes again is the bureau's to screen. Who handed it down has it back, to screen it anew.
    pub(super) fn give_back(
        &mut self,
        to: &Agency,
        reason: String,
        share: (u16, StaffId),
    ) -> Result<(), Refusal> {
        // One that was merged with the one it came from has nobody to give it back to.
        if self.petition.came_from().is_none() || to.id == self.petition.desk || self.gave_back() {
            let sentence = "Only what another bureau handed down is given back to it, and once (退回一次)";
            return self.no(RefusalCode::NotHandedDown, sentence);
        }
        if self.petition.clock(ClockKind::GiveBack).is_none_or(|clock| clock.is_lapsed(self.now)) {
            let sentence = "It is given back within 5 working days of its coming (5个工作日)";
            return self.no(RefusalCode::TooLate, sentence);
        }
        self.may_reach(to.id)?;
        self.reason(reason)?;
        self.stop_ordered_with_arrival();
        self.pass(Passage::Back, to, share);
        Ok(())
    }

    /// Whether the bureau that has it gave it back before.
    fn gave_back(&self) -> bool {
        let own = |hop: &Hop| hop.passage == Passage::Back && hop.from == self.petition.desk;
        self.petition.course.hops.iter().any(own)
    }

    /// The day that came with the matter goes back with it.
    fn stop_ordered_with_arrival(&mut self) {
        let Some(arrived) = self.petition.arrival().map(|hop| hop.at) else { return };
        let with_it = |clock: &&mut Clock| {
            clock.kind == ClockKind::Ordered && clock.anchor == arrived && clock.stopped_at.is_none()
        };
        for clock in self.petition.clocks.iter_mut().filter(with_it) {
            clock.stop(self.now, self.calendar);
        }
    }

    fn pass(&mut self, passage: Passage, to: &Agency, (share, by): (u16, StaffId)) {
        let from = std::mem::replace(&mut self.petition.desk, to.id);
        self.note("from", from);
        self.note("bureau", to.id);
        self.note("share", share);
        self.stop(&[ClockKind::GiveBack]);
        self.petition.course.hops.push(Hop { passage, from, to: to.id, by, at: self.now, share });
        self.petition.state = PetitionState::Registered;
    }
}
