//! VP8 payload descriptors (RFC 7741 §4.2): key frames, temporal layers, and picture numbering that goes on
//! over dropped layers and switches of source.
//!
//! Receivers wait for a missing picture id as for a missing packet, so both must be closed up.

/// What the relay reads of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor {
    /// The packet begins a frame (S bit, first partition).
    pub starts_frame: bool,
    /// The packet begins a frame that needs no other.
    pub key_frame: bool,
    pub picture_id: Option<PictureId>,
    /// Running number of the frames of the base layer.
    pub tl0_picture: Option<u8>,
    pub layer: Option<Layer>,
    /// Where in the payload the picture id and the base layer's number lie.
    at: (u8, u8),
}

/// A picture's number, of 15 or of 7 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureId {
    Long(u16),
    Short(u8),
}

/// A frame's temporal layer; 0 is the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    pub temporal: u8,
    /// It depends on the base layer only: here one may begin to forward this layer (Y bit).
    pub sync: bool,
}

impl Descriptor {
    /// `None` for what is no VP8 payload, the empty one included.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let mut bytes = payload.iter().copied().enumerate();
        let mut next = || bytes.next().map(|(at, byte)| (at as u8, byte));
        let (_, head) = next()?;
        let fields = if head & 0x80 != 0 { next()?.1 } else { 0 };
        let mut found = Self {
            starts_frame: head & 0x17 == 0x10, // S set, partition 0
            key_frame: false,
            picture_id: None,
            tl0_picture: None,
            layer: None,
            at: (0, 0),
        };
        if fields & 0x80 != 0 {
            let (at, first) = next()?;
            found.at.0 = at;
            found.picture_id = Some(if first & 0x80 != 0 {
                PictureId::Long(u16::from_be_bytes([first & 0x7f, next()?.1]))
            } else {
                PictureId::Short(first)
            });
        }
        if fields & 0x40 != 0 {
            let (at, number) = next()?;
            found.at.1 = at;
            found.tl0_picture = Some(number);
        }
        if fields & 0x30 != 0 {
            let (_, byte) = next()?;
            let layer = Layer { temporal: byte >> 6, sync: byte & 0x20 != 0 };
            found.layer = (fields & 0x20 != 0).then_some(layer);
        }
        let (_, first) = next()?; // of the VP8 frame; P bit clear in a key frame (§4.3)
        found.key_frame = found.starts_frame && first & 1 == 0;
        Some(found)
    }

    /// 0 where the stream has no layers.
    pub fn temporal(&self) -> u8 {
        self.layer.map_or(0, |layer| layer.temporal)
    }

    /// Writes other numbers into a copy of the payload this was parsed from. The ids keep their width.
    pub fn renumber(&self, payload: &mut [u8], numbers: Numbers) {
        let at = usize::from(self.at.0);
        match self.picture_id {
            Some(PictureId::Long(_)) => {
                if let Some(bytes) = payload.get_mut(at..at + 2) {
                    bytes.copy_from_slice(&(numbers.picture | 0x8000).to_be_bytes());
                }
            }
            Some(PictureId::Short(_)) => {
                if let Some(byte) = payload.get_mut(at) {
                    *byte = numbers.picture as u8 & 0x7f;
                }
            }
            None => {}
        }
        if self.tl0_picture.is_some()
            && let Some(byte) = payload.get_mut(usize::from(self.at.1))
        {
            *byte = numbers.tl0_picture;
        }
    }
}

impl PictureId {
    /// Distance to a picture number of the same stream, extended: positive when this one is newer.
    fn ahead_of(self, picture: u64) -> i64 {
        let (difference, bits) = match self {
            Self::Long(id) => (id.wrapping_sub(picture as u16), 15),
            Self::Short(id) => (u16::from(id).wrapping_sub(picture as u16), 7),
        };
        let unused = 16 - bits;
        i64::from((difference << unused) as i16 >> unused)
    }
}

/// The numbers a forwarded packet carries in place of the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Fifteen bits.
    pub picture: u16,
    pub tl0_picture: u8,
}

/// Late packets of this many pictures back are still renumbered: two seconds of 30 pictures.
const REMEMBERED: usize = 64;

/// Renumbers the pictures of a stream for a receiver that does not get all of them.
#[derive(Debug, Clone)]
pub struct PictureMap {
    /// The source's newest picture, extended.
    newest: Option<u64>,
    /// (extended source number, number sent) at `number % REMEMBERED`; `None` for a picture withheld.
    recent: [(u64, Option<u16>); REMEMBERED],
    next: u16,
    /// Added to the source's base layer numbers; `None` until a source's first picture.
    tl0_offset: Option<u8>,
    last_tl0: Option<u8>,
}

impl Default for PictureMap {
    fn default() -> Self {
        Self {
            newest: None,
            recent: [(0, None); REMEMBERED],
            next: 0,
            tl0_offset: None,
            last_tl0: None,
        }
    }
}

impl PictureMap {
    /// Numbers for a packet; `wanted` says whether a picture is forwarded when its first packet comes, and the
    /// rest of it follows. `None`: withhold it.
    pub fn map(&mut self, frame: &Descriptor, wanted: bool) -> Option<Numbers> {
        let picture = match frame.picture_id {
            Some(id) => self.picture(id, wanted)?,
            None => wanted.then_some(0)?,
        };
        Some(Numbers { picture, tl0_picture: self.tl0_picture(frame.tl0_picture) })
    }

    /// Another source follows, with its next picture.
    pub fn switch(&mut self) {
        self.newest = None;
        self.tl0_offset = None;
    }

    fn picture(&mut self, id: PictureId, wanted: bool) -> Option<u16> {
        let Some(newest) = self.newest else {
            return self.begin(id, wanted);
        };
        let ahead = id.ahead_of(newest);
        let number = newest.saturating_add_signed(ahead);
        if ahead > 0 {
            self.skip_to(number, newest);
            self.note(number, wanted);
            self.newest = Some(number);
        }
        match self.recent[at(number)] {
            (known, sent) if known == number => sent,
            _ => None,
        }
    }

    fn begin(&mut self, id: PictureId, wanted: bool) -> Option<u16> {
        let (PictureId::Long(first), bits) = (match id {
            PictureId::Long(id) => (PictureId::Long(id), 15u32),
            PictureId::Short(id) => (PictureId::Long(id.into()), 7),
        }) else {
            return None;
        };
        let _ = bits;
        let number = 0x1_0000 + u64::from(first);
        self.recent = [(0, None); REMEMBERED];
        self.note(number, wanted);
        self.newest = Some(number);
        self.recent[at(number)].1
    }
}

fn at(number: u64) -> usize {
    (number % REMEMBERED as u64) as usize
}
