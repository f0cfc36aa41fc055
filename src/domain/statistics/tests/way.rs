//! The way a petition has behind it: what was counted of it stays counted.

use super::*;

/// From 1 September to the end of 2026, and the year after it; as of that year's end.
const YEAR: (i64, i64) = (1, 123);
const NEXT: (i64, i64) = (123, 488);

fn report(facts: &[Facts], (from, to): (i64, i64)) -> Yearly {
    let facts: Vec<&Facts> = facts.iter().collect();
    let (year, before) = (question(&[], from, to, 487), question(&[], from - 365, from, 487));
    yearly(&facts, &year, &before, &rules())
}

fn organs(report: &Yearly) -> Vec<(AgencyId, u64, u64, u64)> {
    report.organs.iter().map(|one| (one.agency, one.petitions, one.late, one.reviews)).collect()
}

/// Transferred in December, objected to, and assigned to another unit in January: the report of the year before is published.
#[test]
fn a_later_routing_takes_nothing_from_the_year_before() {
    let begun = || Story::new(1, "620102001", 110, "web", 1).routed(115, HOUSING);
    let street = STREET.to_string();
    let rerouted = begun().then(
        "petition.rerouted",
        125,
        by(140),
        &[("how", "assignment"), ("unit", &street), ("ordered_until", "2027-03-01")],
    );
    for story in [begun(), rerouted.then("petition.rerouted", 126, by(141), &[("unit", &street)])] {
        let year = report(&[story.facts()], YEAR);
        assert_eq!((year.transfers, year.assignments), (1, 0));
        assert_eq!(organs(&year), [(HOUSING, 1, 0, 0)]);
    }
    let rerouted = begun().routed(125, STREET).routed(126, STREET);
    let next = report(&[rerouted.facts()], NEXT);
    assert_eq!((next.transfers, organs(&next)), (2, vec![(STREET, 1, 0, 0)]), "each time, and one petition");
}

/// Art. 24: who is competent is said by the bureau above or the joint conference, which sends nothing; what was disputed was
/// sent, and the unit that has it by the ruling received it.
#[test]
fn a_ruling_on_competence_is_no_transfer() {
    let street = STREET.to_string();
    let ruled = || {
        let told = [("how", "transfer"), ("unit", street.as_str())];
        Story::new(1, "620102001", 1, "web", 1).routed(2, HOUSING).then(
            "petition.competence_ruled",
            10,
            by(25),
            &told,
        )
    };
    let year = report(&[ruled().facts()], YEAR);
    assert_eq!((year.transfers, year.assignments), (1, 0));
    assert_eq!(organs(&year), [(HOUSING, 1, 0, 0), (STREET, 1, 0, 0)]);
    let year = report(&[ruled().routed(12, BUREAU).facts()], YEAR);
    assert_eq!(year.transfers, 2, "what was sent on afterwards is counted, and the ruling behind it is not");
}

/// 转送、交办 to the bureau below are ways of art. 22, too, also when the petition came back.
#[test]
fn what_was_handed_down_was_transferred_or_assigned() {
    let [city, county] = [0x32, 0x33].map(|n| Uuid::from_u128(n).to_string());
    let story = Story::new(1, "620102001", 1, "web", 1)
        .then("petition.handed_down", 2, None, &[("how", "assignment"), ("bureau", &city)])
        .then("petition.handed_down", 3, None, &[("how", "transfer"), ("bureau", &county)])
        .then("petition.given_back", 4, None, &[("bureau", &city)])
        .then("petition.handed_down", 5, None, &[("how", "transfer"), ("bureau", &county)])
        .routed(6, STREET);
    let year = report(&[story.facts()], YEAR);
    assert_eq!((year.transfers, year.assignments), (3, 1));
    assert_eq!(organs(&year), [(STREET, 1, 0, 0)], "a bureau on the way is complained about by nobody");
}

