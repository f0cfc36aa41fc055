//! What was recorded of a hearing. Times are UTC milliseconds.

use super::{AgendaPhaseText, LineSeat, SourceKindText};
use crate::domain::{
    event::{ChainedEvent, EventKind},
    hearing::{AgendaPhase, Hearing, Recording},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRecordings {
    /// In the order of the table.
    pub files: Vec<RecordingFile>,
    /// When which phase began, and when recording started, rested, failed and stopped.
    pub marks: Vec<RecordingMark>,
}

/// One source of one seat, for as long as recording went on.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingFile {
    pub id: Uuid,
    pub seat: LineSeat,
    pub source: SourceKindText,
    pub began_at: i64,
    /// None while it is being written.
    pub whole: Option<WholeFile>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WholeFile {
    pub ended_at: i64,
    pub bytes: u64,
    /// Hexadecimal.
    pub sha256: String,
    /// Stretches of more than two seconds in which nothing came.
    pub gaps: u32,
    /// The server died over it: up to a second is missing at its end.
    pub interrupted: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingMark {
    pub at: i64,
    /// As in the petition's timeline.
    pub kind: String,
    pub phase: Option<AgendaPhaseText>,
}

impl HearingRecordings {
    #[must_use]
    pub fn of(hearing: &Hearing, recordings: Vec<Recording>, timeline: &[ChainedEvent]) -> Self {
        let marks = timeline.iter().filter(|chained| chained.event.hearing == Some(hearing.id));
        Self {
            files: recordings.into_iter().filter_map(|file| RecordingFile::of(hearing, file)).collect(),
            marks: marks.filter_map(RecordingMark::of).collect(),
        }
    }
}

impl RecordingFile {
    fn of(hearing: &Hearing, file: Recording) -> Option<Self> {
        let seat = hearing.seat(file.seat)?;
        let whole = file.whole.map(|whole| WholeFile {
            ended_at: whole.ended_at.0,
            bytes: whole.bytes,
            sha256: hex::encode(whole.sha256),
            gaps: whole.gaps,
            interrupted: whole.interrupted,
        });
        Some(Self {
            id: file.id.0,
            seat: LineSeat::of(seat),
            source: file.source.into(),
            began_at: file.began_at.0,
            whole,
        })
    }
}

impl RecordingMark {
    fn of(chained: &ChainedEvent) -> Option<Self> {
        use EventKind as E;
        let event = &chained.event;
        let told = matches!(
            event.kind,
            E::HearingPhase
                | E::HearingRecordingStarted
                | E::HearingRecordingPaused
                | E::HearingRecordingResumed
                | E::HearingRecordingStopped
                | E::HearingRecordingFailed
        );
        let phase = event.details.iter().find(|(name, _)| name == "phase");
        let phase = phase.and_then(|(_, text)| text.parse::<AgendaPhase>().ok()).map(Into::into);
        told.then(|| Self { at: event.at.0, kind: event.kind.as_str().to_owned(), phase })
    }
}
