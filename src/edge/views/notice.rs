//! JSON of what a seat answers to its notice.

use super::NoticeWishText;
use crate::domain::hearing::NoticeAnswer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether who sits there comes.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = NoticeAnswer)]
pub enum NoticeAnswerView {
    Comes {},
    Cannot {
        /// 5 to 500 characters. Empty where who reads may know that somebody cannot come, and not why.
        reason: String,
        wish: NoticeWishText,
    },
}

impl NoticeAnswerView {
    pub fn of(answer: &NoticeAnswer) -> Self {
        match answer {
            NoticeAnswer::Comes => Self::Comes {},
            NoticeAnswer::Cannot { reason, wish } => {
                Self::Cannot { reason: reason.clone(), wish: (*wish).into() }
            }
        }
    }

    /// Why somebody cannot come may be an illness: not everybody at the table reads it.
    pub fn without_reason(self) -> Self {
        match self {
            Self::Comes {} => Self::Comes {},
            Self::Cannot { wish, .. } => Self::Cannot { reason: String::new(), wish },
        }
    }
}
