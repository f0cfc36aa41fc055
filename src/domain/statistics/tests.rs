//! A month made by hand: eight petitions of 城关区 in September 2026 and what every indicator makes of them.

mod record;
mod reports;
mod rework;
mod rows;
mod story;
mod sums;
mod way;
mod whose;

use super::*;
use crate::domain::{
    Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, HearingId, PetitionId, StaffId},
    jurisdiction::{DivisionCode, Level},
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
        (IndicatorId::TimelyAcceptance, 1, 4, 0), // 1; told late: 2; never told: 3, 7
        (IndicatorId::TimelyDecision, 3, 4, 0), // 1, 2, 7; late: 3
        (IndicatorId::OnTimeCompletion, 2, 3, 3), // 1, 2; never: 3; without a term: 4, 6, 7
        (IndicatorId::ReplyShare, 3, 5, 2),    // 1, 2, 7; never: 3, 5; gone: 4, 6
        (IndicatorId::ClosedShare, 3, 4, 0),   // 1, 2, 7; open: 3
        (IndicatorId::ExtensionShare, 1, 4, 0), // 2 of 1, 2, 3, 7
        (IndicatorId::HandlingDays, 20 + 75 + 4, 3, 0),
        (IndicatorId::ReviewShare, 1, 3, 0), // 2 of 1, 2, 7
        (IndicatorId::RereviewShare, 0, 1, 0),
        (IndicatorId::Reworks, 0, 0, 0),
        (IndicatorId::ReworkOnTime, 0, 0, 0),
        (IndicatorId::FirstTimeResolution, 2, 2, 0), // 1 and 7; 2 was closed 13 days before
        (IndicatorId::SettledAtBase, 1, 3, 0),       // 7 by the street
        (IndicatorId::Sessions, 1, 1, 0),
        (IndicatorId::SessionCases, 1, 1, 0),
        (IndicatorId::SessionPersons, 1, 1, 0),
        (IndicatorId::VideoSessions, 1, 1, 0),
        (IndicatorId::HearingShare, 0, 4, 0),
        (IndicatorId::SettledAfterHearing, 1, 1, 0), // on day 27 of 8 + 30
        (IndicatorId::MediationSettled, 0, 0, 0),
        (IndicatorId::Contracts, 0, 0, 0),
        (IndicatorId::ContractsSettled, 0, 0, 0),
        (IndicatorId::ItemsOnTime, 0, 0, 0),
        (IndicatorId::Participation, 1, 3, 0),
        (IndicatorId::SatisfactionBureau, 1, 1, 0),
        (IndicatorId::SatisfactionUnit, 1, 1, 0),
        (IndicatorId::FullySatisfiedBureau, 1, 1, 0),
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

#[test]
fn shares_of_what_is_not_in_use_are_no_data() {
    let signals = facts().iter().flat_map(signals_of).collect();
    let table = tabulate(&facts(), &question(&[], 1, 154, 153), &Rules { signals, ..rules() });
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
