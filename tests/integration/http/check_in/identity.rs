//! Who sits there: photos, and plates that hide the name.

use super::{Door, GOOD, picture, until};
use crate::{
    http::{
        cases::{PETITIONER_SEAT, Scheduled, exchange, stopped},
        ended::in_session,
    },
    kit::{
        server::TestServer,
        town::{HOUSING, hire},
    },
};
use lianjie::domain::{
    ids::{HearingId, StaffId},
    people::{Role, Staff},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use signaling::wire::{CheckInNews, ServerMessage};
use uuid::Uuid;

#[tokio::test]
async fn a_photo_is_kept_only_by_an_order_and_bad_asking_changes_nothing() {
    let door = Door::open().await;
    let path = door.seat("/identity");
    door.clerk.post(&path, json!({ "way": "photo" })).await.refused(422, "no_photo");
    let not_promised = json!({ "no_recording": false, "language": null, "interpreter": false });
    door.phone.post("/seat/check-in", not_promised).await.refused(422, "unprocessable");
    let text = Form::new().part("file", Part::bytes("文字".as_bytes().to_vec()).file_name("a.txt"));
    door.phone.upload("/seat/photo", text).await.refused(422, "bad_file_type");
    door.phone.post("/seat/code", json!({})).await.refused(422, "no_phone");
    door.phone.post("/seat/code/confirm", json!({ "code": "000000" })).await.refused(422, "wrong_code");
    assert_eq!(door.row().await["state"], "checking_in");

    door.phone.upload("/seat/photo", picture()).await.expect(200);
    let mut clerk = door.connect(1).await;
    door.clerk.post(&path, json!({ "way": "paper", "keep_photo": " " })).await.refused(422, "unprocessable");
    door.clerk.post(&path, json!({ "way": "paper", "keep_photo": "调取决定书" })).await.expect(200);
    // The room is told of it as it is in the record.
    let told = until(&mut clerk, |message| match message {
        ServerMessage::CheckIn { news: CheckInNews::Seats { seats } } => {
            seats.iter().find(|seat| !seat.needs_identity).map(|seat| seat.photo)
        }
        _ => None,
    });
    assert!(told.await, "kept, and shown as gone");
    assert_eq!(door.row().await["photo"], true);
    // A handler of an organ at the table learns of it what the plate says.
    let handler = door.server.sign_in("handler").await;
    handler.get(&door.scheduled.path("/check-in")).await.refused(422, "not_yours");
    handler.get(&door.seat("/photo")).await.refused(422, "not_yours");
}

#[tokio::test]
async fn no_photo_is_taken_of_who_was_confirmed_and_none_in_place_of_a_kept_one() {
    let door = Door::open().await;
    let path = door.seat("/identity");
    door.clerk.post(&path, json!({ "way": "paper" })).await.expect(200);
    door.phone.upload("/seat/photo", picture()).await.refused(422, "identified");
    assert_eq!(door.row().await["photo"], false);

    let door = Door::open().await;
    let path = door.seat("/identity");
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    door.clerk.post(&path, json!({ "way": "photo", "keep_photo": "调取决定书" })).await.expect(200);
    door.phone.upload("/seat/photo", picture()).await.refused(422, "identified");
    door.clerk.post(&path, json!({ "way": "photo" })).await.expect(200);
    assert_eq!(door.row().await["photo"], true, "the order stands when somebody is confirmed again");
    // Held another day, everybody is known anew; what the order keeps stays as it is.
    let mut tx = door.server.store.begin().await.unwrap();
    tx.come_anew(door.scheduled.id()).await.unwrap();
    tx.commit().await.unwrap();
    door.phone.upload("/seat/photo", picture()).await.refused(422, "photo_kept");
}

/// The petitioner came to the room of the organ they complain of, and shows the paper at its counter.
#[tokio::test]
async fn a_counter_of_an_organ_at_the_table_says_that_it_saw_the_paper_and_nothing_else() {
    let door = Door::open().await;
    let (id, username, name) =
        (StaffId(Uuid::from_u128(0xd8)), "window".to_owned(), "window 同志".to_owned());
    let staff =
        Staff { id, username, name, agency: HOUSING, roles: vec![Role::CounterClerk], disabled: false };
    let mut tx = door.server.store.begin().await.unwrap();
    hire(tx.as_mut(), &staff).await;
    tx.commit().await.unwrap();
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    let window = door.server.sign_in("window").await;
    let page = window.get(&door.scheduled.path("")).await.expect(200);
    let may = page["may"].as_array().unwrap();
    assert!(may.contains(&json!("see_paper")) && !may.contains(&json!("check_in")), "{may:?}");

    let rows = window.get(&door.scheduled.path("/check-in")).await.expect(200);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 1, "those who show a paper");
    assert_eq!((&rows[0]["photo"], &rows[0]["language"]), (&json!(false), &json!(null)));
    let path = door.seat("/identity");
    for body in [
        json!({ "way": "photo" }),
        json!({ "way": "known" }),
        json!({ "way": "paper", "keep_photo": "调取决定书" }),
    ] {
        window.post(&path, body).await.refused(422, "not_yours");
    }
    window.get(&door.seat("/photo")).await.refused(422, "not_yours");
    let request = window.request(Method::PUT, &door.seat("/mask")).json(&json!({ "masked": true }));
    window.send(request).await.refused(422, "not_yours");
    let rows = window.post(&path, json!({ "way": "paper" })).await.expect(200);
    assert_eq!(rows[0]["identity"]["by_name"], "window 同志");
    assert_eq!(door.row().await["identity"]["way"], "paper");
    window.post(&path, json!({ "way": "paper" })).await.expect(200); // their own word
    door.clerk.post(&path, json!({ "way": "known" })).await.expect(200);
    let row = door.row().await;
    window.post(&path, json!({ "way": "paper" })).await.refused(422, "identity_stands");
    assert_eq!((door.row().await, &row["identity"]["way"]), (row.clone(), &json!("known")));
    // At whose counter nobody of the hearing stands, there is no such hearing.
    let neighbour = door.server.sign_in("neighbour").await;
    neighbour.post(&path, json!({ "way": "paper" })).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_wrong_press_is_taken_back_with_a_reason_and_stands_on_record() {
    let door = Door::open().await;
    let (path, back) = (door.seat("/identity"), door.seat("/identity/take-back"));
    let reason = json!({ "reason": "点错了席位，来的是另一位" });
    door.clerk.post(&path, json!({ "way": "paper" })).await.expect(200);
    door.clerk.post(&back, json!({ "reason": "错了" })).await.refused(422, "reason_needed");
    assert_eq!(door.row().await["identity"]["way"], "paper");
    let handler = door.server.sign_in("handler").await;
    handler.post(&back, reason.clone()).await.refused(422, "not_yours");
    let rows = door.clerk.post(&back, reason.clone()).await.expect(200);
    let row = &rows[PETITIONER_SEAT];
    assert_eq!((&row["identity"], &row["state"]), (&json!(null), &json!("checking_in")));
    door.clerk.post(&back, reason).await.expect(200);
    door.phone.upload("/seat/photo", picture()).await.expect(200);

    let head = door.server.sign_in("head").await;
    let log = head.oldest_first(&door.scheduled.petition.path("/timeline")).await;
    let back = |event: &&Value| event["kind"] == "hearing.identity_taken_back";
    let found: Vec<_> = log.as_array().unwrap().iter().filter(back).collect();
    assert_eq!(found.len(), 1, "once, and nothing where nobody was confirmed: {log:#}");
    assert_eq!(found[0]["reason"], "点错了席位，来的是另一位");
}

#[tokio::test]
async fn a_photo_that_is_of_no_use_is_refused_and_its_sender_reads_why() {
    let door = Door::open().await;
    let refuse = door.seat("/photo/refuse");
    let reason = json!({ "reason": "照片反光，看不清姓名" });
    door.clerk.post(&refuse, reason.clone()).await.refused(422, "no_photo");
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    door.clerk.post(&refuse, json!({ "reason": "" })).await.refused(422, "reason_needed");
    let rows = door.clerk.post(&refuse, reason.clone()).await.expect(200);
    assert_eq!(rows[PETITIONER_SEAT]["photo"], false);
    let own = door.phone.get("/seat/check-in").await.expect(200);
    assert_eq!((&own["photo"], &own["photo_refused"]), (&json!(false), &reason["reason"]));
    let own = door.phone.upload("/seat/photo", picture()).await.expect(200);
    assert_eq!((&own["photo"], &own["photo_refused"]), (&json!(true), &json!(null)));

    let kept = json!({ "way": "photo", "keep_photo": "调取决定书" });
    door.clerk.post(&door.seat("/identity"), kept).await.expect(200);
    door.clerk.post(&refuse, reason).await.refused(422, "photo_kept");
}

#[tokio::test]
async fn a_photo_that_nobody_looked_at_is_gone_when_the_hearing_is_called_off() {
    let door = Door::open().await;
    door.phone.upload("/seat/photo", picture()).await.expect(200);
    let head = door.server.sign_in("head").await;
    let call_off = async || {
        let reason = json!({ "reason": "信访人已经撤回申请" });
        stopped(&head, &door.scheduled.hearing, "cancel", reason).await
    };
    let mut answer = call_off().await;
    while answer.status == 412 {
        answer = call_off().await; // the doors opened by themselves meanwhile
    }
    answer.expect(200);
    let mut records = door.server.store.read().await.unwrap();
    let hearing = door.scheduled.hearing.parse().unwrap();
    assert_eq!(records.photographed(HearingId(hearing)).await.unwrap(), []);
}

#[tokio::test]
async fn a_masked_plate_hides_the_name_from_all_but_those_who_may_know_it() {
    let door = Door::open().await;
    let mut clerk = door.connect(1).await;
    let row = door.put_mask(true).await;
    assert_eq!(
        (&row["label"], &row["name"], &row["masked"]),
        (&json!("信访人甲"), &json!("马秀英"), &json!(true))
    );
    let told = until(&mut clerk, |message| match message {
        ServerMessage::CheckIn { news: CheckInNews::Seats { seats } } => {
            seats.iter().find_map(|seat| seat.name.clone())
        }
        _ => None,
    });
    assert_eq!(told.await, "马秀英");
    let handler = door.server.sign_in("handler").await;
    let page = handler.get(&door.scheduled.path("")).await.expect(200);
    assert_eq!(page["seats"][PETITIONER_SEAT]["label"], "信访人甲");
    assert!(!page.to_string().contains("马秀英"));
    let row = door.put_mask(false).await;
    assert_eq!(
        (&row["label"], &row["name"], &row["masked"]),
        (&json!("信访人"), &json!("马秀英"), &json!(false))
    );
    let page = handler.get(&door.scheduled.path("")).await.expect(200);
    assert_eq!(page["seats"][PETITIONER_SEAT]["name"], "马秀英");
}

/// docs/rules.md 3.5, invariant 8: also what is done beside the room says in which phase.
#[tokio::test]
async fn what_comes_late_is_on_record_with_the_phase_that_is_on() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    let _guests = in_session(&server, &scheduled).await;
    let (head, clerk, phone) =
        (server.sign_in("head").await, server.sign_in("clerk").await, server.visitor());
    let seat = scheduled.path(&format!("/seats/{}", scheduled.seats[PETITIONER_SEAT]));
    let request = clerk.request(Method::PUT, &format!("{seat}/mask")).json(&json!({ "masked": true }));
    clerk.send(request).await.expect(200);
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    exchange(&phone, &secret).await.expect(200);
    phone.post("/seat/self-test", serde_json::from_str(GOOD).unwrap()).await.expect(200);
    let log = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    for kind in ["hearing.seat_masked", "hearing.link_issued", "hearing.self_tested"] {
        let event = log.as_array().unwrap().iter().find(|event| event["kind"] == kind).unwrap();
        assert_eq!(event["details"]["phase"], "opening", "{kind} in {log:#}");
    }
}
