//! One more thing known of a seat that checks in: its row and the log's line in one transaction, then its room.

use super::{AppState, problem::Problem};
use crate::{
    domain::{
        event::Actor,
        hearing::{CheckInNote, Hearing},
        ids::{EventId, HearingId, SeatId},
    },
    rooms::Arrived,
    storage::Tx,
};

/// Writes and commits `tx`.
pub async fn note(
    app: &AppState,
    mut tx: Box<dyn Tx>,
    hearing: &Hearing,
    seat: SeatId,
    note: CheckInNote,
    actor: Actor,
) -> Result<(), Problem> {
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    tx.note_check_in(hearing.id, seat, &note).await?;
    let event = EventId(app.world.new_id());
    tx.append(&note.change(seat).hearing_event(event, app.world.now(), actor, &petition, hearing.id)).await?;
    tx.commit().await?;
    app.rooms.arrived(hearing.id, seat, Arrived::Noted(note)).await;
    Ok(())
}

/// Nothing is noted of a hearing that is over.
pub fn must_be_open(hearing: &Hearing) -> Result<(), Problem> {
    if hearing.stage.name().is_over() { Err(Problem::HearingOver) } else { Ok(()) }
}

/// Whom a helper's seat helps. The log has it with the seat itself.
pub async fn link_helper(
    app: &AppState,
    hearing: HearingId,
    helper: SeatId,
    note: CheckInNote,
) -> Result<(), Problem> {
    let mut tx = app.store.begin().await?;
    tx.note_check_in(hearing, helper, &note).await?;
    tx.commit().await?;
    app.rooms.arrived(hearing, helper, Arrived::Noted(note)).await;
    Ok(())
}
