//! Clocks by hand, each with its article.

use super::{fixtures::*, *};
use crate::domain::petition::{Delivery, DeliveryWay, ReopenGround};
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};

fn go(petition: &Petition, transition: Transition, when: OffsetDateTime) -> Result<Applied, Refusal> {
    apply(petition, transition, By::Staff, at(when), &Calendar::shipped())
}

/// In a state whose clock of `kind` started at `anchor`.
fn timed(name: StateName, kind: ClockKind, anchor: OffsetDateTime) -> Petition {
    let mut petition = standing(name);
    petition.registered_at = at(anchor);
    petition.clocks = vec![Clock::start(kind, at(anchor), &Calendar::shipped()).unwrap()];
    petition
}

fn due(petition: &Petition, kind: ClockKind) -> (Date, Date) {
    let clock = petition.clocks.iter().rfind(|clock| clock.kind == kind).unwrap();
    (clock.raw_due.local_date(), clock.due.local_date())
}

#[test]
fn statutory_days_by_hand() {
    #[rustfmt::skip]
    let cases = [
        // 22: fifteen days end in the National Day holiday (1–7 October) and roll to the day after it.
        (ClockKind::Route, datetime!(2026-09-18 16:00 +8), date!(2026-10-03), date!(2026-10-08)),
        // 22: over the end of a month into Spring Festival (15–23 February).
        (ClockKind::Route, datetime!(2026-01-31 09:00 +8), date!(2026-02-15), date!(2026-02-24)),
        // 23: five working days end on the last one before National Day; Mid-Autumn (25–27) is off.
        (ClockKind::Objection, datetime!(2026-09-22 09:00 +8), date!(2026-09-30), date!(2026-09-30)),
        // 23: one day later the fifth is the first one after it.
        (ClockKind::Objection, datetime!(2026-09-23 09:00 +8), date!(2026-10-08), date!(2026-10-08)),
        // 23: Sunday 20 September is worked for the holiday.
        (ClockKind::Objection, datetime!(2026-09-17 09:00 +8), date!(2026-09-23), date!(2026-09-23)),
        // 34: sixty days over the end of the year; a plain Sunday does not move an organ's date.
        (ClockKind::Reply, datetime!(2026-12-30 09:00 +8), date!(2027-02-28), date!(2027-02-28)),
        // 35: a petitioner's window that ends on a Sunday ends on Monday.
        (ClockKind::ReviewWindow, datetime!(2026-11-06 09:00 +8), date!(2026-12-06), date!(2026-12-07)),
        // 35: the organ's thirty days do not.
        (ClockKind::Review, datetime!(2026-11-06 09:00 +8), date!(2026-12-06), date!(2026-12-06)),
    ];
    for (kind, anchor, raw, rolled) in cases {
        assert_eq!(due(&timed(StateName::Replied, kind, anchor), kind), (raw, rolled), "{kind} of {anchor}");
    }
}

/// Art. 23.
#[test]
fn the_fifth_working_day_before_national_day_is_the_last_to_object_on() {
    let routed = timed(StateName::Routed, ClockKind::Objection, datetime!(2026-09-22 09:00 +8));
    let object = || sample(TransitionKind::Object);
    let objected = go(&routed, object(), datetime!(2026-09-30 23:59:59 +8)).unwrap();
    assert_eq!(objected.change.kind, EventKind::PetitionObjected);
    let refusal = go(&routed, object(), datetime!(2026-10-01 00:00 +8)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::TooLate, 23));
}

/// Art. 34; docs/rules.md 3.5, 4.
#[test]
fn an_extension_on_the_last_day_counts_from_acceptance_and_not_from_a_rolled_date() {
    let handling = timed(StateName::Handling, ClockKind::Reply, datetime!(2026-08-03 09:00 +8));
    assert_eq!(due(&handling, ClockKind::Reply), (date!(2026 - 10 - 02), date!(2026 - 10 - 08)));
    let extend = |days| Transition::Extend { days, reason: "案情复杂，需要鉴定".to_owned() };
    let last = datetime!(2026-10-08 23:59 +8);
    let extended = go(&handling, extend(30), last).unwrap().petition;
    assert_eq!(due(&extended, ClockKind::Reply), (date!(2026 - 11 - 01), date!(2026 - 11 - 01)));
    for (days, when, code) in [
        (30, datetime!(2026-10-09 00:00 +8), RefusalCode::TooLate),
        (31, last, RefusalCode::BadExtension),
        (0, last, RefusalCode::BadExtension),
    ] {
        let refusal = go(&handling, extend(days), when).unwrap_err();
        assert_eq!((refusal.code, refusal.rule, refusal.article), (code, "P11", 34), "{days} {when}");
    }
    assert_eq!(go(&extended, extend(1), last).unwrap_err().code, RefusalCode::BadExtension, "once");
    let suggestion = Petition { category: Category::Suggestion, ..handling };
    assert_eq!(go(&suggestion, extend(1), last).unwrap_err().code, RefusalCode::OnlyAppeals);
}

