//! The command line.
#![expect(clippy::print_stdout, reason = "the command line answers on stdout")]

mod agency;
mod calendar;
mod clock_is_right;
mod divisions;
mod doctor;
mod heads;
mod init;
mod kept;
mod restored;
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
    storage::{Engine, Schema, SharedStore, StoreError},
    telemetry::{self, TelemetryError},
    world::{RealWorld, World},
};
use clap::{Parser, Subcommand};
use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

/// PostgreSQL that starts with the machine, or is started anew, takes that long at most.
const DATABASE_PATIENCE: Duration = Duration::from_secs(60);

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
    /// Bring the database's schema up to this version; waits a minute for PostgreSQL to be there.
    Migrate,
    /// Run once after a restore, before `serve`: numbers given out since the backup are not given out again, and everybody
    /// signs in anew. docs/operations.md says what else to do.
    Restored,
    /// Say that the clock is right, after it leapt or the server stood still for a month: what acts on due times is held until
    /// then.
    ClockIsRight,
    /// What statistics are counted from.
    #[command(subcommand)]
    Statistics(statistics::Statistics),
    /// Print what the log comes to now, signed by this server's key: the last number and hash of each chain, and the
    /// administration log. Keep it elsewhere; `verify --heads` holds the log against it.
    Heads,
    /// Check the hash chains over the event log, or an evidence package; fails and says what is wrong. Changes nothing.
    Verify(verify::Verify),
    /// Look for what is wrong with ports, TLS, media address, database, files and clock, and say how to mend it.
    Doctor,
}

/// Why a command failed. The sentence is for the administrator.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// What somebody sees who is in the wrong folder, or restored into another.
    #[error(
        "there are no records in {0}: `lianjie init` makes them; if they should be there, name the configuration \
            (--config) and look at its [data] dir and [database] url"
    )]
    NoRecords(String),
    #[error("{} is missing and nothing opens the records without it: restore it from the backup", .0.display())]
    NoKey(PathBuf),
    #[error(
        "the records in {0} are of an earlier version: back them up, stop the server, then `lianjie migrate` brings \
            them up to this one"
    )]
    Earlier(String),
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
    if let Command::Verify(verify::Verify { package: Some(package), key, recordings, .. }) =
        &arguments.command
    {
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
        Command::Restored => restored::run(&config).await,
        Command::ClockIsRight => clock_is_right::run(&config).await,
        Command::Statistics(statistics) => statistics.run(&config).await,
        Command::Heads => heads::run(&config).await,
        Command::Verify(verify) => verify.records(&config).await,
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

/// Opens the records and makes what is not there yet: key, database, schema. For the commands that begin something.
async fn open_or_make(config: &Config) -> Result<SharedStore, CliError> {
    let (url, path) = (database_url(config), master_key_path(config));
    // A new key opens nothing of what is there, and would hide that the right one is missing.
    if !path.exists() && schema(config).await? != Schema::Absent {
        return Err(CliError::NoKey(path));
    }
    let key = files::secret_key(&path, |bytes| RealWorld.fill(bytes))
        .map_err(CliError::io(format!("cannot read or make {}", path.display())))?;
    storage::open(&url, key).await.map_err(not_opened(config))
}

/// Opens records of this version that are there. Nothing is made and nothing migrated: in the wrong folder, or beside a
/// server of another version, a command must do no harm.
async fn open_store(config: &Config) -> Result<SharedStore, CliError> {
    match open_as_is(config).await? {
        (store, Schema::Current) => Ok(store),
        (_, _) => Err(CliError::Earlier(database_name(config))),
    }
}

/// Opens records that are there to look at them, of an earlier version too.
async fn open_as_is(config: &Config) -> Result<(SharedStore, Schema), CliError> {
    let path = master_key_path(config);
    if schema(config).await? == Schema::Absent {
        return Err(CliError::NoRecords(database_name(config)));
    }
    let key = match files::kept_key(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(CliError::NoKey(path)),
        read => read.map_err(CliError::io(format!("cannot read {}", path.display())))?,
    };
    storage::open_as_is(&database_url(config), key).await.map_err(not_opened(config))
}

/// A database on its way up is waited for; SQLite is there or not.
async fn wait_for_database(config: &Config) -> Result<(), CliError> {
    storage::wait(&database_url(config), DATABASE_PATIENCE).await.map_err(not_opened(config))
}

async fn schema(config: &Config) -> Result<Schema, CliError> {
    storage::schema(&database_url(config)).await.map_err(not_opened(config))
}

fn not_opened(config: &Config) -> impl FnOnce(StoreError) -> CliError {
    let database = database_name(config);
    move |source| match source {
        StoreError::Absent => CliError::NoRecords(database),
        source => CliError::Store { database, source },
    }
}

fn database_url(config: &Config) -> String {
    if config.database.url.is_empty() {
        format!("sqlite:{}", config.data.dir.join("lianjie.db").display())
    } else {
        config.database.url.clone()
    }
}

/// The file of SQLite, where it holds petitions and the configuration names PostgreSQL: they look lost, and are not.
async fn left_behind(config: &Config) -> Option<PathBuf> {
    if !matches!(Engine::of(&database_url(config)), Ok(Engine::Postgres)) {
        return None;
    }
    let file = config.data.dir.join("lianjie.db");
    if !file.exists() {
        return None;
    }
    let key = files::kept_key(&master_key_path(config)).ok()?;
    let (store, _) = storage::open_as_is(&format!("sqlite:{}", file.display()), key).await.ok()?;
    let heads = store.read().await.ok()?.chain_heads().await.ok()?;
    heads.iter().any(|(_, last)| *last > 0).then_some(file)
}

fn master_key_path(config: &Config) -> PathBuf {
    config.data.dir.join("keys/master.key")
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
