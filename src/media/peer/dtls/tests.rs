use super::*;
use crate::media::peer::srtp::OVERHEAD;

fn identity() -> Arc<Identity> {
    Arc::new(Identity::generate().unwrap())
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
    let (here, there) = (identity(), identity());
    let mut ends = [
        Dtls::new(here.clone(), Role::Client, vec![*there.fingerprint()]),
        Dtls::new(there, Role::Server, vec![*here.fingerprint()]),
    ];
    let began = Instant::now();
    let (mut now, mut wire, mut keys) = (began, Vec::new(), [None, None]);
    ends[0].start(now);
    loop {
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
