//! Checks of ports, addresses and certificates.

use super::Finding;
use crate::{
    cli::database_url,
    config::{Config, TlsMode},
    domain::{DAY_MS, Timestamp, with_causes},
    edge::tls,
    settings::addresses,
    storage,
    world::{RealWorld, World},
};
use std::{
    io,
    net::{SocketAddr, TcpListener, UdpSocket},
};

/// A certificate that ends within so many days is to be renewed.
const SOON: i64 = 21;

pub fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![port("pages", "[server] listen", config.server.listen, tcp_taken)];
    findings.extend(media_udp(config));
    findings.extend(media_tcp(config));
    findings.extend(turn(config));
    findings.extend(media_addresses(config));
    findings.push(certificate(config));
    findings.extend(proxy(config));
    findings.extend(database(&database_url(config)));
    findings
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

/// Behind a proxy that is not named everybody has its address, and shares what one address may try.
fn proxy(config: &Config) -> Option<Finding> {
    let behind = config.tls.mode == TlsMode::Off && config.server.public_url.starts_with("https://");
    (behind && config.server.trusted_proxies.is_empty()).then(|| Finding::Mind {
        wrong:
            "pages are served by a proxy, and [server] trusted_proxies names none: all callers look like one"
                .into(),
        mend: "name the proxy's address there".into(),
    })
}

/// Records, and the password, on their way to another machine. Whether a `url` is one at all is said elsewhere.
fn database(url: &str) -> Option<Finding> {
    let host = storage::in_the_clear(url).ok()??;
    Some(Finding::Mind {
        wrong: format!("records go to the database on {host}, and nothing demands that they go encrypted"),
        mend: "have PostgreSQL speak TLS, and end [database] url with `?sslmode=verify-full&sslrootcert=/path/to/ca.pem`"
            .into(),
    })
}

fn certificate(config: &Config) -> Finding {
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
        Ok(_) if config.tls.mode == TlsMode::Files => of_files(config),
        Ok(_) => Finding::Well(format!("TLS: {:?}", config.tls.mode)),
        Err(error) => {
            Finding::Broken { wrong: with_causes(&error), mend: "mend [tls] certificate and key".into() }
        }
    }
}

/// Whether browsers take the certificate, and for how long.
fn of_files(config: &Config) -> Finding {
    let (path, renew) =
        (&config.tls.certificate, "put a renewed one in its place; it is read without a restart");
    let until = tls::good_until(path).unwrap_or(Timestamp(0));
    let days = (until.0 - RealWorld.now().0).div_euclid(DAY_MS);
    let named = |host: &String| tls::is_for(path, host).unwrap_or(false);
    match days {
        ..0 => Finding::Broken {
            wrong: format!("the certificate {} has ended", path.display()),
            mend: renew.into(),
        },
        0..SOON => {
            Finding::Mind { wrong: format!("the certificate ends in {days} days"), mend: renew.into() }
        }
        _ => match addresses::hosts(config).into_iter().find(|host| !named(host)) {
            None => Finding::Well(format!("TLS: the certificate is good for {days} days more")),
            Some(host) => Finding::Mind {
                wrong: format!("the certificate does not name {host}, by which browsers ask"),
                mend: "have one made for that name as well, or mend [server] public_url and origins".into(),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_elsewhere_is_minded_until_tls_is_demanded() {
        for (url, minded) in [
            ("sqlite:data/lianjie.db", false),
            ("postgres://lianjie:x@localhost/lianjie", false),
            ("postgres://lianjie:x@db.example/lianjie?sslmode=prefer", true),
            ("postgres://lianjie:x@db.example/lianjie?sslmode=verify-full", false),
            ("mysql://db.example/lianjie", false),
        ] {
            let said = database(url).map(|finding| finding.to_string());
            assert_eq!(
                said.as_deref().is_some_and(|said| said.contains("mind  records go to")),
                minded,
                "{url}"
            );
            assert!(!said.unwrap_or_default().contains(":x@"), "the password is nobody's");
        }
    }
}
