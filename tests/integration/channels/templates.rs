//! Template messages to followers, against a platform of this test's own.

use super::{Program, receiver::Receiver, sms, wechat::told};
use crate::{
    http::cases::{moved, withdrawn},
    kit::{
        server::{Browser, TestServer},
        town::{DISTRICT, staff_id},
        wait::eventually,
    },
};
use axum::{
    Json, Router,
    extract::{Query, State},
    routing::post,
};
use lianjie::{
    channels::outbox::{Account, Settings, Sms},
    domain::{
        channels::{ApiClient, Scope, Template},
        event::EventKind,
        ids::ClientId,
    },
    edge::EdgeConfig,
};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;
use uuid::Uuid;

const CLIENT: ClientId = ClientId(Uuid::from_u128(0xacc));

/// The platform: gives out tokens, takes messages, answers the next codes it is told to.
#[derive(Default)]
struct Platform {
    tokens: Mutex<Vec<Value>>,
    /// Each with the token it came with.
    messages: Mutex<Vec<(String, Value)>>,
    codes: Mutex<VecDeque<i64>>,
    /// It gives out no token.
    refuses: AtomicBool,
}

type Shared = Arc<Platform>;

async fn token(State(platform): State<Shared>, Json(asked): Json<Value>) -> Json<Value> {
    let mut tokens = platform.tokens.lock().unwrap();
    tokens.push(asked);
    if platform.refuses.load(Ordering::SeqCst) {
        return Json(json!({ "errcode": 40_013, "errmsg": "not looked at" }));
    }
    Json(json!({ "access_token": format!("token-{}", tokens.len()), "expires_in": 7200 }))
}

async fn send(
    State(platform): State<Shared>,
    Query(query): Query<HashMap<String, String>>,
    Json(message): Json<Value>,
) -> Json<Value> {
    platform.messages.lock().unwrap().push((query["access_token"].clone(), message));
    let code = platform.codes.lock().unwrap().pop_front().unwrap_or(0);
    Json(json!({ "errcode": code, "errmsg": "not looked at", "msgid": 1 }))
}

impl Platform {
    async fn start() -> (Shared, String) {
        let platform = Shared::default();
        let router = Router::new()
            .route("/cgi-bin/stable_token", post(token))
            .route("/cgi-bin/message/template/send", post(send))
            .with_state(platform.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (platform, url)
    }

    fn messages(&self) -> Vec<(String, Value)> {
        self.messages.lock().unwrap().clone()
    }

    fn answers(&self, codes: &[i64]) {
        self.codes.lock().unwrap().extend(codes);
    }
}

fn template(id: &str, kinds: &[EventKind]) -> Template {
    let fields = [("character_string1", "{number}"), ("thing2", "{state}")];
    let fields = fields.map(|(name, pattern)| (name.to_owned(), pattern.to_owned()));
    Template { id: id.into(), kinds: kinds.to_vec(), fields: fields.into() }
}

struct Scene {
    platform: Shared,
    server: TestServer,
    head: Browser,
    /// The petition the follower brought.
    id: String,
    number: String,
}

impl Scene {
    /// A follower of an account whose news of screening and routing are told brought a petition.
    async fn set() -> Self {
        let (platform, url) = Platform::start().await;
        Self::at(platform, url, None).await
    }

    /// The same with the platform at `url`, and a gateway.
    async fn at(platform: Shared, url: String, sms: Option<Sms>) -> Self {
        let account = Account {
            client: CLIENT,
            app_id: "wx1".into(),
            app_secret: "hush-hush".into(),
            url,
            templates: vec![
                template("T-SCREENING", &[EventKind::PetitionScreening]),
                template("T-ROUTED", &[EventKind::PetitionRouted, EventKind::PetitionWithdrawn]),
            ],
        };
        let notices = Settings {
            plain_hosts: vec!["127.0.0.1".into()],
            networks: vec!["127.0.0.0/8".parse().unwrap()],
            wechat: Some(account),
            sms,
            pages: "https://pages.example".into(),
            ..Settings::default()
        };
        let server = TestServer::start_with(EdgeConfig { notices, ..EdgeConfig::default() }).await;
        let program = Self::program(&server).await;
        for (id, text) in [(1, "小区物业多年不公开收支，请求处理"), (2, "马某某 13900000001"), (3, "1")]
        {
            told(&server, &program, "follower", id, text).await;
        }
        let head = server.sign_in("head").await;
        let list = head.get("/petitions").await.expect(200);
        let text = |name: &str| list["rows"][0][name].as_str().unwrap().to_owned();
        let (id, number) = (text("id"), text("number"));
        Self { platform, server, head, id, number }
    }

