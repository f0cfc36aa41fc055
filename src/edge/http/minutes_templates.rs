//! `GET`, `PUT /api/minutes-templates`: the skeletons of my agency's minutes, for each kind of hearing; and the one a
//! hearing keeps to.

use crate::{
    domain::{
        Timestamp,
        hearing::{
            AgendaPhase, HearingKind, MinutesTemplate, SavedTemplate, TemplateInForce, default_agenda,
            line_id, settled_at,
        },
        ids::HearingId,
        rights::{HearingAction, desk},
    },
    edge::{
        AppState, access,
        etag::{self, IfMatch},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{AgendaPhaseText, HearingKindText},
    },
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The skeleton of the minutes of one kind of hearing.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesTemplateView {
    kind: HearingKindText,
    /// The agency's version that stands; none where it is the one that is shipped.
    version: Option<u32>,
    /// In the order of the agenda; phases without a line are those it could have.
    phases: Vec<PhaseLines>,
    /// `If-Match` of another in its place.
    tag: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseLines {
    phase: AgendaPhaseText,
    /// At most 20 of at most 300 characters; 【待补】 stands where something is written up in the room.
    lines: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinutesTemplateRequest {
    /// Without a line: back to the one that is shipped.
    phases: Vec<PhaseLines>,
}

/// The skeleton that the clerk of a hearing works by.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingTemplate {
    kind: HearingKindText,
    version: Option<u32>,
    phases: Vec<HearingTemplatePhase>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingTemplatePhase {
    phase: AgendaPhaseText,
    lines: Vec<HearingTemplateLine>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingTemplateLine {
    /// `entry` and `op` of the frame `put_entry` that puts it in: always the same, so that it is there once.
    entry: Uuid,
    line: String,
}

/// My agency's templates of minutes, for every kind of hearing.
///
/// Codes: unauthenticated.
#[utoipa::path(
    get,
    path = "/minutes-templates",
    operation_id = "minutes_templates",
    tag = "hearings",
    responses((status = OK, body = Vec<MinutesTemplateView>), Problem),
)]
pub async fn list(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
) -> Result<Json<Vec<MinutesTemplateView>>, Problem> {
    let mut records = app.store.read().await?;
    let mut all = Vec::new();
    for kind in HearingKind::ALL {
        let saved = records.minutes_templates(me.agency.id, *kind).await?;
        all.push(MinutesTemplateView::of(*kind, &saved));
    }
    Ok(Json(all))
}

/// Saves the next version for one kind, as the head of the agency. It is for hearings whose check-in opens later.
/// `If-Match` names the `tag` of the one that was read.
///
/// Codes: unauthenticated, not_yours, precondition_required, outdated, unprocessable.
#[utoipa::path(
    put,
    path = "/minutes-templates/{kind}",
    operation_id = "minutes_template_save",
    tag = "hearings",
    params(("kind" = HearingKindText, Path), IfMatch),
    request_body = MinutesTemplateRequest,
    responses((status = OK, body = MinutesTemplateView), Problem),
)]
pub async fn save(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(kind): Path<HearingKindText>,
    read: IfMatch,
    Json(asked): Json<MinutesTemplateRequest>,
) -> Result<Json<MinutesTemplateView>, Problem> {
    if !desk(&me).templates {
        return Err(Problem::NotAllowed);
    }
    let written = asked.phases.into_iter().map(|one| (one.phase.0, one.lines));
    let template = MinutesTemplate::read(written).map_err(|why| Problem::field("phases", why))?;
    let (agency, kind) = (me.agency.id, kind.0);
    let mut tx = app.store.begin().await?;
    tx.hold(&format!("minutes template {agency} {kind}")).await?;
    let mut saved = tx.minutes_templates(agency, kind).await?;
    read.check(&MinutesTemplateView::of(kind, &saved).tag)?;
    let version = saved.last().map_or(1, |last| last.version + 1);
    let next = SavedTemplate { version, saved_at: app.world.now(), template };
    tx.add_minutes_template(agency, kind, &next).await?;
    tx.commit().await?;
    saved.push(next);
    Ok(Json(MinutesTemplateView::of(kind, &saved)))
}

/// The template that a hearing keeps to: of its host, as it stood when check-in opened.
///
/// Codes: unauthenticated, not_found, not_yours.
#[utoipa::path(
    get,
    path = "/hearings/{id}/minutes-template",
    operation_id = "hearing_minutes_template",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = HearingTemplate), Problem),
)]
pub async fn of_hearing(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<HearingTemplate>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    seen.must(HearingAction::ReadMinutes)?;
    let (id, kind, host) = (seen.hearing.id, seen.hearing.kind, seen.hearing.host);
    let timeline = records.timeline(seen.petition.id).await?;
    let settled = settled_at(id, timeline.iter().map(|chained| &chained.event));
    let saved = records.minutes_templates(host, kind).await?;
    let stands = TemplateInForce::at(kind, &saved, settled.unwrap_or(app.world.now()));
    Ok(Json(HearingTemplate::of(id, kind, &stands)))
}

impl MinutesTemplateView {
    fn of(kind: HearingKind, saved: &[SavedTemplate]) -> Self {
        let stands = TemplateInForce::at(kind, saved, Timestamp(i64::MAX));
        let lines = |phase: AgendaPhase| PhaseLines {
            phase: phase.into(),
            lines: stands.template.lines(phase).to_vec(),
        };
        // What is said in deliberation is no part of the minutes.
        let own = default_agenda(kind).iter().copied().filter(|phase| *phase != AgendaPhase::Deliberation);
        let own: Vec<_> = own.collect();
        let others = stands.template.phases().filter(|phase| !own.contains(phase));
        Self {
            kind: kind.into(),
            version: stands.version,
            phases: own.iter().copied().chain(others).map(lines).collect(),
            tag: etag::of_parts([kind.as_str(), &saved.last().map_or(0, |last| last.version).to_string()]),
        }
    }
}

impl HearingTemplate {
    fn of(hearing: HearingId, kind: HearingKind, stands: &TemplateInForce) -> Self {
        let phase = |phase: AgendaPhase| {
            let lines = stands.template.lines(phase).iter().enumerate();
            let lines = lines.map(|(n, line)| HearingTemplateLine {
                entry: line_id(hearing, phase, n).0,
                line: line.clone(),
            });
            HearingTemplatePhase { phase: phase.into(), lines: lines.collect() }
        };
        let phases = stands.template.phases().map(phase).collect();
        Self { kind: kind.into(), version: stands.version, phases }
    }
}