/// Art. 36: the days of a hearing are not counted, each of them once.
#[test]
fn a_hearing_stops_the_clock_of_rereview_and_no_other() {
    let pause = |in_handling| {
        let (hearing, reason) = (HEARING, "举行听证会".to_owned());
        Transition::PauseClock { hearing, reason, in_handling }
    };
    let mut current = timed(StateName::Rereviewing, ClockKind::Rereview, datetime!(2026-11-02 09:00 +8));
    for (transition, when, last) in [
        (pause(false), datetime!(2026-11-10 09:00 +8), date!(2026 - 12 - 02)),
        (Transition::ResumeClock, datetime!(2026-11-12 17:00 +8), date!(2026 - 12 - 05)),
        (pause(false), datetime!(2026-11-12 18:00 +8), date!(2026 - 12 - 05)),
        (Transition::ResumeClock, datetime!(2026-11-13 17:00 +8), date!(2026 - 12 - 06)),
    ] {
        current = go(&current, transition, when).unwrap().petition;
        assert_eq!(due(&current, ClockKind::Rereview).1, last, "{when}");
        assert_eq!(current.next_due().is_none(), current.clocks[0].is_paused());
    }
    assert_eq!(current.clocks[0].pauses.len(), 2);
    let lapsed = go(&current, pause(false), datetime!(2026-12-07 00:00 +8)).unwrap_err();
    assert_eq!((lapsed.code, lapsed.article), (RefusalCode::BadPause, 36), "what ran out is not stopped");

    // The day of the request is none of the thirty: a pause on it adds nothing.
    let mut current = timed(StateName::Rereviewing, ClockKind::Rereview, datetime!(2026-11-02 09:00 +8));
    for (transition, when) in [
        (pause(false), datetime!(2026-11-02 10:00 +8)),
        (Transition::ResumeClock, datetime!(2026-11-03 17:00 +8)),
    ] {
        current = go(&current, transition, when).unwrap().petition;
    }
    assert_eq!(due(&current, ClockKind::Rereview).1, date!(2026 - 12 - 03), "one day, the 3rd");

    let handling = timed(StateName::Handling, ClockKind::Reply, datetime!(2026-11-02 09:00 +8));
    let refusal = go(&handling, pause(false), datetime!(2026-11-10 09:00 +8)).unwrap_err();
    assert_eq!((refusal.code, refusal.article), (RefusalCode::BadPause, 34));
    assert!(go(&handling, pause(true), datetime!(2026-11-10 09:00 +8)).is_ok(), "by a local rule");
}

/// For the statistics: who replies while the clock stands still does so in time, and the event says by which day.
#[test]
fn a_reply_while_its_clock_stands_still_tells_by_when_it_was_due() {
    let mut current = timed(StateName::Handling, ClockKind::Reply, datetime!(2026-10-12 09:00 +8));
    let pause =
        Transition::PauseClock { hearing: HEARING, reason: "举行听证会".to_owned(), in_handling: true };
    let draft = || {
        let (result, text) = (OpinionResult::Explain, "经核查，情况已经说明。".repeat(3));
        Transition::DraftReply(Opinion { result, text, ..opinion() })
    };
    let delivery = Delivery::IN_PERSON;
    let deliver = || Transition::DeliverReply { delivery, by: HANDLER, two_stage: false };
    let when = datetime!(2026-12-14 09:00 +8);
    let unpaused = go(&current, draft(), datetime!(2026-12-01 09:00 +8)).unwrap().petition;
    for (transition, when) in
        [(pause, datetime!(2026-12-01 09:00 +8)), (draft(), datetime!(2026-12-02 09:00 +8))]
    {
        current = go(&current, transition, when).unwrap().petition;
    }
    let replied = go(&current, deliver(), when).unwrap();
    let told = |change: &Change| {
        change.details.iter().find(|(name, _)| name == "reply_due").map(|(_, due)| due.clone())
    };
    // Sixty days end on 11 December, and the fourteen days from the 1st on are not counted.
    let due = replied.petition.clocks[0].due;
    assert_eq!(due.local_date(), date!(2026 - 12 - 25));
    assert_eq!(told(&replied.change), Some(due.0.to_string()));
    assert_eq!(told(&go(&unpaused, deliver(), when).unwrap().change), None);
}

