//! Rows of petitions: a petition's columns, its state and its clocks.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, AttachmentId, PetitionId, StaffId},
        petition::{Accused, Attachment, Clock, Course, Opinion, Pause, Petition, PetitionState, StateName},
    },
    storage::{
        Cursor, PetitionRow, StoreError,
        rows::{course::CourseRecord, origin::OriginRecord, urgent::UrgentRecord},
        values::{count, hash, needed, parse, split},
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
    #[sqlx(flatten)]
    origin: OriginRecord,
    registered_by: Uuid,
    desk: Uuid,
    registered_at: i64,
    persons_concerned: i64,
    respondent: Option<String>,
    accused_agencies: Option<String>,
    accused_staff: Option<String>,
    #[sqlx(flatten)]
    state: StateRecord,
    opinion_result: Option<String>,
    opinion_text: Option<String>,
    opinion_basis: Option<String>,
    #[sqlx(flatten)]
    course: CourseRecord,
    #[sqlx(flatten)]
    urgent: UrgentRecord,
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
                basis: row.opinion_basis.unwrap_or_default(),
            }),
            None => None,
        };
        let accused = match (row.accused_agencies, row.accused_staff) {
            (Some(agencies), Some(staff)) => Some(accused(&agencies, &staff)?),
            _ => None,
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
            origin: row.origin.try_into()?,
            registered_by: AgencyId(row.registered_by),
            desk: AgencyId(row.desk),
            registered_at: Timestamp(row.registered_at),
            persons_concerned: count("number of persons", row.persons_concerned)?,
            respondent: row.respondent,
            accused,
            state: row.state.try_into()?,
            opinion,
            course: Course { urgent: row.urgent.try_into()?, ..row.course.try_into()? },
            clocks: clocks(row.clocks.as_deref().unwrap_or_default())?,
            version: count("version", row.version)?,
        })
    }
}

fn accused(agencies: &str, staff: &str) -> Result<Accused> {
    let agencies: Vec<Uuid> = split("accused agency", agencies)?;
    let staff: Vec<Uuid> = split("accused person", staff)?;
    Ok(Accused::new(agencies.into_iter().map(AgencyId), staff.into_iter().map(StaffId)))
}

/// A state's columns; which of them are filled depends on the state.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct StateRecord {
    pub(in crate::storage) state: String,
    pub(in crate::storage) unit: Option<Uuid>,
    pub(in crate::storage) handler: Option<Uuid>,
    pub(in crate::storage) routing: Option<String>,
    pub(in crate::storage) state_at: Option<i64>,
    pub(in crate::storage) reviewer: Option<Uuid>,
    /// Where it was diverted.
    pub(in crate::storage) organ: Option<Uuid>,
    /// Legal way or ground of non-acceptance.
    pub(in crate::storage) word: Option<String>,
    /// The petition it goes on in, or repeats.
    pub(in crate::storage) link: Option<Uuid>,
    /// What an archived petition ended as: the columns above are of that, but for `state`.
    pub(in crate::storage) ended: Option<String>,
    pub(in crate::storage) retention: Option<String>,
    pub(in crate::storage) archived_at: Option<i64>,
}

impl From<&PetitionState> for StateRecord {
    fn from(state: &PetitionState) -> Self {
        use PetitionState as S;
        if let S::Archived { ended, retention, at } = state {
            return Self {
                state: state.name().to_string(),
                ended: Some(ended.name().to_string()),
                retention: Some(retention.to_string()),
                archived_at: Some(at.0),
                ..Self::from(&**ended)
            };
        }
        let mut row = Self {
            state: state.name().to_string(),
            unit: state.unit().map(|unit| unit.0),
            handler: state.handler().map(|handler| handler.0),
            routing: None,
            state_at: since(state).map(|at| at.0),
            reviewer: state.reviewer().map(|organ| organ.0),
            organ: None,
            word: None,
            link: None,
            ended: None,
            retention: None,
            archived_at: None,
        };
        match state {
            S::Objected { how, .. } | S::Routed { how, .. } => row.routing = Some(how.to_string()),
            S::Diverted { way, organ, .. } => (row.word, row.organ) = (Some(way.to_string()), Some(organ.0)),
            S::NotAccepted { ground, .. } => row.word = Some(ground.to_string()),
            S::NoLongerAccepted { earlier: link, .. } | S::Merged { lead: link, .. } => {
                row.link = Some(link.0);
            }
            _ => {}
        }
        row
    }
}

