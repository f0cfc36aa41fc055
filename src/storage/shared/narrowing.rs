//! Further conditions of the work list besides scope and state. All but one use no index of their own.

use super::petitions::receipt_missing;
use crate::storage::PetitionFilter;
use sqlx::query::QueryAs;

/// Which narrowing conditions a filter has; their values are bound in the order of [`CONDITIONS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Narrowing([bool; 15]);

/// Each with its condition; `$` is its parameter.
const CONDITIONS: [(&str, &str); 15] = [
    ("due before", "p.due < $"),
    ("category", "p.category = $"),
    ("content class", "p.content_class = $"),
    ("channel", "p.channel = $"),
    ("unit", "p.unit = $"),
    ("desk", "p.desk = $"),
    ("registered from", "p.registered_at >= $"),
    ("registered before", "p.registered_at < $"),
    ("handler", "p.handler = $"),
    // Since ever: a condition without a parameter would be another kind of thing. The states are those of SQLite's index.
    (
        "urgent",
        "p.urgent_since is not null and p.state not in ('closed', 'terminated', 'diverted', 'not_accepted', 'no_longer_accepted', 'merged', 'withdrawn', 'archived') and p.urgent_since >= $",
    ),
    // Until ever, for the same reason.
    ("receipt missing", concat!(receipt_missing!(), " and p.state_at < $")),
    // No index knows the expression: that of the days of registration would be read whole.
    ("paper missing", "p.id in (select o.petition from papers_owed o) and coalesce(p.registered_at, 0) < $"),
    // Said of the reply at hand: of what was replied again since it is no word.
    (
        "dissatisfied",
        "p.id in (select e.petition from evaluations e where e.level = 'dissatisfied' and not exists (
                select v.id from events v
                where v.petition = e.petition and v.kind = 'petition.replied' and v.at > e.replied_at))
            and p.state in ('replied', 'closed') and p.state_at < $",
    ),
    // The first two conditions are those of the index of what went out.
    (
        "to call back",
        "p.state in ('replied', 'reviewed') and p.category = 'appeal' and p.state = 'replied' and not exists (
                select c.at from call_backs c where c.petition = p.id and c.at >= p.state_at)
            and p.state_at < $",
    ),
    // Of an organ, whose own ranges are read: no index knows the expression.
    ("place", "$ in (p.l1, p.l2, p.l3, p.l4, p.l5, p.place)"),
];
const UNIT: usize = 4;
const DESK: usize = 5;
const HANDLER: usize = 8;
const URGENT: usize = 9;
const RECEIPT: usize = 10;
const PAPER: usize = 11;
const DISSATISFIED: usize = 12;
const TO_CALL_BACK: usize = 13;
/// What an agency has fewer of than it has petitions, and what has an index or a table of its own.
const FEW: [usize; 6] = [HANDLER, URGENT, RECEIPT, PAPER, DISSATISFIED, TO_CALL_BACK];

impl Narrowing {
    pub fn of(filter: &PetitionFilter) -> Self {
        Self([
            filter.due_until.is_some(),
            filter.category.is_some(),
            filter.content_class.is_some(),
            filter.channel.is_some(),
            filter.unit.is_some(),
            filter.desk.is_some(),
            filter.registered_from.is_some(),
            filter.registered_until.is_some(),
            filter.handler.is_some(),
            filter.urgent,
            filter.receipt_missing,
            filter.paper_missing,
            filter.dissatisfied,
            filter.to_call_back,
            filter.place.is_some(),
        ])
    }

    /// ` and …` for each condition: first of the bureau, whose index is read in the order of the list, then of all else.
    pub fn conditions(self, parameter: &mut dyn FnMut() -> String) -> (String, String) {
        let (mut desk, mut others) = (String::new(), String::new());
        for (place, (_, condition)) in CONDITIONS.iter().enumerate().filter(|(place, _)| self.0[*place]) {
            let one = format!(" and {}", condition.replace('$', &parameter()));
            if place == DESK { desk = one } else { others.push_str(&one) }
        }
        (desk, others)
    }

    /// The values, as [`Self::conditions`] numbered them.
    pub fn bind<'q, DB, O>(
        filter: &'q PetitionFilter,
        mut list: QueryAs<'q, DB, O, DB::Arguments>,
    ) -> QueryAs<'q, DB, O, DB::Arguments>
    where
        DB: sqlx::Database,
        i64: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
        uuid::Uuid: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
        &'q str: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    {
        if let Some(until) = filter.due_until {
            list = list.bind(until.0);
        }
        let texts = [
            filter.category.map(|category| category.as_str()),
            filter.content_class.map(|class| class.as_str()),
            filter.channel.map(|channel| channel.as_str()),
        ];
        for text in texts.into_iter().flatten() {
            list = list.bind(text);
        }
        for agency in [filter.unit, filter.desk].into_iter().flatten() {
            list = list.bind(agency.0);
        }
        for at in [filter.registered_from, filter.registered_until].into_iter().flatten() {
            list = list.bind(at.0);
        }
        if let Some(handler) = filter.handler {
            list = list.bind(handler.0);
        }
        if filter.urgent {
            list = list.bind(i64::MIN);
        }
        let until_ever =
            [filter.receipt_missing, filter.paper_missing, filter.dissatisfied, filter.to_call_back];
        for _ in until_ever.into_iter().filter(|asked| *asked) {
            list = list.bind(i64::MAX);
        }
        if let Some(place) = &filter.place {
            list = list.bind(place.as_str());
        }
        list
    }

    /// The scope of a division. A unit or a bureau below has far fewer petitions, a person's hands and what is urgent fewer
    /// still: where one is asked for, its index is the one to read, and the division's is kept out of the choice (no index
    /// knows the expression).
    pub fn in_division(self, column: &str, parameter: &str) -> String {
        if self.has_few() || self.0[DESK] {
            format!("coalesce(p.{column}, '') = {parameter}")
        } else {
            format!("p.{column} = {parameter}")
        }
    }

    /// The scope of an agency, which has more petitions than one of its people has in hands.
    pub fn of_agency(self, column: &str, parameter: &str) -> String {
        if FEW.iter().any(|few| self.0[*few]) {
            format!("(p.{column} = {parameter}) is true")
        } else {
            format!("p.{column} = {parameter}")
        }
    }

    /// Of a unit, of a person's hands, of what is urgent or wants a paper or receipt all can be read; a bureau may have most of
    /// a division.
    pub fn has_few(self) -> bool {
        self.0[UNIT] || FEW.iter().any(|few| self.0[*few])
    }

    /// None, each alone, all.
    pub fn samples() -> Vec<Self> {
        let alone = (0..CONDITIONS.len()).map(|at| Self(std::array::from_fn(|place| place == at)));
        [Self::default()].into_iter().chain(alone).chain([Self([true; CONDITIONS.len()])]).collect()
    }
}

impl std::fmt::Display for Narrowing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let wanted = CONDITIONS.iter().zip(self.0).filter(|(_, wanted)| *wanted);
        wanted.into_iter().try_for_each(|((name, _), _)| write!(f, ", {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::StateName;

    #[test]
    fn what_is_over_is_urgent_no_more() {
        let (_, condition) = CONDITIONS[URGENT];
        for state in StateName::ALL {
            assert_eq!(condition.contains(&format!("'{state}'")), !state.is_open(), "{state}");
        }
    }
}
