use super::*;
use crate::domain::{
    grid::{GridReport, GridState, GridStepKind, Resident},
    ids::GridReportId,
    jurisdiction::{GridDuty, GridPost},
    petition::ContentClass,
};

const REPORTER: StaffId = StaffId(Uuid::from_u128(77));

fn report(state: GridState, reporter: StaffId) -> GridReport {
    GridReport {
        id: GridReportId(Uuid::nil()),
        place: "620103002001001".parse().unwrap(),
        spot: String::new(),
        class: ContentClass::Other,
        text: "下水井盖破损。".into(),
        reporter,
        reported_at: NOW,
        resident: Some(Resident { name: "某甲".into(), phone: "0931-0000001".into() }),
        state,
        state_at: NOW,
        version: 1,
    }
}

fn texts(kinds: &[GridStepKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

#[test]
fn organs_of_the_place_take_up_and_who_has_it_goes_on() {
    let unit = agency(At::Unit).id;
    for role in Role::ALL {
        let works = WORKERS.contains(role);
        for (at, state, expected) in [
            (At::Unit, GridState::Reported, vec!["claim"]),
            (At::Above, GridState::Reported, vec!["claim"]),
            (At::Beside, GridState::Reported, vec![]),
            (At::Unit, GridState::Claimed { by: unit }, vec!["release", "handle", "petition"]),
            (At::Above, GridState::Claimed { by: unit }, vec![]),
            (At::Unit, GridState::Handled { by: unit }, vec!["petition"]),
            (At::Unit, GridState::FedBack { by: unit }, vec![]),
        ] {
            let me = actor(*role, at);
            let steps = grid_steps(&me, &report(state.clone(), REPORTER), &[]);
            let expected = if works { expected } else { Vec::new() };
            assert_eq!(texts(&steps), expected, "{role} {at:?} {}", state.name());
            let sees = works && !matches!(at, At::Beside);
            assert_eq!(may_see_report(&me, &report(state, REPORTER), &[]), sees, "{role} {at:?}");
        }
    }
}

#[test]
fn who_reported_looks_whether_it_is_done_whatever_their_post() {
    let unit = agency(At::Unit).id;
    let me = actor(Role::Auditor, At::Beside);
    for (state, expected) in [
        (GridState::Reported, vec![]),
        (GridState::Claimed { by: unit }, vec![]),
        (GridState::Handled { by: unit }, vec!["feed_back", "send_back"]),
        (GridState::FedBack { by: unit }, vec![]),
    ] {
        let own = report(state, me.staff.id);
        assert_eq!(texts(&grid_steps(&me, &own, &[])), expected, "{}", own.state.name());
        assert!(may_see_report(&me, &own, &[]));
    }
}

/// Who reported it may be ill, or gone: the report waits for nobody then, but for the grid.
#[test]
fn whoever_has_a_post_in_the_grid_looks_in_the_reporters_place() {
    let me = actor(Role::Auditor, At::Beside);
    let post = |code: &str, duty| [GridPost { division: code.parse().unwrap(), staff: me.staff.id, duty }];
    let handled = report(GridState::Handled { by: agency(At::Unit).id }, REPORTER);
    for (grid, duty, may) in [
        ("620103002001001", GridDuty::Worker, true),
        ("620103002001001", GridDuty::Leader, true),
        ("620103002001002", GridDuty::Leader, false),
    ] {
        let posts = post(grid, duty);
        let steps = if may { vec!["feed_back", "send_back"] } else { vec![] };
        assert_eq!(texts(&grid_steps(&me, &handled, &posts)), steps, "{grid} {duty}");
        assert_eq!(may_see_report(&me, &handled, &posts), may, "{grid} {duty}");
    }
}

#[test]
fn without_a_resident_there_is_no_petition() {
    let unit = agency(At::Unit).id;
    let unnamed = GridReport { resident: None, ..report(GridState::Claimed { by: unit }, REPORTER) };
    let steps = grid_steps(&actor(Role::Handler, At::Unit), &unnamed, &[]);
    assert_eq!(texts(&steps), ["release", "handle"]);
}

#[test]
fn one_reports_from_ones_own_grids() {
    let post = |code: &str| GridPost { division: code.parse().unwrap(), staff: ME, duty: GridDuty::Worker };
    let posts = [post("620103002001001"), post("620103002001002")];
    for (place, may) in [("620103002001001", true), ("620103002001003", false), ("620103002001", false)] {
        assert_eq!(may_report(&posts, &place.parse().unwrap()), may, "{place}");
    }
}
