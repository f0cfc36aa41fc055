//! Random transitions, actors and times against a second telling of the rules, and the invariants of
//! domain.md 3.5 on what comes out.

use super::{fixtures::*, *};
use crate::domain::{
    ids::{AgencyId, StaffId},
    jurisdiction::Agency,
    petition::{Delivery, DeliveryWay, Finding},
};
use TransitionKind as K;
use proptest::prelude::*;
use std::collections::BTreeMap;
use time::{Date, Duration, Weekday};

/// A second telling, as short as it can be. Days only: there are no holidays in its world.
#[derive(Debug)]
struct Model {
    state: StateName,
    objections: u32,
    ruled: bool,
    recused: bool,
    extended: bool,
    reply_extended: bool,
    known_handler: bool,
    approved: bool,
    /// Its household has withdrawn from what it joined.
    left: bool,
    /// How far below the bureau that registered it the one is that has it.
    depth: usize,
    /// Which bureaus have given it back.
    gave_back: [bool; LEVELS.len()],
    /// Last days that run.
    last: BTreeMap<ClockKind, Date>,
    paused_since: Option<Date>,
    /// The day re-review was asked for, which is not counted.
    rereview_since: Option<Date>,
    /// The last day that a pause has covered.
    paused_until: Option<Date>,
}

/// Where the bureaus are that it may go down to, the one that registers it first.
const LEVELS: [&str; 4] = ["62", "6201", "620103", "620103002"];

fn desk(depth: usize) -> Agency {
    let id = AgencyId(uuid::Uuid::from_u128(100 + u128::try_from(depth).unwrap()));
    Agency { id, ..bureau(LEVELS[depth]) }
}

fn working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn window(day: Date) -> Date {
    let mut last = day + Duration::days(30);
    while !working(last) {
        last += Duration::DAY;
    }
    last
}

fn fifth_working_day(mut day: Date) -> Date {
    for _ in 0..5 {
        day += Duration::DAY;
        while !working(day) {
            day += Duration::DAY;
        }
    }
    day
}

impl Model {
    fn past(&self, kind: ClockKind, today: Date) -> bool {
        self.last.get(&kind).is_some_and(|last| *last < today)
    }

    fn set(&mut self, kind: ClockKind, last: Date) {
        self.last.insert(kind, last);
    }

    fn send(&mut self, today: Date) -> StateName {
        self.last.clear();
        self.set(ClockKind::Accept, today + Duration::days(15));
        self.set(ClockKind::Objection, fifth_working_day(today));
        StateName::Routed
    }

    fn end(&mut self, state: StateName) -> Option<StateName> {
        self.last.clear();
        Some(state)
    }

    fn working_state(&self) -> StateName {
        if self.reply_extended { StateName::Extended } else { StateName::Handling }
    }

