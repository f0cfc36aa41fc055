//! The outcome of a hearing (接访结果) with its action items (交办事项): checking a draft and issuing it.

use super::{Acceptance, Hearing, ItemProposal, OutcomeBefore, Stage};
use crate::domain::{
    Timestamp,
    event::{Change, Event, EventKind},
    ids::{ActionItemId, AgencyId, EntryId, HearingId, PetitionId},
    named,
};
use time::Date;

named!(
    /// 三到位一处理 (art. 27).
    pub enum OutcomeStandard {
        /// 诉求合理的解决问题到位
        Resolve = "resolve",
        /// 诉求无理的思想教育到位
        Persuade = "persuade",
        /// 生活困难的帮扶救助到位
        Relieve = "relieve",
        /// 行为违法的依法处理
        Sanction = "sanction",
    }
);

/// 接访结果.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub hearing: HearingId,
    pub petition: PetitionId,
    pub conclusion: String,
    pub standards: Vec<OutcomeStandard>,
    pub items: Vec<ActionItem>,
    pub issued_at: Timestamp,
    /// When the hearing was closed: with the outcome, or before it.
    pub closed_at: Timestamp,
    /// Where the matter goes on.
    pub next: Option<HearingId>,
    /// Readable by query code since.
    pub published_at: Option<Timestamp>,
    /// It was readable by query code, and is not until it is published anew.
    pub withdrawn_at: Option<Timestamp>,
    /// What it said before it was put right, oldest first.
    pub earlier: Vec<OutcomeBefore>,
}

named!(
    /// How far an action item has come (交办事项); nothing that was declined, done or ended is due any more.
    pub enum ActionItemState {
        Ordered = "ordered",
        Accepted = "accepted",
        /// Its organ says that it is not theirs, or cannot be: the bureau has the word.
        Declined = "declined",
        /// The organ says so.
        Done = "done",
        /// So does the bureau that ordered it.
        Closed = "closed",
        /// The bureau took the order back: nobody owes it, nobody kept it.
        Lifted = "lifted",
    }
);

impl ActionItemState {
    /// Nobody waits for anything of it any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Lifted)
    }
}

/// 交办事项: who does what by when, and the line of the minutes it comes from (invariant 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    pub id: ActionItemId,
    pub agency: AgencyId,
    pub content: String,
    pub deadline: Date,
    pub entry: EntryId,
    pub state: ActionItemState,
    /// By the agency's own seat, in the room.
    pub accepted: Option<Acceptance>,
}

/// What a hearing decided, as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeDraft {
    pub conclusion: String,
    pub standards: Vec<OutcomeStandard>,
    pub items: Vec<ItemDraft>,
    /// A later hearing of the same petition.
    pub next: Option<HearingId>,
    /// Accepted in the room, and ordered of nobody all the same.
    pub left_out: Vec<ActionItemId>,
    /// Agencies of its items that were closed since they sat down, each with who has by now what was theirs (art. 24).
    pub heirs: Vec<(AgencyId, AgencyId)>,
}

/// An action item (交办事项) of an outcome as asked for; `entry` is the line of the minutes it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    pub agency: AgencyId,
    pub content: String,
    pub deadline: Date,
    pub entry: EntryId,
    /// What its agency accepted in the room, word for word.
    pub proposal: Option<ActionItemId>,
}

named!(
    pub enum OutcomeFaultCode {
        /// 10 to 5,000 characters.
        BadConclusion = "bad_conclusion",
        /// At least one of the four of art. 27.
        NoStandard = "no_standard",
        TooManyItems = "too_many_items",
        /// 2 to 1,000 characters.
        BadContent = "bad_content",
        UnknownAgency = "unknown_agency",
        DeadlinePassed = "deadline_passed",
        /// Every item comes from a line of the minutes (invariant 10).
        UnknownEntry = "unknown_entry",
        /// Not accepted in the room, or not with these words.
        UnknownProposal = "unknown_proposal",
        /// What an agency accepted in the room does not vanish unsaid.
        LeftOut = "left_out",
        /// Of another petition, or over.
        BadNextHearing = "bad_next_hearing",
        /// A correction that changes nothing.
        SameWording = "same_wording",
    }
);

/// What is wrong with a draft; `field` as the contract names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct OutcomeFault {
    pub field: String,
    pub code: OutcomeFaultCode,
    pub sentence: &'static str,
}

