//! Every way a request can fail, and how each looks outside: RFC 9457 `application/problem+json`.
//!
//! `code` is stable and the web has a sentence for each; what is ours alone is logged here, once, and
//! shown as `internal`.

mod from;

use crate::domain::with_causes;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a request fails. Handlers return it by `?`; its sentence is for people, its `code` for programs.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The request cannot be read at all.
    #[error("The request cannot be read.")]
    BadRequest(String),
    #[error("Sign in first.")]
    Unauthenticated,
    #[error("User name or password is wrong.")]
    BadCredentials,
    #[error("Requests must come from this site's own pages.")]
    BadOrigin,
    /// Not there, or not to be known of.
    #[error("There is nothing here.")]
    NotFound,
    /// The address takes other methods: `Allow` says which.
    #[error("This address does not take this method.")]
    MethodNotAllowed,
    /// Known of, but not this person's to do.
    #[error("This is not yours to do, or not now.")]
    NotAllowed,
    /// Whoever reads the petition may know that it was held, and no more.
    #[error(
        "This hearing was held while the matter was sealed as a report, and stays with those who were there."
    )]
    KeptBehindTheWall,
    #[error("Number and query code do not match.")]
    NoMatch,
    #[error("This link opens nothing.")]
    NoSuchLink,
    #[error("This link was used already.")]
    LinkUsed,
    #[error("The hearing is over.")]
    HearingOver,
    /// When it opens and begins; postponed to no time yet, nobody knows.
    #[error("The hearing is not open yet.")]
    TooEarly { times: Option<(i64, i64)> },
    /// What was sent is meant for the day it was to be held before; none: there is no other yet.
    #[error("The hearing is held at another time now, or at none yet.")]
    PutOff { starts_at: Option<i64> },
    #[error("Somebody else changed it meanwhile.")]
    Stale,
    #[error("It exists already.")]
    Conflict,
    #[error("A room or a person is taken at that time.")]
    Clash(Vec<super::views::Clash>),
    #[error("Too large.")]
    TooLarge { limit: u64 },
    /// What is left of the disk is for records, and for those who must go on.
    #[error("There is no room for files now.")]
    NoSpace,
    #[error("Files of this type are not taken.")]
    BadFileType,
    #[error("No more files can be added.")]
    TooManyFiles { allowed: u32 },
    /// A field holds what it cannot.
    #[error("A field is not filled in rightly.")]
    Field { field: Cow<'static, str>, detail: String },
    #[error("More representatives than allowed.")]
    TooManyRepresentatives { allowed: u32 },
    /// A rule of procedure says no.
    #[error("The rules do not allow it.")]
    Refused { code: Cow<'static, str>, field: Option<String>, detail: String, article: Option<String> },
    #[error("Too many attempts; wait a little.")]
    TooMany { retry_after_s: u64 },
    #[error("Sign-in is locked for a while.")]
    Locked { retry_after_s: u64 },
    /// It took too long, or a part is not to be reached.
    #[error("The service is not available now.")]
    Unavailable,
    /// The presider has put this seat out.
    #[error("This seat was removed from the hearing.")]
    Removed,
    #[error("A device of the other kind holds this seat: end its session first.")]
    SeatTaken,
    #[error("The answer would be of a type the request does not accept.")]
    NotAcceptable,
    #[error("The body must be {0}.")]
    UnsupportedMedia(&'static str),
    /// A token without this scope.
    #[error("The token does not open this.")]
    ScopeMissing(&'static str),
    /// What the program did, it did with the rights of that agency.
    #[error("The agency this program acts for was closed; an administrator makes another program.")]
    AgencyClosed,
    #[error("The signature does not hold.")]
    BadSignature,
    #[error("This request was seen before.")]
    Replayed,
    /// The sender's number stands for another item already.
    #[error("This number was used for another matter.")]
    ItemChanged { kept: serde_json::Value, sent: serde_json::Value },
    /// What an organ sent under this number is a petition already; which, for who may know of it.
    #[error("This letter is registered already.")]
    OriginKnown { petition: Option<(Uuid, String)> },
    /// A key stands for what was filed under it first: who holds the key is told which petition that is.
    #[error("Something else was filed under this key.")]
    FiledOtherwise { petition: Uuid, number: String, query_code: Option<String> },
    /// The id of a grid report stands for what was reported under it first.
    #[error("Something else was reported under this id: it stays as it was reported.")]
    ReportedOtherwise,
    #[error("If-Match is needed: the entity tag of what was read.")]
    PreconditionRequired,
    #[error("The entity tag is not of the current state: it changed meanwhile.")]
    Outdated,
    /// A line of a list or file holds what it cannot.
    #[error("A line cannot be taken.")]
    BadLine { field: &'static str, line: usize, detail: String },
    /// Ours: the sentence outside says no more than that.
    #[error("Something went wrong here.")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The JSON of a [`Problem`]. Members beyond `code` appear where they mean something.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    status: u16,
    /// Stable, snake_case.
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// Which field of the request, e.g. `petitioner.phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Article of the Regulation behind a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_s: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<u32>,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clashes: Option<Vec<super::views::Clash>>,
    /// With `item_changed`: the item that is kept under this number, and the one that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent: Option<serde_json::Value>,
    /// Of the text handed in, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// With `origin_known`, for who may know of it, and with `filed_otherwise`: the petition that it is, and its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    petition: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// With `filed_otherwise`, as with the answer that was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    query_code: Option<String>,
}

impl Problem {
    pub fn field(field: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self::Field { field: field.into(), detail: detail.into() }
    }

    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// A rule that no article of the Regulation stands behind.
    pub fn refused(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Refused { code: code.into(), field: None, detail: detail.into(), article: None }
    }

    /// Status and stable code.
    fn outside(&self) -> (StatusCode, Cow<'static, str>) {
        let code = match self {
            Self::BadRequest(_) => "bad_request",
            Self::Unauthenticated => "unauthenticated",
            Self::BadCredentials => "bad_credentials",
            Self::BadOrigin => "bad_origin",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::NotAllowed => "not_yours",
            Self::KeptBehindTheWall => "kept_behind_the_wall",
            Self::NoMatch => "no_match",
            Self::NoSuchLink => "no_such_link",
            Self::LinkUsed => "link_used",
            Self::HearingOver => "hearing_over",
            Self::TooEarly { .. } => "too_early",
            Self::PutOff { .. } => "put_off",
            Self::Stale => "stale",
            Self::Conflict => "conflict",
            Self::Clash(_) => "clash",
            Self::TooLarge { .. } => "too_large",
            Self::NoSpace => "no_space",
            Self::BadFileType => "bad_file_type",
            Self::TooManyFiles { .. } => "too_many_files",
            Self::Field { .. } => "unprocessable",
            Self::TooManyRepresentatives { .. } => "too_many_representatives",
            Self::Refused { code, .. } => return (StatusCode::UNPROCESSABLE_ENTITY, code.clone()),
            Self::TooMany { .. } => "too_many",
            Self::Locked { .. } => "locked",
            Self::Removed => "removed",
            Self::SeatTaken => "seat_taken",
            Self::NotAcceptable => "not_acceptable",
            Self::UnsupportedMedia(_) => "unsupported_media_type",
            Self::ScopeMissing(_) => "scope_missing",
            Self::AgencyClosed => "agency_closed",
            Self::BadSignature => "bad_signature",
            Self::Replayed => "replayed",
            Self::ItemChanged { .. } => "item_changed",
            Self::OriginKnown { .. } => "origin_known",
            Self::FiledOtherwise { .. } => "filed_otherwise",
            Self::ReportedOtherwise => "reported_otherwise",
            Self::PreconditionRequired => "precondition_required",
            Self::Outdated => "outdated",
            Self::BadLine { .. } => "bad_line",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        };
        (status_of(code), code.into())
    }

    /// What would open it (RFC 9110 §15.5.2). None of these has a browser ask for a name and a password of its own.
    const fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::Unauthenticated => Some("Bearer, Cookie"),
            Self::BadCredentials => Some("Cookie"),
            Self::BadSignature => Some("Signature"),
            _ => None,
        }
    }

    fn body(self, status: StatusCode, code: String) -> ProblemBody {
        let mut body = ProblemBody {
            kind: "about:blank",
            title: self.to_string(),
            status: status.as_u16(),
            code,
            ..ProblemBody::default()
        };
        match self {
            Self::BadRequest(detail) => body.detail = Some(detail),
            Self::TooEarly { times } => (body.opens_at, body.starts_at) = times.unzip(),
            Self::PutOff { starts_at } => body.starts_at = starts_at,
            Self::Clash(clashes) => body.clashes = Some(clashes),
            Self::TooLarge { limit } => body.limit = Some(limit),
            Self::ScopeMissing(scope) => body.detail = Some(format!("Needed: {scope}")),
            Self::ItemChanged { kept, sent } => (body.kept, body.sent) = (Some(kept), Some(sent)),
            Self::OriginKnown { petition } => {
                body.field = Some("origin.external_number".into());
                (body.petition, body.number) = petition.unzip();
            }
            Self::FiledOtherwise { petition, number, query_code } => {
                (body.petition, body.number, body.query_code) = (Some(petition), Some(number), query_code);
            }
            Self::BadFileType => body.field = Some("file".into()),
            Self::TooManyFiles { allowed } => {
                (body.allowed, body.field) = (Some(allowed), Some("file".into()));
            }
            Self::Field { field, detail } => {
                (body.field, body.detail) = (Some(field.into_owned()), Some(detail));
            }
            Self::BadLine { field, line, detail } => {
                (body.field, body.line, body.detail) = (Some(field.into()), Some(line), Some(detail));
            }
            Self::TooManyRepresentatives { allowed } => {
                (body.allowed, body.field) = (Some(allowed), Some("representatives".into()));
            }
            Self::Refused { field, detail, article, .. } => {
                (body.field, body.detail, body.article) = (field, Some(detail), article);
            }
            Self::TooMany { retry_after_s } | Self::Locked { retry_after_s } => {
                body.retry_after_s = Some(retry_after_s);
            }
            _ => {}
        }
        body
    }
}

/// The status that goes with a code. Rules that refuse have 422, also where they share a word with one of these.
pub(super) fn status_of(code: &str) -> StatusCode {
    match code {
        "bad_request" => StatusCode::BAD_REQUEST,
        "unauthenticated" | "bad_credentials" | "bad_signature" => StatusCode::UNAUTHORIZED,
        "bad_origin" | "kept_behind_the_wall" | "removed" | "scope_missing" | "agency_closed" => {
            StatusCode::FORBIDDEN
        }
        "not_found" | "no_match" | "no_such_link" => StatusCode::NOT_FOUND,
        "method_not_allowed" => StatusCode::METHOD_NOT_ALLOWED,
        "link_used" | "hearing_over" => StatusCode::GONE,
        "too_early" => StatusCode::TOO_EARLY,
        "put_off" | "stale" | "conflict" | "clash" | "seat_taken" | "replayed" | "item_changed"
        | "origin_known" | "filed_otherwise" | "reported_otherwise" => StatusCode::CONFLICT,
        "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "no_space" => StatusCode::INSUFFICIENT_STORAGE,
        "too_many" | "locked" => StatusCode::TOO_MANY_REQUESTS,
        "not_acceptable" => StatusCode::NOT_ACCEPTABLE,
        "unsupported_media_type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "precondition_required" => StatusCode::PRECONDITION_REQUIRED,
        "outdated" => StatusCode::PRECONDITION_FAILED,
        "unavailable" => StatusCode::SERVICE_UNAVAILABLE,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl Problem {
    /// As it is told outside; what is ours alone is logged here.
    pub fn told(self) -> ProblemBody {
        let (status, code) = self.outside();
        if let Self::Internal(source) = &self {
            tracing::error!(error = with_causes(source.as_ref()), "A request failed");
        }
        self.body(status, code.into_owned())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, _) = self.outside();
        let retry_after = match &self {
            Self::TooMany { retry_after_s } | Self::Locked { retry_after_s } => Some(*retry_after_s),
            _ => None,
        };
        let challenge = self.challenge();
        let mut response = (status, axum::Json(self.told())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
