//! `POST /api/admin/divisions`: takes a list of divisions over, down to grids.

use super::{ImportQuery, list, must};
use crate::{
    administration::{By, divisions},
    domain::rights::AdminAction,
    edge::{
        AppState,
        extract::{Json, Query, Raw},
        problem::Problem,
        session::SignedIn,
        views::DivisionImport,
    },
};
use axum::extract::State;

/// Longest list, bytes: a hundred thousand lines fit well.
pub const MAX_LIST_BYTES: usize = 8 * 1024 * 1024;

/// Takes a list of divisions over, `code,name` a line: new ones are added, others renamed, none is removed.
/// With a line at fault nothing is taken.
///
/// Codes: unauthenticated, not_found, too_large, bad_line (not UTF-8).
#[utoipa::path(
    post,
    path = "/admin/divisions",
    operation_id = "admin_divisions_import",
    tag = "administration",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = OK, body = DivisionImport), Problem),
)]
pub async fn import(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<ImportQuery>,
    Raw(body): Raw<MAX_LIST_BYTES>,
) -> Result<Json<DivisionImport>, Problem> {
    must(&me, &[AdminAction::ImportDivisions])?;
    let text = list(&body)?;
    let by = By::Staff(&me);
    let import = if asked.dry_run {
        divisions::preview(app.store.read().await?.as_mut(), by, text).await?
    } else {
        divisions::import(&*app.store, &*app.world, by, text).await?
    };
    Ok(Json(DivisionImport::of(import)))
}
