//! What administrators do, whether at the desk or on the command line: accounts, the holiday calendar, divisions,
//! organs that close. Rules are the domain's; here are the transactions around them.

pub mod accounts;
pub mod calendar;
mod calendar_text;
pub mod codes;
pub mod divisions;
pub mod organs;

use crate::{
    domain::{
        administration::{Deed, DeedKind},
        ids::DeedId,
        rights::Official,
    },
    storage::{StoreError, Tx},
    world::World,
};

pub use calendar_text::{Unreadable, read_calendar};

/// Who administers.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    Staff(&'a Official),
    /// Whoever may read the data folder.
    CommandLine,
}

impl By<'_> {
    /// Writes down what was done, in the same transaction.
    ///
    /// # Errors
    /// The store failed.
    pub async fn record(
        self,
        tx: &mut dyn Tx,
        world: &dyn World,
        kind: DeedKind,
        about: impl Into<String> + Send,
    ) -> Result<(), StoreError> {
        let (by, division) = match self {
            Self::Staff(actor) => (Some(actor.staff.id), actor.agency.division.to_string()),
            Self::CommandLine => (None, String::new()),
        };
        let deed =
            Deed { id: DeedId(world.new_id()), at: world.now(), by, division, kind, about: about.into() };
        tx.add_deed(&deed).await
    }
}
