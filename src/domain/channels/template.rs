//! WeChat template messages to followers of an official account.

use super::news;
use crate::domain::{Timestamp, event::EventKind, timestamp::written};

/// A template as the platform gave it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The platform's id of it.
    pub id: String,
    /// What is told with it; none: all that no other template names.
    pub kinds: Vec<EventKind>,
    /// Name of each field, and what stands in it: text with `{number}`, `{news}`, `{state}` and `{time}`.
    pub fields: Vec<(String, String)>,
}

/// What the fields of a template are filled with: nothing of the matter.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    pub number: &'a str,
    pub kind: EventKind,
    /// Where the petition stands now, in a word.
    pub state: &'a str,
    /// When it happened.
    pub at: Timestamp,
}

/// The template for news of `kind`: the one that names it, else the one that names none.
#[must_use]
pub fn template_for(templates: &[Template], kind: EventKind) -> Option<&Template> {
    let named = templates.iter().find(|template| template.kinds.contains(&kind));
    named.or_else(|| templates.iter().find(|template| template.kinds.is_empty()))
}

impl Template {
    /// Name and value of each field.
    #[must_use]
    pub fn filled(&self, with: &Filling<'_>) -> Vec<(&str, String)> {
        let at = with.at.local();
        let time = format!("{} {:02}:{:02}", written(at.date()), at.hour(), at.minute());
        let value = |pattern: &str| {
            pattern
                .replace("{number}", with.number)
                .replace("{news}", news(with.kind))
                .replace("{state}", with.state)
                .replace("{time}", &time)
        };
        self.fields.iter().map(|(name, pattern)| (name.as_str(), value(pattern))).collect()
    }
}

/// What becomes of a message by the platform's `errcode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Yes,
    /// The access token is not good any more: the next try takes a new one.
    StaleToken,
    /// The follower is gone or takes no messages.
    NobodyThere,
    /// Anything else: tried again.
    No,
}

impl Taken {
    /// By the `errcode` of WeChat's answer.
    #[must_use]
    pub const fn of(errcode: i64) -> Self {
        match errcode {
            0 => Self::Yes,
            40_001 | 40_014 | 42_001 => Self::StaleToken,
            40_003 | 43_004 | 43_101 => Self::NobodyThere,
            _ => Self::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(id: &str, kinds: &[EventKind]) -> Template {
        Template { id: id.to_owned(), kinds: kinds.to_vec(), fields: Vec::new() }
    }

    #[test]
    fn the_template_that_names_a_kind_goes_before_the_one_for_all() {
        let all = [template("rest", &[]), template("accepted", &[EventKind::PetitionAccepted])];
        for (templates, kind, found) in [
            (&all[..], EventKind::PetitionAccepted, Some("accepted")),
            (&all, EventKind::PetitionReplied, Some("rest")),
            (&all[1..], EventKind::PetitionReplied, None),
            (&[], EventKind::PetitionAccepted, None),
        ] {
            assert_eq!(template_for(templates, kind).map(|found| found.id.as_str()), found, "{kind}");
        }
    }

    #[test]
    fn fields_are_filled_with_the_number_and_not_the_matter() {
        let fields = ["{number}", "{news}：{state}", "{time}"].map(str::to_owned);
        let names = ["character_string1", "thing2", "time3"].map(str::to_owned);
        let template = Template { fields: names.into_iter().zip(fields).collect(), ..template("t", &[]) };
        let at = Timestamp(1_795_575_840_000);
        let with = Filling { number: "XF1", kind: EventKind::PetitionAccepted, state: "已受理", at };
        let filled: Vec<_> = template.filled(&with).into_iter().map(|(_, value)| value).collect();
        assert_eq!(filled, ["XF1", "信访事项有新进展：已受理", "2026年11月25日 11:04"]);
    }

    #[test]
    fn the_platforms_codes_say_whether_to_try_again() {
        for (code, taken) in [
            (0, Taken::Yes),
            (-1, Taken::No),
            (45_009, Taken::No),
            (40_037, Taken::No),
            (40_001, Taken::StaleToken),
            (42_001, Taken::StaleToken),
            (43_004, Taken::NobodyThere),
            (40_003, Taken::NobodyThere),
        ] {
            assert_eq!(Taken::of(code), taken, "{code}");
        }
    }
}
