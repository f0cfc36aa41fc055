//! The lifecycle against its table; `model` plays it at random.

#[path = "lifecycle_model.rs"]
mod model;

use super::*;
use crate::domain::{
    hearing::{
        Archived, HearingKind, Occupant, Package, ParticipantRole, Seat, StageName, Unfinished,
        default_agenda,
    },
    ids::SeatId,
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const REASON: &str = "信访人身体不适";
const PACKAGE: Package = Package { sha256: [7; 32], bytes: 4000, seals: 1 };

fn hearing(stage: Stage) -> Hearing {
    let kind = HearingKind::JointReception;
    Hearing {
        number: "TJ62010020261123-1".to_owned(),
        kind,
        title: "联合接访".to_owned(),
        starts_at: NOW,
        ends_at: NOW.plus_millis(3_600_000),
        agenda: default_agenda(kind).to_vec(),
        stage,
        version: 3,
        ..Hearing::blank()
    }
}

fn stage(name: StageName) -> Stage {
    Stage::sample(name, AgendaPhase::Statement, NOW, REASON)
}

fn sample(kind: StepKind) -> Step {
    let reason = REASON.to_owned();
    match kind {
        StepKind::Schedule => Step::Schedule,
        StepKind::OpenCheckIn => Step::OpenCheckIn,
        StepKind::QuorumReached => Step::QuorumReached,
        StepKind::QuorumLost => Step::QuorumLost,
        StepKind::Start => Step::Start,
        StepKind::Begin => Step::Begin,
        StepKind::NextPhase => Step::NextPhase,
        StepKind::PreviousPhase => Step::PreviousPhase { reason },
        StepKind::Pause => Step::Pause { reason },
        StepKind::Suspend => Step::Suspend { reason },
        StepKind::Resume => Step::Resume,
        StepKind::ReviewMinutes => Step::ReviewMinutes,
        StepKind::ReopenSession => Step::ReopenSession { reason },
        StepKind::StartSigning => Step::StartSigning,
        StepKind::ReopenReview => Step::ReopenReview { reason },
        StepKind::Close => Step::Close { reason, left: Unfinished::default() },
        StepKind::IssueOutcome => Step::IssueOutcome { left: Unfinished::default() },
        StepKind::Cancel => Step::Cancel { reason },
        StepKind::Postpone => Step::Postpone { reason, to: Some(later()) },
        StepKind::DeclareNoShow => Step::DeclareNoShow { reason },
        StepKind::Adjourn => Step::Adjourn { reason },
        StepKind::ConvertInPerson => Step::ConvertInPerson { reason },
        StepKind::Archive => Step::Archive { package: PACKAGE, reason: Some(reason) },
    }
}

fn later() -> (Timestamp, Timestamp) {
    (NOW.plus_millis(86_400_000), NOW.plus_millis(90_000_000))
}

fn all_there() -> Presence {
    Presence { petitioner_there: true, ..Presence::default() }
}

fn clerk_missing(since: i64) -> Presence {
    Presence { missing: vec!["书记员".to_owned()], missing_since: Some(Timestamp(since)), ..all_there() }
}

/// Past the countdown and the wait for the petitioner.
fn moment() -> Timestamp {
    NOW.plus_millis(NO_SHOW_WAIT)
}

/// Every cell: `.` is refused for its stage, else where it leads when nothing else stands against it.
#[test]
fn every_cell_of_the_table_has_its_verdict() {
    use StageName as S;
    #[rustfmt::skip]
    let columns: [(StepKind, &[(S, S)]); 23] = [
        (StepKind::Schedule,      &[(S::Requested, S::Scheduled)]),
        (StepKind::OpenCheckIn,   &[(S::Scheduled, S::CheckIn)]),
        (StepKind::QuorumReached, &[(S::CheckIn, S::Ready)]),
        (StepKind::QuorumLost,    &[(S::Ready, S::CheckIn), (S::Countdown, S::CheckIn)]),
        (StepKind::Start,         &[(S::Ready, S::Countdown)]),
        (StepKind::Begin,         &[(S::Countdown, S::InSession)]),
        (StepKind::NextPhase,     &[(S::InSession, S::InSession)]),
        (StepKind::PreviousPhase, &[(S::InSession, S::InSession)]),
        (StepKind::Pause,         &[(S::InSession, S::Paused)]),
        (StepKind::Suspend,       &[(S::InSession, S::Suspended), (S::Paused, S::Suspended)]),
        (StepKind::Resume,        &[(S::Paused, S::InSession), (S::Suspended, S::InSession)]),
        (StepKind::ReviewMinutes, &[(S::InSession, S::MinutesReview), (S::Paused, S::MinutesReview), (S::Suspended, S::MinutesReview)]),
        (StepKind::ReopenSession, &[(S::MinutesReview, S::InSession)]),
        (StepKind::StartSigning,  &[(S::MinutesReview, S::Signing)]),
        (StepKind::ReopenReview,  &[(S::Signing, S::MinutesReview)]),
        (StepKind::Close,         &[(S::MinutesReview, S::Closed), (S::Signing, S::Closed)]),
        (StepKind::IssueOutcome,  &[(S::MinutesReview, S::OutcomeIssued), (S::Signing, S::OutcomeIssued), (S::Closed, S::OutcomeIssued), (S::InPerson, S::OutcomeIssued)]),
        (StepKind::Cancel,        &[(S::Requested, S::Cancelled), (S::Scheduled, S::Cancelled), (S::CheckIn, S::Cancelled), (S::Ready, S::Cancelled), (S::Countdown, S::Cancelled), (S::Postponed, S::Cancelled)]),
        (StepKind::Postpone,      &[(S::Scheduled, S::Scheduled), (S::CheckIn, S::Scheduled), (S::Ready, S::Scheduled), (S::Postponed, S::Scheduled)]),
        (StepKind::DeclareNoShow, &[(S::CheckIn, S::NoShow)]),
        (StepKind::Adjourn,       &[(S::InSession, S::Adjourned), (S::Paused, S::Adjourned), (S::Suspended, S::Adjourned), (S::MinutesReview, S::Adjourned), (S::Signing, S::Adjourned)]),
        (StepKind::ConvertInPerson, &[(S::Scheduled, S::InPerson), (S::Postponed, S::InPerson), (S::CheckIn, S::InPerson), (S::Ready, S::InPerson), (S::Countdown, S::InPerson), (S::InSession, S::InPerson), (S::Paused, S::InPerson), (S::Suspended, S::InPerson), (S::MinutesReview, S::InPerson), (S::Signing, S::InPerson)]),
        (StepKind::Archive,       &[(S::Closed, S::Closed), (S::OutcomeIssued, S::OutcomeIssued), (S::NoShow, S::NoShow), (S::Adjourned, S::Adjourned), (S::InPerson, S::InPerson)]),
    ];
    assert_eq!(columns.map(|(kind, _)| kind).as_slice(), StepKind::ALL);
    for (kind, ways) in columns {
        for from in StageName::ALL {
            let presence =
                if kind == StepKind::DeclareNoShow { clerk_missing(0).absent() } else { all_there() };
            let found = super::step(&hearing(stage(*from)), sample(kind), &presence, moment());
            let expected = ways.iter().find(|(way, _)| way == from).map(|(_, to)| *to);
            assert_eq!(possible(*from, kind), expected.is_some(), "{from} × {kind}");
            match (found, expected) {
                (Ok(stepped), Some(to)) => assert_eq!(stepped.hearing.stage.name(), to, "{from} × {kind}"),
                (Err(refusal), None) => assert_eq!(refusal.code, RefusalCode::WrongStage, "{from} × {kind}"),
                (found, expected) => panic!("{from} × {kind}: {found:?}, expected {expected:?}"),
            }
        }
    }
}

impl Presence {
    fn absent(self) -> Self {
        Self { petitioner_there: false, ..self }
    }
}

#[track_caller]
fn refused(from: StageName, step: Step, presence: &Presence, now: Timestamp, code: RefusalCode) {
    let refusal = super::step(&hearing(stage(from)), step, presence, now).unwrap_err();
    assert_eq!(refusal.code, code);
}

#[test]
fn a_file_is_closed_once_and_nothing_is_added_to_it() {
    use StageName as S;
    for from in [S::Closed, S::OutcomeIssued, S::NoShow, S::Adjourned, S::InPerson] {
        let open = hearing(stage(from));
        let bare = super::step(&open, Step::Archive { package: PACKAGE, reason: None }, &all_there(), NOW);
        let needs_reason = bare.as_ref().is_err_and(|refusal| refusal.code == RefusalCode::ReasonNeeded);
        assert_eq!(needs_reason, from != S::OutcomeIssued, "{from}: {bare:?}");
        let archived = super::step(&open, sample(StepKind::Archive), &all_there(), NOW).unwrap();
        assert_eq!(archived.change.kind, EventKind::HearingArchived);
        let detail = |name: &str| archived.change.details.iter().find(|(known, _)| known == name).unwrap();
        assert_eq!((&*detail("sha256").1, &*detail("bytes").1), (&*"07".repeat(32), "4000"));
        assert_eq!(archived.hearing.archived, Some(Archived { at: NOW, sha256: [7; 32], bytes: 4000 }));
        for kind in StepKind::ALL {
            let refusal = super::step(&archived.hearing, sample(*kind), &all_there(), moment()).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::Archived, "{kind} of what was archived {from}");
        }
        let corrected = || Change::new(EventKind::HearingOutcomeCorrected);
        let (opened, change) = archived.hearing.reopened_by(corrected());
        assert_eq!(
            (opened, change.details.len()),
            (Some(Hearing { archived: None, ..archived.hearing.clone() }), 1)
        );
        assert_eq!(change.details[0].1, "07".repeat(32), "which package said otherwise");
        assert_eq!(open.reopened_by(corrected()).0, None, "it is open");
    }
}

