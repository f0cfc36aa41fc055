//! What GeoReport v2 publishes of its answers, as tables, and every answer of ours held against them: in JSON, and in XML,
//! which says the same in the tables' order.

use super::{
    Program, file_to, program, request, server,
    shape::{Field, Form, Is, Shape},
};
use crate::http::cases::{moved, routed, withdrawn};
use serde_json::{Value, json};

pub(super) static SERVICES: Shape = Shape {
    root: "services",
    row: Some("service"),
    fields: &[
        Field("service_code", Is::Filled, Form::Text),
        Field("service_name", Is::Filled, Form::Text),
        Field("description", Is::Filled, Form::Text),
        Field("metadata", Is::Filled, Form::Flag),
        Field("type", Is::Filled, Form::OneOf(&["realtime", "batch", "blackbox"])),
        Field("keywords", Is::Told, Form::Text),
        Field("group", Is::Told, Form::Text),
    ],
};

const DATATYPES: &[&str] = &["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"];
pub(super) static DEFINITION: Shape = Shape {
    root: "service_definition",
    row: None,
    fields: &[
        Field("service_code", Is::Filled, Form::Text),
        Field("attributes", Is::Filled, Form::Rows("attribute", ATTRIBUTE)),
    ],
};
const ATTRIBUTE: &[Field] = &[
    Field("variable", Is::Filled, Form::Flag),
    Field("code", Is::Filled, Form::Text),
    Field("datatype", Is::Filled, Form::OneOf(DATATYPES)),
    Field("required", Is::Filled, Form::Flag),
    Field("datatype_description", Is::Told, Form::Text),
    Field("order", Is::Filled, Form::Number),
    Field("description", Is::Filled, Form::Text),
    Field("values", Is::Filled, Form::Rows("value", VALUE)),
];
const VALUE: &[Field] = &[Field("key", Is::Filled, Form::Text), Field("name", Is::Filled, Form::Text)];

/// The answer to a request that is filed: one of the first two.
pub(super) static FILED: Shape = Shape {
    root: "service_requests",
    row: Some("request"),
    fields: &[
        Field("service_request_id", Is::Optional, Form::Text),
        Field("token", Is::Optional, Form::Text),
        Field("service_notice", Is::Told, Form::Text),
        Field("account_id", Is::Told, Form::Text),
    ],
};
pub(super) static TOKENS: Shape = Shape {
    root: "service_requests",
    row: Some("request"),
    fields: &[
        Field("token", Is::Filled, Form::Text),
        Field("service_request_id", Is::Told, Form::Text),
        // Of requests in the specification; of a token it is ours, and says why it was not registered.
        Field("status_notes", Is::Told, Form::Text),
    ],
};
pub(super) static REQUESTS: Shape = Shape {
    root: "service_requests",
    row: Some("request"),
    fields: &[
        Field("service_request_id", Is::Filled, Form::Text),
        Field("status", Is::Filled, Form::OneOf(&["open", "closed"])),
        Field("status_notes", Is::Told, Form::Text),
        Field("service_name", Is::Filled, Form::Text),
        Field("service_code", Is::Filled, Form::Text),
        Field("description", Is::Told, Form::Text),
        Field("agency_responsible", Is::Told, Form::Text),
        Field("service_notice", Is::Told, Form::Text),
        Field("requested_datetime", Is::Filled, Form::Moment),
        Field("updated_datetime", Is::Filled, Form::Moment),
        Field("expected_datetime", Is::Told, Form::Moment),
        Field("address", Is::Told, Form::Text),
        Field("address_id", Is::Told, Form::Text),
        Field("zipcode", Is::Told, Form::Text),
        Field("lat", Is::Told, Form::Number),
        Field("long", Is::Told, Form::Number),
        Field("media_url", Is::Told, Form::Address),
    ],
};
pub(super) static ERRORS: Shape = Shape {
    root: "errors",
    row: Some("error"),
    fields: &[Field("code", Is::Filled, Form::Number), Field("description", Is::Filled, Form::Text)],
};

/// What an address says, which is of its shape, and the same in XML.
async fn told(program: &Program, (path, query): (&str, &str), shape: &Shape, status: u16) -> Value {
    let address = |ending: &str| format!("/open311/v2/{path}.{ending}?{query}");
    let answer = program.browser.get(&address("json")).await;
    assert_eq!(answer.headers["content-type"], "application/json", "{path}");
    let told = answer.expect(status);
    shape.check(&told).unwrap_or_else(|why| panic!("{path}.json: {why} in {told:#}"));
    let document = program.browser.get(&address("xml")).await.expect(status);
    assert_eq!(of_xml(shape, &document), told, "{path}");
    told
}

fn of_xml(shape: &Shape, document: &Value) -> Value {
    let document = document.as_str().expect("XML is no JSON");
    shape.of_xml(document).unwrap_or_else(|why| panic!("{why} in {document}"))
}

