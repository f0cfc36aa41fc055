//! What surrounds every request: its log line, its time limit, its panics, the headers of its answer.

use super::{AppState, problem::Problem};
use axum::{
    BoxError,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

/// Longest a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// Longest a form with a file may take: a film of 100 MiB over a line that carries 250 kbit/s.
const UPLOAD_LIMIT: Duration = Duration::from_secs(3600);
/// What must come of it as long as it has not ended: a byte now and then would hold a connection for the hour.
const PACE: Pace = Pace { least: 4096, within: Duration::from_secs(30) };

/// Scripts only ours; styles inline because Element Plus positions pop-ups with `style`; pictures of files
/// and cameras from memory. Nothing foreign, nobody may frame us.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    ),
];

/// A year. Of this host alone: what else a site has under its name is not ours to say. Browsers heed it only where they know
/// the certificate.
const ONLY_BY_HTTPS: &str = "max-age=31536000";

/// [`CONTENT_POLICY`] with the WebSocket of `host` named: Safari before 15.4 does not count it as `'self'`.
fn content_policy(host: Option<&str>) -> HeaderValue {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let named = host.filter(|host| !host.is_empty() && host.chars().all(plain));
    named
        .and_then(|host| HeaderValue::try_from(format!("{CONTENT_POLICY} ws://{host} wss://{host}")).ok())
        .unwrap_or(HeaderValue::from_static(CONTENT_POLICY))
}

/// Runs the request within its limits and logs one line: never the query, a body, an address, a cookie.
pub async fn around(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path =
        request.extensions().get::<MatchedPath>().map_or("pages".into(), |path| path.as_str().to_owned());
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let policy = content_policy(host);
    let started = Instant::now();
    let (request, limit) = if is_form(&request) {
        (request.map(|body| in_pieces(body, PACE)), UPLOAD_LIMIT)
    } else {
        (request, TIME_LIMIT)
    };
    let mut response =
        match tokio::time::timeout(limit, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => Problem::internal("a handler panicked").into_response(),
            Err(_) => Problem::Unavailable.into_response(),
        };
    let (status, took_ms) = (response.status().as_u16(), started.elapsed().as_millis());
    tracing::info!(http.method = %method, http.path = path, http.status = status, took_ms = %took_ms, "{method} {path} {status} in {took_ms} ms");
    metrics::histogram!("http_request_seconds", "path" => path, "status" => status.to_string())
        .record(started.elapsed().as_secs_f64());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether it may bring a file.
fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// So many bytes, for so long a wait. What is waited for is the line: how long we take over what came is our own.
#[derive(Debug, Clone, Copy)]
struct Pace {
    least: usize,
    within: Duration,
}

/// The body as long as it keeps its pace: a line that is slow gets through, one that is dead holds nothing.
fn in_pieces(body: Body, pace: Pace) -> Body {
    let rest = body.into_data_stream();
    Body::from_stream(stream::try_unfold((rest, pace), move |(mut rest, left)| async move {
        let waiting = Instant::now();
        match tokio::time::timeout(left.within, rest.next()).await {
            Ok(Some(Ok(piece))) => {
                let least = left.least.saturating_sub(piece.len());
                let within = left.within.saturating_sub(waiting.elapsed());
                let left = if least == 0 { pace } else { Pace { least, within } };
                Ok(Some((piece, (rest, left))))
            }
            Ok(Some(Err(error))) => Err(BoxError::from(error)),
            Ok(None) => Ok(None),
            Err(_) => Err(BoxError::from("the upload stood still")),
        }
    }))
}

/// Who came by HTTPS once is led by it from then on: no stranger between answers the first request of a morning.
pub async fn only_by_https(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if app.config.secure {
        let policy = HeaderValue::from_static(ONLY_BY_HTTPS);
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, policy);
    }
    response
}

/// Answers of the API are kept by nobody, but for those that say for themselves how.
pub async fn never_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::to_bytes, http::StatusCode, middleware, routing::get};
    use std::convert::Infallible;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_is_an_internal_problem_and_the_next_request_is_served() {
        async fn falls() {
            panic!("on purpose");
        }
        let router = Router::new().route("/falls", get(falls)).route("/stands", get(|| async {}));
        let router = router.layer(middleware::from_fn(around));
        for (path, status) in [("/falls", StatusCode::INTERNAL_SERVER_ERROR), ("/stands", StatusCode::OK)] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status);
        }
    }

    /// A body of `pieces`, each after a wait of so many milliseconds.
    fn sent(pieces: u64, wait: u64) -> Body {
        Body::from_stream(stream::unfold(0, move |n| async move {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            (n < pieces).then_some((Ok::<_, Infallible>("piece"), n + 1))
        }))
    }

    #[tokio::test]
    async fn an_upload_may_be_slow_but_not_stand_still_or_trickle() {
        let within = Duration::from_millis(500);
        let read = async |pieces, wait, least| {
            to_bytes(in_pieces(sent(pieces, wait), Pace { least, within }), usize::MAX).await
        };
        let slow = read(40, 20, 5).await.unwrap();
        assert_eq!(slow.len(), 40 * "piece".len(), "longer than the wait for one piece");
        assert!(read(2, 1500, 5).await.is_err(), "it stood still");
        assert!(read(100, 20, 10_000).await.is_err(), "it trickled");
        assert_eq!(read(3, 1, 10_000).await.unwrap().len(), 15, "it ended");
    }

    #[test]
    fn only_a_form_is_waited_for_beyond_what_other_requests_may_take() {
        for (kind, form) in [
            ("multipart/form-data; boundary=x", true),
            ("Multipart/Form-Data; boundary=x", true),
            ("application/json", false),
            ("", false),
        ] {
            let request = Request::builder().header(header::CONTENT_TYPE, kind);
            assert_eq!(is_form(&request.body(Body::empty()).unwrap()), form, "{kind}");
        }
    }

    #[test]
    fn a_host_cannot_widen_the_policy() {
        let policy = |host| content_policy(Some(host)).to_str().unwrap().to_owned();
        assert!(
            policy("lianjie.example:8443")
                .ends_with("'self' ws://lianjie.example:8443 wss://lianjie.example:8443")
        );
        for host in ["a; script-src *", "a b", ""] {
            assert_eq!(policy(host), CONTENT_POLICY);
        }
    }
}
