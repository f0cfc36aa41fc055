//! Kinds of documents (文书) and after which steps each can be made.

use crate::domain::{named, petition::Category};

named!(
    /// Kinds of document, in the order in which a petition meets them.
    pub enum DocumentKind {
        /// 登记回执
        Registration = "registration",
        /// 转送函
        Transfer = "transfer",
        /// 交办函
        Assignment = "assignment",
        /// 分类处理告知书: the matter has another lawful way (art. 31)
        Diversion = "diversion",
        /// 受理告知书
        Acceptance = "acceptance",
        /// 不予受理告知书
        NonAcceptance = "non_acceptance",
        /// 不再受理告知书
        NoLongerAccepted = "no_longer_accepted",
        /// 延期告知书
        Extension = "extension",
        /// 信访处理意见书
        Opinion = "opinion",
        /// 复查、复核请求不予受理告知书: it came too late
        ReviewRefused = "review_refused",
        /// 复查意见书
        Review = "review",
        /// 复核意见书
        Rereview = "rereview",
        /// 送达回证
        Delivery = "delivery",
        /// 接访笔录
        Minutes = "minutes",
        /// 接访结果告知书
        Outcome = "outcome",
        /// 调解协议书
        Agreement = "agreement",
    }
);

/// It is told to the petitioner, and goes to the organ with a letter.
pub(super) const DIVERTED: &str = "petition.diverted";
/// It goes to a bureau below with a letter of its own words.
pub(super) const HANDED_DOWN: &str = "petition.handed_down";
/// A common superior has said whose business it is: the bureau that sends it writes to them.
pub(super) const RULED: &str = "petition.competence_ruled";

impl DocumentKind {
    /// As it stands at the head of the paper, of nearly all: see [`Case::title`](super::Case::title).
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Registration => "信访事项登记回执",
            Self::Transfer => "信访事项转送函",
            Self::Assignment => "信访事项交办函",
            Self::Diversion => "信访事项分类处理告知书",
            Self::Acceptance => "信访事项受理告知书",
            Self::NonAcceptance => "信访事项不予受理告知书",
            Self::NoLongerAccepted => "信访事项不再受理告知书",
            Self::Extension => "信访事项延期办理告知书",
            Self::Opinion => "信访处理意见书",
            Self::ReviewRefused => "信访事项复查（复核）请求不予受理告知书",
            Self::Review => "信访事项复查意见书",
            Self::Rereview => "信访事项复核意见书",
            Self::Delivery => "送达回证",
            Self::Minutes => "接访笔录",
            Self::Outcome => "接访结果告知书",
            Self::Agreement => "调解协议书",
        }
    }

    /// Of a petition of `category`: what answers a suggestion is no opinion on what somebody is entitled to.
    #[must_use]
    pub const fn title_in(self, category: Category) -> &'static str {
        match (self, category) {
            (Self::Opinion, Category::Suggestion) => "建议答复",
            _ => self.title(),
        }
    }

    /// The word that stands for it in numbers: 受 of 兰信访受字〔2026〕第12号.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registration => "登",
            Self::Transfer => "转",
            Self::Assignment => "交",
            Self::Diversion => "分",
            Self::Acceptance => "受",
            Self::NonAcceptance => "不受",
            Self::NoLongerAccepted => "不再受",
            Self::Extension => "延",
            Self::Opinion => "意",
            Self::ReviewRefused => "不复",
            Self::Review => "查",
            Self::Rereview => "核",
            Self::Delivery => "送",
            Self::Minutes => "笔",
            Self::Outcome => "果",
            Self::Agreement => "调",
        }
    }

    /// The article of the Regulation that demands it.
    #[must_use]
    pub const fn article(self) -> u8 {
        match self {
            Self::Registration | Self::Transfer | Self::Assignment => 22,
            Self::Acceptance | Self::NonAcceptance | Self::Delivery => 23,
            Self::Diversion | Self::Minutes => 31,
            Self::Outcome => 27,
            Self::Agreement => 33,
            Self::Opinion => 32,
            Self::Extension => 34,
            Self::ReviewRefused | Self::Review => 35,
            Self::NoLongerAccepted | Self::Rereview => 36,
        }
    }

    /// The events it tells of; the newest of them counts. None for a receipt of another document.
    ///
    /// By their texts, which are stable: a document must be able to tell of what an older log holds.
    pub(super) const fn acts(self) -> &'static [&'static str] {
        match self {
            Self::Registration => &["petition.registered"],
            Self::Transfer => &["petition.routed", "petition.rerouted", RULED, HANDED_DOWN, DIVERTED],
            Self::Assignment => &["petition.routed", "petition.rerouted", RULED, HANDED_DOWN],
            Self::Diversion => &[DIVERTED],
            Self::Acceptance => &["petition.accepted"],
            Self::NonAcceptance => &["petition.not_accepted"],
            Self::NoLongerAccepted => &["petition.no_longer_accepted"],
            Self::Extension => &["petition.extended"],
            Self::Opinion => &["petition.replied"],
            Self::ReviewRefused => &["petition.review_refused", "petition.rereview_refused"],
            Self::Review => &["petition.reviewed"],
            Self::Rereview => &["petition.rereviewed"],
            Self::Delivery | Self::Minutes | Self::Outcome | Self::Agreement => &[],
        }
    }

    /// Addressed to the petitioner, who may fetch it with number and query code. The rest passes between organs
    /// or stays in the file.
    #[must_use]
    pub const fn is_for_petitioner(self) -> bool {
        !matches!(self, Self::Transfer | Self::Assignment | Self::Delivery)
    }

    /// Said to everybody whose petition goes on in the one it is of: not the receipt of another's registration, nor what
    /// was said at a table they did not sit at.
    #[must_use]
    pub const fn is_for_households(self) -> bool {
        self.is_for_petitioner() && !matches!(self, Self::Registration | Self::Minutes | Self::Agreement)
    }

    /// Made from a hearing, not from the petition's log.
    #[must_use]
    pub const fn is_of_hearing(self) -> bool {
        matches!(self, Self::Minutes | Self::Outcome | Self::Agreement)
    }

    /// Whether the organ signs it; a receipt is its reader's to sign.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        !matches!(self, Self::Delivery | Self::Minutes | Self::Agreement)
    }

    /// The words it closes with, unless the agency has its own.
    #[must_use]
    pub const fn closing(self) -> &'static str {
        match self {
            Self::Transfer | Self::Assignment => "特此函达。",
            Self::Opinion
            | Self::Review
            | Self::Rereview
            | Self::Delivery
            | Self::Minutes
            | Self::Agreement => "",
            Self::Registration
            | Self::Diversion
            | Self::Acceptance
            | Self::NonAcceptance
            | Self::NoLongerAccepted
            | Self::Extension
            | Self::ReviewRefused
            | Self::Outcome => "特此告知。",
        }
    }
}
