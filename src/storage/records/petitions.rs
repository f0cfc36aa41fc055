//! Contract for petitions: the filter of the work list, reading and writing them.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    event::{ChainedEvent, Event},
    ids::{AgencyId, AttachmentId, EventId, PersonId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    people::Party,
    petition::{
        Attachment, Category, Channel, ContentClass, Corrected, Election, FormerValue, Household, Petition,
        PetitionState, Registration, StateName,
    },
    rights::{FoundBy, ListScope},
};
use async_trait::async_trait;

/// Which petitions a list shows. The scope comes from `domain::rights`, the rest from the person.
#[derive(Debug, Clone, Default)]
pub struct PetitionFilter {
    pub scope: ListScope,
    /// What lies here, of a scope that is no division's.
    pub place: Option<DivisionCode>,
    pub state: Option<StateName>,
    pub category: Option<Category>,
    pub content_class: Option<ContentClass>,
    pub channel: Option<Channel>,
    /// Routed to this agency.
    pub unit: Option<AgencyId>,
    /// The bureau that has it.
    pub desk: Option<AgencyId>,
    /// Whose running clock ends at this time or later...
    pub due_from: Option<Timestamp>,
    /// ...and before this one.
    pub due_until: Option<Timestamp>,
    /// Registered at this time or later...
    pub registered_from: Option<Timestamp>,
    /// ...and before this one.
    pub registered_until: Option<Timestamp>,
    /// In this person's hands.
    pub handler: Option<StaffId>,
    /// Marked as urgent.
    pub urgent: bool,
    /// Delivered, and nobody has put on record when it was received.
    pub receipt_missing: bool,
    /// A step owes a paper that nobody made yet.
    pub paper_missing: bool,
    /// The petitioner is not content with the reply at hand, and it was not reopened.
    pub dissatisfied: bool,
    /// Replied, and nobody has called back about it.
    pub to_call_back: bool,
    /// Characters of title, text, respondent, number, or the number that another organ or a channel gave, as they stand
    /// there, best two or more; or a person's whole name, phone number or number of an identity paper.
    pub search: Option<String>,
    /// Who of them is looked for: by default nobody.
    pub found_by: FoundBy,
    /// [`Page::after`] of the page before.
    pub after: Option<Cursor>,
    pub limit: u32,
}

impl PetitionFilter {
    /// Sealed reports and nothing else; else never one of them.
    pub(in crate::storage) const fn is_sealed(&self) -> bool {
        matches!(self.scope, ListScope::Sealed(_))
    }
}

/// A line of the work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PetitionRow {
    pub petition: Petition,
    pub unit_name: Option<String>,
    /// The bureau that has it.
    pub desk_name: String,
    pub place_name: String,
}

/// A petition with all that happened to it.
#[derive(Debug, Clone)]
pub struct History {
    /// As it stands after the last event.
    pub registration: Registration,
    /// In the order they happened.
    pub events: Vec<Event>,
}

