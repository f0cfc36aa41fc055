//! Who may call what: one row for every operation of the OpenAPI document (docs/threats.md T11). An operation
//! without a row fails here.

mod carriers;
mod fields;
mod lines;
mod rows;
mod scene;
mod schema;
mod sealed;
mod writes;

use super::cases::{HOUR, PETITIONER_SEAT};
use rows::{ROWS, Who, Who::*};
use scene::Scene;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&lianjie::edge::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let operation = |path: &str, method: &str, operation: &Value| Operation {
        id: operation["operationId"].as_str().unwrap().to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
    };
    paths
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().iter().map(|(method, found)| operation(path, method, found))
        })
        .collect()
}

#[test]
fn every_operation_has_a_row_that_says_who_may_call_it() {
    let documented: BTreeSet<String> = operations().into_iter().map(|operation| operation.id).collect();
    let listed: BTreeSet<String> = ROWS.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(documented, listed, "add a row to {}", file!());
}

fn who(operation: &Operation) -> Who {
    ROWS.iter().find(|(id, _)| *id == operation.id).map(|(_, who)| *who).unwrap()
}

#[test]
fn the_document_says_of_every_operation_what_opens_it() {
    let document: Value = serde_json::from_str(&lianjie::edge::openapi::document()).unwrap();
    for operation in operations() {
        let ways = document["paths"][&operation.path][&operation.method]["security"].as_array().unwrap();
        let by = |scheme: &str| ways.iter().any(|way| way.get(scheme).is_some());
        let fits = match who(&operation) {
            Anyone => ways.contains(&json!({})),
            Seat => by("seatCookie") && !by("staffCookie"),
            Device => by("deviceToken") && !by("staffCookie"),
            Screen => by("screenCookie") && !by("staffCookie"),
            Program => !by("staffCookie") && !by("seatCookie"),
            Staff | ThoseWithRights | Administrator | Administrators | RoomKeepers => by("staffCookie"),
        };
        assert!(fits, "{}: {ways:?}", operation.id);
        assert_eq!(ways.contains(&json!({})), who(&operation) == Anyone, "{}", operation.id);
    }
}

#[tokio::test]
async fn without_signing_in_only_public_operations_answer() {
    let scene = Scene::set().await;
    for operation in operations() {
        let answer = scene.call(&scene.server.visitor(), &operation).await;
        let refused = matches!(answer.status.as_u16(), 401 | 403); // an API key is answered 403
        assert_eq!(refused, who(&operation) != Anyone, "{}: {}", operation.id, answer.status);
    }
}

/// The neighbours' bureau head, and the district's own system administrator.
#[tokio::test]
async fn for_those_without_rights_there_is_no_such_thing() {
    let scene = Scene::set().await;
    for username in ["neighbour", "admin"] {
        let browser = scene.server.sign_in(username).await;
        for operation in operations().iter().filter(|operation| who(operation) == ThoseWithRights) {
            let answer = scene.call(&browser, operation).await;
            assert_eq!(answer.status, 404, "{username} {}", operation.id);
        }
        for list in ["/petitions", "/hearings"] {
            let shown = browser.get(list).await.expect(200);
            assert!(shown == json!([]) || shown["rows"] == json!([]), "{username} {list}");
        }
    }
}

#[tokio::test]
async fn somebody_elses_seat_opens_nothing_of_the_desk() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    let secret = scene.scheduled.link(&head, PETITIONER_SEAT).await;
    scene.server.advance(HOUR);
    let phone = scene.server.visitor();
    super::cases::exchange(&phone, &secret).await.expect(200);
    for operation in operations() {
        let expected = match who(&operation) {
            Anyone => continue,
            Staff | Device | Program | Administrator | Administrators | RoomKeepers | Screen => 401,
            Seat if operation.id == "seat_photo" => 415, // no form
            Seat if operation.id.starts_with("seat_code") => 422, // no message can be sent
            Seat => 200,
            ThoseWithRights if operation.id == "issue_ticket" => 200,
            // Its own to bring, with a title; and there is none for whom it was not shown to.
            // And no messages are sent from here.
            ThoseWithRights if ["exhibit_bring", "hearing_signing_code"].contains(&operation.id.as_str()) => {
                422
            }
            ThoseWithRights if operation.id == "exhibit_file" => 404,
            ThoseWithRights => 401,
        };
        let answer = scene.call(&phone, &operation).await;
        let expected = if operation.path.starts_with("/open311") { 403 } else { expected };
        assert_eq!(answer.status, expected, "{}", operation.id);
    }
}

