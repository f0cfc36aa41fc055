//! A petition's page, for whoever may see it.

use super::{course, row};
use crate::{
    domain::{
        hearing::Hearing,
        ids::PetitionId,
        petition::Petition,
        rights::{FieldRights, Official, PetitionAction, PetitionField, Shown},
    },
    edge::{
        AppState,
        access::{self, SeenPetition},
        etag::Tagged,
        http::{hearings::row as hearing_row, reception::mailboxes, supervision::show::item_of},
        names::Names,
        problem::Problem,
        views::{
            AccusedOne, AccusedView, ActionItemView, AttachmentView, ClockView, HearingRow, KeptHearing,
            OpinionView, OriginView, PartyView, PetitionActionText, PetitionDetail, UnsealingView,
            UrgentView,
        },
    },
    storage::Records,
};

/// The page of a petition as it stands now, under its version.
pub async fn tagged(
    app: &AppState,
    me: &Official,
    id: PetitionId,
) -> Result<Tagged<PetitionDetail>, Problem> {
    let body = of(app, me, id).await?;
    Ok(Tagged { version: body.row.version, body })
}

pub async fn of(app: &AppState, me: &Official, id: PetitionId) -> Result<PetitionDetail, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), me, id).await?;
    let mut names = Names::default();
    let row = row::of(app, records.as_mut(), &mut names, &seen.petition).await?;
    let matter_hearings = matter_hearings(records.as_mut(), &mut names, me, &seen.petition).await?;
    let hearings = hearings(records.as_mut(), &mut names, me, &seen.hearings).await?;
    let kept_hearings = kept_hearings(records.as_mut(), &mut names, me, &seen).await?;
    let action_items = action_items(records.as_mut(), &mut names, me, &seen.petition).await?;
    let fields = seen.fields(me);
    let SeenPetition { petition, rights, .. } = seen;
    let parties = records.parties(id).await?;
    let links = course::links(records.as_mut(), me, &petition, &parties).await?;
    let course = course::of(records.as_mut(), &mut names, &petition).await?;
    let trail = course::trail(app, records.as_mut(), &mut names, &petition).await?;
    let urgency = urgency(records.as_mut(), &mut names, &petition, fields).await?;
    let unsealing = unsealing(records.as_mut(), &mut names, &petition, fields).await?;
    let files = access::files(records.as_mut(), me, &petition).await?;
    let attachments = fields.all(PetitionField::Papers, files);
    let accused = accused(records.as_mut(), &mut names, &petition).await?;
    let written_to = match petition.origin.leader {
        Some(leader) => mailboxes::named(records.as_mut(), &mut names, leader).await?,
        None => None,
    };
    let now = app.world.now();
    let may = rights.iter().filter(|action| *action != PetitionAction::See).map(PetitionActionText).collect();
    Ok(PetitionDetail {
        left_at: petition.course.left_at.map(|at| at.0),
        place_open: petition.has_place_open(),
        row,
        text: petition.text,
        purpose: petition.purpose.into(),
        respondent: petition.respondent,
        accused,
        persons_concerned: petition.persons_concerned,
        registered_by_name: names.agency(records.as_mut(), petition.registered_by).await?,
        signed: petition.origin.signed,
        read_back: petition.origin.read_back,
        written_to,
        channel_number: petition.origin.channel_number.clone(),
        origin: OriginView::of(petition.origin),
        opinion: petition.opinion.map(OpinionView::of),
        parties: parties.into_iter().map(|party| PartyView::of(party, fields)).collect(),
        may_open_papers: fields.shown(PetitionField::Papers) == Shown::Full,
        attachments: attachments.into_iter().map(AttachmentView::of).collect(),
        hearings,
        matter_hearings,
        kept_hearings,
        action_items,
        clocks: petition.clocks.into_iter().map(|clock| ClockView::of(clock, now)).collect(),
        course,
        trail,
        urgency,
        unsealing,
        links,
        may,
    })
}

async fn urgency(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
    fields: FieldRights,
) -> Result<Option<UrgentView>, Problem> {
    let Some(urgent) = petition.course.urgent.clone() else { return Ok(None) };
    let mut view = UrgentView {
        since: urgent.since.0,
        by_name: names.staff(records, urgent.by).await?,
        reason: fields.text(PetitionField::Notes, Some(urgent.reason)),
        reported_to_name: None,
        seen_at: urgent.seen.map(|(_, at)| at.0),
        seen_by_name: None,
    };
    if let Some(organ) = urgent.reported_to {
        view.reported_to_name = Some(names.agency(records, organ).await?);
    }
    if let Some((staff, _)) = urgent.seen {
        view.seen_by_name = Some(names.staff(records, staff).await?);
    }
    Ok(Some(view))
}

async fn unsealing(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
    fields: FieldRights,
) -> Result<Option<UnsealingView>, Problem> {
    let Some(proposed) = petition.course.unsealing.clone() else { return Ok(None) };
    Ok(Some(UnsealingView {
        category: proposed.category.into(),
        reason: fields.text(PetitionField::Notes, Some(proposed.reason)),
        by_name: names.staff(records, proposed.by).await?,
        since: proposed.since.0,
    }))
}

/// Whoever sees a report must know before whom it is walled off.
async fn accused(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
) -> Result<Option<AccusedView>, Problem> {
    let Some(accused) = &petition.accused else { return Ok(None) };
    let mut view = AccusedView { agencies: Vec::new(), staff: Vec::new() };
    for agency in accused.agencies() {
        view.agencies.push(AccusedOne { id: agency.0, name: names.agency(records, *agency).await? });
    }
    for staff in accused.staff() {
        view.staff.push(AccusedOne { id: staff.0, name: names.staff(records, *staff).await? });
    }
    Ok(Some(view))
}

/// Those of `all` that may be known of, too.
async fn hearings(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    all: &[Hearing],
) -> Result<Vec<HearingRow>, Problem> {
    let mut rows = Vec::new();
    for hearing in all {
        if let Some(seen) = access::seen(records, me, hearing.clone()).await? {
            rows.push(hearing_row::of(records, names, me, &seen).await?);
        }
    }
    Ok(rows)
}

/// The hearings of what the household of `petition` joined: that it withdrew may be shown by one of them.
async fn matter_hearings(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    petition: &Petition,
) -> Result<Vec<HearingRow>, Problem> {
    let household = records.household(petition.clone()).await?;
    if !household.is_merged() {
        return Ok(Vec::new());
    }
    let all = records.hearings_of(household.matter.id).await?;
    hearings(records, names, me, &all).await
}

async fn kept_hearings(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    seen: &SeenPetition,
) -> Result<Vec<KeptHearing>, Problem> {
    let mut rows = Vec::new();
    for Hearing { number, starts_at, host, .. } in seen.kept_from(me) {
        let host_name = names.agency(records, *host).await?;
        rows.push(KeptHearing { number: number.clone(), starts_at: starts_at.0, host_name });
    }
    Ok(rows)
}

async fn action_items(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    petition: &Petition,
) -> Result<Vec<ActionItemView>, Problem> {
    let mut views = Vec::new();
    for (hearing, item) in records.action_items(petition.id).await? {
        views.push(item_of(records, names, me, petition, (hearing, item)).await?);
    }
    Ok(views)
}
