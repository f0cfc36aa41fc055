//! `lianjie user`: makes accounts, sets passwords, removes a lost authenticator, shuts and opens accounts.

use super::{CliError, open_store};
use crate::{
    administration::{By, accounts, codes},
    config::Config,
    domain::{
        administration::DeedKind,
        ids::{AgencyId, StaffId},
        jurisdiction::Agency,
        people::{self, Role, Staff},
        rights::go_together,
    },
    edge::password,
    storage::{Records, SharedStore, Tx},
    world::{RealWorld, World},
};
use clap::{Args, Subcommand};
use std::{
    io::{BufRead, IsTerminal},
    process::ExitCode,
};

/// Agencies that a refusal names.
const NAMED: usize = 20;

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account and print a one-time code by which its person sets a password. A script may give a password on
    /// standard input instead.
    Add(Add),
    /// Print a one-time code for a new password, or set the one that a script gives on standard input; signs the person
    /// out everywhere.
    Passwd { username: String },
    /// Take a lost authenticator away, with its recovery codes; signs the person out everywhere.
    RemoveFactor { username: String },
    /// Shut an account and sign the person out everywhere. What they did stays on record.
    Disable { username: String },
    /// Open a shut account again; its password is the old one.
    Enable { username: String },
}

#[derive(Debug, Args)]
pub struct Add {
    username: String,
    /// The person's name as others see it.
    #[arg(long)]
    name: String,
    /// Name of the agency, e.g. 兰州市信访局.
    #[arg(long)]
    agency: String,
    /// May be given several times: presider, clerk, counter_clerk, bureau_head …
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
}

