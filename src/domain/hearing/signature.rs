//! 签名确认: who signed which version of a paper, and how.

use super::{PaperKind, Seat};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hearing::{ParticipantRole, Side},
    hex,
    ids::{AttachmentId, HearingId, OpId, SeatId},
    named,
};
use sha2::{Digest, Sha256};

named!(
    /// How somebody gave, or refused, their word on a paper; the bare word of a mark.
    pub enum MarkKind {
        /// 手写签名
        Drawn = "drawn",
        /// 点击确认
        Confirmed = "confirmed",
        /// 短信验证码确认
        Coded = "coded",
        /// 代签
        Proxy = "proxy",
        /// 纸质签名扫描件
        PaperScan = "paper_scan",
        /// 拒绝签名
        Refused = "refused",
    }
);

/// How somebody signed, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Strokes as an SVG path: `M`, `L`, numbers, spaces.
    Drawn {
        strokes: String,
    },
    Confirmed,
    /// With a one-time code that was sent to the seat's phone.
    Coded {
        code: OpId,
        /// The last four of the phone's number.
        ending: String,
    },
    /// Somebody else signed for the seat (委托代签).
    Proxy {
        name: String,
        strokes: String,
        /// Why the seat does not sign itself. Empty before it was asked for.
        reason: String,
        /// The authorisation (授权委托书), where who keeps the minutes took it.
        paper: Option<ProxyPaper>,
    },
    /// On paper; the scan is an attachment of the petition.
    PaperScan {
        attachment: AttachmentId,
        sha256: [u8; 32],
    },
    Refused {
        reason: String,
    },
}

/// A paper that says who may sign for whom; an attachment of the petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyPaper {
    pub attachment: AttachmentId,
    pub sha256: [u8; 32],
}

impl Mark {
    #[must_use]
    pub const fn kind(&self) -> MarkKind {
        match self {
            Self::Drawn { .. } => MarkKind::Drawn,
            Self::Confirmed => MarkKind::Confirmed,
            Self::Coded { .. } => MarkKind::Coded,
            Self::Proxy { .. } => MarkKind::Proxy,
            Self::PaperScan { .. } => MarkKind::PaperScan,
            Self::Refused { .. } => MarkKind::Refused,
        }
    }

    /// The attachment that it is on or rests on.
    #[must_use]
    pub const fn paper(&self) -> Option<AttachmentId> {
        match self {
            Self::PaperScan { attachment, .. }
            | Self::Proxy { paper: Some(ProxyPaper { attachment, .. }), .. } => Some(*attachment),
            _ => None,
        }
    }

    /// All that the kind does not say, as it is kept and hashed.
    #[must_use]
    pub fn content(&self) -> String {
        match self {
            Self::Drawn { strokes } => strokes.clone(),
            Self::Confirmed => String::new(),
            Self::Coded { code, ending } => format!("{code}\n{ending}"),
            // What was signed before reasons were asked for keeps its hash.
            Self::Proxy { name, strokes, reason, paper } => {
                let told = if reason.is_empty() { String::new() } else { format!("\n{reason}") };
                let paper = paper.map(|paper| format!("\n{}\n{}", paper.attachment, hex(&paper.sha256)));
                format!("{name}\n{strokes}{told}{}", paper.unwrap_or_default())
            }
            Self::PaperScan { attachment, sha256 } => format!("{attachment}\n{}", hex(sha256)),
            Self::Refused { reason } => reason.clone(),
        }
    }
}

/// A seat's word on one version of a paper; it never moves to another (invariant 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Made by the client: sent twice, applied once.
    pub id: OpId,
    pub hearing: HearingId,
    pub paper: PaperKind,
    pub version: u32,
    /// Of that version's text.
    pub paper_sha256: [u8; 32],
    pub seat: SeatId,
    /// The seat that put it on record: its own, or the clerk's.
    pub by: SeatId,
    pub at: Timestamp,
    pub mark: Mark,
}

impl Signature {
    /// What is hashed, and what a stranger is shown (docs/signing.md).
    #[must_use]
    pub fn statement(&self) -> String {
        format!(
            "lianjie-signature 1\nid: {}\nhearing: {}\nversion: {}\n{}_sha256: {}\nseat: {}\nby: {}\n\
             at: {}\nkind: {}\n\n{}",
            self.id,
            self.hearing,
            self.version,
            self.paper,
            hex(&self.paper_sha256),
            self.seat,
            self.by,
            self.at.0,
            self.mark.kind(),
            self.mark.content(),
        )
    }

    /// Of [`Self::statement`] in UTF-8: the log and the statement that closes the hearing name it.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.statement().as_bytes()).into()
    }

    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.mark.kind() == MarkKind::Refused
    }

    /// No names and no reason: the log is never erased.
    #[must_use]
    pub fn change(&self) -> Change {
        let kind = match (self.paper, self.is_refusal()) {
            (PaperKind::Minutes, false) => EventKind::HearingSigned,
            (PaperKind::Minutes, true) => EventKind::HearingSigningRefused,
            (PaperKind::Agreement, false) => EventKind::HearingAgreementSigned,
            (PaperKind::Agreement, true) => EventKind::HearingAgreementRefused,
        };
        Change::new(kind)
            .with("seat", self.seat)
            .with("kind", self.mark.kind())
            .with("version", self.version)
            .with(&format!("{}_sha256", self.paper), hex(&self.paper_sha256))
            .with("signature_sha256", hex(&self.sha256()))
    }
}

impl Seat {
    /// Both sides, the company, who presides or stood in for that, and who wrote it; who only attends does not sign.
    #[must_use]
    pub fn may_sign(&self) -> bool {
        let signs = match self.role.side() {
            Side::Petitioner | Side::Unit | Side::Company => true,
            Side::Panel => {
                let keeps = matches!(self.role, ParticipantRole::Presider | ParticipantRole::Clerk);
                keeps || self.acted.is_some()
            }
            Side::Observer => false,
        };
        signs && self.stands()
    }

    /// Who never was at the table owes no word: that they say nothing is no refusal.
    #[must_use]
    pub fn must_sign(&self) -> bool {
        self.may_sign() && self.was_there()
    }

    /// Takes signatures, notes refusals, freezes.
    #[must_use]
    pub fn keeps_minutes(&self) -> bool {
        matches!(self.role, ParticipantRole::Presider | ParticipantRole::Clerk) && self.stands()
    }
}
