//! What is printed each second and at the end, and whether that is good enough.

use serde::Serialize;
use std::collections::BTreeSet;
use std::time::Duration;

use super::cost::Cost;
use crate::histogram::Histogram;
use crate::media::report::{Fare, Report, Totals};

/// Limits given by flags; none is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Limits {
    pub failed: u64,
    pub join_p95_ms: Option<f64>,
    /// Percent.
    pub loss: Option<f64>,
    pub latency_p99_ms: Option<f64>,
    pub freezes: Option<u64>,
}

/// How seats came in.
#[derive(Debug, Clone, Default)]
pub struct Joins {
    pub seats: usize,
    pub connected: usize,
    /// Those who see, of those who are to be counted.
    pub times: Histogram,
    pub failures: Vec<String>,
}

/// Who got anything of whom, at the end: pairs of seats of the same hearing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Flows {
    pub pairs: u64,
    pub heard: u64,
    pub seen: u64,
}

impl Flows {
    /// Adds one seat of a hearing of `seats`.
    pub fn add(&mut self, seats: usize, fare: &Fare) {
        let from = |video: bool| {
            let slots = fare.slots.iter().filter(move |slot| slot.video == video);
            slots.flat_map(|slot| slot.from.keys()).collect::<BTreeSet<_>>().len() as u64
        };
        self.pairs += seats.saturating_sub(1) as u64;
        self.heard += from(false);
        self.seen += from(true);
    }
}

/// The whole run, as `--json` prints it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outcome {
    pub joined: u64,
    pub failed: u64,
    pub join_p50_ms: f64,
    pub join_p95_ms: f64,
    pub join_p99_ms: f64,
    pub packets_out: u64,
    pub packets_in: u64,
    pub loss_percent: f64,
    pub recovered: u64,
    pub latency_p50_ms: f64,
    pub latency_p99_ms: f64,
    pub frames: u64,
    pub freezes: u64,
    pub flows: Flows,
    /// What the load test itself could not send: above nothing, the figures are of a tired client.
    pub skipped: u64,
    /// What the server says it cost, if it says so.
    pub server: Option<Cost>,
    pub broken: Vec<String>,
    /// Why seats failed: the first few.
    pub failures: Vec<String>,
}

impl Outcome {
    #[must_use]
    pub fn new(joins: &Joins, totals: &Totals, latency: &Histogram, limits: &Limits) -> Self {
        let mut outcome = Self {
            joined: joins.times.count(),
            failed: joins.failures.len() as u64,
            join_p50_ms: joins.times.millis(0.5),
            join_p95_ms: joins.times.millis(0.95),
            join_p99_ms: joins.times.millis(0.99),
            packets_out: totals.sent,
            packets_in: totals.received,
            loss_percent: loss(totals),
            recovered: totals.recovered,
            latency_p50_ms: latency.millis(0.5),
            latency_p99_ms: latency.millis(0.99),
            frames: totals.frames,
            freezes: totals.freezes,
            flows: Flows::default(),
            skipped: totals.skipped,
            server: None,
            broken: Vec::new(),
            failures: joins.failures.iter().take(10).cloned().collect(),
        };
        outcome.broken = outcome.against(limits);
        outcome
    }

    fn against(&self, limits: &Limits) -> Vec<String> {
        let mut broken = Vec::new();
        let mut check = |what: &str, is: f64, limit: Option<f64>| {
            if let Some(limit) = limit.filter(|limit| is > *limit) {
                broken.push(format!("{what}: {is:.2}, at most {limit}"));
            }
        };
        check("failed seats", self.failed as f64, Some(limits.failed as f64));
        check("join p95, ms", self.join_p95_ms, limits.join_p95_ms);
        check("loss, %", self.loss_percent, limits.loss);
        check("latency p99, ms", self.latency_p99_ms, limits.latency_p99_ms);
        check("freezes", self.freezes as f64, limits.freezes.map(|limit| limit as f64));
        broken
    }

    #[must_use]
    pub fn table(&self) -> String {
        let mut lines = vec![
            format!("seats         {} joined, {} failed", self.joined, self.failed),
            format!(
                "join          p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms",
                self.join_p50_ms, self.join_p95_ms, self.join_p99_ms
            ),
            format!(
                "packets       {} out, {} in, {:.3} % lost",
                self.packets_out, self.packets_in, self.loss_percent
            ),
            format!("latency       p50 {:.1} ms, p99 {:.1} ms", self.latency_p50_ms, self.latency_p99_ms),
            format!("pictures      {} frames, {} freezes", self.frames, self.freezes),
            format!(
                "pairs         {} heard and {} seen of {}",
                self.flows.heard, self.flows.seen, self.flows.pairs
            ),
        ];
        if let Some(cost) = &self.server {
            lines.push(format!(
                "server        {:.2} cores, {:.0} MiB, {:.0} KiB a seat, sends {:.1} Mbit/s",
                cost.cores, cost.memory_mib, cost.memory_kib_a_seat, cost.sent_mbit
            ));
        }
        if self.skipped > 0 {
            lines.push(format!(
                "skipped       {}: this machine cannot send so much; the figures are its own",
                self.skipped
            ));
        }
        lines.extend(self.failures.iter().map(|why| format!("failed        {why}")));
        lines.extend(self.broken.iter().map(|broken| format!("broken        {broken}")));
        lines.join("\n")
    }
}

/// Percent of what was to come and did not.
fn loss(totals: &Totals) -> f64 {
    let expected = totals.received + totals.lost;
    if expected == 0 { 0.0 } else { totals.lost as f64 * 100.0 / expected as f64 }
}

pub const HEAD: &str =
    "   time   seats connected  seeing  failed    out/s      in/s  lost %   p50 ms   p99 ms freezes";

/// A second's line. `moved` and `report.latency` are of this second.
#[must_use]
pub fn line(time: Duration, joins: &Joins, report: &Report, moved: &Totals, took: Duration) -> String {
    let rate = |count: u64| count as f64 / took.as_secs_f64().max(0.001);
    format!(
        "{:>6.0}s {:>7} {:>9} {:>7} {:>7} {:>8.0} {:>9.0} {:>7.3} {:>8.1} {:>8.1} {:>7}",
        time.as_secs_f64(),
        joins.seats,
        joins.connected,
        joins.times.count(),
        joins.failures.len(),
        rate(moved.sent),
        rate(moved.received),
        loss(moved),
        report.latency.millis(0.5),
        report.latency.millis(0.99),
        report.totals.freezes,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_held_against_its_figure() {
        let mut joins = Joins::default();
        joins.times.record(Duration::from_millis(900));
        joins.failures.push("gone".to_owned());
        let totals = Totals { received: 98, lost: 2, freezes: 3, ..Totals::default() };
        let mut latency = Histogram::default();
        latency.record(Duration::from_millis(40));
        let broken = |limits| Outcome::new(&joins, &totals, &latency, &limits).broken.len();
        let fine = Limits { failed: 1, ..Limits::default() };
        assert_eq!(broken(fine), 0);
        for worse in [
            Limits { failed: 0, ..fine },
            Limits { join_p95_ms: Some(800.0), ..fine },
            Limits { loss: Some(1.9), ..fine },
            Limits { latency_p99_ms: Some(30.0), ..fine },
            Limits { freezes: Some(2), ..fine },
        ] {
            assert_eq!(broken(worse), 1, "{worse:?}");
        }
        let strict = Limits { join_p95_ms: Some(1000.0), loss: Some(2.0), freezes: Some(3), ..fine };
        assert_eq!(broken(strict), 0);
    }
}
