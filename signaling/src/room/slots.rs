//! Which receive-only section carries whose source.
//!
//! A source keeps its section as long as it exists, also while it is off or muted, so that pictures do
//! not jump. Only where sections are short does an idle source lose its own, then the lowest in rank.

use super::Source;
use crate::wire::{SlotBudget, SourceKind};

/// Most media sections in an offer is 32: 12 + 14 to receive leaves room for one's own three.
const MOST_AUDIO: usize = 12;
const MOST_VIDEO: usize = 14;

/// Receive-only sections a client should offer in a room of `seats`: everybody else's microphone, and
/// everybody else's camera with one screen to spare.
#[must_use]
pub fn budget(seats: usize) -> SlotBudget {
    let at_most = |wanted: usize, most: usize| u8::try_from(wanted.min(most)).unwrap_or(u8::MAX);
    SlotBudget { audio: at_most(seats.saturating_sub(1), MOST_AUDIO), video: at_most(seats, MOST_VIDEO) }
}

/// A receive-only section and the source it is kept for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub mid: String,
    pub video: bool,
    pub holds: Option<Source>,
}

/// A source others might receive; `active` ones flow now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub source: Source,
    pub active: bool,
}

/// Gives each active source a section as far as they reach. `ranked` is best first.
pub(super) fn assign(sections: &mut [Section], ranked: &[Candidate]) {
    for section in &mut *sections {
        section.holds = section.holds.filter(|held| ranked.iter().any(|c| c.source == *held));
    }
    for (rank, candidate) in ranked.iter().enumerate().filter(|(_, c)| c.active) {
        if sections.iter().any(|s| s.holds == Some(candidate.source)) {
            continue;
        }
        if let Some(section) = place_for(sections, ranked, candidate.source, rank) {
            section.holds = Some(candidate.source);
        }
    }
}

/// A free section; else one kept for an idle source; else that of the lowest in rank below `rank`.
fn place_for<'a>(
    sections: &'a mut [Section],
    ranked: &[Candidate],
    source: Source,
    rank: usize,
) -> Option<&'a mut Section> {
    sections
        .iter_mut()
        .rev() // of equals the last wins, so free sections fill from the front
        .filter(|section| section.video == is_video(source.kind))
        .filter_map(|section| Some((ease(section.holds, ranked, rank)?, section)))
        .max_by_key(|(ease, _)| *ease)
        .map(|(_, section)| section)
}

/// How readily a section is given to a newcomer of rank `rank`; higher is sooner, none is never.
fn ease(held: Option<Source>, ranked: &[Candidate], rank: usize) -> Option<(u8, usize)> {
    match held.and_then(|held| ranked.iter().position(|c| c.source == held)) {
        None => Some((2, 0)),
        Some(at) if !ranked[at].active => Some((1, at)),
        Some(at) if at > rank => Some((0, at)),
        Some(_) => None,
    }
}

const fn is_video(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Camera | SourceKind::Screen => true,
        SourceKind::Microphone => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::SeatId;
    use uuid::Uuid;

    /// Sections hold sources by letter (`a`, `b`: cameras; `.`: none). `ranked` is best first, idle in capitals.
    #[track_caller]
    fn check(before: &str, ranked: &str, after: &str) {
        let camera = |letter: char| Source {
            seat: SeatId(Uuid::from_u128(u128::from(u32::from(letter.to_ascii_lowercase())))),
            kind: SourceKind::Camera,
        };
        let mut sections: Vec<Section> = before
            .chars()
            .enumerate()
            .map(|(i, c)| Section { mid: i.to_string(), video: true, holds: (c != '.').then(|| camera(c)) })
            .collect();
        let ranked: Vec<Candidate> =
            ranked.chars().map(|c| Candidate { source: camera(c), active: c.is_ascii_lowercase() }).collect();
        assign(&mut sections, &ranked);
        let held: String = sections
            .iter()
            .map(|s| match s.holds {
                None => '.',
                Some(held) => ('a'..='z').find(|c| camera(*c) == held).unwrap(),
            })
            .collect();
        assert_eq!(held, after);
    }

    #[test]
    fn free_sections_fill_from_the_front() {
        check("...", "ab", "ab.");
    }
    #[test]
    fn a_source_that_stays_keeps_its_section() {
        check(".b.", "ab", "ab.");
        check("ba", "ab", "ba");
    }
    #[test]
    fn a_source_that_is_gone_frees_its_section() {
        check("ab", "bc", "cb");
    }
    #[test]
    fn an_idle_source_keeps_its_section_while_there_are_enough() {
        check("a.", "bA", "ab");
    }
    #[test]
    fn an_idle_source_gives_way_before_an_active_one() {
        check("ab", "aBc", "ac");
    }
    #[test]
    fn where_sections_are_short_the_lowest_in_rank_gives_way() {
        check("cb", "abc", "ab");
    }
    #[test]
    fn a_lower_rank_never_pushes_out_a_higher_one() {
        check("ab", "abc", "ab");
    }
    #[test]
    fn an_idle_source_takes_no_new_section() {
        check(".", "A", ".");
    }

    #[test]
    fn a_room_for_three_offers_two_sounds_and_three_pictures() {
        assert_eq!(budget(3), SlotBudget { audio: 2, video: 3 });
        assert_eq!(budget(40), SlotBudget { audio: 12, video: 14 });
        assert_eq!(budget(0), SlotBudget { audio: 0, video: 0 });
    }
}
