use super::*;
use crate::media::peer::srtp::OVERHEAD;

fn identity() -> Arc<Identity> {
    Arc::new(Identity::generate().unwrap())
}

/// A client and a server that expect each other.
fn pair() -> [Dtls; 2] {
    let (here, there) = (identity(), identity());
    [
        Dtls::new(here.clone(), Role::Client, vec![*there.fingerprint()]),
        Dtls::new(there, Role::Server, vec![*here.fingerprint()]),
    ]
}

/// Carries datagrams between the two until neither has any. Keys of (client, server), if they got them.
fn shake(client: &mut Dtls, server: &mut Dtls) -> (Option<Box<Srtp>>, Option<Box<Srtp>>) {
    let now = Instant::now();
    let (mut of_client, mut of_server) = (None, None);
    client.start(now);
    loop {
        let mut quiet = true;
        while let Some(datagram) = client.poll_transmit() {
            quiet = false;
            if let Progress::Keys(keys) = server.receive(now, &datagram) {
                of_server = Some(keys);
            }
        }
        while let Some(datagram) = server.poll_transmit() {
            quiet = false;
            if let Progress::Keys(keys) = client.receive(now, &datagram) {
                of_client = Some(keys);
            }
        }
        if quiet {
            return (of_client, of_server);
        }
    }
}

/// Shakes hands over a line with a delay that loses datagrams, in virtual time. After how long (client, server) had keys,
/// unless one gave up.
fn shake_over(one_way: Duration, mut lost: impl FnMut() -> bool) -> Option<(Duration, Duration)> {
    let mut ends = pair();
    let began = Instant::now();
    let (mut now, mut wire, mut keys) = (began, Vec::new(), [None, None]);
    let mut checked = began;
    ends[0].start(now);
    loop {
        if now >= checked + CHECKS {
            checked = now;
            ends[0].start(now);
        }
        for (from, end) in ends.iter_mut().enumerate() {
            while let Some(datagram) = end.poll_transmit() {
                if !lost() {
                    wire.push((now + one_way, 1 - from, datagram));
                }
            }
        }
        if let [Some(client), Some(server)] = keys {
            return Some((client, server));
        }
        let arrival = wire.iter().map(|(at, _, _)| *at).min();
        let due = ends.iter().filter_map(Dtls::deadline).min();
        now = arrival.into_iter().chain(due).min()?;
        ends.iter_mut().for_each(|end| end.timeout(now));
        let (come, coming): (Vec<_>, _) = wire.into_iter().partition(|(at, _, _)| *at <= now);
        wire = coming;
        for (_, to, datagram) in come {
            if let Progress::Keys(_) = ends[to].receive(now, &datagram) {
                keys[to] = Some(now - began);
            }
        }
    }
}

/// Loses a share of all datagrams in runs of `length`, always the same ones for a seed.
fn bursts(seed: u64, share: f64, length: f64) -> impl FnMut() -> bool {
    let (mut state, mut bad) = (seed.wrapping_mul(2) + 1, false);
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let dice = (state >> 33) as f64 / f64::from(1_u32 << 31);
        let turns = if bad { 1.0 / length } else { share / (1.0 - share) / length };
        bad ^= dice < turns;
        bad
    }
}

/// A browser's check of an address it has settled on.
const CHECKS: Duration = Duration::from_millis(2500);
const TRIP: Duration = Duration::from_millis(600);

/// The engine's server asks for a cookie first (RFC 6347 §4.2.1), which browsers do not: theirs is a round trip less.
#[test]
fn a_client_speaks_as_soon_as_it_has_said_its_last() {
    let (client, server) = shake_over(TRIP / 2, || false).unwrap();
    assert_eq!((client, server), (TRIP * 2, TRIP * 5 / 2));
}

