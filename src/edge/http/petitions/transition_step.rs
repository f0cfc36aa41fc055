//! What was asked of a petition as a step of the domain: its kind, and whoever and whatever it names, found.

use super::{resolving::Resolving, transition_body::TransitionBody};
use crate::{
    domain::{
        Timestamp,
        petition::{Delivery, LONGEST_PAUSE, Opinion, Transition, TransitionKind},
    },
    edge::{
        problem::Problem,
        views::{Day, DeliveryWayText},
    },
};

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
            Self::Merge { lead } => {
                let lead = given.petition("lead", &lead).await?;
                T::Merge { same_person: given.raised_in(&lead).await?, lead }
            }
            Self::Divert { way, organ, reason } => {
                T::Divert { way: way.0, organ: given.agency("organ", organ).await?, reason }
            }
            Self::ReturnDiverted { reason } => T::ReturnDiverted { reason },
            Self::Route { how, unit, ordered_until } => {
                let unit = given.agency("unit", unit).await?;
                T::Route { how: how.0, unit, ordered_until: ordered_until.map(|day| day.0) }
            }
            Self::HandDown { how, bureau, ordered_until } => {
                given.handed_down(how.0, bureau, ordered_until.map(|day| day.0)).await?
            }
            Self::GiveBack { reason } => {
                let to = given.came_from().await?;
                T::GiveBack { share: given.share(&to), to, reason, by: given.me.staff.id }
            }
            Self::RefuseAcceptance { ground, elsewhere, reason } => T::RefuseAcceptance {
                ground: ground.0,
                elsewhere: given.petition_if("elsewhere", elsewhere.as_deref()).await?,
                reason,
            },
            Self::RefuseRepeated { earlier, same_person, reason } => {
                let earlier = given.petition("earlier", &earlier).await?;
                T::RefuseRepeated { same: given.same_person(&earlier, same_person).await?, earlier, reason }
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
            Self::RecordReceipt { received_on, reason } => {
                T::RecordReceipt { received_on: received_on.0, reason }
            }
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
                T::Close { reason, accepted: given.acceptance_if(accepted).await? }
            }
            Self::Terminate { way, received_on } => T::Terminate { delivery: delivery(way, received_on) },
            Self::Withdraw { reason } => T::Withdraw { reason, together: given.is_together().await? },
            Self::Reopen { ground, reason } => T::Reopen { ground: ground.0, reason },
            Self::Undo { ground, reason } => T::Undo { ground: ground.0, reason },
            Self::Archive { retention } => T::Archive { retention: retention.0 },
            Self::NameAccused { agencies, staff, reason } => given.accused(agencies, staff, reason).await?,
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
