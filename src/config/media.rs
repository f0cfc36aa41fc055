//! `[media]`, `[turn]` and `[recording]`: sound and picture.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

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
