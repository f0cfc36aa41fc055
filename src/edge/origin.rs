//! Cross-site requests are refused: every write and the WebSocket handshake must name one of our own
//! origins, exactly (docs/threats.md T13). Cookies are `SameSite=Lax` besides.

use super::{AppState, EdgeConfig, client, problem::Problem};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn check(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let handshake = request.headers().contains_key(header::UPGRADE);
    // A program with a token and no cookie: no page sends such a request for somebody else.
    let program = client::shows_token(request.headers()) && !request.headers().contains_key(header::COOKIE);
    if (!handshake && (reads || program)) || is_own(&app.config, request.headers()) {
        return next.run(request).await;
    }
    Problem::BadOrigin.into_response()
}

/// Whether the `Origin` is ours: one of those configured, or, with none configured, the host that was asked.
fn is_own(config: &EdgeConfig, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    if !config.origins.is_empty() {
        return config.origins.iter().any(|own| own == origin);
    }
    let scheme = if config.secure { "https" } else { "http" };
    text(header::HOST).is_some_and(|host| origin == format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(configured: &[&str], secure: bool, origin: Option<&str>, own: bool) {
        let origins = configured.iter().map(|text| (*text).to_owned()).collect();
        let config = EdgeConfig { origins, secure, ..EdgeConfig::default() };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "lianjie.example:8443".parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        assert_eq!(is_own(&config, &headers), own, "{origin:?} with {configured:?}");
    }

    #[test]
    fn only_exact_origins_pass() {
        let own = "https://lianjie.example:8443";
        for configured in [&[][..], &[own]] {
            check(configured, true, Some(own), true);
            for other in [
                "null",
                "http://lianjie.example:8443",
                "https://lianjie.example",
                "https://a.lianjie.example:8443",
                "https://lianjie.example:8443.evil.example",
                "https://lianjie.example:8443/",
                "https://evil.example",
            ] {
                check(configured, true, Some(other), false);
            }
            check(configured, true, None, false);
        }
    }

    #[test]
    fn a_configured_list_replaces_the_host() {
        check(&["https://public.example"], true, Some("https://lianjie.example:8443"), false);
        check(&["https://public.example"], true, Some("https://public.example"), true);
    }

    #[test]
    fn without_tls_the_own_origin_is_plain() {
        check(&[], false, Some("http://lianjie.example:8443"), true);
    }
}
