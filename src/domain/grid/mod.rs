//! 民情流水线: what grid workers see on their rounds, from the report to its feedback, or to a petition.

mod report;
mod terms;

pub use report::{
    GridFault, GridLine, GridPhoto, GridReport, GridState, GridStateName, GridStep, GridStepKind, MAX_PHOTOS,
    NewReport, Resident, possible, report, take,
};
pub use terms::GridTerms;
