//! Organs and reception rooms as the administrator has them, and long lists as forms do.

use super::cases::{Filed, HOUR, answered, at_unit, filing, in_hand, moved, routed, wish};
use crate::kit::{
    server::TestServer,
    town::{CITY, DISTRICT, HOUSING, NEIGHBOURS, staff_id},
};
use lianjie::{
    administration::organs,
    domain::{ids::AgencyId, jurisdiction::Agency, rights::Official},
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn an_agency_of_each_kind_is_made_at_the_levels_that_have_it() {
    let server = TestServer::start().await;
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    admin.post("/admin/agencies", renewal()).await.expect(201);
    admin.post("/admin/agencies", renewal()).await.refused(409, "conflict");
    for (kind, division, code) in [
        ("court", "620103002", "no_such_level"),
        ("cppcc", "620103002", "no_such_level"),
        ("centre", "620102", "unprocessable"),
    ] {
        let body = json!({ "name": "某单位", "kind": kind, "division": division });
        admin.post("/admin/agencies", body).await.refused(422, code);
    }
    // 人大、政协、监察、法院、检察院、党委、政府 (art. 2).
    for kind in ["congress", "cppcc", "discipline", "court", "procuratorate", "party", "responsible_unit"] {
        let body = json!({ "name": format!("七里河区某机关 {kind}"), "kind": kind, "division": "620103" });
        admin.post("/admin/agencies", body).await.expect(201);
        let listed =
            head.get(&format!("/agencies?kind={kind}&search=%E6%9F%90%E6%9C%BA%E5%85%B3")).await.expect(200);
        assert_eq!(listed["rows"].as_array().unwrap().len(), 1, "{kind}");
    }
}

fn renewal() -> Value {
    json!({ "name": "七里河区城市更新局", "kind": "responsible_unit", "division": "620103" })
}

#[tokio::test]
async fn an_agency_is_renamed_and_closed_with_a_successor() {
    let server = TestServer::start().await;
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    let made = admin.post("/admin/agencies", renewal()).await.expect(201);
    let renamed = format!("/admin/agencies/{}/rename", made["id"].as_str().unwrap());
    let name = |name: &str| json!({ "name": name });
    let again =
        admin.replace(Method::POST, &renamed, &made["tag"], name("七里河区住房更新局")).await.expect(200);
    let late = admin.replace(Method::POST, &renamed, &made["tag"], name("七里河区旧城改造局")).await;
    late.refused(412, "outdated");
    // Where people phone who cannot get into its hearing: left out it stays, empty it goes.
    let mut tag = again["tag"].clone();
    for (phone, status, kept) in [
        (json!("很多"), 422, json!(null)),
        (json!(" 0931-2345678 "), 200, json!("0931-2345678")),
        (json!(null), 200, json!("0931-2345678")),
        (json!(""), 200, json!(null)),
    ] {
        let body = json!({ "name": "七里河区住房更新局", "phone": phone });
        let answer = admin.replace(Method::POST, &renamed, &tag, body).await.expect(status);
        if status == 200 {
            assert_eq!(answer["phone"], kept);
            tag = answer["tag"].clone();
        }
    }

    let filed = Filed::by(&server.visitor(), filing()).await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&head, &filed.id, routed()).await;
    let close = format!("/admin/agencies/{}/close", HOUSING.0);
    let reason = "区机构改革方案：并入城市更新局";
    for (body, code) in [
        (json!({ "successor": HOUSING.0, "reason": reason }), "unprocessable"),
        (json!({ "successor": NEIGHBOURS.0, "reason": reason }), "unprocessable"),
        (json!({ "successor": made["id"], "reason": "短" }), "reason_needed"),
    ] {
        admin.post(&close, body).await.refused(422, code);
    }
    let body = json!({ "successor": made["id"], "reason": reason });
    let closed = admin.post(&close, body.clone()).await.expect(200);
    assert_eq!(
        (&closed["closed"]["petitions"], &closed["closed"]["successor_name"]),
        (&json!(1), &json!("七里河区住房更新局"))
    );
    admin.post(&close, body).await.refused(409, "conflict");

    let handler = server.sign_in("handler").await;
    let list = handler.get("/petitions").await.expect(200);
    assert_eq!(list["rows"][0]["unit_name"], "七里河区住房更新局");
    let page = moved(&handler, &filed.id, json!({ "kind": "accept" })).await;
    assert_eq!(page["state"], "accepted", "the successor acts, with the people who came over");
    let timeline = head.oldest_first(&filed.path("/timeline")).await;
    let kinds: Vec<_> =
        timeline.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"petition.unit_succeeded"), "{kinds:?}");

    let other = Filed::by(&server.visitor(), filing()).await;
    let page = moved(&head, &other.id, json!({ "kind": "start_screening" })).await;
    let asked = json!({ "version": page["version"], "transition": routed() });
    let refused = head.post(&other.path("/transitions"), asked).await.refused(422, "unprocessable");
    assert_eq!(refused["field"], "unit");
    let listed = head.get("/agencies").await.expect(200);
    assert!(!listed["rows"].as_array().unwrap().iter().any(|agency| agency["id"] == json!(HOUSING.0)));
}

