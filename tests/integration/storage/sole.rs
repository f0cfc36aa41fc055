use crate::{
    contract,
    kit::database::{TestStore, on_postgres},
};
use lianjie::storage::{self, Sole};
use std::time::Duration;
use tokio::time::{sleep, timeout};

contract!(a_second_server_waits_until_the_first_is_gone);

const MOMENT: Duration = Duration::from_secs(2);
const LONG: Duration = Duration::from_secs(60);

async fn a_second_server_waits_until_the_first_is_gone(test: TestStore) {
    let first = held(&test).await;
    let mut second = Box::pin(storage::sole(&test.url));
    assert!(timeout(MOMENT, &mut second).await.is_err(), "it is served");
    drop(first);
    timeout(LONG, second).await.expect("nobody serves it").unwrap();
}

#[tokio::test]
async fn a_line_that_broke_is_made_anew() {
    on_postgres(|test| async move {
        let mut lost = Box::pin(held(&test).await.lost());
        break_line(&test).await;
        assert!(timeout(Duration::from_secs(10), &mut lost).await.is_err(), "nobody came in between");
        assert!(timeout(MOMENT, storage::sole(&test.url)).await.is_err(), "it is held as before");
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_to_anothers_lock_has_lost_it() {
    on_postgres(|test| async move {
        let lost = tokio::spawn(held(&test).await.lost());
        let broken = async {
            sleep(Duration::from_millis(500)).await; // the other asks every second, this one looks every three
            break_line(&test).await;
        };
        let (other, ()) = tokio::join!(timeout(LONG, storage::sole(&test.url)), broken);
        let _other = other.expect("it is free").unwrap();
        timeout(LONG, lost).await.expect("it is lost").unwrap();
    })
    .await;
}

async fn held(test: &TestStore) -> Sole {
    storage::sole(&test.url).await.unwrap()
}

/// Ends the session that has the lock, as PostgreSQL does that is started anew.
async fn break_line(test: &TestStore) {
    let line = "select pg_terminate_backend(a.pid) from pg_stat_activity a join pg_locks l on l.pid = a.pid
        where l.locktype = 'advisory' and l.granted and a.application_name = 'lianjie serve'
            and a.datname = current_database()";
    test.tamper(line).await;
}
