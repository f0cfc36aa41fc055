//! Of whom something is counted, and of whom it is not.

use super::*;

/// 重复信访: the same person and the same matter again. Several people who raise one matter repeat nothing.
#[test]
fn a_repeat_is_the_same_person_with_the_same_matter_again() {
    let id = IndicatorId::RepeatShare;
    for (kind, details, repeats) in [
        ("petition.merged", [("same_person", "true")], 1),
        ("petition.merged", [("same_person", "false")], 0),
        ("petition.merged", [("lead", "of a log that does not say")], 0),
        ("petition.not_accepted", [("ground", "pending_elsewhere")], 1),
        ("petition.not_accepted", [("ground", "out_of_scope")], 0),
        ("petition.no_longer_accepted", [("earlier", "ended by re-review")], 1),
        ("petition.diverted", [("way", "litigation")], 0),
        ("petition.withdrawn", [("by", "petitioner")], 0),
    ] {
        let ended = Story::new(1, "620102001", 1, "web", 1).then(kind, 3, None, &details);
        let (facts, asked) = ([ended.facts()], question(&[By::Agency], 1, 154, 153));
        let rate = Rate { numerator: repeats, denominator: 1, excluded: 0 };
        let table = tabulate(&facts, &asked, &rules());
        let registrar = Cell { agency: Some(BUREAU), ..Cell::default() };
        assert_eq!((table.total.of(id), table.rows[&registrar].of(id)), (rate, rate), "{kind} {details:?}");
        let behind = drill(&facts, &asked, (id, Part::Numerator), &registrar, &rules());
        assert_eq!(behind.len() as u64, repeats, "{kind} {details:?}");
        let begun_again = ended.then("petition.undone", 5, by(20), &[]);
        assert!(!begun_again.facts().is_repeat(), "{kind}: the end was taken back");
    }
}

/// The registering bureau was asked because it was late, the unit was not: nobody is judged by another's order.
#[test]
fn an_order_is_counted_of_the_agency_it_went_to() {
    let begun = Story::new(1, "620102001", 1, "web", 1).ordered(17, 1, BUREAU, by(20)).routed(18, HOUSING);
    let story = begun.accepted(20).ordered(22, 2, STREET, by(30)).ordered(23, 3, STREET, None);
    let facts = [story.order_answered(24, 2).then("supervision.lifted", 25, None, &[]).facts()];
    let of = |agency| Cell { agency: Some(agency), ..Cell::default() };
    let rate = |numerator, denominator, excluded| Rate { numerator, denominator, excluded };
    let by_agency = question(&[By::Agency], 1, 154, 153);
    let table = tabulate(&facts, &by_agency, &rules());
    for (agency, supervised, answered) in [
        (BUREAU, rate(0, 0, 0), rate(0, 1, 0)),
        (STREET, rate(0, 0, 0), rate(1, 1, 1)), // a reminder without a day asks for no answer
        (HOUSING, rate(0, 1, 0), rate(0, 0, 0)),
    ] {
        let row = &table.rows[&of(agency)];
        assert_eq!(row.of(IndicatorId::SupervisedShare), supervised, "{agency}");
        assert_eq!(row.of(IndicatorId::SupervisionAnswered), answered, "{agency}");
    }
    for by in [vec![], vec![By::Agency], vec![By::Month]] {
        let total = tabulate(&facts, &question(&by, 1, 154, 153), &rules()).total;
        assert_eq!(total.of(IndicatorId::SupervisedShare), rate(1, 1, 0), "{by:?}: the petition was");
        assert_eq!(total.of(IndicatorId::SupervisionAnswered), rate(1, 2, 1), "{by:?}");
    }
    let behind = |asked: &Question, id, agency| {
        let cell = Cell { agency, ..Cell::default() };
        drill(&facts, asked, (id, Part::Numerator), &cell, &rules()).len()
    };
    let whole = question(&[], 1, 154, 153);
    assert_eq!(behind(&whole, IndicatorId::SupervisedShare, None), 1);
    assert_eq!(behind(&by_agency, IndicatorId::SupervisedShare, Some(HOUSING)), 0);
    assert_eq!(behind(&by_agency, IndicatorId::SupervisionAnswered, Some(STREET)), 1);
}

/// A recommendation is lifted by the same kind of event as an order, and each answer names what it answers.
#[test]
fn an_answer_is_of_the_demand_it_names() {
    let [first, second] = [0xd1, 0xd2].map(|n| Uuid::from_u128(n).to_string());
    let street = STREET.to_string();
    let made = |story: Story, demand: &str| {
        story.then("recommendation.made", 3, by(30), &[("demand", demand), ("addressee", &street)])
    };
    let story =
        made(made(Story::new(1, "620102001", 1, "web", 1), &first), &second).ordered(4, 3, STREET, by(9));
    let answered = story
        .then("recommendation.answered", 5, None, &[("demand", &second), ("adopted", "yes")])
        .then("supervision.lifted", 6, None, &[("demand", &first)]);
    let facts = answered.facts();
    assert_eq!(facts.recommendations.iter().map(|one| one.adopted).collect::<Vec<_>>(), [false, true]);
    assert_eq!(facts.orders[0].answer.done, None, "a recommendation was lifted, no order");
    let table = tabulate(&[facts], &question(&[By::Agency], 1, 154, 153), &rules());
    let row = &table.rows[&Cell { agency: Some(STREET), ..Cell::default() }];
    let rate = Rate { numerator: 1, denominator: 1, excluded: 1 };
    assert_eq!(row.of(IndicatorId::RecommendationsAnswered), rate, "the lifted one is owed no answer");
}

