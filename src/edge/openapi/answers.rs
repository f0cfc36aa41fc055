//! What an operation answers besides what was asked for: the statuses of the codes that its words name, and the headers
//! that come with an answer.

use crate::edge::problem::status_of;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TAG: &str = "Entity tag of what was read. `If-None-Match` with it asks whether it is the same still, `If-Match` writes over no other.";

/// Headers of answers: name, what it says, and which operations answer it with which status.
const HEADERS: &[(&str, &str, &str, &[&str])] = &[
    (
        "ETag",
        TAG,
        "200",
        &[
            "device_patch",
            "duty_board",
            "hearing_recording",
            "list_divisions",
            "petition_add_party",
            "petition_correct",
            "petition_elect",
            "petition_end_authority",
            "petition_representatives",
            "petition_show",
            "petition_transition",
            "petition_urgent",
            "recording_export",
        ],
    ),
    ("ETag", TAG, "201", &["whep", "whip"]),
    ("Location", "Where the session is changed and ended.", "201", &["whep", "whip"]),
];

/// Codes that rules refuse with, too: with 422.
const ALSO_RULES: &[&str] = &["too_early"];

pub fn say(api: &mut Value) {
    api["components"]["responses"] = problems();
    for operation in super::operations(api) {
        let mut statuses: BTreeMap<u16, Vec<String>> = BTreeMap::new();
        for code in codes(operation["description"].as_str().unwrap_or_default()) {
            let rule = ALSO_RULES.contains(&code.as_str()).then_some(StatusCode::UNPROCESSABLE_ENTITY);
            for status in [status_of(&code)].into_iter().chain(rule) {
                let said = if code.starts_with("refus") {
                    "what a rule says".to_owned()
                } else {
                    format!("`{code}`")
                };
                statuses.entry(status.as_u16()).or_default().push(said);
            }
        }
        if super::doors::names_origin(operation) {
            statuses.entry(403).or_default().push("`bad_origin`".to_owned());
        }
        for (status, codes) in statuses {
            let name = match status {
                401 => "Unauthenticated",
                429 => "TooMany",
                _ => "Problem",
            };
            let answer =
                json!({ "$ref": format!("#/components/responses/{name}"), "description": codes.join(", ") });
            if operation["responses"].get(status.to_string()).is_none() {
                operation["responses"][status.to_string()] = answer;
            }
        }
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        for (name, what, status, ids) in HEADERS {
            if ids.contains(&id.as_str()) {
                operation["responses"][*status]["headers"][*name] = header(what, "string");
            }
        }
    }
}

/// The codes that the words of an operation name, each once; what stands in brackets is about the code before it.
fn codes(words: &str) -> Vec<String> {
    let Some((_, named)) = words.split_once("Codes:") else { return Vec::new() };
    let mut depth = 0_u32;
    let bare = named.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let bare: String = bare.collect();
    let named = bare
        .split('.')
        .next()
        .unwrap_or_default()
        .split([',', ';'])
        .filter_map(|one| one.split_whitespace().next());
    let mut codes: Vec<String> = named.map(str::to_owned).collect();
    codes.dedup();
    codes
}

fn problems() -> Value {
    let problem = |headers: Value| {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let content = json!({ "application/problem+json": { "schema": schema } });
        json!({ "description": "What is wrong.", "content": content, "headers": headers })
    };
    json!({
        "Problem": problem(json!({})),
        "Unauthenticated": problem(json!({ "WWW-Authenticate": header("By what to sign in.", "string") })),
        "TooMany": problem(json!({ "Retry-After": header("Seconds.", "integer") })),
    })
}

fn header(what: &str, kind: &str) -> Value {
    json!({ "description": what, "schema": { "type": kind } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn api() -> Value {
        serde_json::from_str(&crate::edge::openapi::document()).unwrap()
    }

    #[test]
    fn codes_are_read_out_of_an_operations_words() {
        for (words, expected) in [
            ("Registers it. Codes: unauthenticated, stale (it is over).", vec!["unauthenticated", "stale"]),
            (
                "Codes: bad_line with line, refusals of the room. `If-Match` is needed.",
                vec!["bad_line", "refusals"],
            ),
            ("Codes: conflict (one, or two.),\nreason_needed.", vec!["conflict", "reason_needed"]),
            ("Says nothing of them.", vec![]),
        ] {
            assert_eq!(codes(words), expected, "{words}");
        }
    }

    #[test]
    fn every_code_that_is_named_is_among_the_answers() {
        let mut api = api();
        let mut ids = BTreeSet::new();
        for operation in crate::edge::openapi::operations(&mut api) {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            for code in codes(operation["description"].as_str().unwrap_or_default()) {
                let word = code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                let answer = &operation["responses"][status_of(&code).as_str()];
                assert!(word && answer.is_object(), "{id}: {code}");
            }
            ids.insert(id);
        }
        for (name, _, _, listed) in HEADERS {
            assert!(listed.iter().all(|id| ids.contains(*id)), "{name}: one of {listed:?} is none");
        }
        let said = &api["paths"]["/petitions/{id}/transitions"]["post"]["responses"];
        assert_eq!(said["409"]["description"], "`stale`");
        assert!(said["200"]["headers"]["ETag"].is_object() && said["403"].is_object(), "{said:#}");
        assert!(api["components"]["responses"]["TooMany"]["headers"]["Retry-After"].is_object());
    }
}
