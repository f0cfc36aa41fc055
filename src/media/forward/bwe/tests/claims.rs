//! What the estimator is for, on lines like those of villages.

use super::link::{FAIR, Line, Second, Sim};

const SEEDS: std::ops::Range<u64> = 1..6;

fn print(seconds: &[Second]) -> String {
    let line = |(at, second): (usize, &Second)| {
        format!(
            "{at:3} s: estimate {:5}, arrived {:5}, queue {:4}..{:4} ms, {} probes",
            second.estimate, second.arrived, second.standing, second.queue, second.probes
        )
    };
    seconds.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn mean(seconds: &[Second]) -> u64 {
    seconds.iter().map(|second| second.estimate).sum::<u64>() / seconds.len() as u64
}

#[test]
fn zz_explore() {
    let show = |name: &str, seconds: &[Second]| println!("=== {name}: mean {}\n{}", mean(seconds), print(seconds));
    for kbps in [2000, 500, 200, 100, 50] {
        let mut sim = Sim::new(1, Line { kbps, ..FAIR }, 5000);
        show(&format!("{kbps}"), &sim.run(30));
    }
    let mut sim = Sim::new(1, Line { kbps: 200, ..FAIR }, 2500);
    show("200->2000", &sim.run(30));
    sim.line.kbps = 2000;
    show("", &sim.run(12));
    sim.line.kbps = 200;
    show("down", &sim.run(12));
    for loss in [0.05, 0.1, 0.2, 0.3] {
        let mut sim = Sim::new(1, Line { loss, loss_up: loss, ..FAIR }, 2500);
        show(&format!("loss {loss}"), &sim.run(30));
        let mut sim = Sim::new(1, Line { loss, loss_up: loss, burst: 4.0, ..FAIR }, 2500);
        show(&format!("bursty loss {loss}"), &sim.run(30));
    }
    for reorders in [false, true] {
        let mut sim = Sim::new(1, Line { delay: 150, jitter: 50, reorders, ..FAIR }, 2500);
        show(&format!("rtt 300 jitter 50 {reorders}"), &sim.run(30));
    }
    let mut sim = Sim::new(1, FAIR, 60);
    show("idle", &sim.run(60));
    sim.demand = 2500;
    show("then demand", &sim.run(8));
    sim.line.dark = true;
    show("dark", &sim.run(10));
    sim.line.dark = false;
    show("light", &sim.run(10));
}
