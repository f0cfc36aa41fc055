//! One of each: states, transitions, petitions.

use super::super::*;
use crate::domain::{
    ids::{HearingId, PetitionId, StaffId},
    jurisdiction::{Agency, AgencyKind, DivisionCode, NextHigher},
    people::{Role, Staff},
    petition::{
        Delivery, Finding, LegalWay, NonAcceptance, Opinion, OpinionResult, PetitionState, Proof, ProofWay,
        ReopenGround, Retention, ReturnKind, Routing, SamePerson, StateName, TransitionKind, UndoGround,
    },
};
use time::macros::datetime;
use uuid::Uuid;

pub(super) const UNIT: AgencyId = AgencyId(Uuid::from_u128(1));
pub(super) const ACCUSED: AgencyId = AgencyId(Uuid::from_u128(2));
pub(super) const HANDLER: StaffId = StaffId(Uuid::from_u128(3));
pub(super) const BUREAU: AgencyId = AgencyId(Uuid::from_u128(5));
pub(super) const HEARING: HearingId = HearingId(Uuid::from_u128(12));
pub(super) const EARLIER: PetitionId = PetitionId(Uuid::from_u128(10));
pub(super) const REASON: &str = "信访人书面同意";

pub(super) fn at(text: time::OffsetDateTime) -> Timestamp {
    Timestamp(text.unix_timestamp() * 1000)
}

pub(super) fn now() -> Timestamp {
    at(datetime!(2026-11-23 09:00 +8))
}

pub(super) fn petition(state: PetitionState) -> Petition {
    Petition {
        id: PetitionId(Uuid::from_u128(9)),
        title: "小区物业".to_owned(),
        registered_by: AgencyId(Uuid::from_u128(4)),
        desk: AgencyId(Uuid::from_u128(4)),
        registered_at: now(),
        persons_concerned: 66,
        state,
        ..Petition::blank()
    }
}

pub(super) fn unit(id: AgencyId) -> Agency {
    let division = "620103".parse().unwrap();
    Agency { id, name: "区住建局".to_owned(), kind: AgencyKind::ResponsibleUnit, division }
}

pub(super) fn handler() -> Staff {
    Staff {
        id: HANDLER,
        username: "handler".to_owned(),
        name: "李某".to_owned(),
        agency: UNIT,
        roles: vec![Role::Handler],
        disabled: false,
    }
}

/// One of each, in the order of their names.
pub(super) fn states() -> Vec<PetitionState> {
    PetitionState::one_of_each(UNIT, BUREAU, HANDLER, EARLIER, now())
}

pub(super) fn state(name: StateName) -> PetitionState {
    states().into_iter().find(|state| state.name() == name).unwrap()
}

/// In the state of this name, with the clocks that run there and who handled it.
pub(super) fn standing(name: StateName) -> Petition {
    use StateName as S;
    let kinds: &[ClockKind] = match name {
        S::Registered | S::Screening => &[ClockKind::Route],
        S::Objected | S::Routed => &[ClockKind::Accept, ClockKind::Objection],
        S::Accepted | S::Handling | S::Extended | S::ReplyApproval => &[ClockKind::Reply],
        S::Replied => &[ClockKind::ReviewWindow],
        S::ReviewRequested | S::Reviewing => &[ClockKind::Review],
        S::Reviewed => &[ClockKind::RereviewWindow],
        S::RereviewRequested | S::Rereviewing | S::Rereviewed => &[ClockKind::Rereview],
        _ => &[],
    };
    let mut petition = petition(state(name));
    petition.clocks =
        kinds.iter().map(|kind| Clock::start(*kind, now(), &Calendar::shipped()).unwrap()).collect();
    petition.course.handler = Some(HANDLER);
    if name == S::Extended {
        petition.course.extended_by = Some(10);
        petition.clocks[0].extended_by = 10;
        petition.clocks[0].reckon(&Calendar::shipped());
    }
    petition
}

pub(super) fn bureau(division: &str) -> Agency {
    Agency { kind: AgencyKind::PetitionBureau, division: division.parse().unwrap(), ..unit(BUREAU) }
}

pub(super) fn below() -> DivisionCode {
    "620103".parse().unwrap()
}

/// Above an organ of this division, where the city and the province have their bureaus.
pub(super) fn above(division: &str) -> NextHigher {
    NextHigher::of(division.parse().unwrap(), &["6201", "62"].map(bureau))
}

pub(super) fn final_one() -> Box<Petition> {
    Box::new(Petition { id: EARLIER, ..petition(state(StateName::Terminated)) })
}

