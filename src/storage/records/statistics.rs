//! Contract for the facts of statistics.

use super::Result;
use crate::domain::{
    Timestamp,
    ids::PetitionId,
    jurisdiction::DivisionCode,
    statistics::{Charge, Contact, Facts, Named},
};
use async_trait::async_trait;

/// Facts of petitions, kept beside the log, and what else judgement needs.
#[async_trait]
pub trait StatisticsRecords: Send {
    /// Facts of a chain that events after `number` changed, each with its last event's number.
    async fn facts_since(&mut self, chain: &DivisionCode, number: u64) -> Result<Vec<(u64, Facts)>>;
    async fn facts(&mut self, id: PetitionId) -> Result<Option<Facts>>;
    /// Whether there is a log and no facts, or facts made by an earlier fold: the store is older than they are.
    async fn facts_are_missing(&mut self) -> Result<bool>;
    /// Respondents named in petitions of `division` registered since; never of sealed reports. Newest first.
    async fn named_since(&mut self, division: &DivisionCode, since: Timestamp) -> Result<Vec<Named>>;
    /// People of petitions of `division` registered since, blinded; never of sealed reports, nor by name of whoever did not
    /// sign. Newest first.
    async fn contacts_since(&mut self, division: &DivisionCode, since: Timestamp) -> Result<Vec<Contact>>;
    async fn charges(&mut self) -> Result<Vec<Charge>>;
}

/// Facts follow the log by themselves ([`super::LogWrites::append`]); these make them anew.
#[async_trait]
pub trait StatisticsWrites: Send {
    /// Nobody else appends to the chain until the transaction ends.
    async fn hold_chain(&mut self, chain: &DivisionCode) -> Result<()>;
    async fn forget_facts(&mut self, chain: &DivisionCode) -> Result<()>;
    async fn put_facts(&mut self, chain: &DivisionCode, number: u64, facts: &Facts) -> Result<()>;
    /// All of them are as this build folds them.
    async fn facts_are_made(&mut self) -> Result<()>;
    /// Takes the place of whoever had it.
    async fn take_charge(&mut self, charge: &Charge) -> Result<()>;
}
