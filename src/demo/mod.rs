//! The Lanzhou demo: places, accounts, the seed case with its hearing, and petitions around it. Loaded
//! through the store like everything else, by the domain's rules, with every step in the log.

mod clerk;
mod leaders;
mod notices;
mod past;
mod people;
mod places;
mod sample;
mod samples;
mod seed;
mod walk;
mod year;

use crate::{
    administration::calendar,
    domain::{
        DAY_MS,
        hearing::{self, Hearing, StageName},
        jurisdiction::BadDivisionCode,
        people::{Party, Staff},
        petition::{self, BadNumber, Petition, QueryCode, TransitionKind},
        reception::ReceptionRefusal,
        rights::ListScope,
    },
    storage::{PetitionFilter, Store, StoreError, Tx},
    world::World,
};
use clerk::Clerk;
use places::Places;

pub use notices::SetPaper;

/// Of every demo account. A demo server is not to be reached by strangers.
pub const PASSWORD: &str = "Lanzhou-2026-demo";

/// Papers of steps so many days ago are owed still.
const OWED_DAYS: i64 = 8;

/// Why the demo could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "there are agencies already, and everybody knows the password of all the demo's accounts: load it into a folder of \
            its own"
    )]
    InUse,
    #[error(transparent)]
    Division(#[from] BadDivisionCode),
    #[error(transparent)]
    Number(#[from] BadNumber),
    #[error("a demo petition was not accepted: {0}")]
    Filing(#[from] petition::Invalid),
    #[error("a demo petition does not move: {0}")]
    Petition(#[from] petition::Refusal),
    #[error("{username} of the demo may not {what}")]
    NotEntitled { username: String, what: TransitionKind },
    #[error("the demo's hearing cannot be scheduled: {}", .0.join("; "))]
    Seating(Vec<String>),
    #[error("a demo hearing does not move: {0}")]
    Hearing(#[from] hearing::Refusal),
    #[error("a demo reception day is not in order: {0}")]
    Reception(#[from] ReceptionRefusal),
    #[error("the outcome of a demo hearing is not in order: {0}")]
    Outcome(#[from] hearing::OutcomeFault),
    #[error("a paper of the demo cannot be set or kept: {0}")]
    Paper(#[from] std::io::Error),
}

/// What was loaded, and how to get in. Printed, it is what a person needs to begin.
#[derive(Debug, Clone)]
pub struct DemoReport {
    pub accounts: Vec<Account>,
    /// Number of the seed case.
    pub petition: String,
    /// The joint hearing of it that is on or comes next.
    pub hearing: Option<Hearing>,
    /// Query codes, shown once: the numbers and codes of the seed case and of one whose outcome is published.
    pub codes: Vec<(String, QueryCode)>,
}

#[derive(Debug, Clone)]
pub struct Account {
    pub username: String,
    pub name: String,
    pub agency: String,
    pub roles: String,
}

/// Loads the demo into empty records; its papers are set and kept by `set_paper`. Loading it again changes nothing, but for a
/// new joint hearing when the last is over.
///
/// # Errors
/// [`DemoError`]; nothing was written.
pub async fn load(
    store: &dyn Store,
    world: &dyn World,
    hash_password: &(dyn Fn(&str) -> String + Sync),
    set_paper: &SetPaper<'_>,
) -> Result<DemoReport, DemoError> {
    let places = Places::new()?;
    let staff = people::staff();
    let mut tx = store.begin().await?;
    let mut codes = Vec::new();
    let found = find_seed(&mut *tx, &places).await?;
    if found.is_none() {
        if !tx.agencies().await?.is_empty() {
            return Err(DemoError::InUse);
        }
        places.put(&mut *tx).await?;
        people::put(&mut *tx, &staff, (PASSWORD, world.now()), hash_password).await?;
    }
    let calendar = calendar::current(&mut *tx).await?;
    let mut clerk = Clerk {
        tx: &mut *tx,
        world,
        places: &places,
        staff: &staff,
        calendar: &calendar,
        set_paper,
        tells: true,
    };
    let (seed, parties) = match found {
        Some(found) => found,
        None => {
            year::petitions(&mut clerk).await?;
            walk::samples(&mut clerk).await?;
            codes.push(past::hearing(&mut clerk).await?);
            let filed = seed::file(&mut clerk).await?;
            leaders::charge(&mut clerk, &filed.petition).await?;
            leaders::days(&mut clerk).await?;
            // Of its past a living bureau has long issued the papers; a few of the last days are owed, to be seen.
            let recent = clerk.world.now().plus_millis(-OWED_DAYS * DAY_MS);
            clerk.tx.settle_papers(recent).await?;
            codes.insert(0, (filed.petition.number.clone(), filed.query_code));
            (filed.petition, filed.parties)
        }
    };
    let hearing = match next_hearing(&mut clerk, &seed).await? {
        Some(hearing) => Some(hearing),
        None if seed.state.is_open() => seed::hold(&mut clerk, &seed, &parties).await?,
        None => None,
    };
    tx.commit().await?;
    Ok(DemoReport { accounts: accounts(&staff, &places), petition: seed.number, hearing, codes })
}

/// The seed case, if the demo was loaded before.
async fn find_seed(tx: &mut dyn Tx, places: &Places) -> Result<Option<(Petition, Vec<Party>)>, DemoError> {
    let division = "620103".parse()?;
    let filter = PetitionFilter {
        scope: ListScope::Bureau { agency: places.bureau_of(&division).id, division },
        search: Some(seed::TITLE.to_owned()),
        limit: 1,
        ..PetitionFilter::default()
    };
    let Some(row) = tx.petitions(&filter).await?.rows.pop() else { return Ok(None) };
    let parties = tx.parties(row.petition.id).await?;
    Ok(Some((row.petition, parties)))
}

/// A hearing of the petition that is on, or still to come.
async fn next_hearing(clerk: &mut Clerk<'_>, petition: &Petition) -> Result<Option<Hearing>, DemoError> {
    let now = clerk.world.now();
    let hearings = clerk.tx.hearings_of(petition.id).await?;
    Ok(hearings.into_iter().find(|hearing| match hearing.stage.name() {
        StageName::Requested | StageName::Scheduled | StageName::CheckIn | StageName::Ready => {
            hearing.ends_at > now
        }
        StageName::Countdown
        | StageName::InSession
        | StageName::Paused
        | StageName::Suspended
        | StageName::MinutesReview
        | StageName::Signing => true,
        StageName::Closed
        | StageName::OutcomeIssued
        | StageName::Cancelled
        | StageName::Postponed
        | StageName::NoShow
        | StageName::Adjourned
        | StageName::InPerson => false,
    }))
}

fn accounts(staff: &[Staff], places: &Places) -> Vec<Account> {
    let account = |person: &Staff| Account {
        username: person.username.clone(),
        name: person.name.clone(),
        agency: places
            .agencies
            .iter()
            .find(|agency| agency.id == person.agency)
            .map_or_else(String::new, |agency| agency.name.clone()),
        roles: person.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "),
    };
    staff.iter().map(account).collect()
}

impl std::fmt::Display for DemoReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "Demo accounts, all with the password {PASSWORD}:")?;
        for account in &self.accounts {
            let Account { username, name, agency, roles } = account;
            writeln!(f, "  {username:<14} {name}  {agency} ({roles})")?;
        }
        writeln!(f, "Seed case: {}", self.petition)?;
        if let Some(hearing) = &self.hearing {
            let starts = hearing.starts_at.local();
            writeln!(
                f,
                "Its joint hearing {} begins at {:02}:{:02} (China time); lz-presider presides, lz-recorder keeps \
                 the minutes.",
                hearing.number,
                starts.hour(),
                starts.minute()
            )?;
        }
        for (number, code) in &self.codes {
            writeln!(f, "Query code of {number}: {} (shown this once)", code.as_str())?;
        }
        Ok(())
    }
}
