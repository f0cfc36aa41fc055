use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::domain::{
    Timestamp,
    hearing::{
        EndedBefore, Export, ExportFailure, ExportState, Hearing, HearingKind, KeepClass, Keeping, Recording,
        SourceKind,
    },
    ids::{ExportId, RecordingId},
};
use uuid::Uuid;

contract!(
    keeping_is_as_the_kind_says_until_it_is_decided,
    an_export_comes_back_in_every_state,
    hearings_with_recordings_are_found_once_they_are_over
);

fn export(n: u128) -> Export {
    Export {
        id: ExportId(Uuid::from_u128(n)),
        hearing: hearing_id(1),
        asked_by: CLERK,
        agency: DISTRICT_BUREAU,
        asked_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        reason: "复查机关调阅".into(),
        state: ExportState::Waiting,
    }
}

async fn formal(test: &TestStore) -> Box<dyn lianjie::storage::Tx> {
    let mut tx = furnished(test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    tx.add_hearing(&Hearing { kind: HearingKind::FormalHearing, ..hearing(1) }).await.unwrap();
    tx
}

async fn keeping_is_as_the_kind_says_until_it_is_decided(test: TestStore) {
    let mut tx = formal(&test).await;
    assert_eq!(tx.keeping(hearing_id(2)).await.unwrap(), None);
    let by_kind = Keeping::of(HearingKind::FormalHearing);
    assert_eq!(tx.keeping(hearing_id(1)).await.unwrap(), Some(by_kind));
    for decided in [
        Keeping { class: KeepClass::Permanent, sealed: Some("争议未结".into()), destroyed: None },
        Keeping { class: KeepClass::Ordinary, sealed: None, destroyed: Some(MORNING) },
    ] {
        tx.put_keeping(hearing_id(1), &decided).await.unwrap();
        assert_eq!(tx.keeping(hearing_id(1)).await.unwrap(), Some(decided));
    }
}

async fn an_export_comes_back_in_every_state(test: TestStore) {
    let mut tx = formal(&test).await;
    for n in [1, 2] {
        tx.add_export(&export(n)).await.unwrap();
    }
    assert_eq!(tx.exports(hearing_id(1)).await.unwrap(), [export(2), export(1)]);
    let at = MORNING;
    for (state, open, over) in [
        (ExportState::Mixing { percent: 40 }, 2, 0),
        (ExportState::Done { at, bytes: u64::from(u32::MAX) + 1, sha256: [7; 32] }, 1, 1),
        (ExportState::Failed { at, why: ExportFailure::NoProgram }, 1, 1),
    ] {
        let saved = Export { state, ..export(1) };
        tx.save_export(&saved).await.unwrap();
        assert_eq!(tx.export(saved.id).await.unwrap(), Some(saved));
        assert_eq!(tx.open_exports().await.unwrap().len(), open);
        assert_eq!(tx.exports_over(at.plus_millis(1)).await.unwrap().len(), over);
        assert!(tx.exports_over(at).await.unwrap().is_empty());
    }
    assert!(tx.save_export(&export(9)).await.is_err(), "there is none");
    tx.remove_export(export(1).id).await.unwrap();
    assert_eq!(tx.export(export(1).id).await.unwrap(), None);
}

async fn hearings_with_recordings_are_found_once_they_are_over(test: TestStore) {
    let mut tx = formal(&test).await;
    let ends = hearing(1).ends_at;
    let later = ends.plus_millis(1);
    let found = async |tx: &mut Box<dyn lianjie::storage::Tx>, before: Timestamp| {
        let before = EndedBefore { ordinary: Timestamp(0), formal: before };
        tx.recorded_before(DISTRICT_BUREAU, before, 10).await.unwrap()
    };
    assert!(found(&mut tx, later).await.is_empty(), "nothing was recorded");
    let begun = Recording {
        id: RecordingId(Uuid::from_u128(1)),
        hearing: hearing_id(1),
        seat: seat_id(1, 1),
        source: SourceKind::Camera,
        began_at: MORNING,
        whole: None,
    };
    tx.put_recording(&begun).await.unwrap();
    assert!(found(&mut tx, ends).await.is_empty(), "not over");
    assert_eq!(found(&mut tx, later).await, [hearing_id(1)]);
    let of_all = EndedBefore { ordinary: later, formal: later };
    assert!(tx.recorded_before(CITY_BUREAU, of_all, 10).await.unwrap().is_empty(), "of another house");
    let formal = Keeping::of(HearingKind::FormalHearing);
    for (keeping, listed) in [
        (Keeping { sealed: Some("案件争议".to_owned()), ..formal.clone() }, 0),
        (Keeping { class: KeepClass::Permanent, ..formal.clone() }, 0),
        (Keeping { class: KeepClass::Ordinary, ..formal.clone() }, 0),
        (formal, 1),
    ] {
        tx.put_keeping(hearing_id(1), &keeping).await.unwrap();
        assert_eq!(found(&mut tx, later).await.len(), listed, "{keeping:?}");
    }
    let gone = Keeping { destroyed: Some(later), ..Keeping::of(HearingKind::FormalHearing) };
    tx.put_keeping(hearing_id(1), &gone).await.unwrap();
    assert!(found(&mut tx, later).await.is_empty());
}
