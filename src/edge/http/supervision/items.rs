//! `GET /api/action-items`: what my agency must do, or what my bureau waits for.

use super::show::{self, Showing};
use crate::{
    domain::rights::{ListScope, Official, list_scope},
    edge::{
        AppState, access,
        extract::{Json, Query},
        names::Names,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::OrderedItemList,
    },
    storage::{ItemBox, OrderedItem, Page, Records},
};
use axum::extract::State;

/// Action items not closed yet, next deadline first: its own, and for a bureau all of its division.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/action-items",
    operation_id = "action_item_list",
    tag = "supervision",
    params(PageQuery),
    responses((status = OK, body = OrderedItemList), Problem),
)]
pub async fn items(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<OrderedItemList>, Problem> {
    let which = match list_scope(&me) {
        ListScope::Bureau { division, agency } => ItemBox::In(division, agency),
        ListScope::Agency(agency) | ListScope::Conference { agency, .. } => ItemBox::Of(agency),
        ListScope::Nothing | ListScope::Division(_) | ListScope::Disputed { .. } | ListScope::Sealed(_) => {
            return Ok(Json(OrderedItemList { rows: Vec::new(), next: None }));
        }
    };
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.open_items(&which, after, limit).await?;
    Ok(Json(shown(&app, records.as_mut(), &me, page).await?))
}

/// A page of items as it is shown to `me`.
pub async fn shown(
    app: &AppState,
    records: &mut dyn Records,
    me: &Official,
    page: Page<OrderedItem>,
) -> Result<OrderedItemList, Problem> {
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for ordered in page.rows {
        let Some(petition) = records.petition(ordered.petition).await? else { continue };
        let opens = access::known(records, me, ordered.petition).await?.is_some();
        let showing = Showing { app, me, petition: &petition, opens };
        rows.push(show::item_view(records, &mut names, showing, ordered).await?);
    }
    Ok(OrderedItemList { rows, next: page.next })
}
