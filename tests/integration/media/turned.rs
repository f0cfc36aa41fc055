//! Seats for whom nothing is open but the pages' port: TURN in TLS carries a reception room's picture (docs/threats.md F15).

use super::Hall;
use crate::kit::{participant::seat, wait::eventually};
use bytes::{Buf, BytesMut};
use lianjie::{
    config::{Config, MediaAddress, TlsMode},
    edge::{
        listener::{self, Listener},
        tls,
    },
    media::plane::{MediaPlane, Offer, PeerKey, ReceiverPlan, RoutePlan, Source},
    reels::Reels,
    server,
    settings::media_setup,
    world::RealWorld,
};
use loadtest::{
    house::net::{Server, Stream},
    media::{
        dtls::Identity,
        peer::{Peer, Setup},
        report::Totals,
        shape::{Picture, Shape, Sound},
        wire::Wire,
        worker::{Fleet, Timing},
    },
};
use rtc_stun::{
    attributes::*,
    integrity::MessageIntegrity,
    message::{
        CLASS_REQUEST, METHOD_ALLOCATE, METHOD_CHANNEL_BIND, Message, MessageType, Method, Setter,
        TransactionId,
    },
    xoraddr::XorMappedAddress,
};
use signaling::wire::{IceServer, SourceKind};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::watch,
    time::{sleep, sleep_until, timeout},
};

/// A reception room's picture of 720 lines.
const KBPS: f64 = 1500.0;
const FPS: f64 = 20.0;
const CHANNEL: [u8; 2] = [0x40, 0];

/// A way to the media port through the pages' port.
struct Tunnel {
    stream: Box<dyn Stream>,
    read: BytesMut,
}

impl Tunnel {
    async fn open(pages: &Server, invitation: &IceServer, media: SocketAddr) -> Self {
        let mut tunnel = Self { stream: pages.connect().await.unwrap(), read: BytesMut::new() };
        let udp = (ATTR_REQUESTED_TRANSPORT, vec![17, 0, 0, 0]);
        let stranger = tunnel.ask(&request(METHOD_ALLOCATE, 1, std::slice::from_ref(&udp))).await;
        let told = |typ| stranger.get(typ).expect("who is not known is told how to be");
        let (realm, nonce) = (told(ATTR_REALM), told(ATTR_NONCE));
        let channel = (ATTR_CHANNEL_NUMBER, [CHANNEL, [0; 2]].concat());
        for (number, method, attribute) in [(2, METHOD_ALLOCATE, udp), (3, METHOD_CHANNEL_BIND, channel)] {
            let mut asked = request(method, number, &[attribute]);
            if method == METHOD_CHANNEL_BIND {
                let peer = XorMappedAddress { ip: media.ip(), port: media.port() };
                peer.add_to_as(&mut asked, ATTR_XOR_PEER_ADDRESS).unwrap();
            }
            seal(&mut asked, invitation, &realm, &nonce);
            let answer = tunnel.ask(&asked).await;
            assert!(answer.get(ATTR_ERROR_CODE).is_err(), "{answer:?}");
        }
        tunnel
    }

    async fn ask(&mut self, request: &Message) -> Message {
        self.stream.write_all(&request.raw).await.unwrap();
        loop {
            if let Some(answer) = self.take() {
                let mut message = Message::new();
                message.unmarshal_binary(&answer).unwrap();
                return message;
            }
            assert_ne!(self.fill().await, 0, "it hung up");
        }
    }

    async fn fill(&mut self) -> usize {
        self.stream.read_buf(&mut self.read).await.unwrap()
    }

    /// The next message that is whole: of our channel without what is around it.
    fn take(&mut self) -> Option<BytesMut> {
        let [first, _, high, low, ..] = *self.read else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (head, padded) = if first < 4 { (0, 20 + length) } else { (4, length.next_multiple_of(4)) };
        if self.read.len() < head + padded {
            return None;
        }
        self.read.advance(head);
        let mut message = self.read.split_to(padded);
        message.truncate(if head == 0 { padded } else { length });
        Some(message)
    }
}

fn request(method: Method, number: u8, attributes: &[(AttrType, Vec<u8>)]) -> Message {
    let mut message = Message::new();
    message.typ = MessageType { method, class: CLASS_REQUEST };
    message.transaction_id = TransactionId([number; 12]);
    message.write_header();
    attributes.iter().for_each(|(typ, value)| message.add(*typ, value));
    message
}

