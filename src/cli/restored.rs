use super::{CliError, database_name, open_store};
use crate::{
    administration::By,
    config::Config,
    domain::{
        administration::DeedKind,
        document::Templates,
        petition::{HearingNumber, PetitionNumber},
    },
    world::{RealWorld, World},
};
use std::process::ExitCode;
use time::Date;

/// Once after records came back from a backup, before people are let in again.
pub async fn run(config: &Config) -> Result<ExitCode, CliError> {
    let store = open_store(config).await?;
    let mut tx = store.begin().await?;
    let numbers = may_be_given_twice(RealWorld.now().local_date());
    let raised = tx.raise_after_restore(&numbers).await?;
    let about = format!(
        "{} counters and {} webhooks raised, {} sign-ins ended",
        raised.sequences, raised.webhooks, raised.sign_ins
    );
    By::CommandLine.record(tx.as_mut(), &RealWorld, DeedKind::RecordsRestored, about).await?;
    tx.commit().await?;
    println!(
        "{}: numbers of petitions (today), hearings and documents go on above a gap of a thousand or more ({} were \
            begun), as do those of the notices of {} webhooks. {} sign-ins ended, as did \
            the sessions of seats and all one-time codes.",
        database_name(config),
        raised.sequences,
        raised.webhooks,
        raised.sign_ins
    );
    println!(
        "What was done since the backup is not in it: accounts shut, posts taken away and programs revoked since then \
            are open again, and citizens have papers with numbers that nobody finds. docs/operations.md, \
            \"After a restore\", says what to go through."
    );
    Ok(ExitCode::SUCCESS)
}

/// Sequences of which numbers may have been given out since the backup and would be again. A petition's is of the day it
/// is registered; a hearing's is of its own day, which may lie ahead; a document's is of the year.
fn may_be_given_twice(today: Date) -> Vec<String> {
    let year = today.year();
    vec![
        PetitionNumber::sequences_of_day(today),
        HearingNumber::sequences_of_year(year),
        HearingNumber::sequences_of_year(year + 1),
        Templates::sequences_of_year(year),
    ]
}
