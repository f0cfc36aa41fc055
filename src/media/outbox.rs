//! Outgoing datagrams, collected during one turn of the worker's loop into runs: one destination, one length (the last may
//! be shorter). The kernel sends a run in one call where it has UDP_SEGMENT, which saves most of the cost of sending.
//! A single datagram of sound is sent as the shorter last one of the same receiver's pictures.
//!
//! All memory is kept from turn to turn.

use super::peer::ice::Path;

/// Longest datagram written here: an Ethernet frame.
pub const LARGEST_DATAGRAM: usize = 1500;
/// The kernel's limits for one run: segments (UDP_MAX_SEGMENTS of old kernels) and bytes.
const MOST_SEGMENTS: usize = 64;
const MOST_BYTES: usize = 65_000;

/// A run's memory grows by this.
const GROWS_BY: usize = 4096;
/// After so many turns, some ten seconds at least, memory is given back of which less than half was used in them: a
/// storm of key frames makes all runs long.
const REVIEWED: u64 = 4096;

/// Payloads below this are sound as a rule: 20 ms of Opus take 80 bytes, twice that with the ones before.
const SMALL: usize = 400;

/// Where a sender's last datagram of this turn lies; its next may join it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// Counted from 1.
    turn: u64,
    run: usize,
}

/// A sender's lines: sound and reports between pictures would end every run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lines {
    small: Line,
    large: Line,
}

impl Lines {
    /// The line for a datagram with so much in it.
    fn of(&mut self, payload: usize) -> &mut Line {
        if payload < SMALL { &mut self.small } else { &mut self.large }
    }
}

/// Datagrams for one destination, one behind the other.
#[derive(Debug)]
pub struct Run {
    to: Path,
    bytes: Vec<u8>,
    used: usize,
    /// Most bytes used since the last review.
    most: usize,
    /// Length of each datagram but the last.
    segment: usize,
    count: usize,
    /// Its last datagram is shorter: nothing may follow.
    closed: bool,
    /// Of sound: the same sender's run of pictures in this turn.
    beside: Option<usize>,
}

impl Run {
    pub fn to(&self) -> Path {
        self.to
    }

    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.used).unwrap_or_default()
    }

    /// Where to cut [`Self::bytes`]; `None` if it is one datagram.
    pub fn segment(&self) -> Option<usize> {
        (self.count > 1).then_some(self.segment)
    }

    pub fn datagrams(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes().chunks(self.segment.max(1))
    }

    pub fn count(&self) -> usize {
        self.count
    }

    fn begin(&mut self, to: Path) {
        self.to = to;
        (self.used, self.segment, self.count, self.closed, self.beside) = (0, 0, 0, false, None);
    }

    /// Memory for one more datagram behind the others.
    fn room(&mut self) -> &mut [u8] {
        let end = self.used + LARGEST_DATAGRAM;
        if self.bytes.len() < end {
            let grown = end.next_multiple_of(GROWS_BY);
            self.bytes.reserve_exact(grown - self.bytes.len());
            self.bytes.resize(grown, 0);
        }
        self.bytes.get_mut(self.used..end).unwrap_or_default()
    }

    fn takes(&self) -> bool {
        !self.closed && self.count < MOST_SEGMENTS && self.used + LARGEST_DATAGRAM <= MOST_BYTES
    }

    /// Counts the datagram that was written into [`Self::room`]; `false` if it is too long for this run.
    fn keep(&mut self, length: usize) -> bool {
        if self.count == 0 {
            self.segment = length;
        } else if length > self.segment {
            return false;
        }
        self.closed = length < self.segment;
        self.used += length;
        self.count += 1;
        true
    }

    /// Gives memory back that was of no use of late.
    fn review(&mut self) {
        let enough = (std::mem::take(&mut self.most) + LARGEST_DATAGRAM).next_multiple_of(GROWS_BY);
        if self.bytes.len() > 2 * enough {
            self.bytes.truncate(enough);
            self.bytes.shrink_to_fit();
        }
    }

    /// Takes in the one datagram of another run for the same place, if it may be this one's last.
    fn take(&mut self, alone: &mut Self) {
        if self.takes() && self.count > 0 && self.to == alone.to && alone.used <= self.segment {
            let length = alone.used;
            self.room().get_mut(..length).unwrap_or_default().copy_from_slice(alone.bytes());
            self.keep(length);
            alone.count = 0;
        }
    }
}

/// The runs of one turn. Written to while peers are served, and emptied at its end.
#[derive(Debug)]
pub struct Outbox {
    runs: Vec<Run>,
    /// Runs of this turn; those behind are kept for their memory.
    used: usize,
    turn: u64,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { runs: Vec::new(), used: 0, turn: 1 }
    }
}

