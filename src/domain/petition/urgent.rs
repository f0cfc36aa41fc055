//! 紧急: what may do serious harm is reported to the organ above at once (art. 25). Who hides or delays it answers for that
//! (art. 46), so the log says who marked it, whom it was reported to, and when somebody there had seen it.

use super::{Applied, Petition, Refusal, RefusalCode};
use crate::domain::{
    ReasonNeeded, Timestamp,
    event::{Change, EventKind},
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
