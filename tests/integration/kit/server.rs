//! The real server on a free port, with a clock the test may move, and browsers that visit it.

use super::{database, town};
use lianjie::{
    channels::outbox::{Sender, Settings},
    domain::{
        Timestamp,
        hearing::{IdentityRule, Sealer},
    },
    edge::{self, AppState, EdgeConfig},
    media::{self, MediaConfig, TurnConfig, Workers},
    reels::Reels,
    rooms::{Parts, Rooms},
    sealing::NodeSeal,
    storage::SharedStore,
    telemetry,
    world::{RealWorld, SharedWorld, World},
};
use metrics_exporter_prometheus::PrometheusHandle;
use reqwest::{Method, StatusCode, multipart::Form};
use serde_json::Value;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, LazyLock, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use time::macros::format_description;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// When a test begins, whatever day it is outside: a Wednesday at 10:00 in China, no holiday for a month. What must hold
/// on any day is looked for by `LIANJIE_TEST_DAY=2026-12-31`, at the same hour.
static BEGINS: LazyLock<Timestamp> = LazyLock::new(|| {
    let day = std::env::var("LIANJIE_TEST_DAY").unwrap_or_else(|_| "2026-11-18".into());
    let day = time::Date::parse(&day, format_description!("[year]-[month]-[day]")).expect("LIANJIE_TEST_DAY");
    Timestamp::start_of(day).plus_millis(10 * 3_600_000)
});

/// Goes like the real clock from [`BEGINS`] on, and is moved on by the test.
#[derive(Debug)]
pub struct MovedClock(AtomicI64);

impl Default for MovedClock {
    fn default() -> Self {
        Self(AtomicI64::new(BEGINS.0 - RealWorld.now().0))
    }
}

