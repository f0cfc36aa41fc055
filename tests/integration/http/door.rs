//! Trying codes by force, without the network in between.

use super::cases::{Filed, filing};
use crate::kit::server::TestServer;
use serde_json::json;

/// Each try from an address of its own would be the attacker's best: the number's own limit still holds, for 31^10 codes.
#[tokio::test]
async fn ten_thousand_wrong_codes_open_nothing() {
    use lianjie::edge::EdgeConfig;
    let proxy = EdgeConfig { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..EdgeConfig::default() };
    let server = TestServer::start_with(proxy).await;
    let filed = Filed::by(&server.visitor(), filing()).await;
    let visitor = server.visitor();
    let (mut refused, mut limited) = (0, 0);
    for n in 0..10_000_u32 {
        let [_, _, high, low] = n.to_be_bytes();
        let request = visitor
            .request(reqwest::Method::POST, "/query")
            .header("x-forwarded-for", format!("10.0.{high}.{low}"))
            .json(&json!({ "number": filed.number, "code": format!("AAAAA{n:05}") }));
        match visitor.send(request).await.status.as_u16() {
            404 => refused += 1,
            429 => limited += 1,
            other => panic!("try {n} was answered with {other}"),
        }
    }
    assert_eq!(refused + limited, 10_000);
    assert!(refused < 6_000, "{refused} codes were looked at");
}
