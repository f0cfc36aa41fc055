//! How long each question took, sorted.

use serde::Serialize;
use std::time::Instant;

/// A row of the table, and of the file.
#[derive(Debug, Serialize)]
pub struct Line {
    database: &'static str,
    /// lookup, list, search or statistics.
    kind: &'static str,
    case: &'static str,
    /// Petitions in the store.
    rows: usize,
    p50_ms: f64,
    p99_ms: f64,
}

/// What is aimed at, at p99 (docs/measurements.md).
fn target_ms(kind: &str) -> u32 {
    match kind {
        "lookup" | "list" => 10,
        "search" => 200,
        "statistics" => 1000,
        other => unreachable!("nothing is aimed at for {other}"),
    }
}

fn verdict(kind: &str, p99_ms: f64) -> &'static str {
    if p99_ms <= f64::from(target_ms(kind)) { "met" } else { "not met" }
}

pub struct Measured {
    database: &'static str,
    rows: usize,
    pub lines: Vec<Line>,
}

impl Measured {
    pub fn new(database: &'static str, rows: usize) -> Self {
        println!(
            "{:9} {:11} {:44} {:>9} {:>9} {:>9} {:>9}  verdict",
            "database", "kind", "case", "rows", "p50 ms", "p99 ms", "target"
        );
        Self { database, rows, lines: Vec::new() }
    }

    /// Asks `times` times after a few that do not count.
    pub async fn ask(
        &mut self,
        (kind, case): (&'static str, &'static str),
        times: usize,
        mut question: impl AsyncFnMut(usize),
    ) {
        for n in 0..times.div_ceil(20) {
            question(times + n).await;
        }
        let mut took = Vec::with_capacity(times);
        for n in 0..times {
            let began = Instant::now();
            question(n).await;
            took.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        // The place of a share in a sorted list, rounded up.
        let at =
            |hundredths: usize| (took[(took.len() * hundredths).div_ceil(100) - 1] * 1000.0).round() / 1000.0;
        let (database, rows) = (self.database, self.rows);
        let line = Line { database, kind, case, rows, p50_ms: at(50), p99_ms: at(99) };
        let Line { p50_ms, p99_ms, .. } = line;
        let (target, verdict) = (target_ms(kind), verdict(kind, p99_ms));
        println!("{database:9} {kind:11} {case:44} {rows:9} {p50_ms:9.2} {p99_ms:9.2} {target:9}  {verdict}");
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::verdict;

    #[test]
    fn each_kind_is_held_against_its_own_target() {
        let at = |p99_ms: f64| ["lookup", "list", "search", "statistics"].map(|kind| verdict(kind, p99_ms));
        assert_eq!(at(10.0), ["met"; 4]);
        assert_eq!(at(10.1), ["not met", "not met", "met", "met"]);
        assert_eq!(at(200.1), ["not met", "not met", "not met", "met"]);
        assert_eq!(at(1000.1), ["not met"; 4]);
    }
}
