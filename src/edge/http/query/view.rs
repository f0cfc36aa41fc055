//! The status page's content. It never contains another person or internal notes.

use super::{
    door::people,
    hearing_request::requests_of,
    notice::is_theirs,
    told::{Later, REPLIED, REREVIEWED, REVIEWED, SENT},
};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, ChainedEvent, EventKind},
        hearing::{self, ActionItem, ActionItemState, Hearing, HearingNotice, Outcome, needs_of},
        ids::{AgencyId, PetitionId},
        jurisdiction::AgencyKind,
        people::{Party, PartyKind},
        petition::{
            Attachment, Category, Household, Petition, PetitionState, Review, StateName, TransitionKind,
            possible, raised_before,
        },
        rights,
        supervision::{Evaluation, EvaluationTarget, ItemStepKind, Note, is_evaluable, last_reply},
    },
    edge::{
        AppState,
        http::requests::view::status as request_status,
        names::Names,
        notice_receipts,
        problem::Problem,
        views::{
            ActionItemStatus, AgentStatus, CameView, Day, DueStatus, EvaluationTargetText, EvaluationView,
            HearingNoticeStatus, HearingRequestStatus, HearingStatus, NoticeAnswerView, NoticeStatus,
            OpinionView, OutcomeStatus, PetitionStatus, ReviewView, StepStatus, WayInText,
        },
    },
    storage::Records,
};

/// A merged petition shows how the leading one fares, under its own number and title; what its household gave and asked
/// for is its own.
pub async fn of(
    app: &AppState,
    records: &mut dyn Records,
    opened: &Household,
) -> Result<PetitionStatus, Problem> {
    let (mut names, Household { own, matter }) = (Names::default(), opened);
    let unit = match matter.state.unit() {
        Some(unit) => records.agency(unit).await?,
        None => None,
    };
    let rated_as = unit.as_ref().map(|unit| unit.kind);
    let people = people(records, opened).await?;
    let mut hearings = Vec::new();
    for hearing in records.hearings_of(matter.id).await? {
        if opened.is_told(hearing.starts_at) && opened.may_know_of(&hearing) {
            hearings.push(hearing_status(app, records, &mut names, (opened, &hearing), &people).await?);
        }
    }
    let (hearing_requests, asked_for) = hearing_requests(app, records, &mut names, opened).await?;
    let evaluations = records.evaluations(own.id).await?;
    let left = own.course.left_at.is_some();
    let can_evaluate = if left {
        Vec::new()
    } else {
        let replied_at = last_reply(&records.timeline(matter.id).await?);
        open_targets((matter, rated_as), &evaluations, replied_at)
    };
    let later = Later::of(records, opened).await?;
    let ended = ended_by(records, opened).await?;
    let may = Possible::of(opened, &people, asked_for);
    Ok(PetitionStatus {
        number: own.number.clone(),
        title: own.title.clone(),
        // That it was filed away is the house's own business.
        state: if left { StateName::Withdrawn } else { matter.state.ending().name() }.into(),
        category: own.category.into(),
        registered_at: own.registered_at.0,
        place_name: names.place(records, &own.place).await?,
        unit_name: unit.filter(|_| later.leaves(SENT)).map(|unit| unit.name),
        desk_name: names.agency(records, opened.desk()).await?,
        came: matter.arrival().filter(|hop| opened.is_told(hop.at)).map(CameView::of),
        next_due: matter
            .next_judged()
            .filter(|_| !left)
            .map(|clock| DueStatus { kind: clock.kind.into(), due: clock.due.0 }),
        can_evaluate,
        evaluations: evaluations.into_iter().map(EvaluationView::of).collect(),
        can_withdraw: may.withdraw,
        agents: agents(records, opened).await?,
        can_add_files: may.add_files,
        can_request_review: may.request_review,
        can_accept: may.accept,
        merged: opened.is_merged(),
        steps: steps(records, &mut names, opened).await?,
        opinion: matter.delivered_opinion().filter(|_| later.leaves(REPLIED)).cloned().map(OpinionView::of),
        review: review(records, &mut names, matter.course.review.as_ref().filter(|_| later.leaves(REVIEWED)))
            .await?,
        rereview: review(
            records,
            &mut names,
            ended.as_ref().or(matter.delivered_rereview().filter(|_| later.leaves(REREVIEWED))),
        )
        .await?,
        hearings,
        can_request_hearing: may.request_hearing,
        hearing_requests,
        documents: documents(records, opened).await?,
    })
}

