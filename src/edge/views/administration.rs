//! JSON of administration.

mod calendar;
mod places;
mod staff;

pub use calendar::*;
pub use places::*;
pub use staff::*;

use super::{DeedKindText, SoughtByText};
use crate::{
    domain::{administration::Deed, hex, jurisdiction::LineFault},
    storage::OpeningRow,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct LineFaultView {
    pub line: usize,
    pub why: String,
}

impl From<LineFault> for LineFaultView {
    fn from(fault: LineFault) -> Self {
        Self { line: fault.line, why: fault.why }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeedView {
    pub id: Uuid,
    pub at: i64,
    /// None: on the command line; of who was refused it is not known.
    pub by_name: Option<String>,
    pub kind: DeedKindText,
    pub about: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeedList {
    pub rows: Vec<DeedView>,
    /// Give it back as `after`; none at the end.
    pub next: Option<String>,
}

impl DeedView {
    pub fn of(deed: Deed, by_name: Option<String>) -> Self {
        Self { id: deed.id.0, at: deed.at.0, by_name, kind: deed.kind.into(), about: deed.about }
    }
}

/// Somebody opened a petition's page, or looked for a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    pub id: Uuid,
    pub at: i64,
    pub by: Uuid,
    pub by_name: String,
    /// What was opened; none, if a person was looked for.
    pub petition: Option<Uuid>,
    pub number: Option<String>,
    pub sought_by: Option<SoughtByText>,
    /// Of the words that a person was looked for by, keyed: the same words, the same digest.
    pub digest: Option<String>,
}

impl OpeningView {
    pub fn of(row: OpeningRow, by_name: String) -> Self {
        let (petition, number) = row.petition.map(|(id, number)| (id.0, number)).unzip();
        let (by, digest) = row.sought.map(|(by, digest)| (SoughtByText(by), hex(&digest))).unzip();
        Self { id: row.id.0, at: row.at.0, by: row.by.0, by_name, petition, number, sought_by: by, digest }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningList {
    pub rows: Vec<OpeningView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}
