//! Rights on requests for hearings.

use super::{Official, SCHEDULERS};
use crate::domain::{
    people::Role,
    petition::Petition,
    request::{Applicant, HearingRequest, RequestStepKind, possible},
};

/// Who says yes or no in the bureau's name.
const DECIDERS: &[Role] = &[Role::Screener, Role::BureauHead, Role::Presider];

/// Whether `actor` works on the requests their bureau receives.
#[must_use]
pub fn may_examine(actor: &Official) -> bool {
    actor.is_bureau() && actor.has_any(SCHEDULERS)
}

/// The steps `actor` may take now. Who is recused takes none (art. 28); who asked may withdraw.
#[must_use]
pub fn request_steps(
    actor: &Official,
    request: &HearingRequest,
    petition: &Petition,
) -> Vec<RequestStepKind> {
    let actor = &actor.not_for(|principal| petition.keeps_away(principal));
    if actor.staff.disabled || petition.course.is_recused(actor.staff.id) || petition.is_sealed() {
        return Vec::new();
    }
    let receives = request.organ == actor.agency.id && may_examine(actor);
    let asked = matches!(request.applicant, Applicant::Staff { agency, .. } if agency == actor.agency.id);
    let entitled = |step| match step {
        RequestStepKind::Examine | RequestStepKind::Schedule => receives,
        RequestStepKind::Approve | RequestStepKind::Redirect | RequestStepKind::Refuse => {
            receives && actor.has_any(DECIDERS)
        }
        RequestStepKind::Withdraw => asked,
    };
    let lawful = |step| possible(request.state.name(), step) && petition.state.is_open();
    RequestStepKind::ALL.iter().copied().filter(|step| lawful(*step) && entitled(*step)).collect()
}
