//! One participant's peer connection: what it sends and what it receives. Does no I/O; datagrams to send gather
//! in an outbox.

use rtc_srtp::config::SessionKeys;
use rtc_srtp::protection_profile::ProtectionProfile;
use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::arrivals::{Arrivals, FEEDBACK_EVERY};
use super::clock;
use super::dtls::{Dtls, Identity, Progress};
use super::ice::{Credentials, Ice};
use super::report::{Fare, Totals};
use super::rtcp::{self, Compound, Told};
use super::rtp::{self, Head};
use super::sdp::{self, Description, Local, Wanted, Way};
use super::slot::{Slot, Worth};
use super::source::{Shape, Stream, rid};
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
        let ufrag = self.credentials.ufrag.clone();
        self.ice = Some(Ice::new(now, ufrag, remote.credentials.clone(), remote.candidates.clone()));
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

    /// Takes a datagram; how long its media was on the way, if it is media of this process.
    pub fn datagram(&mut self, now: Instant, datagram: &mut [u8]) -> Option<Duration> {
        match datagram.first()? {
            0..=3 => self.stun(now, datagram),
            20..=63 => self.handshake(now, datagram),
            128..=191 if rtp::is_rtcp(datagram) => self.rtcp(now, datagram),
            128..=191 => return self.rtp(now, datagram),
            _ => self.totals.strays += 1,
        }
        None
    }

    fn stun(&mut self, now: Instant, datagram: &[u8]) {
        let Some(ice) = &mut self.ice else { return };
        if ice.answer(now, datagram) {
            self.to = ice.selected();
            if let Some(dtls) = &mut self.dtls
                && let Err(error) = dtls.start(now)
            {
                self.fail(error.to_string());
            }
            self.flush_handshake();
        }
    }

    fn handshake(&mut self, now: Instant, datagram: &[u8]) {
        let Some(dtls) = &mut self.dtls else { return };
        match dtls.receive(now, datagram) {
            Progress::None => {}
            Progress::Keys(srtp) => self.connected(now, srtp),
            Progress::Closed => self.fail("the relay closed the connection".to_owned()),
            Progress::Failed(why) => self.fail(why),
        }
        self.flush_handshake();
    }

    fn fail(&mut self, why: String) {
        // The first reason is the one.
        let _ = self.milestones.failed.set(why);
    }

    fn flush_handshake(&mut self) {
        let (Some(dtls), Some(to)) = (&mut self.dtls, self.to) else { return };
        while let Some(datagram) = dtls.poll_transmit() {
            self.outbox.push((to, datagram.to_vec()));
        }
    }

    fn rtp(&mut self, now: Instant, datagram: &mut [u8]) -> Option<Duration> {
        let opened = Head::parse(datagram).and_then(|head| {
            let length = self.srtp.as_mut()?.open_rtp(datagram, &head)?;
            Some((head, length, *self.by_ssrc.get(&head.ssrc)?))
        });
        let Some((head, length, (at, again))) = opened else {
            self.totals.strays += 1;
            return None;
        };
        let packet = &datagram[..length];
        let slot = &mut self.slots[at];
        if let Some(bytes) = head.extension(packet, slot.transport).and_then(<[u8]>::first_chunk::<2>) {
            if self.arrivals.is_empty() {
                self.feedback_due = now + FEEDBACK_EVERY;
            }
            self.arrivals.packet(now, u16::from_be_bytes(*bytes));
        }
        let (sequence, payload) = if again {
            let original = packet.get(head.length..).and_then(<[u8]>::first_chunk::<2>)?;
            slot.recovered += 1;
            (u16::from_be_bytes(*original), head.length + 2)
        } else {
            (head.sequence, head.length)
        };
        let Worth { latency, first_picture } = slot.packet(now, &head, sequence, packet, payload);
        let _ = self.milestones.first_packet.set(now);
        if first_picture {
            let _ = self.milestones.first_picture.set(now);
        }
        latency
    }

    fn rtcp(&mut self, now: Instant, datagram: &[u8]) {
        let Some(compound) = self.srtp.as_mut().and_then(|srtp| srtp.open_rtcp(datagram)) else {
            self.totals.strays += 1;
            return;
        };
        for told in rtcp::read(&compound) {
            match told {
                Told::Clock { ssrc, middle } => {
                    if let Some((at, _)) = self.by_ssrc.get(&ssrc) {
                        self.slots[*at].clock(now, middle);
                    }
                }
                Told::Lost { ssrc, sequences } => self.repeat(now, ssrc, &sequences),
                Told::KeyFrame { ssrc } => {
                    self.totals.key_frames_owed += 1;
                    self.streams.iter_mut().filter(|s| s.ssrc == ssrc).for_each(Stream::want_key_frame);
                }
                Told::Arrivals => self.totals.feedbacks_received += 1,
            }
        }
    }

    fn repeat(&mut self, now: Instant, ssrc: u32, sequences: &[u16]) {
        let (Some(srtp), Some(to)) = (&mut self.srtp, self.to) else { return };
        let Some(stream) = self.streams.iter_mut().find(|stream| stream.ssrc == ssrc) else { return };
        for sequence in sequences {
            let Some((mut packet, head)) = stream.again(now, *sequence, &mut self.transport) else {
                continue;
            };
            if srtp.seal_rtp(&mut packet, &head).is_some() {
                self.totals.repeated += 1;
                self.outbox.push((to, packet));
            }
        }
    }

    /// When [`Self::tick`] wants to be called.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let ice = self.ice.as_ref().map(Ice::deadline);
        let dtls = self.dtls.as_ref().filter(|_| self.srtp.is_none()).and_then(Dtls::deadline);
        if self.srtp.is_none() {
            return [ice, dtls].into_iter().flatten().min();
        }
        let feedback = (!self.arrivals.is_empty()).then_some(self.feedback_due);
        let streams = self.streams.iter().map(Stream::due).min();
        let slots = self.slots.iter().filter_map(Slot::deadline).min();
        [ice, feedback, streams, slots, Some(self.reports_due)].into_iter().flatten().min()
    }

    /// Does what is due.
    pub fn tick(&mut self, now: Instant) {
        let crypto = self.identity.crypto.clone();
        if let Some(ice) = &mut self.ice {
            self.outbox.extend(ice.checks(now, &*crypto));
        }
        if self.srtp.is_none() {
            if let Some(dtls) = &mut self.dtls {
                dtls.timeout(now);
            }
            self.flush_handshake();
            return;
        }
        self.send_media(now);
        self.ask(now);
        if now >= self.reports_due {
            self.reports_due = now + REPORT_EVERY;
            self.reports(now);
        }
        if now >= self.feedback_due && !self.arrivals.is_empty() {
            self.feedback_due = now + FEEDBACK_EVERY;
            for packet in self.arrivals.feedback(self.own_ssrc) {
                self.totals.feedbacks_sent += 1;
                self.send_rtcp(&packet);
            }
        }
    }

    fn send_media(&mut self, now: Instant) {
        let (Some(srtp), Some(to)) = (&mut self.srtp, self.to) else { return };
        let (outbox, totals) = (&mut self.outbox, &mut self.totals);
        for stream in &mut self.streams {
            stream.poll(now, self.setup.mark, &mut self.transport, |packet, head| {
                totals.sent += 1;
                totals.sent_bytes += packet.len() as u64;
                if srtp.seal_rtp(packet, head).is_some() {
                    outbox.push((to, std::mem::take(packet)));
                }
            });
        }
    }

    /// NACKs and PLIs.
    fn ask(&mut self, now: Instant) {
        let mut compound = Compound::default();
        for slot in &mut self.slots {
            let (sequences, key_frame) = slot.due(now);
            if !sequences.is_empty() {
                self.totals.nacks += 1;
                compound.nack(self.own_ssrc, slot.ssrc, &sequences);
            }
            if key_frame {
                compound.key_frame(self.own_ssrc, slot.ssrc);
            }
        }
        self.send_compound(compound);
    }

    fn reports(&mut self, now: Instant) {
        for stream in &self.streams {
            let mut compound = Compound::default();
            let (ssrc, timestamp) = (stream.ssrc, stream.timestamp(now));
            compound.sender_report(ssrc, clock::ntp(now), timestamp, stream.packets, stream.octets);
            if let Some(bytes) = compound.finish() {
                self.outbox.extend(seal(&mut self.srtp, self.to, &bytes));
            }
        }
        let blocks: Vec<_> = self.slots.iter_mut().filter_map(|slot| slot.report(now)).collect();
        for some in blocks.chunks(31) {
            let mut compound = Compound::default();
            compound.receiver_report(self.own_ssrc, some.to_vec());
            self.send_compound(compound);
        }
    }

    fn send_compound(&mut self, compound: Compound) {
        if let Some(bytes) = compound.finish() {
            self.send_rtcp(&bytes);
        }
    }

    fn send_rtcp(&mut self, bytes: &[u8]) {
        self.outbox.extend(seal(&mut self.srtp, self.to, bytes));
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

fn seal(srtp: &mut Option<Box<Srtp>>, to: Option<SocketAddr>, bytes: &[u8]) -> Option<(SocketAddr, Vec<u8>)> {
    Some((to?, srtp.as_mut()?.seal_rtcp(bytes)?))
}
