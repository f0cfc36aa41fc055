//! One hearing whole, told a second time: scheduled, checked in, held in a real room under the real rights; people
//! come, drop and go, talk apart, testify one by one, listen to an interpreter, are hidden and helped, change seats, are shown
//! exhibits, muted and locked out; lines are written, revised, corrected and frozen, papers signed, items put and accepted; the
//! record is slow and fails, the server starts again, the hearing is put off, clocks run out, its file is closed, and the
//! petition moves on too. Whatever happens in whatever order, the invariants hold after each deed. What stories never reach:
//! the end of a petition's days (4, 6: `petition::lifecycle` has a model of its own).

mod beside;
mod chair;
mod days;
mod deeds;
mod due;
mod filed;
mod holds;
mod house;
mod papers;
mod private;
mod record;
mod stays;
mod story;
mod table;

use crate::domain::hearing::{StageName, TalkKind};
use deeds::{Deed, deed};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeSet;
use story::Story;
use table::{INTERPRETER, id};

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 40..260)
}

/// Mostly everybody has come and is known; else nobody is there yet.
fn begun(report: bool, gathers: bool) -> Story {
    let mut story = Story::begins(report);
    if gathers {
        story.gathers();
    }
    story
}

proptest! {
    /// `PROPTEST_CASES=5000` tells more stories.
    #[test]
    fn a_hearing_keeps_its_invariants_whatever_happens(
        deeds in deeds(),
        report in any::<bool>(),
        gathers in prop::bool::weighted(0.9),
    ) {
        let mut story = begun(report, gathers);
        for deed in deeds {
            story.does(deed);
            story.holds();
        }
    }
}

/// What holds of a hearing where nothing happens says little.
#[test]
fn the_stories_reach_what_they_are_about() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for n in 0..300 {
        let mut story = begun(false, n % 8 > 0);
        for deed in deeds().new_tree(&mut runner).unwrap().current() {
            story.does(deed);
            seen.extend(story.marks());
        }
    }
    let stages = [
        StageName::CheckIn,
        StageName::Ready,
        StageName::Countdown,
        StageName::InSession,
        StageName::Paused,
        StageName::Suspended,
        StageName::MinutesReview,
        StageName::Signing,
        StageName::Closed,
        StageName::OutcomeIssued,
        StageName::Adjourned,
        StageName::InPerson,
        StageName::NoShow,
    ];
    let wanted = stages.map(|stage| stage.to_string()).into_iter().chain(
        [
            "talk",
            "exhibit",
            "recorded",
            "agreed",
            "accepted item",
            "recused in session",
            "extended",
            "stood in",
            "whispered",
            "hidden",
            "helped",
            "reseated",
            "relieved",
            "missed too long",
            "archived",
            "not stored",
            "locked",
            "muted",
            "proxy",
            "on paper",
        ]
        .map(str::to_owned),
    );
    let missing: Vec<_> = wanted.filter(|mark| !seen.contains(mark)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The company (5) is let in by the presider; what the record says then, and what it could not store.
#[test]
fn who_is_being_let_in_while_the_record_is_slow_comes_with_its_answer_or_not_at_all() {
    let (record_fails, put_off) = (Deed::Fail, Deed::Postpone(Some(31)));
    for (then, sits) in
        [(Deed::Deliver, true), (record_fails, false), (Deed::Leave(5), false), (put_off, false)]
    {
        let mut story = begun(false, false);
        let deeds =
            [Deed::Come(0), Deed::Come(5), Deed::Identify(5), Deed::Slow(true), Deed::Admit(0, 5, false)];
        for deed in deeds.into_iter().chain([then.clone(), Deed::Slow(false)]) {
            story.does(deed);
            story.holds();
        }
        assert_eq!(story.hearing.seat(id(5)).unwrap().admitted.is_some(), sits, "{then:?}");
    }
}

/// A representative (7) is on the way to the petitioner (6) and the interpreter (11), the petitioner leaves, and the company
/// (5) would be asked in.
#[test]
fn nobody_consults_with_the_other_side_on_its_way_in() {
    let of = TalkKind::Consultation;
    let mut story = begun(false, true);
    for deed in [
        Deed::Apart(6, of),
        Deed::Invite(6, INTERPRETER),
        Deed::Apart(INTERPRETER, of),
        Deed::Slow(true),
        Deed::Apart(7, of),
        Deed::Back(6),
        Deed::Invite(INTERPRETER, 5),
        Deed::Apart(5, of),
        Deed::Slow(false),
    ] {
        story.does(deed);
        story.holds();
    }
    let inside: Vec<_> = story.talks.keys().copied().collect();
    assert_eq!(inside, [id(7), id(INTERPRETER)]);
}
