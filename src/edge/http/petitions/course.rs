//! The course of a petition and its linked petitions, for its page.

use super::alike::{self, Person};
use crate::{
    domain::{
        ids::{PetitionId, StaffId},
        people::Party,
        petition::{Matter, Petition, PetitionState, TransitionKind, possible},
        rights::Official,
    },
    edge::{
        AppState,
        names::Names,
        problem::Problem,
        views::{CourseView, PersonView, PetitionLink, ReviewView, StintView, Tie, word_of},
    },
    storage::Records,
};

pub async fn of(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
) -> Result<CourseView, Problem> {
    let course = &petition.course;
    let mut recused = Vec::new();
    for id in &course.recused {
        recused.push(person(records, names, *id).await?);
    }
    let first_approval = match course.first_approval {
        Some(id) => Some(person(records, names, id).await?),
        None => None,
    };
    let organ = petition.state.organ().or(petition.state.reviewer());
    let organ_name = names.agency_if(records, organ).await?;
    let redone_by_name = names.agency_if(records, course.redone_by).await?;
    let ended = match &petition.state {
        PetitionState::Archived { ended, .. } => Some(ended.name().into()),
        _ => None,
    };
    let mut reviews = [None, None];
    for (view, review) in reviews.iter_mut().zip([&course.review, &course.rereview]) {
        if let Some(review) = review {
            let organ_name = names.agency(records, review.organ).await?;
            *view = Some(ReviewView::of(review.clone(), organ_name));
        }
    }
    let [review, rereview] = reviews;
    Ok(CourseView {
        objections: course.objections,
        ruled: course.ruled,
        recused,
        extended_by: course.extended_by,
        first_approval,
        reworks: course.reworks,
        review,
        rereview,
        delivered_at: petition.state.delivered_at().map(|at| at.0),
        asked_beyond: petition.asked_beyond(),
        redone_by_name,
        ended,
        organ_name,
        word: word_of(&petition.state),
    })
}

/// Who had it, one bureau after the other.
pub async fn trail(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
) -> Result<Vec<StintView>, Problem> {
    let mut trail = Vec::new();
    for stint in petition.trail(&app.config.tier_shares) {
        let desk_name = names.agency(records, stint.desk).await?;
        let by_name = names.staff_if(records, stint.came.map(|hop| hop.by)).await?;
        trail.push(StintView::of(&stint, desk_name, by_name));
    }
    Ok(trail)
}

async fn person(records: &mut dyn Records, names: &mut Names, id: StaffId) -> Result<PersonView, Problem> {
    Ok(PersonView { id: id.0, name: names.staff(records, id).await? })
}

/// Lead, merged and earlier ones; while it may still be merged also what is perhaps the same matter. Only
/// what `me` may know of.
pub async fn links(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
    parties: &[Party],
) -> Result<Vec<PetitionLink>, Problem> {
    let mut tied: Vec<(Tie, PetitionId)> = Vec::new();
    match petition.state.ending() {
        PetitionState::Merged { lead, .. } => tied.push((Tie::Lead, *lead)),
        PetitionState::NoLongerAccepted { earlier, .. } => tied.push((Tie::Earlier, *earlier)),
        _ => {}
    }
    let merged = records.merged_into(petition.id).await?;
    tied.extend(merged.into_iter().map(|merged| (Tie::Merged, merged.id)));
    let mut links = Vec::new();
    for (tie, id) in &tied {
        links.extend(alike::seen(records, me, *id).await?.map(|petition| PetitionLink::of(petition, *tie)));
    }
    if possible(petition.state.name(), TransitionKind::Merge) {
        let person = parties.first().map(Person::of).unwrap_or_default();
        let found = alike::find(records, me, &Matter::of(petition), person).await?;
        let others = found.into_iter().filter(|link| link.tie != Tie::SamePerson && link.id != petition.id.0);
        links.extend(others.filter(|link| tied.iter().all(|(_, id)| id.0 != link.id)));
    } else if possible(petition.state.name(), TransitionKind::Accept) {
        // Whoever is asked why it is taken up again (art. 19, 36) sees what it is.
        let known = alike::known_before(records, me, petition, parties).await?;
        links.extend(known.seen.into_iter().map(|earlier| PetitionLink::of(earlier, Tie::Alike)));
    }
    Ok(links)
}
