//! Peers come, fall silent, come back, and go.

use super::*;
use crate::access_log::Settings;
use client::{picture, sound};

const SECOND: Duration = Duration::from_secs(1);

/// A node on two networks: intranet addresses are nothing to the Internet, nor the other way.
#[test]
fn each_side_of_the_network_is_told_its_own_address() {
    let mut hall = Hall::open();
    let intranet = Advertised {
        at: SocketAddr::from(([10, 20, 0, 5], 3478)),
        networks: vec!["10.0.0.0/8".parse().unwrap()],
    };
    hall.relay.candidates.insert(0, intranet);
    for (mark, from, expected) in
        [(1, [10, 9, 9, 9], ["10.20.0.5"].as_slice()), (2, [198, 51, 100, 4], ["192.0.2.1"].as_slice())]
    {
        let offer = Offer { from: Some(from.into()), ..Client::new(ROOM, mark).offer() };
        let answer = hall.answer(offer).unwrap();
        let told = answer.lines().filter_map(|line| line.strip_prefix("a=candidate:")?.split(' ').nth(4));
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_silent_peer_is_told_once_and_comes_back_by_a_check() {
    let mut hall = Hall::open();
    let mut a = hall.join(1);
    hall.pass(SECOND * 20, &mut [&mut a]);
    assert_eq!(hall.event(), Some(MediaEvent::Silent(a.key)));
    assert_eq!(hall.event(), None);
    hall.check(&mut a);
    assert_eq!(hall.event(), Some(MediaEvent::Connected(a.key)));
    let mut b = hall.join(2);
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    assert_eq!(b.take().len(), 1, "the old keys are good");
}

#[test]
fn a_peer_that_is_heard_is_never_lost() {
    let mut hall = Hall::open();
    let mut a = hall.join(1);
    for sequence in 0..30 {
        hall.sends(&mut a, &sound(sequence, 127), &mut []);
        hall.pass(SECOND, &mut [&mut a]);
    }
    assert_eq!(hall.event(), None);
}

/// What came meanwhile is not all taken in by the first turn.
#[test]
fn a_worker_that_stalled_takes_nobody_for_silent_whom_it_could_not_hear() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.now += SECOND * 8;
    hall.sends(&mut a, &sound(1, 50), &mut []);
    hall.relay.tick(hall.now, &mut hall.out);
    hall.check(&mut b);
    hall.pass(SECOND * 5, &mut [&mut a, &mut b]);
    assert_eq!(hall.event(), None);
    hall.pass(SECOND * 2, &mut [&mut a, &mut b]);
    assert_eq!(
        [hall.event(), hall.event()].map(|event| matches!(event, Some(MediaEvent::Silent(_)))),
        [true; 2]
    );
}

#[test]
fn nothing_is_sent_to_a_peer_that_gives_no_sign_of_life() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    for sequence in 0..200 {
        hall.sends(&mut a, &sound(sequence, 127), &mut [&mut b]);
        hall.pass(SECOND / 10, &mut [&mut a, &mut b]);
    }
    let heard = b.take().len();
    assert!((50..70).contains(&heard), "{heard} packets in the 6 s of patience");
}

#[test]
fn packets_of_its_own_are_no_consent_to_be_sent_to() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    for sequence in 0..100 {
        hall.sends(&mut a, &sound(sequence, 127), &mut [&mut b]);
        hall.sends(&mut b, &sound(sequence, 127), &mut [&mut a]);
        hall.pass(SECOND / 2, &mut [&mut a, &mut b]);
    }
    let heard = b.take().len();
    assert!((55..=60).contains(&heard), "{heard} packets in the 30 s after its last check");
    hall.check(&mut b);
    hall.sends(&mut a, &sound(100, 127), &mut [&mut b]);
    assert_eq!(b.take().len(), 1, "and again after the next");
}

#[test]
fn a_seat_moves_between_networks_and_carriers_without_a_new_handshake() {
    use crate::media::peer::ice::{AllocationId, Own, StreamId, Via};
    use crate::media::plane::Carrier;
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    let ways = [
        ("198.51.100.77:7000", Via::Udp), // from Wi-Fi to 4G
        ("198.51.100.77:7001", Via::Tcp(StreamId(1))),
        ("198.18.0.0:49152", Via::Allocation(AllocationId(0), Own(0), Carrier::TurnTls)),
        ("198.51.100.2:5000", Via::Udp), // and home again
    ];
    for (sequence, (remote, via)) in (1..).zip(ways) {
        (b.path.remote, b.path.via) = (remote.parse().unwrap(), via);
        hall.check(&mut b);
        hall.sends(&mut a, &sound(sequence, 50), &mut [&mut b]);
        assert_eq!(b.take().len(), 1, "the next packet goes to {remote} {via:?}, under the old keys");
    }
    assert_eq!(hall.event(), None, "nobody noticed");
}

