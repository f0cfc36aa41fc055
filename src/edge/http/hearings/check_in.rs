//! `GET /api/hearings/{id}/check-in`: how far every seat has come, for who confirms who sits there, be it by the paper alone.

use crate::{
    domain::{
        hearing::{CheckIn, Occupant, Seat},
        ids::{HearingId, SeatId},
        people::Party,
        rights::{HearingAction, Official, PetitionField},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::SeatCheckIn,
    },
    storage::Records,
};
use axum::extract::State;
use uuid::Uuid;

/// How far every seat has come, in the order of the table. To a counter of another organ at the table (`see_paper` without
/// `check_in`): whose papers are to be seen, and whether they were.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/check-in",
    operation_id = "hearing_check_in",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<SeatCheckIn>), Problem),
)]
pub async fn check_in(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::SeePaper)?;
    of(records.as_mut(), &me, &seen).await.map(Json)
}

/// The hearing, for who confirms who sits there.
pub async fn asked(records: &mut dyn Records, me: &Official, id: HearingId) -> Result<SeenHearing, Problem> {
    let seen = access::hearing(records, me, id).await?;
    seen.must(HearingAction::CheckIn)?;
    Ok(seen)
}

/// A seat of somebody who is confirmed here.
pub fn identified(seen: &SeenHearing, seat: SeatId) -> Result<&Seat, Problem> {
    let seat = seen.hearing.seat(seat).filter(|seat| seat.is_identified_at_check_in());
    seat.ok_or(Problem::NotFound)
}

/// The same as the list, after a change.
pub async fn anew(app: &AppState, me: &Official, id: HearingId) -> Result<Json<Vec<SeatCheckIn>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, id).await?;
    of(records.as_mut(), me, &seen).await.map(Json)
}

pub async fn of(
    records: &mut dyn Records,
    me: &Official,
    seen: &SeenHearing,
) -> Result<Vec<SeatCheckIn>, Problem> {
    let fields = seen.fields(me);
    let known = records.check_ins(seen.hearing.id).await?;
    let photographed = records.photographed(seen.hearing.id).await?;
    let parties = records.parties(seen.petition.id).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let whole = seen.rights.may(HearingAction::CheckIn);
    for seat in seen.hearing.standing().filter(|seat| whole || seat.is_identified_at_check_in()) {
        let known = known.iter().find(|one| one.seat == seat.id);
        let paper = known.filter(|_| !whole).map(only_identity);
        let known = paper.as_ref().or(known);
        let by_name = match known.and_then(|known| known.identity) {
            Some(identity) => names.staff(records, identity.by).await?,
            None => String::new(),
        };
        let name = if whole { name_of(seat, &parties) } else { seat.name.clone() };
        let name = fields.text(PetitionField::Name, Some(name)).unwrap_or_default();
        let photo = whole && photographed.contains(&seat.id);
        rows.push(SeatCheckIn::of(seat, known, name, photo, by_name));
    }
    Ok(rows)
}

/// Who sees a paper learns nothing else of its holder than the plate says.
const fn only_identity(known: &CheckIn) -> CheckIn {
    CheckIn { identity: known.identity, ..CheckIn::new(known.seat) }
}

/// Also of a masked plate.
pub fn name_of(seat: &Seat, parties: &[Party]) -> String {
    match seat.occupant {
        Occupant::Party { person } => parties.iter().find(|party| party.id == person),
        _ => None,
    }
    .map_or_else(|| seat.name.clone(), |party| party.name.clone())
}