pub(super) fn sample(kind: TransitionKind) -> Transition {
    use Transition as T;
    use TransitionKind as K;
    let reason = REASON.to_owned();
    let text = "维持原处理意见，理由如下。".to_owned();
    let (how, delivery, organ) = (Routing::Transfer, Delivery::IN_PERSON, bureau("6201"));
    match kind {
        K::StartScreening => T::StartScreening { category: None, content_class: None },
        K::Reclassify => T::Reclassify { category: Some(Category::Report), content_class: None, reason },
        K::Merge => {
            let lead = Box::new(Petition { id: EARLIER, ..petition(PetitionState::Screening) });
            T::Merge { lead, same_person: false }
        }
        K::ReturnDiverted => T::ReturnDiverted { reason },
        K::Divert => T::Divert { way: LegalWay::Litigation, organ: unit(UNIT), reason },
        K::Route => T::Route { how, unit: unit(UNIT), ordered_until: None },
        K::HandDown => T::HandDown {
            how,
            bureau: bureau("620103"),
            was: "6201".parse().unwrap(),
            ordered_until: None,
            share: 3,
            by: HANDLER,
        },
        K::GiveBack => T::GiveBack { to: organ, share: 3, reason, by: HANDLER },
        K::RefuseAcceptance => {
            T::RefuseAcceptance { ground: NonAcceptance::OutOfScope, elsewhere: None, reason }
        }
        K::RefuseRepeated => T::RefuseRepeated {
            earlier: final_one(),
            received_on: None,
            same: Some(SamePerson::Recorded),
            reason,
        },
        K::Object => T::Object { reason },
        K::RefuseObjection => T::RefuseObjection { reason },
        K::Reroute => T::Reroute { how, unit: unit(UNIT), ordered_until: None, reason },
        K::TakeBack => T::TakeBack { reason },
        K::RuleCompetence => T::RuleCompetence { unit: unit(UNIT), ruled_by: organ, was: below(), reason },
        K::Accept => T::Accept,
        K::AssignHandler => T::AssignHandler { handler: handler() },
        K::Recuse => T::Recuse { staff: HANDLER, reason },
        K::Extend => T::Extend { days: 30, reason },
        K::DraftReply => T::DraftReply(opinion()),
        K::ApproveReply => T::ApproveReply { by: HANDLER },
        K::ReturnReply => T::ReturnReply {
            how: ReturnKind::Modify,
            reason: "依据条款引用有误，请核对后修改。".to_owned(),
        },
        K::DeliverReply => T::DeliverReply { delivery, by: HANDLER, two_stage: false },
        K::RecordReceipt => T::RecordReceipt { received_on: now().local_date(), reason: None },
        K::RequestReview => T::RequestReview { organ: Some(organ), above: above("620103"), reason },
        K::StartReview => T::StartReview,
        K::DecideReview => T::DecideReview { finding: Finding::Upheld, text, delivery, redo_until: None },
        K::RequestRereview => T::RequestRereview { organ: Some(bureau("62")), above: above("6201"), reason },
        K::StartRereview => T::StartRereview,
        K::PauseClock => T::PauseClock { hearing: HEARING, reason, in_handling: false },
        K::ResumeClock => T::ResumeClock,
        K::DecideRereview => T::DecideRereview { finding: Finding::Upheld, text, redo_until: None },
        K::Close => T::Close { reason, accepted: Some(proof_of(now())) },
        K::Terminate => T::Terminate { delivery },
        K::Withdraw => T::Withdraw { reason, together: false, proof: Some(proof_of(now())) },
        K::Reopen => T::Reopen { ground: ReopenGround::Unsatisfied, reason },
        K::Undo => T::Undo { ground: UndoGround::Mistake, reason },
        K::Archive => T::Archive { retention: Retention::TenYears },
        K::NameAccused => T::NameAccused { agencies: vec![unit(ACCUSED)], staff: Vec::new(), reason },
        K::ProposeUnsealing => T::ProposeUnsealing { category: Category::Appeal, reason, by: HANDLER },
        K::Unseal => T::Unseal { by: HANDLER },
        K::RefuseUnsealing => T::RefuseUnsealing { reason },
    }
}

/// Signed on paper, which was added at that time.
pub(super) fn proof_of(at: Timestamp) -> Proof {
    Proof { way: ProofWay::Signed, paper: Uuid::from_u128(11), at }
}

pub(super) fn opinion() -> Opinion {
    Opinion {
        result: OpinionResult::Support,
        text: "诉求合理，责令限期维修屋面和电梯。".to_owned(),
        basis: "《物业管理条例》第五十三条".to_owned(),
    }
}

pub(super) fn run(petition: &Petition, transition: Transition) -> Result<Applied, Refusal> {
    apply(petition, transition, By::Staff, now(), &Calendar::shipped())
}
