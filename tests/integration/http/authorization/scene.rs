//! One thing of every kind that an operation may name, and a call of each operation about them.

use super::Operation;
use crate::{
    http::{
        cases::{HOUR, PETITIONER_SEAT, Scheduled, filing, ordered_item, wish},
        delegations, grid, queue, reception, requests,
    },
    kit::{
        server::{Answer, Browser, TestServer, credentials},
        town::{DISTRICT, HOUSING, NEIGHBOURS, PASSWORD, staff_id},
    },
};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

/// Something to ask about, in 七里河区.
pub struct Scene {
    pub server: TestServer,
    pub scheduled: Scheduled,
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
    pub async fn set() -> Self {
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
        order["item"]["petitioner"] = json!({ "name": "某乙", "phone": "13900000009" });
        let waiting = text(&program.order(&server, "n1", &order).await.expect(202));
        let client = program.id;
        let reception_day = text(&reception::planned(&server, &head).await);
        let request = text(&requests::made(&server, &scheduled.petition).await);
        let ticket = queue::given_out(&server, &reception_day).await;
        let clerk = server.sign_in("clerk").await;
        let contract =
            clerk.upload(&scheduled.petition.path("/attachments"), form_of("b.pdf")).await.expect(201);
        let laid = json!({ "attachment": contract["id"], "title": "购房合同" });
        let exhibit = text(&clerk.post(&scheduled.path("/exhibits/filed"), laid).await.expect(201));
        let (grid_report, grid_photo) = grid::reported(&server).await;
        let delegation = delegations::to_begin(&server, &head).await;
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
    pub async fn call(&self, browser: &Browser, operation: &Operation) -> Answer {
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
            "grid_report" => grid::seen(2),
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
            "reception_leader_put" => reception::leader("leader", "chief"),
            "reception_day_plan" => reception::day(&self.server, 5),
            "reception_series_plan" => reception::series(&self.server, 1),
            "reception_day_change" => json!({ "version": 1, "change": { "kind": "publish" } }),
            "keep_recordings" => json!({ "class": "ordinary", "sealed": false, "reason": reason }),
            "destroy_recordings" | "export_recordings" => json!({ "reason": reason }),
            "hearing_request_make" => requests::request(),
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
            "queue_take" => queue::number("none"),
            "queue_next" => json!({ "window": "1" }),
            "queue_step" => json!({ "version": 1, "step": { "kind": "leave" } }),
            "delegation_make" => delegations::body(&self.server),
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
    form_of("a.pdf")
}

fn form_of(name: &'static str) -> Form {
    Form::new().part("file", Part::bytes(b"%PDF-1.7".to_vec()).file_name(name))
}
