//! 督办 and 三项建议: both are written, addressed to one organ, and answered in writing (art. 38–40).

use super::{About, Refusal, RefusalCode, papers, text};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::{AgencyId, AttachmentId, DemandId, PetitionId, StaffId},
    named,
    petition::{Attachment, Petition},
};
use time::Date;

named!(
    /// What is demanded: four levels of supervision, three kinds of recommendation, the report of an assignment.
    pub enum DemandKind {
        /// 提醒
        Reminder = "reminder",
        /// 催办
        Urge = "urge",
        /// 督办
        Supervise = "supervise",
        /// 挂牌督办
        Placard = "placard",
        /// 改进工作
        Improvement = "improvement",
        /// 完善政策
        Policy = "policy",
        /// 追究责任
        Accountability = "accountability",
        /// 办结报告
        Completion = "completion",
    }
);

impl DemandKind {
    /// 提醒 to 挂牌督办.
    #[must_use]
    pub const fn is_order(self) -> bool {
        matches!(self, Self::Reminder | Self::Urge | Self::Supervise | Self::Placard)
    }

    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Reminder => "提醒",
            Self::Urge => "催办",
            Self::Supervise => "督办",
            Self::Placard => "挂牌督办",
            Self::Improvement => "改进工作建议",
            Self::Policy => "完善政策建议",
            Self::Accountability => "追究责任建议",
            Self::Completion => "办结报告",
        }
    }

    /// 三项建议.
    #[must_use]
    pub const fn is_recommendation(self) -> bool {
        matches!(self, Self::Improvement | Self::Policy | Self::Accountability)
    }

    /// Of the Regulation: recommendations are answered in writing by art. 38–40, orders rest on art. 40, the report of
    /// an assignment on art. 22.
    pub(super) const fn article(self) -> u8 {
        match self {
            Self::Completion => 22,
            Self::Improvement | Self::Policy | Self::Accountability => 38,
            Self::Reminder | Self::Urge | Self::Supervise | Self::Placard => 40,
        }
    }
}

named!(
    /// By which way an order goes out.
    pub enum Way {
        Letter = "letter",
        Phone = "phone",
        /// 约谈
        Interview = "interview",
        /// 派员
        Dispatch = "dispatch",
        /// Written by a clock that ran out.
        System = "system",
    }
);

/// What the organ answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    /// Of a recommendation: whether it is adopted (art. 41 counts this).
    pub adopted: Option<bool>,
    /// Of the petition, to prove it.
    pub files: Vec<AttachmentId>,
    pub by: StaffId,
    pub at: Timestamp,
}

/// An answer as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAnswer {
    pub text: String,
    pub adopted: Option<bool>,
    pub files: Vec<Attachment>,
}

/// A completion report that was sent back, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    pub answer: Answer,
    pub reason: String,
    pub at: Timestamp,
}

/// Where a demand stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemandState {
    Open,
    Answered(Answer),
    /// A completion report was sent back, to be made anew.
    Returned(Returned),
    /// Done with, answered or not.
    Lifted {
        answer: Option<Answer>,
        reason: String,
        at: Timestamp,
    },
}

impl DemandState {
    #[must_use]
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Open => None,
            Self::Answered(answer) | Self::Returned(Returned { answer, .. }) => Some(answer),
            Self::Lifted { answer, .. } => answer.as_ref(),
        }
    }

    /// The organ has yet to write, for the first time or anew.
    #[must_use]
    pub const fn is_owed(&self) -> bool {
        matches!(self, Self::Open | Self::Returned(_))
    }

    #[must_use]
    pub const fn is_lifted(&self) -> bool {
        matches!(self, Self::Lifted { .. })
    }
}

/// A supervision order or a recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    pub id: DemandId,
    pub petition: PetitionId,
    pub kind: DemandKind,
    pub way: Way,
    /// The bureau that demands.
    pub by: AgencyId,
    /// The organ that must answer.
    pub to: AgencyId,
    pub text: String,
    pub answer_by: Option<Date>,
    /// None of what a person demands.
    pub about: Option<About>,
    pub made_at: Timestamp,
    pub state: DemandState,
    /// Completion reports sent back before the one that stands, oldest first.
    pub earlier: Vec<Returned>,
}

/// A demand as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDemand {
    pub kind: DemandKind,
    pub way: Way,
    /// None: the unit that has the petition.
    pub to: Option<AgencyId>,
    pub text: String,
    pub answer_by: Option<Date>,
    /// Of what the system demands.
    pub about: Option<About>,
}