impl Outbox {
    /// Adds a datagram that is written already.
    pub fn push(&mut self, to: Path, datagram: &[u8]) {
        self.push_by(&mut Lines::default(), to, datagram);
    }

    /// The same by a sender's lines, where it may join what that has sent; its length.
    pub fn push_by(&mut self, lines: &mut Lines, to: Path, datagram: &[u8]) -> Option<usize> {
        self.write(lines, to, datagram.len(), |buffer| {
            buffer.get_mut(..datagram.len())?.copy_from_slice(datagram);
            Some(datagram.len())
        })
    }

    /// Has a datagram of at most [`LARGEST_DATAGRAM`] bytes, of about `payload`, written into place; its length, or
    /// `None` if `write` gives none, and then nothing is sent.
    pub fn write(
        &mut self,
        lines: &mut Lines,
        to: Path,
        payload: usize,
        write: impl FnOnce(&mut [u8]) -> Option<usize>,
    ) -> Option<usize> {
        let line = lines.of(payload);
        let before = self.current(*line).filter(|run| run.to == to && run.takes()).map(|_| line.run);
        let at = before.unwrap_or_else(|| self.open(to));
        let length = write(self.runs.get_mut(at)?.room()).filter(|length| *length > 0);
        let Some(length) = length else {
            self.used -= usize::from(self.runs.get(at).is_some_and(|run| run.count == 0));
            return None;
        };
        *line = Line { turn: self.turn, run: at };
        if !self.runs.get_mut(at)?.keep(length) {
            line.run = self.move_on(at, to, length);
        }
        if before != Some(line.run) {
            self.pair(*lines);
        }
        Some(length)
    }

    /// The datagram of `length` bytes that was last written by one of `lines`.
    pub fn last(&self, lines: &mut Lines, payload: usize, length: usize) -> &[u8] {
        let bytes = self.current(*lines.of(payload)).map(Run::bytes).unwrap_or_default();
        bytes.len().checked_sub(length).and_then(|start| bytes.get(start..)).unwrap_or_default()
    }

    /// Has what stayed alone join the run beside it, and gives what is to be sent now. Call [`Self::clear`] when it
    /// is.
    pub fn runs(&mut self) -> impl Iterator<Item = &Run> {
        for at in 0..self.used {
            let beside = self.runs.get(at).filter(|run| run.count == 1).and_then(|run| run.beside);
            if let Some(Ok([alone, run])) = beside.map(|beside| self.runs.get_disjoint_mut([at, beside])) {
                run.take(alone);
            }
        }
        self.runs.iter().take(self.used).filter(|run| run.count > 0)
    }

    /// Another turn begins.
    pub fn clear(&mut self) {
        for run in self.runs.iter_mut().take(self.used) {
            run.most = run.most.max(run.used);
        }
        self.used = 0;
        self.turn += 1;
        if self.turn.is_multiple_of(REVIEWED) {
            self.runs.iter_mut().for_each(Run::review);
        }
    }

    /// A line's run, if that is of this turn.
    fn current(&self, line: Line) -> Option<&Run> {
        self.runs.get(line.run).filter(|_| line.turn == self.turn && line.run < self.used)
    }

    /// Has a sender's sound know its pictures.
    fn pair(&mut self, Lines { small, large }: Lines) {
        if self.current(small).is_some()
            && self.current(large).is_some()
            && let Some(sound) = self.runs.get_mut(small.run)
        {
            sound.beside = Some(large.run);
        }
    }

    fn open(&mut self, to: Path) -> usize {
        if self.used == self.runs.len() {
            self.runs.push(Run {
                to,
                bytes: Vec::new(),
                used: 0,
                most: 0,
                segment: 0,
                count: 0,
                closed: false,
                beside: None,
            });
        }
        if let Some(run) = self.runs.get_mut(self.used) {
            run.begin(to);
        }
        self.used += 1;
        self.used - 1
    }

    /// A datagram longer than those before it begins a run of its own.
    fn move_on(&mut self, from: usize, to: Path, length: usize) -> usize {
        let next = self.open(to);
        let (before, after) = self.runs.split_at_mut(next);
        if let (Some(from), Some(next)) = (before.get_mut(from), after.first_mut()) {
            let start = from.used;
            let written = from.room().get(..length).unwrap_or_default();
            next.room().get_mut(..length).unwrap_or_default().copy_from_slice(written);
            debug_assert_eq!(start, from.used, "the longer datagram was not kept");
            next.keep(length);
        }
        next
    }
}

#[cfg(test)]
mod tests;
