//! What of the people in a petition each who sees it is shown; the table is `domain::rights::fields`.

use super::cases::{Filed, filing, moved, routed};
use crate::kit::server::TestServer;
use serde_json::{Value, json};

#[tokio::test]
async fn people_are_shown_by_post_and_by_what_the_organ_is_to_the_petition() {
    let server = TestServer::start().await;
    let mut filing = filing();
    filing["petitioner"]["address"] = "西湖街道1号".into();
    let filed = Filed::by(&server.visitor(), filing).await;
    let head = server.sign_in("head").await;
    moved(&head, &filed.id, json!({ "kind": "start_screening" })).await;
    moved(&head, &filed.id, routed()).await;
    let (phone, end, address) = ("13900000001", "**************1234", "西湖街道1号");
    let nothing = Value::Null;
    for (username, shown) in [
        ("counter", [json!(phone), json!(end), json!(address)]),
        ("handler", [json!(phone), json!(end), json!(address)]),
        ("city", [json!("*******0001"), nothing.clone(), nothing.clone()]),
        ("leader", [json!("*******0001"), nothing.clone(), nothing.clone()]),
    ] {
        let page = server.sign_in(username).await.get(&filed.path("")).await.expect(200);
        let party = &page["parties"][0];
        assert_eq!(party["name"], "马秀英", "{username}");
        assert_eq!(["phone", "id_number", "address"].map(|field| party[field].clone()), shown, "{username}");
    }
}
