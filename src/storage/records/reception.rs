//! Contract for leaders' reception days and cases in charge.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    ids::{PetitionId, ReceptionDayId, StaffId},
    jurisdiction::DivisionCode,
    reception::{Contract, Held, HeldCorrection, Leader, ReceptionDay, Served, Swap},
    staff_notice::Topic,
};
use async_trait::async_trait;
use uuid::Uuid;

/// Leaders, their reception days and the cases they are in charge of.
#[async_trait]
pub trait ReceptionRecords: Send {
    async fn leader(&mut self, staff: StaffId) -> Result<Option<Leader>>;
    /// Those who work in `division` and are not disabled, by agency and rank.
    async fn leaders(&mut self, division: &DivisionCode) -> Result<Vec<Leader>>;
    /// The same with those whose account was shut, and when it was as the administrators' log has it.
    async fn leaders_served(&mut self, division: &DivisionCode) -> Result<Vec<Served>>;
    async fn reception_day(&mut self, id: ReceptionDayId) -> Result<Option<ReceptionDay>>;
    /// Beginning within `from..to`, of organs in `division`, by start.
    async fn reception_days(
        &mut self,
        division: &DivisionCode,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ReceptionDay>>;
    /// What was held of those, in sum.
    async fn days_held(&mut self, division: &DivisionCode, from: Timestamp, to: Timestamp) -> Result<Held>;
    /// Of one leader, touching `from..to`, not cancelled; by start.
    async fn days_of_leader(
        &mut self,
        leader: StaffId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ReceptionDay>>;
    /// Beginning within `from..to`, neither held nor cancelled, of which the leader was told nothing in the last day before
    /// it; by start.
    async fn days_untold(
        &mut self,
        from: Timestamp,
        to: Timestamp,
        limit: u32,
    ) -> Result<Vec<ReceptionDayId>>;
    /// Oldest first.
    async fn reception_swaps(&mut self, id: ReceptionDayId) -> Result<Vec<Swap>>;
    /// Oldest first.
    async fn held_corrections(&mut self, id: ReceptionDayId) -> Result<Vec<HeldCorrection>>;
    /// Ended ones too, oldest first.
    async fn contracts(&mut self, petition: PetitionId) -> Result<Vec<Contract>>;
    /// Not ended, oldest first.
    async fn contracts_of(
        &mut self,
        leader: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Contract>>;
    /// The letters to the leader's mailbox (领导信箱) that name this leader, the newest first.
    async fn letters_to(
        &mut self,
        leader: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<PetitionId>>;
}

/// The same, written.
#[async_trait]
pub trait ReceptionWrites: Send {
    /// Inserts, or replaces by person.
    async fn put_leader(&mut self, leader: &Leader) -> Result<()>;
    async fn add_reception_day(&mut self, day: &ReceptionDay) -> Result<()>;
    /// Leader and state; `day.version` is the one read.
    async fn save_reception_day(&mut self, day: &ReceptionDay) -> Result<()>;
    async fn add_reception_swap(&mut self, swap: &Swap) -> Result<()>;
    async fn add_held_correction(&mut self, correction: &HeldCorrection) -> Result<()>;
    /// Tells a leader of the day; of one `source` once.
    async fn tell_of_day(
        &mut self,
        day: &ReceptionDay,
        to: StaffId,
        topic: Topic,
        told: (Uuid, Timestamp),
    ) -> Result<()>;
    async fn add_contract(&mut self, contract: &Contract) -> Result<()>;
    /// `false`: there is none that runs.
    async fn end_contract(&mut self, petition: PetitionId, leader: StaffId, at: Timestamp) -> Result<bool>;
}
