use super::{CliError, open_store};
use crate::{
    config::Config,
    storage::{self, Report},
};
use std::process::ExitCode;

/// Walks every chain; prints what it found.
pub async fn run(config: &Config) -> Result<ExitCode, CliError> {
    let store = open_store(config).await?;
    let report = storage::verify(&*store).await?;
    println!("{}", describe(&report));
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line for each chain, and a last one for all.
pub fn describe(report: &Report) -> String {
    let mut lines: Vec<String> = report
        .chains
        .iter()
        .map(|chain| match &chain.fault {
            None => format!("{}: {} events, whole", chain.chain, chain.sound),
            Some(fault) => format!("{}: BROKEN after {} sound events: {fault}", chain.chain, chain.sound),
        })
        .collect();
    lines.push(if report.is_sound() {
        "The event log is as it was written.".into()
    } else {
        "The event log was tampered with or damaged.".into()
    });
    lines.join("\n")
}