/// 兰州市信访局 is merged into another bureau of the city, as its people go there.
async fn the_city_bureau_is_merged(server: &TestServer) {
    let mut tx = server.store.begin().await.unwrap();
    let city = tx.agency(CITY).await.unwrap().unwrap();
    let id = AgencyId(Uuid::from_u128(0xf1));
    let successor = Agency { id, name: "兰州市社会工作部".into(), ..city.clone() };
    tx.put_agency(&successor).await.unwrap();
    let staff = tx.staff(staff_id("admin")).await.unwrap().unwrap();
    let agency = tx.agency(DISTRICT).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let admin = Official { staff, agency, acting: Vec::new(), program: None };
    let (world, pair) = (server.world(), (&city, &successor));
    organs::close(&*server.store, &*world, &admin, pair, "市级机构改革方案").await.unwrap();
}

/// Whoever follows the bureau above is told what presses there and reviews what it reviewed; to the petitioner that is no news,
/// for theirs is with the same unit as before.
#[tokio::test]
async fn who_follows_a_reviewer_or_a_reader_is_no_news_to_the_petitioner() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let (urgent, reviewed) = (Filed::by(&visitor, filing()).await, Filed::by(&visitor, filing()).await);
    let reason = "可能引发极端事件，请立即关注";
    let version = head.get(&urgent.path("")).await.expect(200)["version"].clone();
    let mark = json!({ "version": version, "step": { "kind": "mark", "reason": reason } });
    head.post(&urgent.path("/urgent"), mark).await.expect(200);
    let handler = server.sign_in("handler").await;
    at_unit(&head, &reviewed.id).await;
    in_hand(&handler, &reviewed.id).await;
    answered(&handler, &reviewed.id).await;
    let mut asked = reviewed.door();
    asked["reason"] = "答复没有回应电梯维修的请求".into();
    visitor.post("/query/review", asked).await.expect(200);
    let told = async |filed: &Filed| visitor.post("/query", filed.door()).await.expect(200)["steps"].clone();
    let before = (told(&urgent).await, told(&reviewed).await);
    the_city_bureau_is_merged(&server).await;
    assert_eq!((told(&urgent).await, told(&reviewed).await), before, "nothing to do with them");

    let last = async |filed: &Filed| {
        let timeline = head.oldest_first(&filed.path("/timeline")).await;
        timeline.as_array().unwrap().last().unwrap()["kind"].clone()
    };
    assert_eq!(last(&urgent).await, "petition.urgent_passed");
    assert_eq!(last(&reviewed).await, "petition.reviewer_succeeded");
    let city = server.sign_in("city").await;
    let page = city.get(&urgent.path("")).await.expect(200);
    assert_eq!(page["urgency"]["reported_to_name"], "兰州市社会工作部");
    let confirm = json!({ "version": page["version"], "step": { "kind": "confirm" } });
    city.post(&urgent.path("/urgent"), confirm).await.expect(200);
    let page = moved(&city, &reviewed.id, json!({ "kind": "start_review" })).await;
    assert_eq!(page["state"], "reviewing");
}

