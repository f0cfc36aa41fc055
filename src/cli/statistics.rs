//! `lianjie statistics`: checks the stored facts against the log, or rebuilds them.

use super::{CliError, open_store};
use crate::{
    config::Config,
    storage::{FactsReport, check_facts, rebuild_facts},
};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum Statistics {
    /// Make the facts that indicators are counted from anew from the event log.
    Rebuild,
    /// Hold the kept facts against the event log; fails if any differs.
    Check,
}

impl Statistics {
    pub async fn run(self, config: &Config) -> Result<ExitCode, CliError> {
        let store = open_store(config).await?;
        let (reports, done) = match self {
            Self::Rebuild => (rebuild_facts(&*store).await?, "made anew"),
            Self::Check => (check_facts(&*store).await?, "held against the log"),
        };
        println!("{}", describe(&reports, done));
        let differs = reports.iter().any(|report| report.different > 0);
        let failed = differs && matches!(self, Self::Check);
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// A line for each chain, and a last one for all.
fn describe(reports: &[FactsReport], done: &str) -> String {
    let line = |report: &FactsReport| {
        format!("{}: {} petitions {done}, {} differed", report.chain, report.petitions, report.different)
    };
    let mut lines: Vec<String> = reports.iter().map(line).collect();
    let different: usize = reports.iter().map(|report| report.different).sum();
    lines.push(match different {
        0 => "Statistics are what the event log says.".to_owned(),
        some => format!("{some} petitions were counted otherwise than the event log says."),
    });
    lines.join("\n")
}