/// What a draft is held against.
#[derive(Debug, Clone, Copy)]
pub struct OutcomeFacts<'a> {
    pub hearing: &'a Hearing,
    /// Agencies that exist, besides those with a seat.
    pub agencies: &'a [AgencyId],
    /// Entries of the hearing's minutes that stand.
    pub entries: &'a [EntryId],
    /// What was put to agencies in the room, or in an earlier session and accepted there.
    pub proposals: &'a [ItemProposal],
    pub now: Timestamp,
}

/// Most action items of one hearing.
pub const MAX_ITEMS: usize = 50;

pub(super) fn fault(field: &str, code: OutcomeFaultCode, sentence: &'static str) -> OutcomeFault {
    OutcomeFault { field: field.to_owned(), code, sentence }
}

/// What is decided, as it goes on record: the conclusion without the spaces around it, each standard once.
pub(super) fn worded(
    conclusion: &str,
    standards: &[OutcomeStandard],
) -> Result<(String, Vec<OutcomeStandard>), OutcomeFault> {
    let conclusion = conclusion.trim();
    if !(10..=5000).contains(&conclusion.chars().count()) {
        let sentence = "The conclusion has 10 to 5,000 characters";
        return Err(fault("conclusion", OutcomeFaultCode::BadConclusion, sentence));
    }
    if standards.is_empty() {
        let sentence = "At least one of the four standards (art. 27) is named";
        return Err(fault("standards", OutcomeFaultCode::NoStandard, sentence));
    }
    let mut standards = standards.to_vec();
    standards.sort_unstable();
    standards.dedup();
    Ok((conclusion.to_owned(), standards))
}

impl OutcomeDraft {
    /// Makes the outcome and the log's line for each order; the issue itself is logged by the step
    /// [`super::Step::IssueOutcome`].
    ///
    /// # Errors
    /// The first fault.
    pub fn issue(
        self,
        facts: &OutcomeFacts<'_>,
        mut new_item: impl FnMut() -> ActionItemId,
    ) -> Result<(Outcome, Vec<Change>), OutcomeFault> {
        let (conclusion, standards) = worded(&self.conclusion, &self.standards)?;
        self.check(facts)?;
        let left_out: Vec<_> = self.left_out_of(facts).map(ItemProposal::left_out).collect();
        let heir_of =
            |agency: AgencyId| self.heirs.iter().find(|(closed, _)| *closed == agency).map(|(_, heir)| *heir);
        let order = |item: ItemDraft| {
            let ordered = item.ordered(facts, &mut new_item);
            ActionItem { agency: heir_of(ordered.agency).unwrap_or(ordered.agency), ..ordered }
        };
        let items: Vec<_> = self.items.into_iter().map(order).collect();
        let outcome = Outcome {
            hearing: facts.hearing.id,
            petition: facts.hearing.petition,
            conclusion,
            standards,
            items,
            issued_at: facts.now,
            closed_at: match facts.hearing.stage {
                Stage::Closed { at } => at,
                _ => facts.now,
            },
            next: self.next,
            published_at: None,
            withdrawn_at: None,
            earlier: Vec::new(),
        };
        let changes = outcome.items.iter().map(ActionItem::change).chain(left_out).collect();
        Ok((outcome, changes))
    }

    /// The next hearing must be one of the petition's hearings, `coming`.
    ///
    /// # Errors
    /// It is not.
    pub fn leads_to(&self, coming: &[HearingId]) -> Result<(), OutcomeFault> {
        if self.next.is_none_or(|next| coming.contains(&next)) {
            return Ok(());
        }
        let sentence = "The next hearing is one of this petition, still to come";
        Err(fault("next", OutcomeFaultCode::BadNextHearing, sentence))
    }

    fn check(&self, facts: &OutcomeFacts<'_>) -> Result<(), OutcomeFault> {
        if self.items.len() > MAX_ITEMS {
            return Err(fault("items", OutcomeFaultCode::TooManyItems, "At most 50 action items"));
        }
        for (index, item) in self.items.iter().enumerate() {
            if let Some((field, code, sentence)) = item.fault(facts) {
                return Err(fault(&format!("items.{index}.{field}"), code, sentence));
            }
        }
        if self.left_out_of(facts).any(|one| !self.left_out.contains(&one.id)) {
            let sentence = "Agencies accepted items in the room that are not among these";
            return Err(fault("left_out", OutcomeFaultCode::LeftOut, sentence));
        }
        Ok(())
    }

