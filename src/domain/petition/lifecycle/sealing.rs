//! The wall of art. 30 is taken down where it was put up by mistake: two people of the discipline desks, one after the other.

use super::{ClockKind, Move, Refusal, RefusalCode, Row};
use crate::domain::{
    Timestamp,
    ids::StaffId,
    petition::{Category, PetitionState, TransitionKind, Unsealing},
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
            self.start_at(ClockKind::Reply, accepted);
        }
        Ok(())
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
        let accepts = |clock: &&super::Clock| clock.kind == ClockKind::Accept;
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
