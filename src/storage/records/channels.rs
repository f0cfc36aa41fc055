//! Contract for API clients, incoming items and the outbox.

use super::{Cursor, Page, Result};
use crate::domain::{
    Timestamp,
    channels::{ApiClient, Attempt, Delivery, IntakeItem, IntakeStep, Picture, Receiver, Webhook},
    event::EventKind,
    ids::{AgencyId, ClientId, DeliveryId, EventId, IntakeId, PetitionId, StaffId, WebhookId},
    petition::Filing,
};
use async_trait::async_trait;
use uuid::Uuid;

/// An event somebody outside may have to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub event: EventId,
    pub petition: PetitionId,
    pub kind: EventKind,
    pub at: Timestamp,
}

/// A row of a queue. One that cannot be read, for it is damaged or written by a later version, is told apart by its id: it
/// holds nothing back, but what comes after it to the same webhook.
#[derive(Debug)]
pub struct Queued<T> {
    pub id: Uuid,
    /// What it is and whom it is for, in words for whoever looks after it.
    pub what: String,
    pub read: Result<T>,
}

/// What is sent by itself, so that none waits for another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// To phones, for this hour: codes and calls first, then seats of hearings and the staff.
    AtOnce,
    /// To receivers of this kind; at night none to those who wait for the day.
    Of(Receiver),
}

/// Programs that call the API.
#[async_trait]
pub trait ClientRecords: Send {
    /// Oldest first, the revoked too.
    async fn api_clients(&mut self) -> Result<Vec<ApiClient>>;
    async fn api_client(&mut self, id: ClientId) -> Result<Option<ApiClient>>;
    async fn api_client_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<ApiClient>>;
    /// With what the client signs its requests.
    async fn signing_secret(&mut self, id: ClientId) -> Result<Option<String>>;
    /// Whether a message of its platform came sealed before.
    async fn messages_sealed(&mut self, id: ClientId) -> Result<bool>;
}

/// Their credentials, and the nonces that tell a request seen before.
#[async_trait]
pub trait ClientWrites: Send {
    /// With the account the log names it by.
    async fn add_api_client(
        &mut self,
        client: &ApiClient,
        token_hash: &[u8; 32],
        signing_secret: &str,
    ) -> Result<()>;
    async fn touch_api_client(&mut self, id: ClientId, at: Timestamp) -> Result<()>;
    /// In place of those it had; what is left out stays. `false`: it was revoked, or never made.
    async fn renew_credentials(
        &mut self,
        id: ClientId,
        token_hash: Option<[u8; 32]>,
        signing_secret: Option<&str>,
    ) -> Result<bool>;
    /// `false`: it was revoked before, or never made.
    async fn revoke_api_client(&mut self, id: ClientId, at: Timestamp) -> Result<bool>;
    /// A message came sealed; the first time stands.
    async fn seal_messages(&mut self, id: ClientId, at: Timestamp) -> Result<()>;
    /// `false`: seen before. Those from before `since` are forgotten.
    async fn use_nonce(&mut self, id: ClientId, nonce: &str, at: Timestamp, since: Timestamp)
    -> Result<bool>;
}

/// Which of the petitions that a source brought.
#[derive(Debug, Clone)]
pub struct Brought {
    pub source: Uuid,
    /// Of one of these content classes; empty: of any.
    pub classes: Vec<String>,
    /// Only what is open, or only what is closed; of one that was merged, what it goes on in. Of a matter that was merged twice over
    /// both may be true.
    pub open: Option<bool>,
    /// Registered at this time or later, and at this one or earlier.
    pub from: Timestamp,
    pub until: Timestamp,
}

