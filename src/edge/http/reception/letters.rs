//! `GET /api/letters`: the letters to the leader's mailbox that name me (写给我的来信).

use crate::{
    domain::people::Role,
    edge::{
        AppState, access,
        extract::{Json, Query},
        http::petitions::row,
        names::Names,
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
    let mut list = PetitionList { rows: Vec::new(), next: None };
    if !me.staff.has(Role::Leader) {
        return Ok(Json(list));
    }
    let (after, limit) = asked.page();
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let page = records.letters_to(me.staff.id, after, limit).await?;
    for id in page.rows {
        let petition = match access::petition(records.as_mut(), &me, id).await {
            Ok(seen) => seen.petition,
            Err(Problem::NotFound) => continue,
            Err(problem) => return Err(problem),
        };
        list.rows.push(row::of(&app, records.as_mut(), &mut names, &petition).await?);
    }
    list.next = page.next;
    Ok(Json(list))
}
