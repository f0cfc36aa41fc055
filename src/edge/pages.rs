//! The web client, embedded: `index.html` of the two entries, and their hashed files under `/assets`.

use super::{etag, problem::Problem};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "$WEB_EMBED_DIR"]
struct Dist;

const CITIZEN_PAGES: [&str; 9] =
    ["/", "/file", "/query", "/join", "/hall", "/screen", "/rights", "/reception", "/index.html"];

/// The grid workers' address.
const GRID: &str = "/grid";

/// Encodings in order of size, as the web build writes them beside each text file.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Names under `/assets` carry a hash of their bytes.
const FOREVER: &str = "public, max-age=31536000, immutable";

pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return ([(header::ALLOW, "GET,HEAD")], Problem::MethodNotAllowed).into_response();
    }
    let path = uri.path();
    if path == GRID {
        // What grid workers keep on their phones: short enough to be told by word of mouth.
        Redirect::temporary("/desk/grid").into_response()
    } else if is_page(path, "/desk") {
        page("desk/index.html", &headers)
    } else if CITIZEN_PAGES.contains(&path) {
        page("citizen/index.html", &headers)
    } else if path.starts_with("/assets/") {
        file(&path[1..], &headers, FOREVER)
    } else {
        file(path.trim_start_matches('/'), &headers, "no-cache")
    }
}

fn is_page(path: &str, entry: &str) -> bool {
    path.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    file(name, headers, "no-cache")
}

/// `name` in the smallest encoding the browser takes.
fn file(name: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    let encoded = ENCODINGS
        .iter()
        .filter(|(encoding, _)| takes(headers, encoding))
        .find_map(|(encoding, ending)| Some((Some(*encoding), Dist::get(&format!("{name}{ending}"))?)));
    let found = encoded.or_else(|| Some((None, Dist::get(name)?)));
    let Some((encoding, found)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let tag = etag::quoted(hex::encode(&found.metadata.sha256_hash()[..16]));
    let known = etag::is_known(headers, &tag);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body(name, found) };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn body(name: &str, file: EmbeddedFile) -> Response {
    ([(header::CONTENT_TYPE, content_type(name))], Body::from(file.data.into_owned())).into_response()
}

/// Whether the answer to a request with these headers may come in `encoding`.
pub fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepts(accepted, encoding))
}

/// Whether `Accept-Encoding` lists `encoding` and does not rule it out by `q=0`.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next() == Some(encoding)
            && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" | "webmanifest" => "application/json",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(path: &str) -> Response {
        serve(Method::GET, path.parse().unwrap(), HeaderMap::new()).await
    }

    #[tokio::test]
    async fn pages_of_both_entries_are_served_and_nothing_else() {
        for (path, status) in [
            ("/", 200),
            ("/join", 200),
            ("/hall", 200),
            ("/screen", 200),
            ("/desk", 200),
            ("/desk/hearings/1/room", 200),
            ("/grid", 307),
            ("/desktop", 404),
            ("/etc/passwd", 404),
            ("/../Cargo.toml", 404),
            ("/assets/none.js", 404),
        ] {
            assert_eq!(get(path).await.status(), status, "{path}");
        }
    }

    #[tokio::test]
    async fn a_page_is_asked_for_again_but_not_sent_twice() {
        let first = get("/").await;
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        let second = serve(Method::GET, Uri::from_static("/"), headers).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn an_encoding_may_be_ruled_out() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "gzip"));
    }
}
