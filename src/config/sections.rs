use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: ServerConfig,
    pub tls: TlsConfig,
    pub data: DataConfig,
    pub database: DatabaseConfig,
    pub media: MediaConfig,
    pub turn: TurnConfig,
    pub log: LogConfig,
}

/// `[server]`: web pages, REST and signaling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    pub listen: SocketAddr,
    /// Base address of links handed out; empty: made from `listen` and TLS.
    pub public_url: String,
    /// Origins pages may come from besides `public_url`.
    pub origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Seconds that open requests get when stopping.
    pub shutdown_grace_secs: u64,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: String::new(),
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            shutdown_grace_secs: 5,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsMode {
    #[default]
    Off,
    /// A certificate made at first start and kept in the data folder.
    SelfSigned,
    Files,
}

/// `[tls]`: browsers give cameras only to localhost and to HTTPS.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TlsConfig {
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
    pub dir: PathBuf,
}

impl Default for DataConfig {
    fn default() -> Self {
        Self { dir: PathBuf::from("data") }
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

/// `[media]`: sound and picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaConfig {
    /// The one address and port, of UDP and of TCP; with several workers the first of theirs.
    pub listen: SocketAddr,
    /// Threads that carry media, each on a port of its own; 0: one for each core.
    pub workers: usize,
    /// Addresses told to browsers; empty: found out.
    pub addresses: Vec<MediaAddress>,
    /// Whether media may come by TCP as well.
    pub tcp: bool,
}

/// `"203.0.113.7"`, or `"203.0.113.7:9000"` where another port leads to ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaAddress {
    pub ip: IpAddr,
    pub port: Option<u16>,
}

impl TryFrom<String> for MediaAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Ok(ip) = text.parse() {
            return Ok(Self { ip, port: None });
        }
        match text.parse::<SocketAddr>() {
            Ok(address) if address.port() != 0 => Ok(Self { ip: address.ip(), port: Some(address.port()) }),
            _ => Err(format!(
                "\"{text}\" is not an address like 203.0.113.7, 203.0.113.7:9000 or [2001:db8::7]:9000"
            )),
        }
    }
}

impl From<MediaAddress> for String {
    fn from(MediaAddress { ip, port }: MediaAddress) -> Self {
        port.map_or(ip.to_string(), |port| SocketAddr::new(ip, port).to_string())
    }
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8443)),
            workers: 1,
            addresses: Vec::new(),
            tcp: true,
        }
    }
}

/// `[turn]`: the way in for networks that let no UDP out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TurnConfig {
    pub enabled: bool,
    /// Name browsers ask for it by; empty: the media addresses, and for TLS the host of the pages.
    pub host: String,
    /// Port that leads to the media port from outside and is told to browsers for TURN over UDP; 0: none. They
    /// cannot tell TURN from direct media where both come from one address and port.
    pub udp_port: u16,
    /// Port of TURN in TLS as browsers reach it; 0: that of the pages.
    pub tls_port: u16,
    /// What credentials are made with; empty: made at each start.
    pub secret: String,
    /// Allocations one seat may have at a time.
    pub quota: usize,
}

impl Default for TurnConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            host: String::new(),
            udp_port: 0,
            tls_port: 0,
            secret: String::new(),
            quota: 24,
        }
    }
}

impl std::fmt::Debug for TurnConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { enabled, host, udp_port, tls_port, secret: _, quota } = self;
        write!(f, "TurnConfig {{ enabled: {enabled}, host: {host:?}, udp_port: {udp_port}, ")?;
        write!(f, "tls_port: {tls_port}, quota: {quota} }}")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// `[log]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// As `tracing-subscriber` reads it.
    pub filter: String,
    pub format: LogFormat,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info,rtc_dtls=error".into(), format: LogFormat::Text }
    }
}
