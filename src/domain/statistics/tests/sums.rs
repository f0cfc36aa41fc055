//! What holds for petitions of any shape.

use super::*;
use crate::domain::event::EventKind;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One of three.
fn leader(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(0xb0 + n % 3))
}

/// Stories of all shapes: each petition goes some way, early or late.
fn any_story() -> impl Strategy<Value = Story> {
    let places = prop::sample::select(vec!["620102001", "620102002", "620103002", "620102", "6201"]);
    let channel = prop::sample::select(Channel::ALL.to_vec());
    let steps = prop::collection::vec((0_usize..22, 0_i64..40), 0..10);
    (1_u128..1000, places, 1_i64..60, channel, 1_u32..40, steps).prop_map(
        |(n, place, day, channel, persons, steps)| {
            let mut story = Story::new(n, place, day, channel.as_str(), persons);
            let mut day = day;
            for (step, wait) in steps {
                day += wait;
                story = match step {
                    0 => story.routed(day, HOUSING),
                    1 => story.routed(day, STREET),
                    2 => story.accepted(day),
                    3 => story.then("petition.replied", day, by(day + 30), &[]),
                    4 => story.then("petition.closed", day, None, &[]),
                    5 => story.then("petition.withdrawn", day, None, &[]),
                    6 => story.then(
                        "petition.merged",
                        day,
                        None,
                        &[("same_person", if n % 2 == 0 { "true" } else { "false" })],
                    ),
                    15 => story.then("petition.not_accepted", day, None, &[("ground", "pending_elsewhere")]),
                    16 => story.then("petition.no_longer_accepted", day, None, &[]),
                    17 => story.then("petition.undone", day, by(day + 15), &[]),
                    18 | 19 => {
                        let (nth, to) =
                            (story.events.len() as u128, if n % 3 == 0 { STREET } else { HOUSING });
                        story.ordered(day, nth, to, by(day + 3))
                    }
                    20 => {
                        let orders = story.events.iter().position(|told| told.kind == "supervision.ordered");
                        story.order_answered(day, orders.unwrap_or_default() as u128)
                    }
                    21 => story.succeeded(day, HOUSING, STREET),
                    7 => story.then("petition.extended", day, by(day + 30), &[]),
                    8 => story.heard(day, "mediation"),
                    11 => story.heard_by(day, "leader_reception", leader(n)),
                    12 => story.then("petition.contracted", day, None, &[("leader", &leader(n).to_string())]),
                    13 => story.then(
                        "petition.contract_ended",
                        day,
                        None,
                        &[("leader", &leader(n).to_string())],
                    ),
                    9 => story.then("petition.screening", day, None, &[("category", "report")]),
                    10 => story.then(
                        "evaluation.given",
                        day,
                        None,
                        &[("target", "unit"), ("level", "dissatisfied")],
                    ),
                    _ => story.then("petition.review_requested", day, by(day + 30), &[]),
                };
            }
            story
        },
    )
}

fn wide(division: &str, by: &[By], as_of: i64) -> Question {
    Question { division: division.parse().unwrap(), by: by.to_vec(), ..question(&[], 1, 400, as_of) }
}

