//! `POST /api/delegations/{id}/end`: ends one before its time.

use super::show;
use crate::{
    administration::By,
    domain::{
        administration::DeedKind,
        ids::DelegationId,
        people::{Delegation, EarlyEnd},
        rights::may_end_delegation,
    },
    edge::{
        AppState,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::DelegationView,
    },
};
use axum::extract::State;
use uuid::Uuid;

/// Ends it before its time, from the deputy's next request on: whose posts they are, or the security
/// administrator of where they work.
///
/// Codes: unauthenticated, not_found, stale (it is over).
#[utoipa::path(
    post,
    path = "/delegations/{id}/end",
    operation_id = "delegation_end",
    tag = "delegations",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = DelegationView), Problem),
)]
pub async fn end(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<DelegationView>, Problem> {
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    let delegation = tx.delegation(DelegationId(id)).await?.ok_or(Problem::NotFound)?;
    let principal = tx.staff(delegation.principal).await?.ok_or(Problem::NotFound)?;
    let agency = tx.agency(principal.agency).await?.ok_or(Problem::NotFound)?;
    if !may_end_delegation(&me, &delegation, &agency.division) {
        return Err(Problem::NotFound);
    }
    let end = EarlyEnd { at: now, by: me.staff.id };
    if delegation.is_over_at(now) || !tx.end_delegation(delegation.id, end).await? {
        return Err(Problem::Stale);
    }
    let deputy = tx.staff(delegation.deputy).await?.ok_or(Problem::NotFound)?;
    let about = format!("{} → {}", principal.username, deputy.username);
    By::Staff(&me).record(tx.as_mut(), &*app.world, DeedKind::DelegationEnded, about).await?;
    let ended = Delegation { ended: Some(end), ..delegation };
    let view = show::view(tx.as_mut(), &mut Names::default(), &me, &ended, now).await?;
    tx.commit().await?;
    Ok(Json(view))
}
