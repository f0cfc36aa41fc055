//! From events to facts: [`effect`] says which kinds of event change them, and how. A kind that it does not name leaves
//! them as they are: whoever adds one that statistics should count adds it there.

mod beside;
mod course;

use super::{Due, Facts};
use crate::domain::{
    Timestamp,
    event::{Actor, Event, EventKind},
    ids::{AgencyId, HearingId, PetitionId},
    jurisdiction::DivisionCode,
};
use std::str::FromStr;
use time::Date;
use uuid::Uuid;

/// Of the fold itself: one more whenever the facts of events that were logged before would be others, so that a store
/// makes them anew (`StatisticsRecords::facts_are_missing`).
pub const FOLD: u32 = 8;

/// What an event does to the facts of its petition.
type Effect = fn(&mut Facts, &Moment<'_>);

/// What an event of this kind does to facts; none leaves them as they are.
const fn effect(kind: EventKind) -> Option<Effect> {
    use EventKind as K;
    let effect: Effect = match kind {
        K::PetitionScreening => Facts::screened,
        K::PetitionCorrected | K::PetitionPartyAdded => Facts::corrected,
        K::PetitionReclassified => Facts::reclassified,
        K::PetitionAccusedNamed | K::PetitionTakenBack => Facts::taken_back,
        K::PetitionUnsealed => Facts::unsealed,
        K::PetitionRouted | K::PetitionRerouted | K::PetitionCompetenceRuled => Facts::routed,
        K::PetitionHandedDown | K::PetitionGivenBack => Facts::passed,
        K::PetitionUnitSucceeded => Facts::succeeded,
        K::PetitionDiverted
        | K::PetitionNotAccepted
        | K::PetitionNoLongerAccepted
        | K::PetitionMerged
        | K::PetitionWithdrawn => Facts::leave,
        K::PetitionAccepted => Facts::accepted,
        K::DocumentIssued => Facts::told,
        K::PetitionExtended => Facts::extended,
        K::PetitionHandling | K::PetitionClockResumed => Facts::still_due,
        K::PetitionClockPaused => Facts::paused,
        K::PetitionClocksRecomputed => Facts::recomputed,
        K::PetitionReplyDrafted => Facts::drafted,
        K::PetitionReplied => Facts::replied,
        K::PetitionReviewRequested | K::PetitionReviewBeyond => Facts::review_asked,
        K::PetitionReviewed => Facts::reviewed,
        K::PetitionRereviewed => Facts::revoked,
        K::PetitionRereviewRequested | K::PetitionRereviewBeyond => Facts::rereview_asked,
        K::PetitionClosed => Facts::closed,
        K::PetitionContracted => Facts::contracted,
        K::PetitionContractEnded => Facts::contract_ended,
        K::PetitionReopened => Facts::reopened,
        K::PetitionRaisedAgain => Facts::raised_again,
        K::PetitionUndone | K::PetitionDiversionReturned => Facts::begun_again,
        K::EvaluationGiven => Facts::evaluated,
        K::PetitionMarkedUrgent => Facts::marked_urgent,
        K::PetitionUrgentSeen => Facts::urgent_seen,
        K::SupervisionOrdered => Facts::ordered,
        K::SupervisionAnswered => Facts::order_answered,
        K::SupervisionLifted => Facts::lifted,
        K::RecommendationMade => Facts::recommended,
        K::RecommendationAnswered => Facts::recommendation_answered,
        K::ActionItemOrdered => Facts::item_ordered,
        K::ActionItemDeclined => Facts::item_declined,
        K::ActionItemSentBack => Facts::item_sent_back,
        K::ActionItemClosed => Facts::item_closed,
        K::ActionItemLifted => Facts::item_lifted,
        K::HearingScheduled | K::HearingStage | K::HearingOutcomeIssued => Facts::in_hearing,
        _ => return None,
    };
    Some(effect)
}

/// Whether an event of this kind can change facts, or begins them.
#[must_use]
pub const fn heeds(kind: EventKind) -> bool {
    matches!(kind, EventKind::PetitionRegistered) || effect(kind).is_some()
}

/// An event as the fold sees it.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub petition: PetitionId,
    pub hearing: Option<HearingId>,
    pub kind: EventKind,
    pub at: Timestamp,
    pub due_after: Option<Timestamp>,
    /// Whose step it is, where it is an organ's.
    pub organ: Option<AgencyId>,
    pub details: &'a [(String, String)],
}

impl<'a> From<&'a Event> for Moment<'a> {
    fn from(event: &'a Event) -> Self {
        let organ = match event.actor {
            Actor::Staff { agency, .. } => Some(agency),
            Actor::Seat(_) | Actor::Petitioner | Actor::System => None,
        };
        Self {
            petition: event.petition,
            hearing: event.hearing,
            kind: event.kind,
            at: event.at,
            due_after: event.due_after,
            organ,
            details: &event.details,
        }
    }
}

impl<'a> Moment<'a> {
    /// The last detail of this name.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.details.iter().rev().find(|(found, _)| found == name).map(|(_, text)| text.as_str())
    }

    fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    fn id(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.text(name)?).ok()
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        self.read(name).map(Timestamp)
    }

    fn day(&self, name: &str) -> Option<Date> {
        Date::parse(self.text(name)?, crate::domain::timestamp::DAY).ok()
    }
}

impl Facts {
    /// The facts a registration makes; none from any other event.
    #[must_use]
    pub fn begin(moment: &Moment<'_>, place: DivisionCode) -> Option<Self> {
        if moment.kind != EventKind::PetitionRegistered {
            return None;
        }
        Some(Self {
            petition: moment.petition,
            place,
            registered_at: moment.at,
            registered_by: AgencyId(moment.id("registered_by")?),
            channel: moment.read("channel")?,
            category: moment.read("category")?,
            class: moment.read("content_class")?,
            persons: moment.read("persons_concerned").unwrap_or(1),
            routing: Due { by: moment.due_after, done: None },
            desk: None,
            behind: Vec::new(),
            routed: None,
            notice: Due::default(),
            told_at: None,
            unsigned: moment.read("signed") == Some(false),
            accepted_at: None,
            reply: Due::default(),
            extended_at: None,
            result: None,
            review_at: None,
            reviewed_at: None,
            rereview_at: None,
            closed_at: None,
            reopened_at: None,
            reworks: Vec::new(),
            left: None,
            again: false,
            raised_again_at: None,
            sessions: Vec::new(),
            items: Vec::new(),
            contracts: Vec::new(),
            evaluations: Vec::new(),
            answered_by: None,
            urgent_at: None,
            urgent_seen_at: None,
            orders: Vec::new(),
            recommendations: Vec::new(),
        })
    }

    /// What they are after one more event. Events come in the order of their chain.
    pub fn apply(&mut self, moment: &Moment<'_>) {
        if let Some(effect) = effect(moment.kind) {
            effect(self, moment);
        }
    }
}

/// Sets what is not set yet: first dates stand.
fn first(slot: &mut Option<Timestamp>, at: impl Into<Option<Timestamp>>) {
    if slot.is_none() {
        *slot = at.into();
    }
}
