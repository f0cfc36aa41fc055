use super::{Folder, restored::attach};
use lianjie::{
    domain::{
        Timestamp,
        hearing::{Archived, Recording, SourceKind, WholeRecording, package_name},
        ids::{AttachmentId, RecordingId},
    },
    reels::Reels,
};
use sha2::{Digest, Sha256};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// An attachment, a locked recording and a closed file, as a server keeps them.
struct Kept {
    folder: Folder,
    files: [PathBuf; 3],
}

async fn kept() -> Kept {
    let folder = Folder::demo().await;
    let attachment = AttachmentId(Uuid::from_u128(7));
    attach(&folder, attachment, b"%PDF-1.7").await;
    let attached = folder.data().join("files").join(attachment.0.to_string());
    write(&attached, b"%PDF-1.7");

    let store = folder.store().await;
    let mut tx = store.begin().await.unwrap();
    let mut hearing = tx.hearings_between(Timestamp(0), Timestamp(i64::MAX)).await.unwrap().remove(0);
    let (id, sound) = (RecordingId(Uuid::from_u128(8)), b"sound in the clear");
    let whole = WholeRecording {
        ended_at: hearing.starts_at,
        bytes: sound.len() as u64,
        sha256: Sha256::digest(sound).into(),
        gaps: 0,
        interrupted: false,
    };
    let (seat, source) = (hearing.seats[0].id, SourceKind::Microphone);
    let (began_at, whole) = (hearing.starts_at, Some(whole));
    tx.put_recording(&Recording { id, hearing: hearing.id, seat, source, began_at, whole }).await.unwrap();
    let recorded = locked(&folder.data(), hearing.id.0, id.0, sound);

    let package = b"PK";
    let sha256: [u8; 32] = Sha256::digest(package).into();
    hearing.archived = Some(Archived { at: hearing.starts_at, sha256, bytes: package.len() as u64 });
    tx.save_hearing(&hearing).await.unwrap();
    tx.commit().await.unwrap();
    let packed = folder.data().join("packages").join(package_name(hearing.id, &sha256));
    write(&packed, package);
    Kept { folder, files: [attached, recorded, packed] }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// As the recorder keeps it with `[recording] encrypt = true`.
fn locked(data: &Path, hearing: Uuid, id: Uuid, bytes: &[u8]) -> PathBuf {
    let reels = Reels::open(data, true, |key| key.fill(7)).unwrap();
    fs::create_dir_all(reels.folder_of(hearing)).unwrap();
    let part = reels.place(hearing, "sound.part");
    reels.create(&part, id).unwrap().write_all(bytes).unwrap();
    reels.finish(&part, hearing, id).unwrap();
    reels.path_of(hearing, id).unwrap()
}

#[tokio::test]
async fn every_kept_file_is_read_against_the_hash_of_its_row() {
    let Kept { folder, files } = kept().await;
    let sound = folder.run(&["verify", "--files"]).await.well();
    let all = format!("attachments and documents: {}, as", folder.kept_files());
    for said in [&*all, "recordings: 1, as", "closed files of hearings: 1, as"] {
        assert!(sound.contains(said), "{said} in {sound}");
    }
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let whole = fs::read(file).unwrap();
        let mut flipped = whole.clone();
        flipped[1] ^= 1;
        fs::write(file, flipped).unwrap();
        folder.run(&["doctor"]).await.well(); // whose look is at sizes alone
        folder.run(&["verify"]).await.well();
        folder.run(&["verify", "--files"]).await.refused(&format!("{name} was changed"));
        fs::remove_file(file).unwrap();
        folder.run(&["verify", "--files"]).await.refused(" is missing");
        fs::write(file, whole).unwrap();
    }
    folder.run(&["verify", "--files"]).await.well();
}

#[tokio::test]
async fn without_its_key_a_locked_recording_is_not_called_sound() {
    let Kept { folder, .. } = kept().await;
    let key = folder.data().join("keys/recordings.key");
    fs::remove_file(&key).unwrap();
    folder.run(&["verify", "--files"]).await.refused("locked by keys/recordings.key");
    assert!(!key.exists(), "no other is made");
    folder.run(&["verify", "--files", "package.zip"]).await.refused("cannot be used with");
}
