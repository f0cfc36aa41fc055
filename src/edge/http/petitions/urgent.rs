//! `POST /api/petitions/{id}/urgent`: what may do serious harm goes up at once (art. 25).

use super::{detail, written::Written};
use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, EventId, PetitionId},
        jurisdiction::{AgencyKind, DivisionCode, upwards},
        petition::{Petition, confirm_urgent, lift_urgent, mark_urgent, pass_urgent, readdress_urgent},
        rights::{self, PetitionAction, may_take_urgent},
    },
    edge::{
        AppState, access,
        etag::{IfVersion, Tagged},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::PetitionDetail,
    },
    storage::{Records, Tx},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UrgentRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    step: UrgentStep,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum UrgentStep {
    /// Reported to the bureau above in the same step.
    Mark {
        /// 5 to 500 characters.
        reason: String,
    },
    /// The organ above has seen it.
    Confirm {},
    /// It reports onwards what it has confirmed.
    Pass {},
    Lift {
        /// 5 to 500 characters.
        reason: String,
    },
}

impl UrgentStep {
    const fn action(&self) -> PetitionAction {
        match self {
            Self::Mark { .. } => PetitionAction::MarkUrgent,
            Self::Confirm {} => PetitionAction::ConfirmUrgent,
            Self::Pass {} => PetitionAction::PassUrgent,
            Self::Lift { .. } => PetitionAction::LiftUrgent,
        }
    }
}

/// Marks a petition as urgent and reports it upwards, says there that it was seen, reports it onwards from there, or takes
/// the mark off.
///
/// Codes: unauthenticated, not_found, not_yours, stale, outdated, precondition_required, refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/urgent",
    operation_id = "petition_urgent",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = UrgentRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn urgent(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(asked): Json<UrgentRequest>,
) -> Result<Tagged<PetitionDetail>, Problem> {
    let (id, now) = (PetitionId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    let action = asked.step.action();
    let (petition, own) = (&seen.petition, &me.agency.division);
    let applied = match asked.step {
        UrgentStep::Mark { reason } => {
            let above = above(tx.as_mut(), petition, own).await?;
            mark_urgent(petition, &reason, me.staff.id, above, now)?
        }
        UrgentStep::Confirm {} => confirm_urgent(petition, me.staff.id, now)?,
        UrgentStep::Pass {} => pass_urgent(petition, above(tx.as_mut(), petition, own).await?)?,
        UrgentStep::Lift { reason } => lift_urgent(petition, &reason)?,
    };
    seen.must(action)?;
    tx.save_petition(&applied.petition).await?;
    tx.save_urgent(&applied.petition).await?;
    let (event, change) = (EventId(app.world.new_id()), applied.change);
    Written { action, event, at: now, change, petition: &applied.petition }.keep(tx, &me, &seen).await?;
    detail::tagged(&app, &me, id).await
}

/// What was reported as urgent and turns out to be a report (art. 30) is no more the bureau's: it goes to a discipline desk
/// above `own`; what turns out to be none goes to a bureau there.
pub(super) async fn readdress(
    app: &AppState,
    tx: &mut dyn Tx,
    petition: &Petition,
    own: &DivisionCode,
) -> Result<(), Problem> {
    if petition.course.urgent.is_none() {
        return Ok(());
    }
    let above = above(tx, petition, own).await?;
    if let Some(again) = readdress_urgent(petition, above) {
        tx.save_urgent(&again.petition).await?;
        let event = EventId(app.world.new_id());
        tx.append(&again.change.event(event, app.world.now(), Actor::System, &again.petition)).await?;
    }
    Ok(())
}

/// Whom it is reported to: the first organ upwards of `own` where somebody may read it, a bureau, of a report a discipline
/// desk. None: there is none in this system.
async fn above(
    records: &mut dyn Records,
    petition: &Petition,
    own: &DivisionCode,
) -> Result<Option<AgencyId>, Problem> {
    let Some(start) = own.parent() else { return Ok(None) };
    let kinds = if petition.is_sealed() { AgencyKind::DESKS } else { &[AgencyKind::PetitionBureau] };
    let agencies = records.agencies().await?;
    for agency in upwards(kinds, &start, &agencies).into_iter().flatten() {
        for staff in records.staff_of_agency(agency.id).await? {
            let there = rights::Official { staff, agency: agency.clone(), acting: Vec::new(), program: None };
            if may_take_urgent(&there, petition) {
                return Ok(Some(agency.id));
            }
        }
    }
    Ok(None)
}
