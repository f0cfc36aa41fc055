//! Several workers: rooms spread over them, and a call that goes on while its room moves.

use super::{Hall, through::uclient_at};
use crate::kit::{
    database,
    participant::{Heard, PATIENCE, Participant},
};
use lianjie::{
    config::{Config, TlsMode},
    domain::Timestamp,
    edge::listener::{self, Listener},
    media::{
        MediaConfig, Tcp, TurnConfig, Workers,
        plane::{MediaPlane, MediaRoom},
    },
    reels::Reels,
    sealing::NodeSeal,
    server,
    world::{RealWorld, World},
};
use signaling::wire::SourceKind::{Camera, Microphone};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Packets come every 20 ms.
const FLOWING: usize = 25;
const BLINK: Duration = Duration::from_millis(200);

fn config() -> MediaConfig {
    let localhost = Ipv4Addr::LOCALHOST;
    let mut config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    config.workers = 2;
    config
}

fn open() -> Hall {
    Hall::open_with(config())
}

/// An address whose port and the next are free, for UDP and for TCP: other tests take ports meanwhile.
fn free_pair() -> SocketAddr {
    let free = |address: SocketAddr| -> std::io::Result<SocketAddr> {
        let socket = std::net::UdpSocket::bind(address)?;
        std::net::TcpListener::bind(socket.local_addr()?)?;
        socket.local_addr()
    };
    let next = |address: SocketAddr| SocketAddr::new(address.ip(), address.port().saturating_add(1));
    let pair = || free((Ipv4Addr::LOCALHOST, 0).into()).and_then(|first| free(next(first)).map(|_| first));
    (0..100).find_map(|_| pair().ok()).expect("two ports")
}

/// Another room on the same workers.
fn beside(hall: &Hall, number: u128) -> Hall {
    let room = MediaRoom(Uuid::from_u128(number));
    let (sender, events) = mpsc::channel(64);
    hall.media.open(room, sender);
    Hall { media: hall.media.clone(), room, events }
}

/// The longest time without a packet since then.
fn longest_gap(heard: &[Heard], since: Instant) -> Duration {
    let times: Vec<Instant> = heard.iter().map(|heard| heard.at).filter(|at| *at > since).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(Duration::MAX)
}

