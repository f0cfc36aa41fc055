use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp, duty,
        event::{Change, EventKind},
        hearing::{
            Arrival, CheckIn, CheckInNote, Digits, Hearing, Identity, IdentityWay, Language, Occupant,
            PhoneCode, SelfTest,
        },
        ids::OpId,
        people::Phone,
        quality::Carrier,
    },
    storage::{IdentityPhoto, SeatSession, StoreError},
};
use uuid::Uuid;

contract!(
    each_note_leaves_the_others_alone,
    of_another_day_everybody_comes_anew,
    a_photo_and_a_code_are_sealed_and_can_be_dropped,
    why_a_photo_was_refused_stays_until_another_comes,
    wrong_digits_that_come_side_by_side_are_all_counted,
    photos_of_papers_go_when_the_hearing_is_over,
    a_citizens_name_on_a_plate_is_sealed,
    alarms_are_found_by_their_time,
);

async fn each_note_leaves_the_others_alone(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let (seat, at) = (seat_id(1, 3), MORNING);
    let arrival = Arrival { declared_at: at, language: Some(Language::Dongxiang), interpreter: true };
    let identity = Identity { way: IdentityWay::Photo, by: CLERK, at: at.plus_millis(1) };
    let test_of = |microphone, carrier| SelfTest {
        at,
        microphone,
        camera: false,
        carrier,
        round_trip_ms: Some(120),
        lost: Some(30),
    };
    let notes = [
        CheckInNote::Tested(test_of(true, Some(Carrier::TurnTls))),
        CheckInNote::Arrived(arrival),
        CheckInNote::Identified(identity),
        CheckInNote::PhoneConfirmed(at.plus_millis(2)),
        CheckInNote::Helps { of: seat_id(1, 1) },
        CheckInNote::Tested(test_of(false, None)),
        CheckInNote::IdentityTakenBack,
    ];
    let mut expected = CheckIn::new(seat);
    for note in notes {
        tx.note_check_in(hearing_id(1), seat, &note).await.unwrap();
        expected.note(note);
        assert_eq!(tx.check_ins(hearing_id(1)).await.unwrap(), [expected.clone()]);
    }
    let earlier = CheckInNote::PhoneConfirmed(at);
    tx.note_check_in(hearing_id(1), seat_id(1, 1), &earlier).await.unwrap();
    let seats: Vec<_> = tx.check_ins(hearing_id(1)).await.unwrap().into_iter().map(|one| one.seat).collect();
    assert_eq!(seats, [seat_id(1, 1), seat], "in the order of the table");
    assert!(tx.note_check_in(hearing_id(1), seat_id(9, 9), &earlier).await.is_err());
}

async fn of_another_day_everybody_comes_anew(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let (id, seat, helper, at) = (hearing_id(1), seat_id(1, 3), seat_id(1, 1), MORNING);
    let mut hearing = tx.hearing(id).await.unwrap().unwrap();
    let at_table = hearing.seats.iter_mut().find(|one| one.id == seat).unwrap();
    (at_table.admitted, at_table.heard) = (Some(at), Some(at));
    tx.save_seat(id, at_table).await.unwrap();
    let identity = Identity { way: IdentityWay::Photo, by: CLERK, at };
    for (of, note) in [
        (seat, CheckInNote::Identified(identity)),
        (seat, CheckInNote::Arrived(Arrival { declared_at: at, language: None, interpreter: false })),
        (seat, CheckInNote::PhoneConfirmed(at)),
        (helper, CheckInNote::Helps { of: seat }),
    ] {
        tx.note_check_in(id, of, &note).await.unwrap();
    }
    let photo = |kept| IdentityPhoto { media_type: "image/png".into(), bytes: vec![1], taken_at: at, kept };
    tx.put_identity_photo(seat, &photo(None)).await.unwrap();
    tx.put_identity_photo(helper, &photo(Some("留存令".into()))).await.unwrap();
    tx.set_seat_key(&[1; 32], seat).await.unwrap();
    assert!(tx.use_seat_key(&[1; 32], at).await.unwrap());
    tx.set_seat_key(&[2; 32], helper).await.unwrap();
    assert!(tx.use_seat_key(&[2; 32], at).await.unwrap());
    for (of, expires_at) in [(seat, hearing.starts_at), (helper, hearing.starts_at.plus_millis(1))] {
        let session = SeatSession { seat: of, hearing: id, expires_at };
        tx.add_seat_session(&[u8::from(of == helper); 32], &session).await.unwrap();
    }

    tx.come_anew(id).await.unwrap();
    hearing.come_anew();
    assert!(hearing.seats.iter().all(|seat| seat.admitted.or(seat.heard).is_none()));
    assert_eq!(tx.hearing(id).await.unwrap().unwrap().seats, hearing.seats);
    let helps = CheckIn { helps: Some(seat), ..CheckIn::new(helper) };
    assert_eq!(tx.check_ins(id).await.unwrap(), [helps, CheckIn::new(seat)]);
    assert_eq!(tx.photographed(id).await.unwrap(), [helper], "an order keeps it");
    assert!(tx.use_seat_key(&[1; 32], at).await.unwrap(), "the link that was sent opens on the new day too");
    assert!(!tx.use_seat_key(&[2; 32], at).await.unwrap(), "whoever used this one is still signed in");
}

