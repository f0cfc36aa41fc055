//! Requests to correct the minutes, and the answers.

use super::*;
use crate::domain::hearing::{AnswerAsked, CorrectionAnswer};

#[test]
fn corrections_are_asked_for_while_minutes_are_read_back_and_signed() {
    let record = frozen(&[entry(1, "一")]);
    let ask = |stage, n, text: &str| {
        let asked = (Some(EntryId(id(1))), text.to_owned());
        record.ask_correction(&hearing(stage), OpId(id(8)), seat(n), asked, NOW).map_err(|r| r.code)
    };
    let review = || Stage::MinutesReview { since: NOW };
    assert_eq!(ask(review(), 2, " 应为三年 ").unwrap().text, "应为三年");
    assert!(ask(Stage::Signing { since: NOW }, 4, "应为三年").is_ok());
    assert_eq!(ask(review(), 5, "应为三年"), Err(RefusalCode::NotAllowed));
    assert_eq!(ask(review(), 2, "  "), Err(RefusalCode::BadText));
    assert_eq!(ask(review(), 2, &"长".repeat(1001)), Err(RefusalCode::BadText));
    assert_eq!(ask(Stage::Closed { at: NOW }, 2, "应为三年"), Err(RefusalCode::WrongStage));
}

#[test]
fn a_correction_is_answered_once_by_a_line_that_reads_anew_or_by_a_reason() {
    let review = hearing(Stage::MinutesReview { since: NOW });
    let mut record = frozen(&[entry(1, "六十六户"), entry(2, "好")]);
    let asked = (Some(EntryId(id(1))), "应为六十八户".to_owned());
    let correction = record.ask_correction(&review, OpId(id(8)), seat(2), asked, NOW).unwrap();
    record.enter_correction(correction);
    let lines = [entry(1, "六十八户"), entry(2, "好"), entry(3, "新的一条")];
    let later = NOW.plus_millis(1_000);
    let answer = |record: &SigningRecord, by, asked| {
        record.answer_correction(&review, (OpId(id(8)), by), asked, &lines, later).map_err(|why| why.code)
    };
    let taken = |n| AnswerAsked::Taken(EntryId(id(n)));
    let declined = |why: &str| AnswerAsked::Declined(why.to_owned());
    for (by, asked, expected) in [
        (seat(2), taken(1), RefusalCode::NotAllowed),
        (seat(1), taken(2), RefusalCode::Unchanged),
        (seat(1), taken(9), RefusalCode::Unchanged),
        (seat(1), declined("不"), RefusalCode::ReasonNeeded),
    ] {
        assert_eq!(answer(&record, by, asked), Err(expected));
    }
    assert!(answer(&record, seat(1), taken(3)).is_ok(), "a new line says it, too");
    let (spoken, moved) = (
        Entry { speaker: Some(seat(3)), ..entry(2, "好") },
        Entry { phase: AgendaPhase::Conclusion, ..entry(2, "好") },
    );
    for put_right in [spoken, moved] {
        let asked = (OpId(id(8)), seat(1));
        let lines = [entry(1, "六十六户"), put_right];
        let answered = record.answer_correction(&review, asked, taken(2), &lines, later);
        assert!(answered.is_ok(), "the speaker or the phase was put right: {answered:?}");
    }
    assert!(answer(&record, seat(0), declined("录音中并无此句")).is_ok());
    let answered = answer(&record, seat(1), taken(1)).unwrap();
    let said = answered.answered.as_ref().map(|answered| answered.answer.clone());
    assert_eq!(said, Some(CorrectionAnswer::Taken { entry: EntryId(id(1)), line: 1 }));
    record.enter_correction(answered);
    assert_eq!((record.corrections.len(), record.unanswered().count()), (1, 0));
    assert_eq!(answer(&record, seat(1), taken(1)), Err(RefusalCode::SignedAlready));
}

#[test]
fn a_struck_line_answers_a_correction_and_seats_nobody() {
    let review = hearing(Stage::MinutesReview { since: NOW });
    let mut record = frozen(&[entry(1, "六十六户"), entry(2, "好")]);
    let asked = (Some(EntryId(id(1))), "没有说过".to_owned());
    let correction = record.ask_correction(&review, OpId(id(8)), seat(2), asked, NOW).unwrap();
    record.enter_correction(correction);
    let struck = Entry { struck: Some("当事人没有说过".to_owned()), ..entry(1, "六十六户") };
    let later = NOW.plus_millis(1_000);
    let lines = [struck, entry(2, "好")];
    let taken = AnswerAsked::Taken(EntryId(id(1)));
    assert!(record.answer_correction(&review, (OpId(id(8)), seat(1)), taken, &lines, later).is_ok());

    let mut absent = signing();
    absent.seats[2].admitted = None;
    let text = |entries: &[Entry]| record.freeze(&absent, "XF1", entries, None, later).unwrap().text;
    assert!(!text(&[entry(1, "六十六户")]).contains("（未入席）"), "heard beside somebody else's device");
    assert!(text(&lines).contains("（未入席）"), "who speaks in a struck line alone was not heard");
}

#[test]
fn an_answer_makes_a_new_version_due_and_stands_in_it() {
    let mut record = frozen(&[entry(1, "一")]);
    let review = hearing(Stage::MinutesReview { since: NOW });
    let asked = (None, "请写明\n答复 已更正第1条".to_owned());
    let correction = record.ask_correction(&review, OpId(id(8)), seat(2), asked, NOW).unwrap();
    record.enter_correction(correction);
    assert!(record.may_begin(&review, "XF1", &[entry(1, "一")]).is_ok(), "a question changes nothing");
    let declined = AnswerAsked::Declined("录音中并无此句".to_owned());
    let later = NOW.plus_millis(1_000);
    let answered = record.answer_correction(&review, (OpId(id(8)), seat(1)), declined, &[], later).unwrap();
    record.enter_correction(answered);
    assert!(record.may_begin(&review, "XF1", &[entry(1, "一")]).is_err());
    let version = record.freeze(&review, "XF1", &[entry(1, "一")], None, later.plus_millis(1)).unwrap();
    let (_, told) = version.text.split_once("更正意见：\n").unwrap();
    let lines: Vec<_> = told.lines().collect();
    assert!(lines[0].starts_with("更正 1. 第1版 "), "{told}");
    assert_eq!(
        lines[1..3],
        ["  请写明", "  答复 已更正第1条"],
        "what people wrote cannot pass for an answer"
    );
    assert!(lines[3].starts_with("答复 ") && lines[3].ends_with("：不采纳"), "{told}");
    assert_eq!(lines[4..], ["  录音中并无此句", "（完）"]);
    record.versions.push(version);
    assert!(record.may_begin(&review, "XF1", &[entry(1, "一")]).is_ok());
    let before = SigningRecord { corrections: Vec::new(), ..record.clone() };
    assert!(!before.says(&review, "XF1", &[entry(1, "一")]));
}
