//! When a formal hearing's conclusion is due, and that it was handed over.

use super::held::*;
use crate::{http::cases::Scheduled, kit::server::Browser};
use lianjie::domain::hearing::{Hearing, HearingKind, Stage};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

#[tokio::test]
async fn a_formal_hearings_conclusion_is_due_until_it_is_published() {
    let (server, scheduled, head) = scene().await;
    let listed =
        async |browser: &Browser| browser.get("/hearings/undelivered").await.expect(200)["rows"].clone();
    assert_eq!(listed(&head).await, json!([]));
    let mut tx = server.store.begin().await.unwrap();
    let reception = hearing(tx.as_mut(), &scheduled).await;
    let stage = Stage::Closed { at: server.now() };
    tx.save_hearing(&Hearing { stage: stage.clone(), ..reception }).await.unwrap();
    tx.commit().await.unwrap();
    let kind = HearingKind::FormalHearing;
    let new = later_hearing(&server, &scheduled, |hearing| Hearing { kind, stage, ..hearing }).await;
    assert_eq!(head.get(&scheduled.path("")).await.expect(200)["delivery"], json!(null), "no formal hearing");
    let scheduled = Scheduled { hearing: new.to_string(), ..scheduled };

    let detail = head.get(&scheduled.path("")).await.expect(200)["delivery"].clone();
    assert_eq!((&detail["announced"], &detail["overdue"]), (&json!(false), &json!(false)));
    let due = detail["due"].as_i64().unwrap() - server.now().0;
    assert!((20 * DAY..21 * DAY).contains(&due), "20 days to their end: {due}");
    server.advance(21 * DAY);
    let head = server.sign_in("head").await;
    let rows = listed(&head).await;
    assert_eq!(
        (&rows[0]["hearing"]["id"], &rows[0]["delivery"]["overdue"]),
        (&json!(scheduled.hearing), &json!(true))
    );
    assert_eq!(listed(&server.sign_in("neighbour").await).await, json!([]));
    head.post(&scheduled.path("/outcome"), conclusion()).await.expect(200);
    head.post(&scheduled.path("/publish"), json!({})).await.expect(200);
    assert_eq!(listed(&head).await, json!([]));
    assert!(head.get(&scheduled.path("")).await.expect(200)["delivery"]["delivered_at"].is_i64());
}

/// Two of one last day come one after the other; what others hold takes no place on a page.
#[tokio::test]
async fn undelivered_conclusions_come_page_by_page() {
    let (server, scheduled, head) = scene().await;
    let mut made = Vec::new();
    for nth in 0..2 {
        let (kind, stage) = (HearingKind::FormalHearing, Stage::Closed { at: server.now() });
        let other = |hearing: Hearing| {
            let number = format!("{}{nth}", hearing.number);
            Hearing { kind, stage, number, ..hearing }
        };
        let id = later_hearing(&server, &scheduled, other).await;
        made.push(json!(id.to_string()));
    }
    let first = head.get("/hearings/undelivered?limit=1").await.expect(200);
    let next = format!("/hearings/undelivered?limit=1&after={}", first["next"].as_str().unwrap());
    let second = head.get(&next).await.expect(200);
    let ids = [&first, &second].map(|page| page["rows"][0]["hearing"]["id"].clone());
    assert_eq!((ids.to_vec(), &second["next"]), (made, &json!(null)));
    let theirs = server.sign_in("neighbour").await.get("/hearings/undelivered?limit=1").await.expect(200);
    assert_eq!((&theirs["rows"], &theirs["next"]), (&json!([]), &json!(null)));
    head.get("/hearings/undelivered?limit=0").await.refused(422, "unprocessable");
}

fn conclusion() -> Value {
    json!({ "conclusion": "物业公司公开全部收支账目", "standards": ["resolve"], "items": [] })
}

#[tokio::test]
async fn a_conclusion_handed_over_on_paper_is_delivered() {
    let (server, scheduled, head) = scene().await;
    let (kind, stage) = (HearingKind::FormalHearing, Stage::Closed { at: server.now() });
    let new = later_hearing(&server, &scheduled, |hearing| Hearing { kind, stage, ..hearing }).await;
    let scheduled = Scheduled { hearing: new.to_string(), ..scheduled };
    let path = scheduled.path("/delivered");
    let form = |day: &str, way: &str, file: &str| {
        let slip = Part::bytes(b"%PDF-1.7 slip".to_vec()).file_name(file.to_owned());
        Form::new().text("day", day.to_owned()).text("way", way.to_owned()).part("file", slip)
    };
    let today = server.now().local_date();
    let day = |offset: i64| (today + time::Duration::days(offset)).to_string();
    head.upload(&path, form(&day(0), "in_person", "回证.pdf")).await.refused(422, "not_yours");
    head.post(&scheduled.path("/outcome"), conclusion()).await.expect(200);
    for (day, way, field) in [
        (day(1), "in_person", "day"),
        (day(-1), "post", "day"),
        ("today".to_owned(), "post", "day"),
        (day(0), "online", "way"),
        (day(0), "by_pigeon", "way"),
    ] {
        let refused = head.upload(&path, form(&day, way, "回证.pdf")).await.refused(422, "unprocessable");
        assert_eq!(refused["field"], field, "{day} {way}");
    }
    head.upload(&path, form(&day(0), "post", "slip.exe")).await.refused(422, "bad_file_type");
    let page = head.upload(&path, form(&day(0), "post", "回证.pdf")).await.expect(200);
    assert_eq!((&page["delivery"]["way"], &page["delivery"]["overdue"]), (&json!("post"), &json!(false)));
    head.upload(&path, form(&day(0), "post", "回证.pdf")).await.refused(409, "conflict");
    assert_eq!(head.get("/hearings/undelivered").await.expect(200)["rows"], json!([]));
    let timeline = head.oldest_first(&scheduled.petition.path("/timeline")).await;
    let of_delivery = |event: &&Value| event["kind"] == "hearing.conclusion_delivered";
    let delivered: Vec<_> = timeline.as_array().unwrap().iter().filter(of_delivery).collect();
    assert_eq!((delivered.len(), &delivered[0]["details"]["way"]), (1, &json!("post")));
}
