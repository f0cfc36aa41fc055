//! Rows of supervision: orders, recommendations, completion reports, evaluations and action items.

use super::minutes::ItemRecord;
use crate::{
    domain::{
        Timestamp,
        ids::{ActionItemId, AgencyId, AttachmentId, DemandId, PetitionId, StaffId},
        supervision::{Answer, CallBack, Demand, DemandState, Evaluation, Note, Returned},
    },
    storage::{
        Cursor, OrderedItem, StoreError,
        values::{day, join, needed, parse, split},
    },
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DemandRecord {
    id: Uuid,
    petition: Uuid,
    kind: String,
    way: String,
    demander: Uuid,
    addressee: Uuid,
    text: String,
    answer_by: Option<String>,
    made_at: i64,
    #[sqlx(flatten)]
    state: DemandStateRecord,
    earlier: String,
    about: Option<String>,
}

/// A report that was sent back, as JSON.
#[derive(Serialize, Deserialize)]
struct ReturnedRecord<'a> {
    text: Cow<'a, str>,
    by: Uuid,
    at: i64,
    reason: Cow<'a, str>,
    returned_at: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<Uuid>,
}

impl<'a> From<&'a Returned> for ReturnedRecord<'a> {
    fn from(Returned { answer, reason, at }: &'a Returned) -> Self {
        Self {
            text: answer.text.as_str().into(),
            by: answer.by.0,
            at: answer.at.0,
            reason: reason.as_str().into(),
            returned_at: at.0,
            files: answer.files.iter().map(|file| file.0).collect(),
        }
    }
}

impl From<ReturnedRecord<'_>> for Returned {
    fn from(row: ReturnedRecord<'_>) -> Self {
        let (by, at) = (StaffId(row.by), Timestamp(row.at));
        let files = row.files.into_iter().map(AttachmentId).collect();
        let answer = Answer { text: row.text.into_owned(), adopted: None, files, by, at };
        Self { answer, reason: row.reason.into_owned(), at: Timestamp(row.returned_at) }
    }
}

/// The reports that were sent back, as the column has them.
pub(in crate::storage) fn earlier(reports: &[Returned]) -> Result<String> {
    let records: Vec<ReturnedRecord<'_>> = reports.iter().map(Into::into).collect();
    serde_json::to_string(&records).map_err(|why| StoreError::corrupt("earlier reports", why))
}

fn read_earlier(json: &str) -> Result<Vec<Returned>> {
    let records: Vec<ReturnedRecord<'_>> =
        serde_json::from_str(json).map_err(|why| StoreError::corrupt("earlier reports", why))?;
    Ok(records.into_iter().map(Into::into).collect())
}

fn read_files(text: &str) -> Result<Vec<AttachmentId>> {
    let ids = split::<Uuid>("files of an answer or a step", text)?;
    Ok(ids.into_iter().map(AttachmentId).collect())
}

/// Which columns are filled says where it stands.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct DemandStateRecord {
    pub(in crate::storage) answer: Option<String>,
    pub(in crate::storage) adopted: Option<String>,
    pub(in crate::storage) answered_by: Option<Uuid>,
    pub(in crate::storage) answered_at: Option<i64>,
    pub(in crate::storage) returned_reason: Option<String>,
    pub(in crate::storage) returned_at: Option<i64>,
    pub(in crate::storage) lifted_reason: Option<String>,
    pub(in crate::storage) lifted_at: Option<i64>,
    pub(in crate::storage) files: String,
}

impl From<&DemandState> for DemandStateRecord {
    fn from(state: &DemandState) -> Self {
        let answer = state.answer();
        let (reason, at) = match state {
            DemandState::Lifted { reason, at, .. } => (Some(reason.clone()), Some(at.0)),
            DemandState::Open | DemandState::Answered(_) | DemandState::Returned(_) => (None, None),
        };
        let (returned_reason, returned_at) = match state {
            DemandState::Returned(Returned { reason, at, .. }) => (Some(reason.clone()), Some(at.0)),
            DemandState::Open | DemandState::Answered(_) | DemandState::Lifted { .. } => (None, None),
        };
        let word = |adopted| if adopted { "yes" } else { "no" };
        Self {
            answer: answer.map(|answer| answer.text.clone()),
            adopted: answer.and_then(|answer| answer.adopted).map(|adopted| word(adopted).to_owned()),
            answered_by: answer.map(|answer| answer.by.0),
            answered_at: answer.map(|answer| answer.at.0),
            returned_reason,
            returned_at,
            lifted_reason: reason,
            lifted_at: at,
            files: answer.map(|answer| join(&answer.files)).unwrap_or_default(),
        }
    }
}

