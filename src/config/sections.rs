//! The sections of the configuration file with their defaults. `sample.toml` documents each key for administrators.

use super::{ChannelsConfig, LocalRulesConfig, Network, WechatConfig};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};

/// The configuration file, one section a field; read once at the start and handed down from there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: ServerConfig,
    pub tls: TlsConfig,
    pub data: DataConfig,
    pub database: DatabaseConfig,
    pub media: MediaConfig,
    pub turn: TurnConfig,
    pub statistics: StatisticsConfig,
    pub documents: DocumentsConfig,
    pub recording: RecordingConfig,
    pub channels: ChannelsConfig,
    pub wechat: WechatConfig,
    pub petitions: PetitionsConfig,
    pub grid: GridConfig,
    pub local_rules: LocalRulesConfig,
    pub hearings: HearingsConfig,
    pub accounts: AccountsConfig,
    pub log: LogConfig,
}

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
    /// Threads that carry media, each on a port of its own; 0: one for each core. Too few: sound and picture stutter
    /// once a thread fills its core. Too many only take ports.
    pub workers: usize,
    /// Addresses told to browsers; empty: found out. On two networks, each with the networks it is for.
    pub addresses: Vec<MediaAddress>,
    /// Whether media may come by TCP as well. Without it nobody gets in whose network drops UDP, except by TURN.
    pub tcp: bool,
}

/// `"203.0.113.7"`, or `"203.0.113.7:9000"` where another port leads to ours; `"10.20.0.5 for 10.0.0.0/8 fd00::/8"` is
/// told to those networks only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaAddress {
    pub ip: IpAddr,
    pub port: Option<u16>,
    pub networks: Vec<IpNet>,
}

impl TryFrom<String> for MediaAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (address, networks) = text.split_once(" for ").unwrap_or((&text, ""));
        let networks = networks
            .split_whitespace()
            .map(|network| {
                network.parse().map_err(|_| format!("\"{network}\" is not a network like 10.0.0.0/8"))
            })
            .collect::<Result<_, _>>()?;
        let address = address.trim();
        if let Ok(ip) = address.parse() {
            return Ok(Self { ip, port: None, networks });
        }
        match address.parse::<SocketAddr>() {
            Ok(at) if at.port() != 0 => Ok(Self { ip: at.ip(), port: Some(at.port()), networks }),
            _ => Err(format!(
                "\"{address}\" is not an address like 203.0.113.7, 203.0.113.7:9000 or [2001:db8::7]:9000"
            )),
        }
    }
}

impl From<MediaAddress> for String {
    fn from(MediaAddress { ip, port, networks }: MediaAddress) -> Self {
        let address = port.map_or(ip.to_string(), |port| SocketAddr::new(ip, port).to_string());
        let networks: Vec<String> = networks.iter().map(ToString::to_string).collect();
        if networks.is_empty() { address } else { format!("{address} for {}", networks.join(" ")) }
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
    /// Whether browsers are offered TURN at all.
    pub enabled: bool,
    /// Name browsers ask for it by; empty: the media addresses, and for TLS the host of the pages.
    pub host: String,
    /// Port that leads to the media port from outside and is told to browsers for TURN over UDP; 0: none. They
    /// cannot tell TURN from direct media where both come from one address and port.
    pub udp_port: u16,
    /// Port of TURN in TLS as browsers reach it; 0: that of the pages.
    pub tls_port: u16,
    /// What credentials are made with; empty: made at each start, and credentials from before it are refused.
    pub secret: String,
    /// Allocations one seat may have at a time. Too few: a browser on several networks may find no way in.
    /// Too many: one seat can take many ports.
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

/// `[statistics]`: numbers of the formulas (docs/statistics.md), and from when on something is a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatisticsConfig {
    /// Persons from which a visit counts as a group's (集体访).
    pub group_from: u32,
    /// Days without review or reopening after which a closed petition counts as resolved the first time.
    pub resolved_after_days: u32,
    /// Days after a hearing within which its petition must be closed to count as settled by it.
    pub settled_within_days: u32,
    /// Warns of so many petitions of one place and class within `warning_days`. Too low warns of what is usual, too high
    /// of nothing; so with each number below.
    pub warning_cluster: u32,
    /// Warns of so many petitions against one respondent within `warning_days`.
    pub warning_respondent: u32,
    /// Days that the two numbers above look back.
    pub warning_days: u32,
    /// Warns when a week has so many per cent of the petitions of the week before; 100 is as many.
    pub warning_growth_percent: u32,
    /// Petitions that a week needs for its growth to count.
    pub warning_growth_from: u32,
    /// Warns of a petition that concerns so many persons.
    pub warning_crowd: u32,
}

impl Default for StatisticsConfig {
    fn default() -> Self {
        Self {
            group_from: 5,
            resolved_after_days: 60,
            settled_within_days: 30,
            warning_cluster: 3,
            warning_respondent: 3,
            warning_days: 7,
            warning_growth_percent: 150,
            warning_growth_from: 5,
            warning_crowd: 30,
        }
    }
}

/// `[documents]`: notices as PDF.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentsConfig {
    /// A font file; empty: the one in the binary.
    pub font: PathBuf,
    /// Which font of a collection (.ttc), from 0.
    pub font_index: u32,
}

