//! What is printed, and what is left as JSON.

use serde::Serialize;
use std::path::Path;

use crate::Failure;
use crate::measure::Measured;

/// A case's line in `media.json`; what was not measured is null.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Line {
    pub case: String,
    pub ours_ns_per_packet: Option<f64>,
    pub peer_ns_per_packet: Option<f64>,
    pub floor_ns_per_packet: Option<f64>,
    pub allocations_per_packet: Option<f64>,
    pub p50_ms: Option<f64>,
    /// Of joins only.
    pub p95_ms: Option<f64>,
    pub p99_ms: Option<f64>,
    pub rss_kb_per_seat: Option<f64>,
    pub packets_per_s: Option<f64>,
    pub core_share: Option<f64>,
    pub lost: Option<f64>,
}

pub fn write(path: &Path, lines: &[Line]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::to_string_pretty(lines)? + "\n")?;
    Ok(())
}

pub fn head(case: &str, what: &str) {
    println!("\n{case}: {what}");
    println!(
        "{:<10} {:>9} {:>9} {:>7} {:>8} {:>8} {:>8} {:>7} {:>9}",
        "", "ns/packet", "packets/s", "core %", "p50 ms", "p99 ms", "lost %", "alloc", "KiB/seat"
    );
}

pub fn row(name: &str, run: &Measured) {
    let allocations =
        run.allocations_per_packet.map_or_else(|| "-".to_owned(), |count| format!("{count:.2}"));
    let behind = if run.behind > 0.001 { "  load behind" } else { "" };
    println!(
        "{name:<10} {:>9.0} {:>9.0} {:>7.1} {:>8.3} {:>8.3} {:>8.3} {allocations:>7} {:>9.0}{behind}",
        run.ns_per_packet,
        run.packets_per_s,
        run.share * 100.0,
        run.p50_ms,
        run.p99_ms,
        run.lost * 100.0,
        run.rss_kb_per_seat,
    );
}

/// A ratio against its target.
pub fn ratio(what: &str, ratio: f64, at_most: f64) {
    let verdict = if ratio <= at_most { "met" } else { "not met" };
    println!("{what}: {ratio:.3} (at most {at_most}: {verdict})");
}
