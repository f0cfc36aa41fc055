//! `GET /api/divisions`: divisions for forms, from the top down to townships, or those below one.

use crate::{
    domain::jurisdiction::{Division, DivisionCode},
    edge::{
        AppState, etag,
        extract::{Json, Query},
        problem::Problem,
        views::DivisionView,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DivisionsQuery {
    /// Code of a division: what lies in it, down to villages and grids.
    below: Option<String>,
}

/// Divisions from the top down to townships: a city has thousands of villages and grids, and a form seldom
/// needs them. With `below`, those that lie in one. Everybody asks for them and they seldom change: the answer has an
/// `ETag`, and one that is named in `If-None-Match` is answered 304.
///
/// Codes: not_found.
#[utoipa::path(
    get,
    path = "/divisions",
    operation_id = "list_divisions",
    tag = "lists",
    params(DivisionsQuery),
    responses((status = OK, body = Vec<DivisionView>), (status = NOT_MODIFIED), Problem),
)]
pub async fn divisions(
    State(app): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<DivisionsQuery>,
) -> Result<Response, Problem> {
    let mut records = app.store.read().await?;
    let divisions: Vec<Division> = match asked.below {
        Some(code) => {
            let code: DivisionCode = code.parse().map_err(|_| Problem::NotFound)?;
            records.divisions_below(&code).await?
        }
        None => records.divisions_of_forms().await?,
    };
    drop(records);
    let parts = divisions.iter().flat_map(|division| [division.code.as_str(), division.name.as_str()]);
    let tag = etag::quoted(etag::of_parts(parts));
    let known = etag::is_known(&headers, &tag);
    let kept = [(header::ETAG, tag), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let views: Vec<DivisionView> = divisions.into_iter().map(DivisionView::of).collect();
    Ok((kept, Json(views)).into_response())
}
