//! The way out: one HTTP client that goes only where it may.

use super::wechat::{Account, Token};
use crate::channels::address::{BadAddress, address_allowed, host_allowed};
use reqwest::{
    Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{AUTHORIZATION, CONTENT_TYPE},
    redirect,
};
use serde_json::Value;
use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// A receiver that takes longer is tried again later: it must take in and answer, not work.
const PATIENCE: Duration = Duration::from_secs(10);
/// Of an answer that is read, bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Where may be sent to, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Hosts (`name` or `name:port`) that may be sent to without TLS.
    pub plain_hosts: Vec<String>,
    /// Networks that are not public and may be sent to all the same.
    pub networks: Vec<(IpAddr, u8)>,
    pub sms: Option<Sms>,
    pub wechat: Option<Account>,
    /// Address of the citizens' pages, for messages.
    pub pages: String,
    /// Where files of petitions are kept.
    pub files: PathBuf,
    /// How long to rest when there is nothing to do.
    pub idle: Duration,
}

/// An SMS gateway that takes a POST.
#[derive(Clone)]
pub struct Sms {
    pub url: String,
    /// JSON in which `{phone}`, `{text}` and `{number}` are filled in.
    pub body: String,
    /// Value of `Authorization`; empty: none.
    pub authorization: String,
}

impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Why a try failed, in words for the delivery record. Nothing of the receiver's answer but its status or code.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("HTTP {0}")]
    Status(u16),
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    Timeout,
    #[error("an answer that cannot be read")]
    Unreadable,
    #[error("not to be reached")]
    Unreachable,
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// The platform's `errcode`.
    #[error("WeChat answered {0}")]
    Wechat(i64),
    /// Of a picture: what came is none, or more than is kept, or the petition has as many files as it may.
    #[error("not a picture (JPEG, PNG, WebP)")]
    NoPicture,
    #[error("larger than 10 MB")]
    TooLarge,
    #[error("the petition has as many files as it may")]
    TooMany,
    #[error("the file could not be kept")]
    Disk,
    /// It was stopped, or what it needs is gone.
    #[error("nobody to tell any more")]
    Gone,
    #[error("the record could not be read")]
    Record,
}

impl Failure {
    /// Another try would end the same.
    pub(super) const fn is_final(&self) -> bool {
        matches!(self, Self::Gone | Self::NoPicture | Self::TooLarge | Self::TooMany)
    }
}

#[derive(Debug)]
pub(super) struct Post {
    client: reqwest::Client,
    settings: Arc<Settings>,
    token: Token,
}

