//! The rows that numbers are told apart by.

use super::*;

/// A merged petition has no unit of its own; whoever answered it is named with the evaluation.
#[test]
fn what_merged_households_say_counts_for_the_unit_that_answered_them() {
    let merged = Story::new(1, "620102001", 1, "web", 1)
        .then("petition.merged", 2, None, &[])
        .then(
            "evaluation.given",
            26,
            None,
            &[("target", "unit"), ("level", "dissatisfied"), ("unit", &HOUSING.to_string())],
        )
        .facts();
    let table = tabulate([&merged], &question(&[By::Agency], 1, 154, 153), &rules());
    let row = table.rows.iter().find(|(cell, _)| cell.agency == Some(HOUSING)).unwrap().1;
    let rate = |numerator, denominator| Rate { numerator, denominator, excluded: 0 };
    assert_eq!(row.of(IndicatorId::SatisfactionUnit), rate(0, 1));
    assert_eq!(table.total.of(IndicatorId::SatisfactionUnit), rate(0, 1));
}

#[test]
fn rows_name_whose_duty_it_was() {
    let table = tabulate(&facts(), &question(&[By::Agency], 1, 154, 153), &rules());
    let of = |agency| table.rows[&Cell { agency: Some(agency), ..Cell::default() }].clone();
    assert_eq!(of(BUREAU).of(IndicatorId::TimelyRouting).denominator, 6);
    assert_eq!(
        of(HOUSING).of(IndicatorId::OnTimeCompletion),
        Rate { numerator: 2, denominator: 2, excluded: 0 }
    );
    assert_eq!(
        of(STREET).of(IndicatorId::OnTimeCompletion),
        Rate { numerator: 0, denominator: 1, excluded: 1 }
    );
}

/// What a leader received and promised, and what kind of hearing it was; who presides later took nothing from them.
#[test]
fn hearings_and_contracts_are_told_apart_by_leader_and_kind() {
    let [other, item] = [0xb2, 0xc1].map(Uuid::from_u128);
    let (leader, item) = (LEADER.to_string(), item.to_string());
    let mut story = Story::new(1, "620102001", 1, "web", 3)
        .routed(2, HOUSING)
        .then("petition.contracted", 3, None, &[("leader", &leader)])
        .heard(5, "leader_reception")
        .then("action_item.ordered", 5, by(9), &[("item", &item), ("agency", &HOUSING.to_string())])
        .heard_by(7, "mediation", StaffId(other))
        .then("petition.closed", 8, None, &[])
        .then("petition.contract_ended", 9, None, &[("leader", &leader)])
        .then("petition.contracted", 10, None, &[("leader", &other.to_string())]);
    let first = story.events.iter().find_map(|told| told.hearing);
    story.events.iter_mut().find(|told| told.kind == "action_item.ordered").unwrap().hearing = first;
    let facts = [story.facts()];
    let asked = question(&[By::Leader, By::HearingKind], 1, 154, 153);
    let table = tabulate(&facts, &asked, &rules());
    let cell = |leader: Option<StaffId>, kind| Cell { leader, kind, ..Cell::default() };
    for (leader, kind, id, numerator, denominator) in [
        (Some(LEADER), Some(HearingKind::LeaderReception), IndicatorId::Sessions, 1, 1),
        (Some(LEADER), Some(HearingKind::LeaderReception), IndicatorId::SessionCases, 1, 1),
        (Some(LEADER), Some(HearingKind::LeaderReception), IndicatorId::SessionPersons, 3, 1),
        (Some(LEADER), Some(HearingKind::LeaderReception), IndicatorId::SettledAfterHearing, 1, 1),
        (Some(LEADER), Some(HearingKind::LeaderReception), IndicatorId::ItemsOnTime, 0, 1),
        (Some(StaffId(other)), Some(HearingKind::Mediation), IndicatorId::Sessions, 1, 1),
        (Some(StaffId(other)), Some(HearingKind::Mediation), IndicatorId::SessionCases, 0, 0),
        (Some(StaffId(other)), Some(HearingKind::Mediation), IndicatorId::MediationSettled, 1, 1),
        (Some(LEADER), None, IndicatorId::ContractsSettled, 1, 1),
        (Some(StaffId(other)), None, IndicatorId::Contracts, 1, 1),
        (Some(StaffId(other)), None, IndicatorId::ContractsSettled, 0, 1), // it was closed before
        (None, None, IndicatorId::Petitions, 1, 1),
        (None, None, IndicatorId::Sessions, 0, 0),
    ] {
        let rate = table.rows[&cell(leader, kind)].of(id);
        assert_eq!((rate.numerator, rate.denominator), (numerator, denominator), "{leader:?} {kind:?} {id}");
    }
    let behind = drill(
        &facts,
        &asked,
        (IndicatorId::Sessions, Part::Denominator),
        &cell(Some(LEADER), None),
        &rules(),
    );
    assert!(behind.is_empty(), "a cell is whole");
    let by_leader = question(&[By::Leader], 1, 154, 153);
    let behind = drill(
        &facts,
        &by_leader,
        (IndicatorId::Sessions, Part::Denominator),
        &cell(Some(LEADER), None),
        &rules(),
    );
    assert_eq!(behind.len(), 1);
}

