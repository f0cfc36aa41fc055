//! JSON of staff notifications.

use super::TopicText;
use crate::domain::{hearing::Hearing, petition::Petition, reception::ReceptionDay};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that waits, or waited, for me.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffNoticeView {
    pub id: Uuid,
    pub topic: TopicText,
    pub at: i64,
    pub unread: bool,
    /// Of a clock: when it ends or ended.
    pub due: Option<i64>,
    /// Of the petition, also where that is not mine to open: something was written to my organ about it.
    pub number: Option<String>,
    /// Of what waits unregistered at a bureau below: which.
    pub agency_name: Option<String>,
    /// What I may open now.
    pub petition: Option<NoticedPetition>,
    pub hearing: Option<NoticedHearing>,
    /// My own reception day, or one that was.
    pub day: Option<NoticedDay>,
    /// A report from a grid.
    pub grid: Option<NoticedGrid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticedPetition {
    pub id: Uuid,
    pub title: String,
    pub urgent: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticedHearing {
    pub id: Uuid,
    pub number: String,
    pub starts_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticedDay {
    pub id: Uuid,
    pub place: String,
    pub starts_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticedGrid {
    pub id: Uuid,
    pub place_name: String,
    pub spot: String,
}

/// A page may have fewer rows than asked for and yet be followed by another.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffNoticeList {
    pub rows: Vec<StaffNoticeView>,
    /// Give it back as `after`.
    pub next: Option<String>,
    /// Counted up to a hundred.
    pub unread: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadNotices {
    /// Counted up to a hundred.
    pub unread: u32,
}

impl NoticedPetition {
    pub fn of(petition: Petition) -> Self {
        Self { id: petition.id.0, urgent: petition.is_urgent(), title: petition.title }
    }
}

impl NoticedDay {
    pub fn of(day: ReceptionDay) -> Self {
        Self { id: day.id.0, place: day.place, starts_at: day.starts_at.0 }
    }
}

impl NoticedHearing {
    pub fn of(hearing: &Hearing) -> Self {
        Self { id: hearing.id.0, number: hearing.number.clone(), starts_at: hearing.starts_at.0 }
    }
}
