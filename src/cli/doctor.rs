use super::{CliError, database_name, open_store};
use crate::{
    addresses,
    config::{Config, TlsMode},
    domain::Timestamp,
    edge::tls,
    server,
    storage::{self, SharedStore, StoreError},
    world::{RealWorld, World},
};
use std::{
    fmt, fs, io,
    net::{SocketAddr, TcpListener, UdpSocket},
    path::Path,
    process::ExitCode,
};

/// 2026-01-01: no server of this version ran before.
const BEFORE_RELEASE: i64 = 1_767_225_600_000;

/// One thing looked at: well, or what is wrong and how to mend it.
enum Finding {
    Well(String),
    /// It works, but look at it.
    Mind {
        wrong: String,
        mend: String,
    },
    Broken {
        wrong: String,
        mend: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Well(what) => write!(f, "  ok    {what}"),
            Self::Mind { wrong, mend } => write!(f, "  mind  {wrong}\n        → {mend}"),
            Self::Broken { wrong, mend } => write!(f, "  BAD   {wrong}\n        → {mend}"),
        }
    }
}

/// Looks at everything; exit code 1 if something is broken.
pub async fn run(config: &Config, file: Option<&Path>) -> Result<ExitCode, CliError> {
    let source = file.map_or("defaults (no configuration file)".to_owned(), |f| f.display().to_string());
    let mut findings = vec![Finding::Well(format!("configuration: {source}"))];
    findings.push(data_folder(&config.data.dir));
    findings.extend(database(config).await);
    findings.push(port("pages", "[server] listen", config.server.listen, tcp_taken));
    findings.extend(media_udp(config));
    findings.extend(media_tcp(config));
    findings.extend(turn(config));
    findings.extend(media_addresses(config));
    findings.push(tls(config));
    findings.push(fonts(config));
    findings.extend(mixer(config));
    for finding in &findings {
        println!("{finding}");
    }
    let broken = findings.iter().any(|finding| matches!(finding, Finding::Broken { .. }));
    println!(
        "{}",
        if broken { "Mend what is BAD, then run `lianjie doctor` again." } else { "Nothing is broken." }
    );
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn data_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, b"probe"));
    match written.and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => Finding::Well(format!("data folder {} can be written", folder.display())),
        Err(error) => Finding::Broken {
            wrong: format!("data folder {} cannot be written: {error}", folder.display()),
            mend: "give the server's user the folder, or set [data] dir to one it owns".into(),
        },
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    let name = database_name(config);
    let store = match open_store(config).await {
        Ok(store) => store,
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            return vec![Finding::Broken {
                wrong: format!("{error}{cause}"),
                mend: "check [database] url, that PostgreSQL runs and lets this user in, or free the file"
                    .into(),
            }];
        }
    };
    vec![
        Finding::Well(format!("database {name} opens, schema up to date")),
        chains(&store).await,
        clock(&store).await,
    ]
}

async fn chains(store: &SharedStore) -> Finding {
    match storage::verify(&**store).await {
        Ok(report) if report.is_sound() => Finding::Well("the event log's hash chains are whole".into()),
        Ok(report) => Finding::Broken {
            wrong: super::verify::describe(&report),
            mend: "keep this database as evidence, restore the last backup beside it and compare".into(),
        },
        Err(error) => Finding::Broken {
            wrong: format!("the event log cannot be read: {error}"),
            mend: "check the disk; restore the last backup".into(),
        },
    }
}

/// A clock is judged by the log: time never runs backwards there.
async fn clock(store: &SharedStore) -> Finding {
    let now = RealWorld.now();
    let wrong = if now.0 < BEFORE_RELEASE {
        Some(format!("the clock says {}, before this version was made", now.local_date()))
    } else {
        match newest_event(store).await {
            Ok(Some(newest)) if newest > now => Some(format!(
                "the clock says {}, but the log has an entry of {}",
                now.local(),
                newest.local()
            )),
            Ok(_) => None,
            Err(error) => Some(format!("the log cannot be asked for its newest entry: {error}")),
        }
    };
    match wrong {
        None => Finding::Well(format!("clock: {} (China)", now.local())),
        Some(wrong) => {
            Finding::Broken { wrong, mend: "set the clock by NTP (chrony), then look at that entry".into() }
        }
    }
}

