//! `POST /api/petitions`: registers a petition, from the citizen page or at the desk.

use crate::{
    channels::registering::{self, NotRegistered, Registrar},
    domain::{
        event::Actor,
        ids::AgencyId,
        petition::{self, Channel},
        rights,
    },
    edge::{
        AppState, access,
        caller::Caller,
        extract::Json,
        lockout,
        problem::Problem,
        session::SignedIn,
        views::{CategoryText, ChannelText, ContentClassText, Day, PurposeText},
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetition {
    /// 4 to 100 characters.
    title: String,
    /// 10 to 10 000 characters.
    text: String,
    /// Division code of where the matter is.
    place: String,
    category: CategoryText,
    purpose: PurposeText,
    content_class: ContentClassText,
    /// Told by who registers at the desk; else `web`.
    #[serde(default)]
    channel: Option<ChannelText>,
    /// `false`: nobody's name is on the letter (匿名); then there is no query code.
    #[serde(default = "signed")]
    signed: bool,
    /// What its sender put on it; told by who registers at the desk.
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default)]
    respondent: Option<String>,
    /// Agency accused, in a report; people, and organs that are not listed, are named in `respondent`.
    #[serde(default)]
    accused: Option<Uuid>,
    /// 1 to 100 000.
    persons_concerned: u32,
    petitioner: NewPetitioner,
    #[serde(default)]
    co_petitioners: Vec<NewParty>,
    #[serde(default)]
    representatives: Vec<NewParty>,
}

/// Where a letter or what another organ sent on came from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrigin)]
pub struct Origin {
    /// The organ that sent it on, 2 to 100 characters.
    #[serde(default)]
    organ_name: Option<String>,
    /// Its number there, up to 64 characters: registered twice it is refused (`origin_known`).
    #[serde(default)]
    external_number: Option<String>,
    /// The day on the letter.
    #[serde(default)]
    dated: Option<Day>,
    /// Until when that organ wants an answer.
    #[serde(default)]
    answer_by: Option<Day>,
}

const fn signed() -> bool {
    true
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitioner {
    /// May be empty in an unsigned letter.
    name: String,
    /// Of who writes or comes an address is enough (art. 19).
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    id_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    name: String,
    #[serde(default)]
    phone: Option<String>,
}

/// Shown once: the query code is kept nowhere.
#[derive(Serialize, ToSchema)]
pub struct Registered {
    id: Uuid,
    number: String,
    /// None of an unsigned letter.
    query_code: Option<String>,
}

/// Registers a petition, from the citizen page or at the desk.
///
/// Codes: unprocessable, too_many_representatives, too_many, origin_known.
#[utoipa::path(
    post,
    path = "/petitions",
    operation_id = "petition_register",
    tag = "petitions",
    request_body = NewPetition,
    responses((status = CREATED, body = Registered), Problem),
)]
pub async fn register(
    State(app): State<AppState>,
    caller: Caller,
    me: Option<SignedIn>,
    Json(asked): Json<NewPetition>,
) -> Result<(StatusCode, Json<Registered>), Problem> {
    let registrar = me.map(|SignedIn(me)| me).filter(|me| rights::desk(me).register);
    let channel = channel(&asked, registrar.as_ref());
    if registrar.is_none() {
        if asked.origin.is_some() {
            return Err(Problem::field("origin", "Who registers at the desk says where a letter came from"));
        }
        let filing = format!("filing:{}", lockout::network_of(caller.0));
        app.throttle.take(&filing, app.world.now())?;
    }
    let registered = save(&app, asked.filed(channel)?, registrar).await?;
    Ok((StatusCode::CREATED, Json(registered)))
}

/// Who registers at the desk says how it came; who writes to the leader's mailbox (领导信箱) says so; everybody else came by the web.
fn channel(asked: &NewPetition, registrar: Option<&rights::Actor>) -> Channel {
    let told = asked.channel.map(|channel| channel.0);
    let believed = |channel: &Channel| match registrar {
        Some(_) => true,
        None => *channel == Channel::LeaderMailbox,
    };
    told.filter(believed).unwrap_or(Channel::Web)
}

async fn save(
    app: &AppState,
    filed: petition::NewPetition,
    me: Option<rights::Actor>,
) -> Result<Registered, Problem> {
    let registrar = match &me {
        Some(me) => {
            let actor = Actor::from(me);
            Registrar::Agency(me.agency.clone(), actor)
        }
        None => Registrar::BureauOfPlace(Actor::Petitioner),
    };
    let mut tx = app.store.begin().await?;
    let prepared = match registering::prepare(tx.as_mut(), filed, registrar, app.world.now()).await {
        Err(NotRegistered::Known(known)) => return Err(known_origin(tx.as_mut(), me.as_ref(), &known).await),
        prepared => prepared?,
    };
    let calendar = app.calendar(tx.as_mut()).await?;
    let registered = prepared.write(tx.as_mut(), app.house(&calendar)).await?;
    tx.commit().await?;
    tracing::info!(petition.id = %registered.id, "Registered petition {}", registered.id);
    let query_code = registered.query_code.map(|code| code.as_str().to_owned());
    Ok(Registered { id: registered.id.0, number: registered.number, query_code })
}

/// Names the petition for who may know of it.
async fn known_origin(
    records: &mut dyn Records,
    me: Option<&rights::Actor>,
    known: &petition::Petition,
) -> Problem {
    let seen = match me {
        Some(me) => access::petition(records, me, known.id).await.is_ok(),
        None => false,
    };
    Problem::OriginKnown { petition: seen.then(|| (known.id.0, known.number.clone())) }
}

impl NewPetition {
    fn filed(self, channel: Channel) -> Result<petition::NewPetition, Problem> {
        let place = self.place.parse().map_err(|_| Problem::field("place", "Not a division code"))?;
        Ok(petition::NewPetition {
            title: self.title,
            text: self.text,
            place,
            category: self.category.0,
            purpose: self.purpose.0,
            content_class: self.content_class.0,
            channel,
            origin: Origin::filed(self.origin, self.signed),
            respondent: self.respondent,
            accused: self.accused.map(AgencyId),
            persons_concerned: self.persons_concerned,
            petitioner: self.petitioner.party(),
            co_petitioners: self.co_petitioners.into_iter().map(NewParty::party).collect(),
            representatives: self.representatives.into_iter().map(NewParty::party).collect(),
        })
    }
}

impl Origin {
    fn filed(told: Option<Self>, signed: bool) -> petition::Origin {
        let Some(Self { organ_name, external_number, dated, answer_by }) = told else {
            return petition::Origin { signed, ..petition::Origin::default() };
        };
        let day = |day: Option<Day>| day.map(|day| day.0);
        petition::Origin {
            signed,
            organ: organ_name,
            number: external_number,
            dated: day(dated),
            answer_by: day(answer_by),
        }
    }
}

impl NewPetitioner {
    fn party(self) -> petition::NewParty {
        let Self { name, phone, id_number, address } = self;
        petition::NewParty { name, phone, id_number, address }
    }
}

impl NewParty {
    fn party(self) -> petition::NewParty {
        petition::NewParty { name: self.name, phone: self.phone, ..petition::NewParty::default() }
    }
}
