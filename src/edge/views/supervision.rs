//! JSON of supervision: orders, recommendations, completion reports, evaluations and action items.

use super::{
    ActionItemView, Day, DemandKindText, EvaluationTargetText, ItemStepKindText, SatisfactionLevelText,
    WayText,
};
use crate::{
    domain::{
        Timestamp,
        hearing::ActionItem,
        petition::Attachment,
        supervision::{Answer, CallBack, Demand, DemandKind, DemandState, Evaluation, Note, Returned},
    },
    edge::etag,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A supervision order, a recommendation, or the completion report of an assignment.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemandView {
    pub id: Uuid,
    pub kind: DemandKindText,
    pub way: WayText,
    pub petition_number: String,
    /// Left out where the reader may not open the petition.
    pub petition: Option<Uuid>,
    pub by_name: String,
    pub to_name: String,
    pub text: String,
    pub answer_by: Option<Day>,
    pub made_at: i64,
    pub overdue: bool,
    pub answer: Option<AnswerView>,
    /// Of a completion report that was sent back.
    pub returned: Option<LiftedView>,
    /// Completion reports sent back before that, oldest first.
    pub earlier: Vec<ReturnedView>,
    pub lifted: Option<LiftedView>,
    pub may_answer: bool,
    /// Send a completion report back.
    pub may_return: bool,
    pub may_lift: bool,
    /// Of where it stands: `If-Match` of an answer, a report, its return and its lifting.
    pub tag: String,
}

/// A page may have fewer rows than asked for and yet be followed by another.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemandList {
    pub rows: Vec<DemandView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    pub text: String,
    /// Of a recommendation.
    pub adopted: Option<bool>,
    pub files: Vec<PaperView>,
    pub by_name: String,
    pub at: i64,
}

/// A file that went with an answer or a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperView {
    /// Left out where the reader may not open it, and it is none that their organ brought and may send again.
    pub id: Option<Uuid>,
    /// The reader may open it.
    pub opens: bool,
    pub name: String,
    pub media_type: String,
    pub size: u64,
}

