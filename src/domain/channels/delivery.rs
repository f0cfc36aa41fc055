use super::{ApiClient, Scope};
use crate::domain::{
    Timestamp,
    event::{Event, EventKind},
    ids::{AgencyId, ClientId, DeliveryId, EventId, PetitionId, StaffId, WebhookId},
    named,
    petition::Petition,
};
use uuid::Uuid;

/// Where signed notices go, for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub client: ClientId,
    pub url: String,
    pub made_at: Timestamp,
    pub stopped_at: Option<Timestamp>,
}

named!(
    /// Who is told.
    pub enum Receiver {
        Webhook = "webhook",
        /// The petitioner's phone, or that of who was elected to speak for all, through the SMS gateway.
        Sms = "sms",
        /// The phone of who sits on a seat of a hearing, through the SMS gateway.
        Seat = "seat",
        /// The follower of an official account who brought it, by template message.
        Wechat = "wechat",
        /// The same phone, with what helps only now, a one-time code or a call.
        Code = "code",
        /// One of the house, on their own phone: what presses.
        Staff = "staff",
        /// Nobody: a picture that is fetched, by the same queue.
        Picture = "picture",
    }
);

impl Receiver {
    /// Whether a message that falls in the night waits for the morning. Programs sleep as little as codes and calls do, and
    /// what a seat of a hearing is told may be of this hour.
    #[must_use]
    const fn waits_for_the_day(self) -> bool {
        matches!(self, Self::Sms | Self::Wechat)
    }

    /// When it is told what is ready for it at `at`.
    #[must_use]
    pub fn told_at(self, at: Timestamp) -> Timestamp {
        if self.waits_for_the_day() { at.by_day() } else { at }
    }
}

named!(
    /// How far a message has come. Only one that waits is tried again without being asked for.
    pub enum DeliveryState {
        Waiting = "waiting",
        Delivered = "delivered",
        /// Tried for two days: a person looks at it.
        Failed = "failed",
    }
);

/// One event on its way to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub receiver: Receiver,
    /// The webhook's id, or the petition's or the seat's where people are told. Of one webhook the next goes out only
    /// when the one before is settled, once; to people each goes when it can.
    pub target: Uuid,
    /// From 1 without gaps per target.
    pub sequence: u64,
    pub petition: PetitionId,
    pub event: EventId,
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    pub state: DeliveryState,
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub due: Timestamp,
    /// A sender has it until then.
    pub lease_until: Timestamp,
    /// What the last try ended with.
    pub outcome: Option<String>,
    pub settled_at: Option<Timestamp>,
    /// Of one that was given up on.
    pub dismissed: Option<Dismissal>,
}

/// That nothing is left to do about a notice that was given up on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dismissal {
    /// There was nobody to tell any more.
    Nobody { at: Timestamp },
    /// An administrator saw to it otherwise, and says how.
    ByHand { by: StaffId, reason: String, at: Timestamp },
}

impl Dismissal {
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Nobody { at } | Self::ByHand { at, .. } => *at,
        }
    }
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub at: Timestamp,
    /// None: it was taken.
    pub failure: Option<String>,
}

/// Milliseconds until the next try after so many failed ones; after the last (two days in all) there is none.
/// Short steps first: most receivers that do not answer are being restarted.
#[must_use]
pub fn retry_after(attempts: u32) -> Option<i64> {
    const SECONDS: [i64; 12] =
        [5, 15, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 9 * 3600, 12 * 3600, 15 * 3600];
    let place = usize::try_from(attempts.checked_sub(1)?).ok()?;
    SECONDS.get(place).map(|seconds| seconds * 1000)
}

/// Whether a client's webhooks hear of `event` of a petition: its agency registered it or has it, as the bureau or the
/// unit, had it until then, or the client brought it; of an agency that was closed, only that. Of sealed reports nobody
/// outside hears anything (article 30).
#[must_use]
pub fn hears(client: &ApiClient, petition: &Petition, event: &Event, brought_by: Option<Uuid>) -> bool {
    let near = petition.registered_by == client.agency
        || petition.desk == client.agency
        || petition.state.unit() == Some(client.agency)
        || moves(event, client.agency);
    let told = (near && client.agency_closed_at.is_none()) || brought_by == Some(client.id.0);
    client.may(Scope::Webhooks) && told && !petition.is_sealed()
}

/// Whether the matter comes to `agency` or goes from it by this event: who loses it is near it no more, and else would work
/// on.
fn moves(event: &Event, agency: AgencyId) -> bool {
    let agency = agency.to_string();
    ["unit", "from"].iter().any(|part| event.detail(part) == Some(agency.as_str()))
}

/// Whether people are written to of an event that they may see. A calendar that is loaded moves the terms of thousands of
/// matters at once: their pages show it, and no phone rings.
#[must_use]
pub const fn is_written_of(kind: EventKind) -> bool {
    !matches!(kind, EventKind::PetitionClocksRecomputed)
}

/// What people are told: the number and nothing of the matter (docs/rules.md 5: no claim in a message).
#[must_use]
pub fn neutral_text(number: &str, kind: EventKind) -> String {
    format!("您的{}，编号 {number}。请凭编号和查询码查询。", news(kind))
}

/// What there is, in words that tell nothing of the matter.
#[must_use]
pub fn news(kind: EventKind) -> &'static str {
    match kind {
        EventKind::HearingOutcomePublished => "接访结果已公布",
        kind if kind.as_str().starts_with("hearing.") => "接访安排有新进展",
        _ => "信访事项有新进展",
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