impl Post {
    pub(super) fn new(settings: Settings) -> io::Result<Self> {
        // Refused when there is one already: then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let settings = Arc::new(settings);
        let client = reqwest::Client::builder()
            .redirect(redirect::Policy::none()) // a redirect leads where nobody has looked
            .no_proxy()
            .timeout(PATIENCE)
            .dns_resolver(Arc::new(Guarded(settings.clone())))
            .user_agent(concat!("lianjie/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { client, settings, token: Token::default() })
    }

    pub(super) fn has_sms(&self) -> bool {
        self.settings.sms.is_some()
    }

    pub(super) fn pages(&self) -> &str {
        &self.settings.pages
    }

    pub(super) fn sms(&self) -> Option<&Sms> {
        self.settings.sms.as_ref()
    }

    pub(super) fn wechat(&self) -> Option<&Account> {
        self.settings.wechat.as_ref()
    }

    /// Of that account.
    pub(super) const fn token(&self) -> &Token {
        &self.token
    }

    /// Where files of petitions are kept.
    pub(super) fn files(&self) -> &Path {
        &self.settings.files
    }

    /// Reads what is at `url`, up to `most` bytes. Where it may be asked is asked as for what is sent, and over TLS where
    /// the host is not named as a plain one: platforms that write `http` answer to both.
    pub(super) async fn fetch(&self, url: &str, most: usize) -> Result<Vec<u8>, Failure> {
        let url = match allowed(url, &self.settings) {
            Err(BadAddress::NotHttps) => allowed(&url.replacen("http:", "https:", 1), &self.settings)?,
            found => found?,
        };
        let mut answer = self.client.get(url).send().await.map_err(|error| why(&error))?;
        if !answer.status().is_success() {
            return Err(Failure::Status(answer.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| why(&error))? {
            if bytes.len() + part.len() > most {
                return Err(Failure::TooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    /// Posts JSON; only a 2xx is a success.
    pub(super) async fn json(
        &self,
        url: &str,
        body: Vec<u8>,
        headers: &[(&'static str, String)],
    ) -> Result<(), Failure> {
        self.posted(url, body, headers).await.map(drop)
    }

    /// Posts JSON to who answers in JSON; what is none is no answer.
    pub(super) async fn ask(&self, url: &str, body: &Value) -> Result<Value, Failure> {
        let mut answer = self.posted(url, body.to_string().into_bytes(), &[]).await?;
        let mut text = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| why(&error))? {
            if text.len() + part.len() > MAX_ANSWER {
                return Err(Failure::Unreadable);
            }
            text.extend_from_slice(&part);
        }
        serde_json::from_slice(&text).map_err(|_| Failure::Unreadable)
    }

    async fn posted(
        &self,
        url: &str,
        body: Vec<u8>,
        headers: &[(&'static str, String)],
    ) -> Result<Response, Failure> {
        let url = allowed(url, &self.settings)?;
        let mut request = self.client.post(url).header(CONTENT_TYPE, "application/json").body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await.map_err(|error| why(&error))?;
        let status = answer.status();
        if status.is_success() { Ok(answer) } else { Err(Failure::Status(status.as_u16())) }
    }

    /// Asks the SMS gateway to tell `phone`.
    pub(super) async fn text(&self, phone: &str, number: &str, text: &str) -> Result<(), Failure> {
        let sms = self.sms().ok_or(Failure::Gone)?;
        let body = sms
            .body
            .replace("{phone}", &escaped(phone))
            .replace("{number}", &escaped(number))
            .replace("{text}", &escaped(text));
        let authorization = Some((AUTHORIZATION.as_str(), sms.authorization.clone()));
        let headers: Vec<_> = authorization.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.json(&sms.url, body.into_bytes(), &headers).await
    }
}

/// As it stands between the quotes of a JSON text.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn why(error: &reqwest::Error) -> Failure {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(bad) = inner.downcast_ref::<BadAddress>() {
            return Failure::Address(bad.clone());
        }
        source = inner.source();
    }
    if error.is_timeout() { Failure::Timeout } else { Failure::Unreachable }
}

impl Default for Settings {
    fn default() -> Self {
        let idle = Duration::from_secs(1);
        Self {
            plain_hosts: Vec::new(),
            networks: Vec::new(),
            sms: None,
            wechat: None,
            pages: String::new(),
            files: PathBuf::new(),
            idle,
        }
    }
}

/// Whether notices may be sent to `url`, as far as can be told without resolving its name.
///
/// # Errors
/// Why not.
pub fn check_url(url: &str, settings: &Settings) -> Result<(), BadAddress> {
    allowed(url, settings).map(drop)
}

/// The URL as it will be asked, if its scheme and host may be. Names are looked at again when they are resolved.
fn allowed(url: &str, settings: &Settings) -> Result<Url, BadAddress> {
    let url = Url::parse(url).map_err(|_| BadAddress::Malformed)?;
    let host = url.host_str().ok_or(BadAddress::Malformed)?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(BadAddress::Malformed);
    }
    host_allowed(url.scheme(), host, url.port_or_known_default(), &settings.plain_hosts)?;
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(address) if !address_allowed(address, &settings.networks) => Err(BadAddress::NotPublic),
        _ => Ok(url),
    }
}

/// Resolves to allowed addresses only, with every connection anew: a name that pointed outside when it was
/// written down may point inside by now.
struct Guarded(Arc<Settings>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let settings = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<SocketAddr> =
                found.filter(|found| address_allowed(found.ip(), &settings.networks)).collect();
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
        let settings = Settings { idle: Duration::ZERO, ..Settings::default() };
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
            assert_eq!(allowed(url, &settings).err(), refused, "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
        let plain_hosts = vec!["localhost".to_owned()];
        let settings = Settings { plain_hosts, idle: Duration::ZERO, ..Settings::default() };
        let post = Post::new(settings).unwrap();
        let failure = post.json("http://localhost:9/", Vec::new(), &[]).await.unwrap_err();
        assert!(matches!(failure, Failure::Address(BadAddress::NotPublic)), "{failure:?}");
    }

    #[test]
    fn a_template_is_filled_in_and_stays_json() {
        let body = r#"{"to":"{phone}"}"#.replace("{phone}", &escaped("1\"},{\"x"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&body).unwrap()["to"], "1\"},{\"x");
    }
}
