//! Those who are quicker: DTLS before ICE, and hellos by others while people connect (docs/threats.md T4, C7).

use super::{KEY_FRAME, PICTURE, SOUND, Stage, answered, raw, raw::RawPeer};
use crate::kit::participant::PATIENCE;
use lianjie::media::plane::{MediaEvent, MediaPlane, MediaRoom};
use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::mpsc;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_hello_before_ice_is_not_heard_and_spoils_nothing() {
    let stage = Stage::open().await;
    let mut early = RawPeer::new(stage.hall.room, super::ATTACKER, stage.hall.media.address());
    early.negotiate(&stage.hall.media, [SOUND, PICTURE]).await;
    let hello = early.hello();
    hello.iter().for_each(|datagram| early.send(datagram));
    assert_eq!(early.receive(|_| true), None, "answered before ICE");
    early.send(&early.check());
    assert!(early.shake_hands(hello));
    stage.goes_on("a hello before ICE").await;
}

/// What one who forges the victim's own address can send: it comes by a path that ICE has validated.
///
/// A forged hello or goodbye that is whole and comes before the victim's own does end the handshake (the engine takes
/// the first for the beginning); the page then makes a fresh connection. Such a forger has to know the victim's port,
/// and to be quicker by less than a round trip.
#[tokio::test(flavor = "multi_thread")]
async fn noise_from_the_victims_own_address_does_not_keep_it_out() {
    let mut stage = Stage::open().await;
    let alert = |level, what| vec![21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, level, what];
    let noise = [raw::client_hello()[..30].to_vec(), alert(2, 40), vec![22; 900], vec![63; 1]];
    let mut victim = RawPeer::new(stage.hall.room, super::ATTACKER, stage.hall.media.address());
    victim.negotiate(&stage.hall.media, [SOUND, PICTURE]).await;
    victim.send(&victim.check());
    noise.iter().for_each(|datagram| victim.send(datagram));
    let hello = victim.hello();
    assert!(victim.shake_hands(hello));
    stage.hall.hears_of(&MediaEvent::Connected(victim.key)).await;
    stage.goes_on("noise before a handshake").await;
}

/// Once there are keys, nothing without them counts, wherever it comes from.
#[tokio::test(flavor = "multi_thread")]
async fn forged_records_do_not_end_what_stands() {
    let mut stage = Stage::open().await;
    let mut victim = stage.insider([SOUND, PICTURE]).await;
    let (_, listener) = &stage.attacked;
    let slot = listener.slot(true, 1);
    for (number, what) in [
        raw::client_hello(),
        vec![21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0],
        vec![21, 254, 253, 0, 1, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40],
        vec![20, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1],
        vec![23, 254, 253, 0, 1, 0, 0, 0, 0, 0, 9, 0, 4, 1, 2, 3, 4],
        raw::rtcp(1, 203, &SOUND.to_be_bytes()),
    ]
    .iter()
    .enumerate()
    {
        let since = Instant::now();
        victim.send(what);
        victim.say(&raw::rtp(raw::VP8, number as u16, PICTURE, None, &KEY_FRAME));
        listener.hears(&slot, super::ATTACKER, since, 1).await;
    }
    stage.goes_on("forged records").await;
}

/// A thousand hellos a second from other ports and another address, while people connect one by one: a hundred, or as
/// many as LIANJIE_SETUPS says.
#[tokio::test(flavor = "multi_thread")]
async fn a_race_of_hellos_does_not_keep_anybody_out() {
    let mut stage = Stage::open().await;
    let server = stage.hall.media.address();
    let racing = Arc::new(AtomicBool::new(true));
    let go_on = racing.clone();
    let racers = std::thread::spawn(move || {
        let sockets = ["127.0.0.1:0", "127.0.0.2:0"].map(|at| UdpSocket::bind(at).unwrap());
        let mut sent = 0_u32;
        while go_on.load(Ordering::Relaxed) {
            for socket in &sockets {
                socket.set_nonblocking(true).unwrap();
                let _ = socket.send_to(&raw::client_hello(), server);
                sent += 1;
            }
            std::thread::sleep(Duration::from_millis(1)); // a thousand a second
        }
        (sent, sockets.iter().map(answered).sum::<usize>())
    });
    let room = MediaRoom(Uuid::from_u128(9));
    let (events, mut heard) = mpsc::channel(1024);
    stage.hall.media.open(room, events);
    let setups = std::env::var("LIANJIE_SETUPS").map_or(100, |count| count.parse::<u32>().unwrap());
    for number in 0..setups {
        let mark = (number % 250 + 1) as u8;
        let mut peer = RawPeer::new(room, mark, server);
        peer.key.number = number / 250 + 1; // a seat that comes again takes its own place
        peer.negotiate(&stage.hall.media, [SOUND, PICTURE]).await;
        peer.connect();
        let connected = async {
            // Those before it fall silent meanwhile.
            while heard.recv().await.unwrap() != MediaEvent::Connected(peer.key) {}
        };
        tokio::time::timeout(PATIENCE, connected).await.unwrap();
    }
    racing.store(false, Ordering::Relaxed);
    let (sent, answers) = racers.join().unwrap();
    assert!(sent > 100, "only {sent} hellos were in the race");
    assert_eq!(answers, 0, "the racers were answered");
    stage.goes_on("a race").await;
    drop(stage.insider([SOUND, PICTURE]).await);
}
