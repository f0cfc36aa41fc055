//! Staff notifications that are due because time has passed: no event of the log triggers them.

use super::{Call, Deed, Topic, Whom, table::keeper};
use crate::domain::{
    DAY_MS, Timestamp,
    document::Owed,
    petition::{Calendar, Clock, Petition, StateName, WarnDays},
    reception::ReceptionDay,
    request::HearingRequest,
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
    A::Terminate,
];

/// Who keeps a petition's record.
const KEEPS: Deed = Deed::May(&[A::Correct]);

/// Who makes papers.
const MAKES: Deed = Deed::May(&[A::IssueDocument]);

/// Somebody is to be warned of a clock, or of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub call: Call,
    /// Who is called should nobody be there: who keeps the record, and must ring them up.
    pub instead: Option<Call>,
    pub due: Timestamp,
    /// What stands for this warning: the same clock warns once in amber, once on its last day and once in red; papers of a
    /// step once before their day and once after.
    pub source: Uuid,
}

/// The warnings of the clocks that press. Each that is somebody's duty warns for itself: one that is over and runs on hides
/// none that ends after it.
#[must_use]
pub fn warnings(petition: &Petition, now: Timestamp, days: WarnDays) -> Vec<Warning> {
    let running = petition.clocks.iter().filter(|clock| clock.counts());
    running.filter_map(|clock| warning(petition, clock, now, days)).collect()
}

/// From when on what ends today is told as that: at the beginning of work, not at midnight.
#[must_use]
pub fn today_from(now: Timestamp) -> Option<Timestamp> {
    let morning = now.morning();
    (morning <= now).then_some(morning)
}

fn is_today(due: Timestamp, now: Timestamp) -> bool {
    today_from(now).is_some() && due.local_date() == now.local_date()
}

fn warning(petition: &Petition, clock: &Clock, now: Timestamp, days: WarnDays) -> Option<Warning> {
    let topic = match clock.due {
        due if due < now => Topic::ClockOver,
        due if is_today(due, now) => Topic::ClockToday,
        // A holiday that moves the day of judgement leaves that of the warning.
        _ if clock.raw_due < days.soon_until(now) => Topic::ClockSoon,
        _ => return None,
    };
    let (debtor, keeper) = (debtor(petition, clock)?, keeper(petition));
    let upwards = petition.is_ordered_from_above(clock);
    let own = debtor == petition.desk || (upwards && petition.is_sealed());
    let whom = if own { keeper.clone() } else { Whom::Organ(debtor) };
    // What is owed upwards is answered by no step of the matter, which may be elsewhere.
    let deed = if upwards { KEEPS } else { Deed::May(NEXT) };
    let instead = (!own && !upwards).then_some(Call { topic, whom: keeper, deed: KEEPS });
    let source = source(petition.id.0, &[topic.as_str(), clock.kind.as_str()], clock.due);
    Some(Warning { call: Call { topic, whom, deed }, instead, due: clock.due, source })
}

/// The warning of the two days in which a request for a hearing is examined, from the morning of the last one on: to whoever
/// examines there.
#[must_use]
pub fn request_warning(request: &HearingRequest, calendar: &Calendar, now: Timestamp) -> Option<Warning> {
    let due = request.due(calendar);
    let topic = match due {
        _ if !request.state.is_undecided() => return None,
        due if due < now => Topic::RequestOver,
        due if is_today(due, now) => Topic::RequestToday,
        _ => return None,
    };
    let call = Call { topic, whom: Whom::Organ(request.organ), deed: Deed::Examines };
    let source = source(request.petition.0, &[topic.as_str(), &request.id.to_string()], due);
    Some(Warning { call, instead: None, due, source })
}

/// Who is told that a pause since `from` runs longer than expected: whoever may end it, its owner among them.
#[must_use]
pub fn pause_call(petition: &Petition, from: Timestamp) -> Option<(Call, Uuid)> {
    let organ = petition.state.reviewer().or(petition.state.unit())?;
    let call = Call { topic: Topic::PauseOver, whom: Whom::Organ(organ), deed: Deed::May(&[A::ResumeClock]) };
    Some((call, source(petition.id.0, &[Topic::PauseOver.as_str()], from)))
}

/// Milliseconds after which the slip of what went out is asked about (our choice): a letter there and its slip back take
/// a week each.
pub const SLIP_AWAITED: i64 = 15 * DAY_MS;

