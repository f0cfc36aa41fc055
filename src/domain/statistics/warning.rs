//! Early warning (docs/rules.md 4.3): clusters of place and class, growth against the week before, the same
//! respondent again and again. Reports take no part: a pattern of them would tell of them.

use super::Facts;
use crate::domain::{
    DAY_MS, Timestamp,
    ids::PetitionId,
    jurisdiction::{DivisionCode, Level},
    named,
    petition::ContentClass,
};
use std::collections::BTreeMap;

named!(
    /// What stands out (docs/rules.md 4.3).
    pub enum WarningKind {
        /// Many of one class at one place in a few days.
        Cluster = "cluster",
        /// This week against the week before.
        Growth = "growth",
        /// Many against one respondent.
        Respondent = "respondent",
        /// One petition with many people, by visit.
        Crowd = "crowd",
        /// The same person in several petitions.
        Person = "person",
    }
);

/// From when on something is a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// So many petitions of one place and class...
    pub cluster: u32,
    /// ...or against one respondent...
    pub respondent: u32,
    /// ...in so many days.
    pub days: u32,
    /// This week over the week before, in per cent of it.
    pub growth_percent: u32,
    /// With fewer than this in the week, growth is chance.
    pub growth_from: u32,
    /// Persons of one visit.
    pub crowd: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cluster: 3, respondent: 3, days: 7, growth_percent: 150, growth_from: 5, crowd: 30 }
    }
}

/// What the facts do not hold: who is complained about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub petition: PetitionId,
    pub place: DivisionCode,
    pub respondent: String,
}

/// Something that a person should look at: what, where, how many, and the petitions behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub kind: WarningKind,
    /// Township where it is one's, else the next above.
    pub place: DivisionCode,
    pub class: Option<ContentClass>,
    pub respondent: Option<String>,
    /// What tells the person of this warning from others, and nothing about them.
    pub person: Option<String>,
    pub count: u32,
    /// Of the week before, for growth; of people, for a crowd.
    pub against: u32,
    pub since: Timestamp,
    /// Newest first.
    pub petitions: Vec<PetitionId>,
}

/// All warnings at `now` in `division`, the most petitions first.
pub fn warnings<'a>(
    facts: impl IntoIterator<Item = &'a Facts>,
    named: &[Named],
    division: &DivisionCode,
    limits: &Limits,
    now: Timestamp,
) -> Vec<Warning> {
    let back = |days: u32| now.plus_millis(-i64::from(days) * DAY_MS);
    let oldest = back(limits.days.max(14));
    let mut recent: Vec<&Facts> = facts
        .into_iter()
        .filter(|facts| division.contains(&facts.place) && !facts.is_sealed())
        .filter(|facts| (oldest..=now).contains(&facts.registered_at))
        .collect();
    recent.sort_by_key(|facts| (std::cmp::Reverse(facts.registered_at), facts.petition));
    let mut found = clusters(&recent, limits, back(limits.days));
    found.extend(growth(&recent, limits, (back(7), back(14))));
    found.extend(crowds(&recent, limits, back(limits.days)));
    found.extend(respondents(named, division, limits, back(limits.days)));
    found.sort_by(|a, b| {
        b.count.cmp(&a.count).then_with(|| (a.kind, &a.place, a.class).cmp(&(b.kind, &b.place, b.class)))
    });
    found
}

/// The township, or what is nearest above it.
fn neighbourhood(place: &DivisionCode) -> DivisionCode {
    place.at(Level::Township).unwrap_or_else(|| place.clone())
}

fn clusters(recent: &[&Facts], limits: &Limits, since: Timestamp) -> Vec<Warning> {
    let mut groups: BTreeMap<(DivisionCode, ContentClass), Vec<PetitionId>> = BTreeMap::new();
    for facts in recent.iter().filter(|facts| facts.registered_at >= since) {
        groups.entry((neighbourhood(&facts.place), facts.class)).or_default().push(facts.petition);
    }
    let warning = |((place, class), petitions): (_, Vec<PetitionId>)| Warning {
        class: Some(class),
        ..Warning::new(WarningKind::Cluster, place, since, petitions)
    };
    groups.into_iter().map(warning).filter(|warning| warning.count >= limits.cluster).collect()
}

/// By county and class: a township has too few for a week to mean anything.
fn growth(recent: &[&Facts], limits: &Limits, (week, before): (Timestamp, Timestamp)) -> Vec<Warning> {
    let mut groups: BTreeMap<(DivisionCode, ContentClass), (Vec<PetitionId>, u32)> = BTreeMap::new();
    for facts in recent.iter().filter(|facts| facts.registered_at >= before) {
        let county = facts.place.at(Level::County).unwrap_or_else(|| facts.place.clone());
        let group = groups.entry((county, facts.class)).or_default();
        if facts.registered_at >= week {
            group.0.push(facts.petition);
        } else {
            group.1 += 1;
        }
    }
    let warning = |((place, class), (petitions, against)): (_, (Vec<PetitionId>, u32))| Warning {
        class: Some(class),
        against,
        ..Warning::new(WarningKind::Growth, place, week, petitions)
    };
    let grown = |warning: &Warning| {
        let (now, then) = (u64::from(warning.count), u64::from(warning.against));
        warning.count >= limits.growth_from && now * 100 >= then.max(1) * u64::from(limits.growth_percent)
    };
    groups.into_iter().map(warning).filter(grown).collect()
}

fn crowds(recent: &[&Facts], limits: &Limits, since: Timestamp) -> Vec<Warning> {
    let crowd = |facts: &&&Facts| facts.registered_at >= since && facts.persons >= limits.crowd;
    let warning = |facts: &&Facts| Warning {
        class: Some(facts.class),
        against: facts.persons,
        ..Warning::new(
            WarningKind::Crowd,
            neighbourhood(&facts.place),
            facts.registered_at,
            vec![facts.petition],
        )
    };
    recent.iter().filter(crowd).map(warning).collect()
}

fn respondents(named: &[Named], division: &DivisionCode, limits: &Limits, since: Timestamp) -> Vec<Warning> {
    let mut groups: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    for named in named.iter().filter(|named| division.contains(&named.place)) {
        groups.entry(named.respondent.trim()).or_default().push(named);
    }
    let warning = |(respondent, group): (&str, Vec<&Named>)| {
        let place = common(group.iter().map(|named| &named.place))?;
        let petitions = group.iter().map(|named| named.petition).collect();
        let warning = Warning::new(WarningKind::Respondent, place, since, petitions);
        Some(Warning { respondent: Some(respondent.to_owned()), ..warning })
    };
    groups.into_iter().filter_map(warning).filter(|warning| warning.count >= limits.respondent).collect()
}

/// The nearest division that holds all of them.
pub(super) fn common<'a>(mut places: impl Iterator<Item = &'a DivisionCode>) -> Option<DivisionCode> {
    let first = places.next()?.clone();
    Some(places.fold(first, |mut shared, place| {
        while !shared.contains(place) {
            match shared.parent() {
                Some(parent) => shared = parent,
                None => break,
            }
        }
        shared
    }))
}

impl Warning {
    pub(super) fn new(
        kind: WarningKind,
        place: DivisionCode,
        since: Timestamp,
        petitions: Vec<PetitionId>,
    ) -> Self {
        let count = u32::try_from(petitions.len()).unwrap_or(u32::MAX);
        Self { kind, place, class: None, respondent: None, person: None, count, against: 0, since, petitions }
    }
}
