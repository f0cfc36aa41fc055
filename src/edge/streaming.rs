//! Files going out: how a browser is to take them; whole, or the range that a player of sound and video asks for, piece by
//! piece.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, IntoResponseParts, Response},
};
use futures_util::Stream;
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
};

/// Read and sent at a time, bytes.
const PIECE: usize = 256 * 1024;

/// What says that ranges may be asked for.
pub const RANGES: [(HeaderName, &str); 1] = [(header::ACCEPT_RANGES, "bytes")];

/// What a browser does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// For what came in: who knows what it is.
    Saved,
    /// For what is of our own making, and for pictures.
    Inline,
}

/// What says of a file what it is, and what a browser does with it. An empty `name`: the address names it.
pub fn headers(media_type: impl Into<String>, shown: Shown, name: &str) -> [(HeaderName, String); 2] {
    let how = match shown {
        Shown::Saved => "attachment",
        Shown::Inline => "inline",
    };
    let named = if name.is_empty() { String::new() } else { format!("; filename*=UTF-8''{}", encoded(name)) };
    [(header::CONTENT_TYPE, media_type.into()), (header::CONTENT_DISPOSITION, format!("{how}{named}"))]
}

/// A name for a header, in the way of RFC 6266: percent-encoded UTF-8.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let encode = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(encode).collect()
}

/// What of `size` bytes goes out: all, or the one range that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    range: Option<(u64, u64)>,
    size: u64,
}

impl Part {
    /// `asked`: a `Range` header.
    pub fn of(size: u64, asked: Option<&str>) -> Self {
        Self { range: asked.and_then(|asked| range(asked, size)), size }
    }

    /// Where it begins.
    pub fn begins(&self) -> u64 {
        self.range.map_or(0, |(first, _)| first)
    }

    /// `source` stands where it begins.
    pub fn answer(self, headers: impl IntoResponseParts, source: impl Read + Send + 'static) -> Response {
        let length = self.range.map_or(self.size, |(first, last)| last + 1 - first);
        let body = Body::from_stream(pieces(source, length));
        let length = [(header::CONTENT_LENGTH, length.to_string())];
        match self.range {
            Some((first, last)) => {
                let place = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", self.size))];
                (StatusCode::PARTIAL_CONTENT, headers, RANGES, length, place, body).into_response()
            }
            None => (headers, RANGES, length, body).into_response(),
        }
    }
}

/// The file at `path` with `headers`, or as much of it as `asked` asks for.
///
/// # Errors
/// It cannot be read.
pub async fn file(
    path: PathBuf,
    headers: [(HeaderName, String); 2],
    asked: &HeaderMap,
) -> io::Result<Response> {
    let asked = asked.get(header::RANGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let opened = tokio::task::spawn_blocking(move || {
        let mut file = File::open(path)?;
        let part = Part::of(file.metadata()?.len(), asked.as_deref());
        file.seek(SeekFrom::Start(part.begins()))?;
        Ok::<_, io::Error>((part, file))
    });
    let (part, file) = opened.await.map_err(io::Error::other)??;
    Ok(part.answer(headers, file))
}

/// So much of a file, from where it stands. Reading waits for the disk, on a thread that may.
pub fn pieces(source: impl Read + Send + 'static, length: u64) -> impl Stream<Item = io::Result<Bytes>> {
    futures_util::stream::try_unfold((source, length), |(mut source, left)| async move {
        let size = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        if size == 0 {
            return Ok(None);
        }
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; size];
            source.read_exact(&mut piece)?;
            Ok::<_, io::Error>((source, piece))
        });
        let (source, piece) = read.await.map_err(io::Error::other)??;
        Ok(Some((Bytes::from(piece), (source, left - size as u64))))
    })
}

/// The one range asked for, its ends inclusive. `None`, and the whole is sent: several, none that lies within, or no
/// range at all, all of which may be ignored (RFC 9110 §14.2).
fn range(asked: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let end = size.checked_sub(1)?;
    let (first, last) = match (first.trim(), last.trim()) {
        ("", length) => (size.saturating_sub(length.parse().ok()?), end),
        (first, "") => (first.parse().ok()?, end),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.min(end)),
    };
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::{Shown, headers, range};

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        for (shown, name, said) in [
            (Shown::Saved, "证 \"a\r\n.pdf", "attachment; filename*=UTF-8''%E8%AF%81%20%22a%0D%0A.pdf"),
            (Shown::Inline, "TJ-1.pdf", "inline; filename*=UTF-8''TJ-1.pdf"),
            (Shown::Saved, "", "attachment"),
        ] {
            let [_, (_, disposition)] = headers("application/pdf", shown, name);
            assert_eq!(disposition, said);
        }
    }

    #[test]
    fn one_range_within_is_taken() {
        for (asked, expected) in [
            ("bytes=0-", Some((0, 99))),
            ("bytes=10-19", Some((10, 19))),
            ("bytes=90-500", Some((90, 99))),
            ("bytes=-10", Some((90, 99))),
            ("bytes=-500", Some((0, 99))),
            ("bytes=-0", None),
            ("bytes=100-", None),
            ("bytes=9-3", None),
            ("bytes=0-1,5-6", None),
            ("items=0-1", None),
            ("bytes=a-b", None),
            ("bytes=--", None),
        ] {
            assert_eq!(range(asked, 100), expected, "{asked}");
        }
        assert_eq!(range("bytes=0-", 0), None);
    }
}
