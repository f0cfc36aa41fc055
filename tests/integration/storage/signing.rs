use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{
            Answered, Correction, CorrectionAnswer, Digits, FrozenPaper, Mark, PaperKind, ProxyPaper, Seal,
            Signature, SigningCode, SigningRecord,
        },
        ids::{AttachmentId, EntryId, OpId, SeatId},
    },
    storage::StoreError,
};
use uuid::Uuid;

contract!(
    what_was_frozen_asked_and_signed_comes_back,
    the_code_of_a_seat_is_the_last_one,
    a_signature_needs_its_version,
    nothing_is_added_twice,
    a_correction_is_answered_once,
);

fn version(n: u32) -> FrozenPaper {
    let by = (n > 1).then(|| seat_id(1, 1));
    FrozenPaper::of(&hearing(1), "XF1", &[], n, MORNING.plus_millis(n.into()), by)
}

fn signature(n: u128, version: u32, mark: Mark) -> Signature {
    let by: SeatId = seat_id(1, 1);
    Signature {
        id: OpId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        paper: PaperKind::Minutes,
        version,
        paper_sha256: self::version(version).sha256,
        seat: by,
        by,
        at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        mark,
    }
}

fn marks() -> [Mark; 7] {
    let strokes = || "M1 1L2 2".to_owned();
    [
        Mark::Drawn { strokes: strokes() },
        Mark::Confirmed,
        Mark::Coded { code: OpId(Uuid::from_u128(6)), ending: "0001".to_owned() },
        // Of before reasons were asked for; and of now.
        Mark::Proxy { name: "李某".to_owned(), strokes: strokes(), reason: String::new(), paper: None },
        Mark::Proxy {
            name: "李某".to_owned(),
            strokes: strokes(),
            reason: "手部受伤，不便书写".to_owned(),
            paper: Some(ProxyPaper { attachment: AttachmentId(Uuid::from_u128(7)), sha256: [7; 32] }),
        },
        Mark::PaperScan { attachment: AttachmentId(Uuid::from_u128(5)), sha256: [5; 32] },
        Mark::Refused { reason: "与所述不符".to_owned() },
    ]
}

fn record() -> SigningRecord {
    let correction = Correction {
        id: OpId(Uuid::from_u128(9)),
        hearing: hearing_id(1),
        version: 1,
        seat: seat_id(1, 1),
        entry: None,
        text: "应为六十八户".to_owned(),
        at: MORNING,
        answered: None,
    };
    let signatures = marks().into_iter().zip(1..).map(|(mark, n)| signature(n, 2, mark)).collect();
    SigningRecord { versions: vec![version(1), version(2)], corrections: vec![correction], signatures }
}

async fn what_was_frozen_asked_and_signed_comes_back(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let record = record();
    for version in &record.versions {
        tx.add_version(version).await.unwrap();
    }
    tx.add_correction(&record.corrections[0]).await.unwrap();
    for signature in &record.signatures {
        tx.add_signature(signature).await.unwrap();
    }
    let seal = Seal {
        hearing: hearing_id(1),
        number: 1,
        statement: "lianjie-closing 1\n".to_owned(),
        algorithm: "ed25519".to_owned(),
        public_key: vec![1; 32],
        signature: vec![2; 64],
        at: MORNING,
    };
    tx.add_seal(&seal).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.signing_record(hearing_id(1), PaperKind::Minutes).await.unwrap(), record);
    assert_eq!(records.seals(hearing_id(1)).await.unwrap(), [seal]);
    assert_eq!(
        records.signing_record(hearing_id(2), PaperKind::Minutes).await.unwrap(),
        SigningRecord::default()
    );
    assert_eq!(records.seals(hearing_id(2)).await.unwrap(), []);
}

async fn the_code_of_a_seat_is_the_last_one(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    let code = |n: u128, wrong| SigningCode {
        id: OpId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        seat: seat_id(1, 1),
        paper: PaperKind::Agreement,
        version: 2,
        digits: Digits::of([7; 8]),
        ending: "0001".to_owned(),
        sent_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        wrong,
    };
    for code in [code(1, 0), code(1, 3), code(2, 0)] {
        tx.put_signing_code(&code).await.unwrap();
        assert_eq!(tx.signing_codes(hearing_id(1)).await.unwrap(), [code]);
    }
    assert_eq!(tx.signing_codes(hearing_id(2)).await.unwrap(), []);
}

async fn a_signature_needs_its_version(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    assert!(tx.add_signature(&signature(1, 1, Mark::Confirmed)).await.is_err());
}

async fn nothing_is_added_twice(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    tx.add_version(&version(1)).await.unwrap();
    tx.add_signature(&signature(1, 1, Mark::Confirmed)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.store.begin().await.unwrap();
    let again = tx.add_version(&version(1)).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    drop(tx);
    let mut tx = test.store.begin().await.unwrap();
    let again = tx.add_signature(&signature(1, 1, Mark::Confirmed)).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
}

async fn a_correction_is_answered_once(test: TestStore) {
    let mut tx = scheduled(&test, 2).await;
    tx.add_version(&version(1)).await.unwrap();
    tx.write_entry(&write(1, 1, 1, 1, "六十六户")).await.unwrap();
    let asked = |n: u128| Correction { id: OpId(Uuid::from_u128(n)), ..record().corrections.remove(0) };
    let line = EntryId(Uuid::from_u128(0xf001));
    let answers = [
        (1, CorrectionAnswer::Taken { entry: line, line: 1 }),
        (2, CorrectionAnswer::Declined { reason: "录音中并无此句".to_owned() }),
    ];
    let mut expected = Vec::new();
    for (n, answer) in answers {
        tx.add_correction(&asked(n)).await.unwrap();
        let answered = Some(Answered { by: seat_id(1, 2), at: MORNING.plus_millis(9), answer });
        let correction = Correction { answered, ..asked(n) };
        tx.answer_correction(&correction).await.unwrap();
        let again = tx.answer_correction(&correction).await;
        assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
        expected.push(correction);
    }
    tx.add_correction(&asked(3)).await.unwrap();
    expected.push(asked(3));
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let kept = records.signing_record(hearing_id(1), PaperKind::Minutes).await.unwrap();
    assert_eq!(kept.corrections, expected);
}
