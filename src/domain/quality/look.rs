//! One look at a seat's connection, by its page and by the relay, and the rating it gives.

use super::{Carrier, LineWord, Pictures};

/// How far a seat's line reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// Nobody is connected.
    Away,
    /// Connected, and never had sound or picture: nothing to judge but what the page says.
    #[default]
    Talking,
    /// Connected, and its sound and picture were lost.
    Silenced,
    /// Sound and picture get through.
    Through,
}

/// What one look at a seat's line found, by its page and by the relay together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub link: Link,
    /// The page's own word, if it said one lately.
    pub page: Option<LineWord>,
    pub round_trip_ms: Option<u32>,
    pub lost_up: Option<u16>,
    pub lost_down: Option<u16>,
    /// Sound that had to be made up.
    pub concealed: Option<u16>,
    /// Pictures that stood still since the last look.
    pub freezes: u32,
    /// Only while pictures are there to be shown.
    pub pictures: Option<Pictures>,
    pub carrier: Option<Carrier>,
    /// The largest layer that is received, 0 the smallest.
    pub layer: Option<u8>,
}

/// (fair from, poor from): where a person begins to notice, and where talk becomes hard. The page judges by
/// the same numbers (`web/src/media/quality.ts`).
const LOST: (u32, u32) = (30, 100);
const CONCEALED: (u32, u32) = (50, 150);
const ROUND_TRIP_MS: (u32, u32) = (300, 800);

impl Look {
    /// The worst of what the page and the relay know.
    #[must_use]
    pub fn word(&self) -> LineWord {
        match self.link {
            Link::Away | Link::Silenced => LineWord::Broken,
            Link::Talking => self.page.unwrap_or(LineWord::Good),
            Link::Through => self.measured(),
        }
    }

    fn measured(&self) -> LineWord {
        let lost = self.lost_up.max(self.lost_down).map_or(LineWord::Good, |lost| grade(lost.into(), LOST));
        let concealed = self.concealed.map_or(LineWord::Good, |share| grade(share.into(), CONCEALED));
        let round_trip = self.round_trip_ms.map_or(LineWord::Good, |ms| grade(ms, ROUND_TRIP_MS));
        let pictures = match self.pictures {
            None | Some(Pictures::Full) => LineWord::Good,
            Some(Pictures::Reduced) => LineWord::Fair,
            Some(Pictures::Stills | Pictures::SoundOnly) => LineWord::Poor,
        };
        let page = self.page.unwrap_or(LineWord::Good);
        page.max(lost).max(concealed).max(round_trip).max(pictures)
    }
}

const fn grade(value: u32, (fair, poor): (u32, u32)) -> LineWord {
    if value >= poor {
        LineWord::Poor
    } else if value >= fair {
        LineWord::Fair
    } else {
        LineWord::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LineWord::{Broken, Fair, Good, Poor};

    #[test]
    fn the_word_is_the_worst_of_what_page_and_relay_know() {
        let through = Look { link: Link::Through, ..Look::default() };
        for (claim, look, word) in [
            ("nothing known", through, Good),
            (
                "all well",
                Look { page: Some(Good), round_trip_ms: Some(299), lost_up: Some(29), ..through },
                Good,
            ),
            ("3 % lost on the way up", Look { lost_up: Some(30), ..through }, Fair),
            ("10 % lost on the way down", Look { lost_up: Some(0), lost_down: Some(100), ..through }, Poor),
            ("an answer after 300 ms", Look { round_trip_ms: Some(300), ..through }, Fair),
            ("an answer after 800 ms", Look { round_trip_ms: Some(800), ..through }, Poor),
            ("a twentieth of the sound made up", Look { concealed: Some(50), ..through }, Fair),
            ("smaller pictures", Look { pictures: Some(Pictures::Reduced), ..through }, Fair),
            ("stills", Look { pictures: Some(Pictures::Stills), ..through }, Poor),
            ("sound only", Look { pictures: Some(Pictures::SoundOnly), ..through }, Poor),
            ("the page knows better", Look { page: Some(Poor), lost_up: Some(0), ..through }, Poor),
            ("the page sees nothing come", Look { page: Some(Broken), ..through }, Broken),
            ("media lost", Look { link: Link::Silenced, page: Some(Good), ..through }, Broken),
            ("nobody there", Look { link: Link::Away, ..through }, Broken),
            ("no media yet", Look { link: Link::Talking, lost_up: Some(999), ..through }, Good),
        ] {
            assert_eq!(look.word(), word, "{claim}");
        }
    }
}
