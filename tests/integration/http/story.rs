//! The story this house was built for: 66 households file one by one, are heard together and answered, in three days.

use super::cases::{BASIS, DAY, Filed, HOUR, MINUTE, filing, in_hand, moved, routed, wish};
use crate::{
    kit::{
        server::{Browser, TestServer},
        town::{HOUSING, hire, staff_id},
    },
    rooms::table::{begun, gathered, step},
};
use lianjie::domain::{
    hearing::COUNTDOWN,
    ids::{AgencyId, HearingId, SeatId, StaffId},
    jurisdiction::{Agency, AgencyKind},
    people::{Role, Staff},
};
use serde_json::{Value, json};
use signaling::wire::{AgendaPhase, ClientMessage, ServerMessage, SignatureMark, StageStep};
use uuid::Uuid;

const HOUSEHOLDS: usize = 66;
/// 兰州市住建局, above the district's.
const CITY_HOUSING: AgencyId = AgencyId(Uuid::from_u128(0xa9));
/// Who speaks for it, and for 西湖街道.
const CITY_HOUSING_PERSON: StaffId = StaffId(Uuid::from_u128(0xd9));
const STREET_PERSON: StaffId = StaffId(Uuid::from_u128(0xda));
const ENTRY: Uuid = Uuid::from_u128(0xe1);

/// The city's unit and the sub-district office, besides those of the town; who signs in for the unit.
async fn with_city_unit_and_street(server: &TestServer) -> Browser {
    let mut tx = server.store.begin().await.unwrap();
    let street = AgencyId(Uuid::from_u128(0xaa));
    let unit = AgencyKind::ResponsibleUnit;
    for (agency, name, kind, division, person, username) in [
        (CITY_HOUSING, "兰州市住建局", unit, "6201", CITY_HOUSING_PERSON, "city-housing"),
        (street, "西湖街道办事处", AgencyKind::Township, "620103002", STREET_PERSON, "street"),
    ] {
        let division = division.parse().unwrap();
        tx.put_agency(&Agency { id: agency, name: name.into(), kind, division }).await.unwrap();
        let staff = Staff {
            id: person,
            username: username.into(),
            name: format!("{name} 同志"),
            agency,
            roles: vec![Role::Handler, Role::UnitHead],
            disabled: false,
        };
        hire(tx.as_mut(), &staff).await;
    }
    tx.commit().await.unwrap();
    server.sign_in("city-housing").await
}

/// Each from a phone of its own, a minute after the other.
async fn filed_online(server: &TestServer) -> Vec<Filed> {
    let mut households = Vec::new();
    for n in 0..HOUSEHOLDS {
        let mut own = filing();
        own["petitioner"] = json!({ "name": format!("某{n}"), "phone": format!("139{n:08}") });
        own["persons_concerned"] = 1.into();
        (own["co_petitioners"], own["representatives"]) = (json!([]), json!([]));
        households.push(Filed::by(&server.visitor(), own).await);
        server.advance(MINUTE);
    }
    households
}

/// The petitioner and four others, of five petitions that became one.
async fn elected(head: &Browser, lead: &Filed) -> Vec<Value> {
    let path = lead.path("/representatives");
    let listed = head.get(&path).await.expect(200);
    let people = listed["people"].as_array().unwrap();
    assert_eq!((people.len(), &listed["allowed"]), (HOUSEHOLDS, &json!(5)));
    let ids: Vec<Value> = people.iter().map(|one| one["id"].clone()).collect();
    let asked = |count: usize| json!({ "version": listed["version"], "people": ids[..count] });
    let refused = head.post(&path, asked(6)).await.refused(422, "too_many_representatives");
    assert_eq!(refused["allowed"], 5, "art. 20");
    let held = head.post(&path, asked(5)).await.expect(200);
    head.post(&path, asked(4)).await.refused(409, "stale");
    let elected = held["people"].as_array().unwrap().iter().filter(|one| one["elected"] == true);
    let elected: Vec<Value> = elected.map(|one| one["id"].clone()).collect();
    assert_eq!(elected.len(), 5);
    elected
}

/// Held by the city with the units of city and district, the sub-district office, the company, and five to speak for the
/// households.
async fn scheduled(
    city: &Browser,
    lead: &Filed,
    starts_at: i64,
    elected: &[Value],
) -> (HearingId, Vec<SeatId>) {
    let mut wish = wish(starts_at, &elected[0]);
    wish["seats"][0]["occupant"] = json!({ "is": "official", "staff": staff_id("city").0 });
    let seats = wish["seats"].as_array_mut().unwrap();
    seats.retain(|seat| seat["role"] != "petitioner");
    let comes =
        |staff: StaffId| json!({ "role": "agency_rep", "occupant": { "is": "official", "staff": staff.0 } });
    seats.extend([CITY_HOUSING_PERSON, STREET_PERSON].map(comes));
    let speaks =
        |person| json!({ "role": "representative", "occupant": { "is": "party", "person": person } });
    seats.extend(elected.iter().map(speaks));
    let hearing = city.post(&lead.path("/hearings"), wish).await.expect(201);
    let seat = |seat: &Value| SeatId(seat["id"].as_str().unwrap().parse().unwrap());
    let seats = hearing["seats"].as_array().unwrap().iter().map(seat).collect();
    (HearingId(hearing["id"].as_str().unwrap().parse().unwrap()), seats)
}

