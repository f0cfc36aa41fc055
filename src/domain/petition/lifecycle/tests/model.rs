//! A second telling of the rules, cut as the lifecycle is, and random walks that are held against it.

mod days;
mod hands;
mod stages;
mod walks;

use super::{fixtures::*, *};
use crate::domain::ids::StaffId;
use StateName as S;
use TransitionKind as K;
use days::{Days, WORLDS};
use std::collections::BTreeMap;
use time::{Date, Duration, Weekday};
use walks::Step;

/// What a petitioner does; all else is refused to them in every state.
const PETITIONERS: [TransitionKind; 4] = [K::Withdraw, K::RequestReview, K::RequestRereview, K::Close];

/// Where the wall around a report may still be taken down.
const UNANSWERED: [StateName; 7] =
    [S::Registered, S::Screening, S::Objected, S::Routed, S::Accepted, S::Handling, S::ReplyApproval];

/// Where the bureaus are that it may go down to, the one that registers it first.
const LEVELS: [&str; 4] = ["62", "6201", "620103", "620103002"];

/// What the house has chosen.
#[derive(Debug, Clone, Copy)]
pub struct House {
    /// Two people approve a reply.
    two_stage: bool,
    /// A hearing stops the sixty days too, by a local rule.
    stops_reply: bool,
}

/// As short as it can be. Days only, of which the world has holidays or has none.
#[derive(Debug)]
pub struct Model {
    house: House,
    days: Days,
    state: StateName,
    pub category: Category,
    /// Of a report: whether it accuses the unit that it would go to; none while nobody has said whom it accuses.
    accuses_unit: Option<bool>,
    /// As what a report would go on, and who of the discipline desk proposed that.
    unsealing: Option<(Category, StaffId)>,
    objections: u32,
    ruled: bool,
    recused: bool,
    extended: bool,
    reply_extended: bool,
    /// The last of the sixty days that ran when the wall went up, and whether they had been extended.
    sealed_reply: Option<(Date, bool)>,
    /// A day ordered with a revocation runs in their place.
    redone: bool,
    known_handler: bool,
    /// As what it was when the draft was written.
    drafted_as: Category,
    /// Who approved the draft first.
    approved: Option<StaffId>,
    /// Its household has withdrawn from what it is in with others.
    left: bool,
    /// How far below the bureau that registered it the one is that has it.
    pub depth: usize,
    /// Which bureaus have given it back.
    gave_back: [bool; LEVELS.len()],
    /// Last days that run, but for those of `owed`; before they roll over days of rest.
    last: BTreeMap<ClockKind, Date>,
    /// By when each bureau owes an answer to the one that handed a report down to it; not while the matter has ended.
    owed: [Option<Date>; LEVELS.len()],
    accepted_on: Option<Date>,
    replied_on: Option<Date>,
    paused_since: Option<Date>,
    /// The day that the clock which a hearing stops began; it is not counted.
    began_on: Option<Date>,
    /// The last day that a pause has covered.
    paused_until: Option<Date>,
}

impl Model {
    pub fn registered(category: Category, house: House, days: Days) -> Self {
        Self {
            house,
            days,
            state: S::Registered,
            category,
            accuses_unit: None,
            unsealing: None,
            accepted_on: None,
            replied_on: None,
            objections: 0,
            ruled: false,
            recused: false,
            extended: false,
            reply_extended: false,
            sealed_reply: None,
            redone: false,
            known_handler: false,
            drafted_as: category,
            approved: None,
            left: false,
            depth: 0,
            gave_back: [false; LEVELS.len()],
            last: BTreeMap::new(),
            owed: [None; LEVELS.len()],
            paused_since: None,
            began_on: None,
            paused_until: None,
        }
    }

    /// The state it is in afterwards; none if the step is refused.
    pub fn take(&mut self, step: &Step, today: Date) -> Option<StateName> {
        if step.by == By::Petitioner && !PETITIONERS.contains(&step.kind) {
            return None;
        }
        self.state = match step.kind {
            K::StartScreening
            | K::Reclassify
            | K::Merge
            | K::Divert
            | K::ReturnDiverted
            | K::RefuseAcceptance
            | K::RefuseRepeated
            | K::Route => self.screening(step, today),
            K::HandDown | K::GiveBack => self.travel(step, today),
            K::Object | K::RefuseObjection | K::Reroute | K::TakeBack | K::RuleCompetence | K::Accept => {
                self.routing(step, today)
            }
            K::AssignHandler | K::Recuse | K::Extend => self.handling(step, today),
            K::DraftReply | K::ApproveReply | K::ReturnReply | K::DeliverReply | K::RecordReceipt => {
                self.replying(step, today)
            }
            K::RequestReview | K::StartReview | K::DecideReview => self.review(step, today),
            K::RequestRereview | K::StartRereview | K::DecideRereview => self.rereview(step, today),
            K::PauseClock | K::ResumeClock => self.pauses(step.kind, today),
            K::Close | K::Terminate | K::Withdraw | K::Reopen | K::Undo | K::Archive => {
                self.ending(step, today)
            }
            K::NameAccused | K::ProposeUnsealing | K::Unseal | K::RefuseUnsealing => self.wall(step, today),
        }?;
        if !UNANSWERED.contains(&self.state) {
            self.unsealing = None;
        }
        Some(self.state)
    }