/// The opinion of re-review that ended the matter before it was raised again (art. 36): to whom the records know as the same
/// person. To one by another name it is not shown: a code may be in other hands than the earlier opinion.
async fn ended_by(records: &mut dyn Records, opened: &Household) -> Result<Option<Review>, Problem> {
    let own = &opened.own;
    let PetitionState::NoLongerAccepted { earlier, .. } = own.state.ending() else { return Ok(None) };
    let Some(earlier) = records.petition(*earlier).await? else { return Ok(None) };
    let (own, there) = (records.parties(own.id).await?, records.parties(earlier.id).await?);
    let theirs = !earlier.is_sealed() && raised_before(&own, &there);
    Ok(earlier.course.rereview.filter(|_| theirs))
}

/// What they may do from here on.
#[derive(Default)]
struct Possible {
    withdraw: bool,
    add_files: bool,
    request_review: bool,
    accept: bool,
    request_hearing: bool,
}

impl Possible {
    /// `people`: those of theirs who are named; `asked_for`: a request for a hearing is under way.
    fn of(Household { own, matter }: &Household, people: &[Party], asked_for: bool) -> Self {
        if own.course.left_at.is_some() {
            return Self::default(); // who withdrew does nothing more in what goes on for others
        }
        let open = matter.state.is_open();
        let may = |kind| possible(matter.state.name(), kind);
        let asks = may(TransitionKind::RequestReview) || may(TransitionKind::RequestRereview);
        Self {
            withdraw: open && possible(own.state.name(), TransitionKind::Withdraw),
            add_files: open,
            request_review: asks && matter.category == Category::Appeal && !matter.asked_beyond(),
            accept: may(TransitionKind::Close) && !people.is_empty(),
            request_hearing: open && !asked_for,
        }
    }
}

/// Of their own petition, told by when they joined it.
async fn agents(records: &mut dyn Records, opened: &Household) -> Result<Vec<AgentStatus>, Problem> {
    let Household { own, matter } = opened;
    let mut agents = records.parties(own.id).await?;
    agents.retain(|party| party.kind == PartyKind::Agent);
    if agents.is_empty() || own.course.left_at.is_some() || !matter.state.is_open() {
        return Ok(Vec::new());
    }
    let timeline = records.timeline(own.id).await?;
    let joined = |party: &Party| {
        let (kind, person) = (EventKind::PetitionPartyAdded, party.id.to_string());
        let event = timeline
            .iter()
            .find(|chained| chained.event.kind == kind && chained.event.detail("person") == Some(&person));
        event.map_or(own.registered_at, |chained| chained.event.at)
    };
    Ok(agents.iter().map(|party| AgentStatus { id: party.id.0, since: joined(party).0 }).collect())
}

/// Their own petition, and what it goes on in.
fn petitions(opened: &Household) -> impl Iterator<Item = PetitionId> {
    std::iter::once(opened.own.id).chain(opened.is_merged().then_some(opened.matter.id))
}

