//! ICE-lite: we never send checks, we answer them (RFC 8445 §2.5, §7.3; STUN by RFC 8489 with the
//! short-term credentials of §9.1). Consent to send is the peer's own checks (RFC 7675 §5.1, turned round
//! as the lite side may).
//!
//! **Invariant:** nothing is learned from a datagram before its integrity holds. What fails is dropped in
//! silence, neither answered nor a reason to end anything (docs/threats.md T5).

mod check;

pub use check::{Answer, Check};

use std::hash::{Hash, Hasher};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use crate::media::plane::Carrier;
use crate::world::World;

/// A selected path without a check for so long gives way to another that has them: browsers check every 2.5 s.
const QUIET: Duration = Duration::from_secs(6);
/// Paths one peer may be heard by at a time: one an interface, the old beside the new.
const MOST_PATHS: usize = 8;
/// How long a check is good for (RFC 7675 §5.1). Browsers send one every 2.5 to 6 seconds.
const CONSENT: Duration = Duration::from_secs(30);
/// RFC 8445 §5.3 asks for 24 bits of ufrag and 128 of password at least; six bits to a character.
const UFRAG_CHARS: usize = 12;
const PASSWORD_CHARS: usize = 32;
/// `ice-char` of RFC 8839 §5.4.
const ICE_CHARS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A username fragment and its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub ufrag: String,
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({})", self.ufrag)
    }
}

impl Credentials {
    pub fn new(world: &dyn World) -> Self {
        let text = |length| {
            let mut bytes = vec![0; length];
            world.fill(&mut bytes);
            bytes.iter().map(|byte| char::from(ICE_CHARS[usize::from(byte % 64)])).collect()
        };
        Self { ufrag: text(UFRAG_CHARS), password: text(PASSWORD_CHARS) }
    }
}

/// Where a peer is and by which of our addresses it comes: a candidate pair. On a machine with several
/// addresses an answer must leave by the one that was asked, or the browser does not know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    pub remote: SocketAddr,
    pub local: Option<IpAddr>,
    pub via: Via,
    /// Whose socket, connection or allocation it ends in.
    pub at: WorkerId,
}

impl Path {
    pub fn udp(remote: SocketAddr, local: Option<IpAddr>) -> Self {
        Self { remote, local, via: Via::Udp, at: WorkerId::default() }
    }

    pub fn carrier(&self) -> Carrier {
        match self.via {
            Via::Udp => Carrier::Udp,
            Via::Tcp(_) => Carrier::Tcp,
            Via::TurnTcp(_) => Carrier::TurnTcp,
            Via::TurnTls(_) => Carrier::TurnTls,
            Via::Allocation(_, _, carrier) => carrier,
        }
    }
}

/// The remote address nearly always tells paths apart; hashing the rest would cost every packet.
impl Hash for Path {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.remote.hash(state);
    }
}

/// What carries a path's datagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The media socket.
    Udp,
    /// A connection with ICE in it (RFC 6544, framed by RFC 4571).
    Tcp(StreamId),
    /// A connection with TURN in it, plain or in TLS. No peer is ever found there, only in its allocation.
    TurnTcp(StreamId),
    TurnTls(StreamId),
    /// A TURN allocation, which of our addresses it speaks to, and what brings its client here.
    Allocation(AllocationId, Own, Carrier),
}

/// One of the media plane's workers, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct WorkerId(pub u8);

/// A TCP connection of one worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u32);

/// A TURN allocation of one worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AllocationId(pub u32);

/// One of our own media addresses, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own(pub u8);

/// What an authentic check asks for.
#[derive(Debug)]
pub struct Checked {
    /// Goes back to where the check came from.
    pub answer: Answer,
    /// The path was not known before.
    pub new_path: bool,
    /// A path that must no longer lead to this peer.
    pub forgotten: Option<Path>,
}

/// The lite agent of one peer.
#[derive(Debug)]
pub struct IceLite {
    local: Credentials,
    /// Of before the last restart; good until the restart is through (RFC 8445 §9).
    previous: Option<(Credentials, String)>,
    remote_ufrag: String,
    /// Paths that authentic checks came by, and when last.
    paths: Vec<(Path, Instant)>,
    selected: Option<Path>,
    /// Until when the last check by the selected path lets it be sent to.
    consented: Option<Instant>,
}

