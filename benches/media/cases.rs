//! The cases, one after the other.

use crate::measure::{Measured, measure, median};
use crate::process::{LOAD_CORE, pin};
use crate::scene::Scene;
use crate::subject::{Kind, Subject};
use crate::table::{self, Line};
use crate::{Failure, Plan, janus, join, sustained};

pub fn run(plan: &Plan) -> Result<(), Failure> {
    pin(LOAD_CORE)?;
    let mut lines = Vec::new();
    for (name, what, scene) in [
        (
            "1x20",
            "2,000 packets/s of 1,100 bytes in 4 streams, evenly, to 20",
            Scene::stage(2000.0, false, 20),
        ),
        (
            "1x20-burst",
            "the same in bursts of 20 each 10 ms, as cameras send",
            Scene::stage(2000.0, true, 20),
        ),
        ("12x12", "a hearing of 12, all see all: sound and 704 kbit/s of picture each", Scene::table(12)),
    ] {
        if plan.wants(name) {
            lines.push(compare(name, what, &scene, plan)?);
            table::write(&plan.out, &lines)?;
        }
    }
    if plan.wants("12x12-tcp") {
        lines.push(by_tcp("12x12-tcp", plan)?);
        table::write(&plan.out, &lines)?;
    }
    if plan.wants("sustained") {
        lines.extend(sustained::run(plan)?);
        table::write(&plan.out, &lines)?;
    }
    if plan.wants("join") {
        lines.extend(join::run(plan)?);
    }
    table::write(&plan.out, &lines)?;
    println!("\n{}", plan.out.display());
    Ok(())
}

impl Plan {
    fn wants(&self, case: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == case)
    }
}

/// The hearing of 12, of whom nobody gets through by UDP. How late packets are is not told: each is carried over a bridge
/// on the load's one core.
fn by_tcp(case: &str, plan: &Plan) -> Result<Line, Failure> {
    table::head(case, "the same hearing by TCP alone; times are the bridge's");
    let mut subject = Subject::start(Kind::OursByTcp, plan)?;
    let run = measure(&mut subject, &Scene::table(12), plan)?;
    table::row("ours", &run);
    Ok(Line { p50_ms: None, p99_ms: None, ..Line::of(case, &run) })
}

/// Ours, floor, Janus, ours, floor, Janus …; medians.
fn compare(case: &str, what: &str, scene: &Scene, plan: &Plan) -> Result<Line, Failure> {
    table::head(case, what);
    let turns = if plan.quick { 1 } else { 3 };
    let mut runs: [Vec<Measured>; 3] = Default::default();
    let kinds = [Kind::Ours, Kind::Floor, Kind::Janus];
    for _ in 0..turns {
        for (kind, runs) in kinds.iter().zip(&mut runs) {
            if *kind == Kind::Janus
                && let Err(why) = janus::available(plan.address)
            {
                println!("janus      not measured: {why}");
                continue;
            }
            let mut subject = Subject::start(*kind, plan)?;
            let run = measure(&mut subject, scene, plan)?;
            table::row(&format!("{kind:?}").to_lowercase(), &run);
            runs.push(run);
        }
    }
    let [ours, floor, janus] = runs.map(|runs| (!runs.is_empty()).then(|| median(&runs)));
    let ns = |run: Option<Measured>| run.map(|run| run.ns_per_packet);
    for (other, name, at_most) in [(janus, "ours / janus", 0.25), (floor, "ours / floor", 1.6)] {
        if let (Some(ours), Some(other)) = (ours, other) {
            table::ratio(name, ours.ns_per_packet / other.ns_per_packet, at_most);
        }
    }
    Ok(Line {
        ours_ns_per_packet: ns(ours),
        peer_ns_per_packet: ns(janus),
        floor_ns_per_packet: ns(floor),
        ..ours.map(|run| Line::of(case, &run)).unwrap_or_default()
    })
}

impl Line {
    pub fn of(case: &str, run: &Measured) -> Self {
        Self {
            case: case.to_owned(),
            ours_ns_per_packet: Some(run.ns_per_packet),
            allocations_per_packet: run.allocations_per_packet,
            p50_ms: Some(run.p50_ms),
            p99_ms: Some(run.p99_ms),
            rss_kb_per_seat: Some(run.rss_kb_per_seat),
            packets_per_s: Some(run.packets_per_s),
            core_share: Some(run.share),
            lost: Some(run.lost),
            ..Self::default()
        }
    }
}
