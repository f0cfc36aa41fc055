//! `/api/open311/v2`: an Open311 GeoReport v2 server, JSON and XML. A request that cannot be a petition as it is gets a token
//! and waits for a person; the token becomes a request once they have registered it.

mod answer;
pub mod discovery;
mod documented;
pub mod requests;
pub mod services;

use crate::{
    channels::{
        open311::{Form, value},
        open311_xml::ERRORS,
    },
    domain::channels::{Adapter, Scope},
    edge::{
        AppState,
        caller::Caller,
        client::{self, Client},
        lockout,
        problem::Problem,
        session, traffic,
    },
};
use answer::{Fault, Said, Tongue};
use axum::{
    extract::FromRequestParts,
    http::{Extensions, StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};

/// What is answered below `/api/open311` to who asks for what is not there, in the tongue of the address.
pub fn refused(file: &str, problem: Problem) -> Response {
    let tongue = Tongue::of(file).map_or(Tongue::Json, |(_, tongue)| tongue);
    Said { tongue, shape: &ERRORS, told: Err(problem.into()) }.into_response()
}

/// Where a request comes from, and what is known of it.
pub struct Asker(Caller, Extensions);

impl FromRequestParts<AppState> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        Ok(Self(Caller::from_request_parts(parts, app).await?, parts.extensions.clone()))
    }
}

/// The client of `api_key`, within its jurisdiction.
async fn client(app: &AppState, Asker(caller, known): &Asker, form: &Form) -> Result<Client, Fault> {
    let denied = || Fault::new(StatusCode::FORBIDDEN, "Missing or invalid api_key");
    let key = value(form, "api_key").ok_or_else(denied)?;
    let client = client::by_hash(app, &session::token_hash(key)).await?;
    let wrong = format!("device:{}", lockout::network_of(caller.0));
    if client.is_none() && app.throttle.take(&wrong, app.world.now()).is_err() {
        return Err(Fault::new(StatusCode::TOO_MANY_REQUESTS, "Too many attempts"));
    }
    let client = client.ok_or_else(denied)?;
    traffic::is_of(known, client.client.account());
    if !client.client.may(Scope::of(Adapter::Open311)) {
        return Err(denied());
    }
    jurisdiction(app, &client, form).await?;
    Ok(client)
}

/// A jurisdiction is a division's code; one that is named must lie in the client's.
async fn jurisdiction(app: &AppState, client: &Client, form: &Form) -> Result<(), Fault> {
    let Some(named) = value(form, "jurisdiction_id") else { return Ok(()) };
    let unknown = || Fault::new(StatusCode::NOT_FOUND, "jurisdiction_id was not found");
    let code = named.parse().map_err(|_| unknown())?;
    if !client.agency.division.contains(&code) {
        return Err(unknown());
    }
    let mut records = app.store.read().await?;
    records.division(&code).await?.map(drop).ok_or_else(unknown)
}
