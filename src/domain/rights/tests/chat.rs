use super::*;

/// Read, write to the Table, Staff, Desk; and Exhibits.
fn cell(role: R, stage: &Stage, has_floor: bool) -> String {
    let grants = seat_grants(&Sitting { has_floor, ..super::seat::sitting(stage, &seat_of(role), true) });
    let granted = [
        (grants.chat.read, 'r'),
        (grants.chat.table, 'T'),
        (grants.chat.staff, 'S'),
        (grants.chat.desk, 'D'),
        (grants.present, 'X'),
    ];
    granted.into_iter().filter(|(granted, _)| *granted).map(|(_, letter)| letter).collect()
}

/// Columns: at check-in; in session; in deliberation; closed.
#[test]
fn who_writes_to_whom_and_shows_exhibits() {
    #[rustfmt::skip]
    let table = [
        (R::Presider,       ["SD", "rTSDX", "SDX", ""]),
        (R::Clerk,          ["SD", "rTSDX", "SDX", ""]),
        (R::HearingMember,  ["S",  "rTS",   "S",   ""]),
        (R::AgencyRep,      ["",   "rT",    "",    ""]),
        (R::Petitioner,     ["",   "rT",    "",    ""]),
        (R::Representative, ["",   "rT",    "",    ""]),
        (R::Agent,          ["",   "rT",    "",    ""]),
        (R::Expert,         ["",   "r",     "",    ""]),
        (R::Mediator,       ["S",  "rTS",   "S",   ""]),
        (R::Interpreter,    ["",   "rT",    "",    ""]),
        (R::Witness,        ["",   "",      "",    ""]),
        (R::Deputy,         ["",   "r",     "",    ""]),
        (R::GridWorker,     ["",   "r",     "",    ""]),
        (R::CompanyRep,     ["",   "rT",    "",    ""]),
        (R::Observer,       ["",   "r",     "",    ""]),
        (R::Tech,           ["S",  "rS",    "",    ""]),
        (R::Officer,        ["SD", "rSD",   "D",   ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), R::ALL);
    let stages = [
        stage_at(StageName::CheckIn, AgendaPhase::Statement),
        stage_at(StageName::InSession, AgendaPhase::Statement),
        stage_at(StageName::InSession, AgendaPhase::Deliberation),
        stage_at(StageName::Closed, AgendaPhase::Statement),
    ];
    for (role, expected) in table {
        assert_eq!(stages.each_ref().map(|stage| cell(role, stage, false)), expected, "{role}");
    }
    let [_, session, deliberation, _] = &stages;
    assert_eq!(cell(R::Witness, session, true), "r", "with the floor a witness reads");
    for stage in [StageName::Paused, StageName::Suspended] {
        let rests = stage_at(stage, AgendaPhase::Deliberation);
        assert_eq!(cell(R::Petitioner, &rests, false), "", "and so it rests while that is {stage}");
        assert_eq!(cell(R::Officer, &rests, false), "D", "the panel writes by itself");
    }
    assert_eq!(cell(R::Petitioner, deliberation, true), "", "whoever has the floor");
    let paused = stage_at(StageName::Paused, AgendaPhase::Statement);
    assert_eq!(cell(R::Petitioner, &paused, false), "rT", "in recess one may still write");
}

#[test]
fn exhibits_are_brought_by_parties_and_panel_until_the_minutes_are_read_back() {
    let brings = |role, stage| may_bring_exhibit(&seat_of(role), stage);
    for (role, stage, may) in [
        (R::Petitioner, StageName::CheckIn, true),
        (R::CompanyRep, StageName::InSession, true),
        (R::AgencyRep, StageName::Paused, true),
        (R::Clerk, StageName::Scheduled, true),
        (R::Petitioner, StageName::MinutesReview, false),
        (R::Petitioner, StageName::Closed, false),
        (R::Observer, StageName::InSession, false),
        (R::Witness, StageName::InSession, false),
        (R::Interpreter, StageName::InSession, false),
    ] {
        assert_eq!(brings(role, stage), may, "{role} {stage}");
    }
    let removed =
        Seat { gone: Some(Gone::Removed { reason: "扰乱秩序".to_owned() }), ..seat_of(R::Petitioner) };
    assert!(!may_bring_exhibit(&removed, StageName::InSession));
}
