//! The wall of art. 30, by every door: of a sealed report nobody but its discipline desk reads a word, the organ it
//! accuses and the bureau that registered it included.

use super::{
    fields::{PEOPLE, is_words, readable, staffed},
    scene::Scene,
};
use crate::http::cases::{Filed, report};
use serde_json::{Value, json};

/// Nothing else in the scene says any of it.
fn secret() -> Value {
    let mut report = report();
    report["title"] = "反映某单位负责人收受好处".into();
    report["text"] = "去年九月在某茶楼当面收下现金，有收条为证，请依法查处。".into();
    report["petitioner"] = json!({
        "name": "钱某某", "phone": "13900000077", "id_number": "620103197001017777", "address": "某路77号",
    });
    report["co_petitioners"] = json!([{ "name": "周某某" }]);
    report["representatives"] = json!([]);
    report
}

const TOLD_TO_THE_DESK: [&str; 6] =
    ["反映某单位负责人收受好处", "去年九月在某茶楼", "钱某某", "周某某", "13900000077", "某路77号"];

#[tokio::test]
async fn of_a_sealed_report_nobody_but_its_desk_reads_a_word() {
    let scene = Scene::set().await;
    staffed(&scene).await;
    let filed = Filed::by(&scene.server.visitor(), secret()).await;
    let number = filed.number.clone();
    let scene = scene.about(filed).await;
    let readable = readable();
    let words = || TOLD_TO_THE_DESK.into_iter().chain([number.as_str(), "620103197001017777"]);
    let mut faults = Vec::new();
    for (username, ..) in PEOPLE {
        let browser = scene.server.sign_in(username).await;
        for (operation, _) in &readable {
            let answer = scene.call(&browser, operation).await;
            assert!(!answer.status.is_server_error(), "{username} {}", operation.id);
            let bytes = operation.id == "attachment_download";
            if *username == "desk" {
                let whole = |word| answer.body.to_string().contains(word);
                if operation.id == "petition_show" {
                    assert!(TOLD_TO_THE_DESK.into_iter().all(whole), "{:#}", answer.body);
                }
                assert!(!bytes || answer.status == 200, "{}: {}", operation.id, answer.status);
                continue;
            }
            faults.extend(
                (bytes && answer.status != 404).then(|| format!("{username} opens {}", operation.id)),
            );
            let told = if is_words(&answer) { answer.body.to_string() } else { String::new() };
            let leaks = words().filter(|word| told.contains(word));
            faults.extend(leaks.map(|word| format!("{username} reads {word} by {}", operation.id)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
