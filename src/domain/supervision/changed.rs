//! After a review changed an opinion, the unit is reminded to carry out the changed one (art. 32, 35, 36).

use super::{About, DemandKind, Escalated, NewDemand, Way};
use crate::domain::{
    Timestamp,
    event::EventKind,
    petition::{Applied, Calendar, Finding},
};

/// Working days the unit has to say how it carries the change out (our choice): two weeks.
const TO_REPORT: u32 = 10;

/// The demand that goes out with the step `applied`, if that decided a review and changed the opinion. An opinion that was
/// revoked is back with the unit, with a day of its own.
#[must_use]
pub fn to_carry_out(applied: &Applied, calendar: &Calendar, now: Timestamp) -> Option<Escalated> {
    let course = &applied.petition.course;
    let (review, name) = match applied.change.kind {
        EventKind::PetitionReviewed => (course.review.as_ref()?, "复查"),
        EventKind::PetitionRereviewed => (course.rereview.as_ref()?, "复核"),
        _ => return None,
    };
    let text = format!("{name}意见变更了原处理意见，请按{name}意见执行，并书面报告落实情况");
    let answer_by = calendar.working_day_after(now.local_date(), TO_REPORT);
    (review.finding == Finding::Changed).then_some(Escalated {
        by: review.organ,
        demand: NewDemand {
            kind: DemandKind::Reminder,
            way: Way::System,
            to: None,
            text,
            answer_by,
            about: Some(About::Opinion),
        },
    })
}
