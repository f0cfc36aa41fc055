//! Who may call what: one row for every operation of the OpenAPI document (trust.md T11). An operation
//! without a row fails here.

use super::cases::{HOUR, PETITIONER_SEAT, Scheduled, filing, ordered_item, wish};
use crate::kit::{
    server::{Answer, Browser, TestServer, credentials},
    town::{DISTRICT, HOUSING, NEIGHBOURS, PASSWORD, staff_id},
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
    /// A program of another house, signed or with its token: no cookie helps.
    Program,
    /// System administrators; for others there is no such thing.
    Administrator,
    /// By `domain::rights`: for others there is no such thing.
    ThoseWithRights,
    /// Those who administer it: for others there is no such thing.
    Administrators,
}
use Who::{Administrator, Administrators, Anyone, Device, Program, Seat, Staff, ThoseWithRights};

const ROWS: &[(&str, Who)] = &[
    ("sign_in", Anyone),
    ("whoami", Staff),
    ("sign_out", Anyone),
    ("seat_exchange", Anyone),
    ("seat_show", Seat),
    ("seat_check_in_show", Seat),
    ("seat_check_in", Seat),
    ("seat_photo", Seat),
    ("seat_code", Seat),
    ("seat_code_confirm", Seat),
    ("seat_self_test", Seat),
    ("seat_trial", Anyone),
    ("seat_trial_ways", Anyone),
    ("seat_trial_offer", Anyone),
    ("hearing_check_in", ThoseWithRights),
    ("hearing_identity", ThoseWithRights),
    ("hearing_identity_photo", ThoseWithRights),
    ("hearing_mask", ThoseWithRights),
    ("hearing_helper", ThoseWithRights),
    ("duty_board", Staff),
    ("duty_act", ThoseWithRights),
    ("alarm_handle", Staff),
    ("leader_desk", Staff),
    ("issue_ticket", ThoseWithRights),
    ("list_divisions", Anyone),
    ("list_agencies", Staff),
    ("list_rooms", Staff),
    ("list_staff", Staff),
    ("query_status", Anyone),
    ("query_attach", Anyone),
    ("query_withdraw", Anyone),
    ("query_document", Anyone),
    ("query_review", Anyone),
    ("query_accept", Anyone),
    ("query_hearing_request", Anyone),
    ("query_hearing_request_withdraw", Anyone),
    ("query_calendar", Anyone),
    ("query_receipt", Anyone),
    ("hearing_request_of_petition", ThoseWithRights),
    ("hearing_request_make", ThoseWithRights),
    ("hearing_request_list", Staff),
    ("hearing_request_show", ThoseWithRights),
    ("hearing_request_step", ThoseWithRights),
    ("schedules", Staff),
    ("schedules_free", Staff),
    ("schedules_mine", Staff),
    ("hearing_calendar", ThoseWithRights),
    ("hearing_notices", ThoseWithRights),
    ("hearing_notice_receipt", ThoseWithRights),
    ("queue_show", ThoseWithRights),
    ("queue_take", ThoseWithRights),
    ("queue_next", ThoseWithRights),
    ("queue_step", ThoseWithRights),
    ("queue_screen", Anyone),
    ("petition_register", Anyone),
    ("petition_list", Staff),
    ("petition_show", ThoseWithRights),
    ("petition_timeline", ThoseWithRights),
    ("petition_transition", ThoseWithRights),
    ("petition_transitions", Staff),
    ("petition_attach", ThoseWithRights),
    ("petition_renew_query_code", ThoseWithRights),
    ("attachment_download", ThoseWithRights),
    ("filter_list", Staff),
    ("filter_save", Staff),
    ("filter_drop", Staff),
    ("document_list", ThoseWithRights),
    ("document_issue", ThoseWithRights),
    ("document_preview", ThoseWithRights),
    ("document_download", ThoseWithRights),
    ("document_verify", Anyone),
    ("document_templates", Staff),
    ("document_templates_save", Staff),
    ("document_templates_preview", Staff),
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
    ("hearing_presiding", ThoseWithRights),
    ("hearing_plan_presiding", ThoseWithRights),
    ("hearing_quality", ThoseWithRights),
    ("hearing_talks", ThoseWithRights),
    ("hearing_item_proposals", ThoseWithRights),
    ("hearing_recordings", ThoseWithRights),
    ("hearing_recording", ThoseWithRights),
    ("keep_recordings", ThoseWithRights),
    ("destroy_recordings", ThoseWithRights),
    ("recordings_due", Staff),
    ("export_recordings", ThoseWithRights),
    ("recording_export", ThoseWithRights),
    ("exhibit_bring", ThoseWithRights),
    ("exhibit_from_file", ThoseWithRights),
    ("exhibit_list", ThoseWithRights),
    ("exhibit_file", ThoseWithRights),
    ("hearing_chat", ThoseWithRights),
    ("hearing_undelivered", Staff),
    ("minutes_phrases", Staff),
    ("minutes_phrases_save", Staff),
    ("hearing_outcome", ThoseWithRights),
    ("hearing_publish", ThoseWithRights),
    ("query_evaluate", Anyone),
    ("supervision_show", ThoseWithRights),
    ("supervision_demand", ThoseWithRights),
    ("supervision_list", Staff),
    ("supervision_answer", ThoseWithRights),
    ("supervision_lift", ThoseWithRights),
    ("supervision_call_back", ThoseWithRights),
    ("action_item_list", Staff),
    ("action_item_step", ThoseWithRights),
    ("statistics_table", Staff),
    ("statistics_export", Staff),
    ("statistics_yearly", Staff),
    ("statistics_yearly_export", Staff),
    ("statistics_warnings", Staff),
    ("statistics_take_charge", Staff),
    ("statistics_screen", Staff),
    ("statistics_petitions", Staff),
    ("hearing_signing", ThoseWithRights),
    ("hearing_package", ThoseWithRights),
    ("hearing_paper_signature", ThoseWithRights),
    ("hearing_proxy_signature", ThoseWithRights),
    ("hearing_signing_code", ThoseWithRights),
    ("whip", Device),
    ("whep", Device),
    ("device_patch", Device),
    ("device_hang_up", Device),
    ("petition_representatives", ThoseWithRights),
    ("petition_elect", ThoseWithRights),
    ("petition_deliveries", ThoseWithRights),
    ("client_list", Administrator),
    ("client_make", Administrator),
    ("client_revoke", Administrator),
    ("webhook_list", Administrator),
    ("webhook_make", Administrator),
    ("webhook_stop", Administrator),
    ("webhook_events", Administrator),
    ("delivery_failed", Administrator),
    ("delivery_retry", Administrator),
    ("intake_waiting", Staff),
    ("intake_register", ThoseWithRights),
    ("intake_discard", ThoseWithRights),
    ("hotline_order", Program),
    ("hotline_order_show", Program),
    ("wechat_check", Program),
    ("wechat_message", Program),
    ("open311_services", Anyone),
    ("open311_service", Anyone),
    ("open311_services_xml", Anyone),
    ("open311_request_xml", Program),
    ("open311_requests_xml", Program),
    ("open311_request", Program),
    ("open311_requests", Program),
    ("open311_request_show", Program),
    ("open311_token", Program),
    ("session_new_password", Anyone),
    ("grid_report", Staff),
    ("grid_reports", Staff),
    ("grid_places", Staff),
    ("grid_report_show", ThoseWithRights),
    ("grid_step", ThoseWithRights),
    ("grid_photo_attach", ThoseWithRights),
    ("grid_photo", ThoseWithRights),
    ("reception_public", Anyone),
    ("reception_roster", Staff),
    ("reception_compliance", Staff),
    ("my_contracts", Staff),
    ("reception_leader_put", ThoseWithRights),
    ("reception_day_plan", ThoseWithRights),
    ("reception_series_plan", ThoseWithRights),
    ("reception_day_change", ThoseWithRights),
    ("petition_contracts", ThoseWithRights),
    ("petition_contract", ThoseWithRights),
    ("admin_calendar", Administrators),
    ("admin_calendar_preview", Administrators),
    ("admin_calendar_load", Administrators),
    ("admin_divisions_import", Administrators),
    ("admin_agencies", Administrators),
    ("admin_agency_create", Administrators),
    ("admin_agency_rename", Administrators),
    ("admin_agency_close", Administrators),
    ("admin_staff", Administrators),
    ("admin_staff_create", Administrators),
    ("admin_staff_roles", Administrators),
    ("admin_staff_disable", Administrators),
    ("admin_staff_enable", Administrators),
    ("admin_staff_reset", Administrators),
    ("admin_grids", Administrators),
    ("admin_grid_set", Administrators),
    ("admin_log", Administrators),
    ("delegation_list", Staff),
    ("delegation_make", Staff),
    ("delegation_end", ThoseWithRights),
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
    document: String,
    person: Value,
    item: String,
    demand: String,
    /// What waits at the bureau.
    waiting: String,
    client: String,
    reception_day: String,
    request: String,
    ticket: String,
    exhibit: String,
    /// Of a grid in 西湖街道, and a photo of it.
    grid_report: String,
    grid_photo: String,
    /// Made by the head.
    delegation: String,
}