async fn a_photo_and_a_code_are_sealed_and_can_be_dropped(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let seat = seat_id(1, 3);
    let mut photo = IdentityPhoto {
        media_type: "image/jpeg".into(),
        bytes: b"\xff\xd8\xff\x00\xc3\x28".to_vec(),
        taken_at: MORNING,
        kept: None,
    };
    for kept in [None, Some("留存令".to_owned())] {
        photo.kept = kept;
        tx.put_identity_photo(seat, &photo).await.unwrap();
        assert_eq!(tx.identity_photo(seat).await.unwrap().as_ref(), Some(&photo));
    }
    assert_eq!(tx.photographed(hearing_id(1)).await.unwrap(), [seat]);
    let another = IdentityPhoto { bytes: vec![2], kept: None, ..photo.clone() };
    assert!(matches!(tx.put_identity_photo(seat, &another).await, Err(StoreError::Stale { .. })));
    assert_eq!(tx.identity_photo(seat).await.unwrap(), Some(photo), "an order keeps it as it was");
    let digits = Digits::kept("012345".into());
    let mut code = PhoneCode { id: OpId(Uuid::from_u128(5)), seat, digits, sent_at: Timestamp(7), wrong: 0 };
    for wrong in [0, 3] {
        code.wrong = wrong;
        tx.put_phone_code(&code).await.unwrap();
        assert_eq!(tx.phone_code(seat).await.unwrap().as_ref(), Some(&code));
    }
    tx.drop_identity_photo(seat).await.unwrap();
    tx.drop_phone_code(seat).await.unwrap();
    assert_eq!(tx.identity_photo(seat).await.unwrap(), None);
    assert_eq!(tx.phone_code(seat).await.unwrap(), None);
    assert!(tx.photographed(hearing_id(1)).await.unwrap().is_empty());
}

async fn why_a_photo_was_refused_stays_until_another_comes(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let seat = seat_id(1, 3);
    let photo =
        IdentityPhoto { media_type: "image/png".into(), bytes: vec![1], taken_at: MORNING, kept: None };
    for reason in ["照片模糊，看不清", "拍的不是人像面"] {
        tx.put_identity_photo(seat, &photo).await.unwrap();
        assert_eq!(tx.photo_refusal(seat).await.unwrap(), None, "{reason}");
        tx.refuse_identity_photo(seat, reason).await.unwrap();
        tx.refuse_identity_photo(seat, reason).await.unwrap();
        assert_eq!(tx.identity_photo(seat).await.unwrap(), None);
        assert_eq!(tx.photo_refusal(seat).await.unwrap().as_deref(), Some(reason));
    }
    tx.come_anew(hearing_id(1)).await.unwrap();
    assert_eq!(tx.photo_refusal(seat).await.unwrap(), None, "another day");
}

/// Whoever guessed from many devices at once had five tries for each of them.
async fn wrong_digits_that_come_side_by_side_are_all_counted(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let (seat, digits) = (seat_id(1, 3), Digits::kept("012345".into()));
    let code = PhoneCode { id: OpId(Uuid::from_u128(5)), seat, digits, sent_at: Timestamp(7), wrong: 0 };
    tx.put_phone_code(&code).await.unwrap();
    tx.commit().await.unwrap();
    let guess = || {
        let store = test.store.clone();
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            let code = tx.phone_code(seat).await.unwrap().unwrap();
            tx.put_phone_code(&PhoneCode { wrong: code.wrong + 1, ..code }).await.unwrap();
            tx.commit().await.unwrap();
        })
    };
    let (first, second, third) = tokio::join!(guess(), guess(), guess());
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    let counted = test.store.read().await.unwrap().phone_code(seat).await.unwrap();
    assert_eq!(counted.map(|code| code.wrong), Some(3));
}

async fn photos_of_papers_go_when_the_hearing_is_over(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let photo =
        |kept| IdentityPhoto { media_type: "image/png".into(), bytes: vec![1], taken_at: MORNING, kept };
    tx.put_identity_photo(seat_id(1, 3), &photo(None)).await.unwrap();
    tx.put_identity_photo(seat_id(1, 1), &photo(Some("留存令".into()))).await.unwrap();
    tx.end_seat_sessions_of(hearing_id(1)).await.unwrap();
    assert_eq!(tx.photographed(hearing_id(1)).await.unwrap(), [seat_id(1, 1)], "an order keeps it");
}

async fn a_citizens_name_on_a_plate_is_sealed(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let mut hearing: Hearing = hearing(1);
    let external = |name: &str| Occupant::External {
        organisation: "某公司".into(),
        name: name.into(),
        phone: Some(Phone::new("13900000004".into())),
    };
    hearing.seats[1].name = "郑书记员".into();
    hearing.seats[2].occupant = external("赵经理");
    hearing.seats[2].name = "赵经理".into();
    tx.add_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    // An official's name is public; a citizen's is nowhere as it is.
    test.tamper("update seats set label = 'found' where name = '郑书记员'").await;
    test.tamper("update seats set label = 'plain' where name = '赵经理' or person_name = '赵经理'").await;
    let mut records = test.store.read().await.unwrap();
    let read = records.hearing(hearing_id(1)).await.unwrap().unwrap();
    assert_eq!((&*read.seats[1].label, &*read.seats[1].name), ("found", "郑书记员"));
    assert_eq!(read.seats[2], hearing.seats[2]);
    assert_eq!(records.hearings_of(petition_id(1)).await.unwrap(), [read]);
}

async fn alarms_are_found_by_their_time(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let mut found = Vec::new();
    for (n, kind) in (1..).zip(duty::ALARM_EVENTS.iter().chain([&EventKind::HearingSeatAdmitted])) {
        let mut event = event(n, "620102");
        event.kind = *kind;
        event.details = Change::new(*kind).with("seat", seat_id(1, 1)).details;
        tx.append(&event).await.unwrap();
        found.push(event);
    }
    found.pop(); // who is let in calls nobody
    assert_eq!(tx.alarm_events(MORNING).await.unwrap(), found);
    let late = found[3].at;
    assert_eq!(tx.alarm_events(late).await.unwrap(), found[3..]);
}
