//! Televisions of reception rooms.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        ids::ScreenId,
        jurisdiction::{Revoked, RoomScreen},
    },
    storage::StoreError,
};
use uuid::Uuid;

contract!(a_screen_is_known_by_its_token_until_it_is_revoked);

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
