//! `POST /api/hearings/{id}/outcome`: issues the outcome; from minutes review it closes the hearing in the same transaction.

use super::detail;
use crate::{
    administration::organs::heir,
    domain::{
        event::Actor,
        hearing::{ItemDraft, OutcomeDraft, Unfinished},
        ids::{ActionItemId, AgencyId, EntryId, HearingId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{Day, HearingDetail, OutcomeStandardText},
    },
    rooms::Command,
};
use axum::extract::State;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    conclusion: String,
    standards: Vec<OutcomeStandardText>,
    items: Vec<NewActionItem>,
    /// A later hearing of the same petition.
    #[serde(default)]
    next: Option<Uuid>,
    /// While the minutes are read back: why they are not signed, 5 to 500 characters.
    #[serde(default)]
    unsigned: Option<String>,
    /// The version of the agreement that parties have not signed yet: it will never come into force.
    #[serde(default)]
    agreement: Option<u32>,
    /// What agencies accepted in the room, here or in the session before, and is not among the items.
    #[serde(default)]
    left_out: Vec<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActionItem {
    agency: Uuid,
    content: String,
    deadline: Day,
    /// The entry of the minutes it comes from.
    entry: Uuid,
    /// What its agency accepted in the room, word for word.
    #[serde(default)]
    proposal: Option<Uuid>,
}

/// Issues the outcome; from minutes review or signing it closes the hearing in the same transaction.
///
/// Codes: unauthenticated, not_found, unsigned (somebody has not signed, and it was not said why), open_agreement (its
/// version, in `detail`, was not named), left_out (so were items that agencies had accepted), refused with field, refusals of
/// the room.
#[utoipa::path(
    post,
    path = "/hearings/{id}/outcome",
    operation_id = "hearing_outcome",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    request_body = OutcomeRequest,
    responses((status = OK, body = HearingDetail), Problem),
)]
pub async fn outcome(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
    Json(asked): Json<OutcomeRequest>,
) -> Result<Json<HearingDetail>, Problem> {
    let id = HearingId(id);
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, id).await?;
    seen.must(HearingAction::IssueOutcome)?;
    let (mut draft, left) = asked.parts();
    let coming =
        records.hearings_of(seen.petition.id).await?.into_iter().filter(|hearing| hearing.is_coming());
    let fault = draft.leads_to(&coming.map(|hearing| hearing.id).collect::<Vec<_>>());
    fault.map_err(|fault| Problem::field("next", fault.sentence))?;
    for agency in draft.items.iter().map(|item| item.agency).collect::<BTreeSet<_>>() {
        let heir = heir(records.as_mut(), agency).await?;
        if heir != agency {
            draft.heirs.push((agency, heir));
        }
    }
    drop(records);
    let actor = Actor::from(&me);
    app.rooms.command(id, actor, Command::IssueOutcome(draft, left)).await?;
    detail::of(&app, &me, id).await.map(Json)
}

impl OutcomeRequest {
    fn parts(self) -> (OutcomeDraft, Unfinished) {
        let item = |item: NewActionItem| ItemDraft {
            agency: AgencyId(item.agency),
            content: item.content,
            deadline: item.deadline.0,
            entry: EntryId(item.entry),
            proposal: item.proposal.map(ActionItemId),
        };
        let left = Unfinished { unsigned: self.unsigned, agreement: self.agreement };
        let draft = OutcomeDraft {
            conclusion: self.conclusion,
            standards: self.standards.into_iter().map(|standard| standard.0).collect(),
            items: self.items.into_iter().map(item).collect(),
            next: self.next.map(HearingId),
            left_out: self.left_out.into_iter().map(ActionItemId).collect(),
            heirs: Vec::new(),
        };
        (draft, left)
    }
}
