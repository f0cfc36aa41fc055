//! 交办事项 after the hearing: the organ takes it on or declines it, reports, says it is done; the bureau closes it, sends it
//! back or takes the order back.

use super::{Refusal, RefusalCode, papers, text};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{ActionItem, ActionItemState},
    ids::{ActionItemId, AttachmentId, StaffId},
    named,
    petition::Attachment,
};
use time::Date;

named!(
    /// What is done about an action item: by its organ down to the report, then by the bureau that ordered it.
    pub enum ItemStepKind {
        Accept = "accept",
        /// It is not this organ's, or was ordered by mistake; a reason is given.
        Decline = "decline",
        /// How it goes on.
        Progress = "progress",
        /// With the proof: in words, and files beside them.
        Report = "report",
        Close = "close",
        /// Not done as ordered, or declined without cause: back to the organ.
        SendBack = "send_back",
        /// Not owed any more, whatever the reason: an organ named by a slip, a matter that was withdrawn since.
        Lift = "lift",
    }
);

impl ItemStepKind {
    /// Its organ tells how it goes, and shows it.
    #[must_use]
    pub const fn brings_files(self) -> bool {
        matches!(self, Self::Progress | Self::Report)
    }
}

/// A step as asked for. Accepting and closing may go without words; files go with how it goes on, and that it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemStep {
    pub kind: ItemStepKind,
    pub text: String,
    pub files: Vec<Attachment>,
}

/// What is written down of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub item: ActionItemId,
    pub step: ItemStepKind,
    pub text: String,
    pub files: Vec<AttachmentId>,
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
        (S::Ordered, K::Decline) => (S::Declined, EventKind::ActionItemDeclined),
        (S::Declined, K::SendBack) => (S::Ordered, EventKind::ActionItemSentBack),
        (S::Ordered | S::Accepted | S::Declined, K::Lift) => (S::Lifted, EventKind::ActionItemLifted),
        (S::Accepted, K::Progress) => (S::Accepted, EventKind::ActionItemProgress),
        (S::Accepted, K::Report) => (S::Done, EventKind::ActionItemReported),
        (S::Done, K::SendBack) => (S::Accepted, EventKind::ActionItemSentBack),
        (S::Done, K::Close) => (S::Closed, EventKind::ActionItemClosed),
        _ => return None,
    })
}

/// Takes a step with what is done in time until the end of `last_day`. Whose it is to take is `rights`' business.
///
/// # Errors
/// Not from this state, without the words it needs, or with files where none go.
pub fn take(
    item: &mut ActionItem,
    step: &ItemStep,
    by: StaffId,
    (last_day, now): (Date, Timestamp),
) -> Result<(Note, Change), Refusal> {
    use ItemStepKind as K;
    let Some((state, event)) = item_after(item.state, step.kind) else {
        return Err(Refusal::of(RefusalCode::WrongState, 40, "Not while the item is where it stands"));
    };
    let words = match step.kind {
        K::Accept | K::Close => step.text.trim().chars().take(2000).collect(),
        K::Decline | K::Progress | K::Report | K::SendBack | K::Lift => text("text", 40, &step.text)?,
    };
    let files = papers::checked(&step.files, 40)?;
    if !files.is_empty() && !step.kind.brings_files() {
        let sentence = "Files go with progress and with the report that it is done";
        return Err(Refusal::of(RefusalCode::BadFiles, 40, sentence).at("files"));
    }
    item.state = state;
    let change = Change::new(event).with("item", item.id).with("agency", item.agency);
    let mut change = papers::told(change, &step.files);
    if Timestamp::end_of(last_day) < now && matches!(step.kind, K::Report) {
        change = change.with("late", "yes");
    }
    Ok((Note { item: item.id, step: step.kind, text: words, files, by, at: now }, change))
}
