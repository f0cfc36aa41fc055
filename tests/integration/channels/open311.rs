mod published;
mod schema;
mod shape;

use super::{Program, server};
use crate::{
    http::cases::{Filed, filing, moved, withdrawn},
    kit::{
        server::{Answer, TestServer},
        town::DISTRICT,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

async fn program(server: &TestServer) -> Program {
    Program::made(server, DISTRICT, &["intake:open311"]).await
}

fn request<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("api_key", key),
        ("service_code", "urban_construction"),
        ("description", "西津西路的路灯坏了一个月，晚上看不见路，请尽快修复。"),
        ("address_id", "620103002"),
        ("last_name", "马"),
        ("first_name", "秀英"),
        ("phone", "13900000001"),
    ];
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more);
    form
}

async fn file(program: &Program, form: &[(&str, &str)], once: Option<&str>) -> Answer {
    file_to("requests.json", program, form, once).await
}

async fn file_to(file: &str, program: &Program, form: &[(&str, &str)], once: Option<&str>) -> Answer {
    let encoded = form.iter().map(|(name, value)| format!("{name}={}", percent(value)));
    let body = encoded.collect::<Vec<_>>().join("&");
    let request = program
        .browser
        .request(Method::POST, &format!("/open311/v2/{file}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let request = match once {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    };
    program.browser.send(request).await
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_request_is_filed_once_and_followed_without_names() {
    let server = server().await;
    let program = program(&server).await;
    let form = request(&program.token, &[]);
    let filed = file(&program, &form, Some("key-1")).await.expect(201);
    assert_eq!(file(&program, &form, Some("key-1")).await.expect(200), filed);
    let number = filed[0]["service_request_id"].as_str().unwrap();
    let path = format!("/open311/v2/requests/{number}.json?api_key={}", program.token);
    let shown = program.browser.get(&path).await.expect(200);
    assert_eq!(
        (&shown[0]["status"], &shown[0]["service_code"]),
        (&json!("open"), &json!("urban_construction"))
    );
    for private in ["秀英", "13900000001", "路灯"] {
        assert!(!shown.to_string().contains(private), "{private}");
    }
    let head = server.sign_in("head").await;
    let id = head.get("/petitions").await.expect(200)["rows"][0]["id"].as_str().unwrap().to_owned();
    withdrawn(&head, &id).await;
    assert_eq!(program.browser.get(&path).await.expect(200)[0]["status"], "closed");
}

/// Ordinary clients send no header, and send again what was not answered.
#[tokio::test]
async fn without_a_key_the_same_form_on_the_same_day_is_filed_once() {
    let server = server().await;
    let program = program(&server).await;
    let mut form = request(&program.token, &[]);
    let filed = file(&program, &form, None).await.expect(201);
    form.reverse();
    assert_eq!(file(&program, &form, None).await.expect(200), filed);
    let other = request(&program.token, &[("phone", "13900000002")]);
    assert_ne!(file(&program, &other, None).await.expect(201), filed);
    server.advance(24 * 3_600_000);
    assert_ne!(file(&program, &form, None).await.expect(201), filed, "the lamp is still dark");
}

/// Two citizens may say the same of the same lamp. What a person did not register is sent again for a reason.
#[tokio::test]
async fn a_form_that_names_nobody_or_was_discarded_is_filed_again() {
    let server = server().await;
    let program = program(&server).await;
    let nobody = request(&program.token, &[("last_name", ""), ("first_name", ""), ("phone", "")]);
    let one = file(&program, &nobody, None).await.expect(201);
    assert_ne!(file(&program, &nobody, None).await.expect(201), one, "another citizen's");

    let unnamed = request(&program.token, &[("last_name", ""), ("first_name", "")]);
    let first = file(&program, &unnamed, None).await.expect(201);
    let counter = server.sign_in("counter").await;
    let path = format!("/intake/{}/discard", first[0]["token"].as_str().unwrap());
    counter.post(&path, json!({ "reason": "没有姓名，无法核实身份" })).await.expect(200);
    let second = file(&program, &unnamed, None).await.expect(201);
    assert_ne!(second, first);
    assert_eq!(file(&program, &unnamed, None).await.expect(200), second, "sent again, and waiting");
}

#[tokio::test]
async fn a_request_that_must_be_looked_at_gets_a_token_that_becomes_a_request() {
    let server = server().await;
    let program = program(&server).await;
    let form = request(&program.token, &[("last_name", ""), ("first_name", "")]);
    let token = file(&program, &form, None).await.expect(201)[0]["token"].as_str().unwrap().to_owned();
    let path = format!("/open311/v2/tokens/{token}.json?api_key={}", program.token);
    assert_eq!(program.browser.get(&path).await.expect(200)[0]["service_request_id"], Value::Null);
    let counter = server.sign_in("counter").await;
    let mut item = counter.get("/intake").await.expect(200)["rows"][0]["item"].clone();
    item["petitioner"]["name"] = "马某".into();
    let reason = json!({ "reason": "没有姓名，无法核实身份" });
    counter.post(&format!("/intake/{token}/discard"), reason.clone()).await.expect(200);
    assert_eq!(program.browser.get(&path).await.expect(200)[0]["status_notes"], reason["reason"]);
    let again = json!({ "reason": "当事人来电补充了姓名" });
    counter.post(&format!("/intake/{token}/take-up"), again).await.expect(200);
    assert_eq!(program.browser.get(&path).await.expect(200)[0]["status_notes"], Value::Null);
    let registered = counter.post(&format!("/intake/{token}/register"), item).await.expect(201);
    assert_eq!(program.browser.get(&path).await.expect(200)[0]["service_request_id"], registered["number"]);
}

#[tokio::test]
async fn errors_have_the_shape_and_status_of_the_specification() {
    let server = server().await;
    let program = program(&server).await;
    let key = program.token.as_str();
    for (form, status) in [
        (request("wrong", &[]), 403),
        (request(key, &[("jurisdiction_id", "999999")]), 404),
        (request(key, &[("jurisdiction_id", "620102")]), 404),
        (request(key, &[("service_code", "nonsense")]), 404),
        (request(key, &[("service_code", "")]), 400),
        (request(key, &[("description", "")]), 400),
    ] {
        let fault = file(&program, &form, None).await.expect(status);
        assert_eq!(fault[0]["code"], status, "{fault}");
        assert!(fault[0]["description"].is_string());
    }
    let other = Program::made(&server, DISTRICT, &["webhooks"]).await;
    file(&other, &request(&other.token, &[]), None).await.expect(403);
}

#[tokio::test]
async fn services_are_listed_and_requests_filtered_and_others_are_not_shown() {
    let server = server().await;
    let program = program(&server).await;
    let services = program.browser.get("/open311/v2/services.json").await.expect(200);
    let code = services[0]["service_code"].as_str().unwrap();
    let definition = program.browser.get(&format!("/open311/v2/services/{code}.json")).await.expect(200);
    assert_eq!(definition["service_code"], code);
    program.browser.get("/open311/v2/services/nonsense.json").await.expect(404);
    file(&program, &request(&program.token, &[]), None).await.expect(201);
    file(&program, &request(&program.token, &[("service_code", "land")]), None).await.expect(201);
    let other = Filed::by(&server.visitor(), filing()).await;
    let listed = async |query: &str| {
        let path = format!("/open311/v2/requests.json?api_key={}{query}", program.token);
        program.browser.get(&path).await.expect(200).as_array().unwrap().len()
    };
    for (query, count) in [
        ("", 2),
        ("&service_code=land", 1),
        ("&service_code=land,urban_construction", 2),
        ("&status=closed", 0),
        ("&status=open,closed", 2),
        ("&end_date=2020-01-01T00:00:00Z", 0),
    ] {
        assert_eq!(listed(query).await, count, "{query}");
    }
    let path = format!("/open311/v2/requests/{}.json?api_key={}", other.number, program.token);
    program.browser.get(&path).await.expect(404);
    let all = program
        .browser
        .get(&format!("/open311/v2/requests.json?api_key={}", program.token))
        .await
        .expect(200);
    let one = all[1]["service_request_id"].as_str().unwrap();
    assert_eq!(listed(&format!("&service_request_id={one},{},nonsense", other.number)).await, 1);
    let overridden = format!("&service_request_id={one}&status=closed&service_code=land&start_date=tomorrow");
    assert_eq!(listed(&overridden).await, 1, "a number overrides all else");
    let many = vec![one; 201].join(",");
    let path = format!("/open311/v2/requests.json?api_key={}&service_request_id={many}", program.token);
    assert_eq!(program.browser.get(&path).await.expect(400)[0]["code"], 400);
    assert_eq!(listed("&status=nonsense").await, 0);
    server.advance(100 * 24 * 3_600_000);
    assert_eq!(listed("").await, 0, "ninety days back");
    assert_eq!(listed(&format!("&service_request_id={one}")).await, 1, "a number says which");
    assert_eq!(listed("&start_date=2020-01-01T00:00:00Z").await, 2);
}

#[tokio::test]
async fn a_client_that_knows_the_server_alone_finds_the_rest() {
    let server = server().await;
    let visitor = server.visitor();
    let found = visitor.get("/open311/discovery.json").await.expect(200);
    let endpoint = &found["endpoints"][0];
    assert!(endpoint["url"].as_str().unwrap().ends_with("/api/open311/v2"), "{found}");
    assert_eq!(endpoint["specification"], "http://wiki.open311.org/GeoReport_v2");
    assert!(["changeset", "contact", "key_service"].iter().all(|name| found[*name].is_string()), "{found}");
    let document = visitor.get("/open311/discovery.xml").await.expect(200);
    let document = document.as_str().unwrap();
    assert!(
        document.contains("<formats><format>application/json</format><format>text/xml</format></formats>"),
        "{document}"
    );
    visitor.get("/open311/discovery.yaml").await.expect(404);
}

#[tokio::test]
async fn whoever_asks_for_xml_is_answered_in_xml_faults_too() {
    let server = server().await;
    let program = program(&server).await;
    let filed = file(&program, &request(&program.token, &[]), None).await.expect(201);
    let number = filed[0]["service_request_id"].as_str().unwrap().to_owned();
    let key = format!("api_key={}", program.token);
    for (path, status, begins) in [
        ("services.xml".to_owned(), 200, "<services><service><service_code>".to_owned()),
        ("services/land.xml".into(), 200, "<service_definition><service_code>land</service_code>".into()),
        (
            format!("requests.xml?{key}"),
            200,
            format!(
                "<service_requests><request><service_request_id>{number}</service_request_id><status>open"
            ),
        ),
        (
            format!("requests/{number}.xml?{key}"),
            200,
            format!("<service_requests><request><service_request_id>{number}</service_request_id>"),
        ),
        (format!("requests/XF1.xml?{key}"), 404, "<errors><error><code>404</code><description>".into()),
        ("requests.xml".into(), 403, "<errors><error><code>403</code>".into()),
    ] {
        let answer = program.browser.get(&format!("/open311/v2/{path}")).await;
        assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8", "{path}");
        let body = answer.expect(status);
        let document = body.as_str().unwrap().split_once('\n').unwrap().1.to_owned();
        assert!(document.starts_with(&begins), "{path}: {document}");
        assert!(!document.contains("秀英") && !document.contains("13900000001"));
    }
}

#[tokio::test]
async fn a_merged_request_is_open_as_long_as_the_one_is_it_goes_on_in() {
    let server = server().await;
    let program = program(&server).await;
    let mut numbers = Vec::new();
    for key in ["key-1", "key-2"] {
        let filed = file(&program, &request(&program.token, &[]), Some(key)).await.expect(201);
        numbers.push(filed[0]["service_request_id"].as_str().unwrap().to_owned());
    }
    let head = server.sign_in("head").await;
    let listed = head.get(&format!("/petitions?search={}", numbers[1])).await.expect(200);
    let id = listed["rows"][0]["id"].as_str().unwrap();
    moved(&head, id, json!({ "kind": "merge", "lead": numbers[0] })).await;
    let path = format!("/open311/v2/requests/{}.json?api_key={}", numbers[1], program.token);
    let shown = program.browser.get(&path).await.expect(200);
    assert_eq!((&shown[0]["service_request_id"], &shown[0]["status"]), (&json!(numbers[1]), &json!("open")));
    assert_eq!(shown[0]["status_notes"], "registered");
}

/// Registered of the whole city it could be handed down to no county.
#[tokio::test]
async fn what_does_not_say_its_county_waits_at_the_citys_bureau() {
    let server = server().await;
    let program = Program::of_the_city(&server, &["intake:open311"]).await;
    let form: Vec<_> = request(&program.token, &[("jurisdiction_id", ""), ("address_id", "")]);
    let filed = file(&program, &form, None).await.expect(201);
    assert!(filed[0]["token"].is_string(), "{filed}");
    let form = request(&program.token, &[("jurisdiction_id", ""), ("address_id", "620103002")]);
    assert!(file(&program, &form, None).await.expect(201)[0]["service_request_id"].is_string());
}
