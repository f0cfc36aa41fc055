//! What goes through an allocation, both ways.

use super::client::Reply;
use super::*;
use rtc_stun::attributes::{ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS};

fn taken(hall: &mut Hall, client: &Client, datagram: &[u8]) -> Option<(Path, Vec<u8>)> {
    match hall.turn.receive(hall.now, client.path, datagram) {
        Taken::Inside(path, place) => Some((path, datagram[place].to_vec())),
        _ => None,
    }
}

#[test]
fn an_indication_needs_a_permission_that_lasts_five_minutes() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    let relayed = client.allocate(&mut hall).address(ATTR_XOR_RELAYED_ADDRESS);
    let datagram = client.send_indication(own(0), b"hello");
    assert!(taken(&mut hall, &client, &datagram).is_none());
    assert!(hall.sends_back(b"x").is_none());

    assert_eq!(client.permit(&mut hall, own(0)).code, 0);
    let (path, data) = taken(&mut hall, &client, &datagram).unwrap();
    assert_eq!((path.remote, path.local, data), (relayed, Some(own(0).ip()), b"hello".to_vec()));
    assert_eq!(path.carrier(), Carrier::TurnUdp);
    let back = Reply::read(&hall.sends_back(b"echo").unwrap());
    assert_eq!(back.address(ATTR_XOR_PEER_ADDRESS), own(0));

    hall.pass(299);
    assert!(taken(&mut hall, &client, &datagram).is_some());
    hall.pass(1);
    assert!(taken(&mut hall, &client, &datagram).is_none());
    assert!(hall.sends_back(b"x").is_none());
}

#[test]
fn a_channel_carries_both_ways_and_lasts_ten_minutes() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    let number = 0x4abc;
    let mut datagram = BytesMut::new();
    channel::write(number, b"media", false, &mut datagram).unwrap();
    assert!(taken(&mut hall, &client, &datagram).is_none());
    assert_eq!(client.bind(&mut hall, number, own(0)).code, 0);
    let (path, data) = taken(&mut hall, &client, &datagram).unwrap();
    assert_eq!((path.local, &data[..]), (Some(own(0).ip()), &b"media"[..]));
    let back = hall.sends_back(b"back").unwrap();
    assert_eq!(channel::read(&back), Some((number, 4..8)));

    client.refresh(&mut hall, 600);
    hall.pass(599);
    assert!(taken(&mut hall, &client, &datagram).is_some());
    client.refresh(&mut hall, 600);
    hall.pass(1);
    assert!(taken(&mut hall, &client, &datagram).is_none());
}

#[test]
fn a_channel_is_bound_to_one_address_and_an_address_to_one_channel() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    for (number, peer, code) in [
        (0x4000, own(0), 0),
        (0x4000, own(0), 0),
        (0x4000, own(1), 400),
        (0x4001, own(0), 400),
        (0x4001, own(1), 0),
        (0x3fff, own(1), 400),
        (0x8000, own(1), 400),
        (0x4002, own(2), 443), // IPv6 from an IPv4 address
    ] {
        assert_eq!(client.bind(&mut hall, number, peer).code, code, "{number:x} {peer}");
    }
}

#[test]
fn streams_get_channel_data_padded() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.path.via = Via::TurnTcp(crate::media::peer::ice::StreamId(1));
    client.allocate(&mut hall);
    client.bind(&mut hall, 0x4000, own(0));
    let back = hall.sends_back(b"five!").unwrap();
    assert_eq!(&back[..], b"\x40\x00\x00\x05five!\0\0\0");
}
