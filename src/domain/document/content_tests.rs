//! What each document says, and when there is none.

#[path = "content_scene.rs"]
mod scene;

use super::*;
use crate::domain::{
    Timestamp,
    document::{Heard, tellable},
    event::{Actor, EventKind},
    hearing::{Hearing, SigningRecord},
    ids::{AgencyId, HearingId, PetitionId},
    petition::{Delivery, Finding, LegalWay, PetitionState, Review, Transition, UndoGround},
};
use scene::*;
use time::macros::date;
use uuid::Uuid;

/// Art. 30: what was written while it was sealed by mistake is on no paper made since; what came after it is.
#[test]
fn no_paper_quotes_what_was_written_behind_the_wall() {
    let (kind, wish) = (DocumentKind::Extension, Wish::default());
    let told = |scene: Scene| Scene { events: tellable(&scene.petition, scene.events.clone()), ..scene };
    let extended = |scene: Scene| scene.with(EventKind::PetitionExtended, UNIT, &[]);
    let opened = |scene: Scene| scene.with(EventKind::PetitionUnsealed, BUREAU, &[]);
    let quotes = |scene: Scene| told(scene).text(kind, UNIT, &wish).contains("涉及多年账目");
    assert!(quotes(extended(Scene::new())));
    assert!(!quotes(opened(extended(Scene::new()))));
    assert!(quotes(extended(opened(Scene::new()))));
    let mut sealed = opened(extended(Scene::new())); // once more, and really one
    sealed.petition.category = Category::Report;
    assert!(quotes(sealed), "who is behind the wall quotes themselves");
}

/// Its minutes and outcome may name whom it seemed to accuse.
#[test]
fn a_hearing_behind_the_wall_goes_out_on_no_paper_after_it() {
    let scene = Scene::new().with(EventKind::PetitionUnsealed, BUREAU, &[]);
    let wish = Wish { hearing: Some(HearingId(Uuid::nil())), ..Wish::default() };
    for (after, refused) in [(-DAY, MissingCode::BehindTheWall), (DAY, MissingCode::NotYet)] {
        let starts_at = NOW.plus_millis(after);
        let hearing = Hearing { id: HearingId(Uuid::nil()), host: BUREAU, starts_at, ..Hearing::blank() };
        let heard = Heard {
            hearing,
            minutes: SigningRecord::default(),
            agreement: SigningRecord::default(),
            outcome: None,
            seals: Vec::new(),
            next: None,
        };
        for kind in [DocumentKind::Minutes, DocumentKind::Outcome, DocumentKind::Agreement] {
            let made =
                scene.case(BUREAU, |case| content(kind, &Case { heard: Some(&heard), ..*case }, &wish));
            assert_eq!(made.unwrap_err().code, refused, "{kind}, {after} ms after");
        }
    }
}

/// The parts that its article demands stand in each document whose state this version has.
#[test]
fn each_document_has_its_statutory_parts() {
    let none = Wish::default();
    let scene = || {
        Scene::new()
            .with(EventKind::PetitionRegistered, BUREAU, &[])
            .with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"))
            .with(EventKind::PetitionAccepted, UNIT, &[])
            .with(EventKind::PetitionReplied, UNIT, &[])
    };
    let assigned = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details("assignment"));
    #[rustfmt::skip]
    let table: [(DocumentKind, AgencyId, &Scene, &[&str]); 5] = [
        (DocumentKind::Registration, BUREAU, &scene(), &["马某等66人：", "2026年11月25日登记", "XF620103202611251000001K", "查询码", "第二十二条"]),
        (DocumentKind::Transfer, BUREAU, &scene(), &["七里河区住建局：", "马某等66人反映", "15日内决定是否受理", "5个工作日内提出异议", "第二十三条"]),
        (DocumentKind::Assignment, BUREAU, &assigned, &["七里河区住建局：", "2026年12月12日前办结", "办结报告", "第二十二条"]),
        (DocumentKind::Acceptance, UNIT, &scene(), &["马某等66人：", "予以受理", "60日内（即2027年1月24日前）", "不超过30日", "第三十四条"]),
        (DocumentKind::Opinion, UNIT, &scene(), &["信访请求", "物业公司未公示", "依据《物业管理条例》", "予以支持", "30日内请求本单位的上一级机关、单位复查", "第三十五条"]),
    ];
    for (kind, maker, scene, parts) in table {
        let text = scene.text(kind, maker, &none);
        for part in parts {
            assert!(text.contains(part), "{kind} lacks {part}:\n{text}");
        }
    }
}

