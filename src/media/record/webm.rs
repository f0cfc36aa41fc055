//! Just enough WebM (Matroska, RFC 9559) to write one track as it comes: a head, then clusters that are whole when
//! they reach the file. A file cut off anywhere plays up to its last whole cluster; [`super::finish`] adds what makes
//! it seekable.

/// Bytes of an element's size field wherever we patch later.
const WIDE: usize = 8;

/// Names of elements, as registered (RFC 9559 §27.1), their length markers included.
pub const SEGMENT: u32 = 0x1853_8067;
pub const CLUSTER: u32 = 0x1f43_b675;
pub const CUES: u32 = 0x1c53_bb6b;
pub const SIMPLE_BLOCK: u32 = 0xa3;
pub const TIMESTAMP: u32 = 0xe7;
const VOID: u32 = 0xec;
const INFO: u32 = 0x1549_a966;
const SEEK_HEAD: u32 = 0x114d_9b74;
const DURATION: u32 = 0x4489;
/// 64 bytes left free for where the cues are.
const SEEK_ROOM: usize = 64;
/// Seconds from 1970 to 2001, where Matroska counts dates from.
const EPOCH_2001: i64 = 978_307_200;

/// What a codec says of a track beside its size may be so long, bytes: a head is read whole before its file is finished.
pub const LARGEST_PRIVATE: usize = 512;

/// What a file carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Track {
    /// Opus at 48 kHz.
    Sound,
    Picture(Picture),
}

/// A track of pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// As Matroska calls it (RFC 9559 §27.2 and its registry).
    pub codec: &'static str,
    pub width: u16,
    pub height: u16,
    /// What a decoder is told before the first picture; empty where it needs nothing.
    pub private: Vec<u8>,
}

impl Track {
    /// WebM knows no H.264; a file of it is called what it is.
    fn is_webm(&self) -> bool {
        !matches!(self, Self::Picture(Picture { codec: "V_MPEG4/ISO/AVC", .. }))
    }
}

/// A frame of the track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Milliseconds since the file began.
    pub at: i64,
    pub key: bool,
    pub data: Vec<u8>,
}

fn id(out: &mut Vec<u8>, id: u32) {
    let bytes = id.to_be_bytes();
    out.extend(bytes.iter().skip_while(|byte| **byte == 0));
}

/// A size of as few bytes as it takes (RFC 8794 §4).
fn size(out: &mut Vec<u8>, size: usize) {
    let size = size as u64;
    let bytes = (1..8_usize).find(|bytes| size < (1 << (7 * bytes)) - 1).unwrap_or(8);
    let marked = size | 1 << (7 * bytes);
    out.extend(&marked.to_be_bytes()[8 - bytes..]);
}

/// Appends a whole element: name, size, content (RFC 8794).
pub fn element(out: &mut Vec<u8>, name: u32, content: &[u8]) {
    id(out, name);
    size(out, content.len());
    out.extend(content);
}

fn number(out: &mut Vec<u8>, name: u32, value: u64) {
    let bytes = value.to_be_bytes();
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(7);
    element(out, name, &bytes[first..]);
}

fn nested(out: &mut Vec<u8>, name: u32, fill: impl FnOnce(&mut Vec<u8>)) {
    let mut content = Vec::new();
    fill(&mut content);
    element(out, name, &content);
}

/// `total` bytes that say nothing; 2 to 128 of them.
fn void(out: &mut Vec<u8>, total: usize) {
    element(out, VOID, &vec![0; total - 2]);
}

/// The head of a file and where in it the parts lie that are written when it is finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub bytes: Vec<u8>,
    /// The eight bytes of the segment's size; its content begins behind them.
    pub segment_size: usize,
    pub seek: usize,
    pub duration: usize,
}

