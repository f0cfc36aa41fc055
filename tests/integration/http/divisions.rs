//! Lists of divisions, down to grids and who looks after them.

use super::cases::{Filed, filing};
use crate::kit::{
    server::{Browser, TestServer},
    town::staff_id,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

async fn import(admin: &Browser, list: &str, dry_run: bool) -> Value {
    let path = format!("/admin/divisions?dry_run={dry_run}");
    let request = admin.request(Method::POST, &path).body(list.to_owned());
    admin.send(request).await.expect(200)
}

/// The villages and grids of one district of Lanzhou's size.
fn villages_and_grids() -> String {
    let mut list = String::from("代码,名称\n");
    for village in 1..=150 {
        writeln!(list, "620103002{village:03},第{village}社区").unwrap();
        for grid in 1..=6 {
            writeln!(list, "620103002{village:03}{grid:02},第{grid}网格").unwrap();
        }
    }
    list
}

#[tokio::test]
async fn divisions_are_taken_over_down_to_grids() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    let list = villages_and_grids();
    let dry = import(&admin, &list, true).await;
    assert_eq!((&dry["added"], &dry["faults_total"]), (&json!(1050), &json!(0)), "{dry:#}");
    let below = || server.visitor();
    assert_eq!(below().get("/divisions?below=620103002").await.expect(200), json!([]), "only looked");
    let taken = import(&admin, &list, false).await;
    assert_eq!(
        taken["added_by_level"],
        json!([{ "level": "village", "count": 150 }, { "level": "grid", "count": 900 }])
    );
    let found = below().get("/divisions?below=620103002001").await.expect(200);
    assert_eq!(found[0]["level"], "grid");
    assert_eq!(found[0]["parent"], "620103002001");
    let forms = below().get("/divisions").await.expect(200);
    assert_eq!(forms.as_array().unwrap().len(), 5, "forms start with townships");
    let answer = below().get("/divisions").await;
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(answer.headers["cache-control"], "no-cache");
    let again = async || {
        let visitor = below();
        visitor.send(visitor.request(Method::GET, "/divisions").header("if-none-match", &tag)).await.status
    };
    assert_eq!(again().await, 304);
    import(&admin, "620103003,新街道", false).await;
    assert_eq!(again().await, 200);

    let mut in_a_grid = filing();
    in_a_grid["place"] = "62010300200103".into();
    let filed = Filed::by(&server.visitor(), in_a_grid).await;
    let page = server.sign_in("counter").await.get(&filed.path("")).await.expect(200);
    assert_eq!(page["place_name"], "第3网格");

    let grid = "/admin/grids/62010300200103";
    let posts = json!({ "posts": [{ "staff": staff_id("clerk").0, "duty": "leader" }] });
    let read = admin.get(grid).await.expect(200)[0]["tag"].clone();
    admin.post(grid, posts.clone()).await.refused(428, "precondition_required");
    admin.replace(Method::POST, grid, &read, posts).await.expect(200);
    admin.replace(Method::POST, grid, &read, json!({ "posts": [] })).await.refused(412, "outdated");
    assert_eq!(admin.get(grid).await.expect(200)[0]["posts"][0]["duty"], "leader");
    assert_eq!(admin.get("/admin/grids/620103002001").await.expect(200).as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn a_list_with_a_bad_line_changes_nothing() {
    let server = TestServer::start().await;
    let admin = server.sign_in("admin").await;
    let list = "620103003,某街道\n620102005,别处街道\n6201030,错\n620103003,再来\n620103004001,无所属";
    let refused = import(&admin, list, false).await;
    let lines: Vec<_> =
        refused["faults"].as_array().unwrap().iter().map(|fault| fault["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    assert_eq!(server.visitor().get("/divisions").await.expect(200).as_array().unwrap().len(), 5);
    let gbk =
        admin.request(Method::POST, "/admin/divisions").body(b"620103003,a\n620103004,\xcc\xd8".to_vec());
    let refused = admin.send(gbk).await.refused(422, "bad_line");
    assert_eq!(refused["line"], 2);
}
