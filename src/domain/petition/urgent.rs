//! 紧急: what may do serious harm is reported to the organ above at once (art. 25). Who hides or delays it answers for that
//! (art. 46), so the log says who marked it, whom it was reported to, and when somebody there had seen it.

use super::{Applied, Petition, Refusal, RefusalCode};
use crate::domain::{
    ReasonNeeded, Timestamp,
    event::{Change, Event, EventKind},
    given_reason,
    ids::{AgencyId, StaffId},
};

/// The mark, while it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urgent {
    pub reason: String,
    pub by: StaffId,
    pub since: Timestamp,
    /// The bureau above; of a report the discipline organ. None: there is none in this system.
    pub reported_to: Option<AgencyId>,
    /// Who there has confirmed to have seen it, and when.
    pub seen: Option<(StaffId, Timestamp)>,
}

impl Petition {
    /// What is over is urgent no more.
    #[must_use]
    pub const fn is_urgent(&self) -> bool {
        self.course.urgent.is_some() && self.state.is_open()
    }
}

/// Marks it and reports it to `above` in one step.
///
/// # Errors
/// It is marked already, is over, or no reason is given.
pub fn mark_urgent(
    petition: &Petition,
    reason: &str,
    by: StaffId,
    above: Option<AgencyId>,
    now: Timestamp,
) -> Result<Applied, Refusal> {
    if petition.course.urgent.is_some() || !petition.state.is_open() {
        return Err(refusal(RefusalCode::WrongState, "It is over, or marked as urgent already (已标紧急)"));
    }
    let reason = told(reason)?;
    let mut change = Change::new(EventKind::PetitionMarkedUrgent).because(&reason);
    if let Some(above) = above {
        change = change.with("reported_to", above);
    }
    Ok(with(petition, Some(Urgent { reason, by, since: now, reported_to: above, seen: None }), change))
}

/// The organ above has seen it. The first word stands.
///
/// # Errors
/// It is not marked, or was confirmed before.
pub fn confirm_urgent(petition: &Petition, by: StaffId, now: Timestamp) -> Result<Applied, Refusal> {
    match &petition.course.urgent {
        Some(urgent) if urgent.seen.is_none() => {
            let urgent = Urgent { seen: Some((by, now)), ..urgent.clone() };
            Ok(with(petition, Some(urgent), Change::new(EventKind::PetitionUrgentSeen)))
        }
        _ => Err(refusal(RefusalCode::WrongState, "There is nothing urgent to confirm")),
    }
}

/// When it came to the organ that it was reported to, by its log: marked, or passed on. A successor has it from when the organ
/// before had it.
#[must_use]
pub fn reported_at<'a>(log: impl Iterator<Item = &'a Event>) -> Option<Timestamp> {
    let came = log.filter(|event| match event.kind {
        EventKind::PetitionMarkedUrgent => true,
        EventKind::PetitionUrgentPassed => event.detail("from").is_none(),
        _ => false,
    });
    came.map(|event| event.at).max()
}

/// Whoever confirmed it reports it onwards to `above`, where nobody has seen it yet.
///
/// # Errors
/// It is not marked, was not confirmed, or there is no organ above in this system.
pub fn pass_urgent(petition: &Petition, above: Option<AgencyId>) -> Result<Applied, Refusal> {
    match (&petition.course.urgent, above) {
        (Some(urgent), Some(_)) if urgent.seen.is_some() => Ok(readdressed(petition, urgent, above)),
        (Some(urgent), None) if urgent.seen.is_some() => {
            Err(refusal(RefusalCode::WrongState, "No organ above is in this system: report it the other way"))
        }
        _ => Err(refusal(RefusalCode::WrongState, "Confirm it first (先确认已阅)")),
    }
}

/// Screened as what it is, a report: whom it was reported to may know of it no more (art. 30), and `above` learns of it.
/// None: it is not urgent.
#[must_use]
pub fn readdress_urgent(petition: &Petition, above: Option<AgencyId>) -> Option<Applied> {
    petition.course.urgent.as_ref().map(|urgent| readdressed(petition, urgent, above))
}

fn readdressed(petition: &Petition, urgent: &Urgent, above: Option<AgencyId>) -> Applied {
    let mut change = Change::new(EventKind::PetitionUrgentPassed);
    if let Some(above) = above {
        change = change.with("reported_to", above);
    }
    with(petition, Some(Urgent { reported_to: above, seen: None, ..urgent.clone() }), change)
}

/// It is urgent no more, or never was.
///
/// # Errors
/// It is not marked, or no reason is given.
pub fn lift_urgent(petition: &Petition, reason: &str) -> Result<Applied, Refusal> {
    if petition.course.urgent.is_none() {
        return Err(refusal(RefusalCode::WrongState, "It is not marked as urgent"));
    }
    let reason = told(reason)?;
    Ok(with(petition, None, Change::new(EventKind::PetitionUrgentLifted).because(reason)))
}

fn with(petition: &Petition, urgent: Option<Urgent>, change: Change) -> Applied {
    let mut petition = petition.clone();
    petition.course.urgent = urgent;
    Applied { petition, change }
}

fn told(reason: &str) -> Result<String, Refusal> {
    given_reason(reason).map_err(|_| refusal(RefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE))
}

fn refusal(code: RefusalCode, sentence: &str) -> Refusal {
    Refusal { code, rule: "P3", article: 25, sentence: sentence.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{event::Actor, ids::EventId};
    use uuid::Uuid;

    const ME: StaffId = StaffId(Uuid::from_u128(1));

    const fn agency(n: u128) -> AgencyId {
        AgencyId(Uuid::from_u128(n))
    }

    /// Art. 24: a successor is given no new day. Art. 25: the next organ above is.
    #[test]
    fn what_is_passed_on_comes_later_than_it_was_marked_and_to_a_successor_with_its_day() {
        let marked =
            mark_urgent(&Petition::blank(), "扬言极端行为", ME, Some(agency(2)), Timestamp(1)).unwrap();
        let seen = confirm_urgent(&marked.petition, ME, Timestamp(2)).unwrap();
        let passed = pass_urgent(&seen.petition, Some(agency(3))).unwrap();
        let succeeded = passed.petition.succeeded(agency(3), agency(4));
        assert_eq!(succeeded.len(), 1, "it waits there");
        let changes = [marked.change, seen.change, passed.change].into_iter().chain(succeeded);
        let event = |(at, change): (i64, Change)| {
            change.event(EventId(Uuid::nil()), Timestamp(at), Actor::System, &Petition::blank())
        };
        let log: Vec<Event> = (1..).zip(changes).map(event).collect();
        let came = |events: usize| reported_at(log.iter().take(events));
        assert_eq!(
            [0, 1, 2, 3, 4].map(came),
            [None, Some(1), Some(1), Some(3), Some(3)].map(|at| at.map(Timestamp))
        );
    }
}
