//! Who may call what: one row for every operation of the OpenAPI document (trust.md T11). An operation
//! without a row fails here.

use super::cases::{HOUR, PETITIONER_SEAT, Scheduled, filing, wish};
use crate::kit::{
    server::{Answer, Browser, TestServer, credentials},
    town::PASSWORD,
};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Anyone,
    /// Whoever is signed in; the answer shows no more than their rights.
    Staff,
    /// A device with a seat's cookie.
    Seat,
    /// A device with its token: no cookie helps.
    Device,
    /// By `domain::rights`: for others there is no such thing.
    ThoseWithRights,
}
use Who::{Anyone, Device, Seat, Staff, ThoseWithRights};

const ROWS: [(&str, Who); 41] = [
    ("sign_in", Anyone),
    ("whoami", Staff),
    ("sign_out", Anyone),
    ("seat_exchange", Anyone),
    ("seat_show", Seat),
    ("issue_ticket", ThoseWithRights),
    ("list_divisions", Anyone),
    ("list_agencies", Staff),
    ("list_rooms", Staff),
    ("list_staff", Staff),
    ("query_status", Anyone),
    ("query_attach", Anyone),
    ("query_withdraw", Anyone),
    ("query_review", Anyone),
    ("query_accept", Anyone),
    ("petition_register", Anyone),
    ("petition_list", Staff),
    ("petition_show", ThoseWithRights),
    ("petition_timeline", ThoseWithRights),
    ("petition_transition", ThoseWithRights),
    ("petition_attach", ThoseWithRights),
    ("petition_renew_query_code", ThoseWithRights),
    ("attachment_download", ThoseWithRights),
    ("hearing_list", Staff),
    ("hearing_schedule", ThoseWithRights),
    ("hearing_check", ThoseWithRights),
    ("hearing_show", ThoseWithRights),
    ("hearing_link", ThoseWithRights),
    ("hearing_device_token_issue", ThoseWithRights),
    ("hearing_device_token_revoke", ThoseWithRights),
    ("hearing_cancel", ThoseWithRights),
    ("hearing_postpone", ThoseWithRights),
    ("hearing_minutes", ThoseWithRights),
    ("hearing_lines", ThoseWithRights),
    ("hearing_quality", ThoseWithRights),
    ("hearing_outcome", ThoseWithRights),
    ("hearing_publish", ThoseWithRights),
    ("whip", Device),
    ("whep", Device),
    ("device_patch", Device),
    ("device_hang_up", Device),
];

struct Operation {
    id: String,
    method: String,
    path: String,
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

/// Something to ask about, in 七里河区.
struct Scene {
    server: TestServer,
    scheduled: Scheduled,
    attachment: String,
    person: Value,
}

impl Scene {
    async fn set() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let path = scheduled.petition.path("/attachments");
        let attached = server.sign_in("counter").await.upload(&path, file_form()).await.expect(201);
        let page = head.get(&scheduled.petition.path("")).await.expect(200);
        let (attachment, person) =
            (attached["id"].as_str().unwrap().to_owned(), page["parties"][0]["id"].clone());
        Self { server, scheduled, attachment, person }
    }

    /// Calls it with a body that its route would take.
    async fn call(&self, browser: &Browser, operation: &Operation) -> Answer {
        let id = match operation.path.split('/').nth(1) {
            Some("attachments") => &self.attachment,
            Some("hearings") => &self.scheduled.hearing,
            _ => &self.scheduled.petition.id,
        };
        let path = operation.path.replace("{id}", id);
        let path = path.replace("{seat}", &self.scheduled.seats[PETITIONER_SEAT]);
        match operation.method.as_str() {
            "get" => browser.get(&path).await,
            "delete" => browser.delete(&path).await,
            "patch" => browser.send(browser.request(reqwest::Method::PATCH, &path)).await,
            _ if operation.id.ends_with("_attach") => browser.upload(&path, file_form()).await,
            _ => browser.post(&path, self.body(&operation.id)).await,
        }
    }

    fn body(&self, operation: &str) -> Value {
        let reason = "没有特别的理由";
        match operation {
            "sign_in" => credentials("counter", PASSWORD),
            "seat_exchange" => json!({ "secret": "none" }),
            "issue_ticket" => json!({ "hearing": self.scheduled.hearing }),
            "query_status" | "query_accept" => self.scheduled.petition.door(),
            "query_withdraw" | "query_review" => {
                json!({ "number": self.scheduled.petition.number, "code": "none", "reason": reason })
            }
            "petition_register" => filing(),
            "petition_transition" => json!({ "version": 1, "transition": { "kind": "start_screening" } }),
            "hearing_schedule" | "hearing_check" => wish(self.scheduled.starts_at + 2 * HOUR, &self.person),
            "hearing_cancel" | "hearing_postpone" => json!({ "reason": reason }),
            "hearing_outcome" => json!({ "conclusion": reason, "standards": ["resolve"], "items": [] }),
            _ => json!({}),
        }
    }
}

fn file_form() -> Form {
    Form::new().part("file", Part::bytes(b"%PDF-1.7".to_vec()).file_name("a.pdf"))
}

fn who(operation: &Operation) -> Who {
    ROWS.iter().find(|(id, _)| *id == operation.id).map(|(_, who)| *who).unwrap()
}

#[tokio::test]
async fn without_signing_in_only_public_operations_answer() {
    let scene = Scene::set().await;
    for operation in operations() {
        let answer = scene.call(&scene.server.visitor(), &operation).await;
        assert_eq!(answer.status == 401, who(&operation) != Anyone, "{}: {}", operation.id, answer.status);
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
            Staff | Device => 401,
            Seat => 200,
            ThoseWithRights if operation.id == "issue_ticket" => 200,
            ThoseWithRights => 401,
        };
        let answer = scene.call(&phone, &operation).await;
        assert_eq!(answer.status, expected, "{}", operation.id);
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
