//! What clocks call for by themselves: no event says that time went by.

use super::{Call, Deed, Topic, Whom, table::keeper};
use crate::domain::{
    Timestamp,
    ids::PetitionId,
    petition::{Petition, soon_until},
    rights::PetitionAction as A,
    supervision::debtor,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What must be done before a clock ends, whichever state it is in.
const NEXT: &[A] = &[
    A::StartScreening,
    A::Route,
    A::RefuseObjection,
    A::Accept,
    A::AssignHandler,
    A::DraftReply,
    A::DeliverReply,
    A::StartReview,
    A::DecideReview,
    A::StartRereview,
    A::DecideRereview,
];

/// Who keeps a petition's record.
pub const KEEPS: Deed = Deed::May(&[A::Correct]);

/// Who is warned of the clock that ends first, of which end, and what stands for this warning: the same clock warns once in
/// amber and once in red. Then who keeps the record, should nobody be there. None: it does not press, or is nobody's duty.
#[must_use]
pub fn clock_call(petition: &Petition, now: Timestamp) -> Option<(Call, Timestamp, Uuid, Whom)> {
    let clock = petition.next_due()?;
    let topic = match clock.due {
        due if due < now => Topic::ClockOver,
        due if due < soon_until(now) => Topic::ClockSoon,
        _ => return None,
    };
    let debtor = debtor(petition, clock)?;
    let whom = if debtor == petition.desk { keeper(petition) } else { Whom::Organ(debtor) };
    let source = source(petition.id, &[topic.as_str(), clock.kind.as_str()], clock.due);
    Some((Call { topic, whom, deed: Deed::May(NEXT) }, clock.due, source, keeper(petition)))
}

/// Who is told that a pause since `from` runs longer than expected: whoever may end it, its owner among them.
#[must_use]
pub fn pause_call(petition: &Petition, from: Timestamp) -> Option<(Call, Uuid)> {
    let organ = petition.state.reviewer().or(petition.state.unit())?;
    let call = Call { topic: Topic::PauseOver, whom: Whom::Organ(organ), deed: Deed::May(&[A::ResumeClock]) };
    Some((call, source(petition.id, &[Topic::PauseOver.as_str()], from)))
}

fn source(petition: PetitionId, words: &[&str], at: Timestamp) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(petition.0.as_bytes());
    words.iter().for_each(|word| digest.update(word.as_bytes()));
    digest.update(at.0.to_be_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
