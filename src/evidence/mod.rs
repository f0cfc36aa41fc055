//! Evidence packages: all of a hearing that a stranger needs to check it without us (docs/signing.md).
//! Bytes in, bytes out: no database, no clock; of the disk only the recordings that a package names.

mod archive;
mod events;
mod exhibits;
mod files;
mod manifest;
mod outcomes;
mod papers;
mod recordings;
mod seals;
mod verify;
mod wordings;

pub use events::Slice;
pub use files::Contents;
pub use verify::{Finding, Report, Verdict, verify, verify_recordings};

use crate::domain::{Timestamp, hearing::Sealer};

/// Why a package cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the package cannot be written")]
pub struct PackError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// The package of a closed hearing, signed by this node as it is handed out.
///
/// # Errors
/// A part is too large for its format.
pub fn pack(contents: &Contents, made_at: Timestamp, sealer: &dyn Sealer) -> Result<Vec<u8>, PackError> {
    let mut files = files::files_of(contents)?;
    let manifest = manifest::Manifest::of(contents, &files, made_at, sealer);
    let manifest = manifest.bytes()?;
    let signature = hex::encode(sealer.sign(&manifest)).into_bytes();
    files.insert(0, files::File::new(manifest::SIGNATURE, "signature under the manifest", signature));
    files.insert(0, files::File::new(manifest::NAME, "what is in here", manifest));
    archive::write(files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))
}

impl PackError {
    fn of(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

#[cfg(test)]
mod tests;
