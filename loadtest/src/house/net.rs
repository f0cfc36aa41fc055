//! Streams to the server, plain or TLS, and REST on them: a connection for each request.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::HouseError;

/// A byte stream, whatever it goes over.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// An answer that is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{asked}: {status} {}", .body["title"].as_str().unwrap_or_default())]
pub struct Refused {
    pub asked: String,
    pub status: u16,
    /// What the server says about it (RFC 9457).
    pub body: Value,
}

/// Where the server is.
#[derive(Clone)]
pub struct Server {
    secure: bool,
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({})", self.origin())
    }
}

impl Server {
    /// `url` is `http://host[:port]` or `https://…`; `ca` is a PEM file of those who vouch for it.
    ///
    /// # Errors
    /// It is no such URL, or the file holds no certificate.
    pub fn new(url: &str, ca: &Path) -> io::Result<Self> {
        let bad = |text: &str| io::Error::new(io::ErrorKind::InvalidInput, text.to_owned());
        let (secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(bad("the server is named by http:// or https://")),
        };
        let authority = rest.split('/').next().unwrap_or_default();
        let named = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
        let (host, port) = match named {
            Some((host, port)) => (host, port.parse().map_err(|_| bad("the server's port is no number"))?),
            None => (authority, if secure { 443 } else { 80 }),
        };
        if host.is_empty() {
            return Err(bad("the server has no name"));
        }
        let tls = if secure { Some(connector(ca)?) } else { None };
        Ok(Self { secure, host: host.to_owned(), port, tls })
    }

    /// As pages of its own name it.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, usual) = if self.secure { ("https", 443) } else { ("http", 80) };
        if self.port == usual {
            format!("{scheme}://{}", self.host)
        } else {
            format!("{scheme}://{}:{}", self.host, self.port)
        }
    }

    fn authority(&self) -> String {
        self.origin().split_once("//").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
    }

    /// Where the WebSocket is.
    #[must_use]
    pub fn socket_url(&self) -> String {
        format!("{}://{}/api/ws", if self.secure { "wss" } else { "ws" }, self.authority())
    }

    /// # Errors
    /// Nobody answers, or nobody vouches for who does.
    pub async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let bare = self.host.trim_matches(['[', ']']);
        let stream = TcpStream::connect((bare, self.port)).await?;
        stream.set_nodelay(true)?;
        let Some(tls) = &self.tls else { return Ok(Box::new(stream)) };
        let name = ServerName::try_from(bare.to_owned()).map_err(io::Error::other)?;
        Ok(Box::new(tls.connect(name, stream).await?))
    }

    /// What stands at `path`, as text.
    ///
    /// # Errors
    /// The server is not reached, or there is nothing.
    pub async fn text(&self, path: &str) -> Result<String, HouseError> {
        let io = TokioIo::new(self.connect().await?);
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(io).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let request = Request::get(path)
            .header(header::HOST, self.authority())
            .header(header::CONNECTION, "close")
            .body(Full::new(Bytes::new()))
            .map_err(io::Error::other)?;
        let (parts, body) = sender.send_request(request).await.map_err(io::Error::other)?.into_parts();
        if !parts.status.is_success() {
            let asked = format!("GET {path}");
            return Err(Refused { asked, status: parts.status.as_u16(), body: Value::Null }.into());
        }
        let bytes = body.collect().await.map_err(io::Error::other)?.to_bytes();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A request below `/api`; gives the cookie that was set, as `name=value`, and the body.
    ///
    /// # Errors
    /// The server is not reached, or refuses.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        body: Option<&Value>,
    ) -> Result<(Option<String>, Value), HouseError> {
        let io = TokioIo::new(self.connect().await?);
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(io).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let asked = format!("{method} {path}");
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("/api{path}"))
            .header(header::HOST, self.authority())
            .header(header::ORIGIN, self.origin())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .header(header::COOKIE, cookie)
            .body(Full::new(Bytes::from(body)))
            .map_err(io::Error::other)?;
        let answer = sender.send_request(request).await.map_err(io::Error::other)?;
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.map_err(io::Error::other)?.to_bytes();
        if !parts.status.is_success() {
            let body = serde_json::from_slice(&bytes).unwrap_or_default();
            return Err(Refused { asked, status: parts.status.as_u16(), body }.into());
        }
        let set = parts.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
        let cookie = set.and_then(|text| text.split(';').next()).map(str::to_owned);
        let value = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).map_err(|_| HouseError::Strange(asked))?
        };
        Ok((cookie, value))
    }
}

fn connector(ca: &Path) -> io::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(ca)
        .map_err(|error| io::Error::other(format!("{}: {error}", ca.display())))?;
    roots.add_parsable_certificates(certificates.filter_map(Result::ok));
    if roots.is_empty() {
        return Err(io::Error::other(format!("{} holds no certificate", ca.display())));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A text field of an answer.
///
/// # Errors
/// There is none.
pub fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, HouseError> {
    value.pointer(pointer).and_then(Value::as_str).ok_or_else(|| HouseError::Strange(pointer.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_scheme_host_and_port() {
        let ca = Path::new("/nowhere");
        for (url, origin, socket) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "ws://127.0.0.1:8080/api/ws"),
            ("http://lianjie.example/", "http://lianjie.example", "ws://lianjie.example/api/ws"),
            ("http://[::1]:81/x", "http://[::1]:81", "ws://[::1]:81/api/ws"),
            ("http://[::1]", "http://[::1]", "ws://[::1]/api/ws"),
        ] {
            let server = Server::new(url, ca).unwrap();
            assert_eq!((&*server.origin(), &*server.socket_url()), (origin, socket), "{url}");
        }
        for url in ["", "127.0.0.1:8080", "ftp://x", "http://", "http://x:y", "https://x"] {
            assert!(Server::new(url, ca).is_err(), "{url}");
        }
    }
}
