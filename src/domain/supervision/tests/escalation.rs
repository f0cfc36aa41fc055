//! What missed dates set off, and of whom.

use super::*;

/// (days since the clock ran out, what was demanded before, what follows).
#[test]
fn a_missed_date_reminds_then_urges_then_supervises_and_never_twice() {
    use DemandKind as K;
    // Due on a Monday.
    let petition = Petition { clocks: vec![due(ClockKind::Accept, date!(2026 - 11 - 09))], ..routed() };
    for (day, before, expected) in [
        (date!(2026 - 11 - 09), vec![], None),
        (date!(2026 - 11 - 10), vec![], Some(K::Reminder)),
        (date!(2026 - 11 - 13), vec![K::Reminder], None),
        (date!(2026 - 11 - 15), vec![K::Reminder], None), // a Sunday: four working days
        (date!(2026 - 11 - 16), vec![K::Reminder], Some(K::Urge)),
        (date!(2026 - 11 - 16), vec![K::Placard], None),
        (date!(2026 - 11 - 23), vec![K::Reminder, K::Urge], Some(K::Supervise)),
        (date!(2026 - 11 - 23), vec![K::Policy], Some(K::Supervise)),
    ] {
        let demands: Vec<_> =
            before.iter().map(|kind| Demand { made_at: on(date!(2026 - 11 - 10)), ..made(*kind) }).collect();
        let follows = escalation(&petition, &demands, &reckoning(day));
        assert_eq!(follows.map(|follows| follows.demand.kind), expected, "{day} {before:?}");
    }
}

/// (days since the item was due, where it stands, what was demanded before of its organ, what follows).
#[test]
fn what_a_hearing_ordered_is_demanded_of_its_organ_once_its_day_is_over() {
    use {ActionItemState as S, DemandKind as K};
    let other = AgencyId(Uuid::from_u128(7));
    let item = |agency, state| ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency,
        content: String::new(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state,
        accepted: None,
    };
    let demanded = |to, kind| Demand { made_at: on(date!(2026 - 11 - 10)), to, ..made(kind) };
    for (day, item, before, expected) in [
        (date!(2026 - 11 - 09), item(other, S::Ordered), vec![], None),
        (date!(2026 - 11 - 10), item(other, S::Ordered), vec![], Some(K::Reminder)),
        (date!(2026 - 11 - 10), item(other, S::Accepted), vec![demanded(other, K::Reminder)], None),
        (
            date!(2026 - 11 - 10),
            item(other, S::Accepted),
            vec![demanded(UNIT, K::Reminder)],
            Some(K::Reminder),
        ),
        (date!(2026 - 11 - 16), item(other, S::Accepted), vec![demanded(other, K::Reminder)], Some(K::Urge)),
        (date!(2026 - 11 - 16), item(other, S::Declined), vec![], None),
        (date!(2026 - 11 - 16), item(other, S::Done), vec![], None),
        (date!(2026 - 11 - 16), item(other, S::Lifted), vec![], None),
        (date!(2026 - 11 - 10), item(BUREAU, S::Accepted), vec![], Some(K::Reminder)),
    ] {
        let clock = clock(&item, date!(2026 - 11 - 05));
        let follows = item_escalation((&item, &clock, None), &routed(), &before, &reckoning(day));
        assert_eq!(follows.as_ref().map(|follows| follows.demand.kind), expected, "{day} {:?}", item.state);
        let by = if item.agency == BUREAU { CITY } else { BUREAU };
        assert!(follows.is_none_or(|follows| (follows.by, follows.demand.to) == (by, Some(item.agency))));
    }
    for (day, expected) in [
        (date!(2026 - 11 - 23), None),
        (date!(2026 - 11 - 24), Some(K::Reminder)),
        (date!(2026 - 11 - 30), Some(K::Urge)),
    ] {
        let late = item(UNIT, S::Accepted);
        let clock = clock(&late, date!(2026 - 11 - 23));
        let follows = item_escalation((&late, &clock, None), &routed(), &[], &reckoning(day));
        assert_eq!(follows.map(|follows| follows.demand.kind), expected, "ordered after its day: {day}");
    }
}

/// Of what was ordered on that day, and declined or sent back never.
fn clock(item: &ActionItem, ordered: Date) -> ItemClock {
    ItemClock::of(item, on(ordered), &[])
}

