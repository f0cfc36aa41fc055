//! `/api/petitions/{id}/corrections`: what a record says wrongly is set right, and what it said before.

use super::{detail, written::Written};
use crate::{
    domain::{
        event::{Actor, Event},
        hearing::{Hearing, Occupant, StageName},
        ids::{EventId, PersonId, PetitionId},
        people::Party,
        petition::{Corrected, Correction, FormerValue, PersonCorrection, RecordField, correct},
        rights::{FieldRights, PetitionAction, PetitionField},
    },
    edge::{
        AppState, access,
        etag::{IfVersion, Tagged},
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{PetitionDetail, PurposeText, RecordFieldText},
    },
    storage::Tx,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to stand there; what is left out stays. A blank text empties what may be empty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    /// 5 to 500 characters, put on record; no name or number of a person belongs in it.
    reason: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    /// Within its county, before it is routed.
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    purpose: Option<PurposeText>,
    #[serde(default)]
    respondent: Option<String>,
    #[serde(default)]
    persons_concerned: Option<u32>,
    /// At any time.
    #[serde(default)]
    people: Vec<CorrectedPerson>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectedPerson {
    id: Uuid,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    id_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
}

/// One correction, and what stood there before.
#[derive(Serialize, ToSchema)]
pub struct RecordCorrection {
    at: i64,
    by_name: String,
    agency_name: String,
    reason: Option<String>,
    fields: Vec<FormerView>,
}

#[derive(Serialize, ToSchema)]
pub struct FormerView {
    field: RecordFieldText,
    /// Whose; null of the matter.
    person: Option<Uuid>,
    /// Empty: nothing stood there. An identity number is masked as everywhere.
    was: String,
}

/// Sets right what the record says: of the matter until a unit has accepted it, of its people at any time.
///
/// Codes: unauthenticated, not_found, not_yours, stale, outdated, precondition_required, unprocessable,
/// too_many_representatives, refused with article.
#[utoipa::path(
    post,
    path = "/petitions/{id}/corrections",
    operation_id = "petition_correct",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = CorrectionRequest,
    responses((status = OK, body = PetitionDetail), Problem),
)]
pub async fn set_right(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(mut asked): Json<CorrectionRequest>,
) -> Result<Tagged<PetitionDetail>, Problem> {
    let (id, now) = (PetitionId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    seen.must(PetitionAction::Correct)?;
    let reason = std::mem::take(&mut asked.reason);
    let asked = asked.wanted()?;
    if let Some(place) = &asked.place {
        tx.division(place).await?.ok_or_else(|| Problem::field("place", "There is no such division"))?;
    }
    let parties = tx.parties(id).await?;
    let corrected =
        correct(&seen.petition, &parties, asked, reason, &app.config.local_rules.representatives)?;
    let event = EventId(app.world.new_id());
    tx.correct(event, &corrected).await?;
    tx.save_petition(&corrected.petition).await?;
    rename(tx.as_mut(), &seen.hearings, &corrected).await?;
    let (action, change) = (PetitionAction::Correct, corrected.change);
    Written { action, event, at: now, change, petition: &corrected.petition }.keep(tx, &me, &seen).await?;
    detail::tagged(&app, &me, id).await
}

/// What stood in the record before it was corrected, for whoever may correct it; newest first.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/petitions/{id}/corrections",
    operation_id = "petition_corrections",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<RecordCorrection>), Problem),
)]
pub async fn corrections(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<RecordCorrection>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    seen.must(PetitionAction::Correct)?;
    let fields = seen.fields(&me);
    let mut former: HashMap<EventId, Vec<FormerView>> = HashMap::new();
    for (event, value) in records.former_values(seen.petition.id).await? {
        former.entry(event).or_default().push(FormerView::of(value, fields));
    }
    let (mut names, mut shown) = (Names::default(), Vec::new());
    let timeline = records.timeline(seen.petition.id).await?;
    let behind = seen.petition.behind_the_wall(timeline.iter().map(|chained| chained.event.kind));
    for (place, chained) in timeline.into_iter().enumerate().rev() {
        let Event { id, at, actor, reason, .. } = chained.event;
        let Some(values) = former.remove(&id) else { continue };
        let (by_name, agency_name) = match actor {
            Actor::Staff { staff, agency } => {
                (names.staff(records.as_mut(), staff).await?, names.agency(records.as_mut(), agency).await?)
            }
            Actor::Seat(_) | Actor::Petitioner | Actor::System => Default::default(),
        };
        let reason = fields.text(PetitionField::Notes, reason.filter(|_| place >= behind));
        shown.push(RecordCorrection { at: at.0, by_name, agency_name, reason, fields: values });
    }
    Ok(Json(shown))
}

/// The plates of hearings to come say the right name, unless it is masked.
async fn rename(tx: &mut dyn Tx, hearings: &[Hearing], corrected: &Corrected) -> Result<(), Problem> {
    let renamed = |person: PersonId| -> Option<&Party> {
        let is_name =
            |former: &FormerValue| former.field == RecordField::Name && former.person == Some(person);
        corrected.former.iter().any(is_name).then_some(())?;
        corrected.parties.iter().find(|party| party.id == person)
    };
    let to_come = |hearing: &&Hearing| {
        matches!(hearing.stage.name(), StageName::Requested | StageName::Scheduled | StageName::Postponed)
    };
    for hearing in hearings.iter().filter(to_come) {
        for seat in hearing.seats.iter().filter(|seat| !seat.name.is_empty()) {
            let Occupant::Party { person } = seat.occupant else { continue };
            let Some(party) = renamed(person) else { continue };
            let mut seat = seat.clone();
            seat.name.clone_from(&party.name);
            tx.save_seat(hearing.id, &seat).await?;
        }
    }
    Ok(())
}

impl CorrectionRequest {
    fn wanted(self) -> Result<Correction, Problem> {
        let place = self.place.map(|place| place.trim().parse());
        let place = place.transpose().map_err(|_| Problem::field("place", "Not a division code"))?;
        Ok(Correction {
            title: self.title,
            text: self.text,
            place,
            purpose: self.purpose.map(|purpose| purpose.0),
            respondent: self.respondent,
            persons_concerned: self.persons_concerned,
            people: self.people.into_iter().map(CorrectedPerson::wanted).collect(),
        })
    }
}

impl CorrectedPerson {
    fn wanted(self) -> PersonCorrection {
        let Self { id, name, phone, id_number, address } = self;
        PersonCorrection { id: PersonId(id), name, phone, id_number, address }
    }
}

impl FormerView {
    fn of(former: FormerValue, fields: FieldRights) -> Self {
        let FormerValue { field, person, text } = former;
        let personal = match field {
            RecordField::Name => Some(PetitionField::Name),
            RecordField::Phone => Some(PetitionField::Phone),
            RecordField::IdNumber => Some(PetitionField::IdNumber),
            RecordField::Address => Some(PetitionField::Address),
            RecordField::Title
            | RecordField::Text
            | RecordField::Place
            | RecordField::Purpose
            | RecordField::Respondent
            | RecordField::PersonsConcerned => None,
        };
        let was = match personal {
            Some(field) => fields.text(field, Some(text)).unwrap_or_default(),
            None => text,
        };
        Self { field: field.into(), person: person.map(|person| person.0), was }
    }
}
