//! Steps between bureaus and units in the facts of a petition, as compact JSON.

use crate::{
    domain::{
        Timestamp,
        ids::AgencyId,
        petition::Routing,
        statistics::{Behind, Step},
    },
    storage::{StoreError, values::parse},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// [`Behind`] as JSON, a letter for each kind of step.
#[derive(Serialize, Deserialize)]
pub(super) enum StepRecord<'a> {
    /// How, by, at, whether it did its part.
    #[serde(rename = "d")]
    Down(Cow<'a, str>, Uuid, i64, bool),
    /// How, unit, at.
    #[serde(rename = "s")]
    Sent(Cow<'a, str>, Uuid, i64),
    /// The unit that was ruled to be competent, at.
    #[serde(rename = "r")]
    Ruled(Uuid, i64),
    /// The unit that was succeeded, at.
    #[serde(rename = "x")]
    Succeeded(Uuid, i64),
}

pub(super) fn step_record(behind: &Behind) -> StepRecord<'static> {
    let at = behind.at.0;
    match behind.step {
        Step::Down { how, by, part } => StepRecord::Down(how.as_str().into(), by.0, at, part),
        Step::Sent { how, unit } => StepRecord::Sent(how.as_str().into(), unit.0, at),
        Step::Ruled { unit } => StepRecord::Ruled(unit.0, at),
        Step::Succeeded { unit } => StepRecord::Succeeded(unit.0, at),
    }
}

/// As much memory as they need: there are millions of facts. `old` is of a row of a release before, which kept who handed it
/// down and when, and not how.
pub(super) fn steps(old: Vec<(Uuid, i64)>, records: Vec<StepRecord<'_>>) -> Result<Vec<Behind>> {
    let mut all = Vec::with_capacity(old.len() + records.len());
    for (by, at) in old {
        let step = Step::Down { how: Routing::Transfer, by: AgencyId(by), part: true };
        all.push(Behind { at: Timestamp(at), step });
    }
    for record in records {
        all.push(behind(record)?);
    }
    Ok(all)
}

fn behind(record: StepRecord<'_>) -> Result<Behind> {
    let (at, step) = match record {
        StepRecord::Down(how, by, at, part) => {
            (at, Step::Down { how: parse("routing", &how)?, by: AgencyId(by), part })
        }
        StepRecord::Sent(how, unit, at) => {
            (at, Step::Sent { how: parse("routing", &how)?, unit: AgencyId(unit) })
        }
        StepRecord::Ruled(unit, at) => (at, Step::Ruled { unit: AgencyId(unit) }),
        StepRecord::Succeeded(unit, at) => (at, Step::Succeeded { unit: AgencyId(unit) }),
    };
    Ok(Behind { at: Timestamp(at), step })
}
