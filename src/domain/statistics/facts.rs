//! The facts of one petition that statistics count: when each duty was due and done, and what became of it.

use super::Behind;
use crate::domain::{
    Timestamp,
    hearing::HearingKind,
    ids::{ActionItemId, AgencyId, DemandId, HearingId, PetitionId, StaffId},
    jurisdiction::DivisionCode,
    named,
    petition::{Category, Channel, ContentClass, OpinionResult, Routing},
};

/// What statistics know of one petition: when each duty was due and done, and what became of it. Made from
/// its events by [`Facts::begin`] and [`Facts::apply`], and from nothing else but its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub petition: PetitionId,
    pub place: DivisionCode,
    pub registered_at: Timestamp,
    pub registered_by: AgencyId,
    pub channel: Channel,
    /// As corrected in screening.
    pub category: Category,
    pub class: ContentClass,
    pub persons: u32,
    /// The bureau whose it is or was to route it, where that is another than registered it.
    pub desk: Option<AgencyId>,
    /// The way behind it, in the order it happened.
    pub behind: Vec<Behind>,
    /// T1: to be transferred, diverted or turned down (art. 22).
    pub routing: Due,
    pub routed: Option<Routed>,
    /// T2: whether to accept it (art. 23); done when that was decided.
    pub notice: Due,
    /// The first notice of acceptance or of its refusal by the unit that has it: the petitioner was told.
    pub told_at: Option<Timestamp>,
    /// Nobody signed it, and nobody can be told of anything.
    pub unsigned: bool,
    pub accepted_at: Option<Timestamp>,
    /// T4, or the day ordered with an assignment where that is earlier; with approved extensions (art. 34).
    pub reply: Due,
    pub extended_at: Option<Timestamp>,
    pub result: Option<OpinionResult>,
    pub review_at: Option<Timestamp>,
    pub reviewed_at: Option<Timestamp>,
    pub rereview_at: Option<Timestamp>,
    /// Closed for the first time.
    pub closed_at: Option<Timestamp>,
    /// Reopened, or begun again after a wrong end, for the first time.
    pub reopened_at: Option<Timestamp>,
    /// Each time a reply was owed anew, in their order.
    pub reworks: Vec<Rework>,
    pub left: Option<Left>,
    /// It raises again what its petitioner had raised in a petition that is closed, as its screening said.
    pub again: bool,
    /// Its petitioner raised the matter again, in another petition, for the first time.
    pub raised_again_at: Option<Timestamp>,
    pub sessions: Vec<Session>,
    pub items: Vec<Item>,
    pub contracts: Vec<Contracted>,
    pub evaluations: Vec<Evaluation>,
    /// Who answered the petition that this one was merged into, as the household's evaluation says.
    pub answered_by: Option<AgencyId>,
    /// Marked as urgent for the first time (art. 25), and the first word of the organ above.
    pub urgent_at: Option<Timestamp>,
    pub urgent_seen_at: Option<Timestamp>,
    pub orders: Vec<Order>,
    pub recommendations: Vec<Recommendation>,
}

/// A duty: by when, and when it was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// None where no clock runs: suggestions and reports have no 60 days.
    pub by: Option<Timestamp>,
    pub done: Option<Timestamp>,
}

impl Due {
    /// Done in time; what is not done is not.
    #[must_use]
    pub fn kept(&self) -> bool {
        matches!((self.by, self.done), (Some(by), Some(done)) if done <= by)
    }
}

/// 重新办理: a reply is owed anew, for its opinion was revoked (责令重新办理) or an end was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rework {
    pub at: Timestamp,
    pub due: Due,
    /// Closed for the first time after it.
    pub closed_at: Option<Timestamp>,
}

/// The last routing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routed {
    pub how: Routing,
    pub unit: AgencyId,
    pub at: Timestamp,
    /// By a ruling on competence (art. 24), which says whose it is and sends nothing.
    pub ruled: bool,
}

named!(
    /// How a petition left the ordinary way before or without an opinion.
    pub enum Leaving {
        /// 并案: it goes on in another one
        Merged = "merged",
        Withdrawn = "withdrawn",
        /// 依法分类处理
        Diverted = "diverted",
        NotAccepted = "not_accepted",
        NoLongerAccepted = "no_longer_accepted",
    }
);

/// Why and when a petition left its course: the first end that was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub why: Leaving,
    pub at: Timestamp,
    /// 重复信访: its petitioner had raised the same matter before. Several who raise one matter repeat nothing.
    pub repeat: bool,
}

/// One hearing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub hearing: HearingId,
    pub kind: HearingKind,
    pub host: AgencyId,
    /// Who presided when it went into session (接访领导); none of a room's seat, and of logs that do not say.
    pub leader: Option<StaffId>,
    pub starts_at: Timestamp,
    /// Went into session, or had its outcome issued face to face; held, whatever became of it.
    pub held_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    /// It went on face to face (转为现场).
    pub in_person: bool,
}

/// 交办事项 of a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    pub id: ActionItemId,
    pub agency: AgencyId,
    pub hearing: Option<HearingId>,
    /// The days that the bureau took to send it back are not its organ's.
    pub due: Due,
    /// Its organ has declined it since, and waits for the bureau's word.
    pub declined_at: Option<Timestamp>,
}

