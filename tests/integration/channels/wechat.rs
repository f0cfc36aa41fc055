use super::Program;
use crate::{
    http::cases::{Filed, filing, report},
    kit::{
        server::{Answer, TestServer},
        town::{DISTRICT, staff_id},
    },
};
use futures_util::future::join_all;
use lianjie::{
    channels::wechat::{
        MessageKey, Unsealed, account_key, account_token, envelope, message_signature, sealed_in, signature,
    },
    domain::{
        channels::{Adapter, IntakeItem, IntakeState},
        ids::{ClientId, IntakeId},
    },
};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

async fn account(server: &TestServer) -> Program {
    Program::made(server, DISTRICT, &["intake:wechat"]).await
}

fn path(program: &Program, timestamp: i64, token: &str) -> String {
    let timestamp = timestamp.to_string();
    let signed = signature(token, &timestamp, "n");
    format!("/channels/wechat/{}?signature={signed}&timestamp={timestamp}&nonce=n", program.id)
}

async fn says(server: &TestServer, program: &Program, from: &str, id: u32, text: &str) -> Answer {
    let body = format!(
        "<xml><ToUserName><![CDATA[account]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName>\
        <CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>\
        <MsgId>{id}</MsgId></xml>"
    );
    posted(server, program, body).await
}

/// As the platform posts it.
pub async fn posted(server: &TestServer, program: &Program, body: String) -> Answer {
    let path = path(program, server.now().0 / 1000, account_token(&program.secret));
    program.browser.send(program.browser.request(Method::POST, &path).body(body)).await
}

/// The text of the answer.
pub async fn told(server: &TestServer, program: &Program, from: &str, id: u32, text: &str) -> String {
    says(server, program, from, id, text).await.expect(200).as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_platform_is_answered_only_if_it_signs() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    let now = server.now().0 / 1000;
    let token = account_token(&program.secret);
    let check = async |path: String| program.browser.get(&format!("{path}&echostr=hello")).await;
    assert_eq!(check(path(&program, now, token)).await.expect(200), "hello");
    check(path(&program, now, "another")).await.refused(401, "bad_signature");
    check(path(&program, now - 400, token)).await.refused(401, "bad_signature");
    let other = Program::made(&server, DISTRICT, &["webhooks"]).await;
    check(path(&other, now, account_token(&other.secret))).await.refused(401, "bad_signature");
    let bad = program.browser.request(Method::POST, &path(&program, now, token)).body("<!DOCTYPE x><xml/>");
    program.browser.send(bad).await.refused(400, "bad_request");
}

#[tokio::test]
async fn a_follower_writes_confirms_and_asks_where_it_stands() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    let text = "小区物业多年不公开收支，请求处理";
    assert!(told(&server, &program, "a", 1, text).await.contains(text));
    assert!(told(&server, &program, "a", 1, text).await.contains(text), "sent again by the platform");
    assert!(told(&server, &program, "a", 2, "1").await.contains("姓名 电话"), "not without a name");
    assert!(told(&server, &program, "b", 3, "1").await.contains("内容"), "another follower has no draft");
    told(&server, &program, "a", 4, "马某某 13900000001").await;
    let done = told(&server, &program, "a", 5, "1").await;
    assert_eq!(told(&server, &program, "a", 5, "1").await, done, "its answer had come too late");
    let head = server.sign_in("head").await;
    let list = head.get("/petitions").await.expect(200);
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    let number = list["rows"][0]["number"].as_str().unwrap();
    let page = head.get(&format!("/petitions/{}", list["rows"][0]["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&page["channel"], &page["text"]), (&json!("wechat"), &json!(text)));
    let (_, code) = done.split_once("查询码 ").unwrap();
    let code: String = code.chars().take(10).collect();
    let status = told(&server, &program, "a", 6, &format!("{number} {code}")).await;
    assert!(status.contains("已登记") && !status.contains("马某某"), "{status}");
}

#[tokio::test]
async fn a_wrong_code_and_a_report_are_not_found() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    let open = Filed::by(&server.visitor(), filing()).await;
    let sealed = Filed::by(&server.visitor(), report()).await;
    for (id, asked) in
        [(1, format!("{} AAAAAAAAAA", open.number)), (2, format!("{} {}", sealed.number, sealed.code))]
    {
        assert!(told(&server, &program, "a", id, &asked).await.contains("没有查到"), "{asked}");
    }
}

/// "已收到，工作人员核对后登记" was the last that they heard.
#[tokio::test]
async fn a_follower_is_told_with_the_next_answer_that_what_they_brought_was_discarded() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    let client = ClientId(program.id.parse().unwrap());
    let mut item = IntakeItem {
        id: IntakeId(Uuid::from_u128(0xe1)),
        adapter: Adapter::Wechat,
        source: client.0,
        external: "draft-1".into(),
        body_hash: [7; 32],
        bureau: DISTRICT,
        received_at: server.now(),
        state: IntakeState::Waiting,
        petition: None,
        field: Some("place".into()),
        reason: None,
    };
    let follower: [u8; 32] = Sha256::digest(format!("{client}:a")).into();
    let mut tx = server.store.begin().await.unwrap();
    tx.put_follower(client, &item.external, "a", &follower).await.unwrap();
    tx.add_intake_item(&item, "{}").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!told(&server, &program, "a", 1, "帮助").await.contains("未予登记"), "it waits");
    (item.state, item.reason) = (IntakeState::Discarded, Some("所述事项不属于本地".into()));
    let mut tx = server.store.begin().await.unwrap();
    tx.settle_intake_item(&item, Some(staff_id("counter")), server.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!told(&server, &program, "b", 2, "帮助").await.contains("未予登记"), "another follower");
    let answer = told(&server, &program, "a", 3, "帮助").await;
    assert!(
        answer.contains("日提交的来件未予登记，理由：所述事项不属于本地") && answer.contains("反映问题"),
        "{answer}"
    );
    assert!(told(&server, &program, "a", 3, "帮助").await.contains("未予登记"), "sent again by the platform");
    assert!(!told(&server, &program, "a", 4, "帮助").await.contains("未予登记"), "once");
}

