//! Papers that a step owes: to be told in writing to the petitioner, or sent to an organ (art. 22–24, 31, 34–36).

use super::{
    DocumentKind,
    facts::{fits, is_letter, organ_of},
};
use crate::domain::{
    DAY_MS, Timestamp,
    event::{Event, EventKind},
    ids::AgencyId,
    petition::{Clock, ClockKind, Finding, Petition},
};

/// The paper of an opinion too: the step that delivers it makes none. Who registers hands out a query code.
const OWED: [DocumentKind; 11] = [
    DocumentKind::Transfer,
    DocumentKind::Assignment,
    DocumentKind::Diversion,
    DocumentKind::Acceptance,
    DocumentKind::NonAcceptance,
    DocumentKind::NoLongerAccepted,
    DocumentKind::Extension,
    DocumentKind::ReviewRefused,
    DocumentKind::Opinion,
    DocumentKind::Review,
    DocumentKind::Rereview,
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

/// Whether a step of this kind may settle some of what is owed, before anything is read for it.
#[must_use]
pub const fn may_settle(kind: EventKind) -> bool {
    use EventKind as E;
    let ends =
        matches!(kind, E::PetitionWithdrawn | E::PetitionMerged | E::PetitionClosed | E::PetitionTerminated);
    let anew = matches!(
        kind,
        E::PetitionUndone
            | E::PetitionDiversionReturned
            | E::PetitionTakenBack
            | E::PetitionGivenBack
            | E::PetitionAccusedNamed
    );
    let of_opinion = matches!(kind, E::PetitionReopened | E::PetitionReviewed | E::PetitionRereviewed);
    ends || anew || of_opinion
}

/// Whether `owed` is owed no more after `event`, which left `petition` so: the matter has ended, or an end was taken back and it
/// begins anew. What a bureau wrote to the one below stands then, but between the two where it is given back.
/// The paper of an opinion is owed after a closing too, which may come by itself; the unit's until its opinion is revoked or the
/// matter reopened. What is filed away owes what its end did.
#[must_use]
pub fn settles(event: &Event, owed: &Owed, petition: &Petition) -> bool {
    use {DocumentKind as D, EventKind as E};
    let kind = owed.kind;
    match event.kind {
        E::PetitionClosed | E::PetitionTerminated => !matches!(kind, D::Opinion | D::Review | D::Rereview),
        E::PetitionReopened => kind == D::Opinion,
        E::PetitionReviewed | E::PetitionRereviewed => {
            kind == D::Opinion && event.detail("finding") == Some(Finding::Revoked.as_str())
        }
        // Of a sealed one it is the discipline desks' organs that owe, and the bureaus that the event names.
        E::PetitionGivenBack => petition.is_sealed() || is_between(event, owed.organ),
        // It went back from the organ that the event names: they are accused, and write nothing of it any more.
        E::PetitionAccusedNamed => event.detail("unit").is_some(),
        E::PetitionUndone | E::PetitionDiversionReturned | E::PetitionTakenBack => {
            !is_letter(kind) || petition.is_sealed() || owed.organ == petition.desk
        }
        other => may_settle(other),
    }
}

/// Whether `organ` gave it back, or got it back.
fn is_between(event: &Event, organ: AgencyId) -> bool {
    let organ = organ.to_string();
    ["from", "bureau"].iter().any(|name| event.detail(name) == Some(organ.as_str()))
}

/// What is owed after `event`, `petition` being as it left it. Nobody is told of what nobody signed.
#[must_use]
pub fn owed_after(event: &Event, petition: &Petition) -> Vec<Owed> {
    let tells = |kind: &DocumentKind| kind.acts().contains(&event.kind.as_str()) && fits(*kind, event);
    let reaches = |kind: &DocumentKind| petition.origin.signed || !kind.is_for_petitioner();
    // An older record may lack it, and there is nothing to write then.
    let says = |kind: &DocumentKind| *kind != DocumentKind::Opinion || petition.delivered_opinion().is_some();
    let kinds = OWED.into_iter().filter(|kind| tells(kind) && reaches(kind) && says(kind));
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

/// The day of the clock that the step answers: fifteen days from when the bureau had it, or the unit (art. 22, 23); that of the
/// reply, be it the one ordered with a revocation, or of the review (art. 34–36).
fn due(kind: DocumentKind, at: Timestamp, petition: &Petition) -> Timestamp {
    use DocumentKind as D;
    let answered: &[ClockKind] = match kind {
        D::Transfer | D::Assignment | D::Diversion => &[ClockKind::Route],
        D::Acceptance | D::NonAcceptance | D::NoLongerAccepted => &[ClockKind::Route, ClockKind::Accept],
        D::Opinion => &[ClockKind::Reply, ClockKind::Ordered],
        D::Review => &[ClockKind::Review],
        D::Rereview => &[ClockKind::Rereview],
        _ => &[],
    };
    let answers = |clock: &&Clock| answered.contains(&clock.kind) && !petition.is_ordered_from_above(clock);
    let clock = petition.clocks.iter().rfind(answers);
    let by_law = clock.map(|clock| clock.due).filter(|due| *due >= at);
    by_law.unwrap_or_else(|| Timestamp::end_of(at.plus_millis(TERM).local_date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        event::{Actor, Change},
        ids::{EventId, StaffId},
        petition::{Calendar, Opinion, OpinionResult, PetitionState},
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
        // Nobody signed: an organ gets its letter, and there is nobody to be told.
        let mut nobodys = petition.clone();
        nobodys.origin.signed = false;
        assert_eq!(owed(accept(), &nobodys, 5), []);
        assert_eq!(owed(transfer(), &nobodys, 3), [(D::Transfer, routed)]);
    }

    /// In time, too late, and by the day that a revocation ordered.
    #[test]
    fn an_opinion_is_owed_by_the_day_of_its_reply_or_review() {
        use DocumentKind as D;
        let started = |kind, days| Clock::start(kind, CAME.plus_millis(days * DAY_MS), &Calendar::shipped());
        let mut replied = petition();
        replied.clocks.extend(started(ClockKind::Reply, 5));
        replied.state = PetitionState::Replied { unit: UNIT, delivered_at: CAME };
        let reply = || Change::new(EventKind::PetitionReplied);
        assert_eq!(owed(reply(), &replied, 15), [], "no text is on record");
        let text = "经调查，应当公开账目。".to_owned();
        replied.opinion =
            Some(Opinion { result: OpinionResult::Support, text, basis: "某条例第一条".into() });
        let due = replied.clocks.last().unwrap().due;
        assert_eq!(owed(reply(), &replied, 15), [(D::Opinion, due)]);
        let later = Timestamp::end_of(CAME.plus_millis(105 * DAY_MS).local_date());
        assert_eq!(owed(reply(), &replied, 90), [(D::Opinion, later)], "too late, and owed all the same");
        let ordered =
            Clock::ordered(CAME.plus_millis(20 * DAY_MS), CAME.plus_millis(40 * DAY_MS).local_date());
        let day = ordered.due;
        replied.clocks.push(ordered);
        assert_eq!(owed(reply(), &replied, 30), [(D::Opinion, day)]);
        replied.clocks.extend(started(ClockKind::Review, 20));
        let due = replied.clocks.last().unwrap().due;
        assert_eq!(owed(Change::new(EventKind::PetitionReviewed), &replied, 30), [(D::Review, due)]);
        replied.clocks.extend(started(ClockKind::Rereview, 60));
        let due = replied.clocks.last().unwrap().due;
        assert_eq!(owed(Change::new(EventKind::PetitionRereviewed), &replied, 70), [(D::Rereview, due)]);
        replied.origin.signed = false;
        assert_eq!(owed(reply(), &replied, 30), []);
    }

    #[test]
    fn an_end_settles_what_it_overtakes_and_no_opinion() {
        use {DocumentKind as D, EventKind as E};
        const ABOVE: AgencyId = AgencyId(Uuid::from_u128(4));
        let petition = Petition { desk: UNIT, ..Petition::blank() };
        let of = |organ, change: Change| {
            let event = change.event(EventId(Uuid::nil()), CAME, Actor::System, &petition);
            let owed = |kind| Owed { kind, organ, since: CAME, due: CAME, asked_at: None, late_at: None };
            let settled = |kind: &DocumentKind| settles(&event, &owed(*kind), &petition);
            let kinds: Vec<_> = OWED.into_iter().filter(settled).collect();
            assert!(may_settle(event.kind) || kinds.is_empty());
            kinds
        };
        let settled = |change: Change| of(UNIT, change);
        for end in [E::PetitionClosed, E::PetitionTerminated] {
            assert_eq!(settled(Change::new(end)), OWED[..8]);
        }
        for all in [E::PetitionWithdrawn, E::PetitionMerged, E::PetitionUndone, E::PetitionDiversionReturned]
        {
            assert_eq!(settled(Change::new(all)), OWED);
        }
        for anew in [E::PetitionUndone, E::PetitionDiversionReturned, E::PetitionTakenBack] {
            assert_eq!(of(ABOVE, Change::new(anew)), OWED[2..], "its letter to the one below stands");
        }
        let named = || Change::new(E::PetitionAccusedNamed);
        assert_eq!((settled(named()), settled(named().with("unit", UNIT))), (vec![], OWED.to_vec()));
        let back = |name: &'static str| Change::new(E::PetitionGivenBack).with(name, UNIT);
        for name in ["from", "bureau"] {
            assert_eq!((settled(back(name)), of(ABOVE, back(name))), (OWED.to_vec(), vec![]), "{name}");
        }
        let found = |finding: Finding| settled(Change::new(E::PetitionReviewed).with("finding", finding));
        assert_eq!((found(Finding::Revoked), found(Finding::Changed)), (vec![D::Opinion], vec![]));
        assert_eq!(settled(Change::new(E::PetitionReopened)), [D::Opinion]);
        assert!(settled(Change::new(E::PetitionArchived)).is_empty());
    }
}
