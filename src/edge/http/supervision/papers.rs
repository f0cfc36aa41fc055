//! Files that go with an answer, a report or a step of an action item: `POST /api/action-items/{id}/files` and
//! `POST /api/demands/{id}/files` bring one among the petition's, also for an organ that does not read its papers.

use super::item_step::entitled;
use crate::{
    domain::{
        event::Actor,
        ids::{AgencyId, AttachmentId, DemandId},
        petition::{Attachment, Petition},
        rights::{Official, answers_for, may_answer, may_take_item_step, works_for},
        supervision::{ItemStepKind, item_after},
    },
    edge::{
        AppState, access, attaching,
        extract::{Json, Multipart, Path},
        files,
        http::petitions::attach::FileForm,
        problem::Problem,
        session::SignedIn,
        views::{AttachmentView, PaperView},
    },
    storage::Records,
};
use axum::{extract::State, http::StatusCode};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

type Brought = Result<(StatusCode, Json<AttachmentView>), Problem>;

/// Adds a file to the petition (multipart, field `file`) that shows how an action item goes on or that it is done; a step
/// names it by its id.
///
/// Codes: unauthenticated, not_found, not_yours, wrong_state, too_large, no_space, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/action-items/{id}/files",
    operation_id = "action_item_attach",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachmentView), Problem),
)]
pub async fn to_item(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Multipart(form): Multipart,
) -> Brought {
    let mut records = app.store.read().await?;
    let (ordered, petition, _) = entitled(records.as_mut(), &me, id, ItemStepKind::Report).await?;
    drop(records);
    if item_after(ordered.item.state, ItemStepKind::Report).is_none() {
        return Err(Problem::refused("wrong_state", "The item is not being worked on"));
    }
    let may = |me: &Official| may_take_item_step(me, ItemStepKind::Report, &ordered.item, &petition);
    bring(&app, &me, &petition, may, form).await
}

/// Adds a file to the petition (multipart, field `file`) that goes with the answer to a demand or with a completion report;
/// the answer names it by its id.
///
/// Codes: unauthenticated, not_found, not_yours, wrong_state, too_large, no_space, bad_file_type, too_many_files.
#[utoipa::path(
    post,
    path = "/demands/{id}/files",
    operation_id = "supervision_attach",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = CREATED, body = AttachmentView), Problem),
)]
pub async fn to_demand(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Multipart(form): Multipart,
) -> Brought {
    let mut records = app.store.read().await?;
    let demand = records.demand(DemandId(id)).await?.ok_or(Problem::NotFound)?;
    let petition = records.petition(demand.petition).await?.ok_or(Problem::NotFound)?;
    let opens = access::known(records.as_mut(), &me, petition.id).await?.is_some();
    drop(records);
    let may = |me: &Official| may_answer(me, &demand, &petition);
    if !may(&me) {
        return Err(if opens { Problem::NotAllowed } else { Problem::NotFound });
    }
    if !demand.state.is_owed() {
        return Err(Problem::refused("wrong_state", "It is answered or done with"));
    }
    bring(&app, &me, &petition, may, form).await
}

async fn bring(
    app: &AppState,
    me: &Official,
    petition: &Petition,
    may: impl Fn(&Official) -> bool,
    mut form: axum::extract::Multipart,
) -> Brought {
    let (actor, principal) = (Actor::from(me), me.acts_for(may));
    let file = files::only_file(&mut form).await?;
    let attachment = attaching::attach(app, petition.id, (actor, principal), file).await?;
    Ok((StatusCode::CREATED, Json(AttachmentView::of(attachment))))
}

/// The files `ids` of the petition: those that `me` may open, and those that their organ brought.
pub async fn chosen(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
    ids: &[Uuid],
) -> Result<Vec<Attachment>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut brought = access::brought(records, petition.id).await?;
    brought.retain(|_, by| *by == me.agency.id);
    let mut theirs: BTreeSet<AttachmentId> = brought.into_keys().collect();
    theirs.extend(access::open_files(records, me, petition).await?.iter().map(|file| file.id));
    let mut files = records.attachments(petition.id).await?;
    files.retain(|file| theirs.contains(&file.id) && ids.contains(&file.id.0));
    let known = |id: &Uuid| files.iter().any(|file| file.id.0 == *id);
    if ids.iter().all(known) {
        Ok(files)
    } else {
        Err(Problem::field("files", "The petition has no such file"))
    }
}

/// [`chosen`], by who writes for the organ that a demand is addressed to; of others nothing: what they write is refused.
pub async fn chosen_for_demand(
    app: &AppState,
    me: &Official,
    demand: DemandId,
    ids: &[Uuid],
) -> Result<Vec<Attachment>, Problem> {
    let mut records = app.store.read().await?;
    let demand = records.demand(demand).await?.filter(|demand| answers_for(me, demand.to));
    let Some(demand) = demand else { return Ok(Vec::new()) };
    let petition = records.petition(demand.petition).await?.ok_or(Problem::NotFound)?;
    chosen(records.as_mut(), me, &petition, ids).await
}

/// The files that went with an answer or a step of `organ`: that organ knows them by name, and those it brought by their
/// ids too, to send them again; who reads the petition's papers may open them.
pub async fn shown(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
    (organ, files): (AgencyId, &[AttachmentId]),
) -> Result<Vec<PaperView>, Problem> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let open = access::open_files(records, me, petition).await?;
    let mut went = records.attachments(petition.id).await?;
    went.retain(|file| files.contains(&file.id));
    let opens = |file: &Attachment| open.iter().any(|one| one.id == file.id);
    if !works_for(me, organ) {
        went.retain(opens);
    }
    let brought =
        if went.iter().all(opens) { BTreeMap::new() } else { access::brought(records, petition.id).await? };
    let view = |file: Attachment| {
        let (opens, brought) = (opens(&file), brought.get(&file.id) == Some(&me.agency.id));
        PaperView::of(file, opens, brought)
    };
    Ok(went.into_iter().map(view).collect())
}