    /// The state it is in afterwards; none if the step is refused.
    #[expect(clippy::too_many_lines, reason = "one table")]
    fn take(&mut self, step: &Step, today: Date) -> Option<StateName> {
        use StateName as S;
        let next = match (self.state, step.kind) {
            (S::Registered, K::StartScreening) => S::Screening,
            (S::Registered | S::Screening, K::Merge) => return self.end(S::Merged),
            (S::Screening, K::Divert) => return self.end(S::Diverted),
            (S::Diverted, K::ReturnDiverted)
            | (S::Diverted | S::NotAccepted | S::NoLongerAccepted | S::Merged | S::Withdrawn, K::Undo) => {
                self.reply_extended = false;
                self.left = false;
                self.set(ClockKind::Route, today + Duration::days(15));
                S::Screening
            }
            (S::Screening | S::Routed, K::RefuseAcceptance) => return self.end(S::NotAccepted),
            (S::Screening, K::RefuseRepeated) => return self.end(S::NoLongerAccepted),
            (S::Screening, K::Route) => self.send(today),
            (S::Screening, K::HandDown) if self.depth + 1 < LEVELS.len() => {
                self.depth += 1;
                self.last.remove(&ClockKind::GiveBack);
                if !self.gave_back[self.depth] {
                    self.set(ClockKind::GiveBack, fifth_working_day(today));
                }
                S::Registered
            }
            (S::Registered | S::Screening, K::GiveBack)
                if self.last.contains_key(&ClockKind::GiveBack)
                    && !self.past(ClockKind::GiveBack, today)
                    && !self.gave_back[self.depth] =>
            {
                self.last.remove(&ClockKind::GiveBack);
                self.gave_back[self.depth] = true;
                self.depth -= 1;
                S::Registered
            }
            (S::Routed, K::Object) if !self.ruled && !self.past(ClockKind::Objection, today) => {
                self.objections += 1;
                S::Objected
            }
            (S::Objected, K::RefuseObjection) if self.objections < 2 => S::Routed,
            (S::Objected, K::Reroute) if self.objections < 2 => self.send(today),
            (S::Objected, K::RuleCompetence) => {
                self.ruled = true;
                self.send(today)
            }
            (S::Routed, K::Accept) => {
                self.last.clear();
                self.set(ClockKind::Reply, today + Duration::days(60));
                S::Accepted
            }
            (S::Accepted | S::Handling | S::Extended, K::AssignHandler) if !(step.first && self.recused) => {
                self.known_handler = true;
                self.working_state()
            }
            (state, K::Recuse) if state.is_open() && !self.recused => {
                self.recused = true;
                // Only the first of two handlers is ever recused; the model is told who handled it last.
                if step.handled_by_first {
                    self.known_handler = false;
                }
                if step.handled_by_first && [S::Handling, S::Extended, S::ReplyApproval].contains(&state) {
                    self.approved = false;
                    S::Accepted
                } else {
                    state
                }
            }
            (S::Handling, K::Extend)
                if !self.extended
                    && (1..=30).contains(&step.days)
                    && self.paused_since.is_none()
                    && self.last.contains_key(&ClockKind::Reply)
                    && !self.past(ClockKind::Reply, today) =>
            {
                (self.extended, self.reply_extended) = (true, true);
                let last = *self.last.get(&ClockKind::Reply)? + Duration::days(i64::from(step.days));
                self.set(ClockKind::Reply, last);
                S::Extended
            }
            (S::Handling | S::Extended | S::ReplyApproval, K::DraftReply) => {
                self.approved = false;
                S::ReplyApproval
            }
            (S::ReplyApproval, K::ApproveReply) if !self.approved => {
                self.approved = true;
                S::ReplyApproval
            }
            (S::ReplyApproval, K::ReturnReply) => {
                self.approved = false;
                self.working_state()
            }
            (S::ReplyApproval, K::DeliverReply) => {
                self.last.clear();
                if !step.post {
                    self.set(ClockKind::ReviewWindow, window(today));
                }
                S::Replied
            }
            (S::Replied, K::RecordReceipt) if !self.last.contains_key(&ClockKind::ReviewWindow) => {
                self.set(ClockKind::ReviewWindow, window(today));
                S::Replied
            }
            (S::Replied, K::RequestReview) if self.past(ClockKind::ReviewWindow, today) => S::Replied,
            (S::Replied, K::RequestReview) => {
                self.last.clear();
                self.set(ClockKind::Review, today + Duration::days(30));
                S::ReviewRequested
            }
            (S::ReviewRequested, K::StartReview) => S::Reviewing,
            (S::Reviewing, K::DecideReview) | (S::Rereviewing, K::DecideRereview) if step.revoked() => {
                (self.paused_since, self.reply_extended) = (None, false);
                self.last.clear();
                self.set(ClockKind::Ordered, today + Duration::days(i64::from(step.days)));
                if self.known_handler { S::Handling } else { S::Accepted }
            }
            (S::Reviewing, K::DecideReview) => {
                self.last.clear();
                if !step.post {
                    self.set(ClockKind::RereviewWindow, window(today));
                }
                S::Reviewed
            }
            (S::Reviewed, K::RecordReceipt) if !self.last.contains_key(&ClockKind::RereviewWindow) => {
                self.set(ClockKind::RereviewWindow, window(today));
                S::Reviewed
            }
            (S::Reviewed, K::RequestRereview) if self.past(ClockKind::RereviewWindow, today) => S::Reviewed,
            (S::Reviewed, K::RequestRereview) => {
                self.last.clear();
                (self.paused_until, self.rereview_since) = (None, Some(today));
                self.set(ClockKind::Rereview, today + Duration::days(30));
                S::RereviewRequested
            }
            (S::RereviewRequested, K::StartRereview) => S::Rereviewing,
            (S::Rereviewing, K::PauseClock)
                if self.paused_since.is_none() && !self.past(ClockKind::Rereview, today) =>
            {
                self.paused_since = Some(today);
                S::Rereviewing
            }
            (S::Rereviewing, K::ResumeClock) if self.paused_since.is_some() => {
                let counted = self.rereview_since? + Duration::DAY;
                let from = self.paused_since.take()?.max(counted);
                let from = self.paused_until.map_or(from, |until| from.max(until + Duration::DAY));
                let days = ((today - from).whole_days() + 1).max(0);
                self.paused_until = Some(today);
                let last = *self.last.get(&ClockKind::Rereview)? + Duration::days(days);
                self.set(ClockKind::Rereview, last);
                S::Rereviewing
            }
            (S::Rereviewing, K::DecideRereview) => {
                self.paused_since = None;
                return self.end(S::Rereviewed);
            }
            (S::Replied | S::Reviewed, K::Close) => {
                let windows = [ClockKind::ReviewWindow, ClockKind::RereviewWindow];
                let accepted = step.by == By::Staff && step.first;
                if !accepted && !windows.iter().any(|kind| self.past(*kind, today)) {
                    return None;
                }
                return self.end(S::Closed);
            }
            (S::Rereviewed, K::Terminate) => return self.end(S::Terminated),
            (S::Closed, K::Reopen) => {
                self.reply_extended = false;
                self.set(ClockKind::Reply, today + Duration::days(60));
                if self.known_handler { S::Handling } else { S::Accepted }
            }
            (state, K::Archive) if !state.is_open() && state != S::Archived => return self.end(S::Archived),
            (S::Merged, K::Withdraw) if !self.left => {
                self.left = true;
                S::Merged
            }
            (state, K::Withdraw) if state.is_open() => {
                self.paused_since = None;
                return self.end(S::Withdrawn);
            }
            _ => return None,
        };
        Some(next)
    }
}

