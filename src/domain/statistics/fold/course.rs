//! The petition's own way: routed, accepted, replied to, left, begun again.

use super::{Moment, first};
use crate::domain::{
    Timestamp,
    document::DocumentKind,
    event::EventKind,
    ids::AgencyId,
    petition::{Finding, NonAcceptance, Routing},
    statistics::{Behind, Due, Facts, Leaving, Left, Rework, Routed, Step},
    timestamp::DAY,
};
use time::{Date, Duration};

/// Of T2 where the event tells only of an earlier ordered deadline; before rolling (art. 23).
const NOTICE_DAYS: i64 = 15;

impl Facts {
    pub(super) fn corrected(&mut self, moment: &Moment<'_>) {
        self.category = moment.read("category").unwrap_or(self.category);
        self.class = moment.read("content_class").unwrap_or(self.class);
        self.persons = moment.read("persons_concerned").unwrap_or(self.persons);
        if let Some(place) = moment.read("place") {
            self.place = place;
        }
    }

    /// Screening says whether it raises again what was closed.
    pub(super) fn screened(&mut self, moment: &Moment<'_>) {
        self.corrected(moment);
        self.again = moment.text("again_of").is_some();
    }

    /// The day on which its petitioner came again, however long the new petition waited for its screening.
    pub(super) fn raised_again(&mut self, moment: &Moment<'_>) {
        let at = moment.time("filed_at").unwrap_or(moment.at);
        self.raised_again_at = Some(self.raised_again_at.map_or(at, |known| known.min(at)));
    }

    /// What it is found to be counts from now on; a report has no sixty days, and is due by no day but one that was ordered.
    pub(super) fn reclassified(&mut self, moment: &Moment<'_>) {
        self.corrected(moment);
        self.paused(moment);
    }

    /// The bureau has it again: the unit that the event names owes no notice any more, nor a reply. When it was routed stands.
    pub(super) fn taken_back(&mut self, moment: &Moment<'_>) {
        if moment.id("unit").is_none() {
            return;
        }
        self.notice = Due::default();
        self.told_at = None;
        if self.reply.done.is_none() {
            (self.accepted_at, self.reply.by) = (None, None);
        }
    }

    /// It is one of the open matters now, and its days run on.
    pub(super) fn unsealed(&mut self, moment: &Moment<'_>) {
        self.corrected(moment);
        self.still_due(moment);
    }

    /// To hand it down is a bureau's duty done; what is given back is the duty of who has it again.
    pub(super) fn passed(&mut self, moment: &Moment<'_>) {
        let (by, Some(to)) = (self.desk(), moment.id("bureau").map(AgencyId)) else { return };
        let part = self.routing.done.is_none();
        if moment.kind == EventKind::PetitionHandedDown {
            let how = moment.read("how").unwrap_or(Routing::Transfer);
            self.behind.push(Behind { at: moment.at, step: Step::Down { how, by, part } });
        }
        if part {
            self.undo_part_of(to);
            self.desk = Some(to);
        }
    }

    /// What is still to be routed or handled is the successor's.
    pub(super) fn succeeded(&mut self, moment: &Moment<'_>) {
        let (from, to) = (moment.id("from").map(AgencyId), moment.id("unit").map(AgencyId));
        let (Some(from), Some(to)) = (from, to) else { return };
        if self.routing.done.is_none() && self.desk() == from {
            self.desk = Some(to);
        }
        if let Some(routed) = self.routed.as_mut().filter(|routed| routed.unit == from) {
            routed.unit = to;
            self.behind.push(Behind { at: moment.at, step: Step::Succeeded { unit: from } });
        }
    }

    /// A ruling or a rerouting to another unit starts that unit's own 15 days; the first date stays.
    pub(super) fn routed(&mut self, moment: &Moment<'_>) {
        let Some(unit) = moment.id("unit").map(AgencyId) else { return };
        let how = moment.read("how").or(self.routed.map(|routed| routed.how)).unwrap_or(Routing::Transfer);
        first(&mut self.routing.done, moment.at);
        let before = self.last_sent();
        self.behind.extend(before);
        let ruled = moment.kind == EventKind::PetitionCompetenceRuled;
        self.routed = Some(Routed { how, unit, at: moment.at, ruled });
        self.notice = Due { by: notice_due(moment), done: None };
        self.told_at = None;
    }

