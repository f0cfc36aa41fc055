use super::Folder;
use lianjie::{
    domain::{ids::AttachmentId, petition::Attachment, rights::ListScope},
    storage::PetitionFilter,
    world::{RealWorld, World},
};
use std::fs;
use uuid::Uuid;

/// The database came back, the folders beside it did not.
#[tokio::test]
async fn the_doctor_counts_what_is_missing_beside_the_records() {
    let folder = Folder::demo().await;
    for key in ["seal.key", "recordings.key"] {
        fs::write(folder.data().join("keys").join(key), [7; 32]).unwrap(); // as the first start makes them
    }
    let well = folder.run(&["doctor"]).await.well();
    for said in ["attachments and documents: 0, all there", "recordings: 0, all there", "keys of seals"] {
        assert!(well.contains(said), "{said} in {well}");
    }

    let (file, bytes) = (AttachmentId(Uuid::from_u128(7)), b"%PDF-1.7");
    attach(&folder, file, bytes.len() as u64).await;
    fs::create_dir_all(folder.data().join("files")).unwrap();
    let path = folder.data().join("files").join(file.0.to_string());
    folder.run(&["doctor"]).await.refused("1 of 1 attachments and documents are missing");
    fs::write(&path, &bytes[..3]).unwrap();
    let seen = folder.run(&["doctor"]).await;
    assert!(seen.out.contains(&file.0.to_string()), "cut off: {seen:?}");
    fs::write(&path, bytes).unwrap();
    folder.run(&["doctor"]).await.well();

    fs::remove_file(folder.data().join("keys/seal.key")).unwrap();
    let minded = folder.run(&["doctor"]).await.well();
    assert!(minded.contains("seal.key is not there"), "{minded}");
}

async fn attach(folder: &Folder, id: AttachmentId, size: u64) {
    let store = folder.store().await;
    let scope = ListScope::Division("62".parse().unwrap());
    let all = PetitionFilter { scope, limit: 1, ..PetitionFilter::default() };
    let mut tx = store.begin().await.unwrap();
    let petition = tx.petitions(&all).await.unwrap().rows[0].petition.id;
    let (name, media_type) = ("证明.pdf".into(), "application/pdf".into());
    let added_at = RealWorld.now();
    let file = Attachment { id, petition, name, media_type, size, sha256: [1; 32], added_at };
    tx.add_attachment(&file).await.unwrap();
    tx.commit().await.unwrap();
}
