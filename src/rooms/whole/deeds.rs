//! Random actions of the model hearing: of people, of the clock, of the petition.

use super::table::{CLERKS, HELPER, PETITIONERS, ROLES, SEATS, UNITS, WITNESSES};
use crate::domain::hearing::{Step, TalkKind, Unfinished};
use proptest::prelude::*;
use signaling::wire::SourceKind;

pub const REASON: &str = "设备故障，稍后继续";

#[derive(Debug, Clone)]
pub enum Deed {
    /// A device connects, with media.
    Come(usize),
    /// The line breaks; the seat is kept.
    Drop(usize),
    /// Goes of its own accord.
    Leave(usize),
    /// Somebody says who it is.
    Identify(usize),
    /// By whom, whom, and whether unidentified as well.
    Admit(usize, usize, bool),
    Dismiss(usize, usize),
    Remove(usize, usize),
    /// By whom, which one; called in, or sent out again.
    Witness(usize, usize, bool),
    /// The next step of the plain path.
    OnWith,
    /// Any other step.
    Turn(u8),
    Wait(i64),
    /// Until so many milliseconds from when something is due next.
    Due(i64),
    /// By so many minutes, or until somebody says when.
    Postpone(Option<i64>),
    NoShow,
    /// The file is closed, with a reason or without.
    Archive(bool),
    /// The server starts again, and pages come back by themselves.
    Reopen,
    Write(usize, u8),
    /// By whom, which line, what it says then.
    Revise(usize, u8, u8),
    /// By whom, which line.
    Strike(usize, u8),
    /// Somebody wants the minutes corrected; whoever keeps them takes that, or does not.
    Correct(usize),
    AnswerCorrection(usize, bool),
    Freeze,
    /// By, whose, how, of how old a version, of which paper.
    Sign(usize, usize, u8, usize, bool),
    /// The newest version of a paper goes round the table.
    Round(u8, bool),
    Agree(u8, usize),
    /// Put to a unit, answered by a seat: yes or no.
    Propose(usize, usize),
    Answer(usize, bool),
    Issue(u8),
    Apart(usize, TalkKind),
    /// One goes apart, asks the other in, and that one comes.
    Together(usize, usize, TalkKind),
    Back(usize),
    Floor(usize, Option<usize>),
    /// An exhibit is shown to one seat or to all, or hidden.
    Show(usize, Option<usize>),
    Hide(usize),
    /// Hears the interpreter besides the floor, or the floor alone.
    Listen(usize, bool),
    /// The interpreter turns to the whole table, or back.
    Aloud(bool),
    /// A name is hidden by order, or shown again.
    Mask(usize, bool),
    /// A seat for somebody who helps this one.
    Help(usize),
    /// Somebody joins the table, takes the place of this seat, or gives it up.
    Reseat(u8, usize),
    /// Who is to preside when the presider is gone; by whom that is said.
    StandIn(usize, Option<usize>),
    /// By whom, whose microphone or everybody else's, muted or heard again.
    Mute(usize, Option<usize>, bool),
    /// All microphones are locked, or open.
    Lock(usize, bool),
    /// Somebody turns a source of their own on or off.
    Source(usize, SourceKind, bool),
    /// Whoever is in a private talk asks somebody in, or locks its door.
    Invite(usize, usize),
    LockTalk(usize, bool),
    /// The record is slow, and what the room asks it for waits.
    Slow(bool),
    /// It has stored the oldest that waits, or could not.
    Deliver,
    Fail,
    /// What becomes of the petition meanwhile.
    Matter(u8),
    /// The desk says whom the report accuses.
    Accuse(usize),
}

pub fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![4 => people(), 4 => stages(), 5 => papers(), 2 => places()]
}

fn seat() -> std::ops::Range<usize> {
    0..SEATS
}

/// Who keeps the minutes, or tries to.
fn keeper() -> impl Strategy<Value = usize> {
    prop_oneof![3 => 0..3_usize, 1 => Just(CLERKS[1])]
}

/// Who presides, or tries to.
fn presider() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(0), 1 => seat()]
}

/// Mostly screens: microphones and cameras are on as people come.
const SOURCES: [SourceKind; 4] =
    [SourceKind::Screen, SourceKind::Screen, SourceKind::Camera, SourceKind::Microphone];

fn people() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => seat().prop_map(Deed::Come),
        2 => seat().prop_map(Deed::Drop),
        1 => seat().prop_map(Deed::Leave),
        3 => seat().prop_map(Deed::Identify),
        8 => (prop_oneof![4 => Just(0), 1 => seat()], seat(), any::<bool>())
            .prop_map(|(by, whom, anyway)| Deed::Admit(by, whom, anyway)),
        1 => (seat(), seat()).prop_map(|(by, whom)| Deed::Dismiss(by, whom)),
        1 => (seat(), 2..ROLES.len()).prop_map(|(by, whom)| Deed::Remove(by, whom)),
        2 => (prop_oneof![3 => Just(1), 1 => seat()], prop::sample::select(WITNESSES.to_vec()), any::<bool>())
            .prop_map(|(by, which, calls)| Deed::Witness(by, which, calls)),
        1 => (PETITIONERS, any::<bool>()).prop_map(|(whose, hidden)| Deed::Mask(whose, hidden)),
        1 => PETITIONERS.prop_map(Deed::Help),
        1 => (any::<u8>(), seat()).prop_map(|(how, whom)| Deed::Reseat(how, whom)),
        // Whoever came with a petitioner is let in like them.
        1 => any::<bool>().prop_map(|anyway| Deed::Admit(0, HELPER, anyway)),
    ]
}

