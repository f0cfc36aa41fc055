//! `POST /api/hearings/{id}/outcome`: issues the outcome; from minutes review it closes the hearing in the same transaction.

use super::detail;
use crate::{
    domain::{
        event::Actor,
        hearing::{ItemDraft, OutcomeDraft},
        ids::{AgencyId, EntryId, HearingId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{Day, HearingDetail, OutcomeStandardText},
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    conclusion: String,
    standards: Vec<OutcomeStandardText>,
    items: Vec<NewActionItem>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActionItem {
    agency: Uuid,
    content: String,
    deadline: Day,
    /// The entry of the minutes it comes from.
    entry: Uuid,
}

/// Issues the outcome; from minutes review it closes the hearing in the same transaction.
///
/// Codes: unauthenticated, not_found, refusals of the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/outcome",
    operation_id = "hearing_outcome",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = OutcomeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn outcome(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<OutcomeRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    access::hearing(app.store.read().await?.as_mut(), &me, id).await?.must(HearingAction::IssueOutcome)?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    app.rooms.command(id, actor, asked.command()).await?;
    detail::of(&app, &me, id).await.map(Json)
}

impl OutcomeRequest {
    fn command(self) -> Command {
        let item = |item: NewActionItem| ItemDraft {
            agency: AgencyId(item.agency),
            content: item.content,
            deadline: item.deadline.0,
            entry: EntryId(item.entry),
        };
        Command::IssueOutcome(OutcomeDraft {
            conclusion: self.conclusion,
            standards: self.standards.into_iter().map(|standard| standard.0).collect(),
            items: self.items.into_iter().map(item).collect(),
        })
    }
}
