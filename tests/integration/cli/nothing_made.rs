use super::{BUREAU, Folder};
use sqlx::{Connection, SqliteConnection, query, query_scalar};
use std::{fs, path::PathBuf};

/// Everything that reads or administers records that are there.
const OTHERS: [&[&str]; 9] = [
    &["verify"],
    &["doctor"],
    &["migrate"],
    &["restored"],
    &["calendar", "show"],
    &["statistics", "check"],
    &["user", "disable", "chen"],
    &["divisions", "import", "divisions.csv"],
    &BUREAU,
];

fn files(folder: &Folder) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[tokio::test]
async fn in_the_wrong_folder_nothing_is_found_and_nothing_made() {
    let folder = Folder::empty();
    folder.write("divisions.csv", super::DIVISIONS);
    let before = files(&folder);
    for command in OTHERS {
        folder.run(command).await.refused("no records in data/lianjie.db");
    }
    assert_eq!(files(&folder), before);
}

#[tokio::test]
async fn without_its_key_nobody_opens_the_records_or_makes_another_key() {
    let folder = Folder::begun().await;
    let key = folder.data().join("keys/master.key");
    fs::remove_file(&key).unwrap();
    for command in OTHERS.into_iter().chain([&["serve"][..], &["demo"], &["init"]]) {
        folder.run(command).await.refused("restore it from the backup");
        assert!(!key.exists(), "{command:?}");
    }
}

#[tokio::test]
async fn an_empty_log_is_not_passed_for_a_sound_one() {
    let folder = Folder::begun().await;
    let said = folder.run(&["verify"]).await;
    assert!(said.out.contains("Database: data/lianjie.db"), "{said:?}");
    said.refused("is empty: nothing was checked");
    let sound = Folder::demo().await.run(&["verify"]).await.well();
    assert!(sound.contains("as it was written: ") && sound.contains(" events."), "{sound}");
}

/// An upgrade is looked at before it is made, and what a later version left is not written over.
#[tokio::test]
async fn only_a_start_changes_the_schema_and_a_later_one_is_left_alone() {
    let folder = Folder::demo().await;
    let url = format!("sqlite:{}", folder.data().join("lianjie.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let newest = "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
    query(newest).execute(&mut database).await.unwrap();
    let before = applied(&mut database).await;
    let seen = folder.run(&["doctor"]).await.well();
    assert!(seen.contains("of an earlier version: 1 changes"), "{seen}");
    let seen = folder.run(&["verify"]).await.well();
    assert!(
        seen.contains("of an earlier version (1 changes") && seen.contains("as it was written"),
        "{seen}"
    );
    folder.run(&["user", "disable", "presider"]).await.refused("then `lianjie migrate`");
    assert_eq!(applied(&mut database).await, before);

    let later = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        values (29990101000000, 'later', true, x'00', 0)";
    query(later).execute(&mut database).await.unwrap();
    for command in OTHERS.into_iter().chain([&["serve"][..], &["demo"]]) {
        folder.run(command).await.refused("a later version of this program has written there");
    }
    assert_eq!(applied(&mut database).await, before + 1);
}

/// Who takes PostgreSQL for a running installation sees empty lists, and is told where the petitions are.
#[tokio::test]
async fn petitions_left_in_sqlite_are_not_passed_over() {
    let folder = Folder::demo().await;
    folder.write("lianjie.toml", "[database]\nurl = \"postgres://lianjie:x@127.0.0.1:1/lianjie\"\n");
    folder.run(&["doctor"]).await.refused("data/lianjie.db holds petitions");
}

async fn applied(database: &mut SqliteConnection) -> i64 {
    query_scalar("select count(*) from _sqlx_migrations").fetch_one(database).await.unwrap()
}
