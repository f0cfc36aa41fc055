//! Adding a file to a petition: its bytes first, then its record and the log's line in one transaction.

use super::{AppState, files, problem::Problem};
use crate::domain::{
    event::{Actor, ChainedEvent, Event, EventKind},
    ids::{AttachmentId, EventId, PetitionId, StaffId},
    petition::{Attachment, MAX_FILES},
};
use axum::extract::multipart::{Field, Multipart};

/// `by`: who adds it, and for whom, if it is for somebody (委托代办).
pub async fn attach(
    app: &AppState,
    petition: PetitionId,
    by: (Actor, Option<StaffId>),
    file: Field<'_>,
) -> Result<Attachment, Problem> {
    let attachment = store(app, petition, by.0, file).await?;
    keep(app, attachment, by).await
}

/// The texts of a form by `names`, empty where left out and at most `most` bytes long, and its file, which comes last (field
/// `file`). `fit` reads the texts and the file's name before the file is taken.
pub async fn attach_last<T, const N: usize>(
    app: &AppState,
    petition: PetitionId,
    actor: Actor,
    form: (Multipart, [&'static str; N], usize),
    fit: impl FnOnce([String; N], &str) -> Result<T, Problem>,
) -> Result<(T, Attachment), Problem> {
    let (fits, attachment) = store_last(app, petition, actor, form, fit).await?;
    Ok((fits, keep(app, attachment, (actor, None)).await?))
}

/// The same of a file that is recorded with something else (`files::recorded`): its bytes are stored, and no more.
pub async fn store_last<T, const N: usize>(
    app: &AppState,
    petition: PetitionId,
    by: Actor,
    (mut form, names, most): (Multipart, [&'static str; N], usize),
    fit: impl FnOnce([String; N], &str) -> Result<T, Problem>,
) -> Result<(T, Attachment), Problem> {
    let mut texts = [const { String::new() }; N];
    let file = loop {
        let field = form.next_field().await.map_err(files::unreadable)?;
        let Some(field) = field else { return Err(Problem::field("file", "The form has no file")) };
        match names.iter().position(|name| field.name() == Some(*name)) {
            Some(place) => texts[place] = files::text(names[place], field, most).await?,
            None if field.name() == Some("file") => break field,
            None => {
                return Err(Problem::field("file", format!("The form has {} and file", names.join(", "))));
            }
        }
    };
    let fits = fit(texts, file.file_name().unwrap_or_default())?;
    Ok((fits, store(app, petition, by, file).await?))
}

async fn store(
    app: &AppState,
    petition: PetitionId,
    by: Actor,
    file: Field<'_>,
) -> Result<Attachment, Problem> {
    let id = AttachmentId(app.world.new_id());
    let stored = files::store(&app.config.files, app.config.keep_free.of(by), id, file).await?;
    Ok(Attachment {
        id,
        petition,
        name: stored.name,
        media_type: stored.media_type.to_owned(),
        size: stored.size,
        sha256: stored.sha256,
        added_at: app.world.now(),
    })
}

async fn keep(
    app: &AppState,
    attachment: Attachment,
    by: (Actor, Option<StaffId>),
) -> Result<Attachment, Problem> {
    let app = app.clone();
    // On its own: who hangs up now must neither leave a file without a record nor lose one that has it.
    let recording = tokio::spawn(async move {
        files::recorded(&app.config.files, attachment.id, record(&app, &attachment, by)).await?;
        Ok(attachment)
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
        (tx.attachments(petition.id).await?.len(), MAX_FILES)
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