/// Nobody waits any more for what was promised about a matter that was withdrawn; an answer leaves the promise to be kept.
#[test]
fn what_was_ordered_about_a_matter_that_was_given_up_is_demanded_of_nobody() {
    let item = ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: UNIT,
        content: String::new(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Accepted,
        accepted: None,
    };
    let at = on(date!(2026 - 11 - 06));
    let (withdrawn, closed) = (PetitionState::Withdrawn { at }, PetitionState::Closed { unit: UNIT, at });
    let filed_away =
        PetitionState::Archived { ended: Box::new(withdrawn.clone()), retention: Retention::TenYears, at };
    for (state, expected) in [(withdrawn, None), (filed_away, None), (closed, Some(DemandKind::Reminder))] {
        let petition = Petition { state, ..routed() };
        let clock = clock(&item, date!(2026 - 11 - 05));
        let follows =
            item_escalation((&item, &clock, None), &petition, &[], &reckoning(date!(2026 - 11 - 10)));
        assert_eq!(follows.map(|follows| follows.demand.kind), expected, "{:?}", petition.state);
    }
}

/// An outcome may be issued after the day of what was promised in the room.
#[test]
fn what_was_kept_before_it_was_ordered_is_not_late() {
    let promised = ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: UNIT,
        content: String::new(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Accepted,
        accepted: None,
    };
    let step =
        ItemStep {
            kind: ItemStepKind::Report, text: "屋面已于十一月六日维修".into(), files: Vec::new()
        };
    for (ordered, reported, late) in [
        (date!(2026 - 11 - 05), date!(2026 - 11 - 09), false),
        (date!(2026 - 11 - 05), date!(2026 - 11 - 10), true),
        (date!(2026 - 11 - 12), date!(2026 - 11 - 12), false),
        (date!(2026 - 11 - 12), date!(2026 - 11 - 13), true),
    ] {
        let times = (promised.last_day(on(ordered)), on(reported));
        let (_, change) = take(&mut promised.clone(), &step, CLERK, times).unwrap();
        let told = change.details.contains(&("late".into(), "yes".into()));
        assert_eq!(told, late, "{ordered} {reported}");
    }
}

/// Everybody who reads notes reads a demand (ADR 64).
#[test]
fn what_was_ordered_behind_the_wall_is_not_quoted_where_it_is_demanded() {
    let item = ActionItem {
        id: ActionItemId(Uuid::nil()),
        agency: UNIT,
        content: "核查某科长收受好处".into(),
        deadline: date!(2026 - 11 - 09),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Accepted,
        accepted: None,
    };
    let text = |petition: &Petition| {
        let clock = clock(&item, date!(2026 - 11 - 05));
        let follows =
            item_escalation((&item, &clock, None), petition, &[], &reckoning(date!(2026 - 11 - 10)));
        follows.expect("its day is over").demand.text
    };
    assert!(text(&routed()).contains("“核查某科长收受好处”"));
    let mut opened = routed();
    opened.course.opened_at = Some(on(date!(2026 - 11 - 05)));
    for petition in [opened, Petition { category: Category::Report, ..routed() }] {
        assert_eq!(text(&petition), "接访会交办事项的期限（2026-11-09）已过，请立即办理并书面说明原因");
    }
}

/// What one item set off is not the other's; of what a person demanded, and of the system's from before it said, nobody
/// knows which.
#[test]
fn what_the_system_demands_is_about_one_date() {
    use DemandKind as K;
    let item = |n| ActionItem {
        id: ActionItemId(Uuid::from_u128(n)),
        agency: UNIT,
        content: String::new(),
        deadline: date!(2026 - 11 - 12),
        entry: EntryId(Uuid::nil()),
        state: ActionItemState::Accepted,
        accepted: None,
    };
    let of = |n| Some(About::Item(ActionItemId(Uuid::from_u128(n))));
    let supervised =
        |way, about| Demand { way, about, made_at: on(date!(2026 - 11 - 16)), ..made(K::Supervise) };
    let petition = Petition { clocks: vec![due(ClockKind::Accept, date!(2026 - 11 - 12))], ..routed() };
    let accept = Some(About::from(&petition.clocks[0]));
    for (before, of_item, of_clock) in [
        (supervised(Way::System, of(1)), None, Some(K::Reminder)),
        (supervised(Way::System, of(2)), Some(K::Reminder), Some(K::Reminder)),
        (supervised(Way::System, accept), Some(K::Reminder), None),
        (supervised(Way::System, None), None, None),
        (supervised(Way::Phone, None), None, None),
    ] {
        let (before, reckoning) = (std::slice::from_ref(&before), reckoning(date!(2026 - 11 - 17)));
        let kind = |asked: Option<Escalated>| asked.map(|asked| asked.demand.kind);
        let item = item(1);
        let clock = clock(&item, date!(2026 - 11 - 05));
        let item = item_escalation((&item, &clock, None), &petition, before, &reckoning);
        assert!(item.as_ref().is_none_or(|asked| asked.demand.about == of(1)));
        assert_eq!(
            (kind(item), kind(escalation(&petition, before, &reckoning))),
            (of_item, of_clock),
            "{before:?}"
        );
    }
}

