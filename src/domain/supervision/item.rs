//! 交办事项 after the hearing: the organ takes it on, reports, says it is done; the bureau closes or sends back.

use super::{Refusal, RefusalCode, text};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{ActionItem, ActionItemState},
    ids::{ActionItemId, StaffId},
    named,
};

named!(
    /// What is done about an action item: by its organ down to the report, then by the bureau that ordered it.
    pub enum ItemStepKind {
        Accept = "accept",
        /// How it goes on.
        Progress = "progress",
        /// With the proof in words; files are attached to the petition.
        Report = "report",
        Close = "close",
        /// Not done as ordered: back to the organ.
        SendBack = "send_back",
    }
);

/// A step as asked for. Accepting and closing may go without words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemStep {
    pub kind: ItemStepKind,
    pub text: String,
}

/// What is written down of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub item: ActionItemId,
    pub step: ItemStepKind,
    pub text: String,
    pub by: StaffId,
    pub at: Timestamp,
}

/// Where a step leads, and what is put on record of it; `None` if it is not to be taken from there.
#[must_use]
pub const fn item_after(state: ActionItemState, step: ItemStepKind) -> Option<(ActionItemState, EventKind)> {
    use ActionItemState as S;
    use ItemStepKind as K;
    Some(match (state, step) {
        (S::Ordered, K::Accept) => (S::Accepted, EventKind::ActionItemAccepted),
        (S::Accepted, K::Progress) => (S::Accepted, EventKind::ActionItemProgress),
        (S::Accepted, K::Report) => (S::Done, EventKind::ActionItemReported),
        (S::Done, K::SendBack) => (S::Accepted, EventKind::ActionItemSentBack),
        (S::Done, K::Close) => (S::Closed, EventKind::ActionItemClosed),
        _ => return None,
    })
}

/// Takes a step with what was ordered at `ordered_at`. Whose it is to take is `rights`' business.
///
/// # Errors
/// Not from this state, or without the words it needs.
pub fn take(
    item: &mut ActionItem,
    step: &ItemStep,
    by: StaffId,
    (ordered_at, now): (Timestamp, Timestamp),
) -> Result<(Note, Change), Refusal> {
    use ItemStepKind as K;
    let Some((state, event)) = item_after(item.state, step.kind) else {
        return Err(Refusal::of(RefusalCode::WrongState, 40, "Not while the item is where it stands"));
    };
    let words = match step.kind {
        K::Accept | K::Close => step.text.trim().chars().take(2000).collect(),
        K::Progress | K::Report | K::SendBack => text("text", 40, &step.text)?,
    };
    item.state = state;
    let mut change = Change::new(event).with("item", item.id).with("agency", item.agency);
    // What was promised in the room may be done before it is ordered, and is not reported before that.
    let last_day = item.deadline.max(ordered_at.local_date());
    if Timestamp::end_of(last_day) < now && matches!(step.kind, K::Report) {
        change = change.with("late", "yes");
    }
    Ok((Note { item: item.id, step: step.kind, text: words, by, at: now }, change))
}
