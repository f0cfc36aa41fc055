//! Test data: a petition with default values, and one in each state.

use super::{
    Category, Channel, ContentClass, Course, LegalWay, NonAcceptance, Origin, Petition, PetitionState,
    Purpose, Retention, Routing,
};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, PetitionId, StaffId},
};
use uuid::Uuid;

impl Petition {
    /// An appeal of one person in 西湖街道, registered and nothing more.
    pub(crate) fn blank() -> Self {
        Self {
            id: PetitionId(Uuid::nil()),
            number: String::new(),
            title: String::new(),
            text: String::new(),
            place: "620103002".parse().unwrap(),
            category: Category::Appeal,
            purpose: Purpose::Resolution,
            content_class: ContentClass::PropertyManagement,
            channel: Channel::Visit,
            origin: Origin::default(),
            registered_by: AgencyId(Uuid::nil()),
            desk: AgencyId(Uuid::nil()),
            registered_at: Timestamp(0),
            persons_concerned: 1,
            respondent: None,
            accused: None,
            state: PetitionState::Registered,
            opinion: None,
            course: Course::default(),
            clocks: Vec::new(),
            version: 1,
        }
    }
}

impl PetitionState {
    /// One of each, in the order of their names: at `unit`, with `organ` as the one that reviews or that it was diverted
    /// to, `earlier` as the petition it repeats or goes on in.
    pub(crate) fn one_of_each(
        unit: AgencyId,
        organ: AgencyId,
        handler: StaffId,
        earlier: PetitionId,
        at: Timestamp,
    ) -> Vec<Self> {
        use PetitionState as S;
        let (since, how) = (at, Routing::Transfer);
        vec![
            S::Registered,
            S::Screening,
            S::Objected { how, unit, since },
            S::Routed { how, unit, since },
            S::Accepted { unit, since },
            S::Handling { unit, handler, since },
            S::Extended { unit, handler, since },
            S::ReplyApproval { unit, handler },
            S::Replied { unit, delivered_at: since },
            S::ReviewRequested { unit, organ, since },
            S::Reviewing { unit, organ, since },
            S::Reviewed { unit, organ, delivered_at: since },
            S::RereviewRequested { unit, organ, since },
            S::Rereviewing { unit, organ, since },
            S::Rereviewed { unit, organ, since },
            S::Closed { unit, at },
            S::Terminated { unit, at },
            S::Diverted { way: LegalWay::Litigation, organ, at },
            S::NotAccepted { unit: None, ground: NonAcceptance::OutOfScope, at },
            S::NoLongerAccepted { earlier, at },
            S::Merged { lead: earlier, at },
            S::Withdrawn { at },
            S::Archived { ended: Box::new(S::Closed { unit, at }), retention: Retention::TenYears, at },
        ]
    }
}
