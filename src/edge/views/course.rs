//! JSON of a petition's clocks, its course, and the petitions linked to it.

use super::{CategoryText, ClockKindText, FindingText, StateText};
use crate::domain::{
    Timestamp,
    petition::{Clock, Hop, Likeness, Passage, Petition, PetitionState, Review, Routing, Stint},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A clock, running or stopped.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    pub kind: ClockKindText,
    /// Of the Regulation.
    pub article: u8,
    pub anchor: i64,
    /// Judge by this one.
    pub due: i64,
    /// Before rolling over holidays: warn by this one.
    pub raw_due: i64,
    pub stopped_at: Option<i64>,
    /// Days added to the term.
    pub extended_by: u16,
    pub pauses: Vec<PauseView>,
    /// Over without what it was for.
    pub lapsed: bool,
    /// A right that lapses, not a duty.
    pub window: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PauseView {
    pub from: i64,
    /// None: still paused.
    pub until: Option<i64>,
}

/// How a petition came from one bureau to the next.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Passage)]
pub enum PassageText {
    /// 转送 to a bureau below.
    Transfer,
    /// 交办 to a bureau below.
    Assignment,
    /// 退回 to the bureau that handed it down.
    Back,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Came)]
pub struct CameView {
    pub how: PassageText,
    pub at: i64,
}

/// The time it was at one bureau before it went to a unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stint)]
pub struct StintView {
    pub desk_name: String,
    /// Null: registered there.
    pub came: Option<CameView>,
    /// Who handed it down or gave it back.
    pub by_name: Option<String>,
    pub since: i64,
    /// When it went on; null: it is there.
    pub until: Option<i64>,
    /// When the bureau's own share of the fifteen days ends (a rule of the house).
    pub share_due: Option<i64>,
    /// Whether it went on within the share; null while it is there.
    pub kept: Option<bool>,
}

/// What a petition gathered on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseView {
    pub objections: u32,
    /// A common superior ruled who is competent.
    pub ruled: bool,
    pub recused: Vec<PersonView>,
    pub extended_by: Option<u16>,
    pub first_approval: Option<PersonView>,
    pub reworks: u32,
    pub review: Option<ReviewView>,
    pub rereview: Option<ReviewView>,
    /// When the opinion at hand went out, while its receipt opens the window for review.
    pub delivered_at: Option<i64>,
    /// Review was asked of an organ above this system: the request is on record, and no clock closes the petition.
    pub asked_beyond: bool,
    /// Whose review revoked the opinion, while the unit makes it anew.
    pub redone_by_name: Option<String>,
    /// What an archived petition ended as.
    pub ended: Option<StateText>,
    /// The organ that reviews it now, or where it was diverted.
    pub organ_name: Option<String>,
    /// Legal way, ground of non-acceptance or retention, by the state.
    pub word: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    pub id: Uuid,
    pub name: String,
}

/// An opinion of review or re-review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewView {
    pub organ_name: String,
    pub finding: FindingText,
    pub text: String,
}

/// Another petition and how it is tied to this one.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionLink {
    pub tie: Tie,
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub category: CategoryText,
    pub state: StateText,
    /// How it ended, where it was filed away since (归档); else its state.
    pub ending: StateText,
    pub registered_at: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// It goes on in that one.
    Lead,
    /// That one goes on in it.
    Merged,
    /// That one has the same facts and is final.
    Earlier,
    /// The same person and a like title: perhaps the same matter.
    Alike,
    /// Somebody else's of the same township and class, lately, with a like title: perhaps the same matter.
    Neighbour,
    /// The same person's, about something else by its title.
    SamePerson,
}

impl ClockView {
    pub fn of(clock: Clock, now: Timestamp) -> Self {
        Self {
            kind: clock.kind.into(),
            article: clock.kind.article(),
            anchor: clock.anchor.0,
            due: clock.due.0,
            raw_due: clock.raw_due.0,
            stopped_at: clock.stopped_at.map(|at| at.0),
            extended_by: clock.extended_by,
            lapsed: clock.is_lapsed(now),
            window: clock.kind.is_window(),
            pauses: clock
                .pauses
                .into_iter()
                .map(|pause| PauseView { from: pause.from.0, until: pause.until.map(|at| at.0) })
                .collect(),
        }
    }
}

impl ReviewView {
    pub fn of(review: Review, organ_name: String) -> Self {
        Self { organ_name, finding: review.finding.into(), text: review.text }
    }
}

impl PetitionLink {
    pub fn of(petition: Petition, tie: Tie) -> Self {
        Self {
            tie,
            id: petition.id.0,
            number: petition.number,
            title: petition.title,
            category: petition.category.into(),
            state: petition.state.name().into(),
            ending: petition.state.ending().name().into(),
            registered_at: petition.registered_at.0,
        }
    }
}

impl From<Likeness> for Tie {
    fn from(likeness: Likeness) -> Self {
        match likeness {
            Likeness::Alike => Self::Alike,
            Likeness::Neighbour => Self::Neighbour,
            Likeness::SamePerson => Self::SamePerson,
        }
    }
}

/// Legal way, ground of non-acceptance or retention.
pub fn word_of(state: &PetitionState) -> Option<String> {
    match state {
        PetitionState::Diverted { way, .. } => Some(way.to_string()),
        PetitionState::NotAccepted { ground, .. } => Some(ground.to_string()),
        PetitionState::Archived { retention, .. } => Some(retention.to_string()),
        _ => None,
    }
}

impl CameView {
    pub const fn of(hop: &Hop) -> Self {
        let how = match hop.passage {
            Passage::Down(Routing::Transfer) => PassageText::Transfer,
            Passage::Down(Routing::Assignment) => PassageText::Assignment,
            Passage::Back => PassageText::Back,
        };
        Self { how, at: hop.at.0 }
    }
}

impl StintView {
    pub fn of(stint: &Stint, desk_name: String, by_name: Option<String>) -> Self {
        Self {
            desk_name,
            came: stint.came.as_ref().map(CameView::of),
            by_name,
            since: stint.since.0,
            until: stint.until.map(|at| at.0),
            share_due: stint.share_due.map(|at| at.0),
            kept: stint.kept(),
        }
    }
}
