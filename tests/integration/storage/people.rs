use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        ids::{AgencyId, StaffId},
        jurisdiction::{AgencyKind, ReceptionRoom},
        people::Role,
    },
    storage::{Booking, DeviceToken, SeatSession, StaffSession, StoreError},
};
use uuid::Uuid;

contract!(
    places_are_listed_and_replaced_by_id,
    nothing_new_takes_a_closed_room,
    staff_come_back_as_put,
    the_disabled_are_not_listed,
    a_user_name_belongs_to_one,
    failures_are_counted_since_and_cleared,
    a_staff_session_lives_until_ended,
    a_browser_knows_several_people_for_a_while,
    expired_sessions_are_swept,
    a_seat_key_opens_once,
    a_new_seat_key_ends_the_old_one_and_its_device,
    a_seat_has_one_session,
    no_session_of_a_seat_outlives_a_restore,
    a_device_token_opens_its_seat_until_it_is_replaced_or_ends,
    nobody_unknown_is_found,
);

async fn places_are_listed_and_replaced_by_id(test: TestStore) {
    let mut tx = furnished(&test).await;
    let renamed = agency(HOUSING, "城关区住房和城乡建设局", AgencyKind::ResponsibleUnit, "620102");
    tx.put_agency(&renamed).await.unwrap();
    tx.commit().await.unwrap();
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.agency(HOUSING).await.unwrap(), Some(renamed));
    assert_eq!(records.agencies().await.unwrap().len(), 3);
    let codes = records.divisions().await.unwrap().into_iter().map(|division| division.code.to_string());
    let codes = codes.collect::<Vec<_>>();
    assert_eq!(codes, ["62", "6201", "620102", "620102001", "620103", "6202"]);
    let rooms = records.reception_rooms().await.unwrap();
    assert_eq!(rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [ROOM, OTHER_ROOM]);
}

async fn nothing_new_takes_a_closed_room(test: TestStore) {
    let mut tx = furnished(&test).await;
    let room = ReceptionRoom {
        closed_at: Some(MORNING),
        ..ReceptionRoom::open(ROOM, DISTRICT_BUREAU, "旧接访室")
    };
    tx.put_reception_room(&room).await.unwrap();
    let open = tx.reception_rooms().await.unwrap();
    assert_eq!(open.iter().map(|room| room.id).collect::<Vec<_>>(), [OTHER_ROOM]);
    assert_eq!(tx.reception_room(ROOM).await.unwrap(), Some(room), "its name stays");
    let (from, to) = (MORNING, MORNING.plus_millis(HOUR));
    assert_eq!(tx.clashes(&[Booking::Room(OTHER_ROOM)], from, to, None).await.unwrap(), []);
    let chosen_before = tx.clashes(&[Booking::Room(ROOM)], from, to, None).await;
    assert!(matches!(chosen_before, Err(StoreError::Stale { .. })), "{chosen_before:?}");
}

async fn staff_come_back_as_put(test: TestStore) {
    let mut tx = furnished(&test).await;
    let head = staff(PRESIDER, "presider", vec![Role::Presider, Role::BureauHead]);
    assert_eq!(tx.staff(PRESIDER).await.unwrap(), Some(head.clone()));
    assert_eq!(tx.staff_by_username("presider").await.unwrap(), Some(head));
    assert_eq!(tx.password_hash(PRESIDER).await.unwrap(), None);
    assert_eq!(tx.password_set_at(PRESIDER).await.unwrap(), None);
    tx.set_password_hash(PRESIDER, "$argon2id$x", MORNING).await.unwrap();
    assert_eq!(tx.password_hash(PRESIDER).await.unwrap().as_deref(), Some("$argon2id$x"));
    tx.put_staff(&staff(PRESIDER, "presider", vec![])).await.unwrap();
    assert!(tx.password_hash(PRESIDER).await.unwrap().is_some(), "put again, the password stays");
    assert_eq!(tx.password_set_at(PRESIDER).await.unwrap(), Some(MORNING));
}

async fn the_disabled_are_not_listed(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut gone = staff(CLERK, "clerk", vec![]);
    gone.disabled = true;
    tx.put_staff(&gone).await.unwrap();
    let listed = tx.staff_list().await.unwrap();
    assert_eq!(listed.iter().map(|staff| staff.id).collect::<Vec<_>>(), [PRESIDER]);
    assert_eq!(tx.staff(CLERK).await.unwrap(), Some(gone), "but still known");
}

