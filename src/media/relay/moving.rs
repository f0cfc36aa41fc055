//! A room's way from one worker to another. Peers are plain data, keys and all: they go on where they left off, and
//! nobody out there notices. Their paths still end at the old worker, which hands on what comes by them.

use std::time::Instant;

use super::{Due, Relay};
use crate::media::directory::Directory;
use crate::media::parcels::Parcels;
use crate::media::peer::ice::{Path, WorkerId};
use crate::media::peer::{Peer, PeerId};
use crate::media::plane::MediaRoom;
use crate::media::room::Room;

/// A room between two workers.
#[derive(Debug)]
pub struct Moving {
    key: MediaRoom,
    room: Room,
    peers: Vec<(PeerId, Peer)>,
}

impl Relay {
    /// Makes it one of several workers.
    pub fn join(&mut self, me: WorkerId, workers: u32, directory: Directory) {
        (self.me, self.stride, self.directory) = (me, workers, directory);
        self.next_peer = 1 + u32::from(me.0);
    }

    /// What came here for peers of other workers. Who hands it on clears it.
    pub fn elsewhere(&mut self) -> &mut Parcels<(WorkerId, Path)> {
        &mut self.elsewhere
    }

    /// Takes a room and all who are in it out. From now on the directory says that they are at `to`.
    pub(super) fn take(&mut self, key: MediaRoom, to: WorkerId) -> Option<Moving> {
        let room = self.rooms.remove(&key)?;
        self.timers.disarm(Due::Room(key.0));
        self.timers.disarm(Due::Share(key.0));
        let mut peers = Vec::new();
        for id in room.peers() {
            let Some(peer) = self.peers.remove(&id) else { continue };
            self.timers.disarm(Due::Peer(id));
            for path in peer.transport.ice().paths() {
                self.by_path.remove(&path);
                self.directory.path(path, to);
            }
            for ufrag in peer.transport.ice().ufrags() {
                self.by_ufrag.remove(ufrag);
                self.directory.ufrag(ufrag, to);
            }
            peers.push((id, peer));
        }
        Some(Moving { key, room, peers })
    }

    /// Takes over a room that was taken out of another worker.
    pub(super) fn put(&mut self, now: Instant, moving: Moving) {
        let Moving { key, room, peers } = moving;
        for (id, peer) in peers {
            self.know_ufrags(id, &peer);
            for path in peer.transport.ice().paths() {
                self.know_path(path, id);
            }
            self.timers.arm(Due::Peer(id), peer.deadline());
            self.peers.insert(id, peer);
        }
        self.rooms.insert(key, room);
        self.timers.arm(Due::Share(key.0), now);
        self.look(now, key);
    }

    pub(super) fn know_path(&mut self, path: Path, id: PeerId) {
        self.by_path.insert(path, id);
        if path.at != self.me {
            self.directory.path(path, self.me);
        }
    }

    pub(super) fn forget_path(&mut self, path: Path) {
        self.by_path.remove(&path);
        if path.at != self.me {
            self.directory.forget_path(path, self.me);
        }
    }

    pub(super) fn know_ufrags(&mut self, id: PeerId, peer: &Peer) {
        for ufrag in peer.transport.ice().ufrags() {
            self.know_ufrag(ufrag.to_owned(), id);
        }
    }

    pub(super) fn know_ufrag(&mut self, ufrag: String, id: PeerId) {
        self.directory.ufrag(&ufrag, self.me);
        self.by_ufrag.insert(ufrag, id);
    }

    pub(super) fn forget_ufrag(&mut self, ufrag: &str) {
        self.by_ufrag.remove(ufrag);
        self.directory.forget_ufrag(ufrag, self.me);
    }

    /// A datagram by a path that leads to nobody here: another worker's peer, or noise.
    pub(super) fn hand_on(&mut self, from: Path, datagram: &[u8]) {
        let to = self.directory.of_path(from);
        self.hand(to, from, datagram);
    }

    /// A check that names nobody here. The worker it names proves it.
    pub(super) fn hand_check_on(&mut self, from: Path, ufrag: &str, datagram: &[u8]) {
        let to = self.directory.of_ufrag(ufrag);
        self.hand(to, from, datagram);
    }

    fn hand(&mut self, to: Option<WorkerId>, from: Path, datagram: &[u8]) {
        if let Some(to) = to.filter(|to| *to != self.me) {
            self.elsewhere.push((to, from), datagram);
        }
    }
}
