//! Interpreters' languages as asked for; who was in a private talk, as the desk is told.

use super::{
    cases::{HOUR, Scheduled, wish},
    hearings::second,
};
use crate::kit::server::TestServer;
use lianjie::{
    domain::{
        event::{Actor, EventKind},
        hearing::{TalkEvent, TalkKind},
        ids::{EventId, PetitionId, TalkId},
    },
    world::{RealWorld, World},
};
use serde_json::json;

#[tokio::test]
async fn an_interpreter_has_languages_and_nobody_else() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let (filed, person) = second(&server, &head).await;
    let with = |role: &str, languages: &[&str]| {
        let mut wish = wish(server.now().0 + HOUR, &person);
        let occupant = json!({ "is": "external", "organisation": "某翻译中心", "name": "某甲" });
        let seat = json!({ "role": role, "occupant": occupant, "languages": languages });
        wish["seats"].as_array_mut().unwrap().push(seat);
        let at = wish["seats"].as_array().unwrap().len() - 1;
        (wish, format!("seats.{at}"))
    };
    for (role, languages) in [("company_rep", &["tibetan"][..]), ("interpreter", &["sign", "sign"])] {
        let (wish, field) = with(role, languages);
        let refused = head.post(&filed.path("/hearings"), wish).await.refused(422, "bad_languages");
        assert_eq!(refused["field"], field.as_str());
    }
    let (wish, _) = with("interpreter", &["sign", "dongxiang"]);
    let made = head.post(&filed.path("/hearings"), wish).await.expect(201);
    assert_eq!(made["seats"].as_array().unwrap().last().unwrap()["languages"], json!(["sign", "dongxiang"]));
}

#[tokio::test]
async fn the_desk_is_told_who_was_in_a_private_talk_and_when() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    assert_eq!(head.get(&scheduled.path("/talks")).await.expect(200), json!([]));
    let shown = head.get(&scheduled.path("")).await.expect(200);
    let hearing = scheduled.id();
    let petition = PetitionId(shown["petition"].as_str().unwrap().parse().unwrap());
    let (talk, seat, now) = (TalkId(RealWorld.new_id()), scheduled.seat(0), server.now());
    let mut tx = server.store.begin().await.unwrap();
    let petition = tx.petition(petition).await.unwrap().unwrap();
    let told = TalkEvent { talk, of: TalkKind::Mediation, seat };
    for (later, kind) in [
        (0, EventKind::HearingTalkOpened),
        (0, EventKind::HearingTalkEntered),
        (60_000, EventKind::HearingTalkLeft),
    ] {
        let (id, at, actor) = (EventId(RealWorld.new_id()), now.plus_millis(later), Actor::Seat(seat));
        tx.append(&told.change(kind).hearing_event(id, at, actor, &petition, hearing)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let talks = head.get(&scheduled.path("/talks")).await.expect(200);
    assert_eq!(talks[0]["of"], "mediation");
    let stay = &talks[0]["stays"][0];
    assert_eq!((&stay["from"], &stay["until"]), (&json!(now.0), &json!(now.0 + 60_000)));
    assert_eq!(stay["seat"], scheduled.seats[0].as_str());
    let neighbour = server.sign_in("neighbour").await;
    neighbour.get(&scheduled.path("/talks")).await.refused(404, "not_found");
}
