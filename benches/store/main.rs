//! What a store of 1,000,000 petitions with histories over the tree of Lanzhou takes to be asked.
//!
//! `store-bench [--petitions N] [--out FILE] URL…`: an empty database is filled first, by the rules of the house; one
//! that was filled before is only measured. Prints a table and leaves the same as JSON:
//! `[{database, kind, case, rows, p50_ms, p99_ms}]`.
#![expect(clippy::print_stdout, reason = "its answer is a table")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails says where")]

mod dice;
mod fill;
mod measure;
mod plans;
mod questions;
mod story;
mod town;
mod words;

use lianjie::storage;
use measure::{Line, Measured};
use std::{path::PathBuf, time::Instant};

/// What the seal of personal fields is made from; a store keeps the first it saw.
const MASTER_KEY: [u8; 32] = [7; 32];

struct Arguments {
    petitions: usize,
    out: Option<PathBuf>,
    urls: Vec<String>,
}

fn arguments() -> Arguments {
    let mut read = Arguments { petitions: 1_000_000, out: None, urls: Vec::new() };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--petitions" => read.petitions = given.next().unwrap().parse().unwrap(),
            "--out" => read.out = given.next().map(PathBuf::from),
            _ => read.urls.push(argument),
        }
    }
    assert!(!read.urls.is_empty(), "the URL of an empty database, or of one this filled before");
    read
}

#[tokio::main]
async fn main() {
    let Arguments { petitions, out, urls } = arguments();
    let mut lines: Vec<Line> = Vec::new();
    for url in &urls {
        let store = storage::open(url, MASTER_KEY).await.unwrap();
        let began = Instant::now();
        let filled = fill::fill(url, &store, petitions).await;
        let did = if filled { "were made" } else { "were there" };
        println!("{petitions} petitions {did} in {:.0} s", began.elapsed().as_secs_f64());
        let database = if url.starts_with("sqlite:") { "sqlite" } else { "postgres" };
        let mut measured = Measured::new(database, petitions);
        questions::ask_all(&store, &mut measured, petitions).await;
        lines.append(&mut measured.lines);
    }
    if let Some(out) = out {
        std::fs::create_dir_all(out.parent().unwrap()).unwrap();
        std::fs::write(&out, serde_json::to_string_pretty(&lines).unwrap() + "\n").unwrap();
        println!("{}", out.display());
    }
    for url in &urls {
        plans::check(url).await;
    }
}