/// What chance chose.
#[derive(Debug)]
struct Step {
    kind: TransitionKind,
    by: By,
    days: u16,
    /// Sent by post: not received yet.
    post: bool,
    /// The first of two handlers is named; who closes has the petitioner's acceptance; who reviews revokes.
    first: bool,
    handled_by_first: bool,
    /// Where it is now, as the model has it.
    depth: usize,
}

const OTHER: StaffId = StaffId(uuid::Uuid::from_u128(33));

impl Step {
    /// A day ordered is needed for that, and lies ahead.
    const fn revoked(&self) -> bool {
        self.first
    }

    fn review(&self, today: Date) -> (Finding, Option<Date>) {
        let until = today + Duration::days(i64::from(self.days));
        if self.revoked() { (Finding::Revoked, Some(until)) } else { (Finding::Changed, None) }
    }

    fn transition(&self, today: Date) -> Transition {
        let way = if self.post { DeliveryWay::Post } else { DeliveryWay::InPerson };
        let delivery = Delivery { way, received_on: None };
        match sample(self.kind) {
            Transition::HandDown { how, share, by, .. } => {
                let below = desk((self.depth + 1).min(LEVELS.len() - 1));
                let was = LEVELS[self.depth].parse().unwrap();
                Transition::HandDown { how, bureau: below, was, ordered_until: None, share, by }
            }
            Transition::GiveBack { share, reason, by, .. } => {
                Transition::GiveBack { to: desk(self.depth.saturating_sub(1)), share, reason, by }
            }
            Transition::Extend { reason, .. } => Transition::Extend { days: self.days, reason },
            Transition::AssignHandler { handler } if !self.first => {
                Transition::AssignHandler { handler: Staff { id: OTHER, ..handler } }
            }
            Transition::DeliverReply { .. } => {
                Transition::DeliverReply { delivery, by: OTHER, two_stage: false }
            }
            Transition::ApproveReply { .. } => Transition::ApproveReply { by: OTHER },
            Transition::DecideReview { text, .. } => {
                let (finding, redo_until) = self.review(today);
                Transition::DecideReview { finding, text, delivery, redo_until }
            }
            Transition::DecideRereview { text, .. } => {
                let (finding, redo_until) = self.review(today);
                Transition::DecideRereview { finding, text, redo_until }
            }
            Transition::Close { reason, .. } => {
                let accepted = self.first && self.by == By::Staff;
                Transition::Close {
                    reason,
                    accepted: accepted.then(|| accepted_at(Timestamp::end_of(today))),
                }
            }
            Transition::RecordReceipt { .. } => Transition::RecordReceipt { received_on: today },
            other => other,
        }
    }
}

