//! Takes signatures that a seat does not give itself, on paper or by proxy; for whoever keeps the minutes.

use crate::{
    domain::{
        event::Actor,
        hearing::{Mark, MarkAsked, Occupant},
        ids::{HearingId, OpId, SeatId},
        rights::Official,
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        problem::Problem,
        views::SignedVersion,
    },
    rooms::Command,
};
use axum::http::StatusCode;

/// The hearing in which `me` may take something for `seat`. The room decides; this is so that no file is left behind by
/// who could not have given it.
pub async fn taken_for(
    app: &AppState,
    me: &Official,
    id: HearingId,
    (seat, on): (SeatId, &SignedVersion),
) -> Result<SeenHearing, Problem> {
    let paper = on.kind();
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, id).await?;
    let record = records.signing_record(id, paper).await?;
    drop(records);
    let mine =
        |occupant: &Occupant| matches!(occupant, Occupant::Official { staff, .. } if *staff == me.staff.id);
    let keeps = seen.hearing.seats.iter().any(|one| one.keeps_minutes() && mine(&one.occupant));
    seen.hearing.seat(seat).ok_or(Problem::NotFound)?;
    if keeps {
        seen.hearing.must_be_open()?;
    }
    if keeps && record.word_of(seat).is_some_and(|word| !word.is_refusal()) {
        return Err(Problem::refused("signed_already", "this seat has signed this version"));
    }
    let signs = record.signers(&seen.hearing.seats).any(|signer| signer.id == seat);
    let stage = seen.hearing.stage.name();
    if !(keeps && signs && (paper.is_signed_in(stage) || stage.takes_paper())) {
        return Err(Problem::NotAllowed);
    }
    record.standing(on.version, &on.sha256).map_err(|newest| {
        Problem::refused(
            "stale_version",
            format!("version {} stands now: print and sign that one", newest.sentence),
        )
    })?;
    Ok(seen)
}

/// The file is kept; the room decides about the mark.
pub async fn take(
    app: &AppState,
    actor: Actor,
    id: HearingId,
    (seat, on): (SeatId, SignedVersion),
    mark: Mark,
) -> Result<StatusCode, Problem> {
    let (op, paper) = (OpId(app.world.new_id()), on.kind());
    let asked = MarkAsked { op, paper, seat, version: on.version, sha256: on.sha256, mark };
    app.rooms.command(id, actor, Command::TakeMark(asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}