/// (clock that ran out, where the petition stands, who demands it of whom).
#[test]
fn whoever_missed_the_date_is_reminded_by_who_gave_it_the_matter_or_by_the_bureau_above() {
    use ClockKind as C;
    let (since, at) = (now(), now());
    let (how, unit, organ) = (Routing::Transfer, UNIT, CITY);
    let own = PetitionState::Routed { how, unit: BUREAU, since };
    let reviewed = |organ| PetitionState::Reviewing { unit, organ, since };
    for (clock, state, expected) in [
        (C::Route, PetitionState::Registered, Some((CITY, BUREAU))),
        (C::Route, PetitionState::Screening, Some((CITY, BUREAU))),
        (C::Accept, PetitionState::Routed { how, unit, since }, Some((BUREAU, UNIT))),
        (C::Accept, own, Some((CITY, BUREAU))),
        (C::Accept, PetitionState::Objected { how, unit, since }, Some((CITY, BUREAU))),
        (C::Ordered, PetitionState::Objected { how, unit, since }, Some((CITY, BUREAU))),
        (C::Reply, PetitionState::Accepted { unit, since }, Some((BUREAU, UNIT))),
        (C::Reply, PetitionState::Accepted { unit: BUREAU, since }, Some((CITY, BUREAU))),
        (C::Review, reviewed(BUREAU), Some((CITY, BUREAU))),
        (C::Review, reviewed(organ), None), // nobody is above it
        (C::Rereview, PetitionState::Rereviewing { unit, organ, since }, None),
        (C::Objection, PetitionState::Routed { how, unit, since }, None),
        (C::ReviewWindow, PetitionState::Replied { unit, delivered_at: at }, None),
    ] {
        let late = Petition { state, clocks: vec![due(clock, date!(2026 - 11 - 09))], ..routed() };
        let who = |petition: &Petition| {
            let follows = escalation(petition, &[], &reckoning(date!(2026 - 11 - 10)))?;
            Some((follows.by, follows.demand.to?))
        };
        assert_eq!(who(&late), expected, "{clock} {:?}", late.state);
        let sealed = Petition { category: Category::Report, ..late };
        let upwards = |(by, _): &(AgencyId, AgencyId)| *by == CITY;
        assert_eq!(who(&sealed), expected.filter(|who| !upwards(who)), "sealed: {clock} {:?}", sealed.state);
    }
}

/// The day that came to a bureau with a sealed report is its own, and not the unit's it sends the report to.
#[test]
fn a_day_set_from_above_is_demanded_of_no_unit() {
    let (passage, share) = (Passage::Down(Routing::Assignment), 3);
    let hop = Hop { passage, from: CITY, to: BUREAU, by: CLERK, at: now(), share };
    let day = date!(2026 - 11 - 09);
    let mut report =
        Petition { category: Category::Report, clocks: vec![Clock::ordered(now(), day)], ..routed() };
    let of_unit = escalation(&report, &[], &reckoning(date!(2026 - 11 - 10)));
    assert_eq!(of_unit.unwrap().demand.to, Some(UNIT), "its own assignment");
    report.course.hops.push(hop);
    assert_eq!(escalation(&report, &[], &reckoning(date!(2026 - 11 - 10))), None);
}

/// With the day until which the organ above wants an answer, which is over.
fn wanted_above(clocks: Vec<Clock>) -> Petition {
    let day = date!(2026 - 11 - 09);
    let origin = Origin { answer_by: Some(day), ..Origin::default() };
    let clocks = std::iter::once(Clock::ordered(now(), day)).chain(clocks).collect();
    Petition { clocks, origin, ..routed() }
}

