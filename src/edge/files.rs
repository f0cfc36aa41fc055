//! Files handed in: bytes under `files/<id>`, everything else in the record. What comes in is checked by
//! its name and its first bytes; what goes out is never shown inline.

mod part;

use super::problem::Problem;
use crate::{
    domain::{event::Actor, ids::AttachmentId},
    files::lacks_room,
};
use axum::{
    body::Bytes,
    extract::multipart::{Field, Multipart},
};
use part::Part;
pub use part::sweep;
use sha2::{Digest, Sha256};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
};
use tokio::fs;

/// Longest file, bytes.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Longest film laid before a hearing, bytes: some minutes as a phone takes them.
pub const MAX_FILM_BYTES: u64 = 100 * 1024 * 1024;
/// Most files that petitioners add to one petition from home.
pub const MAX_OWN_FILES: usize = 20;
/// Longest name kept, characters.
const MAX_NAME_CHARS: usize = 100;

/// Bytes that must stay free on the disk of files, or none is taken: citizens' are refused first, so that the house goes on
/// with its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeepFree {
    pub citizens: u64,
    pub staff: u64,
}

impl KeepFree {
    pub const fn of(self, by: Actor) -> u64 {
        match by {
            Actor::Staff { .. } | Actor::System => self.staff,
            Actor::Seat(_) | Actor::Petitioner => self.citizens,
        }
    }
}

/// Ending, media type, and what such a file begins with.
const TYPES: [(&str, &str, Beginning); 15] = [
    ("pdf", "application/pdf", |b| b.starts_with(b"%PDF-")),
    ("jpg", "image/jpeg", |b| b.starts_with(b"\xff\xd8\xff")),
    ("jpeg", "image/jpeg", |b| b.starts_with(b"\xff\xd8\xff")),
    ("png", "image/png", |b| b.starts_with(b"\x89PNG\r\n\x1a\n")),
    ("webp", "image/webp", |b| b.starts_with(b"RIFF") && b.get(8..12) == Some(b"WEBP")),
    ("heic", "image/heic", is_iso_media),
    ("doc", "application/msword", is_old_office),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_zip),
    ("xls", "application/vnd.ms-excel", is_old_office),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_zip),
    ("txt", "text/plain", is_text),
    ("mp4", "video/mp4", is_iso_media),
    ("mov", "video/quicktime", is_iso_media), // as phones of one maker film
    ("mp3", "audio/mpeg", |b| {
        b.starts_with(b"ID3") || matches!(b, [0xff, second, ..] if second & 0xe0 == 0xe0)
    }),
    ("m4a", "audio/mp4", is_iso_media),
];

type Beginning = fn(&[u8]) -> bool;

fn is_iso_media(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

fn is_old_office(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The file of a form that has nothing else (field `file`).
///
/// # Errors
/// The form cannot be read, or begins with another field.
pub async fn only_file(form: &mut Multipart) -> Result<Field<'_>, Problem> {
    let field = form.next_field().await.map_err(unreadable)?;
    let file = field.filter(|field| field.name() == Some("file"));
    file.ok_or_else(|| Problem::field("file", "The form has no file"))
}

/// A field of a form that is text, without space around it.
///
/// # Errors
/// Longer than `most` bytes, or not UTF-8.
pub async fn text(name: &'static str, mut field: Field<'_>, most: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > most {
            return Err(Problem::field(name, "Too long"));
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::field(name, "Not UTF-8"))?;
    Ok(text.trim().to_owned())
}

/// Any encoding, GBK included: no control characters but those of text.
fn is_text(bytes: &[u8]) -> bool {
    !bytes.is_empty()
        && bytes.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
}

/// The type of a file by its ending and its beginning.
pub fn media_type(name: &str, beginning: &[u8]) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    TYPES
        .iter()
        .find(|(known, _, begins)| *known == ending && begins(beginning))
        .map(|(_, media_type, _)| *media_type)
}

/// The last part of a path, without what would mislead on a page or in a file system.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = |c: &char| !c.is_control() && !r#""<>:|?*"#.contains(*c) && !is_direction_mark(*c);
    let plain: String = last.chars().filter(visible).collect();
    let plain = plain.trim().trim_start_matches('.');
    let excess = plain.chars().count().saturating_sub(MAX_NAME_CHARS);
    plain.chars().skip(excess).collect() // the ending is what must stay
}

/// U+202E and its like turn `exe.pdf` into what looks like `fdp.exe`.
const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A file on disk whose record is still to be written.
#[derive(Debug)]
pub struct Stored {
    pub name: String,
    pub media_type: &'static str,
    pub size: u64,
    pub sha256: [u8; 32],
}

/// Where the bytes of `id` are.
#[must_use]
pub fn path_of(folder: &Path, id: impl Display) -> PathBuf {
    folder.join(id.to_string())
}

