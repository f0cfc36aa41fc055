//! The date that an automatic reminder is about, so that each is sent only once.

use crate::domain::{
    Timestamp, UnknownName,
    document::DocumentKind,
    ids::{ActionItemId, DemandId},
    petition::{Clock, ClockKind},
};
use uuid::Uuid;

/// What the system's demand is about. What one date sets off is not set off for another of the same organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A clock of the petition, by when it began: how long it runs may change.
    Clock(ClockKind, Timestamp),
    /// What a hearing ordered.
    Item(ActionItemId),
    /// A completion report, or the answer to what a person demanded.
    Report(DemandId),
    /// An opinion that review changed, to be carried out.
    Opinion,
    /// A paper that a step owes the petitioner, by when the step was.
    Paper(DocumentKind, Timestamp),
    /// What is urgent since then and nobody above has confirmed.
    Urgent(Timestamp),
}

impl From<&Clock> for About {
    fn from(clock: &Clock) -> Self {
        Self::Clock(clock.kind, clock.anchor)
    }
}

/// Stable: stored so.
impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clock(kind, Timestamp(anchor)) => write!(f, "{kind}:{anchor}"),
            Self::Item(id) => write!(f, "item:{id}"),
            Self::Report(id) => write!(f, "report:{id}"),
            Self::Opinion => f.write_str("opinion"),
            Self::Paper(kind, Timestamp(since)) => write!(f, "paper:{kind}:{since}"),
            Self::Urgent(Timestamp(since)) => write!(f, "urgent:{since}"),
        }
    }
}

impl std::str::FromStr for About {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let unknown = || UnknownName { kind: "About", text: text.to_owned() };
        let (what, which) = text.split_once(':').unwrap_or((text, ""));
        let id = || which.parse::<Uuid>().map_err(|_| unknown());
        let at = |text: &str| text.parse().map(Timestamp).map_err(|_| unknown());
        match what {
            "item" => Ok(Self::Item(ActionItemId(id()?))),
            "report" => Ok(Self::Report(DemandId(id()?))),
            "opinion" => Ok(Self::Opinion),
            "paper" => {
                let (kind, since) = which.split_once(':').ok_or_else(unknown)?;
                Ok(Self::Paper(kind.parse()?, at(since)?))
            }
            "urgent" => Ok(Self::Urgent(at(which)?)),
            kind => Ok(Self::Clock(kind.parse()?, at(which)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_about_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        for about in [
            About::Clock(ClockKind::Reply, Timestamp(1_795_395_600_000)),
            About::Item(ActionItemId(id)),
            About::Report(DemandId(id)),
            About::Opinion,
            About::Paper(DocumentKind::NonAcceptance, Timestamp(1_795_395_600_000)),
            About::Urgent(Timestamp(1_795_395_600_000)),
        ] {
            assert_eq!(about.to_string().parse(), Ok(about));
        }
        for text in [
            "",
            "reply",
            "reply:soon",
            "item:7",
            "nothing:7",
            "paper:acceptance",
            "paper:nothing:7",
            "urgent:",
        ] {
            assert!(text.parse::<About>().is_err(), "{text}");
        }
    }
}
