//! Steadies a rating: it changes only after several looks in a row.

use super::LineWord;

/// A worse word is believed after so many looks in a row: one lost report is no news.
pub const LOOKS_TO_WORSE: u8 = 2;
/// A better one after so many: a line that comes and goes is bad, not good now and then.
pub const LOOKS_TO_BETTER: u8 = 4;

/// A word that does not flicker. A line that breaks, or comes back, is a fact and shown at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    word: LineWord,
    trend: Option<Trend>,
}

/// Looks in a row that said something else, all worse or all better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trend {
    /// What they have in common: the mildest of the worse, the worst of the better.
    word: LineWord,
    looks: u8,
}

impl Steady {
    #[must_use]
    pub const fn new(word: LineWord) -> Self {
        Self { word, trend: None }
    }

    #[must_use]
    pub const fn word(self) -> LineWord {
        self.word
    }

    /// After one more look.
    #[must_use]
    pub fn after(self, seen: LineWord) -> Self {
        if seen == self.word || seen == LineWord::Broken || self.word == LineWord::Broken {
            return Self::new(seen);
        }
        let worse = seen > self.word;
        let before = self.trend.filter(|trend| (trend.word > self.word) == worse);
        let word = match before {
            None => seen,
            Some(trend) if worse => trend.word.min(seen),
            Some(trend) => trend.word.max(seen),
        };
        let looks = before.map_or(1, |trend| trend.looks + 1);
        if looks >= if worse { LOOKS_TO_WORSE } else { LOOKS_TO_BETTER } {
            return Self::new(word);
        }
        Self { trend: Some(Trend { word, looks }), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(letter: char) -> LineWord {
        match letter {
            'g' => LineWord::Good,
            'f' => LineWord::Fair,
            'p' => LineWord::Poor,
            _ => LineWord::Broken,
        }
    }

    #[test]
    fn a_word_changes_when_it_stays_changed() {
        for (claim, seen, shown) in [
            ("one bad look is no news", "gpgg", "gggg"),
            ("two are", "gpp", "ggp"),
            ("as bad as the milder of them", "gpf", "ggf"),
            ("four good looks end it", "ppgggg", "gpppp g"),
            ("as good as the worst of them", "ppgfgg", "gpppp f"),
            ("looks both ways begin anew", "fffpgfpgf", "gfffffff f"),
            ("a break is shown at once, and its end", "gbbg", "gbbg"),
            ("back on a bad line is told as bad", "gbp", "gbp"),
        ] {
            let mut steady = Steady::new(LineWord::Good);
            let told: String = seen
                .chars()
                .map(|letter| {
                    steady = steady.after(word(letter));
                    steady.word().as_str().chars().next().unwrap()
                })
                .collect();
            assert_eq!(told, shown.replace(' ', ""), "{claim}");
        }
    }
}
