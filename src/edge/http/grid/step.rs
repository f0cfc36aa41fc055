//! `POST /api/grid/reports/{id}/steps`: taken up, done, looked at, or registered as a petition by the way all take.

use super::view::{self, GridReportView};
use crate::{
    channels::registering::{Registrar, prepare},
    domain::{
        event::Actor,
        grid::{GridReport, GridStep, take},
        ids::{EventId, GridReportId, PetitionId},
        petition::{Attachment, Category, Channel, NewParty, NewPetition, Origin, Purpose},
        rights::{self, grid_steps},
    },
    edge::{
        AppState,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
    },
    storage::Tx,
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridStepRequest {
    /// Of the report as it was read.
    version: u32,
    step: GridStepBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GridStepBody {
    Claim {},
    /// Not its business: back to all.
    Release {
        reason: String,
    },
    Handle {
        text: String,
    },
    FeedBack {
        #[serde(default)]
        text: String,
    },
    SendBack {
        reason: String,
    },
    /// Registers it in the resident's name.
    Petition {
        /// 4 to 100 characters.
        title: String,
    },
}

#[derive(Serialize, ToSchema)]
pub struct GridStepTaken {
    report: GridReportView,
    /// Of a petition just registered: for the resident, shown once.
    number: Option<String>,
    query_code: Option<String>,
}

/// Takes a step.
///
/// Codes: unauthenticated, not_found, not_yours, stale, wrong_state, unprocessable.
#[utoipa::path(
    post,
    path = "/grid/reports/{id}/steps",
    operation_id = "grid_step",
    tag = "grid",
    params(("id" = Uuid, Path)),
    request_body = GridStepRequest,
    responses((status = OK, body = GridStepTaken), Problem),
)]
pub async fn step(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<GridStepRequest>,
) -> Result<Json<GridStepTaken>, Problem> {
    let id = GridReportId(id);
    let mut tx = app.store.begin().await?;
    let report = super::seen(tx.as_mut(), &me, id).await?;
    if report.version != asked.version {
        return Err(Problem::Stale);
    }
    let allowed = grid_steps(&me, &report, &tx.grid_posts_of(me.staff.id).await?);
    let (mut number, mut query_code) = (None, None);
    let step = match asked.step {
        GridStepBody::Claim {} => GridStep::Claim,
        GridStepBody::Release { reason } => GridStep::Release { reason },
        GridStepBody::Handle { text } => GridStep::Handle { text },
        GridStepBody::FeedBack { text } => GridStep::FeedBack { text },
        GridStepBody::SendBack { reason } => GridStep::SendBack { reason },
        GridStepBody::Petition { title } => {
            if !allowed.contains(&crate::domain::grid::GridStepKind::Petition) {
                return Err(Problem::NotAllowed);
            }
            let registered = register(&app, tx.as_mut(), &me, &report, title).await?;
            let code = registered.query_code.map(|code| code.as_str().to_owned());
            (number, query_code) = (Some(registered.number), code);
            GridStep::Petition { petition: registered.id }
        }
    };
    let (moved, line) = take(&report, &step, me.staff.id, me.agency.id, app.world.now())?;
    if !allowed.contains(&step.kind()) {
        return Err(Problem::NotAllowed);
    }
    tx.move_grid_report(&moved, &line).await?;
    let report = super::seen(tx.as_mut(), &me, id).await?;
    let report = view::whole(&app, tx.as_mut(), &me, report).await?;
    tx.commit().await?;
    Ok(Json(GridStepTaken { report, number, query_code }))
}

async fn register(
    app: &AppState,
    tx: &mut dyn Tx,
    me: &rights::Official,
    report: &GridReport,
    title: String,
) -> Result<crate::channels::registering::Registered, Problem> {
    let resident = report.resident.clone().ok_or(Problem::NotAllowed)?;
    let spot = if report.spot.is_empty() { String::new() } else { format!("（{}）", report.spot) };
    let filed = NewPetition {
        title,
        text: format!("{}{spot}", report.text),
        place: report.place.clone(),
        category: Category::Appeal,
        purpose: Purpose::Resolution,
        content_class: report.class,
        channel: Channel::GridReport,
        origin: Origin::default(),
        respondent: None,
        accused: None,
        persons_concerned: 1,
        petitioner: NewParty { name: resident.name, phone: Some(resident.phone), ..NewParty::default() },
        co_petitioners: Vec::new(),
        representatives: Vec::new(),
    };
    let actor = Actor::from(me);
    let calendar = app.calendar(tx).await?;
    let by = (app.config.local_rules.representatives.as_slice(), app.world.now());
    let prepared = prepare(tx, filed, Registrar::BureauOfPlace(actor), by).await?;
    let registered = prepared.write(tx, app.house(&calendar)).await?;
    hand_over_photos(app, tx, actor, report, registered.id).await?;
    Ok(registered)
}

/// The same bytes: a file of the petition from now on, too, and in its log like any other.
async fn hand_over_photos(
    app: &AppState,
    tx: &mut dyn Tx,
    by: Actor,
    report: &GridReport,
    petition: PetitionId,
) -> Result<(), Problem> {
    let now = app.world.now();
    let registered = tx.petition(petition).await?.ok_or(Problem::NotFound)?;
    for photo in tx.grid_photos(report.id).await? {
        let crate::domain::grid::GridPhoto { id, name, media_type, size, sha256, added_at, .. } = photo;
        let file = Attachment { id, petition, name, media_type, size, sha256, added_at };
        tx.add_attachment(&file).await?;
        tx.append(&file.added().event(EventId(app.world.new_id()), now, by, &registered)).await?;
    }
    Ok(())
}
