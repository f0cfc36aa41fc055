//! The command line.
#![expect(clippy::print_stdout, reason = "the command line answers on stdout")]

mod agency;
mod calendar;
mod divisions;
mod doctor;
mod init;
mod serve;
mod statistics;
mod user;
mod verify;

use crate::{
    config::{Config, ConfigError},
    domain::{causes, hearing::Sealer},
    files,
    reels::Reels,
    sealing::NodeSeal,
    storage,
    storage::{SharedStore, StoreError},
    telemetry::{self, TelemetryError},
    world::{RealWorld, World},
};
use clap::{Parser, Subcommand};
use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Joint video hearings attached to the petition record (联接).
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    /// Configuration file; without one, `lianjie.toml` of this folder if it is there, else defaults.
    #[arg(long, short, global = true, env = "LIANJIE_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages, signaling and media until told to stop.
    Serve,
    /// Write a documented configuration file and make the data folder with an empty database.
    Init(init::Init),
    /// Load the Lanzhou demo and print its accounts. Loading it twice changes nothing.
    Demo,
    /// The first agency.
    #[command(subcommand)]
    Agency(agency::Agency),
    /// Staff accounts.
    #[command(subcommand)]
    User(user::User),
    /// The holiday calendar that due dates are computed by.
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    /// Provinces down to grids.
    #[command(subcommand)]
    Divisions(divisions::Divisions),
    /// Bring the database's schema up to this version.
    Migrate,
    /// What statistics are counted from.
    #[command(subcommand)]
    Statistics(statistics::Statistics),
    /// Check the hash chains over the event log, or an evidence package; fails and says what is wrong.
    Verify(verify::Verify),
    /// Look for what is wrong with ports, TLS, media address, database and clock, and say how to mend it.
    Doctor,
}

/// Why a command failed. The sentence is for the administrator.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    #[error("the records in {database} cannot be opened")]
    Store { database: String, source: StoreError },
    #[error(transparent)]
    Records(#[from] StoreError),
    #[error("{what}")]
    Io { what: String, source: io::Error },
    #[error("the demo was not loaded")]
    Demo(#[from] crate::demo::DemoError),
    #[error("the calendar was not loaded")]
    Calendar(#[from] crate::administration::calendar::NotLoaded),
    #[error(transparent)]
    Tls(#[from] crate::edge::tls::TlsError),
    #[error("{0}")]
    Refused(String),
}

impl CliError {
    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Runs the command; prints an error with its causes.
pub async fn main(arguments: Arguments) -> ExitCode {
    match run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            eprint_chain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, CliError> {
    let file = config_file(arguments.config);
    if let Command::Init(init) = arguments.command {
        return init.run(file).await;
    }
    if let Command::Verify(verify::Verify { package: Some(package), key, recordings }) = &arguments.command {
        // needs no node
        return verify::package(package, key.as_deref(), recordings.as_deref());
    }
    let config = Config::load(file.as_deref(), std::env::vars())?;
    match arguments.command {
        Command::Init(_) => unreachable!("answered above"),
        Command::Serve => serve::run(config).await,
        Command::Demo => init::demo(&config).await,
        Command::Agency(agency) => agency.run(&config).await,
        Command::User(user) => user.run(&config).await,
        Command::Calendar(calendar) => calendar.run(&config).await,
        Command::Divisions(divisions) => divisions.run(&config).await,
        Command::Migrate => init::migrate(&config).await,
        Command::Statistics(statistics) => statistics.run(&config).await,
        Command::Verify(_) => verify::chains(&config).await,
        Command::Doctor => doctor::run(&config, file.as_deref()).await,
    }
}

fn config_file(named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(|| Some(PathBuf::from("lianjie.toml")).filter(|path| path.exists()))
}

/// The database as configured; PostgreSQL's password left out.
fn database_name(config: &Config) -> String {
    if config.database.url.is_empty() {
        return config.data.dir.join("lianjie.db").display().to_string();
    }
    config.database.url.rsplit_once('@').map_or("PostgreSQL", |(_, host)| host).to_owned()
}

/// Opens the records, bringing the schema up to date; makes the master key on first use.
async fn open_store(config: &Config) -> Result<SharedStore, CliError> {
    let key = master_key(&config.data.dir)?;
    let url = if config.database.url.is_empty() {
        format!("sqlite:{}", config.data.dir.join("lianjie.db").display())
    } else {
        config.database.url.clone()
    };
    storage::open(&url, key)
        .await
        .map_err(|source| CliError::Store { database: database_name(config), source })
}

fn master_key(data: &Path) -> Result<[u8; 32], CliError> {
    let path = data.join("keys/master.key");
    files::secret_key(&path, |bytes| RealWorld.fill(bytes))
        .map_err(CliError::io(format!("cannot read or make {}", path.display())))
}

/// The key by which this node seals closed hearings; made on first use.
fn node_seal(data: &Path) -> Result<Arc<dyn Sealer>, CliError> {
    NodeSeal::open(data, |bytes| RealWorld.fill(bytes))
        .map_err(CliError::io(format!("cannot read or make {}/keys/seal.key", data.display())))
}

/// The recorder's files; the key they may be locked by is made on first use.
fn reels(config: &Config) -> Result<Reels, CliError> {
    Reels::open(&config.data.dir, config.recording.encrypt, |bytes| RealWorld.fill(bytes)).map_err(
        CliError::io(format!("cannot read or make {}/keys/recordings.key", config.data.dir.display())),
    )
}

fn start_logging(config: &Config) -> Result<(), CliError> {
    Ok(telemetry::start_logging(&config.log)?)
}

#[expect(clippy::print_stderr, reason = "the command line complains on stderr")]
fn eprint_chain(error: &dyn std::error::Error) {
    eprintln!("lianjie: {error}");
    for cause in causes(error) {
        eprintln!("  because: {cause}");
    }
}
