//! `/api/petitions/{id}/representatives`: who of a joint petition speaks for the others (art. 20), and an election of them.

use super::written::Written;
use crate::{
    domain::{
        hearing::Occupant,
        ids::{EventId, PersonId, PetitionId},
        people::Party,
        petition::{Electorate, Petition, RepresentativeRule},
        rights::{FieldRights, Official, PetitionAction, PetitionField},
    },
    edge::{
        AppState,
        access::{self, SeenPetition},
        etag::{IfVersion, Tagged},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::PartyKindText,
    },
    storage::Records,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub struct RepresentativesView {
    /// At most so many.
    allowed: u32,
    /// Of the petition; give it with an election.
    version: u32,
    /// Representatives first, then who else may be elected, people of petitions merged into this one among them.
    people: Vec<CandidateView>,
}

#[derive(Serialize, ToSchema)]
pub struct CandidateView {
    id: Uuid,
    name: String,
    kind: PartyKindText,
    /// Of the petition they came with.
    number: String,
    elected: bool,
    /// With a seat in a hearing: they stay.
    seated: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectionRequest {
    /// Of the petition as it was read; may be left out when `If-Match` names its entity tag.
    #[serde(default)]
    version: Option<u32>,
    /// The representatives from now on.
    people: Vec<Uuid>,
}

/// The petition and everybody who belongs to it.
struct Gathered {
    petition: Petition,
    parties: Vec<Party>,
    merged: Vec<(Petition, Vec<Party>)>,
    seated: Vec<PersonId>,
}

/// Who speaks for the others, and who may.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/representatives",
    operation_id = "petition_representatives",
    tag = "petitions",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = RepresentativesView), Problem),
)]
pub async fn representatives(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Tagged<RepresentativesView>, Problem> {
    shown(&app, &me, PetitionId(id)).await
}

/// Records who was elected; whoever arranges hearings of it does.
///
/// Codes: unauthenticated, not_found, not_yours, stale, precondition_required, unprocessable, too_many_representatives.
#[utoipa::path(
    post,
    path = "/petitions/{id}/representatives",
    operation_id = "petition_elect",
    tag = "petitions",
    params(("id" = Uuid, Path), IfVersion),
    request_body = ElectionRequest,
    responses((status = OK, body = RepresentativesView), Problem),
)]
pub async fn elect(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    read: IfVersion,
    Json(asked): Json<ElectionRequest>,
) -> Result<Tagged<RepresentativesView>, Problem> {
    let (id, now) = (PetitionId(id), app.world.now());
    let mut tx = app.store.begin().await?;
    let seen = access::petition(tx.as_mut(), &me, id).await?;
    read.check(asked.version, seen.petition.version)?;
    seen.must(PetitionAction::ScheduleHearing)?;
    let gathered = Gathered::of(tx.as_mut(), &seen).await?;
    let people: Vec<PersonId> = asked.people.into_iter().map(PersonId).collect();
    let election = gathered
        .electorate()
        .elect(&people, &app.config.local_rules.representatives, || PersonId(app.world.new_id()))?;
    tx.elect(id, &election).await?;
    tx.save_petition(&gathered.petition).await?; // of two elections at once, one is stale
    let (action, event) = (PetitionAction::ScheduleHearing, EventId(app.world.new_id()));
    let change = election.change;
    Written { action, event, at: now, change, petition: &gathered.petition }.keep(tx, &me, &seen).await?;
    shown(&app, &me, id).await
}

async fn shown(
    app: &AppState,
    me: &Official,
    id: PetitionId,
) -> Result<Tagged<RepresentativesView>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), me, id).await?;
    seen.must(PetitionAction::ScheduleHearing)?;
    let gathered = Gathered::of(records.as_mut(), &seen).await?;
    Ok(gathered.shown(seen.fields(me), &app.config.local_rules.representatives))
}

impl Gathered {
    async fn of(records: &mut dyn Records, seen: &SeenPetition) -> Result<Self, Problem> {
        let SeenPetition { petition, hearings, .. } = seen;
        let petition = petition.clone();
        let parties = records.parties(petition.id).await?;
        let mut merged = Vec::new();
        for other in records.merged_into(petition.id).await? {
            let people = records.parties(other.id).await?;
            merged.push((other, people));
        }
        let seats = hearings.iter().flat_map(|hearing| &hearing.seats);
        let person = |occupant: &Occupant| match occupant {
            Occupant::Party { person } => Some(*person),
            _ => None,
        };
        let seated = seats.filter_map(|seat| person(&seat.occupant)).collect();
        Ok(Self { petition, parties, merged, seated })
    }

    fn electorate(&self) -> Electorate<'_> {
        let Self { petition, parties, merged, seated } = self;
        Electorate { petition, parties, merged, seated }
    }

    fn shown(&self, fields: FieldRights, rules: &[RepresentativeRule]) -> Tagged<RepresentativesView> {
        let electorate = self.electorate();
        let candidate = |(party, of): (&Party, &Petition)| CandidateView {
            id: party.id.0,
            name: fields.text(PetitionField::Name, Some(party.name.clone())).unwrap_or_default(),
            kind: party.kind.into(),
            number: of.number.clone(),
            elected: electorate.is_representative(party, of),
            seated: self.seated.contains(&party.id),
        };
        let people = electorate.candidates().into_iter().map(candidate).collect();
        let version = self.petition.version;
        let body = RepresentativesView { allowed: electorate.allowed(rules), version, people };
        Tagged { version, body }
    }
}