impl Scene {
    async fn set() -> Self {
        let server = TestServer::start().await;
        let head = server.sign_in("head").await;
        let scheduled = Scheduled::on(&server, &head).await;
        let path = scheduled.petition.path("/attachments");
        let attached = server.sign_in("counter").await.upload(&path, file_form()).await.expect(201);
        let page = head.get(&scheduled.petition.path("")).await.expect(200);
        let path = scheduled.petition.path("/documents");
        let issued = head.post(&path, json!({ "kind": "registration" })).await.expect(201);
        let text = |answer: &Value| answer["id"].as_str().unwrap().to_owned();
        let (attachment, document, person) =
            (text(&attached), text(&issued), page["parties"][0]["id"].clone());
        let item = ordered_item(&server, &scheduled).await;
        let asked = json!({ "kind": "reminder", "to": HOUSING.0, "text": "请尽快书面答复" });
        let page = head.post(&scheduled.petition.path("/demands"), asked).await.expect(200);
        let demand = text(&page["demands"][0]);
        let program = crate::channels::Program::hotline(&server).await;
        let mut order = crate::channels::order("HL-1");
        order["item"]["place"] = "999999".into();
        let waiting = text(&program.order(&server, "n1", &order).await.expect(202));
        let client = program.id;
        let reception_day = text(&super::reception::planned(&server, &head).await);
        let request = text(&super::requests::made(&server, &scheduled.petition).await);
        let ticket = super::queue::given_out(&server, &reception_day).await;
        let laid = json!({ "attachment": attachment, "title": "购房合同" });
        let clerk = server.sign_in("clerk").await;
        let exhibit = text(&clerk.post(&scheduled.path("/exhibits/filed"), laid).await.expect(201));
        let (grid_report, grid_photo) = super::grid::reported(&server).await;
        let delegation = super::delegations::to_begin(&server, &head).await;
        Self {
            server,
            scheduled,
            attachment,
            document,
            person,
            item,
            demand,
            waiting,
            client,
            reception_day,
            request,
            ticket,
            exhibit,
            grid_report,
            grid_photo,
            delegation,
        }
    }

