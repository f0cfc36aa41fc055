//! What opens each operation, as the document says it: cookies, tokens with their scopes, signatures. A test of the
//! rights (`http::authorization`) holds this against what the server answers.

use crate::{
    domain::channels::Scope,
    edge::{
        client,
        session::{SCREEN_COOKIE, SEAT_COOKIE, STAFF_COOKIE},
    },
};
use axum::http::Method;
use serde_json::{Value, json};

/// One way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Nothing is shown.
    Open,
    Staff,
    Seat,
    Screen,
    /// A device with the token of its seat.
    Device,
    /// A program with a token of this scope.
    Program(Scope),
    Hotline,
    Open311,
    Wechat,
}

/// Operations that something else opens than a person's sign-in. Where that is enough, [`client::scope_of`] tells
/// whether a token is, too.
const OTHERWISE: &[(&[Way], &[&str])] = &[
    (
        &[Way::Open],
        &[
            "document_verify",
            "leader_mailboxes",
            "list_agencies",
            "list_divisions",
            "node_key",
            "open311_discovery",
            "open311_discovery_xml",
            "open311_service",
            "open311_services",
            "open311_services_xml",
            "query_accept",
            "query_attach",
            "query_calendar",
            "query_document",
            "query_end_authority",
            "query_evaluate",
            "query_hearing_request",
            "query_hearing_request_withdraw",
            "query_receipt",
            "query_review",
            "query_seat",
            "query_seat_confirm",
            "query_status",
            "query_withdraw",
            "queue_screen",
            "reception_public",
            "screen_pairing",
            "seat_calendar",
            "seat_exchange",
            "seat_trial",
            "seat_trial_offer",
            "seat_trial_ways",
            "session_new_password",
            "sign_in",
            "sign_in_second",
            "sign_in_set_up",
            "sign_out",
        ],
    ),
    (&[Way::Open, Way::Staff], &["petition_register"]),
    (
        &[Way::Seat],
        &[
            "seat_check_in",
            "seat_check_in_show",
            "seat_code",
            "seat_code_confirm",
            "seat_photo",
            "seat_self_test",
            "seat_show",
        ],
    ),
    (&[Way::Seat, Way::Staff], &["exhibit_bring", "exhibit_file", "hearing_signing_code", "issue_ticket"]),
    (&[Way::Screen], &["screen_join", "screen_show"]),
    (&[Way::Device], &["device_hang_up", "device_patch", "whep", "whip"]),
    (
        &[Way::Staff, Way::Program(Scope::Webhooks)],
        &["webhook_events", "webhook_list", "webhook_make", "webhook_stop"],
    ),
    (&[Way::Hotline], &["hotline_order"]),
    (&[Way::Program(Scope::IntakeHotline)], &["hotline_order_show"]),
    (
        &[Way::Open311],
        &[
            "open311_request",
            "open311_request_show",
            "open311_request_xml",
            "open311_requests",
            "open311_requests_xml",
            "open311_token",
        ],
    ),
    (&[Way::Wechat], &["wechat_check", "wechat_message"]),
];

/// Says of every operation what opens it, and of each of these what it is.
pub fn say(api: &mut Value) {
    api["components"]["securitySchemes"] = schemes();
    api["components"]["parameters"] = json!({ "Origin": {
        "name": "Origin",
        "in": "header",
        "description": "One of this server's own origins, such as `https://petitions.example`: needed with each write that shows no token, signed in or not. Browsers name it by themselves; without it the answer is 403 `bad_origin`.",
        "schema": { "type": "string", "format": "uri" },
    } });
    for (path, methods) in api["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let ways = ways(id, method, path);
            if method != "get" && ways.iter().any(|way| way.is_a_pages()) {
                let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                parameters.push(json!({ "$ref": ORIGIN }));
                operation["parameters"] = parameters.into();
            }
            operation["security"] = ways.into_iter().map(Way::requirement).collect();
        }
    }
}

const ORIGIN: &str = "#/components/parameters/Origin";

/// Whether it may have to name where it comes from (`edge::origin`).
pub fn names_origin(operation: &Value) -> bool {
    operation["parameters"].as_array().into_iter().flatten().any(|one| one["$ref"] == ORIGIN)
}

fn ways(id: &str, method: &str, path: &str) -> Vec<Way> {
    let listed = OTHERWISE.iter().find(|(_, ids)| ids.contains(&id));
    let mut ways = listed.map_or_else(|| vec![Way::Staff], |(ways, _)| ways.to_vec());
    if ways.contains(&Way::Staff) {
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap_or_default();
        ways.extend(client::scope_of(&method, &format!("/api{path}")).map(Way::Program));
    }
    ways
}

impl Way {
    /// Whether a page could be made to send such a request for somebody else.
    const fn is_a_pages(self) -> bool {
        matches!(self, Self::Open | Self::Staff | Self::Seat | Self::Screen)
    }

