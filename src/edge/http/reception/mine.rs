//! `GET /api/contracts`: the petitions I am in charge of (我的包案).

use crate::edge::{
    AppState, access, extract::Json, http::petitions::row, names::Names, problem::Problem, session::SignedIn,
    views::MyContract,
};
use axum::extract::State;

/// The petitions I am in charge of, the longest first. One that became a sealed report is not among them.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/contracts",
    operation_id = "my_contracts",
    tag = "reception",
    responses((status = OK, body = Vec<MyContract>), Problem),
)]
pub async fn mine(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<MyContract>>, Problem> {
    let (mut records, mut names) = (app.store.read().await?, Names::default());
    let mut rows = Vec::new();
    for contract in records.contracts_of(me.staff.id).await? {
        let seen = access::known(records.as_mut(), &me, contract.petition).await?;
        let Some(seen) = seen else { continue };
        let petition = row::of(&app, records.as_mut(), &mut names, &seen.petition).await?;
        rows.push(MyContract { taken_at: contract.taken_at.0, petition });
    }
    Ok(Json(rows))
}