/// Mostly what the table has from here, so that runs get far; withdrawing only in the wild.
fn pick(from: StateName, index: prop::sample::Index, wild: bool) -> TransitionKind {
    let sensible = |kind: &K| possible(from, *kind) && !matches!(kind, K::Withdraw | K::Merge | K::Divert);
    let choices: Vec<_> = K::ALL.iter().copied().filter(|kind| wild || sensible(kind)).collect();
    if choices.is_empty() { *index.get(K::ALL) } else { *index.get(&choices) }
}

proptest! {
    /// Whatever people and clocks do, the petition stands where the model stands, with the days it has.
    #[test]
    fn random_transitions_agree_with_the_model(
        steps in proptest::collection::vec(
            (
                any::<prop::sample::Index>(),
                prop::bool::weighted(0.1),
                0..25_i64,
                prop::bool::weighted(0.3),
                1..34_u16,
                any::<(bool, bool)>(),
            ),
            1..60,
        )
    ) {
        let calendar = Calendar::parse("year 2026\nyear 2027\nyear 2028\nyear 2029\nyear 2030").unwrap();
        let mut current = standing(StateName::Registered);
        current.clocks.clear();
        current.course.handler = None;
        (current.registered_by, current.desk) = (desk(0).id, desk(0).id);
        let mut model = Model {
            state: StateName::Registered, objections: 0, ruled: false, recused: false, extended: false,
            reply_extended: false, known_handler: false, approved: false,
            left: false, last: BTreeMap::new(),
            paused_since: None, rereview_since: None, paused_until: None, depth: 0, gave_back: [false; LEVELS.len()],
        };
        let mut now = now();
        let mut accepted = 0;
        for (index, wild, wait, moves, days, (post, first)) in steps {
            now = now.plus_millis(if moves { wait * 86_400_000 } else { 0 });
            let today = now.local_date();
            let kind = pick(current.state.name(), index, wild);
            let by = if kind == K::Close && post { By::System } else { By::Staff };
            let handled_by_first = current.course.handler == Some(HANDLER);
            let step = Step { kind, by, days, post, first, handled_by_first, depth: model.depth };
            let expected = model.take(&step, today);
            let found = apply(&current, step.transition(today), by, now, &calendar);
            prop_assert_eq!(
                found.as_ref().ok().map(|applied| applied.petition.state.name()), expected,
                "{} from {}: {:?}", kind, current.state.name(), found.as_ref().err()
            );
            let (Ok(applied), Some(state)) = (found, expected) else { continue };
            let before = std::mem::replace(&mut current, applied.petition);
            model.state = state;
            let running: BTreeMap<_, _> = current.clocks.iter()
                .filter(|clock| clock.stopped_at.is_none())
                .map(|clock| (clock.kind, clock.due.local_date()))
                .collect();
            prop_assert_eq!(&running, &model.last, "after {}", kind);
            prop_assert_eq!(current.desk, desk(model.depth).id, "after {}", kind);
            // Its way is whole: from who registered it to who has it, each leg where the last one ended.
            let way = current.course.hops.iter().try_fold(current.registered_by, |at, hop| {
                (at == hop.from).then_some(hop.to)
            });
            prop_assert_eq!(way, Some(current.desk));
            // 3: who is recused handles nothing.
            prop_assert!(current.state.handler().is_none_or(|handler| !current.course.is_recused(handler)));
            // 4: extensions are at most thirty days together, granted before the old due date.
            let extended: u16 = current.clocks.iter().map(|clock| clock.extended_by).sum();
            prop_assert!(extended <= 30);
            if kind == K::Extend {
                prop_assert!(before.clock(ClockKind::Reply).is_some_and(|clock| clock.due >= now));
            }
            // 5: accepted once, until it begins again.
            accepted = if kind == K::Undo { 0 } else { accepted + u32::from(kind == K::Accept) };
            prop_assert!(accepted <= 1);
            // 6: what re-review ended stays ended.
            prop_assert!(!before.is_final() || current.is_final());
            // First dates are kept: a clock stays where it was, and stopped ones as they were.
            for (old, new) in before.clocks.iter().zip(&current.clocks) {
                prop_assert_eq!((old.kind, old.anchor), (new.kind, new.anchor));
                prop_assert!(old.stopped_at.is_none() || old == new);
            }
            prop_assert_eq!(current.version, before.version);
        }
    }
}
