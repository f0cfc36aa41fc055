//! Open311 requests: filing one, what its token became, one request, and the list; in JSON and XML.

use super::{
    Asker,
    answer::{Fault, Said, Tongue},
    client,
    documented::{FaultBody, KeyParams, ListParams, RequestForm},
    services::class,
};
use crate::{
    channels::{
        intake::{self, Source},
        open311::{self, Form, UNNAMED, value},
        open311_xml::{FILED, REQUESTS, TOKENS},
    },
    domain::{
        DAY_MS, Timestamp,
        channels::{Adapter, IntakeItem, IntakeState},
        ids::{IntakeId, PetitionId},
        petition::Household,
    },
    edge::{
        AppState,
        extract::{self, Path, Query},
        http::channels::hotline,
        names::Names,
        problem::Problem,
    },
    storage::{Brought, Records},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Most requests of a list; older ones are found by their dates or numbers.
const MOST: u32 = 1_000;
/// Most numbers asked for at once.
const MOST_NUMBERS: usize = 200;
/// A list without dates goes back so far, milliseconds: 90 days.
const SPAN_MS: i64 = 90 * DAY_MS;

/// A form that was sent, and what was asked in an address: what cannot be read is refused as GeoReport does it.
type Sent = Result<extract::Form<Form>, Problem>;
type Asked = Result<Query<Form>, Problem>;

/// Files a request, once however often it is sent: by the header `Idempotency-Key`, or without it by sender, words and day.
#[utoipa::path(
    post,
    path = "/open311/v2/requests.json",
    operation_id = "open311_request",
    tag = "open311",
    params(("Idempotency-Key" = Option<String>, Header, description = "The sender's own name for it. Left out: the same form of the same person on the same day is the same request.")),
    request_body(content = RequestForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = CREATED, description = "`service_request_id`, or `token` while it waits", body = Vec<Value>),
        (status = OK, description = "The same of a request that was filed before", body = Vec<Value>),
        (status = "default", description = "What is wrong.", body = Vec<FaultBody>),
    ),
)]
pub async fn file(State(app): State<AppState>, asker: Asker, headers: HeaderMap, form: Sent) -> Said {
    Said { tongue: Tongue::Json, shape: &FILED, told: filed(&app, &asker, &headers, form).await }
}

/// The same, answered in XML.
#[utoipa::path(
    post,
    path = "/open311/v2/requests.xml",
    operation_id = "open311_request_xml",
    tag = "open311",
    params(("Idempotency-Key" = Option<String>, Header, description = "The sender's own name for it. Left out: the same form of the same person on the same day is the same request.")),
    request_body(content = RequestForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = CREATED, description = "As in JSON", body = String, content_type = "text/xml"),
        (status = OK, description = "The same of a request that was filed before", body = String, content_type = "text/xml"),
        (status = "default", description = "What is wrong, as `errors`.", body = String, content_type = "text/xml"),
    ),
)]
pub async fn file_xml(State(app): State<AppState>, asker: Asker, headers: HeaderMap, form: Sent) -> Said {
    Said { tongue: Tongue::Xml, shape: &FILED, told: filed(&app, &asker, &headers, form).await }
}

async fn filed(
    app: &AppState,
    asker: &Asker,
    headers: &HeaderMap,
    sent: Sent,
) -> Result<(StatusCode, Value), Fault> {
    let extract::Form(form) = &sent?;
    let client = client(app, asker, form).await?;
    let missing = |name: &str| Fault::new(StatusCode::BAD_REQUEST, format!("{name} was not provided"));
    let class = class(Some(value(form, "service_code").ok_or_else(|| missing("service_code"))?))?;
    value(form, "description").ok_or_else(|| missing("description"))?;
    let item = open311::item(form, class, &client.agency.division);
    let source = hotline::source(app, &client, Adapter::Open311).await?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let key = match key {
        Some(key) => key,
        None => unnamed(app, source, form).await?,
    };
    let calendar = app.calendar(app.store.read().await?.as_mut()).await?;
    let received = intake::receive(&app.store, app.house(&calendar), source, &key, &item).await;
    let receipt = received.map_err(|error| Problem::from_intake(error, &item))?;
    let status = if receipt.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let answer = match receipt.standing.map(|one| one.number) {
        Some(number) => json!({ "service_request_id": number, "service_notice": null, "account_id": null }),
        None => json!({ "token": receipt.item.id.0, "service_notice": null, "account_id": null }),
    };
    Ok((status, json!([answer])))
}

/// The key of a form whose sender gave it none. What was not registered (不予登记) and is sent again is another request.
async fn unnamed(app: &AppState, source: Source, form: &Form) -> Result<String, Problem> {
    let Some(key) = open311::key_of(form, app.world.now().local_date()) else {
        return Ok(format!("{UNNAMED}{}", app.world.new_id()));
    };
    let mut records = app.store.read().await?;
    let (mut free, mut times) = (key.clone(), 1);
    while let Some(known) = records.intake_item_by_number(source.id, &free).await?
        && known.state == IntakeState::Discarded
    {
        times += 1;
        free = format!("{key}-{times}");
    }
    Ok(free)
}

