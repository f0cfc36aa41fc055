//! What the server itself says it costs: processor time and memory, from its `/metrics`.

use serde::Serialize;
use std::time::{Duration, Instant};

use super::net::Server;

/// What the server had used at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Used {
    at: Instant,
    cpu_seconds: f64,
    memory_bytes: f64,
    /// Of media, by all seats together, until then.
    received_bytes: u64,
}

impl Used {
    /// `None`: the server has no metrics, or none of these.
    pub async fn ask(server: &Server, received_bytes: u64) -> Option<Self> {
        Self::read(Instant::now(), &server.text("/metrics").await.ok()?, received_bytes)
    }

    fn read(at: Instant, metrics: &str, received_bytes: u64) -> Option<Self> {
        let value = |name: &str| {
            let rest = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
            rest.trim().parse().ok()
        };
        let (cpu, memory) = ("process_cpu_seconds_total", "process_resident_memory_bytes");
        Some(Self { at, cpu_seconds: value(cpu)?, memory_bytes: value(memory)?, received_bytes })
    }
}

/// Of the whole server, pages and database too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Cores it kept busy while everybody was there.
    pub cores: f64,
    pub memory_mib: f64,
    /// More than before the first seat came, divided by seats.
    pub memory_kib_a_seat: f64,
    /// What it sent them of media meanwhile, a second.
    pub sent_mbit: f64,
}

impl Cost {
    /// `before` anybody came, when `all` were in, and at the `end`.
    #[must_use]
    pub fn of([before, all, end]: [Used; 3], seats: usize) -> Option<Self> {
        let time = end.at.saturating_duration_since(all.at);
        (time > Duration::ZERO && seats > 0).then(|| Self {
            cores: (end.cpu_seconds - all.cpu_seconds) / time.as_secs_f64(),
            memory_mib: end.memory_bytes / 1_048_576.0,
            memory_kib_a_seat: (end.memory_bytes - before.memory_bytes) / 1024.0 / seats as f64,
            sent_mbit: (end.received_bytes - all.received_bytes) as f64 * 8e-6 / time.as_secs_f64(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cost_is_the_time_and_the_memory_that_the_seats_took() {
        let start = Instant::now();
        let used = |seconds, cpu, mib: u64| {
            let text = format!(
                "# TYPE x gauge\nprocess_cpu_seconds_total {cpu}\nprocess_resident_memory_bytes {}\n",
                mib * 1_048_576
            );
            Used::read(start + Duration::from_secs(seconds), &text, seconds * 1_000_000).unwrap()
        };
        let cost = Cost::of([used(0, 1.0, 50), used(10, 5.0, 60), used(30, 15.0, 70)], 20).unwrap();
        assert_eq!(cost, Cost { cores: 0.5, memory_mib: 70.0, memory_kib_a_seat: 1024.0, sent_mbit: 8.0 });
        assert_eq!(Used::read(start, "process_cpu_seconds_total_x 1\n", 0), None);
        assert_eq!(Cost::of([used(0, 1.0, 50); 3], 20), None);
    }
}
