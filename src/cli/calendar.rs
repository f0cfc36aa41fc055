//! `lianjie calendar`: loads holiday calendars and recomputes open deadlines.

use super::{CliError, open_store};
use crate::{
    administration::{By, calendar},
    config::Config,
    world::RealWorld,
};
use clap::{Args, Subcommand};
use std::{fs, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// Print the calendar in force, in the format it is loaded from.
    Show,
    /// Load a new version: lines `year`, `off`, `work`, or the JSON of the data set holiday-cn. Years in it
    /// replace those years. Open clocks are recomputed, each petition with an event; a running server
    /// computes by it at once.
    Load(Load),
    /// Compute every open clock anew by the calendar in force, e.g. after a new release brought another one.
    Recompute,
}

#[derive(Debug, Args)]
pub struct Load {
    file: PathBuf,
    /// The notice it is from; if left out, what the data name.
    #[arg(long, default_value = "")]
    source: String,
    /// Only say what would change.
    #[arg(long)]
    dry_run: bool,
}

impl Calendar {
    pub async fn run(self, config: &Config) -> Result<ExitCode, CliError> {
        let store = open_store(config).await?;
        match self {
            Self::Show => {
                let calendar = calendar::current(store.read().await?.as_mut()).await?;
                print!("# version {}\n{}", calendar.version(), calendar.text());
            }
            Self::Load(load) => {
                let text = fs::read_to_string(&load.file)
                    .map_err(CliError::io(format!("cannot read {}", load.file.display())))?;
                let preview = calendar::preview(store.read().await?.as_mut(), &text).await?;
                for change in &preview.days {
                    println!("{}: {} → {}", change.day, change.before, change.after);
                }
                println!("{} due times of open petitions move.", preview.clocks.len());
                if load.dry_run {
                    return Ok(ExitCode::SUCCESS);
                }
                let handed_in = (load.source.as_str(), text.as_str());
                let version = calendar::load(&*store, &RealWorld, By::CommandLine, None, handed_in).await?;
                let moved = calendar::catch_up(&*store, &RealWorld).await?;
                println!("Loaded version {}; {moved} petitions recomputed.", version.calendar.version());
            }
            Self::Recompute => {
                println!("{} petitions recomputed.", calendar::recompute_all(&*store, &RealWorld).await?);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
