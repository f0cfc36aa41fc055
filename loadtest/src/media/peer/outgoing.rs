//! What a participant sends by itself: checks, media, requests and reports, each when it is due.

use std::net::SocketAddr;
use std::time::Instant;

use super::{Peer, REPORT_EVERY};
use crate::media::arrivals::FEEDBACK_EVERY;
use crate::media::clock;
use crate::media::dtls::Dtls;
use crate::media::ice::Ice;
use crate::media::rtcp::Compound;
use crate::media::slot::Slot;
use crate::media::source::Stream;
use crate::media::srtp::Srtp;

impl Peer {
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
}

fn seal(srtp: &mut Option<Box<Srtp>>, to: Option<SocketAddr>, bytes: &[u8]) -> Option<(SocketAddr, Vec<u8>)> {
    Some((to?, srtp.as_mut()?.seal_rtcp(bytes)?))
}
