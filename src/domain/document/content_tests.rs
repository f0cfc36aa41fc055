//! What each document says, and when there is none.

#[path = "content_hearings.rs"]
mod hearings;
#[path = "content_letters.rs"]
mod letters;
#[path = "content_replies.rs"]
mod replies;
#[path = "content_scene.rs"]
mod scene;

use super::*;
use crate::domain::{
    Timestamp,
    document::{Heard, tellable},
    event::{Actor, EventKind},
    hearing::{
        FrozenPaper, Hearing, Occupant, Outcome, OutcomeCorrection, OutcomeStandard, ParticipantRole, Seal,
        Sealer, Seat, Signed, SigningRecord, Stage, Unfinished,
    },
    ids::{AgencyId, HearingId, PetitionId, SeatId},
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
    let mut scene = Scene::new().with(EventKind::PetitionUnsealed, BUREAU, &[]);
    scene.petition.course.opened_at = Some(NOW);
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
        (DocumentKind::Opinion, UNIT, &scene(), &["信访请求", "物业公司未公示", "三、依据：", "《物业管理条例》第五十三条", "四、处理意见：对信访请求予以支持", "30日内请求本单位的上一级机关、单位复查", "第三十五条"]),
    ];
    for (kind, maker, scene, parts) in table {
        let text = scene.text(kind, maker, &none);
        for part in parts {
            assert!(text.contains(part), "{kind} lacks {part}:\n{text}");
        }
    }
}

/// A notice made or corrected after an extension tells of the sixty days, and of no ninety.
#[test]
fn a_notice_of_acceptance_tells_the_sixty_days_after_an_extension_too() {
    let scene = || Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]);
    let day_60 = scene().petition.clocks[0].due;
    let extended = |due_before| {
        let mut scene = scene().with(EventKind::PetitionExtended, UNIT, &[]);
        let clock = &mut scene.petition.clocks[0];
        clock.extended_by = 30;
        clock.due = Timestamp::end_of(NOW.plus_millis(90 * DAY).local_date());
        let event = scene.events.last_mut().unwrap();
        (event.due_before, event.due_after) = (Some(due_before), Some(clock.due));
        scene
    };
    let told = |scene: Scene| scene.text(DocumentKind::Acceptance, UNIT, &Wish::default());
    assert!(told(scene()).contains("60日内（即2027年1月24日前）办结"));
    assert!(told(extended(day_60)).contains("60日内（即2027年1月24日前）办结"));
    let day_90 = Timestamp::end_of(NOW.plus_millis(90 * DAY).local_date());
    assert!(told(extended(day_90)).contains("60日内办结"), "an older log tells no day before");
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
    let ended = [
        ("earlier_number", "XF620103202511250000011M".to_owned()),
        ("organ", BUREAU.to_string()),
        ("terminated_on", "2026-03-09".to_owned()),
        ("received_on", "2026-03-02".to_owned()),
    ];
    // Posted, and no slip came back: nothing is said of a delivery.
    for (known, how) in
        [(4, "七里河区信访局的复核意见书已于2026年3月2日送达"), (3, "七里河区信访局复核后于2026年3月9日终结")]
    {
        let repeated = Scene::new().with(EventKind::PetitionNoLongerAccepted, BUREAU, &ended[..known]);
        let kind = DocumentKind::NoLongerAccepted;
        let told = repeated.case(BUREAU, |case| telling(kind, case, &repeated.events[0], &Wish::default()));
        let text = plain(&told.unwrap());
        for part in ["XF620103202511250000011M", how] {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
    let blank = Wish { text: Some(" \n".into()), ..Wish::default() };
    let empty = scene.case(UNIT, |case| telling(DocumentKind::Review, case, &scene.events[0], &blank));
    assert_eq!(refused(empty), MissingCode::TextNeeded);
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
fn the_organ_that_acted_makes_the_document() {
    let none = Wish::default();
    let scene = Scene::new().with(EventKind::PetitionAccepted, UNIT, &[]);
    assert!(scene.content(DocumentKind::Acceptance, UNIT, &none).is_ok());
    assert_eq!(refused(scene.content(DocumentKind::Acceptance, BUREAU, &none)), MissingCode::OtherOrgan);
    assert_eq!(refused(scene.content(DocumentKind::Opinion, UNIT, &none)), MissingCode::NotYet);
}

/// Art. 24: its papers are not left to nobody when an organ is merged.
#[test]
fn a_successor_makes_delivers_and_corrects_what_the_closed_organ_did() {
    let scene = Scene::new()
        .with(EventKind::PetitionAccepted, UNIT, &[])
        .with_document(DocumentKind::Acceptance, UNIT);
    let earlier = Some(scene.issued[0].id);
    let receipt = Wish { delivers: earlier, ..Wish::default() };
    let corrected = Wish { corrects: earlier, ..Wish::default() };
    let merged = [UNIT].into();
    for (kind, wish, refusal) in [
        (DocumentKind::Acceptance, Wish::default(), MissingCode::OtherOrgan),
        (DocumentKind::Delivery, receipt, MissingCode::OtherOrgan),
        (DocumentKind::Acceptance, corrected, MissingCode::OtherOrgan),
    ] {
        assert_eq!(refused(scene.content(kind, BUREAU, &wish)), refusal, "{kind} before the merger");
        let made = scene.case_after(&merged, BUREAU, |case| content(kind, case, &wish));
        assert!(made.is_ok(), "{kind} after it: {made:?}");
    }
}

#[test]
fn what_was_filed_online_is_confirmed_by_the_bureau() {
    let mut scene = Scene::new().with(EventKind::PetitionRegistered, BUREAU, &[]);
    scene.events[0].actor = Actor::Petitioner;
    assert!(scene.content(DocumentKind::Registration, BUREAU, &Wish::default()).is_ok());
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

/// Art. 29.
#[test]
fn a_suggestion_is_answered_under_a_title_of_its_own() {
    let mut scene =
        Scene::new().with(EventKind::PetitionReplied, UNIT, &[]).with_document(DocumentKind::Opinion, UNIT);
    scene.petition.category = Category::Suggestion;
    if let Some(opinion) = &mut scene.petition.opinion {
        (opinion.result, opinion.basis) = (OpinionResult::PartlyAdopted, String::new());
    }
    let text = scene.text(DocumentKind::Opinion, UNIT, &Wish::default());
    assert!(text.contains("第二十九条") && text.contains("三、答复意见：对所提建议予以部分采纳。"), "{text}");
    assert!(!text.contains("依据：") && !text.contains("第三十二条"), "{text}");
    let wish = Wish { delivers: Some(scene.issued[0].id), ..Wish::default() };
    let receipt = scene.text(DocumentKind::Delivery, UNIT, &wish);
    assert!(receipt.contains("建议答复（") && !receipt.contains("信访处理意见书"), "{receipt}");
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
