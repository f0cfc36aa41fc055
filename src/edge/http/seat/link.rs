//! What a seat's link opens. Guessing one is slowed down by network.

use crate::{
    domain::hearing::{Hearing, Seat},
    edge::{AppState, lockout, problem::Problem, session},
    storage::Records,
};
use std::net::IpAddr;

/// One try at a link, counted against the network it comes from until the link is found.
pub struct Try<'a> {
    app: &'a AppState,
    counted: String,
}

impl<'a> Try<'a> {
    pub fn by(app: &'a AppState, address: IpAddr) -> Result<Self, Problem> {
        let counted = format!("link:{}", lockout::network_of(address));
        app.throttle.take(&counted, app.world.now())?;
        Ok(Self { app, counted })
    }

    /// The hearing and the seat a link is for. It is not used up.
    pub async fn open(self, records: &mut dyn Records, secret: &str) -> Result<(Hearing, Seat), Problem> {
        let key = records.seat_key(&session::token_hash(secret)).await?.ok_or(Problem::NoSuchLink)?;
        self.app.throttle.give_back(&self.counted);
        let hearing = records.hearing(key.hearing).await?.ok_or(Problem::NoSuchLink)?;
        let seat = hearing.seat(key.seat).filter(|seat| seat.stands()).cloned();
        Ok((hearing, seat.ok_or(Problem::NoSuchLink)?))
    }
}
