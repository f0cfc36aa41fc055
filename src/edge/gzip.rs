//! JSON that may come and go compressed (RFC 1952), for who is on the way into a hearing: a line that loses in bursts loses of
//! every packet, and the page waits for each.

use super::{
    extract::{Json, MAX_JSON_BYTES},
    pages,
    problem::Problem,
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use serde::{Serialize, de::DeserializeOwned};
use std::io::Read as _;

const GZIP: &str = "gzip";

/// A body of JSON, compressed or not, and no larger than others are once it is read.
#[derive(Debug)]
pub struct Packed<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Packed<T> {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        if let Some(coding) = request.headers_mut().remove(header::CONTENT_ENCODING) {
            if !coding.as_bytes().eq_ignore_ascii_case(GZIP.as_bytes()) {
                return Err(Problem::UnsupportedMedia("compressed by gzip, or not at all"));
            }
            let (parts, body) = request.into_parts();
            // It was too long, or the connection broke: then nobody hears this.
            let packed = to_bytes(body, MAX_JSON_BYTES).await.map_err(|_| too_large())?;
            request = Request::from_parts(parts, Body::from(unpacked(&packed)?));
        }
        let Json(body) = Json::<T>::from_request(request, state).await?;
        Ok(Self(body))
    }
}

/// A kilobyte can say a megabyte of nothing: no more is made of it than a body may hold, and one byte.
fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Problem> {
    let broken = || Problem::BadRequest("The body is not what its Content-Encoding says.".to_owned());
    let mut stream = GzDecoder::new(packed);
    let mut plain = Vec::new();
    stream.by_ref().take(MAX_JSON_BYTES as u64 + 1).read_to_end(&mut plain).map_err(|_| broken())?;
    if plain.len() > MAX_JSON_BYTES {
        return Err(too_large());
    }
    if stream.into_inner().is_empty() { Ok(plain) } else { Err(broken()) }
}

const fn too_large() -> Problem {
    Problem::TooLarge { limit: MAX_JSON_BYTES as u64 }
}

/// JSON for who asked with these headers, compressed where they take that. Not for answers in which a secret that stays stands
/// beside what the asker chose: their length tells of it (BREACH).
pub fn answer<T: Serialize>(asked: &HeaderMap, body: &T) -> Result<Response, Problem> {
    if !pages::takes(asked, GZIP) {
        return Ok(Json(body).into_response());
    }
    let mut stream = GzEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut stream, body).map_err(Problem::internal)?;
    let packed = stream.finish().map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_ENCODING, GZIP),
        (header::VARY, "accept-encoding"),
    ];
    Ok((headers, packed).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn packed(plain: &[u8]) -> Vec<u8> {
        let mut stream = GzEncoder::new(Vec::new(), Compression::best());
        stream.write_all(plain).unwrap();
        stream.finish().unwrap()
    }

    #[test]
    fn what_was_compressed_is_read_up_to_the_last_byte_a_body_may_hold() {
        for length in [0, 1, 9000, MAX_JSON_BYTES] {
            let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            assert!(unpacked(&packed(&plain)).unwrap() == plain, "{length} bytes");
        }
        for length in [MAX_JSON_BYTES + 1, 16 << 20] {
            let bomb = packed(&vec![b' '; length]);
            let refused = unpacked(&bomb);
            assert!(matches!(refused, Err(Problem::TooLarge { .. })), "{} bytes of {length}", bomb.len());
        }
    }

    #[test]
    fn what_is_broken_is_no_body() {
        let whole = packed(br#"{"hearing":"1"}"#);
        let mut changed = whole.clone();
        let checksum = changed.len() - 8;
        changed[checksum] ^= 1;
        let longer = [&whole[..], b"more"].concat();
        let short = whole.len() - 1;
        for broken in [&b""[..], &b"{}"[..], &whole[..5], &whole[..short], &changed[..], &longer[..]] {
            assert!(matches!(unpacked(broken), Err(Problem::BadRequest(_))), "{broken:02x?}");
        }
    }
}
