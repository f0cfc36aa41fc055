//! How soon a seat sees: the whole server, asked by the load test as an administrator would.

use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{LOAD_CORE, Process};
use crate::table::Line;
use crate::{Failure, Plan};

/// Of the demo's accounts; they and its reception rooms hold 38 hearings at a time and more.
const PASSWORD: &str = "Lanzhou-2026-demo";

/// What `lianjie-loadtest --json` prints last.
#[derive(Debug, Deserialize)]
struct Outcome {
    joined: u64,
    failed: u64,
    join_p50_ms: f64,
    join_p95_ms: f64,
}

pub fn run(plan: &Plan) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    let storm: &[&str] = if plan.quick {
        &["--rooms", "7", "--seats", "18", "--join-storm", "98/9", "--minutes", "0.1"]
    } else {
        &["--rooms", "35", "--seats", "24", "--join-storm", "700/60", "--minutes", "0.2"]
    };
    let calm = ["--rooms", "1", "--seats", "12", "--join-storm", "8/8", "--minutes", "0.1"];
    // What the storm is of: seats that mostly wait and listen, and seats that all film and speak as in a hearing.
    for (case, words, light) in
        [("join", &calm[..], false), ("join-storm", storm, true), ("join-storm-full", storm, false)]
    {
        let outcome = load(plan, words, light)?;
        println!(
            "{case}: {} joined, {} failed; WebSocket open to first picture p50 {:.0} ms, p95 {:.0} ms",
            outcome.joined, outcome.failed, outcome.join_p50_ms, outcome.join_p95_ms
        );
        lines.push(Line {
            case: case.to_owned(),
            p50_ms: Some(outcome.join_p50_ms),
            p99_ms: None,
            p95_ms: Some(outcome.join_p95_ms),
            lost: Some(outcome.failed as f64 / (outcome.joined + outcome.failed).max(1) as f64),
            ..Line::default()
        });
    }
    Ok(lines)
}

fn load(plan: &Plan, words: &[&str], light: bool) -> Result<Outcome, Failure> {
    println!("\nlianjie-loadtest {}", words.join(" "));
    let folder = std::env::temp_dir().join(format!("lianjie-bench-{}", std::process::id()));
    let outcome = serve(plan, &folder).and_then(|(server, url)| {
        let mut command = Command::new("taskset");
        command.args(["-c", LOAD_CORE]).arg(plan.binaries.join("lianjie-loadtest"));
        command.args(["--server", &url, "--user", "demo", "--password", PASSWORD, "--json"]).args(words);
        if light {
            // Who waits listens: one camera a room, and microphones that are mostly silent.
            command.args(["--cameras", "1", "--talks", "0", "--kbps", "80", "--fps", "10"]);
        }
        let done = command.stderr(Stdio::inherit()).output()?;
        drop(server);
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        let last = text.lines().last().ok_or("the load test said nothing")?.to_owned();
        Ok(serde_json::from_str(&last)?)
    });
    // Nothing in it is wanted any more.
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

/// The server with the demo in a folder of its own.
fn serve(plan: &Plan, folder: &Path) -> Result<(Process, String), Failure> {
    let free = |tcp: bool| -> Result<u16, Failure> {
        Ok(if tcp {
            std::net::TcpListener::bind((plan.address, 0))?.local_addr()?.port()
        } else {
            std::net::UdpSocket::bind((plan.address, 0))?.local_addr()?.port()
        })
    };
    let address = plan.address;
    let (web, media) = (free(true)?, free(false)?);
    let url = format!("http://{address}:{web}");
    let environment: Vec<(String, String)> = [
        ("LIANJIE_DATA__DIR", folder.to_string_lossy().into_owned()),
        ("LIANJIE_SERVER__LISTEN", format!("{address}:{web}")),
        ("LIANJIE_SERVER__PUBLIC_URL", url.clone()),
        ("LIANJIE_MEDIA__LISTEN", format!("{address}:{media}")),
        ("LIANJIE_MEDIA__ADDRESSES", format!("[\"{address}\"]")),
        ("LIANJIE_DEMO_PASSWORD", PASSWORD.to_owned()),
        ("LIANJIE_LOG__FILTER", "warn".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let binary = plan.binaries.join("lianjie");
    let loaded = Command::new(&binary)
        .arg("demo")
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::null())
        .status()?;
    if !loaded.success() {
        return Err("the demo does not load".into());
    }
    let mut server = Process::start_with(&binary, &["serve"], &environment, false)?;
    let start = Instant::now();
    while std::net::TcpStream::connect((address, web)).is_err() {
        if !server.runs() || start.elapsed() > Duration::from_secs(20) {
            return Err("the server does not start".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok((server, url))
}
