//! Reading back and signing, as frames carry it (docs/rules.md 3.3, H13 to H15).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryId, OpId, SeatId};

/// How a seat signs, or why it does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignatureMark {
    /// By hand: an SVG path of `M`, `L`, numbers and spaces.
    Drawn {
        strokes: String,
    },
    Confirmed {},
    /// By the one-time code that was sent to the seat's phone.
    Coded {
        code: String,
    },
    /// Somebody else signs for the seat; why it does not itself, 5–500 characters on one line.
    Proxy {
        name: String,
        strokes: String,
        #[serde(default)]
        reason: String,
    },
    /// 5–500 characters.
    Refused {
        reason: String,
    },
}

/// What a seat did with the version that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Drawn,
    Confirmed,
    Coded,
    Proxy,
    PaperScan,
    Refused,
}

/// The version of the minutes that stands, what was asked about it, and who has signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadBackView {
    pub version: u32,
    /// Of the text in UTF-8, hexadecimal.
    pub sha256: String,
    pub frozen_at: i64,
    /// Left out where the page has it already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    /// The minutes were changed since: a new version is due.
    pub changed: bool,
    pub corrections: Vec<CorrectionView>,
    /// Who may sign, in the order of the table.
    pub seats: Vec<SignerView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectionView {
    pub id: OpId,
    pub version: u32,
    pub seat: SeatId,
    pub entry: Option<EntryId>,
    pub text: String,
    pub at: i64,
    /// Left out until there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<CorrectionAnswered>,
}

/// What who keeps the minutes said to a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorrectionAnswered {
    pub by: SeatId,
    pub at: i64,
    pub answer: CorrectionAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum CorrectionAnswer {
    /// This line was corrected, and says it now.
    Taken { entry: EntryId },
    /// 5–500 characters.
    Declined { reason: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignerView {
    pub seat: SeatId,
    /// None as long as it has said nothing on this version.
    pub mark: Option<MarkKind>,
    pub at: Option<i64>,
    /// Of a refusal.
    pub reason: Option<String>,
    /// Was not at the table before it was frozen: may sign, and is not waited for.
    pub absent: bool,
    /// A code reaches their phone: that confirms, and no press alone.
    pub by_code: bool,
}
