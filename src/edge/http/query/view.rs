//! What the petitioner is told: never another person, nothing of the house's own work.

use super::notice::is_theirs;
use crate::{
    domain::{
        event::{Actor, ChainedEvent},
        hearing::{self, Hearing, Outcome},
        people::Party,
        petition::{Category, Petition, PetitionState, Review, TransitionKind, possible},
        rights,
        supervision::{Evaluation, EvaluationTarget, is_evaluable},
    },
    edge::{
        AppState,
        http::requests::view::status as request_status,
        names::Names,
        problem::Problem,
        receipts,
        views::{
            ActionItemStatus, Day, DueStatus, EvaluationTargetText, EvaluationView, HearingNoticeStatus,
            HearingStatus, NoticeStatus, OpinionView, OutcomeStatus, PetitionStatus, ReviewView, StepStatus,
            WayInText,
        },
    },
    storage::Records,
};

/// A merged petition shows how the leading one fares, under its own number and title.
pub async fn of(
    app: &AppState,
    records: &mut dyn Records,
    asked: &Petition,
) -> Result<PetitionStatus, Problem> {
    let mut names = Names::default();
    let lead = lead_of(records, asked).await?;
    let petition = lead.as_ref().unwrap_or(asked);
    let unit_name = match petition.state.unit() {
        Some(unit) => Some(names.agency(records, unit).await?),
        None => None,
    };
    // Of a leading petition they are somebody else.
    let people = if lead.is_none() { records.parties(petition.id).await? } else { Vec::new() };
    let mut hearings = Vec::new();
    for hearing in records.hearings_of(petition.id).await? {
        let way_in = way_in(app, &hearing, &people);
        hearings.push(hearing_status(records, &mut names, &hearing, &people, way_in).await?);
    }
    let mut steps = Vec::new();
    for id in std::iter::once(asked.id).chain(lead.as_ref().map(|lead| lead.id)) {
        for chained in records.timeline(id).await? {
            if rights::query_code_tells(chained.event.kind) {
                steps.push(step(records, &mut names, &chained).await?);
            }
        }
    }
    let calendar = app.calendar(records).await?;
    let mut hearing_requests = Vec::new();
    let mut asked_for = false;
    for request in records.hearing_requests_of(asked.id).await? {
        asked_for |= request.state.is_open();
        hearing_requests.push(request_status(records, &mut names, request, &calendar).await?);
    }
    let evaluations = records.evaluations(petition.id).await?;
    let documents = records.documents(petition.id).await?;
    let mut notices = Vec::new();
    for document in documents {
        if is_theirs(records, &document, petition).await? {
            notices.push(NoticeStatus::of(document));
        }
    }
    steps.sort_by_key(|step| step.at);
    // What is asked for by number and code is asked of their own petition.
    let may = |kind| possible(asked.state.name(), kind);
    let asks = may(TransitionKind::RequestReview) || may(TransitionKind::RequestRereview);
    Ok(PetitionStatus {
        number: asked.number.clone(),
        title: asked.title.clone(),
        state: petition.state.name().into(),
        category: asked.category.into(),
        registered_at: asked.registered_at.0,
        place_name: names.place(records, &asked.place).await?,
        unit_name,
        next_due: petition.next_due().map(|clock| DueStatus { kind: clock.kind.into(), due: clock.due.0 }),
        can_evaluate: open_targets(petition, &evaluations),
        evaluations: evaluations.into_iter().map(EvaluationView::of).collect(),
        can_withdraw: may(TransitionKind::Withdraw),
        can_request_review: asks && asked.category == Category::Appeal,
        can_accept: may(TransitionKind::Close),
        merged: lead.is_some(),
        steps,
        opinion: petition.delivered_opinion().cloned().map(OpinionView::of),
        review: review(records, &mut names, petition.course.review.as_ref()).await?,
        rereview: review(records, &mut names, petition.delivered_rereview()).await?,
        hearings,
        can_request_hearing: asked.state.is_open() && !asked_for,
        hearing_requests,
        documents: notices,
    })
}

