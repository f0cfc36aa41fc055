//! `GET`, `PUT /api/minutes-phrases`: what my agency's clerks have at hand, for each kind of hearing.

use crate::{
    domain::{
        hearing::{HearingKind, phrases},
        rights::{Official, desk},
    },
    edge::{
        AppState,
        etag::{self, IfMatch},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::HearingKindText,
    },
    storage::{Records, StoreError},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What clerks write again and again in one kind of hearing.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhrasesView {
    kind: HearingKindText,
    phrases: Vec<String>,
    /// The agency's; else those that are shipped.
    own: bool,
    /// `If-Match` of others in their place.
    tag: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhrasesRequest {
    /// At most 60 of at most 300 characters. None: those that are shipped.
    phrases: Vec<String>,
}

/// My agency's phrases for every kind of hearing.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/minutes-phrases",
    operation_id = "minutes_phrases",
    tag = "hearings",
    responses((status = OK, body = Vec<PhrasesView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<PhrasesView>>, Problem> {
    let mut records = app.store.read().await?;
    let mut all = Vec::new();
    for kind in HearingKind::ALL {
        all.push(of(records.as_mut(), &me, *kind).await?);
    }
    Ok(Json(all))
}

/// Writes them for one kind, as the head of the agency. `If-Match` names the `tag` of those that were read.
///
/// Codes: unauthenticated, not_yours, precondition_required, outdated, unprocessable.
#[utoipa::path(
    put,
    path = "/minutes-phrases/{kind}",
    operation_id = "minutes_phrases_save",
    tag = "hearings",
    params(("kind" = HearingKindText, Path), IfMatch),
    request_body = PhrasesRequest,
    responses((status = OK, body = PhrasesView), Problem),
)]
pub async fn save(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(kind): Path<HearingKindText>,
    read: IfMatch,
    Json(asked): Json<PhrasesRequest>,
) -> Result<Json<PhrasesView>, Problem> {
    if !desk(&me).templates {
        return Err(Problem::NotAllowed);
    }
    let lines = phrases::read(&asked.phrases.join("\n")).map_err(|why| Problem::field("phrases", why))?;
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("phrases {} {}", me.agency.id, kind.0)).await?;
    read.check(&of(tx.as_mut(), &me, kind.0).await?.tag)?;
    tx.save_phrases(me.agency.id, kind.0, &lines.join("\n")).await?;
    let saved = of(tx.as_mut(), &me, kind.0).await?;
    tx.commit().await?;
    Ok(Json(saved))
}

async fn of(records: &mut dyn Records, me: &Official, kind: HearingKind) -> Result<PhrasesView, StoreError> {
    let own = records.phrases(me.agency.id, kind).await?.unwrap_or_default();
    let own: Vec<_> = own.lines().map(ToOwned::to_owned).collect();
    let tag = etag::of_parts(&own);
    Ok(match own.is_empty() {
        true => PhrasesView { kind: kind.into(), phrases: phrases::shipped(kind), own: false, tag },
        false => PhrasesView { kind: kind.into(), phrases: own, own: true, tag },
    })
}
