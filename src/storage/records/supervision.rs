//! Contract for supervision orders, evaluations, call-backs and action items.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    hearing::{ActionItem, ActionItemState},
    ids::{ActionItemId, AgencyId, DemandId, HearingId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    supervision::{CallBack, Demand, Evaluation, Note},
};
use async_trait::async_trait;
use time::Date;

/// Which demands a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemandBox {
    /// Addressed to this organ.
    Received(AgencyId),
    /// Made by this bureau.
    Sent(AgencyId),
}

/// Which action items a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemBox {
    /// Ordered of this agency.
    Of(AgencyId),
    /// Of petitions in this division that are not sealed, and what was ordered of this bureau itself, wherever it was.
    In(DivisionCode, AgencyId),
}

/// An action item and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderedItem {
    pub hearing: HearingId,
    pub petition: PetitionId,
    pub petition_number: String,
    /// When the outcome was issued that orders it.
    pub ordered_at: Timestamp,
    pub item: ActionItem,
}

/// Demands, evaluations, and what becomes of action items.
#[async_trait]
pub trait SupervisionRecords: Send {
    async fn demand(&mut self, id: DemandId) -> Result<Option<Demand>>;
    /// Oldest first.
    async fn demands_of(&mut self, id: PetitionId) -> Result<Vec<Demand>>;
    /// Not lifted yet, oldest first, each with its petition's number.
    async fn open_demands(
        &mut self,
        which: DemandBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Demand, String)>>;
    async fn evaluations(&mut self, id: PetitionId) -> Result<Vec<Evaluation>>;
    /// Oldest first.
    async fn call_backs(&mut self, id: PetitionId) -> Result<Vec<CallBack>>;
    async fn ordered_item(&mut self, id: ActionItemId) -> Result<Option<OrderedItem>>;
    /// Not closed, next deadline first.
    async fn open_items(
        &mut self,
        which: &ItemBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OrderedItem>>;
    /// Of hearings this person had a seat at: open ones first, next deadline first.
    async fn items_promised_by(
        &mut self,
        id: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OrderedItem>>;
    /// Of all items of a petition, oldest first.
    async fn item_notes(&mut self, id: PetitionId) -> Result<Vec<Note>>;
    /// Petitions whose next due time lies before `now`, longest overdue first, behind `after` in that order.
    async fn overdue(
        &mut self,
        now: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// Items neither done nor closed whose day lies before `today`, and whatever their day all that are declined, on which the
    /// bureau's word may be late; longest overdue first, behind `after` in that order.
    async fn overdue_items(
        &mut self,
        today: Date,
        after: Option<(Date, ActionItemId)>,
        limit: u32,
    ) -> Result<Vec<(Date, ActionItemId)>>;
    /// Completion reports not filed, or sent back, and what a person demanded and nobody answered, whose day lies before
    /// `today`, longest overdue first, behind `after` in that order.
    async fn overdue_answers(
        &mut self,
        today: Date,
        after: Option<(Date, DemandId)>,
        limit: u32,
    ) -> Result<Vec<(Date, DemandId)>>;
    /// With a paper that the petitioner was owed by a day before `now` and nobody made, longest overdue first, behind `after`.
    async fn overdue_papers(
        &mut self,
        now: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
    /// Urgent since before `before`, and waiting to be confirmed above; no reports. First marked first, behind `after`.
    async fn unconfirmed(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>>;
}

/// Demands and items move from the state they were read in; evaluations and call-backs are only added.
#[async_trait]
pub trait SupervisionWrites: Send {
    async fn add_demand(&mut self, demand: &Demand) -> Result<()>;
    /// Its state; stale if it was answered or lifted since `before` was read.
    async fn save_demand(&mut self, before: &Demand, now: &Demand) -> Result<()>;
    async fn add_evaluation(&mut self, evaluation: &Evaluation) -> Result<()>;
    async fn add_call_back(&mut self, call_back: &CallBack) -> Result<()>;
    /// Moves an item on; stale if it is not in `from` any more.
    async fn move_item(&mut self, from: ActionItemState, item: &ActionItem, note: &Note) -> Result<()>;
}
