//! Administration as its three hands have it.

use super::cases::{Filed, HOUR, MINUTE, Scheduled, filing, moved, routed, wish};
use crate::{
    kit::{
        server::{Browser, TestServer, credentials},
        town::{DISTRICT, HOUSING, NEIGHBOURS, staff_id},
    },
    ws::page::Page,
};
use lianjie::domain::petition::Calendar;
use reqwest::Method;
use serde_json::{Value, json};
use signaling::wire::{ByeReason, ClientMessage, ServerMessage};
use std::{fmt::Write as _, time::Duration};

/// A holiday on which the route clock of a petition filed now would end.
async fn holiday_over_the_route_clock(server: &TestServer) -> String {
    let due = server.now().plus_millis(15 * 86_400_000).local_date();
    format!("year {0}\noff {due}\nyear {1}\noff {1}-10-01", due.year(), due.year() + 1)
}

/// Asks until every open clock stands by the newest calendar.
async fn recomputed(admin: &Browser) -> Value {
    for _ in 0..200 {
        let calendar = admin.get("/admin/calendar").await.expect(200);
        if calendar["versions"][0]["recomputed"] == true {
            return calendar;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("open clocks were not recomputed");
}

#[tokio::test]
async fn a_loaded_calendar_moves_open_clocks_and_says_so_in_the_log() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (admin, counter) = (server.sign_in("admin").await, server.sign_in("counter").await);
    let before = counter.get(&filed.path("")).await.expect(200);
    let text = holiday_over_the_route_clock(&server).await;
    let shown = admin.get("/admin/calendar").await.expect(200);
    assert_eq!((shown["number"].clone(), shown["version"].clone()), (json!(0), json!("2024-2026")));
    assert_eq!(shown["missing"], json!(Calendar::shipped().misses(server.now().local_date())));

    let preview = admin.post("/admin/calendar/preview", json!({ "text": text })).await.expect(200);
    assert_eq!(preview["petitions"], 1);
    assert_eq!(preview["clocks_later"], 1);
    assert_eq!(counter.get(&filed.path("")).await.expect(200)["next_due"], before["next_due"], "only looked");

    let load = json!({ "base": preview["base"], "source": "国办发明电〔2026〕某号", "text": text });
    admin.post("/admin/calendar", load.clone()).await.expect(200);
    let calendar = recomputed(&admin).await;
    assert_eq!(calendar["number"], 1);
    assert_eq!(calendar["versions"][0]["loaded_by_name"], "admin 同志");
    admin.post("/admin/calendar", load).await.refused(409, "stale");

    let after = counter.get(&filed.path("")).await.expect(200);
    let due = |page: &Value| page["next_due"]["due"].as_i64().unwrap();
    assert!(due(&after) > due(&before), "{after:#}");
    assert_eq!(after["next_due"]["raw_due"], before["next_due"]["raw_due"]);
    let timeline = counter.get(&filed.path("/timeline")).await.expect(200);
    let event = timeline.as_array().unwrap().last().unwrap();
    assert_eq!(event["kind"], "petition.clocks_recomputed");
    assert_eq!(
        (&event["due_before"], &event["due_after"]),
        (&before["next_due"]["due"], &after["next_due"]["due"])
    );
    assert_eq!(event["details"]["calendar"], calendar["version"]);

    // What is filed now is computed by it at once, and the petitioner's step says so.
    let next = Filed::by(&server.visitor(), filing()).await;
    let next = counter.get(&next.path("")).await.expect(200);
    assert_eq!(next["next_due"]["due"], after["next_due"]["due"]);
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200);
    assert_eq!(log[0]["kind"], "calendar.loaded");
}

#[tokio::test]
async fn a_calendar_that_cannot_be_read_names_its_line_and_changes_nothing() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    for (text, line) in [("year 2027\noff 2027-13-01", 2), ("{\"year\": 2027,\n\"days\": []}", 1)] {
        for path in ["/admin/calendar/preview", "/admin/calendar"] {
            let body = if path.ends_with("preview") {
                json!({ "text": text })
            } else {
                json!({ "base": 0, "source": "某号通知", "text": text })
            };
            let refused = admin.post(path, body).await.refused(422, "bad_line");
            assert_eq!((&refused["line"], &refused["field"]), (&json!(line), &json!("text")));
        }
    }
    let good = "year 2027\noff 2027-01-01..2027-01-03";
    let nameless = json!({ "base": 0, "source": " ", "text": good });
    admin.post("/admin/calendar", nameless).await.refused(422, "unprocessable");
    let by_law =
        "year 2031\noff 2031-01-01\noff 2031-01-22..2031-01-25\noff 2031-04-05\noff 2031-05-01..2031-05-02
        off 2031-06-24\noff 2031-10-01..2031-10-03";
    let same = json!({ "base": 0, "source": "某号通知", "text": by_law });
    admin.post("/admin/calendar", same).await.refused(422, "nothing_changes");
    assert_eq!(admin.get("/admin/calendar").await.expect(200)["number"], 0);
}

