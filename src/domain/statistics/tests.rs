//! A month made by hand: eight petitions of 城关区 in September 2026 and what every indicator makes of them.

mod story;
mod sums;
mod way;
mod whose;

use super::*;
use crate::domain::{
    Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, HearingId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    petition::{Category, Channel, ContentClass},
};
use story::*;
use uuid::Uuid;

const BUREAU: AgencyId = AgencyId(Uuid::from_u128(0xa1));
const HOUSING: AgencyId = AgencyId(Uuid::from_u128(0xa2));
const STREET: AgencyId = AgencyId(Uuid::from_u128(0xa3));
/// Presides over what [`Story::heard`] hears.
const LEADER: StaffId = StaffId(Uuid::from_u128(0xb1));
const DAY: i64 = 24 * 60 * 60 * 1000;

/// 1 September 2026, 10:00 in China, and so many days after.
fn on(day: i64) -> Timestamp {
    Timestamp(1_788_228_000_000 + (day - 1) * DAY)
}

/// The end of that day.
fn by(day: i64) -> Option<Timestamp> {
    Some(Timestamp::end_of(on(day).local_date()))
}

#[test]
fn a_month_counts_to_what_was_worked_out_by_hand() {
    // From 1 September to the end of January, as of 31 January: everything has come due.
    let table = tabulate(&facts(), &question(&[], 1, 154, 153), &rules());
    assert_eq!(table.sealed, 1, "petition 8 is a number and nothing else");
    for (id, numerator, denominator, excluded) in [
        (IndicatorId::Petitions, 7, 7, 0),
        (IndicatorId::Persons, 1 + 12 + 2 + 1 + 1 + 1 + 1, 7, 0),
        (IndicatorId::OnlineShare, 4, 7, 0), // 1, 4, 6, 7
        (IndicatorId::RepeatShare, 1, 7, 0), // 4
        (IndicatorId::GroupVisits, 1, 2, 0), // 2 of 2 and 3
        (IndicatorId::GroupVisitPersons, 12, 1, 0),
        (IndicatorId::TimelyRouting, 4, 6, 1), // 1, 3, 6, 7; late: 2, 5; gone: 4
        (IndicatorId::TimelyAcceptance, 3, 4, 0), // 1, 2, 7; late: 3
        (IndicatorId::OnTimeCompletion, 2, 3, 3), // 1, 2; never: 3; without a term: 4, 6, 7
        (IndicatorId::ExtensionShare, 1, 4, 0), // 2 of 1, 2, 3, 7
        (IndicatorId::HandlingDays, 20 + 75 + 4, 3, 0),
        (IndicatorId::ReviewShare, 1, 3, 0), // 2 of 1, 2, 7
        (IndicatorId::RereviewShare, 0, 1, 0),
        (IndicatorId::FirstTimeResolution, 2, 2, 0), // 1 and 7; 2 was closed 13 days before
        (IndicatorId::SettledAtBase, 1, 3, 0),       // 7 by the street
        (IndicatorId::Sessions, 1, 1, 0),
        (IndicatorId::SessionCases, 1, 1, 0),
        (IndicatorId::SessionPersons, 1, 1, 0),
        (IndicatorId::HearingShare, 0, 4, 0),
        (IndicatorId::SettledAfterHearing, 1, 1, 0), // on day 27 of 8 + 30
        (IndicatorId::MediationSettled, 0, 0, 0),
        (IndicatorId::Contracts, 0, 0, 0),
        (IndicatorId::ContractsSettled, 0, 0, 0),
        (IndicatorId::ItemsOnTime, 0, 0, 0),
        (IndicatorId::Participation, 1, 3, 0),
        (IndicatorId::SatisfactionBureau, 1, 1, 0),
        (IndicatorId::SatisfactionUnit, 1, 1, 0),
        (IndicatorId::FullySatisfied, 0, 1, 0),
        (IndicatorId::SupervisedShare, 0, 4, 0),
        (IndicatorId::SupervisionAnswered, 0, 0, 0),
        (IndicatorId::RecommendationsAnswered, 0, 0, 0),
    ] {
        assert_eq!(table.total.of(id), Rate { numerator, denominator, excluded }, "{id}");
    }
}

