//! Adding a file to a petition: its bytes first, then its record and the log's line in one transaction.

use super::{AppState, files, problem::Problem};
use crate::domain::{
    event::{Actor, ChainedEvent, Event, EventKind},
    ids::{AttachmentId, EventId, PetitionId, StaffId},
    petition::Attachment,
};
use axum::extract::multipart::Field;

/// `by`: who adds it, and for whom, if it is for somebody (委托代办).
pub async fn attach(
    app: &AppState,
    petition: PetitionId,
    by: (Actor, Option<StaffId>),
    file: Field<'_>,
) -> Result<Attachment, Problem> {
    let id = AttachmentId(app.world.new_id());
    let stored = files::store(&app.config.files, id, file).await?;
    let attachment = Attachment {
        id,
        petition,
        name: stored.name,
        media_type: stored.media_type.to_owned(),
        size: stored.size,
        sha256: stored.sha256,
        added_at: app.world.now(),
    };
    let app = app.clone();
    // On its own: who hangs up now must neither leave a file without a record nor lose one that has it.
    let recording = tokio::spawn(async move {
        let recorded = record(&app, &attachment, by).await;
        if recorded.is_err() {
            files::discard(&app.config.files, id).await;
        }
        recorded.map(|()| attachment)
    });
    recording.await.map_err(Problem::internal)?
}

async fn record(
    app: &AppState,
    attachment: &Attachment,
    (actor, principal): (Actor, Option<StaffId>),
) -> Result<(), Problem> {
    let mut tx = app.store.begin().await?;
    let petition = tx.petition(attachment.petition).await?.ok_or(Problem::NotFound)?;
    // Who files from home takes no place of what comes in at the desk and in hearings.
    let (there, allowed) = if actor == Actor::Petitioner {
        (own_files(tx.timeline(petition.id).await?), files::MAX_OWN_FILES)
    } else {
        (tx.attachments(petition.id).await?.len(), files::MAX_FILES)
    };
    if there >= allowed {
        return Err(Problem::TooManyFiles { allowed: allowed as u32 });
    }
    tx.add_attachment(attachment).await?;
    let change = attachment.added().on_behalf_of(principal);
    let event = EventId(app.world.new_id());
    tx.append(&change.event(event, attachment.added_at, actor, &petition)).await?;
    tx.commit().await?;
    Ok(())
}

fn own_files(timeline: Vec<ChainedEvent>) -> usize {
    let own =
        |event: &Event| event.kind == EventKind::PetitionAttachmentAdded && event.actor == Actor::Petitioner;
    timeline.iter().filter(|chained| own(&chained.event)).count()
}
