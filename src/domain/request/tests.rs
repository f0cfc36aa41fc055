use super::*;
use crate::domain::{
    event::EventKind,
    petition::{Category, Petition, PetitionState},
};
use uuid::Uuid;

const ME: StaffId = StaffId(Uuid::from_u128(1));
const BUREAU: AgencyId = AgencyId(Uuid::from_u128(2));
const ABOVE: AgencyId = AgencyId(Uuid::from_u128(3));
const HEARING: HearingId = HearingId(Uuid::from_u128(4));
const REASON: &str = "不属于本级接访范围";

fn id(n: u128) -> HearingRequestId {
    HearingRequestId(Uuid::from_u128(n))
}

fn at(text: time::OffsetDateTime) -> Timestamp {
    Timestamp(i64::try_from(text.unix_timestamp_nanos() / 1_000_000).unwrap())
}

fn now() -> Timestamp {
    at(time::macros::datetime!(2026-11-23 10:00 +8))
}

fn petition(category: Category, state: PetitionState) -> Petition {
    Petition {
        category,
        registered_by: BUREAU,
        desk: BUREAU,
        registered_at: now(),
        state,
        ..Petition::blank()
    }
}

fn draft() -> NewRequest {
    NewRequest {
        kind: HearingKind::JointReception,
        purpose: "请相关单位当面答复供暖问题".into(),
        wanted: vec![ABOVE, BUREAU, ABOVE],
        attendance: Attendance::Remote,
        wish: " 上午方便 ".into(),
    }
}

fn made(
    draft: NewRequest,
    petition: &Petition,
    before: &[HearingRequest],
) -> Result<HearingRequest, RequestRefusal> {
    let given = (id(1), Applicant::Petitioner { household: petition.id }, BUREAU);
    draft.make(given, petition, before, now(), &Calendar::shipped()).map(|(request, _)| request)
}

fn requested() -> HearingRequest {
    made(draft(), &petition(Category::Appeal, PetitionState::Screening), &[]).unwrap()
}

fn in_state(name: RequestStateName) -> HearingRequest {
    use RequestStateName as S;
    let (by, at, reason) = (ME, now(), REASON.to_owned());
    let state = match name {
        S::Requested => RequestState::Requested,
        S::Examining => RequestState::Examining { by, since: at },
        S::Approved => RequestState::Approved { by, at },
        S::Redirected => RequestState::Redirected { by, at, to: ABOVE, reason, next: None },
        S::Refused => RequestState::Refused { by, at, reason },
        S::Scheduled => RequestState::Scheduled { hearing: HEARING, at },
        S::Withdrawn => RequestState::Withdrawn { at },
    };
    HearingRequest { state, ..requested() }
}

/// `None`: scheduling, which is no step of its own.
fn sample(kind: RequestStepKind) -> Option<RequestStep> {
    let (by, reason) = (ME, REASON.to_owned());
    Some(match kind {
        RequestStepKind::Examine => RequestStep::Examine { by },
        RequestStepKind::Approve => RequestStep::Approve { by },
        RequestStepKind::Redirect => RequestStep::Redirect { by, to: ABOVE, reason, next: Some(id(2)) },
        RequestStepKind::Refuse => RequestStep::Refuse { by, reason },
        RequestStepKind::Schedule => return None,
        RequestStepKind::Withdraw => RequestStep::Withdraw,
    })
}

#[test]
fn a_petition_has_one_open_request_and_says_what_for() {
    let open = petition(Category::Appeal, PetitionState::Screening);
    let request = requested();
    assert_eq!(request.wanted, [BUREAU, ABOVE], "each organ once");
    assert_eq!(request.wish, "上午方便");
    let refused = |draft, petition: &Petition, before: &[HearingRequest]| {
        made(draft, petition, before).unwrap_err().code
    };
    use RequestRefusalCode as Code;
    for (state, expected) in RequestStateName::ALL.iter().map(|name| (*name, in_state(*name).state.is_open()))
    {
        let again = made(draft(), &open, &[in_state(state)]);
        assert_eq!(again.is_err_and(|why| why.code == Code::AskedAlready), expected, "{state}");
    }
    let sealed = petition(Category::Report, PetitionState::Screening);
    assert_eq!(refused(draft(), &sealed, &[]), Code::Sealed);
    let over = petition(Category::Appeal, PetitionState::Withdrawn { at: now() });
    assert_eq!(refused(draft(), &over, &[]), Code::PetitionOver);
    assert_eq!(refused(NewRequest { purpose: "供暖".into(), ..draft() }, &open, &[]), Code::BadPurpose);
    assert_eq!(refused(NewRequest { wish: "长".repeat(201), ..draft() }, &open, &[]), Code::BadWish);
    let wanted = (0..13).map(|n| AgencyId(Uuid::from_u128(n))).collect();
    assert_eq!(refused(NewRequest { wanted, ..draft() }, &open, &[]), Code::TooManyWanted);
}