    /// Calls it with a body that its route would take.
    async fn call(&self, browser: &Browser, operation: &Operation) -> Answer {
        let id = match operation.path.split('/').nth(1) {
            Some("action-items") => &self.item,
            Some("demands") => &self.demand,
            Some("attachments") => &self.attachment,
            Some("clients") => &self.client,
            Some("intake") => &self.waiting,
            Some("hearings") => &self.scheduled.hearing,
            Some("reception" | "queue-screens") => &self.reception_day,
            Some("hearing-requests") => &self.request,
            Some("queue-tickets") => &self.ticket,
            Some("grid") => &self.grid_report,
            Some("delegations") => &self.delegation,
            Some("admin") => &self.administered(&operation.path),
            _ => &self.scheduled.petition.id,
        };
        let query = match operation.id.as_str() {
            "supervision_list" => "?box=received",
            "grid_reports" => "?box=mine",
            _ => "",
        };
        let path = operation
            .path
            .replace("{id}", id)
            .replace("{number}", "HL-1")
            .replace("{kind}", "mediation")
            .replace("{file}", "land.json")
            .replace("{client}", &self.client)
            .replace("{photo}", &self.grid_photo)
            .replace("{indicator}", "petitions");
        let path = path + query;
        let path = path.replace("{seat}", &self.scheduled.seats[PETITIONER_SEAT]);
        let path = path.replace("{document}", &self.document);
        let path = path.replace("{export}", &self.attachment);
        let path = path.replace("{recording}", &self.attachment); // none of its own is needed to be refused
        let path = path.replace("{exhibit}", &self.exhibit);
        let path = path.replace("{code}", "620103002001");
        match operation.method.as_str() {
            "get" => browser.get(&path).await,
            "delete" => browser.delete(&path).await,
            "put" => {
                let request = browser.request(reqwest::Method::PUT, &path).json(&self.body(&operation.id));
                browser.send(request).await
            }
            "patch" => browser.send(browser.request(reqwest::Method::PATCH, &path)).await,
            _ if operation.id.starts_with("open311_request") => {
                let request = browser.request(reqwest::Method::POST, &path).body("api_key=none");
                browser.send(request.header("content-type", "application/x-www-form-urlencoded")).await
            }
            _ if operation.id.ends_with("_attach")
                || ["hearing_paper_signature", "hearing_proxy_signature", "exhibit_bring"]
                    .contains(&operation.id.as_str()) =>
            {
                browser.upload(&path, file_form()).await
            }
            _ => browser.post(&path, self.body(&operation.id)).await,
        }
    }