/// Art. 22(2), (3): the bureau below is told what it has to do with it, and until when.
#[test]
fn a_bureau_below_gets_it_with_a_letter() {
    for (kind, how, parts) in [
        (
            DocumentKind::Transfer,
            "transfer",
            ["转送你局", "自登记之日起连续计算，至", "5个工作日内说明理由退回"],
        ),
        (DocumentKind::Assignment, "assignment", ["交办你局", "2026年12月12日前办结", "办结报告"]),
    ] {
        let mut details = transfer_details(how);
        details[1] = ("bureau", UNIT.to_string());
        let scene = Scene::new().with(EventKind::PetitionHandedDown, BUREAU, &details);
        let text = scene.text(kind, BUREAU, &Wish::default());
        for part in parts {
            assert!(text.contains(part), "{kind} lacks {part}:\n{text}");
        }
    }
}

/// What comes again is the bureau's to screen.
#[test]
fn a_bureau_that_gave_it_back_is_not_told_that_it_may() {
    let mut details = transfer_details("transfer");
    details[1] = ("bureau", UNIT.to_string());
    let text = |from: AgencyId| {
        let back = [("from", from.to_string()), ("bureau", BUREAU.to_string())];
        let scene = Scene::new().with(EventKind::PetitionGivenBack, from, &back);
        let scene = scene.with(EventKind::PetitionHandedDown, BUREAU, &details);
        scene.text(DocumentKind::Transfer, BUREAU, &Wish::default())
    };
    assert!(!text(UNIT).contains("退回我局"));
    assert!(text(BUREAU).contains("退回我局"), "another bureau did");
}

/// Kinds whose acts no event of this version has: told of a made-up one.
#[test]
fn documents_of_other_acts_have_their_parts_too() {
    let unit = vec![("unit", UNIT.to_string())];
    let scene = Scene::new().with(EventKind::PetitionAccepted, UNIT, &unit);
    let wish = Wish { text: Some("维持原处理意见。\n理由充分。".into()), ..Wish::default() };
    #[rustfmt::skip]
    let table: [(DocumentKind, &[&str]); 5] = [
        (DocumentKind::NonAcceptance, &["决定不予受理", "理由：涉及多年账目", "向有权处理的机关、单位提出", "第二十三条"]),
        (DocumentKind::NoLongerAccepted, &["同一事实和理由", "不再受理", "第三十六条"]),
        (DocumentKind::Extension, &["原办理期限至2026年11月25日", "延长至2026年12月25日", "理由：涉及多年账目", "负责人批准", "第三十四条"]),
        (DocumentKind::Review, &["提出复查意见如下", "维持原处理意见。", "理由充分。", "30日内向本机关的上一级机关、单位请求复核", "第三十五条"]),
        (DocumentKind::Rereview, &["提出复核意见如下", "维持原处理意见。", "最终意见", "不再受理", "第三十六条"]),
    ];
    for (kind, parts) in table {
        let content = scene.case(UNIT, |case| telling(kind, case, &scene.events[0], &wish)).unwrap();
        let text = plain(&content);
        for part in parts.iter().chain(&["马某等66人：", "小区物业不公开收支", "XF620103202611251000001K"])
        {
            assert!(text.contains(part), "{kind} lacks {part}:\n{text}");
        }
    }
    let blank = Wish { text: Some(" \n".into()), ..Wish::default() };
    let empty = scene.case(UNIT, |case| telling(DocumentKind::Review, case, &scene.events[0], &blank));
    assert_eq!(refused(empty), MissingCode::TextNeeded);
}

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

