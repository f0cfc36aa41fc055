//! One participant's peer connection: what it sends and what it receives. Does no I/O; datagrams to send gather
//! in an outbox.

mod incoming;
mod outgoing;

use rtc_srtp::config::SessionKeys;
use rtc_srtp::protection_profile::ProtectionProfile;
use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::arrivals::Arrivals;
use super::dtls::{Dtls, Identity};
use super::ice::{Credentials, Ice};
use super::report::{Fare, Totals};
use super::sdp::{self, Description, Local, Wanted, Way};
use super::shape::Shape;
use super::slot::Slot;
use super::source::{Stream, rid};
use super::srtp::Srtp;

/// Between two rounds of reports, as browsers.
const REPORT_EVERY: Duration = Duration::from_secs(1);

/// What a participant sends, and for how many it keeps room.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// In every packet of its; tells senders apart.
    pub mark: u32,
    pub sources: Vec<(SourceKind, Shape)>,
    pub audio_slots: u8,
    pub video_slots: u8,
    /// What it gets stays sealed: it is counted and told of by its numbers alone, which costs the load least.
    pub sealed: bool,
}

/// An offer, with what its sections are for.
#[derive(Debug, Clone)]
pub struct Offer {
    pub sdp: String,
    pub sources: Vec<OfferedSource>,
    pub receivers: Vec<OfferedReceiver>,
}