/// What a token has become.
#[utoipa::path(
    get,
    path = "/open311/v2/tokens/{file}",
    operation_id = "open311_token",
    tag = "open311",
    params(("file" = String, Path, description = "`{token}.json` or `.xml`"), KeyParams),
    responses(
        (
            status = OK,
            description = "`service_request_id`, null while it waits; `status_notes`, why it was not registered, once a person says so",
            content((Vec<Value> = "application/json"), (String = "text/xml")),
        ),
        (
            status = "default",
            description = "What is wrong.",
            content((Vec<FaultBody> = "application/json"), (String = "text/xml")),
        ),
    ),
)]
pub async fn token(
    State(app): State<AppState>,
    asked: Asked,
    asker: Asker,
    Path(file): Path<String>,
) -> Said {
    let (id, tongue) = Tongue::of(&file).unwrap_or(("", Tongue::Json));
    Said::ok(tongue, &TOKENS, become_of(&app, &asker, id, asked).await)
}

async fn become_of(app: &AppState, asker: &Asker, id: &str, asked: Asked) -> Result<Value, Fault> {
    let Query(query) = &asked?;
    let client = client(app, asker, query).await?;
    let unknown = || Fault::new(StatusCode::NOT_FOUND, "token was not found");
    let id = id.parse().map(IntakeId).map_err(|_| unknown())?;
    let mut records = app.store.read().await?;
    let item = records.intake_item(id).await?.filter(|item| item.source == client.client.id.0);
    let item = item.ok_or_else(unknown)?;
    let number = of_item(records.as_mut(), &item).await?.map(|filed| filed.own.number);
    let notes = item.reason.filter(|_| item.state == IntakeState::Discarded);
    Ok(json!([{ "service_request_id": number, "token": item.id.0, "status_notes": notes }]))
}

/// One request of this client's.
#[utoipa::path(
    get,
    path = "/open311/v2/requests/{file}",
    operation_id = "open311_request_show",
    tag = "open311",
    params(("file" = String, Path, description = "`{service_request_id}.json` or `.xml`"), KeyParams),
    responses(
        (
            status = OK,
            description = "GeoReport v2 requests",
            content((Vec<Value> = "application/json"), (String = "text/xml")),
        ),
        (
            status = "default",
            description = "What is wrong.",
            content((Vec<FaultBody> = "application/json"), (String = "text/xml")),
        ),
    ),
)]
pub async fn show(State(app): State<AppState>, asked: Asked, asker: Asker, Path(file): Path<String>) -> Said {
    let (number, tongue) = Tongue::of(&file).unwrap_or(("", Tongue::Json));
    Said::ok(tongue, &REQUESTS, one(&app, &asker, number, asked).await)
}

async fn one(app: &AppState, asker: &Asker, number: &str, asked: Asked) -> Result<Value, Fault> {
    let Query(query) = &asked?;
    let client = client(app, asker, query).await?;
    let unknown = || Fault::new(StatusCode::NOT_FOUND, "service_request_id was not found");
    let mut records = app.store.read().await?;
    let (found, _) = records.petition_by_number(number).await?.ok_or_else(unknown)?;
    let item = records.intake_item_of(found.id).await?;
    let own = item.filter(|item| item.source == client.client.id.0).ok_or_else(unknown)?;
    let filed = of_item(records.as_mut(), &own).await?.ok_or_else(unknown)?;
    let view = view(records.as_mut(), &filed).await?;
    Ok(json!([view]))
}

/// Requests of this client's, newest first: by status, service, number and time.
#[utoipa::path(
    get,
    path = "/open311/v2/requests.json",
    operation_id = "open311_requests",
    tag = "open311",
    params(ListParams),
    responses(
        (status = OK, description = "GeoReport v2 requests", body = Vec<Value>),
        (status = "default", description = "What is wrong.", body = Vec<FaultBody>),
    ),
)]
pub async fn list(State(app): State<AppState>, asked: Asked, asker: Asker) -> Said {
    Said::ok(Tongue::Json, &REQUESTS, listed(&app, &asker, asked).await)
}

/// The same in XML.
#[utoipa::path(
    get,
    path = "/open311/v2/requests.xml",
    operation_id = "open311_requests_xml",
    tag = "open311",
    params(ListParams),
    responses(
        (status = OK, description = "GeoReport v2 requests", body = String, content_type = "text/xml"),
        (status = "default", description = "What is wrong, as `errors`.", body = String, content_type = "text/xml"),
    ),
)]
pub async fn list_xml(State(app): State<AppState>, asked: Asked, asker: Asker) -> Said {
    Said::ok(Tongue::Xml, &REQUESTS, listed(&app, &asker, asked).await)
}

