//! What may be asked of a petition.

use super::resolving::Resolving;
use crate::{
    domain::{
        Timestamp,
        petition::{Delivery, LONGEST_PAUSE, Opinion, Transition, TransitionKind},
    },
    edge::{
        problem::Problem,
        views::{
            AcceptanceWayText, CategoryText, ContentClassText, Day, DeliveryWayText, FindingText,
            LegalWayText, NonAcceptanceText, OpinionResultText, ReopenGroundText, RetentionText,
            ReturnKindText, RoutingText, UndoGroundText,
        },
    },
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = Transition)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransitionBody {
    StartScreening {
        #[serde(default)]
        category: Option<CategoryText>,
        #[serde(default)]
        content_class: Option<ContentClassText>,
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
    RuleCompetence {
        unit: Uuid,
        reason: String,
    },
    Accept {},
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
        result: OpinionResultText,
        text: String,
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
        received_on: Day,
    },
    RequestReview {
        /// The bureau of the next higher level if left out.
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
        accepted: Option<AcceptanceBody>,
    },
    Terminate {
        #[serde(default)]
        way: Option<DeliveryWayText>,
        #[serde(default)]
        received_on: Option<Day>,
    },
    Withdraw {
        reason: String,
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

/// How the petitioner accepted a reply.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = Acceptance)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceBody {
    pub(super) how: AcceptanceWayText,
    /// The file of the petition that was signed, or its hearing.
    pub(super) paper: Uuid,
}

impl TransitionBody {
    /// Of a pause: the day it is expected to last to, if it was named.
    pub fn pause_until(&self, now: Timestamp) -> Result<Option<Day>, Problem> {
        let Self::PauseClock { expected_until: Some(day), .. } = self else { return Ok(None) };
        let today = now.local_date();
        if (today..=today.saturating_add(LONGEST_PAUSE)).contains(&day.0) {
            return Ok(Some(*day));
        }
        Err(Problem::field("expected_until", "A day from today on, 90 days ahead at most"))
    }

    pub const fn kind(&self) -> TransitionKind {
        use TransitionKind as K;
        match self {
            Self::StartScreening { .. } => K::StartScreening,
            Self::Merge { .. } => K::Merge,
            Self::Divert { .. } => K::Divert,
            Self::ReturnDiverted { .. } => K::ReturnDiverted,
            Self::Route { .. } => K::Route,
            Self::HandDown { .. } => K::HandDown,
            Self::GiveBack { .. } => K::GiveBack,
            Self::RefuseAcceptance { .. } => K::RefuseAcceptance,
            Self::RefuseRepeated { .. } => K::RefuseRepeated,
            Self::Object { .. } => K::Object,
            Self::RefuseObjection { .. } => K::RefuseObjection,
            Self::Reroute { .. } => K::Reroute,
            Self::RuleCompetence { .. } => K::RuleCompetence,
            Self::Accept {} => K::Accept,
            Self::AssignHandler { .. } => K::AssignHandler,
            Self::Recuse { .. } => K::Recuse,
            Self::Extend { .. } => K::Extend,
            Self::DraftReply { .. } => K::DraftReply,
            Self::ApproveReply {} => K::ApproveReply,
            Self::ReturnReply { .. } => K::ReturnReply,
            Self::DeliverReply { .. } => K::DeliverReply,
            Self::RecordReceipt { .. } => K::RecordReceipt,
            Self::RequestReview { .. } => K::RequestReview,
            Self::StartReview {} => K::StartReview,
            Self::DecideReview { .. } => K::DecideReview,
            Self::RequestRereview { .. } => K::RequestRereview,
            Self::StartRereview {} => K::StartRereview,
            Self::PauseClock { .. } => K::PauseClock,
            Self::ResumeClock {} => K::ResumeClock,
            Self::DecideRereview { .. } => K::DecideRereview,
            Self::Close { .. } => K::Close,
            Self::Terminate { .. } => K::Terminate,
            Self::Withdraw { .. } => K::Withdraw,
            Self::Reopen { .. } => K::Reopen,
            Self::Undo { .. } => K::Undo,
            Self::Archive { .. } => K::Archive,
            Self::NameAccused { .. } => K::NameAccused,
            Self::ProposeUnsealing { .. } => K::ProposeUnsealing,
            Self::Unseal {} => K::Unseal,
            Self::RefuseUnsealing { .. } => K::RefuseUnsealing,
        }
    }

    /// Finds whoever and whatever it names.
    pub async fn resolve(self, mut given: Resolving<'_>) -> Result<Transition, Problem> {
        use Transition as T;
        Ok(match self {
            Self::StartScreening { category, content_class } => T::StartScreening {
                category: category.map(|category| category.0),
                content_class: content_class.map(|class| class.0),
            },
            Self::Merge { lead } => T::Merge { lead: given.petition("lead", &lead).await? },
            Self::Divert { way, organ, reason } => {
                T::Divert { way: way.0, organ: given.agency("organ", organ).await?, reason }
            }
            Self::ReturnDiverted { reason } => T::ReturnDiverted { reason },
            Self::Route { how, unit, ordered_until } => {
                let unit = given.agency("unit", unit).await?;
                T::Route { how: how.0, unit, ordered_until: ordered_until.map(|day| day.0) }
            }
            Self::HandDown { how, bureau, ordered_until } => {
                let bureau = given.agency("bureau", bureau).await?;
                T::HandDown {
                    how: how.0,
                    was: given.desk_division().await?,
                    ordered_until: ordered_until.map(|day| day.0),
                    share: given.share(&bureau),
                    bureau,
                    by: given.me.staff.id,
                }
            }
            Self::GiveBack { reason } => {
                let to = given.came_from().await?;
                T::GiveBack { share: given.share(&to), to, reason, by: given.me.staff.id }
            }
            Self::RefuseAcceptance { ground, elsewhere, reason } => {
                let elsewhere = match elsewhere {
                    Some(number) => Some(given.petition("elsewhere", &number).await?),
                    None => None,
                };
                T::RefuseAcceptance { ground: ground.0, elsewhere, reason }
            }
            Self::RefuseRepeated { earlier, reason } => {
                T::RefuseRepeated { earlier: given.petition("earlier", &earlier).await?, reason }
            }
            Self::Object { reason } => T::Object { reason },
            Self::RefuseObjection { reason } => T::RefuseObjection { reason },
            Self::Reroute { how, unit, ordered_until, reason } => {
                let unit = given.agency("unit", unit).await?;
                T::Reroute { how: how.0, unit, ordered_until: ordered_until.map(|day| day.0), reason }
            }
            Self::RuleCompetence { unit, reason } => T::RuleCompetence {
                unit: given.agency("unit", unit).await?,
                ruled_by: given.me.agency.clone(),
                was: given.below().await?,
                reason,
            },
            Self::Accept {} => T::Accept,
            Self::AssignHandler { handler } => {
                T::AssignHandler { handler: given.staff("handler", handler).await? }
            }
            Self::Recuse { staff, reason } => {
                T::Recuse { staff: given.recused("staff", staff).await?, reason }
            }
            Self::Extend { days, reason } => T::Extend { days, reason },
            Self::DraftReply { result, text } => T::DraftReply(Opinion { result: result.0, text }),
            Self::ApproveReply {} => T::ApproveReply { by: given.me.staff.id },
            Self::ReturnReply { how, reason } => T::ReturnReply { how: how.0, reason },
            Self::DeliverReply { way, received_on } => T::DeliverReply {
                delivery: delivery(way, received_on),
                by: given.me.staff.id,
                two_stage: given.house.two_stage_replies,
            },
            Self::RecordReceipt { received_on } => T::RecordReceipt { received_on: received_on.0 },
            Self::RequestReview { organ, reason } => {
                let (organ, below) = given.reviewing_organ(organ).await?;
                T::RequestReview { organ, below, reason }
            }
            Self::StartReview {} => T::StartReview,
            Self::DecideReview { finding, text, redo_until, way, received_on } => T::DecideReview {
                finding: finding.0,
                text,
                delivery: delivery(way, received_on),
                redo_until: redo_until.map(|day| day.0),
            },
            Self::RequestRereview { organ, reason } => {
                let (organ, below) = given.reviewing_organ(organ).await?;
                T::RequestRereview { organ, below, reason }
            }
            Self::StartRereview {} => T::StartRereview,
            Self::PauseClock { hearing, reason, .. } => T::PauseClock {
                hearing: given.formal_hearing(hearing).await?,
                reason,
                in_handling: given.house.hearing_stops_reply_clock,
            },
            Self::ResumeClock {} => T::ResumeClock,
            Self::DecideRereview { finding, text, redo_until } => {
                T::DecideRereview { finding: finding.0, text, redo_until: redo_until.map(|day| day.0) }
            }
            Self::Close { reason, accepted } => {
                let accepted = match accepted {
                    Some(accepted) => Some(given.acceptance(accepted).await?),
                    None => None,
                };
                T::Close { reason, accepted }
            }
            Self::Terminate { way, received_on } => T::Terminate { delivery: delivery(way, received_on) },
            Self::Withdraw { reason } => T::Withdraw { reason, together: given.is_together().await? },
            Self::Reopen { ground, reason } => T::Reopen { ground: ground.0, reason },
            Self::Undo { ground, reason } => T::Undo { ground: ground.0, reason },
            Self::Archive { retention } => T::Archive { retention: retention.0 },
            Self::NameAccused { agencies, staff, reason } => {
                let (mut organs, mut people) = (Vec::new(), Vec::new());
                for agency in agencies {
                    organs.push(given.agency("agencies", agency).await?);
                }
                for one in staff {
                    people.push(given.staff("staff", one).await?);
                }
                T::NameAccused { agencies: organs, staff: people, reason }
            }
            Self::ProposeUnsealing { category, reason } => {
                T::ProposeUnsealing { category: category.0, reason, by: given.me.staff.id }
            }
            Self::Unseal {} => T::Unseal { by: given.me.staff.id },
            Self::RefuseUnsealing { reason } => T::RefuseUnsealing { reason },
        })
    }
}

fn delivery(way: Option<DeliveryWayText>, received_on: Option<Day>) -> Delivery {
    let way = way.map_or(Delivery::IN_PERSON.way, |way| way.0);
    Delivery { way, received_on: received_on.map(|day| day.0) }
}
