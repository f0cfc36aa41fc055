//! `/api/saved-filters`: filters of the work list that somebody keeps, on whatever computer they sit.

use crate::{
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
    storage::SavedFilter,
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// More than a row of buttons holds.
const MOST: usize = 30;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedFilter)]
pub struct SavedFilterView {
    id: Uuid,
    name: String,
    /// As it stands in the address of the work list, without its `?`; never words that were searched for.
    query: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFilter {
    /// 1 to 40 characters; an earlier filter of that name is replaced.
    name: String,
    /// At most 500 characters.
    query: String,
}

impl From<SavedFilter> for SavedFilterView {
    fn from(filter: SavedFilter) -> Self {
        Self { id: filter.id, name: filter.name, query: filter.query }
    }
}

/// My filters, oldest first.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/saved-filters",
    operation_id = "filter_list",
    tag = "petitions",
    responses((status = OK, body = Vec<SavedFilterView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<SavedFilterView>>, Problem> {
    let filters = app.store.read().await?.saved_filters(me.staff.id).await?;
    Ok(Json(filters.into_iter().map(SavedFilterView::from).collect()))
}

/// Keeps a filter.
///
/// Codes: unauthenticated, unprocessable, too_many_filters.
#[utoipa::path(
    post,
    path = "/saved-filters",
    operation_id = "filter_save",
    tag = "petitions",
    request_body = NewFilter,
    responses((status = OK, body = Vec<SavedFilterView>), Problem),
)]
pub async fn save(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<NewFilter>,
) -> Result<Json<Vec<SavedFilterView>>, Problem> {
    let name = asked.name.trim().to_owned();
    if !(1..=40).contains(&name.chars().count()) {
        return Err(Problem::field("name", "1 to 40 characters"));
    }
    // They are often a name, a phone or an identity number.
    if asked.query.split('&').any(|part| part.starts_with("search=")) {
        return Err(Problem::field("query", "Words that are searched for are not kept"));
    }
    if asked.query.chars().count() > 500 {
        return Err(Problem::field("query", "At most 500 characters"));
    }
    let (id, added_at) = (app.world.new_id(), app.world.now());
    let filter = SavedFilter { id, staff: me.staff.id, name, query: asked.query, added_at };
    let mut tx = app.store.begin().await?;
    tx.save_filter(&filter).await?;
    let filters = tx.saved_filters(me.staff.id).await?;
    if filters.len() > MOST {
        return Err(Problem::refused("too_many_filters", "At most 30 filters are kept: drop one first"));
    }
    tx.commit().await?;
    Ok(Json(filters.into_iter().map(SavedFilterView::from).collect()))
}

/// Drops one of my filters.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    delete,
    path = "/saved-filters/{id}",
    operation_id = "filter_drop",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), Problem),
)]
pub async fn drop_one(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    if !tx.drop_filter(me.staff.id, id).await? {
        return Err(Problem::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