    /// What an operation of administration is asked of.
    fn administered(&self, path: &str) -> String {
        if path.contains("agencies") { NEIGHBOURS.0.to_string() } else { staff_id("clerk").0.to_string() }
    }

    fn body(&self, operation: &str) -> Value {
        let reason = "没有特别的理由";
        match operation {
            "sign_in" => credentials("counter", PASSWORD),
            "seat_exchange" | "seat_trial_ways" => json!({ "secret": "none" }),
            "seat_trial" => json!({ "secret": "none", "measured": { "microphone": true, "camera": true } }),
            "seat_trial_offer" => {
                json!({ "secret": "none", "peer": 1, "sdp": "v=0", "sources": [], "receivers": [] })
            }
            "seat_check_in" => {
                json!({ "no_recording": true, "language": null, "interpreter": false })
            }
            "seat_code_confirm" => json!({ "code": "000000" }),
            "seat_self_test" => json!({ "microphone": true, "camera": true }),
            "hearing_identity" => json!({ "way": "paper" }),
            "hearing_mask" => json!({ "masked": true }),
            "hearing_helper" => json!({ "relation": "relative", "name": "张某" }),
            "duty_act" => json!({ "deed": "announce", "text": "请稍候" }),
            "issue_ticket" => json!({ "hearing": self.scheduled.hearing }),
            "query_status" | "query_accept" => self.scheduled.petition.door(),
            "query_withdraw" | "query_review" => {
                json!({ "number": self.scheduled.petition.number, "code": "none", "reason": reason })
            }
            "query_evaluate" => {
                let number = &self.scheduled.petition.number;
                json!({ "number": number, "code": "none", "target": "unit", "level": "satisfied" })
            }
            "exhibit_from_file" => json!({ "attachment": self.attachment, "title": "购房合同" }),
            "grid_report" => super::grid::seen(2),
            "grid_step" => json!({ "version": 1, "step": { "kind": "claim" } }),
            "petition_elect" => json!({ "people": [] }),
            "supervision_demand" => json!({ "kind": "reminder", "text": reason }),
            "supervision_answer" => json!({ "text": reason }),
            "supervision_lift" => json!({ "reason": reason }),
            "supervision_call_back" => json!({ "note": reason }),
            "action_item_step" => json!({ "step": "accept" }),
            "query_document" => self.scheduled.petition.door(),
            "document_issue" | "document_preview" => json!({ "kind": "registration" }),
            "document_verify" => json!({ "code": "none" }),
            "petition_register" => filing(),
            "petition_transition" => json!({ "version": 1, "transition": { "kind": "start_screening" } }),
            "petition_transitions" => {
                let petitions = [json!({ "id": self.scheduled.petition.id, "version": 1 })];
                json!({ "key": self.document, "petitions": petitions, "transition": { "kind": "start_screening" } })
            }
            "hearing_schedule" | "hearing_check" => wish(self.scheduled.starts_at + 2 * HOUR, &self.person),
            "statistics_take_charge" => json!({ "key": "none" }),
            "hearing_cancel" | "hearing_postpone" => json!({ "reason": reason }),
            "hearing_plan_presiding" => json!({ "stand_in": null, "absence_grace_seconds": 60 }),
            "intake_register" => crate::channels::order("HL-1")["item"].clone(),
            "intake_discard" => json!({ "reason": reason }),
            "client_make" => json!({ "name": reason, "agency": HOUSING.0, "scopes": ["webhooks"] }),
            "webhook_make" => json!({ "url": "https://hooks.example/a", "client": self.client }),
            "minutes_phrases_save" => json!({ "phrases": [] }),
            "hearing_outcome" => json!({ "conclusion": reason, "standards": ["resolve"], "items": [] }),
            "reception_leader_put" => super::reception::leader("leader", "chief"),
            "reception_day_plan" => super::reception::day(&self.server, 5),
            "reception_series_plan" => super::reception::series(&self.server, 1),
            "reception_day_change" => json!({ "version": 1, "change": { "kind": "publish" } }),
            "keep_recordings" => json!({ "class": "ordinary", "sealed": false, "reason": reason }),
            "destroy_recordings" | "export_recordings" => json!({ "reason": reason }),
            "hearing_request_make" => super::requests::request(),
            "hearing_request_step" => json!({ "version": 1, "step": { "kind": "examine" } }),
            "query_hearing_request_withdraw" => self.scheduled.petition.door(),
            "query_hearing_request" => {
                let number = &self.scheduled.petition.number;
                json!({ "number": number, "code": "none", "purpose": reason, "attendance": "room" })
            }
            "query_calendar" => {
                json!({ "number": self.scheduled.petition.number, "code": "none", "hearing": "none" })
            }
            "query_receipt" => {
                let number = &self.scheduled.petition.number;
                json!({ "number": number, "code": "none", "hearing": "none", "confirm": true })
            }
            "hearing_notice_receipt" => json!({ "confirm": true }),
            "queue_take" => super::queue::number("none"),
            "queue_next" => json!({ "window": "1" }),
            "queue_step" => json!({ "version": 1, "step": { "kind": "leave" } }),
            "delegation_make" => super::delegations::body(&self.server),
            "petition_contract" => json!({ "kind": "take", "leader": staff_id("leader").0 }),
            "session_new_password" => json!({ "username": "clerk", "code": "none", "password": PASSWORD }),
            "admin_calendar_preview" => json!({ "text": "year 2027" }),
            "admin_calendar_load" => json!({ "base": 0, "source": "", "text": "year 2027" }),
            "admin_agency_create" => json!({ "name": reason, "kind": "court", "division": "620103" }),
            "admin_agency_rename" => json!({ "name": reason }),
            "admin_agency_close" => json!({ "successor": HOUSING.0, "reason": reason }),
            "admin_staff_create" => json!({ "username": "new", "name": "某", "agency": DISTRICT.0 }),
            "admin_staff_roles" => json!({ "roles": ["clerk"] }),
            "admin_grid_set" => json!({ "posts": [] }),
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
            Staff | Device | Program | Administrator | Administrators => 401,
            Seat if operation.id == "seat_photo" => 400, // no form
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
        ("admin", ["calendar", "agenc", "staff_create", "reset", "able"].as_slice()),
        ("security", &["roles"]),
        ("auditor", &["log"]),
    ] {
        let browser = scene.server.sign_in(username).await;
        for operation in
            administered.iter().filter(|operation| operation.method == "post" || operation.id == "admin_log")
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