async fn a_user_name_belongs_to_one(test: TestStore) {
    let mut tx = furnished(&test).await;
    let thief = staff(StaffId(Uuid::from_u128(1)), "clerk", vec![]);
    assert!(matches!(tx.put_staff(&thief).await, Err(StoreError::Exists { .. })));
}

async fn failures_are_counted_since_and_cleared(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    for minutes in [0, 1, 2] {
        tx.add_failure("clerk", MORNING.plus_millis(minutes * 60_000)).await.unwrap();
    }
    tx.add_failure("10.0.0.1", MORNING).await.unwrap();
    let since = MORNING.plus_millis(60_000);
    assert_eq!(tx.failures("clerk", since).await.unwrap(), [MORNING.plus_millis(120_000), since]);
    tx.clear_failures("clerk").await.unwrap();
    assert_eq!(tx.failures("clerk", MORNING).await.unwrap(), []);
    assert_eq!(tx.failures("10.0.0.1", MORNING).await.unwrap(), [MORNING]);
    tx.add_failure("clerk", MORNING.plus_millis(2 * DAY)).await.unwrap();
    assert_eq!(tx.failures("10.0.0.1", MORNING).await.unwrap(), [], "old ones are swept");
}

fn staff_session() -> StaffSession {
    StaffSession { staff: CLERK, expires_at: MORNING.plus_millis(HOUR), last_seen_at: MORNING }
}

async fn a_browser_knows_several_people_for_a_while(test: TestStore) {
    let mut tx = furnished(&test).await;
    let (browser, later) = ([1; 32], MORNING.plus_millis(HOUR));
    for person in [CLERK, PRESIDER, PRESIDER] {
        tx.keep_known_browser(&browser, person, (MORNING, later)).await.unwrap();
    }
    let mut known = tx.known_browser(&browser, MORNING).await.unwrap();
    known.sort();
    let mut both = vec![CLERK, PRESIDER];
    both.sort();
    assert_eq!(known, both);
    assert_eq!(tx.known_browser(&[2; 32], MORNING).await.unwrap(), []);
    assert_eq!(tx.known_browser(&browser, later).await.unwrap(), [], "its time is over");
    tx.end_staff_sessions_of(CLERK).await.unwrap();
    assert_eq!(tx.known_browser(&browser, MORNING).await.unwrap(), [PRESIDER]);
}

