//! What may not be read in the log (docs/threats.md T23). Alone in its process under `cargo nextest`; under
//! `cargo test` other tests only add to what is listened to.

use super::cases::{Filed, PETITIONER_SEAT, Scheduled, exchange, filing};
use crate::kit::{server::TestServer, town::PASSWORD};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<u8>>>);

impl Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Listener {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_names_no_person_no_secret_and_no_address() {
    let listener = Listener::default();
    let filter = EnvFilter::new("lianjie=trace,sqlx=debug,info");
    let logging = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
    let _ = logging.with_writer(listener.clone()).try_init();

    let server = TestServer::start().await;
    let head = server.sign_in("head").await;
    let scheduled = Scheduled::on(&server, &head).await;
    let secret = scheduled.link(&head, PETITIONER_SEAT).await;
    server.advance(super::cases::HOUR);
    exchange(&server.visitor(), &secret).await.expect(200);
    let filed = Filed::by(&server.visitor(), filing()).await;
    server.visitor().post("/query", filed.door()).await.expect(200);
    server.visitor().get("/petitions?search=马秀英").await.expect(401);

    let heard = String::from_utf8(listener.0.lock().unwrap().clone()).unwrap();
    assert!(heard.contains("POST /api/petitions 201"), "{heard}");
    for private in
        ["马秀英", "13900000001", "620103196001011234", "127.0.0.1", PASSWORD, &secret, &filed.code]
    {
        assert!(!heard.contains(private), "{private} in {heard}");
    }
}
