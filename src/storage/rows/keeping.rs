//! Rows of retention and of exported films.

use crate::{
    domain::{
        Timestamp,
        hearing::{Export, ExportState, HearingKind, Keeping},
        ids::{AgencyId, ExportId, HearingId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, hash, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const EXPORT: &str = "export of recordings";

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct KeepingRecord {
    kind: String,
    class: Option<String>,
    sealed: Option<String>,
    destroyed_at: Option<i64>,
}

impl TryFrom<KeepingRecord> for Keeping {
    type Error = StoreError;
    fn try_from(row: KeepingRecord) -> Result<Self> {
        let by_kind = Self::of(parse::<HearingKind>("hearing", &row.kind)?);
        Ok(Self {
            class: row.class.map_or(Ok(by_kind.class), |class| parse("keeping of recordings", &class))?,
            sealed: row.sealed,
            destroyed: row.destroyed_at.map(Timestamp),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ExportRecord {
    id: Uuid,
    hearing: Uuid,
    asked_by: Uuid,
    agency: Uuid,
    asked_at: i64,
    reason: String,
    state: String,
    percent: Option<i64>,
    ended_at: Option<i64>,
    bytes: Option<i64>,
    sha256: Option<Vec<u8>>,
    why: Option<String>,
}

impl TryFrom<ExportRecord> for Export {
    type Error = StoreError;
    fn try_from(row: ExportRecord) -> Result<Self> {
        let at = || needed(EXPORT, row.ended_at).map(Timestamp);
        let state = match row.state.as_str() {
            "waiting" => ExportState::Waiting,
            "mixing" => ExportState::Mixing { percent: count(EXPORT, needed(EXPORT, row.percent)?)? },
            "done" => ExportState::Done {
                at: at()?,
                bytes: count(EXPORT, needed(EXPORT, row.bytes)?)?,
                sha256: hash(EXPORT, &needed(EXPORT, row.sha256)?)?,
            },
            "failed" => ExportState::Failed { at: at()?, why: parse(EXPORT, &needed(EXPORT, row.why)?)? },
            other => return Err(StoreError::corrupt(EXPORT, format_args!("state `{other}`"))),
        };
        Ok(Self {
            id: ExportId(row.id),
            hearing: HearingId(row.hearing),
            asked_by: StaffId(row.asked_by),
            agency: AgencyId(row.agency),
            asked_at: Timestamp(row.asked_at),
            reason: row.reason,
            state,
        })
    }
}

/// The columns of a state.
#[derive(Default)]
pub(in crate::storage) struct StateColumns {
    pub state: &'static str,
    pub percent: Option<i64>,
    pub ended_at: Option<i64>,
    pub bytes: Option<i64>,
    pub sha256: Option<Vec<u8>>,
    pub why: Option<&'static str>,
}

impl StateColumns {
    pub(in crate::storage) fn of(state: &ExportState) -> Result<Self> {
        Ok(match state {
            ExportState::Waiting => Self { state: "waiting", ..Self::default() },
            ExportState::Mixing { percent } => {
                Self { state: "mixing", percent: Some(i64::from(*percent)), ..Self::default() }
            }
            ExportState::Done { at, bytes, sha256 } => Self {
                state: "done",
                ended_at: Some(at.0),
                bytes: Some(crate::storage::values::stored(EXPORT, *bytes)?),
                sha256: Some(sha256.to_vec()),
                ..Self::default()
            },
            ExportState::Failed { at, why } => {
                Self { state: "failed", ended_at: Some(at.0), why: Some(why.as_str()), ..Self::default() }
            }
        })
    }
}
