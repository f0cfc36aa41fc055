//! `Authorization: Bearer …` (RFC 6750 §2.1). Only the token's hash is known here.

use crate::{
    edge::{
        AppState,
        caller::Caller,
        devices::{Session, SessionId},
        lockout,
        problem::Problem,
        session,
    },
    storage::DeviceToken,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use std::net::IpAddr;

/// A bearer token that was shown, whatever it is worth.
#[derive(Debug, Clone, Copy)]
pub struct Bearer {
    pub hash: [u8; 32],
    caller: Caller,
}

/// A device whose token opens a seat.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    pub token: DeviceToken,
    pub token_hash: [u8; 32],
    /// Where it calls from.
    pub from: IpAddr,
}

impl FromRequestParts<AppState> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let shown = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) =
            shown.and_then(|value| value.split_once(' ')).ok_or(Problem::Unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::Unauthenticated);
        }
        let hash = session::token_hash(token.trim());
        Ok(Self { hash, caller: Caller::from_request_parts(parts, app).await? })
    }
}

impl FromRequestParts<AppState> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let bearer = Bearer::from_request_parts(parts, app).await?;
        let token = app.store.read().await?.device_token(&bearer.hash).await?;
        if token.is_none() {
            bearer.take_a_try(app)?;
        }
        let token = token.ok_or(Problem::Unauthenticated)?;
        Ok(Self { token, token_hash: bearer.hash, from: bearer.caller.0 })
    }
}

impl Bearer {
    /// Counts a token that opened nothing. Right ones are never counted: a program that goes on with a revoked one shuts
    /// out nobody beside it.
    pub fn take_a_try(&self, app: &AppState) -> Result<(), Problem> {
        app.throttle.take(&format!("device:{}", lockout::network_of(self.caller.0)), app.world.now())?;
        Ok(())
    }

    /// The session of this name, if the token is the one that opened it. It may be dead in the store by now:
    /// then so is the session, or in a moment.
    pub fn session(&self, app: &AppState, name: &str) -> Result<(SessionId, Session), Problem> {
        let mut id = SessionId::default();
        hex::decode_to_slice(name, &mut id).map_err(|_| Problem::NotFound)?;
        let (session, is_its) = app.devices.find(id, &self.hash).ok_or(Problem::NotFound)?;
        if !is_its {
            self.take_a_try(app)?;
            return Err(Problem::Unauthenticated);
        }
        Ok((id, session))
    }
}
