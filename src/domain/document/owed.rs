//! Papers that a step owes: to be told in writing to the petitioner, or sent to an organ (art. 22–24, 31, 34–36).

use super::{
    DocumentKind,
    facts::{fits, organ_of},
};
use crate::domain::{
    DAY_MS, Timestamp,
    event::{Event, EventKind},
    ids::AgencyId,
    petition::{ClockKind, Petition},
};

/// An opinion is delivered by the step that makes it, and its receipt is asked for; who registers hands out a query code.
const OWED: [DocumentKind; 8] = [
    DocumentKind::Transfer,
    DocumentKind::Assignment,
    DocumentKind::Diversion,
    DocumentKind::Acceptance,
    DocumentKind::NonAcceptance,
    DocumentKind::NoLongerAccepted,
    DocumentKind::Extension,
    DocumentKind::ReviewRefused,
];

/// Milliseconds for a paper for which the Regulation sets no day, or one that was over before the step (our choice): as many
/// days as it gives for the others.
const TERM: i64 = 15 * DAY_MS;

/// A paper that was not made yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub kind: DocumentKind,
    /// Whose step it tells of, and who makes it.
    pub organ: AgencyId,
    /// The step.
    pub since: Timestamp,
    pub due: Timestamp,
    /// When whoever makes it was told of it.
    pub asked_at: Option<Timestamp>,
    /// When the head of the bureau was, after its day.
    pub late_at: Option<Timestamp>,
}

/// Whether some papers are owed after a step of this kind, before anything is read for it.
#[must_use]
pub fn owes(kind: EventKind) -> bool {
    OWED.iter().any(|owed| owed.acts().contains(&kind.as_str()))
}

/// Whether nothing is owed any more of what went before: it has ended, or an end was taken back and it begins anew. What is filed
/// away owes what its end did.
#[must_use]
pub const fn settles(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::PetitionWithdrawn
            | E::PetitionMerged
            | E::PetitionClosed
            | E::PetitionTerminated
            | E::PetitionUndone
            | E::PetitionDiversionReturned
            | E::PetitionGivenBack
    )
}

/// What is owed after `event`, `petition` being as it left it. Nobody is told of what nobody signed.
#[must_use]
pub fn owed_after(event: &Event, petition: &Petition) -> Vec<Owed> {
    let tells = |kind: &DocumentKind| kind.acts().contains(&event.kind.as_str()) && fits(*kind, event);
    let reaches = |kind: &DocumentKind| petition.origin.signed || !kind.is_for_petitioner();
    let kinds = OWED.into_iter().filter(|kind| tells(kind) && reaches(kind));
    let owed = |kind| Owed {
        kind,
        organ: organ_of(event, petition),
        since: event.at,
        due: due(kind, event.at, petition),
        asked_at: None,
        late_at: None,
    };
    kinds.map(owed).collect()
}

/// Fifteen days from when the bureau had it, or the unit (art. 22, 23): the day of the clock that the step answers.
fn due(kind: DocumentKind, at: Timestamp, petition: &Petition) -> Timestamp {
    use DocumentKind as D;
    let answered: &[ClockKind] = match kind {
        D::Transfer | D::Assignment | D::Diversion => &[ClockKind::Route],
        D::Acceptance | D::NonAcceptance | D::NoLongerAccepted => &[ClockKind::Route, ClockKind::Accept],
        _ => &[],
    };
    let clock = petition.clocks.iter().rfind(|clock| answered.contains(&clock.kind));
    let by_law = clock.map(|clock| clock.due).filter(|due| *due >= at);
    by_law.unwrap_or_else(|| Timestamp::end_of(at.plus_millis(TERM).local_date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        event::{Actor, Change},
        ids::{EventId, StaffId},
        petition::{Calendar, Clock},
    };
    use uuid::Uuid;

    const UNIT: AgencyId = AgencyId(Uuid::from_u128(1));
    const CAME: Timestamp = Timestamp(1_795_395_600_000);

    /// Routed on the third day, accepted or not on the fifth.
    fn petition() -> Petition {
        let started = |kind, days| Clock::start(kind, CAME.plus_millis(days * DAY_MS), &Calendar::shipped());
        let clocks = [started(ClockKind::Route, 0), started(ClockKind::Accept, 3)];
        Petition { clocks: clocks.into_iter().flatten().collect(), ..Petition::blank() }
    }

    fn owed(change: Change, petition: &Petition, days: i64) -> Vec<(DocumentKind, Timestamp)> {
        let by = Actor::Staff { staff: StaffId(Uuid::from_u128(3)), agency: UNIT };
        let event = change.event(EventId(Uuid::from_u128(2)), CAME.plus_millis(days * DAY_MS), by, petition);
        let owed = owed_after(&event, petition);
        assert!(owes(event.kind) || owed.is_empty());
        assert!(owed.iter().all(|one| one.organ == UNIT && one.since == event.at));
        owed.into_iter().map(|one| (one.kind, one.due)).collect()
    }

    #[test]
    fn a_step_owes_its_papers_by_the_day_of_the_clock_it_answers() {
        use DocumentKind as D;
        let petition = petition();
        let [routed, accepted] = [0, 1].map(|clock: usize| petition.clocks[clock].due);
        let transfer = || Change::new(EventKind::PetitionRouted).with("how", "transfer");
        assert_eq!(owed(transfer(), &petition, 3), [(D::Transfer, routed)]);
        let assigned = Change::new(EventKind::PetitionRouted).with("how", "assignment");
        assert_eq!(owed(assigned, &petition, 3), [(D::Assignment, routed)]);
        let diverted = owed(Change::new(EventKind::PetitionDiverted), &petition, 3);
        assert_eq!(diverted, [(D::Transfer, routed), (D::Diversion, routed)]);
        let accept = || Change::new(EventKind::PetitionAccepted);
        assert_eq!(owed(accept(), &petition, 5), [(D::Acceptance, accepted)]);
        // No day of the law is left for what is routed anew, and none is set for an extension.
        let later = Timestamp::end_of(CAME.plus_millis(45 * DAY_MS).local_date());
        assert_eq!(owed(transfer(), &petition, 30), [(D::Transfer, later)]);
        assert_eq!(owed(Change::new(EventKind::PetitionExtended), &petition, 30), [(D::Extension, later)]);
        assert_eq!(owed(Change::new(EventKind::PetitionRegistered), &petition, 0), []);
        assert!(settles(EventKind::PetitionClosed) && !settles(EventKind::PetitionArchived));
        // Nobody signed: an organ gets its letter, and there is nobody to be told.
        let mut nobodys = petition.clone();
        nobodys.origin.signed = false;
        assert_eq!(owed(accept(), &nobodys, 5), []);
        assert_eq!(owed(transfer(), &nobodys, 3), [(D::Transfer, routed)]);
    }
}
