//! What is known of a petition by what its log says of it.

use super::*;

/// 及时受理率 follows the notice: routed on day 3, to be told by day 18.
#[test]
fn who_is_told_in_time_counts_and_who_can_be_told_of_nothing_does_not() {
    let begun = || Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING);
    let refused = |story: Story| story.then("petition.not_accepted", 10, None, &[]);
    let undone = |story: Story| story.then("petition.undone", 13, None, &[]);
    let mut unsigned = begun().accepted(5);
    unsigned.events[0].details.push(("signed".into(), "false".into()));
    for (story, expected) in [
        (begun().accepted(5).told(18, "acceptance"), (1, 1, 0)),
        (begun().accepted(5).told(19, "acceptance"), (0, 1, 0)),
        (begun().accepted(5).told(6, "opinion"), (0, 1, 0)),
        (begun().accepted(5).told(6, "acceptance").told(30, "acceptance"), (1, 1, 0)), // corrected
        (refused(begun()), (0, 1, 0)),
        (refused(begun()).told(12, "non_acceptance"), (1, 1, 0)),
        (begun().then("petition.withdrawn", 9, None, &[]), (0, 0, 1)),
        (begun().accepted(5).told(6, "acceptance").then("petition.withdrawn", 9, None, &[]), (1, 1, 0)),
        (begun().accepted(5).told(6, "acceptance").routed(20, STREET), (0, 1, 0)), // not by the other unit
        (begun().routed(8, STREET).accepted(9).told(10, "acceptance").by(STREET), (1, 1, 0)),
        (begun().routed(8, STREET).accepted(9).told(10, "acceptance").by(HOUSING), (0, 1, 0)),
        (begun().accepted(5).told(6, "acceptance").by(BUREAU), (1, 1, 0)), // the desk's own
        (undone(refused(begun()).told(12, "non_acceptance")), (0, 1, 0)),  // of what was taken back
        (unsigned, (0, 0, 1)),
    ] {
        let table = tabulate(&[story.facts()], &question(&[], 1, 154, 153), &rules());
        let Rate { numerator, denominator, excluded } = table.total.of(IndicatorId::TimelyAcceptance);
        assert_eq!((numerator, denominator, excluded), expected, "{story:?}");
    }
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

/// The sixtieth day is rolled anew and the day ordered stands, be it named by the event or of a log that does not.
#[test]
fn a_calendar_moves_no_day_that_was_ordered() {
    let unit = HOUSING.to_string();
    let ordered = by(40).unwrap();
    let day = ordered.local_date().to_string();
    let routed = [("how", "assignment"), ("unit", unit.as_str()), ("ordered_until", day.as_str())];
    let begun = || {
        let begun = Story::new(1, "620102001", 1, "web", 1).then("petition.routed", 3, by(18), &routed);
        begun.then("petition.accepted", 5, by(40), &[])
    };
    let days = |from, to| format!("{}..{}", by(from).unwrap().local_date(), by(to).unwrap().local_date());
    let (next, moved) = (ordered.0.to_string(), days(65, 70));
    let recomputed = |details: &[(&str, &str)]| {
        begun().then("petition.clocks_recomputed", 20, by(70), details).facts().reply.by
    };
    assert_eq!(recomputed(&[("reply", &moved), ("next_due", &next)]), by(40));
    assert_eq!(recomputed(&[("reply", &moved)]), by(40), "logged by an earlier release");
    let sixty = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
    let facts = sixty.then("petition.clocks_recomputed", 20, by(70), &[("reply", &moved)]).facts();
    assert_eq!(facts.reply.by, by(70), "nothing was ordered");
}

/// What was promised in the room for a day that was over when it was ordered is due on that of the order.
#[test]
fn an_item_is_due_no_sooner_than_it_was_ordered() {
    let housing = HOUSING.to_string();
    for (promised, due) in [(9, 9), (7, 7), (5, 7)] {
        let details = [("item", "00000000-0000-0000-0000-0000000000c1"), ("agency", housing.as_str())];
        let story = Story::new(1, "620102001", 1, "web", 1);
        let facts = story.then("action_item.ordered", 7, by(promised), &details).facts();
        assert_eq!(facts.items[0].due.by, by(due), "{promised}");
    }
}

