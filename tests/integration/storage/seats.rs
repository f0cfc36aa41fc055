use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{Gone, Language, Occupant, Seat, SeatChange, SourceKind},
        ids::PersonId,
        people::Phone,
    },
    storage::{SeatSession, StoreError},
};

contract!(
    seats_keep_their_order_and_what_befell_them,
    whoever_leaves_is_out_and_the_rest_of_the_seat_stays,
    what_befalls_a_seat_is_written_by_itself,
    a_place_is_taken_over_and_its_old_door_shut,
    a_seat_stays_in_its_hearing,
);

async fn seats_keep_their_order_and_what_befell_them(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut expected = hearing(1);
    let person = PersonId(party(petition_id(1).0.as_u128()).id.0);
    let mut citizen = expected.seats[2].clone();
    citizen.id = seat_id(1, 4);
    citizen.occupant = Occupant::Party { person };
    citizen.agency = None;
    citizen.level = None;
    let mut company = citizen.clone();
    company.id = seat_id(1, 5);
    company.occupant = Occupant::External {
        organisation: "某物业公司".into(),
        name: "王经理".into(),
        phone: Some(Phone::new("13900000004".into())),
    };
    expected.seats[0].admitted = Some(MORNING);
    expected.seats[1].muted = vec![SourceKind::Camera, SourceKind::Microphone];
    expected.seats[0].languages = vec![Language::Sign, Language::Dongxiang];
    expected.seats[2].heard = Some(MORNING);
    expected.seats[2].gone = Some(Gone::Removed { reason: "扰乱秩序，多次劝阻无效".into() });
    expected.seats.extend([citizen, company]);
    for seat in expected.seats.iter().rev().take(2).rev().chain(&expected.seats[..3]) {
        tx.save_seat(expected.id, seat).await.unwrap();
    }
    assert_eq!(tx.hearing(expected.id).await.unwrap(), Some(expected));
}

async fn whoever_leaves_is_out_and_the_rest_of_the_seat_stays(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut expected = hearing(1);
    expected.seats[0].admitted = Some(MORNING);
    expected.seats[0].name = "新换的名牌".into();
    expected.seats[0].muted = vec![SourceKind::Camera];
    tx.save_seat(expected.id, &expected.seats[0]).await.unwrap();
    for seat in [expected.seats[0].id, expected.seats[1].id] {
        tx.change_seat(expected.id, seat, &SeatChange::Out { heard: Some(MORNING) }).await.unwrap();
    }
    (expected.seats[0].admitted, expected.seats[0].heard) = (None, Some(MORNING));
    assert_eq!(
        tx.hearing(expected.id).await.unwrap(),
        Some(expected),
        "who was not there has not been heard"
    );
}

/// Two who write of a seat at once know nothing of each other's change.
async fn what_befalls_a_seat_is_written_by_itself(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut expected = hearing(1);
    let seat = expected.seats[0].id;
    for change in [
        SeatChange::Muted(vec![SourceKind::Camera]),
        SeatChange::Admitted(MORNING),
        SeatChange::Admitted(MORNING.plus_millis(HOUR)), // it sat there before
        SeatChange::Muted(vec![SourceKind::Microphone]),
        SeatChange::Removed { reason: "扰乱秩序，多次劝阻无效".into() },
        SeatChange::Out { heard: Some(MORNING) },
    ] {
        tx.change_seat(expected.id, seat, &change).await.unwrap();
        change.apply(&mut expected.seats[0]);
        assert_eq!(tx.hearing(expected.id).await.unwrap().as_ref(), Some(&expected), "{change:?}");
    }
    let nobody = tx.change_seat(expected.id, seat_id(2, 1), &SeatChange::Muted(Vec::new())).await;
    assert!(matches!(nobody, Err(StoreError::Stale { what: "seat" })));
}

/// Whoever takes a place comes in it, and whoever gave it up stays out, whatever is written of the seat afterwards.
async fn a_place_is_taken_over_and_its_old_door_shut(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    let mut expected = hearing(1);
    let given_up = expected.seats[0].clone();
    tx.set_seat_key(&[1; 32], given_up.id).await.unwrap();
    tx.set_device_token(&[2; 32], given_up.id).await.unwrap();
    let session = SeatSession { seat: given_up.id, hearing: expected.id, expires_at: MORNING };
    tx.add_seat_session(&[3; 32], &session).await.unwrap();
    let gone = Some(Gone::Withdrawn { at: MORNING, reason: "主持人回避，另行指定".into() });
    let successor = Seat { id: seat_id(1, 9), replaces: Some(given_up.id), ..given_up.clone() };
    expected.seats[0].gone = gone;
    expected.put_seat(successor.clone());
    tx.save_seat(expected.id, &expected.seats[0]).await.unwrap();
    tx.save_seat(expected.id, &successor).await.unwrap();
    tx.save_seat(expected.id, &given_up).await.unwrap();
    tx.end_seat_access(given_up.id).await.unwrap();
    assert_eq!(expected.seats[1].id, successor.id);
    assert_eq!(tx.hearing(expected.id).await.unwrap(), Some(expected));
    assert_eq!(tx.seat_key(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.device_token(&[2; 32]).await.unwrap(), None);
    assert_eq!(tx.seat_session(&[3; 32]).await.unwrap(), None);
}

async fn a_seat_stays_in_its_hearing(test: TestStore) {
    let mut tx = one_of_two(&test).await;
    tx.add_hearing(&hearing(2)).await.unwrap();
    let moved = tx.save_seat(hearing_id(2), &hearing(1).seats[0]).await;
    assert!(matches!(moved, Err(StoreError::Stale { what: "seat" })));
}
