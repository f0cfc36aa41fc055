//! The only HTTP client for outgoing requests; it goes only to allowed addresses.

use super::{
    guard::{allowed, client, fetchable, why},
    wechat::{Account, Token},
};
use crate::{channels::address::BadAddress, storage::StoreError};
use ipnet::IpNet;
use reqwest::{
    Response,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::Value;
use std::{
    io,
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
    pub networks: Vec<IpNet>,
    /// Networks that are not public and pictures are fetched from all the same. None: what a citizen's channel names is
    /// asked for outside alone, and tests stand in for that.
    pub picture_networks: Vec<IpNet>,
    pub sms: Option<Sms>,
    pub wechat: Option<Account>,
    /// Address of the citizens' pages, for messages.
    pub pages: String,
    /// Sessions are recorded, and messages say so.
    pub recorded: bool,
    /// Where files of petitions are kept.
    pub files: PathBuf,
    /// Bytes that must stay free there for a picture to be fetched: they are strangers' files.
    pub keep_free: u64,
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
#[derive(Debug, Clone, thiserror::Error)]
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
}

/// Why somebody was not told.
#[derive(Debug, thiserror::Error)]
pub(super) enum Untold {
    /// What is to be told could not be read: no try was made.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Failed(#[from] Failure),
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
    /// Goes to public addresses only.
    pictures: reqwest::Client,
    settings: Arc<Settings>,
    token: Token,
}

impl Post {
    pub(super) fn new(settings: Settings) -> io::Result<Self> {
        // Refused when there is one already: then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let settings = Arc::new(settings);
        Ok(Self {
            client: client(settings.networks.as_slice().into(), PATIENCE)?,
            pictures: client(settings.picture_networks.as_slice().into(), PATIENCE)?,
            settings,
            token: Token::default(),
        })
    }

    pub(super) fn has_sms(&self) -> bool {
        self.settings.sms.is_some()
    }

    pub(super) fn pages(&self) -> &str {
        &self.settings.pages
    }

    pub(super) fn recorded(&self) -> bool {
        self.settings.recorded
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

    pub(super) fn keep_free(&self) -> u64 {
        self.settings.keep_free
    }

    /// Reads the picture at `url`, up to `most` bytes. Its address came from a stranger: the hosts and networks that are
    /// named for the house's own gateways are as closed to it as all that is not public.
    pub(super) async fn fetch(&self, url: &str, most: usize) -> Result<Vec<u8>, Failure> {
        let url = fetchable(url, &self.settings.picture_networks)?;
        let mut answer = self.pictures.get(url).send().await.map_err(|error| why(&error))?;
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
        let url = allowed(url, &self.settings.plain_hosts, &self.settings.networks)?;
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
        let body = sms.filled_in(phone, number, text);
        let authorization = Some((AUTHORIZATION.as_str(), sms.authorization.clone()));
        let headers: Vec<_> = authorization.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.json(&sms.url, body.into_bytes(), &headers).await
    }
}

impl Sms {
    /// What is posted.
    pub(super) fn filled_in(&self, phone: &str, number: &str, text: &str) -> String {
        self.body
            .replace("{phone}", &escaped(phone))
            .replace("{number}", &escaped(number))
            .replace("{text}", &escaped(text))
    }
}

/// As it stands between the quotes of a JSON text.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

impl Default for Settings {
    fn default() -> Self {
        let idle = Duration::from_secs(1);
        Self {
            plain_hosts: Vec::new(),
            networks: Vec::new(),
            picture_networks: Vec::new(),
            sms: None,
            wechat: None,
            pages: String::new(),
            recorded: false,
            files: PathBuf::new(),
            keep_free: 0,
            idle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_in_and_stays_json() {
        let body = r#"{"to":"{phone}"}"#.replace("{phone}", &escaped("1\"},{\"x"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&body).unwrap()["to"], "1\"},{\"x");
    }
}
