use super::*;
use crate::domain::{
    hearing::HearingKind,
    ids::HearingRequestId,
    request::{Applicant, Applying, Attendance, HearingRequest, RequestState, RequestStepKind},
};

fn request(state: RequestState, organ: At, applicant: Applicant) -> HearingRequest {
    HearingRequest {
        id: HearingRequestId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        applicant,
        organ: agency(organ).id,
        kind: HearingKind::JointReception,
        purpose: String::new(),
        wanted: Vec::new(),
        attendance: Attendance::Remote,
        wish: String::new(),
        requested_at: NOW,
        state,
        version: 1,
    }
}

/// Examine (e), approve (a), redirect (r), refuse (f), schedule (s), withdraw (w).
fn cell(role: Role, at: At, state: RequestState) -> String {
    let unit = Applicant::Staff { staff: ME, agency: agency(At::Unit).id, on_behalf: Applying::Unit };
    let request = request(state, At::Registrar, unit);
    let petition = petition_in(Category::Appeal, PetitionState::Screening);
    let steps = request_steps(&actor(role, at), &request, &petition);
    letters(RequestStepKind::ALL, "earfsw", |step| steps.contains(&step))
}

#[test]
fn the_receiving_bureau_examines_and_who_asked_may_withdraw() {
    let (asked, examining) = (RequestState::Requested, RequestState::Examining { by: ME, since: NOW });
    let approved = RequestState::Approved { by: ME, at: NOW };
    for role in Role::ALL {
        let decides = matches!(role, Role::Screener | Role::BureauHead | Role::Presider);
        let works = decides || matches!(role, Role::CounterClerk | Role::Clerk);
        let expected = |when: bool, what: &'static str| if when { what } else { "" };
        assert_eq!(cell(*role, At::Registrar, asked.clone()), expected(works, "e"), "{role}");
        assert_eq!(cell(*role, At::Registrar, examining.clone()), expected(decides, "arf"), "{role}");
        let after = if decides { "fs" } else { expected(works, "s") };
        assert_eq!(cell(*role, At::Registrar, approved.clone()), after, "{role}");
        assert_eq!(cell(*role, At::Above, examining.clone()), "", "{role}: another bureau's");
        assert_eq!(cell(*role, At::Unit, examining.clone()), "w", "{role}: who asked");
    }
}

/// Articles 28 and 30.
#[test]
fn who_is_recused_and_what_is_sealed_is_left_alone() {
    let request = request(
        RequestState::Requested,
        At::Registrar,
        Applicant::Petitioner { household: PetitionId(Uuid::nil()) },
    );
    let mut petition = petition_in(Category::Appeal, PetitionState::Screening);
    let me = actor(Role::BureauHead, At::Registrar);
    assert_eq!(request_steps(&me, &request, &petition), [RequestStepKind::Examine]);
    petition.course.recused.push(ME);
    assert_eq!(request_steps(&me, &request, &petition), []);
    let sealed = petition_in(Category::Report, PetitionState::Screening);
    assert_eq!(request_steps(&me, &request, &sealed), []);
    let over = petition_in(Category::Appeal, PetitionState::Withdrawn { at: NOW });
    assert_eq!(request_steps(&me, &request, &over), []);
}
