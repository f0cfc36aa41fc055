use super::cases::{Filed, filing};
use crate::kit::server::TestServer;
use lianjie::edge::EdgeConfig;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn number_and_code_tell_where_it_stands_and_no_person() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let status = server.visitor().post("/query", filed.door()).await.expect(200);
    assert_eq!(status["state"], "registered");
    assert_eq!(status["steps"][0]["kind"], "petition.registered");
    assert_eq!(status["can_withdraw"], true);
    let text = status.to_string();
    for private in ["马秀英", "13900000001", "620103196001011234", "王建国", "李桂兰"] {
        assert!(!text.contains(private), "{private}");
    }
}

#[tokio::test]
async fn number_and_code_may_be_typed_with_spaces_and_small_letters() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let (number, code) =
        (filed.number.to_lowercase(), format!(" {}-{} ", &filed.code[..5], &filed.code[5..]));
    server.visitor().post("/query", json!({ "number": number, "code": code })).await.expect(200);
}

#[tokio::test]
async fn the_petitioner_withdraws_and_only_once() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let mut asked = filed.door();
    asked["reason"] = "问题已经解决，不再反映".into();
    let visitor = server.visitor();
    let status = visitor.post("/query/withdraw", asked.clone()).await.expect(200);
    assert_eq!((&status["state"], &status["can_withdraw"]), (&json!("withdrawn"), &json!(false)));
    visitor.post("/query/withdraw", asked).await.refused(422, "wrong_state");
}

#[tokio::test]
async fn a_withdrawal_needs_its_reason() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let mut asked = filed.door();
    asked["reason"] = "".into();
    server.visitor().post("/query/withdraw", asked).await.refused(422, "reason_needed");
}

#[tokio::test]
async fn right_codes_are_never_limited() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    for _ in 0..30 {
        server.visitor().post("/query", filed.door()).await.expect(200);
    }
}

/// Whoever knows a number, and it stands on many papers, keeps nobody from their own petition.
#[tokio::test]
async fn a_stranger_elsewhere_shuts_the_number_for_themselves() {
    let proxy = EdgeConfig { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..EdgeConfig::default() };
    let server = TestServer::start_with(proxy).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let other = Filed::by(&server.visitor(), filing()).await;
    let from = async |address: &str, body: Value| {
        let visitor = server.visitor();
        let request = visitor.request(Method::POST, "/query").header("x-forwarded-for", address);
        visitor.send(request.json(&body)).await
    };
    let wrong = json!({ "number": filed.number, "code": "WRONGWRONG" });
    for _ in 0..10 {
        from("192.0.2.1", wrong.clone()).await.refused(404, "no_match");
    }
    from("192.0.2.1", filed.door()).await.refused(429, "too_many");
    from("192.0.2.1", other.door()).await.expect(200); // who shares the address with them
    from("192.0.2.2", filed.door()).await.expect(200);
}

#[tokio::test]
async fn after_ten_wrong_codes_there_is_one_try_a_minute() {
    let server = TestServer::start().await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let visitor = server.visitor();
    let wrong = json!({ "number": filed.number, "code": "WRONGWRONG" });
    for _ in 0..10 {
        visitor.post("/query", wrong.clone()).await.refused(404, "no_match");
    }
    let limited = visitor.post("/query", filed.door()).await.refused(429, "too_many");
    assert_eq!(limited["retry_after_s"], 60);
    server.advance(60_000);
    visitor.post("/query", filed.door()).await.expect(200);
}