#[test]
fn who_stays_away_is_forgotten() {
    let mut hall = Hall::open();
    let mut a = hall.join(1);
    hall.pass(SECOND * 40, &mut [&mut a]);
    assert_eq!(hall.event(), Some(MediaEvent::Silent(a.key)));
    assert_eq!(hall.event(), Some(MediaEvent::Lost(a.key, DisconnectReason::Network)));
    hall.check(&mut a);
    assert_eq!(hall.event(), None, "said once, and no more");
    let relay = &hall.relay;
    assert_eq!((relay.peers.len(), relay.by_path.len(), relay.by_ufrag.len()), (0, 0, 0));
}

#[test]
fn who_never_came_is_lost_too() {
    let mut hall = Hall::open();
    let client = Client::new(ROOM, 1);
    hall.negotiate(&client).unwrap();
    hall.pass(SECOND * 31, &mut []);
    assert_eq!(hall.event(), Some(MediaEvent::Lost(client.key, DisconnectReason::Network)));
    assert!(hall.relay.peers.is_empty());
}

#[test]
fn a_goodbye_frees_the_seat_at_once() {
    let mut hall = Hall::open();
    let mut a = hall.join(1);
    let goodbye = a.goodbye(hall.now);
    hall.datagram(&mut a, &goodbye);
    assert_eq!(hall.event(), Some(MediaEvent::Lost(a.key, DisconnectReason::Unknown)));
    assert!(hall.relay.peers.is_empty());
}

#[test]
fn a_fresh_peer_replaces_the_seats_earlier_one() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    let mut again = Client::new(ROOM, 1);
    (again.key.number, again.path.remote) = (2, "198.51.100.9:5000".parse().unwrap());
    let answer = hall.negotiate(&again).unwrap();
    again.answered(&answer);
    hall.check(&mut again);
    while !again.connected() {
        hall.exchange(&mut again);
    }
    hall.exchange(&mut again);
    assert_eq!(hall.event(), Some(MediaEvent::Connected(again.key)));
    hall.sends(&mut a, &sound(2, 50), &mut [&mut b]);
    hall.sends(&mut again, &sound(900, 50), &mut [&mut b]);
    let heard = b.take();
    assert_eq!(heard.len(), 2, "the old one is heard no more");
    let [first, second] = [&heard[0], &heard[1]].map(|packet| client::sequence(packet));
    assert_eq!(second, first + 1);

    let stale = hall.negotiate(&a).unwrap_err();
    assert_eq!(stale.to_string(), "a newer peer holds the seat");
}

/// A page that hears no answer says its offer again by another connection, and takes whichever answer comes first.
#[test]
fn the_same_offer_is_answered_the_same_way_as_often_as_it_comes() {
    let mut hall = Hall::open();
    let mut a = Client::new(ROOM, 1);
    let mut say = || {
        let answer = hall.negotiate(&a).unwrap();
        let same = |line: &&str| !line.starts_with("o="); // which counts them
        answer.lines().filter(same).collect::<Vec<_>>().join("\r\n")
    };
    let (first, second, third) = (say(), say(), say());
    assert_eq!((&first, &first), (&second, &third));
    a.answered(&first);
    hall.check(&mut a);
    while !a.connected() {
        hall.exchange(&mut a);
        hall.negotiate(&a).unwrap(); // in the middle of the handshake, too
    }
}

#[test]
fn an_ice_restart_moves_the_peer_and_keeps_its_keys() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    a.ufrag = "restarted".to_owned();
    let answer = hall.negotiate(&a).unwrap();
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    assert_eq!(b.take().len(), 1, "the old path carries on meanwhile");
    a.answered(&answer);
    a.path.remote = "198.51.100.77:7000".parse().unwrap();
    hall.check(&mut a);
    hall.sends(&mut a, &sound(2, 50), &mut [&mut b]);
    assert_eq!(b.take().len(), 1);
    assert_eq!(hall.relay.by_ufrag.len(), 2, "the old credentials are gone");

    let mut thief = Client::new(ROOM, 1); // same seat, same number, another certificate
    thief.ufrag = "thief".to_owned();
    assert!(hall.negotiate(&thief).unwrap_err().to_string().contains("needs a new peer number"));
}

