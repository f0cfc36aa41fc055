//! Those who have no seat: whatever they send, from wherever, they get nothing back and change nothing.

use super::{Stage, answered, noise, raw};
use crate::{kit::participant::Heard, media::Hall};
use lianjie::{
    media::{MediaConfig, TurnConfig},
    world::RealWorld,
};
use rtc_stun::{
    attributes::ATTR_MESSAGE_INTEGRITY,
    fingerprint::FINGERPRINT,
    message::{Message, Setter},
};
use std::{
    net::{Ipv4Addr, UdpSocket},
    sync::Arc,
    time::{Duration, Instant},
};

/// Checks that are not authentic, each in its own way (docs/threats.md T5, C14).
fn forged_checks(ufrag: &str) -> Vec<(&'static str, Vec<u8>)> {
    let closed = |mut message: Message| {
        FINGERPRINT.add_to(&mut message).unwrap();
        message.raw
    };
    let mut empty_integrity = raw::unsigned_check(ufrag);
    empty_integrity.add(ATTR_MESSAGE_INTEGRITY, &[0; 20]);
    let mut fingerprint = raw::check(ufrag, "a password nobody has");
    *fingerprint.last_mut().unwrap() ^= 1;
    vec![
        ("a guessed password", raw::check(ufrag, "a password nobody has")),
        ("an empty password", raw::check(ufrag, "")),
        ("another's ufrag", raw::check("nobody", "a password nobody has")),
        ("no integrity", closed(raw::unsigned_check(ufrag))),
        ("neither integrity nor fingerprint", raw::unsigned_check(ufrag).raw),
        ("an integrity of zeros", closed(empty_integrity)),
        ("a wrong fingerprint", fingerprint),
    ]
}

