//! `GET /api/letters`: the letters to the leader's mailbox that name me (写给我的来信).

use crate::{
    domain::people::Role,
    edge::{
        AppState,
        extract::{Json, Query},
        http::petitions::row,
        paging::PageQuery,
        problem::Problem,
        session::SignedIn,
        views::PetitionList,
    },
};
use axum::extract::State;

/// The letters to the leader's mailbox (领导信箱) that name me, the newest first. One that became a sealed report is not among
/// them, and who is a leader no more has none: a page may have fewer rows than were asked for.
///
/// Codes: unauthenticated, bad_request.
#[utoipa::path(
    get,
    path = "/letters",
    operation_id = "my_letters",
    tag = "reception",
    params(PageQuery),
    responses((status = OK, body = PetitionList), Problem),
)]
pub async fn letters(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<PetitionList>, Problem> {
    if !me.staff.has(Role::Leader) {
        return Ok(Json(PetitionList { rows: Vec::new(), next: None }));
    }
    let (after, limit) = asked.page()?;
    let mut records = app.store.read().await?;
    let page = records.letters_to(me.staff.id, after, limit).await?;
    let rows = row::visible(&app, records.as_mut(), &me, &page.rows).await?;
    Ok(Json(PetitionList { rows, next: page.next }))
}
