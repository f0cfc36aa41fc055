//! Private talks, and the languages of interpreters.

use super::{Hearing, Stage};
use crate::domain::{
    Timestamp,
    event::{Change, Event, EventKind},
    hearing::AgendaPhase,
    ids::{HearingId, SeatId, TalkId},
    named,
};

named!(
    /// 私密会谈. Nothing of it reaches anybody who is not in it, or the recorder (docs/rules.md 3.5, invariant 9).
    pub enum TalkKind {
        /// 合议: who decides.
        Deliberation = "deliberation",
        /// One party with those who help it.
        Consultation = "consultation",
        /// 背对背调解: who mediates, with one side or several.
        Mediation = "mediation",
    }
);

named!(
    /// What an interpreter speaks besides Mandarin.
    pub enum Language {
        Sign = "sign",
        Tibetan = "tibetan",
        Dongxiang = "dongxiang",
        Bonan = "bonan",
        Salar = "salar",
        Yugur = "yugur",
        Uyghur = "uyghur",
        Kazakh = "kazakh",
        Mongolian = "mongolian",
        Dialect = "dialect",
        English = "english",
        Other = "other",
    }
);

/// What private talks may do at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkWindow {
    /// Before the session, in recess, while the panel deliberates, while minutes are read and signed.
    Open,
    /// In session: who presides sends people out to talk, or who mediates takes them.
    Session,
    Shut,
}

impl TalkWindow {
    #[must_use]
    pub const fn at(stage: &Stage) -> Self {
        match stage {
            Stage::CheckIn { .. }
            | Stage::Ready { .. }
            | Stage::Paused { .. }
            | Stage::Suspended { .. }
            | Stage::MinutesReview { .. }
            | Stage::Signing { .. }
            | Stage::InSession { phase: AgendaPhase::Deliberation, .. } => Self::Open,
            Stage::InSession { .. } => Self::Session,
            Stage::Requested
            | Stage::Scheduled
            | Stage::Countdown { .. }
            | Stage::Closed { .. }
            | Stage::OutcomeIssued { .. }
            | Stage::Cancelled { .. }
            | Stage::Postponed { .. }
            | Stage::Adjourned { .. }
            | Stage::InPerson { .. }
            | Stage::NoShow { .. } => Self::Shut,
        }
    }

    /// Whether everybody comes back to the table when the hearing goes from `before` to `after` (H7, H12): it begins,
    /// goes on, is read back, or is over.
    #[must_use]
    pub fn pulls_in(before: &Stage, after: &Stage) -> bool {
        let reads = |stage: &Stage| matches!(stage, Stage::MinutesReview { .. });
        match Self::at(after) {
            Self::Shut => true,
            Self::Session => Self::at(before) != Self::Session,
            Self::Open => reads(after) && !reads(before),
        }
    }
}

/// A private talk as the log tells of it: who was in it, and when. Never what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRecord {
    pub id: TalkId,
    pub of: TalkKind,
    pub opened_by: SeatId,
    pub opened_at: Timestamp,
    pub stays: Vec<TalkStay>,
}

/// One seat in it, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TalkStay {
    pub seat: SeatId,
    pub from: Timestamp,
    /// None: still in it.
    pub until: Option<Timestamp>,
}

/// What a seat did in a private talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TalkEvent {
    pub talk: TalkId,
    pub of: TalkKind,
    pub seat: SeatId,
}

impl TalkEvent {
    /// Its line in the log; `kind` is one of the three of a talk.
    #[must_use]
    pub fn change(self, kind: EventKind) -> Change {
        Change::new(kind).with("seat", self.seat).with("talk", self.talk).with("of", self.of)
    }

    /// None: not of a talk.
    fn read(event: &Event) -> Option<Self> {
        Some(Self {
            talk: TalkId(event.detail("talk")?.parse().ok()?),
            of: event.detail("of")?.parse().ok()?,
            seat: SeatId(event.detail("seat")?.parse().ok()?),
        })
    }
}

impl TalkRecord {
    /// The private talks of `hearing`, in the order they were opened, from the events of its petition, oldest first.
    #[must_use]
    pub fn of<'a>(hearing: HearingId, events: impl IntoIterator<Item = &'a Event>) -> Vec<Self> {
        let mut talks: Vec<Self> = Vec::new();
        for event in events.into_iter().filter(|event| event.hearing == Some(hearing)) {
            let Some(told) = TalkEvent::read(event) else { continue };
            let known = talks.iter_mut().find(|talk| talk.id == told.talk);
            match (event.kind, known) {
                (EventKind::HearingTalkOpened, None) => talks.push(Self {
                    id: told.talk,
                    of: told.of,
                    opened_by: told.seat,
                    opened_at: event.at,
                    stays: Vec::new(),
                }),
                (EventKind::HearingTalkEntered, Some(talk)) => {
                    talk.stays.push(TalkStay { seat: told.seat, from: event.at, until: None });
                }
                (EventKind::HearingTalkLeft, Some(talk)) => talk.end_stay(told.seat, event.at),
                _ => {}
            }
        }
        talks
    }

    /// Who the log says is still in it.
    pub fn inside(&self) -> impl Iterator<Item = SeatId> + '_ {
        self.stays.iter().filter(|stay| stay.until.is_none()).map(|stay| stay.seat)
    }

    fn end_stay(&mut self, seat: SeatId, at: Timestamp) {
        let open = |stay: &&mut TalkStay| stay.seat == seat && stay.until.is_none();
        if let Some(stay) = self.stays.iter_mut().find(open) {
            stay.until = Some(at);
        }
    }
}

impl Hearing {
    /// The witness that is in now, if one is.
    pub fn testifying(&self) -> impl Iterator<Item = SeatId> + '_ {
        let inside = self.seats.iter().filter(|seat| seat.is_witness() && seat.admitted.is_some());
        inside.filter(|seat| seat.stands()).map(|seat| seat.id)
    }
}

#[cfg(test)]
#[path = "apart_tests.rs"]
mod tests;