    /// The account's client, under the id the configuration names.
    async fn program(server: &TestServer) -> Program {
        let secret = "s".repeat(64);
        let client = ApiClient {
            id: CLIENT,
            agency: DISTRICT,
            name: "区信访局公众号".into(),
            scopes: vec![Scope::IntakeWechat],
            made_by: staff_id("admin"),
            made_at: server.now(),
            last_used_at: None,
            revoked_at: None,
            agency_closed_at: None,
        };
        let mut tx = server.store.begin().await.unwrap();
        tx.add_api_client(&client, &[1; 32], &secret).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = server.visitor();
        browser.origin = None;
        Program { browser, id: CLIENT.to_string(), token: String::new(), secret }
    }

    async fn moved(&self, transition: Value) {
        moved(&self.head, &self.id, transition).await;
    }

    async fn withdraw(&self) {
        withdrawn(&self.head, &self.id).await;
    }

    async fn sent(&self, count: usize) -> Vec<(String, Value)> {
        eventually(async || Some(self.platform.messages()).filter(|sent| sent.len() >= count)).await
    }

    /// What the desk shows of them, once the last is in `state`.
    async fn record(&self, state: &str) -> Value {
        let path = format!("/petitions/{}/deliveries", self.id);
        eventually(async || {
            let record = self.head.oldest_first(&path).await;
            let last = record.as_array().unwrap().last()?["state"] == state;
            last.then(|| record.clone())
        })
        .await
    }
}

#[tokio::test]
async fn a_follower_is_told_by_the_template_of_each_kind_with_one_token() {
    let scene = Scene::set().await;
    scene.moved(json!({ "kind": "start_screening" })).await;
    scene.withdraw().await;
    let sent = scene.sent(2).await;
    let ids: Vec<_> = sent.iter().map(|(_, message)| message["template_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["T-SCREENING", "T-ROUTED"], "of registering there is no template");
    let (token, first) = &sent[0];
    assert_eq!((token.as_str(), &first["touser"]), ("token-1", &json!("follower")));
    assert_eq!(first["url"], "https://pages.example/query");
    assert_eq!(first["data"]["character_string1"]["value"], scene.number.as_str());
    assert_ne!(first["client_msg_id"], sent[1].1["client_msg_id"]);
    for private in ["马某某", "物业", "13900000001"] {
        assert!(!first.to_string().contains(private), "{private}");
    }
    let tokens = scene.platform.tokens.lock().unwrap().clone();
    let asked = json!({ "grant_type": "client_credential", "appid": "wx1", "secret": "hush-hush" });
    assert_eq!(tokens, [asked]);
    let record = scene.record("delivered").await;
    assert_eq!(record[0]["receiver"], "wechat");
    assert!(!record.to_string().contains("hush") && !record.to_string().contains("follower"));
}

#[tokio::test]
async fn a_message_is_sent_again_with_a_new_token_after_the_old_one_was_refused() {
    let scene = Scene::set().await;
    scene.platform.answers(&[42_001, -1]);
    scene.moved(json!({ "kind": "start_screening" })).await;
    for tries in 1..=2 {
        scene.sent(tries).await;
        eventually(async || {
            let record = scene.record("waiting").await;
            (record[0]["attempts"].as_array().unwrap().len() == tries).then_some(())
        })
        .await;
        scene.server.advance(60_000);
    }
    let record = scene.record("delivered").await;
    let attempts = record[0]["attempts"].as_array().unwrap();
    let failures: Vec<_> = attempts.iter().map(|tried| tried["failure"].as_str()).collect();
    assert_eq!(failures, [Some("WeChat answered 42001"), Some("WeChat answered -1"), None]);
    let sent = scene.sent(3).await;
    let tokens: Vec<_> = sent.iter().map(|(token, _)| token.as_str()).collect();
    assert_eq!(tokens, ["token-1", "token-2", "token-2"]);
    let ids: std::collections::HashSet<_> = sent.iter().map(|(_, sent)| &sent["client_msg_id"]).collect();
    assert_eq!(ids.len(), 1, "the platform shows it once");
}

/// Eight tries that each waited for the token in turn held back every code for more than a minute.
#[tokio::test]
async fn a_platform_that_does_not_answer_keeps_no_code_waiting() {
    let mute = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", mute.local_addr().unwrap());
    let gateway = Receiver::start().await;
    let scene = Scene::at(Shared::default(), url, sms::settings(&gateway).sms).await;
    scene.moved(json!({ "kind": "start_screening" })).await;
    let asked = tokio::time::timeout(Duration::from_secs(8), mute.accept()).await;
    let _asked = asked.expect("the platform is asked").unwrap(); // and is never answered
    scene.server.advance(61_000); // since the code of the registration
    let counter = scene.server.sign_in("counter").await;
    counter.post(&format!("/petitions/{}/query-code/message", scene.id), json!({})).await.expect(204);
    let code =
        eventually(async || gateway.had().iter().any(|had| had.body.contains("新查询码")).then_some(()));
    // A try at the platform ends after ten seconds.
    tokio::time::timeout(Duration::from_secs(8), code).await.expect("the code waited for the platform");
}

/// What cannot be had is asked for once and not by each who needs it.
#[tokio::test]
async fn a_token_that_is_refused_is_not_asked_for_again_at_once() {
    let scene = Scene::set().await;
    scene.platform.refuses.store(true, Ordering::SeqCst);
    scene.moved(json!({ "kind": "start_screening" })).await;
    scene.withdraw().await;
    let path = format!("/petitions/{}/deliveries", scene.id);
    let tried = eventually(async || {
        let record = scene.head.oldest_first(&path).await;
        let tried = |row: &Value| row["attempts"].as_array().is_some_and(|tries| !tries.is_empty());
        record.as_array().filter(|rows| rows.len() == 2 && rows.iter().all(tried)).cloned()
    });
    let failures: Vec<_> = tried.await.iter().map(|row| row["attempts"][0]["failure"].clone()).collect();
    assert_eq!(failures, ["WeChat answered 40013", "WeChat answered 40013"]);
    assert_eq!(scene.platform.tokens.lock().unwrap().len(), 1, "the second was told what the first was");
}

#[tokio::test]
async fn who_does_not_follow_any_more_is_not_written_to_again() {
    let scene = Scene::set().await;
    scene.platform.answers(&[43_004]);
    scene.moved(json!({ "kind": "start_screening" })).await;
    let record = scene.record("failed").await;
    assert_eq!(record[0]["outcome"], "nobody to tell any more");
    scene.withdraw().await;
    scene.record("delivered").await;
    assert_eq!(scene.sent(2).await.len(), 2);
}

#[tokio::test]
async fn the_platforms_own_news_are_not_answered_with_help() {
    let scene = Scene::set().await;
    let program = Program {
        browser: scene.server.visitor(),
        id: CLIENT.to_string(),
        token: String::new(),
        secret: "s".repeat(64),
    };
    for (event, answered) in [("TEMPLATESENDJOBFINISH", false), ("unsubscribe", false), ("subscribe", true)] {
        let body = format!(
            "<xml><ToUserName>a</ToUserName><FromUserName>f</FromUserName><CreateTime>{}</CreateTime>\
            <MsgType>event</MsgType><Event>{event}</Event></xml>",
            event.len()
        );
        let answer = super::wechat::posted(&scene.server, &program, body).await;
        assert_eq!(answer.expect(200).as_str().unwrap().contains("反映问题"), answered, "{event}");
    }
}
