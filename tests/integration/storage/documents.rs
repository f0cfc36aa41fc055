use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        document::{Document, DocumentKind, Template, Templates},
        ids::{AttachmentId, DocumentId},
        jurisdiction::AgencyKind,
        petition::Attachment,
    },
    storage::{KeptFile, Raised, SavedFilter, StoreError},
};
use uuid::Uuid;

contract!(
    a_document_comes_back_as_issued,
    a_document_is_known_by_hash_and_code,
    a_number_is_issued_once_by_an_organ,
    files_that_must_be_there_are_told_with_their_hash,
    the_last_of_a_sequence_is_the_one_drawn,
    numbers_begun_or_not_go_on_above_a_gap_after_a_restore,
    templates_are_written_by_who_read_them_last,
    filters_are_kept_by_person_and_name,
);

fn document(n: u128) -> Document {
    Document {
        id: DocumentId(Uuid::from_u128(0x6000 + n)),
        petition: petition_id(1),
        kind: DocumentKind::Acceptance,
        number: format!("城信访受字〔2026〕第{n}号"),
        agency: DISTRICT_BUREAU,
        maker: CLERK,
        issued_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        size: 20_000,
        sha256: [u8::try_from(n).unwrap(); 32],
        code: format!("ABCDEFGHJK2{n}"),
        corrects: None,
        hearing: None,
    }
}

async fn a_document_comes_back_as_issued(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let correction = Document { corrects: Some(document(1).id), ..document(2) };
    for one in [&document(1), &correction] {
        tx.add_document(one).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.documents(petition_id(1)).await.unwrap(), [document(1), correction.clone()]);
    assert_eq!(records.documents(petition_id(2)).await.unwrap(), []);
    assert_eq!(records.document(correction.id).await.unwrap(), Some(correction));
    assert_eq!(records.document(DocumentId(Uuid::nil())).await.unwrap(), None);
}