/// Streams `field` to disk and makes it survive a power cut. On any error nothing is left behind.
///
/// # Errors
/// `no_space`: fewer than `keep_free` bytes are free; where the system does not say how many, the disk itself refuses.
pub async fn store(
    folder: &Path,
    keep_free: u64,
    id: AttachmentId,
    mut field: Field<'_>,
) -> Result<Stored, Problem> {
    if lacks_room(folder, keep_free) {
        return Err(Problem::NoSpace);
    }
    let name = plain_name(field.file_name().unwrap_or_default());
    let beginning = beginning(&mut field).await?;
    let media_type = media_type(&name, &beginning).ok_or(Problem::BadFileType)?;
    let limit = if media_type.starts_with("video/") { MAX_FILM_BYTES } else { MAX_FILE_BYTES };
    let mut part = Part::begin(folder, id).await?;
    let (mut digest, mut size, mut chunk) = (Sha256::new(), 0, Some(Bytes::from(beginning)));
    while let Some(bytes) = chunk {
        size += bytes.len() as u64;
        if size > limit {
            return Err(Problem::TooLarge { limit });
        }
        digest.update(&bytes);
        part.write(&bytes).await?;
        chunk = field.chunk().await.map_err(unreadable)?;
    }
    part.finish(path_of(folder, id)).await?;
    Ok(Stored { name, media_type, size, sha256: digest.finalize().into() })
}

/// Keeps bytes of our own making: all of them, or none.
pub async fn keep(folder: &Path, id: impl Display, bytes: Vec<u8>) -> Result<(), Problem> {
    let (folder, name) = (folder.to_owned(), id.to_string());
    let kept = tokio::task::spawn_blocking(move || crate::files::keep(&folder, &name, &bytes)).await;
    kept.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// What `recording` the file of `id` came to; where it was refused the file goes as well. Where it failed the file
/// stays: a commit whose answer was lost may have been made, and a record without its file would be evidence lost.
pub async fn recorded<T>(
    folder: &Path,
    id: impl Display,
    recording: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    let recorded = recording.await;
    match &recorded {
        Ok(_) => {}
        Err(Problem::Internal(_) | Problem::Unavailable) => {
            tracing::warn!(file.id = %id, "A file stays on disk: whether it has a record is not known");
        }
        Err(_) => discard(folder, id).await,
    }
    recorded
}

/// Removes a file whose record could not be written.
async fn discard(folder: &Path, id: impl Display) {
    if let Err(error) = fs::remove_file(path_of(folder, &id)).await {
        tracing::warn!(file.id = %id, %error, "A file without a record stays on disk");
    }
}

/// Enough bytes to know the type by, however small the pieces they come in; all of a shorter file.
async fn beginning(field: &mut Field<'_>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while bytes.len() < 16 {
        let Some(chunk) = field.chunk().await.map_err(unreadable)? else { break };
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The form broke off, or the body grew beyond its limit.
pub fn unreadable(error: axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::TooLarge { limit: MAX_FILE_BYTES };
    }
    Problem::BadRequest(error.body_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_goes_where_its_record_was_refused_and_stays_where_that_is_not_known() {
        let folder = tempfile::tempdir().unwrap();
        for (problem, stays) in [
            (None, true),
            (Some(Problem::NotFound), false),
            (Some(Problem::Stale), false),
            (Some(Problem::internal("the line to the database broke")), true),
            (Some(Problem::Unavailable), true), // the room that wrote it is gone
        ] {
            let path = path_of(folder.path(), 1);
            std::fs::write(&path, b"%PDF-1.7").unwrap();
            let said = format!("{problem:?}");
            let ended = async { problem.map_or(Ok(()), Err) };
            assert_eq!(recorded(folder.path(), 1, ended).await.is_ok(), said == "None");
            assert_eq!(path.exists(), stays, "{said}");
        }
    }

    #[test]
    fn names_lose_what_misleads() {
        for (given, kept) in [
            ("证据 1.pdf", "证据 1.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            (r"C:\scans\a.jpg", "a.jpg"),
            (".hidden.pdf", "hidden.pdf"),
            ("a\u{202e}fdp.exe\r\n", "afdp.exe"),
            ("a\"<b>.png", "ab.png"),
        ] {
            assert_eq!(plain_name(given), kept);
        }
        assert!(plain_name(&format!("{}.pdf", "长".repeat(300))).ends_with("长.pdf"));
    }

    #[test]
    fn a_type_needs_both_its_ending_and_its_beginning() {
        for (name, beginning, accepted) in [
            ("a.pdf", &b"%PDF-1.7"[..], true),
            ("a.PDF", b"%PDF-1.7", true),
            ("a.pdf", b"MZ\x90", false),
            ("a.exe", b"%PDF-1.7", false),
            ("a.html", b"<script>", false),
            ("a.svg", b"<svg>", false),
            ("a.txt", "群众来信".as_bytes(), true),
            ("a.txt", b"\x7fELF\x02\x01\x01\x00", false),
            ("a.mp4", b"\x00\x00\x00\x18ftypmp42", true),
            ("a.MOV", b"\x00\x00\x00\x14ftypqt  ", true),
            ("a", b"%PDF-1.7", false),
        ] {
            assert_eq!(media_type(name, beginning).is_some(), accepted, "{name}");
        }
    }
}