/// Nobody owed it and nobody kept it: it stands on neither side of the share.
#[test]
fn an_item_that_was_taken_back_is_counted_nowhere() {
    let housing = HOUSING.to_string();
    let [kept, lifted] = ["00000000-0000-0000-0000-0000000000c1", "00000000-0000-0000-0000-0000000000c2"];
    let ordered = |story: Story, id: &str| {
        story.then("action_item.ordered", 5, by(9), &[("item", id), ("agency", housing.as_str())])
    };
    let begun = || ordered(ordered(Story::new(1, "620102001", 1, "web", 1), kept), lifted);
    let ends = [("action_item.closed", kept), ("action_item.lifted", lifted)];
    for (after, expected) in [(0, (0, 2)), (1, (1, 2)), (2, (1, 1))] {
        let story = ends
            .into_iter()
            .take(after)
            .fold(begun(), |story, (kind, id)| story.then(kind, 8, None, &[("item", id)]));
        let facts = [story.facts()];
        let table = tabulate(&facts, &question(&[], 1, 154, 153), &rules());
        let Rate { numerator, denominator, .. } = table.total.of(IndicatorId::ItemsOnTime);
        assert_eq!((numerator, denominator), expected, "{after}");
    }
}

/// While the bureau has the word the item is left out; the days it took to insist are not the organ's.
#[test]
fn an_item_that_is_declined_is_late_with_nobody() {
    let housing = HOUSING.to_string();
    let item = ("item", "00000000-0000-0000-0000-0000000000c1");
    let declined = || {
        let begun = Story::new(1, "620102001", 1, "web", 1);
        let ordered = begun.then("action_item.ordered", 5, by(9), &[item, ("agency", housing.as_str())]);
        ordered.then("action_item.declined", 8, None, &[item])
    };
    let sent_back = || declined().then("action_item.sent_back", 12, None, &[item]);
    let rate = |numerator, denominator, excluded| Rate { numerator, denominator, excluded };
    for (what, story, expected) in [
        ("declined", declined(), rate(0, 0, 1)),
        ("sent back", sent_back(), rate(0, 1, 0)),
        ("closed in time", sent_back().then("action_item.closed", 13, None, &[item]), rate(1, 1, 0)),
        ("closed late", sent_back().then("action_item.closed", 14, None, &[item]), rate(0, 1, 0)),
        ("lifted", declined().then("action_item.lifted", 12, None, &[item]), rate(0, 0, 0)),
    ] {
        let table = tabulate(&[story.facts()], &question(&[], 1, 154, 153), &rules());
        assert_eq!(table.total.of(IndicatorId::ItemsOnTime), expected, "{what}");
    }
}

/// Begun by video, gone on face to face: a hearing, and none by video.
#[test]
fn a_hearing_that_went_on_face_to_face_is_none_by_video() {
    let heard = || Story::new(1, "620102001", 1, "web", 1).heard(8, "joint_reception");
    let mut in_person = heard();
    let hearing = in_person.events.last().unwrap().hearing;
    in_person = in_person.then("hearing.stage", 8, None, &[("from", "in_session"), ("to", "in_person")]);
    in_person.events.last_mut().unwrap().hearing = hearing;
    for (story, by_video) in [(heard(), 1), (in_person, 0)] {
        let total = tabulate(&[story.facts()], &question(&[], 1, 154, 153), &rules()).total;
        let of = |id| total.of(id).numerator;
        assert_eq!((of(IndicatorId::Sessions), of(IndicatorId::VideoSessions)), (1, by_video));
    }
}

