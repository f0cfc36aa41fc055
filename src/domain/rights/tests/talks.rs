use super::{
    seat::{shown, sitting},
    *,
};
use crate::domain::hearing::TalkKind as T;

fn door<'a>(of: T, people: &'a [R], stage: &'a Stage) -> Door<'a> {
    Door { of, people, stage }
}

fn comer(role: R) -> Comer {
    Comer { role, presides: role == R::Presider, admitted: true, invited: false }
}

fn waiting(role: R) -> Comer {
    Comer { admitted: false, ..comer(role) }
}

fn invited(who: Comer) -> Comer {
    Comer { invited: true, ..who }
}

/// Columns: deliberation, consultation of the petitioners, mediation. O opens, i may be in when invited, e may go in
/// uninvited.
#[test]
fn every_role_has_its_place_in_private_talks() {
    #[rustfmt::skip]
    let table = [
        (R::Presider,       ["Oie", "",    "Oi"]),
        (R::Clerk,          ["Oie", "",    "i"]),
        (R::HearingMember,  ["Oie", "",    ""]),
        (R::AgencyRep,      ["",    "O",   "i"]),
        (R::Petitioner,     ["",    "Oie", "i"]),
        (R::Representative, ["",    "Oie", "i"]),
        (R::Agent,          ["",    "Oie", "i"]),
        (R::Expert,         ["",    "i",   "i"]),
        (R::Mediator,       ["Oie", "",    "Oi"]),
        (R::Interpreter,    ["",    "i",   "i"]),
        (R::Witness,        ["",    "",    ""]),
        (R::Deputy,         ["",    "",    ""]),
        (R::GridWorker,     ["",    "i",   "i"]),
        (R::CompanyRep,     ["",    "O",   "i"]),
        (R::Observer,       ["",    "",    ""]),
        (R::Tech,           ["",    "",    ""]),
        (R::Officer,        ["",    "",    ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), R::ALL);
    let recess = stage_at(StageName::Paused, AgendaPhase::Statement);
    let talks =
        [(T::Deliberation, [R::Presider]), (T::Consultation, [R::Petitioner]), (T::Mediation, [R::Mediator])];
    for (role, expected) in table {
        let cells = talks.map(|(of, people)| {
            let (there, empty) = (door(of, &people, &recess), door(of, &[], &recess));
            let rights = [
                (may_open_talk(comer(role), true, &empty), 'O'),
                (may_enter_talk(invited(comer(role)), &there), 'i'),
                (may_enter_talk(comer(role), &there), 'e'),
            ];
            rights.into_iter().filter(|(right, _)| right.is_ok()).map(|(_, c)| c).collect::<String>()
        });
        assert_eq!(cells, expected, "{role}");
    }
}

/// Columns: the presider deliberates, sends a party to consult, mediates; a petitioner consults, goes in invited.
#[test]
fn every_stage_has_its_talks() {
    #[rustfmt::skip]
    let table = [
        (StageName::Requested,     AgendaPhase::Opening,      "....."),
        (StageName::Scheduled,     AgendaPhase::Opening,      "....."),
        (StageName::CheckIn,       AgendaPhase::Opening,      "dcmpi"),
        (StageName::Ready,         AgendaPhase::Opening,      "dcmpi"),
        (StageName::Countdown,     AgendaPhase::Opening,      "....."),
        (StageName::InSession,     AgendaPhase::Statement,    ".cm.i"),
        (StageName::InSession,     AgendaPhase::Deliberation, "dcmpi"),
        (StageName::Paused,        AgendaPhase::Statement,    "dcmpi"),
        (StageName::Suspended,     AgendaPhase::Statement,    "dcmpi"),
        (StageName::MinutesReview, AgendaPhase::ReadBack,     "dcmpi"),
        (StageName::Signing,       AgendaPhase::ReadBack,     "dcmpi"),
        (StageName::Closed,        AgendaPhase::ReadBack,     "....."),
        (StageName::OutcomeIssued, AgendaPhase::ReadBack,     "....."),
        (StageName::Cancelled,     AgendaPhase::ReadBack,     "....."),
        (StageName::Postponed,     AgendaPhase::ReadBack,     "....."),
        (StageName::NoShow,        AgendaPhase::ReadBack,     "....."),
    ];
    for (name, phase, expected) in table {
        let stage = stage_at(name, phase);
        let at = |of| door(of, &[], &stage);
        let rights = [
            (may_open_talk(comer(R::Presider), true, &at(T::Deliberation)), 'd'),
            (may_open_talk(comer(R::Presider), false, &at(T::Consultation)), 'c'),
            (may_open_talk(comer(R::Presider), true, &at(T::Mediation)), 'm'),
            (may_open_talk(comer(R::Petitioner), true, &at(T::Consultation)), 'p'),
            (may_enter_talk(invited(waiting(R::Petitioner)), &at(T::Consultation)), 'i'),
        ];
        let cells: String =
            rights.into_iter().map(|(right, c)| if right.is_ok() { c } else { '.' }).collect();
        assert_eq!(cells, expected, "{name} {phase}");
    }
}

#[test]
fn who_talks_apart_is_heard_there_whatever_the_stage_and_may_nothing_else() {
    let stage = stage_at(StageName::Paused, AgendaPhase::Statement);
    for (role, admitted, expected) in
        [(R::Representative, true, "asvx"), (R::Representative, false, "asvx"), (R::Presider, true, "asvxPM")]
    {
        let seat = seat_of(role);
        let sitting = Sitting { talk: Some(T::Mediation), ..sitting(&stage, &seat, admitted) };
        assert_eq!(shown(seat_grants(&sitting)), expected, "{role} {admitted}");
    }
    let over = stage_at(StageName::Closed, AgendaPhase::Statement);
    let seat = seat_of(R::Representative);
    let sitting = Sitting { talk: Some(T::Mediation), ..sitting(&over, &seat, true) };
    assert_eq!(seat_grants(&sitting), SeatGrants::default());
}

/// Whoever sits before the camera would hear it; presiding goes on.
#[test]
fn nothing_private_is_heard_where_somebody_sits_beside() {
    let session = stage_at(StageName::InSession, AgendaPhase::Statement);
    let deliberation = stage_at(StageName::InSession, AgendaPhase::Deliberation);
    let recess = stage_at(StageName::Paused, AgendaPhase::Statement);
    for (stage, talk, expected) in
        [(&session, None, "asvxPM"), (&deliberation, None, "PM"), (&recess, Some(T::Mediation), "PM")]
    {
        let seat = seat_of(R::Presider);
        let sitting = Sitting { talk, carries: true, ..sitting(stage, &seat, true) };
        assert_eq!(shown(seat_grants(&sitting)), expected, "{stage:?}");
    }
}

#[test]
fn witnesses_come_in_one_at_a_time_and_in_session_only() {
    let session = stage_at(StageName::InSession, AgendaPhase::Evidence);
    let deliberation = stage_at(StageName::InSession, AgendaPhase::Deliberation);
    let recess = stage_at(StageName::Paused, AgendaPhase::Evidence);
    for (stage, inside, expected) in [
        (&session, 0, Ok(())),
        (&session, 1, Err(TalkFault::WitnessInside)),
        (&deliberation, 0, Err(TalkFault::Stage)),
        (&recess, 0, Err(TalkFault::Stage)),
    ] {
        assert_eq!(may_call_witness(stage, inside), expected, "{stage:?}");
    }
}

#[test]
fn who_waits_opens_no_talk_but_may_be_asked_in() {
    let ready = stage_at(StageName::Ready, AgendaPhase::Opening);
    let door = door(T::Consultation, &[R::Agent], &ready);
    assert_eq!(may_open_talk(waiting(R::Petitioner), true, &door), Err(TalkFault::Lobby));
    assert_eq!(may_enter_talk(invited(waiting(R::Petitioner)), &door), Ok(()));
    assert_eq!(may_enter_talk(waiting(R::Petitioner), &door), Err(TalkFault::Uninvited));
}

#[test]
fn who_stands_in_opens_talks_and_calls_witnesses_as_the_presider_does() {
    let session = stage_at(StageName::InSession, AgendaPhase::Evidence);
    for (presides, expected) in [(true, true), (false, false)] {
        let who = Comer { presides, ..comer(R::HearingMember) };
        for (of, enters) in [(T::Mediation, true), (T::Consultation, false)] {
            assert_eq!(may_open_talk(who, enters, &door(of, &[], &session)).is_ok(), expected, "{of}");
        }
        assert_eq!(calls_witnesses(who), expected);
    }
    assert!(calls_witnesses(comer(R::Clerk)) && calls_witnesses(comer(R::Presider)));
}

/// Columns: never let in; let in; let in once and outside now. i in session, s while it is signed.
#[test]
fn minutes_are_read_at_the_table_and_outside_by_who_owes_their_word_on_them() {
    let cell = |seat: &Seat| {
        let stages = [(StageName::InSession, 'i'), (StageName::Signing, 's')];
        let reads = stages.into_iter().filter(|(stage, _)| reads_minutes_in_room(seat, *stage));
        reads.map(|(_, letter)| letter).collect::<String>()
    };
    for role in R::ALL {
        let (never, now) = (seat_of(*role), Seat { admitted: Some(NOW), ..seat_of(*role) });
        let out = Seat { heard: Some(NOW), ..seat_of(*role) };
        let expected = match role {
            R::Presider | R::Clerk => ["is", "is", "is"],
            R::AgencyRep | R::Petitioner | R::Representative | R::Agent | R::CompanyRep => ["", "is", "s"],
            R::Witness => ["", "", ""],
            _ => ["", "is", ""],
        };
        assert_eq!([never, now, out].map(|seat| cell(&seat)), expected, "{role}");
    }
    let acted = Seat { heard: Some(NOW), acted: Some(NOW), ..seat_of(R::HearingMember) };
    assert_eq!(cell(&acted), "s", "who stood in signs");
    let removed = Seat {
        admitted: Some(NOW),
        gone: Some(Gone::Removed { reason: "扰乱秩序".to_owned() }),
        ..seat_of(R::Clerk)
    };
    assert_eq!(cell(&removed), "");
}