/// Once the engine heard anything it forgot to repeat what it had said, and both ends waited for the page to give up.
#[test]
fn whichever_datagram_is_lost_is_said_again_soon() {
    for n in 0..12 {
        let mut sent = 0..;
        let (client, server) = shake_over(TRIP / 30, || sent.next() == Some(n)).unwrap();
        let took = client.max(server);
        assert!(took < Duration::from_millis(400), "without the datagram {n}: {took:?}");
    }
}

#[test]
fn a_handshake_gets_through_what_a_bad_line_loses() {
    for (share, half_within, most_within) in [(0.1, 0.5, 4.0), (0.3, 1.5, 8.0)] {
        let mut took: Vec<_> = (0..200)
            .map(|seed| shake_over(TRIP / 12, bursts(seed, share, 5.0)).map(|(a, b)| a.max(b)))
            .map(|took| took.unwrap_or(Duration::MAX))
            .collect();
        took.sort_unstable();
        let (half, most) = (took[100], took[190]);
        assert!(half.as_secs_f64() < half_within, "half of them take {half:?}");
        assert!(most.as_secs_f64() < most_within, "19 of 20 take {most:?}");
    }
}

#[test]
fn both_ends_get_keys_that_fit() {
    let (here, there) = (identity(), identity());
    let mut client = Dtls::new(here.clone(), Role::Client, vec![*there.fingerprint()]);
    let mut server = Dtls::new(there, Role::Server, vec![[0; 32], *here.fingerprint()]);
    let (of_client, of_server) = shake(&mut client, &mut server);
    let (mut of_client, mut of_server) = (of_client.unwrap(), of_server.unwrap());
    let packet = [0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12];
    let mut sealed = [&packet[..], &[0; OVERHEAD]].concat();
    let length = of_client.seal_rtp(&mut sealed, packet.len()).unwrap();
    assert_eq!(length, packet.len() + 16, "AES-GCM is taken where both can");
    assert_eq!(of_server.open_rtp(&mut sealed[..length]).as_deref(), Some(&packet[..]));
}

#[test]
fn another_certificate_than_the_offers_gets_no_keys() {
    let (here, there, named) = (identity(), identity(), identity());
    for (client_expects, server_expects) in [(&there, &named), (&named, &here)] {
        let mut client = Dtls::new(here.clone(), Role::Client, vec![*client_expects.fingerprint()]);
        let mut server = Dtls::new(there.clone(), Role::Server, vec![*server_expects.fingerprint()]);
        let (of_client, of_server) = shake(&mut client, &mut server);
        assert!(of_client.is_none() || of_server.is_none());
        let deceived = if Arc::ptr_eq(server_expects, &named) { of_server } else { of_client };
        assert!(deceived.is_none());
    }
}

#[test]
fn a_handshake_that_does_not_end_costs_little() {
    let mut server = Dtls::new(identity(), Role::Server, vec![[0; 32]]);
    let now = Instant::now();
    for _ in 0..1000 {
        // Records of the next epoch, which the engine would keep for later.
        server.receive(now, &[&[23, 254, 253, 0, 1, 0, 0, 0, 0, 0, 0, 4, 176][..], &[0; 1200]].concat());
    }
    assert_eq!(server.stage, Stage::Failed);
}

/// A record in the clear.
fn record(kind: u8, number: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind, 254, 253, 0, 0, 0, 0, 0, 0, 0, number][..], &length, body].concat()
}

/// The client's end of a handshake as far as the server's flight with its key exchange, and that flight's messages.
fn up_to_the_key_exchange(now: Instant) -> (Dtls, Vec<Vec<u8>>) {
    let [mut client, mut server] = pair();
    client.start(now);
    for _cookie in 0..2 {
        while let Some(datagram) = client.poll_transmit() {
            server.receive(now, &datagram);
        }
        let said: Vec<_> = std::iter::from_fn(|| server.poll_transmit()).collect();
        let messages = said.iter().flat_map(|datagram| record::records(datagram));
        let messages: Vec<_> = messages.map(|record| record.body().to_vec()).collect();
        if messages.iter().any(|message| message[0] == KEY_EXCHANGE) {
            return (client, messages);
        }
        for datagram in said {
            client.receive(now, &datagram);
        }
    }
    panic!("there was no key exchange");
}

