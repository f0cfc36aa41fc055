//! A slot: one receive-only section of a client and the leg behind it. It is one outgoing stream with a fixed SSRC; the
//! source and the layer that it carries change.

mod still;
mod writing;

use std::time::{Duration, Instant};

use super::echo::Echo;
use super::gathering::Gathering;
use super::publication::Packet;
use super::sdp::formats::Format;
use super::sdp::plan::SlotSection;
use crate::media::forward::allocate::{Choice, Memory};
use crate::media::forward::frame::Codec;
use crate::media::forward::leg::{Leg, LegStart, Resend, SenderInfo, StreamId};
use crate::media::forward::meter::Meter;
use crate::media::forward::rate::BitRate;
use crate::media::forward::rewritten::Rewritten;
use crate::media::forward::rtcp::Block;
use crate::media::plane::Source;
use crate::world::World;
use signaling::wire::SourceKind;
use still::Still;

/// Packets that can be written again: a second of 2.5 Mbit/s video, for which its source is kept at most. Sound goes
/// out again as it was ([`Echo`]).
const REMEMBERED: usize = 256;

/// What the receiver says of the leg.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    pub lost: u16,
    pub jitter_ms: u32,
    /// Highest number that it told of.
    highest: Option<u32>,
}

/// More packets than a report can be about; a client that counts on from elsewhere.
const MOST_TOLD: u32 = 1 << 15;

/// Which of its source's streams a slot is to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Whatever comes first: of sound there is one stream, of pictures nobody has chosen yet.
    Any,
    /// None: the line does not carry it, or nobody looks.
    Nothing,
    Stream(StreamId),
    /// A key frame of it every few seconds.
    Stills(StreamId),
}

/// What sharing out the line keeps of a slot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    pub choice: Choice,
    pub memory: Memory,
}

/// One stream to one receiver. Its SSRC and its numbering last as long as the peer, whatever it carries.
#[derive(Debug)]
pub struct Slot {
    pub section: SlotSection,
    meter: Meter,
    pub heard: Heard,
    pub repeated: u64,
    /// Times that the receiver had to ask for a key frame.
    pub freezes: u64,
    leg: Leg,
    /// Sound that waits to be put together.
    pub gathering: Gathering,
    /// Sound that its client may ask for again.
    pub echo: Echo,
    began: Instant,
    source: Option<Source>,
    /// Times that what it carried was stopped.
    turns: u32,
    aim: Aim,
    still: Still,
    /// What it carries goes out before other pictures.
    pub important: bool,
    pub share: Share,
}

impl Slot {
    /// Time runs from where that of its peer `began`.
    pub fn new(began: Instant, section: SlotSection, world: &dyn World) -> Self {
        let mut random = [0; 8];
        world.fill(&mut random);
        let [a, b, c, d, e, f, g, h] = random;
        let leg = Leg::new(LegStart {
            clock_rate: if section.video { 90_000 } else { 48_000 },
            sequence: u16::from_be_bytes([a & 0x7f, b]),
            timestamp: u32::from_be_bytes([e, f, g, h]),
            rtx_sequence: u16::from_be_bytes([c & 0x7f, d]),
            remembered: if section.video { REMEMBERED } else { 1 },
        });
        Self {
            section,
            meter: Meter::default(),
            heard: Heard::default(),
            repeated: 0,
            freezes: 0,
            leg,
            gathering: Gathering::default(),
            echo: Echo::default(),
            began,
            source: None,
            turns: 0,
            aim: Aim::Any,
            still: Still::default(),
            important: false,
            share: Share::default(),
        }
    }

    pub fn source(&self) -> Option<Source> {
        self.source
    }

    /// Whether it is for sources of this kind and its client can play this codec, as far as that is known yet. What it
    /// cannot play is not routed to it: nobody waits for a key frame that would end nothing.
    pub fn plays(&self, kind: SourceKind, codec: Option<Codec>) -> bool {
        let video = kind != SourceKind::Microphone;
        self.section.video == video && codec.is_none_or(|codec| self.format(codec).is_some())
    }

    /// How often what it carried was stopped.
    pub fn turns(&self) -> u32 {
        self.turns
    }

