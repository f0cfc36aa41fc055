//! `GET /api/grid/reports`, `GET /api/grid/counts` and `GET /api/grid/places`: reports one has to do with, how many wait, and
//! grids one reports from.

use super::view::{self, GridRow};
use crate::{
    domain::rights::may_take_up,
    edge::{
        AppState,
        extract::{Json, Query},
        names::Names,
        paging,
        problem::Problem,
        session::SignedIn,
    },
    storage::GridBox,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GridListBox {
    /// Reported by oneself, newest first.
    Mine,
    /// Done as their organ says, in a grid that one has a post in, whoever reported it: to be looked at, oldest first.
    ToLookAt,
    /// Taken up by nobody yet, oldest first: of one's agency's division.
    Open,
    /// Taken up by one's agency, newest first.
    Taken,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GridListQuery {
    #[param(inline)]
    #[serde(rename = "box")]
    of: GridListBox,
    /// `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct GridList {
    rows: Vec<GridRow>,
    /// Give it back as `after`.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct GridPlaces {
    /// One reports from these.
    places: Vec<GridPlace>,
    /// One's organ takes reports up.
    takes_up: bool,
}

#[derive(Serialize, ToSchema)]
pub struct GridPlace {
    code: String,
    name: String,
}

/// Reports one has to do with.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/grid/reports",
    operation_id = "grid_reports",
    tag = "grid",
    params(GridListQuery),
    responses((status = OK, body = GridList), Problem),
)]
pub async fn reports(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(query): Query<GridListQuery>,
) -> Result<Json<GridList>, Problem> {
    let of = match query.of {
        GridListBox::Mine => GridBox::Mine(me.staff.id),
        GridListBox::ToLookAt => GridBox::ToLookAt(me.staff.id),
        _ if !may_take_up(&me, &me.agency.division) => {
            return Ok(Json(GridList { rows: Vec::new(), next: None }));
        }
        GridListBox::Open => GridBox::Open(me.agency.division.clone()),
        GridListBox::Taken => GridBox::Taken(me.agency.id),
    };
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let mut rows = Vec::new();
    let (after, limit) = paging::asked(query.after.as_deref(), query.limit, 50)?;
    let page = records.grid_reports(&of, after, limit).await?;
    for report in page.rows {
        rows.push(view::row(&app, records.as_mut(), &mut names, &report).await?);
    }
    Ok(Json(GridList { rows, next: page.next }))
}

/// How many reports wait for one.
#[derive(Serialize, ToSchema)]
pub struct GridCounts {
    /// Taken up by nobody, where one's organ takes up.
    open: u32,
    /// Of those, how many for longer than they should.
    overdue: u32,
    /// Done as their organ says, in a grid that one has a post in.
    to_look_at: u32,
}

/// How many reports wait for me.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/grid/counts",
    operation_id = "grid_counts",
    tag = "grid",
    responses((status = OK, body = GridCounts), Problem),
)]
pub async fn counts(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<GridCounts>, Problem> {
    let before = app.config.grid_terms.claim_overdue_before(app.world.now());
    let mut records = app.store.read().await?;
    let (open, overdue) = if may_take_up(&me, &me.agency.division) {
        let theirs = GridBox::Open(me.agency.division.clone());
        records.count_grid_reports(&theirs, before).await?
    } else {
        (0, 0)
    };
    let (to_look_at, _) = records.count_grid_reports(&GridBox::ToLookAt(me.staff.id), before).await?;
    Ok(Json(GridCounts { open, overdue, to_look_at }))
}

/// The grids one reports from, and whether one's organ takes reports up.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/grid/places",
    operation_id = "grid_places",
    tag = "grid",
    responses((status = OK, body = GridPlaces), Problem),
)]
pub async fn places(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<GridPlaces>, Problem> {
    let (mut records, mut names, mut places) = (app.store.read().await?, Names::default(), Vec::new());
    for post in records.grid_posts_of(me.staff.id).await? {
        let name = names.place(records.as_mut(), &post.division).await?;
        places.push(GridPlace { code: post.division.to_string(), name });
    }
    let takes_up = may_take_up(&me, &me.agency.division);
    Ok(Json(GridPlaces { places, takes_up }))
}
