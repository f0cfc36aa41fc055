//! What may be done to a petition; `table` says from where. Numbers such as P3 are those of docs/rules.md 3.2.

use super::{
    Category, ContentClass, DeliveryWay, Finding, LegalWay, NonAcceptance, Opinion, Petition, ProofWay,
    ReopenGround, Retention, ReturnKind, Routing, SamePerson, UndoGround,
};
use crate::domain::{
    Timestamp,
    ids::{HearingId, StaffId},
    jurisdiction::{Agency, DivisionCode, NextHigher},
    named,
    people::Staff,
};
use time::Date;
use uuid::Uuid;

/// What may be done to a petition. Ids are resolved before: a unit, person or petition that does not exist
/// cannot be named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// P3, with a correction of what was filed.
    StartScreening { category: Option<Category>, content_class: Option<ContentClass> },
    /// P4: it is of another category, or of another class, than was thought. To a report it goes wherever it is; from one it goes
    /// by unsealing only.
    Reclassify { category: Option<Category>, content_class: Option<ContentClass>, reason: String },
    /// P2; `same_person`: its petitioner had raised the matter in `lead` already (重复信访).
    Merge { lead: Box<Petition>, same_person: bool },
    /// P4.
    Divert { way: LegalWay, organ: Agency, reason: String },
    /// P4: the organ it was diverted to gives it back.
    ReturnDiverted { reason: String },
    /// P5; `ordered_until` goes with an assignment (交办) and with nothing else.
    Route { how: Routing, unit: Agency, ordered_until: Option<Date> },
    /// P5: to the petition bureau of a division below `was`, where the one that has it belongs; `share`: its days.
    HandDown {
        how: Routing,
        bureau: Agency,
        was: DivisionCode,
        ordered_until: Option<Date>,
        share: u16,
        by: StaffId,
    },
    /// P5: to the bureau it came from.
    GiveBack { to: Agency, share: u16, reason: String, by: StaffId },
    /// P6; `elsewhere`, which is being handled already, goes with the ground that says so and with no other.
    RefuseAcceptance { ground: NonAcceptance, elsewhere: Option<Box<Petition>>, reason: String },
    /// P6: the same facts and reasons as `earlier`, which re-review ended; its petitioner had that opinion on `received_on`,
    /// if it is known. `same`: its petitioner is this one's.
    RefuseRepeated {
        earlier: Box<Petition>,
        received_on: Option<Date>,
        same: Option<SamePerson>,
        reason: String,
    },
    /// P7.
    Object { reason: String },
    /// P8: the unit keeps it.
    RefuseObjection { reason: String },
    /// P8: another unit gets it.
    Reroute { how: Routing, unit: Agency, ordered_until: Option<Date>, reason: String },
    /// P8: the unit is right, and the bureau screens it again.
    TakeBack { reason: String },
    /// P8: the common superior says who is competent (art. 24); `was` is where the unit that objects belongs.
    RuleCompetence { unit: Agency, ruled_by: Agency, was: DivisionCode, reason: String },
    /// P9.
    Accept,
    /// P10; again to change hands.
    AssignHandler { handler: Staff },
    /// P10: who has a direct interest keeps away (art. 28).
    Recuse { staff: StaffId, reason: String },
    /// P11.
    Extend { days: u16, reason: String },
    /// P12; again while it waits for approval, to correct the draft.
    DraftReply(Opinion),
    /// P13: the first of two approvals.
    ApproveReply { by: StaffId },
    /// P14.
    ReturnReply { how: ReturnKind, reason: String },
    /// P13: the last approval and the delivery. `two_stage`: the house wants another's approval before.
    DeliverReply { delivery: Delivery, by: StaffId, two_stage: bool },
    /// P13, P16: when what was sent out arrived; `reason` where another day was on record.
    RecordReceipt { received_on: Date, reason: Option<String> },
    /// P15. No `organ`: none of this system is above.
    RequestReview { organ: Option<Agency>, above: NextHigher, reason: String },
    /// P16.
    StartReview,
    /// P16; `redo_until` goes with a revoked opinion and with no other.
    DecideReview { finding: Finding, text: String, delivery: Delivery, redo_until: Option<Date> },
    /// P17.
    RequestRereview { organ: Option<Agency>, above: NextHigher, reason: String },
    /// P17.
    StartRereview,
    /// P17: a formal hearing (听证) of it is ahead or being held. `in_handling`: a local rule lets a hearing stop the sixty days
    /// too.
    PauseClock { hearing: HearingId, reason: String, in_handling: bool },
    /// P17: the hearing is over.
    ResumeClock,
    /// P17; `redo_until` as of a review.
    DecideRereview { finding: Finding, text: String, redo_until: Option<Date> },
    /// P18; `accepted` is what lets staff close while review may still be asked for.
    Close { reason: String, accepted: Option<Proof> },
    /// P19.
    Terminate { delivery: Delivery },
    /// P20; `together`: other households are in it, or it is in with others, and it goes on for them. `proof` is what staff
    /// record it by.
    Withdraw { reason: String, together: bool, proof: Option<Proof> },
    /// P21.
    Reopen { ground: ReopenGround, reason: String },
    /// P21: an end without an opinion was wrong.
    Undo { ground: UndoGround, reason: String },
    /// P22.
    Archive { retention: Retention },
    /// P4: whom a report accuses; nobody of the house if both are empty.
    NameAccused { agencies: Vec<Agency>, staff: Vec<Staff>, reason: String },
    /// P4: it was sealed by mistake, and is an appeal or a suggestion.
    ProposeUnsealing { category: Category, reason: String, by: StaffId },
    /// P4: another person takes the wall down.
    Unseal { by: StaffId },
    /// P4: it stays a report.
    RefuseUnsealing { reason: String },
}

