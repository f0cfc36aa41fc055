use crate::domain::{
    Timestamp,
    ids::{AgencyId, IntakeId, PetitionId},
    named,
    petition::Channel,
};
use uuid::Uuid;

named!(
    /// By what a matter comes in from outside.
    pub enum Adapter {
        Hotline = "hotline",
        Open311 = "open311",
        Wechat = "wechat",
    }
);

impl Adapter {
    /// The channel on the petition's record.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Hotline => Channel::Hotline12345,
            Self::Open311 => Channel::App,
            Self::Wechat => Channel::Wechat,
        }
    }

    /// Its people need not say where it is, and then stand for the whole division of the account. What is registered of a
    /// whole city is no county's and can be handed down to none (属地管理): it waits for a person instead.
    #[must_use]
    pub const fn guesses_place(self) -> bool {
        match self {
            Self::Hotline => false,
            Self::Open311 | Self::Wechat => true,
        }
    }
}

named!(
    /// What became of an item.
    pub enum IntakeState {
        /// It is a petition.
        Registered = "registered",
        /// 待处理: something in it cannot be read; a person corrects or discards it.
        Waiting = "waiting",
        Discarded = "discarded",
    }
);

/// What came in under a number of the sender's. It is never deleted and never becomes two petitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeItem {
    pub id: IntakeId,
    pub adapter: Adapter,
    /// Who brought it: a client's id.
    pub source: Uuid,
    /// The sender's number: once per source.
    pub external: String,
    /// Of the item as it came: tells a repeat from a change.
    pub body_hash: [u8; 32],
    /// The bureau whose people work on it while it waits.
    pub bureau: AgencyId,
    pub received_at: Timestamp,
    pub state: IntakeState,
    pub petition: Option<PetitionId>,
    /// Which field cannot be read, and why; or why it was discarded.
    pub field: Option<String>,
    pub reason: Option<String>,
}
