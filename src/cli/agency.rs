//! `lianjie agency`: adds an agency.

use super::{CliError, open_store};
use crate::{
    administration::{
        By,
        organs::{self, NotMade},
    },
    config::Config,
    domain::jurisdiction::{AgencyKind, DivisionCode},
    world::RealWorld,
};
use clap::{Args, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum Agency {
    /// Make an organ. The first of an installation begins here: the three hands need one to work at. All others
    /// are made at the desk.
    Add(Add),
}

#[derive(Debug, Args)]
pub struct Add {
    /// Its full name, e.g. 兰州市信访局.
    name: String,
    /// petition_bureau, responsible_unit, joint_conference, legal_political, discipline, congress, cppcc,
    /// party, court, procuratorate, mass_org, soe, township, centre or hotline.
    #[arg(long)]
    kind: AgencyKind,
    /// Code of the division it acts for, e.g. 6201; it must be on the list of divisions.
    #[arg(long)]
    division: DivisionCode,
}

impl Agency {
    pub async fn run(self, config: &Config) -> Result<ExitCode, CliError> {
        let Self::Add(Add { name, kind, division }) = self;
        let store = open_store(config).await?;
        let mut tx = store.begin().await?;
        let made = organs::make(tx.as_mut(), &RealWorld, By::CommandLine, &name, (kind, division)).await;
        let agency = made.map_err(|why| match why {
            NotMade::Nowhere(_) => {
                CliError::Refused(format!("{why}: bring the list first, by `lianjie divisions import`"))
            }
            NotMade::Store(error) => error.into(),
            other => CliError::Refused(other.to_string()),
        })?;
        tx.commit().await?;
        println!("Made `{}` ({} of {}).", agency.name, agency.kind, agency.division);
        Ok(ExitCode::SUCCESS)
    }
}
