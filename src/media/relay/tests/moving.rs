//! A room that goes from one worker to another, with those who are in it, by whichever socket they come.

use super::client::sound;
use super::*;
use crate::media::peer::ice::WorkerId;

/// Two workers' relays. The hall's own is the one the room is on.
struct Two {
    hall: Hall,
    other: Relay,
    directory: Directory,
}

impl Two {
    fn open() -> Self {
        let mut hall = Hall::open();
        let directory = Directory::default();
        let candidates = vec![SocketAddr::from(([192, 0, 2, 1], 3479)).into()];
        let mut other = Relay::new(hall.now, hall.relay.identity.clone(), Arc::new(RealWorld), candidates);
        hall.relay.join(WorkerId(0), 2, directory.clone());
        other.join(WorkerId(1), 2, directory.clone());
        Self { hall, other, directory }
    }

    /// Moves the room to the other one, which is the hall's from now on.
    fn swap(&mut self) {
        let moving = self.hall.relay.take(ROOM, self.other.me).unwrap();
        self.other.put(self.hall.now, moving);
        std::mem::swap(&mut self.hall.relay, &mut self.other);
    }

    /// A datagram that comes to the worker its path ends at, wherever its peer is.
    fn comes(&mut self, from: Path, datagram: &[u8], clients: &mut [&mut Client]) {
        let Hall { relay, now, out, .. } = &mut self.hall;
        if from.at == relay.me {
            relay.datagram(*now, from, &mut datagram.to_vec(), out);
        } else {
            self.other.datagram(*now, from, &mut datagram.to_vec(), out);
            for ((to, from), datagram) in self.other.elsewhere().iter_mut() {
                assert_eq!(to, relay.me);
                relay.datagram(*now, from, datagram, out);
            }
            self.other.elsewhere().clear();
        }
        self.hall.deliver(clients);
    }

    /// How many of ten packets of `from` reach `to`.
    fn heard(&mut self, from: &mut Client, to: &mut Client, sequence: u16) -> usize {
        for sequence in sequence..sequence + 10 {
            let packet = from.seal(&sound(sequence, 127));
            self.comes(from.path, &packet, &mut [from, to]);
        }
        to.take().len()
    }
}

#[test]
fn a_moved_call_goes_on_by_the_addresses_it_had() {
    let mut two = Two::open();
    let (mut a, mut b) = (two.hall.join(1), two.hall.join(2));
    two.hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    for round in 0..4 {
        assert_eq!(two.heard(&mut a, &mut b, round * 10), 10, "round {round}");
        two.swap();
    }
    assert_eq!(two.hall.event(), None, "the room heard nothing of it");
}

#[test]
fn who_changes_networks_after_a_move_is_found_by_a_check_at_the_old_worker() {
    let mut two = Two::open();
    let (mut a, mut b) = (two.hall.join(1), two.hall.join(2));
    two.hall.route(&[(&b, "2", &a, SourceKind::Microphone)]);
    two.swap();
    a.path.remote = "198.51.100.77:7000".parse().unwrap();
    assert_eq!(two.heard(&mut a, &mut b, 0), 0, "an address nobody vouched for");
    let check = a.check();
    two.comes(a.path, &check, &mut [&mut a]);
    assert_eq!(two.heard(&mut a, &mut b, 10), 10);
}

#[test]
fn two_workers_never_number_two_peers_alike() {
    let mut two = Two::open();
    let _first = two.hall.join(1);
    two.swap();
    let _second = two.hall.join(2);
    assert_eq!(two.hall.relay.peers.len(), 2, "neither has taken the other's place");
}

#[test]
fn nothing_is_kept_of_a_room_that_moved_and_closed() {
    let mut two = Two::open();
    let (_a, _b) = (two.hall.join(1), two.hall.join(2));
    two.swap();
    assert!(!two.directory.is_empty());
    two.hall.relay.command(two.hall.now, Command::Close(ROOM, None), &mut two.hall.out);
    assert!(two.directory.is_empty());
    assert!(two.other.by_path.is_empty() && two.other.by_ufrag.is_empty() && two.other.rooms.is_empty());
}
