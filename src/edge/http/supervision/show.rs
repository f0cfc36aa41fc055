//! `GET /api/petitions/{id}/supervision`: demands, evaluations, call backs, action items.

use super::papers;
use crate::{
    domain::{
        Timestamp,
        hearing::{ActionItem, ActionItemState},
        ids::{AgencyId, HearingId, PetitionId},
        petition::Petition,
        rights::{
            Official, PetitionField, Shown, may_answer, may_call_back, may_demand, may_lift,
            may_take_item_step, works_for,
        },
        supervision::{Answer, Demand, ItemClock, ItemStepKind, Note, Returned, is_answered, item_after},
    },
    edge::{
        AppState,
        access::{self, SeenPetition},
        extract::{Json, Path},
        names::Names,
        problem::Problem,
        session::SignedIn,
        views::{
            ActionItemView, AnswerView, CallBackView, Day, DemandFrame, DemandView, EvaluationView,
            ItemStepKindText, LiftedView, NoteView, OrderedItemView, ReturnedView, SupervisionView, item_tag,
        },
    },
    storage::{OrderedItem, Records},
};
use axum::extract::State;
use uuid::Uuid;

/// Demands, evaluations, call backs and action items of a petition.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/petitions/{id}/supervision",
    operation_id = "supervision_show",
    tag = "supervision",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = SupervisionView), Problem),
)]
pub async fn show(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<SupervisionView>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::petition(records.as_mut(), &me, PetitionId(id)).await?;
    of(&app, records.as_mut(), &me, &seen).await.map(Json)
}

pub async fn of(
    app: &AppState,
    records: &mut dyn Records,
    me: &Official,
    seen: &SeenPetition,
) -> Result<SupervisionView, Problem> {
    let petition = &seen.petition;
    let (mut names, mut view) = (Names::default(), SupervisionView::empty(me, petition));
    let fields = seen.fields(me);
    let notes = fields.shown(PetitionField::Notes) == Shown::Full;
    let showing = Showing { app, me, petition, opens: true };
    // Whom it was sent to, and who sent it, has it by that.
    let concerns_me = |demand: &Demand| works_for(me, demand.by) || works_for(me, demand.to);
    // What a desk demanded behind the wall may name whom the report seemed to accuse (art. 30).
    let told =
        |demand: &Demand| concerns_me(demand) || (notes && !petition.was_behind_the_wall(demand.made_at));
    for found in records.demands_of(petition.id).await?.into_iter().filter(told) {
        view.demands.push(demand(records, &mut names, showing, found).await?);
    }
    for mut evaluation in records.evaluations(petition.id).await? {
        evaluation.comment = fields.text(PetitionField::Notes, evaluation.comment);
        view.evaluations.push(EvaluationView::of(evaluation));
    }
    for mut call in fields.all(PetitionField::Notes, records.call_backs(petition.id).await?) {
        if petition.was_behind_the_wall(call.at) {
            call.note.clear();
        }
        let by = names.staff(records, call.by).await?;
        view.call_backs.push(CallBackView::of(call, by));
    }
    for (_, item) in records.action_items(petition.id).await? {
        let Some(ordered) = records.ordered_item(item.id).await? else { continue };
        view.items.push(item_view(records, &mut names, showing, ordered).await?);
    }
    // What an organ noted of its own item is its own.
    let theirs =
        |item| view.items.iter().any(|one| one.item.id == item && works_for(me, AgencyId(one.item.agency)));
    let kept = |item| view.items.iter().any(|one| one.item.id == item && one.item.content.is_none());
    let was_sealed = |note: &Note| kept(note.item.0) && petition.was_behind_the_wall(note.at);
    let told = |note: &Note| theirs(note.item.0) || (notes && !was_sealed(note));
    let noted: Vec<_> = records.item_notes(petition.id).await?.into_iter().filter(told).collect();
    for note in noted {
        let organ =
            view.items.iter().find(|one| one.item.id == note.item.0).map(|one| AgencyId(one.item.agency));
        let Some(organ) = organ else { continue };
        view.notes.push(note_view(records, &mut names, showing, (organ, note)).await?);
    }
    Ok(view)
}

impl SupervisionView {
    fn empty(me: &Official, petition: &Petition) -> Self {
        Self {
            demands: Vec::new(),
            evaluations: Vec::new(),
            call_backs: Vec::new(),
            items: Vec::new(),
            notes: Vec::new(),
            may_demand: may_demand(me, petition),
            may_call_back: may_call_back(me, petition) && is_answered(petition),
        }
    }
}

/// Whom something of a petition is shown.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    pub app: &'a AppState,
    pub me: &'a Official,
    pub petition: &'a Petition,
    /// Whether they may open the petition.
    pub opens: bool,
}

