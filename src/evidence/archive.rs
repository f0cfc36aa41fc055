//! The container: a ZIP of stored files without times, so that the same files are always the same bytes.

use super::PackError;
use std::io::{Cursor, Read, Write};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Most files that are looked at.
const MAX_FILES: usize = 10_000;

pub fn write<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, PackError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, options).map_err(PackError::of)?;
        archive.write_all(bytes).map_err(PackError::of)?;
    }
    Ok(archive.finish().map_err(PackError::of)?.into_inner())
}

/// Names and bytes in the order they stand, as they lie there: what does not fit its checksum is told by the manifest, by
/// its name and beside whatever else is damaged.
///
/// # Errors
/// A sentence: what cannot be read.
pub fn read(package: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(package)).map_err(|why| why.to_string())?;
    if archive.len() > MAX_FILES {
        return Err(format!("{} files in it", archive.len()));
    }
    let (mut files, mut compressed) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).ok_or("a file has no name")?;
        let name = name.map_err(|why| why.to_string())?.into_owned();
        let mut bytes = Vec::new();
        // Nothing, where the container does not lead to it.
        if let Ok(file) = archive.by_index_raw(index) {
            compressed += usize::from(file.compression() != CompressionMethod::Stored);
            // Stored files are no longer than the package.
            let limit = package.len() as u64;
            file.take(limit).read_to_end(&mut bytes).map_err(|why| format!("{name}: {why}"))?;
        }
        files.push((name, bytes));
    }
    // One alone may be damage. Who packs anew stores folders, and what grows no smaller.
    if compressed > 1 { Err(COMPRESSED.to_owned()) } else { Ok(files) }
}

/// As a computer does that unpacks what it downloads, and its owner packs it anew.
const COMPRESSED: &str =
    "its files are compressed, so another program packed it anew: check it as it was handed out";
