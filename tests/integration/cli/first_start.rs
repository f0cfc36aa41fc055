use super::{BUREAU, DIVISIONS, Folder, PASSWORD};
use crate::{faults::process::Process, kit::server::credentials};
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

#[tokio::test]
async fn from_an_empty_folder_to_a_bureau_at_work() {
    let folder = Folder::empty();
    folder.run(&["init"]).await.well();
    folder.run(&BUREAU).await.refused("lianjie divisions import");
    folder.write("divisions.csv", DIVISIONS);
    folder.run(&["divisions", "import", "divisions.csv"]).await.well();
    folder.run(&BUREAU).await.well();
    for (username, role) in [("system", "system_admin"), ("security", "security_admin"), ("audit", "auditor")]
    {
        folder.account(username, role).await.well();
    }

    let server = Process::of(folder.data()).await;
    let system = signed_in(&server, "system").await;
    let unit = json!({ "name": "七里河区住建局", "kind": "responsible_unit", "division": "620103" });
    let made = server.client.post(format!("{}/api/admin/agencies", server.origin())).json(&unit);
    let made = made.header(header::COOKIE, &system).header(header::ORIGIN, server.origin());
    assert_eq!(made.send().await.unwrap().status(), StatusCode::CREATED);

    let audit = signed_in(&server, "audit").await;
    let log = server.client.get(format!("{}/api/admin/log", server.origin())).header(header::COOKIE, audit);
    let log: Value = log.send().await.unwrap().json().await.unwrap();
    let log = log["rows"].as_array().unwrap();
    let deeds: Vec<&Value> = log.iter().map(|deed| &deed["kind"]).collect();
    let bureau = log.iter().find(|deed| deed["about"] == "兰州市信访局 (petition_bureau, 6201)").unwrap();
    assert_eq!((&bureau["kind"], &bureau["by_name"]), (&json!("agency.created"), &Value::Null), "{deeds:?}");
}

/// The cookie of somebody's browser.
async fn signed_in(server: &Process, username: &str) -> String {
    let asked = server.client.post(format!("{}/api/session", server.origin()));
    let asked = asked.header(header::ORIGIN, server.origin()).json(&credentials(username, PASSWORD));
    let answer = asked.send().await.unwrap().error_for_status().unwrap();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_demo_does_not_come_among_real_records() {
    Folder::begun().await.run(&["demo"]).await.refused("a folder of its own");
}

#[tokio::test]
async fn a_configuration_is_its_owners_alone() {
    let folder = Folder::empty();
    for arguments in [&["init"][..], &["init", "--force"]] {
        folder.run(arguments).await.well();
        let mode = std::fs::metadata(folder.path().join("lianjie.toml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{arguments:?}");
    }
}

#[tokio::test]
async fn an_agency_that_cannot_be_is_refused_in_a_sentence() {
    let folder = Folder::begun().await;
    for (name, kind, division, why) in [
        ("兰州市信访局", "petition_bureau", "6201", "has this name already"),
        ("某村信访局", "petition_bureau", "620103001", "no division 620103001"),
        ("某中心", "centre", "62", "no centre of a province"),
        ("局", "petition_bureau", "6201", "between 2 and 60 characters"),
        ("某局", "ministry", "6201", "`ministry` is not"),
    ] {
        let add = ["agency", "add", name, "--kind", kind, "--division", division];
        folder.run(&add).await.refused(why);
    }
}
