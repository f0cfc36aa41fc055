//! The real binary over records that are there, to be killed and started again.

use crate::{kit::database::MASTER_KEY, rooms::table::Table};
use std::{
    net::{TcpListener, UdpSocket},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

pub struct Process {
    child: Child,
    data: PathBuf,
    port: u16,
    media_port: u16,
    /// With a certificate that it made itself.
    tls: bool,
    /// Of everybody here: to make one takes longer than what is asked.
    pub client: reqwest::Client,
}

impl Process {
    pub async fn over(table: &Table) -> Self {
        let data = table.folder().to_owned();
        std::fs::create_dir_all(data.join("keys")).unwrap();
        std::fs::write(data.join("keys/master.key"), MASTER_KEY).unwrap();
        Self::of(data).await
    }

    /// Over a data folder.
    pub async fn of(data: PathBuf) -> Self {
        Self::begin(data, false).await
    }

    /// The same, with pages in HTTPS.
    pub async fn in_tls(data: PathBuf) -> Self {
        Self::begin(data, true).await
    }

    async fn begin(data: PathBuf, tls: bool) -> Self {
        let (port, media_port) = free_ports();
        let child = serve(&data, port, media_port, tls).spawn().unwrap();
        // The server's own notices need one, and its HTTP client is this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().tls_danger_accept_invalid_certs(tls);
        let process = Self { child, data, port, media_port, tls, client: client.build().unwrap() };
        process.ready().await;
        process
    }

    /// A second server over the same folder, once it says that it waits.
    pub async fn standby(&self) -> Self {
        let (port, media_port) = free_ports();
        let mut child = serve(&self.data, port, media_port, self.tls).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let waits = async {
            while !said.next_line().await.unwrap().expect("it goes on").contains("this one waits") {}
        };
        tokio::time::timeout(Duration::from_secs(30), waits).await.expect("it says that it waits");
        tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
        let (data, client) = (self.data.clone(), self.client.clone());
        Self { child, data, port, media_port, tls: self.tls, client }
    }

    pub fn origin(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    pub fn socket(&self) -> String {
        format!("ws://127.0.0.1:{}/api/ws", self.port)
    }

    /// SIGKILL: no goodbye, no flush.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM, as an upgrade sends it; gives how the process ended.
    pub async fn stop(&mut self) -> ExitStatus {
        let id = self.child.id().expect("a running process").to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(20), self.child.wait());
        ended.await.expect("the process ends").unwrap()
    }

    pub async fn start(&mut self) {
        self.child = serve(&self.data, self.port, self.media_port, self.tls).spawn().unwrap();
        self.ready().await;
    }

    pub async fn ready(&self) {
        let ready = format!("{}/readyz", self.origin());
        let asked = async {
            while self.client.get(&ready).send().await.map_or(true, |r| !r.status().is_success()) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), asked).await.expect("the server becomes ready");
    }
}

/// Free a moment ago, and nobody else on this machine is in a hurry for them.
fn free_ports() -> (u16, u16) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    (port, UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port())
}

fn serve(data: &Path, port: u16, media_port: u16, tls: bool) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianjie"));
    command
        .arg("serve")
        .current_dir(data)
        .env("LIANJIE_DATA__DIR", data)
        .env("LIANJIE_SERVER__LISTEN", format!("127.0.0.1:{port}"))
        .env("LIANJIE_MEDIA__LISTEN", format!("127.0.0.1:{media_port}"))
        .env("LIANJIE_TLS__MODE", if tls { "self-signed" } else { "off" })
        .env("LIANJIE_LOG__FILTER", "warn")
        .env("LIANJIE_HEARINGS__IDENTITY_BEFORE_ADMISSION", "false")
        .stdout(Stdio::null())
        .kill_on_drop(true);
    command
}
