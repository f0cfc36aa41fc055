//! `POST /api/petitions/{id}/transitions`: moves a petition on.

use super::detail;
use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, EventId, PetitionId, StaffId},
        petition::{By, Opinion, Transition, apply},
        rights::PetitionAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{CategoryText, ContentClassText, Day, OpinionResultText, PetitionDetail, RoutingText},
    },
    storage::Records,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionRequest {
    /// Of the petition as it was read.
    version: u32,
    transition: TransitionBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Transition)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransitionBody {
    StartScreening {
        #[serde(default)]
        category: Option<CategoryText>,
        #[serde(default)]
        content_class: Option<ContentClassText>,
    },
    Route {
        how: RoutingText,
        unit: Uuid,
        /// Assignments only: the deadline ordered.
        #[serde(default)]
        ordered_until: Option<Day>,
    },
    Accept {},
    AssignHandler {
        handler: Uuid,
    },
    DraftReply {
        result: OpinionResultText,
        text: String,
    },
    DeliverReply {},
    Close {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
}

/// Moves a petition on.
///
/// Codes: unauthenticated, not_found, stale, refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/transitions",
    operation_id = "petition_transition",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    request_body = TransitionRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn transition(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<TransitionRequest>,
) -> Result<Json<PetitionDetail>, Problem> {
    let (id, now) = (PetitionId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    if seen.petition.version != asked.version {
        return Err(Problem::Stale);
    }
    let transition = asked.transition.resolve(tx.as_mut()).await?;
    let action = PetitionAction::from(transition.kind());
    // The law first: its refusal names the article, and is told to whoever may see the petition.
    let calendar = app.calendar(tx.as_mut()).await?;
    let applied = apply(&seen.petition, transition, By::Staff, now, &calendar)?;
    seen.must(action)?;
    let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
    tx.save_petition(&applied.petition).await?;
    tx.append(&applied.change.event(EventId(app.world.new_id()), now, actor, &applied.petition)).await?;
    tx.commit().await?;
    detail::of(&app, &me, id).await.map(Json)
}

impl TransitionBody {
    /// Finds the unit or handler it names.
    async fn resolve(self, records: &mut dyn Records) -> Result<Transition, Problem> {
        Ok(match self {
            Self::StartScreening { category, content_class } => Transition::StartScreening {
                category: category.map(|category| category.0),
                content_class: content_class.map(|class| class.0),
            },
            Self::Route { how, unit, ordered_until } => {
                let unit = records.agency(AgencyId(unit)).await?;
                let unit = unit.ok_or_else(|| Problem::field("unit", "There is no such agency"))?;
                if records.closure(unit.id).await?.is_some() {
                    return Err(Problem::field(
                        "unit",
                        "This agency was closed; its successor has its matters",
                    ));
                }
                Transition::Route { how: how.0, unit, ordered_until: ordered_until.map(|day| day.0) }
            }
            Self::Accept {} => Transition::Accept,
            Self::AssignHandler { handler } => {
                let handler = records.staff(StaffId(handler)).await?;
                let handler = handler.ok_or_else(|| Problem::field("handler", "There is no such person"))?;
                Transition::AssignHandler { handler }
            }
            Self::DraftReply { result, text } => Transition::DraftReply(Opinion { result: result.0, text }),
            Self::DeliverReply {} => Transition::DeliverReply,
            Self::Close { reason } => Transition::Close { reason },
            Self::Withdraw { reason } => Transition::Withdraw { reason },
        })
    }
}
