//! Offer and answer (RFC 8866 SDP, RFC 8829 JSEP, RFC 9143 BUNDLE, RFC 8839 ICE attributes) as far as a
//! relay needs them: the browser offers, we answer.

pub mod answer;
pub mod extensions;
pub mod formats;
pub mod offer;
pub mod plan;
pub mod section;
#[cfg(test)]
mod tests;

/// Why an offer cannot be answered: a sentence for the client's developer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadOffer(pub String);

impl BadOffer {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}
