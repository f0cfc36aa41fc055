use super::{Program, order};
use crate::{
    http::cases::{Filed, filing, moved, report, routed},
    kit::{
        server::TestServer,
        town::{CITY, DISCIPLINE, DISTRICT, HOUSING, NEIGHBOURS, staff_id},
    },
};
use lianjie::{
    administration::organs,
    domain::{ids::AgencyId, rights::Official},
};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_token_is_shown_once_and_works_until_it_is_revoked() {
    let server = TestServer::start().await;
    let program = Program::made(&server, DISTRICT, &["petitions:read"]).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    assert_eq!(program.get("/petitions").await.expect(200)["rows"][0]["number"], filed.number);
    let admin = server.sign_in("admin").await;
    let listed = admin.get("/clients").await.expect(200);
    assert_eq!(listed[0]["scopes"], json!(["petitions:read"]));
    assert!(listed[0]["last_used_at"].is_i64() && !listed.to_string().contains(&program.token));
    admin.delete(&format!("/clients/{}", program.id)).await.expect(200);
    program.get("/petitions").await.refused(401, "unauthenticated");
}

/// A program calls on nobody: the least that serves the purpose (PIPL art. 6).
#[tokio::test]
async fn a_program_is_shown_what_a_supervisor_is_even_if_it_writes() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    for scopes in [&["petitions:read"][..], &["petitions:read", "petitions:write"]] {
        let program = Program::made(&server, DISTRICT, scopes).await;
        let party = program.get(&filed.path("")).await.expect(200)["parties"][0].clone();
        assert_eq!((&party["phone"], &party["address"]), (&json!("*******0001"), &json!(null)), "{scopes:?}");
    }
}

/// Of a phone it is shown the end: whether a whole one is found would say the rest.
#[tokio::test]
async fn a_program_finds_words_and_nobody() {
    let server = TestServer::start().await;
    Filed::by(&server.visitor(), filing()).await;
    let program = Program::made(&server, DISTRICT, &["petitions:read"]).await;
    for (words, rows) in [("物业", 1), ("13900000001", 0), ("620103196001011234", 0), ("马秀英", 0)] {
        let list = program.post("/petitions/search", json!({ "search": words })).await.expect(200);
        assert_eq!(list["rows"].as_array().unwrap().len(), rows, "{words}");
    }
}

#[tokio::test]
async fn a_token_opens_its_scopes_and_nothing_of_the_desk() {
    let server = TestServer::start().await;
    let reader = Program::made(&server, DISTRICT, &["petitions:read"]).await;
    reader.post("/petitions", filing()).await.refused(403, "scope_missing");
    for path in ["/staff", "/hearings", "/clients", "/intake", "/session"] {
        reader.get(path).await.refused(403, "scope_missing");
    }
    let writer = Program::made(&server, DISTRICT, &["petitions:write"]).await;
    writer.get("/petitions").await.refused(403, "scope_missing");
    let filed = writer.post("/petitions", filing()).await.expect(201);
    let path = format!("/petitions/{}", filed["id"].as_str().unwrap());
    let page = server.sign_in("head").await.get(&path).await;
    assert_eq!(page.expect(200)["registered_by_name"], "七里河区信访局");
}

/// Whom it is for and what it opens; twice is once, and what an address is called with is nobody's to read.
#[tokio::test]
async fn who_connects_a_program_and_what_it_subscribes_to_is_in_the_auditors_log() {
    let server = TestServer::start().await;
    let program = Program::made(&server, DISTRICT, &["intake:hotline", "webhooks"]).await;
    let hook = json!({ "url": "https://hooks.example/a?key=secret" });
    let made = program.post("/webhooks", hook).await.expect(201);
    let admin = server.sign_in("admin").await;
    for _ in 0..2 {
        admin.delete(&format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap())).await.expect(204);
        admin.delete(&format!("/clients/{}", program.id)).await.expect(200);
    }
    let log = server.sign_in("auditor").await.get("/admin/log").await.expect(200)["rows"].clone();
    let deeds: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|deed| {
            let text = |name: &str| deed[name].as_str().unwrap().to_owned();
            (text("kind"), text("by_name"), text("about"))
        })
        .collect();
    let client = "市12345热线平台 · 七里河区信访局: intake:hotline, webhooks";
    let hook = "市12345热线平台: https://hooks.example/a";
    let expected = [
        ("client.revoked", "admin 同志", client),
        ("webhook.stopped", "admin 同志", hook),
        ("webhook.made", "市12345热线平台", hook),
        ("client.made", "admin 同志", client),
    ];
    assert_eq!(deeds, expected.map(|(kind, by, about)| (kind.to_owned(), by.to_owned(), about.to_owned())));
}