/// When it came to stand so, where the state itself keeps that.
const fn since(state: &PetitionState) -> Option<Timestamp> {
    use PetitionState as S;
    match state {
        S::Registered | S::Screening | S::ReplyApproval { .. } => None,
        S::Objected { since: at, .. }
        | S::Routed { since: at, .. }
        | S::Accepted { since: at, .. }
        | S::Handling { since: at, .. }
        | S::Extended { since: at, .. }
        | S::Replied { delivered_at: at, .. }
        | S::ReviewRequested { since: at, .. }
        | S::Reviewing { since: at, .. }
        | S::Reviewed { delivered_at: at, .. }
        | S::RereviewRequested { since: at, .. }
        | S::Rereviewing { since: at, .. }
        | S::Rereviewed { since: at, .. }
        | S::Closed { at, .. }
        | S::Terminated { at, .. }
        | S::Diverted { at, .. }
        | S::NotAccepted { at, .. }
        | S::NoLongerAccepted { at, .. }
        | S::Merged { at, .. }
        | S::Withdrawn { at }
        | S::Archived { at, .. } => Some(*at),
    }
}

impl TryFrom<StateRecord> for PetitionState {
    type Error = StoreError;
    fn try_from(row: StateRecord) -> Result<Self> {
        let name = parse("state of a petition", &row.state)?;
        if name != StateName::Archived {
            return row.standing(name);
        }
        let ended = needed("end of an archived petition", row.ended.as_deref())?;
        let retention = needed("retention of a petition", row.retention.as_deref())?;
        Ok(Self::Archived {
            ended: Box::new(row.standing(parse("end of an archived petition", ended)?)?),
            retention: parse("retention of a petition", retention)?,
            at: Timestamp(needed("time of archiving", row.archived_at)?),
        })
    }
}

impl StateRecord {
    /// The state of this name, from the columns that belong to it.
    fn standing(&self, name: StateName) -> Result<PetitionState> {
        use PetitionState as S;
        let row = self;
        let unit = || needed("unit of a petition", row.unit).map(AgencyId);
        let handler = || needed("handler of a petition", row.handler).map(StaffId);
        let at = || needed("time of a petition's state", row.state_at).map(Timestamp);
        let routing = || parse("routing", needed("routing of a petition", row.routing.as_deref())?);
        let reviewer = || needed("reviewing organ of a petition", row.reviewer).map(AgencyId);
        let organ = || needed("organ of a diverted petition", row.organ).map(AgencyId);
        let word = || needed("word of a petition's state", row.word.as_deref());
        let link = || needed("petition a petition points to", row.link).map(PetitionId);
        Ok(match name {
            StateName::Registered => S::Registered,
            StateName::Screening => S::Screening,
            StateName::Objected => S::Objected { how: routing()?, unit: unit()?, since: at()? },
            StateName::Routed => S::Routed { how: routing()?, unit: unit()?, since: at()? },
            StateName::Accepted => S::Accepted { unit: unit()?, since: at()? },
            StateName::Handling => S::Handling { unit: unit()?, handler: handler()?, since: at()? },
            StateName::Extended => S::Extended { unit: unit()?, handler: handler()?, since: at()? },
            StateName::ReplyApproval => S::ReplyApproval { unit: unit()?, handler: handler()? },
            StateName::Replied => S::Replied { unit: unit()?, delivered_at: at()? },
            StateName::ReviewRequested => {
                S::ReviewRequested { unit: unit()?, organ: reviewer()?, since: at()? }
            }
            StateName::Reviewing => S::Reviewing { unit: unit()?, organ: reviewer()?, since: at()? },
            StateName::Reviewed => S::Reviewed { unit: unit()?, organ: reviewer()?, delivered_at: at()? },
            StateName::RereviewRequested => {
                S::RereviewRequested { unit: unit()?, organ: reviewer()?, since: at()? }
            }
            StateName::Rereviewing => S::Rereviewing { unit: unit()?, organ: reviewer()?, since: at()? },
            StateName::Rereviewed => S::Rereviewed { unit: unit()?, organ: reviewer()?, since: at()? },
            StateName::Closed => S::Closed { unit: unit()?, at: at()? },
            StateName::Terminated => S::Terminated { unit: unit()?, at: at()? },
            StateName::Diverted => {
                S::Diverted { way: parse("legal way", word()?)?, organ: organ()?, at: at()? }
            }
            StateName::NotAccepted => S::NotAccepted {
                unit: row.unit.map(AgencyId),
                ground: parse("ground of non-acceptance", word()?)?,
                at: at()?,
            },
            StateName::NoLongerAccepted => S::NoLongerAccepted { earlier: link()?, at: at()? },
            StateName::Merged => S::Merged { lead: link()?, at: at()? },
            StateName::Withdrawn => S::Withdrawn { at: at()? },
            StateName::Archived => {
                return Err(StoreError::corrupt("end of a petition", "it is archived twice"));
            }
        })
    }
}

