//! What probe clusters prove: as much as was sent together and arrived together, the line bears.

use super::history::Told;
use super::{BitRate, ClusterId};
use std::time::Duration;

/// Clusters in flight at once; the prober sends one after another.
const KEPT: usize = 2;
/// Packets that must have arrived.
const LEAST_ARRIVED: u32 = 4;
/// And the share of those sent.
const LEAST_SHARE: u32 = 2;
/// Of a rate at which the line was seen to fill, so much is sent.
const FILLED: f64 = 0.95;

/// What became of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probed {
    pub cluster: ClusterId,
    /// What the line was seen to bear; `None` if too little arrived to say.
    pub rate: Option<BitRate>,
}

#[derive(Debug, Clone, Copy)]
struct Cluster {
    id: ClusterId,
    sent: u32,
    arrived: u32,
    sent_bytes: u64,
    arrived_bytes: u64,
    first_sent: Duration,
    last_sent: Duration,
    last_sent_bytes: u64,
    first_arrived: i64,
    last_arrived: i64,
    first_arrived_bytes: u64,
}

/// The last clusters.
#[derive(Debug, Default)]
pub struct Clusters {
    kept: [Option<Cluster>; KEPT],
}

impl Clusters {
    pub fn sent(&mut self, now: Duration, id: ClusterId, bytes: u64) {
        if let Some(cluster) = self.kept.iter_mut().flatten().find(|cluster| cluster.id == id) {
            cluster.sent += 1;
            cluster.sent_bytes += bytes;
            cluster.last_sent = now;
            cluster.last_sent_bytes = bytes;
            return;
        }
        self.kept.rotate_right(1);
        self.kept[0] = Some(Cluster {
            id,
            sent: 1,
            arrived: 0,
            sent_bytes: bytes,
            arrived_bytes: 0,
            first_sent: now,
            last_sent: now,
            last_sent_bytes: bytes,
            first_arrived: 0,
            last_arrived: 0,
            first_arrived_bytes: 0,
        });
    }

    /// `arrival` in microseconds of the receiver's clock.
    pub fn told(&mut self, id: ClusterId, packet: &Told, arrival: i64) {
        let Some(cluster) = self.kept.iter_mut().flatten().find(|cluster| cluster.id == id) else { return };
        if !packet.arrived {
            return;
        }
        if cluster.arrived == 0 || arrival < cluster.first_arrived {
            cluster.first_arrived = arrival;
            cluster.first_arrived_bytes = packet.bytes.into();
        }
        if cluster.arrived == 0 || arrival > cluster.last_arrived {
            cluster.last_arrived = arrival;
        }
        cluster.arrived += 1;
        cluster.arrived_bytes += u64::from(packet.bytes);
    }

    /// Takes out a cluster about which nothing more will be told: something sent after it was, at `told_until`,
    /// or it is older than `patience`.
    pub fn finished(
        &mut self,
        now: Duration,
        told_until: Duration,
        patience: Duration,
        inherent_loss: f64,
    ) -> Option<Probed> {
        let ended = |cluster: &Cluster| {
            told_until > cluster.last_sent || now.saturating_sub(cluster.last_sent) > patience
        };
        let place = self.kept.iter_mut().find(|kept| kept.as_ref().is_some_and(ended))?;
        let cluster = place.take()?;
        Some(Probed { cluster: cluster.id, rate: cluster.rate(inherent_loss).map(BitRate::from_f64) })
    }

    /// Whether a probe's packets are under way.
    pub fn in_flight(&self) -> bool {
        self.kept.iter().any(Option::is_some)
    }

    pub fn clear(&mut self) {
        self.kept = [None; KEPT];
    }
}

impl Cluster {
    fn rate(&self, inherent_loss: f64) -> Option<f64> {
        if self.arrived < LEAST_ARRIVED || self.arrived < self.sent.div_ceil(LEAST_SHARE) {
            return None;
        }
        let sent_time = self.last_sent.saturating_sub(self.first_sent).as_secs_f64();
        let arrival_time = self.last_arrived.saturating_sub(self.first_arrived) as f64 / 1e6;
        if sent_time < 0.001 || arrival_time > 1.0 {
            return None;
        }
        // One packet less than there were lies between the first and the last.
        let sent = (self.sent_bytes.saturating_sub(self.last_sent_bytes)) as f64 * 8.0 / sent_time;
        let arrived = self.arrived_bytes.saturating_sub(self.first_arrived_bytes) as f64;
        let arrived = arrived * 8.0 / arrival_time.max(0.001) / (1.0 - inherent_loss);
        Some(if arrived < 0.9 * sent { arrived * FILLED } else { sent.min(arrived) })
    }
}
