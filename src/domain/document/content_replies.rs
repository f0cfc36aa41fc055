//! Tests of the decisions an organ sends to the petitioner.

use super::*;

/// Typed a second time it might differ from what was decided.
#[test]
fn an_opinion_on_review_is_printed_as_it_was_decided() {
    let unit = vec![("unit", UNIT.to_string())];
    let mut scene = Scene::new().with(EventKind::PetitionReviewed, BUREAU, &unit);
    let text = "经审查，原处理意见适用依据正确。".to_owned();
    scene.petition.course.review = Some(Review { organ: BUREAU, finding: Finding::Upheld, text });
    let wish = Wish { text: Some("联系电话：0931-0000000。".into()), ..Wish::default() };
    for (wish, phone) in [(Wish::default(), false), (wish, true)] {
        let text = scene.text(DocumentKind::Review, BUREAU, &wish);
        assert!(text.contains("经审查，原处理意见适用依据正确。"), "{text}");
        assert_eq!(text.contains("0931"), phone, "the clerk's own paragraphs come after it");
    }
}

/// Art. 32: what an opinion rests on has a paragraph of its own; one from before that keeps its numbering.
#[test]
fn an_older_opinion_is_printed_with_its_basis_in_the_text() {
    let mut scene = Scene::new().with(EventKind::PetitionReplied, UNIT, &[]);
    scene.petition.opinion.as_mut().unwrap().basis.clear();
    let text = scene.text(DocumentKind::Opinion, UNIT, &Wish::default());
    assert!(text.contains("事实、理由和依据：") && text.contains("三、处理意见"), "{text}");
    assert!(!text.contains("三、依据"), "{text}");
}

/// 责令重新办理: told of what `apply` itself has written.
#[test]
fn a_revoked_opinion_says_who_makes_it_anew_and_by_when() {
    for (finding, until, said, unsaid) in [
        (
            Finding::Revoked,
            Some(date!(2026 - 12 - 20)),
            "责令七里河区住建局于2026年12月20日前重新办理",
            "请求复核",
        ),
        (Finding::Changed, None, "请求复核", "重新办理"),
        (Finding::Upheld, None, "请求复核", "重新办理"),
    ] {
        let mut scene = Scene::new();
        scene.petition.state = PetitionState::Reviewing { unit: UNIT, organ: BUREAU, since: NOW };
        let (text, delivery) = ("经审查，意见如下，理由附后。".to_owned(), Delivery::IN_PERSON);
        let scene = scene.taking(Transition::DecideReview { finding, text, delivery, redo_until: until });
        let wish = Wish { text: Some("经审查，意见如下。".into()), ..Wish::default() };
        let told = scene.text(DocumentKind::Review, BUREAU, &wish);
        assert!(told.contains(said) && !told.contains(unsaid), "{finding}:\n{told}");
    }
}

/// P13, art. 32: an opinion is what was approved and delivered, whatever the log says of an earlier one.
#[test]
fn a_draft_is_no_opinion_though_another_was_delivered_before() {
    let none = Wish::default();
    let mut scene = Scene::new().with(EventKind::PetitionReplied, UNIT, &[]);
    assert!(scene.content(DocumentKind::Opinion, UNIT, &none).is_ok());
    let (unit, handler) = (UNIT, CLERK);
    for state in [
        PetitionState::Handling { unit, handler, since: NOW },
        PetitionState::ReplyApproval { unit, handler },
        PetitionState::Accepted { unit, since: NOW },
    ] {
        scene.petition.state = state;
        assert_eq!(refused(scene.content(DocumentKind::Opinion, UNIT, &none)), MissingCode::NotYet);
    }
}

/// Art. 34: of an assigned matter the day ordered is what is due next, and no extension moves it.
#[test]
fn an_extension_tells_the_days_of_the_clock_it_moves() {
    let mut scene = Scene::new();
    scene.petition.state = PetitionState::Handling { unit: BUREAU, handler: CLERK, since: NOW };
    scene.petition.clocks.push(Clock::ordered(NOW, date!(2026 - 12 - 15)));
    let scene =
        scene.taking(Transition::Extend { days: 30, reason: "涉及多年账目，需要审计".into() });
    let text = scene.text(DocumentKind::Extension, BUREAU, &Wish::default());
    for part in ["原办理期限至2027年1月24日", "延长至2027年2月23日"] {
        assert!(text.contains(part), "lacks {part}:\n{text}");
    }
    let ordered = Timestamp::end_of(date!(2026 - 12 - 15)).0.to_string();
    assert_eq!(scene.events[0].detail("next_due"), Some(ordered.as_str()), "for the statistics");

    // What an older log told.
    let mut older = scene;
    (older.events[0].due_before, older.events[0].due_after) = (Some(NOW), Some(NOW));
    let text = older.text(DocumentKind::Extension, BUREAU, &Wish::default());
    assert!(text.contains("办理期限延长30日，至2027年2月23日") && !text.contains("原办理期限"), "{text}");
}

/// Art. 19: where it is being handled is told, and that is the ground.
#[test]
fn what_is_handled_elsewhere_is_named_to_the_petitioner() {
    let mut scene = Scene::new();
    scene.petition.state = PetitionState::Screening;
    let mut other = scene.petition.clone();
    (other.id, other.number) = (PetitionId(Uuid::from_u128(8)), "XF620103202611200000017M".into());
    let scene = scene.taking(Transition::RefuseAcceptance {
        ground: NonAcceptance::PendingElsewhere,
        elsewhere: Some(Box::new(other)),
        reason: "同一事项正在区住建局办理".into(),
    });
    let text = scene.text(DocumentKind::NonAcceptance, BUREAU, &Wish::default());
    for part in ["该事项（编号：XF620103202611200000017M）", "第十九条", "理由：同一事项"]
    {
        assert!(text.contains(part), "lacks {part}:\n{text}");
    }
    assert!(!text.contains("第二十三条"), "{text}");
}

/// P15, P17: refused with notice.
#[test]
fn who_asks_for_review_too_late_is_told_in_writing() {
    for (kind, parts) in [
        (
            EventKind::PetitionReviewRefused,
            ["2026年11月25日提出的复查请求", "收到处理意见之日起30日", "第三十五条"],
        ),
        (
            EventKind::PetitionRereviewRefused,
            ["2026年11月25日提出的复核请求", "收到复查意见之日起30日", "第三十六条"],
        ),
    ] {
        let mut scene = Scene::new().with(kind, BUREAU, &[]);
        scene.events[0].actor = Actor::Petitioner;
        let text = scene.text(DocumentKind::ReviewRefused, BUREAU, &Wish::default());
        for part in parts.iter().chain(&["马某等66人：", "不予受理", "新的事实和理由"]) {
            assert!(text.contains(part), "lacks {part}:\n{text}");
        }
    }
}
