//! What petitioners say of bureaus and units.

use super::{Each, exclude, registrar, share};
use crate::domain::statistics::{Facts, Rules, Satisfaction, Target};

/// What nobody may evaluate lowers no organ's share, and of a matter that is raised again the first petition is the one that
/// is evaluated (EVAL14 art. 4).
pub fn participation(facts: &Facts, rules: &Rules, each: Each<'_>) {
    let Some(replied) = facts.replied_at() else { return };
    let unit = facts.unit_at(Some(replied));
    if facts.is_merged() || facts.is_repeat() || unit.is_some_and(|unit| rules.unrated.contains(&unit)) {
        return exclude(each, replied, unit);
    }
    share(each, Some(replied), unit, !facts.evaluations.is_empty());
}

fn evaluated(facts: &Facts, of: Target, each: Each<'_>, hit: impl Fn(Satisfaction) -> bool) {
    let agency = if of == Target::Bureau { registrar(facts) } else { facts.unit_at(facts.replied_at()) };
    for evaluation in facts.evaluations.iter().filter(|evaluation| evaluation.target == of) {
        if facts.is_repeat() {
            exclude(each, evaluation.at, agency);
        } else {
            share(each, Some(evaluation.at), agency, hit(evaluation.level));
        }
    }
}

pub fn satisfied_bureau(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Bureau, each, |level| level != Satisfaction::Dissatisfied);
}

pub fn satisfied_unit(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Unit, each, |level| level != Satisfaction::Dissatisfied);
}

pub fn fully_satisfied_bureau(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Bureau, each, |level| level == Satisfaction::Satisfied);
}

pub fn fully_satisfied(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Unit, each, |level| level == Satisfaction::Satisfied);
}