#[test]
fn what_is_not_in_the_specification_is_found() {
    let error = |more: Value| {
        let mut error = json!({ "code": 400, "description": "路灯" });
        error.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([error])
    };
    assert_eq!(ERRORS.check(&error(json!({}))), Ok(()));
    for wrong in [
        error(json!({ "hint": "not of GeoReport" })),
        error(json!({ "code": "400" })),
        error(json!({ "code": null })),
        json!([{ "code": 400 }]),
        json!({ "code": 400, "description": "a list of them is asked for" }),
    ] {
        assert!(ERRORS.check(&wrong).is_err(), "{wrong}");
    }
    assert!(Form::Moment.check(&json!("2026-11-27 09:00:00")).is_err(), "no zone");
    assert!(Form::OneOf(DATATYPES).check(&json!("integer")).is_err());
    let error = |inner: &str| ERRORS.of_xml(&format!("<errors><error>{inner}</error></errors>"));
    let (code, description) = ("<code>400</code>", "<description>&lt;</description>");
    assert_eq!(error(&format!("{code}{description}")), Ok(json!([{ "code": 400, "description": "<" }])));
    for wrong in [
        format!("{description}{code}"),
        format!("{code}{code}"),
        format!("{code}<hint></hint>"),
        "<code>four</code>".to_owned(),
        "<code><a></a></code>".to_owned(),
    ] {
        assert!(error(&wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn every_answer_is_of_the_published_shape() {
    let server = server().await;
    let program = program(&server).await;
    let key = format!("api_key={}", program.token);
    for service in told(&program, ("services", ""), &SERVICES, 200).await.as_array().unwrap() {
        let path = format!("services/{}", service["service_code"].as_str().unwrap());
        told(&program, (&path, ""), &DEFINITION, 200).await;
    }

    let filed = async |form: &[(&str, &str)], once: &str| {
        let filed = file_to("requests.json", &program, form, Some(once)).await.expect(201);
        FILED.check(&filed).unwrap_or_else(|why| panic!("{why} in {filed:#}"));
        let document = file_to("requests.xml", &program, form, Some(once)).await.expect(200);
        assert_eq!(of_xml(&FILED, &document), filed);
        let named = ["service_request_id", "token"].map(|name| filed[0][name].as_str().map(str::to_owned));
        assert_eq!(named.iter().flatten().count(), 1, "{filed}");
        named
    };
    let [number, _] = filed(&request(&program.token, &[]), "key-1").await;
    let unnamed = request(&program.token, &[("last_name", ""), ("first_name", "")]);
    let [_, token] = filed(&unnamed, "key-2").await;
    let (number, token) = (number.unwrap(), token.unwrap());

    let path = format!("tokens/{token}");
    told(&program, (&path, &key), &TOKENS, 200).await;
    let counter = server.sign_in("counter").await;
    let mut item = counter.get("/intake").await.expect(200)["rows"][0]["item"].clone();
    item["petitioner"]["name"] = "马某".into();
    let reason = json!({ "reason": "没有姓名，“无法”核实 <身份> & 住址" });
    counter.post(&format!("/intake/{token}/discard"), reason.clone()).await.expect(200);
    let discarded = told(&program, (&path, &key), &TOKENS, 200).await;
    assert_eq!(discarded[0]["status_notes"], reason["reason"]);
    let again = json!({ "reason": "当事人来电补充了姓名" });
    counter.post(&format!("/intake/{token}/take-up"), again).await.expect(200);
    counter.post(&format!("/intake/{token}/register"), item).await.expect(201);
    assert!(told(&program, (&path, &key), &TOKENS, 200).await[0]["service_request_id"].is_string());

    let path = format!("requests/{number}");
    told(&program, (&path, &key), &REQUESTS, 200).await;
    let head = server.sign_in("head").await;
    let listed = head.get(&format!("/petitions?search={number}")).await.expect(200);
    let id = listed["rows"][0]["id"].as_str().unwrap();
    moved(&head, id, json!({ "kind": "start_screening" })).await;
    moved(&head, id, routed()).await;
    let open = told(&program, (&path, &key), &REQUESTS, 200).await;
    assert!(open[0]["agency_responsible"].is_string() && open[0]["expected_datetime"].is_string(), "{open}");
    withdrawn(&head, id).await;
    let all = told(&program, ("requests", &key), &REQUESTS, 200).await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(told(&program, (&path, &key), &REQUESTS, 200).await[0]["status"], "closed");
}

#[tokio::test]
async fn every_fault_is_of_the_published_shape() {
    let server = server().await;
    let program = program(&server).await;
    let key = format!("api_key={}", program.token);
    let with = |more: &str| format!("{key}&{more}");
    for (path, query, status) in [
        ("requests", String::new(), 403),
        ("requests", with("jurisdiction_id=999999"), 404),
        ("requests", with("start_date=yesterday"), 400),
        ("requests/XF1", key.clone(), 404),
        ("requests/XF1", String::new(), 403),
        ("tokens/none", key.clone(), 404),
        ("services/nonsense", String::new(), 404),
        ("nothing", String::new(), 404),
    ] {
        let fault = told(&program, (path, &query), &ERRORS, status).await;
        assert_eq!((fault.as_array().unwrap().len(), &fault[0]["code"]), (1, &json!(status)), "{path}");
    }
    for (form, status) in [
        (request("wrong", &[]), 403),
        (request(&program.token, &[("service_code", "nonsense")]), 404),
        (request(&program.token, &[("description", "")]), 400),
    ] {
        let fault = file_to("requests.json", &program, &form, None).await.expect(status);
        ERRORS.check(&fault).unwrap_or_else(|why| panic!("{why} in {fault:#}"));
        let document = file_to("requests.xml", &program, &form, None).await.expect(status);
        assert_eq!(of_xml(&ERRORS, &document), fault);
    }
}