/// A province has thousands: forms find what they choose from page by page, by words, kind and place.
#[tokio::test]
async fn forms_find_agencies_and_rooms_page_by_page() {
    let server = TestServer::start().await;
    let (visitor, head) = (server.visitor(), server.sign_in("head").await);
    let names = |page: &Value| {
        let rows = page["rows"].as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = visitor.get("/agencies?limit=2").await.expect(200);
    let next = first["next"].as_str().unwrap();
    let rest = visitor.get(&format!("/agencies?after={next}")).await.expect(200);
    assert_eq!((names(&first).len(), names(&rest).len(), &rest["next"]), (2, 3, &Value::Null));
    for (query, found) in [
        ("search=住建", vec!["七里河区住建局"]),
        ("kind=petition_bureau&near=620103002", vec!["七里河区信访局", "兰州市信访局"]),
        ("near=620102", vec!["城关区信访局", "兰州市信访局"]),
        ("search=没有", vec![]),
    ] {
        assert_eq!(names(&visitor.get(&format!("/agencies?{query}")).await.expect(200)), found, "{query}");
    }
    let by_id = visitor.get(&format!("/agencies?ids={}", HOUSING.0)).await.expect(200);
    assert_eq!(by_id["rows"][0]["division_name"], "七里河区");
    assert_eq!(visitor.get("/agencies?near=x").await.refused(422, "unprocessable")["field"], "near");
    assert_eq!(head.get("/rooms?ids=x").await.refused(422, "unprocessable")["field"], "ids");
    for (query, found) in [
        ("search=第一", 1),
        ("search=没有", 0),
        (&*format!("agency={}", DISTRICT.0), 1),
        (&*format!("agency={}", HOUSING.0), 0),
    ] {
        assert_eq!(names(&head.get(&format!("/rooms?{query}")).await.expect(200)).len(), found, "{query}");
    }
}

/// A hearing tomorrow whose presider sits in `room`.
async fn seated_in(server: &TestServer, room: &str) -> Value {
    let head = server.sign_in("head").await;
    let petition = Filed::by(&server.visitor(), filing()).await;
    let page = head.get(&petition.path("")).await.expect(200);
    let mut wish = wish(server.now().0 + 24 * HOUR, &page["parties"][0]["id"]);
    wish["seats"][0]["occupant"]["room"] = room.into();
    head.post(&petition.path("/hearings"), wish).await.expect(201)
}

#[tokio::test]
async fn a_reception_room_is_made_seated_and_closed_once_nothing_is_ahead_in_it() {
    let server = TestServer::start().await;
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    for (agency, name, field) in [
        (DISTRICT, "室", "name"),
        (DISTRICT, &*"室".repeat(61), "name"),
        (NEIGHBOURS, "别处接访室", "agency"),
    ] {
        let refused = admin.post("/admin/rooms", json!({ "agency": agency.0, "name": name })).await;
        assert_eq!(refused.refused(422, "unprocessable")["field"], field, "{name}");
    }
    let new = json!({ "agency": DISTRICT.0, "name": " 第二视频接访室 " });
    let made = admin.post("/admin/rooms", new.clone()).await.expect(201);
    assert_eq!(made["name"], "第二视频接访室");
    admin.post("/admin/rooms", new).await.refused(422, "room_name_taken");
    let room = made["id"].as_str().unwrap();
    let listed = |rooms: Value| rooms["rows"].as_array().unwrap().iter().any(|one| one["id"] == room);
    assert!(listed(head.get("/rooms").await.expect(200)), "it can be chosen now");

    let rename = format!("/admin/rooms/{room}/rename");
    let name = |name: &str| json!({ "name": name });
    admin.post(&rename, name("东侧接访室")).await.refused(428, "precondition_required");
    admin
        .replace(Method::POST, &rename, &made["tag"], name("第一接访室"))
        .await
        .refused(422, "room_name_taken");
    let renamed = admin.replace(Method::POST, &rename, &made["tag"], name("东侧接访室")).await.expect(200);
    admin.replace(Method::POST, &rename, &made["tag"], name("西侧接访室")).await.refused(412, "outdated");

    let hearing = seated_in(&server, room).await;
    let close = format!("/admin/rooms/{room}/close");
    let refused = admin.post(&close, json!({})).await.refused(409, "clash");
    assert_eq!(refused["clashes"][0]["number"], hearing["number"]);
    let path = format!("/hearings/{}", hearing["id"].as_str().unwrap());
    let reason = json!({ "reason": "改日另行安排接访" });
    let read = head.get(&path).await.expect(200)["tag"].clone();
    head.replace(Method::POST, &format!("{path}/postpone"), &read, reason.clone()).await.expect(200);
    admin.post(&close, json!({})).await.refused(409, "clash");
    let read = head.get(&path).await.expect(200)["tag"].clone();
    head.replace(Method::POST, &format!("{path}/cancel"), &read, reason).await.expect(200);
    assert_eq!(admin.post(&close, json!({})).await.expect(200)["name"], renamed["name"]);
    admin.post(&close, json!({})).await.refused(409, "conflict");
    for path in ["/rooms", "/admin/rooms"] {
        let reader = if path == "/rooms" { &head } else { &admin };
        assert!(!listed(reader.get(path).await.expect(200)), "{path}");
    }
    let auditor = server.sign_in("auditor").await;
    let log = auditor.get("/admin/log").await.expect(200)["rows"].clone();
    let deeds: Vec<_> = log.as_array().unwrap().iter().map(|deed| deed["kind"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["reception_room.closed", "reception_room.renamed", "reception_room.made"]);
    let first = auditor.get("/admin/log?limit=2").await.expect(200);
    let rest = format!("/admin/log?limit=2&after={}", first["next"].as_str().unwrap());
    let rest = auditor.get(&rest).await.expect(200);
    assert_eq!((&rest["rows"], &rest["next"]), (&json!([log[2]]), &json!(null)));
}

/// A province has thousands of each: every list comes page by page, and is looked through by words.
#[tokio::test]
async fn long_lists_come_page_by_page_and_are_searched() {
    let server = TestServer::start().await;
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    for n in 1..=3 {
        let agency =
            json!({ "name": format!("第{n}市政管理所"), "kind": "responsible_unit", "division": "620103" });
        let made = admin.post("/admin/agencies", agency).await.expect(201);
        let room = json!({ "agency": made["id"], "name": "便民接访室" });
        admin.post("/admin/rooms", room).await.expect(201);
        let account =
            json!({ "username": format!("shizheng{n}"), "name": format!("市政{n}"), "agency": made["id"] });
        admin.post("/admin/staff", account).await.expect(201);
    }
    for (reader, path, expected) in [
        (
            &admin,
            "/admin/agencies?search=%E5%B8%82%E6%94%BF",
            ["第3市政管理所", "第2市政管理所", "第1市政管理所"],
        ),
        (
            &admin,
            "/admin/agencies?open=true&search=%E5%B8%82%E6%94%BF",
            ["第3市政管理所", "第2市政管理所", "第1市政管理所"],
        ),
        (&admin, "/admin/rooms?search=%E5%B8%82%E6%94%BF", ["便民接访室"; 3]),
        (&head, "/staff?search=%E5%B8%82%E6%94%BF", ["市政3", "市政2", "市政1"]),
    ] {
        let first = reader.get(&format!("{path}&limit=2")).await.expect(200);
        let next = first["next"].as_str().unwrap().to_owned();
        let last = reader.get(&format!("{path}&limit=2&after={next}")).await.expect(200);
        assert!(last["next"].is_null(), "{path}");
        let rows = [first, last].map(|page| page["rows"].as_array().unwrap().clone()).concat();
        let names: Vec<_> = rows.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{path}");
    }
    let none = admin.get("/admin/agencies?search=%25").await.expect(200);
    assert_eq!(none["rows"], json!([]), "a percent sign is one");
    let leaders = head.get("/staff?role=handler").await.expect(200);
    let rows = leaders["rows"].as_array().unwrap();
    assert!(
        !rows.is_empty()
            && rows.iter().all(|one| one["roles"].as_array().unwrap().contains(&json!("handler")))
    );
    let (one, other) = (staff_id("handler").0, staff_id("head").0);
    let named = head.get(&format!("/staff?ids={one},{other}")).await.expect(200);
    assert_eq!(named["rows"].as_array().unwrap().len(), 2);
    head.get("/staff?ids=somebody").await.refused(422, "unprocessable");
}
