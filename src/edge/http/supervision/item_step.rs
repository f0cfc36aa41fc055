//! `POST /api/action-items/{id}/steps`: the organ takes it on or declines it, reports, is done; the bureau closes it, sends it
//! back or takes the order back.

use super::{
    papers,
    show::{self, Showing},
};
use crate::{
    domain::{
        event::Actor,
        ids::{ActionItemId, EventId},
        petition::Petition,
        rights::{Official, may_take_item_step},
        supervision::{ItemClock, ItemStep, ItemStepKind, take},
    },
    edge::{
        AppState, access,
        etag::IfMatch,
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{ItemStepKindText, OrderedItemView, item_tag},
    },
    storage::{OrderedItem, Records},
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    step: ItemStepKindText,
    /// 5 to 2,000 characters; accepting and closing may go without.
    #[serde(default)]
    text: String,
    /// Files that go with progress or the report, at most 20: brought for it, or of the petition where one reads its papers.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// The item with which `me` may take such a step, its petition, and whether they see that one. Who may not is told so only if
/// they see the petition or it is their organ's item.
pub async fn entitled(
    records: &mut dyn Records,
    me: &Official,
    id: Uuid,
    step: ItemStepKind,
) -> Result<(OrderedItem, Petition, bool), Problem> {
    let ordered = records.ordered_item(ActionItemId(id)).await?.ok_or(Problem::NotFound)?;
    let petition = records.petition(ordered.petition).await?.ok_or(Problem::NotFound)?;
    let opens = access::known(records, me, petition.id).await?.is_some();
    if may_take_item_step(me, step, &ordered.item, &petition) {
        return Ok((ordered, petition, opens));
    }
    let known = opens || ordered.item.agency == me.agency.id;
    Err(if known { Problem::NotAllowed } else { Problem::NotFound })
}

/// Takes a step with an action item. `If-Match` names the `tag` of the item as it was read: nobody closes a report they have
/// not seen.
///
/// Codes: unauthenticated, not_found, not_yours, precondition_required, outdated, stale, unprocessable, refused with article.
#[utoipa::path(
    post,
    path = "/action-items/{id}/steps",
    operation_id = "action_item_step",
    tag = "supervision",
    params(("id" = Uuid, Path), IfMatch),
    request_body = StepRequest,
    responses((status = OK, body = OrderedItemView), Problem),
)]
pub async fn item_step(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfMatch,
    Json(asked): Json<StepRequest>,
) -> Result<Json<OrderedItemView>, Problem> {
    let (now, mut tx) = (app.world.now(), app.store.begin().await?);
    tx.hold(&format!("action item {id}")).await?;
    let (mut ordered, petition, opens) = entitled(tx.as_mut(), &me, id, asked.step.0).await?;
    let principal = me.acts_for(|me| may_take_item_step(me, asked.step.0, &ordered.item, &petition));
    read.check(&item_tag(&ordered.item, &tx.item_notes(petition.id).await?))?;
    let before = ordered.item.state;
    let files = papers::chosen(tx.as_mut(), &me, &petition, &asked.files).await?;
    let step = ItemStep { kind: asked.step.0, text: asked.text, files };
    let notes = tx.item_notes(petition.id).await?;
    let last_day = ItemClock::of(&ordered.item, ordered.ordered_at, &notes).last_day;
    let (note, change) = take(&mut ordered.item, &step, me.staff.id, (last_day, now))?;
    tx.move_item(before, &ordered.item, &note).await?;
    let (by, event) = (Actor::from(&me), EventId(app.world.new_id()));
    let change = change.on_behalf_of(principal);
    tx.append(&change.hearing_event(event, now, by, &petition, ordered.hearing)).await?;
    let mut names = Names::default();
    let showing = Showing { app: &app, me: &me, petition: &petition, opens };
    let view = show::item_view(tx.as_mut(), &mut names, showing, ordered).await?;
    tx.commit().await?;
    Ok(Json(view))
}
