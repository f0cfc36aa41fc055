//! The common part of POST for WHIP and WHEP: token, offer, session.

use super::{
    bearer::Device,
    body::{self, Sdp},
};
use crate::edge::{
    AppState, access,
    devices::{
        Arrival, Fault, NoSession, Started, ice_servers,
        offer::{DeviceOffer, Unfit, Way},
    },
    problem::Problem,
    tickets::Pass,
};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use signaling::wire::ByeReason;
use std::net::IpAddr;

pub async fn start(
    app: &AppState,
    way: Way,
    device: Device,
    headers: &HeaderMap,
    Sdp(sdp): Sdp,
) -> Result<Response, Problem> {
    if !body::accepts(headers, body::SDP) {
        return Err(Problem::NotAcceptable);
    }
    let offer = DeviceOffer::read(way, &sdp)?;
    let Device { token, token_hash, from } = device;
    let hearing = app.store.read().await?.hearing(token.hearing).await?.ok_or(Problem::Unauthenticated)?;
    access::check_open(&hearing, app.world.now())?;
    let pass = Pass { hearing: token.hearing, seat: token.seat, by: None };
    let arrival = Arrival { pass, token_hash, from, way, offer };
    let started = app.devices.start(app.world.as_ref(), &app.rooms, arrival).await?;
    if app.store.read().await?.device_token(&token_hash).await? != Some(token) {
        // Taken away while the offer was answered; whoever did it may not have seen the session yet.
        if let Some((session, _)) = app.devices.find(started.id, &token_hash) {
            session.leave().await;
        }
        return Err(Problem::Unauthenticated);
    }
    Ok(created(app, pass, from, started))
}

/// 201 with everything RFC 9725 §4.2 names.
fn created(app: &AppState, pass: Pass, from: IpAddr, started: Started) -> Response {
    let Started { id, etag, answer } = started;
    // Relative: the address the device came by is the one that works for it.
    let location = format!("/api/device-sessions/{}", hex::encode(id));
    let mut response = (StatusCode::CREATED, answer).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body::SDP));
    headers.insert("accept-patch", HeaderValue::from_static(body::FRAGMENT));
    for (name, value) in [(header::LOCATION, location), (header::ETAG, etag)] {
        headers.extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
    }
    for server in ice_servers::of(app, pass.hearing, pass.seat, from) {
        headers.extend(server.link().map(|link| (header::LINK, link)));
    }
    response
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Malformed(sentence) => Self::BadRequest(sentence),
            Unfit::NotTaken(sentence) => bad_offer(sentence),
        }
    }
}

impl From<NoSession> for Problem {
    fn from(none: NoSession) -> Self {
        match none {
            NoSession::OtherWay => Self::SeatTaken,
            NoSession::Fault(Fault::Gone) => Self::Unavailable,
            NoSession::Fault(fault) => fault.into(),
            NoSession::TurnedAway(ByeReason::HearingOver) => Self::HearingOver,
            NoSession::TurnedAway(ByeReason::Removed | ByeReason::Withdrawn | ByeReason::SessionEnded) => {
                Self::Removed
            }
            NoSession::TurnedAway(_) => Self::Unavailable,
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Gone => Self::NotFound,
            Fault::Outdated => Self::Outdated,
            Fault::BadOffer(sentence) => bad_offer(sentence),
            Fault::Unavailable => Self::Unavailable,
        }
    }
}

fn bad_offer(detail: String) -> Problem {
    Problem::Refused { code: "bad_offer".into(), field: None, detail, article: None }
}