#[test]
fn nothing_begins_or_goes_on_without_a_quorum() {
    for (from, kind) in [
        (StageName::CheckIn, StepKind::QuorumReached),
        (StageName::Ready, StepKind::Start),
        (StageName::Countdown, StepKind::Begin),
        (StageName::Paused, StepKind::Resume),
        (StageName::Suspended, StepKind::Resume),
        (StageName::MinutesReview, StepKind::ReopenSession),
    ] {
        refused(from, sample(kind), &clerk_missing(0), moment(), RefusalCode::NoQuorum);
    }
}

#[test]
fn who_interrupts_or_ends_says_why() {
    let short = || "临时有事".to_owned();
    for (from, step) in [
        (StageName::InSession, Step::PreviousPhase { reason: short() }),
        (StageName::InSession, Step::Pause { reason: short() }),
        (StageName::InSession, Step::Suspend { reason: short() }),
        (StageName::MinutesReview, Step::ReopenSession { reason: short() }),
        (StageName::MinutesReview, Step::Close { reason: String::new(), left: Unfinished::default() }),
        (StageName::Scheduled, Step::Cancel { reason: short() }),
        (StageName::Scheduled, Step::Postpone { reason: short(), to: None }),
        (StageName::CheckIn, Step::DeclareNoShow { reason: short() }),
    ] {
        refused(from, step, &all_there().absent(), moment(), RefusalCode::ReasonNeeded);
    }
}

