//! Rows of minutes, outcomes and action items.

use crate::{
    domain::{
        Timestamp,
        hearing::{Acceptance, ActionItem, Entry, Outcome, OutcomeBefore},
        ids::{ActionItemId, AgencyId, EntryId, HearingId, PetitionId, SeatId, StaffId},
    },
    storage::{
        StoreError,
        values::{count, day, parse, split},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct EntryRecord {
    id: Uuid,
    hearing: Uuid,
    number: i64,
    revision: i64,
    phase: String,
    speaker: Option<Uuid>,
    text: String,
    struck: Option<String>,
    at: i64,
    author: Uuid,
}

impl TryFrom<EntryRecord> for Entry {
    type Error = StoreError;
    fn try_from(row: EntryRecord) -> Result<Self> {
        Ok(Self {
            id: EntryId(row.id),
            hearing: HearingId(row.hearing),
            number: count("number of an entry", row.number)?,
            revision: count("revision of an entry", row.revision)?,
            phase: parse("phase of an entry", &row.phase)?,
            speaker: row.speaker.map(SeatId),
            text: row.text,
            struck: row.struck,
            at: Timestamp(row.at),
            author: SeatId(row.author),
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OutcomeRecord {
    hearing: Uuid,
    petition: Uuid,
    conclusion: String,
    standards: String,
    issued_at: i64,
    closed_at: Option<i64>,
    next_hearing: Option<Uuid>,
    published_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct OutcomeBeforeRecord {
    conclusion: String,
    standards: String,
    published_at: Option<i64>,
    corrected_at: i64,
    corrected_by: Uuid,
    reason: String,
}

impl TryFrom<OutcomeBeforeRecord> for OutcomeBefore {
    type Error = StoreError;
    fn try_from(row: OutcomeBeforeRecord) -> Result<Self> {
        Ok(Self {
            conclusion: row.conclusion,
            standards: split("standards of an outcome", &row.standards)?,
            published_at: row.published_at.map(Timestamp),
            corrected_at: Timestamp(row.corrected_at),
            corrected_by: StaffId(row.corrected_by),
            reason: row.reason,
        })
    }
}

impl OutcomeRecord {
    pub(in crate::storage) fn with(
        self,
        items: Vec<ActionItem>,
        earlier: Vec<OutcomeBefore>,
    ) -> Result<Outcome> {
        Ok(Outcome {
            hearing: HearingId(self.hearing),
            petition: PetitionId(self.petition),
            conclusion: self.conclusion,
            standards: split("standards of an outcome", &self.standards)?,
            items,
            issued_at: Timestamp(self.issued_at),
            closed_at: Timestamp(self.closed_at.unwrap_or(self.issued_at)),
            next: self.next_hearing.map(HearingId),
            published_at: self.published_at.map(Timestamp),
            withdrawn_at: self.withdrawn_at.map(Timestamp),
            earlier,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ItemRecord {
    hearing: Uuid,
    id: Uuid,
    agency: Uuid,
    content: String,
    deadline: String,
    entry: Uuid,
    state: String,
    accepted_by: Option<Uuid>,
    accepted_at: Option<i64>,
}

/// Both columns are filled or none is.
pub(super) fn acceptance(seat: Option<Uuid>, at: Option<i64>) -> Option<Acceptance> {
    Some(Acceptance { seat: SeatId(seat?), at: Timestamp(at?) })
}

impl ItemRecord {
    pub(in crate::storage) fn into_parts(self) -> Result<(HearingId, ActionItem)> {
        let item = ActionItem {
            id: ActionItemId(self.id),
            agency: AgencyId(self.agency),
            content: self.content,
            deadline: day("deadline", &self.deadline)?,
            entry: EntryId(self.entry),
            state: parse("state of an action item", &self.state)?,
            accepted: acceptance(self.accepted_by, self.accepted_at),
        };
        Ok((HearingId(self.hearing), item))
    }
}
