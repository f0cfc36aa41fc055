use super::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_104_000_000);
const WORKER: StaffId = StaffId(Uuid::from_u128(1));
const CENTRE: AgencyId = AgencyId(Uuid::from_u128(2));
const ELSEWHERE: AgencyId = AgencyId(Uuid::from_u128(3));

fn new() -> NewReport {
    NewReport {
        id: GridReportId(Uuid::from_u128(9)),
        place: "620103002001001".parse().unwrap(),
        spot: "3号楼东侧".into(),
        class: ContentClass::UrbanConstruction,
        text: "下水井盖破损，夜间行人危险。".into(),
        resident: Some(Resident { name: "某甲".into(), phone: "0931-0000001".into() }),
    }
}

/// What a phone sends a second time under the same id.
#[test]
fn a_report_is_sent_again_only_if_all_that_was_typed_is_as_it_was() {
    type Change = fn(&mut NewReport);
    let (known, _) = report(new(), WORKER, CENTRE, NOW).unwrap();
    let moved = GridReport { state: GridState::Claimed { by: CENTRE }, version: 2, ..known };
    let changes: [(&str, Change, bool); 8] = [
        ("nothing", |_| (), true),
        ("spaces at the end", |new| new.text.push(' '), true),
        ("place", |new| new.place = "620103002001002".parse().unwrap(), false),
        ("spot", |new| new.spot = "3号楼西侧".into(), false),
        ("class", |new| new.class = ContentClass::Other, false),
        ("text", |new| new.text.push_str("已有老人摔倒。"), false),
        ("phone", |new| new.resident.as_mut().unwrap().phone = "0931-0000002".into(), false),
        ("resident", |new| new.resident = None, false),
    ];
    for (what, change, same) in changes {
        let mut again = new();
        change(&mut again);
        let later = NOW.plus_millis(60_000);
        assert_eq!(moved.is_sent_again(&report(again, WORKER, CENTRE, later).unwrap().0), same, "{what}");
    }
    let (theirs, _) = report(new(), StaffId(Uuid::from_u128(7)), CENTRE, NOW).unwrap();
    assert!(!moved.is_sent_again(&theirs), "somebody else's");
}

/// One report in every state.
fn states() -> Vec<GridState> {
    vec![
        GridState::Reported,
        GridState::Claimed { by: CENTRE },
        GridState::Handled { by: CENTRE },
        GridState::FedBack { by: CENTRE },
        GridState::Petition { by: CENTRE, petition: PetitionId(Uuid::nil()) },
    ]
}

fn steps() -> Vec<GridStep> {
    let words = || "已经更换并设置警示".to_owned();
    vec![
        GridStep::Claim,
        GridStep::Release { reason: words() },
        GridStep::Handle { text: words() },
        GridStep::FeedBack { text: String::new() },
        GridStep::SendBack { reason: words() },
        GridStep::Petition { petition: PetitionId(Uuid::nil()) },
    ]
}

/// Rows: states; columns: claim, release, handle, feed back, send back, petition.
#[test]
fn every_state_and_step_has_a_verdict() {
    let expected: [[Option<&str>; 6]; 5] = [
        [Some("claimed"), None, None, None, None, None],
        [None, Some("reported"), Some("handled"), None, None, Some("petition")],
        [None, None, None, Some("fed_back"), Some("claimed"), Some("petition")],
        [None; 6],
        [None; 6],
    ];
    assert_eq!(states().len(), GridStateName::ALL.len());
    let (before, _) = report(new(), WORKER, CENTRE, NOW).unwrap();
    for (state, row) in states().into_iter().zip(expected) {
        for (step, expected) in steps().into_iter().zip(row) {
            let report = GridReport { state: state.clone(), ..before.clone() };
            let taken = take(&report, &step, WORKER, CENTRE, NOW);
            let name = taken.as_ref().ok().map(|(after, _)| after.state.name().as_str());
            assert_eq!(name, expected, "{} {}", state.name(), step.kind());
            assert_eq!(possible(state.name(), step.kind()), expected.is_some());
        }
    }
}

#[test]
fn who_claimed_it_keeps_it_whoever_writes() {
    let (reported, line) = report(new(), WORKER, CENTRE, NOW).unwrap();
    assert_eq!((reported.version, line.number, line.step), (1, 1, GridStepKind::Report));
    let (claimed, _) = take(&reported, &GridStep::Claim, WORKER, CENTRE, NOW).unwrap();
    let text = "已更换井盖".to_owned();
    let (handled, line) = take(&claimed, &GridStep::Handle { text }, WORKER, ELSEWHERE, NOW).unwrap();
    assert_eq!((handled.state.agency(), line.number), (Some(CENTRE), 2));
}

#[test]
fn what_is_typed_is_held_to_its_limits() {
    type Change = fn(&mut NewReport);
    let cases: [(Change, &str); 5] = [
        (|new| new.text = "短".into(), "text"),
        (|new| new.text = "长".repeat(2001), "text"),
        (|new| new.spot = "长".repeat(101), "spot"),
        (
            |new| new.resident = Some(Resident { name: " ".into(), phone: "0931-0000001".into() }),
            "resident.name",
        ),
        (|new| new.resident = Some(Resident { name: "某".into(), phone: "abcdef".into() }), "resident.phone"),
    ];
    for (change, field) in cases {
        let mut typed = new();
        change(&mut typed);
        let fault = report(typed, WORKER, CENTRE, NOW).err();
        assert!(matches!(fault, Some(GridFault::Field(at, _)) if at == field), "{field}: {fault:?}");
    }
}
