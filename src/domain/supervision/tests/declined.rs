//! What an organ declines of what a hearing ordered: whose word is due, and of whom it is demanded.

use super::*;

/// The organ named by a slip is late with nothing while the bureau decides, and whoever decides has five working days.
#[test]
fn what_is_declined_is_decided_by_the_bureau_and_its_days_are_not_the_organs() {
    use {ActionItemState as S, DemandKind as K, ItemStepKind as Step};
    let item = |state| ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: UNIT,
        content: String::new(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state,
        accepted: None,
    };
    let note = |step, day| Note {
        item: ActionItemId(Uuid::nil()),
        step,
        text: String::new(),
        files: Vec::new(),
        by: CLERK,
        at: on(day),
    };
    let declined = [note(Step::Decline, date!(2026 - 11 - 06))];
    let sent_back = [declined[0].clone(), note(Step::SendBack, date!(2026 - 11 - 12))];
    for (state, notes, day, expected) in [
        (S::Declined, &declined[..], date!(2026 - 11 - 10), None), // the organ's day is over
        (S::Declined, &declined[..], date!(2026 - 11 - 13), None), // the fifth working day
        (S::Declined, &declined[..], date!(2026 - 11 - 14), Some((CITY, BUREAU, K::Reminder))),
        (S::Declined, &declined[..], date!(2026 - 11 - 20), Some((CITY, BUREAU, K::Urge))),
        (S::Ordered, &sent_back[..], date!(2026 - 11 - 15), None), // six days more
        (S::Ordered, &sent_back[..], date!(2026 - 11 - 16), Some((BUREAU, UNIT, K::Reminder))),
    ] {
        let item = item(state);
        let clock = ItemClock::of(&item, on(date!(2026 - 11 - 05)), notes);
        let follows = item_escalation((&item, &clock, None), &routed(), &[], &reckoning(day));
        let asked = follows.map(|asked| (asked.by, asked.demand.to.unwrap(), asked.demand.kind));
        assert_eq!(asked, expected, "{state} {day}");
    }
}

/// Nobody decides about their own: who held the hearing does, or the bureau above; and the one above that asks for it.
#[test]
fn what_the_bureau_declines_of_its_own_is_decided_by_another_one() {
    let item = ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: BUREAU,
        content: String::new(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Declined,
        accepted: None,
    };
    let declined = Note {
        item: item.id,
        step: ItemStepKind::Decline,
        text: String::new(),
        files: Vec::new(),
        by: CLERK,
        at: on(date!(2026 - 11 - 06)),
    };
    let clock = ItemClock::of(&item, on(date!(2026 - 11 - 05)), &[declined]);
    let mut reckoning = reckoning(date!(2026 - 11 - 14));
    let who = |host, reckoning: &Reckoning| {
        let asked = item_escalation((&item, &clock, host), &routed(), &[], reckoning)?;
        Some((asked.by, asked.demand.to?))
    };
    assert_eq!(who(None, &reckoning), None, "nobody is above the city");
    let (division, kind) = ("62".parse().unwrap(), AgencyKind::PetitionBureau);
    reckoning.agencies.push(Agency { id: PROVINCE, name: String::new(), kind, division });
    for host in [None, Some(BUREAU), Some(UNIT), Some(CITY)] {
        assert_eq!(who(host, &reckoning), Some((PROVINCE, CITY)), "{host:?}");
    }
    assert_eq!(who(Some(PROVINCE), &reckoning), None, "it decides, and nobody is above it");
}
