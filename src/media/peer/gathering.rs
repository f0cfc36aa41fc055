//! Collects audio packets of one slot so that they can be bundled (`forward::opus`); for narrow connections only.

use std::time::{Duration, Instant};

use super::publication::Packet;
use crate::media::forward::opus::Gathered;
use crate::media::forward::rewritten::Rewritten;

/// What has waited longer was followed by silence, and would come as a stutter.
const STALE: Duration = Duration::from_millis(100);

/// A packet of several frames in the making. Its place is made when a line is first found narrow, and kept.
#[derive(Debug, Default)]
pub struct Gathering {
    place: Option<Box<Gathered>>,
    /// Of the first packet, and when that came; none while nothing waits.
    first: Option<(Rewritten, Instant)>,
}

impl Gathering {
    pub fn waits(&self) -> bool {
        self.first.is_some()
    }

    pub fn clear(&mut self) {
        self.first = None;
    }

    /// Begins with this packet; `false` if nothing can follow in it.
    pub fn begin(&mut self, now: Instant, packet: &Packet<'_>, rewritten: Rewritten) -> bool {
        let Some(begun) = Gathered::begin(packet.view.timestamp(), packet.view.payload()) else {
            return false;
        };
        match &mut self.place {
            Some(place) => **place = begun,
            None => self.place = Some(Box::new(begun)),
        }
        self.first = Some((rewritten, now));
        true
    }

    /// Whether this packet follows what waits, and joined it.
    pub fn take(&mut self, packet: &Packet<'_>) -> bool {
        let place = self.place.as_mut().filter(|_| self.first.is_some());
        place.is_some_and(|place| place.take(packet.view.timestamp(), packet.view.payload()))
    }

    pub fn is_full(&self) -> bool {
        self.first.is_some() && self.place.as_ref().is_some_and(|place| place.is_full())
    }

    /// Bytes of payload that wait; what is stale is forgotten.
    pub fn keeps(&mut self, now: Instant) -> Option<usize> {
        self.first = self.first.filter(|(_, began)| now.saturating_duration_since(*began) <= STALE);
        self.first.and(self.place.as_ref()).map(|place| place.length())
    }

    /// Writes the payload of what waited: how its first packet was rewritten, and the length.
    pub fn finish(&mut self, out: &mut [u8]) -> Option<(Rewritten, usize)> {
        let (rewritten, _) = self.first.take()?;
        Some((rewritten, self.place.as_ref()?.write(out)?))
    }
}