/// Title, place and unit of each petition would come along with the number.
#[tokio::test]
async fn a_program_that_only_counts_is_shown_no_petition_behind_a_number() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let path = "/statistics/petitions/petitions?from=2020-01-01";
    for (scopes, shown) in [
        (&["stats:read"][..], false),
        (&["stats:read", "petitions:write"], false),
        (&["stats:read", "petitions:read"], true),
    ] {
        let program = Program::made(&server, DISTRICT, scopes).await;
        let behind = program.get(path).await.expect(200);
        let numbers: Vec<_> = behind["rows"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
        let expected = if shown { json!([filed.number]) } else { json!([]) };
        assert_eq!(
            (&behind["total"], &behind["hidden"]),
            (&json!(1), &json!(u8::from(!shown))),
            "{scopes:?}"
        );
        assert_eq!(json!(numbers), expected, "{scopes:?}");
    }
}

#[tokio::test]
async fn a_client_sees_and_decides_no_more_than_a_worker_of_its_agency() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let housing = Program::made(&server, HOUSING, &["petitions:read", "petitions:write"]).await;
    housing.get(&filed.path("")).await.refused(404, "not_found");
    let bureau = Program::made(&server, DISTRICT, &["petitions:read", "petitions:write"]).await;
    let may = bureau.get(&filed.path("")).await.expect(200)["may"].clone();
    assert!(
        may.to_string().contains("start_screening") && !may.to_string().contains("deliver_reply"),
        "{may}"
    );
    let asked = json!({ "version": 1, "transition": { "kind": "start_screening" } });
    bureau.post(&filed.path("/transitions"), asked).await.expect(200);
    let timeline = bureau.get(&filed.path("/timeline")).await.expect(200);
    assert_eq!(timeline["rows"][0]["actor"]["name"], "市12345热线平台");
}

/// A report that was routed to a unit is for its handler and its head, and a program is neither.
#[tokio::test]
async fn a_program_of_the_unit_takes_a_petition_over_and_knows_of_no_sealed_report() {
    let server = TestServer::start().await;
    let (open, sealed) =
        (Filed::by(&server.visitor(), filing()).await, Filed::by(&server.visitor(), report()).await);
    for (who, filed) in [("head", &open), ("desk", &sealed)] {
        let browser = server.sign_in(who).await;
        moved(&browser, &filed.id, json!({ "kind": "start_screening" })).await;
        let mut route = routed();
        route["unit"] = json!(DISCIPLINE.0); // the report accuses the housing bureau
        moved(&browser, &filed.id, route).await;
    }
    let unit = Program::made(&server, DISCIPLINE, &["petitions:read", "petitions:write"]).await;
    unit.get(&sealed.path("")).await.refused(404, "not_found");
    unit.post(&sealed.path("/transitions"), json!({ "version": 3, "transition": { "kind": "accept" } }))
        .await
        .refused(404, "not_found");
    let may = unit.get(&open.path("")).await.expect(200)["may"].clone();
    assert_eq!(may, json!(["object", "accept", "add_attachment"]));
    unit.post(&open.path("/hearing-requests"), json!({})).await.refused(403, "scope_missing");
    unit.post(&open.path("/transitions"), json!({ "version": 3, "transition": { "kind": "accept" } }))
        .await
        .expect(200);
}

#[tokio::test]
async fn an_administrator_makes_clients_for_their_own_division_only() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    for agency in [CITY, NEIGHBOURS] {
        let asked = json!({ "name": "热线平台", "agency": agency.0, "scopes": ["webhooks"] });
        assert_eq!(admin.post("/clients", asked).await.refused(422, "unprocessable")["field"], "agency");
    }
    for (name, scopes, field) in [("热", json!(["webhooks"]), "name"), ("热线", json!([]), "scopes")] {
        let asked = json!({ "name": name, "agency": DISTRICT.0, "scopes": scopes });
        assert_eq!(admin.post("/clients", asked).await.refused(422, "unprocessable")["field"], field);
    }
    server.sign_in("head").await.get("/clients").await.refused(404, "not_found");
}

