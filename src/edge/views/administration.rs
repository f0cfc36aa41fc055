//! JSON of administration.

mod calendar;
mod places;
mod staff;

pub use calendar::*;
pub use places::*;
pub use staff::*;

use super::DeedKindText;
use crate::domain::{administration::Deed, jurisdiction::LineFault};
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

impl DeedView {
    pub fn of(deed: Deed, by_name: Option<String>) -> Self {
        Self { id: deed.id.0, at: deed.at.0, by_name, kind: deed.kind.into(), about: deed.about }
    }
}
