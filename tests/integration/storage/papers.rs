use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        document::{Document, DocumentKind},
        hearing::{
            Acceptance, AgendaPhase, EntryProposal, FrozenPaper, HandedOver, Hearing, HearingKind,
            ItemAnswer, ItemProposal, Mark, MinutesTemplate, PaperKind, SavedTemplate, Signature, Signers,
            SigningRecord, Stage,
        },
        ids::{ActionItemId, AttachmentId, DocumentId, EntryId, OpId},
        petition::{Attachment, DeliveryWay},
    },
    storage::{StoreError, Tx},
};
use time::macros::date;
use uuid::Uuid;

contract!(
    papers_of_a_hearing_are_kept_apart,
    a_proposed_item_keeps_its_answer_and_nothing_else_of_it_changes,
    a_proposed_line_keeps_why_it_was_returned,
    a_formal_hearing_is_undelivered_from_its_closing_on,
    phrases_are_an_agencys_own_for_each_kind,
    every_version_of_a_template_stays,
    a_document_knows_its_hearing,
);

async fn minuted(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = scheduled(test, 2).await;
    tx.write_entry(&write(1, 1, 1, 1, "物业公司承诺退还押金")).await.unwrap();
    tx
}

fn agreement(version: u32) -> FrozenPaper {
    FrozenPaper {
        hearing: hearing_id(1),
        signers: Signers::Parties(vec![seat_id(1, 1), seat_id(1, 3)]),
        version,
        text: format!("调解协议：第{version}版\n"),
        sha256: [u8::try_from(version).unwrap(); 32],
        frozen_at: MORNING.plus_millis(version.into()),
        by: Some(seat_id(1, 2)),
    }
}

fn signed(n: u128, version: u32, mark: Mark) -> Signature {
    Signature {
        id: OpId(Uuid::from_u128(0x600 + n)),
        hearing: hearing_id(1),
        paper: PaperKind::Agreement,
        version,
        paper_sha256: agreement(version).sha256,
        seat: seat_id(1, n),
        by: seat_id(1, n),
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        mark,
    }
}