/// How a document went to the petitioner. Windows run from its receipt; where sending is not receiving and
/// no day is known yet, it is recorded when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    pub way: DeliveryWay,
    pub received_on: Option<Date>,
}

impl Delivery {
    /// Handed over, now.
    pub const IN_PERSON: Self = Self { way: DeliveryWay::InPerson, received_on: None };
}

/// What shows that the petitioner accepted a reply or withdrew, as staff have it on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    pub way: ProofWay,
    /// The file that was signed, or the hearing.
    pub paper: Uuid,
    /// When the file was added, or the hearing closed.
    pub at: Timestamp,
}

/// The one list of transitions, each with its stable text: handed to a macro that says something about all of them.
macro_rules! each_transition {
    ($with:ident) => {
        $with! {
            StartScreening = "start_screening",
            Reclassify = "reclassify",
            Merge = "merge",
            Divert = "divert",
            ReturnDiverted = "return_diverted",
            Route = "route",
            HandDown = "hand_down",
            GiveBack = "give_back",
            RefuseAcceptance = "refuse_acceptance",
            RefuseRepeated = "refuse_repeated",
            Object = "object",
            RefuseObjection = "refuse_objection",
            Reroute = "reroute",
            TakeBack = "take_back",
            RuleCompetence = "rule_competence",
            Accept = "accept",
            AssignHandler = "assign_handler",
            Recuse = "recuse",
            Extend = "extend",
            DraftReply = "draft_reply",
            ApproveReply = "approve_reply",
            ReturnReply = "return_reply",
            DeliverReply = "deliver_reply",
            RecordReceipt = "record_receipt",
            RequestReview = "request_review",
            StartReview = "start_review",
            DecideReview = "decide_review",
            RequestRereview = "request_rereview",
            StartRereview = "start_rereview",
            PauseClock = "pause_clock",
            ResumeClock = "resume_clock",
            DecideRereview = "decide_rereview",
            Close = "close",
            Terminate = "terminate",
            Withdraw = "withdraw",
            Reopen = "reopen",
            Undo = "undo",
            Archive = "archive",
            NameAccused = "name_accused",
            ProposeUnsealing = "propose_unsealing",
            Unseal = "unseal",
            RefuseUnsealing = "refuse_unsealing",
        }
    };
}
pub(crate) use each_transition;

macro_rules! kinds {
    ($($name:ident = $text:literal),+ $(,)?) => {
        named!(
            /// The bare name of a transition.
            pub enum TransitionKind { $($name = $text),+ }
        );

        impl Transition {
            #[must_use]
            pub const fn kind(&self) -> TransitionKind {
                match self { $(Self::$name { .. } => TransitionKind::$name),+ }
            }
        }
    };
}
each_transition!(kinds);

impl TransitionKind {
    /// Whether it may be taken for many petitions in one go: it says nothing about the one that was not said of all.
    #[must_use]
    pub const fn fits_many(self) -> bool {
        matches!(
            self,
            Self::StartScreening
                | Self::Merge
                | Self::Route
                | Self::HandDown
                | Self::AssignHandler
                | Self::Archive
        )
    }
}
