use super::{CliError, open_store};
use crate::{
    config::Config,
    domain::{
        ids::StaffId,
        jurisdiction::Agency,
        people::{Role, Staff},
        rights::go_together,
    },
    edge::password,
    storage::SharedStore,
    world::{RealWorld, World},
};
use clap::{Args, Subcommand};
use std::{io::BufRead, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account. Reads the password from standard input; an empty line makes one up and prints it.
    Add(Add),
    /// Set a new password, read from standard input; signs the person out everywhere.
    Passwd { username: String },
    /// Shut an account and sign the person out everywhere. What they did stays on record.
    Disable { username: String },
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
            Self::Disable { username } => disable(&store, &username).await,
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(self, store: &SharedStore) -> Result<(), CliError> {
        if !go_together(&self.roles) {
            let why = "system_admin, security_admin and auditor go with no other role, nor with each other";
            return Err(CliError::Refused(why.to_owned()));
        }
        let username = self.username.to_lowercase();
        let mut tx = store.begin().await?;
        if tx.staff_by_username(&username).await?.is_some() {
            return Err(CliError::Refused(format!("there is a user `{username}` already")));
        }
        let agency = agency_named(&tx.agencies().await?, &self.agency)?;
        let staff = Staff {
            id: StaffId(RealWorld.new_id()),
            username: username.clone(),
            name: self.name,
            agency: agency.id,
            roles: self.roles,
            disabled: false,
        };
        let hash = read_password()?;
        tx.put_staff(&staff).await?;
        tx.set_password_hash(staff.id, &hash).await?;
        tx.commit().await?;
        println!("Made `{username}` at {}.", agency.name);
        Ok(())
    }
}

fn agency_named(agencies: &[Agency], name: &str) -> Result<Agency, CliError> {
    agencies.iter().find(|agency| agency.name == name).cloned().ok_or_else(|| {
        let known = agencies.iter().map(|agency| agency.name.as_str()).collect::<Vec<_>>().join("、");
        CliError::Refused(format!("no agency `{name}`; there are: {known}"))
    })
}

async fn change_password(store: &SharedStore, username: &str) -> Result<(), CliError> {
    let mut tx = store.begin().await?;
    let staff = tx.staff_by_username(&username.to_lowercase()).await?.ok_or_else(|| unknown(username))?;
    tx.set_password_hash(staff.id, &read_password()?).await?;
    tx.end_staff_sessions_of(staff.id).await?;
    tx.commit().await?;
    println!("New password set for `{username}`.");
    Ok(())
}

async fn disable(store: &SharedStore, username: &str) -> Result<(), CliError> {
    let mut tx = store.begin().await?;
    let staff = tx.staff_by_username(&username.to_lowercase()).await?.ok_or_else(|| unknown(username))?;
    tx.put_staff(&Staff { disabled: true, ..staff.clone() }).await?;
    tx.end_staff_sessions_of(staff.id).await?;
    tx.commit().await?;
    println!("Disabled `{username}`.");
    Ok(())
}

fn unknown(username: &str) -> CliError {
    CliError::Refused(format!("no user `{username}`"))
}

/// A line of standard input as a password, or a made-up one; gives its hash.
fn read_password() -> Result<String, CliError> {
    println!("Password (empty line: one is made up):");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(CliError::io("cannot read standard input"))?;
    let mut password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        let mut random = [0; 10];
        RealWorld.fill(&mut random);
        password = hex::encode(random);
        println!("Password: {password}");
    }
    password::check_new(&password).map_err(|weak| CliError::Refused(weak.to_string()))?;
    password::hash(&password, &RealWorld).map_err(|error| CliError::Refused(error.to_string()))
}