/// The record of a petition.
#[async_trait]
pub trait PetitionRecords: Send {
    async fn petition(&mut self, id: PetitionId) -> Result<Option<Petition>>;
    /// By number, with the hash of its query code.
    async fn petition_by_number(&mut self, number: &str) -> Result<Option<(Petition, [u8; 32])>>;
    /// What this organ sent under this number.
    async fn petition_of_origin(&mut self, organ: &str, number: &str) -> Result<Option<Petition>>;
    /// Next due first, then oldest.
    async fn petitions(&mut self, filter: &PetitionFilter) -> Result<Page<PetitionRow>>;
    /// How many there are, counted up to `filter.limit`; without looking for words.
    async fn count_petitions(&mut self, filter: &PetitionFilter) -> Result<u32>;
    async fn parties(&mut self, id: PetitionId) -> Result<Vec<Party>>;
    /// What stood in its record before it was corrected, with the event that says so; oldest first.
    async fn former_values(&mut self, id: PetitionId) -> Result<Vec<(EventId, FormerValue)>>;
    async fn attachments(&mut self, id: PetitionId) -> Result<Vec<Attachment>>;
    async fn attachment(&mut self, id: AttachmentId) -> Result<Option<Attachment>>;
    /// Those that go on in `lead`, by whatever number of mergers, oldest first.
    async fn merged_into(&mut self, lead: PetitionId) -> Result<Vec<Petition>>;
    /// Those that were merged into `lead` itself, filed away or not, oldest first.
    async fn joined(&mut self, lead: PetitionId) -> Result<Vec<PetitionId>>;
    /// Reports that others were merged into which are none.
    async fn shut_in(&mut self) -> Result<Vec<PetitionId>>;
    /// With the petition that `own` goes on in, through however many mergers.
    async fn household(&mut self, own: Petition) -> Result<Household> {
        /// More than anybody merges; ends a circle, should there be one.
        const MOST_MERGERS: usize = 16;
        let mut matter = own.clone();
        for _ in 0..MOST_MERGERS {
            let PetitionState::Merged { lead, .. } = matter.state.ending() else { break };
            let Some(lead) = self.petition(*lead).await? else { break };
            matter = lead;
        }
        Ok(Household { own, matter })
    }
    /// Replied or reviewed ones whose window to ask for (re-)review ended before `now`, longest ago first.
    async fn lapsed(&mut self, now: Timestamp, limit: u32) -> Result<Vec<PetitionId>>;
    /// Suggestions and reports whose reply went out before `before`, longest ago first.
    async fn settled(&mut self, before: Timestamp, limit: u32) -> Result<Vec<PetitionId>>;
    /// Petitions with somebody of this phone or identity number in them; newest first for each.
    async fn of_same_person(&mut self, phone: Option<&str>, id_number: Option<&str>)
    -> Result<Vec<Petition>>;
    /// When something happened to it last.
    async fn last_event_at(&mut self, id: PetitionId) -> Result<Option<Timestamp>>;
    /// All of it, oldest first.
    async fn timeline(&mut self, id: PetitionId) -> Result<Vec<ChainedEvent>>;
    /// Page by page, newest first; without those that say only that somebody looked, or with them.
    async fn timeline_back(
        &mut self,
        id: PetitionId,
        openings: bool,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<ChainedEvent>>;
    /// The last time that its wall was taken down.
    async fn last_unsealing(&mut self, id: PetitionId) -> Result<Option<ChainedEvent>>;
}

/// Changes of a petition.
#[async_trait]
pub trait PetitionWrites: Send {
    /// Next number of a running sequence, from 1: `name` is like `XF620102202611231`.
    async fn next_in_sequence(&mut self, name: &str) -> Result<u32>;
    async fn add_petition(&mut self, registration: &Registration) -> Result<()>;
    /// Many with their pasts, and the same rows as adding each and appending each event would leave; but nobody is told,
    /// and nothing waits to be sent.
    async fn add_histories(&mut self, histories: &[History]) -> Result<()>;
    /// State, clocks, category, purpose, content class, accused and opinion; `petition.version` is the one
    /// read, stored as `version + 1`.
    async fn save_petition(&mut self, petition: &Petition) -> Result<()>;
    /// The mark of what is urgent, and nothing else; the petition's version is its writer's to raise.
    async fn save_urgent(&mut self, petition: &Petition) -> Result<()>;
    /// Until this transaction ends both stay as they were read: whoever else writes one waits, and is stale where it did.
    async fn hold_petitions(&mut self, petitions: [(PetitionId, u32); 2]) -> Result<()>;
    async fn set_query_code(&mut self, id: PetitionId, hash: &[u8; 32]) -> Result<()>;
    async fn add_attachment(&mut self, attachment: &Attachment) -> Result<()>;
    /// Who speaks for the others, and who does no more; the petition's version is its writer's to raise.
    async fn elect(&mut self, id: PetitionId, election: &Election) -> Result<()>;
    /// Matter and people as they are from now on, under the event's id what stood there before; the petition's version
    /// is its writer's to raise.
    async fn correct(&mut self, event: EventId, corrected: &Corrected) -> Result<()>;
    /// One more of its people; the petition's version is its writer's to raise.
    async fn join(&mut self, petition: &Petition, party: &Party) -> Result<()>;
    /// An agent is one of its people no more; the petition's version is its writer's to raise.
    async fn end_authority(&mut self, id: PetitionId, person: PersonId, at: Timestamp) -> Result<()>;
}