/// Face to face from the start: its outcome says that it was held, at the hour it was set for; without one nothing does.
#[test]
fn a_hearing_that_was_face_to_face_from_the_start_is_counted_once_it_has_an_outcome() {
    let host = BUREAU.to_string();
    let scheduled = || {
        let starts = on(8).0.to_string();
        let details = [("kind", "joint_reception"), ("host", host.as_str()), ("starts_at", starts.as_str())];
        let begun = Story::new(1, "620102001", 1, "web", 1).then("hearing.scheduled", 6, None, &details);
        begun.then("hearing.stage", 7, None, &[("from", "scheduled"), ("to", "in_person")])
    };
    let issued = || scheduled().then("hearing.outcome_issued", 12, None, &[]);
    let early = || scheduled().then("hearing.outcome_issued", 7, None, &[]);
    for (mut story, held) in [(scheduled(), None), (issued(), Some(on(8))), (early(), Some(on(7)))] {
        for event in story.events.iter_mut().filter(|event| event.kind.starts_with("hearing.")) {
            event.hearing = Some(HearingId(Uuid::from_u128(0x1000)));
        }
        let facts = story.facts();
        assert_eq!(facts.sessions[0].held_at, held);
        let total = tabulate(&[facts], &question(&[], 1, 154, 153), &rules()).total;
        let of = |id| total.of(id).numerator;
        let held = u64::from(held.is_some());
        assert_eq!((of(IndicatorId::Sessions), of(IndicatorId::VideoSessions)), (held, 0));
    }
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

/// The newest of its categories counts; its sixty days end where it turns out to be a report, and the unit's with the matter.
#[test]
fn a_matter_is_counted_as_what_it_was_found_to_be_last() {
    let begun = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
    let found = [("category", "report"), ("content_class", "livelihood")];
    let sealed = begun.then("petition.reclassified", 9, None, &found);
    let facts = sealed.facts();
    assert_eq!((facts.category, facts.class.as_str()), (Category::Report, "livelihood"));
    assert_eq!((facts.reply.by, facts.is_overdue(on(100))), (None, false));
    let unit = HOUSING.to_string();
    let facts = sealed.then("petition.accused_named", 10, by(25), &[("unit", &unit)]).facts();
    assert_eq!((facts.notice.by, facts.accepted_at, facts.routing.done), (None, None, Some(on(3))));
}

/// Art. 23: who is right to object is late with no notice, and the bureau routed it when it did.
#[test]
fn a_unit_from_which_it_was_taken_back_owes_nothing() {
    let unit = HOUSING.to_string();
    let begun = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING);
    let taken = begun.then("petition.taken_back", 7, by(22), &[("unit", &unit)]);
    assert!(!taken.facts().is_overdue(on(100)));
    let table = tabulate(&[taken.facts()], &question(&[], 1, 154, 153), &rules());
    let of = |id| table.total.of(id);
    assert_eq!(of(IndicatorId::TimelyAcceptance), Rate { numerator: 0, denominator: 0, excluded: 0 });
    assert_eq!(of(IndicatorId::TimelyRouting), Rate { numerator: 1, denominator: 1, excluded: 0 });
    let again = taken.routed(9, STREET).accepted(10).facts();
    assert_eq!((again.unit(), again.notice.by), (Some(STREET), by(24)));
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

/// Where a hearing stops the sixty days by a local rule, the days of the pause are not counted against the unit.
#[test]
fn a_pause_makes_no_reply_late() {
    let due = by(76).unwrap().0.to_string();
    let paused = || {
        let begun = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5); // due on day 65
        begun.then("petition.clock_paused", 60, None, &[("clock", "reply")])
    };
    let resumed = || paused().then("petition.clock_resumed", 70, by(76), &[("clock", "reply")]);
    for (what, story, kept, due) in [
        ("replied in time after it", resumed().then("petition.replied", 75, None, &[]), 1, 1),
        ("replied late after it", resumed().then("petition.replied", 80, None, &[]), 0, 1),
        ("replied in it", paused().then("petition.replied", 70, None, &[("reply_due", &due)]), 1, 1),
        ("never replied", resumed(), 0, 1),
        ("still paused", paused(), 0, 0),
        ("extended in it", paused().then("petition.extended", 61, by(95), &[("paused", "yes")]), 0, 0),
    ] {
        let facts = story.facts();
        let table = tabulate(std::slice::from_ref(&facts), &question(&[], 1, 154, 153), &rules());
        let rate = Rate { numerator: kept, denominator: due, excluded: 0 };
        assert_eq!(table.total.of(IndicatorId::OnTimeCompletion), rate, "{what}");
        assert_eq!(facts.is_overdue(on(100)), what == "never replied", "{what}");
    }
}

/// 答复率、办结率: what left its course before its end is in neither part; what left after it counts.
#[test]
fn what_left_before_a_reply_or_its_end_is_left_out() {
    let accepted = || Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
    let replied = || accepted().then("petition.replied", 20, None, &[]);
    let ended = || replied().then("petition.closed", 21, None, &[]);
    let left = |story: Story| story.then("petition.withdrawn", 30, None, &[]);
    let rate = |numerator, denominator, excluded| Rate { numerator, denominator, excluded };
    let (met, missed, out) = (rate(1, 1, 0), rate(0, 1, 0), rate(0, 0, 1));
    for (what, story, reply, closed) in [
        ("accepted", accepted(), missed, missed),
        ("accepted and withdrawn", left(accepted()), out, out),
        ("replied", replied(), met, missed),
        ("replied and withdrawn", left(replied()), met, out),
        ("closed", ended(), met, met),
        ("closed and left later", left(ended()), met, met),
    ] {
        let total = tabulate(&[story.facts()], &question(&[], 1, 154, 153), &rules()).total;
        let found = (total.of(IndicatorId::ReplyShare), total.of(IndicatorId::ClosedShare));
        assert_eq!(found, (reply, closed), "{what}");
    }
}
