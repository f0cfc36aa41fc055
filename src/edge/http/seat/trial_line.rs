//! `POST /api/seat/trial/ways` and `/offer`: a line to try out before the door opens, through the media of the call.

use super::link;
use crate::{
    domain::ids::SeatId,
    edge::{
        AppState,
        caller::Caller,
        checking_in,
        extract::Json,
        problem::Problem,
        views::{MediaWay, OfferedSection, OfferedSource},
    },
    rooms::{MediaError, SeatOffer},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialSecret {
    /// The part of the link after `#`.
    secret: String,
}

/// Ways round a firewall for a trial; the link is not used up.
///
/// Codes: no_such_link, too_many, hearing_over.
#[utoipa::path(
    post,
    path = "/seat/trial/ways",
    operation_id = "seat_trial_ways",
    tag = "seat",
    request_body = TrialSecret,
    responses((status = OK, body = Vec<MediaWay>), Problem),
)]
pub async fn ways(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(asked): Json<TrialSecret>,
) -> Result<Json<Vec<MediaWay>>, Problem> {
    let (hearing, seat) = link::open(&app, address, &asked.secret).await?;
    checking_in::must_not_be_over(&hearing)?;
    let ways = app.rooms.trial_ice(seat.id, Some(address)).into_iter();
    Ok(Json(ways.map(Into::into).collect()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialLine {
    /// The part of the link after `#`.
    secret: String,
    peer: u32,
    sdp: String,
    sources: Vec<OfferedSource>,
    receivers: Vec<OfferedSection>,
}

#[derive(Serialize, ToSchema)]
pub struct TrialAnswer {
    sdp: String,
}

/// Answers the offer of a trial: what is sent comes back. It ends by itself.
///
/// Codes: no_such_link, too_many, hearing_over, unprocessable, unavailable.
#[utoipa::path(
    post,
    path = "/seat/trial/offer",
    operation_id = "seat_trial_offer",
    tag = "seat",
    request_body = TrialLine,
    responses((status = OK, body = TrialAnswer), Problem),
)]
pub async fn offer(
    State(app): State<AppState>,
    Caller(address): Caller,
    Json(line): Json<TrialLine>,
) -> Result<Json<TrialAnswer>, Problem> {
    let (hearing, seat) = link::open(&app, address, &line.secret).await?;
    checking_in::must_not_be_over(&hearing)?;
    let offer = SeatOffer {
        from: Some(address),
        peer: line.peer,
        sdp: line.sdp,
        sources: line.sources.into_iter().map(Into::into).collect(),
        receivers: line.receivers.into_iter().map(Into::into).collect(),
    };
    answer(&app, seat.id, offer).await.map(Json)
}

/// Tries out a line of this seat, a few times a minute.
pub async fn answer(app: &AppState, seat: SeatId, offer: SeatOffer) -> Result<TrialAnswer, Problem> {
    app.throttle.take(&format!("trial:{seat}"), app.world.now())?;
    match app.rooms.trial(seat, offer).await {
        Ok(sdp) => Ok(TrialAnswer { sdp }),
        Err(MediaError::BadOffer(why)) => Err(Problem::field("sdp", why)),
        Err(MediaError::Down) => Err(Problem::Unavailable),
    }
}