/// Clocks come with their petition in one text, since neither database has an array of rows in common with
/// the other: `position kind anchor raw_due due stopped_at extended_by pauses` with `;` between, `-` for no
/// stop, nothing for no pauses, in no order.
fn clocks(text: &str) -> Result<Vec<Clock>> {
    let mut clocks =
        text.split(';').filter(|clock| !clock.is_empty()).map(clock).collect::<Result<Vec<_>>>()?;
    clocks.sort_by_key(|(position, _)| *position);
    Ok(clocks.into_iter().map(|(_, clock)| clock).collect())
}

fn clock(text: &str) -> Result<(i64, Clock)> {
    let fields = text.split(' ').collect::<Vec<_>>();
    let [position, kind, anchor, raw_due, due, stopped_at, extended_by, paused] = fields[..] else {
        return Err(StoreError::corrupt("clock", "it has not eight fields"));
    };
    let time = |text| parse("time of a clock", text).map(Timestamp);
    let clock = Clock {
        kind: parse("kind of clock", kind)?,
        anchor: time(anchor)?,
        extended_by: parse("days of an extension", extended_by)?,
        pauses: pauses(paused)?,
        raw_due: time(raw_due)?,
        due: time(due)?,
        stopped_at: if stopped_at == "-" { None } else { Some(time(stopped_at)?) },
    };
    Ok((parse("position of a clock", position)?, clock))
}

/// `from..until` with commas between; the last one may be open.
pub(in crate::storage) fn pauses(text: &str) -> Result<Vec<Pause>> {
    let time = |text: &str| parse("time of a pause", text).map(Timestamp);
    let pause = |text: &str| {
        let ends = text.split_once("..").ok_or_else(|| StoreError::corrupt("pause", "it has no ends"));
        let (from, until) = ends?;
        let until = if until.is_empty() { None } else { Some(time(until)?) };
        Ok(Pause { from: time(from)?, until })
    };
    text.split(',').filter(|pause| !pause.is_empty()).map(pause).collect()
}

/// As [`pauses`] reads them.
pub(in crate::storage) fn pauses_text(pauses: &[Pause]) -> String {
    let pause = |pause: &Pause| {
        let until = pause.until.map(|until| until.0.to_string()).unwrap_or_default();
        format!("{}..{until}", pause.from.0)
    };
    pauses.iter().map(pause).collect::<Vec<_>>().join(",")
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct ListedRecord {
    #[sqlx(flatten)]
    petition: PetitionRecord,
    due: i64,
    unit_name: Option<String>,
    desk_name: String,
    place_name: String,
}

impl ListedRecord {
    /// Where the list goes on after this row.
    pub(in crate::storage) fn place_in_list(&self) -> Cursor {
        Cursor(self.due, self.petition.id)
    }
}

impl TryFrom<ListedRecord> for PetitionRow {
    type Error = StoreError;
    fn try_from(row: ListedRecord) -> Result<Self> {
        let ListedRecord { petition, unit_name, desk_name, place_name, .. } = row;
        Ok(Self { petition: petition.try_into()?, unit_name, desk_name, place_name })
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
