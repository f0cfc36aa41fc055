//! What is registered: how many, by whom, and how it came.

use super::{Each, count, registrar, share};
use crate::domain::{
    petition::Channel,
    statistics::{Facts, Rules},
};

pub fn petitions(facts: &Facts, _: &Rules, each: Each<'_>) {
    count(each, facts.registered_at, registrar(facts), 1);
}

pub fn persons(facts: &Facts, _: &Rules, each: Each<'_>) {
    count(each, facts.registered_at, registrar(facts), facts.persons);
}

pub fn online(facts: &Facts, _: &Rules, each: Each<'_>) {
    let online = matches!(facts.channel, Channel::Web | Channel::App | Channel::Wechat);
    share(each, Some(facts.registered_at), registrar(facts), online);
}

pub fn repeats(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, Some(facts.registered_at), registrar(facts), facts.is_repeat());
}

pub fn group_visits(facts: &Facts, rules: &Rules, each: Each<'_>) {
    if facts.channel == Channel::Visit {
        share(each, Some(facts.registered_at), registrar(facts), facts.persons >= rules.group_from);
    }
}

pub fn group_persons(facts: &Facts, rules: &Rules, each: Each<'_>) {
    if facts.channel == Channel::Visit && facts.persons >= rules.group_from {
        count(each, facts.registered_at, registrar(facts), facts.persons);
    }
}