    /// The petitioner is told by the notice, not by the decision (art. 23); one that corrects another moves no day. One of a
    /// unit that had it before is late, and tells nothing of the unit that has it now.
    pub(super) fn told(&mut self, moment: &Moment<'_>) {
        let kind = moment.read("kind");
        let of_earlier = moment.organ.is_some_and(|organ| {
            organ != self.desk() && self.routed.is_some_and(|routed| routed.unit != organ)
        });
        if !of_earlier && matches!(kind, Some(DocumentKind::Acceptance | DocumentKind::NonAcceptance)) {
            first(&mut self.told_at, moment.at);
        }
    }

    pub(super) fn accepted(&mut self, moment: &Moment<'_>) {
        first(&mut self.accepted_at, moment.at);
        first(&mut self.notice.done, moment.at);
        if let Some(owed) = self.owed() {
            first(&mut owed.by, moment.due_after);
        }
    }

    /// A clock that stands still is extended, and is due by no day yet.
    pub(super) fn extended(&mut self, moment: &Moment<'_>) {
        first(&mut self.extended_at, moment.at);
        if moment.text("paused").is_none() {
            self.still_due(moment);
        }
    }

    /// A step under way may have moved the day the reply is due: an extension, the end of a pause, or a calendar that changed.
    /// An extension tells of its own clock, and of the day ordered where that comes before.
    pub(super) fn still_due(&mut self, moment: &Moment<'_>) {
        let due = moment.time("next_due").or(moment.due_after);
        if let Some(owed) = self.owed().filter(|_| due.is_some()) {
            owed.by = due;
        }
    }

    /// While its clock stands still the reply is due by no day, unless one was ordered besides.
    pub(super) fn paused(&mut self, moment: &Moment<'_>) {
        if let Some(owed) = self.owed() {
            owed.by = moment.due_after;
        }
    }

    /// The reply that is being made: the first since it was accepted, or one that is made anew.
    fn owed(&mut self) -> Option<&mut Due> {
        if self.reply.done.is_none() {
            return self.accepted_at.is_some().then_some(&mut self.reply);
        }
        self.reworks.last_mut().map(|rework| &mut rework.due).filter(|due| due.done.is_none())
    }

    /// A reply is owed anew, instead of one that was under way anew already.
    fn redo(&mut self, at: Timestamp, by: Option<Timestamp>) {
        self.reworks.pop_if(|rework| rework.due.done.is_none());
        self.reworks.push(Rework { at, due: Due { by, done: None }, closed_at: None });
    }

    pub(super) fn drafted(&mut self, moment: &Moment<'_>) {
        self.result = moment.read("result").or(self.result);
    }

    /// A reply ends a pause, and tells by when it was due.
    pub(super) fn replied(&mut self, moment: &Moment<'_>) {
        if let Some(owed) = self.owed() {
            owed.by = moment.time("reply_due").or(owed.by);
            owed.done = Some(moment.at);
        }
        first(&mut self.reply.done, moment.at);
    }

    pub(super) fn review_asked(&mut self, moment: &Moment<'_>) {
        first(&mut self.review_at, moment.at);
    }

    pub(super) fn reviewed(&mut self, moment: &Moment<'_>) {
        first(&mut self.reviewed_at, moment.at);
        self.revoked(moment);
    }

    /// Where review revoked the opinion: the day ordered is the one that counts.
    pub(super) fn revoked(&mut self, moment: &Moment<'_>) {
        if moment.read("finding") == Some(Finding::Revoked) {
            let ordered = moment.day("redo_until").map(Timestamp::end_of);
            self.redo(moment.at, ordered.or(moment.due_after));
        }
    }

    pub(super) fn rereview_asked(&mut self, moment: &Moment<'_>) {
        first(&mut self.rereview_at, moment.at);
    }

