//! Open311 requests: filing one, what its token became, one request, and the list; in JSON and XML.

use super::{
    answer::{Fault, Said, Tongue},
    client,
    services::class,
};
use crate::{
    channels::{
        intake,
        open311::{self, Form, value},
        open311_xml::{FILED, REQUESTS, TOKENS},
    },
    domain::{
        DAY_MS, Timestamp,
        channels::{Adapter, IntakeItem},
        ids::{IntakeId, PetitionId},
        petition::Household,
    },
    edge::{
        AppState, caller::Caller, extract::Path, http::channels::hotline, names::Names, problem::Problem,
    },
    storage::{Brought, Records},
};
use axum::{
    extract::{Query, State},
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

#[derive(utoipa::ToSchema)]
#[schema(as = Open311Request)]
#[expect(dead_code, reason = "documents the form")]
pub struct RequestForm {
    api_key: String,
    service_code: String,
    description: String,
    jurisdiction_id: Option<String>,
    /// A division's code.
    address_id: Option<String>,
    address_string: Option<String>,
    lat: Option<String>,
    long: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    media_url: Option<String>,
}

/// Files a request. With the header `Idempotency-Key` it is filed once, however often it is sent.
#[utoipa::path(
    post,
    path = "/open311/v2/requests.json",
    operation_id = "open311_request",
    tag = "open311",
    params(("Idempotency-Key" = Option<String>, Header, description = "The sender's own name for it: filed once by it.")),
    request_body(content = RequestForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = CREATED, description = "`service_request_id`, or `token` while it waits", body = Vec<Value>)),
)]
pub async fn file(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    axum::Form(form): axum::Form<Form>,
) -> Said {
    Said { tongue: Tongue::Json, shape: &FILED, told: filed(&app, caller, &headers, &form).await }
}

/// The same, answered in XML.
#[utoipa::path(
    post,
    path = "/open311/v2/requests.xml",
    operation_id = "open311_request_xml",
    tag = "open311",
    params(("Idempotency-Key" = Option<String>, Header, description = "The sender's own name for it: filed once by it.")),
    request_body(content = RequestForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = CREATED, description = "As in JSON", body = String, content_type = "text/xml")),
)]
pub async fn file_xml(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    axum::Form(form): axum::Form<Form>,
) -> Said {
    Said { tongue: Tongue::Xml, shape: &FILED, told: filed(&app, caller, &headers, &form).await }
}

async fn filed(
    app: &AppState,
    caller: Caller,
    headers: &HeaderMap,
    form: &Form,
) -> Result<(StatusCode, Value), Fault> {
    let client = client(app, caller, form).await?;
    let missing = |name: &str| Fault::new(StatusCode::BAD_REQUEST, format!("{name} was not provided"));
    let class = class(Some(value(form, "service_code").ok_or_else(|| missing("service_code"))?))?;
    value(form, "description").ok_or_else(|| missing("description"))?;
    let item = open311::item(form, class, &client.agency.division);
    let source = hotline::source(app, &client, Adapter::Open311).await?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let key = key.unwrap_or_else(|| app.world.new_id().to_string());
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

/// What a token has become.
#[utoipa::path(
    get,
    path = "/open311/v2/tokens/{file}",
    operation_id = "open311_token",
    tag = "open311",
    params(("file" = String, Path, description = "`{token}.json` or `.xml`"), ("api_key" = String, Query)),
    responses((status = OK, description = "`service_request_id`, null while it waits", body = Vec<Value>)),
)]
pub async fn token(
    State(app): State<AppState>,
    caller: Caller,
    Path(file): Path<String>,
    Query(query): Query<Form>,
) -> Said {
    let (id, tongue) = Tongue::of(&file).unwrap_or(("", Tongue::Json));
    Said::ok(tongue, &TOKENS, become_of(&app, caller, id, &query).await)
}

async fn become_of(app: &AppState, caller: Caller, id: &str, query: &Form) -> Result<Value, Fault> {
    let client = client(app, caller, query).await?;
    let unknown = || Fault::new(StatusCode::NOT_FOUND, "token was not found");
    let id = id.parse().map(IntakeId).map_err(|_| unknown())?;
    let mut records = app.store.read().await?;
    let item = records.intake_item(id).await?.filter(|item| item.source == client.client.id.0);
    let item = item.ok_or_else(unknown)?;
    let number = of_item(records.as_mut(), &item).await?.map(|filed| filed.own.number);
    Ok(json!([{ "service_request_id": number, "token": item.id.0 }]))
}