    /// One of the alternatives of an operation's `security`. What stands in the list are scopes.
    fn requirement(self) -> Value {
        match self {
            Self::Open => json!({}),
            Self::Staff => json!({ "staffCookie": [] }),
            Self::Seat => json!({ "seatCookie": [] }),
            Self::Screen => json!({ "screenCookie": [] }),
            Self::Device => json!({ "deviceToken": [] }),
            Self::Program(scope) => json!({ "clientToken": [scope.as_str()] }),
            Self::Hotline => json!({ "hotlineSignature": [Scope::IntakeHotline.as_str()] }),
            Self::Open311 => json!({ "open311Key": [Scope::IntakeOpen311.as_str()] }),
            Self::Wechat => json!({ "wechatSignature": [Scope::IntakeWechat.as_str()] }),
        }
    }
}

fn schemes() -> Value {
    let cookie = |name: &str, what: &str| json!({ "type": "apiKey", "in": "cookie", "name": name, "description": what });
    json!({
        "staffCookie": cookie(STAFF_COOKIE, "Somebody signed in, by `POST /session`. A write names one of our own origins in `Origin`."),
        "seatCookie": cookie(SEAT_COOKIE, "A device at a seat, by `POST /seat/exchange`. A write names one of our own origins in `Origin`."),
        "screenCookie": cookie(SCREEN_COOKIE, "A reception room's television, by `POST /screen/pairing`, once it is paired."),
        "clientToken": {
            "type": "http",
            "scheme": "bearer",
            "description": "A program's token, shown once where it is made (工作台 → 接口). The scopes it needs stand beside it.",
        },
        "deviceToken": {
            "type": "http",
            "scheme": "bearer",
            "description": "A device's token for one seat, by `POST /hearings/{id}/seats/{seat}/device-token`.",
        },
        "hotlineSignature": {
            "type": "apiKey",
            "in": "header",
            "name": "x-lianjie-signature",
            "description": "Hexadecimal HMAC-SHA256, by the client's signing secret, of `x-lianjie-timestamp`, line feed, `x-lianjie-nonce`, line feed, body.",
        },
        "open311Key": {
            "type": "apiKey",
            "in": "query",
            "name": "api_key",
            "description": "A program's token: in the query of what is read, in the form of what is filed.",
        },
        "wechatSignature": {
            "type": "apiKey",
            "in": "query",
            "name": "signature",
            "description": "As WeChat signs: SHA-1 of the account's token, `timestamp` and `nonce`.",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn api() -> Value {
        serde_json::from_str(&crate::edge::openapi::document()).unwrap()
    }

    fn operations(api: &Value) -> impl Iterator<Item = &Value> {
        let paths = api["paths"].as_object().unwrap().values();
        paths.flat_map(|methods| methods.as_object().unwrap().values())
    }

    #[test]
    fn every_operation_says_what_opens_it_and_the_table_holds_no_others() {
        let api = api();
        let known: BTreeSet<_> = api["components"]["securitySchemes"].as_object().unwrap().keys().collect();
        let mut ids = BTreeSet::new();
        for operation in operations(&api) {
            let id = operation["operationId"].as_str().unwrap();
            ids.insert(id);
            let ways = operation["security"].as_array().unwrap_or_else(|| panic!("{id}"));
            assert!(!ways.is_empty(), "{id}");
            for way in ways {
                assert!(way.as_object().unwrap().keys().all(|scheme| known.contains(scheme)), "{id}: {way}");
            }
        }
        for (_, listed) in OTHERWISE {
            assert!(listed.iter().all(|id| ids.contains(id)), "one of {listed:?} is none");
        }
    }

    #[test]
    fn scopes_are_those_that_tokens_are_checked_for() {
        let api = api();
        let by = |method: &str, path: &str| api["paths"][path][method]["security"].clone();
        let staff = json!({ "staffCookie": [] });
        for (method, path, expected) in [
            ("get", "/petitions/{id}", json!([staff, { "clientToken": ["petitions:read"] }])),
            ("post", "/petitions/{id}/transitions", json!([staff, { "clientToken": ["petitions:write"] }])),
            ("post", "/petitions", json!([{}, staff, { "clientToken": ["petitions:write"] }])),
            ("post", "/petitions/{id}/query-code", json!([staff])),
            ("get", "/webhooks", json!([staff, { "clientToken": ["webhooks"] }])),
            ("post", "/channels/hotline/orders", json!([{ "hotlineSignature": ["intake:hotline"] }])),
            ("post", "/whip", json!([{ "deviceToken": [] }])),
            ("get", "/agencies", json!([{}])),
        ] {
            assert_eq!(by(method, path), expected, "{method} {path}");
        }
    }
}
