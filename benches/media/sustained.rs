//! How much one core carries, and how late packets are on the way there.

use std::time::Duration;

use crate::measure::{Measured, measure_for};
use crate::scene::Scene;
use crate::subject::{Kind, Subject};
use crate::table::{self, Line};
use crate::{Failure, Plan};

/// Of the streams that each receiver gets.
const PACKETS_PER_S: f64 = 2000.0;
/// Sustained means: nothing lost, and 99 in 100 packets not later than this.
const LATEST_MS: f64 = 10.0;
/// One receiver in so many opens its packets, and tells how late they are: the load has one core, and what it need not
/// open it need not be slowed by.
const OPENS: usize = 10;

pub fn run(plan: &Plan) -> Result<Vec<Line>, Failure> {
    table::head("sustained", "2,000 packets/s in bursts each 10 ms, to more and more receivers");
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
        if rate > best.packets_per_s {
            println!(
                "{case}: not reached: {rate:.0} packets/s, and the load sends {:.0}",
                best.packets_per_s
            );
            continue;
        }
        let receivers = (rate / PACKETS_PER_S).round() as usize;
        let run = to(&mut subject, receivers, plan)?;
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
    let (mut best, mut carried) = (Measured::default(), 0);
    let (mut receivers, mut too_many) = (20, None);
    let tries = if plan.quick { 5 } else { 12 };
    for _ in 0..tries {
        let holds = |run: &Measured| {
            let whole = receivers as f64 * PACKETS_PER_S;
            run.lost == 0.0 && run.p99_ms < LATEST_MS && run.packets_per_s > whole * 0.98
        };
        let mut run = to(subject, receivers, plan)?;
        if !holds(&run) {
            table::row("once more", &run); // a neighbour on the machine costs a step, not the climb
            run = to(subject, receivers, plan)?;
        }
        table::row(&format!("to {receivers}"), &run);
        if run.behind > 0.01 {
            println!("the load cannot send more: this is its limit, not the relay's");
            break;
        }
        if holds(&run) {
            (best, carried) = (run, receivers);
        } else {
            too_many = Some(receivers);
        }
        let next = too_many.map_or(receivers * 7 / 5, |many| usize::midpoint(carried, many));
        if next == carried || next < 2 {
            break;
        }
        receivers = next;
    }
    if carried == 0 { Err("not even the first step was carried".into()) } else { Ok(best) }
}

/// Forwards to so many.
fn to(subject: &mut Subject, receivers: usize, plan: &Plan) -> Result<Measured, Failure> {
    let time = Duration::from_secs(if plan.quick { 2 } else { 4 });
    measure_for(subject, &Scene { opens: OPENS, ..Scene::stage(PACKETS_PER_S, true, receivers) }, time)
}
