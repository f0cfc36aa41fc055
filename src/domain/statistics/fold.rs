//! From events to facts. Events are known by their stable texts, so that a step another part of the house
//! adds is counted as soon as it is logged.

mod beside;
mod course;

use super::{Due, Facts, Leaving};
use crate::domain::{
    Timestamp,
    event::Event,
    ids::{AgencyId, HearingId, PetitionId},
    jurisdiction::DivisionCode,
};
use std::str::FromStr;
use time::Date;
use uuid::Uuid;

/// Of the fold itself: one more whenever the facts of events that were logged before would be others, so that a store
/// makes them anew (`StatisticsRecords::facts_are_missing`).
pub const FOLD: u32 = 3;

/// Kinds of event that facts are made from; all others leave them as they are.
const HEEDED: &[&str] = &[
    "petition.registered",
    "petition.screening",
    "petition.unsealed",
    "petition.corrected",
    "petition.party_added",
    "petition.routed",
    "petition.handed_down",
    "petition.given_back",
    "petition.rerouted",
    "petition.competence_ruled",
    "petition.unit_succeeded",
    "petition.diverted",
    "petition.diversion_returned",
    "petition.not_accepted",
    "petition.no_longer_accepted",
    "petition.merged",
    "petition.accepted",
    "petition.handling",
    "petition.extended",
    "petition.reply_drafted",
    "petition.replied",
    "petition.clocks_recomputed",
    "petition.review_requested",
    "petition.review_beyond",
    "petition.reviewed",
    "petition.rereview_requested",
    "petition.rereview_beyond",
    "petition.closed",
    "petition.reopened",
    "petition.undone",
    "petition.withdrawn",
    "petition.contracted",
    "petition.contract_ended",
    "hearing.scheduled",
    "hearing.stage",
    "hearing.outcome_issued",
    "action_item.ordered",
    "action_item.closed",
    "evaluation.given",
    "petition.marked_urgent",
    "petition.urgent_seen",
    "supervision.ordered",
    "supervision.answered",
    "supervision.lifted",
    "recommendation.made",
    "recommendation.answered",
];

/// Whether an event of this kind can change facts.
#[must_use]
pub fn heeds(kind: &str) -> bool {
    HEEDED.contains(&kind)
}

/// An event as the fold sees it.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub petition: PetitionId,
    pub hearing: Option<HearingId>,
    pub kind: &'a str,
    pub at: Timestamp,
    pub due_after: Option<Timestamp>,
    pub details: &'a [(String, String)],
}

impl<'a> From<&'a Event> for Moment<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            petition: event.petition,
            hearing: event.hearing,
            kind: event.kind.as_str(),
            at: event.at,
            due_after: event.due_after,
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
        if moment.kind != "petition.registered" {
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
            accepted_at: None,
            reply: Due::default(),
            extended_at: None,
            result: None,
            review_at: None,
            reviewed_at: None,
            rereview_at: None,
            closed_at: None,
            reopened_at: None,
            left: None,
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
        let at = moment.at;
        match moment.kind {
            "petition.screening" | "petition.corrected" | "petition.party_added" => self.corrected(moment),
            "petition.unsealed" => {
                self.corrected(moment);
                self.still_due(moment);
            }
            "petition.routed" | "petition.rerouted" | "petition.competence_ruled" => self.routed(moment),
            "petition.handed_down" | "petition.given_back" => self.passed(moment),
            "petition.unit_succeeded" => self.succeeded(moment),
            "petition.diverted" => self.leave(Leaving::Diverted, moment),
            "petition.not_accepted" => self.leave(Leaving::NotAccepted, moment),
            "petition.no_longer_accepted" => self.leave(Leaving::NoLongerAccepted, moment),
            "petition.merged" => self.leave(Leaving::Merged, moment),
            "petition.withdrawn" => self.leave(Leaving::Withdrawn, moment),
            "petition.accepted" => self.accepted(moment),
            "petition.extended" => {
                first(&mut self.extended_at, at);
                self.still_due(moment);
            }
            "petition.handling" => self.still_due(moment),
            "petition.clocks_recomputed" => self.recomputed(moment),
            "petition.reply_drafted" => self.result = moment.read("result").or(self.result),
            "petition.replied" => first(&mut self.reply.done, at),
            "petition.review_requested" | "petition.review_beyond" => first(&mut self.review_at, at),
            "petition.reviewed" => first(&mut self.reviewed_at, at),
            "petition.rereview_requested" | "petition.rereview_beyond" => first(&mut self.rereview_at, at),
            "petition.closed" => self.closed(at),
            "petition.contracted" => self.contracted(moment),
            "petition.contract_ended" => self.contract_ended(moment),
            "petition.reopened" => first(&mut self.reopened_at, at),
            "petition.undone" | "petition.diversion_returned" => self.begun_again(at),
            "evaluation.given" => self.evaluated(moment),
            "petition.marked_urgent" => first(&mut self.urgent_at, at),
            "petition.urgent_seen" => first(&mut self.urgent_seen_at, at),
            "supervision.ordered" => self.ordered(moment),
            "supervision.answered" | "supervision.lifted" => self.order_answered(moment),
            "recommendation.made" => self.recommended(moment),
            "recommendation.answered" => self.recommendation_answered(moment),
            "action_item.ordered" => self.item_ordered(moment),
            "action_item.closed" => self.item_closed(moment),
            _ => self.in_hearing(moment),
        }
    }
}

/// Sets what is not set yet: first dates stand.
fn first(slot: &mut Option<Timestamp>, at: impl Into<Option<Timestamp>>) {
    if slot.is_none() {
        *slot = at.into();
    }
}
