//! `POST /api/hearings/{id}/delivered`: a formal hearing's conclusion was handed over on paper (multipart, fields `day`,
//! `way`, `file`). The slip (送达回证) is kept with the petition's files.

use super::detail;
use crate::{
    domain::{
        event::Actor,
        hearing::{HandedOver, NotHandedOver, Outcome},
        ids::{AttachmentId, EventId, HearingId},
        petition::DeliveryWay,
        rights::HearingAction,
    },
    edge::{
        AppState, access, attaching,
        extract::{Json, Multipart, Path},
        problem::Problem,
        session::SignedIn,
        views::{Day, DeliveryWayText, HearingDetail},
    },
};
use axum::extract::State;
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest text of a day or a way, in bytes.
const LONGEST: usize = 20;

#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the form; the fields are read as they stream in")]
pub struct DeliveredForm {
    /// From the day the conclusion was made to today.
    day: Day,
    /// `in_person`, `post` or `substituted`.
    way: DeliveryWayText,
    /// Last: the slip, as a picture or PDF.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A formal hearing's conclusion was handed over on paper (multipart, fields `day`, `way`, `file`). Once.
///
/// Codes: unauthenticated, not_found, not_yours, unprocessable, conflict (handed over already), too_large, no_space,
/// bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/hearings/{id}/delivered",
    operation_id = "hearing_delivered",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body(content = DeliveredForm, content_type = "multipart/form-data"),
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn delivered(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Multipart(form): Multipart,
) -> Result<Json<HearingDetail>, Problem> {
    let (id, now) = (HearingId(id), app.world.now());
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    seen.must(HearingAction::Deliver)?;
    let outcome = records.outcome(id).await?.ok_or(Problem::NotFound)?;
    if records.handed_over(id).await?.is_some() {
        return Err(Problem::Conflict);
    }
    drop(records);
    let actor = Actor::from(&me);
    let form = (form, ["day", "way"], LONGEST);
    let fit = |[day, way]: [String; 2], _: &str| asked(id, &day, &way, &outcome, now.local_date());
    let (handed, slip) = attaching::attach_last(&app, seen.petition.id, actor, form, fit).await?;
    let handed = HandedOver { slip: slip.id, ..handed };
    let mut tx = app.store.begin().await?;
    tx.hand_over_conclusion(&handed).await?;
    let event = EventId(app.world.new_id());
    tx.append(&handed.change().hearing_event(event, now, actor, &seen.petition, id)).await?;
    tx.commit().await?;
    detail::of(&app, &me, id).await.map(Json)
}

/// What is told of it, without the slip.
fn asked(
    hearing: HearingId,
    day: &str,
    way: &str,
    outcome: &Outcome,
    today: Date,
) -> Result<HandedOver, Problem> {
    let day: Day = day.parse().map_err(|_| Problem::field("day", "A day, YYYY-MM-DD"))?;
    let way: DeliveryWay =
        way.parse().map_err(|_| Problem::field("way", "One of in_person, post, substituted"))?;
    let handed = HandedOver { hearing, day: day.0, way, slip: AttachmentId(Uuid::nil()) };
    handed.check(outcome, today).map_err(|why| match why {
        NotHandedOver::BadDay => Problem::field("day", why.to_string()),
        NotHandedOver::Online => Problem::field("way", why.to_string()),
    })?;
    Ok(handed)
}
