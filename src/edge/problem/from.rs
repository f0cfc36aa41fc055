//! What the domain, the rooms and the store refuse, as problems.

use super::Problem;
use crate::{
    administration::{Unreadable, calendar::NotLoaded, organs::NotClosed},
    domain::{hearing, petition, reception::ReceptionRefusal, rights::NotGranted},
    rooms::Refused,
    storage::StoreError,
};
use signaling::wire::RefusalCode;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => Self::Stale,
            StoreError::Exists { .. } => Self::Conflict,
            other => Self::internal(other),
        }
    }
}

impl From<petition::Invalid> for Problem {
    fn from(invalid: petition::Invalid) -> Self {
        match invalid.allowed {
            Some(allowed) => Self::TooManyRepresentatives { allowed },
            None => Self::field(invalid.field, invalid.sentence),
        }
    }
}

impl From<petition::Refusal> for Problem {
    fn from(refusal: petition::Refusal) -> Self {
        Self::Refused {
            code: refusal.code.as_str().into(),
            field: None,
            detail: refusal.sentence,
            article: Some(refusal.article.to_string()),
        }
    }
}

impl From<hearing::Fault> for Problem {
    fn from(fault: hearing::Fault) -> Self {
        Self::Refused {
            code: fault.code.as_str().into(),
            field: Some(fault.field),
            detail: fault.sentence,
            article: None,
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let code = match refused.code {
            RefusalCode::NotStored => return Self::Unavailable,
            RefusalCode::NotAllowed => return Self::NotAllowed,
            code => serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)),
        };
        Self::Refused {
            code: code.unwrap_or_else(|| "refused".to_owned()).into(),
            field: None,
            detail: refused.detail,
            article: None,
        }
    }
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        Self::BadLine { field: "text", line: unreadable.line, detail: unreadable.why }
    }
}

impl From<NotLoaded> for Problem {
    fn from(why: NotLoaded) -> Self {
        match why {
            NotLoaded::Unreadable(unreadable) => unreadable.into(),
            NotLoaded::Same => Self::refused("nothing_changes", why.to_string()),
            NotLoaded::NoSource => Self::field("source", why.to_string()),
            NotLoaded::Outdated => Self::Stale,
            NotLoaded::Store(error) => error.into(),
        }
    }
}

impl From<NotClosed> for Problem {
    fn from(why: NotClosed) -> Self {
        match why {
            NotClosed::NoReason => Self::refused("reason_needed", why.to_string()),
            NotClosed::Itself | NotClosed::SuccessorClosed | NotClosed::Elsewhere => {
                Self::field("successor", why.to_string())
            }
            NotClosed::Store(error) => error.into(),
        }
    }
}

impl From<NotGranted> for Problem {
    fn from(why: NotGranted) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}

impl From<ReceptionRefusal> for Problem {
    fn from(why: ReceptionRefusal) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}
