//! `GET /api/action-items`: what my agency must do, or what my bureau waits for.

use super::show;
use crate::{
    domain::rights::{ListScope, list_scope},
    edge::{
        AppState, access, extract::Json, names::Names, problem::Problem, session::SignedIn,
        views::OrderedItemView,
    },
};
use axum::extract::State;

/// More than a person can look through; the next deadlines come first.
const MOST: u32 = 500;

/// Action items not closed yet: for a bureau those of its division, for any other organ its own.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/action-items",
    operation_id = "action_item_list",
    tag = "supervision",
    responses((status = OK, body = Vec<OrderedItemView>), Problem),
)]
pub async fn items(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<OrderedItemView>>, Problem> {
    let mut records = app.store.read().await?;
    let found = match list_scope(&me) {
        ListScope::Division(division) => records.items_in(&division, MOST).await?,
        ListScope::Agency(agency) => records.items_of_agency(agency).await?,
        ListScope::Nothing | ListScope::Sealed(_) => Vec::new(),
    };
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for ordered in found {
        let Some(petition) = records.petition(ordered.petition).await? else { continue };
        let opens = access::petition(records.as_mut(), &me, ordered.petition).await.is_ok();
        rows.push(show::item_view(&app, records.as_mut(), &mut names, &me, ordered, &petition, opens).await?);
    }
    Ok(Json(rows))
}
