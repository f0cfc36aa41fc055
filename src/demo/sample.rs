//! The type of a sample petition.

use crate::domain::petition::{
    Category::{self, Appeal},
    Channel, ContentClass, Finding, LegalWay, OpinionResult, Purpose,
};

/// A petition and how far it went. Days count back from today.
pub(super) struct Sample {
    pub title: &'static str,
    pub text: &'static str,
    pub place: &'static str,
    pub category: Category,
    pub purpose: Purpose,
    pub class: ContentClass,
    pub channel: Channel,
    pub name: &'static str,
    pub persons: u32,
    /// Short name of the agency a report accuses.
    pub accused: Option<&'static str>,
    /// Days ago.
    pub filed: i64,
    /// Short name of the agency it goes to.
    pub unit: &'static str,
    pub moves: &'static [(i64, Move)],
}

pub(super) enum Move {
    Screen,
    /// 转送.
    Transfer,
    /// 交办, with its deadline in days from today.
    Assign(i64),
    Accept,
    Handle,
    Draft(OpinionResult, &'static str),
    Deliver,
    /// The petitioner accepts the reply.
    Satisfied(&'static str),
    Close(&'static str),
    Withdraw(&'static str),
    Object(&'static str),
    Extend(u16, &'static str),
    /// To another agency by its short name.
    Divert(LegalWay, &'static str, &'static str),
    /// Asks for review, of the next higher bureau.
    AskReview(&'static str),
    StartReview,
    DecideReview(Finding, &'static str),
    AskRereview(&'static str),
    StartRereview,
    DecideRereview(Finding, &'static str),
    Terminate,
    /// Into the sample of this title.
    Merge(&'static str),
    /// Not accepted: the sample of this title is being handled already (art. 19).
    HandledAlready(&'static str, &'static str),
}

/// Whose a move is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hand {
    Petitioner,
    /// The bureau that has the petition.
    Desk,
    Unit,
    /// The organ that reviews, or the desk where none does.
    Reviewer,
}

impl Move {
    pub(super) const fn hand(&self) -> Hand {
        match self {
            Self::Satisfied(_) | Self::Withdraw(_) | Self::AskReview(_) | Self::AskRereview(_) => {
                Hand::Petitioner
            }
            Self::Screen
            | Self::Transfer
            | Self::Assign(_)
            | Self::Divert(..)
            | Self::Merge(_)
            | Self::HandledAlready(..) => Hand::Desk,
            Self::Accept
            | Self::Object(_)
            | Self::Handle
            | Self::Extend(..)
            | Self::Draft(..)
            | Self::Deliver
            | Self::Close(_) => Hand::Unit,
            Self::StartReview
            | Self::DecideReview(..)
            | Self::StartRereview
            | Self::DecideRereview(..)
            | Self::Terminate => Hand::Reviewer,
        }
    }
}

/// A sample with the commonest values; each line names only what differs.
pub(super) const PLAIN: Sample = Sample {
    title: "",
    text: "",
    place: "6201",
    category: Appeal,
    purpose: Purpose::Resolution,
    class: ContentClass::Livelihood,
    channel: Channel::Web,
    name: "",
    persons: 1,
    accused: None,
    filed: 0,
    unit: "lz-zj",
    moves: &[],
};
