//! JSON of recordings. Times are UTC milliseconds.

use super::{
    AgendaPhaseText, ExportFailureText, KeepClassText, LineSeat, RecordingIndexView, SourceKindText,
};
use crate::{
    domain::{
        Timestamp,
        event::{ChainedEvent, EventKind},
        hearing::{AgendaPhase, Export, ExportState, Hearing, Keeping, Recording, Stretch},
        rights::{HearingAction, HearingRights},
    },
    edge::etag,
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
    /// Who spoke when, and in which phase; empty of what was recorded before there was one.
    pub index: RecordingIndexView,
    pub keeping: KeepingView,
    /// Films of it, the newest first.
    pub exports: Vec<ExportView>,
}

/// How long recordings are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeepingView {
    pub class: KeepClassText,
    /// The last millisecond of the day they are kept until; none while the hearing goes on, or for ever.
    pub until: Option<i64>,
    /// Why nobody may play them now.
    pub sealed: Option<String>,
    pub destroyed_at: Option<i64>,
    /// I may play them, once they are neither sealed nor gone.
    pub may_play: bool,
    /// I may decide about them, and have a film made.
    pub may_keep: bool,
    /// Of what was decided: `If-Match` of another decision.
    pub tag: String,
}

/// A film somebody asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportView {
    pub id: Uuid,
    pub asked_at: i64,
    pub reason: String,
    pub state: ExportStateView,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ExportStateView {
    Waiting,
    /// Of a hundred.
    Mixing {
        percent: u8,
    },
    Done {
        bytes: u64,
        /// Hexadecimal.
        sha256: String,
        /// When it is cleared away.
        goes_at: i64,
    },
    Failed {
        why: ExportFailureText,
    },
}

/// Hearings whose recordings may go.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct DueRecordings {
    pub hearings: Vec<DueRecording>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DueRecording {
    pub hearing: Uuid,
    pub number: String,
    pub title: String,
    pub ended_at: i64,
    pub class: KeepClassText,
}

/// One source of one seat, for as long as recording went on.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingFile {
    pub id: Uuid,
    pub seat: LineSeat,
    pub source: SourceKindText,
    /// Of an interpreter between spoken languages, whom only those heard who chose it; a player begins with it silent.
    pub whispers: bool,
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
    pub fn of(
        hearing: &Hearing,
        (recordings, index): (Vec<Recording>, &[Stretch]),
        timeline: &[ChainedEvent],
        keeping: KeepingView,
        exports: Vec<Export>,
    ) -> Self {
        let marks = timeline.iter().filter(|chained| chained.event.hearing == Some(hearing.id));
        Self {
            keeping,
            exports: exports.into_iter().map(Into::into).collect(),
            files: recordings.into_iter().filter_map(|file| RecordingFile::of(hearing, file)).collect(),
            marks: marks.filter_map(RecordingMark::of).collect(),
            index: RecordingIndexView::of(index),
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
            whispers: seat.whispers(),
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
        let phase = event.detail("phase").filter(|_| event.kind == E::HearingPhase); // that begins then
        let phase = phase.and_then(|text| text.parse::<AgendaPhase>().ok()).map(Into::into);
        told.then(|| Self { at: event.at.0, kind: event.kind.as_str().to_owned(), phase })
    }
}

/// The tag of what was decided about recordings.
#[must_use]
pub fn keeping_tag(keeping: &Keeping) -> String {
    let sealed = keeping.sealed.as_deref().map_or(String::new(), |reason| format!("sealed {reason}"));
    let gone = keeping.destroyed.map_or(String::new(), |at| at.0.to_string());
    etag::of_parts([keeping.class.as_str(), &sealed, &gone])
}

impl KeepingView {
    #[must_use]
    pub fn of(keeping: &Keeping, until: Option<Timestamp>, rights: &HearingRights) -> Self {
        Self {
            class: keeping.class.into(),
            until: until.map(|until| until.0),
            sealed: keeping.sealed.clone(),
            destroyed_at: keeping.destroyed.map(|at| at.0),
            may_play: rights.may(HearingAction::PlayRecording),
            may_keep: rights.may(HearingAction::KeepRecording),
            tag: keeping_tag(keeping),
        }
    }
}

impl From<Export> for ExportView {
    fn from(export: Export) -> Self {
        let goes_at = export.goes_at().map_or(0, |at| at.0);
        let state = match export.state {
            ExportState::Waiting => ExportStateView::Waiting,
            ExportState::Mixing { percent } => ExportStateView::Mixing { percent },
            ExportState::Done { bytes, sha256, .. } => {
                ExportStateView::Done { bytes, sha256: hex::encode(sha256), goes_at }
            }
            ExportState::Failed { why, .. } => ExportStateView::Failed { why: why.into() },
        };
        Self { id: export.id.0, asked_at: export.asked_at.0, reason: export.reason, state }
    }
}

impl DueRecordings {
    pub fn add(&mut self, hearing: &Hearing, keeping: &Keeping) {
        self.hearings.push(DueRecording {
            hearing: hearing.id.0,
            number: hearing.number.clone(),
            title: hearing.title.clone(),
            ended_at: hearing.ends_at.0,
            class: keeping.class.into(),
        });
    }
}
