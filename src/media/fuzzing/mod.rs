//! Doors through which the fuzz targets (`fuzz/`) reach private parsers, each with what must hold of any input. Also
//! the way by which `cargo test` replays what they once found ([`crate::fuzzing`]).

mod client;
mod hall;
mod handshake;
mod pictures;

pub use hall::media_datagram;
pub use handshake::dtls_in;
pub use pictures::pictures_in;

pub use super::turn_in;

use bytes::BytesMut;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use super::forward::feedback::Feedback;
use super::forward::frame::{Codec, Frame};
use super::forward::red::{self, Red};
use super::forward::rtcp::{self, Report};
use super::forward::rtp::{RtpView, restore_rtx};
use super::forward::vp8::{Descriptor, Numbers, PictureMap};
use super::outbox::Outbox;
use super::peer::PeerId;
use super::peer::dtls::Identity;
use super::peer::ice::{Check, Credentials, IceLite, Path};
use super::peer::session::{self, Surroundings};
use super::plane::{MediaRoom, Offer, PeerKey};
use super::streams::framing::{self, Framing, LONGEST};
use crate::domain::Timestamp;
use crate::world::World;
use signaling::wire::{OfferedReceiver, OfferedSource, SeatId, SourceKind};

/// Made once: an input is worth more than another key.
static IDENTITY: LazyLock<Arc<Identity>> =
    LazyLock::new(|| Arc::new(Identity::generate().expect("keys can be made")));

/// The same numbers in every run.
#[derive(Debug, Default)]
struct Repeatable(AtomicU64);

impl World for Repeatable {
    fn now(&self) -> Timestamp {
        Timestamp(0)
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8;
        }
    }
}

/// A binding request, from the wire. The seed corpus has one that is authentic for these credentials.
pub fn stun_in(input: &[u8]) {
    let Some(check) = Check::parse(input) else { return };
    let local = Credentials { ufrag: "ours".to_owned(), password: "a password of ours".to_owned() };
    let mut ice = IceLite::new(local, "theirs".to_owned());
    let from = Path::udp((Ipv4Addr::LOCALHOST, 9).into(), None);
    let done = ice.receive(Instant::now(), from, check);
    assert_eq!(done.is_some(), ice.selected() == Some(from), "only what is authentic moves a peer");
}

/// What comes by a TCP connection, in pieces of a length that the first byte tells: what it speaks, and its datagrams.
pub fn stream_in(input: &[u8]) {
    let Some((piece, stream)) = input.split_first() else { return };
    framing::opening(stream);
    for framing in [Framing::Rfc4571, Framing::Turn] {
        let (mut buffer, mut framed, mut taken) = (BytesMut::new(), BytesMut::new(), 0);
        for piece in stream.chunks(usize::from(*piece) + 1) {
            buffer.extend_from_slice(piece);
            while let Ok(Some(datagram)) = framing.next(&mut buffer) {
                assert!(datagram.len() <= LONGEST);
                assert!(framing.wrap(&datagram, &mut framed), "what came in could go out");
                taken += framed.len();
            }
        }
        assert!(taken <= stream.len(), "no byte is taken twice");
    }
}