/// Who is told that a receipt is not on record: whoever sent it out, and who keeps the record; with what stands for that.
#[must_use]
pub fn receipt_calls(petition: &Petition) -> Option<([Call; 2], Uuid)> {
    let out = petition.state.delivered_at().filter(|_| petition.is_receipt_missing())?;
    let sender = petition.state.reviewer().or(petition.state.unit())?;
    let (topic, deed) = (Topic::ReceiptMissing, Deed::May(&[A::RecordReceipt]));
    let calls = [Whom::Organ(sender), keeper(petition)].map(|whom| Call { topic, whom, deed });
    Some((calls, source(petition.id.0, &[topic.as_str()], out)))
}

/// Milliseconds after which a paper that a step owes is asked for (our choice): what is decided today is written tomorrow.
pub const PAPER_AWAITED: i64 = DAY_MS;

/// What the head of a bureau does and nobody else there, be it open or ended.
const HEADS: Deed = Deed::May(&[A::Recuse, A::Undo, A::Reopen]);

/// Who is warned of papers that are owed and of which nobody was told so yet, and of which: a day after the step whoever makes
/// them, and after their day the head of the bureau that has the matter; another organ than it and the unit is told itself.
#[must_use]
pub fn paper_warnings<'a>(petition: &Petition, owed: &'a [Owed], now: Timestamp) -> Vec<(&'a Owed, Warning)> {
    let is_asked = |one: &&Owed| one.asked_at.is_none() && one.since.plus_millis(PAPER_AWAITED) <= now;
    let asked = owed.iter().filter(is_asked).map(|one| {
        let (topic, whom) = (Topic::PaperMissing, Whom::Organ(one.organ));
        (one, paper_warning(petition, one, topic, whom, [MAKES, KEEPS]))
    });
    let late = owed.iter().filter(|one| one.late_at.is_none() && one.due < now).map(|one| {
        let units = petition.is_sealed() || petition.state.unit() == Some(one.organ);
        let whom = if units { keeper(petition) } else { Whom::Organ(one.organ) };
        // Nobody takes back what is final or filed away: its papers can still be made.
        let is_final = matches!(petition.state.name(), StateName::Archived | StateName::Terminated);
        let keeps = if is_final { MAKES } else { HEADS };
        // Elsewhere nobody need be able to do what a head does, as in a reviewer that is no bureau: who writes there is told again.
        let head = if units || one.organ == petition.desk { keeps } else { MAKES };
        (one, paper_warning(petition, one, Topic::PaperLate, whom, [head, keeps]))
    });
    asked.chain(late).collect()
}

/// Two papers of one step are one notice; another step's are another, though they may have the same day.
fn paper_warning(
    petition: &Petition,
    owed: &Owed,
    topic: Topic,
    whom: Whom,
    [deed, keeps]: [Deed; 2],
) -> Warning {
    let instead = Some(Call { topic, whom: keeper(petition), deed: keeps });
    let step = owed.since.0.to_string();
    let source = source(petition.id.0, &[topic.as_str(), &step], owed.due);
    Warning { call: Call { topic, whom, deed }, instead, due: owed.due, source }
}

/// Milliseconds after which an urgent matter that nobody above has confirmed is told there again (our choice): the indicator
/// of what is confirmed in time (`urgent_seen`) counts one day, too.
pub const UNSEEN_AGAIN: i64 = DAY_MS;

/// Who is told once more each day that an urgent matter waits to be confirmed (art. 25, 46), with what stands for that day.
#[must_use]
pub fn unseen_call(petition: &Petition, now: Timestamp) -> Option<(Call, Uuid)> {
    let urgent = petition.course.urgent.as_ref().filter(|one| petition.is_urgent() && one.seen.is_none())?;
    let whom = Whom::Organ(urgent.reported_to?);
    let days = (now.0 - urgent.since.0) / UNSEEN_AGAIN;
    let (topic, deed) = (Topic::Urgent, Deed::May(&[A::ConfirmUrgent]));
    let day = urgent.since.plus_millis(days * UNSEEN_AGAIN);
    (days > 0).then(|| (Call { topic, whom, deed }, source(petition.id.0, &[topic.as_str()], day)))
}

/// What stands for telling a leader that the day is tomorrow: once, and whoever takes it over once more.
#[must_use]
pub fn tomorrow_source(day: &ReceptionDay) -> Uuid {
    source(day.id.0, &[Topic::ReceptionSoon.as_str(), &day.leader.to_string()], day.starts_at)
}

pub(super) fn source(about: Uuid, words: &[&str], at: Timestamp) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(about.as_bytes());
    words.iter().for_each(|word| digest.update(word.as_bytes()));
    digest.update(at.0.to_be_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
