//! Fetches what a channel sent the address of into the petition's files; says so on record if it could not.

use super::post::{Failure, Post, Untold};
use crate::{
    domain::{
        channels::{Delivery, MAX_PICTURE_BYTES, Picture, picture_type},
        event::{Actor, Change, EventKind},
        ids::{AttachmentId, EventId},
        petition::{Attachment, MAX_FILES},
    },
    files::{self, lacks_room},
    storage::{SharedStore, StoreError, Tx},
    world::SharedWorld,
};
use sha2::{Digest, Sha256};

pub(super) async fn fetch(
    store: &SharedStore,
    world: &SharedWorld,
    post: &Post,
    delivery: &Delivery,
) -> Result<(), Untold> {
    let mut records = store.read().await?;
    let picture = records.picture(delivery.target).await?.ok_or(Failure::Gone)?;
    let files = records.attachments(picture.petition).await?;
    drop(records);
    if files.iter().any(|file| file.id.0 == picture.id) {
        return Ok(()); // a try that died after it had been kept
    }
    if files.len() >= MAX_FILES {
        return Err(Failure::TooMany.into());
    }
    if lacks_room(post.files(), post.keep_free()) {
        return Err(Failure::Disk.into()); // tried again later, as whatever could not be kept
    }
    let bytes = post.fetch(&picture.url, MAX_PICTURE_BYTES).await?;
    let (ending, media_type) = picture_type(&bytes).ok_or(Failure::NoPicture)?;
    let attachment = Attachment {
        id: AttachmentId(picture.id),
        petition: picture.petition,
        name: format!("来件图片{}.{ending}", delivery.at.local_date()),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        sha256: Sha256::digest(&bytes).into(),
        added_at: world.now(),
    };
    let (folder, id) = (post.files().to_owned(), picture.id);
    let kept = tokio::task::spawn_blocking(move || files::keep(&folder, &id.to_string(), &bytes)).await;
    kept.map_err(|_| Failure::Disk)?.map_err(|_| Failure::Disk)?;
    Ok(record(store, world, &attachment).await?)
}

async fn record(store: &SharedStore, world: &SharedWorld, file: &Attachment) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let Some(petition) = tx.petition(file.petition).await? else { return Ok(()) };
    tx.add_attachment(file).await?;
    tx.append(&file.added().event(EventId(world.new_id()), file.added_at, Actor::System, &petition)).await?;
    tx.commit().await
}

/// Given up: whoever has the petition in hands asks for it while the sender still has it.
pub(super) async fn lost(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    delivery: &Delivery,
    failure: Option<&Failure>,
) -> Result<(), StoreError> {
    let Some(Picture { id, petition, .. }) = tx.picture(delivery.target).await? else { return Ok(()) };
    let Some(petition) = tx.petition(petition).await? else { return Ok(()) };
    let change =
        Change::new(EventKind::PetitionPictureLost).because(failure.map_or("", in_words)).with("picture", id);
    tx.append(&change.event(EventId(world.new_id()), world.now(), Actor::System, &petition)).await?;
    Ok(())
}

/// On record as the reason: whoever reads the petition's course is no technician.
const fn in_words(failure: &Failure) -> &'static str {
    match failure {
        Failure::NoPicture => "取得的内容不是图片（JPEG、PNG、WebP）",
        Failure::TooLarge => "图片超过 10 MB",
        Failure::TooMany => "信访件的附件已达上限",
        Failure::Address(_) => "图片地址不是公网地址，未予访问",
        Failure::Status(_) | Failure::Timeout | Failure::Unreachable => "图片所在的平台没有给出图片",
        _ => "图片未能保存",
    }
}
