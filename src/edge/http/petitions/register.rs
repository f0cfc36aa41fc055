//! `POST /api/petitions`: registers a petition, from the citizen page or at the desk.

use crate::{
    channels::registering::{self, Registrar},
    domain::{
        event::Actor,
        ids::AgencyId,
        people::Role,
        petition::{self, Channel},
        rights,
    },
    edge::{
        AppState,
        caller::Caller,
        extract::Json,
        lockout,
        problem::Problem,
        session::SignedIn,
        views::{CategoryText, ChannelText, ContentClassText, PurposeText},
    },
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
    /// Counter clerks only; else `web`.
    #[serde(default)]
    channel: Option<ChannelText>,
    #[serde(default)]
    respondent: Option<String>,
    /// Agency accused, in a report.
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPetitioner {
    name: String,
    phone: String,
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
    query_code: String,
}

/// Registers a petition, from the citizen page or at the desk.
///
/// Codes: unprocessable, too_many_representatives, too_many.
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
        let filing = format!("filing:{}", lockout::network_of(caller.0));
        app.throttle.take(&filing, app.world.now())?;
    }
    let registered = save(&app, asked.filed(channel)?, registrar).await?;
    Ok((StatusCode::CREATED, Json(registered)))
}

/// A counter clerk says how it came; who writes to the leader's mailbox (领导信箱) says so; everybody else came by the web.
fn channel(asked: &NewPetition, registrar: Option<&rights::Actor>) -> Channel {
    let told = asked.channel.map(|channel| channel.0);
    let believed = |channel: &Channel| match registrar {
        Some(me) => me.staff.has(Role::CounterClerk),
        None => *channel == Channel::LeaderMailbox,
    };
    told.filter(believed).unwrap_or(Channel::Web)
}

async fn save(
    app: &AppState,
    filed: petition::NewPetition,
    registrar: Option<rights::Actor>,
) -> Result<Registered, Problem> {
    let registrar = match registrar {
        Some(me) => {
            let actor = Actor::Staff { staff: me.staff.id, agency: me.agency.id };
            Registrar::Agency(me.agency, actor)
        }
        None => Registrar::BureauOfPlace(Actor::Petitioner),
    };
    let mut tx = app.store.begin().await?;
    let prepared = registering::prepare(tx.as_mut(), filed, registrar).await?;
    let calendar = app.calendar(tx.as_mut()).await?;
    let registered = prepared.write(tx.as_mut(), app.house(&calendar)).await?;
    tx.commit().await?;
    tracing::info!(petition.id = %registered.id, "Registered petition {}", registered.id);
    let query_code = registered.query_code.as_str().to_owned();
    Ok(Registered { id: registered.id.0, number: registered.number, query_code })
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
            respondent: self.respondent,
            accused: self.accused.map(AgencyId),
            persons_concerned: self.persons_concerned,
            petitioner: self.petitioner.party(),
            co_petitioners: self.co_petitioners.into_iter().map(NewParty::party).collect(),
            representatives: self.representatives.into_iter().map(NewParty::party).collect(),
        })
    }
}

impl NewPetitioner {
    fn party(self) -> petition::NewParty {
        let Self { name, phone, id_number, address } = self;
        petition::NewParty {
            name,
            phone: Some(phone).filter(|phone| !phone.trim().is_empty()),
            id_number,
            address,
        }
    }
}

impl NewParty {
    fn party(self) -> petition::NewParty {
        petition::NewParty { name: self.name, phone: self.phone, ..petition::NewParty::default() }
    }
}