#[test]
fn the_countdown_cannot_be_cut_short() {
    let over = NOW.plus_millis(COUNTDOWN);
    refused(StageName::Countdown, Step::Begin, &all_there(), over.plus_millis(-1), RefusalCode::TooEarly);
    let begun = super::step(&hearing(stage(StageName::Countdown)), Step::Begin, &all_there(), over).unwrap();
    let expected = Stage::InSession { since: over, phase: AgendaPhase::Opening, phase_since: over };
    assert_eq!(begun.hearing.stage, expected);
}

#[test]
fn a_no_show_is_declared_only_after_the_wait_and_only_without_the_petitioner() {
    let step = || sample(StepKind::DeclareNoShow);
    let early = moment().plus_millis(-1);
    refused(StageName::CheckIn, step(), &clerk_missing(0), moment(), RefusalCode::PetitionerPresent);
    refused(StageName::CheckIn, step(), &clerk_missing(0).absent(), early, RefusalCode::TooEarly);
}

#[test]
fn phases_follow_the_agenda_to_its_ends() {
    let mut current = hearing(Stage::InSession { since: NOW, phase: AgendaPhase::Opening, phase_since: NOW });
    refused_at_end(&current, sample(StepKind::PreviousPhase));
    for expected in &current.agenda.clone()[1..] {
        let stepped = super::step(&current, Step::NextPhase, &all_there(), moment()).unwrap();
        current = stepped.hearing;
        let stage = Stage::InSession { since: NOW, phase: *expected, phase_since: moment() };
        assert_eq!(current.stage, stage);
        assert_eq!(stepped.change.kind, EventKind::HearingPhase);
    }
    refused_at_end(&current, Step::NextPhase);
    let back = super::step(&current, sample(StepKind::PreviousPhase), &all_there(), moment()).unwrap();
    assert_eq!(back.hearing.stage.phase(), Some(AgendaPhase::Conclusion));
    assert_eq!(back.change.reason.as_deref(), Some(REASON));
}

#[track_caller]
fn refused_at_end(hearing: &Hearing, step: Step) {
    let refusal = super::step(hearing, step, &all_there(), moment()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NoSuchPhase);
}

#[test]
fn a_break_does_not_count_against_the_phase() {
    let session = hearing(Stage::InSession { since: NOW, phase: AgendaPhase::Statement, phase_since: NOW });
    let mut current = session;
    // 10 s of statement, 60 s of recess that turns into a fault, 100 s of fault, on again.
    for (after, step) in [(10, sample(StepKind::Pause)), (70, sample(StepKind::Suspend)), (170, Step::Resume)]
    {
        let now = NOW.plus_millis(after * 1000);
        current = super::step(&current, step, &all_there(), now).unwrap().hearing;
    }
    let resumed = NOW.plus_millis(170_000);
    let phase_since = resumed.plus_millis(-10_000);
    assert_eq!(
        current.stage,
        Stage::InSession { since: resumed, phase: AgendaPhase::Statement, phase_since }
    );
}

