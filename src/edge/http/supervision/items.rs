//! `GET /api/action-items`: what my agency must do, or what my bureau waits for.

use super::show;
use crate::{
    domain::rights::{ListScope, list_scope},
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
        views::OrderedItemList,
    },
    storage::ItemBox,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ItemQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    limit: Option<u32>,
}

/// Action items not closed yet, next deadline first: for a bureau those of its division, for any other organ its own.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/action-items",
    operation_id = "action_item_list",
    tag = "supervision",
    params(ItemQuery),
    responses((status = OK, body = OrderedItemList), Problem),
)]
pub async fn items(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ItemQuery>,
) -> Result<Json<OrderedItemList>, Problem> {
    let which = match list_scope(&me) {
        ListScope::Bureau { division, .. } => ItemBox::In(division),
        ListScope::Agency(agency) | ListScope::Conference { agency, .. } => ItemBox::Of(agency),
        ListScope::Nothing | ListScope::Division(_) | ListScope::Disputed { .. } | ListScope::Sealed(_) => {
            return Ok(Json(OrderedItemList { rows: Vec::new(), next: None }));
        }
    };
    let (after, limit) = paging::asked(asked.after.as_deref(), asked.limit, 50);
    let mut records = app.store.read().await?;
    let page = records.open_items(&which, after, limit).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for ordered in page.rows {
        let Some(petition) = records.petition(ordered.petition).await? else { continue };
        let opens = access::petition(records.as_mut(), &me, ordered.petition).await.is_ok();
        rows.push(show::item_view(&app, records.as_mut(), &mut names, &me, ordered, &petition, opens).await?);
    }
    Ok(Json(OrderedItemList { rows, next: page.next }))
}
