use crate::{
    domain::{channels::Delivery, ids::ClientId},
    storage::{Records, StoreError},
};
use serde_json::{Value, json};

/// What a client's webhook is told: which petition, what happened, when. No text, no name, no phone.
///
/// # Errors
/// The store's.
pub async fn notice(
    records: &mut dyn Records,
    client: ClientId,
    delivery: &Delivery,
) -> Result<Value, StoreError> {
    let number = records.petition(delivery.petition).await?.map(|petition| petition.number);
    let brought = records.intake_item_of(delivery.petition).await?;
    let external = brought.filter(|item| item.source == client.0).map(|item| item.external);
    Ok(json!({
        "sequence": delivery.sequence,
        "event": delivery.event.0,
        "kind": delivery.kind.as_str(),
        "at": delivery.at.0,
        "petition": { "id": delivery.petition.0, "number": number, "external_number": external },
    }))
}
