//! One subject under one scene for some seconds.

use loadtest::media::dtls::Identity;
use loadtest::media::worker::{Fleet, Timing};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::scene::Scene;
use crate::subject::{Load, Subject};
use crate::{Failure, Plan};

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    pub ns_per_packet: f64,
    pub packets_per_s: f64,
    /// Of what was to come.
    pub lost: f64,
    /// Share of a core.
    pub share: f64,
    pub allocations_per_packet: Option<f64>,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub rss_kb_per_seat: f64,
    /// What the load itself could not send, of what it was to send: over a thousandth spoils the measurement.
    pub behind: f64,
}

/// Rates are looked at so long.
const LOOK: Duration = Duration::from_secs(1);
/// From the first packet to a steady flow: an estimate that begins at 300 kbit/s must first rise to what is sent.
const MOST_LOOKS: u32 = 20;
/// As good as everything: packets fall to one look or the next.
const STEADY: f64 = 0.98;

/// Seats the scene, lets it flow, measures, and has everybody leave.
pub fn measure(subject: &mut Subject, scene: &Scene, plan: &Plan) -> Result<Measured, Failure> {
    let time = Duration::from_secs(if plan.quick { 4 } else { 10 });
    measure_for(subject, scene, time)
}

pub fn measure_for(subject: &mut Subject, scene: &Scene, time: Duration) -> Result<Measured, Failure> {
    let fleet = Fleet::start(1, Timing::Spin)?;
    let mut load = Load { fleet, identity: Arc::new(Identity::generate()?), seats: Vec::new() };
    let measured = flow(subject, scene, &mut load, time);
    load.fleet.stop();
    measured
}

fn flow(subject: &mut Subject, scene: &Scene, load: &mut Load, time: Duration) -> Result<Measured, Failure> {
    let rss_before = subject.seat(load, scene)?;
    warm_up(&load.fleet, scene);
    let allocations = subject.allocations()?;
    let before = load.fleet.report();
    let (began, cpu) = (Instant::now(), subject.process().cpu()?);
    std::thread::sleep(time);
    let after = load.fleet.report();
    let (took, cpu) = (began.elapsed(), subject.process().cpu()?.saturating_sub(cpu));
    let allocated = subject.allocations()?.zip(allocations).map(|(now, then)| now - then);
    let rss = subject.process().rss()?.saturating_sub(rss_before);
    let moved = after.totals - before.totals;
    if moved.received == 0 {
        return Err("nothing was forwarded".into());
    }
    let packets = moved.received as f64;
    Ok(Measured {
        ns_per_packet: cpu.as_nanos() as f64 / packets,
        packets_per_s: packets / took.as_secs_f64(),
        lost: moved.lost as f64 / (packets + moved.lost as f64),
        share: cpu.as_secs_f64() / took.as_secs_f64(),
        allocations_per_packet: allocated.map(|count| count as f64 / packets),
        p50_ms: after.latency.millis(0.5),
        p99_ms: after.latency.millis(0.99),
        rss_kb_per_seat: rss as f64 / scene.receivers() as f64,
        behind: moved.skipped as f64 / (moved.sent + moved.skipped).max(1) as f64,
    })
}

/// Until everybody gets everything; what never does is measured as it is.
fn warm_up(fleet: &Fleet, scene: &Scene) {
    std::thread::sleep(LOOK);
    let mut before = fleet.report().totals.received;
    for _ in 0..MOST_LOOKS {
        std::thread::sleep(LOOK);
        let now = fleet.report().totals.received;
        if (now - before) as f64 >= scene.packets_per_s() * LOOK.as_secs_f64() * STEADY {
            return;
        }
        before = now;
    }
}

/// Of several runs the middle one, number by number.
pub fn median(runs: &[Measured]) -> Measured {
    let of = |pick: fn(&Measured) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Measured {
        ns_per_packet: of(|run| run.ns_per_packet),
        packets_per_s: of(|run| run.packets_per_s),
        lost: of(|run| run.lost),
        share: of(|run| run.share),
        allocations_per_packet: runs
            .iter()
            .all(|run| run.allocations_per_packet.is_some())
            .then(|| of(|run| run.allocations_per_packet.unwrap_or_default())),
        p50_ms: of(|run| run.p50_ms),
        p99_ms: of(|run| run.p99_ms),
        // Memory is taken once and kept: the first run shows what a seat costs.
        rss_kb_per_seat: runs.first().map_or(0.0, |run| run.rss_kb_per_seat),
        behind: of(|run| run.behind),
    }
}