fn rtp_of_the_victim() -> Vec<u8> {
    raw::rtp(raw::OPUS, 30_000, 1001, None, &[9; 60])
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_neither_get_an_answer_nor_disturb() {
    let stage = Stage::open().await;
    let stranger = stage.stranger();
    let mut datagrams = forged_checks(stage.attacked.1.ice_ufrag());
    datagrams.extend([
        ("a ClientHello", raw::client_hello()),
        ("sound in the talker's name", rtp_of_the_victim()),
        ("a goodbye in the talker's name", raw::rtcp(1, 203, &1001_u32.to_be_bytes())),
        ("a TURN allocation", vec![0, 3, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("a TURN channel", vec![0x40, 0, 0, 4, 1, 2, 3, 4]),
        ("half a report", vec![0x81, 200]),
        ("nothing", vec![]),
    ]);
    for (what, datagram) in &datagrams {
        for _ in 0..20 {
            stranger.send(datagram).unwrap();
        }
        stage.goes_on(what).await;
        assert_eq!(answered(&stranger), 0, "{what} is answered");
    }
    // Every first byte with every short length, then long noise.
    for first in 0..=255 {
        for length in 1..40 {
            stranger.send(&vec![first; length]).unwrap();
        }
    }
    for seed in 0..200 {
        stranger.send(&noise(seed, 1400)).unwrap();
    }
    stage.goes_on("noise").await;
    assert_eq!(answered(&stranger), 0, "noise is answered");
}

/// docs/threats.md T5b: an address is never learnt from media.
#[tokio::test(flavor = "multi_thread")]
async fn media_from_a_thousand_addresses_teaches_no_address() {
    let stage = Stage::open().await;
    let at = |n: u16| format!("127.0.{}.{}:0", 1 + n / 250, 1 + n % 250);
    let strangers: Vec<UdpSocket> = (0..1000).map(|n| UdpSocket::bind(at(n)).unwrap()).collect();
    let server = stage.hall.media.address();
    for stranger in &strangers {
        stranger.set_nonblocking(true).unwrap();
        for datagram in [rtp_of_the_victim(), raw::rtcp(1, 203, &1001_u32.to_be_bytes())] {
            stranger.send_to(&datagram, server).unwrap();
        }
    }
    stage.goes_on("a thousand strangers").await;
    assert_eq!(strangers.iter().map(answered).sum::<usize>(), 0);
}

/// docs/threats.md T2: nothing to reflect with.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_checks_is_answered_with_nothing_at_all() {
    let stage = Stage::open().await;
    let stranger = stage.stranger();
    let checks = forged_checks(stage.attacked.1.ice_ufrag());
    let before = resident_kib();
    for round in 0..20_000_usize {
        let (_, check) = &checks[round % checks.len()];
        let _ = stranger.send(check); // a full buffer is part of a flood
    }
    stage.goes_on("a flood").await;
    assert_eq!(answered(&stranger), 0);
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more after the flood");
}

/// docs/threats.md T2: a stranger asks for relayed addresses, 5,000 times a second or as often as LIANJIE_FLOOD says, and two
/// rooms talk on. The build of the tests is not optimised: 50,000 are for one that is.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_allocations_is_not_heard_in_a_call() {
    let localhost = Ipv4Addr::LOCALHOST;
    let config = MediaConfig {
        turn: Some(TurnConfig::default()),
        ..MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld))
    };
    let stage = Stage::over(Hall::open_with(config)).await;
    let stranger = stage.stranger();
    let rate = std::env::var("LIANJIE_FLOOD").map_or(5000.0, |rate| rate.parse::<f64>().unwrap());
    let (before, began) = (resident_kib(), Instant::now());
    let flood = tokio::task::spawn_blocking(move || {
        let allocate =
            [&[0, 3, 0, 8, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12], &[0, 0x19, 0, 4, 17, 0, 0, 0]].concat();
        let mut sent = 0_u32;
        while began.elapsed() < Duration::from_secs(4) {
            while f64::from(sent) < began.elapsed().as_secs_f64() * rate {
                let _ = stranger.send(&allocate); // a full buffer is part of a flood
                sent += 1;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        (sent, answered(&stranger))
    });
    let (sent, answers) = flood.await.unwrap();
    let of_calls = [&stage.attacked, &stage.other].map(|(_, listener)| {
        let heard = listener.heard(&listener.slot(false, 0));
        missing(heard.iter().filter(|heard| heard.at >= began))
    });
    let (lost, expected) = of_calls.iter().fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    println!("{sent} requests, {answers} bytes answered; {lost} of {expected} packets lost");
    assert!(expected > 200, "people talk fifty times a second, not {expected}");
    assert!(lost * 200 <= expected, "{lost} of {expected} packets lost");
    assert!(answers > 0 && answers < 20_000, "{answers} bytes: ten answers a second");
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more after the flood");
    stage.goes_on("a flood of allocations").await;
}

/// (Packets that never came, all there were) between the first and the last of a stream.
fn missing<'a>(heard: impl Iterator<Item = &'a Heard>) -> (usize, usize) {
    let mut numbers: Vec<u16> = heard.map(|heard| heard.sequence).collect();
    let first = numbers.iter().min().copied().unwrap_or_default();
    numbers.iter_mut().for_each(|number| *number = number.wrapping_sub(first));
    numbers.sort_unstable();
    numbers.dedup();
    let all = numbers.last().map_or(0, |last| usize::from(*last) + 1);
    (all - numbers.len(), all)
}

/// docs/threats.md T6: a handshake has no state before an authentic check.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_half_open_handshakes_cost_nothing() {
    let stage = Stage::open().await;
    let server = stage.hall.media.address();
    let before = resident_kib();
    let mut answers = 0;
    for n in 0..10_000_u32 {
        let port_after_port = UdpSocket::bind("127.0.0.1:0").unwrap();
        port_after_port.set_nonblocking(true).unwrap();
        let mut hello = raw::client_hello();
        hello[30..34].copy_from_slice(&n.to_be_bytes());
        let _ = port_after_port.send_to(&hello, server);
        answers += answered(&port_after_port);
    }
    stage.goes_on("ten thousand hellos").await;
    assert_eq!(answers, 0);
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more after ten thousand hellos");
}

/// Memory of this process, the worker's thread included.
fn resident_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
