//! What a participant does with datagrams of its relay's.

use std::time::{Duration, Instant};

use super::Peer;
use crate::media::arrivals::FEEDBACK_EVERY;
use crate::media::dtls::Progress;
use crate::media::rtcp::{self, Told};
use crate::media::rtp::{self, Head};
use crate::media::slot::Worth;
use crate::media::source::Stream;

impl Peer {
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
        self.outbox.extend(ice.checked(datagram, &*self.identity.crypto));
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

    pub(super) fn flush_handshake(&mut self) {
        let (Some(dtls), Some(to)) = (&mut self.dtls, self.to) else { return };
        while let Some(datagram) = dtls.poll_transmit() {
            self.outbox.push((to, datagram.to_vec()));
        }
    }

    fn rtp(&mut self, now: Instant, datagram: &mut [u8]) -> Option<Duration> {
        let opened = Head::parse(datagram).and_then(|head| {
            let srtp = self.srtp.as_mut()?;
            let length = if self.setup.sealed { datagram.len() } else { srtp.open_rtp(datagram, &head)? };
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
        if self.setup.sealed {
            if !again {
                slot.glance(now, head.sequence, length);
            }
            return None;
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
}