    /// Of an assignment the day ordered does not move. An event of an earlier release does not name it; it lies before the day
    /// that did.
    pub(super) fn recomputed(&mut self, moment: &Moment<'_>) {
        let running = if self.routing.done.is_none() {
            &mut self.routing.by
        } else if self.notice.done.is_none() && self.notice.by.is_some() {
            &mut self.notice.by
        } else {
            let moved = moment.text("reply").and_then(|days| days.split_once(".."));
            let moved = moved.and_then(|(day, _)| Date::parse(day, DAY).ok());
            let is_ordered = |by: Timestamp| moved.is_some_and(|day| by.local_date() < day);
            let by = self.owed().and_then(|owed| owed.by);
            if moment.text("next_due").is_some() || !by.is_some_and(is_ordered) {
                self.still_due(moment);
            }
            return;
        };
        *running = moment.due_after.or(*running);
    }

    /// To divert or to turn down is an answer too: it does the duty that was running.
    pub(super) fn leave(&mut self, moment: &Moment<'_>) {
        let at = moment.at;
        let why = match moment.kind {
            EventKind::PetitionMerged => Leaving::Merged,
            EventKind::PetitionDiverted => Leaving::Diverted,
            EventKind::PetitionNotAccepted => Leaving::NotAccepted,
            EventKind::PetitionNoLongerAccepted => Leaving::NoLongerAccepted,
            _ => Leaving::Withdrawn,
        };
        if self.left.is_none() {
            self.left = Some(Left { why, at, repeat: repeats(why, moment) });
        }
        if !matches!(why, Leaving::Merged | Leaving::Withdrawn) {
            first(&mut self.routing.done, at);
            if self.routed.is_some() {
                first(&mut self.notice.done, at);
            }
        }
    }

    /// It has not left after all. What was done by then was done on its day; an acceptance that came to no reply is
    /// followed by another, and that one counts; so is the notice of what was taken back. What was replied to is handled anew,
    /// by no day until it is accepted again.
    pub(super) fn begun_again(&mut self, moment: &Moment<'_>) {
        self.left = None;
        self.told_at = None;
        first(&mut self.reopened_at, moment.at);
        if self.reply.done.is_none() {
            (self.accepted_at, self.reply.by) = (None, None);
        } else {
            self.redo(moment.at, None);
        }
    }

    pub(super) fn reopened(&mut self, moment: &Moment<'_>) {
        first(&mut self.reopened_at, moment.at);
        self.redo(moment.at, moment.due_after);
    }

    pub(super) fn closed(&mut self, moment: &Moment<'_>) {
        first(&mut self.closed_at, moment.at);
        if let Some(rework) = self.reworks.last_mut() {
            first(&mut rework.closed_at, moment.at);
        }
        for running in self.contracts.iter_mut().filter(|one| one.ended_at.is_none()) {
            first(&mut running.settled_at, moment.at);
        }
    }
}

/// Whether whoever leaves so had raised the same matter before: it is being handled already (art. 19), was ended by
/// re-review (art. 36), or went into a petition of their own. What is merged without a word of that is several people's.
fn repeats(why: Leaving, moment: &Moment<'_>) -> bool {
    match why {
        Leaving::NoLongerAccepted => true,
        Leaving::NotAccepted => moment.read("ground") == Some(NonAcceptance::PendingElsewhere),
        Leaving::Merged => moment.read("same_person") == Some(true),
        Leaving::Withdrawn | Leaving::Diverted => false,
    }
}

/// When the unit's notice is due. An event tells the earliest clock: of an assignment that may be the day
/// ordered for the reply, and then the statutory 15 days are counted here, unrolled.
fn notice_due(moment: &Moment<'_>) -> Option<Timestamp> {
    let ordered = moment.day("ordered_until").map(Timestamp::end_of);
    let statutory = || {
        let day = moment.at.local_date().saturating_add(Duration::days(NOTICE_DAYS));
        Timestamp::end_of(day)
    };
    moment.time("accept_due").or(match moment.due_after {
        Some(due) if Some(due) == ordered => Some(statutory()),
        due => due,
    })
}