/// The head of a file that began at this UTC millisecond.
#[must_use]
pub fn head(track: &Track, began_at: i64) -> Head {
    let mut out = Vec::with_capacity(512);
    nested(&mut out, 0x1a45_dfa3, |out| {
        if track.is_webm() {
            number(out, 0x4286, 1); // the version, which is 1 where it is not said
        }
        number(out, 0x42f7, 1);
        number(out, 0x42f2, 4);
        number(out, 0x42f3, 8);
        // Four bytes longer or shorter, as the version is: what follows lies at the same place in every file.
        element(out, 0x4282, if track.is_webm() { b"webm".as_slice() } else { b"matroska" });
        number(out, 0x4287, 4);
        number(out, 0x4285, 2);
    });
    id(&mut out, SEGMENT);
    let segment_size = out.len();
    out.extend([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]); // not known yet
    let seek = out.len();
    void(&mut out, SEEK_ROOM);
    let mut info = Vec::new();
    number(&mut info, 0x002a_d7b1, 1_000_000); // timestamps are milliseconds
    let since_2001 = began_at.saturating_sub(EPOCH_2001 * 1000).saturating_mul(1_000_000);
    element(&mut info, 0x4461, &since_2001.to_be_bytes());
    element(&mut info, 0x4d80, b"lianjie");
    element(&mut info, 0x5741, b"lianjie");
    let length = info.len() + DURATION_ROOM;
    id(&mut out, INFO);
    size(&mut out, length);
    out.extend(info);
    let duration = out.len();
    void(&mut out, DURATION_ROOM);
    nested(&mut out, 0x1654_ae6b, |out| nested(out, 0xae, |out| entry(out, track)));
    Head { bytes: out, segment_size, seek, duration }
}

/// Id, size and eight bytes of the duration.
pub const DURATION_ROOM: usize = 2 + 1 + WIDE;

fn entry(out: &mut Vec<u8>, track: &Track) {
    number(out, 0xd7, 1); // track number
    number(out, 0x73c5, 1); // its unique number
    number(out, 0x9c, 0); // no lacing
    match track {
        Track::Sound => {
            number(out, 0x83, 2);
            element(out, 0x86, b"A_OPUS");
            // Version 1, two channels, no pre-skip, 48 kHz, no gain, mapping family 0 (RFC 7845 §5.1).
            element(out, 0x63a2, b"OpusHead\x01\x02\x00\x00\x80\xbb\x00\x00\x00\x00\x00");
            number(out, 0x56bb, 80_000_000); // an Opus decoder converges in 80 ms
            nested(out, 0xe1, |out| {
                element(out, 0xb5, &48_000_f64.to_be_bytes());
                number(out, 0x9f, 2);
            });
        }
        Track::Picture(Picture { codec, width, height, private }) => {
            number(out, 0x83, 1);
            element(out, 0x86, codec.as_bytes());
            if !private.is_empty() {
                element(out, 0x63a2, private);
            }
            nested(out, 0xe0, |out| {
                number(out, 0xb0, (*width).into());
                number(out, 0xba, (*height).into());
            });
        }
    }
}

/// Blocks that belong together, at most 32 s of them, in the order of their times.
#[must_use]
pub fn cluster(blocks: &[Block]) -> Vec<u8> {
    let began = blocks.first().map_or(0, |block| block.at);
    let mut content = Vec::with_capacity(blocks.iter().map(|block| block.data.len() + 16).sum());
    number(&mut content, TIMESTAMP, u64::try_from(began).unwrap_or_default());
    for block in blocks {
        let after = i16::try_from(block.at - began).unwrap_or(i16::MAX);
        id(&mut content, SIMPLE_BLOCK);
        size(&mut content, block.data.len() + 4);
        content.push(0x81); // track 1
        content.extend(after.to_be_bytes());
        content.push(if block.key { 0x80 } else { 0 });
        content.extend(&block.data);
    }
    let mut out = Vec::with_capacity(content.len() + 12);
    element(&mut out, CLUSTER, &content);
    out
}

/// Where one can begin to play: milliseconds, and the cluster's place in the segment's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    pub at: u64,
    pub position: u64,
}

/// The element by which players seek: a point for each of `cues`, in their order, all of track 1.
#[must_use]
pub fn cues(cues: &[Cue]) -> Vec<u8> {
    let mut out = Vec::new();
    nested(&mut out, CUES, |out| {
        for cue in cues {
            nested(out, 0xbb, |out| {
                number(out, 0xb3, cue.at);
                nested(out, 0xb7, |out| {
                    number(out, 0xf7, 1);
                    number(out, 0xf1, cue.position);
                });
            });
        }
    });
    out
}

