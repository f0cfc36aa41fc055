use crate::{
    domain::{channels::Delivery, ids::ClientId},
    storage::{Records, StoreError},
};
use serde_json::{Value, json};

/// What a client's webhook is told: which petition, what happened, when. No text, no name, no phone. `None` of one
/// that was sealed meanwhile: screening may find out that it is a report (article 30).
///
/// # Errors
/// The store's.
pub async fn notice(
    records: &mut dyn Records,
    client: ClientId,
    delivery: &Delivery,
) -> Result<Option<Value>, StoreError> {
    let petition = records.petition(delivery.petition).await?.filter(|petition| !petition.is_sealed());
    let Some(petition) = petition else { return Ok(None) };
    let brought = records.intake_item_of(delivery.petition).await?;
    let external = brought.filter(|item| item.source == client.0).map(|item| item.external);
    Ok(Some(json!({
        "sequence": delivery.sequence,
        "event": delivery.event.0,
        "kind": delivery.kind.as_str(),
        "at": delivery.at.0,
        "petition": { "id": delivery.petition.0, "number": petition.number, "external_number": external },
    })))
}