pub async fn demand(
    records: &mut dyn Records,
    names: &mut Names,
    showing: Showing<'_>,
    demand: Demand,
) -> Result<DemandView, Problem> {
    let answer = match demand.state.answer().cloned() {
        Some(answer) => Some(answer_view(records, names, showing, (demand.to, answer)).await?),
        None => None,
    };
    let mut earlier = Vec::new();
    for Returned { answer, reason, at } in demand.earlier.clone() {
        let answer = answer_view(records, names, showing, (demand.to, answer)).await?;
        earlier.push(ReturnedView { answer, returned: LiftedView { reason, at: at.0 } });
    }
    let Showing { app, me, petition, opens } = showing;
    let frame = DemandFrame {
        petition_number: petition.number.clone(),
        petition: opens.then_some(demand.petition.0),
        by_name: names.agency(records, demand.by).await?,
        to_name: names.agency(records, demand.to).await?,
        answer,
        earlier,
        may_answer: may_answer(me, &demand, petition),
        may_lift: may_lift(me, &demand, petition),
    };
    Ok(DemandView::of(demand, frame, app.world.now()))
}

async fn answer_view(
    records: &mut dyn Records,
    names: &mut Names,
    Showing { me, petition, .. }: Showing<'_>,
    (organ, answer): (AgencyId, Answer),
) -> Result<AnswerView, Problem> {
    let by_name = names.staff(records, answer.by).await?;
    let files = papers::shown(records, me, petition, (organ, answer.files.as_slice())).await?;
    Ok(AnswerView::of(answer, by_name, files))
}

async fn note_view(
    records: &mut dyn Records,
    names: &mut Names,
    Showing { me, petition, .. }: Showing<'_>,
    (organ, note): (AgencyId, Note),
) -> Result<NoteView, Problem> {
    let by_name = names.staff(records, note.by).await?;
    let files = papers::shown(records, me, petition, (organ, note.files.as_slice())).await?;
    Ok(NoteView::of(note, by_name, files))
}

pub async fn item_view(
    records: &mut dyn Records,
    names: &mut Names,
    showing: Showing<'_>,
    ordered: OrderedItem,
) -> Result<OrderedItemView, Problem> {
    let Showing { app, me, petition, opens } = showing;
    let may = steps(me, &ordered.item, petition);
    let notes = records.item_notes(petition.id).await?;
    let tag = item_tag(&ordered.item, &notes);
    let clock = ItemClock::of(&ordered.item, ordered.ordered_at, &notes);
    let calendar = app.calendar(records).await?;
    let (now, decide_by) = (app.world.now(), clock.decide_by(&calendar));
    let item = item_of(records, names, me, petition, (ordered.hearing, ordered.item.clone())).await?;
    let judges = may.iter().any(|step| step.0 == ItemStepKind::SendBack);
    let told = item.content.is_some() && (judges || works_for(me, ordered.item.agency));
    let report = if told { reported(records, names, showing, (&ordered.item, notes)).await? } else { None };
    Ok(OrderedItemView {
        item,
        report,
        petition_number: ordered.petition_number,
        petition: opens.then_some(ordered.petition.0),
        last_day: Day(clock.last_day),
        overdue: clock.is_overdue(now),
        decide_by: decide_by.map(Day),
        undecided: decide_by.is_some_and(|day| Timestamp::end_of(day) < now),
        may,
        tag,
    })
}

/// What the organ handed in last, or why it declined, while the bureau has yet to judge it.
async fn reported(
    records: &mut dyn Records,
    names: &mut Names,
    showing: Showing<'_>,
    (item, mut notes): (&ActionItem, Vec<Note>),
) -> Result<Option<NoteView>, Problem> {
    let step = match item.state {
        ActionItemState::Done => ItemStepKind::Report,
        ActionItemState::Declined => ItemStepKind::Decline,
        _ => return Ok(None),
    };
    notes.retain(|note| note.item == item.id && note.step == step);
    let Some(note) = notes.pop() else { return Ok(None) };
    note_view(records, names, showing, (item.agency, note)).await.map(Some)
}

/// What was ordered in a hearing. Of one that stays behind the wall others than the organ that does it learn that there is
/// something to be done, and until when.
pub async fn item_of(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    petition: &Petition,
    (hearing, item): (HearingId, ActionItem),
) -> Result<ActionItemView, Problem> {
    let agency_name = names.agency(records, item.agency).await?;
    let told = works_for(me, item.agency) || !access::came_from_kept(records, me, hearing, petition).await?;
    let view = ActionItemView::of(hearing, item, agency_name);
    Ok(ActionItemView { content: view.content.filter(|_| told), ..view })
}

/// Those that its state and the person's place allow.
fn steps(me: &Official, item: &ActionItem, petition: &Petition) -> Vec<ItemStepKindText> {
    let allowed = |kind: &ItemStepKind| {
        may_take_item_step(me, *kind, item, petition) && item_after(item.state, *kind).is_some()
    };
    ItemStepKind::ALL.iter().copied().filter(allowed).map(ItemStepKindText).collect()
}
