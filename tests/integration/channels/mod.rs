//! Matters that come in from other systems and notices that go out to them, over real sockets.

mod calling;
mod clients;
mod codes;
mod colleagues;
mod hotline;
mod merged;
mod nights;
mod open311;
mod pictures;
mod query_codes;
mod receiver;
mod seats;
mod sms;
mod templates;
mod waiting;
mod way_in;
mod webhooks;
mod wechat;

use crate::kit::{
    server::{Answer, Browser, TestServer},
    town::{CITY, DISTRICT, hire},
};
use lianjie::{
    channels::{outbox::Settings, signature},
    domain::{
        ids::{AgencyId, StaffId},
        people::{Role, Staff},
    },
    edge::EdgeConfig,
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// A program of another house.
pub struct Program {
    pub browser: Browser,
    pub id: String,
    pub token: String,
    pub secret: String,
}

impl Program {
    /// Made by the district's administrator.
    pub async fn made(server: &TestServer, agency: AgencyId, scopes: &[&str]) -> Self {
        Self::made_by("admin", server, agency, scopes).await
    }

    pub async fn made_by(admin: &str, server: &TestServer, agency: AgencyId, scopes: &[&str]) -> Self {
        let admin = server.sign_in(admin).await;
        let asked = json!({ "name": "市12345热线平台", "agency": agency.0, "scopes": scopes });
        let made = admin.post("/clients", asked).await.expect(201);
        let mut browser = server.visitor();
        browser.origin = None;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (token, secret) = (text(&made["token"]), text(&made["signing_secret"]));
        Self { browser, id: text(&made["client"]["id"]), token, secret }
    }

    /// Of the whole city.
    pub async fn of_the_city(server: &TestServer, scopes: &[&str]) -> Self {
        let id = StaffId(Uuid::from_u128(0xc1ff));
        let (username, name) = ("cityadmin".to_owned(), "市信访局管理员".to_owned());
        let roles = vec![Role::SystemAdmin];
        let mut tx = server.store.begin().await.unwrap();
        hire(tx.as_mut(), &Staff { id, username, name, agency: CITY, roles, disabled: false }).await;
        tx.commit().await.unwrap();
        Self::made_by("cityadmin", server, CITY, scopes).await
    }

    pub async fn hotline(server: &TestServer) -> Self {
        Self::made(server, DISTRICT, &["intake:hotline", "webhooks"]).await
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.browser.request(method, path).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.browser.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.browser.send(self.request(Method::POST, path).json(&body)).await
    }

    /// Sends a work order, signed now with a nonce.
    pub async fn order(&self, server: &TestServer, nonce: &str, order: &Value) -> Answer {
        self.order_at(server.now().0, nonce, order, &self.secret).await
    }

    pub async fn order_at(&self, timestamp: i64, nonce: &str, order: &Value, secret: &str) -> Answer {
        let (body, timestamp) = (order.to_string(), timestamp.to_string());
        let signature = signature::sign(secret, &timestamp, nonce, body.as_bytes());
        let request = self
            .browser
            .request(Method::POST, "/channels/hotline/orders")
            .header("content-type", "application/json")
            .header("x-lianjie-client", &self.id)
            .header("x-lianjie-timestamp", timestamp)
            .header("x-lianjie-nonce", nonce)
            .header("x-lianjie-signature", signature)
            .body(body);
        self.browser.send(request).await
    }
}

/// A work order about 西湖街道.
pub fn order(number: &str) -> Value {
    json!({
        "external_number": number,
        "item": {
            "title": "小区物业不公开收支",
            "text": "来电人反映小区物业公司多年不公开收支，要求处理。",
            "place": "620103002",
            "content_class": "property_management",
            "petitioner": { "name": "马秀英", "phone": "13900000001" },
        },
    })
}

/// A server that may send notices to this machine.
pub async fn server() -> TestServer {
    let notices = Settings {
        plain_hosts: vec!["127.0.0.1".into()],
        networks: vec!["127.0.0.0/8".parse().unwrap()],
        ..Settings::default()
    };
    TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await
}
