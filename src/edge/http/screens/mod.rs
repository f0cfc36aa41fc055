//! The big screen of a reception room: what the television asks, and what the desk does about it (ADR 58).

pub mod join;
pub mod of_room;
pub mod pair;
pub mod pairing;
pub mod revoke;
pub mod show;

use crate::{
    domain::{
        ids::RoomId,
        jurisdiction::{Agency, ReceptionRoom, RoomScreen},
        rights::{self, Official},
    },
    edge::{
        AppState,
        problem::Problem,
        session::{SCREEN_COOKIE, presented},
    },
    storage::Records,
};
use axum::{extract::FromRequestParts, http::request::Parts};

/// The token of a television, whatever it is worth: it may wait still to be paired.
#[derive(Debug, Clone, Copy)]
pub struct Television([u8; 32]);

/// A screen that is paired with a room, and not revoked.
#[derive(Debug)]
pub struct Paired(pub RoomScreen);

impl FromRequestParts<AppState> for Television {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        presented(&parts.headers, SCREEN_COOKIE).map(Self).ok_or(Problem::Unauthenticated)
    }
}

impl FromRequestParts<AppState> for Paired {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let Television(hash) = Television::from_request_parts(parts, app).await?;
        let screen = app.store.read().await?.screen_by_token(&hash).await?;
        screen.filter(|screen| screen.revoked.is_none()).map(Self).ok_or(Problem::Unauthenticated)
    }
}

/// A room whose screens `me` looks after, and whose it is; for others there is no such thing.
async fn mine(
    records: &mut dyn Records,
    me: &Official,
    id: RoomId,
) -> Result<(ReceptionRoom, Agency), Problem> {
    let room = records.reception_room(id).await?.ok_or(Problem::NotFound)?;
    let agency = records.agency(room.agency).await?;
    let agency = agency.filter(|agency| rights::keeps_screens(me, agency)).ok_or(Problem::NotFound)?;
    Ok((room, agency))
}
