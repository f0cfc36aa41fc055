use super::Folder;
use lianjie::{
    domain::{
        administration::DeedKind,
        ids::AttachmentId,
        petition::{Attachment, Channel, PetitionNumber},
        rights::ListScope,
    },
    storage::{PetitionFilter, StaffSession},
    world::{RealWorld, World},
};
use sha2::{Digest, Sha256};
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
    let papers = folder.kept_files();
    let all = format!("attachments and documents: {papers}, all there");
    for said in [&*all, "recordings: 0, all there", "sealed by the key "] {
        assert!(well.contains(said), "{said} in {well}");
    }

    let (file, bytes) = (AttachmentId(Uuid::from_u128(7)), b"%PDF-1.7");
    attach(&folder, file, bytes).await;
    let path = folder.data().join("files").join(file.0.to_string());
    let missing = format!("1 of {} attachments and documents are missing", papers + 1);
    folder.run(&["doctor"]).await.refused(&missing);
    fs::write(&path, &bytes[..3]).unwrap();
    let seen = folder.run(&["doctor"]).await;
    assert!(seen.out.contains(&file.0.to_string()), "cut off: {seen:?}");
    fs::write(&path, bytes).unwrap();
    folder.run(&["doctor"]).await.well();

    fs::remove_file(folder.data().join("keys/seal.key")).unwrap();
    let minded = folder.run(&["doctor"]).await.well();
    assert!(minded.contains("seal.key is not there"), "{minded}");
}

/// On the day of a restore the next citizen gets no number that somebody else has on paper.
#[tokio::test]
async fn after_a_restore_numbers_go_on_and_everybody_signs_in_anew() {
    let folder = Folder::demo().await;
    let (today, session) = (RealWorld.now(), [1; 32]);
    let number =
        PetitionNumber::sequence_name(&"620103".parse().unwrap(), today.local_date(), Channel::Visit);
    let store = folder.store().await;
    let mut tx = store.begin().await.unwrap();
    let staff = tx.staff_by_username("lz-presider").await.unwrap().unwrap().id;
    let expires_at = today.plus_millis(3_600_000);
    tx.add_staff_session(&session, &StaffSession { staff, expires_at, last_seen_at: today }).await.unwrap();
    tx.commit().await.unwrap();

    let said = folder.run(&["restored"]).await.well();
    assert!(said.contains("1 sign-ins ended") && said.contains("After a restore"), "{said}");
    let mut tx = store.begin().await.unwrap();
    assert!(tx.next_in_sequence(&number).await.unwrap() > 1_000);
    assert_eq!(tx.staff_session(&session).await.unwrap(), None);
    let deed = tx.deeds("62", false, None, 1).await.unwrap().remove(0);
    assert_eq!((deed.kind, deed.by), (DeedKind::RecordsRestored, None), "the auditor sees it");
}

/// A file handed in, by the records.
pub async fn attach(folder: &Folder, id: AttachmentId, bytes: &[u8]) {
    let store = folder.store().await;
    let scope = ListScope::Division("62".parse().unwrap());
    let all = PetitionFilter { scope, limit: 1, ..PetitionFilter::default() };
    let mut tx = store.begin().await.unwrap();
    let petition = tx.petitions(&all).await.unwrap().rows[0].petition.id;
    let (name, media_type) = ("证明.pdf".into(), "application/pdf".into());
    let added_at = RealWorld.now();
    let (size, sha256) = (bytes.len() as u64, Sha256::digest(bytes).into());
    let file = Attachment { id, petition, name, media_type, size, sha256, added_at };
    tx.add_attachment(&file).await.unwrap();
    tx.commit().await.unwrap();
}

/// The night's heads are kept elsewhere; a backup of before them is told from one of after.
#[tokio::test]
async fn heads_that_were_kept_elsewhere_are_held_against_the_log() {
    let folder = Folder::demo().await;
    folder.run(&["heads"]).await.refused("the first start makes");
    fs::write(folder.data().join("keys/seal.key"), [7; 32]).unwrap();
    let heads = folder.run(&["heads"]).await.well();
    folder.write("heads", &heads);
    let said = folder.run(&["verify", "--heads", "heads"]).await.well();
    assert!(said.contains("All of it stands in the log."), "{said}");

    folder.write("changed", &heads.replacen("deeds ", "deeds 1", 1));
    folder.run(&["verify", "--heads", "changed"]).await.refused("changed since it was signed");
    fs::write(folder.data().join("keys/seal.key"), [8; 32]).unwrap();
    let other = folder.run(&["verify", "--heads", "heads"]).await;
    assert!(!other.well && other.out.contains("not signed by the key of this data folder"), "{other:?}");

    let early = Folder::demo().await; // another log, that knows nothing of this one's events
    early.write("heads", &heads);
    early.run(&["verify", "--heads", "heads"]).await.refused("The log is not the one");
}
