//! What the petitioner is told: never another person, nothing of the house's own work.

use super::notice::is_theirs;
use crate::{
    domain::{
        event::{Actor, ChainedEvent},
        hearing::{Hearing, Outcome},
        petition::{Petition, TransitionKind, possible},
        rights,
        supervision::{Evaluation, EvaluationTarget, is_evaluable},
    },
    edge::{
        names::Names,
        problem::Problem,
        views::{
            ActionItemStatus, Day, DueStatus, EvaluationTargetText, EvaluationView, HearingStatus, NoticeStatus, OpinionView, OutcomeStatus, PetitionStatus, StepStatus,
        },
    },
    storage::Records,
};

pub async fn of(records: &mut dyn Records, petition: &Petition) -> Result<PetitionStatus, Problem> {
    let mut names = Names::default();
    let unit_name = match petition.state.unit() {
        Some(unit) => Some(names.agency(records, unit).await?),
        None => None,
    };
    let mut hearings = Vec::new();
    for hearing in records.hearings_of(petition.id).await? {
        hearings.push(hearing_status(records, &mut names, &hearing).await?);
    }
    let mut steps = Vec::new();
    for chained in records.timeline(petition.id).await? {
        if rights::query_code_tells(chained.event.kind) {
            steps.push(step(records, &mut names, &chained).await?);
        }
    }
    let evaluations = records.evaluations(petition.id).await?;
    let documents = records.documents(petition.id).await?;
    let notices = documents.into_iter().filter(|document| is_theirs(document, petition));
    Ok(PetitionStatus {
        number: petition.number.clone(),
        title: petition.title.clone(),
        state: petition.state.name().into(),
        category: petition.category.into(),
        registered_at: petition.registered_at.0,
        place_name: names.place(records, &petition.place).await?,
        unit_name,
        next_due: petition.next_due().map(|clock| DueStatus { kind: clock.kind.into(), due: clock.due.0 }),
        can_withdraw: possible(petition.state.name(), TransitionKind::Withdraw),
        can_evaluate: open_targets(petition, &evaluations),
        evaluations: evaluations.into_iter().map(EvaluationView::of).collect(),
        steps,
        opinion: petition.delivered_opinion().cloned().map(OpinionView::of),
        hearings,
        documents: notices.map(NoticeStatus::of).collect(),
    })
}

fn open_targets(petition: &Petition, given: &[Evaluation]) -> Vec<EvaluationTargetText> {
    let open = |target: &EvaluationTarget| given.iter().all(|evaluation| evaluation.target != *target);
    let targets = EvaluationTarget::ALL.iter().copied().filter(open).map(EvaluationTargetText);
    if is_evaluable(petition) { targets.collect() } else { Vec::new() }
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
) -> Result<HearingStatus, Problem> {
    let published = records.outcome(hearing.id).await?.filter(|outcome| outcome.published_at.is_some());
    let outcome = match published {
        Some(outcome) => Some(outcome_status(records, names, outcome).await?),
        None => None,
    };
    Ok(HearingStatus {
        number: hearing.number.clone(),
        kind: hearing.kind.into(),
        title: hearing.title.clone(),
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        stage: hearing.stage.name().into(),
        outcome,
    })
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