/// One request of this client's.
#[utoipa::path(
    get,
    path = "/open311/v2/requests/{file}",
    operation_id = "open311_request_show",
    tag = "open311",
    params(("file" = String, Path, description = "`{service_request_id}.json` or `.xml`"), ("api_key" = String, Query)),
    responses((status = OK, description = "GeoReport v2 requests", body = Vec<Value>)),
)]
pub async fn show(
    State(app): State<AppState>,
    caller: Caller,
    Path(file): Path<String>,
    Query(query): Query<Form>,
) -> Said {
    let (number, tongue) = Tongue::of(&file).unwrap_or(("", Tongue::Json));
    Said::ok(tongue, &REQUESTS, one(&app, caller, number, &query).await)
}

async fn one(app: &AppState, caller: Caller, number: &str, query: &Form) -> Result<Value, Fault> {
    let client = client(app, caller, query).await?;
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
    params(
        ("api_key" = String, Query),
        ("service_request_id" = Option<String>, Query, description = "With commas between."),
        ("service_code" = Option<String>, Query, description = "With commas between."),
        ("status" = Option<String>, Query, description = "`open`, `closed`, or both."),
        ("start_date" = Option<String>, Query, description = "90 days ago if left out."),
        ("end_date" = Option<String>, Query),
    ),
    responses((status = OK, description = "GeoReport v2 requests", body = Vec<Value>)),
)]
pub async fn list(State(app): State<AppState>, caller: Caller, Query(query): Query<Form>) -> Said {
    Said::ok(Tongue::Json, &REQUESTS, listed(&app, caller, &query).await)
}

/// The same in XML.
#[utoipa::path(
    get,
    path = "/open311/v2/requests.xml",
    operation_id = "open311_requests_xml",
    tag = "open311",
    params(("api_key" = String, Query)),
    responses((status = OK, description = "GeoReport v2 requests", body = String, content_type = "text/xml")),
)]
pub async fn list_xml(State(app): State<AppState>, caller: Caller, Query(query): Query<Form>) -> Said {
    Said::ok(Tongue::Xml, &REQUESTS, listed(&app, caller, &query).await)
}

async fn listed(app: &AppState, caller: Caller, query: &Form) -> Result<Value, Fault> {
    let client = client(app, caller, query).await?;
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
struct Wanted {
    numbers: Option<Vec<String>>,
    codes: Option<Vec<String>>,
    statuses: Option<Vec<String>>,
    from: Timestamp,
    until: Timestamp,
}

impl Wanted {
    fn of(query: &Form, now: Timestamp) -> Result<Self, Fault> {
        let list =
            |name| value(query, name).map(|text| text.split(',').map(|one| one.trim().to_owned()).collect());
        let numbers: Option<Vec<String>> = list("service_request_id");
        let time = |name, otherwise: Timestamp| match value(query, name) {
            None => Ok(otherwise),
            Some(text) => open311::parse_datetime(text)
                .ok_or_else(|| Fault::new(StatusCode::BAD_REQUEST, format!("{name} is not a date and time"))),
        };
        let since = if numbers.is_some() { Timestamp(0) } else { now.plus_millis(-SPAN_MS) };
        Ok(Self {
            codes: list("service_code"),
            statuses: list("status"),
            from: time("start_date", since)?,
            until: time("end_date", now)?,
            numbers,
        })
    }

    /// Those of a client's that may be meant: by their numbers, or by time and class.
    async fn petitions(&self, records: &mut dyn Records, source: Uuid) -> Result<Vec<PetitionId>, Fault> {
        let Some(numbers) = &self.numbers else {
            let classes = self.codes.clone().unwrap_or_default();
            let asked = Brought { source, classes, from: self.from, until: self.until };
            return Ok(records.brought(&asked, MOST).await?);
        };
        let mut found = Vec::new();
        for number in numbers.iter().take(MOST_NUMBERS) {
            let Some((petition, _)) = records.petition_by_number(number).await? else { continue };
            let item = records.intake_item_of(petition.id).await?;
            if item.is_some_and(|item| item.source == source) && !found.contains(&petition.id) {
                found.push(petition.id);
            }
        }
        Ok(found)
    }

    fn takes(&self, filed: &Household) -> bool {
        let Household { own, matter } = filed;
        let listed = |list: &Option<Vec<String>>, text: &str| {
            list.as_ref().is_none_or(|list| list.iter().any(|one| one == text))
        };
        let status = if matter.state.is_open() { "open" } else { "closed" };
        (self.from..=self.until).contains(&own.registered_at)
            && listed(&self.numbers, &own.number)
            && listed(&self.codes, own.content_class.as_str())
            && listed(&self.statuses, status)
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