/// Told of what `apply` itself has written, so that the paper reads what the log says.
#[test]
fn a_diversion_names_the_way_and_the_organ_to_both() {
    #[rustfmt::skip]
    let table = [
        (LegalWay::Litigation, "诉讼、行政复议", "第三十一条第一项"),
        (LegalWay::Arbitration, "申请仲裁", "第三十一条第二项"),
        (LegalWay::PartyAppeal, "党员申诉", "第三十一条第三项"),
        (LegalWay::AdministrativeProcedure, "行政裁决", "第三十一条第四项"),
        (LegalWay::StatutoryDuty, "查处违法行为", "第三十一条第五项"),
        (LegalWay::PoliticalLegal, "政法部门", "第二十二条"),
        (LegalWay::Discipline, "纪检监察机关", "第二十二条"),
    ];
    assert_eq!(table.map(|(way, ..)| way).as_slice(), LegalWay::ALL);
    for (way, word, ground) in table {
        let scene = Scene::new().diverted(way);
        let none = Wish::default();
        let told = scene.text(DocumentKind::Diversion, BUREAU, &none);
        for part in
            ["马某等66人：", word, ground, "理由：属于法定途径", "有权处理的机关、单位：七里河区住建局。"]
        {
            assert!(told.contains(part), "{way} lacks {part}:\n{told}");
        }
        let letter = scene.text(DocumentKind::Transfer, BUREAU, &none);
        for part in ["七里河区住建局：", "马某等66人反映", ground, "退回我单位"] {
            assert!(letter.contains(part), "{way} lacks {part}:\n{letter}");
        }
        assert!(!letter.contains("15日"), "it has no days to accept in:\n{letter}");
        let assigned = scene.content(DocumentKind::Assignment, BUREAU, &none);
        assert_eq!(refused(assigned), MissingCode::NotYet, "{way}");
    }
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

/// A notice of an end that was taken back would send the petitioner away for nothing.
#[test]
fn what_was_taken_back_is_not_told() {
    let undo = Transition::Undo { ground: UndoGround::Mistake, reason: "经核实不属于该途径".into() };
    let scene = Scene::new()
        .with(EventKind::PetitionRegistered, BUREAU, &[])
        .diverted(LegalWay::Arbitration)
        .taking(undo);
    let none = Wish::default();
    for kind in [DocumentKind::Diversion, DocumentKind::Transfer] {
        assert_eq!(refused(scene.content(kind, BUREAU, &none)), MissingCode::NotYet, "{kind}");
    }
    assert!(scene.content(DocumentKind::Registration, BUREAU, &none).is_ok());
    let again = scene.diverted(LegalWay::Litigation);
    assert!(again.text(DocumentKind::Diversion, BUREAU, &none).contains("第一项"));
}

#[test]
fn what_has_not_happened_is_not_told() {
    let scene = Scene::new();
    for kind in
        DocumentKind::ALL.iter().filter(|kind| !kind.is_of_hearing() && **kind != DocumentKind::Delivery)
    {
        assert_eq!(refused(scene.content(*kind, UNIT, &Wish::default())), MissingCode::NotYet, "{kind}");
    }
}

#[test]
fn a_transfer_and_an_assignment_are_told_apart() {
    let none = Wish::default();
    for (how, can, cannot) in [
        ("transfer", DocumentKind::Transfer, DocumentKind::Assignment),
        ("assignment", DocumentKind::Assignment, DocumentKind::Transfer),
    ] {
        let scene = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details(how));
        assert!(scene.content(can, BUREAU, &none).is_ok(), "{how}");
        assert_eq!(refused(scene.content(cannot, BUREAU, &none)), MissingCode::NotYet, "{how}");
    }
}

#[test]
fn the_organ_that_acted_makes_the_document() {
    let none = Wish::default();
    let scene = Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]);
    assert!(scene.content(DocumentKind::Acceptance, UNIT, &none).is_ok());
    assert_eq!(refused(scene.content(DocumentKind::Acceptance, BUREAU, &none)), MissingCode::OtherOrgan);
    assert_eq!(refused(scene.content(DocumentKind::Opinion, UNIT, &none)), MissingCode::NotYet);
}

#[test]
fn what_was_filed_online_is_confirmed_by_the_bureau() {
    let mut scene = Scene::new().with(EventKind::PetitionRegistered, BUREAU, &[]);
    scene.events[0].actor = Actor::Petitioner;
    assert!(scene.content(DocumentKind::Registration, BUREAU, &Wish::default()).is_ok());
}

#[test]
fn a_transfer_of_a_report_names_nobody_who_informed() {
    let mut scene = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"));
    scene.petition.category = Category::Report;
    let text = scene.text(DocumentKind::Transfer, BUREAU, &Wish::default());
    assert!(!text.contains("马某") && !text.contains("小区物业") && text.contains("第三十条"), "{text}");
}

#[test]
fn only_an_appeal_has_a_reply_clock_and_a_review() {
    let mut scene =
        Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]).with(EventKind::PetitionReplied, UNIT, &[]);
    scene.petition.category = Category::Suggestion;
    scene.petition.clocks.clear();
    let none = Wish::default();
    assert!(!scene.text(DocumentKind::Acceptance, UNIT, &none).contains("60日"));
    assert!(!scene.text(DocumentKind::Opinion, UNIT, &none).contains("复查"));
}

#[test]
fn a_lone_petitioner_is_addressed_alone() {
    let mut scene = Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]);
    scene.petition.persons_concerned = 1;
    let content = scene.content(DocumentKind::Acceptance, UNIT, &Wish::default()).unwrap();
    assert_eq!(content.addressee.as_deref(), Some("马某"));
    scene.parties.clear();
    let nobody = scene.content(DocumentKind::Acceptance, UNIT, &Wish::default());
    assert_eq!(refused(nobody), MissingCode::NoPetitioner);
}

