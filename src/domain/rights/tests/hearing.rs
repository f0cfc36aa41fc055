use super::*;
use crate::domain::HOUR_MS;

/// See, issue Links, issue Outcome, Publish, put the outcome right (X), deliVer, Cancel, postpone (D), chaNge the table,
/// adJourn, face to face (Y), Enter, read Minutes, play the Recording, tAke the package, close the File, Keep the recording,
/// check In, assisT, saW the paper.
const LETTERS: &str = "SlopxvcdnjyEmrafkitw";

fn rights(category: Category, me: &Official, hearing: &Hearing, relation: SeatRelation) -> HearingRights {
    hearing_rights(me, hearing, &petition_in(category, PetitionState::Screening), relation)
}

/// What may be done at one stage at least, with a seat of one's own in `own`.
fn cell(category: Category, role: Role, at: At, own: Option<R>, relation: SeatRelation) -> String {
    let all: Vec<_> = StageName::ALL
        .iter()
        .map(|name| {
            let stage = stage_at(*name, AgendaPhase::Statement);
            rights(category, &actor(role, at), &Hearing { stage, ..hearing_with(own) }, relation)
        })
        .collect();
    letters(HearingAction::ALL, LETTERS, |action| all.iter().any(|rights| rights.may(action)))
}

/// Columns: host; host and presiding; host and clerk; the bureau of the place; a bureau beside; an organ
/// with a seat; an organ with an own seat.
#[test]
fn every_role_does_to_a_hearing_what_its_place_allows() {
    const OWN: [&str; 2] = ["SEm", "SEm"];
    // Where they stand people show their papers.
    const SEEN: [&str; 2] = ["SEmw", "SEmw"];
    #[rustfmt::skip]
    let table = [
        (Role::CounterClerk,   ["Slcdnymiw",   "SlopxcdnjyEmraitw", "SlocdnyEmaitw",  "Sm", ""], SEEN),
        (Role::Screener,       ["Slcdnymiw",   "SlopxcdnjyEmraitw", "SlocdnyEmaitw",  "Sm", ""], OWN),
        (Role::BureauHead,     ["Slopxcdnjymrafkiw", "SlopxcdnjyEmrafkitw", "SlopxcdnjyEmrafkitw", "Smr", ""], OWN),
        (Role::Handler,        ["Sm",      "SlopxcdnjyEmraitw", "SoEmaitw",     "Sm", ""], OWN),
        (Role::UnitHead,       ["Sm",      "SlopxcdnjyEmraitw", "SoEmaitw",     "Sm", ""], OWN),
        (Role::Presider,       ["Slpcdnymriw",  "SlopxcdnjyEmraitw", "SlopcdnyEmraitw", "Smr", ""], OWN),
        (Role::Clerk,          ["Slcdnymriw",   "SlopxcdnjyEmraitw", "SlocdnyEmraitw",  "Smr", ""], SEEN),
        (Role::Leader,         ["Smr",      "SlopxcdnjyEmraitw", "SoEmraitw",     "Smr", ""], OWN),
        (Role::Officer,        ["Sitw",       "SlopxcdnjyEmraitw", "SoEmaitw",     "St",  ""], ["SEw", "SEmw"]),
        (Role::Supervisor,     ["Sm",      "SlopxcdnjyEmraitw", "SoEmaitw",     "Sm", ""], OWN),
        (Role::DisciplineDesk, ["",        "SlopxcdnjyEmraitw", "SoEmaitw",     "",   ""], ["", "SEm"]),
        (Role::Archivist,      ["Safk",    "SlopxcdnjyEmrafkitw", "SoEmafkitw",   "",   ""], ["", "SEm"]),
        (Role::Auditor,        ["",        "SlopxcdnjyEmraitw", "SoEmaitw",     "",   ""], ["", "SEm"]),
        (Role::SecurityAdmin,  ["",        "SlopxcdnjyEmraitw", "SoEmaitw",     "",   ""], ["", "SEm"]),
        (Role::SystemAdmin,    ["",        "SlopxcdnjyEmraitw", "SoEmaitw",     "",   ""], ["", "SEm"]),
    ];
    assert_eq!(table.each_ref().map(|(role, ..)| *role).as_slice(), Role::ALL);
    for (role, expected, seated) in table {
        let cell = |at, own, relation| cell(Category::Appeal, role, at, own, relation);
        let cells = [
            cell(At::Above, None, SeatRelation::None),
            cell(At::Above, Some(R::Presider), SeatRelation::Own),
            cell(At::Above, Some(R::Clerk), SeatRelation::Own),
            cell(At::Registrar, None, SeatRelation::None),
            cell(At::Beside, None, SeatRelation::None),
        ];
        assert_eq!(cells, expected, "{role}");
        let cells = [
            cell(At::Elsewhere, None, SeatRelation::Agency),
            cell(At::Elsewhere, Some(R::AgencyRep), SeatRelation::Own),
        ];
        assert_eq!(cells, seated, "{role}");
    }
}

