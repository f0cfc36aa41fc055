//! The body of a transition.

use crate::edge::views::{
    CategoryText, ContentClassText, Day, DeliveryWayText, FindingText, LegalWayText, NonAcceptanceText,
    OpinionResultText, ProofWayText, ReopenGroundText, RetentionText, ReturnKindText, RoutingText,
    SamePersonText, UndoGroundText,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = Transition)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TransitionBody {
    StartScreening {
        #[serde(default)]
        category: Option<CategoryText>,
        #[serde(default)]
        content_class: Option<ContentClassText>,
        /// Number of a closed petition of the same person whose matter this one raises again (重复信访).
        #[serde(default)]
        again_of: Option<String>,
    },
    /// Of another category or class than was thought: by the bureau that has it, while it screens it or a unit objects. To
    /// `report`, from wherever it is until it is answered; from `report`, see `propose_unsealing`.
    Reclassify {
        #[serde(default)]
        category: Option<CategoryText>,
        #[serde(default)]
        content_class: Option<ContentClassText>,
        reason: String,
    },
    Merge {
        /// Number of the petition it goes on in.
        lead: String,
    },
    Divert {
        way: LegalWayText,
        organ: Uuid,
        reason: String,
    },
    ReturnDiverted {
        reason: String,
    },
    Route {
        how: RoutingText,
        unit: Uuid,
        /// Assignments only: the deadline ordered.
        #[serde(default)]
        ordered_until: Option<Day>,
        /// Needed where re-review ended a matter of the same person with a like title, or one of the same category is being
        /// handled: why this one is taken up.
        #[serde(default)]
        reason: Option<String>,
    },
    /// To the petition bureau of a division below, in which the matter lies.
    HandDown {
        how: RoutingText,
        bureau: Uuid,
        /// Assignments only: until when the completion report is wanted.
        #[serde(default)]
        ordered_until: Option<Day>,
    },
    /// To the bureau that handed it down, within 5 working days, once.
    GiveBack {
        reason: String,
    },
    RefuseAcceptance {
        ground: NonAcceptanceText,
        /// Number of the petition that is being handled already: needed with `pending_elsewhere`, and with no other ground.
        #[serde(default)]
        elsewhere: Option<String>,
        reason: String,
    },
    RefuseRepeated {
        /// Number of the petition with the same facts and reasons that re-review ended.
        earlier: String,
        /// `other_name`: of the same person, though the records do not tell; the reason says how that is known.
        #[serde(default)]
        same_person: Option<SamePersonText>,
        reason: String,
    },
    Object {
        reason: String,
    },
    RefuseObjection {
        reason: String,
    },
    Reroute {
        how: RoutingText,
        unit: Uuid,
        #[serde(default)]
        ordered_until: Option<Day>,
        reason: String,
    },
    /// The unit's objection is right: the bureau that sent it screens it again.
    TakeBack {
        reason: String,
    },
    RuleCompetence {
        unit: Uuid,
        reason: String,
    },
    Accept {
        /// Needed as in `route`.
        #[serde(default)]
        reason: Option<String>,
    },
    AssignHandler {
        handler: Uuid,
    },
    Recuse {
        staff: Uuid,
        reason: String,
    },
    Extend {
        /// 1 to 30.
        days: u16,
        reason: String,
    },
    DraftReply {
        /// Of a suggestion adopted, partly_adopted, not_adopted or explain; of all else support, explain or reject.
        result: OpinionResultText,
        /// Request, facts, reasons, opinion: 10 to 10,000 characters.
        text: String,
        /// The laws, rules or policies it rests on (依据): 4 to 2,000 characters. Of a suggestion it may be left out.
        #[serde(default)]
        basis: String,
    },
    ApproveReply {},
    ReturnReply {
        how: ReturnKindText,
        /// 10 to 500 characters.
        reason: String,
    },
    DeliverReply {
        /// Handed over if left out.
        #[serde(default)]
        way: Option<DeliveryWayText>,
        /// Today, or unknown yet, if left out.
        #[serde(default)]
        received_on: Option<Day>,
    },
    RecordReceipt {
        /// A day from when it went out until today.
        received_on: Day,
        /// Needed where another day is on record already: why this is the right one.
        #[serde(default)]
        reason: Option<String>,
    },
    RequestReview {
        /// The next higher organ: of the nearest level above that has a petition bureau, or nearer; that bureau if left out.
        #[serde(default)]
        organ: Option<Uuid>,
        reason: String,
    },
    StartReview {},
    DecideReview {
        finding: FindingText,
        text: String,
        /// Of a revoked opinion only: by when the unit makes it anew, within sixty days.
        #[serde(default)]
        redo_until: Option<Day>,
        #[serde(default)]
        way: Option<DeliveryWayText>,
        #[serde(default)]
        received_on: Option<Day>,
    },
    RequestRereview {
        #[serde(default)]
        organ: Option<Uuid>,
        reason: String,
    },
    StartRereview {},
    PauseClock {
        /// The formal hearing of the petition that it is paused for, ahead or being held.
        hearing: Uuid,
        reason: String,
        /// Until when it is expected to last: a day from today on, 90 days ahead at most; 15 days if left out.
        #[serde(default)]
        expected_until: Option<Day>,
    },
    ResumeClock {},
    DecideRereview {
        finding: FindingText,
        text: String,
        #[serde(default)]
        redo_until: Option<Day>,
    },
    Close {
        reason: String,
        /// Needed of an appeal while review may still be asked for.
        #[serde(default)]
        accepted: Option<ProofBody>,
    },
    Terminate {
        #[serde(default)]
        way: Option<DeliveryWayText>,
        #[serde(default)]
        received_on: Option<Day>,
    },
    Withdraw {
        reason: String,
        /// Needed at the desk: what shows that the petitioner withdrew.
        #[serde(default)]
        proof: Option<ProofBody>,
    },
    Reopen {
        ground: ReopenGroundText,
        reason: String,
    },
    Undo {
        ground: UndoGroundText,
        reason: String,
    },
    Archive {
        retention: RetentionText,
    },
    /// Whom a report accuses; nobody of this system if both lists are empty.
    NameAccused {
        #[serde(default)]
        agencies: Vec<Uuid>,
        /// Their organs are barred with them.
        #[serde(default)]
        staff: Vec<Uuid>,
        reason: String,
    },
    /// It was sealed by mistake, and is this; another person of a discipline desk decides.
    ProposeUnsealing {
        category: CategoryText,
        reason: String,
    },
    Unseal {},
    RefuseUnsealing {
        reason: String,
    },
}

/// What shows that the petitioner accepted a reply or withdrew.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = Proof)]
#[serde(deny_unknown_fields)]
pub struct ProofBody {
    pub(super) how: ProofWayText,
    /// The file of the petition that was signed, or its hearing whose minutes say it.
    pub(super) paper: Uuid,
}