/// `[recording]`: what is kept of sound and picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordingConfig {
    /// Whether sessions are recorded. Deliberation never is.
    pub enabled: bool,
    /// MiB: with less free on the disk pictures are left out, with a quarter of it sound too. Too low fills the disk that
    /// the records are on; too high stops recording early.
    pub keep_free_mb: u64,
    /// New files are locked by `keys/recordings.key`; without that key they cannot be played.
    pub encrypt: bool,
    /// Years after a hearing's end at which its recordings may be destroyed.
    pub keep_years: u16,
    /// The same for formal hearings (听证会).
    pub keep_formal_years: u16,
    /// The program that mixes recordings into one film.
    pub ffmpeg: PathBuf,
}

impl Default for RecordingConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            keep_free_mb: 2048,
            encrypt: false,
            keep_years: 3,
            keep_formal_years: 10,
            ffmpeg: "ffmpeg".into(),
        }
    }
}

/// `[hearings]`: what local rules decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HearingsConfig {
    /// A petitioner's seat is let in only after somebody confirmed who sits there, or by the presider's word with
    /// a reason.
    pub identity_before_admission: bool,
}

impl Default for HearingsConfig {
    fn default() -> Self {
        Self { identity_before_admission: true }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactorMode {
    /// The password is enough, and nobody can set up an authenticator.
    Off,
    /// Who has set one up is asked for it.
    #[default]
    Allowed,
    /// Who has none sets one up at the next sign-in.
    Required,
}

/// `[accounts]`: how officials sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountsConfig {
    /// A code of an authenticator after the password.
    pub second_factor: SecondFactorMode,
}

/// `[grid]`: how long each hand may take with what grid workers report; shown, and nothing follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GridConfig {
    /// Until an organ of the place claims a report.
    pub claim_hours: u32,
    /// From there until it is done.
    pub handle_days: u32,
    /// From there until who reported it has looked.
    pub feed_back_days: u32,
}

impl Default for GridConfig {
    fn default() -> Self {
        Self { claim_hours: 24, handle_days: 7, feed_back_days: 3 }
    }
}

/// `[petitions]`: what local rules decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PetitionsConfig {
    /// A reply needs a first approval by another person before it is delivered.
    pub two_stage_replies: bool,
    /// A hearing held while a petition is handled stops the sixty days.
    pub hearing_stops_reply_clock: bool,
    /// Days of the fifteen to route that a bureau of province, city, county and township takes for itself.
    pub tier_days: [u16; 4],
}

impl Default for PetitionsConfig {
    fn default() -> Self {
        Self { two_stage_replies: false, hearing_stops_reply_clock: false, tier_days: [5, 3, 3, 4] }
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

/// `[log]`: what is written to stderr.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// Which lines, as `tracing-subscriber` reads it: `info`, `warn`, `lianjie=debug,info`. A filter that cannot be read
    /// keeps the server from starting.
    pub filter: String,
    /// How they are written.
    pub format: LogFormat,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info,rtc_dtls=error".into(), format: LogFormat::Text }
    }
}