impl IceLite {
    pub fn new(local: Credentials, remote_ufrag: String) -> Self {
        Self { local, previous: None, remote_ufrag, paths: Vec::new(), selected: None, consented: None }
    }

    pub fn local(&self) -> &Credentials {
        &self.local
    }

    pub fn remote_ufrag(&self) -> &str {
        &self.remote_ufrag
    }

    /// Every local ufrag a check may name now.
    pub fn ufrags(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.local).chain(self.previous.iter().map(|(local, _)| local)).map(|c| &*c.ufrag)
    }

    pub fn paths(&self) -> impl Iterator<Item = Path> {
        self.paths.iter().map(|(path, _)| *path)
    }

    /// Where to send: the pair nominated last.
    pub fn selected(&self) -> Option<Path> {
        self.selected
    }

    /// Whether the peer still asks to be sent to where we send (RFC 7675 §5.1, turned round). Packets of its own
    /// are no such wish: they may come by another path.
    pub fn consents(&self, now: Instant) -> bool {
        self.consented.is_some_and(|until| now < until)
    }

    /// A client that nominated once and whose address then changed under way (a NAT that forgot, a phone that
    /// moved) goes on with checks from the new one: it is followed when the old one has gone quiet.
    fn selected_is_silent(&self, now: Instant) -> bool {
        let heard = |selected| self.paths.iter().find(|(path, _)| *path == selected).map(|(_, heard)| *heard);
        let last = self.selected.and_then(heard);
        last.is_none_or(|last| now.saturating_duration_since(last) >= QUIET)
    }

    /// New credentials on both sides; the old path lives on until the new one is nominated. Returns
    /// the ufrag that is no longer good.
    pub fn restart(&mut self, local: Credentials, remote_ufrag: String) -> Option<String> {
        let before = std::mem::replace(&mut self.local, local);
        let remote = std::mem::replace(&mut self.remote_ufrag, remote_ufrag);
        self.previous.replace((before, remote)).map(|(older, _)| older.ufrag)
    }

    /// Answers a check. `None`: not authentic, forget it happened.
    pub fn receive(&mut self, now: Instant, from: Path, check: Check<'_>) -> Option<Checked> {
        let names = |local: &Credentials, remote: &str| {
            check.local_ufrag() == local.ufrag && check.remote_ufrag() == remote
        };
        let current = names(&self.local, &self.remote_ufrag);
        let previous = self.previous.as_ref().filter(|(local, remote)| names(local, remote));
        let password = if current { &self.local.password } else { &previous?.0.password };
        if !check.is_authentic(password) {
            return None;
        }
        let answer = check.answer(from.remote, password);
        let (new_path, forgotten) = self.learn(now, from);
        // A check on the old credentials keeps the old path warm and never moves the peer.
        if current && (check.nominates() || self.selected_is_silent(now)) {
            self.selected = Some(from);
        }
        if self.selected == Some(from) {
            self.consented = Some(now + CONSENT);
        }
        Some(Checked { answer, new_path, forgotten })
    }

    /// After a nomination by the new credentials the old ones have done their work.
    pub fn retire_previous(&mut self) -> Option<String> {
        self.previous.take().map(|(local, _)| local.ufrag)
    }

    fn learn(&mut self, now: Instant, from: Path) -> (bool, Option<Path>) {
        if let Some(known) = self.paths.iter_mut().find(|(path, _)| *path == from) {
            known.1 = now;
            return (false, None);
        }
        self.paths.push((from, now));
        if self.paths.len() <= MOST_PATHS {
            return (true, None);
        }
        let selected = self.selected;
        let others = self.paths.iter().enumerate().filter(|(_, (path, _))| Some(*path) != selected);
        let oldest = others.min_by_key(|(_, (_, heard))| *heard).map(|(at, _)| at);
        (true, oldest.map(|at| self.paths.swap_remove(at).0))
    }
}

#[cfg(test)]
mod tests;
