//! Allocations come, are refreshed, run out, and are refused.

use super::client::udp;
use super::*;
use rtc_stun::attributes::*;
use rtc_stun::message::{METHOD_ALLOCATE, METHOD_BINDING, METHOD_CONNECT, METHOD_REFRESH};

#[test]
fn an_allocation_is_challenged_granted_and_repeated() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    let request = client.bare(METHOD_ALLOCATE, &[udp()]);
    assert_eq!(hall.asks(client.path, &request).unwrap().code, 401);
    assert_eq!(hall.turn.len(), 0);

    let granted = client.allocate(&mut hall);
    assert_eq!((granted.code, granted.lifetime()), (0, 600));
    assert_eq!(granted.address(ATTR_XORMAPPED_ADDRESS), client.path.remote);
    let relayed = granted.address(ATTR_XOR_RELAYED_ADDRESS);
    assert!(relayed.is_ipv4() && relayed.port().is_multiple_of(2));

    client.turn -= 1; // the answer was lost: the same request again
    assert_eq!(client.allocate(&mut hall).address(ATTR_XOR_RELAYED_ADDRESS), relayed);
    assert_eq!(client.allocate(&mut hall).code, 437, "a second one on the same five-tuple");
    assert_eq!(hall.turn.len(), 1);
}

#[test]
fn what_cannot_be_allocated_is_refused_by_the_rfcs_numbers() {
    let family = |number| (ATTR_REQUESTED_ADDRESS_FAMILY, vec![number, 0, 0, 0]);
    let token = || (ATTR_RESERVATION_TOKEN, vec![7; 8]);
    for (attributes, code) in [
        (vec![], 400),
        (vec![(ATTR_REQUESTED_TRANSPORT, vec![6, 0, 0, 0])], 442),
        (vec![(ATTR_REQUESTED_TRANSPORT, vec![17])], 400),
        (vec![udp(), (AttrType(0x7fff), vec![1])], 420),
        (vec![udp(), (AttrType(0xbfff), vec![1])], 0),
        (vec![udp(), family(3)], 440),
        (vec![udp(), family(1)], 0),
        (vec![udp(), family(2)], 0),
        (vec![udp(), token()], 508),
        (vec![udp(), token(), (ATTR_EVEN_PORT, vec![0])], 400),
        (vec![udp(), (ATTR_EVEN_PORT, vec![0x80])], 508),
        (vec![udp(), (ATTR_EVEN_PORT, vec![0])], 0),
        (vec![udp(), (ATTR_DONT_FRAGMENT, vec![])], 0),
    ] {
        let mut hall = Hall::open();
        let mut client = Client::new(&hall, 5000);
        let reply = client.ask(&mut hall, METHOD_ALLOCATE, &attributes);
        assert_eq!(reply.code, code, "{attributes:?}");
        assert_eq!(hall.turn.len(), usize::from(code == 0));
        if code == 420 {
            assert_eq!(reply.message.get(ATTR_UNKNOWN_ATTRIBUTES).unwrap(), [0x7f, 0xff]);
        }
    }
}

#[test]
fn only_good_credentials_allocate() {
    for (name, spoil, code) in [
        ("expired", (|client| client.username = "1799999999:seat".into()) as fn(&mut Client), 401),
        ("another's", |client| client.username = "1800003600:other".into(), 401),
        ("no expiry", |client| client.username = "seat".into(), 401),
        ("wrong password", |client| client.password.push('x'), 401),
    ] {
        let mut hall = Hall::open();
        let mut client = Client::new(&hall, 5000);
        spoil(&mut client);
        if name == "expired" {
            // Made by us, and over.
            (client.username, client.password) = Credentials::new(SECRET).until(hall.now.unix - 1, "seat");
        }
        assert_eq!(client.allocate(&mut hall).code, code, "{name}");
        assert_eq!(hall.turn.len(), 0, "{name}");
    }
}

#[test]
fn a_credential_that_ends_meanwhile_keeps_its_allocation_and_makes_no_new_one() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    for _ in 0..10 {
        hall.pass(590);
        assert_eq!(client.refresh(&mut hall, 600).code, 0);
    }
    assert_eq!(client.refresh(&mut hall, 0).lifetime(), 0);
    assert_eq!(client.allocate(&mut hall).code, 401);
}

#[test]
fn a_nonce_ends_and_belongs_to_one_client() {
    let mut hall = Hall::open();
    let (mut client, thief) = (Client::new(&hall, 5000), Client::new(&hall, 5001));
    client.allocate(&mut hall);
    let refresh = client.sealed(METHOD_REFRESH, &[]);
    assert_eq!(hall.asks(client.path, &refresh).unwrap().code, 0);
    assert_eq!(hall.asks(thief.path, &refresh).unwrap().code, 438, "from another port");
    hall.now.unix += keys::NONCE_LIFETIME;
    assert_eq!(hall.asks(client.path, &refresh).unwrap().code, 438);
}

