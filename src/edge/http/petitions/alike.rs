//! `POST /api/petitions/alike`: what may be the same matter, told before by the same person or by neighbours. A post, though
//! it changes nothing: phone and identity number have no place in an address.

use super::list::count_number;
use crate::{
    domain::{
        ids::PetitionId,
        people::{Party, may_be_a_number},
        petition::{Likeness, Matter, Petition},
        rights::{FoundBy, ListScope, Official, found_by},
    },
    edge::{
        AppState, access,
        extract::Json,
        openings,
        problem::Problem,
        session::SignedIn,
        views::{CategoryText, ContentClassText, PetitionLink},
    },
    storage::{Looked, PetitionFilter, Records},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Open petitions of a neighbourhood and class that are looked through: those due next first.
const NEIGHBOURS: u32 = 200;
/// More than these nobody reads.
const MOST: usize = 20;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlikeRequest {
    title: String,
    /// Division code of where the matter is.
    place: String,
    /// Only petitions of one category are merged.
    category: CategoryText,
    content_class: ContentClassText,
    /// Of the petitioner.
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    id_number: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AlikePetitions {
    /// As many numbers were looked for as one may for now: the person was not looked for, neighbours were.
    numbers_used_up: bool,
    /// The likeliest first.
    petitions: Vec<PetitionLink>,
}

/// What a petitioner is known again by.
#[derive(Clone, Copy, Default)]
pub struct Person<'a> {
    phone: Option<&'a str>,
    id_number: Option<&'a str>,
}

impl<'a> Person<'a> {
    pub fn of(party: &'a Party) -> Self {
        Self { phone: party.phone.as_deref(), id_number: party.id_number.as_deref() }
    }

    fn numbers(self) -> impl Iterator<Item = &'a str> {
        [self.phone, self.id_number].into_iter().flatten()
    }
}

/// What may be the same matter as one that is about to be registered, as far as I may see it: the person's own petitions,
/// and open ones of the same township and class with a like title, of the last ninety days. What was merged is shown as
/// the petition it goes on in. At most 20. A person is looked for by who finds people by their numbers in a search, and each
/// number is counted with those; when they are used up, neighbours are told all the same.
///
/// Codes: unauthenticated, unprocessable.
#[utoipa::path(
    post,
    path = "/petitions/alike",
    operation_id = "petition_alike",
    tag = "petitions",
    request_body = AlikeRequest,
    responses((status = OK, body = AlikePetitions), Problem),
)]
pub async fn alike(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Json(asked): Json<AlikeRequest>,
) -> Result<Json<AlikePetitions>, Problem> {
    let place = asked.place.parse().map_err(|_| Problem::field("place", "Not a division code"))?;
    let matter = Matter {
        title: &asked.title,
        place: &place,
        category: asked.category.0,
        class: asked.content_class.0,
        at: app.world.now(),
    };
    let person = sought(&app, &me, &asked);
    for number in person.into_iter().flat_map(Person::numbers) {
        openings::look(&app, &me, Looked::Person(number)).await?;
    }
    let mut records = app.store.read().await?;
    let petitions = find(records.as_mut(), &me, &matter, person.unwrap_or_default()).await?;
    Ok(Json(AlikePetitions { numbers_used_up: person.is_none(), petitions }))
}

/// Whose petitions are looked for: nobody's, for those who find nobody by a number. What is asked here is asked of the
/// same people as a search, and counted with it. `None`: the numbers are used up. Who registers a sack of letters goes on
/// without.
fn sought<'a>(app: &AppState, me: &Official, asked: &'a AlikeRequest) -> Option<Person<'a>> {
    if found_by(me) != FoundBy::People {
        return Some(Person::default());
    }
    let number = |text: &'a Option<String>| text.as_deref().map(str::trim).filter(|it| may_be_a_number(it));
    let person = Person { phone: number(&asked.phone), id_number: number(&asked.id_number) };
    person.numbers().all(|number| count_number(app, me, number).is_ok()).then_some(person)
}

/// The likeliest first.
pub async fn find(
    records: &mut dyn Records,
    me: &Official,
    matter: &Matter<'_>,
    person: Person<'_>,
) -> Result<Vec<PetitionLink>, Problem> {
    let same = records.of_same_person(person.phone, person.id_number).await?;
    let mut found: Vec<_> = same.into_iter().map(|other| (matter.of_same_person(&other), other)).collect();
    let near = PetitionFilter {
        scope: ListScope::Division(matter.neighbourhood()),
        category: Some(matter.category),
        content_class: Some(matter.class),
        registered_from: Some(matter.since()),
        limit: NEIGHBOURS,
        ..PetitionFilter::default()
    };
    let near = records.petitions(&near).await?.rows.into_iter().map(|row| row.petition);
    found.extend(near.filter(|other| matter.is_neighbour(other)).map(|other| (Likeness::Neighbour, other)));
    found.sort_by_key(|(likeness, _)| *likeness);
    let (mut links, mut known) = (Vec::new(), BTreeSet::new());
    for (likeness, other) in found {
        let leading = records.household(other).await?.matter;
        if links.len() < MOST && known.insert(leading.id) {
            let seen = seen(records, me, leading.id).await?;
            links.extend(seen.map(|petition| PetitionLink::of(petition, likeness.into())));
        }
    }
    Ok(links)
}

/// What asks why a petition is taken up.
#[derive(Default)]
pub struct Known {
    /// By whoever asks; what re-review ended first.
    pub seen: Vec<Petition>,
    /// One is pending of which whoever asks may not know.
    pub is_pending_unseen: bool,
}

/// What asks why `petition` is taken up: of the same person with a like title, ended by re-review (art. 36), or accepted and
/// not ended and of its category (art. 19). A unit sees no other's matters, and is asked about them all the same; that there is
/// a report, nobody is told (art. 30). None beside a report.
pub async fn known_before(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
    parties: &[Party],
) -> Result<Known, Problem> {
    let mut known = Known::default();
    let Some(person) = parties.first().map(Person::of).filter(|_| !petition.is_sealed()) else {
        return Ok(known);
    };
    let matter = Matter::of(petition);
    for other in records.of_same_person(person.phone, person.id_number).await? {
        if matter.of_same_person(&other) != Likeness::Alike {
            continue;
        }
        let household = records.household(other).await?;
        let (is_walled, leading) = (household.is_sealed(), household.matter);
        let is_new = leading.id != petition.id && known.seen.iter().all(|one| one.id != leading.id);
        let is_pending = leading.is_pending() && leading.category == petition.category;
        if is_new && (leading.is_final() || is_pending) {
            match seen(records, me, leading.id).await? {
                Some(leading) => known.seen.push(leading),
                None => known.is_pending_unseen |= is_pending && !is_walled,
            }
        }
    }
    known.seen.sort_by_key(|one| !one.is_final());
    Ok(known)
}

/// `None`: not for `me` to know of.
pub async fn seen(
    records: &mut dyn Records,
    me: &Official,
    id: PetitionId,
) -> Result<Option<Petition>, Problem> {
    let seen = access::known(records, me, id).await?;
    Ok(seen.map(|seen| seen.petition))
}
