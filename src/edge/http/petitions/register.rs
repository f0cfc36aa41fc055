//! `POST /api/petitions`: registers a petition, from the citizen page or at the desk.

use super::register_body::NewPetition;
use crate::{
    channels::registering::{self, NotRegistered, Registrar},
    domain::{
        HOUR_MS,
        event::Actor,
        people::line,
        petition::{self, Channel, Filing, FilingKey, QueryCode},
        rights,
    },
    edge::{
        AppState, access, caller::Caller, extract::Json, lockout, problem::Problem, session::SignedIn,
        throttle::Rate,
    },
    storage::{Records, StoreError},
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Filings from one address, of people who are not signed in: a village hall brings its households one after another, and
/// thousands share an address of a mobile network.
const FILINGS: Rate = Rate { burst: 200, refill_ms: 3_000 };
/// Whatever becomes of them: each costs a look into the records.
const TRIES: Rate = Rate { burst: 400, refill_ms: 1_000 };
/// For one phone, which is told of each: nobody has it ring all day by other people's hands.
const OF_A_PHONE: Rate = Rate { burst: 5, refill_ms: HOUR_MS };
/// For one who speaks for others, and is told of each as well: several households of a yard name the same.
const OF_A_SPEAKER: Rate = Rate { burst: 20, refill_ms: HOUR_MS };

/// Shown once: the query code is kept nowhere. Who filed under a key is told the same again.
#[derive(Serialize, ToSchema)]
pub struct Registered {
    id: Uuid,
    number: String,
    /// None of an unsigned letter, nor of what was filed under this key before where another code was given out since.
    query_code: Option<String>,
}

/// Registers a petition, from the citizen page or at the desk. With a `key`, what was sent before is answered as it was.
///
/// Codes: unprocessable, too_many_representatives, too_many, origin_known, filed_otherwise.
#[utoipa::path(
    post,
    path = "/petitions",
    operation_id = "petition_register",
    tag = "petitions",
    request_body = NewPetition,
    responses((status = CREATED, body = Registered), (status = OK, body = Registered), Problem),
)]
pub async fn register(
    State(app): State<AppState>,
    caller: Caller,
    me: Option<SignedIn>,
    Json(asked): Json<NewPetition>,
) -> Result<(StatusCode, Json<Registered>), Problem> {
    let registrar = me.map(|SignedIn(me)| me).filter(|me| rights::desk(me).register);
    if registrar.is_some() {
        return save(&app, asked, registrar).await;
    }
    if asked.origin.is_some() {
        return Err(Problem::field("origin", "Who registers at the desk says where a letter came from"));
    }
    let (network, now) = (lockout::network_of(caller.0), app.world.now());
    app.throttle.take_at(&format!("filing-try:{network}"), TRIES, now)?;
    let mut counted = phones(&asked);
    counted.push((format!("filing:{network}"), FILINGS));
    app.throttle.take_all(&counted, now)?;
    let saved = save(&app, asked, None).await;
    // Only what became a petition counts: a field to be mended and a lost answer are nobody's fault.
    if !matches!(saved, Ok((StatusCode::CREATED, _))) {
        counted.iter().for_each(|(key, rate)| app.throttle.give_back_at(key, *rate));
    }
    saved
}

/// Each phone that is told of it, by what rings, however it is written.
fn phones(asked: &NewPetition) -> Vec<(String, Rate)> {
    let own = asked.phone().map(line);
    let mut speakers: Vec<_> = asked.phones_of_speakers().map(line).collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers.retain(|speaker| Some(speaker) != own.as_ref());
    let own = own.into_iter().map(|line| (format!("filing-phone:{line}"), OF_A_PHONE));
    own.chain(speakers.into_iter().map(|line| (format!("filing-speaker:{line}"), OF_A_SPEAKER))).collect()
}

/// Who registers at the desk says how it came; who writes to the leader's mailbox (领导信箱) says so; everybody else came by the web.
fn channel(asked: &NewPetition, registrar: Option<&rights::Official>) -> Channel {
    let told = asked.channel.map(|channel| channel.0);
    let believed = |channel: &Channel| match registrar {
        Some(_) => true,
        None => *channel == Channel::LeaderMailbox,
    };
    told.filter(believed).unwrap_or(Channel::Web)
}

