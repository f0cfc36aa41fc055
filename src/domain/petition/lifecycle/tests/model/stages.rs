//! From where each step leads where, and what it does to the days that run.

use super::*;

impl Model {
    pub(super) fn screening(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Registered, K::StartScreening) => {
                let found = if step.rescreens { step.category } else { self.category };
                if self.is_report() && found != Category::Report {
                    return None;
                }
                self.category = found;
                S::Screening
            }
            (_, K::Reclassify) => self.reclassify(step, today)?,
            (S::Registered | S::Screening, K::Merge) if self.may_go() && step.category == self.category => {
                self.end(S::Merged)
            }
            (S::Screening, K::Divert) if self.may_reach_unit() => self.end(S::Diverted),
            (S::Diverted, K::ReturnDiverted) => self.screen_anew(today),
            (S::Screening | S::Routed, K::RefuseAcceptance) => self.end(S::NotAccepted),
            (S::Screening, K::RefuseRepeated) => self.end(S::NoLongerAccepted),
            (S::Screening, K::Route) if self.may_reach_unit() => self.send(step.ordered(today), today),
            _ => return None,
        })
    }

    /// At the desk to anything that it is not yet, and from a report to nothing; elsewhere to a report.
    fn reclassify(&mut self, step: &Step, today: Date) -> Option<StateName> {
        let at_desk = [S::Screening, S::Objected].contains(&self.state);
        let with_unit =
            [S::Routed, S::Accepted, S::Handling, S::Extended, S::ReplyApproval].contains(&self.state);
        let lawful = at_desk || (with_unit && step.category == Category::Report);
        if !lawful || self.is_report() || step.category == self.category {
            return None;
        }
        self.category = step.category;
        if !self.is_report() {
            return Some(self.state);
        }
        if self.paused_since.is_some() {
            self.resume(ClockKind::Reply, today)?;
        }
        let extended = std::mem::take(&mut self.reply_extended);
        self.sealed_reply = self.last.remove(&ClockKind::Reply).map(|last| (last, extended));
        Some(if self.state == S::Extended { S::Handling } else { self.state })
    }

    /// Whom a report accuses, and the wall around it, which one person proposes to take down and another takes down.
    pub(super) fn wall(&mut self, step: &Step, today: Date) -> Option<StateName> {
        if !self.is_report() {
            return None;
        }
        let unanswered = UNANSWERED.contains(&self.state);
        match (step.kind, self.unsealing) {
            (K::NameAccused, _) if unanswered => {
                self.accuses_unit = Some(step.first);
                if step.first && ![S::Registered, S::Screening, S::Objected].contains(&self.state) {
                    return Some(self.take_back(today));
                }
            }
            (K::ProposeUnsealing, None) if unanswered && step.category != Category::Report => {
                self.unsealing = Some((step.category, step.person()));
            }
            (K::RefuseUnsealing, Some(_)) if unanswered => self.unsealing = None,
            (K::Unseal, Some((category, by))) if unanswered && by != step.person() => {
                (self.category, self.accuses_unit, self.unsealing) = (category, None, None);
                return self.opened();
            }
            _ => return None,
        }
        Some(self.state)
    }

    /// As if there had been no wall: the bureau screens what it has not seen, and an appeal has its days from acceptance.
    fn opened(&mut self) -> Option<StateName> {
        let accepted = [S::Accepted, S::Handling, S::ReplyApproval].contains(&self.state);
        if accepted && self.is_appeal() && !self.redone {
            match self.sealed_reply.take() {
                Some((last, extended)) => {
                    self.set(ClockKind::Reply, last);
                    self.reply_extended = extended;
                }
                None => self.begin(ClockKind::Reply, self.accepted_on?, 60),
            }
        }
        Some(match self.state {
            S::Screening => S::Registered,
            S::Handling => self.working_state(),
            state => state,
        })
    }

    pub(super) fn travel(&mut self, step: &Step, today: Date) -> Option<StateName> {
        match (self.state, step.kind) {
            (S::Screening, K::HandDown) if self.depth + 1 < LEVELS.len() && self.may_go() => {
                self.depth += 1;
                // Of others the day is that of the completion report, which is not a clock.
                self.owed[self.depth] = step.ordered(today).filter(|_| self.is_report());
                self.last.remove(&ClockKind::GiveBack);
                if !self.gave_back[self.depth] {
                    self.set(ClockKind::GiveBack, self.days.working_days_after(today, 5));
                }
            }
            (S::Registered | S::Screening, K::GiveBack)
                if self.last.contains_key(&ClockKind::GiveBack)
                    && !self.past(ClockKind::GiveBack, today)
                    && !self.gave_back[self.depth]
                    && self.may_go() =>
            {
                self.last.remove(&ClockKind::GiveBack);
                self.gave_back[self.depth] = true;
                self.owed[self.depth] = None;
                self.depth -= 1;
            }
            _ => return None,
        }
        Some(S::Registered)
    }

    pub(super) fn routing(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Routed, K::Object) if !self.ruled && !self.past(ClockKind::Objection, today) => {
                self.objections += 1;
                S::Objected
            }
            (S::Objected, K::RefuseObjection) if self.objections < 2 && self.may_reach_unit() => S::Routed,
            (S::Objected, K::Reroute) if self.objections < 2 && self.may_reach_unit() => {
                self.send(step.ordered(today), today)
            }
            (S::Objected, K::TakeBack) if self.objections < 2 || self.is_report() => self.take_back(today),
            (S::Objected, K::RuleCompetence) if self.may_reach_unit() => {
                self.ruled = true;
                let ordered = self.last.get(&ClockKind::Ordered).copied();
                self.send(ordered.filter(|day| *day > today), today)
            }
            (S::Routed, K::Accept) => {
                (self.accepted_on, self.sealed_reply, self.redone) = (Some(today), None, false);
                self.last.retain(|kind, _| *kind == ClockKind::Ordered);
                if self.is_appeal() {
                    self.begin(ClockKind::Reply, today, 60);
                }
                S::Accepted
            }
            _ => return None,
        })
    }

    pub(super) fn handling(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Accepted | S::Handling | S::Extended, K::AssignHandler) if !(step.first && self.recused) => {
                self.known_handler = true;
                self.working_state()
            }
            (state, K::Recuse) if state.is_open() && !self.recused => {
                self.recused = true;
                self.approved = self.approved.filter(|by| *by != HANDLER);
                self.recused_from(state, step.handled_by_first)
            }
            (S::Handling, K::Extend)
                if !self.extended
                    && (1..=30).contains(&step.days)
                    && self.last.contains_key(&ClockKind::Reply)
                    && (self.paused_since.is_some() || !self.past(ClockKind::Reply, today)) =>
            {
                (self.extended, self.reply_extended) = (true, true);
                self.lengthen(ClockKind::Reply, i64::from(step.days))?;
                S::Extended
            }
            _ => return None,
        })
    }

    /// Only the first of two handlers is ever recused; the model is told who handled it last.
    fn recused_from(&mut self, state: StateName, handled_by_first: bool) -> StateName {
        if !handled_by_first {
            return state;
        }
        self.known_handler = false;
        if ![S::Handling, S::Extended, S::ReplyApproval].contains(&state) {
            return state;
        }
        self.approved = None;
        S::Accepted
    }

    /// Not of who keeps away.
    fn approves(&self, step: &Step) -> bool {
        !(self.recused && step.approver() == HANDLER)
    }

    /// In two stages: after another has approved.
    fn may_deliver(&self, step: &Step) -> bool {
        let second = self.approved.is_some_and(|first| first != step.approver());
        self.approves(step) && (second || !self.house.two_stage)
    }

    /// A suggestion has results of its own.
    fn draft_fits(&self) -> bool {
        [self.drafted_as, self.category].iter().filter(|one| **one == Category::Suggestion).count() != 1
    }

    pub(super) fn replying(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Handling | S::Extended | S::ReplyApproval, K::DraftReply) => {
                (self.approved, self.drafted_as) = (None, self.category);
                S::ReplyApproval
            }
            (S::ReplyApproval, K::ApproveReply | K::DeliverReply) if !self.draft_fits() => return None,
            (S::ReplyApproval, K::ApproveReply) if self.approved.is_none() && self.approves(step) => {
                self.approved = Some(step.approver());
                S::ReplyApproval
            }
            (S::ReplyApproval, K::ReturnReply) => {
                self.approved = None;
                self.working_state()
            }
            (S::ReplyApproval, K::DeliverReply) if self.may_deliver(step) => {
                (self.replied_on, self.redone) = (Some(today), false);
                self.owed = [None; LEVELS.len()];
                self.deliver(ClockKind::ReviewWindow, step.post, today);
                S::Replied
            }
            (S::Replied, K::RecordReceipt) => self.receive(ClockKind::ReviewWindow, today)?,
            (S::Reviewed, K::RecordReceipt) => self.receive(ClockKind::RereviewWindow, today)?,
            _ => return None,
        })
    }

    pub(super) fn review(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Replied, K::RequestReview) if !self.is_appeal() => return None,
            (S::Replied, K::RequestReview) if self.past(ClockKind::ReviewWindow, today) => S::Replied,
            (S::Replied, K::RequestReview) => {
                self.only(ClockKind::Review, today + Duration::days(30), S::ReviewRequested)
            }
            (S::ReviewRequested, K::StartReview) => S::Reviewing,
            (S::Reviewing, K::DecideReview) if step.revoked() => self.order_anew(step, today),
            (S::Reviewing, K::DecideReview) => {
                self.deliver(ClockKind::RereviewWindow, step.post, today);
                S::Reviewed
            }
            _ => return None,
        })
    }

    pub(super) fn rereview(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Reviewed, K::RequestRereview) if self.past(ClockKind::RereviewWindow, today) => S::Reviewed,
            (S::Reviewed, K::RequestRereview) => {
                self.last.clear();
                self.begin(ClockKind::Rereview, today, 30);
                S::RereviewRequested
            }
            (S::RereviewRequested, K::StartRereview) => S::Rereviewing,
            (S::Rereviewing, K::DecideRereview) if step.revoked() => self.order_anew(step, today),
            (S::Rereviewing, K::DecideRereview) => {
                if self.paused_since.is_some() {
                    self.pauses(K::ResumeClock, today)?;
                }
                S::Rereviewed
            }
            _ => return None,
        })
    }

    pub(super) fn pauses(&mut self, kind: TransitionKind, today: Date) -> Option<StateName> {
        let (clock, stops) = match self.state {
            S::Handling | S::Extended => (ClockKind::Reply, self.house.stops_reply),
            S::Rereviewing => (ClockKind::Rereview, true),
            _ => return None,
        };
        match kind {
            K::PauseClock
                if stops
                    && self.paused_since.is_none()
                    && self.last.contains_key(&clock)
                    && !self.past(clock, today) =>
            {
                self.paused_since = Some(today);
            }
            K::ResumeClock => self.resume(clock, today)?,
            _ => return None,
        }
        Some(self.state)
    }

    fn resume(&mut self, clock: ClockKind, today: Date) -> Option<()> {
        let counted = self.began_on? + Duration::DAY;
        let from = self.paused_since.take()?.max(counted);
        let from = self.paused_until.map_or(from, |until| from.max(until + Duration::DAY));
        self.paused_until = Some(today);
        self.lengthen(clock, ((today - from).whole_days() + 1).max(0))
    }

    pub(super) fn ending(&mut self, step: &Step, today: Date) -> Option<StateName> {
        Some(match (self.state, step.kind) {
            (S::Replied | S::Reviewed, K::Close) => {
                let windows = [ClockKind::ReviewWindow, ClockKind::RereviewWindow];
                let accepted = step.by == By::Petitioner || (step.by == By::Staff && step.first);
                let over = if self.is_appeal() {
                    windows.iter().any(|kind| self.past(*kind, today))
                } else {
                    step.by == By::Staff || self.days.working_days_after(self.replied_on?, 10) < today
                };
                if !accepted && !over {
                    return None;
                }
                self.end(S::Closed)
            }
            (S::Rereviewed, K::Terminate) => self.end(S::Terminated),
            (S::Closed, K::Reopen) => {
                self.reply_extended = false;
                if self.is_appeal() {
                    self.begin(ClockKind::Reply, today, 60);
                }
                self.in_hands_again()
            }
            (S::Diverted | S::NotAccepted | S::NoLongerAccepted | S::Merged | S::Withdrawn, K::Undo) => {
                self.screen_anew(today)
            }
            (state, K::Archive) if !state.is_open() && state != S::Archived => self.end(S::Archived),
            (state, K::Withdraw) if state == S::Merged || (state.is_open() && step.together) => {
                if self.left {
                    return None;
                }
                self.left = true;
                state
            }
            (state, K::Withdraw) if state.is_open() => self.end(S::Withdrawn),
            _ => return None,
        })
    }
}
