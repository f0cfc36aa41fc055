//! What is asked for with a key of the caller's making: asked again, because no answer came, it is not done again.

use super::problem::Problem;
use crate::{
    domain::{
        event::{Event, EventKind},
        ids::{EventId, PetitionId, StaffId},
    },
    storage::Records,
    world::World,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The event a key stands for: that it is in the log is the memory of what was done.
pub fn event_of(me: StaffId, key: Uuid, petition: PetitionId) -> EventId {
    let digest = Sha256::digest([me.0, key, petition.0].map(Uuid::into_bytes).concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    EventId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The event that is to be written: another one each time where no key was given.
pub fn event(world: &dyn World, me: StaffId, key: Option<Uuid>, petition: PetitionId) -> EventId {
    key.map_or_else(|| EventId(world.new_id()), |key| event_of(me, key, petition))
}

/// What was done under that event before. `Conflict`: its key was used for something else.
pub async fn done(
    records: &mut dyn Records,
    event: EventId,
    kinds: &[EventKind],
) -> Result<Option<Event>, Problem> {
    let done = records.event(event).await?;
    if done.as_ref().is_some_and(|done| !kinds.contains(&done.kind)) {
        return Err(Problem::Conflict);
    }
    Ok(done)
}