    /// Carries this source from now on, or nothing. Whether a key frame is needed for it.
    pub fn carry(&mut self, source: Option<Source>) -> bool {
        if self.source != source {
            self.source = source;
            self.aim = Aim::Any;
            self.share = Share::default();
            self.stop();
            self.meter.clear();
        }
        self.awaits_key_frame()
    }

    /// Whether nothing can be seen here before the source sends a key frame.
    pub fn awaits_key_frame(&self) -> bool {
        let waiting = self.aim == Aim::Any || self.leg.awaited().is_some();
        self.section.video && self.source.is_some() && waiting
    }

    /// What is wanted of its source's streams, with temporal layers up to `temporal`. A stream that flows goes
    /// on until one can begin with the other; with its least, if that is to be `less`.
    pub fn aim(&mut self, aim: Aim, temporal: u8, less: bool) {
        if self.source.is_none() {
            return;
        }
        let before = std::mem::replace(&mut self.aim, aim);
        match aim {
            _ if before == aim => {}
            Aim::Stream(stream) if matches!(before, Aim::Stills(_)) => self.leg.restart(stream),
            Aim::Stream(stream) => self.leg.change_layer(stream, less),
            Aim::Any | Aim::Nothing => self.stop(),
            Aim::Stills(_) => {
                self.stop();
                self.still = Still::default();
            }
        }
        self.leg.limit_temporal(temporal);
    }

    /// The stream it is to carry, if that is settled.
    pub fn aimed(&self) -> Option<StreamId> {
        match self.aim {
            Aim::Stream(stream) | Aim::Stills(stream) => Some(stream),
            Aim::Any | Aim::Nothing => None,
        }
    }

    /// Whether it takes any stream of its source.
    pub fn is_open(&self) -> bool {
        self.source.is_some() && self.aim == Aim::Any
    }

    /// The stream of which a key frame is needed now for the next still.
    pub fn still_due(&self, now: Instant) -> Option<StreamId> {
        let Aim::Stills(stream) = self.aim else { return None };
        self.still.is_due(self.since(now)).then_some(stream)
    }

    /// The stream of which its receiver has a key frame for the asking. A still comes when it is due: who sees nothing move asks
    /// all the time.
    pub fn asked(&self, now: Instant) -> Option<StreamId> {
        match self.aim {
            Aim::Stills(_) => self.still_due(now),
            Aim::Any | Aim::Nothing | Aim::Stream(_) => self.awaited().or(self.flowing()),
        }
    }

    /// The stream whose key frame is waited for.
    pub fn awaited(&self) -> Option<StreamId> {
        self.leg.awaited()
    }

    /// The stream that goes out.
    pub fn flowing(&self) -> Option<StreamId> {
        self.leg.flowing()
    }

    /// Whether its sound is among what the line bears.
    pub fn admit_voice(&mut self, admitted: bool) {
        self.aim(if admitted { Aim::Any } else { Aim::Nothing }, u8::MAX, false);
    }

    /// Its pictures waited too long, or found no room. What follows them is of no use, and nothing of them goes out late
    /// or again; it begins anew, with the least there is, when the line is next shared out. On a line that is not
    /// `narrow` only where there is less: a shared page has one layer and large key frames, of which another would fare
    /// the same, and there what is asked for again comes.
    pub fn starve(&mut self, now: Duration, narrow: bool) {
        let choice = self.share.choice;
        if !narrow && !choice.can_be_smaller() {
            return;
        }
        self.stop();
        if matches!(self.aim, Aim::Stills(_)) {
            self.still.lose(now);
        }
        if matches!(self.aim, Aim::Stream(_)) {
            self.aim = Aim::Nothing;
            self.share.choice = if choice > Choice::LEAST { Choice::LEAST } else { Choice::Off };
            self.share.memory.failed(now);
        }
    }

    /// What becomes of a packet of the source.
    pub fn forward(&mut self, now: Duration, packet: &Packet<'_>) -> Option<Rewritten> {
        self.source?;
        match self.aim {
            Aim::Nothing => return None,
            Aim::Stills(stream) => self.still(now, stream, packet)?,
            Aim::Stream(_) => {}
            Aim::Any => self.follow(packet),
        }
        self.format(packet.codec)?;
        let rewritten = self.leg.forward(now, packet.stream, &packet.view, &packet.frame)?;
        self.meter.add(now, packet.view.payload().len());
        Some(rewritten)
    }