/// The report and the table say one number of late replies, whatever became of the petition and whenever it came.
#[test]
fn late_replies_are_those_of_the_table() {
    let withdrawn = Story::new(1, "620102001", 1, "web", 1).routed(2, HOUSING).accepted(3);
    let withdrawn =
        withdrawn.then("petition.replied", 70, None, &[]).then("petition.withdrawn", 80, None, &[]);
    let of_the_year_before = Story::new(2, "620102001", 100, "web", 1).routed(101, STREET).accepted(102);
    let facts = [withdrawn.facts(), of_the_year_before.facts()];
    assert_eq!(organs(&report(&facts, YEAR)), [(HOUSING, 1, 1, 0), (STREET, 1, 0, 0)]);
    let next = report(&facts, NEXT);
    assert_eq!(organs(&next), [(STREET, 0, 1, 0)], "nothing came, and a reply was due");
    for period in [YEAR, NEXT] {
        let report = report(&facts, period);
        let rate = report.table.total.of(IndicatorId::OnTimeCompletion);
        let late: u64 = report.organs.iter().map(|organ| organ.late).sum();
        assert_eq!(late, rate.denominator - rate.numerator);
    }
}

/// Whose each number is, told apart by agency; those of nobody are left out.
fn whose(story: &Story, ids: &[IndicatorId]) -> Vec<(AgencyId, u64, u64)> {
    let table = tabulate(&[story.facts()], &question(&[By::Agency], 1, 154, 153), &rules());
    let mut found = Vec::new();
    for id in ids {
        for (cell, row) in &table.rows {
            let rate = row.of(*id);
            if let Some(agency) = cell.agency.filter(|_| rate.denominator > 0) {
                found.push((agency, rate.numerator, rate.denominator));
            }
        }
    }
    found
}

/// 机关合并、撤销: what the organ did stays its own, what was still to do is its successor's.
#[test]
fn a_successor_has_what_was_still_to_do() {
    let ids = [
        IndicatorId::TimelyDecision,
        IndicatorId::ExtensionShare,
        IndicatorId::OnTimeCompletion,
        IndicatorId::HandlingDays,
        IndicatorId::FirstTimeResolution,
    ];
    let story = |succeeded: i64| {
        let mut story = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING);
        for (day, kind) in [(5, "petition.accepted"), (25, "petition.replied"), (27, "petition.closed")] {
            if (day - 2..=day).contains(&succeeded) {
                story = story.succeeded(succeeded, HOUSING, STREET);
            }
            story = story.then(kind, day, by(day + 60), &[]);
        }
        story
    };
    for (succeeded, expected) in [
        (4, [STREET, STREET, STREET, STREET, STREET]),
        (24, [HOUSING, HOUSING, STREET, STREET, STREET]),
        (26, [HOUSING, HOUSING, HOUSING, HOUSING, STREET]),
    ] {
        let found: Vec<_> = whose(&story(succeeded), &ids).iter().map(|(agency, ..)| *agency).collect();
        assert_eq!(found, expected, "on day {succeeded}");
        let report = report(&[story(succeeded).facts()], YEAR);
        let received: Vec<_> = report.organs.iter().map(|organ| (organ.agency, organ.petitions)).collect();
        assert_eq!(received, [(HOUSING, 1)], "it was sent to that one");
    }
}

/// A bureau that was merged before it routed a petition leaves that to its successor; what it registered it registered.
#[test]
fn a_merged_bureau_leaves_what_it_had_not_routed() {
    let next = AgencyId(Uuid::from_u128(0xa9));
    let begun = || Story::new(1, "620102001", 1, "web", 1);
    let ids = [IndicatorId::Petitions, IndicatorId::TimelyRouting];
    let before = begun().succeeded(2, BUREAU, next).routed(3, HOUSING);
    assert_eq!(whose(&before, &ids), [(BUREAU, 1, 1), (next, 1, 1)]);
    let after = begun().routed(3, HOUSING).succeeded(4, BUREAU, next);
    assert_eq!(whose(&after, &ids), [(BUREAU, 1, 1), (BUREAU, 1, 1)]);
}

/// What is sent on after a merger was sent to the organ of its time.
#[test]
fn a_routing_after_a_succession_begins_anew() {
    let last = AgencyId(Uuid::from_u128(0xa9));
    let story = Story::new(1, "620102001", 1, "web", 1)
        .routed(3, HOUSING)
        .succeeded(4, HOUSING, STREET)
        .routed(6, BUREAU)
        .succeeded(8, BUREAU, last);
    let facts = story.facts();
    assert_eq!(facts.received().collect::<Vec<_>>(), [(HOUSING, on(3)), (BUREAU, on(6))]);
    let at = |day: i64| facts.unit_at(Some(on(day)));
    assert_eq!([at(3), at(7), at(9), facts.unit_at(None)], [BUREAU, BUREAU, last, last].map(Some));
}
