use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, AttachmentId, PetitionId, StaffId},
        petition::{Attachment, Clock, Opinion, Petition, PetitionState, StateName},
    },
    storage::{
        PetitionRow, StoreError,
        values::{count, hash, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct PetitionRecord {
    id: Uuid,
    number: String,
    title: String,
    text: String,
    place: String,
    category: String,
    purpose: String,
    content_class: String,
    channel: String,
    registered_by: Uuid,
    registered_at: i64,
    persons_concerned: i64,
    respondent: Option<String>,
    accused: Option<Uuid>,
    #[sqlx(flatten)]
    state: StateRecord,
    opinion_result: Option<String>,
    opinion_text: Option<String>,
    clocks: Option<String>,
    version: i64,
}

impl TryFrom<PetitionRecord> for Petition {
    type Error = StoreError;
    fn try_from(row: PetitionRecord) -> Result<Self> {
        let opinion = match row.opinion_result {
            Some(result) => Some(Opinion {
                result: parse("result of an opinion", &result)?,
                text: needed("opinion", row.opinion_text)?,
            }),
            None => None,
        };
        Ok(Self {
            id: PetitionId(row.id),
            number: row.number,
            title: row.title,
            text: row.text,
            place: parse("division code", &row.place)?,
            category: parse("category", &row.category)?,
            purpose: parse("purpose", &row.purpose)?,
            content_class: parse("content class", &row.content_class)?,
            channel: parse("channel", &row.channel)?,
            registered_by: AgencyId(row.registered_by),
            registered_at: Timestamp(row.registered_at),
            persons_concerned: count("number of persons", row.persons_concerned)?,
            respondent: row.respondent,
            accused: row.accused.map(AgencyId),
            state: row.state.try_into()?,
            opinion,
            clocks: clocks(row.clocks.as_deref().unwrap_or_default())?,
            version: count("version", row.version)?,
        })
    }
}

/// A state's columns; which of them are filled depends on the state.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StateRecord {
    pub(in crate::storage) state: String,
    pub(in crate::storage) unit: Option<Uuid>,
    pub(in crate::storage) handler: Option<Uuid>,
    pub(in crate::storage) routing: Option<String>,
    pub(in crate::storage) state_at: Option<i64>,
}

impl From<&PetitionState> for StateRecord {
    fn from(state: &PetitionState) -> Self {
        use PetitionState as S;
        let (handler, routing, at) = match state {
            S::Registered | S::Screening => (None, None, None),
            S::Routed { how, since, .. } => (None, Some(how.to_string()), Some(since)),
            S::Accepted { since, .. } => (None, None, Some(since)),
            S::Handling { handler, since, .. } => (Some(handler.0), None, Some(since)),
            S::ReplyApproval { handler, .. } => (Some(handler.0), None, None),
            S::Replied { delivered_at: at, .. } | S::Closed { at, .. } | S::Withdrawn { at } => {
                (None, None, Some(at))
            }
        };
        Self {
            state: state.name().to_string(),
            unit: state.unit().map(|unit| unit.0),
            handler,
            routing,
            state_at: at.map(|at| at.0),
        }
    }
}

impl TryFrom<StateRecord> for PetitionState {
    type Error = StoreError;
    fn try_from(row: StateRecord) -> Result<Self> {
        let unit = || needed("unit of a petition", row.unit).map(AgencyId);
        let handler = || needed("handler of a petition", row.handler).map(StaffId);
        let at = || needed("time of a petition's state", row.state_at).map(Timestamp);
        Ok(match parse("state of a petition", &row.state)? {
            StateName::Registered => Self::Registered,
            StateName::Screening => Self::Screening,
            StateName::Routed => {
                let how = needed("routing of a petition", row.routing.as_deref())?;
                Self::Routed { how: parse("routing", how)?, unit: unit()?, since: at()? }
            }
            StateName::Accepted => Self::Accepted { unit: unit()?, since: at()? },
            StateName::Handling => Self::Handling { unit: unit()?, handler: handler()?, since: at()? },
            StateName::ReplyApproval => Self::ReplyApproval { unit: unit()?, handler: handler()? },
            StateName::Replied => Self::Replied { unit: unit()?, delivered_at: at()? },
            StateName::Closed => Self::Closed { unit: unit()?, at: at()? },
            StateName::Withdrawn => Self::Withdrawn { at: at()? },
        })
    }
}

/// Clocks come with their petition in one text, since neither database has an array of rows in common with
/// the other: `position kind anchor raw_due due stopped_at` with `;` between, `-` for none, in no order.
fn clocks(text: &str) -> Result<Vec<Clock>> {
    let mut clocks =
        text.split(';').filter(|clock| !clock.is_empty()).map(clock).collect::<Result<Vec<_>>>()?;
    clocks.sort_by_key(|(position, _)| *position);
    Ok(clocks.into_iter().map(|(_, clock)| clock).collect())
}

fn clock(text: &str) -> Result<(i64, Clock)> {
    let fields = text.split(' ').collect::<Vec<_>>();
    let [position, kind, anchor, raw_due, due, stopped_at] = fields[..] else {
        return Err(StoreError::corrupt("clock", "it has not six fields"));
    };
    let time = |text| parse("time of a clock", text).map(Timestamp);
    let clock = Clock {
        kind: parse("kind of clock", kind)?,
        anchor: time(anchor)?,
        raw_due: time(raw_due)?,
        due: time(due)?,
        stopped_at: if stopped_at == "-" { None } else { Some(time(stopped_at)?) },
    };
    Ok((parse("position of a clock", position)?, clock))
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ListedRecord {
    #[sqlx(flatten)]
    petition: PetitionRecord,
    due: i64,
    unit_name: Option<String>,
    place_name: String,
}

impl ListedRecord {
    /// Where the list goes on after this row.
    pub(in crate::storage) fn place_in_list(&self) -> (i64, Uuid) {
        (self.due, self.petition.id)
    }
}

impl TryFrom<ListedRecord> for PetitionRow {
    type Error = StoreError;
    fn try_from(row: ListedRecord) -> Result<Self> {
        Ok(Self { petition: row.petition.try_into()?, unit_name: row.unit_name, place_name: row.place_name })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct WithCodeRecord {
    #[sqlx(flatten)]
    petition: PetitionRecord,
    query_code: Vec<u8>,
}

impl WithCodeRecord {
    pub(in crate::storage) fn into_parts(self) -> Result<(Petition, [u8; 32])> {
        Ok((self.petition.try_into()?, hash("query code", &self.query_code)?))
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct AttachmentRecord {
    id: Uuid,
    petition: Uuid,
    name: String,
    media_type: String,
    size: i64,
    sha256: Vec<u8>,
    added_at: i64,
}

impl TryFrom<AttachmentRecord> for Attachment {
    type Error = StoreError;
    fn try_from(row: AttachmentRecord) -> Result<Self> {
        Ok(Self {
            id: AttachmentId(row.id),
            petition: PetitionId(row.petition),
            name: row.name,
            media_type: row.media_type,
            size: count("size of an attachment", row.size)?,
            sha256: hash("hash of an attachment", &row.sha256)?,
            added_at: Timestamp(row.added_at),
        })
    }
}