#[tokio::test]
async fn guessed_tokens_are_slowed_down_and_a_cookie_beside_a_token_counts_for_nothing() {
    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    for _ in 0..10 {
        let guess = head.request(Method::GET, "/petitions").bearer_auth("ljt_guess");
        head.send(guess).await.refused(401, "unauthenticated");
    }
    let guess = head.request(Method::GET, "/petitions").bearer_auth("ljt_guess");
    head.send(guess).await.refused(429, "too_many");
}

#[tokio::test]
async fn a_write_names_what_it_read_by_tag_or_by_version() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let head = server.sign_in("head").await;
    let shown = head.get(&filed.path("")).await;
    assert_eq!(shown.headers["etag"], "\"1\"");
    let asked = json!({ "transition": { "kind": "start_screening" } });
    head.post(&filed.path("/transitions"), asked.clone()).await.refused(428, "precondition_required");
    let tagged = |tag: &str| {
        let request = head.request(Method::POST, &filed.path("/transitions"));
        head.send(request.header("if-match", tag).json(&asked))
    };
    tagged("\"7\"").await.refused(412, "outdated");
    let moved = tagged("\"1\"").await;
    assert_eq!(moved.headers["etag"], "\"2\"");
    moved.expect(200);
    tagged("\"1\"").await.refused(412, "outdated");
}

#[tokio::test]
async fn the_document_has_a_page_to_try_it_that_loads_nothing_foreign() {
    let server = TestServer::start().await;
    let visitor = server.visitor();
    let page = visitor.get("/docs").await.expect(200);
    let page = page.as_str().unwrap();
    assert!(
        page.contains("/api/docs/explorer.js") && !page.contains("https://") && !page.contains("<script>")
    );
    let script = visitor.get("/docs/explorer.js").await;
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(script.expect(200).as_str().unwrap().contains("/api/openapi.json"));
}

/// Its petitions, staff and rooms go to the unit that succeeds it, and its token would read the district on.
#[tokio::test]
async fn a_program_of_a_closed_bureau_only_brings_and_is_listed_as_such() {
    let server = TestServer::start().await;
    let program = Program::made(&server, DISTRICT, &["petitions:read", "intake:hotline", "webhooks"]).await;
    let wrong = |number: &str| {
        let mut order = order(number);
        order["item"]["place"] = "999999".into();
        order
    };
    program.order(&server, "n1", &wrong("HL-1")).await.expect(202);
    closed(&server, DISTRICT, HOUSING).await;
    program.get("/petitions").await.refused(403, "agency_closed");
    program.get("/webhooks").await.expect(200);
    program.order(&server, "n2", &wrong("HL-2")).await.expect(202);
    program.order(&server, "n3", &order("HL-3")).await.expect(201);
    program.get("/channels/hotline/orders/HL-3").await.expect(200);
    let waiting = server.sign_in("city").await.get("/intake").await.expect(200);
    let numbers: Vec<_> =
        waiting["rows"].as_array().unwrap().iter().map(|row| &row["receipt"]["external_number"]).collect();
    assert_eq!(numbers, ["HL-1", "HL-2"], "at the bureau that is left for the district");
    let listed = server.sign_in("admin").await.get("/clients").await.expect(200);
    assert_eq!(listed[0]["agency_name"], "七里河区信访局");
    assert!(listed[0]["agency_closed_at"].is_i64() && listed[0]["revoked_at"].is_null(), "{listed}");
}

async fn closed(server: &TestServer, agency: AgencyId, successor: AgencyId) {
    let mut records = server.store.read().await.unwrap();
    let agency = records.agency(agency).await.unwrap().unwrap();
    let successor = records.agency(successor).await.unwrap().unwrap();
    let staff = records.staff(staff_id("admin")).await.unwrap().unwrap();
    drop(records);
    let admin = Official { staff, agency: agency.clone(), acting: Vec::new(), program: None };
    let (world, pair) = (server.world(), (&agency, &successor));
    organs::close(&*server.store, &*world, &admin, pair, "区机构改革方案：职责划转").await.unwrap();
}
