//! Pictures of which a channel sent the address alone: the platform keeps them for days, a petition for years.

use crate::domain::ids::PetitionId;
use uuid::Uuid;

/// Longest picture that is fetched, bytes.
pub const MAX_PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// Most of one petition: what a message may carry.
const MOST: usize = 9;
/// How an adapter writes an address into what was said.
pub const PICTURE_LINE: &str = "图片：";

/// A picture to fetch. The file it becomes has its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: Uuid,
    pub petition: PetitionId,
    pub url: String,
}

/// The addresses in what an adapter wrote, each once.
#[must_use]
pub fn picture_addresses(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix(PICTURE_LINE));
    for url in lines.map(str::trim).filter(|url| url.starts_with("http://") || url.starts_with("https://")) {
        if !found.contains(&url) {
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
    fn addresses_are_found_where_an_adapter_wrote_them_and_nowhere_else() {
        for (text, found) in [
            ("路灯不亮\n图片：https://a.example/1", &["https://a.example/1"][..]),
            (
                "图片：http://a.example/1\n图片：http://a.example/1\n图片：http://a.example/2",
                &["http://a.example/1", "http://a.example/2"],
            ),
            ("见 https://a.example/1", &[]),
            ("图片：（没有地址）", &[]),
            ("图片：file:///etc/passwd", &[]),
        ] {
            assert_eq!(picture_addresses(text), found, "{text}");
        }
        let many: String = (0..20).map(|n| format!("图片：https://a.example/{n}\n")).collect();
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
