//! Asks for the pictures that a channel gave the addresses of: each is fetched by a queue of their own, beside notices.

use crate::{
    domain::{
        Timestamp,
        channels::{Delivery, DeliveryState, Picture, Receiver, picture_addresses},
        event::EventKind,
        ids::DeliveryId,
    },
    storage::{StoreError, Tx},
    world::World,
};

use super::registering::Registered;

/// In the transaction that registers the petition.
///
/// # Errors
/// The store's.
pub async fn ask(
    tx: &mut dyn Tx,
    world: &dyn World,
    registered: &Registered,
    given: &[String],
) -> Result<(), StoreError> {
    let now = world.now();
    for url in picture_addresses(given) {
        let picture = Picture { id: world.new_id(), petition: registered.id, url: url.to_owned() };
        tx.add_picture(&picture, now).await?;
        let delivery = Delivery {
            id: DeliveryId(world.new_id()),
            receiver: Receiver::Picture,
            target: picture.id,
            sequence: 0, // the store gives it its place in line
            petition: picture.petition,
            event: registered.event,
            kind: EventKind::PetitionRegistered,
            at: now,
            state: DeliveryState::Waiting,
            attempts: 0,
            due: now,
            lease_until: Timestamp(0),
            outcome: None,
            settled_at: None,
            dismissed: None,
        };
        tx.add_delivery(&delivery).await?;
    }
    Ok(())
}
