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