/// A witness tells what it knows, not what it read (OLR21 26).
#[test]
fn an_official_who_testifies_reads_the_minutes_when_the_hearing_is_over() {
    for (name, reads) in
        [(StageName::InSession, false), (StageName::Paused, false), (StageName::Closed, true)]
    {
        let stage = stage_at(name, AgendaPhase::Statement);
        let hearing = Hearing { stage, ..hearing_with(Some(R::Witness)) };
        for at in [At::Elsewhere, At::Above] {
            let rights = rights(Category::Appeal, &actor(Role::Handler, at), &hearing, SeatRelation::Own);
            assert_eq!(rights.may(HearingAction::ReadMinutes), reads, "{name} {at:?}");
        }
    }
}

/// Who waits outside, or was sent out, is told of none in the room.
#[test]
fn an_official_outside_reads_no_minutes_while_the_hearing_goes_on() {
    use StageName::{CheckIn, Closed, InSession, Signing};
    let out = Seat { heard: Some(NOW), ..seat_of(R::AgencyRep) };
    let sits = Seat { admitted: Some(NOW), ..seat_of(R::AgencyRep) };
    for (seat, reads) in [
        (seat_of(R::AgencyRep), [false, false, false, true]),
        (out, [false, false, true, true]),
        (sits, [true; 4]),
        (seat_of(R::Clerk), [true; 4]),
    ] {
        let found = [CheckIn, InSession, Signing, Closed].map(|name| {
            let stage = stage_at(name, AgendaPhase::Statement);
            let hearing = Hearing { stage, seats: vec![seat.clone()], ..hearing_with(None) };
            let me = actor(Role::Handler, At::Elsewhere);
            rights(Category::Appeal, &me, &hearing, SeatRelation::Own).may(HearingAction::ReadMinutes)
        });
        assert_eq!(found, reads, "{}", seat.role);
    }
}

/// Columns: host; host and presiding; the bureau of the place; an organ with a seat; an organ with an own
/// seat; the accused with an own seat.
#[test]
fn the_hearing_of_a_report_is_behind_the_wall_and_never_published() {
    for role in Role::ALL {
        let desk = *role == Role::DisciplineDesk;
        let cell = |at, own, relation| cell(Category::Report, *role, at, own, relation);
        let cells = [
            cell(At::Above, None, SeatRelation::None),
            cell(At::Above, Some(R::Presider), SeatRelation::Own),
            cell(At::Registrar, None, SeatRelation::None),
            cell(At::Elsewhere, None, SeatRelation::Agency),
            cell(At::Elsewhere, Some(R::AgencyRep), SeatRelation::Own),
            cell(At::Accused, Some(R::AgencyRep), SeatRelation::Own),
        ];
        let [host, presiding, place] = if desk {
            ["Sloxcdnjymrafkitw", "SloxcdnjyEmrafkitw", "Sm"]
        } else {
            ["", "SloxcdnjyEmraitw", ""]
        };
        assert_eq!(cells, [host, presiding, place, "", "SEm", ""], "{role}");
    }
}

/// It was sealed by mistake and is open: whom it seemed to accuse is forgotten, so that of the desks only the host's knows of
/// the hearing. Columns: host; the bureau of the place; an organ with a seat; an organ with an own seat.
#[test]
fn a_hearing_held_behind_the_wall_stays_there_when_it_is_taken_down() {
    let over = |own| Hearing {
        stage: stage_at(StageName::OutcomeIssued, AgendaPhase::Statement),
        starts_at: NOW.plus_millis(HOUR_MS),
        ..hearing_with(own)
    };
    let cell = |opened_at, role, at, own, relation| {
        let mut petition = petition_in(Category::Appeal, PetitionState::Screening);
        petition.course.opened_at = opened_at;
        let rights = hearing_rights(&actor(role, at), &over(own), &petition, relation);
        letters(HearingAction::ALL, LETTERS, |action| rights.may(action))
    };
    // Check-in opens half an hour before: whoever came was there before the wall fell.
    let (before, after) = (NOW.plus_millis(HOUR_MS / 2), NOW.plus_millis(HOUR_MS / 2 + 1));
    for role in Role::ALL {
        let cells = |opened_at| {
            [
                cell(opened_at, *role, At::Above, None, SeatRelation::None),
                cell(opened_at, *role, At::Registrar, None, SeatRelation::None),
                cell(opened_at, *role, At::Elsewhere, None, SeatRelation::Agency),
                cell(opened_at, *role, At::Elsewhere, Some(R::AgencyRep), SeatRelation::Own),
            ]
        };
        let host = if *role == Role::DisciplineDesk { "Sxmrafk" } else { "" };
        assert_eq!(cells(Some(after)), [host, "", "", "Sm"], "{role}");
        assert_eq!(cells(Some(before)), cells(None), "{role}: it was all in the open");
    }
}