/// The log of a petition tells nothing of where its items and orders went when their organ was merged.
#[test]
fn what_was_still_owed_when_an_organ_was_merged_is_its_successors() {
    let housing = HOUSING.to_string();
    let [done, open] = [0xc1, 0xc2].map(|n| Uuid::from_u128(n).to_string());
    let item = |story: Story, id: &str| {
        story.then("action_item.ordered", 5, by(20), &[("item", id), ("agency", &housing)])
    };
    let story = item(item(Story::new(1, "620102001", 1, "web", 1), &done), &open)
        .ordered(5, 1, HOUSING, by(20))
        .ordered(5, 2, HOUSING, by(20))
        .then("action_item.closed", 8, None, &[("item", &done)])
        .order_answered(8, 1);
    let facts = [story.facts()];
    let agency = |id: AgencyId| Cell { agency: Some(id), ..Cell::default() };
    let asked = question(&[By::Agency], 1, 154, 153);
    let rate = |numerator, denominator| Rate { numerator, denominator, excluded: 0 };
    for (closed, rows) in [
        (None, [(HOUSING, rate(1, 2)), (STREET, rate(0, 0))]),
        (Some(on(10)), [(HOUSING, rate(1, 1)), (STREET, rate(0, 1))]),
        (Some(on(7)), [(HOUSING, rate(0, 0)), (STREET, rate(1, 2))]),
    ] {
        let closed = closed.map(|at| (HOUSING, (at, STREET)));
        let rules = Rules { closed: closed.into_iter().collect(), ..rules() };
        let table = tabulate(&facts, &asked, &rules);
        for (organ, expected) in rows {
            let row = table.rows.get(&agency(organ)).cloned().unwrap_or_default();
            for id in [IndicatorId::ItemsOnTime, IndicatorId::SupervisionAnswered] {
                assert_eq!(row.of(id), expected, "{organ} {id} {:?}", rules.closed);
            }
        }
    }
}

/// Whoever comes again after it was closed was not satisfied by that: it is the second petition that is the repeat, and the
/// first that was not resolved.
#[test]
fn what_is_raised_again_after_it_was_closed_was_not_resolved_the_first_time() {
    let closed = |n| {
        let begun = Story::new(n, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
        begun.then("petition.replied", 25, by(55), &[]).then("petition.closed", 27, None, &[])
    };
    let again = |screened: &[(&str, &str)]| {
        let begun = Story::new(2, "620102001", 40, "web", 1).then("petition.screening", 41, None, screened);
        begun.routed(42, HOUSING).accepted(43).then("petition.closed", 45, None, &[])
    };
    let of_first = [("again_of", "an id")];
    let came = on(80).0.to_string();
    for (first, second, repeats, resolved) in [
        (closed(1), again(&[]), 0, (2, 2, 0)),
        (
            // Screened after the sixty days; what counts is the day of coming again.
            closed(1).then("petition.raised_again", 100, None, &[("filed_at", &came)]),
            again(&of_first),
            1,
            (0, 1, 1),
        ),
        (closed(1).then("petition.raised_again", 41, None, &[]), again(&of_first), 1, (0, 1, 1)),
        (closed(1).then("petition.raised_again", 100, None, &[]), again(&of_first), 1, (1, 1, 1)),
    ] {
        let facts = [first.facts(), second.facts()];
        let total = tabulate(&facts, &question(&[], 1, 154, 153), &rules()).total;
        assert_eq!(total.of(IndicatorId::RepeatShare).numerator, repeats);
        let (numerator, denominator, excluded) = resolved;
        let rate = Rate { numerator, denominator, excluded };
        assert_eq!(total.of(IndicatorId::FirstTimeResolution), rate);
    }
}

/// EVAL14 art. 4: what nobody may evaluate is missing from no organ's share.
#[test]
fn replies_of_courts_and_congresses_wait_for_no_evaluation() {
    let rules = Rules { unrated: [HOUSING].into(), ..rules() };
    let table = tabulate(&facts(), &question(&[], 1, 154, 153), &rules);
    let rate = Rate { numerator: 0, denominator: 1, excluded: 2 };
    assert_eq!(table.total.of(IndicatorId::Participation), rate, "7, without 1 and 2");
}

/// EVAL14 art. 4: what was raised again has its days like any other matter, and its evaluation is none of the first petition's.
#[test]
fn a_repeat_that_was_accepted_is_owed_a_reply_and_asked_for_no_evaluation() {
    let handled = |again: Option<(&'static str, &'static str)>| {
        let begun =
            Story::new(1, "620102001", 1, "web", 1).then("petition.screening", 2, by(16), again.as_slice());
        let replied = begun.routed(3, HOUSING).accepted(5).then("petition.replied", 20, by(50), &[]);
        let evaluated = [("target", "unit"), ("level", "satisfied")];
        replied.then("evaluation.given", 21, None, &evaluated).then("petition.closed", 22, None, &[])
    };
    let (met, out) = (
        Rate { numerator: 1, denominator: 1, excluded: 0 },
        Rate { numerator: 0, denominator: 0, excluded: 1 },
    );
    for (again, evaluation) in [(None, met), (Some(("again_of", "the closed one")), out)] {
        let total = tabulate(&[handled(again).facts()], &question(&[], 1, 154, 153), &rules()).total;
        for id in [IndicatorId::OnTimeCompletion, IndicatorId::ReplyShare, IndicatorId::ClosedShare] {
            assert_eq!(total.of(id), met, "{id}");
        }
        for id in [IndicatorId::Participation, IndicatorId::SatisfactionUnit, IndicatorId::FullySatisfied] {
            assert_eq!(total.of(id), evaluation, "{id}");
        }
    }
}