    /// Turns to the stream of a packet. Of pictures that settles it until somebody chooses.
    fn follow(&mut self, packet: &Packet<'_>) {
        if self.section.video {
            self.aim = Aim::Stream(packet.stream);
        }
        if self.leg.flowing() != Some(packet.stream) {
            self.leg.switch_to(packet.stream);
            if let Some((timestamp, at)) = packet.report {
                self.leg.note_report(self.since(at), packet.stream, timestamp);
            }
        }
    }

    /// Lets one key frame pass, whole, whenever the next is due. Each begins afresh, so that what was left out
    /// between is no gap.
    fn still(&mut self, now: Duration, stream: StreamId, packet: &Packet<'_>) -> Option<()> {
        if packet.stream != stream {
            return None;
        }
        let timestamp = packet.view.timestamp();
        if packet.frame.key_frame() && self.still.begins(now, timestamp) {
            self.leg.restart(stream);
        }
        self.still.is(timestamp).then_some(())
    }

    /// Whether this packet of sound joins what waits.
    pub fn join(&mut self, packet: &Packet<'_>) -> bool {
        let joins = self.leg.flowing() == Some(packet.stream) && self.gathering.take(packet);
        if joins {
            self.leg.absorb(packet.view.sequence());
        }
        joins
    }

    /// Whether it is of sound that its client asks for again.
    pub fn asks_for_sound(&self) -> bool {
        !self.section.video && self.source.is_some() && self.section.formats.iter().any(|format| format.nack)
    }

    /// Whether its packets have transport-wide numbers.
    pub fn numbered(&self) -> bool {
        self.section.ids.transport_sequence != 0
    }

    /// Whether padding can be sent by it.
    pub fn pads(&self) -> bool {
        self.numbered()
            && self.section.receiving
            && self.section.formats.first().is_some_and(|f| f.rtx.is_some())
    }

    fn format(&self, codec: Codec) -> Option<&Format> {
        self.section.formats.iter().find(|format| format.codec == codec)
    }

    /// How to answer a request for a lost packet.
    pub fn resend(&mut self, now: Duration, sequence: u16) -> Option<Resend> {
        self.leg.resend(now, sequence)
    }

    /// What was sent can be asked for again for so long.
    pub fn remember(&mut self, time: Duration) {
        self.leg.remember(time);
    }

    /// Bits per second that go out by it.
    pub fn rate(&mut self, now: Instant) -> BitRate {
        let since = self.since(now);
        self.meter.rate(since)
    }

    /// Packets that went out by it.
    pub fn packets(&self) -> u64 {
        self.leg.packets()
    }

    /// The publisher's clock, so that ours agrees with it.
    pub fn note_report(&mut self, now: Instant, stream: StreamId, timestamp: u32) {
        self.leg.note_report(self.since(now), stream, timestamp);
    }

    /// How the receiver says the leg fares. Packets since it last said so, and how many of them were lost.
    pub fn note_block(&mut self, block: &Block) -> (u32, u32) {
        let clock = if self.section.video { 90 } else { 48 };
        let packets = self.heard.highest.map_or(0, |before| block.highest.wrapping_sub(before));
        let packets = if packets < MOST_TOLD { packets } else { 0 };
        self.heard = Heard {
            lost: (u32::from(block.fraction_lost) * 1000 / 256) as u16,
            jitter_ms: block.jitter / clock,
            highest: Some(block.highest),
        };
        (packets, packets * u32::from(block.fraction_lost) / 256)
    }

    /// For our own report on the stream; none while nothing flows.
    pub fn sender_info(&self, now: Instant) -> Option<SenderInfo> {
        self.leg.sender_info(self.since(now))
    }

    /// Nothing goes out any more, nor what waits for its time or has yet to be put together.
    fn stop(&mut self) {
        self.turns = self.turns.wrapping_add(1);
        self.leg.stop();
        self.gathering.clear();
        self.echo.clear();
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }
}
