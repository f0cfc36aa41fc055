//! 网络日志: who called and for what, and nothing of what was said (docs/threats.md T23).

use super::cases::{Filed, HOUR, MINUTE, PETITIONER_SEAT, Scheduled, exchange, filing};
use crate::{
    channels::Program,
    kit::{
        server::{MovedClock, TestServer, credentials},
        town::{DISTRICT, PASSWORD, staff_id},
        wait::eventually,
    },
    ws::page::Page,
};
use lianjie::{
    access_log::{AccessLog, Settings},
    edge::EdgeConfig,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{fs, path::Path, sync::Arc, time::Duration};
use tokio::time::timeout;

/// All that was written, as it stands there.
fn written(folder: &Path) -> String {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.map(|file| fs::read_to_string(file.path()).unwrap()).collect()
}

fn lines(folder: &Path) -> Vec<Value> {
    written(folder).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn noting(folder: &Path) -> TestServer {
    let settings = Settings { folder: folder.to_owned(), keep_days: 9, day_bytes: 1_000_000, keep_free: 0 };
    let log = AccessLog::start(settings, Arc::new(MovedClock::default())).unwrap();
    TestServer::start_with(EdgeConfig { access_log: Some(log), ..EdgeConfig::default() }).await
}

#[tokio::test]
async fn each_request_and_page_connection_has_a_line_that_names_no_person_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let server = noting(folder.path()).await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    server.advance(HOUR - 15 * MINUTE);
    exchange(&server.visitor(), &secret).await.expect(200);
    let filed = Filed::by(&server.visitor(), filing()).await;
    server.visitor().post("/query", filed.door()).await.expect(200);
    server.visitor().get("/petitions?search=马秀英").await.expect(401);
    let odd = Method::from_bytes(b"SECRETWORD").unwrap();
    server.visitor().send(server.visitor().request(odd, "/petitions")).await;
    let asked = json!({ "hearing": scheduled.hearing });
    let ticket = server.sign_in("head").await.post("/tickets", asked).await.expect(200);
    let ticket = ticket["ticket"].as_str().unwrap();
    let page = Page::dial(server.url.strip_prefix("http://").unwrap(), Some(&server.url)).await.unwrap();
    drop(page.seated(ticket).await);

    let of_socket = |line: &Value| line["what"] == "socket";
    let socket = eventually(async || lines(folder.path()).into_iter().find(of_socket)).await;
    let all = lines(folder.path());
    let has = |route: &str, method: &str, status: u16, account: Value| {
        all.iter().any(|line| {
            (&line["route"], &line["method"]) == (&json!(route), &json!(method))
                && (&line["status"], &line["account"], &line["from"])
                    == (&json!(status), &account, &json!("127.0.0.1"))
        })
    };
    let by_head = json!(staff_id("head").0);
    assert!(has("/api/petitions", "POST", 201, Value::Null), "{all:#?}");
    assert!(has("/api/petitions", "GET", 401, Value::Null), "{all:#?}");
    assert!(all.iter().any(|line| line["account"] == by_head), "{all:#?}");
    assert!(all.iter().any(|line| line["method"] == "OTHER"), "{all:#?}");
    assert_eq!((&socket["from"], &socket["account"]), (&json!("127.0.0.1"), &by_head), "{socket}");
    assert_eq!(socket["hearing"], json!(scheduled.hearing));

    let text = written(folder.path());
    for private in [
        "马秀英",
        "search",
        "SECRETWORD",
        "13900000001",
        "620103196001011234",
        PASSWORD,
        &secret,
        &filed.code,
        ticket,
    ] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

#[tokio::test]
async fn where_nothing_can_be_written_requests_are_served_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("access");
    fs::write(&taken, "a file has the name").unwrap();
    let server = noting(&taken).await;
    server.sign_in("head").await.get("/session").await.expect(200);
}

/// Only the database's one writer is awaited when they go.
#[tokio::test]
async fn who_hangs_up_before_there_is_an_answer_has_a_line_too() {
    let folder = tempfile::tempdir().unwrap();
    let server = noting(folder.path()).await;
    let held = server.store.begin().await.unwrap();
    let browser = server.visitor();
    let asked = browser.post("/session", credentials("head", PASSWORD));
    assert!(timeout(Duration::from_millis(300), asked).await.is_err());
    let unanswered = |line: &Value| line["status"] == 0;
    let line = eventually(async || lines(folder.path()).into_iter().find(unanswered)).await;
    drop(held);
    assert_eq!((&line["route"], &line["from"]), (&json!("/api/session"), &json!("127.0.0.1")), "{line}");
}

#[tokio::test]
async fn a_program_has_its_account_there_by_token_by_api_key_and_by_signature() {
    let folder = tempfile::tempdir().unwrap();
    let server = noting(folder.path()).await;
    let program =
        Program::made(&server, DISTRICT, &["intake:open311", "intake:hotline", "petitions:read"]).await;
    program.get("/petitions").await.expect(200);
    let by_key = format!("/open311/v2/requests.json?api_key={}", program.token);
    program.browser.get(&by_key).await.expect(200);
    drop(program.order(&server, "once", &json!({})).await); // an empty one is refused
    for route in ["/api/petitions", "/api/open311/v2/requests.json", "/api/channels/hotline/orders"] {
        let of_route = |line: &Value| line["route"] == route;
        let line = eventually(async || lines(folder.path()).into_iter().find(of_route)).await;
        assert_eq!(line["account"], json!(program.id), "{line}");
    }
    assert!(!written(folder.path()).contains(&program.token));
}