impl TryFrom<DemandStateRecord> for DemandState {
    type Error = StoreError;
    fn try_from(row: DemandStateRecord) -> Result<Self> {
        let answer = match row.answer {
            None => None,
            Some(text) => Some(Answer {
                text,
                adopted: row.adopted.map(|word| word == "yes"),
                files: read_files(&row.files)?,
                by: StaffId(needed("who answered", row.answered_by)?),
                at: Timestamp(needed("time of an answer", row.answered_at)?),
            }),
        };
        Ok(match (row.lifted_at, answer) {
            (Some(at), answer) => {
                let reason = needed("reason of a lift", row.lifted_reason)?;
                Self::Lifted { answer, reason, at: Timestamp(at) }
            }
            (None, Some(answer)) => match row.returned_at {
                Some(at) => {
                    let reason = needed("reason of a return", row.returned_reason)?;
                    Self::Returned(Returned { answer, reason, at: Timestamp(at) })
                }
                None => Self::Answered(answer),
            },
            (None, None) => Self::Open,
        })
    }
}

impl TryFrom<DemandRecord> for Demand {
    type Error = StoreError;
    fn try_from(row: DemandRecord) -> Result<Self> {
        Ok(Self {
            id: DemandId(row.id),
            petition: PetitionId(row.petition),
            kind: parse("kind of demand", &row.kind)?,
            way: parse("way of a demand", &row.way)?,
            by: AgencyId(row.demander),
            to: AgencyId(row.addressee),
            text: row.text,
            answer_by: row.answer_by.map(|text| day("day to answer by", &text)).transpose()?,
            about: row.about.map(|text| parse("what a demand is about", &text)).transpose()?,
            made_at: Timestamp(row.made_at),
            state: row.state.try_into()?,
            earlier: read_earlier(&row.earlier)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ListedDemand {
    #[sqlx(flatten)]
    demand: DemandRecord,
    number: String,
}

impl ListedDemand {
    pub(in crate::storage) fn place(&self) -> Cursor {
        Cursor(self.demand.made_at, self.demand.id)
    }

    pub(in crate::storage) fn into_parts(self) -> Result<(Demand, String)> {
        Ok((self.demand.try_into()?, self.number))
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct EvaluationRecord {
    petition: Uuid,
    target: String,
    level: String,
    comment: Option<String>,
    at: i64,
    replied_at: i64,
}

impl TryFrom<EvaluationRecord> for Evaluation {
    type Error = StoreError;
    fn try_from(row: EvaluationRecord) -> Result<Self> {
        Ok(Self {
            petition: PetitionId(row.petition),
            replied_at: Timestamp(row.replied_at),
            target: parse("target of an evaluation", &row.target)?,
            level: parse("level of an evaluation", &row.level)?,
            comment: row.comment,
            at: Timestamp(row.at),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CallBackRecord {
    petition: Uuid,
    at: i64,
    staff: Uuid,
    level: Option<String>,
    note: String,
}

impl TryFrom<CallBackRecord> for CallBack {
    type Error = StoreError;
    fn try_from(row: CallBackRecord) -> Result<Self> {
        Ok(Self {
            petition: PetitionId(row.petition),
            by: StaffId(row.staff),
            at: Timestamp(row.at),
            level: row.level.map(|level| parse("level of a call back", &level)).transpose()?,
            note: row.note,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OrderedItemRecord {
    petition: Uuid,
    number: String,
    issued_at: i64,
    #[sqlx(flatten)]
    item: ItemRecord,
}

impl TryFrom<OrderedItemRecord> for OrderedItem {
    type Error = StoreError;
    fn try_from(row: OrderedItemRecord) -> Result<Self> {
        let (hearing, item) = row.item.into_parts()?;
        Ok(Self {
            hearing,
            petition: PetitionId(row.petition),
            petition_number: row.number,
            ordered_at: Timestamp(row.issued_at),
            item,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct NoteRecord {
    item: Uuid,
    at: i64,
    step: String,
    text: String,
    files: String,
    staff: Uuid,
}

impl TryFrom<NoteRecord> for Note {
    type Error = StoreError;
    fn try_from(row: NoteRecord) -> Result<Self> {
        Ok(Self {
            item: ActionItemId(row.item),
            step: parse("step of an action item", &row.step)?,
            text: row.text,
            files: read_files(&row.files)?,
            by: StaffId(row.staff),
            at: Timestamp(row.at),
        })
    }
}
