//! The table: which event calls for whom.

use super::{Call, Deed, Topic, Whom};
use crate::domain::{
    event::{Actor, Event, EventKind},
    hearing::{self, Hearing, NoticeKind, Occupant},
    ids::{AgencyId, StaffId},
    petition::{OBJECTIONS_BEFORE_RULING, Petition},
    rights::PetitionAction,
    supervision::{DemandKind, SatisfactionLevel},
};
use uuid::Uuid;

/// At whom to look.
#[derive(Debug, Clone, Copy)]
enum At {
    Unit,
    /// Whose hands it is in.
    Handler,
    /// Whose hands it is in; before that its unit; before that the bureau that has it.
    Holder,
    /// The bureau that has it, unless its own people did it; of a report the discipline organ of the place.
    Keeper,
    /// That bureau, as long as it answers objections itself; after two of them whoever rules on competence (art. 24).
    Answerer,
    Ruler,
    Reviewer,
    /// Where it was diverted.
    Organ,
    /// The organ, or the person, that the event names under this.
    Named(&'static str),
    Someone(&'static str),
}

use Deed::{Answers, Charge, Demands, Examines, Had, May, Supervises};
use EventKind as E;
use PetitionAction as A;
use Topic as T;

#[rustfmt::skip]
const TABLE: &[(EventKind, Topic, At, Deed)] = &[
    (E::PetitionRegistered,        T::Registered,     At::Keeper,              May(&[A::StartScreening])),
    (E::PetitionRegistered,        T::WrittenTo,      At::Someone("written_to"), Charge),
    (E::PetitionScreening,         T::Registered,     At::Keeper,              May(&[A::Route])),
    (E::PetitionReclassified,      T::Registered,     At::Keeper,              May(&[A::NameAccused])),
    (E::PetitionHandedDown,        T::HandedDown,     At::Keeper,              May(&[A::StartScreening])),
    (E::PetitionGivenBack,         T::HandedBack,     At::Keeper,              May(&[A::StartScreening, A::Route])),
    (E::PetitionRouted,            T::Routed,         At::Unit,                May(&[A::Accept])),
    (E::PetitionRerouted,          T::Routed,         At::Unit,                May(&[A::Accept])),
    (E::PetitionCompetenceRuled,   T::Routed,         At::Unit,                May(&[A::Accept])),
    (E::PetitionObjectionRefused,  T::Routed,         At::Unit,                May(&[A::Accept])),
    (E::PetitionObjected,          T::Objected,       At::Answerer,            May(&[A::RefuseObjection])),
    (E::PetitionObjected,          T::Objected,       At::Ruler,               May(&[A::RuleCompetence])),
    (E::PetitionNotAccepted,       T::NotAccepted,    At::Keeper,             May(&[A::Correct])),
    (E::PetitionDiverted,          T::Diverted,       At::Organ,               May(&[A::ReturnDiverted])),
    (E::PetitionDiversionReturned, T::GivenBack,      At::Keeper,              May(&[A::Route])),
    (E::PetitionHandling,          T::Assigned,       At::Handler,             May(&[A::DraftReply])),
    (E::PetitionRecused,           T::HandlerRecused, At::Unit,                May(&[A::AssignHandler])),
    (E::PetitionReplyDrafted,      T::ToApprove,      At::Unit,                May(&[A::DeliverReply])),
    (E::PetitionReplyFirstApproved, T::ToApprove,     At::Unit,                May(&[A::DeliverReply])),
    (E::PetitionReplyReturned,     T::ReplyReturned,  At::Handler,             May(&[A::DraftReply])),
    (E::PetitionReviewRequested,   T::ReviewAsked,    At::Reviewer,            May(&[A::StartReview])),
    (E::PetitionRereviewRequested, T::ReviewAsked,    At::Reviewer,            May(&[A::StartRereview])),
    (E::PetitionReviewBeyond,      T::ReviewBeyond,   At::Keeper,              May(&[A::Close])),
    (E::PetitionRereviewBeyond,    T::ReviewBeyond,   At::Keeper,              May(&[A::Close])),
    (E::PetitionReviewed,          T::Reviewed,       At::Unit,                May(&[A::IssueDocument])),
    (E::PetitionRereviewed,        T::Reviewed,       At::Unit,                May(&[A::IssueDocument])),
    (E::PetitionRereviewed,        T::RereviewMade,   At::Reviewer,            May(&[A::Terminate])),
    (E::PetitionReopened,          T::Reopened,       At::Unit,                May(&[A::IssueDocument])),
    (E::PetitionUndone,            T::Undone,         At::Keeper,              May(&[A::Route])),
    (E::PetitionWithdrawn,         T::Withdrawn,      At::Keeper,              May(&[A::Undo, A::Correct])),
    (E::PetitionWithdrawn,         T::Withdrawn,      At::Named("unit"),       Had),
    (E::PetitionCorrected,         T::Corrected,      At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionPartyAdded,        T::Corrected,      At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionAuthorityEnded,    T::Corrected,      At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionAttachmentAdded,   T::Material,       At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionPictureLost,       T::PictureLost,    At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionContracted,        T::Charged,        At::Someone("leader"),    Charge),
    (E::PetitionMarkedUrgent,      T::Urgent,         At::Named("reported_to"), May(&[A::ConfirmUrgent])),
    (E::PetitionMarkedUrgent,      T::Urgent,         At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionUrgentPassed,      T::Urgent,         At::Named("reported_to"), May(&[A::ConfirmUrgent])),
    (E::PetitionUrgentSeen,        T::UrgentSeen,     At::Keeper,              May(&[A::LiftUrgent])),
    (E::PetitionUrgentLifted,      T::UrgentLifted,   At::Holder,              May(&[A::AddAttachment])),
    (E::PetitionUnsealingProposed, T::UnsealingProposed, At::Keeper,           May(&[A::Unseal])),
    (E::PetitionUnsealingRefused,  T::UnsealingRefused, At::Someone("proposed_by"), May(&[A::ProposeUnsealing])),
    (E::PetitionUnsealed,          T::Unsealed,       At::Holder,              May(&[A::StartScreening, A::AddAttachment])),
    (E::HearingRequested,          T::HearingAsked,   At::Named("organ"),      Examines),
    (E::HearingApproved,           T::RequestApproved, At::Someone("asked_by"), May(&[A::RequestHearing])),
    (E::HearingRefused,            T::RequestRefused, At::Someone("asked_by"), May(&[A::RequestHearing])),
    (E::HearingRedirected,         T::RequestRedirected, At::Someone("asked_by"), May(&[A::RequestHearing])),
    (E::HearingNoticeAnswered,     T::SeatAnswered,   At::Named("host"),       May(&[A::ScheduleHearing])),
    (E::SupervisionOrdered,        T::Demanded,       At::Named("addressee"),  Answers),
    (E::RecommendationMade,        T::Demanded,       At::Named("addressee"),  Answers),
    (E::SupervisionAnswered,       T::DemandAnswered, At::Named("demander"),   Demands),
    (E::RecommendationAnswered,    T::DemandAnswered, At::Named("demander"),   Demands),
    (E::CompletionWanted,          T::ReportWanted,   At::Named("addressee"),  Answers),
    (E::CompletionFiled,           T::ReportFiled,    At::Named("demander"),   Demands),
    (E::CompletionReturned,        T::ReportReturned, At::Named("addressee"),  Answers),
    (E::ActionItemOrdered,         T::ItemOrdered,    At::Named("agency"),     Answers),
    (E::ActionItemSentBack,        T::ItemOrdered,    At::Named("agency"),     Answers),
    (E::ActionItemReported,        T::ItemReported,   At::Keeper,              Supervises),
    (E::ActionItemDeclined,        T::ItemDeclined,   At::Keeper,              Supervises),
    (E::EvaluationGiven,           T::Dissatisfied,   At::Keeper,              Supervises),
    (E::EvaluationCalledBack,      T::Dissatisfied,   At::Keeper,              Supervises),
    (E::ActionItemLifted,          T::ItemLifted,     At::Named("agency"),     Answers),
];

/// Whether an event of this kind calls for anybody, before anything is read for it.
#[must_use]
pub fn heeds(event: &Event) -> bool {
    TABLE.iter().any(|(kind, ..)| *kind == event.kind)
        || !hearing::notices_of(event.kind, &event.details).is_empty()
}

/// Who caused an event. The log has persons and programs of an agency alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Person(StaffId),
    Program,
    Citizen,
    System,
}

/// Whom `event` calls for, `petition` and `hearing` being as it left them.
#[must_use]
pub fn calls(event: &Event, by: By, petition: &Petition, hearing: Option<&Hearing>) -> Vec<Call> {
    // Whom a letter names has not read it, whoever registered it.
    let is_news = |topic: Topic| topic == T::WrittenTo || !is_no_news(event, by, petition);
    let rows = TABLE.iter().filter(|(kind, topic, ..)| *kind == event.kind && is_news(*topic));
    let called = rows.filter_map(|(_, topic, at, deed)| {
        let whom = at.whom(event, by, petition)?;
        let topic = graver(event).unwrap_or(*topic);
        Some(Call { topic, whom, deed: *deed })
    });
    called.chain(hearing.into_iter().flat_map(|hearing| seats(event, hearing))).collect()
}

/// What stands out among its kind: 挂牌督办, the gravest of the orders; a seat that stays empty.
fn graver(event: &Event) -> Option<Topic> {
    let placard = DemandKind::Placard.as_str();
    match event.kind {
        E::SupervisionOrdered if event.detail("level") == Some(placard) => Some(T::Placarded),
        E::HearingNoticeAnswered if event.detail("answer") == Some(hearing::CANNOT) => Some(T::CannotCome),
        _ => None,
    }
}

/// What staff file and hand in themselves is news to nobody there, and neither are the pictures of a filing, which the server
/// fetches; what programs bring, nobody has seen yet. Of what people say of the handling only 不满意 calls for anybody. But
/// whoever keeps reports learns of every one, by whatever door it came and whenever it was seen for what it is.
fn is_no_news(event: &Event, by: By, petition: &Petition) -> bool {
    let by_staff = matches!(by, By::Person(_));
    match event.kind {
        E::PetitionRegistered => by_staff && !petition.is_sealed(),
        E::PetitionScreening | E::PetitionReclassified => {
            !petition.is_sealed() || event.detail("category").is_none()
        }
        E::PetitionAttachmentAdded => by_staff || by == By::System,
        E::EvaluationGiven | E::EvaluationCalledBack => {
            event.detail("level") != Some(SatisfactionLevel::Dissatisfied.as_str())
        }
        _ => false,
    }
}

impl At {
    fn whom(self, event: &Event, by: By, petition: &Petition) -> Option<Whom> {
        let state = &petition.state;
        let to_rule = petition.course.objections >= OBJECTIONS_BEFORE_RULING && !petition.is_sealed();
        let named = |name| event.detail(name).and_then(|text| Uuid::try_parse(text).ok());
        match self {
            Self::Unit => state.unit().map(Whom::Organ),
            Self::Handler => state.handler().map(Whom::Person),
            Self::Holder => Self::Handler
                .whom(event, by, petition)
                .or_else(|| state.unit().map(Whom::Organ))
                .or_else(|| Some(keeper(petition))),
            Self::Keeper => {
                let by_its_own = by != By::Program
                    && matches!(event.actor, Actor::Staff { agency, .. } if agency == petition.desk);
                (petition.is_sealed() || !by_its_own).then(|| keeper(petition))
            }
            Self::Answerer if to_rule => None,
            Self::Answerer => Self::Keeper.whom(event, by, petition),
            Self::Ruler => to_rule.then(|| Whom::Superior(petition.place.clone())),
            Self::Reviewer => state.reviewer().map(Whom::Organ),
            Self::Organ => state.organ().map(Whom::Organ),
            Self::Named(name) => named(name).map(|id| Whom::Organ(AgencyId(id))),
            Self::Someone(name) => named(name).map(|id| Whom::Person(StaffId(id))),
        }
    }
}

/// Who keeps its record: the wall of art. 30 keeps a report from the bureau that has it.
pub(super) fn keeper(petition: &Petition) -> Whom {
    if petition.is_sealed() { Whom::Desk(petition.place.clone()) } else { Whom::Organ(petition.desk) }
}

/// What those of the house are told who have, or had, a seat; citizens are told by message (`hearing::notice`).
fn seats(event: &Event, hearing: &Hearing) -> Vec<Call> {
    let mut calls = Vec::new();
    for (whom, kind) in hearing::notices_of(event.kind, &event.details) {
        let told = |id| match whom {
            hearing::Whom::Table => true,
            hearing::Whom::Seat(seat) => seat == id,
        };
        for seat in hearing.seats.iter().filter(|seat| told(seat.id)) {
            let Occupant::Official { staff, .. } = seat.occupant else { continue };
            if kind != NoticeKind::Withdrawn && !seat.stands() {
                continue;
            }
            let deed = if kind == NoticeKind::Withdrawn { Deed::Sat } else { Deed::Sits };
            calls.push(Call { topic: topic(kind), whom: Whom::Person(staff), deed });
        }
    }
    calls
}

const fn topic(kind: NoticeKind) -> Topic {
    match kind {
        NoticeKind::Scheduled => Topic::Seated,
        NoticeKind::Postponed | NoticeKind::Deferred | NoticeKind::InPerson => Topic::HearingMoved,
        NoticeKind::Cancelled | NoticeKind::Adjourned | NoticeKind::NoShow | NoticeKind::Unsigned => {
            Topic::HearingOff
        }
        NoticeKind::DayBefore | NoticeKind::HourBefore | NoticeKind::Again => Topic::HearingSoon,
        NoticeKind::Withdrawn => Topic::Unseated,
    }
}