/// Art. 35: thirty days of receipt.
#[test]
fn the_window_runs_from_receipt_and_late_requests_are_refused_on_record() {
    let mut replying = timed(StateName::ReplyApproval, ClockKind::Reply, datetime!(2026-10-12 09:00 +8));
    replying.opinion = Some(opinion());
    let delivery = Delivery { way: DeliveryWay::Post, received_on: None };
    let deliver = Transition::DeliverReply { delivery, by: HANDLER, two_stage: false };
    let sent = go(&replying, deliver, datetime!(2026-11-03 09:00 +8)).unwrap().petition;
    assert!(sent.next_due().is_none(), "not received yet");
    let record = |received_on| Transition::RecordReceipt { received_on, reason: None };
    let recorded_at = datetime!(2026-11-09 09:00 +8);
    for day in [date!(2026 - 11 - 10), date!(2026 - 11 - 02), date!(2026 - 10 - 12)] {
        assert_eq!(go(&sent, record(day), recorded_at).unwrap_err().code, RefusalCode::BadReceipt, "{day}");
    }
    let received = go(&sent, record(date!(2026 - 11 - 06)), recorded_at).unwrap().petition;
    assert_eq!(due(&received, ClockKind::ReviewWindow), (date!(2026 - 12 - 06), date!(2026 - 12 - 07)));
    let ask = || sample(TransitionKind::RequestReview);
    let asked = go(&received, ask(), datetime!(2026-12-07 23:59 +8)).unwrap();
    assert_eq!(asked.change.kind, EventKind::PetitionReviewRequested);
    assert_eq!(due(&asked.petition, ClockKind::Review).0, date!(2027 - 01 - 06));
    let late = go(&received, ask(), datetime!(2026-12-08 00:00 +8)).unwrap();
    assert_eq!(late.change.kind, EventKind::PetitionReviewRefused);
    assert_eq!(late.petition, received, "nothing moved");
    assert!(go(&sent, ask(), datetime!(2027-02-01 09:00 +8)).is_ok(), "no receipt, no lateness");
}

/// Art. 35, 36: nobody has in hands what was not accepted, or not asked for yet.
#[test]
fn an_opinion_is_received_no_earlier_than_it_was_begun() {
    use TransitionKind as K;
    for (name, clock, step) in [
        (StateName::ReplyApproval, ClockKind::Reply, K::DeliverReply),
        (StateName::Reviewing, ClockKind::Review, K::DecideReview),
        (StateName::Rereviewed, ClockKind::Rereview, K::Terminate),
    ] {
        let begun = timed(name, clock, datetime!(2026-11-02 09:00 +8));
        let registered_at = at(datetime!(2026-09-01 09:00 +8));
        let begun = Petition { registered_at, ..begun };
        for (day, good) in [(date!(2026 - 11 - 01), false), (date!(2026 - 11 - 02), true)] {
            let mut step = sample(step);
            if let Transition::DeliverReply { delivery, .. }
            | Transition::DecideReview { delivery, .. }
            | Transition::Terminate { delivery } = &mut step
            {
                delivery.received_on = Some(day);
            }
            let found = go(&begun, step, datetime!(2026-11-09 09:00 +8));
            let code = found.map(drop).map_err(|refusal| refusal.code);
            assert_eq!(code, if good { Ok(()) } else { Err(RefusalCode::BadReceipt) }, "{name} {day}");
        }
    }
}

