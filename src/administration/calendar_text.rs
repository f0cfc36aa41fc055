//! A holiday calendar as it is handed in: our own lines, or the JSON of the public data set holiday-cn (one
//! year, or an array of years).

use crate::domain::petition::{BadCalendar, Calendar};
use serde::Deserialize;

/// Why it is not taken, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Unreadable {
    pub line: usize,
    pub why: String,
}

/// The years read, and where the notice is to be found if the data say so.
///
/// # Errors
/// The first line that cannot be taken; a year without days, for which no notice was published.
pub fn read_calendar(text: &str) -> Result<(Calendar, Option<String>), Unreadable> {
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let (calendar, source) =
        if json { read_json(text)? } else { (Calendar::parse(text).map_err(Unreadable::of)?, None) };
    if calendar.years().next().is_none() {
        return Err(Unreadable { line: 1, why: "there is no year in it".to_owned() });
    }
    let empty = calendar.years().find(|year| !calendar.has_days_of(*year));
    empty.map_or(Ok((calendar, source)), |year| {
        let found = text.lines().position(|line| line.contains(&year.to_string()));
        let why = format!("{year} has no days off: its notice was not published yet");
        Err(Unreadable { line: found.map_or(1, |index| index + 1), why })
    })
}

#[derive(Deserialize)]
struct Year {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    date: String,
    #[serde(rename = "isOffDay")]
    is_off_day: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Years {
    One(Year),
    Many(Vec<Year>),
}

fn read_json(text: &str) -> Result<(Calendar, Option<String>), Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    // Read twice: the untagged enum says where nothing is wrong, and not where something is.
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| Unreadable { line: error.line(), why: error.to_string() })?;
    let years = match serde_json::from_value(value) {
        Ok(Years::One(year)) => vec![year],
        Ok(Years::Many(years)) => years,
        Err(_) => {
            let why = "expected `year` and `days` with `date` and `isOffDay`".to_owned();
            return Err(Unreadable { line: 1, why });
        }
    };
    let mut lines: Vec<String> = years.iter().map(|year| format!("year {}", year.year)).collect();
    for day in years.iter().flat_map(|year| &year.days) {
        lines.push(format!("{} {}", if day.is_off_day { "off" } else { "work" }, day.date));
    }
    let calendar = Calendar::parse(&lines.join("\n")).map_err(|bad| {
        let date = bad.text.split_once(' ').map_or("", |(_, date)| date);
        let line = text.lines().position(|line| line.contains(date)).map_or(1, |index| index + 1);
        Unreadable { line, why: format!("{date}: {}", bad.why) }
    })?;
    let papers: Vec<_> = years.into_iter().flat_map(|year| year.papers).collect();
    Ok((calendar, Some(papers.join(" ")).filter(|papers| !papers.is_empty())))
}

impl Unreadable {
    fn of(bad: BadCalendar) -> Self {
        Self { line: bad.line, why: format!("`{}`: {}", bad.text, bad.why) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_json_say_the_same() {
        let lines = "year 2027\noff 2027-01-01..2027-01-03\nwork 2027-01-09\n";
        let json = r#"{"$schema": "x", "year": 2027, "papers": ["https://example.org/2027"], "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-03", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-09", "isOffDay": false}]}"#;
        let (calendar, source) = read_calendar(json).unwrap();
        assert_eq!(read_calendar(lines).unwrap(), (calendar.clone(), None));
        assert_eq!(source.as_deref(), Some("https://example.org/2027"));
        assert_eq!(read_calendar(&format!("[{json}]")).unwrap().0, calendar);
    }

    #[test]
    fn a_bad_line_is_named_whatever_the_format() {
        for (text, line) in [
            ("year 2027\noff 2027-02-30", 2),
            ("", 1),
            ("year 2026\noff 2026-01-01\nyear 2027", 3),
            ("{\n\"year\": 2027,\n\"days\": [}", 3),
            ("{\n\"year\": 2027\n}", 1),
            ("{\n\"year\": 2027,\n\"days\": []}", 2),
            (
                "{\"year\": 2027, \"days\": [\n{\"date\": \"2027-01-01\", \"isOffDay\": true},\n{\"date\": \"2027-01-05\", \"isOffDay\": false}]}",
                3,
            ),
        ] {
            assert_eq!(read_calendar(text).unwrap_err().line, line, "{text}");
        }
    }
}
