//! Channels: matters from other systems, and notices to them.

mod client;
mod delivery;
mod intake;
mod picture;
mod template;

pub use client::{ApiClient, BadClient, Scope, check_client, machine_roles};
pub use delivery::{
    Attempt, Delivery, DeliveryState, Dismissal, Receiver, Webhook, hears, is_written_of, neutral_text, news,
    retry_after,
};
pub use intake::{Adapter, IntakeItem, IntakeState, IntakeStep, IntakeStepKind, WaitingClock};
pub use picture::{MAX_PICTURE_BYTES, Picture, picture_addresses, picture_type};
pub use template::{Filling, Taken, Template, template_for};
