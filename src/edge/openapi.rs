//! The OpenAPI document: `docs/openapi.json`, from which the web's types are made.

mod answers;
mod doors;
mod told;

use super::{
    http,
    problem::{Problem, ProblemBody},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{
    IntoResponses, OpenApi,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lianjie",
        description = "REST API. Times are UTC milliseconds, days `YYYY-MM-DD`, ids UUIDs. Errors are `Problem`s; below `/open311` they are those of GeoReport v2. Any body may be refused as 400 `bad_request`, 413 `too_large`, 415 `unsupported_media_type` or 422 `unprocessable`.",
    ),
    servers((url = "/api")),
    components(schemas(ProblemBody)),
)]
struct Head;

/// The document as committed: pretty JSON with a newline at its end.
///
/// # Panics
/// Never: the document is made of maps with text keys.
#[must_use]
pub fn document() -> String {
    let (_, api) = OpenApiRouter::with_openapi(Head::openapi()).merge(http::documented()).split_for_parts();
    let mut api = serde_json::to_value(api).expect("maps with text keys");
    let asked = asked(&api);
    say_answers_are_complete(&mut api, &asked);
    say_steps_are_exact(&mut api, &asked);
    describe_answers(&mut api);
    doors::say(&mut api);
    answers::say(&mut api);
    told::say(&mut api);
    format!("{api:#}\n")
}

/// Answers always have every member, `null` where there is nothing; only requests may leave some out.
/// The derive cannot tell one from the other and calls every `Option` optional.
fn say_answers_are_complete(api: &mut Value, asked: &BTreeSet<String>) {
    let Some(schemas) = api["components"]["schemas"].as_object_mut() else { return };
    let answers = schemas.iter_mut().filter(|(name, _)| !asked.contains(*name) && *name != "Problem");
    answers.for_each(|(_, schema)| require_all(schema));
}

/// A body with a member that nobody reads is refused. The derive says so of a struct; of an enum it leaves it out
/// (`tests/tidy` holds that each refuses).
fn say_steps_are_exact(api: &mut Value, asked: &BTreeSet<String>) {
    let Some(schemas) = api["components"]["schemas"].as_object_mut() else { return };
    for name in asked {
        let kinds = schemas.get_mut(name).and_then(|schema| schema.get_mut("oneOf"));
        let kinds = kinds.and_then(Value::as_array_mut).into_iter().flatten();
        for kind in kinds.filter(|kind| kind["properties"].is_object()) {
            kind["additionalProperties"] = false.into();
        }
    }
}

/// The shapes that requests are made of.
fn asked(api: &Value) -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for path in api["paths"].as_object().into_iter().flat_map(|paths| paths.values()) {
        for operation in path.as_object().into_iter().flat_map(|methods| methods.values()) {
            collect_references(&operation["requestBody"], &api["components"]["schemas"], &mut asked);
        }
    }
    asked
}

/// The format wants each answer described. Where an operation has no words of its own for one, its status has.
fn describe_answers(api: &mut Value) {
    for operation in operations(api) {
        for (status, answer) in operation["responses"].as_object_mut().into_iter().flatten() {
            if answer["description"].as_str().is_none_or(str::is_empty) {
                answer["description"] = meaning(status).into();
            }
        }
    }
}

fn operations(api: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = api["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    paths.filter_map(Value::as_object_mut).flat_map(|methods| methods.values_mut())
}

fn meaning(status: &str) -> &'static str {
    match status {
        "201" => "Made.",
        "202" => "Taken, and not done yet.",
        "204" => "Done; there is nothing more to say.",
        "206" => "The part of it that was asked for.",
        "304" => "Unchanged since it was last read.",
        _ => "What was asked for.",
    }
}

fn collect_references(value: &Value, schemas: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            if let Some(name) = name.filter(|name| found.insert((*name).to_owned())) {
                collect_references(&schemas[name], schemas, found);
            }
            members.values().for_each(|member| collect_references(member, schemas, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, schemas, found)),
        _ => {}
    }
}

fn require_all(schema: &mut Value) {
    let names = schema["properties"].as_object().map(|members| members.keys().cloned().collect::<Vec<_>>());
    if let Some(names) = names {
        schema["required"] = names.into();
    }
    if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(require_all);
    }
}

impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new()
            .description("What is wrong.")
            .content("application/problem+json", content)
            .build();
        BTreeMap::from([("default".to_owned(), response.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(schema: &str) -> Vec<String> {
        let api: Value = serde_json::from_str(&document()).unwrap();
        serde_json::from_value(api["components"]["schemas"][schema]["required"].clone()).unwrap()
    }

    #[test]
    fn every_answer_says_what_it_is() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                for (status, answer) in operation["responses"].as_object().unwrap() {
                    let said = answer["description"].as_str().unwrap_or_default();
                    assert!(!said.is_empty(), "{method} {path} {status}");
                }
            }
        }
    }

    #[test]
    fn headers_that_a_call_is_made_with_are_parameters_of_it() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        for (path, expected) in [
            (
                "/channels/hotline/orders",
                ["x-lianjie-client", "x-lianjie-timestamp", "x-lianjie-nonce", "x-lianjie-signature"]
                    .as_slice(),
            ),
            ("/open311/v2/requests.json", &["Idempotency-Key"]),
            ("/open311/v2/requests.xml", &["Idempotency-Key"]),
            ("/petitions/{id}/transitions", &["If-Match"]),
        ] {
            let parameters = api["paths"][path]["post"]["parameters"].as_array().unwrap();
            let headers: Vec<_> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "header")
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            assert_eq!(headers, expected, "{path}");
        }
    }

    /// Forms are read field by field; what else a browser puts into one is left.
    #[test]
    fn bodies_take_no_member_that_is_not_described() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let (mut open, mut names) = (Vec::new(), BTreeSet::new());
        for methods in api["paths"].as_object().unwrap().values() {
            for operation in methods.as_object().unwrap().values() {
                let body = &operation["requestBody"]["content"]["application/json"];
                open.extend(takes_anything("body", body));
                collect_references(body, &api["components"]["schemas"], &mut names);
            }
        }
        open.extend(names.iter().flat_map(|name| takes_anything(name, &api["components"]["schemas"][name])));
        assert!(open.is_empty(), "{open:#?}");
        assert!(names.len() > 100, "{names:?}");
    }

    /// Where in a shape there is an object that does not refuse what it does not know.
    fn takes_anything(at: &str, value: &Value) -> Vec<String> {
        match value {
            Value::Object(members) => {
                let open = members.get("properties").is_some_and(Value::is_object)
                    && value["additionalProperties"] != false;
                let below =
                    members.iter().flat_map(|(name, part)| takes_anything(&format!("{at}/{name}"), part));
                open.then(|| at.to_owned()).into_iter().chain(below).collect()
            }
            Value::Array(parts) => parts.iter().flat_map(|part| takes_anything(at, part)).collect(),
            _ => Vec::new(),
        }
    }

    /// Who has nothing but the document would else be refused at the first public write.
    #[test]
    fn writes_without_a_token_name_their_origin() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        for (method, path, named) in [
            ("post", "/petitions", true),
            ("post", "/query", true),
            ("delete", "/webhooks/{id}", true),
            ("get", "/petitions", false),
            ("post", "/channels/hotline/orders", false),
            ("post", "/whip", false),
        ] {
            let operation = &api["paths"][path][method];
            assert!(operation.is_object(), "{method} {path}");
            assert_eq!(doors::names_origin(operation), named, "{method} {path}");
        }
        assert_eq!(api["components"]["parameters"]["Origin"]["in"], "header");
    }

    #[test]
    fn what_a_webhook_is_sent_is_in_the_document() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let sent = &api["webhooks"]["news"]["post"];
        let body = &sent["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(body, "#/components/schemas/EventNotice");
        assert!(api["components"]["schemas"]["EventNotice"]["properties"]["petition"].is_object());
        assert_eq!(sent["parameters"].as_array().unwrap().len(), 4);
    }

    #[test]
    fn lists_say_how_long_a_page_may_be() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let methods = api["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
        let parameters =
            methods.flat_map(|(_, operation)| operation["parameters"].as_array().into_iter().flatten());
        let limits: Vec<_> = parameters.filter(|parameter| parameter["name"] == "limit").collect();
        assert!(limits.len() > 15, "{limits:#?}");
        for limit in limits {
            let (least, most) = (&limit["schema"]["minimum"], &limit["schema"]["maximum"]);
            assert!(*least == 1 && (*most == 100 || *most == 200), "{limit:#}");
        }
    }

    #[test]
    fn answers_have_every_member_and_requests_may_leave_some_out() {
        assert!(required("PetitionRow").contains(&"unit_name".to_owned()));
        assert!(!required("NewPetition").contains(&"respondent".to_owned()));
        assert!(!required("Problem").contains(&"field".to_owned()));
    }
}
