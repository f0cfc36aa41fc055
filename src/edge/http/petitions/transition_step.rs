//! Turns the body of a transition into a step of the domain, with the records that it names.

use super::{
    resolving::Resolving,
    transition_body::{ProofBody, TransitionBody},
};
use crate::{
    domain::{
        Timestamp,
        petition::{
            Delivery, LONGEST_PAUSE, LegalWay, NonAcceptance, Opinion, Routing, Transition, TransitionKind,
            each_transition,
        },
    },
    edge::{
        problem::Problem,
        views::{Day, DeliveryWayText, SamePersonText},
    },
};
use time::Date;
use uuid::Uuid;

macro_rules! kinds {
    ($($name:ident = $text:literal),+ $(,)?) => {
        impl TransitionBody {
            pub const fn kind(&self) -> TransitionKind {
                match self { $(Self::$name { .. } => TransitionKind::$name),+ }
            }
        }
    };
}
each_transition!(kinds);

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

    /// Finds whoever and whatever it names.
    pub async fn resolve(self, mut given: Resolving<'_>) -> Result<Transition, Problem> {
        use Transition as T;
        let by = given.me.staff.id;
        Ok(match self {
            Self::StartScreening { category, content_class, .. } => {
                let (category, content_class) = (category.map(|it| it.0), content_class.map(|it| it.0));
                T::StartScreening { category, content_class }
            }
            Self::Reclassify { category, content_class, reason } => {
                let (category, content_class) = (category.map(|it| it.0), content_class.map(|it| it.0));
                T::Reclassify { category, content_class, reason }
            }
            Self::Merge { lead } => given.merged(&lead).await?,
            Self::Divert { way, organ, reason } => given.diverted(way.0, organ, reason).await?,
            Self::ReturnDiverted { reason } => T::ReturnDiverted { reason },
            Self::Route { how, unit, ordered_until, .. } => {
                given.routed(how.0, unit, date(ordered_until)).await?
            }
            Self::HandDown { how, bureau, ordered_until } => {
                given.handed_down(how.0, bureau, date(ordered_until)).await?
            }
            Self::GiveBack { reason } => given.given_back(reason).await?,
            Self::RefuseAcceptance { ground, elsewhere, reason } => {
                given.refused(ground.0, elsewhere.as_deref(), reason).await?
            }
            Self::RefuseRepeated { earlier, same_person, reason } => {
                given.refused_again(&earlier, same_person, reason).await?
            }
            Self::Object { reason } => T::Object { reason },
            Self::RefuseObjection { reason } => T::RefuseObjection { reason },
            Self::Reroute { how, unit, ordered_until, reason } => {
                given.rerouted(how.0, unit, date(ordered_until), reason).await?
            }
            Self::TakeBack { reason } => T::TakeBack { reason },
            Self::RuleCompetence { unit, reason } => given.ruled(unit, reason).await?,
            Self::Accept { .. } => T::Accept,
            Self::AssignHandler { handler } => {
                T::AssignHandler { handler: given.staff("handler", handler).await? }
            }
            Self::Recuse { staff, reason } => {
                T::Recuse { staff: given.recused("staff", staff).await?, reason }
            }
            Self::Extend { days, reason } => T::Extend { days, reason },
            Self::DraftReply { result, text, basis } => {
                T::DraftReply(Opinion { result: result.0, text, basis })
            }
            Self::ApproveReply {} => T::ApproveReply { by },
            Self::ReturnReply { how, reason } => T::ReturnReply { how: how.0, reason },
            Self::DeliverReply { way, received_on } => given.delivered(delivery(way, received_on)),
            Self::RecordReceipt { received_on, reason } => {
                T::RecordReceipt { received_on: received_on.0, reason }
            }
            Self::RequestReview { organ, reason } => given.review_asked(organ, reason).await?,
            Self::StartReview {} => T::StartReview,
            Self::DecideReview { finding, text, redo_until, way, received_on } => {
                let (finding, delivery) = (finding.0, delivery(way, received_on));
                T::DecideReview { finding, text, delivery, redo_until: date(redo_until) }
            }
            Self::RequestRereview { organ, reason } => given.rereview_asked(organ, reason).await?,
            Self::StartRereview {} => T::StartRereview,
            Self::PauseClock { hearing, reason, .. } => given.paused(hearing, reason).await?,
            Self::ResumeClock {} => T::ResumeClock,
            Self::DecideRereview { finding, text, redo_until } => {
                T::DecideRereview { finding: finding.0, text, redo_until: date(redo_until) }
            }
            Self::Close { reason, accepted } => {
                T::Close { reason, accepted: given.proof_if("accepted", accepted).await? }
            }
            Self::Terminate { way, received_on } => T::Terminate { delivery: delivery(way, received_on) },
            Self::Withdraw { reason, proof } => given.withdrawn(reason, proof).await?,
            Self::Reopen { ground, reason } => T::Reopen { ground: ground.0, reason },
            Self::Undo { ground, reason } => T::Undo { ground: ground.0, reason },
            Self::Archive { retention } => T::Archive { retention: retention.0 },
            Self::NameAccused { agencies, staff, reason } => given.accused(agencies, staff, reason).await?,
            Self::ProposeUnsealing { category, reason } => {
                T::ProposeUnsealing { category: category.0, reason, by }
            }
            Self::Unseal {} => T::Unseal { by },
            Self::RefuseUnsealing { reason } => T::RefuseUnsealing { reason },
        })
    }
}

