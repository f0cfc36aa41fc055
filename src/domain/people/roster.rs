//! Import list of accounts: name, user name, division, agency, roles; one person a line.

use super::Role;
use crate::domain::{
    ids::AgencyId,
    jurisdiction::{Agency, DivisionCode, LineFault},
};
use std::collections::BTreeMap;

/// Most people of one list.
pub const MAX_PEOPLE: usize = 2_000;

/// An account to be made. Posts are asked for and given by another hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub line: usize,
    pub name: String,
    pub username: String,
    pub agency: AgencyId,
    pub agency_name: String,
    pub roles: Vec<Role>,
}

/// What a list asks for, and every line that cannot be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    pub people: Vec<Wanted>,
    pub faults: Vec<LineFault>,
}

/// A user name as it is kept: 3 to 32 letters, digits, `.`, `-` or `_`, lower case.
#[must_use]
pub fn username(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (plain && (3..=32).contains(&name.len())).then_some(name)
}

/// A person's name as it is kept.
#[must_use]
pub fn staff_name(text: &str) -> Option<String> {
    let name = text.trim();
    (1..=50).contains(&name.chars().count()).then(|| name.to_owned())
}

/// Reads `name,username,division,agency,posts`. `agencies`: those that take people, `taken`: whether a user name has an
/// account. A first line that begins with 姓名 or `name` is a heading; posts are apart by spaces or `;`.
#[must_use]
pub fn read_roster(text: &str, agencies: &[Agency], taken: impl Fn(&str) -> bool) -> Roster {
    let mut roster = Roster::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        let heading = number == 1 && (line.starts_with("姓名") || line.to_lowercase().starts_with("name"));
        if line.is_empty() || line.starts_with('#') || heading {
            continue;
        }
        if roster.people.len() + roster.faults.len() == MAX_PEOPLE {
            // Nobody is looked up, and no further line read, for a list that is not taken anyway.
            let why = format!("at most {MAX_PEOPLE} people at once");
            return Roster { people: Vec::new(), faults: vec![LineFault { line: number, why }] };
        }
        let wanted = person(number, line, agencies).and_then(|wanted| {
            if let Some(first) = seen.insert(wanted.username.clone(), number) {
                return Err(format!("user name {} stands in line {first} already", wanted.username));
            }
            if taken(&wanted.username) {
                return Err(format!("user name {} is taken", wanted.username));
            }
            Ok(wanted)
        });
        match wanted {
            Ok(wanted) => roster.people.push(wanted),
            Err(why) => roster.faults.push(LineFault { line: number, why }),
        }
    }
    roster
}

fn person(line: usize, text: &str, agencies: &[Agency]) -> Result<Wanted, String> {
    let fields: Vec<String> =
        text.split([',', '\t', '，']).map(|field| field.trim().trim_matches('"').trim().to_owned()).collect();
    let [name, user, division, agency, posts @ ..] = fields.as_slice() else {
        return Err("expected `name,username,division,agency,posts`".to_owned());
    };
    let code: DivisionCode = division.parse().map_err(|_| format!("{division} is not a division code"))?;
    let found = agencies.iter().find(|one| one.division == code && one.name == *agency);
    let found =
        found.ok_or_else(|| format!("there is no open agency {agency} in {division}, or not in yours"))?;
    let roles = posts.iter().flat_map(|posts| posts.split([' ', ';', '；'])).filter(|role| !role.is_empty());
    let roles = roles.map(|role| role.parse().map_err(|_| format!("{role} is not a post")));
    let mut roles = roles.collect::<Result<Vec<Role>, _>>()?;
    roles.sort_unstable();
    roles.dedup();
    Ok(Wanted {
        line,
        name: staff_name(name).ok_or("a name has 1 to 50 characters")?,
        username: username(user)
            .ok_or_else(|| format!("user name {user}: 3 to 32 letters, digits, `.`, `-` or `_`"))?,
        agency: found.id,
        agency_name: found.name.clone(),
        roles,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jurisdiction::AgencyKind;
    use uuid::Uuid;

    fn read(text: &str) -> Roster {
        let agency = Agency {
            id: AgencyId(Uuid::nil()),
            name: "区信访局".into(),
            kind: AgencyKind::PetitionBureau,
            division: "620103".parse().unwrap(),
        };
        read_roster(text, &[agency], |username| username == "head")
    }

    #[test]
    fn a_list_is_read_with_or_without_heading() {
        let roster = read(
            "\u{feff}姓名,用户名,区划,单位,岗位\n\n新某,XinRen,620103,区信访局,screener counter_clerk\n# 备注\n二某\t er.mou \t620103\t区信访局\n",
        );
        assert_eq!(roster.faults, []);
        let read: Vec<_> =
            roster.people.iter().map(|one| (one.line, one.username.as_str(), one.roles.len())).collect();
        assert_eq!(read, [(3, "xinren", 2), (5, "er.mou", 0)]);
    }

    #[test]
    fn of_a_list_that_is_too_long_nobody_is_looked_up() {
        let lines: String = (0..=MAX_PEOPLE).map(|n| format!("某,user{n},620103,区信访局\n")).collect();
        let roster = read(&lines);
        assert_eq!((roster.people.len(), roster.faults.len(), roster.faults[0].line), (0, 1, MAX_PEOPLE + 1));
    }

    #[test]
    fn every_line_at_fault_is_named() {
        let lines = [
            "新某,xinren",
            "新某,x,620103,区信访局",
            ",xinren,620103,区信访局",
            "新某,xinren,62010,区信访局",
            "新某,xinren,620103,区住建局",
            "新某,xinren,620103,区信访局,boss",
            "新某,head,620103,区信访局",
            "新某,twice,620103,区信访局",
            "二某,twice,620103,区信访局",
        ];
        let roster = read(&lines.join("\n"));
        let at: Vec<_> = roster.faults.iter().map(|fault| fault.line).collect();
        assert_eq!((at, roster.people.len()), (vec![1, 2, 3, 4, 5, 6, 7, 9], 1), "{:?}", roster.faults);
    }
}
