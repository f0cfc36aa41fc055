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
    /// Where the VP8 frame begins.
    frame: u8,
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
            frame: 0,
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
        let (at, first) = next()?; // of the VP8 frame; P bit clear in a key frame (§4.3)
        found.frame = at;
        found.key_frame = found.starts_frame && first & 1 == 0;
        Some(found)
    }

    /// The part of the frame that a payload carries.
    pub fn data<'a>(&self, payload: &'a [u8]) -> &'a [u8] {
        payload.get(usize::from(self.frame)..).unwrap_or_default()
    }

    /// Height in pixels that a key frame's first packet gives (RFC 6386 §9.1).
    pub fn height(&self, payload: &[u8]) -> Option<u16> {
        let frame = payload.get(usize::from(self.frame)..).filter(|_| self.key_frame)?;
        let head: &[u8; 10] = frame.first_chunk()?;
        let started = head[3..6] == [0x9d, 0x01, 0x2a];
        started.then(|| u16::from_le_bytes([head[8], head[9]]) & 0x3fff)
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
    fn value(self) -> u16 {
        match self {
            Self::Long(id) => id,
            Self::Short(id) => id.into(),
        }
    }

    /// How far this picture is ahead of the extended number of another one of its stream (RFC 1982).
    fn ahead_of(self, other: u64) -> i64 {
        let unused = if matches!(self, Self::Long(_)) { 1 } else { 9 };
        let difference = self.value().wrapping_sub(other as u16) << unused;
        i64::from((difference as i16) >> unused)
    }
}

/// The numbers a forwarded packet carries in place of the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Fifteen bits.
    pub picture: u16,
    pub tl0_picture: u8,
}

/// Packets of a picture this far back are still renumbered: two seconds of 30 pictures.
const REMEMBERED: usize = 64;

/// No number of fifteen bits.
const WITHHELD: u16 = u16::MAX;

/// Renumbers the pictures of a stream for a receiver that does not get all of them.
#[derive(Debug, Clone)]
pub struct PictureMap {
    /// The source's newest picture, extended.
    newest: Option<u64>,
    /// The number sent for each of the newest pictures, at `number % REMEMBERED`; [`WITHHELD`] for none.
    recent: [u16; REMEMBERED],
    /// The output's next number; `None` lets the first source keep its own.
    next: Option<u16>,
    /// Added to the source's base layer numbers; `None` until its first.
    tl0_offset: Option<u8>,
    newest_tl0: Option<u8>,
}

impl Default for PictureMap {
    fn default() -> Self {
        Self { newest: None, recent: [WITHHELD; REMEMBERED], next: None, tl0_offset: None, newest_tl0: None }
    }
}

impl PictureMap {
    /// Numbers for a packet, or `None` to withhold it. `wanted` is heard when a picture's first packet comes;
    /// the others follow it. A picture overtaken by its successors goes through even if it is not wanted:
    /// its number was kept free, and receivers would wait for it.
    pub fn map(&mut self, frame: &Descriptor, wanted: bool) -> Option<Numbers> {
        if frame.key_frame && frame.picture_id.is_some_and(|id| self.has_forgotten(id)) {
            self.switch(); // the encoder was begun anew, and numbers from elsewhere in the same stream
        }
        let picture = match frame.picture_id {
            Some(id) => self.picture(id, wanted)?,
            None if wanted => 0,
            None => return None,
        };
        let tl0_picture = frame.tl0_picture.map_or(0, |number| self.tl0_picture(number));
        Some(Numbers { picture, tl0_picture })
    }

    /// Another source follows with the next number.
    pub fn switch(&mut self) {
        self.newest = None;
        self.tl0_offset = None;
    }

    /// It lies too far back to be late.
    fn has_forgotten(&self, id: PictureId) -> bool {
        self.newest.is_some_and(|newest| id.ahead_of(newest) <= -(REMEMBERED as i64))
    }

    fn picture(&mut self, id: PictureId, wanted: bool) -> Option<u16> {
        let number = match self.newest {
            Some(newest) => newest.saturating_add_signed(id.ahead_of(newest)),
            None => self.begin(id),
        };
        if let Some(newest) = self.newest.filter(|newest| number > *newest) {
            let missing = number - newest - 1;
            let remembered = missing.min(REMEMBERED as u64);
            self.take((missing - remembered) as u16);
            for late in number - remembered..number {
                self.recent[at(late)] = self.take(1).unwrap_or(WITHHELD);
            }
        }
        if self.newest.is_none_or(|newest| number > newest) {
            let sent = if wanted { self.take(1) } else { None };
            self.recent[at(number)] = sent.unwrap_or(WITHHELD);
            self.newest = Some(number);
        }
        let known = self.newest.is_some_and(|newest| newest - number < REMEMBERED as u64);
        Some(self.recent[at(number)]).filter(|sent| known && *sent != WITHHELD)
    }

    /// A source's first picture, placed so that its predecessors have extended numbers too.
    fn begin(&mut self, id: PictureId) -> u64 {
        self.recent = [WITHHELD; REMEMBERED];
        self.next.get_or_insert(id.value());
        0x1_0000 + u64::from(id.value())
    }

    /// Takes `count` output numbers; returns the first.
    fn take(&mut self, count: u16) -> Option<u16> {
        let first = self.next?;
        self.next = Some(first.wrapping_add(count) & 0x7fff);
        Some(first & 0x7fff)
    }

    fn tl0_picture(&mut self, number: u8) -> u8 {
        let newest = self.newest_tl0;
        let follow = || newest.map_or(0, |newest| newest.wrapping_add(1).wrapping_sub(number));
        let mapped = number.wrapping_add(*self.tl0_offset.get_or_insert_with(follow));
        if newest.is_none_or(|newest| mapped.wrapping_sub(newest) < 0x80) {
            self.newest_tl0 = Some(mapped);
        }
        mapped
    }
}

fn at(number: u64) -> usize {
    (number % REMEMBERED as u64) as usize
}

#[cfg(test)]
mod tests;