impl User {
    pub async fn run(self, config: &Config) -> Result<ExitCode, CliError> {
        let store = open_store(config).await?;
        match self {
            Self::Add(add) => add.run(&store).await,
            Self::Passwd { username } => change_password(&store, &username).await,
            Self::RemoveFactor { username } => remove_factor(&store, &username).await,
            Self::Disable { username } => set_disabled(&store, &username, true).await,
            Self::Enable { username } => set_disabled(&store, &username, false).await,
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(self, store: &SharedStore) -> Result<(), CliError> {
        // Asked for before anybody types, and again when it is written: meanwhile nothing is held.
        self.wanted(store.read().await?.as_mut()).await?;
        let opening = Opening::read()?;
        let mut tx = store.begin().await?;
        let (staff, agency) = self.wanted(tx.as_mut()).await?;
        tx.put_staff(&staff).await?;
        let code = opening.of(tx.as_mut(), staff.id).await?;
        let about = format!("{} ({})", staff.username, agency.name);
        record(tx.as_mut(), DeedKind::StaffCreated, about).await?;
        let roles = staff.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ");
        record(tx.as_mut(), DeedKind::StaffRolesSet, format!("{}: → {roles}", staff.username)).await?;
        tx.commit().await?;
        println!("Made `{}` at {}.", staff.username, agency.name);
        tell(code);
        Ok(())
    }

    /// Who is to be made, and where.
    async fn wanted(&self, records: &mut dyn Records) -> Result<(Staff, Agency), CliError> {
        let refused = |why: &str| CliError::Refused(why.to_owned());
        if !go_together(&self.roles) {
            let why = "system_admin, security_admin and auditor go with no other role, nor with each other";
            return Err(refused(why));
        }
        let username = people::username(&self.username)
            .ok_or_else(|| refused("a user name has 3 to 32 letters, digits, `.`, `-` or `_`"))?;
        let name = people::staff_name(&self.name).ok_or_else(|| refused("a name has 1 to 50 characters"))?;
        if records.staff_by_username(&username).await?.is_some() {
            return Err(CliError::Refused(format!("there is a user `{username}` already")));
        }
        let agency = agency_named(records, &self.agency).await?;
        let id = StaffId(RealWorld.new_id());
        let roles = self.roles.clone();
        Ok((Staff { id, username, name, agency: agency.id, roles, disabled: false }, agency))
    }
}

/// An agency that was not closed; several of a name are told apart by nobody here.
async fn agency_named(records: &mut dyn Records, name: &str) -> Result<Agency, CliError> {
    let closed: Vec<AgencyId> = records.closures().await?.into_iter().map(|closure| closure.agency).collect();
    let open = records.agencies().await?.into_iter().filter(|agency| !closed.contains(&agency.id));
    let (named, others): (Vec<Agency>, Vec<Agency>) = open.partition(|agency| agency.name == name);
    Err(CliError::Refused(match (named.as_slice(), others.as_slice()) {
        ([agency], _) => return Ok(agency.clone()),
        ([], []) => "there is no agency yet: make one by `lianjie agency add`".to_owned(),
        ([], others) => {
            let known = others.iter().take(NAMED).map(|agency| agency.name.as_str()).collect::<Vec<_>>();
            let more = if others.len() > NAMED { "…" } else { "" };
            format!("no agency `{name}`; there are: {}{more}", known.join("、"))
        }
        (several, _) => {
            let count = several.len();
            format!(
                "{count} agencies are called `{name}`: make the account at the desk, where they are told apart"
            )
        }
    }))
}

async fn change_password(store: &SharedStore, username: &str) -> Result<(), CliError> {
    person(store.read().await?.as_mut(), username).await?; // nobody types for a name that is not there
    let opening = Opening::read()?;
    let mut tx = store.begin().await?;
    let staff = person(tx.as_mut(), username).await?;
    let code = opening.of(tx.as_mut(), staff.id).await?;
    tx.end_staff_sessions_of(staff.id).await?;
    let kind = if code.is_some() { DeedKind::StaffResetIssued } else { DeedKind::StaffPasswordSet };
    record(tx.as_mut(), kind, staff.username).await?;
    tx.commit().await?;
    println!("The password of `{username}` before opens nothing any more.");
    tell(code);
    Ok(())
}

async fn remove_factor(store: &SharedStore, username: &str) -> Result<(), CliError> {
    let mut tx = store.begin().await?;
    let staff = person(tx.as_mut(), username).await?;
    if !accounts::remove_factor(tx.as_mut(), &RealWorld, By::CommandLine, &staff).await? {
        return Err(CliError::Refused(format!("`{username}` has no second factor")));
    }
    tx.commit().await?;
    println!("Removed the second factor of `{username}`.");
    Ok(())
}

async fn set_disabled(store: &SharedStore, username: &str, disabled: bool) -> Result<(), CliError> {
    let mut tx = store.begin().await?;
    let staff = person(tx.as_mut(), username).await?;
    accounts::set_disabled(tx.as_mut(), &RealWorld, By::CommandLine, staff, disabled).await?;
    tx.commit().await?;
    println!("{} `{username}`.", if disabled { "Disabled" } else { "Enabled" });
    Ok(())
}

/// For the auditor, who sees what the desk does and must see this no less.
async fn record(tx: &mut dyn Tx, kind: DeedKind, about: String) -> Result<(), CliError> {
    Ok(By::CommandLine.record(tx, &RealWorld, kind, about).await?)
}

async fn person(records: &mut dyn Records, username: &str) -> Result<Staff, CliError> {
    let found = records.staff_by_username(&username.to_lowercase()).await?;
    found.ok_or_else(|| CliError::Refused(format!("no user `{username}`")))
}

/// What opens an account.
enum Opening {
    /// A password that a script gave, as its hash.
    Password(String),
    /// A code that is good once: whoever installs knows nobody's password.
    Code,
}

impl Opening {
    /// A line of standard input is a password, an empty one asks for a code. Nobody types one at a terminal, where it
    /// would be read along.
    fn read() -> Result<Self, CliError> {
        let input = std::io::stdin();
        if input.is_terminal() {
            return Ok(Self::Code);
        }
        println!("Password (empty line: a one-time code is printed):");
        let mut line = String::new();
        input.lock().read_line(&mut line).map_err(CliError::io("cannot read standard input"))?;
        let password = line.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            return Ok(Self::Code);
        }
        password::check_new(password).map_err(|weak| CliError::Refused(weak.to_string()))?;
        let hash = password::hash(password, &RealWorld);
        hash.map(Self::Password).map_err(|error| CliError::Refused(error.to_string()))
    }

    /// Gives the code, if it is one.
    async fn of(self, tx: &mut dyn Tx, staff: StaffId) -> Result<Option<String>, CliError> {
        match self {
            Self::Code => Ok(Some(codes::issue(tx, &RealWorld, staff).await?.0)),
            Self::Password(hash) => {
                tx.set_password_hash(staff, &hash, RealWorld.now()).await?;
                tx.end_reset_code(staff).await?;
                Ok(None)
            }
        }
    }
}

fn tell(code: Option<String>) {
    if let Some(code) = code {
        println!("One-time code, good for a day: {code}");
        println!("Its person sets a password by it: sign-in page, 用一次性口令设置密码.");
    }
}