fn seal(message: &mut Message, invitation: &IceServer, realm: &[u8], nonce: &[u8]) {
    let (name, password) = (invitation.username.clone(), invitation.credential.clone());
    message.add(ATTR_USERNAME, name.as_bytes());
    message.add(ATTR_REALM, realm);
    message.add(ATTR_NONCE, nonce);
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let realm = String::from_utf8(realm.to_vec()).unwrap();
    let key = MessageIntegrity::new_long_term_integrity_with_provider(name, realm, password, crypto.crypto());
    key.unwrap().add_to(message).unwrap();
}

/// Drives a participant by its tunnel, as long as it does not stand still; what it counts is told ten times a second.
async fn drive(mut tunnel: Tunnel, mut peer: Peer, told: watch::Sender<Totals>, still: Arc<AtomicBool>) {
    let mut tell = Instant::now();
    while !told.is_closed() {
        if still.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(50)).await;
            continue;
        }
        let due = peer.deadline().map_or(tell, |due| due.min(tell));
        tokio::select! {
            read = tunnel.fill() => assert_ne!(read, 0, "it hung up"),
            () = sleep_until(due.into()) => {}
        }
        let now = Instant::now();
        while let Some(mut datagram) = tunnel.take() {
            peer.datagram(now, &mut datagram);
        }
        peer.tick(now);
        let mut out = BytesMut::new();
        for (_, datagram) in peer.outbox.drain(..) {
            out.extend_from_slice(&CHANNEL);
            out.extend_from_slice(&u16::try_from(datagram.len()).unwrap().to_be_bytes());
            out.extend_from_slice(&datagram);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        tunnel.stream.write_all(&out).await.unwrap();
        tunnel.stream.flush().await.unwrap();
        if now >= tell {
            tell = now + Duration::from_millis(100);
            told.send_replace(peer.totals());
        }
    }
}

/// The media plane behind the pages' port, and how one speaks to that port.
async fn behind_the_pages(folder: &tempfile::TempDir) -> (Hall, Server) {
    let mut config = Config::default();
    config.tls.mode = TlsMode::SelfSigned;
    let localhost = Ipv4Addr::LOCALHOST.into();
    let free = std::net::UdpSocket::bind((localhost, 0)).unwrap().local_addr().unwrap();
    config.media.listen = free;
    config.media.addresses.push(MediaAddress {
        ip: free.ip(),
        port: Some(free.port()),
        networks: Vec::new(),
    });
    let tls = tls::server_config(&config.tls, folder.path(), &[localhost]).unwrap();
    let setup = media_setup(&config, tls.clone(), Arc::new(RealWorld), &Reels::default());
    let hall = Hall::over(lianjie::media::start(setup).unwrap());
    let tcp = TcpListener::bind((localhost, 0)).await.unwrap();
    let url = format!("https://{}", tcp.local_addr().unwrap());
    let mut listener =
        Listener::new(tcp, tls, server::aside(&config, &hall.media), listener::quota(&[])).unwrap();
    tokio::spawn(async move {
        loop {
            axum::serve::Listener::accept(&mut listener).await;
        }
    });
    (hall, Server::new(&url, &folder.path().join("tls/self-signed.pem")).unwrap())
}

/// A seat that sends so much and keeps a section of each kind for others, as far as the offer and its answer.
async fn agreed(hall: &Hall, mark: u8, sources: Vec<(SourceKind, Shape)>) -> Peer {
    let setup = Setup { mark: mark.into(), sources, audio_slots: 1, video_slots: 1, ..Setup::default() };
    let mut peer = Peer::new(Instant::now(), Arc::new(Identity::generate().unwrap()), setup);
    let loadtest::media::peer::Offer { sdp, sources, receivers } = peer.offer(None);
    let key = PeerKey { room: hall.room, seat: seat(mark), number: 1 };
    let answer =
        hall.media.negotiate(Offer { peer: key, from: None, sdp, sources, receivers }).await.unwrap();
    peer.answered(Instant::now(), &answer).unwrap();
    peer
}

