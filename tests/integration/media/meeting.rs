//! What flows between participants, and what does not.

use super::Hall;
use lianjie::{
    media::{
        MediaConfig,
        plane::{MediaEvent, MediaPlane},
    },
    world::RealWorld,
};
use signaling::wire::{
    DisconnectReason,
    SourceKind::{Camera, Microphone},
};
use std::{
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, Instant},
};

/// A few frames more than one: what flows, not what slipped through.
const FLOWING: usize = 15;

#[tokio::test(flavor = "multi_thread")]
async fn two_peers_hear_and_see_each_other() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let start = Instant::now();
    hall.route(&[
        (&a, a.slot(false, 0), 2, Microphone),
        (&a, a.slot(true, 0), 2, Camera),
        (&b, b.slot(false, 0), 1, Microphone),
        (&b, b.slot(true, 1), 1, Camera),
    ]);
    a.hears(&a.slot(false, 0), 2, start, FLOWING).await;
    a.hears(&a.slot(true, 0), 2, start, FLOWING).await;
    b.hears(&b.slot(false, 0), 1, start, FLOWING).await;
    b.hears(&b.slot(true, 1), 1, start, FLOWING).await;
    assert!(b.heard(&b.slot(true, 0)).is_empty(), "an idle slot stays silent");
}

/// A kernel without UDP_SEGMENT: what would be one run, here the cached group of a key frame, goes datagram by datagram.
#[tokio::test(flavor = "multi_thread")]
async fn where_the_kernel_takes_no_runs_everything_comes_all_the_same() {
    let localhost = Ipv4Addr::LOCALHOST;
    let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    let mut hall = Hall::open_with(MediaConfig { runs: false, ..config });
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let c = hall.join(3).await;
    let picture = || (&b, b.slot(true, 0), 1, Camera);
    hall.route(&[picture(), (&a, a.slot(false, 0), 2, Microphone)]);
    b.hears(&b.slot(true, 0), 1, Instant::now(), FLOWING).await;
    hall.route(&[picture(), (&a, a.slot(false, 0), 2, Microphone), (&c, c.slot(true, 0), 1, Camera)]);
    for (who, mid, mark) in [(&c, c.slot(true, 0), 1), (&b, b.slot(true, 0), 1), (&a, a.slot(false, 0), 2)] {
        who.hears(&mid, mark, Instant::now(), FLOWING).await;
        let mut heard = who.heard(&mid);
        heard.sort_by_key(|heard| heard.sequence);
        assert!(heard.windows(2).all(|pair| pair[1].sequence == pair[0].sequence + 1), "no gap in {mid}");
    }
    assert!(c.heard(&c.slot(true, 0))[0].key_frame, "who joins begins with the whole of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_muted_source_falls_silent_at_once() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let (sound, picture) = (b.slot(false, 0), b.slot(true, 0));
    let camera = || (&b, picture.clone(), 1, Camera);
    let start = Instant::now();
    hall.route(&[camera(), (&b, sound.clone(), 1, Microphone)]);
    b.hears(&sound, 1, start, FLOWING).await;
    b.hears(&picture, 1, start, FLOWING).await;

    let muted = Instant::now();
    hall.route(&[camera()]);
    b.hears(&picture, 1, muted, 2 * FLOWING).await; // the picture goes on for 600 ms
    let last = b.heard(&sound).last().unwrap().at;
    let after = last.saturating_duration_since(muted);
    assert!(after < Duration::from_millis(200), "still heard {after:?} after the mute");
    drop(a);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_route_names_never_flows() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let c = hall.join(3).await;
    let start = Instant::now();
    hall.route(&[(&b, b.slot(false, 0), 1, Microphone)]);
    b.hears(&b.slot(false, 0), 1, start, 2 * FLOWING).await;
    for participant in [&a, &b, &c] {
        let slots = [(false, 0), (false, 1), (true, 0), (true, 1)].map(|(v, n)| participant.slot(v, n));
        for mid in slots.iter().filter(|mid| participant.key != b.key || **mid != b.slot(false, 0)) {
            assert!(participant.heard(mid).is_empty(), "slot {mid} of {:?}", participant.key.seat);
        }
    }
    assert!(b.heard(&b.slot(false, 0)).iter().all(|heard| heard.mark == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_source_in_a_slot_goes_on_without_a_jump() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let c = hall.join(3).await;
    let slot = c.slot(true, 0);
    hall.route(&[(&c, slot.clone(), 1, Camera)]);
    c.hears(&slot, 1, Instant::now(), FLOWING).await;
    hall.route(&[(&c, slot.clone(), 2, Camera)]);
    c.hears(&slot, 2, Instant::now(), FLOWING).await;

    let mut heard = c.heard(&slot);
    heard.sort_by_key(|heard| heard.sequence.wrapping_sub(c.heard(&slot)[0].sequence));
    let at = heard.iter().position(|heard| heard.mark == 2).unwrap();
    let (before, after) = (heard[at - 1], heard[at]);
    assert!(after.key_frame, "the other source begins with a key frame");
    assert_eq!(after.sequence, before.sequence.wrapping_add(1));
    assert_eq!(after.picture, (before.picture + 1) & 0x7fff);
    let ticks = after.timestamp.wrapping_sub(before.timestamp);
    assert!((1..180_000).contains(&ticks), "{ticks} ticks from one source to the other");
    assert!(heard[at..].iter().all(|heard| heard.mark == 2), "the first source is gone");
    drop((a, b));
}

#[tokio::test(flavor = "multi_thread")]
async fn media_outlives_an_ice_restart() {
    let mut hall = Hall::open();
    let (mut a, b) = (hall.join(1).await, hall.join(2).await);
    let (of_a, of_b) = (a.slot(false, 0), b.slot(false, 0));
    hall.route(&[(&b, of_b.clone(), 1, Microphone), (&a, of_a.clone(), 2, Microphone)]);
    b.hears(&of_b, 1, Instant::now(), FLOWING).await;
    a.restart_ice().await;
    let restarted = Instant::now();
    b.hears(&of_b, 1, restarted, 5 * FLOWING).await;
    a.hears(&of_a, 2, restarted, 5 * FLOWING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_hangs_up_leaves_the_others_talking() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let c = hall.join(3).await;
    let slot = b.slot(false, 0);
    hall.route(&[(&b, slot.clone(), 1, Microphone)]);
    b.hears(&slot, 1, Instant::now(), FLOWING).await;
    let key = c.key;
    c.hang_up().await;
    hall.hears_of(&MediaEvent::Lost(key, DisconnectReason::Unknown)).await;
    b.hears(&slot, 1, Instant::now(), FLOWING).await;
    drop(a);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_taken_out_hears_nothing_more() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let c = hall.join(3).await;
    let (of_b, of_c) = (b.slot(false, 0), c.slot(false, 0));
    hall.route(&[(&b, of_b.clone(), 1, Microphone), (&c, of_c.clone(), 1, Microphone)]);
    c.hears(&of_c, 1, Instant::now(), FLOWING).await;
    let closed = Instant::now();
    hall.media.close(hall.room, Some(c.key.seat));
    b.hears(&of_b, 1, closed, 2 * FLOWING).await;
    let last = c.heard(&of_c).last().unwrap().at;
    assert!(last.saturating_duration_since(closed) < Duration::from_millis(200));
    drop(a);
}