fn open_targets(petition: &Petition, given: &[Evaluation]) -> Vec<EvaluationTargetText> {
    let open = |target: &EvaluationTarget| given.iter().all(|evaluation| evaluation.target != *target);
    let targets = EvaluationTarget::ALL.iter().copied().filter(open).map(EvaluationTargetText);
    if is_evaluable(petition) { targets.collect() } else { Vec::new() }
}

/// The petition that this one goes on in, through however many mergers.
async fn lead_of(records: &mut dyn Records, petition: &Petition) -> Result<Option<Petition>, Problem> {
    /// More than anybody merges; ends a circle, should there be one.
    const MOST_MERGERS: usize = 16;
    let mut found = None;
    let mut state = petition.state.clone();
    for _ in 0..MOST_MERGERS {
        let PetitionState::Merged { lead, .. } = state else { break };
        let Some(lead) = records.petition(lead).await? else { break };
        state = lead.state.clone();
        found = Some(lead);
    }
    Ok(found)
}

async fn review(
    records: &mut dyn Records,
    names: &mut Names,
    review: Option<&Review>,
) -> Result<Option<ReviewView>, Problem> {
    let Some(review) = review else { return Ok(None) };
    let organ_name = names.agency(records, review.organ).await?;
    Ok(Some(ReviewView::of(review.clone(), organ_name)))
}

async fn step(
    records: &mut dyn Records,
    names: &mut Names,
    chained: &ChainedEvent,
) -> Result<StepStatus, Problem> {
    let agency_name = match chained.event.actor {
        Actor::Staff { agency, .. } => Some(names.agency(records, agency).await?),
        Actor::Seat(_) | Actor::Petitioner | Actor::System => None,
    };
    Ok(StepStatus {
        kind: chained.event.kind.as_str().to_owned(),
        at: chained.event.at.0,
        agency_name,
        due_after: chained.event.due_after.map(|due| due.0),
    })
}

async fn hearing_status(
    records: &mut dyn Records,
    names: &mut Names,
    hearing: &Hearing,
    people: &[Party],
    way_in: Option<WayInText>,
) -> Result<HearingStatus, Problem> {
    let published = records.outcome(hearing.id).await?.filter(|outcome| outcome.published_at.is_some());
    let outcome = match published {
        Some(outcome) => Some(outcome_status(records, names, outcome).await?),
        None => None,
    };
    let seats =
        people.first().map(|petitioner| receipts::seats_of(hearing, petitioner.id)).unwrap_or_default();
    let notices = records.hearing_notices(hearing.id).await?;
    let notice = receipts::latest(&notices, &seats);
    Ok(HearingStatus {
        number: hearing.number.clone(),
        kind: hearing.kind.into(),
        title: hearing.title.clone(),
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        stage: hearing.stage.name().into(),
        notice: notice.map(|notice| HearingNoticeStatus {
            kind: notice.kind.into(),
            at: notice.at.0,
            read_at: notice.receipt.map(|receipt| receipt.read_at.0),
            confirmed_at: notice.receipt.and_then(|receipt| receipt.confirmed_at).map(|at| at.0),
        }),
        way_in,
        outcome,
    })
}

/// None where nobody of them has a seat, or there is nothing to come to now.
fn way_in(app: &AppState, hearing: &Hearing, people: &[Party]) -> Option<WayInText> {
    if hearing.stage.name().is_vacant() {
        return None;
    }
    let way = hearing::way_in(hearing, people, None)?;
    Some(if app.config.notices.sms.is_some() { way.into() } else { WayInText::Office })
}

async fn outcome_status(
    records: &mut dyn Records,
    names: &mut Names,
    outcome: Outcome,
) -> Result<OutcomeStatus, Problem> {
    let mut items = Vec::new();
    for item in outcome.items {
        items.push(ActionItemStatus {
            agency_name: names.agency(records, item.agency).await?,
            content: item.content,
            deadline: Day(item.deadline),
            state: item.state.into(),
        });
    }
    Ok(OutcomeStatus {
        conclusion: outcome.conclusion,
        standards: outcome.standards.into_iter().map(Into::into).collect(),
        items,
        published_at: outcome.published_at.map(|at| at.0),
    })
}