impl NewDemand {
    /// Makes it, on behalf of `by`.
    ///
    /// # Errors
    /// Nobody to demand it of, no text, or no day to answer by that lies ahead; a reminder needs none.
    pub fn make(
        self,
        id: DemandId,
        petition: &Petition,
        by: AgencyId,
        now: Timestamp,
    ) -> Result<(Demand, Change), Refusal> {
        let article = self.kind.article();
        let none = Refusal::of(RefusalCode::NoAddressee, article, "It goes to an organ other than one's own");
        let to = self.to.or(petition.state.unit()).filter(|to| *to != by).ok_or(none.at("to"))?;
        let text = text("text", article, &self.text)?;
        let ahead = self.answer_by.is_none_or(|day| day >= now.local_date());
        if !ahead || (self.answer_by.is_none() && self.kind != DemandKind::Reminder) {
            let sentence = "A day to answer by is named, and lies ahead";
            return Err(Refusal::of(RefusalCode::BadDeadline, article, sentence).at("answer_by"));
        }
        let kind = match self.kind {
            DemandKind::Completion => EventKind::CompletionWanted,
            kind if kind.is_recommendation() => EventKind::RecommendationMade,
            _ => EventKind::SupervisionOrdered,
        };
        let change = Change::new(kind)
            .due(None, self.answer_by.map(Timestamp::end_of))
            .with("demand", id)
            .with("level", self.kind)
            .with("way", self.way)
            .with("demander", by)
            .with("addressee", to);
        let demand = Demand {
            id,
            petition: petition.id,
            kind: self.kind,
            way: self.way,
            by,
            to,
            text,
            answer_by: self.answer_by,
            about: self.about,
            made_at: now,
            state: DemandState::Open,
            earlier: Vec::new(),
        };
        Ok((demand, change))
    }
}

impl Demand {
    /// The organ's written answer; lateness is recorded, never a bar.
    ///
    /// # Errors
    /// It was answered or lifted, the text is too short, there are too many files, or a recommendation does not say whether
    /// it is adopted.
    pub fn answer(&mut self, new: &NewAnswer, by: StaffId, now: Timestamp) -> Result<Change, Refusal> {
        let adopted = new.adopted;
        let article = self.kind.article();
        if self.state != DemandState::Open || self.kind == DemandKind::Completion {
            return Err(Refusal::of(RefusalCode::WrongState, article, "It is answered or done with"));
        }
        let text = text("text", article, &new.text)?;
        if adopted.is_some() != self.kind.is_recommendation() {
            let sentence = "Whether it is adopted is said of a recommendation, and of nothing else";
            return Err(Refusal::of(RefusalCode::BadText, article, sentence).at("adopted"));
        }
        let files = papers::checked(&new.files, article)?;
        self.state = DemandState::Answered(Answer { text, adopted, files, by, at: now });
        let kind = if self.kind.is_recommendation() {
            EventKind::RecommendationAnswered
        } else {
            EventKind::SupervisionAnswered
        };
        let mut change =
            Change::new(kind).with("demand", self.id).with("level", self.kind).with("addressee", self.to);
        change = papers::told(change.with("demander", self.by), &new.files);
        if let Some(adopted) = adopted {
            change = change.with("adopted", if adopted { "yes" } else { "no" });
        }
        if self.is_late(now) {
            change = change.with("late", "yes");
        }
        Ok(change)
    }

    /// The bureau is content (a report is accepted), or it has become pointless.
    ///
    /// # Errors
    /// It was lifted already, or no reason is given.
    pub fn lift(&mut self, reason: &str, now: Timestamp) -> Result<Change, Refusal> {
        if self.state.is_lifted() {
            return Err(self.refuse(RefusalCode::WrongState, "It is done with already"));
        }
        let reason = self.given(reason)?;
        let owed = self.state.is_owed();
        self.keep_returned();
        let answer = self.state.answer().cloned();
        self.state = DemandState::Lifted { answer, reason: reason.clone(), at: now };
        let kind = match (self.kind, owed) {
            (DemandKind::Completion, true) => EventKind::CompletionWaived,
            (DemandKind::Completion, false) => EventKind::CompletionAccepted,
            _ => EventKind::SupervisionLifted,
        };
        let change = Change::new(kind).with("demand", self.id).with("level", self.kind);
        Ok(change.because(reason))
    }

    /// What went with its answers, those that were sent back too.
    pub fn files(&self) -> impl Iterator<Item = AttachmentId> {
        let answers = self.earlier.iter().map(|one| &one.answer).chain(self.state.answer());
        answers.flat_map(|answer| answer.files.iter().copied())
    }

    /// Not answered by the day it named.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state.is_owed() && self.is_late(now)
    }

    pub(super) fn is_late(&self, now: Timestamp) -> bool {
        self.answer_by.is_some_and(|day| Timestamp::end_of(day) < now)
    }
}