const KEY_EXCHANGE: u8 = 12;
const CLIENTS_KEY_EXCHANGE: u8 = 16;

/// The server's end of a handshake as far as the client's flight with its certificate, and that flight.
fn up_to_the_certificate(now: Instant) -> (Dtls, Vec<BytesMut>) {
    let [mut client, mut server] = pair();
    client.start(now);
    for _flight in 0..3 {
        let said: Vec<_> = std::iter::from_fn(|| client.poll_transmit()).collect();
        if messages_of(&said).iter().any(|message| message[0] == CLIENTS_KEY_EXCHANGE) {
            return (server, said);
        }
        said.iter().for_each(|datagram| drop(server.receive(now, datagram)));
        while let Some(datagram) = server.poll_transmit() {
            client.receive(now, &datagram);
        }
    }
    panic!("there was no certificate");
}

/// The handshake messages of a flight that are in the clear.
fn messages_of(flight: &[BytesMut]) -> Vec<Vec<u8>> {
    let records = flight.iter().flat_map(|datagram| record::records(datagram));
    records.filter(|record| record.kind == record::HANDSHAKE).map(|record| record.body().to_vec()).collect()
}

/// The engine makes its secret with it, and asks for the certificate when it has the end of the flight.
#[test]
fn a_key_exchange_without_the_certificate_that_was_demanded_is_the_end() {
    let now = Instant::now();
    // A record the engine cannot read keeps it from going on at once: it then does when its flight is due again.
    for unreadable in [None, Some(record(20, 20, &[2]))] {
        let (mut server, genuine) = up_to_the_certificate(now);
        let messages = messages_of(&genuine);
        let place = messages[0][5]; // where the certificate belongs
        let (_, others) = up_to_the_certificate(now);
        let mut others = messages_of(&others);
        let mut forged = others.remove(1);
        assert_eq!((messages[0][0], forged[0]), (11, CLIENTS_KEY_EXCHANGE));
        forged[5] = place;
        let forged = [record(22, 10, &forged), unreadable.unwrap_or_default()].concat();
        assert!(matches!(server.receive(now, &forged), Progress::None));
        server.timeout(now + Duration::from_secs(1));
        assert_eq!(server.stage, Stage::Failed);
        for datagram in &genuine {
            assert!(matches!(server.receive(now, datagram), Progress::None));
        }
        assert_eq!((server.stage, server.deadline()), (Stage::Failed, None));
    }
}

#[test]
fn a_client_that_shows_no_certificate_gets_no_keys() {
    let now = Instant::now();
    let (mut server, genuine) = up_to_the_certificate(now);
    let exchange = messages_of(&genuine).remove(1);
    // An empty list (RFC 5246 §7.4.6), and the key exchange after it.
    let none = [11, 0, 0, 3, 0, exchange[5] - 1, 0, 0, 0, 0, 0, 3, 0, 0, 0];
    let shown = [record(22, 10, &none), record(22, 11, &exchange)].concat();
    assert!(matches!(server.receive(now, &shown), Progress::None));
    assert_eq!(server.stage, Stage::Failed);
}

#[test]
fn a_clients_flight_may_come_in_any_order_and_more_than_once() {
    let now = Instant::now();
    let (mut server, genuine) = up_to_the_certificate(now);
    let mut rest = &genuine.concat()[..];
    let mut records = Vec::new();
    while let [_, _, _, _, _, _, _, _, _, _, _, high, low, ..] = rest {
        let (record, others) = rest.split_at(record::HEAD + usize::from(u16::from_be_bytes([*high, *low])));
        records.push(record);
        rest = others;
    }
    assert!(records.len() >= 5, "certificate, key exchange, signature, change of ciphers, end");
    let got = records.iter().rev().chain(&records).map(|record| server.receive(now, record));
    let keys = got.filter(|progress| matches!(progress, Progress::Keys(_))).count();
    assert_eq!((keys, server.stage), (1, Stage::Established));
}

