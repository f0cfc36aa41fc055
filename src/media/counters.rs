//! What the media plane counts, for `/metrics`.

use metrics::{counter, gauge};

/// Datagrams and bytes of one turn of the loop.
pub fn turn(incoming: (u64, u64), outgoing: (u64, u64)) {
    for (direction, (datagrams, bytes)) in [("in", incoming), ("out", outgoing)] {
        if datagrams > 0 {
            counter!("lianjie_media_datagrams_total", "direction" => direction).increment(datagrams);
            counter!("lianjie_media_bytes_total", "direction" => direction).increment(bytes);
        }
    }
}

/// Peers there are now.
pub fn peers(count: usize) {
    gauge!("lianjie_media_peers").set(count as f64);
}

/// TURN allocations there are now.
pub fn allocations(count: usize) {
    gauge!("lianjie_media_turn_allocations").set(count as f64);
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
