//! `GET /api/hearings/{id}/item-proposals`: what was put to agencies in the room, and what they said to it.

use crate::{
    domain::{
        hearing::{ItemAnswer, ItemProposal},
        ids::HearingId,
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::Day,
    },
    rooms,
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An action item as it was put to its agency. An accepted one becomes an item of the outcome, word for word.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemProposalRow {
    id: Uuid,
    agency: Uuid,
    content: String,
    deadline: Day,
    /// The line of the minutes it comes from.
    entry: Uuid,
    at: i64,
    answer: ItemAnswerRow,
    /// Accepted in the session that this one goes on with, from a line of its minutes.
    earlier: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ItemAnswerRow {
    Open,
    Accepted { seat: Uuid, at: i64 },
    Declined { seat: Uuid, at: i64, reason: String },
}

/// Action items put to agencies in the room, in the order they were proposed; before them what was accepted in the session
/// that this one goes on with, if that was adjourned.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/item-proposals",
    operation_id = "hearing_item_proposals",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<ItemProposalRow>), Problem),
)]
pub async fn items(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<ItemProposalRow>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::ReadMinutes)?;
    let carried = rooms::carried_items(records.as_mut(), &seen.hearing).await?;
    let proposals = records.item_proposals(seen.hearing.id).await?;
    let here = seen.hearing.id;
    Ok(Json(carried.into_iter().chain(proposals).map(|item| ItemProposalRow::of(item, here)).collect()))
}

impl ItemProposalRow {
    fn of(item: ItemProposal, here: HearingId) -> Self {
        let earlier = item.hearing != here;
        let answer = match item.answer {
            ItemAnswer::Open => ItemAnswerRow::Open,
            ItemAnswer::Accepted(by) => ItemAnswerRow::Accepted { seat: by.seat.0, at: by.at.0 },
            ItemAnswer::Declined { seat, at, reason } => {
                ItemAnswerRow::Declined { seat: seat.0, at: at.0, reason }
            }
        };
        Self {
            id: item.id.0,
            agency: item.agency.0,
            content: item.content,
            deadline: Day(item.deadline),
            entry: item.entry.0,
            at: item.at.0,
            answer,
            earlier,
        }
    }
}