/// Everybody comes, the promise is written down, read back, signed by all.
async fn heard(server: &TestServer, hearing: HearingId, seats: &[SeatId]) {
    let mut guests = gathered(&server.rooms, hearing, seats, &seats[2..]).await;
    begun(&mut guests, || server.advance(COUNTDOWN)).await;
    let write = ClientMessage::PutEntry {
        op: lianjie::domain::ids::OpId(Uuid::from_u128(0xe2)).into(),
        entry: lianjie::domain::ids::EntryId(ENTRY).into(),
        revision: 1,
        phase: AgendaPhase::Opening,
        speaker: None,
        text: "住建局承诺一日内督促修复电梯并公开账目。".into(),
        typed_ms_ago: None,
    };
    guests[1].done(write).await;
    guests[0].done(step(StageStep::ReviewMinutes {})).await;
    guests[1].done(step(StageStep::StartSigning {})).await;
    for (guest, seat) in guests.iter_mut().zip(seats) {
        guest.until_stage("signing").await;
        let told = |message: &ServerMessage| match message {
            ServerMessage::ReadBack { read_back } => Some(read_back.clone()),
            _ => None,
        };
        let text = guest.heard.iter().rev().find_map(told).expect("it was told of the text");
        let op = lianjie::domain::ids::OpId(Uuid::from_u128(seat.0.as_u128() ^ 1)).into();
        let (version, sha256, mark) = (text.version, text.sha256, SignatureMark::Confirmed {});
        guest
            .done(ClientMessage::Sign { op, paper: None, seat: (*seat).into(), version, sha256, mark })
            .await;
    }
    let close =
        StageStep::Close { reason: "结论另行书面作出".into(), unsigned: None, agreement: None };
    guests[0].done(step(close)).await;
}

/// The last household reads what was answered and says that it is not content; to close is not its.
async fn answered(visitor: &Browser, own: &Filed, opinion: &Value) {
    let status = visitor.post("/query", own.door()).await.expect(200);
    assert_eq!((&status["can_evaluate"], &status["evaluations"]), (&json!(["bureau", "unit"]), &json!([])));
    assert_eq!((&status["can_request_review"], &status["can_accept"]), (&json!(true), &json!(false)));
    let listed = status["documents"].as_array().unwrap();
    let papers: Vec<_> = listed.iter().map(|paper| &paper["id"]).collect();
    assert_eq!(papers, [&opinion["id"]]);
    let paper = format!("/query/documents/{}", opinion["id"].as_str().unwrap());
    let paper = visitor.raw(visitor.request(reqwest::Method::POST, &paper).json(&own.door())).await;
    assert_eq!(paper.headers()["content-type"], "application/pdf");
    let mut given = own.door();
    (given["target"], given["level"]) = ("unit".into(), "dissatisfied".into());
    visitor.post("/query/evaluate", given.clone()).await.expect(200);
    visitor.post("/query/evaluate", given).await.refused(422, "given_already");
    let refused = visitor.post("/query/accept", own.door()).await.refused(422, "not_yours");
    assert_eq!(refused["article"], "20");
}

/// The indicator's (numerator, denominator) in the district's table.
fn rate(table: &Value, id: &str) -> (u64, u64) {
    let place = table["indicators"].as_array().unwrap().iter().position(|one| one["id"] == id).unwrap();
    let value = &table["total"][place];
    (value["numerator"].as_u64().unwrap(), value["denominator"].as_u64().unwrap())
}

/// The figures of the whole story.
fn is_told_by(table: &Value) {
    let counts = ["petitions", "persons", "sessions", "video_sessions", "session_cases"];
    assert_eq!(counts.map(|id| rate(table, id).0), [66, 66, 1, 1, 1]);
    for (id, share) in [
        ("online_share", (66, 66)),
        ("repeat_share", (0, 66)), // other people's
        ("reply_share", (1, 1)),   // in one, for all
        ("closed_share", (1, 1)),
        ("handling_days", (2, 1)),
        ("items_on_time", (1, 1)),
        ("participation", (1, 1)),
        ("satisfaction_bureau", (1, 1)),
        ("satisfaction_unit", (1, 2)), // each household for itself
    ] {
        assert_eq!(rate(table, id), share, "{id}");
    }
}