/// An RTP packet that was authentic, hence of anybody who has a seat.
pub fn rtp_in(input: &[u8]) {
    let restored = &mut input.to_vec();
    if let Some(restored) = restore_rtx(restored, 7, 96) {
        let view = RtpView::parse(restored).expect("what is restored is RTP");
        assert_eq!((view.ssrc(), view.payload_type()), (7, 96));
    }
    let Ok(view) = RtpView::parse(input) else { return };
    let payload = view.payload();
    for codec in [Codec::Sound, Codec::Vp8, Codec::H264, Codec::Vp9, Codec::Av1] {
        let frame = Frame::read(codec, payload);
        assert!(frame.can_begin() || !frame.key_frame());
    }
    if let Some(descriptor) = Descriptor::parse(payload) {
        let mut copy = payload.to_vec();
        descriptor.renumber(&mut copy, Numbers { picture: 0x1234, tl0_picture: 5 });
        let again = Descriptor::parse(&copy).expect("renumbering keeps the form");
        assert_eq!(again.key_frame, descriptor.key_frame);
        PictureMap::default().map(&descriptor, true);
    }
    if let Some(red) = Red::parse(payload) {
        let mut copy = payload.to_vec();
        red::relabel(&mut copy, 9);
        assert_eq!(Red::parse(&copy).map(|again| again.primary), Some(red.primary));
    }
    let _ = (view.transport_sequence(3), view.extension(15));
    let extensions: Vec<(u8, &[u8])> = view.extensions().into_iter().take(32).collect();
    let mut out = vec![0; input.len() + 64];
    let length = view.header().write(&mut out, &extensions, &[payload]);
    if let Ok(length) = length {
        let again = RtpView::parse(&out[..length]).expect("what we write is RTP");
        assert_eq!((again.header(), again.payload()), (view.header(), payload));
        let said = extensions.into_iter().filter(|(_, value)| !value.is_empty());
        assert!(again.extensions().into_iter().eq(said));
    }
}

/// A compound packet that was authentic.
pub fn rtcp_in(input: &[u8]) {
    let mut work = 0;
    rtcp::read(input, |report| {
        work += match report {
            Report::Lost { packets, .. } => packets.sequences().count(),
            Report::Arrivals(packet) => Feedback::parse(packet).map_or(0, |feedback| feedback.iter().count()),
            Report::Sent { .. } | Report::Received(_) | Report::KeyFrame { .. } | Report::Bears(_) => 1,
        };
    });
    // One feedback may speak of 4,096 packets by a run of two bytes; no more than that a packet.
    assert!(work <= 4096 * input.len().div_ceil(20), "a few bytes must not become much work");
}

/// An offer, and after a byte that no text has, a second one of the same peer.
pub fn sdp_offer(input: &[u8]) {
    let mut texts = input.split(|byte| *byte == 0xff).map(String::from_utf8_lossy);
    let mut offer = || Some(offer(texts.next()?.into_owned(), 1));
    let (world, now) = (Repeatable::default(), Instant::now());
    let around = Surroundings {
        identity: &IDENTITY,
        world: &world,
        tcp: true,
        candidates: &[(Ipv4Addr::LOCALHOST, 9).into(), (std::net::Ipv6Addr::LOCALHOST, 9).into()],
    };
    let Some(first) = offer() else { return };
    let Ok((mut peer, answer)) = session::accept(now, around, PeerId(1), &first) else { return };
    assert!(answer.len() <= 8 * first.sdp.len() + 4096, "an answer is as long as its offer asks for");
    if let Some(second) = offer() {
        // A refusal leaves the peer as it was.
        let _ = session::renegotiate(&mut peer, now, around, &second);
    }
    peer.tick(now, 0, now, &mut Outbox::default());
}

/// An offer of seat `number` with its microphone (mid 0) and camera (1), and a section each for others' (2, 3).
fn offer(sdp: String, number: u128) -> Offer {
    let source = |mid: &str, kind| OfferedSource { mid: mid.to_owned(), kind };
    let receiver = |mid: &str, video| OfferedReceiver { mid: mid.to_owned(), video };
    let (room, seat) = (MediaRoom(uuid::Uuid::from_u128(7)), SeatId(uuid::Uuid::from_u128(number)));
    Offer {
        peer: PeerKey { room, seat, number: 1 },
        from: None,
        sdp,
        sources: vec![source("0", SourceKind::Microphone), source("1", SourceKind::Camera)],
        receivers: vec![receiver("2", false), receiver("3", true)],
    }
}

/// Takes the first `count` bytes off the input, or as many as there are.
fn take<'a>(input: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = input.split_at(count.min(input.len()));
    *input = rest;
    taken
}
