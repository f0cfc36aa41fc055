//! Rows of hearings and seats: their columns, which depend on stage and occupant.

use crate::{
    domain::{
        Timestamp,
        hearing::{AgendaPhase, Archived, Gone, Hearing, Occupant, Seat, Stage, StageName},
        ids::{AgencyId, HearingId, PersonId, PetitionId, RoomId, SeatId, StaffId},
        people::Phone,
    },
    storage::{
        StoreError,
        values::{count, hash, needed, parse, split},
        vault::Vault,
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct HearingRecord {
    pub(in crate::storage) id: Uuid,
    number: String,
    petition: Uuid,
    kind: String,
    title: String,
    host: Uuid,
    starts_at: i64,
    ends_at: i64,
    agenda: String,
    #[sqlx(flatten)]
    stage: StageRecord,
    version: i64,
    continues: Option<Uuid>,
    archived_at: Option<i64>,
    archived_sha256: Option<Vec<u8>>,
    archived_bytes: Option<i64>,
    planned: String,
}

impl HearingRecord {
    pub(in crate::storage) fn with_seats(self, seats: Vec<Seat>) -> Result<Hearing> {
        Ok(Hearing {
            id: HearingId(self.id),
            number: self.number,
            petition: PetitionId(self.petition),
            continues: self.continues.map(HearingId),
            kind: parse("kind of hearing", &self.kind)?,
            title: self.title,
            host: AgencyId(self.host),
            starts_at: Timestamp(self.starts_at),
            ends_at: Timestamp(self.ends_at),
            agenda: split("agenda", &self.agenda)?,
            planned: planned(&self.planned)?,
            seats,
            stage: self.stage.try_into()?,
            archived: archived(self.archived_at, self.archived_sha256, self.archived_bytes)?,
            version: count("version", self.version)?,
        })
    }
}

/// The column `planned`.
pub(in crate::storage) fn planned_text(hearing: &Hearing) -> String {
    let each = hearing.planned.iter().map(|(phase, minutes)| format!("{phase} {minutes}"));
    each.collect::<Vec<_>>().join(",")
}

fn planned(text: &str) -> Result<Vec<(AgendaPhase, u16)>> {
    const WHAT: &str = "planned minutes";
    let one = |text: &str| {
        let (phase, minutes) =
            text.split_once(' ').ok_or_else(|| StoreError::corrupt(WHAT, "a phase without minutes"))?;
        Ok((parse(WHAT, phase)?, parse(WHAT, minutes)?))
    };
    text.split(',').filter(|one| !one.is_empty()).map(one).collect()
}

/// All three columns, or none.
pub(in crate::storage) fn archived(
    at: Option<i64>,
    sha256: Option<Vec<u8>>,
    bytes: Option<i64>,
) -> Result<Option<Archived>> {
    const WHAT: &str = "file of a hearing";
    let Some(at) = at else { return Ok(None) };
    let (sha256, bytes) = (needed(WHAT, sha256)?, needed(WHAT, bytes)?);
    Ok(Some(Archived { at: Timestamp(at), sha256: hash(WHAT, &sha256)?, bytes: count(WHAT, bytes)? }))
}

/// A stage's columns; which of them are filled depends on the stage.
#[derive(Default, sqlx::FromRow)]
pub(in crate::storage) struct StageRecord {
    pub(in crate::storage) stage: String,
    pub(in crate::storage) stage_at: Option<i64>,
    pub(in crate::storage) begins_at: Option<i64>,
    pub(in crate::storage) phase: Option<String>,
    pub(in crate::storage) phase_at: Option<i64>,
    pub(in crate::storage) phase_spent: Option<i64>,
    pub(in crate::storage) reason: Option<String>,
}

impl From<&Stage> for StageRecord {
    fn from(stage: &Stage) -> Self {
        let row = Self { stage: stage.name().to_string(), ..Self::default() };
        match stage {
            Stage::Requested | Stage::Scheduled => row,
            Stage::CheckIn { since: at }
            | Stage::Ready { since: at }
            | Stage::MinutesReview { since: at }
            | Stage::Signing { since: at }
            | Stage::Closed { at }
            | Stage::OutcomeIssued { at } => Self { stage_at: Some(at.0), ..row },
            Stage::Countdown { since, begins_at } => {
                Self { stage_at: Some(since.0), begins_at: Some(begins_at.0), ..row }
            }
            Stage::InSession { since, phase, phase_since } => Self {
                stage_at: Some(since.0),
                phase: Some(phase.to_string()),
                phase_at: Some(phase_since.0),
                ..row
            },
            Stage::Paused { since, phase, phase_spent, reason }
            | Stage::Suspended { since, phase, phase_spent, reason } => Self {
                stage_at: Some(since.0),
                phase: Some(phase.to_string()),
                phase_spent: Some(*phase_spent),
                reason: Some(reason.clone()),
                ..row
            },
            Stage::Adjourned { at, phase, reason } => Self {
                stage_at: Some(at.0),
                phase: Some(phase.to_string()),
                reason: Some(reason.clone()),
                ..row
            },
            Stage::Cancelled { at, reason }
            | Stage::Postponed { at, reason }
            | Stage::NoShow { at, reason }
            | Stage::InPerson { at, reason } => {
                Self { stage_at: Some(at.0), reason: Some(reason.clone()), ..row }
            }
        }
    }
}

impl TryFrom<StageRecord> for Stage {
    type Error = StoreError;
    fn try_from(row: StageRecord) -> Result<Self> {
        let at = || needed("time of a stage", row.stage_at).map(Timestamp);
        let begins_at = || needed("begin of a session", row.begins_at).map(Timestamp);
        let phase_since = || needed("time of a phase", row.phase_at).map(Timestamp);
        let phase_spent = || needed("time spent in a phase", row.phase_spent);
        let phase = || -> Result<AgendaPhase> {
            parse("phase of a hearing", needed("phase of a hearing", row.phase.as_deref())?)
        };
        let reason = || needed("reason of a stage", row.reason.clone());
        Ok(match parse("stage of a hearing", &row.stage)? {
            StageName::Requested => Self::Requested,
            StageName::Scheduled => Self::Scheduled,
            StageName::CheckIn => Self::CheckIn { since: at()? },
            StageName::Ready => Self::Ready { since: at()? },
            StageName::Countdown => Self::Countdown { since: at()?, begins_at: begins_at()? },
            StageName::InSession => {
                Self::InSession { since: at()?, phase: phase()?, phase_since: phase_since()? }
            }
            StageName::Paused => {
                Self::Paused { since: at()?, phase: phase()?, phase_spent: phase_spent()?, reason: reason()? }
            }
            StageName::Suspended => Self::Suspended {
                since: at()?,
                phase: phase()?,
                phase_spent: phase_spent()?,
                reason: reason()?,
            },
            StageName::MinutesReview => Self::MinutesReview { since: at()? },
            StageName::Signing => Self::Signing { since: at()? },
            StageName::Closed => Self::Closed { at: at()? },
            StageName::OutcomeIssued => Self::OutcomeIssued { at: at()? },
            StageName::Cancelled => Self::Cancelled { at: at()?, reason: reason()? },
            StageName::Postponed => Self::Postponed { at: at()?, reason: reason()? },
            StageName::NoShow => Self::NoShow { at: at()?, reason: reason()? },
            StageName::Adjourned => Self::Adjourned { at: at()?, phase: phase()?, reason: reason()? },
            StageName::InPerson => Self::InPerson { at: at()?, reason: reason()? },
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct SeatRecord {
    pub(in crate::storage) hearing: Uuid,
    id: Uuid,
    role: String,
    #[sqlx(flatten)]
    occupant: OccupantRecord,
    agency: Option<Uuid>,
    level: Option<String>,
    label: String,
    name: String,
    mandatory: bool,
    admitted: Option<i64>,
    muted: String,
    #[sqlx(flatten)]
    gone: GoneRecord,
    replaces: Option<Uuid>,
    beside: Option<Uuid>,
    languages: String,
    heard: Option<i64>,
    acted: Option<i64>,
    sealed_name: Option<Vec<u8>>,
    sealed_phone: Option<Vec<u8>>,
    petition: Uuid,
    wrapped: Option<Vec<u8>>,
}

/// The field of a petition's key that a name on a plate is sealed for.
pub(in crate::storage) const SEAT_NAME: &str = "seat name";
/// The same of a phone of somebody from outside.
pub(in crate::storage) const SEAT_PHONE: &str = "seat phone";

impl SeatRecord {
    /// A name or phone whose key was destroyed is gone.
    pub(in crate::storage) fn open(mut self, vault: &Vault) -> Result<Seat> {
        let (name, phone) = (self.sealed_name.take(), self.sealed_phone.take());
        if let Some(wrapped) = self.wrapped.take().filter(|_| name.is_some() || phone.is_some()) {
            let key = vault.unwrap_key(PetitionId(self.petition), &wrapped)?;
            let open = |field, sealed: Vec<u8>| key.open(PersonId(self.id), field, &sealed);
            if let Some(name) = name.map(|sealed| open(SEAT_NAME, sealed)).transpose()? {
                self.occupant.person_name = self.occupant.person_name.map(|_| name.clone());
                self.name = name;
            }
            self.occupant.phone = phone.map(|sealed| open(SEAT_PHONE, sealed)).transpose()?;
        }
        self.try_into()
    }
}

impl TryFrom<SeatRecord> for Seat {
    type Error = StoreError;
    fn try_from(row: SeatRecord) -> Result<Self> {
        Ok(Self {
            id: SeatId(row.id),
            role: parse("role of a seat", &row.role)?,
            occupant: row.occupant.try_into()?,
            agency: row.agency.map(AgencyId),
            level: row.level.map(|level| parse("level", &level)).transpose()?,
            label: row.label,
            name: row.name,
            mandatory: row.mandatory,
            admitted: row.admitted.map(Timestamp),
            muted: split("muted sources of a seat", &row.muted)?,
            gone: row.gone.gone()?,
            replaces: row.replaces.map(SeatId),
            beside: row.beside.map(SeatId),
            languages: split("languages of a seat", &row.languages)?,
            heard: row.heard.map(Timestamp),
            acted: row.acted.map(Timestamp),
        })
    }
}

/// Why nobody sits there any more; empty columns while somebody may.
#[derive(Default, sqlx::FromRow)]
pub(in crate::storage) struct GoneRecord {
    pub(in crate::storage) removed: Option<String>,
    pub(in crate::storage) withdrawn: Option<String>,
    pub(in crate::storage) withdrawn_at: Option<i64>,
}

impl From<Option<&Gone>> for GoneRecord {
    fn from(gone: Option<&Gone>) -> Self {
        match gone.cloned() {
            None => Self::default(),
            Some(Gone::Removed { reason }) => Self { removed: Some(reason), ..Self::default() },
            Some(Gone::Withdrawn { at, reason }) => {
                Self { withdrawn: Some(reason), withdrawn_at: Some(at.0), ..Self::default() }
            }
        }
    }
}

impl GoneRecord {
    fn gone(self) -> Result<Option<Gone>> {
        Ok(match (self.withdrawn, self.removed) {
            (Some(reason), _) => {
                let at = Timestamp(needed("time of a withdrawal", self.withdrawn_at)?);
                Some(Gone::Withdrawn { at, reason })
            }
            (None, removed) => removed.map(|reason| Gone::Removed { reason }),
        })
    }
}

/// Who takes a seat; which columns are filled depends on `occupant`.
#[derive(Default, sqlx::FromRow)]
pub(in crate::storage) struct OccupantRecord {
    pub(in crate::storage) occupant: String,
    pub(in crate::storage) staff: Option<Uuid>,
    pub(in crate::storage) room: Option<Uuid>,
    pub(in crate::storage) person: Option<Uuid>,
    pub(in crate::storage) organisation: Option<String>,
    pub(in crate::storage) person_name: Option<String>,
    /// Opened; it has no column of its own.
    #[sqlx(skip)]
    phone: Option<String>,
}

impl From<&Occupant> for OccupantRecord {
    fn from(occupant: &Occupant) -> Self {
        let row = |occupant: &str| Self { occupant: occupant.to_owned(), ..Self::default() };
        match occupant {
            Occupant::Official { staff, room } => {
                Self { staff: Some(staff.0), room: room.map(|room| room.0), ..row("official") }
            }
            Occupant::Room { room } => Self { room: Some(room.0), ..row("room") },
            Occupant::Party { person } => Self { person: Some(person.0), ..row("party") },
            Occupant::External { organisation, name, phone: _ } => Self {
                organisation: Some(organisation.clone()),
                person_name: Some(name.clone()),
                ..row("external")
            },
        }
    }
}

impl TryFrom<OccupantRecord> for Occupant {
    type Error = StoreError;
    fn try_from(row: OccupantRecord) -> Result<Self> {
        const WHAT: &str = "occupant of a seat";
        Ok(match row.occupant.as_str() {
            "official" => {
                Self::Official { staff: StaffId(needed(WHAT, row.staff)?), room: row.room.map(RoomId) }
            }
            "room" => Self::Room { room: RoomId(needed(WHAT, row.room)?) },
            "party" => Self::Party { person: PersonId(needed(WHAT, row.person)?) },
            "external" => Self::External {
                organisation: needed(WHAT, row.organisation)?,
                name: needed(WHAT, row.person_name)?,
                phone: row.phone.map(Phone::new),
            },
            other => return Err(StoreError::corrupt(WHAT, format_args!("`{other}` is no kind of it"))),
        })
    }
}
