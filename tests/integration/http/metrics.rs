//! `/metrics`, and that every metric is explained.

use crate::{faults::process::Process, kit::server::TestServer};
use lianjie::edge::EdgeConfig;
use std::{collections::BTreeSet, fs, path::Path};

#[tokio::test]
async fn metrics_are_prometheus_text_with_buckets() {
    let server = TestServer::start().await;
    server.visitor().get("/divisions").await.expect(200);
    let answer = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = answer.get(format!("{}/metrics", server.url)).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4");
    let text = answer.text().await.unwrap();
    for line in [
        "# TYPE http_request_seconds histogram",
        "http_request_seconds_bucket{path=\"/api/divisions\",status=\"200\",le=\"0.3\"}",
        "rooms_open 0",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

#[tokio::test]
async fn metrics_are_shown_to_who_is_near_only() {
    let proxy = |address: &str| EdgeConfig {
        trusted_proxies: vec![address.parse().unwrap()],
        ..EdgeConfig::default()
    };
    for (config, forwarded, status) in [
        (proxy("127.0.0.1"), "192.0.2.7", 404),
        (proxy("127.0.0.1"), "127.0.0.9", 200),
        (EdgeConfig::default(), "127.0.0.9", 404), // a proxy that nobody named
        (proxy("10.0.0.2"), "127.0.0.9", 404),     // another one was named
    ] {
        let server = TestServer::start_with(config).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = client.get(format!("{}/metrics", server.url)).header("x-forwarded-for", forwarded);
        assert_eq!(asked.send().await.unwrap().status(), status, "{forwarded}");
    }
}

/// Handles made before the recorder is there count nothing, and nobody notices: the real process is asked.
#[tokio::test]
async fn a_server_shows_what_it_counts_from_its_start() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::in_tls(folder.path().to_owned()).await;
    let shown = server.client.get(format!("{}/metrics", server.origin())).send().await.unwrap();
    let shown = shown.text().await.unwrap();
    for family in [
        "connections_refused_total",
        "damaged_records_passed_over_total",
        "devices_open",
        "disk_bytes",
        "disk_free_bytes",
        "lianjie_media_bytes_total",
        "lianjie_media_datagrams_total",
        "lianjie_media_peers",
        "lianjie_media_unsent_datagrams_total",
        "lianjie_media_worker_load",
        "lianjie_recording_failures_total",
        "lianjie_clock_held",
        "lianjie_recordings_failing",
        "lianjie_recordings_waiting",
        "outbox_rows_unreadable_total",
        "process_cpu_seconds_total",
        "rooms_open",
        "sign_ins_failed_total",
        "sockets_open",
        "tls_certificate_not_after_seconds",
    ] {
        assert!(shown.contains(&format!("# TYPE {family} ")), "{family} is not in:\n{shown}");
    }
}

/// The names given to `counter!`, `gauge!` and `histogram!` in these sources.
fn named_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            named_in(&entry.path(), names);
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for kind in ["counter!(\"", "gauge!(\"", "histogram!(\""] {
            let found = text.split(kind).skip(1).filter_map(|rest| rest.split('"').next());
            names.extend(found.map(str::to_owned));
        }
    }
}

#[test]
fn every_metric_has_its_row_in_the_manual() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = fs::read_to_string(root.join("docs/operations.md")).unwrap();
    let mut names = BTreeSet::new();
    named_in(&root.join("src"), &mut names);
    assert!(names.len() > 15, "{names:?}");
    let missing: Vec<_> = names.iter().filter(|name| !manual.contains(&format!("`{name}"))).collect();
    assert!(missing.is_empty(), "docs/operations.md does not explain {missing:?}");
}