/// The time of the newest entry of any chain.
async fn newest_event(store: &SharedStore) -> Result<Option<Timestamp>, StoreError> {
    let mut records = store.read().await?;
    let mut newest = None;
    for chain in records.chains().await? {
        if let Some((number, _)) = records.chain_head(&chain).await? {
            let head = records.chain_slice(&chain, number, 1).await?;
            newest = newest.max(head.first().map(|entry| entry.event.at));
        }
    }
    Ok(newest)
}

fn port(what: &str, key: &str, address: SocketAddr, taken: fn(SocketAddr) -> io::Result<()>) -> Finding {
    match taken(address) {
        Ok(()) => Finding::Well(format!("{what}: {address} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Finding::Mind {
            wrong: format!("{what}: {address} is in use"),
            mend: format!("fine if this server runs already; else stop what holds it or change {key}"),
        },
        Err(error) => Finding::Broken {
            wrong: format!("{what}: {address} cannot be opened: {error}"),
            mend: format!("change {key}; ports below 1024 need CAP_NET_BIND_SERVICE"),
        },
    }
}

fn tcp_taken(address: SocketAddr) -> io::Result<()> {
    TcpListener::bind(address).map(drop)
}

fn udp_taken(address: SocketAddr) -> io::Result<()> {
    UdpSocket::bind(address).map(drop)
}

/// The program that makes films of recordings; nothing else needs it.
fn mixer(config: &Config) -> Option<Finding> {
    let program = &config.recording.ffmpeg;
    let found = std::process::Command::new(program).arg("-version").output();
    config.recording.enabled.then(|| match found {
        Ok(_) => Finding::Well(format!("films of recordings are mixed by {}", program.display())),
        Err(error) => Finding::Mind {
            wrong: format!("films of recordings cannot be made: {}: {error}", program.display()),
            mend: "install FFmpeg (apt-get install ffmpeg), or set [recording] ffmpeg to where it is".into(),
        },
    })
}

fn fonts(config: &Config) -> Finding {
    let font = &config.documents.font;
    match server::fonts(&config.documents) {
        Ok(_) if font.as_os_str().is_empty() => {
            Finding::Well("documents are set in the font of this program (WenQuanYi Micro Hei)".into())
        }
        Ok(_) => Finding::Well(format!("documents are set in {}", font.display())),
        Err(error) => Finding::Broken {
            wrong: format!("documents: {error}"),
            mend: "set [documents] font to a Chinese .ttf, .otf or .ttc, or leave it empty".into(),
        },
    }
}

fn media_addresses(config: &Config) -> Vec<Finding> {
    let advertised = addresses::advertised(config);
    let mut findings = Vec::new();
    for address in &advertised {
        findings.push(if addresses::is_own(*address) {
            Finding::Well(format!("media address {address} is this machine's"))
        } else {
            Finding::Mind {
                wrong: format!("media address {address} is not on this machine"),
                mend: format!(
                    "fine behind NAT if UDP and TCP {} are forwarded here; else mend [media] addresses",
                    range(&addresses::media_ports(config))
                ),
            }
        });
    }
    if !config.server.listen.ip().is_loopback() && advertised.iter().all(std::net::IpAddr::is_loopback) {
        findings.push(Finding::Broken {
            wrong: "browsers on other machines are told to send media to loopback".into(),
            mend: "set [media] addresses to the address they reach this machine by".into(),
        });
    }
    findings
}

/// The ports of the media workers, as a firewall is told of them.
fn range(ports: &[SocketAddr]) -> String {
    match ports {
        [first, .., last] => format!("{} to {}", first.port(), last.port()),
        [only] => only.port().to_string(),
        [] => String::new(),
    }
}

/// A UDP port for each media worker.
fn media_udp(config: &Config) -> Vec<Finding> {
    let ports = addresses::media_ports(config);
    let mut findings: Vec<Finding> =
        ports.iter().map(|at| port("media (UDP)", "[media] listen", *at, udp_taken)).collect();
    let wanted = addresses::media_workers(config);
    if ports.len() < wanted {
        findings.push(Finding::Broken {
            wrong: format!("{wanted} media workers need more ports than there are from {}", range(&ports)),
            mend: "set a lower port in [media] listen, or fewer [media] workers".into(),
        });
    }
    if ports.len() > 1 {
        findings.push(Finding::Mind {
            wrong: format!("media has ports {} for its {wanted} workers", range(&ports)),
            mend: "open and forward all of them, UDP and TCP; one worker needs one port".into(),
        });
    }
    findings
}

/// TCP on the media ports, for networks that drop UDP.
fn media_tcp(config: &Config) -> Vec<Finding> {
    if !config.media.tcp {
        return vec![Finding::Mind {
            wrong: "media by TCP is off: seats behind firewalls that drop UDP depend on TURN alone".into(),
            mend: "set [media] tcp = true and open the media port for TCP too".into(),
        }];
    }
    let shared = usize::from(addresses::shares_port(config));
    let own = addresses::media_ports(config).into_iter().skip(shared);
    let mut findings: Vec<Finding> =
        own.map(|at| port("media (TCP)", "[media] listen", at, tcp_taken)).collect();
    if shared > 0 && config.tls.mode == TlsMode::Off {
        findings.push(Finding::Broken {
            wrong: "pages and media have the same TCP port, and pages in plain HTTP cannot share it".into(),
            mend: "set [tls] mode, or give [media] listen another port".into(),
        });
    }
    findings
}

/// The way in for networks that let out nothing but HTTPS.
fn turn(config: &Config) -> Vec<Finding> {
    if !config.turn.enabled {
        return vec![Finding::Mind {
            wrong: "TURN is off: seats whose network lets out nothing but HTTPS stay without media".into(),
            mend: "set [turn] enabled = true".into(),
        }];
    }
    let mut findings = Vec::new();
    match addresses::turn_in_tls(config) {
        Some(host) => findings.push(in_tls(config, &host)),
        None if config.server.listen.ip().is_loopback() && config.server.public_url.is_empty() => {}
        None => findings.push(Finding::Mind {
            wrong: "TURN is not offered in TLS: networks that let out nothing but HTTPS stay without media"
                .into(),
            mend: "set [tls] mode and an https [server] public_url; a TLS proxy in front passes on no TURN"
                .into(),
        }),
    }
    if config.turn.quota < 6 {
        findings.push(Finding::Mind {
            wrong: format!("[turn] quota of {} is less than one browser asks for", config.turn.quota),
            mend: "a browser takes one for each address, carrier and network card: leave it at 24".into(),
        });
    }
    findings
}

/// Firewalls that let out only HTTPS mean port 443 by it, and browsers check the certificate's name.
fn in_tls(config: &Config, host: &str) -> Finding {
    if host.ends_with(":443") || config.server.listen.ip().is_loopback() {
        return Finding::Well(format!("TURN in TLS: {host}"));
    }
    let port = if config.turn.tls_port == 0 { "[server] listen and public_url" } else { "[turn] tls_port" };
    Finding::Mind {
        wrong: format!("TURN in TLS is offered at {host}, and strict firewalls let out port 443 only"),
        mend: format!("set {port} to 443, or forward 443 there"),
    }
}

fn tls(config: &Config) -> Finding {
    let remote = !config.server.listen.ip().is_loopback();
    if config.tls.mode == TlsMode::Off {
        return if remote {
            Finding::Mind {
                wrong: "TLS is off and pages are served to other machines".into(),
                mend: "browsers give no camera without HTTPS: put a TLS proxy in front, or set [tls] mode"
                    .into(),
            }
        } else {
            Finding::Well("TLS off, pages on localhost only".into())
        };
    }
    match tls::server_config(&config.tls, &config.data.dir, &addresses::advertised(config)) {
        Ok(_) => Finding::Well(format!("TLS: {:?}", config.tls.mode)),
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            Finding::Broken {
                wrong: format!("{error}{cause}"),
                mend: "mend [tls] certificate and key".into(),
            }
        }
    }
}