proptest! {
    /// 三级一致: what the districts count adds up to what the city counts, and every way of telling rows
    /// apart adds up to the same.
    #[test]
    fn children_add_up_to_their_parent(stories in prop::collection::vec(any_story(), 0..40), as_of in 1_i64..400) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let city = tabulate(&facts, &wide("6201", &[], as_of), &rules());
        let mut sum = tabulate(&facts.iter().filter(|f| f.place.as_str() == "6201").cloned().collect::<Vec<_>>(), &wide("6201", &[], as_of), &rules()).total;
        for district in ["620102", "620103"] {
            sum += &tabulate(&facts, &wide(district, &[], as_of), &rules()).total;
        }
        prop_assert_eq!(&sum, &city.total);
        for by in By::ALL {
            let table = tabulate(&facts, &wide("6201", &[*by], as_of), &rules());
            let mut sum = Tally::default();
            table.rows.values().for_each(|row| sum += row);
            if *by == By::Agency {
                // The whole by any order, each unit by its own.
                sum.0[IndicatorId::SupervisedShare as usize] = city.total.of(IndicatorId::SupervisedShare);
            }
            prop_assert_eq!(&sum, &city.total, "{}", by);
        }
    }

    /// No number has more in its numerator than in its denominator, unless it counts persons or days.
    #[test]
    fn a_share_is_never_more_than_all(stories in prop::collection::vec(any_story(), 0..20)) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let table = tabulate(&facts, &wide("62", &[], 400), &rules());
        for indicator in Indicator::all().iter().filter(|indicator| indicator.unit == Unit::Share) {
            let rate = table.total.of(indicator.id);
            prop_assert!(rate.numerator <= rate.denominator, "{}", indicator.id);
        }
    }

    /// A year is the sum of its parts, though each part passes over the petitions that cannot count in it.
    #[test]
    fn periods_add_up(stories in prop::collection::vec(any_story(), 0..20), days in 7_i64..60) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let over = |from, until| {
            let question = Question { division: "62".parse().unwrap(), ..question(&[], from, until, 600) };
            tabulate(&facts, &question, &rules()).total
        };
        let mut sum = Tally::default();
        for from in (1..601).step_by(days as usize) {
            sum += &over(from, (from + days).min(601));
        }
        prop_assert_eq!(sum, over(1, 601));
    }

    /// The log says how many hearings of which kind each leader opened and took charge of: the table says the same, read
    /// off the events and off the facts.
    #[test]
    fn leaders_and_kinds_are_those_of_the_log(stories in prop::collection::vec(any_story(), 0..30)) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let open = || stories.iter().zip(&facts).filter(|(_, facts)| !facts.is_sealed()).map(|(story, _)| story);
        let detail = |told: &Told, name| told.details.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone());
        let mut logged: BTreeMap<(String, String), [u64; 2]> = BTreeMap::new();
        for story in open() {
            for told in story.events.iter().filter(|told| told.kind == "hearing.stage") {
                let scheduled = |one: &&Told| one.kind == "hearing.scheduled" && one.hearing == told.hearing;
                let kind = detail(story.events.iter().find(scheduled).unwrap(), "kind").unwrap();
                logged.entry((detail(told, "presider").unwrap(), kind)).or_default()[0] += 1;
            }
            for told in story.events.iter().filter(|told| told.kind == "petition.contracted") {
                logged.entry((detail(told, "leader").unwrap(), String::new())).or_default()[1] += 1;
            }
        }
        let question = Question { period: on(-10)..on(2000), ..wide("62", &[By::Leader, By::HearingKind], 2000) };
        let table = tabulate(&facts, &question, &rules());
        let mut counted: BTreeMap<(String, String), [u64; 2]> = BTreeMap::new();
        for (cell, tally) in &table.rows {
            let (sessions, contracts) = (tally.of(IndicatorId::Sessions), tally.of(IndicatorId::Contracts));
            if let Some(leader) = cell.leader {
                let kind = cell.kind.map(|kind| kind.to_string()).unwrap_or_default();
                counted.insert((leader.to_string(), kind), [sessions.numerator, contracts.numerator]);
            } else {
                prop_assert_eq!((sessions.numerator, contracts.numerator), (0, 0), "everyone has a leader here");
            }
        }
        prop_assert_eq!(counted, logged);
    }

    /// Repeats, and orders with their answers organ by organ, read off the events and off the facts.
    #[test]
    fn repeats_and_orders_are_those_of_the_log(stories in prop::collection::vec(any_story(), 0..30)) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let (mut repeats, mut logged) = (0, BTreeMap::<String, [u64; 2]>::new());
        let open = stories.iter().zip(&facts).filter(|(_, facts)| !facts.is_sealed()).map(|(story, _)| story);
        for story in open {
            let mut left = None;
            for told in &story.events {
                let says = |name: &str, word: &str| told.details.iter().any(|(key, text)| key == name && text == word);
                let leaves = match told.kind {
                    "petition.merged" => Some(says("same_person", "true")),
                    "petition.not_accepted" | "petition.no_longer_accepted" => Some(true),
                    "petition.withdrawn" => Some(false),
                    _ => None,
                };
                left = if told.kind == "petition.undone" { None } else { left.or(leaves) };
                if told.kind == "supervision.ordered" {
                    let [(_, demand), (_, to)] = &told.details[..] else { unreachable!("as it is told") };
                    let answers = |one: &Told| one.kind == "supervision.answered" && one.details[0].1 == *demand;
                    let counts = logged.entry(to.clone()).or_default();
                    counts[0] += u64::from(story.events.iter().any(answers));
                    counts[1] += 1;
                }
            }
            repeats += u64::from(left == Some(true));
        }
        let question = Question { period: on(-10)..on(2000), ..wide("62", &[By::Agency], 2000) };
        let table = tabulate(&facts, &question, &rules());
        prop_assert_eq!(table.total.of(IndicatorId::RepeatShare).numerator, repeats);
        let mut counted = BTreeMap::new();
        for (cell, tally) in &table.rows {
            let rate = tally.of(IndicatorId::SupervisionAnswered);
            if rate.denominator > 0 {
                counted.insert(cell.agency.unwrap().to_string(), [rate.numerator, rate.denominator]);
            }
        }
        prop_assert_eq!(counted, logged);
    }

    /// Counted in parts, as several cores do, it is the same table.
    #[test]
    fn parts_add_up(stories in prop::collection::vec(any_story(), 0..40), at in 0_usize..40) {
        let facts: Vec<Facts> = stories.iter().map(Story::facts).collect();
        let question = wide("62", &[By::Class, By::Month, By::Agency], 400);
        let (some, others) = facts.split_at(at.min(facts.len()));
        let mut sum = tabulate(some, &question, &rules());
        sum += tabulate(others, &question, &rules());
        prop_assert_eq!(sum, tabulate(&facts, &question, &rules()));
    }

    /// Events that facts do not heed change nothing.
    #[test]
    fn what_is_not_heeded_changes_nothing(story in any_story()) {
        let mut facts = story.facts();
        let before = facts.clone();
        for told in &story.events {
            let moment = Moment { kind: EventKind::PetitionAttachmentAdded, ..story.moment(told) };
            prop_assert!(!heeds(moment.kind));
            facts.apply(&moment);
        }
        prop_assert_eq!(facts, before);
    }
}
