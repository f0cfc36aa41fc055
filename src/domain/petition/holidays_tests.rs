use super::*;
use time::macros::date;

#[test]
fn the_shipped_file_has_the_published_number_of_days() {
    let calendar = Calendar::shipped();
    assert_eq!(calendar.version(), "2024-2026");
    for (year, off, worked) in [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)] {
        let of = |days: &BTreeSet<Date>| days.iter().filter(|day| day.year() == year).count();
        assert_eq!((of(&calendar.off), of(&calendar.worked)), (off, worked), "{year}");
    }
    assert!(calendar.worked.iter().all(|day| is_weekend(*day)));
    assert!(calendar.worked.is_disjoint(&calendar.off));
}

#[test]
fn a_bad_line_is_named() {
    for (text, line) in [
        ("year 2026\noff tomorrow", 2),
        ("rest 2026-01-01", 1),
        ("# note\n\nwork 2026-02-30", 3),
        ("off", 1),
        ("year 1026", 1),
        ("off 2026-01-01", 1),
        ("year 2026\noff 2027-01-01", 2),
        ("year 2026\noff 2026-01-03..2026-01-01", 2),
        ("year 2026\noff 2026-01-01..2026-10-07", 2),
        ("year 2026\nwork 2026-01-05", 2),
        ("year 2026\noff 2026-01-03\nwork 2026-01-03", 3),
        ("year 2026\nwork 2026-01-04\noff 2026-01-01..2026-01-04", 3),
    ] {
        assert_eq!(Calendar::parse(text).unwrap_err().line, line, "{text}");
    }
    assert!(Calendar::parse("\u{feff}year 2027\r\noff 2026-12-31..2027-01-02\r\n").is_ok());
}

#[test]
fn what_was_written_reads_the_same() {
    let calendar = Calendar::shipped();
    assert_eq!(Calendar::parse(&calendar.text()).unwrap(), calendar);
}

#[test]
fn a_loaded_year_replaces_that_year_and_no_other() {
    let shipped = Calendar::shipped();
    let loaded = Calendar::parse("year 2026\noff 2026-01-01\nyear 2027\noff 2027-02-05..2027-02-12").unwrap();
    let merged = shipped.with_years_of(&loaded).numbered(3);
    assert_eq!(merged.version(), "2024-2027/3");
    for (day, kind) in [
        (date!(2025 - 10 - 08), DayKind::Holiday),
        (date!(2026 - 01 - 01), DayKind::Holiday),
        (date!(2026 - 10 - 07), DayKind::Plain),
        (date!(2026 - 10 - 10), DayKind::Plain),
        (date!(2027 - 02 - 12), DayKind::Holiday),
    ] {
        assert_eq!(merged.kind(day), kind, "{day}");
    }
}

#[test]
fn changes_name_the_days_that_differ_and_no_others() {
    let shipped = Calendar::shipped();
    assert_eq!(shipped.changes(&shipped), []);
    let notice =
        "year 2027\noff 2027-01-01\noff 2027-02-05..2027-02-08\noff 2027-04-05\noff 2027-05-01..2027-05-02
        off 2027-06-09\noff 2027-09-15\noff 2027-10-01..2027-10-05\nwork 2027-10-09";
    let changes = shipped.changes(&shipped.with_years_of(&Calendar::parse(notice).unwrap()));
    let days = changes.iter().map(|change| (change.day, change.before, change.after)).collect::<Vec<_>>();
    // The days by law were off before the notice too.
    assert_eq!(
        days,
        [
            (date!(2027 - 10 - 04), DayKind::Plain, DayKind::Holiday),
            (date!(2027 - 10 - 05), DayKind::Plain, DayKind::Holiday),
            (date!(2027 - 10 - 09), DayKind::Plain, DayKind::MakeUp),
        ]
    );
}

#[test]
fn a_notice_that_takes_a_day_by_law_away_is_seen_too() {
    let changes = Calendar::shipped()
        .changes(&Calendar::shipped().with_years_of(&Calendar::parse("year 2027").unwrap()));
    assert_eq!(changes.len(), 13, "{changes:?}");
}

#[test]
fn holidays_of_the_coming_year_are_missed_once_they_should_be_published() {
    let calendar = Calendar::parse("year 2026\noff 2026-01-01").unwrap();
    for (today, missed) in [
        (date!(2026 - 01 - 01), None),
        (date!(2026 - 10 - 31), None),
        (date!(2026 - 11 - 01), Some(2027)),
        (date!(2027 - 01 - 04), Some(2027)),
    ] {
        assert_eq!(calendar.misses(today), missed, "{today}");
    }
}
