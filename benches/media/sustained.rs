//! How much one core carries, and how late packets are on the way there.

use std::time::Duration;

use crate::measure::{Measured, measure_for};
use crate::scene::Scene;
use crate::subject::{Kind, Subject};
use crate::table::{self, Line};
use crate::{Failure, Plan};

/// Each sent packet goes to so many.
const RECEIVERS: f64 = 20.0;
/// Sustained means: nothing lost, and 99 in 100 packets not later than this.
const LATEST_MS: f64 = 10.0;

pub fn run(plan: &Plan) -> Result<Vec<Line>, Failure> {
    table::head("sustained", "streams of bursts each 10 ms to 20 receivers, more and more");
    let mut subject = Subject::start(Kind::Ours, plan)?;
    let best = climb(&mut subject, plan)?;
    println!(
        "sustained: {:.0} forwarded packets/s at {:.0} % of a core, p99 {:.2} ms",
        best.packets_per_s,
        best.share * 100.0,
        best.p99_ms
    );
    let mut lines = vec![Line::of("sustained", &best)];
    let full = best.packets_per_s / best.share.max(0.01); // what a whole core would carry
    for (case, rate, at_most) in [("half-load", full * 0.5, 3.0), ("80-percent", full * 0.8, LATEST_MS)] {
        let run = at(&mut subject, rate.min(best.packets_per_s), plan)?;
        table::row(case, &run);
        table::ratio("p99, ms", run.p99_ms, at_most);
        lines.push(Line::of(case, &run));
    }
    // The memory was taken by the first step and is there for all.
    lines.iter_mut().for_each(|line| line.rss_kb_per_seat = None);
    Ok(lines)
}

/// Up by steps until it breaks, then halves the last step.
fn climb(subject: &mut Subject, plan: &Plan) -> Result<Measured, Failure> {
    let mut best = Measured::default();
    let (mut rate, mut too_much) = (40_000.0, f64::INFINITY);
    let tries = if plan.quick { 5 } else { 12 };
    for _ in 0..tries {
        let mut run = at(subject, rate, plan)?;
        let holds = |run: &Measured| {
            run.lost == 0.0 && run.p99_ms < LATEST_MS && run.packets_per_s > whole(rate) * 0.98
        };
        if !holds(&run) {
            table::row("once more", &run); // a neighbour on the machine costs a step, not the climb
            run = at(subject, rate, plan)?;
        }
        let carried = holds(&run);
        table::row(&format!("{rate:.0}/s"), &run);
        if run.behind > 0.01 {
            println!("the load cannot send more: this is its limit, not the relay's");
            break;
        }
        if carried {
            best = run;
        } else {
            too_much = rate;
        }
        let next =
            if too_much.is_finite() { f64::midpoint(best.packets_per_s, too_much) } else { rate * 1.4 };
        if (whole(next) - whole(rate)).abs() < 1.0 || too_much < 10_000.0 {
            break;
        }
        rate = next;
    }
    if best.packets_per_s == 0.0 { Err("not even the first step was carried".into()) } else { Ok(best) }
}

/// The nearest rate that whole packets a frame make.
fn whole(rate: f64) -> f64 {
    const STEP: f64 = 4.0 * 100.0 * RECEIVERS; // four streams of a hundred frames a second
    (rate / STEP).round().max(1.0) * STEP
}

/// Forwards about `rate` packets/s.
fn at(subject: &mut Subject, rate: f64, plan: &Plan) -> Result<Measured, Failure> {
    let time = Duration::from_secs(if plan.quick { 2 } else { 4 });
    measure_for(subject, &Scene::stage(whole(rate) / RECEIVERS, true), time)
}
