use super::*;
use sqlx::{ConnectOptions, query, query_scalar, sqlite::SqliteConnectOptions};
use std::path::Path;
use tempfile::TempDir;

const SCHEMA: &str = "
    create table parents (id integer primary key);
    create table notes (
        text text not null,
        parent integer references parents (id) deferrable initially deferred -- refused at COMMIT only
    );";

async fn connect(folder: &Path) -> SqliteConnection {
    let file = SqliteConnectOptions::new().filename(folder.join("notes.db")).create_if_missing(true);
    file.foreign_keys(true).connect().await.unwrap()
}

async fn writer() -> (Writer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = connect(folder.path()).await;
    raw_sql(SCHEMA).execute(&mut connection).await.unwrap();
    (Writer::new(connection), folder)
}

async fn note(turn: &mut Turn, text: &str) {
    query("insert into notes (text) values ($1)").bind(text).execute(turn.conn()).await.unwrap();
}

/// What somebody else finds in the file.
async fn noted(folder: &TempDir) -> Vec<String> {
    let mut stranger = connect(folder.path()).await;
    query_scalar("select text from notes order by text").fetch_all(&mut stranger).await.unwrap()
}

#[tokio::test]
async fn what_was_acknowledged_is_in_the_file() {
    let (writer, folder) = writer().await;
    let mut turn = writer.begin().await.unwrap();
    note(&mut turn, "kept").await;
    assert!(noted(&folder).await.is_empty(), "not before the commit");
    turn.commit().await.unwrap();
    assert_eq!(noted(&folder).await, ["kept"]);
}

#[tokio::test]
async fn a_dropped_turn_leaves_nothing() {
    let (writer, folder) = writer().await;
    let mut dropped = writer.begin().await.unwrap();
    note(&mut dropped, "dropped").await;
    drop(dropped);
    let mut next = writer.begin().await.unwrap();
    let seen: i64 = query_scalar("select count(*) from notes").fetch_one(next.conn()).await.unwrap();
    assert_eq!(seen, 0, "undone before the next turn starts");
    note(&mut next, "next").await;
    next.commit().await.unwrap();
    assert_eq!(noted(&folder).await, ["next"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_writers_share_a_few_commits() {
    let (writer, folder) = writer().await;
    let writer = Arc::new(writer);
    let writers = (0..100).map(|n| {
        let writer = writer.clone();
        tokio::spawn(async move {
            let mut turn = writer.begin().await.unwrap();
            note(&mut turn, &format!("{n:03}")).await;
            // Every seventh thinks better of it.
            if n % 7 == 0 { drop(turn) } else { turn.commit().await.unwrap() }
        })
    });
    for task in writers.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let expected = (0..100).filter(|n| n % 7 != 0).map(|n| format!("{n:03}")).collect::<Vec<_>>();
    assert_eq!(noted(&folder).await, expected);
    let commits = writer.desk.lock().await.commits;
    assert!(commits < 50, "{commits} commits for 100 writers");
}

#[tokio::test]
async fn nobody_is_told_before_the_shared_commit() {
    let (writer, folder) = writer().await;
    let mut first = writer.begin().await.unwrap();
    let mut second = Box::pin(writer.begin());
    assert!(futures_util::poll!(&mut second).is_pending(), "waits for the first");
    note(&mut first, "first").await;
    let mut told = Box::pin(first.commit());
    assert!(futures_util::poll!(&mut told).is_pending());
    let mut second = second.await.unwrap();
    assert!(futures_util::poll!(&mut told).is_pending(), "released, not committed");
    assert!(noted(&folder).await.is_empty());
    note(&mut second, "second").await;
    second.commit().await.unwrap();
    told.await.unwrap();
    assert_eq!(noted(&folder).await, ["first", "second"]);
}

#[tokio::test]
async fn a_failed_commit_fails_the_whole_batch() {
    let (writer, folder) = writer().await;
    let mut first = writer.begin().await.unwrap();
    note(&mut first, "first").await;
    let mut second = Box::pin(writer.begin());
    assert!(futures_util::poll!(&mut second).is_pending());
    let mut told = Box::pin(first.commit());
    assert!(futures_util::poll!(&mut told).is_pending());
    let mut second = second.await.unwrap();
    query("insert into notes (text, parent) values ('orphan', 1)").execute(second.conn()).await.unwrap();
    assert!(second.commit().await.is_err());
    assert!(told.await.is_err(), "its COMMIT was the same");
    assert!(noted(&folder).await.is_empty());

    let mut after = writer.begin().await.unwrap();
    note(&mut after, "after").await;
    after.commit().await.unwrap();
    assert_eq!(noted(&folder).await, ["after"], "the writer goes on");
}

#[tokio::test]
async fn one_who_goes_away_while_waiting_holds_nobody_up() {
    let (writer, folder) = writer().await;
    let mut first = writer.begin().await.unwrap();
    note(&mut first, "first").await;
    let mut gone = Box::pin(writer.begin());
    assert!(futures_util::poll!(&mut gone).is_pending());
    drop(gone);
    first.commit().await.unwrap();
    assert_eq!(noted(&folder).await, ["first"]);
}

#[tokio::test]
async fn one_who_goes_away_during_the_commit_is_committed_all_the_same() {
    let (writer, folder) = writer().await;
    let mut turn = writer.begin().await.unwrap();
    note(&mut turn, "kept").await;
    let mut told = Box::pin(turn.commit());
    assert!(futures_util::poll!(&mut told).is_pending());
    drop(told);
    drop(writer.begin().await.unwrap());
    drop(writer.desk.lock().await); // free only when everything before has ended
    assert_eq!(noted(&folder).await, ["kept"]);
}
