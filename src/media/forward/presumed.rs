//! How loud sound may be that comes without its level (RFC 6464), as encoders send it: by what Opus spends on it.

/// Loudness is counted from digital silence, as in [`super::levels`].
const SILENCE: u8 = 0;
/// Room noise between words: nobody is taken for speaking.
const PAUSE: u8 = 60;
/// A constant rate tells nothing. It ranks before who is silent and behind who is known to speak.
const CANNOT_TELL: u8 = 78;
const VOICE: u8 = 100;
/// A packet of discontinuous transmission: TOC and no more than a byte (RFC 6716 §3.1).
const LARGEST_OF_SILENCE: usize = 2;
/// A variable rate spends so much more on words than on pauses, at the least.
const TELLING: f32 = 1.6;
/// The way to a larger loud packet, or a smaller quiet one, taken per packet.
const TOWARDS: f32 = 0.25;
/// And back: after a speech of a minute the pauses before it are remembered.
const FORGETTING: f32 = 0.0001;

/// What one source spends on pauses and on words, in bytes a packet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spending {
    quiet: f32,
    loud: f32,
}

impl Spending {
    /// A packet with a payload of so many bytes came.
    pub fn loudness(&mut self, payload: usize) -> u8 {
        if payload <= LARGEST_OF_SILENCE {
            return SILENCE;
        }
        let size = f32::from(u16::try_from(payload).unwrap_or(u16::MAX));
        if self.loud == 0.0 {
            (self.quiet, self.loud) = (size, size);
        }
        let (below, above) = ((size - self.quiet).min(0.0), (size - self.loud).max(0.0));
        let range = self.loud - self.quiet;
        self.quiet += below * TOWARDS + range * FORGETTING;
        self.loud += above * TOWARDS - range * FORGETTING;
        if self.loud < self.quiet * TELLING {
            CANNOT_TELL
        } else if size * size > self.quiet * self.loud {
            VOICE
        } else {
            PAUSE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many packets of a size each; what the last was taken for.
    fn after(sent: &[(usize, usize)]) -> u8 {
        let mut spending = Spending::default();
        let sizes = sent.iter().flat_map(|(packets, size)| std::iter::repeat_n(*size, *packets));
        sizes.fold(SILENCE, |_, size| spending.loudness(size))
    }

    #[test]
    fn words_are_told_from_pauses_where_the_rate_varies() {
        let cases = [
            ("nothing but silence", &[(50, 2)][..], SILENCE),
            ("a constant rate", &[(500, 160)], CANNOT_TELL),
            ("a pause, then words", &[(100, 20), (25, 80)], VOICE),
            ("words, then a pause", &[(100, 80), (25, 20)], PAUSE),
            ("a minute of words", &[(50, 20), (3000, 80)], VOICE),
            ("a minute's pause", &[(50, 80), (3000, 20)], PAUSE),
            ("words after silence sent as nothing", &[(50, 80), (200, 1), (50, 20), (10, 80)], VOICE),
        ];
        for (what, sent, expected) in cases {
            assert_eq!(after(sent), expected, "{what}");
        }
    }
}