fn stages() -> impl Strategy<Value = Deed> {
    prop_oneof![
        10 => Just(Deed::OnWith),
        1 => any::<u8>().prop_map(Deed::Turn),
        2 => (0..40_000_i64).prop_map(Deed::Wait),
        3 => (-1..=1_i64).prop_map(Deed::Due),
        1 => any::<u8>().prop_map(Deed::Issue),
        2 => any::<u8>().prop_map(Deed::Matter),
        1 => (0..4_usize).prop_map(Deed::Accuse),
        1 => prop_oneof![7 => Just(Some(1_i64)), 1 => Just(Some(31)), 2 => Just(None)].prop_map(Deed::Postpone),
        1 => Just(Deed::NoShow),
        1 => any::<bool>().prop_map(Deed::Archive),
        1 => Just(Deed::Reopen),
        1 => prop::bool::weighted(0.4).prop_map(Deed::Slow),
        2 => Just(Deed::Deliver),
        1 => Just(Deed::Fail),
        1 => (prop_oneof![3 => Just(0), 1 => seat()], prop_oneof![3 => Just(Some(2)), 1 => prop::option::of(seat())])
            .prop_map(|(by, whom)| Deed::StandIn(by, whom)),
    ]
}

fn papers() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (keeper(), any::<u8>()).prop_map(|(by, text)| Deed::Write(by, text)),
        1 => (keeper(), any::<u8>(), any::<u8>())
            .prop_map(|(by, which, text)| Deed::Revise(by, which, text)),
        1 => (keeper(), any::<u8>()).prop_map(|(by, which)| Deed::Strike(by, which)),
        1 => seat().prop_map(Deed::Correct),
        1 => (keeper(), any::<bool>()).prop_map(|(by, taken)| Deed::AnswerCorrection(by, taken)),
        2 => Just(Deed::Freeze),
        12 => signing(),
        1 => any::<(u8, bool)>().prop_map(|(how, minutes)| Deed::Round(how, minutes)),
        2 => (any::<u8>(), seat()).prop_map(|(terms, by)| Deed::Agree(terms, by)),
        1 => (keeper(), seat()).prop_map(|(by, whom)| Deed::Propose(by, whom)),
        2 => (prop_oneof![2 => UNITS[0]..=UNITS[1], 1 => seat()], any::<bool>())
            .prop_map(|(by, yes)| Deed::Answer(by, yes)),
    ]
}

/// Mostly one's own word, or the clerk's for somebody; sometimes anybody's for anybody.
fn signing() -> impl Strategy<Value = Deed> {
    let who = prop_oneof![
        3 => seat().prop_map(|n| (n, n)),
        1 => (prop::sample::select(CLERKS.to_vec()), seat()),
        1 => (seat(), seat()),
    ];
    (who, any::<u8>(), 0..8_usize, prop::bool::weighted(0.7))
        .prop_map(|((by, whose), how, old, minutes)| Deed::Sign(by, whose, how, old, minutes))
}

fn places() -> impl Strategy<Value = Deed> {
    let talk =
        prop_oneof![Just(TalkKind::Deliberation), Just(TalkKind::Consultation), Just(TalkKind::Mediation)];
    prop_oneof![
        10 => (seat(), talk.clone()).prop_map(|(seat, of)| Deed::Apart(seat, of)),
        6 => (seat(), seat(), talk).prop_map(|(by, whom, of)| Deed::Together(by, whom, of)),
        1 => seat().prop_map(Deed::Back),
        2 => (seat(), prop::option::of(seat())).prop_map(|(by, to)| Deed::Floor(by, to)),
        2 => (seat(), prop::option::of(seat())).prop_map(|(by, to)| Deed::Show(by, to)),
        1 => seat().prop_map(Deed::Hide),
        3 => (seat(), any::<bool>()).prop_map(|(by, on)| Deed::Listen(by, on)),
        1 => prop::bool::weighted(0.3).prop_map(Deed::Aloud),
        3 => (presider(), prop::option::of(seat()), any::<bool>())
            .prop_map(|(by, whom, muted)| Deed::Mute(by, whom, muted)),
        1 => (presider(), any::<bool>()).prop_map(|(by, locked)| Deed::Lock(by, locked)),
        3 => (seat(), prop::sample::select(SOURCES.to_vec()), prop::bool::weighted(0.7))
            .prop_map(|(by, kind, on)| Deed::Source(by, kind, on)),
        5 => (seat(), seat()).prop_map(|(by, whom)| Deed::Invite(by, whom)),
        1 => (seat(), any::<bool>()).prop_map(|(by, locked)| Deed::LockTalk(by, locked)),
    ]
}

/// Everything that is not the plain path; what ends a hearing early is rare.
pub fn turn(which: u8) -> Step {
    let reason = || REASON.to_owned();
    match which {
        0..50 => Step::Pause { reason: reason() },
        50..90 => Step::Suspend { reason: reason() },
        90..120 => Step::ReopenSession { reason: reason() },
        120..170 => Step::ReopenReview { reason: reason() },
        170..200 => Step::ReviewMinutes,
        200..215 => Step::PreviousPhase { reason: reason() },
        215..225 => {
            Step::Close { reason: reason(), left: Unfinished { unsigned: Some(reason()), agreement: None } }
        }
        225..240 => Step::Adjourn { reason: reason() },
        240..250 => Step::ConvertInPerson { reason: reason() },
        _ => Step::Cancel { reason: reason() },
    }
}