/// It is owed by who registered the matter, to the bureau above, and not by who was handed it or the unit it was sent to.
#[test]
fn an_answer_wanted_above_is_owed_by_the_bureau_that_registered_it() {
    let late = wanted_above(Vec::new());
    let mut there = Petition { registered_by: CITY, ..late.clone() };
    let (passage, at) = (Passage::Down(Routing::Transfer), now().plus_millis(1));
    there.course.hops.push(Hop { passage, from: CITY, to: BUREAU, by: CLERK, at, share: 3 });
    let mut reckoning = reckoning(date!(2026 - 11 - 10));
    let who = |petition: &Petition, reckoning: &Reckoning| {
        let asked = escalation(petition, &[], reckoning)?;
        Some((asked.by, asked.demand.to?))
    };
    assert_eq!(who(&late, &reckoning), Some((CITY, BUREAU)));
    assert_eq!(who(&there, &reckoning), None, "nobody is above the city, and the district owes nothing");
    let (division, kind) = ("62".parse().unwrap(), AgencyKind::PetitionBureau);
    reckoning.agencies.push(Agency { id: PROVINCE, name: String::new(), kind, division });
    assert_eq!(who(&there, &reckoning), Some((PROVINCE, CITY)));
    let report = Petition { category: Category::Report, ..there };
    assert_eq!(who(&report, &reckoning), None, "sealed");
}

/// It runs on until the reply is delivered, and so long the unit's own dates are watched all the same.
#[test]
fn an_answer_wanted_above_hides_no_date_that_is_missed_after_it() {
    let late = wanted_above(vec![due(ClockKind::Accept, date!(2026 - 11 - 19))]);
    let reckoning = reckoning(date!(2026 - 11 - 24));
    let demand = |by, to, kind| Demand { by, to, made_at: on(date!(2026 - 11 - 23)), ..made(kind) };
    let of_bureau = demand(CITY, BUREAU, DemandKind::Supervise);
    let of_unit = demand(BUREAU, UNIT, DemandKind::Reminder);
    let sealed = Petition { category: Category::Report, ..late.clone() };
    for (petition, before, expected) in [
        (&late, vec![], Some((CITY, BUREAU))),
        (&late, vec![of_bureau.clone()], Some((BUREAU, UNIT))),
        (&late, vec![of_bureau, of_unit.clone()], None),
        (&sealed, vec![], Some((BUREAU, UNIT))),
        (&sealed, vec![of_unit], None),
    ] {
        let asked = escalation(petition, &before, &reckoning);
        let who = asked.map(|asked| (asked.by, asked.demand.to.unwrap()));
        assert_eq!(who, expected, "{:?} {before:?}", petition.category);
    }
}

/// Of what was handed down, the bureau that has it owes the routing to the one that handed it down, whoever is next above.
#[test]
fn a_bureau_is_reminded_by_the_one_that_handed_it_down() {
    let (passage, share) = (Passage::Down(Routing::Transfer), 3);
    let hop = Hop { passage, from: PROVINCE, to: BUREAU, by: CLERK, at: now(), share };
    let unit = PetitionState::Routed { how: Routing::Transfer, unit: UNIT, since: now() };
    for (clock, state, expected) in [
        (ClockKind::Route, PetitionState::Registered, (PROVINCE, BUREAU)),
        (ClockKind::Accept, unit, (BUREAU, UNIT)),
    ] {
        let mut late = Petition { registered_by: PROVINCE, state, ..routed() };
        late.clocks = vec![due(clock, date!(2026 - 11 - 09))];
        late.course.hops.push(hop);
        let mut reckoning = reckoning(date!(2026 - 11 - 10));
        let by = |reckoning: &Reckoning| {
            let follows = escalation(&late, &[], reckoning).unwrap();
            assert_eq!(follows.demand.to, Some(expected.1), "{clock}");
            follows.by
        };
        let next_above = if expected.0 == PROVINCE { CITY } else { expected.0 };
        assert_eq!(by(&reckoning), next_above, "{clock}: there is none any more");
        let division = "62".parse().unwrap();
        let kind = AgencyKind::PetitionBureau;
        reckoning.agencies.push(Agency { id: PROVINCE, name: String::new(), kind, division });
        assert_eq!(by(&reckoning), expected.0, "{clock}");
        // The bureau that handed it down has it now that this one was merged into it: the next above asks.
        let merged = Petition { desk: PROVINCE, ..late.clone() };
        let asked = escalation(&merged, &[], &reckoning);
        if clock == ClockKind::Route {
            assert_eq!(asked, None, "nobody is above it, and it asks nothing of itself");
        }
        let category = Category::Report;
        let accused = Some(Accused::agency(BUREAU));
        let report = Petition { category, accused, ..late };
        assert_eq!(escalation(&report, &[], &reckoning), None, "nothing in the accused's name");
    }
}
