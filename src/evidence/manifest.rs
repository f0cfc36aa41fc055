//! The manifest of an evidence package, signed by the node.

use super::{Contents, PackError, files::File};
use crate::domain::{Timestamp, hearing::Sealer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub const NAME: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";
pub const FORMAT: &str = "lianjie-evidence 1";

/// What is in a package. Signed by the node, so that everything it names is, too.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    pub hearing: String,
    pub number: String,
    pub petition: String,
    /// UTC milliseconds.
    pub made_at: i64,
    pub algorithm: String,
    /// Hexadecimal, like every hash here.
    pub public_key: String,
    pub files: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub name: String,
    pub what: String,
    pub size: u64,
    pub sha256: String,
}

impl Manifest {
    pub fn of(contents: &Contents, files: &[File], made_at: Timestamp, sealer: &dyn Sealer) -> Self {
        let item = |file: &File| Item {
            name: file.name.clone(),
            what: file.what.to_owned(),
            size: file.bytes.len() as u64,
            sha256: sha256(&file.bytes),
        };
        Self {
            format: FORMAT.to_owned(),
            hearing: contents.hearing.id.to_string(),
            number: contents.hearing.number.clone(),
            petition: contents.petition_number.clone(),
            made_at: made_at.0,
            algorithm: sealer.algorithm().to_owned(),
            public_key: hex::encode(sealer.public_key()),
            files: files.iter().map(item).collect(),
        }
    }

    pub fn bytes(&self) -> Result<Vec<u8>, PackError> {
        serde_json::to_vec_pretty(self).map_err(PackError::of)
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