/// Art. 35: "9月15日" for "11月15日", typed with the reply itself, must not end the right to review at once. Where it was
/// handed over then indeed, it is handed over anew.
#[test]
fn a_reply_goes_out_with_a_window_that_is_still_open() {
    use TransitionKind as K;
    for (name, clock, step, window) in [
        (StateName::ReplyApproval, ClockKind::Reply, K::DeliverReply, ClockKind::ReviewWindow),
        (StateName::Reviewing, ClockKind::Review, K::DecideReview, ClockKind::RereviewWindow),
    ] {
        let begun = timed(name, clock, datetime!(2026-09-14 09:00 +8));
        for (received_on, runs_from) in [
            (Some(date!(2026 - 09 - 15)), None),
            (Some(date!(2026 - 11 - 15)), Some(date!(2026 - 11 - 15))),
            (None, Some(date!(2026 - 11 - 16))),
        ] {
            let mut step = sample(step);
            if let Transition::DeliverReply { delivery, .. } | Transition::DecideReview { delivery, .. } =
                &mut step
            {
                *delivery = Delivery { way: DeliveryWay::InPerson, received_on };
            }
            let found = go(&begun, step, datetime!(2026-11-16 09:00 +8));
            assert_eq!(found.is_ok(), runs_from.is_some(), "{name} {received_on:?}");
            match found {
                Ok(applied) => {
                    let began = applied.petition.clock(window).map(|clock| clock.anchor.local_date());
                    assert_eq!(began, runs_from, "{name}");
                }
                Err(refusal) => {
                    assert_eq!(refusal.code, RefusalCode::BadReceipt, "{name}");
                    assert!(refusal.sentence.contains("post it anew"), "{name}: {}", refusal.sentence);
                }
            }
        }
    }
}

/// Art. 35: "9月6日" for "11月6日" must not end the right to review.
#[test]
fn a_wrong_day_of_receipt_is_set_right_with_its_reason() {
    let now = datetime!(2026-11-30 09:00 +8);
    let mut sent = standing(StateName::Replied);
    sent.state = PetitionState::Replied { unit: UNIT, delivered_at: at(datetime!(2026-10-20 09:00 +8)) };
    sent.clocks.clear();
    let record = |received_on, reason: Option<&str>| Transition::RecordReceipt {
        received_on,
        reason: reason.map(str::to_owned),
    };
    let first = go(&sent, record(date!(2026 - 11 - 06), None), now).unwrap().petition;
    let right = Some("回执上是十一月九日");
    for (day, reason, code) in [
        (date!(2026 - 11 - 09), None, RefusalCode::BadReceipt),
        (date!(2026 - 11 - 09), Some("写错"), RefusalCode::ReasonNeeded),
        (date!(2026 - 11 - 06), right, RefusalCode::BadReceipt),
        (date!(2026 - 10 - 19), right, RefusalCode::BadReceipt),
        // Its window would have ended on the 20th.
        (date!(2026 - 10 - 21), right, RefusalCode::BadReceipt),
    ] {
        assert_eq!(go(&first, record(day, reason), now).unwrap_err().code, code, "{day} {reason:?}");
    }
    let set = go(&first, record(date!(2026 - 11 - 09), right), now).unwrap();
    let details = set.change.details;
    assert!(details.contains(&("received_before".to_owned(), "2026-11-06".to_owned())), "{details:?}");
    assert_eq!(set.change.reason.as_deref(), right);
    assert_eq!(due(&set.petition, ClockKind::ReviewWindow).0, date!(2026 - 12 - 09));
    let [wrong, _] = &set.petition.clocks[..] else { panic!("{:?}", set.petition.clocks) };
    assert!(wrong.stopped_at.is_some(), "what was on record stays there");
    assert!(!set.petition.asked_beyond());
    // A window that ran out by the wrong day runs again by the right one.
    let late = datetime!(2026-12-08 09:00 +8);
    let again = go(&first, record(date!(2026 - 11 - 16), right), late).unwrap().petition;
    assert!(again.clock(ClockKind::ReviewWindow).is_some_and(|clock| !clock.is_lapsed(at(late))));
}

#[test]
fn reopening_keeps_the_first_dates_and_counts_as_rework() {
    let mut closed = standing(StateName::Closed);
    let mut first =
        Clock::start(ClockKind::Reply, now().plus_millis(-86_400_000), &Calendar::shipped()).unwrap();
    first.stopped_at = Some(now());
    closed.clocks = vec![first.clone()];
    let reopen = Transition::Reopen { ground: ReopenGround::ExecutionFailed, reason: REASON.to_owned() };
    let reopened = run(&closed, reopen.clone()).unwrap().petition;
    assert_eq!((&reopened.clocks[0], reopened.course.reworks), (&first, 1));
    assert_eq!(reopened.next_due().map(|clock| clock.anchor), Some(now()));
    closed.course.handler = None;
    assert_eq!(run(&closed, reopen).unwrap().petition.state.name(), StateName::Accepted);
}
