//! One peer's way in and out: ICE-lite says which addresses are its own, DTLS who it is, SRTP what it said.
//! Each opens the next, and nothing is taken from a later one before the earlier one stands (docs/threats.md T4–T5b).

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::dtls::{Dtls, Fingerprint, Identity, Progress, Role};
use super::ice::{Check, Credentials, IceLite, Path};
use super::srtp::{OVERHEAD, Srtp};
use crate::media::forward::rtp::is_rtcp;
use crate::media::outbox::{LARGEST_DATAGRAM, Lines, Outbox};
use crate::media::plane::Carrier;

/// Shortest RTP that can carry a tag, and more than any SRTCP header; parsers never see less.
const SHORTEST_MEDIA: usize = 12;
/// Without anything authentic for this long a peer is lost. Browsers send reports every second and checks
/// every 2.5 to 6 s (RFC 7675 §5.1).
pub const SILENCE: Duration = Duration::from_secs(6);
/// A lost peer's keys are kept this long for its return, as is the patience with one that never came.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What the first byte of a datagram says it is (RFC 7983 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Stun,
    Dtls,
    Media,
    /// TURN's ChannelData, with the numbers of RFC 5766 §11 as well: nothing else begins so.
    Channel,
    /// Noise.
    Other,
}

impl Kind {
    pub fn of(datagram: &[u8]) -> Self {
        match datagram.first() {
            Some(0..=3) => Self::Stun,
            Some(20..=63) => Self::Dtls,
            Some(64..=127) => Self::Channel,
            Some(128..=191) => Self::Media,
            _ => Self::Other,
        }
    }
}

