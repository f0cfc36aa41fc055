//! What must not get through (docs/threats.md T1, T2), and bytes from anybody.

use super::client::udp;
use super::*;
use crate::media::turn::allocation::Family;
use proptest::prelude::*;
use rtc_stun::attributes::{ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_USERNAME};
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{METHOD_ALLOCATE, METHOD_BINDING};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One address of every special range of IANA's two registries, and what is dear to a host.
const SPECIAL: &[&str] = &[
    "0.0.0.0",
    "0.0.0.1",
    "10.0.0.1",
    "10.20.0.6",
    "100.64.0.1",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.2",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.0",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.5",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "8.8.8.8",
    "::",
    "::1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::8",
    "2001:20::1",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2606:4700::1",
];

/// An IPv4 address in every way that IPv6 can write it: mapped, compatible, translated, NAT64, 6to4, ISATAP.
fn in_v6(ip: Ipv4Addr) -> [IpAddr; 6] {
    let bits = u128::from(ip.to_bits());
    [
        0xffff << 32 | bits,
        bits,
        0xffff << 48 | bits,
        0x0064_ff9b << 96 | bits,
        0x2002 << 112 | bits << 80 | 1,
        0xfe80 << 112 | 0x5efe << 32 | bits,
    ]
    .map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)))
}

fn probes() -> Vec<IpAddr> {
    let mut probes = Vec::new();
    for ip in SPECIAL.iter().map(|ip| ip.parse::<IpAddr>().unwrap()) {
        probes.push(ip);
        if let IpAddr::V4(ip) = ip {
            probes.extend(in_v6(ip));
        }
    }
    for own in OWN.map(|own| own.parse::<SocketAddr>().unwrap()) {
        if let IpAddr::V4(ip) = own.ip() {
            probes.extend(in_v6(ip));
        }
    }
    probes
}

/// A client with an allocation that may send to each of our addresses of its family.
fn insider(hall: &mut Hall, port: u16, family: u8) -> Client {
    let mut client = Client::new(hall, port);
    let family_wanted = (ATTR_REQUESTED_ADDRESS_FAMILY, vec![family, 0, 0, 0]);
    assert_eq!(client.ask(hall, METHOD_ALLOCATE, &[udp(), family_wanted]).code, 0);
    for address in
        (0..OWN.len()).map(own).filter(|own| Family::of(own.ip()) == Family::read(&[family]).unwrap())
    {
        assert_eq!(client.permit(hall, address).code, 0);
    }
    client
}

#[test]
fn no_special_address_in_no_encoding_is_ever_let_through() {
    let mut hall = Hall::open();
    let mut clients = [insider(&mut hall, 5000, 1), insider(&mut hall, 5001, 2)];
    let mut tried = 0;
    for client in &mut clients {
        for ip in probes() {
            for port in [3478, 80, 5432, 0] {
                let peer = SocketAddr::new(ip, port);
                assert_eq!(client.permit(&mut hall, peer).code, 403, "CreatePermission {peer}");
                assert_eq!(client.bind(&mut hall, 0x4800, peer).code, 403, "ChannelBind {peer}");
                let sent = client.send_indication(peer, b"GET / HTTP/1.1\r\n\r\n");
                assert_eq!(hall.turn.receive(hall.now, client.path, &sent), Taken::Nothing, "Send {peer}");
                tried += 3;
            }
        }
    }
    assert!(tried > 4000, "{tried}");
}

#[test]
fn our_own_host_is_reached_at_its_media_port_and_no_other() {
    let mut hall = Hall::open();
    let mut client = insider(&mut hall, 5000, 1);
    for port in [0, 22, 80, 3477, 3479, 5432] {
        let peer = SocketAddr::new(own(0).ip(), port);
        assert_eq!(client.bind(&mut hall, 0x4800, peer).code, 403, "{peer}");
        let sent = client.send_indication(peer, b"x");
        assert_eq!(hall.turn.receive(hall.now, client.path, &sent), Taken::Nothing, "{peer}");
    }
}

#[test]
fn an_unauthenticated_flood_leaves_nothing_behind_and_gets_few_answers() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 1);
    let (mut asked, mut answers, mut answered) = (0, 0, 0);
    for n in 0..50_000_u16 {
        client.path.remote.set_port(n);
        let method = if n % 2 == 0 { METHOD_ALLOCATE } else { METHOD_BINDING };
        let request = client.bare(method, &[]);
        asked += request.len();
        if let Taken::Answer(answer) = hall.turn.receive(hall.now, client.path, &request) {
            (answers, answered) = (answers + 1, answered + answer.len());
        }
        hall.now.at += Duration::from_micros(20); // 50,000 a second
    }
    assert!((10..=21).contains(&answers), "{answers} answers in a second");
    assert!(answered * 100 < asked, "{answered} bytes for {asked}");
    assert_eq!((hall.turn.len(), hall.turn.by_client.len(), hall.turn.setup.held.len()), (0, 0, 0));

    client.path.remote = "198.51.100.4:9".parse().unwrap();
    assert!(
        hall.asks(client.path, &client.bare(METHOD_BINDING, &[])).is_some(),
        "another source is answered"
    );
}

/// The sample request with long-term authentication of RFC 5769 §2.4.
#[test]
fn the_rfcs_own_sample_is_read_and_found_authentic() {
    let sample = hex::decode(concat!(
        "000100602112a44278ad3433c6ad72c029da412e",
        "00060012e3839ee38388e383aae38383e382afe382b90000",
        "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341",
        "0014000b6578616d706c652e6f726700",
        "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666",
    ))
    .unwrap();
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let (name, realm) = ("マトリックス".to_owned(), "example.org".to_owned());
    for (password, authentic) in [("TheMatrIX", true), ("TheMatrix", false)] {
        let mut request = Request::parse(&sample).unwrap();
        let key = MessageIntegrity::long_term_integrity_key(
            name.clone(),
            realm.clone(),
            password.to_owned(),
            crypto.crypto(),
        )
        .unwrap();
        assert_eq!(request.text(ATTR_USERNAME), Some(&*name));
        assert_eq!(request.is_authentic(&key, &*crypto), authentic, "{password}");
    }
}

proptest! {
    #[test]
    fn a_peer_is_allowed_if_and_only_if_it_is_ours(
        ip in prop_oneof![any::<[u8; 4]>().prop_map(IpAddr::from), any::<[u8; 16]>().prop_map(IpAddr::from)],
        port: u16,
        pick in 0..OWN.len() * 2,
    ) {
        let hall = Hall::open();
        let peer = if pick < OWN.len() { own(pick) } else { SocketAddr::new(ip, port) };
        let ours = OWN.iter().any(|own| own.parse::<SocketAddr>().unwrap() == peer);
        prop_assert_eq!(hall.turn.own(peer).is_some(), ours);
    }

    #[test]
    fn no_bytes_upset_the_server(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        crate::media::turn_in(&bytes);
    }
}
