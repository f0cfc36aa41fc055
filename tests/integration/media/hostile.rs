//! Datagrams that nobody of the room sent (trust.md T4, T5, T5b, T7).

use super::Hall;
use rtc_stun::{
    attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME},
    fingerprint::FINGERPRINT,
    integrity::MessageIntegrity,
    message::{BINDING_REQUEST, Message, TransactionId},
    textattrs::TextAttribute,
};
use signaling::wire::SourceKind::Microphone;
use std::{net::UdpSocket, time::Instant};

/// A binding request that names `ufrag` and is signed with a password somebody guessed.
fn forged_check(ufrag: &str) -> Vec<u8> {
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let username = TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:theirs"));
    let guess = "a password nobody has".to_owned();
    let integrity = MessageIntegrity::new_short_term_integrity_with_provider(guess, crypto.crypto());
    let mut message = Message::new();
    message.build(&[Box::new(BINDING_REQUEST), Box::new(TransactionId::new()), Box::new(username)]).unwrap();
    message.add(ATTR_USE_CANDIDATE, &[]);
    for setter in [&integrity as &dyn rtc_stun::message::Setter, &FINGERPRINT] {
        setter.add_to(&mut message).unwrap();
    }
    message.raw
}

/// The start of a DTLS 1.2 ClientHello.
fn client_hello() -> Vec<u8> {
    let mut hello = vec![22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 48];
    hello.extend([254, 253]);
    hello.resize(13 + 60, 7);
    hello
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_neither_get_an_answer_nor_disturb() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let slot = b.slot(false, 0);
    hall.route(&[(&b, slot.clone(), 1, Microphone)]);
    b.hears(&slot, 1, Instant::now(), 5).await;

    let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
    stranger.set_nonblocking(true).unwrap();
    stranger.connect(hall.media.address()).unwrap();
    let mut rtp = vec![0x80, 111, 0, 1, 0, 0, 0, 0];
    rtp.extend(1001_u32.to_be_bytes()); // a's own stream number
    rtp.resize(60, 1);
    let mut datagrams = vec![forged_check(b.ice_ufrag()), client_hello(), rtp, vec![], vec![0x81, 200]];
    // Every first byte with every short length, then long noise.
    for first in 0..=255 {
        datagrams.extend((1..40).map(|length| vec![first; length]));
    }
    datagrams.extend((0..200_u32).map(|seed| noise(seed, 1400)));
    let disturbed = Instant::now();
    for datagram in &datagrams {
        stranger.send(datagram).unwrap();
    }
    b.hears(&slot, 1, disturbed, 30).await;
    assert!(b.heard(&slot).iter().all(|heard| heard.mark == 1));
    let mut answer = [0; 1500];
    assert!(stranger.recv(&mut answer).is_err(), "a stranger was answered");
    drop(a);
}

/// Reproducible noise (xorshift).
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Some(state.to_be_bytes()[0])
    };
    std::iter::from_fn(next).take(length).collect()
}
