//! `lianjie init` and `lianjie migrate`: the configuration file, the data folder and the schema.

use super::{CliError, database_name, node_seal, open_or_make, schema, wait_for_database};
use crate::{
    config::{Config, SAMPLE},
    demo, documents,
    domain::{document::Paper, hearing::fingerprint, ids::DocumentId},
    edge::password,
    files,
    settings::fonts,
    storage::Schema,
    world::RealWorld,
};
use clap::Args;
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Debug, Args)]
pub struct Init {
    /// Overwrite a configuration file that is there.
    #[arg(long)]
    force: bool,
}

impl Init {
    /// Writes the sample configuration and makes what it describes.
    pub async fn run(self, file: Option<PathBuf>) -> Result<ExitCode, CliError> {
        let path = file.unwrap_or_else(|| PathBuf::from("lianjie.toml"));
        if path.exists() && !self.force {
            println!("{} is there already and is kept (--force overwrites it).", path.display());
        } else {
            write(&path).map_err(CliError::io(format!("cannot write {}", path.display())))?;
            println!("Wrote {}: every key with its default.", path.display());
        }
        let config = Config::load(Some(&path), std::env::vars())?;
        open_or_make(&config).await?;
        println!("Data folder {} is ready.", config.data.dir.display());
        let seal = node_seal(&config.data.dir)?;
        println!("This node seals closed hearings by the key {}.", fingerprint(&seal.public_key()));
        println!(
            "Back up {}/keys with it: without the key, names and addresses cannot be read.",
            config.data.dir.display()
        );
        println!(
            "Next: `lianjie demo` to try. For real: `lianjie divisions import`, `lianjie agency add` and three times \
                `lianjie user add` (system_admin, security_admin, auditor). Then `lianjie doctor` and `lianjie serve`."
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// For its owner alone: passwords and tokens will stand in it.
fn write(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => files::write_secret(path, SAMPLE.as_bytes()),
    }
}

pub async fn migrate(config: &Config) -> Result<ExitCode, CliError> {
    wait_for_database(config).await?;
    if schema(config).await? == Schema::Absent {
        return Err(CliError::NoRecords(database_name(config)));
    }
    open_or_make(config).await?;
    println!("The schema of {} is up to date.", database_name(config));
    Ok(ExitCode::SUCCESS)
}

pub async fn demo(config: &Config) -> Result<ExitCode, CliError> {
    let store = open_or_make(config).await?;
    let hash = |password: &str| {
        password::hash(password, &RealWorld).expect("the demo's password is not too long to be hashed")
    };
    let folder = config.data.dir.join("files");
    let fonts = fonts(&config.documents).map_err(io::Error::other);
    let fonts = fonts.map_err(CliError::io("the font for papers cannot be used".to_owned()))?;
    let set_paper = |id: DocumentId, paper: &Paper| -> io::Result<Vec<u8>> {
        let bytes = documents::render(paper, &fonts).map_err(io::Error::other)?;
        files::keep(&folder, &id.to_string(), &bytes)?;
        Ok(bytes)
    };
    let report = demo::load(&*store, &RealWorld, &hash, &set_paper).await?;
    println!("{report}");
    Ok(ExitCode::SUCCESS)
}
