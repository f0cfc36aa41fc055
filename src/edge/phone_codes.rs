//! One-time codes to the phone of a seat's person: sent and checked.

use super::{AppState, problem::Problem};
use crate::{
    domain::{
        event::Actor,
        hearing::{Digits, Hearing, PhoneCode},
        ids::{EventId, OpId, SeatId},
        petition::Petition,
    },
    storage::Tx,
};

/// Sends the next code, a minute after the last at the soonest; commits `tx`.
pub async fn send(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    (petition, hearing): (&Petition, &Hearing),
    seat: SeatId,
    actor: Actor,
) -> Result<(), Problem> {
    let now = app.world.now();
    if let Some(wait) = tx.phone_code(seat).await?.and_then(|code| code.pause(now)) {
        return Err(Problem::TooMany { retry_after_s: u64::try_from(wait).unwrap_or(0).div_ceil(1000) });
    }
    let mut chance = [0; 8];
    app.world.fill(&mut chance);
    let id = OpId(app.world.new_id());
    let code = PhoneCode { id, seat, digits: Digits::of(chance), sent_at: now, wrong: 0 };
    tx.put_phone_code(&code).await?;
    let event = EventId(app.world.new_id());
    let change = code.change().in_phase(hearing.stage.phase());
    tx.append(&change.hearing_event(event, now, actor, petition, hearing.id)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a code back: it is used up with the transaction that is returned. Wrong digits are counted at once.
pub async fn take(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    seat: SeatId,
    digits: &str,
) -> Result<Box<dyn Tx>, Problem> {
    let now = app.world.now();
    let code = tx.phone_code(seat).await?.filter(|code| code.is_good(now)).ok_or_else(wrong_code)?;
    if code.digits.as_str() != digits.trim() {
        tx.put_phone_code(&PhoneCode { wrong: code.wrong + 1, ..code }).await?;
        tx.commit().await?;
        return Err(wrong_code());
    }
    tx.drop_phone_code(seat).await?;
    Ok(tx)
}

/// Nobody there can be told.
pub fn no_phone() -> Problem {
    Problem::refused("no_phone", "No message can be sent to this person")
}

fn wrong_code() -> Problem {
    Problem::refused("wrong_code", "The code is wrong, too old, or was tried too often")
}
