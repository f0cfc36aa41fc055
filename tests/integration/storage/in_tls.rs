//! PostgreSQL on another machine is spoken to in TLS, and known by its certificate.

use super::waiting::led;
use crate::kit::database::on_postgres;
use lianjie::storage;
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, pem::PemObject},
};
use sqlx::postgres::PgConnectOptions;
use std::{fs, path::Path, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

/// Who does not wait for what waiting does not mend is back long before.
const PATIENCE: Duration = Duration::from_secs(60);
const AT_ONCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_server_is_known_by_its_certificate_and_name() {
    on_postgres(|test| async move {
        let server: PgConnectOptions = test.url.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("own.pem"), folder.path().join("other.pem"));
        let acceptor = known_by(&own);
        known_by(&other);
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = door.local_addr().unwrap().port();
        tokio::spawn(lead_on_in_tls(door, server.clone(), acceptor));

        let (user, database) = (server.get_username(), server.get_database().unwrap());
        for (host, asked, root, taken) in [
            ("localhost", "verify-full", Some(&own), true),
            ("127.0.0.1", "verify-full", Some(&own), false), // another name
            ("127.0.0.1", "verify-ca", Some(&own), true),
            ("localhost", "verify-full", Some(&other), false),
            ("localhost", "verify-full", None, false), // nobody this machine knows
            ("localhost", "require", None, true),      // whoever it is
        ] {
            let root = root.map(|root| format!("&sslrootcert={}", root.display())).unwrap_or_default();
            let url = format!("postgres://{user}@{host}:{port}/{database}?sslmode={asked}{root}");
            let reached = timeout(AT_ONCE, storage::wait(&url, PATIENCE)).await.expect("at once");
            assert_eq!(reached.is_ok(), taken, "{url}: {reached:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_demands_tls_is_not_put_off_with_less() {
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = door.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut from, _)) = door.accept().await {
            from.read_exact(&mut [0; 8]).await.unwrap();
            from.write_all(b"N").await.unwrap();
        }
    });
    let url = format!("postgres://lianjie@127.0.0.1:{port}/lianjie?sslmode=require");
    let refused = timeout(AT_ONCE, storage::wait(&url, PATIENCE)).await.expect("at once").unwrap_err();
    assert!(refused.to_string().contains("does not support TLS"), "{refused}");
}

/// Makes a certificate of `localhost` in the file `root`, by which it is known.
fn known_by(root: &Path) -> TlsAcceptor {
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(root, pair.cert.pem()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(pair.signing_key.serialize_pem().as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![pair.cert.der().clone()], key).unwrap()))
}

/// A door that speaks TLS as PostgreSQL does, before the server whichever it is.
async fn lead_on_in_tls(door: TcpListener, server: PgConnectOptions, acceptor: TlsAcceptor) {
    while let Ok((mut from, _)) = door.accept().await {
        let (server, acceptor) = (server.clone(), acceptor.clone());
        tokio::spawn(async move {
            let mut asked = [0; 8];
            from.read_exact(&mut asked).await.unwrap();
            assert_eq!(asked, [0, 0, 0, 8, 4, 210, 22, 47], "SSLRequest, before a word in the clear");
            from.write_all(b"S").await.unwrap();
            // Who does not take the certificate hangs up.
            if let Ok(secured) = acceptor.accept(from).await {
                led(secured, &server).await;
            }
        });
    }
}
