//! `[server]`, `[tls]`, `[data]`, `[database]` and `[log]`: the program on its machine.

use super::Network;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};

/// `[server]`: web pages, REST and signaling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and TCP port of pages, REST and signaling. `0.0.0.0` or `[::]` takes connections on every network.
    pub listen: SocketAddr,
    /// Base address of links handed out; empty: made from `listen` and TLS.
    pub public_url: String,
    /// Origins pages may come from besides `public_url`.
    pub origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Networks that `/metrics` is shown to.
    pub metrics_from: Vec<Network>,
    /// Seconds that open requests get when the server stops. Too few cut uploads off, too many delay a restart.
    pub shutdown_grace_secs: u64,
}

/// This machine and private networks (RFC 1918 and 4193).
fn near() -> Vec<Network> {
    let v4: [([u8; 4], u8); 4] =
        [([127, 0, 0, 0], 8), ([10, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16)];
    let v6 = [(Ipv6Addr::LOCALHOST, 128), (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)];
    let v4 = v4.map(|(address, bits)| IpNet::new_assert(IpAddr::from(address), bits));
    let v6 = v6.map(|(address, bits)| IpNet::new_assert(IpAddr::from(address), bits));
    v4.into_iter().chain(v6).map(Network).collect()
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: String::new(),
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            metrics_from: near(),
            shutdown_grace_secs: 5,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    /// Plain HTTP: on this machine, or behind a proxy that speaks HTTPS.
    #[default]
    Off,
    /// A certificate made at first start and kept in the data folder.
    SelfSigned,
    /// The certificate and key of the two files below.
    Files,
}

/// `[tls]`: browsers give cameras only to localhost and to HTTPS.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TlsConfig {
    /// Whether pages are served by HTTPS, and with which certificate.
    pub mode: TlsMode,
    /// PEM chain, own certificate first.
    pub certificate: PathBuf,
    /// PEM private key.
    pub key: PathBuf,
    /// More names and addresses in the self-signed certificate.
    pub names: Vec<String>,
}

/// `[data]`: where files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataConfig {
    /// Folder of the SQLite file, attachments, recordings and keys. Another folder starts with no records.
    pub dir: PathBuf,
    /// MiB that must stay free there for citizens' files to be taken...
    pub citizens_keep_free_mb: u64,
    /// ...and for those of the house.
    pub staff_keep_free_mb: u64,
}

impl Default for DataConfig {
    fn default() -> Self {
        Self { dir: PathBuf::from("data"), citizens_keep_free_mb: 2048, staff_keep_free_mb: 1024 }
    }
}

/// `[database]`: where records are.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `postgres://…`; empty: SQLite in the data folder.
    pub url: String,
}

impl std::fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseConfig { url: [redacted] }") // it may carry a password
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Lines to read.
    #[default]
    Text,
    /// One JSON object a line, for a log collector.
    Json,
}

/// `[log]`: what is written to stderr, and who called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// Which lines, as `tracing-subscriber` reads it: `info`, `warn`, `lianjie=debug,info`. A filter that cannot be read
    /// keeps the server from starting.
    pub filter: String,
    /// How they are written.
    pub format: LogFormat,
    /// Days of the access log that are kept in the data folder; 0: none is written.
    pub access_days: u16,
    /// MiB that a day of it may take.
    pub access_day_mb: u64,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            filter: "info,rtc_dtls=error".into(),
            format: LogFormat::Text,
            access_days: 186,
            access_day_mb: 200,
        }
    }
}