async fn import(admin: &Browser, list: &str, dry_run: bool) -> Value {
    let path = format!("/admin/divisions?dry_run={dry_run}");
    let request = admin.request(Method::POST, &path).body(list.to_owned());
    admin.send(request).await.expect(200)
}

/// The villages and grids of one district of Lanzhou's size.
fn villages_and_grids() -> String {
    let mut list = String::from("代码,名称\n");
    for village in 1..=150 {
        writeln!(list, "620103002{village:03},第{village}社区").unwrap();
        for grid in 1..=6 {
            writeln!(list, "620103002{village:03}{grid:02},第{grid}网格").unwrap();
        }
    }
    list
}

#[tokio::test]
async fn divisions_are_taken_over_down_to_grids() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    let list = villages_and_grids();
    let dry = import(&admin, &list, true).await;
    assert_eq!((&dry["added"], &dry["faults_total"]), (&json!(1050), &json!(0)), "{dry:#}");
    let below = || server.visitor();
    assert_eq!(below().get("/divisions?below=620103002").await.expect(200), json!([]), "only looked");
    let taken = import(&admin, &list, false).await;
    assert_eq!(
        taken["added_by_level"],
        json!([{ "level": "village", "count": 150 }, { "level": "grid", "count": 900 }])
    );
    let found = below().get("/divisions?below=620103002001").await.expect(200);
    assert_eq!(found[0]["level"], "grid");
    assert_eq!(found[0]["parent"], "620103002001");
    let forms = below().get("/divisions").await.expect(200);
    assert_eq!(forms.as_array().unwrap().len(), 5, "forms start with townships");
    let answer = below().get("/divisions").await;
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(answer.headers["cache-control"], "no-cache");
    let again = async || {
        let visitor = below();
        visitor.send(visitor.request(Method::GET, "/divisions").header("if-none-match", &tag)).await.status
    };
    assert_eq!(again().await, 304);
    import(&admin, "620103003,新街道", false).await;
    assert_eq!(again().await, 200);

    let mut in_a_grid = filing();
    in_a_grid["place"] = "62010300200103".into();
    let filed = Filed::by(&server.visitor(), in_a_grid).await;
    let page = server.sign_in("counter").await.get(&filed.path("")).await.expect(200);
    assert_eq!(page["place_name"], "第3网格");

    let grid = "/admin/grids/62010300200103";
    let posts = json!({ "posts": [{ "staff": staff_id("clerk").0, "duty": "leader" }] });
    let read = admin.get(grid).await.expect(200)[0]["tag"].clone();
    admin.post(grid, posts.clone()).await.refused(428, "precondition_required");
    admin.replace(Method::POST, grid, &read, posts).await.expect(200);
    admin.replace(Method::POST, grid, &read, json!({ "posts": [] })).await.refused(412, "outdated");
    assert_eq!(admin.get(grid).await.expect(200)[0]["posts"][0]["duty"], "leader");
    assert_eq!(admin.get("/admin/grids/620103002001").await.expect(200).as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn a_list_with_a_bad_line_changes_nothing() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    let list = "620103003,某街道\n620102005,别处街道\n6201030,错\n620103003,再来\n620103004001,无所属";
    let refused = import(&admin, list, false).await;
    let lines: Vec<_> =
        refused["faults"].as_array().unwrap().iter().map(|fault| fault["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    assert_eq!(server.visitor().get("/divisions").await.expect(200).as_array().unwrap().len(), 5);
    let gbk =
        admin.request(Method::POST, "/admin/divisions").body(b"620103003,a\n620103004,\xcc\xd8".to_vec());
    let refused = admin.send(gbk).await.refused(422, "bad_line");
    assert_eq!(refused["line"], 2);
}

#[tokio::test]
async fn an_agency_is_made_renamed_and_closed_with_a_successor() {
    let server = TestServer::start().await;
    let (admin, head) = (server.sign_in("admin").await, server.sign_in("head").await);
    let court = json!({ "name": "七里河区城市更新局", "kind": "responsible_unit", "division": "620103" });
    let made = admin.post("/admin/agencies", court.clone()).await.expect(201);
    admin.post("/admin/agencies", court).await.refused(409, "conflict");
    for (kind, division, code) in
        [("court", "620103002", "no_such_level"), ("centre", "620102", "unprocessable")]
    {
        let body = json!({ "name": "某单位", "kind": kind, "division": division });
        admin.post("/admin/agencies", body).await.refused(422, code);
    }
    let renamed = format!("/admin/agencies/{}/rename", made["id"].as_str().unwrap());
    let name = |name: &str| json!({ "name": name });
    admin.replace(Method::POST, &renamed, &made["tag"], name("七里河区住房更新局")).await.expect(200);
    let late = admin.replace(Method::POST, &renamed, &made["tag"], name("七里河区旧城改造局")).await;
    late.refused(412, "outdated");

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
    let timeline = head.get(&filed.path("/timeline")).await.expect(200);
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
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200);
    let deeds: Vec<_> = log.as_array().unwrap().iter().map(|deed| deed["kind"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["reception_room.closed", "reception_room.renamed", "reception_room.made"]);
}

#[tokio::test]
async fn an_account_is_made_by_one_hand_and_given_posts_by_another() {
    let server = TestServer::start().await;
    let (admin, security) = (server.sign_in("admin").await, server.sign_in("security").await);
    let new = json!({ "username": "Xinren", "name": "新某", "agency": DISTRICT.0 });
    let made = admin.post("/admin/staff", new.clone()).await.expect(201);
    admin.post("/admin/staff", new).await.refused(409, "conflict");
    assert_eq!(made["staff"]["roles"], json!([]));
    let visitor = server.visitor();
    let set =
        |code: &Value, password: &str| json!({ "username": "xinren", "code": code, "password": password });
    let password = "yellow river raft 1908";
    visitor.post("/session/password", set(&json!("WRONG"), password)).await.refused(422, "bad_code");
    visitor.post("/session/password", set(&made["code"], "12345")).await.refused(422, "weak_password");
    visitor.post("/session/password", set(&made["code"], password)).await.expect(204);
    visitor.post("/session/password", set(&made["code"], password)).await.refused(422, "bad_code");
    visitor.post("/session", credentials("xinren", password)).await.expect(200);

    let id = made["staff"]["id"].as_str().unwrap();
    let roles = format!("/admin/staff/{id}/roles");
    let give = |roles: Value| json!({ "roles": roles });
    let granted = |body| security.replace(Method::POST, &roles, &made["staff"]["tag"], body);
    granted(give(json!(["clerk", "auditor"]))).await.refused(422, "roles_separated");
    granted(give(json!(["clerk", "counter_clerk"]))).await.expect(200);
    granted(give(json!(["clerk"]))).await.refused(412, "outdated");
    let own = format!("/admin/staff/{}/roles", staff_id("security").0);
    let all = security.get("/admin/staff").await.expect(200);
    let myself = all["rows"].as_array().unwrap().iter().find(|one| one["username"] == "security").unwrap();
    let own = security.replace(Method::POST, &own, &myself["tag"], give(json!(["clerk"]))).await;
    own.refused(422, "own_roles");
    assert_eq!(visitor.get("/session").await.expect(200)["desk"]["register"], true);

    let reset = admin.post(&format!("/admin/staff/{id}/reset"), json!({})).await.expect(200);
    visitor.get("/session").await.refused(401, "unauthenticated");
    visitor.post("/session", credentials("xinren", password)).await.refused(401, "bad_credentials");
    server.advance(25 * 3_600_000);
    let over = set(&reset["code"], "yellow river raft 1909");
    visitor.post("/session/password", over).await.refused(422, "bad_code");

    let admin = server.sign_in("admin").await;
    admin.post(&format!("/admin/staff/{id}/disable"), json!({})).await.expect(200);
    let own = format!("/admin/staff/{}/disable", staff_id("admin").0);
    admin.post(&own, json!({})).await.refused(422, "not_yours");
    for deed in ["reset", "disable"] {
        let auditor = format!("/admin/staff/{}/{deed}", staff_id("auditor").0);
        admin.post(&auditor, json!({})).await.refused(422, "separated_account");
    }
    let listed = admin.get("/admin/staff").await.expect(200);
    let found = listed["rows"].as_array().unwrap().iter().find(|person| person["id"] == *id).unwrap();
    assert_eq!(found["disabled"], true);
    admin.post(&format!("/admin/staff/{id}/enable"), json!({})).await.expect(200);
    let outside = format!("/admin/staff/{}/disable", staff_id("city").0);
    admin.post(&outside, json!({})).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_shut_or_reset_account_leaves_the_room_it_sits_in_at_once() {
    let server = TestServer::start().await;
    let scheduled = Scheduled::on(&server, &server.sign_in("head").await).await;
    server.advance(HOUR - 15 * MINUTE);
    let admin = server.sign_in("admin").await;
    let host = server.url.strip_prefix("http://").unwrap();
    let sits = async |username: &str| {
        let browser = server.sign_in(username).await;
        let ticket = browser.post("/tickets", json!({ "hearing": scheduled.hearing })).await.expect(200);
        let page = Page::dial(host, Some(&server.url)).await.unwrap();
        page.seated(ticket["ticket"].as_str().unwrap()).await
    };
    let (head, clerk, mut handler) = (sits("head").await, sits("clerk").await, sits("handler").await);
    for (username, deed, page) in [("head", "reset", head), ("clerk", "disable", clerk)] {
        let path = format!("/admin/staff/{}/{deed}", staff_id(username).0);
        admin.post(&path, json!({})).await.expect(200);
        assert_eq!(page.end().await.said, Some(ByeReason::SessionEnded), "{deed}");
    }
    let answer = handler.ask(ClientMessage::RaiseHand { up: true }).await;
    assert!(matches!(answer, ServerMessage::Done { .. } | ServerMessage::Refused { .. }), "goes on sitting");
}

#[tokio::test]
async fn a_list_of_accounts_is_taken_whole_or_not_at_all_and_posts_are_given_by_another_hand() {
    let server = TestServer::start().await;
    let (admin, security) = (server.sign_in("admin").await, server.sign_in("security").await);
    let bring = async |dry_run: bool, list: &str| {
        let path = format!("/admin/staff/import?dry_run={dry_run}");
        let request =
            admin.request(Method::POST, &path).header("content-type", "text/csv").body(list.to_owned());
        admin.send(request).await.expect(200)
    };
    let good = "姓名,用户名,区划,单位,岗位\n新某,xinren,620103,七里河区信访局,screener counter_clerk\n二某,ermou,620103,七里河区住建局,handler\n";
    let bad = format!(
        "{good}三某,head,620103,七里河区信访局\n四某,simou,6201,兰州市信访局\n五某,wumou,620103,七里河区信访局,auditor clerk\n"
    );
    let refused = bring(false, &bad).await;
    let lines: Vec<_> =
        refused["faults"].as_array().unwrap().iter().map(|fault| fault["line"].clone()).collect();
    assert_eq!((lines, &refused["made"]), (vec![json!(4), json!(5), json!(6)], &json!([])));
    assert_eq!(bring(true, good).await["made"], json!([]));
    assert_eq!(admin.get("/admin/staff?search=xinren").await.expect(200)["rows"], json!([]), "nothing half");
    let made = bring(false, good).await["made"].clone();
    assert_eq!(
        (made[0]["staff"]["roles"].clone(), made[0]["staff"]["wished"].as_array().unwrap().len()),
        (json!([]), 2)
    );
    assert_eq!(bring(false, good).await["faults"].as_array().unwrap().len(), 2, "the names are taken now");
    let deeds = server.sign_in("auditor").await.get("/admin/log").await.expect(200).to_string();
    assert!(deeds.contains("xinren (七里河区信访局)") && deeds.contains("ermou (七里河区住建局)"), "{deeds}");
    let visitor = server.visitor();
    let set = json!({ "username": "ermou", "code": made[1]["code"], "password": "yellow river raft 1908" });
    visitor.post("/session/password", set).await.expect(204);

    let found = security.get("/admin/staff?search=%E4%BD%8F%E5%BB%BA&limit=1").await.expect(200);
    assert_eq!(
        (&found["rows"][0]["username"], &found["rows"][0]["wished"]),
        (&json!("ermou"), &json!(["handler"]))
    );
    assert!(found["next"].is_string(), "the handler and the director are behind");
    let ids = json!({ "staff": [made[0]["staff"]["id"], made[1]["staff"]["id"]] });
    admin.post("/admin/staff/grant-wished", ids.clone()).await.refused(404, "not_found");
    let granted = security.post("/admin/staff/grant-wished", ids.clone()).await.expect(200);
    assert_eq!(granted[1]["roles"], json!(["handler"]));
    assert_eq!(security.post("/admin/staff/grant-wished", ids).await.expect(200), json!([]), "once");
    let mine = server.sign_in("head").await.get(&format!("/staff?agency={}", DISTRICT.0)).await.expect(200);
    assert!(mine["rows"].as_array().unwrap().iter().all(|one| one["agency"] == json!(DISTRICT.0)));
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