#[test]
fn a_postponed_hearing_waits_for_new_times_and_takes_only_sane_ones() {
    let without = Step::Postpone { reason: REASON.to_owned(), to: None };
    let postponed =
        super::step(&hearing(Stage::Scheduled), without.clone(), &all_there(), NOW).unwrap().hearing;
    assert_eq!(postponed.stage.name(), StageName::Postponed);
    refused(StageName::Postponed, without, &all_there(), NOW, RefusalCode::BadTimes);

    let minute = 60_000;
    for (from, to, good) in [
        (0, 5, true),
        (0, 480, true),
        (-5, 60, true),
        (0, 4, false),
        (0, 481, false),
        (-6, 60, false),
        (400 * 1440 + 1, 400 * 1440 + 61, false),
        (10, 0, false),
    ] {
        let times = (NOW.plus_millis(from * minute), NOW.plus_millis(to * minute));
        let step = Step::Postpone { reason: REASON.to_owned(), to: Some(times) };
        let found = super::step(&postponed, step, &all_there(), NOW);
        assert_eq!(found.is_ok(), good, "{from} to {to}");
        if let Ok(Stepped { hearing, change }) = found {
            assert_eq!((hearing.starts_at, hearing.ends_at), times);
            assert!(change.details.iter().any(|(name, _)| name == "ends_at"), "{change:?}");
        }
    }
}

#[test]
fn who_was_let_in_for_a_day_is_let_in_anew_for_another() {
    let occupant = Occupant::External { organisation: String::new(), name: String::new(), phone: None };
    let seat = Seat::new(SeatId(Uuid::nil()), ParticipantRole::Petitioner, occupant);
    let postpone = |to| Step::Postpone { reason: REASON.to_owned(), to };
    for (from, step, admitted) in [
        (StageName::Ready, postpone(None), None),
        (StageName::CheckIn, postpone(Some(later())), None),
        (StageName::Ready, Step::Start, Some(NOW)),
    ] {
        let seats = vec![Seat { admitted: Some(NOW), ..seat.clone() }];
        let hearing = Hearing { seats, ..hearing(stage(from)) };
        let stepped = super::step(&hearing, step, &all_there(), NOW).unwrap();
        assert_eq!(stepped.hearing.seats[0].admitted, admitted, "{from}");
    }
}

#[test]
fn clocks_and_presence_move_the_hearing_by_themselves() {
    let missing = |since| clerk_missing(since);
    let (now, gone) = (NOW.0, NOW.plus_millis(-ABSENCE_GRACE).0);
    for (name, presence, expected) in [
        (StageName::Scheduled, all_there(), Some(StepKind::OpenCheckIn)),
        (StageName::CheckIn, all_there(), Some(StepKind::QuorumReached)),
        (StageName::CheckIn, missing(gone), None),
        (StageName::Ready, all_there(), None),
        (StageName::Ready, missing(now), Some(StepKind::QuorumLost)),
        (StageName::Countdown, missing(now), Some(StepKind::QuorumLost)),
        (StageName::Countdown, all_there(), None),
        (StageName::InSession, all_there(), None),
        (StageName::InSession, missing(gone + 1), None),
        (StageName::InSession, missing(gone), Some(StepKind::Suspend)),
        (StageName::Paused, missing(gone), None),
        (StageName::MinutesReview, missing(gone), None),
        (StageName::Closed, missing(gone), None),
    ] {
        let hearing = hearing(stage(name));
        let step = automatic(&hearing, &presence, NOW);
        assert_eq!(step.as_ref().map(Step::kind), expected, "{name}");
        if let Some(step) = step {
            assert!(super::step(&hearing, step, &presence, NOW).is_ok(), "{name}");
        }
    }
}

#[test]
fn check_in_opens_thirty_minutes_before() {
    let scheduled = hearing(Stage::Scheduled);
    let opens = NOW.plus_millis(-CHECK_IN_BEFORE);
    assert_eq!(wake_at(&scheduled, &all_there()), Some(opens));
    assert_eq!(automatic(&scheduled, &all_there(), opens.plus_millis(-1)), None);
    assert_eq!(automatic(&scheduled, &all_there(), opens), Some(Step::OpenCheckIn));
}

#[test]
fn what_is_adjourned_while_its_minutes_are_read_back_had_reached_its_last_phase() {
    for from in [StageName::MinutesReview, StageName::Signing] {
        let before = hearing(stage(from));
        let adjourned = super::step(&before, sample(StepKind::Adjourn), &all_there(), moment()).unwrap();
        let Stage::Adjourned { phase, .. } = adjourned.hearing.stage else { panic!("{from}") };
        assert_eq!(phase, before.last_phase(), "{from}");
    }
}
