//! Tests of the letters between organs.

use super::*;

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

/// Each bureau on the way writes its own letter, whichever went on since; its receipt is of whom that letter went to.
#[test]
fn a_bureau_above_writes_its_letter_after_the_one_below_has_routed() {
    const CITY: AgencyId = AgencyId(Uuid::from_u128(8));
    let mut down = transfer_details("transfer");
    down[1] = ("bureau", BUREAU.to_string());
    let scene = Scene::new()
        .with(EventKind::PetitionHandedDown, CITY, &down)
        .with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"))
        .with_document(DocumentKind::Transfer, CITY);
    let none = Wish::default();
    let by_city = scene.text(DocumentKind::Transfer, CITY, &none);
    assert!(by_city.starts_with("七里河区信访局：") && by_city.contains("转送你局"), "{by_city}");
    let by_bureau = scene.text(DocumentKind::Transfer, BUREAU, &none);
    assert!(by_bureau.starts_with("七里河区住建局："), "{by_bureau}");
    assert_eq!(refused(scene.content(DocumentKind::Transfer, UNIT, &none)), MissingCode::OtherOrgan);
    let receipt = Wish { delivers: Some(scene.issued[0].id), ..Wish::default() };
    let receipt = scene.text(DocumentKind::Delivery, CITY, &receipt);
    assert!(receipt.contains("受送达人=七里河区信访局;"), "{receipt}");
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
fn a_transfer_of_a_report_names_nobody_who_informed() {
    let mut scene = Scene::new().with(EventKind::PetitionRouted, BUREAU, &transfer_details("transfer"));
    scene.petition.category = Category::Report;
    let text = scene.text(DocumentKind::Transfer, BUREAU, &Wish::default());
    assert!(!text.contains("马某") && !text.contains("小区物业") && text.contains("第三十条"), "{text}");
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