/// Each is a kilobyte, and looked through for each report.
#[test]
fn a_peer_that_names_ever_new_sections_is_refused_more_than_anybody_needs() {
    let mut hall = Hall::open();
    let mut a = Client::new(ROOM, 1);
    a.ears = 20;
    let a = hall.through(a);
    let renamed = |round: usize| {
        let mut offer = a.offer();
        let names = |offer: &Offer| offer.receivers.iter().map(|r| format!(" {}", r.mid)).collect::<String>();
        let before = names(&offer);
        for receiver in &mut offer.receivers {
            let name = format!("{}-{round}", receiver.mid);
            let line = |mid: &str| format!("a=mid:{mid}\r\n");
            offer.sdp = offer.sdp.replace(&line(&receiver.mid), &line(&name));
            receiver.mid = name;
        }
        offer.sdp =
            offer.sdp.replace(&format!("BUNDLE 0 1{before}"), &format!("BUNDLE 0 1{}", names(&offer)));
        offer
    };
    let answered = (0..40).filter(|round| hall.answer(renamed(*round)).is_ok());
    assert_eq!(answered.count(), 2, "21 and twice as many more");
    let why = hall.answer(renamed(2)).unwrap_err().to_string();
    assert!(why.contains("new peer number"), "{why}");
    let id = hall.relay.rooms[&ROOM].peer_of(a.key.seat).unwrap();
    assert_eq!(hall.relay.peers[&id].slots.len(), 63);
    hall.negotiate(&a).expect("what it has is answered as before");
}

#[test]
fn a_panic_costs_the_peer_that_caused_it_and_nobody_else() {
    let mut hall = Hall::open();
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    let c = hall.join(3);
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    let id = hall.relay.rooms[&ROOM].peer_of(c.key.seat).unwrap();
    let gone = hall.relay.guard(hall.now, id, &mut hall.out, |_, _| -> () { panic!("on purpose") });
    assert!(gone.is_none());
    assert_eq!(hall.event(), Some(MediaEvent::Lost(c.key, DisconnectReason::Unknown)));
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    assert_eq!(b.take().len(), 1);
}

#[test]
fn a_panic_over_a_room_costs_its_peers_who_may_come_again_and_no_other_room() {
    let mut hall = Hall::open();
    let (a, b) = (hall.join(1), hall.join(2));
    hall.relay.guard_room(hall.now, ROOM, &mut hall.out, |_, _| panic!("on purpose"));
    let lost = |client: &Client| Some(MediaEvent::Lost(client.key, DisconnectReason::Unknown));
    let mut told = [hall.event(), hall.event()];
    told.sort_by_key(|event| *event != lost(&a));
    assert_eq!(told, [lost(&a), lost(&b)]);
    assert!(hall.relay.peers.is_empty());
    let (mut a, mut b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    hall.sends(&mut a, &sound(1, 50), &mut [&mut b]);
    assert_eq!(b.take().len(), 1);
}

#[test]
fn a_closed_room_leaves_nothing_behind() {
    let mut hall = Hall::open();
    let (mut a, b) = (hall.join(1), hall.join(2));
    hall.route(&[(&b, "3", &a, SourceKind::Camera)]);
    hall.sends(&mut a, &picture(1, true, 1), &mut []);
    hall.relay.command(hall.now, Command::Close(ROOM, None), &mut hall.out);
    let relay = &mut hall.relay;
    assert_eq!((relay.peers.len(), relay.by_path.len(), relay.by_ufrag.len()), (0, 0, 0));
    assert!(relay.rooms.is_empty() && relay.deadline().is_none());
}

#[test]
fn who_is_there_when_the_server_ends_has_a_line_in_the_access_log() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        Settings { folder: folder.path().to_owned(), keep_days: 9, day_bytes: 100_000, keep_free: 0 };
    let log = AccessLog::start(settings, Arc::new(RealWorld)).unwrap();
    let mut hall = Hall::open();
    hall.relay.log_to(Some(log.clone()));
    let (a, b) = (hall.join(1), hall.join(2));
    hall.relay.command(hall.now, Command::Shutdown, &mut hall.out);
    log.end();
    let files = std::fs::read_dir(folder.path()).unwrap();
    let text: String = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for client in [a, b] {
        assert!(text.contains(&client.key.seat.0.to_string()), "{text}");
    }
}
