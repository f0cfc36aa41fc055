//! Televisions of reception rooms.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{AgendaPhase, Gone, Hearing, Stage},
        ids::ScreenId,
        jurisdiction::{Revoked, RoomScreen},
    },
    storage::StoreError,
};
use uuid::Uuid;

contract!(a_screen_is_known_by_its_token_until_it_is_revoked, a_screen_reads_what_runs_and_what_is_near,);

async fn a_screen_is_known_by_its_token_until_it_is_revoked(test: TestStore) {
    let mut tx = furnished(&test).await;
    let screen = |n: u128| RoomScreen {
        id: ScreenId(Uuid::from_u128(n)),
        room: ROOM,
        name: "东墙电视".into(),
        paired_at: MORNING,
        paired_by: CLERK,
        last_seen_at: MORNING,
        revoked: None,
    };
    let (first, second) = (screen(1), RoomScreen { room: OTHER_ROOM, ..screen(2) });
    tx.add_screen(&first, &[1; 32]).await.unwrap();
    tx.add_screen(&second, &[2; 32]).await.unwrap();
    tx.touch_screen(first.id, MORNING.plus_millis(HOUR)).await.unwrap();
    assert_eq!(tx.screen_key(first.id).await.unwrap(), None);
    for key in [[8; 32], [9; 32]] {
        assert!(tx.put_screen_key(first.id, &key).await.unwrap());
        assert_eq!(tx.screen_key(first.id).await.unwrap(), Some(key));
    }
    let revoked = Revoked { at: MORNING.plus_millis(DAY), by: PRESIDER, reason: "电视机报废".into() };
    assert!(tx.revoke_screen(first.id, &revoked).await.unwrap());
    assert!(!tx.revoke_screen(first.id, &Revoked { by: CLERK, ..revoked.clone() }).await.unwrap());
    assert!(!tx.put_screen_key(first.id, &[7; 32]).await.unwrap(), "it is given no link any more");
    assert!(tx.touch_screen(ScreenId(Uuid::nil()), MORNING).await.is_err());
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    let first = RoomScreen { last_seen_at: MORNING.plus_millis(HOUR), revoked: Some(revoked), ..first };
    assert_eq!(records.screen_by_token(&[1; 32]).await.unwrap(), Some(first.clone()));
    assert_eq!(records.screen_by_token(&[3; 32]).await.unwrap(), None);
    assert_eq!(records.screens_of(ROOM).await.unwrap(), [first]);
    assert_eq!(records.screens_of(OTHER_ROOM).await.unwrap(), std::slice::from_ref(&second));
    let mut tx = test.store.begin().await.unwrap();
    let again = RoomScreen { id: ScreenId(Uuid::from_u128(3)), ..second };
    assert!(matches!(tx.add_screen(&again, &[2; 32]).await, Err(StoreError::Exists { .. })));
}

async fn a_screen_reads_what_runs_and_what_is_near(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let end = hearing(1).ends_at;
    let (later, tomorrow) = (end.plus_millis(1), end.plus_millis(DAY));
    let reason = || "设备故障".to_owned();
    let phase = AgendaPhase::Statement;
    let in_session = Stage::InSession { since: MORNING, phase, phase_since: MORNING };
    let suspended = Stage::Suspended { since: MORNING, phase, phase_spent: 0, reason: reason() };
    for (stage, from, to, found) in [
        (Stage::Scheduled, end, later, true),
        (Stage::Scheduled, later, tomorrow, false), // nobody ever opened it
        (Stage::Scheduled, MORNING, end, false),    // far ahead
        (Stage::CheckIn { since: MORNING }, end, later, true),
        (Stage::CheckIn { since: MORNING }, later, tomorrow, false),
        (in_session.clone(), end, later, true), // both ways, and once
        (in_session, later, tomorrow, true),
        (suspended, later, tomorrow, true),
        (Stage::Signing { since: MORNING }, later, tomorrow, true),
        (Stage::Postponed { at: MORNING, reason: reason() }, end, later, false),
        (Stage::Closed { at: MORNING }, end, later, false),
    ] {
        let version = tx.hearing(hearing_id(1)).await.unwrap().unwrap().version;
        tx.save_hearing(&Hearing { stage: stage.clone(), version, ..hearing(1) }).await.unwrap();
        for room in [ROOM, OTHER_ROOM] {
            let expected = if found { vec![hearing_id(1)] } else { vec![] };
            assert_eq!(tx.hearings_near(room, from, to).await.unwrap(), expected, "{stage:?} from {from:?}");
        }
    }
    let version = tx.hearing(hearing_id(1)).await.unwrap().unwrap().version;
    tx.save_hearing(&Hearing { version, ..hearing(1) }).await.unwrap();
    let mut left = hearing(1).seats[0].clone();
    left.gone = Some(Gone::Withdrawn { at: MORNING, reason: "换人，另行安排主持人".into() });
    tx.save_seat(hearing_id(1), &left).await.unwrap();
    assert_eq!(tx.hearings_near(ROOM, end, later).await.unwrap(), [], "who took the place sits elsewhere");
    assert_eq!(tx.hearings_near(OTHER_ROOM, end, later).await.unwrap(), [hearing_id(1)]);
}
