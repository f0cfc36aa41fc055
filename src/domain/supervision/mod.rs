//! 监督与评价: what a petition bureau demands of an organ and gets answered in writing, what petitioners
//! say of the handling, and what becomes of the action items a hearing ordered.

mod about;
mod changed;
mod completion;
mod demand;
mod escalation;
mod evaluation;
mod item;
mod item_clock;
mod papers;

pub use about::About;
pub use changed::to_carry_out;
pub use completion::{Report, report_wanted, reports_waived, reports_wanted_again};
pub use demand::{Answer, Demand, DemandKind, DemandState, NewAnswer, NewDemand, Returned, Way};
pub use escalation::{
    Escalated, Reckoning, answer_escalation, debtor, escalation, item_escalation, paper_escalation,
    unconfirmed_escalation,
};
pub use evaluation::{
    CallBack, Evaluation, EvaluationTarget, NewCallBack, NewEvaluation, SatisfactionLevel, is_answered,
    is_evaluable, last_reply,
};
pub use item::{ItemStep, ItemStepKind, Note, item_after, take};
pub use item_clock::{ItemClock, days_waited};

use crate::domain::named;

named!(
    /// Why a step of supervision is not taken.
    pub enum RefusalCode {
        /// Not while it is in this state.
        WrongState = "wrong_state",
        /// 5 to 2,000 characters.
        BadText = "bad_text",
        /// Too many files, or files with a step that has none.
        BadFiles = "bad_files",
        /// The day to answer by lies behind, or is missing where one is needed.
        BadDeadline = "bad_deadline",
        /// No unit has the petition, or the bureau would demand of itself.
        NoAddressee = "no_addressee",
        /// It was given already, and stands.
        GivenAlready = "given_already",
        /// Not to be evaluated before a reply, or not at all.
        NotEvaluable = "not_evaluable",
        /// Who must keep away does not write about it.
        Recused = "recused",
    }
);

/// A step that the rules do not allow: which field, which article of the Regulation, a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} (art. {article})")]
pub struct Refusal {
    pub code: RefusalCode,
    pub field: Option<&'static str>,
    pub article: u8,
    pub sentence: &'static str,
}

impl Refusal {
    const fn of(code: RefusalCode, article: u8, sentence: &'static str) -> Self {
        Self { code, field: None, article, sentence }
    }

    const fn at(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }
}

/// A text put on record: 5 to 2,000 characters, trimmed.
fn text(field: &'static str, article: u8, text: &str) -> Result<String, Refusal> {
    let trimmed = text.trim();
    if (5..=2000).contains(&trimmed.chars().count()) {
        return Ok(trimmed.to_owned());
    }
    Err(Refusal::of(RefusalCode::BadText, article, "Between 5 and 2,000 characters are needed").at(field))
}

#[cfg(test)]
mod tests;
