//! `POST /api/reception/leaders`: says under which post somebody receives.

use super::show;
use crate::{
    domain::{ids::StaffId, people::Role, reception::Leader, rights::may_plan_reception},
    edge::{
        AppState,
        etag::IfMatch,
        extract::Json,
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{Day, LeaderRankText, LeaderView, leader_tag},
    },
};
use axum::extract::State;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutLeader {
    /// Somebody with the role `leader`.
    staff: Uuid,
    /// 职务, as published.
    title: String,
    rank: LeaderRankText,
    /// 分管领域
    field: String,
    /// Whether name and post are published to citizens, who may write to them (领导信箱).
    #[serde(default)]
    mailbox: bool,
    /// Since when they have this post; `null` where nobody knows. Left out it is as it stands on record, and today where
    /// another post follows one with a day.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Day>)]
    since: Option<Option<Day>>,
}

/// What is there, be it `null`: that is not left out.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Day>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Says under which post somebody receives. Where a post is recorded already, `If-Match` names its `tag`.
///
/// Codes: unauthenticated, not_found, precondition_required, outdated, unprocessable.
#[utoipa::path(
    post,
    path = "/reception/leaders",
    operation_id = "reception_leader_put",
    tag = "reception",
    params(IfMatch),
    request_body = PutLeader,
    responses((status = OK, body = LeaderView), Problem),
)]
pub async fn put(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    read: IfMatch,
    Json(asked): Json<PutLeader>,
) -> Result<Json<LeaderView>, Problem> {
    let mut tx = app.store.begin().await?;
    let staff = tx.staff(StaffId(asked.staff)).await?.ok_or(Problem::NotFound)?;
    let agency = tx.agency(staff.agency).await?.ok_or(Problem::NotFound)?;
    if !may_plan_reception(&me, &agency.division) {
        return Err(Problem::NotFound);
    }
    if !staff.has(Role::Leader) || staff.disabled {
        return Err(Problem::field("staff", "Only somebody with the role of a leader receives"));
    }
    let (title, field) = (asked.title.trim().to_owned(), asked.field.trim().to_owned());
    for (name, text) in [("title", &title), ("field", &field)] {
        if !(2..=100).contains(&text.chars().count()) {
            return Err(Problem::field(name, "Between 2 and 100 characters are needed"));
        }
    }
    tx.hold(&format!("leader {}", staff.id)).await?;
    let before = tx.leader(staff.id).await?;
    if let Some(before) = &before {
        read.check(&leader_tag(before))?;
    }
    let today = app.world.now().local_date();
    let since = match (asked.since, before) {
        (Some(given), _) => given.map(|day| day.0),
        (None, Some(before)) if before.title == title && before.rank == asked.rank.0 => before.since,
        (None, Some(before)) => before.since.map(|_| today), // the other post did not begin with that one
        (None, None) => None,
    };
    if since.is_some_and(|since| since > today) {
        return Err(Problem::field("since", "Since when somebody has a post is today or a day before"));
    }
    let leader = Leader { staff: staff.id, title, rank: asked.rank.0, field, mailbox: asked.mailbox, since };
    tx.put_leader(&leader).await?;
    let view = show::leader(tx.as_mut(), &mut Names::default(), leader).await?;
    tx.commit().await?;
    view.map(Json).ok_or(Problem::NotFound)
}
