//! STUN and TURN servers a device is told of (RFC 9725 §4.6).

use crate::{
    domain::ids::{HearingId, SeatId},
    edge::AppState,
};
use axum::http::HeaderValue;
use std::net::IpAddr;

/// One server, as `RTCIceServer` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IceServer {
    /// `stun:…`, `turn:…` or `turns:…` (RFC 7064, RFC 7065).
    pub url: String,
    /// User name and password; servers that only reflect have none.
    pub credential: Option<(String, String)>,
}

/// The servers for whoever sits on `seat` and calls `from` there, one for each address; none where TURN is off.
pub fn of(app: &AppState, hearing: HearingId, seat: SeatId, from: IpAddr) -> Vec<IceServer> {
    let servers = app.rooms.ice_servers(hearing, seat, Some(from));
    let one = |server: signaling::wire::IceServer| {
        let credential = Some((server.username, server.credential));
        server.urls.into_iter().map(move |url| IceServer { url, credential: credential.clone() })
    };
    servers.into_iter().flat_map(one).collect()
}

impl IceServer {
    /// As a `Link` header; `None` if it cannot be one.
    pub fn link(&self) -> Option<HeaderValue> {
        let plain =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\<>".contains(&byte));
        let mut link = format!("<{}>; rel=\"ice-server\"", self.url);
        if let Some((username, credential)) = &self.credential {
            if !plain(username) || !plain(credential) {
                return None;
            }
            link.push_str(&format!(
                "; username=\"{username}\"; credential=\"{credential}\"; credential-type=\"password\""
            ));
        }
        plain(&self.url).then(|| HeaderValue::from_str(&link).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_told_as_a_link() {
        let server = |url: &str, credential: Option<(&str, &str)>| IceServer {
            url: url.to_owned(),
            credential: credential.map(|(name, word)| (name.to_owned(), word.to_owned())),
        };
        for (server, expected) in [
            (server("stun:192.0.2.1", None), Some("<stun:192.0.2.1>; rel=\"ice-server\"")),
            (
                server("turn:192.0.2.1?transport=udp", Some(("1:a", "b+/="))),
                Some(
                    "<turn:192.0.2.1?transport=udp>; rel=\"ice-server\"; username=\"1:a\"; \
                     credential=\"b+/=\"; credential-type=\"password\"",
                ),
            ),
            (server("turn:x> ", None), None),
            (server("turn:x", Some(("a\"", "b"))), None),
        ] {
            assert_eq!(server.link().as_ref().map(|link| link.to_str().unwrap()), expected);
        }
    }
}