/// 领导包案: a leader has it in charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contracted {
    pub leader: StaffId,
    pub taken_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Closed for the first time while the leader had it.
    pub settled_at: Option<Timestamp>,
}

named!(
    /// Whom an evaluation is of (EVAL22 art. 3: both, apart).
    pub enum Target {
        Bureau = "bureau",
        Unit = "unit",
    }
);

named!(
    /// 满意度.
    pub enum Satisfaction {
        Satisfied = "satisfied",
        BasicallySatisfied = "basically_satisfied",
        Dissatisfied = "dissatisfied",
    }
);

/// The last one given of this target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evaluation {
    pub target: Target,
    pub level: Satisfaction,
    pub at: Timestamp,
}

/// 督办: an order of supervision, from 提醒 to 挂牌督办.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub id: DemandId,
    /// The organ it went to, which need not be the unit that has the petition.
    pub to: AgencyId,
    pub at: Timestamp,
    /// By the day it names, which a reminder may do without; done when it was answered or lifted.
    pub answer: Due,
}

/// 三项建议 (art. 40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recommendation {
    pub id: DemandId,
    /// The organ it went to.
    pub to: AgencyId,
    pub made_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub adopted: bool,
    /// Taken back before it was answered: nobody owes an answer any more.
    pub lifted: bool,
}

impl Facts {
    /// 检举控告: shown as a number only (art. 30).
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.category == Category::Report
    }

    /// The bureau whose it is or was to route it.
    #[must_use]
    pub fn desk(&self) -> AgencyId {
        self.desk.unwrap_or(self.registered_by)
    }

    /// The unit that has it or had it last; of one that was merged, who answered it.
    #[must_use]
    pub fn unit(&self) -> Option<AgencyId> {
        self.routed.map(|routed| routed.unit).or(self.answered_by)
    }

    /// 重复信访: the same person raised the same matter again.
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.again || self.left.is_some_and(|left| left.repeat)
    }

    /// 并案: what becomes of it is counted of the one it went into.
    #[must_use]
    pub fn is_merged(&self) -> bool {
        matches!(self.left, Some(Left { why: Leaving::Merged, .. }))
    }

    /// To be routed, accepted or replied to, be it anew, and past that day. Clocks of reviews, orders and objections are not in
    /// facts.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        if self.left.is_some() || self.last_closed_at().is_some() {
            return false;
        }
        let once = self.closed_at.is_none();
        let running = [
            (&self.routing, once),
            (&self.notice, once && self.routed.is_some()),
            (&self.reply, once && self.accepted_at.is_some()),
        ];
        let anew = self.reworks.iter().map(|rework| (&rework.due, true));
        let late = |due: &Due| due.done.is_none() && due.by.is_some_and(|by| by < now);
        running.into_iter().chain(anew).any(|(due, on)| on && late(due))
    }

    /// When it was closed; none of what is handled anew and was not closed again.
    #[must_use]
    pub fn last_closed_at(&self) -> Option<Timestamp> {
        self.reworks.last().map_or(self.closed_at, |rework| rework.closed_at)
    }

    /// From the first of its times to the last, whatever they are of.
    #[must_use]
    pub fn span(&self) -> (Timestamp, Timestamp) {
        let due = |due: &Due| [due.by, due.done];
        let few = [
            self.told_at,
            self.accepted_at,
            self.extended_at,
            self.review_at,
            self.reviewed_at,
            self.rereview_at,
            self.closed_at,
            self.reopened_at,
            self.raised_again_at,
            self.urgent_at,
            self.urgent_seen_at,
            self.routed.map(|routed| routed.at),
            self.left.map(|left| left.at),
        ];
        let sessions = self.sessions.iter().flat_map(|session| [session.held_at, session.decided_at]);
        let contracts = self.contracts.iter().flat_map(|one| [Some(one.taken_at), one.settled_at]);
        let reworks =
            self.reworks.iter().flat_map(|one| [Some(one.at), one.due.by, one.due.done, one.closed_at]);
        let evaluations = self.evaluations.iter().map(|evaluation| Some(evaluation.at));
        let orders = self.orders.iter().map(|order| Some(order.at));
        let advice = self.recommendations.iter().flat_map(|one| [Some(one.made_at), one.answered_at]);
        few.into_iter()
            .chain([&self.routing, &self.notice, &self.reply].into_iter().flat_map(due))
            .chain(self.items.iter().flat_map(|item| due(&item.due)))
            .chain(reworks)
            .chain(sessions)
            .chain(contracts)
            .chain(evaluations)
            .chain(orders)
            .chain(advice)
            .flatten()
            .fold((self.registered_at, self.registered_at), |(first, last), at| (first.min(at), last.max(at)))
    }

    /// That hearing, where it is one of its own.
    #[must_use]
    pub fn session(&self, hearing: HearingId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.hearing == hearing)
    }

    /// The answer the petitioner got first: the opinion's delivery.
    #[must_use]
    pub const fn replied_at(&self) -> Option<Timestamp> {
        self.reply.done
    }
}
