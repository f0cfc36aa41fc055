//! `lianjie-loadtest`: joins a server's hearings by the hundred and says how they fared (docs/loadtest.md).

#![expect(clippy::print_stdout, reason = "a command line speaks on stdout")]

use clap::Parser;
use loadtest::house::load::{Faults, Media};
use loadtest::house::net::Server;
use loadtest::house::outcome::Limits;
use loadtest::house::run::{Wish, run};
use loadtest::house::staff::{Account, DEMO};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// 压力测试: headless seats join hearings of a Lianjie server, send sound and pictures, and count what they get.
///
/// Signs in as staff, registers one petition, schedules hearings, hands out links, admits everybody, and closes
/// all of it at the end. Use it on a server that serves nobody yet.
#[derive(Debug, Parser)]
#[command(name = "lianjie-loadtest", version)]
struct Flags {
    /// The server, as http://host:port or https://host
    #[arg(long)]
    server: String,
    /// PEM file of who vouches for an https server (its own certificate if self-signed)
    #[arg(long, default_value = "/etc/ssl/certs/ca-certificates.crt")]
    ca: PathBuf,
    /// Staff accounts, NAME or NAME:PASSWORD, by commas; for each 7 rooms one that presides and one that keeps
    /// minutes; `demo`: those of `lianjie demo`
    #[arg(long = "user", value_delimiter = ',', required = true)]
    users: Vec<String>,
    /// Password of accounts named without one
    #[arg(long, env = "LIANJIE_LOADTEST_PASSWORD", default_value = "", hide_env_values = true)]
    password: String,
    /// Hearings at the same time; each 7 need a reception room
    #[arg(long, default_value_t = 1)]
    rooms: usize,
    /// Seats in each, 3 to 30: presider, clerk, unit, petitioner, guests
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(3..=30))]
    seats: u8,
    /// Simulcast layers of each camera, 1 to 3
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    layers: u8,
    /// VP8 temporal layers, 1 to 3
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    temporal: u8,
    /// Seats of each room with a camera; all by default
    #[arg(long)]
    cameras: Option<usize>,
    /// Bit rate of a camera's best layer
    #[arg(long, default_value_t = 600.0)]
    kbps: f64,
    /// Frames a second
    #[arg(long, default_value_t = 20.0)]
    fps: f64,
    /// Largest RTP packet
    #[arg(long, default_value_t = 1100)]
    packet_bytes: usize,
    /// Share of the time each microphone speaks (0 to 1); in pauses a packet each 400 ms, as Opus DTX
    #[arg(long, default_value_t = 0.3)]
    talks: f64,
    /// How long everybody stays once all are in
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// N/SECONDS: so many guests come in within so many seconds, and only they are counted
    #[arg(long, value_parser = storm)]
    join_storm: Option<(usize, Duration)>,
    /// Guests who leave and come back, a minute
    #[arg(long, default_value_t = 0.0)]
    churn: f64,
    /// Datagrams lost on each seat's line, percent each way
    #[arg(long, default_value_t = 0.0)]
    loss: f64,
    /// Delay of each seat's line, milliseconds each way
    #[arg(long, default_value_t = 0)]
    delay: u64,
    /// Up to so much more, milliseconds
    #[arg(long, default_value_t = 0)]
    jitter: u64,
    /// Of the random loss and jitter
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that drive media
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Fail if more seats fail than this
    #[arg(long, default_value_t = 0)]
    max_failed: u64,
    /// Fail if p95 from WebSocket to first picture is longer, milliseconds
    #[arg(long)]
    max_join_p95: Option<f64>,
    /// Fail if more is lost, percent
    #[arg(long)]
    max_loss: Option<f64>,
    /// Fail if p99 from sender to receiver is longer, milliseconds
    #[arg(long)]
    max_latency_p99: Option<f64>,
    /// Fail if pictures stand still more often
    #[arg(long)]
    max_freezes: Option<u64>,
    /// Print only the result, as one line of JSON
    #[arg(long)]
    json: bool,
}

fn storm(text: &str) -> Result<(usize, Duration), String> {
    let numbers = text.split_once('/').and_then(|(seats, seconds)| {
        let seconds: f64 = seconds.parse().ok()?;
        Some((seats.parse().ok()?, Duration::try_from_secs_f64(seconds).ok()?))
    });
    numbers.ok_or_else(|| "as in 700/60: seats, then seconds".to_owned())
}

impl Flags {
    fn wish(&self) -> Wish {
        let account = |name: &str| match name.split_once(':') {
            Some((username, password)) => {
                Account { username: username.to_owned(), password: password.to_owned() }
            }
            None => Account { username: name.to_owned(), password: self.password.clone() },
        };
        let named = self.users.iter().map(String::as_str);
        let names = named.flat_map(|name| if name == "demo" { DEMO.to_vec() } else { vec![name] });
        let seats = usize::from(self.seats);
        Wish {
            accounts: names.map(account).collect(),
            rooms: self.rooms.max(1),
            seats,
            storm: self.join_storm,
            time: Duration::try_from_secs_f64(self.minutes * 60.0).unwrap_or_default(),
            churn: self.churn.max(0.0),
            media: Media {
                cameras: self.cameras.unwrap_or(seats),
                layers: usize::from(self.layers),
                temporal: self.temporal,
                kbps: self.kbps.clamp(10.0, 100_000.0),
                fps: self.fps.clamp(0.1, 1000.0),
                packet_bytes: self.packet_bytes.clamp(100, 1200),
                talks: self.talks.clamp(0.0, 1.0),
            },
            faults: Faults {
                loss: (self.loss / 100.0).clamp(0.0, 1.0),
                delay: Duration::from_millis(self.delay),
                jitter: Duration::from_millis(self.jitter),
                seed: self.seed,
            },
            limits: Limits {
                failed: self.max_failed,
                join_p95_ms: self.max_join_p95,
                loss: self.max_loss,
                latency_p99_ms: self.max_latency_p99,
                freezes: self.max_freezes,
            },
            threads: self.threads,
        }
    }
}

/// 0: good; 1: a limit was broken; 2: it could not run.
fn main() -> ExitCode {
    let flags = Flags::parse();
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().and_then(|runtime| {
        let server = Server::new(&flags.server, &flags.ca)?;
        let wish = flags.wish();
        let print = |line: String| {
            if !flags.json {
                println!("{line}");
            }
        };
        let stop = async {
            // Without a way to hear of it, it ends by itself.
            let _ = tokio::signal::ctrl_c().await;
        };
        runtime.block_on(Box::pin(run(server, &wish, print, stop))).map_err(std::io::Error::other)
    });
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(error) => {
            eprintln!("lianjie-loadtest: {error}");
            return ExitCode::from(2);
        }
    };
    if flags.json {
        println!("{}", serde_json::to_string(&outcome).expect("numbers and texts"));
    } else {
        println!("\n{}", outcome.table());
    }
    if outcome.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