#[test]
fn a_receipt_is_for_a_document_of_the_same_organ() {
    let scene = Scene::new().with_document(DocumentKind::Acceptance, UNIT);
    let wish = Wish { delivers: Some(scene.issued[0].id), ..Wish::default() };
    let text = scene.text(DocumentKind::Delivery, UNIT, &wish);
    assert!(
        text.contains("受理告知书（七信访受字〔2026〕第1号）") && text.contains("受送达人=马某等66人"),
        "{text}"
    );
    for (maker, wish, code) in
        [(UNIT, Wish::default(), MissingCode::DocumentNeeded), (BUREAU, wish, MissingCode::OtherOrgan)]
    {
        assert_eq!(refused(scene.content(DocumentKind::Delivery, maker, &wish)), code);
    }
}

/// A letter between organs went to whom its own act named: to a bureau below, or to the unit of that day.
#[test]
fn a_receipt_for_a_letter_names_whom_it_went_to() {
    let mut down = transfer_details("transfer");
    down[1] = ("bureau", UNIT.to_string());
    let handed_down = Scene::new().with(EventKind::PetitionHandedDown, BUREAU, &down);
    let handed_down = handed_down.with_document(DocumentKind::Transfer, BUREAU);
    let routed = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"));
    let mut rerouted = routed.with_document(DocumentKind::Transfer, BUREAU);
    let mut elsewhere = transfer_details("transfer");
    elsewhere[1] = ("unit", BUREAU.to_string());
    rerouted = rerouted.with(EventKind::PetitionRerouted, BUREAU, &elsewhere);
    rerouted.events[1].at = NOW.plus_millis(DAY);
    rerouted.petition.state = PetitionState::Accepted { unit: BUREAU, since: NOW };
    for scene in [handed_down, rerouted] {
        let wish = Wish { delivers: Some(scene.issued[0].id), ..Wish::default() };
        let text = scene.text(DocumentKind::Delivery, BUREAU, &wish);
        assert!(text.contains("受送达人=七里河区住建局;"), "{text}");
    }
}

/// Art. 24: whoever ruled, the bureau that sends it writes, and to the unit that was named.
#[test]
fn after_a_ruling_the_letter_goes_to_the_unit_it_names() {
    let mut details = transfer_details("transfer");
    details[1] = ("unit", BUREAU.to_string());
    let ruled = [("how", "transfer".to_owned()), ("unit", UNIT.to_string()), ("ruled_by", UNIT.to_string())];
    let scene = Scene::new().with(EventKind::PetitionRouted, BUREAU, &details).with(
        EventKind::PetitionCompetenceRuled,
        UNIT,
        &ruled,
    );
    let letter = scene.text(DocumentKind::Transfer, BUREAU, &Wish::default());
    for part in ["七里河区住建局：", "15日内决定是否受理", "第二十四条的规定裁定，由你单位办理"]
    {
        assert!(letter.contains(part), "lacks {part}:\n{letter}");
    }
    assert!(!letter.contains("提出异议"), "a ruling is final:\n{letter}");
    let by_ruler = scene.content(DocumentKind::Transfer, UNIT, &Wish::default());
    assert_eq!(refused(by_ruler), MissingCode::OtherOrgan);
    let before = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"));
    assert!(before.text(DocumentKind::Transfer, BUREAU, &Wish::default()).contains("提出异议"));
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

#[test]
fn a_correction_names_what_it_stands_in_for() {
    let scene = Scene::new()
        .with(EventKind::PetitionAccepted, UNIT, &[])
        .with(EventKind::PetitionReplied, UNIT, &[])
        .with_document(DocumentKind::Acceptance, UNIT);
    let wish = Wish { corrects: Some(scene.issued[0].id), ..Wish::default() };
    let text = scene.text(DocumentKind::Acceptance, UNIT, &wish);
    assert!(text.contains("更正并替代《信访事项受理告知书》（七信访受字〔2026〕第1号）"), "{text}");
    let other_kind = scene.content(DocumentKind::Opinion, UNIT, &wish);
    assert_eq!(refused(other_kind), MissingCode::DocumentNeeded);
}

#[test]
fn the_clerks_own_words_are_added() {
    let scene = Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]);
    let wish =
        Wish { text: Some("联系人：郑某。\n\n电话：0931-0000000。".into()), ..Wish::default() };
    let content = scene.content(DocumentKind::Acceptance, UNIT, &wish).unwrap();
    let last: Vec<_> = content.blocks.iter().rev().take(2).cloned().collect();
    let paragraph = |text: &str| Block::Paragraph(text.into());
    assert_eq!(last, [paragraph("电话：0931-0000000。"), paragraph("联系人：郑某。")]);
}