/// Where it goes: another petition, another way, an organ, a bureau.
impl Resolving<'_> {
    fn delivered(&self, delivery: Delivery) -> Transition {
        let (by, two_stage) = (self.me.staff.id, self.house.two_stage_replies);
        Transition::DeliverReply { delivery, by, two_stage }
    }

    async fn merged(&mut self, lead: &str) -> Result<Transition, Problem> {
        let lead = self.petition("lead", lead).await?;
        Ok(Transition::Merge { same_person: self.raised_in(&lead).await?, lead })
    }

    async fn diverted(&mut self, way: LegalWay, organ: Uuid, reason: String) -> Result<Transition, Problem> {
        Ok(Transition::Divert { way, organ: self.agency("organ", organ).await?, reason })
    }

    async fn routed(
        &mut self,
        how: Routing,
        unit: Uuid,
        ordered_until: Option<Date>,
    ) -> Result<Transition, Problem> {
        Ok(Transition::Route { how, unit: self.agency("unit", unit).await?, ordered_until })
    }

    async fn rerouted(
        &mut self,
        how: Routing,
        unit: Uuid,
        ordered_until: Option<Date>,
        reason: String,
    ) -> Result<Transition, Problem> {
        Ok(Transition::Reroute { how, unit: self.agency("unit", unit).await?, ordered_until, reason })
    }

    async fn given_back(&mut self, reason: String) -> Result<Transition, Problem> {
        let to = self.came_from().await?;
        Ok(Transition::GiveBack { share: self.share(&to), to, reason, by: self.me.staff.id })
    }

    async fn ruled(&mut self, unit: Uuid, reason: String) -> Result<Transition, Problem> {
        Ok(Transition::RuleCompetence {
            unit: self.agency("unit", unit).await?,
            ruled_by: self.me.agency.clone(),
            was: self.below().await?,
            reason,
        })
    }
}

/// What it ends with, or stands still for.
impl Resolving<'_> {
    async fn refused(
        &mut self,
        ground: NonAcceptance,
        elsewhere: Option<&str>,
        reason: String,
    ) -> Result<Transition, Problem> {
        let elsewhere = self.petition_if("elsewhere", elsewhere).await?;
        Ok(Transition::RefuseAcceptance { ground, elsewhere, reason })
    }

    async fn refused_again(
        &mut self,
        earlier: &str,
        same_person: Option<SamePersonText>,
        reason: String,
    ) -> Result<Transition, Problem> {
        let earlier = self.petition("earlier", earlier).await?;
        let received_on = self.final_opinion_received(&earlier).await?;
        let same = self.same_person(&earlier, same_person).await?;
        Ok(Transition::RefuseRepeated { received_on, same, earlier, reason })
    }

    async fn withdrawn(&mut self, reason: String, proof: Option<ProofBody>) -> Result<Transition, Problem> {
        let proof = self.proof_if("proof", proof).await?;
        Ok(Transition::Withdraw { reason, together: self.is_together().await?, proof })
    }

    async fn review_asked(&mut self, organ: Option<Uuid>, reason: String) -> Result<Transition, Problem> {
        let (organ, above) = self.reviewing_organ(organ).await?;
        Ok(Transition::RequestReview { organ, above, reason })
    }

    async fn rereview_asked(&mut self, organ: Option<Uuid>, reason: String) -> Result<Transition, Problem> {
        let (organ, above) = self.reviewing_organ(organ).await?;
        Ok(Transition::RequestRereview { organ, above, reason })
    }

    async fn paused(&mut self, hearing: Uuid, reason: String) -> Result<Transition, Problem> {
        let hearing = self.formal_hearing(hearing).await?;
        Ok(Transition::PauseClock { hearing, reason, in_handling: self.house.hearing_stops_reply_clock })
    }
}

fn date(day: Option<Day>) -> Option<Date> {
    day.map(|day| day.0)
}

fn delivery(way: Option<DeliveryWayText>, received_on: Option<Day>) -> Delivery {
    let way = way.map_or(Delivery::IN_PERSON.way, |way| way.0);
    Delivery { way, received_on: date(received_on) }
}
