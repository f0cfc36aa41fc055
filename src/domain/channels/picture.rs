//! Pictures of which a channel sent the address alone: the platform keeps them for days, a petition for years.

use crate::domain::ids::PetitionId;
use uuid::Uuid;

/// Longest picture that is fetched, bytes.
pub const MAX_PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// Most of one petition: what a message may carry.
const MOST: usize = 9;

/// A picture to fetch. The file it becomes has its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: Uuid,
    pub petition: PetitionId,
    pub url: String,
}

/// The addresses among what a channel gave as such, each once.
#[must_use]
pub fn picture_addresses(given: &[String]) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for url in given.iter().map(|url| url.trim()) {
        if (url.starts_with("http://") || url.starts_with("https://")) && !found.contains(&url) {
            found.push(url);
        }
    }
    found.truncate(MOST);
    found
}

/// Ending and media type of a picture by its first bytes; none of what is no picture, whatever its sender calls it.
#[must_use]
pub fn picture_type(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Some(("jpg", "image/jpeg"))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(("png", "image/png"))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(("webp", "image/webp"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_asked_for_once_and_nothing_else_is() {
        let given = |urls: &[&str]| urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>();
        let urls = given(&[
            "http://a.example/1",
            " http://a.example/1",
            "file:///etc/passwd",
            "",
            "https://a.example/2",
        ]);
        assert_eq!(picture_addresses(&urls), ["http://a.example/1", "https://a.example/2"]);
        let many: Vec<String> = (0..20).map(|n| format!("https://a.example/{n}")).collect();
        assert_eq!(picture_addresses(&many).len(), MOST);
    }

    #[test]
    fn a_picture_is_known_by_its_beginning() {
        for (bytes, ending) in [
            (&b"\xff\xd8\xff\xe0"[..], Some("jpg")),
            (b"\x89PNG\r\n\x1a\n....", Some("png")),
            (b"RIFF....WEBPVP8 ", Some("webp")),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(picture_type(bytes).map(|(ending, _)| ending), ending, "{bytes:?}");
        }
    }
}