/// The engine checks the genuine one when it comes, but keeps the secret it made with the other's key.
#[test]
fn the_genuine_key_exchange_does_not_vouch_for_one_before() {
    let now = Instant::now();
    // A record the engine cannot read keeps it from going on at once: it then does when its flight is due again.
    for unreadable in [None, Some(record(20, 20, &[2]))] {
        let (mut client, mut messages) = up_to_the_key_exchange(now);
        let exchange = messages.iter_mut().find(|message| message[0] == KEY_EXCHANGE).unwrap();
        let (_, others) = up_to_the_key_exchange(now);
        let other = others.into_iter().find(|message| message[0] == KEY_EXCHANGE).unwrap();
        let mut genuine = std::mem::replace(exchange, other);
        let forged = (10..).zip(&messages).flat_map(|(number, message)| record(22, number, message));
        let forged: Vec<u8> = forged.chain(unreadable.into_iter().flatten()).collect();
        assert!(matches!(client.receive(now, &forged), Progress::None));
        client.timeout(now + Duration::from_secs(1));
        assert_eq!(client.stage, Stage::Failed);

        genuine[5] = messages.last().unwrap()[5] + 1; // the message after the last
        let after = client.receive(now, &record(22, 30, &genuine));
        assert!(matches!(after, Progress::None), "{after:?}");
        assert_eq!((client.stage, client.deadline()), (Stage::Failed, None));
    }
}

#[test]
fn what_anybody_can_say_ends_no_handshake() {
    let (goodbye, failure, data, unreadable) = ([1, 0], [2, 40], [0; 9], [2]);
    let spoofed = [
        record(21, 40, &goodbye),
        record(21, 41, &failure),
        record(23, 42, &data),
        record(20, 43, &unreadable),
        record(99, 44, &data),
        [record(21, 45, &goodbye), record(21, 46, &failure)].concat(),
    ];
    let mut ends = pair();
    let (now, mut keys) = (Instant::now(), [false; 2]);
    ends[0].start(now);
    while keys != [true; 2] || ends[0].stage != Stage::Established {
        let mut quiet = true;
        for from in [0, 1] {
            while let Some(datagram) = ends[from].poll_transmit() {
                quiet = false;
                assert_ne!(datagram[0], 21, "an alert went out");
                for spoofed in &spoofed {
                    assert!(matches!(ends[1 - from].receive(now, spoofed), Progress::None));
                }
                keys[1 - from] |= matches!(ends[1 - from].receive(now, &datagram), Progress::Keys(_));
            }
        }
        assert!(!quiet, "stuck with {keys:?}");
    }
}

/// To the engine a flight whose second datagram comes first is an internal error, and it tells the other end.
#[test]
fn a_message_before_its_turn_is_waited_for() {
    let [mut client, mut server] = pair();
    let now = Instant::now();
    client.start(now);
    let hello = client.poll_transmit().unwrap();
    let done = [14, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0];
    let later = now + Duration::from_millis(50);
    let due = client.deadline();
    assert!(matches!(client.receive(later, &record(22, 5, &done)), Progress::None));
    assert_eq!((client.poll_transmit(), client.deadline()), (None, due));

    server.receive(now, &hello);
    let (of_client, of_server) = shake(&mut client, &mut server);
    assert!(of_client.is_some() && of_server.is_some());
}

/// A check can name another's address as its source.
#[test]
fn a_hello_nobody_answers_is_repeated_for_who_asks() {
    let [mut client, _] = pair();
    let (mut now, mut hellos) = (Instant::now(), Vec::new());
    for _check in 0..2 {
        client.start(now);
        for _pause in 0..8 {
            now = client.deadline().unwrap();
            client.timeout(now);
        }
        hellos.push(std::iter::from_fn(|| client.poll_transmit()).count());
    }
    assert_eq!(hellos, [1 + 5, 5]);
}