async fn listed(app: &AppState, asker: &Asker, asked: Asked) -> Result<Value, Fault> {
    let Query(query) = &asked?;
    let client = client(app, asker, query).await?;
    let wanted = Wanted::of(query, app.world.now())?;
    let mut records = app.store.read().await?;
    let mut views = Vec::new();
    for petition in wanted.petitions(records.as_mut(), client.client.id.0).await? {
        if let Some(filed) = filed_as(records.as_mut(), petition).await?.filter(|filed| wanted.takes(filed)) {
            views.push(view(records.as_mut(), &filed).await?);
        }
    }
    Ok(views.into())
}

/// What a list is asked for.
enum Wanted {
    Numbered(Vec<String>),
    Filtered { codes: Option<Vec<String>>, statuses: Option<Vec<String>>, from: Timestamp, until: Timestamp },
}

impl Wanted {
    fn of(query: &Form, now: Timestamp) -> Result<Self, Fault> {
        let list =
            |name| value(query, name).map(|text| text.split(',').map(|one| one.trim().to_owned()).collect());
        // It overrides all other arguments.
        if let Some(numbers) = list("service_request_id") {
            return Self::numbered(numbers);
        }
        let time = |name, otherwise: Timestamp| match value(query, name) {
            None => Ok(otherwise),
            Some(text) => open311::parse_datetime(text)
                .ok_or_else(|| Fault::new(StatusCode::BAD_REQUEST, format!("{name} is not a date and time"))),
        };
        Ok(Self::Filtered {
            codes: list("service_code"),
            statuses: list("status"),
            from: time("start_date", now.plus_millis(-SPAN_MS))?,
            until: time("end_date", now)?,
        })
    }

    fn numbered(numbers: Vec<String>) -> Result<Self, Fault> {
        if numbers.len() <= MOST_NUMBERS {
            return Ok(Self::Numbered(numbers));
        }
        let sentence = format!("service_request_id: at most {MOST_NUMBERS} at once");
        Err(Fault::new(StatusCode::BAD_REQUEST, sentence))
    }

    /// Those of a client's that may be meant: by their numbers, or by time, class and status.
    async fn petitions(&self, records: &mut dyn Records, source: Uuid) -> Result<Vec<PetitionId>, Fault> {
        let numbers = match self {
            Self::Numbered(numbers) => numbers,
            Self::Filtered { codes, from, until, .. } => {
                let classes = codes.clone().unwrap_or_default();
                let asked = Brought { source, classes, open: self.open(), from: *from, until: *until };
                return Ok(records.brought(&asked, MOST).await?);
            }
        };
        let mut found = Vec::new();
        for number in numbers {
            let Some((petition, _)) = records.petition_by_number(number).await? else { continue };
            let item = records.intake_item_of(petition.id).await?;
            if item.is_some_and(|item| item.source == source) && !found.contains(&petition.id) {
                found.push(petition.id);
            }
        }
        Ok(found)
    }

    /// Only open ones, or only closed ones.
    fn open(&self) -> Option<bool> {
        let Self::Filtered { statuses: Some(statuses), .. } = self else { return None };
        let [open, closed] = ["open", "closed"].map(|status| statuses.iter().any(|one| one == status));
        (open != closed).then_some(open)
    }

    fn takes(&self, filed: &Household) -> bool {
        let Household { own, matter } = filed;
        let Self::Filtered { codes, statuses, from, until } = self else { return true };
        let listed = |list: &Option<Vec<String>>, text: &str| {
            list.as_ref().is_none_or(|list| list.iter().any(|one| one == text))
        };
        let status = if matter.state.is_open() { "open" } else { "closed" };
        (*from..=*until).contains(&own.registered_at)
            && listed(codes, own.content_class.as_str())
            && listed(statuses, status)
    }
}

/// The petition an item became, and what that goes on in, unless it is sealed.
async fn of_item(records: &mut dyn Records, item: &IntakeItem) -> Result<Option<Household>, Fault> {
    match item.petition {
        Some(petition) => filed_as(records, petition).await,
        None => Ok(None),
    }
}

/// A petition, and what it goes on in, unless it is sealed.
async fn filed_as(records: &mut dyn Records, petition: PetitionId) -> Result<Option<Household>, Fault> {
    let Some(own) = records.petition(petition).await? else { return Ok(None) };
    let filed = records.household(own).await?;
    Ok((!filed.is_sealed()).then_some(filed))
}

async fn view(records: &mut dyn Records, filed: &Household) -> Result<Value, Fault> {
    let unit = match filed.matter.state.unit() {
        Some(unit) => Some(Names::default().agency(records, unit).await?),
        None => None,
    };
    let updated_at = records.last_event_at(filed.matter.id).await?.unwrap_or(filed.matter.registered_at);
    Ok(open311::request(filed, unit, updated_at))
}