impl MovedClock {
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl World for MovedClock {
    fn now(&self) -> Timestamp {
        RealWorld.now().plus_millis(self.0.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        RealWorld.fill(bytes);
    }
}

pub struct TestServer {
    pub url: String,
    pub store: SharedStore,
    pub folder: TempDir,
    pub media: Workers,
    pub rooms: Rooms,
    pub clock: Arc<MovedClock>,
    config: EdgeConfig,
    /// Of the outbox.
    sending: CancellationToken,
}

impl TestServer {
    /// With the [`town`] in it.
    pub async fn start() -> Self {
        Self::start_with(EdgeConfig::default()).await
    }

    pub async fn start_with(config: EdgeConfig) -> Self {
        let (store, folder) = database::sqlite_store().await;
        Self::of(store, folder, config).await
    }

    /// Over the store of a contract test.
    pub async fn over(store: SharedStore) -> Self {
        Self::of(store, tempfile::tempdir().unwrap(), EdgeConfig::default()).await
    }

    async fn of(store: SharedStore, folder: TempDir, config: EdgeConfig) -> Self {
        let mut tx = store.begin().await.unwrap();
        town::settle(tx.as_mut()).await;
        tx.commit().await.unwrap();
        let clock = Arc::new(MovedClock::default());
        let (url, media, rooms, sending) = serve(&store, &folder, &clock, config.clone()).await;
        Self { url, store, folder, media, rooms, clock, config, sending }
    }

    /// Another server over the same records, as after a restart.
    pub async fn restarted(self) -> Self {
        self.sending.cancel();
        let config = self.config.clone();
        let (url, media, rooms, sending) = serve(&self.store, &self.folder, &self.clock, config).await;
        Self { url, media, rooms, sending, ..self }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Its time and chance.
    pub fn world(&self) -> SharedWorld {
        self.clock.clone()
    }

    pub fn advance(&self, millis: i64) {
        self.clock.advance(millis);
    }

    /// A browser without cookies, on one of the server's own pages.
    pub fn visitor(&self) -> Browser {
        let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
        Browser { client, url: self.url.clone(), origin: Some(self.url.clone()) }
    }

    pub async fn sign_in(&self, username: &str) -> Browser {
        let browser = self.visitor();
        browser.post("/session", credentials(username, town::PASSWORD)).await.expect(200);
        browser
    }
}

async fn serve(
    store: &SharedStore,
    folder: &TempDir,
    clock: &Arc<MovedClock>,
    config: EdgeConfig,
) -> (String, Workers, Rooms, CancellationToken) {
    let localhost = Ipv4Addr::LOCALHOST.into();
    let media = MediaConfig {
        turn: Some(TurnConfig { tls: Some("turn.test:443".to_owned()), ..TurnConfig::default() }),
        ..MediaConfig::new(SocketAddr::new(localhost, 0), vec![localhost], clock.clone())
    };
    let media = media::start(media).unwrap();
    let plane = Arc::new(media.clone());
    let sealer: Arc<dyn Sealer> = Arc::new(NodeSeal::of(&[7; 32]).unwrap());
    let parts = Parts {
        store: store.clone(),
        media: plane,
        world: clock.clone(),
        sealer: sealer.clone(),
        identity: IdentityRule::Noted,
        representatives: config.local_rules.representatives.clone(),
        texts: config.notices.sms.is_some(),
    };
    let rooms = Rooms::new(parts);
    let listener = TcpListener::bind(SocketAddr::new(localhost, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let config = EdgeConfig {
        public_url: url.clone(),
        files: folder.path().join("files"),
        packages: folder.path().join("packages"),
        reels: Reels::open(folder.path(), false, |key| key.fill(3)).unwrap(),
        films: folder.path().join("films"),
        metrics_from: vec!["127.0.0.0/8".parse().unwrap()],
        notices: Settings {
            idle: Duration::from_millis(20),
            files: folder.path().join("files"),
            ..config.notices
        },
        ..config
    };
    let sender = Sender::new(store.clone(), clock.clone(), config.notices.clone()).unwrap();
    let stopping = CancellationToken::new();
    tokio::spawn(sender.run(stopping.clone()));
    let state = AppState::new(store.clone(), rooms.clone(), clock.clone(), config, Some(metrics()), sealer);
    state.free_shut_in().await.unwrap();
    let service = edge::router(state).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    (url, media, rooms, stopping)
}

/// The recorder of this process.
pub fn metrics() -> PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS.get_or_init(|| telemetry::start_metrics().unwrap()).clone()
}

pub fn credentials(username: &str, password: &str) -> Value {
    serde_json::json!({ "username": username, "password": password })
}

/// A browser with its cookies. Paths are below `/api`.
pub struct Browser {
    client: reqwest::Client,
    url: String,
    /// Sent with every write.
    pub origin: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
    asked: String,
}

impl Browser {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// All rows of a list that comes page by page, the newest first: from its last to its first.
    pub async fn oldest_first(&self, path: &str) -> Value {
        let (mut rows, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}?limit=100{after}")).await.expect(200);
            rows.extend(page["rows"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        rows.reverse();
        Value::Array(rows)
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// Writes something in place of what has this `tag`; `*` is whatever is there.
    pub async fn replace(&self, method: Method, path: &str, tag: &Value, body: Value) -> Answer {
        let read = match tag.as_str().unwrap() {
            "*" => "*".to_owned(),
            tag => format!("\"{tag}\""),
        };
        self.send(self.request(method, path).header("if-match", read).json(&body)).await
    }

    /// Writes over whatever is there, where nobody else writes.
    pub async fn post_over(&self, path: &str, body: Value) -> Answer {
        self.replace(Method::POST, path, &Value::from("*"), body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub async fn upload(&self, path: &str, form: Form) -> Answer {
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let writes = method != Method::GET && method != Method::HEAD;
        let request = self.client.request(method, format!("{}/api{path}", self.url));
        match &self.origin {
            Some(origin) if writes => request.header("origin", origin),
            _ => request,
        }
    }

    /// The answer as it comes: bytes that are no JSON.
    pub async fn raw(&self, request: reqwest::RequestBuilder) -> reqwest::Response {
        self.client.execute(request.build().unwrap()).await.unwrap()
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let asked = format!("{} {}", request.method(), request.url().path());
        let response = self.client.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| text());
        Answer { status, headers, body, asked }
    }
}

impl Answer {
    /// The body of an answer with this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {:#}", self.asked, self.body);
        self.body
    }

    /// The body of a refusal with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let media_type = self.headers.get("content-type").cloned();
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{body:#}");
        assert_eq!(media_type.unwrap(), "application/problem+json");
        body
    }
}