/// Columns: who presides, and a handler of an organ with a seat.
#[test]
fn each_stage_has_its_doors() {
    #[rustfmt::skip]
    let table = [
        (StageName::Requested,     ["Sc",     "S"]),
        (StageName::Scheduled,     ["SlcdnyEitw",  "S"]),
        (StageName::CheckIn,       ["SlcdnyEmritw", "SE"]),
        (StageName::Ready,         ["SlcdnyEmritw", "SE"]),
        (StageName::Countdown,     ["SlcnyEmritw",  "SE"]),
        (StageName::InSession,     ["SlnjyEmritw",   "SE"]),
        (StageName::Paused,        ["SlnjyEmritw",   "SE"]),
        (StageName::Suspended,     ["SlnjyEmritw",   "SE"]),
        (StageName::MinutesReview, ["SlojyEmritw",  "SE"]),
        (StageName::Signing,       ["SlojyEmritw",  "SE"]),
        (StageName::Closed,        ["Somra",   "Sm"]),
        (StageName::OutcomeIssued, ["Spxmra",  "Sm"]),
        (StageName::Cancelled,     ["S",      "S"]),
        (StageName::Postponed,     ["Slcdny",   "S"]),
        (StageName::NoShow,        ["Smra",    "Sm"]),
        (StageName::Adjourned,     ["Smra",    "Sm"]),
        (StageName::InPerson,      ["Somra",   "Sm"]),
    ];
    assert_eq!(table.each_ref().map(|(name, _)| *name).as_slice(), StageName::ALL);
    for (name, expected) in table {
        let hearing =
            Hearing { stage: stage_at(name, AgendaPhase::Statement), ..hearing_with(Some(R::Presider)) };
        let mut guest = actor(Role::Handler, At::Elsewhere);
        guest.staff.id = StaffId(Uuid::nil());
        let cells = [
            rights(Category::Appeal, &actor(Role::Presider, At::Above), &hearing, SeatRelation::Own),
            rights(Category::Appeal, &guest, &hearing, SeatRelation::Agency),
        ]
        .map(|rights| letters(HearingAction::ALL, LETTERS, |action| rights.may(action)));
        assert_eq!(cells, expected, "{name}");
    }
}

#[test]
fn a_disabled_account_and_a_removed_presider_lose_their_rights() {
    let mut hearing = Hearing {
        stage: stage_at(StageName::MinutesReview, AgendaPhase::Statement),
        ..hearing_with(Some(R::Presider))
    };
    let mut me = actor(Role::Handler, At::Elsewhere);
    let outcome = |me: &Official, hearing: &Hearing| {
        rights(Category::Appeal, me, hearing, SeatRelation::Own).may(HearingAction::IssueOutcome)
    };
    assert!(outcome(&me, &hearing));
    hearing.seats[0].gone = Some(Gone::Removed { reason: "依法回避".to_owned() });
    assert!(!outcome(&me, &hearing));
    me.staff.disabled = true;
    assert!(!rights(Category::Appeal, &me, &hearing, SeatRelation::Own).may_see());
}

/// Of a report's hearing its discipline desk's: it is never published, so that only paper delivers it.
#[test]
fn who_made_the_conclusion_of_a_formal_hearing_says_that_it_was_handed_over() {
    let may = |kind, category, role, own: Option<R>| {
        let stage = Stage::OutcomeIssued { at: NOW };
        let hearing = Hearing { kind, stage, ..hearing_with(own) };
        let relation = if own.is_some() { SeatRelation::Own } else { SeatRelation::None };
        rights(category, &actor(role, At::Above), &hearing, relation).may(HearingAction::Deliver)
    };
    let formal = HearingKind::FormalHearing;
    for (kind, category, role, own, expected) in [
        (formal, Category::Appeal, Role::BureauHead, None, true),
        (formal, Category::Appeal, Role::Clerk, None, true),
        (formal, Category::Appeal, Role::Handler, None, false),
        (formal, Category::Appeal, Role::Handler, Some(R::Presider), true),
        (formal, Category::Report, Role::DisciplineDesk, None, true),
        (formal, Category::Report, Role::BureauHead, None, false),
        (HearingKind::JointReception, Category::Appeal, Role::BureauHead, None, false),
    ] {
        assert_eq!(may(kind, category, role, own), expected, "{kind} {category} {role}");
    }
}

#[test]
fn a_closed_file_is_taken_along_and_published_and_added_to_by_nobody() {
    let archived = crate::domain::hearing::Archived { at: NOW, sha256: [7; 32], bytes: 1 };
    for (name, open, closed) in [
        (StageName::OutcomeIssued, "Spxmrafk", "Spxmrak"),
        (StageName::InPerson, "Somrafk", "Smrak"),
        (StageName::Closed, "Somrafk", "Smrak"),
    ] {
        let stage = stage_at(name, AgendaPhase::Statement);
        let hearing = Hearing { stage, ..hearing_with(Some(R::Presider)) };
        let shut = Hearing { archived: Some(archived), ..hearing.clone() };
        let me = actor(Role::BureauHead, At::Above);
        let found = [hearing, shut].map(|hearing| {
            let rights = rights(Category::Appeal, &me, &hearing, SeatRelation::Own);
            letters(HearingAction::ALL, LETTERS, |action| rights.may(action))
        });
        assert_eq!(found, [open, closed], "{name}");
    }
}