/// A key, and what is filed under it.
type Keyed = (FilingKey, String);

async fn save(
    app: &AppState,
    asked: NewPetition,
    me: Option<rights::Official>,
) -> Result<(StatusCode, Json<Registered>), Problem> {
    let keyed = match asked.key {
        Some(key) => {
            let body = serde_json::to_string(&asked).map_err(Problem::internal)?;
            Some((FilingKey::new(me.as_ref().map(|me| me.staff.id), key), body))
        }
        None => None,
    };
    let channel = channel(&asked, me.as_ref());
    let filed = asked.filed(channel)?; // before anybody waits for the records
    let mut tx = app.store.begin().await?;
    if let Some(again) = known(tx.as_mut(), keyed.as_ref()).await? {
        return Ok(again);
    }
    let registrar = match &me {
        Some(me) => Registrar::Agency(me.agency.clone(), Actor::from(me)),
        None => Registrar::BureauOfPlace(Actor::Petitioner),
    };
    let by = (app.config.local_rules.representatives.as_slice(), app.world.now());
    let prepared = match registering::prepare(tx.as_mut(), filed, registrar, by).await {
        Err(NotRegistered::Known(known)) => return Err(known_origin(tx.as_mut(), me.as_ref(), &known).await?),
        prepared => prepared?,
    };
    let mut salt = [0; 32];
    app.world.fill(&mut salt);
    let code = keyed.as_ref().map(|(key, _)| key.query_code(&salt));
    let calendar = app.calendar(tx.as_mut()).await?;
    let registered = prepared.with_code(code).write(tx.as_mut(), app.house(&calendar)).await?;
    if let Some((key, body)) = &keyed {
        match tx.add_filing(&key.kept(salt, body, registered.id)).await {
            // Sent twice at once, and the other was quicker.
            Err(StoreError::Exists { .. }) => {
                drop(tx);
                let again = known(app.store.read().await?.as_mut(), keyed.as_ref()).await?;
                return again.ok_or(Problem::Conflict);
            }
            added => added?,
        }
    }
    tx.commit().await?;
    tracing::info!(petition.id = %registered.id, "Registered petition {}", registered.id);
    let query_code = registered.query_code.map(|code| code.as_str().to_owned());
    let registered = Registered { id: registered.id.0, number: registered.number, query_code };
    Ok((StatusCode::CREATED, Json(registered)))
}

/// What was filed under this key before, answered as it was then.
async fn known(
    records: &mut dyn Records,
    keyed: Option<&Keyed>,
) -> Result<Option<(StatusCode, Json<Registered>)>, Problem> {
    let Some((key, body)) = keyed else { return Ok(None) };
    let Some(filing) = records.filing(&key.hash()).await? else { return Ok(None) };
    let Registered { id, number, query_code } = repeated(records, key, &filing).await?;
    if !filing.is_of(body) {
        return Err(Problem::FiledOtherwise { petition: id, number, query_code });
    }
    Ok(Some((StatusCode::OK, Json(Registered { id, number, query_code }))))
}

async fn repeated(
    records: &mut dyn Records,
    key: &FilingKey,
    filing: &Filing,
) -> Result<Registered, Problem> {
    let gone = || Problem::internal("a filing has no petition");
    let petition = records.petition(filing.petition).await?.ok_or_else(gone)?;
    let (petition, standing) = records.petition_by_number(&petition.number).await?.ok_or_else(gone)?;
    let code = Some(key.query_code(&filing.salt));
    // Of an unsigned letter nobody was given it; one that was given out since is told to nobody by the old key.
    let code = code.filter(|code| petition.origin.signed && code.hash() == standing);
    let query_code = code.as_ref().map(QueryCode::as_str).map(str::to_owned);
    Ok(Registered { id: petition.id.0, number: petition.number, query_code })
}

/// Names the petition for who may know of it.
async fn known_origin(
    records: &mut dyn Records,
    me: Option<&rights::Official>,
    known: &petition::Petition,
) -> Result<Problem, StoreError> {
    let seen = match me {
        Some(me) => access::known(records, me, known.id).await?.is_some(),
        None => false,
    };
    Ok(Problem::OriginKnown { petition: seen.then(|| (known.id.0, known.number.clone())) })
}
