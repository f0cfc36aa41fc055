//! The media plane, measured: the relay, Janus and the floor in turns, the same packets to each.
//!
//! One program in three parts. It is the load by default, and starts itself again as the relay (`server`) or
//! the floor (`floor`), pinned to a core of its own; `scripts/bench` builds it and makes the network it runs in.

#![expect(clippy::print_stdout, reason = "a measurement is what it prints")]

mod bridge;
mod cases;
mod floor;
mod janus;
mod join;
mod measure;
mod ours;
mod process;
mod scene;
mod server;
mod subject;
mod sustained;
mod table;

use std::alloc::System;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Counts what the relay allocates; in the other parts nobody asks.
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<System> = &stats_alloc::INSTRUMENTED_SYSTEM;

/// How long and how often.
#[derive(Debug, Clone)]
pub struct Plan {
    pub quick: bool,
    /// The address everything is on.
    pub address: IpAddr,
    /// Only these cases, if any is named.
    pub only: Vec<String>,
    pub out: PathBuf,
    /// Where `lianjie` and `lianjie-loadtest` are.
    pub binaries: PathBuf,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["server", address, ref ways @ ..] => {
            let address = address.parse::<IpAddr>().map_err(Failure::from);
            address.and_then(|address| server::run(address, ways.contains(&"tcp")))
        }
        ["floor", address] => address.parse().map_err(Failure::from).and_then(floor::run),
        _ => plan(&words).and_then(|plan| cases::run(&plan)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("media-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn plan(words: &[&str]) -> Result<Plan, Failure> {
    let own = std::env::current_exe()?;
    let mut plan = Plan {
        quick: false,
        address: IpAddr::from([127, 0, 0, 1]),
        only: Vec::new(),
        out: PathBuf::from("target/bench/media.json"),
        binaries: own.parent().map(PathBuf::from).unwrap_or_default(),
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--quick" => plan.quick = true,
            "--address" => plan.address = value()?.parse()?,
            "--only" => plan.only.extend(value()?.split(',').map(str::to_owned)),
            "--out" => plan.out = PathBuf::from(value()?),
            other => return Err(format!("unknown: {other} (--quick, --address, --only, --out)").into()),
        }
    }
    Ok(plan)
}