/// Ports of the candidates in the last answer.
fn ports(participant: &Participant) -> Vec<u16> {
    let lines = participant.answer().lines().filter_map(|line| line.strip_prefix("a=candidate:"));
    lines.filter_map(|line| line.split(' ').nth(5)?.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_spread_over_the_workers_and_each_talks() {
    let mut first = open();
    let mut second = beside(&first, 8);
    let seated = [first.media.worker_of(first.room), first.media.worker_of(second.room)];
    assert_eq!(seated, [0, 1]);
    let (a, b) = (first.join(1).await, first.join(2).await);
    let (c, d) = (second.join(3).await, second.join(4).await);
    assert_ne!(ports(&a), ports(&c), "each worker has a port of its own");
    first.route(&[(&b, b.slot(false, 0), 1, Microphone)]);
    second.route(&[(&d, d.slot(false, 0), 3, Microphone)]);
    let start = Instant::now();
    b.hears(&b.slot(false, 0), 1, start, FLOWING).await;
    d.hears(&d.slot(false, 0), 3, start, FLOWING).await;
    first.media.close(first.room, None);
    let third = beside(&second, 9);
    assert_eq!(third.media.worker_of(third.room), 0, "the emptier one again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_goes_on_while_its_room_moves_there_and_back() {
    let mut hall = open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let (of_a, of_b, picture) = (a.slot(false, 0), b.slot(false, 0), b.slot(true, 0));
    hall.route(&[
        (&a, of_a.clone(), 2, Microphone),
        (&b, of_b.clone(), 1, Microphone),
        (&b, picture.clone(), 1, Camera),
    ]);
    let start = Instant::now();
    b.hears(&of_b, 1, start, FLOWING).await;
    b.hears(&picture, 1, start, FLOWING).await;
    a.hears(&of_a, 2, start, FLOWING).await;
    let mut before = Instant::now();
    let began = before;
    for to in [1, 0, 1] {
        assert!(hall.media.move_room(hall.room, to));
        let fares = hall.media.statistics(hall.room).await;
        assert_eq!((fares.len(), hall.media.worker_of(hall.room)), (2, to));
        assert!(fares.iter().all(|peer| peer.connected));
        a.hears(&of_a, 2, before, FLOWING).await;
        b.hears(&of_b, 1, before, FLOWING).await;
        b.hears(&picture, 1, before, FLOWING).await;
        before = Instant::now();
    }
    for (who, mid) in [(&a, &of_a), (&b, &of_b), (&b, &picture)] {
        let gap = longest_gap(&who.heard(mid), began);
        assert!(gap < BLINK, "{gap:?} without a packet in {mid}");
    }
    let told = hall.told();
    assert!(told.iter().all(|event| !format!("{event:?}").starts_with("Lost")), "{told:?}");
    assert!(!told.iter().any(|event| format!("{event:?}").starts_with("Connected")), "no new handshake");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_move_one_negotiates_restarts_joins_and_leaves_as_ever() {
    let mut hall = open();
    let (mut a, b) = (hall.join(1).await, hall.join(2).await);
    let (of_a, of_b) = (a.slot(false, 0), b.slot(false, 0));
    let first_ports = ports(&a);
    hall.route(&[(&a, of_a.clone(), 2, Microphone), (&b, of_b.clone(), 1, Microphone)]);
    assert!(hall.media.move_room(hall.room, 1));
    a.negotiate().await.unwrap();
    a.restart_ice().await;
    assert_ne!(ports(&a), first_ports, "a restart leads to the new worker");
    let restarted = Instant::now();
    b.hears(&of_b, 1, restarted, 5 * FLOWING).await;
    a.hears(&of_a, 2, restarted, 5 * FLOWING).await;
    let c = hall.join(3).await;
    hall.route(&[(&c, c.slot(false, 0), 1, Microphone), (&b, of_b.clone(), 3, Microphone)]);
    c.hears(&c.slot(false, 0), 1, Instant::now(), FLOWING).await;
    b.hears(&of_b, 3, Instant::now(), FLOWING).await;
    let closed = Instant::now();
    hall.media.close(hall.room, Some(c.key.seat));
    a.restart_ice().await;
    assert!(c.heard(&c.slot(false, 0)).last().unwrap().at < closed + BLINK);
    assert_eq!(hall.media.statistics(hall.room).await.len(), 2);
    hall.media.close(hall.room, None);
    assert!(!hall.media.move_room(hall.room, 0), "it is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_a_room_on_its_way_is_done_where_it_arrives() {
    let mut hall = open();
    let (a, b) = (hall.join(1).await, hall.join(2).await);
    let slot = b.slot(false, 0);
    for round in 0..20 {
        hall.route(&[]);
        assert!(hall.media.move_room(hall.room, 1 - round % 2));
        hall.route(&[(&b, slot.clone(), 1, Microphone)]);
        assert_eq!(hall.media.statistics(hall.room).await.len(), 2);
    }
    b.hears(&slot, 1, Instant::now(), FLOWING).await;
    drop(a);
}

/// coturn's client, at the first worker's TURN server, towards the second worker's port.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_workers_turn_leads_to_every_worker() {
    let mut config = config();
    config.listen = free_pair();
    // The client always speaks to a pair of ports: each worker is told of by the next number too.
    let beyond = SocketAddr::from((Ipv4Addr::LOCALHOST, config.listen.port() + 1));
    config.advertise.push(beyond.into());
    config.tcp = Tcp::Own;
    config.turn = Some(TurnConfig::default());
    let hall = Hall::open_with(config);
    let second = beside(&hall, 8);
    let at = |room| -> SocketAddr {
        let urls = hall.media.ice_servers(room, crate::kit::participant::seat(1), None).remove(0).urls;
        urls[0].strip_prefix("turn:").unwrap().split('?').next().unwrap().parse().unwrap()
    };
    let (first, other) = (at(hall.room), at(second.room));
    assert_eq!(first, hall.media.address());
    assert_ne!(first, other, "a seat is invited to its room's worker");
    for words in [&["-n", "0"][..], &["-n", "0", "-t"]] {
        let (content, said) = uclient_at(first, &hall, None, other, words).await;
        assert!(content && said.contains("cb response received"), "{words:?}:\n{said}");
    }
}

#[tokio::test]
async fn each_worker_has_the_next_port_and_the_next_address_is_told() {
    let free = free_pair();
    let mut config = config();
    config.listen = free;
    config.tcp = Tcp::Own;
    config.turn = Some(TurnConfig::default());
    let both = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from(([192, 0, 2, 1], 9000))];
    config.advertise = both.map(Into::into).to_vec();
    let media: Workers = lianjie::media::start(config).unwrap();
    let (rooms, mut told) = ([1, 2].map(|number| MediaRoom(Uuid::from_u128(number))), Vec::new());
    for room in rooms {
        media.open(room, mpsc::channel(1).0);
        told.push(media.ice_servers(room, crate::kit::participant::seat(1), None).remove(0).urls);
    }
    let urls = |at: u16| {
        [(Ipv4Addr::LOCALHOST, free.port() + at), (Ipv4Addr::new(192, 0, 2, 1), 9000 + at)]
            .map(|(ip, port)| format!("turn:{ip}:{port}?transport=tcp"))
    };
    assert_eq!(told, [urls(0), urls(1)]);
    media.shutdown();
}

/// A clock over which a media thread panics, as it would over anything outside of what is done with one peer.
#[derive(Debug)]
struct Cursed;

impl World for Cursed {
    fn now(&self) -> Timestamp {
        assert!(std::thread::current().name() != Some("media-0"), "on purpose");
        RealWorld.now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        RealWorld.fill(bytes);
    }
}

/// Nobody would hear or see anything in the hearings that are placed on it.
#[tokio::test(flavor = "multi_thread")]
async fn a_media_thread_that_ends_stops_the_server_so_that_it_is_started_anew() {
    let (store, folder) = database::sqlite_store().await;
    let world = Arc::new(Cursed);
    let media = lianjie::media::start(MediaConfig { world: world.clone(), ..config() }).unwrap();
    let mut config = Config::default();
    config.data.dir = folder.path().to_owned();
    config.tls.mode = TlsMode::Off;
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let listener = Listener::new(tcp, None, None, listener::quota(&[])).unwrap();
    let sealer = Arc::new(NodeSeal::of(&[7; 32]).unwrap());
    let reels = Reels::default();
    let (metrics, access_log) = (None, None);
    let parts =
        server::Parts { config, store, media: media.clone(), world, sealer, reels, metrics, access_log };
    let ended = timeout(PATIENCE, server::run(listener, parts, CancellationToken::new())).await;
    let why = ended.expect("it stops by itself").unwrap_err().to_string();
    assert!(why.contains("media thread") && !media.is_running(), "{why}");
}