/// A completion report that was sent back, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnedView {
    pub answer: AnswerView,
    pub returned: LiftedView,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LiftedView {
    pub reason: String,
    pub at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationView {
    pub target: EvaluationTargetText,
    pub level: SatisfactionLevelText,
    pub comment: Option<String>,
    pub at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CallBackView {
    pub by_name: String,
    pub at: i64,
    /// None: nobody was reached.
    pub level: Option<SatisfactionLevelText>,
    pub note: String,
}

/// What is written down of a step of an action item.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    pub item: Uuid,
    pub step: ItemStepKindText,
    pub text: String,
    pub files: Vec<PaperView>,
    pub by_name: String,
    pub at: i64,
}

/// An action item on somebody's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderedItemView {
    #[serde(flatten)]
    pub item: ActionItemView,
    /// Of one that is done, what its organ reported; of one that is declined, why: for that organ and for whoever judges it.
    pub report: Option<NoteView>,
    pub petition_number: String,
    /// Left out where the reader may not open the petition.
    pub petition: Option<Uuid>,
    /// Until when it is done in time: its deadline, or later where it was ordered after that, or where it was declined and the
    /// bureau took days to send it back.
    pub last_day: Day,
    /// Its organ has neither done nor declined it by then.
    pub overdue: bool,
    /// It is declined, and the bureau sends it back or lifts it until this day.
    pub decide_by: Option<Day>,
    /// That day is over.
    pub undecided: bool,
    /// Steps I may take now.
    pub may: Vec<ItemStepKindText>,
    /// Of where it stands: `If-Match` of the next step.
    pub tag: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OrderedItemList {
    pub rows: Vec<OrderedItemView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// What a petition's page shows of supervision and evaluation.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupervisionView {
    pub demands: Vec<DemandView>,
    pub evaluations: Vec<EvaluationView>,
    pub call_backs: Vec<CallBackView>,
    pub items: Vec<OrderedItemView>,
    pub notes: Vec<NoteView>,
    pub may_demand: bool,
    pub may_call_back: bool,
}

/// The tag of where an action item stands. Every step leaves a note, so that what was sent back and reported anew has another.
#[must_use]
pub fn item_tag(item: &ActionItem, notes: &[Note]) -> String {
    let steps = notes.iter().filter(|note| note.item == item.id).count();
    etag::of_parts([item.state.as_str(), &steps.to_string()])
}

/// The tag of where a demand stands; a report made anew has another than the one that was sent back.
#[must_use]
pub fn demand_tag(demand: &Demand) -> String {
    let state = match &demand.state {
        DemandState::Open => "open",
        DemandState::Answered(_) => "answered",
        DemandState::Returned(_) => "returned",
        DemandState::Lifted { .. } => "lifted",
    };
    etag::of_parts([state, &demand.earlier.len().to_string()])
}

impl EvaluationView {
    pub fn of(evaluation: Evaluation) -> Self {
        Self {
            target: evaluation.target.into(),
            level: evaluation.level.into(),
            comment: evaluation.comment,
            at: evaluation.at.0,
        }
    }
}

impl AnswerView {
    pub fn of(answer: Answer, by_name: String, files: Vec<PaperView>) -> Self {
        Self { text: answer.text, adopted: answer.adopted, files, by_name, at: answer.at.0 }
    }
}

impl PaperView {
    pub fn of(file: Attachment, opens: bool, brought: bool) -> Self {
        let id = (opens || brought).then_some(file.id.0);
        Self { id, opens, name: file.name, media_type: file.media_type, size: file.size }
    }
}

impl CallBackView {
    pub fn of(call: CallBack, by_name: String) -> Self {
        Self { by_name, at: call.at.0, level: call.level.map(Into::into), note: call.note }
    }
}

impl NoteView {
    pub fn of(note: Note, by_name: String, files: Vec<PaperView>) -> Self {
        Self { item: note.item.0, step: note.step.into(), text: note.text, files, by_name, at: note.at.0 }
    }
}

/// Names, answers and rights that a demand is shown with.
#[derive(Debug)]
pub struct DemandFrame {
    pub petition_number: String,
    pub petition: Option<Uuid>,
    pub by_name: String,
    pub to_name: String,
    pub answer: Option<AnswerView>,
    pub earlier: Vec<ReturnedView>,
    pub may_answer: bool,
    pub may_lift: bool,
}

impl DemandView {
    pub fn of(demand: Demand, frame: DemandFrame, now: Timestamp) -> Self {
        let (overdue, tag) = (demand.is_overdue(now), demand_tag(&demand));
        let (owed, lifted) = (demand.state.is_owed(), demand.state.is_lifted());
        let filed = demand.kind == DemandKind::Completion && matches!(demand.state, DemandState::Answered(_));
        Self {
            id: demand.id.0,
            kind: demand.kind.into(),
            way: demand.way.into(),
            petition_number: frame.petition_number,
            petition: frame.petition,
            by_name: frame.by_name,
            to_name: frame.to_name,
            text: demand.text,
            answer_by: demand.answer_by.map(Day),
            made_at: demand.made_at.0,
            overdue,
            answer: frame.answer,
            returned: match &demand.state {
                DemandState::Returned(Returned { reason, at, .. }) => {
                    Some(LiftedView { reason: reason.clone(), at: at.0 })
                }
                DemandState::Open | DemandState::Answered(_) | DemandState::Lifted { .. } => None,
            },
            earlier: frame.earlier,
            lifted: match demand.state {
                DemandState::Lifted { reason, at, .. } => Some(LiftedView { reason, at: at.0 }),
                DemandState::Open | DemandState::Answered(_) | DemandState::Returned(_) => None,
            },
            may_answer: frame.may_answer && owed,
            may_return: frame.may_lift && filed,
            may_lift: frame.may_lift && !lifted,
            tag,
        }
    }
}
