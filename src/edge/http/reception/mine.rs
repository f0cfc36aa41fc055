//! `GET /api/contracts`: the petitions I am in charge of (我的包案).

use crate::edge::{
    AppState, access,
    extract::{Json, Query},
    http::petitions::row,
    names::Names,
    paging::PageQuery,
    problem::Problem,
    session::SignedIn,
    views::{MyContract, MyContractList},
};
use axum::extract::State;

/// The petitions I am in charge of, the longest first. One that became a sealed report is not among them.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    get,
    path = "/contracts",
    operation_id = "my_contracts",
    tag = "reception",
    params(PageQuery),
    responses((status = OK, body = MyContractList), Problem),
)]
pub async fn mine(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Query(asked): Query<PageQuery>,
) -> Result<Json<MyContractList>, Problem> {
    let (after, limit) = asked.page()?;
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let (page, mut rows) = (records.contracts_of(me.staff.id, after, limit).await?, Vec::new());
    for contract in page.rows {
        let seen = access::known(records.as_mut(), &me, contract.petition).await?;
        let Some(seen) = seen else { continue };
        let petition = row::of(&app, records.as_mut(), &mut names, &seen.petition).await?;
        rows.push(MyContract { taken_at: contract.taken_at.0, petition });
    }
    Ok(Json(MyContractList { rows, next: page.next }))
}