/// Every cell of states × steps has a verdict.
#[test]
fn a_request_goes_only_where_the_table_leads() {
    use RequestStateName as S;
    use RequestStepKind as K;
    let table: &[(S, &[(K, S)])] = &[
        (S::Requested, &[(K::Examine, S::Examining), (K::Withdraw, S::Withdrawn)]),
        (
            S::Examining,
            &[
                (K::Approve, S::Approved),
                (K::Redirect, S::Redirected),
                (K::Refuse, S::Refused),
                (K::Withdraw, S::Withdrawn),
            ],
        ),
        (S::Approved, &[(K::Refuse, S::Refused), (K::Schedule, S::Scheduled), (K::Withdraw, S::Withdrawn)]),
        (S::Redirected, &[]),
        (S::Refused, &[]),
        (S::Scheduled, &[]),
        (S::Withdrawn, &[]),
    ];
    assert_eq!(table.iter().map(|(name, _)| *name).collect::<Vec<_>>(), S::ALL);
    let calendar = Calendar::shipped();
    for (from, ways) in table {
        for kind in K::ALL {
            let expected = ways.iter().find(|(way, _)| way == kind).map(|(_, to)| *to);
            let request = in_state(*from);
            let went = match sample(*kind) {
                Some(step) => {
                    let given = Given { now: now(), calendar: &calendar };
                    request.step(step, given).ok().map(|stepped| stepped.request.state.name())
                }
                None => request.scheduled(HEARING, now()).ok().map(|request| request.state.name()),
            };
            assert_eq!(went, expected, "{from} {kind}");
        }
    }
}

#[test]
fn no_and_elsewhere_need_a_reason() {
    let calendar = Calendar::shipped();
    let given = Given { now: now(), calendar: &calendar };
    let refused = |step| in_state(RequestStateName::Examining).step(step, given).unwrap_err().code;
    let short = || "不行".to_owned();
    assert_eq!(refused(RequestStep::Refuse { by: ME, reason: short() }), RequestRefusalCode::ReasonNeeded);
    let to = |to, reason| RequestStep::Redirect { by: ME, to, reason, next: None };
    assert_eq!(refused(to(ABOVE, short())), RequestRefusalCode::ReasonNeeded);
    assert_eq!(refused(to(BUREAU, REASON.to_owned())), RequestRefusalCode::SameOrgan);
}

/// SPP14 6; the first day is not counted, make-up Saturdays are worked (docs/rules.md 1.10).
#[test]
fn the_bureau_has_two_working_days() {
    let calendar = Calendar::shipped();
    for (asked, due) in [
        (time::macros::datetime!(2026-11-23 10:00 +8), time::macros::date!(2026 - 11 - 25)),
        (time::macros::datetime!(2026-11-26 23:59 +8), time::macros::date!(2026 - 11 - 30)),
        (time::macros::datetime!(2026-11-28 09:00 +8), time::macros::date!(2026 - 12 - 01)),
        (time::macros::datetime!(2026-09-30 09:00 +8), time::macros::date!(2026 - 10 - 09)),
    ] {
        let request = HearingRequest { requested_at: at(asked), ..requested() };
        assert_eq!(request.due(&calendar), Timestamp::end_of(due), "{asked}");
    }
}

#[test]
fn what_is_redirected_begins_there_anew() {
    let calendar = Calendar::shipped();
    let later = at(time::macros::datetime!(2026-11-24 16:00 +8));
    let given = Given { now: later, calendar: &calendar };
    let redirect = sample(RequestStepKind::Redirect).unwrap();
    let stepped = in_state(RequestStateName::Examining).step(redirect, given).unwrap();
    assert_eq!(stepped.change.kind, EventKind::HearingRedirected);
    assert_eq!(stepped.change.reason.as_deref(), Some(REASON));
    let (next, change) = stepped.next.unwrap();
    assert_eq!((next.id, next.organ, next.version), (id(2), ABOVE, 1));
    assert_eq!((next.state.clone(), next.requested_at), (RequestState::Requested, later));
    assert_eq!(change.due_after, Some(next.due(&calendar)));
}
