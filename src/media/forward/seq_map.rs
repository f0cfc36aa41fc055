//! Sequence numbers: unwrapped to 64 bits, and renumbered for a receiver.

/// How far back a late packet can still be placed: a second of 2.5 Mbit/s video in 1200-byte packets.
/// Anything older has been concealed by then.
pub const REMEMBERED: usize = 256;

/// Most numbers that are kept free in a row before a packet takes one: half a minute of such video. SRTP counts its
/// rounds by what it sees, and half a round unseen would lead it into numbers it has used: a nonce twice, and the keys
/// are open (RFC 7714 §8.4). A publisher can leave any holes it likes, and have nothing sent between them.
const MOST_FREE: u16 = 0x2000;

/// Extends 16-bit numbers that may wrap and arrive out of order. The first is placed in the second round, so
/// that its predecessors have numbers too.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwrapper {
    highest: Option<u64>,
}

impl Unwrapper {
    /// The extended number nearest to the highest so far (RFC 1982).
    pub fn extend(&mut self, short: u16) -> u64 {
        let highest = *self.highest.get_or_insert(0x1_0000 + u64::from(short));
        let ahead = short.wrapping_sub(highest as u16);
        let extended = if ahead < 0x8000 {
            highest.saturating_add(ahead.into())
        } else {
            highest.saturating_sub(u64::from(ahead.wrapping_neg()))
        };
        self.highest = Some(highest.max(extended));
        extended
    }
}

/// What became of one number of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Not here yet; its number in the output is kept free.
    Missing,
    Sent,
    Withheld,
}

/// Renumbers packets so that those we withhold (another layer, padding) leave no gap, those that were lost on
/// the way to us leave theirs, and another source goes on where the last one stopped. Memory is taken with the first
/// packet, beside the map: there is one for every picture on every screen, and most packets need one entry of it.
#[derive(Debug, Clone)]
pub struct SeqMap {
    source: Unwrapper,
    /// First and highest number of this source so far.
    span: Option<(u64, u64)>,
    /// Fate and output number of the source's last numbers, at `number % remembered`, a power of two.
    recent: Box<[(Fate, u16)]>,
    remembered: u16,
    /// The output's next number.
    next: u16,
    /// Numbers kept free since the last packet that was forwarded.
    free: u16,
    /// The last number that was too old to place.
    stray: Option<u16>,
}

impl SeqMap {
    /// `first` is the number of the first packet forwarded. Below 32,768, both ends of SRTP agree that the
    /// rollover counter is 0 even when the first packets are lost (RFC 3711 §3.3.1).
    pub fn new(first: u16) -> Self {
        Self::remembering(first, REMEMBERED)
    }

    /// Places what is at most so many packets late, rounded up to a power of two ([`REMEMBERED`] at most).
    pub fn remembering(first: u16, remembered: usize) -> Self {
        Self {
            source: Unwrapper::default(),
            span: None,
            recent: Box::default(),
            remembered: remembered.clamp(1, REMEMBERED).next_power_of_two() as u16,
            next: first,
            free: 0,
            stray: None,
        }
    }

    /// Forwards a packet under the number returned. `None` for a duplicate, for what was withheld before, and
    /// for what is too old to be placed.
    pub fn forward(&mut self, sequence: u16) -> Option<u16> {
        self.place(sequence, Fate::Sent)
    }

    /// Withholds a packet: what follows it closes the gap. A late one leaves its gap, for its successors have
    /// their numbers.
    pub fn withhold(&mut self, sequence: u16) {
        self.place(sequence, Fate::Withheld);
    }

    /// Another source follows; its first packet takes the next number.
    pub fn switch(&mut self) {
        self.recent.fill((Fate::Missing, 0));
        (self.source, self.span, self.stray) = (Unwrapper::default(), None, None);
    }

    /// The source's number for which this output number is kept free: it has not come, or was not offered.
    pub fn missing(&self, sent: u16) -> Option<u16> {
        let (first, highest) = self.span?;
        let behind = self.next.wrapping_sub(sent);
        // Output numbers ascend with the source's; a withheld one shares the number of its successor.
        let (mut low, mut high) = (first.max((highest + 1).saturating_sub(self.remembered.into())), highest);
        while low < high {
            let middle = high - (high - low) / 2;
            if self.next.wrapping_sub(self.recent[self.at(middle)].1) >= behind {
                low = middle
            } else {
                high = middle - 1
            }
        }
        (self.recent[self.at(low)] == (Fate::Missing, sent)).then_some(low as u16)
    }

    fn place(&mut self, sequence: u16, fate: Fate) -> Option<u16> {
        if self.recent.is_empty() {
            self.recent = vec![(Fate::Missing, 0); self.remembered.into()].into();
        }
        let number = self.source.extend(sequence);
        let (first, highest) = match self.span {
            None => (number, number.wrapping_sub(1)),
            Some(span) => span,
        };
        if self.span.is_none() || number > highest {
            self.skip_to(number, highest);
            self.span = Some((first, number));
            let at = self.at(number);
            self.recent[at] = (fate, self.next);
            if fate == Fate::Sent {
                (self.next, self.free) = (self.next.wrapping_add(1), 0);
            }
        } else if highest - number >= u64::from(self.remembered) {
            return self.too_old(sequence, fate);
        } else if number < first {
            return None;
        } else if self.recent[self.at(number)].0 == Fate::Missing {
            let at = self.at(number);
            self.recent[at].0 = fate;
        } else {
            return None;
        }
        (fate == Fate::Sent).then_some(self.recent[self.at(number)].1)
    }

    /// Keeps output numbers free for what is missing between `highest` and `number`, as many as may be; what has none
    /// is withheld if it comes.
    fn skip_to(&mut self, number: u64, highest: u64) {
        let missing = number.wrapping_sub(highest).saturating_sub(1);
        let free = missing.min((MOST_FREE - self.free).into());
        let remembered = missing.min(self.remembered.into());
        let placed = free.min(remembered);
        self.free += free as u16;
        self.next = self.next.wrapping_add((free - placed) as u16);
        for late in number - remembered..number {
            let fate = if number - late <= placed { Fate::Missing } else { Fate::Withheld };
            let at = self.at(late);
            self.recent[at] = (fate, self.next);
            self.next = self.next.wrapping_add((fate == Fate::Missing).into());
        }
    }

    /// Two very old packets in a row mean that the source has gone on elsewhere (RFC 3550 A.1): begin anew
    /// rather than fall silent for half a round.
    fn too_old(&mut self, sequence: u16, fate: Fate) -> Option<u16> {
        if self.stray.replace(sequence) != Some(sequence.wrapping_sub(1)) {
            return None;
        }
        self.switch();
        self.place(sequence, fate)
    }

    fn at(&self, number: u64) -> usize {
        number as usize & (usize::from(self.remembered) - 1)
    }
}

#[cfg(test)]
mod tests;
