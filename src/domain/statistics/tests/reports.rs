//! The yearly report and the warnings.

use super::*;

#[test]
fn the_yearly_report_names_fields_and_organs() {
    let facts = facts();
    let facts: Vec<&Facts> = facts.iter().collect();
    let (year, before) = (question(&[], 1, 154, 153), question(&[], -364, 1, 153));
    let report = yearly(&facts, &year, &before, &rules());
    assert_eq!(report.fields, [Field { class: ContentClass::Land, petitions: 7, persons: 19, before: 0 }]);
    let organs: Vec<_> = report.organs.iter().map(|o| (o.agency, o.petitions, o.late, o.reviews)).collect();
    assert_eq!(organs, [(STREET, 2, 1, 0), (HOUSING, 2, 0, 1)]);
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

/// Art. 29. One of an older log was supported, and counts as answered.
#[test]
fn suggestions_are_counted_by_what_came_of_them() {
    let results = ["adopted", "partly_adopted", "not_adopted", "explain", "support", "adopted"];
    let facts: Vec<Facts> = (1..)
        .zip(results)
        .map(|(n, result)| {
            let replied = if n == 6 { 200 } else { 20 };
            Story::new(n, "620102001", 1, "web", 1)
                .then(
                    "petition.screening",
                    2,
                    None,
                    &[("category_before", "appeal"), ("category", "suggestion")],
                )
                .routed(3, HOUSING)
                .accepted(5)
                .then("petition.reply_drafted", 10, None, &[("result", result)])
                .then("petition.replied", replied, None, &[])
                .facts()
        })
        .collect();
    let facts: Vec<&Facts> = facts.iter().collect();
    let (year, before) = (question(&[], 1, 154, 153), question(&[], -364, 1, 153));
    let report = yearly(&facts, &year, &before, &rules());
    let Yearly { suggestions_answered, suggestions_adopted, suggestions_partly_adopted, .. } = report;
    assert_eq!((suggestions_answered, suggestions_adopted, suggestions_partly_adopted), (5, 1, 1));
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
