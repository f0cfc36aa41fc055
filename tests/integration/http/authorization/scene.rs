//! One thing of every kind that an operation may name, and a call of each operation about them.

mod bodies;

use super::Operation;
use crate::{
    http::{
        cases::{Filed, PETITIONER_SEAT, Scheduled, ordered_item},
        delegations, grid, queue, reception, requests, screens,
    },
    kit::{
        server::{Answer, Browser, TestServer},
        town::{HOUSING, NEIGHBOURS, ROOM, staff_id},
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
    /// Of the reception room.
    screen: String,
    pub television: Browser,
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
        let (television, screen) = screens::paired(&server, ROOM).await;
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
            screen,
            television,
        }
    }

    /// The same, asked about a report and a file of it instead.
    pub async fn about(self, report: Filed) -> Self {
        let desk = self.server.sign_in("desk").await;
        let attached = desk.upload(&report.path("/attachments"), file_form()).await.expect(201);
        let attachment = attached["id"].as_str().unwrap().to_owned();
        let scheduled = Scheduled { petition: report, ..self.scheduled };
        Self { attachment, scheduled, ..self }
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
            Some("rooms") => &ROOM.0.to_string(),
            Some("admin") => &self.administered(&operation.path),
            _ => &self.scheduled.petition.id,
        };
        let query = match operation.id.as_str() {
            "supervision_list" => "?box=received",
            "grid_reports" => "?box=mine",
            "hearing_paper_signature" | "hearing_proxy_signature" => "?version=1&sha256=0",
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
        let path = path.replace("{exhibit}", &self.exhibit).replace("{screen}", &self.screen);
        let path = path.replace("{code}", "620103002001");
        match operation.method.as_str() {
            "get" => browser.get(&path).await,
            "delete" => browser.delete(&path).await,
            "put" => {
                browser
                    .replace(reqwest::Method::PUT, &path, &json!("*"), bodies::of(self, &operation.id))
                    .await
            }
            "patch" => browser.send(browser.request(reqwest::Method::PATCH, &path)).await,
            _ if operation.id.starts_with("open311_request") => {
                let request = browser.request(reqwest::Method::POST, &path).body("api_key=none");
                browser.send(request.header("content-type", "application/x-www-form-urlencoded")).await
            }
            _ if operation.id.ends_with("_attach")
                || [
                    "hearing_paper_signature",
                    "hearing_proxy_signature",
                    "hearing_delivered",
                    "exhibit_bring",
                ]
                .contains(&operation.id.as_str()) =>
            {
                browser.upload(&path, file_form()).await
            }
            _ => {
                browser
                    .replace(reqwest::Method::POST, &path, &json!("*"), bodies::of(self, &operation.id))
                    .await
            }
        }
    }

    /// What an operation of administration is asked of.
    fn administered(&self, path: &str) -> String {
        match path {
            _ if path.contains("agencies") => NEIGHBOURS.0.to_string(),
            _ if path.contains("rooms") => ROOM.0.to_string(),
            _ => staff_id("clerk").0.to_string(),
        }
    }
}

fn file_form() -> Form {
    form_of("a.pdf")
}

fn form_of(name: &'static str) -> Form {
    Form::new().part("file", Part::bytes(b"%PDF-1.7".to_vec()).file_name(name))
}
