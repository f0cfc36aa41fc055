//! Stores one more fact about a seat that checks in, row and event in one transaction, then tells its room.

use super::{AppState, hearing_log::record_in_phase, problem::Problem, throttle::Rate};
use crate::{
    domain::{
        MINUTE_MS,
        event::Actor,
        hearing::{CheckInNote, Hearing},
        ids::SeatId,
        petition::Petition,
    },
    rooms::Arrived,
    storage::Tx,
};

/// What one seat puts on record of itself: languages tried, tests repeated. Each is a line of the log for good, and a push
/// to everybody who looks.
const OWN_NOTES: Rate = Rate { burst: 20, refill_ms: MINUTE_MS };

/// Counts one more thing that comes from a seat's own device or link.
///
/// # Errors
/// `too_many`.
pub fn count(app: &AppState, seat: SeatId) -> Result<(), Problem> {
    app.throttle.take_at(&format!("noted:{seat}"), OWN_NOTES, app.world.now())?;
    Ok(())
}

/// Writes and commits `tx`.
pub async fn note(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    hearing: &Hearing,
    seat: SeatId,
    note: CheckInNote,
    actor: Actor,
) -> Result<(), Problem> {
    if matches!(actor, Actor::Seat(_)) {
        count(app, seat)?;
    }
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    write(app, tx.as_mut(), (&petition, hearing), seat, note, actor).await?;
    tx.commit().await?;
    app.rooms.arrived(hearing.id, seat, Arrived::Noted(note)).await;
    Ok(())
}

/// Writes it with what else `tx` writes; its room is told by who commits.
pub async fn write(
    app: &AppState,
    tx: &mut dyn Tx,
    (petition, hearing): (&Petition, &Hearing),
    seat: SeatId,
    note: CheckInNote,
    actor: Actor,
) -> Result<(), Problem> {
    tx.note_check_in(hearing.id, seat, &note).await?;
    record_in_phase(app, tx, (petition, hearing), note.change(seat), actor).await
}

/// Nothing is noted of a hearing that is over.
pub fn must_not_be_over(hearing: &Hearing) -> Result<(), Problem> {
    if hearing.stage.name().is_over() { Err(Problem::HearingOver) } else { Ok(()) }
}
