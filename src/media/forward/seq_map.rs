//! Sequence numbers: unwrapped to 64 bits, and renumbered for a receiver.

/// How far back a late packet can still be placed: two seconds of 2.5 Mbit/s video in 1200-byte packets.
/// Anything older has been concealed by then.
pub const REMEMBERED: usize = 512;

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
/// the way to us leave theirs, and another source goes on where the last one stopped.
#[derive(Debug, Clone)]
pub struct SeqMap {
    source: Unwrapper,
    /// First and highest number of this source so far.
    span: Option<(u64, u64)>,
    /// Fate and output number of the source's last numbers, at `number % REMEMBERED`.
    recent: [(Fate, u16); REMEMBERED],
    /// The output's next number.
    next: u16,
    /// The last number that was too old to place.
    stray: Option<u16>,
}

impl SeqMap {
    /// `first` is the number of the first packet forwarded. Below 32,768, both ends of SRTP agree that the
    /// rollover counter is 0 even when the first packets are lost (RFC 3711 §3.3.1).
    pub fn new(first: u16) -> Self {
        Self {
            source: Unwrapper::default(),
            span: None,
            recent: [(Fate::Missing, 0); REMEMBERED],
            next: first,
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
        *self = Self::new(self.next);
    }

    /// The source's number for which this output number is kept free: it has not come, or was not offered.
    pub fn missing(&self, sent: u16) -> Option<u16> {
        let (first, highest) = self.span?;
        let behind = self.next.wrapping_sub(sent);
        // Output numbers ascend with the source's; a withheld one shares the number of its successor.
        let (mut low, mut high) = (first.max((highest + 1).saturating_sub(REMEMBERED as u64)), highest);
        while low < high {
            let middle = high - (high - low) / 2;
            if self.next.wrapping_sub(self.recent[at(middle)].1) >= behind {
                low = middle
            } else {
                high = middle - 1
            }
        }
        (self.recent[at(low)] == (Fate::Missing, sent)).then_some(low as u16)
    }

    fn place(&mut self, sequence: u16, fate: Fate) -> Option<u16> {
        let number = self.source.extend(sequence);
        let (first, highest) = match self.span {
            None => (number, number.wrapping_sub(1)),
            Some(span) => span,
        };
        if self.span.is_none() || number > highest {
            self.skip_to(number, highest);
            self.span = Some((first, number));
            self.recent[at(number)] = (fate, self.next);
            self.next = self.next.wrapping_add((fate == Fate::Sent).into());
        } else if highest - number >= REMEMBERED as u64 {
            return self.too_old(sequence, fate);
        } else if number < first {
            return None;
        } else if self.recent[at(number)].0 == Fate::Missing {
            self.recent[at(number)].0 = fate;
        } else {
            return None;
        }
        (fate == Fate::Sent).then_some(self.recent[at(number)].1)
    }

    /// Keeps output numbers free for what is missing between `highest` and `number`.
    fn skip_to(&mut self, number: u64, highest: u64) {
        let missing = number.wrapping_sub(highest).saturating_sub(1);
        let remembered = missing.min(REMEMBERED as u64);
        self.next = self.next.wrapping_add((missing - remembered) as u16);
        for late in number - remembered..number {
            self.recent[at(late)] = (Fate::Missing, self.next);
            self.next = self.next.wrapping_add(1);
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
}

fn at(number: u64) -> usize {
    (number % REMEMBERED as u64) as usize
}

#[cfg(test)]
mod tests;
