//! Programs that show a token (`Authorization: Bearer`). One place says which scope a route needs; where a person's
//! rights decide, a client stands as what [`machine_roles`] makes of it.

use super::{
    AppState, http::devices::bearer::Bearer, problem::Problem, session::SignedIn, throttle::Rate, traffic,
};
use crate::domain::{
    MINUTE_MS,
    channels::{ApiClient, Scope, machine_roles},
    jurisdiction::Agency,
    people::Staff,
    rights::{self, Official, Program},
};
use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{HeaderMap, Method, header, request::Parts},
};

/// Requests of one client: a night's backlog at once, then ten a second.
const RATE: Rate = Rate { burst: 2_000, refill_ms: 100 };
/// How often "last used" is written, at most.
const TOUCH_EVERY_MS: i64 = MINUTE_MS;

/// A program whose token is good.
#[derive(Debug, Clone)]
pub struct Client {
    pub client: ApiClient,
    pub agency: Agency,
}

/// Who looks after interfaces: an administrator, or a client for its own.
#[derive(Debug)]
pub enum Keeper {
    Administrator(Official),
    Client(Client),
}

/// Whether a token is shown.
pub fn shows_token(headers: &HeaderMap) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    shown.and_then(|value| value.split_once(' ')).is_some_and(|(kind, _)| kind.eq_ignore_ascii_case("bearer"))
}

impl FromRequestParts<AppState> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let bearer = Bearer::from_request_parts(parts, app).await?;
        let Some(client) = by_hash(app, &bearer.hash).await? else {
            bearer.take_a_try(app)?; // only wrong ones count: a hundred right ones at once are a program at work
            return Err(Problem::Unauthenticated);
        };
        traffic::is_of(&parts.extensions, client.client.account());
        Ok(client)
    }
}

impl FromRequestParts<AppState> for Keeper {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        if shows_token(&parts.headers) {
            let client = Client::from_request_parts(parts, app).await?;
            client.must(Scope::Webhooks)?;
            return Ok(Self::Client(client));
        }
        let Administrator(me) = Administrator::from_request_parts(parts, app).await?;
        Ok(Self::Administrator(me))
    }
}

impl Keeper {
    /// Whose deeds they are.
    pub fn official(&self) -> Official {
        match self {
            Self::Administrator(me) => me.clone(),
            Self::Client(client) => client.clone().official(),
        }
    }
}

/// Somebody signed in who administers interfaces; for others there are none.
#[derive(Debug)]
pub struct Administrator(pub Official);

impl FromRequestParts<AppState> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let SignedIn(me) = <SignedIn as FromRequestParts<AppState>>::from_request_parts(parts, app).await?;
        if rights::desk(&me).interfaces { Ok(Self(me)) } else { Err(Problem::NotFound) }
    }
}

/// The client of this token, within its rate.
pub async fn by_hash(app: &AppState, hash: &[u8; 32]) -> Result<Option<Client>, Problem> {
    let mut records = app.store.read().await?;
    let client = records.api_client_by_token(hash).await?.filter(|client| client.revoked_at.is_none());
    let Some(client) = client else { return Ok(None) };
    let agency = records.agency(client.agency).await?;
    drop(records);
    let Some(agency) = agency else { return Ok(None) };
    let client = Client { client, agency };
    client.used(app).await?;
    Ok(Some(client))
}

impl Client {
    pub fn must(&self, scope: Scope) -> Result<(), Problem> {
        match (self.client.may(scope), self.client.may_once(scope)) {
            (true, _) => Ok(()),
            (false, true) => Err(Problem::AgencyClosed),
            (false, false) => Err(Problem::ScopeMissing(scope.as_str())),
        }
    }

    /// As whom it acts, and stands in the log.
    fn official(self) -> Official {
        let Self { client, agency } = self;
        let program = Some(Program { reads: client.may(Scope::PetitionsRead) });
        let staff = Staff {
            id: client.account(),
            username: String::new(), // it cannot sign in
            name: client.name,
            agency: agency.id,
            roles: machine_roles(agency.kind, &client.scopes),
            disabled: false,
        };
        Official { staff, agency, acting: Vec::new(), program }
    }

    /// Counts a request and notes that the client is used.
    pub async fn used(&self, app: &AppState) -> Result<(), Problem> {
        let (now, id) = (app.world.now(), self.client.id);
        app.throttle.take_at(&format!("client:{id}"), RATE, now)?;
        if self.client.last_used_at.is_none_or(|last| now.0 - last.0 >= TOUCH_EVERY_MS) {
            let mut tx = app.store.begin().await?;
            tx.touch_api_client(id, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// As whom the client of a request acts where a person's rights decide.
pub async fn acting(parts: &mut Parts, app: &AppState) -> Result<Official, Problem> {
    let path = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let needed = scope_of(&parts.method, path.as_deref().unwrap_or_default());
    let client = Client::from_request_parts(parts, app).await?;
    client.must(needed.ok_or(Problem::ScopeMissing("a person's sign-in"))?)?;
    Ok(client.official())
}

/// What programs write. Who speaks for a group, query codes, papers, hearings, demands and call-backs are for people.
const WRITTEN: [&str; 4] =
    ["petitions", "petitions/transitions", "petitions/{id}/transitions", "petitions/{id}/attachments"];

/// What a token needs for a route; `None`: it is for people.
pub(super) fn scope_of(method: &Method, path: &str) -> Option<Scope> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let path = path.trim_start_matches("/api/");
    let area = path.split('/').next().unwrap_or_default();
    match area {
        "petitions" if path == "petitions/search" => Some(Scope::PetitionsRead),
        "petitions" | "attachments" if reads => Some(Scope::PetitionsRead),
        "petitions" if WRITTEN.contains(&path) => Some(Scope::PetitionsWrite),
        "agencies" if reads => Some(Scope::PetitionsRead),
        "statistics" if reads => Some(Scope::StatsRead),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_for_people() {
        for (method, path, scope) in [
            (Method::GET, "/api/petitions/{id}", Some(Scope::PetitionsRead)),
            (Method::HEAD, "/api/petitions", Some(Scope::PetitionsRead)),
            (Method::POST, "/api/petitions/{id}/transitions", Some(Scope::PetitionsWrite)),
            (Method::POST, "/api/petitions", Some(Scope::PetitionsWrite)),
            (Method::POST, "/api/petitions/search", Some(Scope::PetitionsRead)),
            (Method::POST, "/api/petitions/{id}/query-code", None),
            (Method::POST, "/api/petitions/{id}/call-backs", None),
            (Method::GET, "/api/statistics/yearly", Some(Scope::StatsRead)),
            (Method::POST, "/api/statistics", None),
            (Method::GET, "/api/staff", None),
            (Method::POST, "/api/clients", None),
            (Method::GET, "/api/hearings", None),
            (Method::POST, "/api/tickets", None),
            (Method::GET, "", None),
        ] {
            assert_eq!(scope_of(&method, path), scope, "{method} {path}");
        }
    }
}