/// Where the cues are, in the room the head left for it.
#[must_use]
pub fn seek_head(cues_at: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(SEEK_ROOM);
    nested(&mut out, SEEK_HEAD, |out| {
        nested(out, 0x4dbb, |out| {
            element(out, 0x53ab, &CUES.to_be_bytes());
            number(out, 0x53ac, cues_at);
        });
    });
    let rest = SEEK_ROOM - out.len();
    void(&mut out, rest);
    out
}

/// How long the segment plays, as an element of `DURATION_ROOM` bytes: written over what the head left free.
#[must_use]
pub fn duration(millis: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(DURATION_ROOM);
    element(&mut out, DURATION, &(millis as f64).to_be_bytes());
    out
}

/// The size of a segment, in the eight bytes the head left for it.
#[must_use]
pub fn segment_size(bytes: u64) -> [u8; WIDE] {
    (bytes | 1 << 56).to_be_bytes()
}

/// An element's name, where its content begins and how long that is; `None` if it does not begin here, or its size
/// is not known.
#[must_use]
pub fn read_element(bytes: &[u8]) -> Option<(u32, usize, usize)> {
    let first = *bytes.first()?;
    let name_bytes = first.leading_zeros() as usize + 1;
    let name = bytes.get(..name_bytes.min(4))?.iter().fold(0_u32, |name, byte| name << 8 | u32::from(*byte));
    let rest = bytes.get(name_bytes..).filter(|_| name_bytes <= 4)?;
    let length = rest.first()?.leading_zeros() as usize + 1;
    let field = rest.get(..length).filter(|_| length <= 8)?;
    let value = field.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * length)) - 1;
    let value = value & mask;
    (value != mask).then_some((name, name_bytes + length, usize::try_from(value).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_take_as_few_bytes_as_they_can() {
        for (value, expected) in [
            (0, &[0x80][..]),
            (126, &[0xfe]),
            (127, &[0x40, 0x7f]), // 0xff would mean: not known
            (16_382, &[0x7f, 0xfe]),
            (16_383, &[0x20, 0x3f, 0xff]),
        ] {
            let mut out = Vec::new();
            size(&mut out, value);
            assert_eq!(out, expected, "{value}");
        }
    }

    #[test]
    fn the_head_leaves_room_for_what_is_known_at_the_end() {
        let head = head(&Track::Sound, 1_700_000_000_000);
        assert_eq!(seek_head(u64::from(u32::MAX)).len(), SEEK_ROOM);
        assert_eq!(duration(1).len(), DURATION_ROOM);
        for (at, room) in [(head.seek, SEEK_ROOM), (head.duration, DURATION_ROOM)] {
            let (name, begins, length) = read_element(&head.bytes[at..]).unwrap();
            assert_eq!((name, begins + length), (VOID, room));
        }
        assert_eq!(head.bytes[head.segment_size - 4..head.segment_size], SEGMENT.to_be_bytes());
    }

    #[test]
    fn what_is_no_webm_says_so_and_lies_where_all_others_do() {
        let picture = |codec| {
            Track::Picture(Picture { codec, width: 640, height: 360, private: vec![1; LARGEST_PRIVATE] })
        };
        let (webm, other) = (head(&picture("V_VP8"), 0), head(&picture("V_MPEG4/ISO/AVC"), 0));
        let says = |head: &Head, name: &[u8]| head.bytes.windows(name.len()).any(|part| part == name);
        assert!(says(&webm, b"webm") && !says(&webm, b"matroska"));
        assert!(says(&other, b"matroska") && !says(&other, b"webm"));
        let places = |head: &Head| (head.segment_size, head.seek, head.duration);
        assert_eq!(places(&webm), places(&other));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(name in prop::sample::select(vec![SEGMENT, CLUSTER, SIMPLE_BLOCK, DURATION]), content in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut out = Vec::new();
            element(&mut out, name, &content);
            let (read, begins, length) = read_element(&out).unwrap();
            prop_assert_eq!((read, &out[begins..begins + length]), (name, &content[..]));
        }

        #[test]
        fn nothing_that_is_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = read_element(&bytes);
        }
    }
}