/// 按级别: a hearing is of the level of the organ that hosts it, its action items too; what is no hearing's is of none.
#[test]
fn hearings_are_told_apart_by_the_level_of_their_host() {
    let item = Uuid::from_u128(0xc1).to_string();
    let mut story = Story::new(1, "620102001", 1, "web", 3)
        .routed(2, HOUSING)
        .heard(5, "leader_reception")
        .heard(7, "mediation")
        .then("action_item.ordered", 7, by(9), &[("item", &item), ("agency", &HOUSING.to_string())]);
    let city = AgencyId(Uuid::from_u128(0xa9));
    let mut scheduled = story.events.iter_mut().filter(|told| told.kind == "hearing.scheduled");
    let second = scheduled.nth(1).unwrap();
    second.details.push(("host".into(), city.to_string()));
    let hearing = second.hearing;
    story.events.last_mut().unwrap().hearing = hearing;
    let facts = [story.facts()];
    let levels = [(BUREAU, Level::County), (city, Level::City), (HOUSING, Level::County)].into();
    let rules = Rules { levels, ..rules() };
    let asked = question(&[By::Level], 1, 154, 153);
    let table = tabulate(&facts, &asked, &rules);
    let cell = |level| Cell { level, ..Cell::default() };
    for (level, id, count) in [
        (Some(Level::County), IndicatorId::Sessions, 1),
        (Some(Level::City), IndicatorId::Sessions, 1),
        (Some(Level::County), IndicatorId::SessionCases, 1), // first heard there
        (Some(Level::City), IndicatorId::ItemsOnTime, 1),
        (None, IndicatorId::Petitions, 1),
        (None, IndicatorId::Sessions, 0),
    ] {
        assert_eq!(table.rows[&cell(level)].of(id).denominator, count, "{level:?} {id}");
        let behind = drill(&facts, &asked, (id, Part::Denominator), &cell(level), &rules);
        assert_eq!(behind.len() as u64, count, "{level:?} {id}");
    }
}

/// The months of two years stand beside each other; what is in one of them only is there too.
#[test]
fn two_periods_stand_beside_each_other() {
    let facts = [
        Story::new(1, "620102001", 1, "web", 1).facts(),
        Story::new(2, "620102001", 32, "web", 1).facts(),
        Story::new(3, "620102001", 33, "web", 1).facts(),
    ];
    let (now, before) = (question(&[By::Month], 31, 92, 153), question(&[By::Month], 1, 31, 153));
    let table = |question| tabulate(&facts, question, &rules());
    let rows = compared(&table(&now), &now, &table(&before), &before);
    let counts = |tally: &Tally| tally.of(IndicatorId::Petitions).numerator;
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.cell.month, counts(&row.now), row.cell_before.month, counts(&row.before)))
        .filter(|row| row.1 + row.3 > 0)
        .collect();
    assert_eq!(found, [(Some((2026, 10)), 2, Some((2026, 9)), 1)]);
}