#[test]
fn what_is_not_due_yet_is_not_counted_and_what_is_overdue_is_a_failure() {
    let facts = facts();
    for (as_of, numerator, denominator) in [
        (15, 0, 0), // 1 is due at the end of day 16
        (17, 1, 1),
        (18, 1, 2), // 2, due on 17, went out on 18
        (20, 2, 3), // 3
        (21, 2, 4), // 5 never went out
    ] {
        let table = tabulate(&facts, &question(&[], 1, 31, as_of), &rules());
        let rate = table.total.of(IndicatorId::TimelyRouting);
        assert_eq!((rate.numerator, rate.denominator), (numerator, denominator), "as of day {as_of}");
    }
}

#[test]
fn a_period_takes_what_fell_into_it() {
    let facts = facts();
    let of = |from, to| tabulate(&facts, &question(&[], from, to, 153), &rules()).total;
    assert_eq!(
        of(1, 31).of(IndicatorId::OnTimeCompletion).denominator,
        0,
        "September's fall due in November"
    );
    assert_eq!(of(62, 92).of(IndicatorId::OnTimeCompletion).denominator, 2, "1 and 3");
    assert_eq!(of(3, 5).of(IndicatorId::Petitions).numerator, 2);
}

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
fn shares_of_what_is_not_in_use_are_no_data() {
    let table = tabulate(&facts(), &question(&[], 1, 154, 153), &rules());
    for (id, known) in [
        (IndicatorId::OnTimeCompletion, true),
        (IndicatorId::RereviewShare, true),
        (IndicatorId::Participation, true),
        (IndicatorId::SupervisedShare, false),
        (IndicatorId::ItemsOnTime, false),
        (IndicatorId::MediationSettled, false),
    ] {
        let indicator = Indicator::of(id);
        assert_eq!(table.is_known(indicator, table.total.of(id)), known, "{id}");
    }
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

#[test]
fn a_number_leads_to_its_petitions_and_never_to_a_report() {
    let facts = facts();
    let question = question(&[], 1, 154, 153);
    let behind = |id, part| {
        let found = drill(&facts, &question, (id, part), &Cell::default(), &rules());
        let mut found: Vec<u128> = found.iter().map(|(_, facts)| facts.petition.0.as_u128()).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(behind(IndicatorId::TimelyRouting, Part::Numerator), [1, 3, 6, 7]);
    assert_eq!(behind(IndicatorId::TimelyRouting, Part::Missed), [2, 5]);
    assert_eq!(behind(IndicatorId::TimelyRouting, Part::Excluded), [4]);
    assert_eq!(behind(IndicatorId::Petitions, Part::Denominator), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn the_table_of_indicators_is_in_the_order_of_their_names() {
    for (id, indicator) in IndicatorId::ALL.iter().zip(Indicator::all()) {
        assert_eq!(*id, indicator.id);
        for text in [indicator.name, indicator.formula, indicator.excluded] {
            let (zh, en) = text.filled(&rules());
            assert!(!zh.is_empty() && !en.is_empty() && !zh.contains('{') && !en.contains('{'), "{id}");
        }
    }
    assert_eq!(IndicatorId::ALL.len(), Indicator::all().len());
}

#[test]
fn the_first_notice_of_an_assignment_is_due_by_law_even_if_the_reply_is_ordered_sooner() {
    let unit = HOUSING.to_string();
    let ordered = by(10).unwrap().local_date().to_string();
    let story = Story::new(1, "620102001", 1, "web", 1).then(
        "petition.routed",
        3,
        by(10),
        &[("how", "assignment"), ("unit", &unit), ("ordered_until", &ordered)],
    );
    assert_eq!(story.facts().notice.by, by(18));
    let story = story.then("petition.accepted", 4, by(10), &[]);
    assert_eq!(story.facts().reply.by, by(10), "the day ordered, earlier than the 60 days");
}

#[test]
fn the_yearly_report_names_fields_and_organs() {
    let facts = facts();
    let facts: Vec<&Facts> = facts.iter().collect();
    let (year, before) = (question(&[], 1, 154, 153), question(&[], -364, 1, 153));
    let report = yearly(&facts, &year, &before, &rules());
    assert_eq!(report.fields, [Field { class: ContentClass::Land, petitions: 7, persons: 19, before: 0 }]);
    let organs: Vec<_> = report.organs.iter().map(|o| (o.agency, o.petitions, o.late, o.reviews)).collect();
    assert_eq!(organs, [(HOUSING, 2, 0, 1), (STREET, 2, 1, 0)]);
    assert_eq!((report.transfers, report.assignments), (4, 0));
    assert_eq!(report.before.total, Tally::default());
}

#[test]
fn a_reminder_that_asks_for_no_answer_is_not_one_that_was_left_unanswered() {
    let story = Story::new(1, "620102001", 1, "web", 1)
        .ordered(4, 1, STREET, by(9))
        .ordered(5, 2, STREET, by(10))
        .ordered(6, 3, STREET, None)
        .order_answered(7, 1);
    let facts = story.facts();
    let (year, before) = (question(&[], 1, 154, 153), question(&[], -364, 1, 153));
    let report = yearly(&[&facts], &year, &before, &rules());
    assert_eq!((report.supervised, report.supervision_answered), (2, 1));
}

#[test]
fn warnings_say_where_and_of_what() {
    let facts = facts();
    let division: DivisionCode = "620102".parse().unwrap();
    let limits = Limits { cluster: 3, growth_from: 4, crowd: 12, ..Limits::default() };
    let named = |n: u128, place: &str| Named {
        petition: PetitionId(Uuid::from_u128(n)),
        place: place.parse().unwrap(),
        respondent: "某物业公司".to_owned(),
    };
    let named = [named(1, "620102001"), named(2, "620102002"), named(3, "620102001")];
    let found = warnings(&facts, &named, &division, &limits, on(8));
    let brief: Vec<_> = found.iter().map(|w| (w.kind, w.place.as_str(), w.count, w.against)).collect();
    assert_eq!(
        brief,
        [
            (WarningKind::Growth, "620102", 7, 0),
            (WarningKind::Cluster, "620102001", 3, 0), // 1, 3, 4; not the report
            (WarningKind::Cluster, "620102002", 3, 0),
            (WarningKind::Respondent, "620102", 3, 0),
            (WarningKind::Crowd, "620102002", 1, 12),
        ]
    );
    assert!(warnings(&facts, &[], &division, &limits, on(40)).is_empty(), "a month later all is quiet");
}

#[test]
fn a_corrected_record_is_counted_where_and_for_how_many_it_says_now() {
    let details =
        [("fields", "place,persons_concerned"), ("place", "620103003"), ("persons_concerned", "12")];
    let story = Story::new(1, "620103002", 1, "web", 1).then("petition.corrected", 2, None, &details);
    let facts = story.facts();
    assert_eq!((facts.place.as_str(), facts.persons), ("620103003", 12));
    let joined = Story::new(2, "620103002", 1, "web", 2).then(
        "petition.party_added",
        2,
        None,
        &[("party", "co_petitioner"), ("persons_concerned", "3")],
    );
    assert_eq!(joined.facts().persons, 3);
}

#[test]
fn a_category_corrected_to_a_report_seals_it() {
    let sealed = &facts()[7];
    assert_eq!((sealed.category, sealed.is_sealed()), (Category::Report, true));
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
        super::marks::timely_routing(&facts, &rules(), &mut each);
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

/// It is neither gone nor a repeat; first days stand, but of an acceptance that came to no reply.
#[test]
fn an_end_that_was_taken_back_counts_as_begun_again() {
    for (end, undo) in [
        ("petition.merged", "petition.undone"),
        ("petition.withdrawn", "petition.undone"),
        ("petition.diverted", "petition.diversion_returned"),
    ] {
        let story = Story::new(1, "620102001", 1, "web", 1).routed(4, STREET).accepted(5);
        let facts = story.then(end, 8, None, &[]).then(undo, 12, by(27), &[]).facts();
        assert_eq!((facts.left, facts.accepted_at, facts.reply.by), (None, None, None), "{end}");
        assert_eq!((facts.reopened_at, facts.routing.done), (Some(on(12)), Some(on(4))), "{end}");

        let story =
            Story::new(1, "620102001", 1, "web", 1).then(end, 8, None, &[]).then(undo, 12, by(27), &[]);
        let closed = story.routed(13, STREET).accepted(14).then("petition.replied", 20, None, &[]).then(
            "petition.closed",
            21,
            None,
            &[],
        );
        let table = tabulate(&[closed.facts()], &question(&[], 1, 154, 153), &rules());
        let resolved = table.total.of(IndicatorId::FirstTimeResolution);
        assert_eq!((resolved.numerator, resolved.denominator), (0, 1), "rework, {end}");
    }
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
