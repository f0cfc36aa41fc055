//! Why a request was turned down.

use crate::wire::{RefusalCode, ServerMessage};

/// The person may try something else; the page has a sentence for each code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {}", detail.as_deref().unwrap_or("no detail"))]
pub struct Refusal {
    pub code: RefusalCode,
    /// For the developer of the page, or what the sentence needs (labels, a stage).
    pub detail: Option<String>,
}

impl Refusal {
    #[must_use]
    pub fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, detail: Some(detail.into()) }
    }

    /// As the answer to request `re`.
    #[must_use]
    pub fn answers(self, re: u32) -> ServerMessage {
        ServerMessage::Refused { re, code: self.code, detail: self.detail }
    }
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self { code, detail: None }
    }
}
