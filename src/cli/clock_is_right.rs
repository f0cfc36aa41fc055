use super::{CliError, database_name, open_store};
use crate::{
    administration::By,
    config::Config,
    domain::administration::DeedKind,
    world::{RealWorld, World},
};
use std::process::ExitCode;

/// Whoever looked at the clock says that it is right: what a server held because of it goes on.
pub async fn run(config: &Config) -> Result<ExitCode, CliError> {
    let store = open_store(config).await?;
    let now = RealWorld.now().local();
    let about = format!("{} {:02}:{:02}", now.date(), now.hour(), now.minute());
    let mut tx = store.begin().await?;
    By::CommandLine.record(tx.as_mut(), &RealWorld, DeedKind::ClockConfirmed, about.clone()).await?;
    tx.commit().await?;
    println!(
        "{}: noted that the clock is right, {about} (China). A server of this machine's clock that held what acts on due times \
            goes on within five minutes.",
        database_name(config)
    );
    Ok(ExitCode::SUCCESS)
}
