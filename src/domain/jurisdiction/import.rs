//! A list of divisions to be taken over: `code,name`, one a line.

use super::{Division, DivisionCode, Level};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name, characters.
const MAX_NAME: usize = 60;

/// Which codes may be brought: an administrator's division and what lies in it, or everything.
pub type Within<'a> = Option<&'a DivisionCode>;

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct LineFault {
    pub line: usize,
    pub why: String,
}

/// What a list would change. Divisions come before what lies in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    pub added: Vec<Division>,
    /// With the name they had.
    pub renamed: Vec<(Division, String)>,
    pub unchanged: usize,
    pub faults: Vec<LineFault>,
}

impl Import {
    /// Everything there is to write.
    pub fn changed(&self) -> impl Iterator<Item = &Division> {
        self.added.iter().chain(self.renamed.iter().map(|(division, _)| division))
    }

    /// How many of `added` there are of each level that has any.
    #[must_use]
    pub fn added_by_level(&self) -> BTreeMap<Level, usize> {
        let mut counts = BTreeMap::new();
        self.added.iter().for_each(|division| *counts.entry(division.code.level()).or_default() += 1);
        counts
    }
}

/// Reads a list over the divisions there are. A first line without digits is a heading. Codes padded with
/// zeros to twelve digits, as the Bureau of Statistics writes them, are taken too.
#[must_use]
pub fn read_divisions(text: &str, known: &[Division], within: Within<'_>) -> Import {
    let known: BTreeMap<&DivisionCode, &str> =
        known.iter().map(|division| (&division.code, division.name.as_str())).collect();
    let (lines, mut import) = (lines(text), Import::default());
    let listed: BTreeSet<&DivisionCode> =
        lines.iter().filter_map(|(_, read)| read.as_ref().ok().map(|division| &division.code)).collect();
    let mut seen: BTreeMap<&DivisionCode, usize> = BTreeMap::new();
    for (line, read) in &lines {
        let division = match read {
            Ok(division) => division,
            Err(why) => {
                import.faults.push(LineFault { line: *line, why: why.clone() });
                continue;
            }
        };
        let has = |code: &DivisionCode| known.contains_key(code) || listed.contains(code);
        let fault = if let Some(first) = seen.insert(&division.code, *line) {
            Some(format!("{} stands in line {first} already", division.code))
        } else if within.is_some_and(|within| !within.contains(&division.code)) {
            Some(format!("{} is not in your division", division.code))
        } else {
            let parent = division.code.parent().filter(|parent| !has(parent));
            parent.map(|parent| format!("{} lies in {parent}, which there is not", division.code))
        };
        match (fault, known.get(&division.code)) {
            (Some(why), _) => import.faults.push(LineFault { line: *line, why }),
            (None, None) => import.added.push(division.clone()),
            (None, Some(name)) if *name == division.name => import.unchanged += 1,
            (None, Some(name)) => import.renamed.push((division.clone(), (*name).to_owned())),
        }
    }
    import.added.sort_by(|a, b| a.code.cmp(&b.code));
    import
}

/// Each line that says something, with its number.
fn lines(text: &str) -> Vec<(usize, Result<Division, String>)> {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().is_some_and(|line| !line.contains(|c: char| c.is_ascii_digit()));
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(line, text)| !text.is_empty() && !text.starts_with('#') && (*line > 1 || !heading))
        .map(|(line, text)| (line, division(text)))
        .collect()
}

fn division(line: &str) -> Result<Division, String> {
    let (code, name) = line.split_once([',', '\t', '，']).ok_or("expected `code,name`")?;
    let plain = |field: &str| field.trim().trim_matches('"').trim().to_owned();
    let (code, name) = (plain(code), plain(name));
    let code: DivisionCode =
        unpadded(&code).parse().map_err(|bad: super::BadDivisionCode| bad.to_string())?;
    if !(1..=MAX_NAME).contains(&name.chars().count()) || name.contains(',') {
        return Err(format!("a name has 1 to {MAX_NAME} characters and no comma"));
    }
    Ok(Division { code, name })
}

/// `620103000000` is the county 620103.
fn unpadded(code: &str) -> &str {
    if code.len() != 12 {
        return code;
    }
    let zeros = code.len() - code.trim_end_matches('0').len();
    let digits = match zeros {
        10.. => 2,
        8 | 9 => 4,
        6 | 7 => 6,
        3..=5 => 9,
        _ => 12,
    };
    code.get(..digits).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Division> {
        let division =
            |(code, name): (&str, &str)| Division { code: code.parse().unwrap(), name: name.into() };
        [("62", "甘肃省"), ("6201", "兰州市"), ("620103", "七里河区")].map(division).to_vec()
    }

    fn faults(text: &str, within: Option<&str>) -> Vec<usize> {
        let within = within.map(|code| code.parse().unwrap());
        read_divisions(text, &known(), within.as_ref()).faults.iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_list_says_what_is_new_what_is_renamed_and_what_stays() {
        let text = "\u{feff}代码,名称\r\n620103002001,某社区\r\n620103002,\"西湖街道\"\r\n62010300200101,第一网格\r\n\
                    620103,七里河区\r\n6201,兰州\r\n# 注\r\n620103002001002，第二网格\r\n";
        let import = read_divisions(text, &known(), None);
        assert_eq!(import.faults, []);
        let added: Vec<_> = import.added.iter().map(|division| division.code.as_str()).collect();
        assert_eq!(added, ["620103002", "620103002001", "620103002001002", "62010300200101"]);
        assert_eq!(import.renamed.len(), 1);
        assert_eq!((import.renamed[0].0.name.as_str(), import.renamed[0].1.as_str()), ("兰州", "兰州市"));
        assert_eq!(import.unchanged, 1);
        let by_level = import.added_by_level();
        assert_eq!(by_level[&Level::Grid], 2);
    }

    #[test]
    fn bad_lines_are_named_by_number() {
        for (text, within, lines) in [
            ("620103002,西湖街道\n\n62010,某\n620103003", None, vec![3, 4]),
            ("620103002,", None, vec![1]),
            ("620103002,a\n620103002,b", None, vec![2]),
            ("620104001,某街道", None, vec![1]),
            ("620103002001,某社区", None, vec![1]),
            ("620103002,西湖街道\n6202,嘉峪关市", Some("620103"), vec![2]),
        ] {
            assert_eq!(faults(text, within), lines, "{text}");
        }
    }

    #[test]
    fn codes_of_twelve_digits_with_zeros_are_what_they_begin_with() {
        for (padded, code) in [
            ("620000000000", "62"),
            ("620100000000", "6201"),
            ("621000000000", "6210"),
            ("620110000000", "620110"),
            ("620103000000", "620103"),
            ("620103100000", "620103100"),
            ("620103002000", "620103002"),
            ("620103002200", "620103002200"),
            ("620103002001", "620103002001"),
            ("620103002", "620103002"),
        ] {
            assert_eq!(unpadded(padded), code);
        }
    }
}