/// Whoever works on petitions administers nothing, and each administrator only their own part.
#[tokio::test]
async fn administration_is_not_there_for_those_who_do_not_administer() {
    let scene = Scene::set().await;
    let administered: Vec<_> =
        operations().into_iter().filter(|operation| who(operation) == Administrators).collect();
    for username in ["head", "neighbour", "desk", "handler", "leader"] {
        let browser = scene.server.sign_in(username).await;
        for operation in &administered {
            let answer = scene.call(&browser, operation).await;
            assert_eq!(answer.status, 404, "{username} {}", operation.id);
        }
    }
    for (username, parts) in [
        (
            "admin",
            ["calendar", "agenc", "room", "staff_create", "staff_import", "reset", "factor", "able"]
                .as_slice(),
        ),
        ("security", &["roles"]),
        ("auditor", &["log", "openings"]),
    ] {
        let browser = scene.server.sign_in(username).await;
        let read = ["admin_log", "admin_openings"];
        for operation in administered
            .iter()
            .filter(|operation| operation.method == "post" || read.contains(&operation.id.as_str()))
        {
            let answer = scene.call(&browser, operation).await;
            let mine = parts.iter().any(|part| operation.id.contains(part));
            if !mine && !operation.id.contains("division") {
                assert_eq!(answer.status, 404, "{username} {}", operation.id);
            } else if mine && !operation.path.contains("agencies/{id}") {
                assert_ne!(answer.status, 404, "{username} {}", operation.id);
            }
        }
    }
}

#[tokio::test]
async fn those_with_rights_see_what_the_others_do_not() {
    let scene = Scene::set().await;
    let head = scene.server.sign_in("head").await;
    for operation in operations().iter().filter(|operation| who(operation) == ThoseWithRights) {
        let answer = scene.call(&head, operation).await;
        assert!(!matches!(answer.status.as_u16(), 401 | 404), "{}: {}", operation.id, answer.status);
    }
}

/// What hangs on a webhook or a delivery that is not there is not there for an administrator either.
#[tokio::test]
async fn interfaces_are_for_administrators() {
    let scene = Scene::set().await;
    let (head, admin) = (scene.server.sign_in("head").await, scene.server.sign_in("admin").await);
    for operation in operations().iter().filter(|operation| who(operation) == Administrator) {
        assert_eq!(scene.call(&head, operation).await.status, 404, "{}", operation.id);
        let about =
            ["webhooks", "deliveries"].iter().any(|area| operation.path.starts_with(&format!("/{area}/{{")));
        let status = scene.call(&admin, operation).await.status;
        assert_eq!(status == 404, about, "{}: {status}", operation.id);
    }
}

#[tokio::test]
async fn the_screens_of_a_room_are_there_for_who_looks_after_it_alone() {
    let scene = Scene::set().await;
    for (username, keeps) in [
        ("counter", true),
        ("clerk", true),
        ("head", true),
        ("admin", true),
        ("neighbour", false),
        ("city", false),
        ("handler", false),
        ("desk", false),
        ("security", false),
        ("leader", false),
    ] {
        let browser = scene.server.sign_in(username).await;
        for operation in operations().iter().filter(|operation| who(operation) == RoomKeepers) {
            let status = scene.call(&browser, operation).await.status;
            assert_eq!(status != 404, keeps, "{username} {}: {status}", operation.id);
        }
    }
}

/// A television hangs where everybody passes.
#[tokio::test]
async fn a_rooms_screen_opens_nothing_but_what_it_shows() {
    let scene = Scene::set().await;
    for operation in operations() {
        let expected = match who(&operation) {
            Anyone => continue,
            // No seat of its room is in this hearing.
            Screen if operation.id == "screen_join" => 404,
            Screen => 200,
            _ if operation.path.starts_with("/open311") => 403,
            _ => 401,
        };
        let status = scene.call(&scene.television, &operation).await.status;
        assert_eq!(status, expected, "{}", operation.id);
    }
}
