use crate::kit::database::{in_database, on_postgres};
use lianjie::storage;
use sqlx::postgres::PgConnectOptions;
use std::{net::TcpListener as Free, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
    time::timeout,
};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn postgres_on_its_way_up_is_waited_for() {
    on_postgres(|test| async move {
        let server: PgConnectOptions = test.url.parse().unwrap();
        let port = Free::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (user, database) = (server.get_username(), server.get_database().unwrap());
        let url = format!("postgres://{user}@127.0.0.1:{port}/{database}");
        assert!(storage::wait(&url, SHORT).await.is_err(), "nobody came");

        let mut waiting = Box::pin(storage::wait(&url, LONG));
        assert!(timeout(SHORT, &mut waiting).await.is_err(), "nobody is there yet");
        let door = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        tokio::spawn(lead_on(door, server.clone()));
        waiting.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_waiting_does_not_mend_is_said_at_once() {
    on_postgres(|test| async move {
        let nowhere = in_database(&test.url, "lianjie_nobody_made_this");
        timeout(Duration::from_secs(10), storage::wait(&nowhere, LONG)).await.expect("at once").unwrap_err();
    })
    .await;
}

/// From a port of TCP to wherever the server is.
async fn lead_on(door: TcpListener, server: PgConnectOptions) {
    while let Ok((from, _)) = door.accept().await {
        let server = server.clone();
        tokio::spawn(async move { led(from, &server).await });
    }
}

/// One line to the server, until somebody hangs up.
pub async fn led(mut from: impl AsyncRead + AsyncWrite + Unpin, server: &PgConnectOptions) {
    let port = server.get_port();
    let done = match server.get_socket() {
        Some(folder) => {
            let mut to = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await.unwrap();
            copy_bidirectional(&mut from, &mut to).await
        }
        None => {
            let mut to = TcpStream::connect((server.get_host(), port)).await.unwrap();
            copy_bidirectional(&mut from, &mut to).await
        }
    };
    drop(done); // whoever hangs up first
}