/// What a datagram turned out to be.
#[derive(Debug)]
pub enum Received<'a> {
    Nothing,
    /// The handshake is through.
    Connected,
    /// In the clear, in place of the datagram.
    Rtp(&'a mut [u8]),
    Rtcp(&'a [u8]),
    /// The peer closed its connection.
    Closed,
}

/// What an authentic check changed in who is found where.
#[derive(Debug, Default)]
pub struct Moved {
    pub found: Option<Path>,
    pub forgotten: Option<Path>,
    pub retired_ufrag: Option<String>,
}

/// What carries one peer's datagrams, from the first check to the last packet. One per peer: all sections are
/// bundled.
#[derive(Debug)]
pub struct Transport {
    ice: IceLite,
    dtls: Dtls,
    srtp: Option<Box<Srtp>>,
    /// When something authentic last came, and [`SILENCE`] after it.
    heard: Instant,
    silent_from: Instant,
    lines: Lines,
}

impl Transport {
    pub fn new(
        now: Instant,
        identity: Arc<Identity>,
        local: Credentials,
        remote_ufrag: String,
        role: Role,
        fingerprints: Vec<Fingerprint>,
    ) -> Self {
        let dtls = Dtls::new(identity, role, fingerprints);
        Self {
            ice: IceLite::new(local, remote_ufrag),
            dtls,
            srtp: None,
            heard: now,
            silent_from: now + SILENCE,
            lines: Lines::default(),
        }
    }

    pub fn ice(&self) -> &IceLite {
        &self.ice
    }

    pub fn ice_mut(&mut self) -> &mut IceLite {
        &mut self.ice
    }

    pub fn dtls(&self) -> &Dtls {
        &self.dtls
    }

    pub fn heard(&self) -> Instant {
        self.heard
    }

    /// Takes a check; `None` if it is not authentic.
    pub fn check(&mut self, now: Instant, from: Path, check: Check<'_>, out: &mut Outbox) -> Option<Moved> {
        let nominated_before = self.ice.selected();
        let current = check.local_ufrag() == self.ice.local().ufrag;
        let checked = self.ice.receive(now, from, check)?;
        self.hear(now);
        out.push(from, checked.answer.bytes());
        self.dtls.start(now);
        self.flush(out);
        let settled = current && (self.ice.selected() == Some(from) || nominated_before.is_none());
        Some(Moved {
            found: checked.new_path.then_some(from),
            forgotten: checked.forgotten,
            retired_ufrag: if settled { self.ice.retire_previous() } else { None },
        })
    }

    /// Takes a datagram that came by a path an authentic check came by before.
    pub fn receive<'a>(&mut self, now: Instant, datagram: &'a mut [u8], out: &mut Outbox) -> Received<'a> {
        if datagram.len() > LARGEST_DATAGRAM {
            return Received::Nothing;
        }
        match Kind::of(datagram) {
            Kind::Dtls => {
                let progress = self.dtls.receive(now, datagram);
                self.flush(out);
                self.progress(now, progress)
            }
            Kind::Media if datagram.len() >= SHORTEST_MEDIA => self.media(now, datagram),
            Kind::Media | Kind::Stun | Kind::Channel | Kind::Other => Received::Nothing,
        }
    }

    fn progress<'a>(&mut self, now: Instant, progress: Progress) -> Received<'a> {
        match progress {
            Progress::None => Received::Nothing,
            Progress::Keys(srtp) => {
                self.srtp = Some(srtp);
                self.hear(now);
                Received::Connected
            }
            Progress::Closed => Received::Closed,
        }
    }

    fn media<'a>(&mut self, now: Instant, datagram: &'a mut [u8]) -> Received<'a> {
        let Some(srtp) = &mut self.srtp else { return Received::Nothing };
        let received = if is_rtcp(datagram) {
            srtp.open_rtcp(datagram).map(|packet| Received::Rtcp(packet))
        } else {
            srtp.open_rtp(datagram).map(Received::Rtp)
        };
        if received.is_some() {
            self.hear(now);
        }
        received.unwrap_or(Received::Nothing)
    }

    fn hear(&mut self, now: Instant) {
        (self.heard, self.silent_from) = (now, now + SILENCE);
    }

    /// Whether media may be sent: keys, an address that consents, and a sign of life (RFC 7675 §5.1).
    fn way_out(&mut self, now: Instant) -> Option<(&mut Srtp, &mut Lines, Path)> {
        // Compared rather than subtracted: this runs for every packet.
        let awake = now < self.silent_from;
        let to = self.ice.selected().filter(|_| awake && self.ice.consents(now))?;
        Some((self.srtp.as_deref_mut()?, &mut self.lines, to))
    }

    /// Protects and sends the RTP packet that `write` puts into the buffer, of about `payload` bytes; its length on
    /// the wire, or `None` if there is no way out or nothing to send.
    pub fn send_rtp(
        &mut self,
        now: Instant,
        payload: usize,
        out: &mut Outbox,
        write: impl FnOnce(&mut [u8]) -> Option<usize>,
    ) -> Option<usize> {
        let (srtp, lines, to) = self.way_out(now)?;
        out.write(lines, to, payload, |buffer| {
            let free = buffer.len().checked_sub(OVERHEAD)?;
            let length = write(buffer.get_mut(..free)?)?;
            srtp.seal_rtp(buffer, length)
        })
    }

    /// What [`Self::send_rtp`] of `payload` bytes, `length` on the wire, has just put there.
    pub fn last_sent<'a>(&mut self, payload: usize, length: usize, out: &'a Outbox) -> &'a [u8] {
        out.last(&mut self.lines, payload, length)
    }

    /// Sends a datagram that was protected before, as it was.
    pub fn send_again(&mut self, now: Instant, datagram: &[u8], out: &mut Outbox) -> Option<usize> {
        let (_, lines, to) = self.way_out(now)?;
        out.push_by(lines, to, datagram)
    }

    /// Protects and sends a compound RTCP packet.
    pub fn send_rtcp(&mut self, now: Instant, packet: &[u8], out: &mut Outbox) {
        let Some((srtp, lines, to)) = self.way_out(now) else { return };
        out.write(lines, to, packet.len(), |buffer| {
            buffer.get_mut(..packet.len())?.copy_from_slice(packet);
            srtp.seal_rtcp(buffer, packet.len())
        });
    }

    /// How its packets travel, once it is nominated.
    pub fn carrier(&self) -> Option<Carrier> {
        self.ice.selected().map(|path| path.carrier())
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.dtls.deadline()
    }

    pub fn timeout(&mut self, now: Instant, out: &mut Outbox) {
        self.dtls.timeout(now);
        self.flush(out);
    }

    /// Tells the peer that this is the end.
    pub fn close(&mut self, now: Instant, out: &mut Outbox) {
        self.dtls.close(now);
        self.flush(out);
    }

    fn flush(&mut self, out: &mut Outbox) {
        while let Some(datagram) = self.dtls.poll_transmit() {
            if let Some(to) = self.ice.selected() {
                out.push(to, &datagram);
            }
        }
    }
}
