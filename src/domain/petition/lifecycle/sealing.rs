//! The wall of art. 30 goes up wherever a matter turns out to be a report, and is taken down where it was put up by mistake:
//! two people of the discipline desks, one after the other.

use super::{Clock, ClockKind, Move, Refusal, RefusalCode, Row};
use crate::domain::{
    Timestamp,
    ids::StaffId,
    petition::{Category, ContentClass, PetitionState, TransitionKind, Unsealing},
};

/// Of a report that other reports went into: each of them has a petitioner of its own, and nobody has decided on it.
#[must_use]
pub fn joined_stay_sealed() -> Refusal {
    let sentence =
        "Other reports were merged into it: take each merger back first, and propose each by itself";
    Row::of(TransitionKind::Unseal).refuse(RefusalCode::StaysSealed, sentence)
}

/// A hearing of it is coming or being held, and this step would have somebody there whom it accuses.
#[must_use]
pub fn accused_at_table(kind: TransitionKind, hearing: &str) -> Refusal {
    let sentence = format!(
        "Whom the report accuses may sit in hearing {hearing}: cancel or end it, or reseat it, first"
    );
    Refusal { article: 30, ..Row::of(kind).refuse(RefusalCode::AccusedAtTable, sentence) }
}

impl Move<'_> {
    /// While the bureau has it, to anything; once a unit has it, to a report alone, which must not go on in the open.
    pub(super) fn reclassify(
        &mut self,
        category: Option<Category>,
        content_class: Option<ContentClass>,
        reason: String,
    ) -> Result<(), Refusal> {
        let at_desk =
            matches!(self.petition.state, PetitionState::Screening | PetitionState::Objected { .. });
        if !at_desk && category != Some(Category::Report) {
            let sentence = "Once a unit has it, it is only found to be a report (检举控告)";
            return self.no(RefusalCode::BadCategory, sentence);
        }
        let open = !self.petition.is_sealed();
        self.classify(category, content_class)?;
        if self.change.details.is_empty() {
            return self.no(RefusalCode::BadCategory, "It is of that category and class already");
        }
        self.reason(reason)?;
        if open && self.petition.is_sealed() {
            self.seal();
        }
        Ok(())
    }

    /// Of a report no sixty days run, and nobody extends them. Nobody looked yet for whom it accuses.
    fn seal(&mut self) {
        self.stop(&[ClockKind::Reply]);
        if let PetitionState::Extended { unit, handler, .. } = self.petition.state {
            self.petition.state = PetitionState::Handling { unit, handler, since: self.now };
        }
    }

    /// One says that it accuses nobody and what it is; nothing is open yet.
    pub(super) fn propose_unsealing(
        &mut self,
        category: Category,
        reason: String,
        by: StaffId,
    ) -> Result<(), Refusal> {
        self.is_report()?;
        if self.petition.course.unsealing.is_some() {
            let sentence = "It is proposed already: another person approves or refuses";
            return self.no(RefusalCode::WrongState, sentence);
        }
        if category == Category::Report {
            return self.no(RefusalCode::BadCategory, "Say what it is instead: an appeal or a suggestion");
        }
        self.reason(reason.clone())?;
        self.note("category", category);
        self.petition.course.unsealing = Some(Unsealing { category, reason, by, since: self.now });
        Ok(())
    }

    pub(super) fn refuse_unsealing(&mut self, reason: String) -> Result<(), Refusal> {
        let proposed = self.proposed()?;
        self.reason(reason)?;
        self.note("proposed_by", proposed.by);
        self.petition.course.unsealing = None;
        Ok(())
    }

    /// It goes on as what it is, with the clocks it would have had if it had never been sealed: the days are the
    /// petitioner's, whoever was wrong. The bureau that has it screens what it has not seen yet.
    pub(super) fn unseal(&mut self, by: StaffId) -> Result<(), Refusal> {
        let proposed = self.proposed()?;
        if proposed.by == by {
            let sentence = "Another person than proposed it takes the wall down (两人审核)";
            return self.no(RefusalCode::SecondPerson, sentence);
        }
        self.note("category_before", self.petition.category);
        self.note("category", proposed.category);
        self.note("proposed_by", proposed.by);
        self.petition.category = proposed.category;
        self.petition.accused = None;
        self.petition.course.unsealing = None;
        self.petition.course.opened_at = Some(self.now);
        if self.petition.state == PetitionState::Screening {
            self.petition.state = PetitionState::Registered;
        }
        if let Some(accepted) = self.accepted_at().filter(|_| self.is_appeal()) {
            self.count_on_from(accepted);
        }
        Ok(())
    }

    /// The sixty days from acceptance, or those that ran when the wall went up, as they were then; none beside a day ordered
    /// with a revocation.
    fn count_on_from(&mut self, accepted: Timestamp) {
        let petition = &self.petition;
        let last = petition.clocks.iter().rfind(|clock| match clock.kind {
            ClockKind::Reply => clock.anchor >= accepted,
            ClockKind::Ordered => clock.anchor > accepted && !petition.is_ordered_from_above(clock),
            _ => false,
        });
        match last.cloned() {
            Some(reply) if reply.kind == ClockKind::Reply => {
                self.petition.clocks.push(Clock { stopped_at: None, ..reply });
                if let PetitionState::Handling { unit, handler, .. } = self.petition.state {
                    self.petition.state = self.in_hands(unit, handler);
                }
            }
            Some(ordered) if ordered.stopped_at.is_none() => {}
            _ => self.start_at(ClockKind::Reply, accepted),
        }
    }

    fn is_report(&self) -> Result<(), Refusal> {
        if self.petition.is_sealed() {
            return Ok(());
        }
        self.no(RefusalCode::OnlyReports, "Only a report (检举控告) is sealed")
    }

    fn proposed(&self) -> Result<Unsealing, Refusal> {
        self.is_report()?;
        let proposed = self.petition.course.unsealing.clone();
        proposed.ok_or_else(|| self.row.refuse(RefusalCode::WrongState, "Nobody has proposed it (未提请)"))
    }

    /// When the unit that has it accepted it: from then on an appeal has its sixty days (art. 34).
    fn accepted_at(&self) -> Option<Timestamp> {
        let accepts = |clock: &&Clock| clock.kind == ClockKind::Accept;
        let last = self.petition.clocks.iter().rev().find(accepts)?;
        let with_unit = matches!(
            self.petition.state,
            PetitionState::Accepted { .. }
                | PetitionState::Handling { .. }
                | PetitionState::ReplyApproval { .. }
        );
        last.stopped_at.filter(|_| with_unit)
    }
}