async fn papers_of_a_hearing_are_kept_apart(test: TestStore) {
    let mut tx = minuted(&test).await;
    let minutes = FrozenPaper::of(&hearing(1), "XF1", &[], 3, MORNING, None);
    let versions = vec![agreement(1), agreement(2)];
    let refused = Mark::Refused { reason: "与所述不符".into() };
    let signatures = vec![signed(1, 2, Mark::Confirmed), signed(3, 2, refused)];
    for version in versions.iter().chain([&minutes]) {
        tx.add_version(version).await.unwrap();
    }
    for signature in &signatures {
        tx.add_signature(signature).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let agreed = SigningRecord { versions, signatures, ..SigningRecord::default() };
    let read = SigningRecord { versions: vec![minutes], ..SigningRecord::default() };
    for (paper, kept) in [(PaperKind::Agreement, agreed), (PaperKind::Minutes, read)] {
        assert_eq!(records.signing_record(hearing_id(1), paper).await.unwrap(), kept, "{paper}");
        let other = records.signing_record(hearing_id(2), paper).await.unwrap();
        assert_eq!(other, SigningRecord::default(), "{paper}");
    }
    drop(records);
    let mut tx = test.store.begin().await.unwrap();
    let nothing = tx.add_signature(&signed(2, 3, Mark::Confirmed)).await;
    assert!(nothing.is_err(), "a signature needs the version of its own paper");
}

fn item(n: u128) -> ItemProposal {
    ItemProposal {
        id: ActionItemId(Uuid::from_u128(0x700 + n)),
        hearing: hearing_id(1),
        agency: HOUSING,
        content: format!("第{n}项"),
        deadline: MORNING.plus_millis(7 * DAY).local_date(),
        entry: EntryId(Uuid::from_u128(0xf001)),
        by: seat_id(1, 2),
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        answer: ItemAnswer::Open,
    }
}

async fn a_proposed_item_keeps_its_answer_and_nothing_else_of_it_changes(test: TestStore) {
    let mut tx = minuted(&test).await;
    let (seat, at) = (seat_id(1, 3), MORNING.plus_millis(50));
    let answers = [
        ItemAnswer::Open,
        ItemAnswer::Accepted(Acceptance { seat, at }),
        ItemAnswer::Declined { seat, at, reason: "不属本单位职责".into() },
    ];
    let mut all = Vec::new();
    for (answer, n) in answers.into_iter().zip(1..) {
        tx.put_item_proposal(&item(n)).await.unwrap();
        let answered = ItemProposal { answer, ..item(n) };
        tx.put_item_proposal(&ItemProposal { content: "换了内容".into(), ..answered.clone() }).await.unwrap();
        all.push(answered);
    }
    assert_eq!(tx.item_proposals(hearing_id(1)).await.unwrap(), all);
    assert_eq!(tx.item_proposals(hearing_id(2)).await.unwrap(), []);
    let elsewhere = tx.put_item_proposal(&ItemProposal { hearing: hearing_id(2), ..item(1) }).await;
    assert!(matches!(elsewhere, Err(StoreError::Stale { .. })), "{elsewhere:?}");
}

async fn a_proposed_line_keeps_why_it_was_returned(test: TestStore) {
    let mut tx = minuted(&test).await;
    let line = |n: u128, returned: Option<&str>| EntryProposal {
        id: EntryId(Uuid::from_u128(0x800 + n)),
        hearing: hearing_id(1),
        seat: seat_id(1, 3),
        phase: AgendaPhase::Response,
        text: format!("答复{n}"),
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        returned: returned.map(ToOwned::to_owned),
    };
    let returned = line(2, Some("与本案无关"));
    for proposal in [line(1, None), line(2, None), returned.clone()] {
        tx.put_entry_proposal(&proposal).await.unwrap();
    }
    assert_eq!(tx.entry_proposals(hearing_id(1)).await.unwrap(), [line(1, None), returned]);
    assert_eq!(tx.entry_proposals(hearing_id(2)).await.unwrap(), []);
    let elsewhere = tx.put_entry_proposal(&EntryProposal { hearing: hearing_id(2), ..line(1, None) }).await;
    assert!(matches!(elsewhere, Err(StoreError::Stale { .. })), "{elsewhere:?}");
}

async fn a_formal_hearing_is_undelivered_from_its_closing_on(test: TestStore) {
    let mut tx = furnished(&test).await;
    let closed = Stage::Closed { at: MORNING };
    let kinds = [
        (1, HearingKind::FormalHearing, closed.clone()),
        (2, HearingKind::JointReception, closed),
        (3, HearingKind::FormalHearing, Stage::Scheduled),
    ];
    for (n, kind, stage) in kinds {
        tx.add_petition(&registration(petition(n))).await.unwrap();
        tx.add_hearing(&Hearing { kind, stage, ..hearing(n) }).await.unwrap();
    }
    let found: Vec<_> = tx.undelivered(None, 10).await.unwrap();
    let [(place, first)] = found[..] else { panic!("{found:?}") };
    assert_eq!(first, hearing_id(1));
    assert_eq!(tx.undelivered(Some(place), 10).await.unwrap(), [], "a page goes on behind it");
    let slip = Attachment {
        id: AttachmentId(Uuid::from_u128(0x7001)),
        petition: petition_id(1),
        name: "送达回证.pdf".into(),
        media_type: "application/pdf".into(),
        size: 8,
        sha256: [7; 32],
        added_at: MORNING,
    };
    tx.add_attachment(&slip).await.unwrap();
    let handed = HandedOver {
        hearing: hearing_id(1),
        day: date!(2026 - 11 - 23),
        way: DeliveryWay::Post,
        slip: slip.id,
    };
    tx.hand_over_conclusion(&handed).await.unwrap();
    assert_eq!(tx.handed_over(hearing_id(1)).await.unwrap(), Some(handed));
    assert_eq!(tx.undelivered(None, 10).await.unwrap(), []);
    let again = tx.hand_over_conclusion(&handed).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
}

async fn phrases_are_an_agencys_own_for_each_kind(test: TestStore) {
    let mut tx = furnished(&test).await;
    let kinds = [HearingKind::Mediation, HearingKind::FormalHearing];
    for (kind, phrases) in kinds.into_iter().zip(["休会。", "质证："]) {
        assert_eq!(tx.phrases(HOUSING, kind).await.unwrap(), None);
        for written in ["先前的", phrases] {
            tx.save_phrases(HOUSING, kind, written).await.unwrap();
        }
    }
    assert_eq!(tx.phrases(HOUSING, kinds[0]).await.unwrap().as_deref(), Some("休会。"));
    assert_eq!(tx.phrases(HOUSING, kinds[1]).await.unwrap().as_deref(), Some("质证："));
    assert_eq!(tx.phrases(CITY_BUREAU, kinds[0]).await.unwrap(), None);
}

async fn every_version_of_a_template_stays(test: TestStore) {
    let mut tx = furnished(&test).await;
    let kind = HearingKind::Mediation;
    let written = |text: &str| {
        let lines = vec![(AgendaPhase::Opening, vec![text.to_owned(), "事由：【待补】。".to_owned()])];
        MinutesTemplate::read(lines).unwrap()
    };
    let saved = |version: u32, template| SavedTemplate {
        version,
        saved_at: MORNING.plus_millis(version.into()),
        template,
    };
    let all =
        [saved(1, written("先前的 开场")), saved(2, MinutesTemplate::default()), saved(3, written("开场"))];
    for one in &all {
        tx.add_minutes_template(HOUSING, kind, one).await.unwrap();
    }
    assert_eq!(tx.minutes_templates(HOUSING, kind).await.unwrap(), all);
    assert_eq!(tx.minutes_templates(HOUSING, HearingKind::FormalHearing).await.unwrap(), []);
    assert_eq!(tx.minutes_templates(CITY_BUREAU, kind).await.unwrap(), []);
    let twice = tx.add_minutes_template(HOUSING, kind, &all[2]).await;
    assert!(matches!(twice, Err(StoreError::Exists { .. })), "{twice:?}");
}

async fn a_document_knows_its_hearing(test: TestStore) {
    let mut tx = minuted(&test).await;
    let kinds = [
        (DocumentKind::Minutes, Some(hearing_id(1))),
        (DocumentKind::Outcome, Some(hearing_id(1))),
        (DocumentKind::Agreement, Some(hearing_id(1))),
        (DocumentKind::Acceptance, None),
    ];
    for ((kind, hearing), n) in kinds.into_iter().zip(1..) {
        let document = Document {
            id: DocumentId(Uuid::from_u128(n)),
            petition: petition_id(1),
            kind,
            number: format!("城信访字〔2026〕第{n}号"),
            agency: DISTRICT_BUREAU,
            maker: CLERK,
            issued_at: MORNING,
            size: 20_000,
            sha256: [u8::try_from(n).unwrap(); 32],
            code: format!("ABCDEFGHJK2{n}"),
            corrects: None,
            hearing,
        };
        tx.add_document(&document).await.unwrap();
        assert_eq!(tx.document(document.id).await.unwrap(), Some(document));
    }
}
