//! What a petition gathered on its way, and the petitions it is tied to, for its page.

use crate::{
    domain::{
        ids::{PetitionId, StaffId},
        people::Party,
        petition::{Petition, PetitionState, TransitionKind, alike, possible},
        rights::Actor,
    },
    edge::{
        access,
        names::Names,
        problem::Problem,
        views::{CourseView, PersonView, PetitionLink, ReviewView, Tie, word_of},
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
    let organ = match petition.state {
        PetitionState::Diverted { organ, .. } => Some(organ),
        _ => petition.state.reviewer(),
    };
    let organ_name = match organ {
        Some(organ) => Some(names.agency(records, organ).await?),
        None => None,
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
        organ_name,
        word: word_of(&petition.state),
    })
}

async fn person(records: &mut dyn Records, names: &mut Names, id: StaffId) -> Result<PersonView, Problem> {
    Ok(PersonView { id: id.0, name: names.staff(records, id).await? })
}

/// Lead, merged and earlier ones; while it may still be merged also what is perhaps the same matter. Only
/// what `me` may know of.
pub async fn links(
    records: &mut dyn Records,
    me: &Actor,
    petition: &Petition,
    parties: &[Party],
) -> Result<Vec<PetitionLink>, Problem> {
    let mut tied: Vec<(Tie, PetitionId)> = Vec::new();
    match petition.state {
        PetitionState::Merged { lead, .. } => tied.push((Tie::Lead, lead)),
        PetitionState::NoLongerAccepted { earlier, .. } => tied.push((Tie::Earlier, earlier)),
        _ => {}
    }
    let merged = records.merged_into(petition.id).await?;
    tied.extend(merged.into_iter().map(|merged| (Tie::Merged, merged.id)));
    if possible(petition.state.name(), TransitionKind::Merge) {
        for other in perhaps_the_same(records, petition, parties).await? {
            if !tied.iter().any(|(_, id)| *id == other) {
                tied.push((Tie::Alike, other));
            }
        }
    }
    let mut links = Vec::new();
    for (tie, id) in tied {
        match access::petition(records, me, id).await {
            Ok(seen) => links.push(PetitionLink::of(seen.petition, tie)),
            Err(Problem::NotFound) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(links)
}

/// By the petitioner's phone or identity number, with a like title (art. 19).
async fn perhaps_the_same(
    records: &mut dyn Records,
    petition: &Petition,
    parties: &[Party],
) -> Result<Vec<PetitionId>, Problem> {
    let Some(petitioner) = parties.first() else { return Ok(Vec::new()) };
    let same = records.of_same_person(petitioner.phone.as_deref(), petitioner.id_number.as_deref()).await?;
    let like = |other: &Petition| other.id != petition.id && alike(&other.title, &petition.title);
    Ok(same.into_iter().filter(like).map(|other| other.id).collect())
}
