//! Turns refusals of the domain, the rooms and the store into problems.

use super::Problem;
use crate::{
    administration::{
        Unreadable,
        calendar::NotLoaded,
        organs::{NotClosed, NotMade},
    },
    channels::{
        intake::{IntakeError, Item},
        registering::NotRegistered,
    },
    documents::RenderError,
    domain::{
        ReasonNeeded, document,
        grid::GridFault,
        hearing::{self, MAX_EXHIBIT_BYTES},
        petition,
        reception::{ReceptionRefusal, queue::QueueRefusal},
        request::RequestRefusal,
        rights::{NotDelegated, NotGranted},
        supervision,
    },
    edge::throttle::TooMany,
    rooms::{Besides, Refused},
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

impl From<TooMany> for Problem {
    fn from(TooMany { retry_after_s }: TooMany) -> Self {
        Self::TooMany { retry_after_s }
    }
}

impl From<ReasonNeeded> for Problem {
    fn from(_: ReasonNeeded) -> Self {
        Self::refused(ReasonNeeded::CODE, ReasonNeeded::SENTENCE)
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

impl From<petition::NotCorrected> for Problem {
    fn from(why: petition::NotCorrected) -> Self {
        match why {
            petition::NotCorrected::Invalid(invalid) => invalid.into(),
            petition::NotCorrected::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<NotRegistered> for Problem {
    fn from(error: NotRegistered) -> Self {
        match error {
            NotRegistered::Invalid(invalid) => invalid.into(),
            NotRegistered::Store(error) => error.into(),
            NotRegistered::Number(error) => Self::internal(error),
            NotRegistered::Known(_) => Self::OriginKnown { petition: None },
        }
    }
}

impl Problem {
    /// Why `sent` was not taken in.
    pub fn from_intake(error: IntakeError, sent: &Item) -> Self {
        match error {
            IntakeError::Invalid(invalid) => invalid.into(),
            IntakeError::Changed { kept, .. } => Self::ItemChanged {
                kept: serde_json::from_str(&kept).unwrap_or_default(),
                sent: serde_json::to_value(sent).unwrap_or_default(),
            },
            IntakeError::Store(error) => error.into(),
            error @ (IntakeError::Number(_) | IntakeError::Json(_)) => Self::internal(error),
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

impl From<supervision::Refusal> for Problem {
    fn from(refusal: supervision::Refusal) -> Self {
        Self::Refused {
            code: refusal.code.as_str().into(),
            field: refusal.field.map(str::to_owned),
            detail: refusal.sentence.to_owned(),
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

impl From<hearing::PutOff> for Problem {
    fn from(hearing::PutOff { to }: hearing::PutOff) -> Self {
        Self::PutOff { starts_at: to.map(|at| at.0) }
    }
}

impl From<hearing::OutcomeFault> for Problem {
    fn from(fault: hearing::OutcomeFault) -> Self {
        Self::Refused {
            code: fault.code.as_str().into(),
            field: Some(fault.field),
            detail: fault.sentence.to_owned(),
            article: None,
        }
    }
}

/// As if its room had turned it down.
impl From<hearing::Refusal> for Problem {
    fn from(refusal: hearing::Refusal) -> Self {
        Refused::from(refusal).into()
    }
}

impl From<hearing::KeepRefusal> for Problem {
    fn from(refusal: hearing::KeepRefusal) -> Self {
        use hearing::KeepRefusal as R;
        let code = match refusal {
            R::Gone => "recording_gone",
            R::Sealed => "recording_sealed",
            R::NotYet | R::NotOver => "recording_kept",
        };
        Self::refused(code, refusal.to_string())
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let (code, field) = match (refused.code, refused.besides) {
            (_, Besides::Outcome(fault)) => (fault.code.as_str().to_owned(), Some(fault.field)),
            (RefusalCode::NotStored, _) => return Self::Unavailable,
            (RefusalCode::NotAllowed, _) => return Self::NotAllowed,
            (RefusalCode::TooLarge, _) => return Self::TooLarge { limit: MAX_EXHIBIT_BYTES },
            (code, _) => (word(code), None),
        };
        Self::Refused { code: code.into(), field, detail: refused.detail, article: None }
    }
}

fn word(code: RefusalCode) -> String {
    let code = serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned));
    code.unwrap_or_else(|| "refused".to_owned())
}

impl From<document::Missing> for Problem {
    fn from(missing: document::Missing) -> Self {
        Self::Refused {
            code: missing.code.as_str().into(),
            field: None,
            detail: missing.sentence.to_owned(),
            article: Some(missing.article.to_string()),
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

impl From<RenderError> for Problem {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::MissingGlyphs(missing) => Self::Refused {
                code: "missing_glyphs".into(),
                field: None,
                detail: format!("No font has: {}", missing.iter().collect::<String>()),
                article: None,
            },
            RenderError::Unwritable(_) => Self::internal(error),
        }
    }
}

impl From<NotMade> for Problem {
    fn from(why: NotMade) -> Self {
        match why {
            NotMade::Nameless => Self::field("name", "Between 2 and 60 characters are needed"),
            NotMade::Nowhere(_) => Self::field("division", "There is no such division in yours"),
            NotMade::NoSuchLevel { .. } => Self::refused("no_such_level", why.to_string()),
            NotMade::NameTaken => Self::Conflict,
            NotMade::Store(error) => error.into(),
        }
    }
}

impl From<NotClosed> for Problem {
    fn from(why: NotClosed) -> Self {
        match why {
            NotClosed::NoReason(needed) => needed.into(),
            NotClosed::Itself | NotClosed::SuccessorClosed | NotClosed::Elsewhere => {
                Self::field("successor", why.to_string())
            }
            NotClosed::Store(error) => error.into(),
        }
    }
}

impl From<document::BadTemplate> for Problem {
    fn from(bad: document::BadTemplate) -> Self {
        Self::field(bad.field, bad.sentence)
    }
}

impl From<NotGranted> for Problem {
    fn from(why: NotGranted) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}

impl From<NotDelegated> for Problem {
    fn from(why: NotDelegated) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}

impl From<GridFault> for Problem {
    fn from(fault: GridFault) -> Self {
        match fault {
            GridFault::Field(field, sentence) => Self::field(field, sentence),
            GridFault::WrongState => Self::refused("wrong_state", fault.to_string()),
        }
    }
}

impl From<ReceptionRefusal> for Problem {
    fn from(why: ReceptionRefusal) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}

impl From<RequestRefusal> for Problem {
    fn from(why: RequestRefusal) -> Self {
        Self::Refused {
            code: why.code.as_str().into(),
            field: why.field.map(str::to_owned),
            detail: why.sentence.to_owned(),
            article: None,
        }
    }
}

impl From<QueueRefusal> for Problem {
    fn from(why: QueueRefusal) -> Self {
        Self::refused(why.code(), why.to_string())
    }
}