#[test]
fn an_allocation_lives_as_long_as_it_is_refreshed() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    hall.pass(599);
    assert_eq!(client.refresh(&mut hall, 3600).lifetime(), 600);
    hall.pass(599);
    assert_eq!(hall.turn.len(), 1);
    hall.pass(1);
    assert_eq!((hall.turn.len(), hall.turn.setup.held.len(), hall.turn.by_client.len()), (0, 0, 0));
    assert_eq!(client.refresh(&mut hall, 600).code, 437);
    assert_eq!(client.permit(&mut hall, own(0)).code, 437);
    assert_eq!(client.bind(&mut hall, 0x4000, own(0)).code, 437);
}

#[test]
fn refreshes_without_end_take_no_memory() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    for _ in 0..1000 {
        hall.now.at += Duration::from_millis(1);
        assert_eq!(client.refresh(&mut hall, 600).code, 0);
    }
    assert_eq!(hall.turn.timers.entries(), 1);
}

#[test]
fn an_allocation_is_changed_only_by_whose_it_is() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    let (username, password) = Credentials::new(SECRET).until(hall.now.unix + 60, "another seat");
    (client.username, client.password) = (username, password);
    assert_eq!(client.refresh(&mut hall, 0).code, 441);
    assert_eq!(client.permit(&mut hall, own(0)).code, 441);
    assert_eq!(hall.turn.len(), 1);
}

#[test]
fn a_seats_quota_holds_and_comes_back() {
    let mut hall = Hall::open();
    let mut clients: Vec<Client> = (0..1000).map(|n| Client::new(&hall, 10_000 + n)).collect();
    let codes: Vec<u16> = clients
        .iter_mut()
        .map(|client| {
            hall.now.at += Duration::from_millis(100); // a source gets ten challenges a second
            client.allocate(&mut hall).code
        })
        .collect();
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), QUOTA);
    assert!(codes[QUOTA..].iter().all(|code| *code == 486));
    assert_eq!((hall.turn.len(), hall.turn.setup.held.of("seat")), (QUOTA, QUOTA));

    let mut other = Client::of_seat(&hall, 20_000, "another seat");
    assert_eq!(other.allocate(&mut hall).code, 0, "another seat has its own");
    for client in &mut clients[..QUOTA / 2] {
        assert_eq!(client.refresh(&mut hall, 0).code, 0);
    }
    assert_eq!(hall.turn.setup.held.of("seat"), QUOTA / 2);
    hall.now.at += Duration::from_secs(1);
    assert_eq!(clients[999].allocate(&mut hall).code, 0);
    hall.pass(600);
    assert_eq!((hall.turn.len(), hall.turn.setup.held.len()), (0, 0));
}

#[test]
fn a_seats_quota_is_one_over_all_workers() {
    let held = Held::default();
    let mut halls = [Hall::sharing(held.clone()), Hall::sharing(held)];
    let mut clients: Vec<Client> = (0..40).map(|n| Client::new(&halls[0], 10_000 + n)).collect();
    let mut made = [0; 2];
    for (n, client) in clients.iter_mut().enumerate() {
        let hall = &mut halls[n % 2];
        hall.now.at += Duration::from_millis(100);
        made[n % 2] += usize::from(client.allocate(hall).code == 0);
    }
    assert_eq!(made, [QUOTA / 2; 2]);
    assert_eq!(clients[0].refresh(&mut halls[0], 0).code, 0);
    assert_eq!(clients[39].allocate(&mut halls[1]).code, 0, "what one gives back another may have");
}

#[test]
fn a_closed_connection_takes_its_allocation_along() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.path.via = Via::TurnTls(crate::media::peer::ice::StreamId(3));
    assert_eq!(client.allocate(&mut hall).code, 0);
    hall.turn.gone(client.path);
    assert_eq!((hall.turn.len(), hall.turn.setup.held.len()), (0, 0));
}

#[test]
fn a_plain_binding_request_learns_where_it_came_from() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    let request = client.bare(METHOD_BINDING, &[]);
    let reply = hall.asks(client.path, &request).unwrap();
    assert_eq!((reply.code, reply.address(ATTR_XORMAPPED_ADDRESS)), (0, client.path.remote));
    let request = client.bare(METHOD_BINDING, &[(AttrType(3), vec![0, 0, 0, 6])]); // CHANGE-REQUEST (RFC 5780)
    let reply = hall.asks(client.path, &request).unwrap();
    assert_eq!((reply.code, reply.message.get(ATTR_UNKNOWN_ATTRIBUTES).unwrap()), (420, vec![0, 3]));
}

#[test]
fn tcp_behind_the_relay_does_not_exist() {
    let mut hall = Hall::open();
    let mut client = Client::new(&hall, 5000);
    client.allocate(&mut hall);
    let request = client.sealed(METHOD_CONNECT, &[]);
    assert!(hall.asks(client.path, &request).is_none());
}
