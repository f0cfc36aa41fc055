//! The yearly report of art. 41: fields concerned, organs most complained about, transfers, assignments and
//! supervision, recommendations and their adoption.

use super::{Facts, Indicator, IndicatorId, Part, Question, Rules, Table, tabulate};
use crate::domain::{
    Timestamp,
    ids::AgencyId,
    petition::{Category, ContentClass, OpinionResult, Routing},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// A field of life, with the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub class: ContentClass,
    pub petitions: u64,
    pub persons: u64,
    pub before: u64,
}

/// An organ that petitions were routed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complained {
    pub agency: AgencyId,
    /// That it was sent in the year, each once, whoever was sent them later.
    pub petitions: u64,
    /// Replies due in the year that were not delivered in time, as the table has them.
    pub late: u64,
    pub reviews: u64,
}

/// The yearly report of art. 41.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yearly {
    /// All indicators of the year.
    pub table: Table,
    /// The year before, to compare.
    pub before: Table,
    /// Most petitions first; classes without any are left out.
    pub fields: Vec<Field>,
    /// Most petitions first, and of as many who was late more often.
    pub organs: Vec<Complained>,
    /// Times, down to a bureau and to a unit, with those that another followed.
    pub transfers: u64,
    pub assignments: u64,
    /// Orders that ask for an answer by a day; a petition may have had several.
    pub supervised: u64,
    pub supervision_answered: u64,
    pub recommendations: u64,
    pub recommendations_answered: u64,
    pub recommendations_adopted: u64,
    /// Suggestions of petitioners (art. 29): answered in the year, and what came of them.
    pub suggestions_answered: u64,
    pub suggestions_adopted: u64,
    pub suggestions_partly_adopted: u64,
}

/// The report over `question.period`, a year; `before` is the year before. `question.by` is not looked at.
#[must_use]
pub fn yearly(facts: &[&Facts], question: &Question, before: &Question, rules: &Rules) -> Yearly {
    let mut report = Yearly {
        table: tabulate(facts.iter().copied(), question, rules),
        before: tabulate(facts.iter().copied(), before, rules),
        ..Yearly::default()
    };
    let mut fields: BTreeMap<ContentClass, Field> = BTreeMap::new();
    let mut organs: BTreeMap<AgencyId, Complained> = BTreeMap::new();
    let now = |at: Timestamp| question.period.contains(&at) && at <= question.as_of;
    let open = facts.iter().filter(|facts| question.division.contains(&facts.place) && !facts.is_sealed());
    for facts in open {
        let field = fields.entry(facts.class).or_insert(Field {
            class: facts.class,
            petitions: 0,
            persons: 0,
            before: 0,
        });
        field.before += u64::from(before.period.contains(&facts.registered_at));
        if now(facts.registered_at) {
            field.petitions += 1;
            field.persons += u64::from(facts.persons);
        }
        report.count_steps(facts, now);
        count_organs(&mut organs, facts, rules, now);
    }
    report.fields = fields.into_values().filter(|field| field.petitions + field.before > 0).collect();
    report.fields.sort_by_key(|field| Reverse(field.petitions));
    report.organs = organs.into_values().collect();
    report.organs.sort_by_key(|organ| Reverse((organ.petitions, organ.late, organ.reviews)));
    report
}

impl Yearly {
    fn count_steps(&mut self, facts: &Facts, now: impl Fn(Timestamp) -> bool) {
        for (how, _) in facts.sent().filter(|(_, at)| now(*at)) {
            match how {
                Routing::Transfer => self.transfers += 1,
                Routing::Assignment => self.assignments += 1,
            }
        }
        // A reminder that names no day asks for no answer: as in the rate of answers.
        for order in facts.orders.iter().filter(|order| now(order.at) && order.answer.by.is_some()) {
            self.supervised += 1;
            self.supervision_answered += u64::from(order.answer.done.is_some());
        }
        for recommendation in facts.recommendations.iter().filter(|one| now(one.made_at) && !one.lifted) {
            self.recommendations += 1;
            self.recommendations_answered += u64::from(recommendation.answered_at.is_some());
            self.recommendations_adopted += u64::from(recommendation.adopted);
        }
        if facts.category == Category::Suggestion && facts.replied_at().is_some_and(&now) {
            let result = |wanted| u64::from(facts.result == Some(wanted));
            self.suggestions_answered += 1;
            self.suggestions_adopted += result(OpinionResult::Adopted);
            self.suggestions_partly_adopted += result(OpinionResult::PartlyAdopted);
        }
    }
}

fn count_organs(
    organs: &mut BTreeMap<AgencyId, Complained>,
    facts: &Facts,
    rules: &Rules,
    now: impl Fn(Timestamp) -> bool,
) {
    let received = facts.received().filter(|(_, at)| now(*at));
    let mut units: Vec<AgencyId> = received.map(|(unit, _)| unit).collect();
    units.sort_unstable();
    units.dedup();
    for unit in units {
        organ(organs, unit).petitions += 1;
    }
    Indicator::of(IndicatorId::OnTimeCompletion).mark(facts, rules, |mark| {
        if let Some(unit) = mark.agency.filter(|_| mark.is_in(Part::Missed) && now(mark.at)) {
            organ(organs, unit).late += 1;
        }
    });
    let replied = facts.unit_at(facts.replied_at());
    if let Some(unit) = replied.filter(|_| facts.review_at.is_some_and(&now)) {
        organ(organs, unit).reviews += 1;
    }
}

/// To be counted up: who has nothing in the year is not in it.
fn organ(organs: &mut BTreeMap<AgencyId, Complained>, agency: AgencyId) -> &mut Complained {
    organs.entry(agency).or_insert(Complained { agency, petitions: 0, late: 0, reviews: 0 })
}
