//! `lianjie divisions`: imports divisions from a list.

use super::{CliError, open_store};
use crate::{
    administration::{By, divisions},
    config::Config,
    world::RealWorld,
};
use clap::{Args, Subcommand};
use std::{fs, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum Divisions {
    /// Take a list over, `code,name` a line, down to villages (12 digits) and grids (14 or 15): new ones are
    /// added, others renamed, none is removed. With a line at fault nothing is taken.
    Import(Import),
}

#[derive(Debug, Args)]
pub struct Import {
    file: PathBuf,
    /// Only say what would change.
    #[arg(long)]
    dry_run: bool,
}

impl Divisions {
    pub async fn run(self, config: &Config) -> Result<ExitCode, CliError> {
        let Self::Import(asked) = self;
        let store = open_store(config).await?;
        let text = fs::read_to_string(&asked.file)
            .map_err(CliError::io(format!("cannot read {} as UTF-8", asked.file.display())))?;
        let import = if asked.dry_run {
            divisions::preview(store.read().await?.as_mut(), By::CommandLine, &text).await?
        } else {
            divisions::import(&*store, &RealWorld, By::CommandLine, &text).await?
        };
        for fault in &import.faults {
            println!("{fault}");
        }
        if !import.faults.is_empty() {
            return Err(CliError::Refused(format!(
                "{} lines are at fault; nothing was taken",
                import.faults.len()
            )));
        }
        let levels = import.added_by_level();
        let levels = levels.into_iter().map(|(level, count)| format!("{level} {count}")).collect::<Vec<_>>();
        println!(
            "{} added ({}), {} renamed, {} as before.",
            import.added.len(),
            levels.join(", "),
            import.renamed.len(),
            import.unchanged
        );
        Ok(ExitCode::SUCCESS)
    }
}
