//! Art. 19, 36: whether a matter that is taken up is being handled already, or one that re-review ended, by what the records
//! show.

use super::{
    alike::{self, Known},
    resolving::Resolving,
    transition_body::TransitionBody,
};
use crate::{
    domain::{
        event::Change,
        petition::{Earlier, Refusal, TransitionKind, taken_up},
    },
    edge::problem::Problem,
};

/// What a step that takes a matter up must answer for; nothing, of any other step.
#[derive(Default)]
pub(super) struct KnownBefore {
    known: Known,
    reason: Option<String>,
}

impl KnownBefore {
    pub async fn of(given: &mut Resolving<'_>, asked: &TransitionBody) -> Result<Self, Problem> {
        let (TransitionBody::Route { reason, .. } | TransitionBody::Accept { reason }) = asked else {
            return Ok(Self::default());
        };
        let parties = given.records.parties(given.petition.id).await?;
        let known = alike::known_before(given.records, given.me, given.petition, &parties).await?;
        Ok(Self { known, reason: reason.clone() })
    }

    /// `change` with why it is taken up all the same.
    pub fn told_in(&self, kind: TransitionKind, change: Change) -> Result<Change, Refusal> {
        let unseen = self.known.is_pending_unseen.then_some(Earlier::Unseen);
        let earlier = self.known.seen.first().map(Earlier::Known).or(unseen);
        taken_up(kind, change, earlier, self.reason.as_deref())
    }
}