    fn left_out_of<'a>(&'a self, facts: &OutcomeFacts<'a>) -> impl Iterator<Item = &'a ItemProposal> {
        let ordered = |one: &ItemProposal| self.items.iter().any(|item| item.proposal == Some(one.id));
        facts.proposals.iter().filter(move |one| one.acceptance().is_some() && !ordered(one))
    }
}

impl ItemDraft {
    fn fault(&self, facts: &OutcomeFacts<'_>) -> Option<(&'static str, OutcomeFaultCode, &'static str)> {
        // Who promised it in an earlier session may have been closed since; it is ordered of who has that by now.
        let seated = facts.hearing.seats.iter().any(|seat| seat.stands() && seat.agency == Some(self.agency));
        if !seated && !facts.agencies.contains(&self.agency) && self.accepted(facts).is_none() {
            return Some(("agency", OutcomeFaultCode::UnknownAgency, "There is no such agency"));
        }
        if !(2..=1000).contains(&self.content.trim().chars().count()) {
            return Some(("content", OutcomeFaultCode::BadContent, "An item has 2 to 1,000 characters"));
        }
        // What was promised is ordered as it was promised, and has until the day of the order at least.
        if self.deadline < facts.now.local_date() && self.accepted(facts).is_none() {
            return Some(("deadline", OutcomeFaultCode::DeadlinePassed, "The deadline has passed already"));
        }
        if !facts.entries.contains(&self.entry) && self.accepted(facts).is_none() {
            let sentence = "An item comes from a line of these minutes";
            return Some(("entry", OutcomeFaultCode::UnknownEntry, sentence));
        }
        if self.proposal.is_some() && self.accepted(facts).is_none() {
            let sentence = "The agency accepted no such item in the room";
            return Some(("proposal", OutcomeFaultCode::UnknownProposal, sentence));
        }
        None
    }

    /// The acceptance of just this item.
    fn accepted(&self, facts: &OutcomeFacts<'_>) -> Option<Acceptance> {
        let same = |one: &&ItemProposal| {
            let said = (one.agency, &*one.content, one.deadline, one.entry);
            Some(one.id) == self.proposal
                && said == (self.agency, self.content.trim(), self.deadline, self.entry)
        };
        facts.proposals.iter().find(same)?.acceptance()
    }

    fn ordered(self, facts: &OutcomeFacts<'_>, new_item: &mut impl FnMut() -> ActionItemId) -> ActionItem {
        let accepted = self.accepted(facts);
        let state = accepted.map_or(ActionItemState::Ordered, |_| ActionItemState::Accepted);
        ActionItem {
            id: self.proposal.unwrap_or_else(new_item),
            accepted,
            state,
            agency: self.agency,
            content: self.content.trim().to_owned(),
            deadline: self.deadline,
            entry: self.entry,
        }
    }
}

impl ActionItem {
    /// Until when it is done in time, unless the bureau took days to decide (`supervision::ItemClock`). What was promised in
    /// the room may be ordered after its day, and is not reported before that.
    #[must_use]
    pub fn last_day(&self, ordered_at: Timestamp) -> Date {
        self.deadline.max(ordered_at.local_date())
    }

    /// The log's line for the order.
    #[must_use]
    pub fn change(&self) -> Change {
        let change = Change::new(EventKind::ActionItemOrdered)
            .due(None, Some(Timestamp::end_of(self.deadline)))
            .with("item", self.id)
            .with("agency", self.agency)
            .with("entry", self.entry);
        match self.accepted {
            Some(acceptance) => change.with("accepted_by", acceptance.seat),
            None => change,
        }
    }
}

impl Outcome {
    /// As it was issued and sealed: its items with the organs they were ordered of, whoever has succeeded those since
    /// (art. 24). The `log` has them.
    #[must_use]
    pub fn as_issued<'a>(mut self, log: impl Iterator<Item = &'a Event>) -> Self {
        for event in log.filter(|event| event.kind == EventKind::ActionItemOrdered) {
            let ordered = |item: &&mut ActionItem| event.detail("item") == Some(&*item.id.to_string());
            let agency = event.detail("agency").and_then(|agency| agency.parse().ok());
            if let (Some(agency), Some(item)) = (agency, self.items.iter_mut().find(ordered)) {
                item.agency = AgencyId(agency);
            }
        }
        self
    }

    /// The log's line for making it readable by query code.
    #[must_use]
    pub const fn published() -> Change {
        Change::new(EventKind::HearingOutcomePublished)
    }
}

#[cfg(test)]
#[path = "outcome_tests.rs"]
mod tests;