/// Why a participant gets no connection.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    #[error(transparent)]
    Description(#[from] sdp::Incomplete),
    #[error("the engine refuses: {0}")]
    Engine(#[from] rtc_shared::error::Error),
    #[error(transparent)]
    Socket(#[from] std::io::Error),
}

/// When things happened for the first time; read from other threads.
#[derive(Debug, Default)]
pub struct Milestones {
    pub connected: OnceLock<Instant>,
    pub first_packet: OnceLock<Instant>,
    /// A whole key frame.
    pub first_picture: OnceLock<Instant>,
    pub failed: OnceLock<String>,
}

#[derive(Debug)]
pub struct Peer {
    setup: Setup,
    identity: Arc<Identity>,
    credentials: Credentials,
    streams: Vec<Stream>,
    wanted: Vec<Wanted>,
    ice: Option<Ice>,
    dtls: Option<Dtls>,
    srtp: Option<Box<Srtp>>,
    to: Option<SocketAddr>,
    slots: Vec<Slot>,
    /// Slot of a stream, and whether it is the one of its retransmissions.
    by_ssrc: HashMap<u32, (usize, bool)>,
    arrivals: Arrivals,
    feedback_due: Instant,
    reports_due: Instant,
    transport: u16,
    own_ssrc: u32,
    totals: Totals,
    pub milestones: Arc<Milestones>,
    /// Datagrams to be sent.
    pub outbox: Vec<(SocketAddr, Vec<u8>)>,
}

impl Peer {
    #[must_use]
    pub fn new(now: Instant, identity: Arc<Identity>, setup: Setup) -> Self {
        let hex = |bytes: [u8; 12]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let credentials = Credentials { ufrag: hex(identity.random()), password: hex(identity.random()) };
        let mut number = || u32::from_be_bytes(identity.random::<4>()) | 1;
        let own_ssrc = number();
        let (mut streams, mut wanted) = (Vec::new(), Vec::new());
        for (kind, shape) in &setup.sources {
            let mid = wanted.len().to_string();
            let own = Stream::all(now, *kind, shape, &mid, &mut number);
            let numbers = own.last().map_or((0, 0), |stream| (stream.ssrc, stream.rtx_ssrc));
            let rids = (0..own.len()).map(|layer| rid(layer).to_owned()).collect();
            let video = *kind != SourceKind::Microphone;
            wanted.push(Wanted { mid, video, way: Way::Send { streams: numbers, rids } });
            streams.extend(own);
        }
        for (count, video) in [(setup.audio_slots, false), (setup.video_slots, true)] {
            for _ in 0..count {
                wanted.push(Wanted { mid: wanted.len().to_string(), video, way: Way::Receive });
            }
        }
        Self {
            setup,
            identity,
            credentials,
            streams,
            wanted,
            ice: None,
            dtls: None,
            srtp: None,
            to: None,
            slots: Vec::new(),
            by_ssrc: HashMap::new(),
            arrivals: Arrivals::default(),
            feedback_due: now,
            reports_due: now,
            transport: 0,
            own_ssrc,
            totals: Totals::default(),
            milestones: Arc::default(),
            outbox: Vec::new(),
        }
    }

    #[must_use]
    pub fn mark(&self) -> u32 {
        self.setup.mark
    }

    fn local(&self, candidate: Option<SocketAddr>) -> Local<'_> {
        Local { credentials: &self.credentials, fingerprint: self.identity.fingerprint(), candidate }
    }

    /// Its offer; `candidate` is for relays that will not wait to be found.
    #[must_use]
    pub fn offer(&self, candidate: Option<SocketAddr>) -> Offer {
        let mids = |video: bool| {
            let found = self.wanted.iter().filter(move |s| s.video == video && s.way == Way::Receive);
            found.map(move |section| OfferedReceiver { mid: section.mid.clone(), video })
        };
        let sources = self.setup.sources.iter().zip(&self.wanted);
        Offer {
            sdp: sdp::offer(&self.local(candidate), &self.wanted),
            sources: sources
                .map(|((kind, _), section)| OfferedSource { mid: section.mid.clone(), kind: *kind })
                .collect(),
            receivers: mids(false).chain(mids(true)).collect(),
        }
    }

    /// Takes the relay's answer to [`Self::offer`].
    ///
    /// # Errors
    /// It cannot be used.
    pub fn answered(&mut self, now: Instant, answer: &str) -> Result<(), PeerError> {
        let answer = Description::parse(answer)?;
        let offered = self.wanted.clone();
        for (section, answered) in offered.iter().zip(&answer.sections) {
            match section.way {
                Way::Send { .. } => self.agree_source(section, answered),
                Way::Receive if !answered.rejected => self.agree_slot(answered),
                Way::Receive => {}
            }
        }
        self.connect(now, &answer, !answer.active)
    }

    /// What a source's streams carry; layers a relay does not take become the best one.
    fn agree_source(&mut self, section: &Wanted, answered: &sdp::Section) {
        let kinds = self.setup.sources.iter().zip(&self.wanted);
        let kind = kinds.filter(|(_, wanted)| wanted.mid == section.mid).map(|((kind, _), _)| *kind).next();
        let best = self.streams.iter().rfind(|stream| Some(stream.kind) == kind).map(|stream| stream.ssrc);
        self.streams.retain(|stream| {
            Some(stream.kind) != kind
                || (!answered.rejected
                    && (answered.simulcast || stream.rid().is_none() || Some(stream.ssrc) == best))
        });
        for stream in self.streams.iter_mut().filter(|stream| Some(stream.kind) == kind) {
            stream.ids = answered.ids;
        }
    }

    fn agree_slot(&mut self, answered: &sdp::Section) {
        let Some(&ssrc) = answered.ssrcs.first() else { return };
        self.by_ssrc.insert(ssrc, (self.slots.len(), false));
        self.by_ssrc.extend(answered.rtx.map(|rtx| (rtx, (self.slots.len(), true))));
        let transport = answered.ids.transport;
        self.slots.push(Slot::new(&answered.mid, answered.video, ssrc, answered.rtx, transport));
    }

    /// Answers a relay that offers what it sends.
    ///
    /// # Errors
    /// The offer cannot be used.
    pub fn answer(
        &mut self,
        now: Instant,
        offer: &str,
        candidate: Option<SocketAddr>,
    ) -> Result<String, PeerError> {
        let offered = Description::parse(offer)?;
        for section in &offered.sections {
            self.agree_slot(section);
        }
        let answer = sdp::answer(&self.local(candidate), &offered);
        self.connect(now, &offered, true)?;
        Ok(answer)
    }

    fn connect(&mut self, now: Instant, remote: &Description, client: bool) -> Result<(), PeerError> {
        self.dtls = Some(Dtls::new(self.identity.clone(), client, remote.fingerprint)?);
        let local = self.credentials.clone();
        self.ice = Some(Ice::new(now, local, remote.credentials.clone(), remote.candidates.clone()));
        Ok(())
    }

    /// A participant whose keys are agreed already, and whose relay sends `streams` as they are.
    ///
    /// # Errors
    /// Keys of the wrong length.
    pub fn keyed(
        &mut self,
        now: Instant,
        keys: &SessionKeys,
        to: SocketAddr,
        streams: &[(u32, bool)],
    ) -> Result<(), PeerError> {
        let srtp = Srtp::new(keys, ProtectionProfile::AeadAes128Gcm, &*self.identity.crypto)?;
        for (ssrc, video) in streams {
            self.by_ssrc.insert(*ssrc, (self.slots.len(), false));
            self.slots.push(Slot::new(&self.slots.len().to_string(), *video, *ssrc, None, 0));
        }
        self.to = Some(to);
        self.connected(now, Box::new(srtp));
        Ok(())
    }

    /// Where its relay is, if that has only one address.
    #[must_use]
    pub fn relay(&self) -> Option<IpAddr> {
        self.ice.as_ref().and_then(Ice::only)
    }

    /// SSRCs it sends by, and whether each is a picture.
    #[must_use]
    pub fn sends(&self) -> Vec<(u32, bool)> {
        self.streams.iter().map(|stream| (stream.ssrc, stream.kind != SourceKind::Microphone)).collect()
    }

    fn connected(&mut self, now: Instant, srtp: Box<Srtp>) {
        self.srtp = Some(srtp);
        self.reports_due = now + REPORT_EVERY;
        for stream in &mut self.streams {
            stream.start(now);
        }
        // The first time counts.
        let _ = self.milestones.connected.set(now);
    }

    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.srtp.is_some()
    }

    /// Says goodbye.
    pub fn close(&mut self, now: Instant) {
        if let Some(dtls) = &mut self.dtls {
            dtls.close(now);
        }
        self.flush_handshake();
    }

    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = self.totals;
        totals.skipped += self.streams.iter().map(|stream| stream.skipped).sum::<u64>();
        totals.consents += self.ice.as_ref().map_or(0, |ice| ice.answered);
        for slot in &self.slots {
            slot.add_to(&mut totals);
        }
        totals
    }

    #[must_use]
    pub fn fare(&self) -> Fare {
        Fare {
            mark: self.setup.mark,
            connected: self.is_connected(),
            totals: self.totals(),
            round_trip: self.ice.as_ref().and_then(|ice| ice.round_trip),
            slots: self.slots.iter().map(Slot::fare).collect(),
            failed: self.milestones.failed.get().cloned(),
        }
    }
}
