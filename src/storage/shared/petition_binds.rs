//! Parameters of the statements of [`super::petition_writes`], in their order.

use super::Asked;
use crate::{
    domain::{
        ids::PetitionId,
        jurisdiction::Level,
        petition::{Clock, Petition, Registration},
    },
    storage::{
        StoreError, bigrams,
        rows::{
            course::CourseRecord,
            origin::OriginRecord,
            petition::{StateRecord, pauses_text},
        },
        values::join,
    },
};

type Result<T> = std::result::Result<T, StoreError>;

/// Stored where no clock runs: such petitions come last in a list.
const NEVER_DUE: i64 = i64::MAX;

pub(super) fn next_due(petition: &Petition) -> i64 {
    petition.next_due().map_or(NEVER_DUE, |clock| clock.due.0)
}

/// For `ADD_PETITION`.
pub(super) fn bind_registration<'q>(asked: Asked<'q>, registration: &'q Registration) -> Result<Asked<'q>> {
    let Registration { petition, query_code_hash, .. } = registration;
    let state = StateRecord::from(&petition.state);
    let at = |level| petition.place.at(level).map(|code| code.to_string());
    let origin = OriginRecord::try_from(&petition.origin)?;
    let asked = asked
        .bind(petition.id.0)
        .bind(&petition.number)
        .bind(&petition.title)
        .bind(&petition.text)
        .bind(petition.place.as_str())
        .bind(at(Level::Province))
        .bind(at(Level::City))
        .bind(at(Level::County))
        .bind(at(Level::Township))
        .bind(at(Level::Village))
        .bind(petition.category.as_str())
        .bind(petition.purpose.as_str())
        .bind(petition.content_class.as_str())
        .bind(petition.channel.as_str())
        .bind(petition.registered_by.0)
        .bind(petition.registered_at.0)
        .bind(i64::from(petition.persons_concerned))
        .bind(petition.respondent.as_deref())
        .bind(petition.accused.as_ref().map(|accused| join(accused.agencies())))
        .bind(petition.accused.as_ref().map(|accused| join(accused.staff())))
        .bind(state.state.clone())
        .bind(state.unit)
        .bind(state.handler)
        .bind(state.routing.clone())
        .bind(state.state_at)
        .bind(petition.opinion.as_ref().map(|opinion| opinion.result.as_str()))
        .bind(petition.opinion.as_ref().map(|opinion| opinion.text.as_str()))
        .bind(next_due(petition))
        .bind(query_code_hash.as_slice())
        .bind(i64::from(petition.version))
        .bind(origin.signed)
        .bind(origin.origin_organ)
        .bind(origin.origin_number)
        .bind(origin.origin_dated)
        .bind(origin.origin_answer_by)
        .bind(petition.desk.0);
    let basis = petition.opinion.as_ref().map(|opinion| opinion.basis.as_str());
    let asked = bind_course(asked, state, CourseRecord::from(&petition.course));
    let asked = asked.bind(basis).bind(origin.read_back).bind(origin.written_to);
    Ok(asked.bind(origin.channel_number))
}

/// For `ADD_SEARCH`.
pub(super) fn bind_words<'q>(asked: Asked<'q>, petition: &'q Petition) -> Result<Asked<'q>> {
    let may_lack = [&petition.origin.number, &petition.origin.channel_number, &petition.respondent];
    let [origin, channel, respondent] = may_lack.map(|text| text.as_deref().unwrap_or_default());
    let tokens =
        bigrams::index(&[&petition.title, &petition.text, &petition.number, origin, channel, respondent]);
    Ok(asked.bind(petition.id.0).bind(tokens))
}

/// What belongs to the state besides unit, handler and time, and what the petition gathered on its way.
pub(super) fn bind_course(asked: Asked<'_>, state: StateRecord, course: CourseRecord) -> Asked<'_> {
    asked
        .bind(state.reviewer)
        .bind(state.organ)
        .bind(state.word)
        .bind(state.link)
        .bind(course.objections)
        .bind(course.ruled)
        .bind(course.recused)
        .bind(course.extended_by)
        .bind(course.last_handler)
        .bind(course.first_approval)
        .bind(course.reworks)
        .bind(course.review_organ)
        .bind(course.review_finding)
        .bind(course.review_text)
        .bind(course.rereview_organ)
        .bind(course.rereview_finding)
        .bind(course.rereview_text)
        .bind(course.redone_by)
        .bind(state.ended)
        .bind(state.retention)
        .bind(state.archived_at)
        .bind(course.hops)
        .bind(course.unsealing)
        .bind(course.left_at)
        .bind(course.opened_at)
}

/// A clock in its place among its petition's.
pub(super) struct PlacedClock<'a>(pub PetitionId, pub i64, pub &'a Clock);

/// For `PUT_CLOCK`.
pub(super) fn bind_clock<'q>(asked: Asked<'q>, placed: &'q PlacedClock<'q>) -> Result<Asked<'q>> {
    let PlacedClock(petition, position, clock) = placed;
    let Clock { kind, anchor, extended_by, pauses, raw_due, due, stopped_at } = clock;
    Ok(asked
        .bind(petition.0)
        .bind(*position)
        .bind(kind.as_str())
        .bind(anchor.0)
        .bind(raw_due.0)
        .bind(due.0)
        .bind(stopped_at.map(|at| at.0))
        .bind(i64::from(*extended_by))
        .bind(pauses_text(pauses)))
}