/// Seats one by a tunnel; what it counts, and when it saw something.
async fn sit(
    hall: &Hall,
    pages: &Server,
    mark: u8,
    sources: Vec<(SourceKind, Shape)>,
    still: Arc<AtomicBool>,
) -> (watch::Receiver<Totals>, Arc<loadtest::media::peer::Milestones>) {
    let media = hall.media.address();
    let invitation = hall.media.ice_servers(hall.room, seat(mark), None).remove(0);
    let tunnel = Tunnel::open(pages, &invitation, media).await;
    let peer = agreed(hall, mark, sources).await;
    let (milestones, (told, totals)) = (peer.milestones.clone(), watch::channel(Totals::default()));
    tokio::spawn(drive(tunnel, peer, told, still));
    (totals, milestones)
}

/// A microphone and a camera of 720 lines.
fn film() -> Vec<(SourceKind, Shape)> {
    let camera = Shape::Picture(vec![Picture::of_rate(KBPS, FPS, 1100)]);
    vec![(SourceKind::Microphone, Shape::Sound(Sound::default())), (SourceKind::Camera, camera)]
}

/// Has seats hear and see the first.
fn show_the_first(hall: &Hall, to: &[u8]) {
    let slot = |mid: &str, kind| (mid.to_owned(), Source { seat: seat(1), kind });
    let plan = |mark: &u8| {
        let slots = vec![slot("0", SourceKind::Microphone), slot("1", SourceKind::Camera)];
        ReceiverPlan { seat: seat(*mark), slots }
    };
    hall.media.route(hall.room, RoutePlan { receivers: to.iter().map(plan).collect() });
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_pages_port_alone_a_room_is_seen_in_six_seconds_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (hall, pages) = behind_the_pages(&folder).await;
    let began = Instant::now();
    let (_sent, _) = sit(&hall, &pages, 1, film(), Arc::default()).await;
    let (got, seen) = sit(&hall, &pages, 2, Vec::new(), Arc::default()).await;
    show_the_first(&hall, &[2]);
    let first = eventually(async || seen.first_picture.get().is_some().then_some(()));
    timeout(Duration::from_secs(6), first).await.expect("something is seen within six seconds");

    // Until the line is known for what it bears.
    sleep(Duration::from_secs(6).saturating_sub(began.elapsed())).await;
    let before = *got.borrow();
    sleep(Duration::from_secs(4)).await; // a rate is of a time
    let then = *got.borrow() - before;
    let (kbps, fps) = (then.received_bytes as f64 * 8.0 / 4000.0, then.frames as f64 / 4.0);
    println!("720 lines by TURN in TLS: {kbps:.0} kbit/s, {fps:.1} pictures a second, {} lost", then.lost);
    assert!(kbps > KBPS * 0.95 && then.lost == 0 && then.freezes == 0, "{kbps} kbit/s: {then:?}");
    assert!(fps > FPS * 0.95, "{then:?}");
}

/// docs/threats.md F17. The first and the second are there by UDP, the third by a connection that it stops reading.
#[tokio::test(flavor = "multi_thread")]
async fn who_stands_still_delays_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let (hall, pages) = behind_the_pages(&folder).await;
    let fleet = Fleet::start(1, Timing::Sleep).unwrap();
    for (mark, sources) in [(1, film()), (2, Vec::new())] {
        let peer = agreed(&hall, mark, sources).await;
        let wire = Wire::open(peer.relay(), None).unwrap();
        let _place = fleet.add(peer, wire);
    }
    let still = Arc::new(AtomicBool::new(false));
    let (_got, seen) = sit(&hall, &pages, 3, Vec::new(), still.clone()).await;
    show_the_first(&hall, &[2, 3]);
    eventually(async || seen.first_picture.get().is_some().then_some(())).await;
    let before = latency(&fleet).await;
    still.store(true, Ordering::Relaxed);
    let after = latency(&fleet).await;
    println!("p99 to the second: {before:.2} ms, and {after:.2} ms while the third stands still");
    assert!(after < before + 5.0, "{after} ms instead of {before}");
    fleet.stop();
}

/// p99 in milliseconds: the least of three spans, for a neighbour on the machine spoils one.
async fn latency(fleet: &Fleet) -> f64 {
    let mut least = f64::MAX;
    for _ in 0..3 {
        let _so_far = fleet.report();
        sleep(Duration::from_secs(2)).await; // a share of a hundred packets and more
        least = least.min(fleet.report().latency.millis(0.99));
    }
    least
}
