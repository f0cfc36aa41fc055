//! Checks where a request may go: its address, and again the resolved name.

use super::post::Failure;
use crate::{
    channels::address::{BadAddress, address_allowed, host_allowed},
    domain::causes,
};
use ipnet::IpNet;
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Networks that are not public and may be reached all the same.
pub(super) type Networks = Arc<[IpNet]>;

/// A client that reaches public addresses and these networks.
pub(super) fn client(networks: Networks, patience: Duration) -> io::Result<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(redirect::Policy::none()) // a redirect leads where nobody has looked
        .no_proxy()
        .timeout(patience)
        .dns_resolver(Arc::new(Guarded(networks)))
        .user_agent(concat!("lianjie/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(io::Error::other)
}

/// The URL as it will be asked, if its scheme and host may be. Names are looked at again when they are resolved.
pub(super) fn allowed(url: &str, plain_hosts: &[String], networks: &[IpNet]) -> Result<Url, BadAddress> {
    let url = whole(url)?;
    let host = url.host_str().ok_or(BadAddress::Malformed)?;
    host_allowed(url.scheme(), host, url.port_or_known_default(), plain_hosts)?;
    reachable(url, networks)
}

/// The same of an address that a stranger may have chosen: no host is trusted by its name. Over TLS where no port says
/// otherwise: platforms that write `http` answer to both.
pub(super) fn fetchable(url: &str, networks: &[IpNet]) -> Result<Url, BadAddress> {
    let mut url = whole(url)?;
    if url.scheme() == "http" && url.port().is_none() {
        url.set_scheme("https").map_err(|()| BadAddress::Malformed)?;
    }
    if matches!(url.scheme(), "http" | "https") {
        reachable(url, networks)
    } else {
        Err(BadAddress::Malformed)
    }
}

fn whole(url: &str) -> Result<Url, BadAddress> {
    let url = Url::parse(url).map_err(|_| BadAddress::Malformed)?;
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if bare && url.host_str().is_some() { Ok(url) } else { Err(BadAddress::Malformed) }
}

fn reachable(url: Url, networks: &[IpNet]) -> Result<Url, BadAddress> {
    let host = url.host_str().unwrap_or_default();
    match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(address) if !address_allowed(address, networks) => Err(BadAddress::NotPublic),
        _ => Ok(url),
    }
}

/// Why nothing came of a request.
pub(super) fn why(error: &reqwest::Error) -> Failure {
    if let Some(bad) = causes(error).find_map(|cause| cause.downcast_ref::<BadAddress>()) {
        return Failure::Address(bad.clone());
    }
    if error.is_timeout() { Failure::Timeout } else { Failure::Unreachable }
}

/// Resolves to allowed addresses only, with every connection anew: a name that pointed outside when it was
/// written down may point inside by now.
struct Guarded(Networks);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let networks = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<SocketAddr> =
                found.filter(|found| address_allowed(found.ip(), &networks)).collect();
            if addresses.is_empty() {
                return Err(BadAddress::NotPublic.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_inside_is_refused_however_it_is_written() {
        for (url, refused) in [
            ("https://hooks.example/a", None),
            ("https://hooks.example:8443/a?b=c", None),
            ("http://hooks.example/a", Some(BadAddress::NotHttps)),
            ("https://127.0.0.1/", Some(BadAddress::NotPublic)),
            ("https://2130706433/", Some(BadAddress::NotPublic)),
            ("https://0x7f.1/", Some(BadAddress::NotPublic)),
            ("https://[::1]/", Some(BadAddress::NotPublic)),
            ("https://[::ffff:10.0.0.1]/", Some(BadAddress::NotPublic)),
            ("https://169.254.169.254/latest", Some(BadAddress::NotPublic)),
            ("https://a:b@hooks.example/", Some(BadAddress::Malformed)),
            ("https://hooks.example/#x", Some(BadAddress::Malformed)),
            ("hooks.example", Some(BadAddress::Malformed)),
            ("file:///etc/passwd", Some(BadAddress::Malformed)),
        ] {
            assert_eq!(allowed(url, &[], &[]).err(), refused, "{url}");
        }
    }

    #[test]
    fn what_is_fetched_is_public_and_over_tls_unless_a_port_says_otherwise() {
        for (url, asked) in [
            ("http://pictures.example/1", Ok("https://pictures.example/1")),
            ("http://pictures.example:8080/1", Ok("http://pictures.example:8080/1")),
            ("http://10.0.0.1:8080/1", Err(BadAddress::NotPublic)),
            ("http://[::1]/1", Err(BadAddress::NotPublic)),
            ("ftp://pictures.example/1", Err(BadAddress::Malformed)),
        ] {
            assert_eq!(fetchable(url, &[]).map(String::from), asked.map(str::to_owned), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = client(Arc::from([]), Duration::from_secs(5)).unwrap();
        let failure = why(&client.get("http://localhost:9/").send().await.unwrap_err());
        assert!(matches!(failure, Failure::Address(BadAddress::NotPublic)), "{failure:?}");
    }
}