async fn a_staff_session_lives_until_ended(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_staff_session(&[1; 32], &staff_session()).await.unwrap();
    tx.add_staff_session(&[2; 32], &staff_session()).await.unwrap();
    let later = MORNING.plus_millis(60_000);
    tx.touch_staff_session(&[1; 32], later).await.unwrap();
    let touched = StaffSession { last_seen_at: later, ..staff_session() };
    assert_eq!(tx.staff_session(&[1; 32]).await.unwrap(), Some(touched));
    tx.end_staff_session(&[1; 32]).await.unwrap();
    assert_eq!(tx.staff_session(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.staff_session(&[2; 32]).await.unwrap(), Some(staff_session()));
    tx.end_staff_sessions_of(CLERK).await.unwrap();
    assert_eq!(tx.staff_session(&[2; 32]).await.unwrap(), None);
    tx.add_staff_session(&[3; 32], &staff_session()).await.unwrap();
    assert_eq!(tx.raise_after_restore(&[]).await.unwrap().sign_ins, 1);
    assert_eq!(tx.staff_session(&[3; 32]).await.unwrap(), None);
    let touched = tx.touch_staff_session(&[2; 32], later).await;
    assert!(matches!(touched, Err(StoreError::Stale { .. })));
}

async fn expired_sessions_are_swept(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_staff_session(&[1; 32], &staff_session()).await.unwrap();
    let next_day = MORNING.plus_millis(DAY);
    let session =
        StaffSession { staff: CLERK, expires_at: next_day.plus_millis(HOUR), last_seen_at: next_day };
    tx.add_staff_session(&[2; 32], &session).await.unwrap();
    assert_eq!(tx.staff_session(&[1; 32]).await.unwrap(), None);
}

async fn a_seat_key_opens_once(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    tx.set_seat_key(&[1; 32], seat_id(1, 3)).await.unwrap();
    let key = tx.seat_key(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((key.seat, key.hearing, key.used_at), (seat_id(1, 3), hearing_id(1), None));
    assert!(tx.use_seat_key(&[1; 32], MORNING).await.unwrap());
    assert!(!tx.use_seat_key(&[1; 32], MORNING).await.unwrap(), "used before");
    assert!(!tx.use_seat_key(&[2; 32], MORNING).await.unwrap(), "never made");
    let keys = tx.seat_keys(hearing_id(1)).await.unwrap();
    assert_eq!(keys.iter().map(|key| key.used_at).collect::<Vec<_>>(), [Some(MORNING)]);
}

async fn a_new_seat_key_ends_the_old_one_and_its_device(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    tx.set_seat_key(&[1; 32], seat_id(1, 3)).await.unwrap();
    tx.use_seat_key(&[1; 32], MORNING).await.unwrap();
    tx.add_seat_session(&[5; 32], &seat_session(3)).await.unwrap();
    tx.set_seat_key(&[2; 32], seat_id(1, 3)).await.unwrap();
    assert_eq!(tx.seat_key(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.seat_session(&[5; 32]).await.unwrap(), None);
    assert!(tx.use_seat_key(&[2; 32], MORNING).await.unwrap());
}

fn seat_session(seat: u128) -> SeatSession {
    SeatSession { seat: seat_id(1, seat), hearing: hearing_id(1), expires_at: MORNING.plus_millis(HOUR) }
}

async fn a_device_token_opens_its_seat_until_it_is_replaced_or_ends(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    tx.set_device_token(&[1; 32], seat_id(1, 3)).await.unwrap();
    let token = DeviceToken { seat: seat_id(1, 3), hearing: hearing_id(1) };
    assert_eq!(tx.device_token(&[1; 32]).await.unwrap(), Some(token));
    tx.set_device_token(&[2; 32], seat_id(1, 3)).await.unwrap();
    assert_eq!(tx.device_token(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.device_seats(hearing_id(1)).await.unwrap(), [seat_id(1, 3)]);
    assert!(tx.end_device_token(seat_id(1, 3)).await.unwrap());
    assert!(!tx.end_device_token(seat_id(1, 3)).await.unwrap(), "it had none");
    tx.set_device_token(&[3; 32], seat_id(1, 3)).await.unwrap();
    tx.end_seat_sessions_of(hearing_id(1)).await.unwrap();
    assert_eq!(tx.device_token(&[3; 32]).await.unwrap(), None, "it goes with the hearing");
    assert_eq!(tx.device_seats(hearing_id(1)).await.unwrap(), []);
}

async fn a_seat_has_one_session(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    tx.add_seat_session(&[1; 32], &seat_session(3)).await.unwrap();
    tx.add_seat_session(&[2; 32], &seat_session(3)).await.unwrap();
    assert_eq!(tx.seat_session(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.seat_session(&[2; 32]).await.unwrap(), Some(seat_session(3)));
    tx.end_seat_sessions_of(hearing_id(1)).await.unwrap();
    assert_eq!(tx.seat_session(&[2; 32]).await.unwrap(), None);
}

/// Whose seat was taken away since the backup must not be back in it.
async fn no_session_of_a_seat_outlives_a_restore(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    tx.add_seat_session(&[1; 32], &seat_session(3)).await.unwrap();
    tx.raise_after_restore(&[]).await.unwrap();
    assert_eq!(tx.seat_session(&[1; 32]).await.unwrap(), None);
}

async fn nobody_unknown_is_found(test: TestStore) {
    let mut tx = test.store.begin().await.unwrap();
    let nobody = StaffId(Uuid::nil());
    assert_eq!(tx.agency(AgencyId(Uuid::nil())).await.unwrap(), None);
    assert_eq!(tx.staff(nobody).await.unwrap(), None);
    assert_eq!(tx.staff_by_username("nobody").await.unwrap(), None);
    assert_eq!(tx.password_hash(nobody).await.unwrap(), None);
    assert_eq!(tx.staff_session(&[0; 32]).await.unwrap(), None);
    assert_eq!(tx.seat_session(&[0; 32]).await.unwrap(), None);
    assert_eq!(tx.seat_key(&[0; 32]).await.unwrap(), None);
    assert!(matches!(tx.set_password_hash(nobody, "x", MORNING).await, Err(StoreError::Stale { .. })));
}