async fn files_that_must_be_there_are_told_with_their_hash(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let file = Attachment {
        id: AttachmentId(Uuid::from_u128(7)),
        petition: petition_id(1),
        name: "证明.pdf".into(),
        media_type: "application/pdf".into(),
        size: 4_000,
        sha256: [1; 32],
        added_at: MORNING,
    };
    tx.add_attachment(&file).await.unwrap();
    tx.add_document(&document(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let first = KeptFile { id: file.id.0, size: 4_000, sha256: [1; 32] };
    let second = KeptFile { id: document(1).id.0, size: 20_000, sha256: document(1).sha256 };
    let both = [first, second];
    for (after, limit, found) in [
        (Uuid::nil(), 9, &both[..]),
        (Uuid::nil(), 1, &both[..1]),
        (file.id.0, 9, &both[1..]),
        (document(1).id.0, 9, &[]),
    ] {
        assert_eq!(records.kept_files(after, limit).await.unwrap(), found, "{after} {limit}");
    }
}

async fn a_document_is_known_by_hash_and_code(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_document(&document(1)).await.unwrap();
    tx.add_document(&document(2)).await.unwrap();
    assert_eq!(tx.document_by_hash(&[2; 32]).await.unwrap(), Some(document(2)));
    assert_eq!(tx.document_by_hash(&[3; 32]).await.unwrap(), None);
    assert_eq!(tx.document_by_code("ABCDEFGHJK21").await.unwrap(), Some(document(1)));
    assert_eq!(tx.document_by_code("abcdefghjk21").await.unwrap(), None);
}

async fn a_number_is_issued_once_by_an_organ(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_document(&document(1)).await.unwrap();
    let elsewhere = Document { id: document(3).id, agency: HOUSING, ..document(1) };
    tx.add_document(&elsewhere).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    let again = Document { id: document(2).id, ..document(1) };
    let refused = tx.add_document(&again).await;
    assert!(matches!(refused, Err(StoreError::Exists { what: "document" })), "{refused:?}");
}

async fn the_last_of_a_sequence_is_the_one_drawn(test: TestStore) {
    let mut tx = furnished(&test).await;
    assert_eq!(tx.last_in_sequence("papers").await.unwrap(), 0);
    for n in 1..=3 {
        assert_eq!(tx.next_in_sequence("papers").await.unwrap(), n);
        assert_eq!(tx.last_in_sequence("papers").await.unwrap(), n);
    }
}

async fn numbers_begun_or_not_go_on_above_a_gap_after_a_restore(test: TestStore) {
    let mut tx = furnished(&test).await;
    let (begun, other_day) = ("XF620102202611181", "XF620102202611171");
    for name in [begun, other_day, "papers"] {
        assert_eq!(tx.next_in_sequence(name).await.unwrap(), 1);
    }
    let patterns = ["XF______20261118_".to_owned(), "document % 2026".to_owned()];
    let raised = tx.raise_after_restore(&patterns).await.unwrap();
    assert_eq!(raised, Raised { sequences: 1, ..Raised::default() });
    for (name, last) in [
        (begun, 2_000),
        ("XF620102202611182", 1_000), // the backup was made before the first of that day
        ("document a acceptance 2026", 1_000),
        ("document a acceptance 2027", 0),
        (other_day, 1),
        ("papers", 1),
    ] {
        assert_eq!(tx.last_in_sequence(name).await.unwrap(), last, "{name}");
        assert_eq!(tx.next_in_sequence(name).await.unwrap(), last + 1, "{name}");
    }
    tx.raise_after_restore(&patterns).await.unwrap();
    assert_eq!(tx.next_in_sequence(begun).await.unwrap(), 4_001, "restored twice");
    assert_eq!(tx.next_in_sequence("XF620102202611183").await.unwrap(), 2_001);
}

async fn templates_are_written_by_who_read_them_last(test: TestStore) {
    let mut tx = furnished(&test).await;
    assert_eq!(tx.templates(DISTRICT_BUREAU).await.unwrap(), None);
    let bureau = agency(DISTRICT_BUREAU, "城关区信访局", AgencyKind::PetitionBureau, "620102");
    let mut templates = Templates::default_of(&bureau);
    let own =
        Template { pattern: "{prefix}{word}〔{year}〕{n}".into(), closing: "特此\"告知\"。".into() };
    templates.kinds.insert(DocumentKind::Extension, own);
    for _ in 0..3 {
        tx.save_templates(&templates).await.unwrap();
        templates.version += 1;
        templates.prefix.push('甲');
        let written = tx.templates(DISTRICT_BUREAU).await.unwrap().unwrap();
        assert_eq!((written.version, &written.kinds), (templates.version, &templates.kinds));
    }
    tx.commit().await.unwrap();
    for stale in [0, 1, 9] {
        let mut tx = test.store.begin().await.unwrap();
        let late = tx.save_templates(&Templates { version: stale, ..templates.clone() }).await;
        assert!(matches!(late, Err(StoreError::Stale { .. })), "{stale}: {late:?}");
    }
}

async fn filters_are_kept_by_person_and_name(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filter = |n: u128, staff, name: &str, query: &str| SavedFilter {
        id: Uuid::from_u128(n),
        staff,
        name: name.into(),
        query: query.into(),
        added_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
    };
    let (late, visits) = (filter(1, CLERK, "逾期", "due=overdue"), filter(2, CLERK, "走访", "channel=visit"));
    for one in [&late, &visits, &filter(3, PRESIDER, "逾期", "due=soon")] {
        tx.save_filter(one).await.unwrap();
    }
    tx.save_filter(&filter(4, CLERK, "逾期", "due=overdue&state=routed")).await.unwrap();
    let renewed = SavedFilter { query: "due=overdue&state=routed".into(), ..late };
    assert_eq!(tx.saved_filters(CLERK).await.unwrap(), [renewed.clone(), visits.clone()]);
    assert!(!tx.drop_filter(PRESIDER, visits.id).await.unwrap(), "another's");
    assert!(tx.drop_filter(CLERK, visits.id).await.unwrap());
    assert_eq!(tx.saved_filters(CLERK).await.unwrap(), [renewed]);
}