    /// All last days that run, in order.
    pub fn running(&self) -> Vec<(ClockKind, Date)> {
        let owed = self.owed.iter().flatten().filter(|_| self.state.is_open());
        let owed = owed.map(|last| (ClockKind::Ordered, *last));
        let rolled = self.last.iter().map(|(kind, last)| (*kind, self.days.rolled(*kind, *last)));
        let mut running: Vec<_> = rolled.chain(owed).collect();
        running.sort_unstable();
        running
    }
}

/// What several of them do.
impl Model {
    fn is_report(&self) -> bool {
        self.category == Category::Report
    }

    /// Only appeals have sixty days and windows.
    fn is_appeal(&self) -> bool {
        self.category == Category::Appeal
    }

    /// Whether it may leave the desk: a report not before it is known whom it accuses.
    fn may_go(&self) -> bool {
        !self.is_report() || self.accuses_unit.is_some()
    }

    fn may_reach_unit(&self) -> bool {
        !self.is_report() || self.accuses_unit == Some(false)
    }

    fn past(&self, kind: ClockKind, today: Date) -> bool {
        self.last.get(&kind).is_some_and(|last| self.days.rolled(kind, *last) < today)
    }

    fn set(&mut self, kind: ClockKind, last: Date) {
        self.last.insert(kind, last);
    }

    /// From now on this is all that runs.
    fn only(&mut self, kind: ClockKind, last: Date, state: StateName) -> StateName {
        self.last.clear();
        self.set(kind, last);
        state
    }

    fn lengthen(&mut self, kind: ClockKind, days: i64) -> Option<()> {
        *self.last.get_mut(&kind)? += Duration::days(days);
        Some(())
    }

    /// A clock that a hearing may stop begins.
    fn begin(&mut self, kind: ClockKind, on: Date, days: i64) {
        (self.began_on, self.paused_since, self.paused_until) = (Some(on), None, None);
        self.set(kind, on + Duration::days(days));
    }

    fn end(&mut self, state: StateName) -> StateName {
        self.paused_since = None;
        self.last.clear();
        state
    }

    fn send(&mut self, ordered: Option<Date>, today: Date) -> StateName {
        self.only(ClockKind::Accept, today + Duration::days(15), S::Routed);
        self.set(ClockKind::Objection, self.days.working_days_after(today, 5));
        if let Some(day) = ordered {
            self.set(ClockKind::Ordered, day);
        }
        S::Routed
    }

    fn screen_anew(&mut self, today: Date) -> StateName {
        (self.reply_extended, self.left) = (false, false);
        (self.objections, self.ruled, self.extended) = (0, false, false);
        self.set(ClockKind::Route, today + Duration::days(15));
        S::Screening
    }

    /// The unit has it no more.
    fn take_back(&mut self, today: Date) -> StateName {
        (self.ruled, self.extended, self.reply_extended, self.redone) = (false, false, false, false);
        self.paused_since = None;
        self.only(ClockKind::Route, today + Duration::days(15), S::Screening)
    }

    fn order_anew(&mut self, step: &Step, today: Date) -> StateName {
        (self.paused_since, self.reply_extended, self.redone) = (None, false, true);
        let state = self.in_hands_again();
        self.only(ClockKind::Ordered, today + Duration::days(i64::from(step.days)), state)
    }

    const fn in_hands_again(&self) -> StateName {
        if self.known_handler { S::Handling } else { S::Accepted }
    }

    const fn working_state(&self) -> StateName {
        if self.reply_extended { S::Extended } else { S::Handling }
    }

    /// What went by post has not been received yet.
    fn deliver(&mut self, window: ClockKind, post: bool, today: Date) {
        self.paused_since = None;
        self.last.clear();
        if !post && self.is_appeal() {
            self.set(window, today + Duration::days(30));
        }
    }

    fn receive(&mut self, window: ClockKind, today: Date) -> Option<StateName> {
        if self.last.contains_key(&window) {
            return None;
        }
        if self.is_appeal() {
            self.set(window, today + Duration::days(30));
        }
        Some(self.state)
    }
}