/// What came in by adapters.
#[async_trait]
pub trait IntakeRecords: Send {
    async fn intake_item(&mut self, id: IntakeId) -> Result<Option<IntakeItem>>;
    async fn intake_item_by_number(&mut self, source: Uuid, external: &str) -> Result<Option<IntakeItem>>;
    async fn intake_item_of(&mut self, petition: PetitionId) -> Result<Option<IntakeItem>>;
    /// What came in, as it came.
    async fn intake_body(&mut self, id: IntakeId) -> Result<Option<String>>;
    /// What waits at a bureau, oldest first.
    async fn intake_waiting(
        &mut self,
        bureau: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<IntakeItem>>;
    /// What was discarded at a bureau, the latest to come in first.
    async fn intake_discarded(
        &mut self,
        bureau: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<IntakeItem>>;
    /// What people did with an item, oldest first.
    async fn intake_steps(&mut self, id: IntakeId) -> Result<Vec<IntakeStep>>;
    /// The oldest item that a follower brought, was discarded, and has not been told of since.
    async fn discard_to_tell(&mut self, follower_hash: &[u8; 32]) -> Result<Option<IntakeItem>>;
    /// The draft a follower of an official account is writing.
    async fn dialogue(&mut self, follower_hash: &[u8; 32]) -> Result<Option<String>>;
    /// What a message of a follower's was answered with.
    async fn message_answer(&mut self, client: ClientId, message: &str) -> Result<Option<String>>;
    /// The follower of an official account who brought that number: their id with the account.
    async fn follower(&mut self, source: Uuid, external: &str) -> Result<Option<String>>;
    /// When what waits at a bureau came in, oldest first.
    async fn intake_waiting_since(&mut self, bureau: AgencyId, limit: u32) -> Result<Vec<Timestamp>>;
    /// What came in before `before`, waits, and was not told of to the bureau above; oldest first, behind `after`.
    async fn items_untold(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, IntakeId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, IntakeId)>>;
    /// What was filed under the key with this hash.
    async fn filing(&mut self, key_hash: &[u8; 32]) -> Result<Option<Filing>>;
    /// What a source brought and was registered within this time, newest first.
    async fn brought(&mut self, asked: &Brought, limit: u32) -> Result<Vec<PetitionId>>;
}

/// An item is kept before anybody looks into it, and settled once; drafts of a conversation come and go.
#[async_trait]
pub trait IntakeWrites: Send {
    /// `Exists`: the source has brought this number before.
    async fn add_intake_item(&mut self, item: &IntakeItem, body: &str) -> Result<()>;
    /// `Exists`: something was filed under this key before.
    async fn add_filing(&mut self, filing: &Filing) -> Result<()>;
    /// The draft as it stands, kept for this transaction: the follower's next message waits for its end. `put_dialogue`
    /// ends the turn.
    async fn begin_turn(
        &mut self,
        client: ClientId,
        follower_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<Option<String>>;
    /// Kept sealed; those from before `since` are forgotten. `Exists`: it was answered before.
    async fn put_message_answer(
        &mut self,
        client: ClientId,
        message: &str,
        answer: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<()>;
    /// `None`: there is no draft any more.
    async fn put_dialogue(
        &mut self,
        client: ClientId,
        follower_hash: &[u8; 32],
        draft: Option<&str>,
        at: Timestamp,
    ) -> Result<()>;
    /// Who is to hear of what becomes of an item, before it comes in; once put it stays.
    async fn put_follower(
        &mut self,
        client: ClientId,
        external: &str,
        openid: &str,
        follower_hash: &[u8; 32],
    ) -> Result<()>;
    /// Who brought an item is told now what became of it.
    async fn told_follower(&mut self, item: &IntakeItem, at: Timestamp) -> Result<()>;
    async fn add_intake_step(&mut self, id: IntakeId, step: &IntakeStep) -> Result<()>;
    /// One that was discarded waits again, with this field and reason; `Stale` if it was not.
    async fn take_up_intake_item(&mut self, item: &IntakeItem) -> Result<()>;
    /// Tells once those who watch over others at the bureau above, if there is one, that it waits past its day; how many. Where
    /// nobody is there, it stays untold.
    async fn tell_of_late_item(
        &mut self,
        item: &IntakeItem,
        above: Option<AgencyId>,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<usize>;
    /// State, petition, field and reason of one that waits; `Stale` if it does not.
    async fn settle_intake_item(
        &mut self,
        item: &IntakeItem,
        by: Option<StaffId>,
        at: Timestamp,
    ) -> Result<()>;
}

/// A query code on its way to a phone, kept sealed and only until it has been taken; then that it was sent.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "the code opens the petition")]
pub struct CodeMessage {
    pub petition: PetitionId,
    pub event: EventId,
    /// None: it has arrived, or was given up on. When the last one was sent is known on.
    pub code: Option<String>,
    pub sent_at: Timestamp,
}

/// Notices on their way out.
#[async_trait]
pub trait OutboxRecords: Send {
    /// Events nobody has been found for yet, oldest first.
    async fn outbox(&mut self, limit: u32) -> Result<Vec<Queued<Told>>>;
    /// Oldest first, the stopped too.
    async fn webhooks(&mut self) -> Result<Vec<Webhook>>;
    async fn webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>>;
    async fn webhook_secret(&mut self, id: WebhookId) -> Result<Option<String>>;
    async fn delivery(&mut self, id: DeliveryId) -> Result<Option<Delivery>>;
    /// The first of each line of a queue that is due and nobody has.
    async fn deliveries_due(
        &mut self,
        queue: Queue,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Queued<Delivery>>>;
    /// Oldest first.
    async fn deliveries_of(&mut self, petition: PetitionId) -> Result<Vec<Delivery>>;
    /// Those that tell of events of one kind.
    async fn deliveries_of_kind(&mut self, petition: PetitionId, kind: EventKind) -> Result<Vec<Delivery>>;
    /// All page by page, newest first.
    async fn deliveries_back(
        &mut self,
        petition: PetitionId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delivery>>;
    /// Given up on, with something left to do, newest first.
    async fn deliveries_failed(&mut self, after: Option<Cursor>, limit: u32) -> Result<Page<Delivery>>;
    /// By sequence, from the one after `after`.
    async fn deliveries_to(&mut self, webhook: WebhookId, after: u64, limit: u32) -> Result<Vec<Delivery>>;
    async fn attempts(&mut self, id: DeliveryId) -> Result<Vec<Attempt>>;
    async fn picture(&mut self, id: Uuid) -> Result<Option<Picture>>;
    /// The last query code that was sent to the petitioner's phone.
    async fn code_message(&mut self, petition: PetitionId) -> Result<Option<CodeMessage>>;
}

/// Each delivery is one sender's at a time, and every try of it is kept.
#[async_trait]
pub trait OutboxWrites: Send {
    async fn add_webhook(&mut self, webhook: &Webhook, secret: &str) -> Result<()>;
    /// `false`: it was stopped before, or never made.
    async fn stop_webhook(&mut self, id: WebhookId, at: Timestamp) -> Result<bool>;
    /// `false`: somebody else has taken it.
    async fn take_from_outbox(&mut self, event: EventId) -> Result<bool>;
    /// Last in its line: the number given is not looked at. `Exists`: another sender was quicker.
    async fn add_delivery(&mut self, delivery: &Delivery) -> Result<()>;
    /// `false`: somebody else has it. `delivery` is as read.
    async fn lease_delivery(&mut self, delivery: &Delivery, until: Timestamp) -> Result<bool>;
    /// State, attempts, due, outcome and settled time, with what the try ended with.
    async fn save_delivery(&mut self, delivery: &Delivery, attempt: &Attempt) -> Result<()>;
    async fn add_picture(&mut self, picture: &Picture, at: Timestamp) -> Result<()>;
    /// Replaces the one before it.
    async fn put_code_message(&mut self, message: &CodeMessage) -> Result<()>;
    /// The code of this event is on its way no more: forgets it, and not when it was sent.
    async fn blank_code_message(&mut self, petition: PetitionId, event: EventId) -> Result<()>;
    /// Nothing is left to do about one that was given up on; `false`: it was not, or somebody said so before.
    async fn dismiss_delivery(
        &mut self,
        id: DeliveryId,
        by: StaffId,
        reason: &str,
        at: Timestamp,
    ) -> Result<bool>;
    /// One that was given up on is tried again now; `false`: it was not, or nothing is left to do about it.
    async fn retry_delivery(&mut self, id: DeliveryId, now: Timestamp) -> Result<bool>;
}
