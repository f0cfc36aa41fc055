//! `POST /api/hearings/{id}/seats/{seat}/link`: a fresh link for a seat; the old one and its device stop working.

use crate::{
    domain::{
        event::{Actor, Change, EventKind},
        hearing::{Hearing, Occupant},
        ids::{HearingId, SeatId},
        petition::Petition,
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        hearing_log,
        problem::Problem,
        session::{self, SignedIn},
    },
    rooms::Command,
    storage::Tx,
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct SeatLink {
    url: String,
}

impl SeatLink {
    pub fn to(app: &AppState, secret: &str) -> Self {
        Self { url: format!("{}/join#{secret}", app.config.public_url) }
    }
}

/// A fresh link for a seat; the old one and its device stop working. Officials have none: they come by signing in, and
/// whose account is shut comes by nothing.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    post,
    path = "/hearings/{id}/seats/{seat}/link",
    operation_id = "hearing_link",
    tag = "hearings",
    params(("id" = Uuid, Path), ("seat" = Uuid, Path)),
    responses((status = OK, body = SeatLink), Problem),
)]
pub async fn link(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path((id, seat)): Path<(Uuid, Uuid)>,
) -> Result<Json<SeatLink>, Problem> {
    let (id, seat) = (HearingId(id), SeatId(seat));
    let mut tx = app.store.begin().await?;
    let seen = access::hearing(tx.as_mut(), &me, id).await?;
    let by_link = |occupant: &Occupant| !matches!(occupant, Occupant::Official { .. });
    let found = seen.hearing.standing().find(|one| one.id == seat);
    found.filter(|found| by_link(&found.occupant)).ok_or(Problem::NotFound)?;
    seen.must(HearingAction::IssueLinks)?;
    let actor = Actor::from(&me);
    let secret = renewed(&app, tx, (&seen.petition, &seen.hearing), seat, actor).await?;
    Ok(Json(SeatLink::to(&app, &secret)))
}

/// A fresh secret for a seat's link; what came by the old one ends.
pub async fn renewed(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    about: (&Petition, &Hearing),
    seat: SeatId,
    actor: Actor,
) -> Result<String, Problem> {
    let secret = renew(app, tx.as_mut(), about, (seat, actor), issued(seat)).await?;
    tx.commit().await?;
    end_before(app, about.1.id, (seat, actor)).await;
    Ok(secret)
}

/// That a link was issued, for the log.
pub fn issued(seat: SeatId) -> Change {
    Change::new(EventKind::HearingLinkIssued).with("seat", seat)
}

/// The same as [`renewed`] within a transaction. After its commit comes [`end_before`].
pub async fn renew(
    app: &AppState,
    tx: &mut dyn Tx,
    matter: (&Petition, &Hearing),
    (seat, actor): (SeatId, Actor),
    issued: Change,
) -> Result<String, Problem> {
    let secret = session::new_token(app.world.as_ref());
    tx.set_seat_key(&session::token_hash(&secret), seat).await?;
    hearing_log::record_in_phase(app, tx, matter, issued, actor).await?;
    Ok(secret)
}

/// The old device's session ended with the commit; this only tells it at once.
pub async fn end_before(app: &AppState, id: HearingId, (seat, actor): (SeatId, Actor)) {
    if let Err(refused) = app.rooms.command(id, actor, Command::EndSeat(seat)).await {
        tracing::warn!(hearing.id = %id, seat.id = %seat, %refused, "A renewed seat was not told in its room");
    }
}
