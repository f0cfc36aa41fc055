//! Metrics of the media plane.

use metrics::{Counter, Gauge, counter, gauge};

use super::peer::ice::WorkerId;

/// What became of datagrams that were to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Out,
    /// Another worker sends them, and counts them.
    Handed,
    /// The socket took none of them: its buffer is full, or the network is gone.
    Stayed,
}

impl Fate {
    pub const fn of(taken: bool) -> Self {
        if taken { Self::Out } else { Self::Stayed }
    }
}

/// Datagrams and bytes of one turn of a worker's loop, where they are added up, and how full its core is.
pub struct Counts {
    turn: [u64; 5],
    total: [Counter; 5],
    load: Gauge,
}

impl std::fmt::Debug for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counts").field("turn", &self.turn).finish_non_exhaustive()
    }
}

impl Counts {
    pub fn new(worker: WorkerId) -> Self {
        let total = [
            counter!("lianjie_media_datagrams_total", "direction" => "in"),
            counter!("lianjie_media_bytes_total", "direction" => "in"),
            counter!("lianjie_media_datagrams_total", "direction" => "out"),
            counter!("lianjie_media_bytes_total", "direction" => "out"),
            counter!("lianjie_media_unsent_datagrams_total"),
        ];
        let load = gauge!("lianjie_media_worker_load", "worker" => worker.0.to_string());
        Self { turn: [0; 5], total, load }
    }

    pub fn came_in(&mut self, bytes: usize) {
        self.turn[0] += 1;
        self.turn[1] += bytes as u64;
    }

    /// So many datagrams were to be sent, and this became of them.
    pub fn sent(&mut self, fate: Fate, datagrams: usize, bytes: usize) {
        match fate {
            Fate::Out => {
                self.turn[2] += datagrams as u64;
                self.turn[3] += bytes as u64;
            }
            Fate::Handed => {}
            Fate::Stayed => self.turn[4] += datagrams as u64,
        }
    }

    /// Adds the turn to the totals. `load`: share of a core.
    pub fn publish(&mut self, load: f32) {
        self.load.set(load);
        for (turn, total) in self.turn.iter_mut().zip(&self.total).filter(|(turn, _)| **turn > 0) {
            total.increment(std::mem::take(turn));
        }
    }
}

/// A peer more; all workers' peers are counted together, as are their allocations.
pub fn peer_came() {
    gauge!("lianjie_media_peers").increment(1);
}

/// The other end of [`peer_came`]: once for each.
pub fn peer_went() {
    gauge!("lianjie_media_peers").decrement(1);
}

/// A TURN allocation more.
pub fn allocation_made() {
    gauge!("lianjie_media_turn_allocations").increment(1);
}

/// The other end of [`allocation_made`]: once for each.
pub fn allocation_freed() {
    gauge!("lianjie_media_turn_allocations").decrement(1);
}

/// A room went from one worker to another.
pub fn room_moved() {
    counter!("lianjie_media_rooms_moved_total").increment(1);
}

/// A receiver asked for packets again, and for how many that could be done.
pub fn repeated(asked: usize, sent: usize) {
    counter!("lianjie_media_nacked_packets_total").increment(asked as u64);
    counter!("lianjie_media_retransmitted_packets_total").increment(sent as u64);
}

/// A publisher was asked for a key frame.
pub fn key_frame_requested() {
    counter!("lianjie_media_key_frame_requests_total").increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_worker_sends_is_counted_there() {
        let mut counts = Counts::new(WorkerId::default());
        for (fate, datagrams, bytes) in
            [(Fate::Out, 3, 3000), (Fate::Handed, 2, 2000), (Fate::of(false), 1, 1000)]
        {
            counts.sent(fate, datagrams, bytes);
        }
        assert_eq!(counts.turn, [0, 0, 3, 3000, 1]);
    }
}
