//! Files of a petition that stay behind the wall after it was opened (art. 30, ADR 64).

use super::is_kept_from;
use crate::{
    domain::{
        event::{Actor, Event, EventKind},
        hearing::{Hearing, PaperKind},
        ids::{AgencyId, AttachmentId, PetitionId},
        jurisdiction::merged_into,
        petition::Petition,
        rights::{Official, works_for},
    },
    edge::problem::Problem,
    storage::Records,
};
use std::collections::{BTreeMap, BTreeSet};

/// Those of its files that came with a hearing which [`is_kept_from`] `me`, or with what was answered behind the wall.
pub async fn kept_files(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<BTreeSet<AttachmentId>, Problem> {
    if petition.course.opened_at.is_none() {
        return Ok(BTreeSet::new()); // as of nearly all
    }
    let mut hearings = records.hearings_of(petition.id).await?;
    hearings.retain(|hearing| is_kept_from(me, hearing, petition));
    let mut files = files_of(records, &hearings).await?;
    let concerned = |agency: AgencyId| works_for(me, agency);
    files.extend(answered_behind_the_wall(records, petition, &hearings, concerned).await?);
    Ok(files)
}

/// Files that came among the petition's with `hearings`: what was brought to them, scans of what was signed there, slips
/// of their conclusions. What lay with the petition before was its own (`Exhibit::came_with`).
pub async fn files_of(
    records: &mut dyn Records,
    hearings: &[Hearing],
) -> Result<BTreeSet<AttachmentId>, Problem> {
    let mut files = BTreeSet::new();
    for hearing in hearings {
        let laid = records.hearing_exhibits(hearing.id).await?.into_iter();
        let brought = laid.filter(|exhibit| exhibit.came_with(hearing.check_in_opens_at()));
        files.extend(brought.map(|exhibit| exhibit.file.id));
        for paper in PaperKind::ALL {
            let record = records.signing_record(hearing.id, *paper).await?;
            files.extend(record.signatures.iter().filter_map(|signature| signature.mark.paper()));
        }
        files.extend(records.handed_over(hearing.id).await?.map(|handed| handed.slip));
    }
    Ok(files)
}

/// Files that an organ brought with its answer to what was demanded behind the wall, or with its steps with what one of
/// `hearings` ordered, unless one of the two is `concerned`. What it named and did not bring is the petition's own.
pub async fn answered_behind_the_wall(
    records: &mut dyn Records,
    petition: &Petition,
    hearings: &[Hearing],
    concerned: impl Fn(AgencyId) -> bool,
) -> Result<BTreeSet<AttachmentId>, Problem> {
    let mut items = records.action_items(petition.id).await?;
    items
        .retain(|(hearing, item)| hearings.iter().any(|kept| kept.id == *hearing) && !concerned(item.agency));
    let mut demands = records.demands_of(petition.id).await?;
    demands.retain(|demand| {
        petition.was_behind_the_wall(demand.made_at) && !concerned(demand.by) && !concerned(demand.to)
    });
    let mut named = Vec::new();
    for note in records.item_notes(petition.id).await? {
        if let Some((_, item)) = items.iter().find(|(_, item)| item.id == note.item) {
            named.extend(note.files.iter().map(|file| (item.agency, *file)));
        }
    }
    for demand in &demands {
        named.extend(demand.files().map(|file| (demand.to, file)));
    }
    if named.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (brought, closures) = (brought(records, petition.id).await?, records.closures().await?);
    named.retain(|(organ, file)| {
        let by = brought.get(file);
        by.is_some_and(|by| by == organ || merged_into(&closures, *organ).contains(by))
    });
    Ok(named.into_iter().map(|(_, file)| file).collect())
}

/// Which organ brought which file: the log knows. Not of what the petitioner added.
pub async fn brought(
    records: &mut dyn Records,
    petition: PetitionId,
) -> Result<BTreeMap<AttachmentId, AgencyId>, Problem> {
    let brought = |event: &Event| {
        let Actor::Staff { agency, .. } = event.actor else { return None };
        let added = event.kind == EventKind::PetitionAttachmentAdded;
        let file = event.detail("attachment").filter(|_| added)?.parse().ok().map(AttachmentId)?;
        Some((file, agency))
    };
    Ok(records.timeline(petition).await?.iter().filter_map(|chained| brought(&chained.event)).collect())
}
