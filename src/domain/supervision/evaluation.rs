//! 满意度评价 by the petitioner, of the bureau and of the unit (EVAL14 art. 3–5), and the bureau's call back (回访).

use super::{Refusal, RefusalCode};
use crate::domain::{
    Timestamp,
    event::{ChainedEvent, Change, EventKind},
    ids::{PetitionId, StaffId},
    jurisdiction::AgencyKind,
    named,
    petition::{Category, Petition, StateName},
};

named!(
    /// Whom it is about; each is evaluated once of every reply.
    pub enum EvaluationTarget {
        /// The petition bureau
        Bureau = "bureau",
        /// The responsible unit
        Unit = "unit",
    }
);

named!(
    /// How content somebody is. "Not rated" is the absence of an evaluation, never a level.
    pub enum SatisfactionLevel {
        Satisfied = "satisfied",
        BasicallySatisfied = "basically_satisfied",
        Dissatisfied = "dissatisfied",
    }
);

/// What a petitioner says of one of the two that handled the matter (EVAL14 art. 3). It stands: there is one for
/// each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Of who evaluates, who may have been merged into the one that was answered.
    pub petition: PetitionId,
    /// When the reply went out that it is of.
    pub replied_at: Timestamp,
    pub target: EvaluationTarget,
    pub level: SatisfactionLevel,
    pub comment: Option<String>,
    pub at: Timestamp,
}

/// As asked for; a comment has at most 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvaluation {
    pub target: EvaluationTarget,
    pub level: SatisfactionLevel,
    pub comment: Option<String>,
}

/// Said of the handling to a clerk who called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBack {
    pub petition: PetitionId,
    pub by: StaffId,
    pub at: Timestamp,
    /// None: nobody was reached.
    pub level: Option<SatisfactionLevel>,
    pub note: String,
}

/// As noted by who called; without a level nobody was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCallBack {
    pub level: Option<SatisfactionLevel>,
    pub note: String,
}

/// Whether the petitioner evaluates how it was handled. Not what a congress, a court or a procuratorate answered (EVAL14 art. 4).
#[must_use]
pub fn is_evaluable(petition: &Petition, unit: Option<AgencyKind>) -> bool {
    is_answered(petition) && unit.is_none_or(AgencyKind::is_rated)
}

/// Whether there is a reply to ask about. Reports are not fit for disclosure (EVAL14 art. 4).
#[must_use]
pub fn is_answered(petition: &Petition) -> bool {
    use StateName as S;
    let answered = match petition.state.ending().name() {
        S::Replied
        | S::ReviewRequested
        | S::Reviewing
        | S::Reviewed
        | S::RereviewRequested
        | S::Rereviewing
        | S::Rereviewed
        | S::Closed
        | S::Terminated => true,
        S::Registered
        | S::Screening
        | S::Objected
        | S::Routed
        | S::Accepted
        | S::Handling
        | S::Extended
        | S::ReplyApproval
        | S::Diverted
        | S::NotAccepted
        | S::NoLongerAccepted
        | S::Merged
        | S::Withdrawn
        | S::Archived => false,
    };
    answered && petition.opinion.is_some() && petition.category != Category::Report
}

impl Evaluation {
    /// Whether it was given since the reply went out at this time: what was said of an earlier one is no word on it.
    #[must_use]
    pub fn is_of(&self, replied_at: Timestamp) -> bool {
        self.at >= replied_at
    }
}

/// When the reply at hand went out, as the log of the matter has it: handled anew, or by another unit, it is answered again.
#[must_use]
pub fn last_reply(log: &[ChainedEvent]) -> Timestamp {
    let last = log.iter().rfind(|chained| chained.event.kind == EventKind::PetitionReplied);
    last.map_or(Timestamp(0), |chained| chained.event.at)
}

impl NewEvaluation {
    /// By the household of `own`, of how the matter was handled that it goes on in, by a unit of that kind; `before`: what it
    /// gave already, and when the reply at hand went out.
    ///
    /// # Errors
    /// Nothing to evaluate yet or at all, this reply evaluated before, or a comment of more than 500 characters.
    pub fn give(
        self,
        own: PetitionId,
        (matter, unit): (&Petition, Option<AgencyKind>),
        (before, replied_at): (&[Evaluation], Timestamp),
        now: Timestamp,
    ) -> Result<(Evaluation, Change), Refusal> {
        answered(matter)?;
        if !is_evaluable(matter, unit) {
            let sentence = "Matters of people's congresses, courts and procuratorates are not evaluated";
            return Err(Refusal::of(RefusalCode::NotEvaluable, 21, sentence));
        }
        if before.iter().any(|given| given.target == self.target && given.is_of(replied_at)) {
            return Err(Refusal::of(
                RefusalCode::GivenAlready,
                21,
                "It was evaluated already, and that stands",
            ));
        }
        let comment = self.comment.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if comment.as_ref().is_some_and(|text| text.chars().count() > 500) {
            return Err(Refusal::of(RefusalCode::BadText, 21, "At most 500 characters").at("comment"));
        }
        let change = Change::new(EventKind::EvaluationGiven)
            .with("target", self.target)
            .with("level", self.level)
            .with("unit", matter.state.unit().map(|unit| unit.to_string()).unwrap_or_default());
        let (target, level) = (self.target, self.level);
        Ok((Evaluation { petition: own, replied_at, target, level, comment, at: now }, change))
    }
}

impl NewCallBack {
    /// # Errors
    /// Nothing was replied yet, or the note is too short.
    pub fn note(
        self,
        petition: &Petition,
        by: StaffId,
        now: Timestamp,
    ) -> Result<(CallBack, Change), Refusal> {
        answered(petition)?;
        let note = super::text("note", 21, &self.note)?;
        let said = self.level.map_or("not_reached", SatisfactionLevel::as_str);
        let change = Change::new(EventKind::EvaluationCalledBack).with("level", said);
        Ok((CallBack { petition: petition.id, by, at: now, level: self.level, note }, change))
    }
}

fn answered(petition: &Petition) -> Result<(), Refusal> {
    let sentence = "There is no reply yet that could be evaluated";
    if is_answered(petition) { Ok(()) } else { Err(Refusal::of(RefusalCode::NotEvaluable, 21, sentence)) }
}