async fn steps(
    records: &mut dyn Records,
    names: &mut Names,
    opened: &Household,
) -> Result<Vec<StepStatus>, Problem> {
    let mut steps = Vec::new();
    for id in petitions(opened) {
        for chained in records.timeline(id).await? {
            let event = &chained.event;
            // That somebody else left is not theirs to know; that they did is their receipt, and the last they are told.
            let own_leaving = id == opened.own.id && event.kind == EventKind::PetitionHouseholdLeft;
            if opened.is_told(event.at) && (own_leaving || rights::query_code_tells(event.kind)) {
                steps.push(step(records, names, &chained).await?);
            }
        }
    }
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

async fn documents(records: &mut dyn Records, opened: &Household) -> Result<Vec<NoticeStatus>, Problem> {
    let mut notices = Vec::new();
    for id in petitions(opened) {
        for document in records.documents(id).await? {
            if is_theirs(records, &document, opened).await? {
                notices.push(NoticeStatus::of(document));
            }
        }
    }
    Ok(notices)
}

/// Those they made or had made for them, and whether one is under way, whoever of the households made it.
async fn hearing_requests(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    opened: &Household,
) -> Result<(Vec<HearingRequestStatus>, bool), Problem> {
    let calendar = app.calendar(records).await?;
    let (mut theirs, mut asked_for) = (Vec::new(), false);
    for request in requests_of(records, opened).await? {
        asked_for |= request.petition == opened.matter.id && request.state.is_open();
        if request.is_of(opened.own.id) {
            theirs.push(request_status(records, names, request, &calendar).await?);
        }
    }
    Ok((theirs, asked_for))
}

fn open_targets(
    (matter, unit): (&Petition, Option<AgencyKind>),
    given: &[Evaluation],
    replied_at: Timestamp,
) -> Vec<EvaluationTargetText> {
    let open =
        |target: &EvaluationTarget| !given.iter().any(|one| one.target == *target && one.is_of(replied_at));
    let targets = EvaluationTarget::ALL.iter().copied().filter(open).map(EvaluationTargetText);
    if is_evaluable(matter, unit) { targets.collect() } else { Vec::new() }
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
    let agency = match chained.event.actor {
        Actor::Staff { agency, .. } => Some(agency),
        Actor::Seat(_) | Actor::Petitioner | Actor::System => None,
    };
    let to = chained.event.detail("bureau").and_then(|id| id.parse().ok()).map(AgencyId);
    Ok(StepStatus {
        kind: chained.event.kind.as_str().to_owned(),
        at: chained.event.at.0,
        agency_name: names.agency_if(records, agency).await?,
        to_name: names.agency_if(records, to).await?,
        due_after: chained.event.due_after.map(|due| due.0),
    })
}

async fn hearing_status(
    app: &AppState,
    records: &mut dyn Records,
    names: &mut Names,
    (opened, hearing): (&Household, &Hearing),
    people: &[Party],
) -> Result<HearingStatus, Problem> {
    let told = |at: Option<Timestamp>| at.is_some_and(|at| opened.is_told(at));
    let outcome = records.outcome(hearing.id).await?;
    let outcome_withdrawn = outcome.as_ref().is_some_and(|outcome| told(outcome.withdrawn_at));
    let outcome = match outcome.filter(|outcome| told(outcome.published_at)) {
        Some(outcome) => Some(outcome_status(records, names, outcome).await?),
        None => None,
    };
    let seats = people
        .first()
        .map(|petitioner| notice_receipts::seats_of(hearing, petitioner.id))
        .unwrap_or_default();
    let notices = records.hearing_notices(hearing.id).await?;
    let notice = notice_receipts::latest(&notices, &seats);
    Ok(HearingStatus {
        number: hearing.number.clone(),
        kind: hearing.kind.into(),
        title: hearing.title.clone(),
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        stage: hearing.stage.name().into(),
        notice: notice.map(|notice| notice_status(hearing, &notices, notice, app.world.now())),
        way_in: way_in(app, hearing, people),
        outcome,
        outcome_withdrawn,
    })
}

fn notice_status(
    hearing: &Hearing,
    notices: &[HearingNotice],
    last: &HearingNotice,
    now: Timestamp,
) -> HearingNoticeStatus {
    let (said, needs) = (hearing.said_by(notices, last.seat), needs_of(notices, last.seat));
    HearingNoticeStatus {
        kind: last.kind.into(),
        at: last.at.0,
        read_at: last.receipt.as_ref().map(|receipt| receipt.read_at.0),
        answer: said.map(|said| NoticeAnswerView::of(&said.answer)),
        answered_at: said.map(|said| said.at.0),
        language: needs.language.map(Into::into),
        interpreter: needs.interpreter,
        can_decline: hearing.is_ahead(now),
    }
}

/// None where nobody of them has a seat, or there is nothing to come to now.
fn way_in(app: &AppState, hearing: &Hearing, people: &[Party]) -> Option<WayInText> {
    if hearing.stage.name().is_vacant() {
        return None;
    }
    let way = hearing::way_in(hearing, people, None)?;
    Some(if app.config.notices.sms.is_some() { way.into() } else { WayInText::Office })
}

/// What kinds of files show that an item is done: how a file is called, or what it shows, may name others.
fn proof(item: &ActionItem, notes: &[Note], files: &[Attachment]) -> Vec<String> {
    let reported = |note: &&Note| note.item == item.id && note.step == ItemStepKind::Report;
    let done = matches!(item.state, ActionItemState::Done | ActionItemState::Closed);
    let Some(last) = notes.iter().rev().find(reported).filter(|_| done) else { return Vec::new() };
    let went = files.iter().filter(|file| last.files.contains(&file.id));
    went.map(|file| file.media_type.clone()).collect()
}

async fn outcome_status(
    records: &mut dyn Records,
    names: &mut Names,
    outcome: Outcome,
) -> Result<OutcomeStatus, Problem> {
    let notes = records.item_notes(outcome.petition).await?;
    let files = records.attachments(outcome.petition).await?;
    let mut items = Vec::new();
    for item in outcome.items {
        items.push(ActionItemStatus {
            proof: proof(&item, &notes, &files),
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
