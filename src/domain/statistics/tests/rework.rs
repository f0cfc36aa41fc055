//! 重新办理: what is owed a second time is due, late and done like the first.

use super::*;

fn closed() -> Story {
    let begun = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
    begun.then("petition.replied", 20, by(50), &[]).then("petition.closed", 21, None, &[])
}

fn reopened() -> Story {
    closed().then("petition.reopened", 30, by(90), &[])
}

#[test]
fn a_reply_that_is_owed_anew_counts_apart_from_the_first() {
    let rate = |numerator, denominator, excluded| Rate { numerator, denominator, excluded };
    let (met, missed, out) = (rate(1, 1, 0), rate(0, 1, 0), rate(0, 0, 1));
    let again = |day| reopened().then("petition.replied", day, by(day + 30), &[]);
    for (what, story, on_time, closed) in [
        ("closed", closed(), rate(0, 0, 0), met),
        ("reopened", reopened(), missed, missed),
        ("replied anew", again(80), met, missed),
        ("replied anew too late", again(91), missed, missed),
        ("closed again", again(80).then("petition.closed", 81, None, &[]), met, met),
        ("extended", reopened().then("petition.extended", 80, by(120), &[]), missed, missed),
        ("withdrawn", reopened().then("petition.withdrawn", 85, None, &[]), out, out),
    ] {
        let total = tabulate(&[story.facts()], &question(&[], 1, 154, 153), &rules()).total;
        assert_eq!(total.of(IndicatorId::ReworkOnTime), on_time, "{what}");
        assert_eq!(total.of(IndicatorId::ClosedShare), closed, "{what}");
        assert_eq!(total.of(IndicatorId::Reworks).numerator, u64::from(what != "closed"), "{what}");
        assert_eq!(total.of(IndicatorId::OnTimeCompletion), met, "the first reply stands, {what}");
    }
}

#[test]
fn what_is_handled_anew_is_overdue_like_anything_else() {
    assert_eq!([89, 92].map(|day: i64| reopened().facts().is_overdue(on(day))), [false, true]);
    let extended = reopened().then("petition.extended", 80, by(120), &[]);
    assert_eq!([92, 122].map(|day: i64| extended.facts().is_overdue(on(day))), [false, true]);
    let again = reopened().then("petition.replied", 91, None, &[]).facts();
    assert!(!again.is_overdue(on(150)), "done, late as it was");
}

/// The day ordered is the one that counts (art. 35, 36).
#[test]
fn a_revoked_opinion_is_made_anew_by_the_day_that_was_ordered() {
    let day = by(70).unwrap().local_date().to_string();
    let revoked = [("finding", "revoked"), ("redo_until", day.as_str())];
    let begun = || {
        let begun = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
        begun.then("petition.replied", 20, by(50), &[])
    };
    for kind in ["petition.reviewed", "petition.rereviewed"] {
        let facts = begun().then(kind, 40, by(70), &revoked).facts();
        assert_eq!(facts.reworks.iter().map(|one| one.due.by).collect::<Vec<_>>(), [by(70)], "{kind}");
        assert!(begun().then(kind, 40, None, &[("finding", "upheld")]).facts().reworks.is_empty(), "{kind}");
    }
    let unanswered = Story::new(1, "620102001", 1, "web", 1).routed(3, HOUSING).accepted(5);
    let undone = |story: Story| {
        let ended = story.then("petition.withdrawn", 30, None, &[]);
        ended.then("petition.undone", 32, by(47), &[]).routed(33, HOUSING).accepted(34).facts()
    };
    assert!(undone(unanswered).reworks.is_empty(), "the first reply is still to come");
    assert_eq!(undone(begun()).reworks[0].due.by, by(94), "from its new acceptance");
}
