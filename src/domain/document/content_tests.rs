use super::*;
use crate::domain::{
    Timestamp,
    document::Document,
    event::{Actor, EventKind},
    ids::{AgencyId, DocumentId, EventId, PersonId, PetitionId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    people::{Party, PartyKind},
    petition::{
        By, Calendar, Channel, Clock, ContentClass, Delivery, Finding, LegalWay, Opinion, Origin, Petition,
        PetitionState, Purpose, Review, Transition, UndoGround, apply,
    },
};
use std::collections::BTreeMap;
use time::macros::date;
use uuid::Uuid;

/// 2026-11-25, 09:00 in China.
const NOW: Timestamp = Timestamp(1_795_568_400_000);
const DAY: i64 = 86_400_000;
const BUREAU: AgencyId = AgencyId(Uuid::from_u128(1));
const UNIT: AgencyId = AgencyId(Uuid::from_u128(2));
const CLERK: StaffId = StaffId(Uuid::from_u128(3));

fn agency(id: AgencyId) -> Agency {
    let name = if id == BUREAU { "七里河区信访局" } else { "七里河区住建局" };
    Agency { id, name: name.into(), kind: AgencyKind::PetitionBureau, division: "620103".parse().unwrap() }
}

/// A petition with a log of made-up events, and documents made of it.
struct Scene {
    petition: Petition,
    parties: Vec<Party>,
    events: Vec<Event>,
    issued: Vec<Document>,
}

impl Scene {
    fn new() -> Self {
        let petition = Petition {
            id: PetitionId(Uuid::nil()),
            number: "XF620103202611251000001K".into(),
            title: "小区物业不公开收支".into(),
            text: String::new(),
            place: "620103002".parse().unwrap(),
            category: Category::Appeal,
            purpose: Purpose::Resolution,
            content_class: ContentClass::PropertyManagement,
            channel: Channel::Web,
            origin: Origin::default(),
            registered_by: BUREAU,
            desk: BUREAU,
            registered_at: NOW,
            persons_concerned: 66,
            respondent: None,
            accused: None,
            state: PetitionState::Replied { unit: UNIT, delivered_at: NOW },
            opinion: Some(Opinion {
                result: OpinionResult::Support,
                text: "经调查，物业公司未公示。\n依据《物业管理条例》。".into(),
            }),
            course: crate::domain::petition::Course::default(),
            clocks: vec![Clock {
                kind: ClockKind::Reply,
                anchor: NOW,
                raw_due: NOW,
                due: Timestamp::end_of(NOW.plus_millis(60 * DAY).local_date()),
                stopped_at: None,
                extended_by: 0,
                pauses: Vec::new(),
            }],
            version: 1,
        };
        let petitioner = Party {
            id: PersonId(Uuid::nil()),
            kind: PartyKind::Petitioner,
            name: "马某".into(),
            phone: None,
            id_number: None,
            address: None,
            authority: None,
        };
        Self { petition, parties: vec![petitioner], events: Vec::new(), issued: Vec::new() }
    }

    /// Something an organ did. Kinds the log does not know yet come as ones it knows: only texts are compared.
    fn with(mut self, kind: EventKind, by: AgencyId, details: &[(&str, String)]) -> Self {
        self.events.push(Event {
            id: EventId(Uuid::nil()),
            at: NOW,
            chain: "620103".parse().unwrap(),
            petition: self.petition.id,
            hearing: None,
            actor: Actor::Staff { staff: CLERK, agency: by },
            kind,
            reason: Some("涉及多年账目，需要审计".into()),
            due_before: Some(Timestamp::end_of(NOW.local_date())),
            due_after: Some(Timestamp::end_of(NOW.plus_millis(30 * DAY).local_date())),
            details: details.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        });
        self
    }

    /// Diverted to the unit, by the bureau.
    fn diverted(mut self, way: LegalWay) -> Self {
        self.petition.state = PetitionState::Screening;
        self.taking(Transition::Divert {
            way, organ: agency(UNIT), reason: "属于法定途径办理的".into()
        })
    }

    /// A step of the bureau, with the event that `apply` makes of it.
    fn taking(mut self, step: Transition) -> Self {
        let applied = apply(&self.petition, step, By::Staff, NOW, &Calendar::shipped()).unwrap();
        let by = Actor::Staff { staff: CLERK, agency: BUREAU };
        self.events.push(applied.change.event(EventId(Uuid::nil()), NOW, by, &applied.petition));
        self.petition = applied.petition;
        self
    }

    fn with_document(mut self, kind: DocumentKind, agency: AgencyId) -> Self {
        self.issued.push(Document {
            id: DocumentId(Uuid::from_u128(9)),
            petition: self.petition.id,
            kind,
            number: "七信访受字〔2026〕第1号".into(),
            agency,
            maker: CLERK,
            issued_at: NOW,
            size: 1,
            sha256: [0; 32],
            code: String::new(),
            corrects: None,
            hearing: None,
        });
        self
    }

    fn case<T>(&self, maker: AgencyId, ask: impl FnOnce(&Case<'_>) -> T) -> T {
        let names: BTreeMap<_, _> = [BUREAU, UNIT].map(|id| (id, agency(id).name)).into();
        ask(&Case {
            petition: &self.petition,
            parties: &self.parties,
            events: &self.events,
            issued: &self.issued,
            names: &names,
            maker: &agency(maker),
            heard: None,
        })
    }

    fn content(&self, kind: DocumentKind, maker: AgencyId, wish: &Wish) -> Result<Content, Missing> {
        self.case(maker, |case| content(kind, case, wish))
    }

    fn text(&self, kind: DocumentKind, maker: AgencyId, wish: &Wish) -> String {
        plain(&self.content(kind, maker, wish).unwrap())
    }
}

fn plain(content: &Content) -> String {
    let addressee = content.addressee.clone().map(|name| format!("{name}：")).unwrap_or_default();
    let line = |block: &Block| match block {
        Block::Verbatim(text) => text.clone(),
        Block::Signature { plate, said, .. } => format!("{plate} {said}"),
        Block::Paragraph(text) => text.clone(),
        Block::Table(rows) => rows.iter().map(|(name, value)| format!("{name}={value};")).collect(),
    };
    addressee + &content.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn transfer_details(how: &str) -> Vec<(&'static str, String)> {
    vec![("how", how.to_owned()), ("unit", UNIT.to_string()), ("ordered_until", "2026-12-12".to_owned())]
}

fn refused(result: Result<Content, Missing>) -> MissingCode {
    result.unwrap_err().code
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
