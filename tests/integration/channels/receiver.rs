//! Somebody who is told: takes signed notices, or refuses them.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, Ordering},
};
use tokio::net::TcpListener;

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    inbox: Arc<Inbox>,
}

struct Inbox {
    answer: AtomicU16,
    had: Mutex<Vec<Had>>,
}

/// A request that came.
#[derive(Clone)]
pub struct Had {
    pub headers: HeaderMap,
    pub body: String,
    /// What was answered.
    pub status: u16,
}

impl Had {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }
}

impl Receiver {
    pub async fn start() -> Self {
        let inbox = Arc::new(Inbox { answer: AtomicU16::new(200), had: Mutex::default() });
        let router = Router::new().route("/hook", post(take)).with_state(inbox.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inbox }
    }

    /// From now on.
    pub fn answers(&self, status: u16) {
        self.inbox.answer.store(status, Ordering::SeqCst);
    }

    pub fn had(&self) -> Vec<Had> {
        self.inbox.had.lock().unwrap().clone()
    }

    /// Bodies of what was answered with success, in order.
    pub fn taken(&self) -> Vec<Value> {
        self.had().iter().filter(|had| had.status < 300).map(Had::json).collect()
    }
}

async fn take(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let status = inbox.answer.load(Ordering::SeqCst);
    let body = String::from_utf8(body.to_vec()).unwrap();
    inbox.had.lock().unwrap().push(Had { headers, body, status });
    StatusCode::from_u16(status).unwrap()
}