/// 安全模式: the message is sealed, and so is its answer.
#[tokio::test]
async fn a_sealed_message_is_answered_sealed_and_a_forged_one_is_not() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    let key = MessageKey::of(account_key(&program.secret).unwrap()).unwrap();
    let token = account_token(&program.secret);
    let message = "<xml><ToUserName>account</ToUserName><FromUserName>a</FromUserName><CreateTime>1</CreateTime>\
        <MsgType>text</MsgType><Content>路灯坏了一个月没有人修</Content><MsgId>7</MsgId></xml>";
    let now = server.now().0 / 1000;
    let unsealed = Unsealed { message: message.to_owned(), app_id: "wx1".to_owned() };
    let sealed = key.seal(&unsealed, [5; 16]);
    let send = async |sealed: &str, signed: &str| {
        let path = format!("{}&encrypt_type=aes&msg_signature={signed}", path(&program, now, token));
        let body = envelope(sealed, token, now, "n");
        program.browser.send(program.browser.request(Method::POST, &path).body(body)).await
    };
    let signed = message_signature(token, &now.to_string(), "n", &sealed);
    send(&sealed, &signed.replace(['a', '1'], "b")).await.refused(401, "bad_signature");
    let other = MessageKey::of(&"x".repeat(43)).unwrap().seal(&unsealed, [5; 16]);
    let others = message_signature(token, &now.to_string(), "n", &other);
    send(&other, &others).await.refused(400, "bad_request");
    told(&server, &program, "b", 6, "小区物业多年不公开收支").await; // in plain text as yet, and no forger ends that
    let answer = send(&sealed, &signed).await.expect(200);
    let opened = key.open(&sealed_in(answer.as_str().unwrap()).unwrap()).unwrap();
    assert_eq!(opened.app_id, "wx1");
    assert!(opened.message.contains("路灯坏了一个月没有人修"), "read back to be confirmed");
    // The address is signed, and what is posted to it is not: nothing goes round the seal from now on.
    says(&server, &program, "a", 8, "1").await.refused(401, "bad_signature");
    send(&sealed, &signed).await.expect(200);
}

fn picture(id: u32) -> String {
    format!(
        "<xml><ToUserName>account</ToUserName><FromUserName>a</FromUserName><CreateTime>1</CreateTime>\
        <MsgType>image</MsgType><PicUrl>http://pictures.example/{id}</PicUrl><MsgId>{id}</MsgId></xml>"
    )
}

/// Who chooses nine pictures sends nine messages at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_sent_together_come_together() {
    let server = TestServer::start().await;
    let program = account(&server).await;
    told(&server, &program, "a", 1, "小区物业多年不公开收支，请求处理").await;
    join_all((10..19).map(|id| posted(&server, &program, picture(id)))).await;
    told(&server, &program, "a", 2, "马某某 13900000001").await;
    told(&server, &program, "a", 3, "1").await;
    let head = server.sign_in("head").await;
    let list = head.get("/petitions").await.expect(200);
    let page = head.get(&format!("/petitions/{}", list["rows"][0]["id"].as_str().unwrap())).await.expect(200);
    let text = page["text"].as_str().unwrap();
    for id in 10..19 {
        assert!(text.contains(&format!("http://pictures.example/{id}")), "{id} in {text}");
    }
}

#[tokio::test]
async fn a_citys_account_asks_for_the_county_and_files_there() {
    let server = TestServer::start().await;
    let program = Program::of_the_city(&server, &["intake:wechat"]).await;
    told(&server, &program, "a", 1, "小区物业多年不公开收支，请求处理").await;
    let asked = told(&server, &program, "a", 2, "马某某 13900000001").await;
    assert!(asked.contains("城关区、七里河区"), "{asked}");
    assert!(told(&server, &program, "a", 3, "1").await.contains("哪个区县"));
    assert!(told(&server, &program, "a", 4, "七里河").await.contains("地点：七里河区"));
    assert!(told(&server, &program, "a", 5, "1").await.contains("信访件号"));
    let list = server.sign_in("head").await.get("/petitions").await.expect(200);
    assert_eq!(
        (&list["rows"][0]["place"], &list["rows"][0]["channel"]),
        (&json!("620103"), &json!("wechat"))
    );
}
