//! What a seat's link opens. Its secret has 256 bits: only wrong ones are counted, so that nobody whose link is right is
//! shut out by a neighbour on the same network.

use crate::{
    domain::hearing::{Hearing, Seat},
    edge::{AppState, lockout, problem::Problem, session},
    storage::Records,
};
use std::net::IpAddr;

/// The hearing and the seat a link is for. It is not used up.
///
/// # Errors
/// `no_such_link`, and `too_many` after ten such.
pub async fn open(app: &AppState, address: IpAddr, secret: &str) -> Result<(Hearing, Seat), Problem> {
    let opened = seat_of(app.store.read().await?.as_mut(), secret).await;
    if matches!(opened, Err(Problem::NoSuchLink)) {
        app.throttle.take(&format!("link:{}", lockout::network_of(address)), app.world.now())?;
    }
    opened
}

/// The same of a link that was opened before, as it is in these records.
pub async fn seat_of(records: &mut dyn Records, secret: &str) -> Result<(Hearing, Seat), Problem> {
    let key = records.seat_key(&session::token_hash(secret)).await?.ok_or(Problem::NoSuchLink)?;
    let hearing = records.hearing(key.hearing).await?.ok_or(Problem::NoSuchLink)?;
    let seat = hearing.seat(key.seat).filter(|seat| seat.stands()).cloned();
    Ok((hearing, seat.ok_or(Problem::NoSuchLink)?))
}