/// Each bureau for its own part, by the fifteen days; who has it back has its part to do again.
#[test]
fn timely_routing_counts_each_bureau_that_had_it() {
    let [province, city, county] = [0x31, 0x32, 0x33].map(|n| Uuid::from_u128(n).to_string());
    let down =
        |story: Story, at: i64, to: &str| story.then("petition.handed_down", at, None, &[("bureau", to)]);
    let back =
        |story: Story, at: i64, to: &str| story.then("petition.given_back", at, None, &[("bureau", to)]);
    let begun = || Story::new(1, "620102001", 1, "web", 1);
    let parts = |story: Story| {
        let facts = story.facts();
        let mut found = Vec::new();
        let mut each = |mark: Mark| found.push((mark.agency.unwrap(), mark.numerator, mark.denominator));
        super::super::marks::timely_routing(&facts, &rules(), &mut each);
        (facts.registered_by, found)
    };
    let id = |text: &str| AgencyId(text.parse().unwrap());
    let (registrar, found) = parts(down(down(begun(), 3, &city), 6, &county).routed(40, STREET));
    assert_eq!(found, [(registrar, 1, 1), (id(&city), 1, 1), (id(&county), 0, 1)]);
    let (registrar, found) = parts(back(down(begun(), 3, &city), 5, &BUREAU.to_string()).routed(6, STREET));
    assert_eq!(found, [(registrar, 1, 1)], "given back, and routed from there");
    let (registrar, found) = parts(begun().routed(6, STREET).then(
        "petition.handed_down",
        9,
        None,
        &[("bureau", province.as_str())],
    ));
    assert_eq!(found, [(registrar, 1, 1)], "who routed it first has done it");
}

/// The headline stays one of petitions; parts show where agencies are told apart, and a drill finds what a number counts.
#[test]
fn a_petition_that_went_down_counts_once_as_a_whole() {
    let [city, county] = [0x32, 0x33].map(|n| Uuid::from_u128(n).to_string());
    let down =
        |story: Story, at: i64, to: &str| story.then("petition.handed_down", at, None, &[("bureau", to)]);
    let story = down(down(Story::new(1, "620102001", 1, "web", 1), 3, &city), 6, &county).routed(40, STREET);
    let facts = [story.facts()];
    let id = IndicatorId::TimelyRouting;
    let rate = |numerator, denominator| Rate { numerator, denominator, excluded: 0 };
    for by in [vec![], vec![By::Division], vec![By::Month]] {
        let table = tabulate(&facts, &question(&by, 1, 154, 153), &rules());
        assert_eq!(table.total.of(id), rate(0, 1), "{by:?}: routed late");
        assert!(table.rows.values().all(|row| row.of(id) == rate(0, 1) || row.of(id) == Rate::default()));
    }
    let asked = question(&[By::Agency], 1, 154, 153);
    let table = tabulate(&facts, &asked, &rules());
    assert_eq!(table.total.of(id), rate(0, 1));
    let of = |agency| Cell { agency: Some(agency), ..Cell::default() };
    for (agency, hit) in
        [(BUREAU, 1), (AgencyId(city.parse().unwrap()), 1), (AgencyId(county.parse().unwrap()), 0)]
    {
        assert_eq!(table.rows[&of(agency)].of(id), rate(hit, 1));
        let behind = drill(&facts, &asked, (id, Part::Numerator), &of(agency), &rules());
        assert_eq!(behind.len() as u64, hit);
    }
    let whole = drill(&facts, &question(&[], 1, 154, 153), (id, Part::Numerator), &Cell::default(), &rules());
    assert!(whole.is_empty(), "as the number says");
}

#[test]
fn a_month_ends_at_midnight_in_china() {
    let table = |at: Timestamp| {
        let moved = Facts { registered_at: at, ..facts().swap_remove(0) };
        let wide =
            Question { period: Timestamp(0)..Timestamp(i64::MAX), ..question(&[By::Month], 1, 2, 400) };
        let rows = tabulate([&moved], &wide, &rules()).rows;
        let counts = |row: &Tally| row.of(IndicatorId::Petitions).numerator == 1;
        rows.into_iter().find(|(_, row)| counts(row)).and_then(|(cell, _)| cell.month)
    };
    let last = Timestamp::end_of(on(30).local_date());
    assert_eq!(table(last), Some((2026, 9)));
    assert_eq!(table(last.plus_millis(1)), Some((2026, 10)));
}