#[tokio::test]
async fn sixty_six_households_are_heard_together_and_answered_in_three_days() {
    let server = TestServer::start().await;
    let began = server.now();
    let (visitor, households) = (server.visitor(), filed_online(&server).await);

    // The first day: merged, represented, routed to the city's unit and from there to the district's.
    let (head, handler) = (server.sign_in("head").await, server.sign_in("handler").await);
    let city_unit = with_city_unit_and_street(&server).await;
    let (lead, joined) = households.split_first().unwrap();
    moved(&head, &lead.id, json!({ "kind": "start_screening" })).await;
    let others: Vec<_> = joined.iter().map(|own| json!({ "id": own.id, "version": 1 })).collect();
    let merge = json!({ "kind": "merge", "lead": lead.number });
    let asked = json!({ "key": Uuid::from_u128(0xe3), "petitions": others, "transition": merge });
    let merged = head.post("/petitions/transitions", asked).await.expect(200);
    let problems = merged.as_array().unwrap().iter().filter(|one| one["problem"] != json!(null));
    assert_eq!((merged.as_array().unwrap().len(), problems.count()), (HOUSEHOLDS - 1, 0), "in one request");
    let elected = elected(&head, lead).await;
    let mut to_city = routed();
    to_city["unit"] = CITY_HOUSING.0.to_string().into();
    moved(&head, &lead.id, to_city).await;
    moved(&city_unit, &lead.id, json!({ "kind": "object", "reason": "电梯维修由区住建局主管" })).await;
    let mut back = routed();
    (back["kind"], back["reason"]) = ("reroute".into(), "市级单位异议成立".into());
    moved(&head, &lead.id, back).await;
    in_hand(&handler, &lead.id).await;

    // The second day: heard, with a promise that is ordered.
    server.advance(DAY - 2 * HOUR);
    let city = server.sign_in("city").await;
    let (hearing, seats) = scheduled(&city, lead, server.now().0 + HOUR, &elected).await;
    server.advance(50 * MINUTE);
    heard(&server, hearing, &seats).await;
    let city = server.sign_in("city").await;
    let page = |rest: &str| format!("/hearings/{}{rest}", hearing.0);
    let deadline = server.now().plus_millis(DAY).local_date().to_string();
    let order = json!({ "agency": HOUSING.0, "content": "督促修复电梯，公开账目", "deadline": deadline, "entry": ENTRY });
    let outcome = json!({ "conclusion": "电梯一日内修复，物业账目限期公开", "standards": ["resolve"], "items": [order] });
    city.post(&page("/outcome"), outcome).await.expect(200);
    city.post(&page("/publish"), json!({})).await.expect(200);

    // The third day: done, proven, answered, evaluated, closed by the households themselves.
    server.advance(DAY - 4 * HOUR);
    let (city, handler) = (server.sign_in("city").await, server.sign_in("handler").await);
    let items = handler.get("/action-items").await.expect(200);
    let steps = format!("/action-items/{}/steps", items["rows"][0]["id"].as_str().unwrap());
    handler.post_over(&steps, json!({ "step": "accept" })).await.expect(200);
    let text = "电梯已修复并由业主验收，账目已公示";
    handler.post_over(&steps, json!({ "step": "report", "text": text })).await.expect(200);
    city.post_over(&steps, json!({ "step": "close" })).await.expect(200);
    let draft = json!({ "kind": "draft_reply", "result": "support", "text": "电梯已修复，账目已公开，支持诉求。", "basis": BASIS });
    moved(&handler, &lead.id, draft).await;
    moved(&handler, &lead.id, json!({ "kind": "deliver_reply" })).await;
    for target in ["bureau", "unit"] {
        let mut given = lead.door();
        (given["target"], given["level"]) = (target.into(), "satisfied".into());
        visitor.post("/query/evaluate", given).await.expect(200);
    }
    let opinion = handler.post(&lead.path("/documents"), json!({ "kind": "opinion" })).await.expect(201);
    answered(&visitor, &households[65], &opinion).await;
    visitor.post("/query/accept", lead.door()).await.expect(200);
    assert!(server.now().0 - began.0 <= 3 * DAY, "three days on the clock");

    // Every household sees it with the code it was given; the numbers tell the story.
    for own in [&households[1], &households[65]] {
        let status = visitor.post("/query", own.door()).await.expect(200);
        assert_eq!((&status["state"], &status["merged"]), (&json!("closed"), &json!(true)));
        assert_eq!(status["hearings"][0]["outcome"]["items"][0]["state"], "closed");
        server.advance(MINUTE);
    }
    // What is due counts once its day is over.
    server.advance(2 * DAY);
    let head = server.sign_in("head").await;
    let table = head.get("/statistics?from=2020-01-01").await.expect(200);
    is_told_by(&table);
    assert!(lianjie::storage::verify(&*server.store).await.unwrap().is_sound());
}
