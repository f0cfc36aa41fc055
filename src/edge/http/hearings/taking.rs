//! Takes signatures that a seat does not give itself, on paper or by proxy; for whoever keeps the minutes.

use crate::{
    domain::{
        hearing::{Occupant, PaperKind},
        ids::{HearingId, SeatId},
        rights::Official,
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        problem::Problem,
    },
};

/// The hearing in which `me` may take something for `seat`. The room decides; this is so that no file is left behind by
/// who could not have given it.
pub async fn taken_for(
    app: &AppState,
    me: &Official,
    id: HearingId,
    (paper, seat): (PaperKind, SeatId),
) -> Result<SeenHearing, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, id).await?;
    let record = records.signing_record(id, paper).await?;
    drop(records);
    let mine =
        |occupant: &Occupant| matches!(occupant, Occupant::Official { staff, .. } if *staff == me.staff.id);
    let keeps = seen.hearing.seats.iter().any(|one| one.keeps_minutes() && mine(&one.occupant));
    seen.hearing.seat(seat).ok_or(Problem::NotFound)?;
    if keeps {
        seen.hearing.must_be_open().map_err(|refusal| Problem::refused("archived", refusal.sentence))?;
    }
    if keeps && record.word_of(seat).is_some_and(|word| !word.is_refusal()) {
        return Err(Problem::refused("signed_already", "this seat has signed this version"));
    }
    let signs = record.signers(&seen.hearing.seats).any(|signer| signer.id == seat);
    let stage = seen.hearing.stage.name();
    if keeps && signs && (paper.is_signed_in(stage) || stage.takes_paper()) {
        Ok(seen)
    } else {
        Err(Problem::NotAllowed)
    }
}
