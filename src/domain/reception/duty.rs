//! Least numbers of leaders' receptions, and who reached them.

use super::{Leader, LeaderRank, ReceptionDay, ReceptionKind, ReceptionState};
use crate::domain::{
    Timestamp,
    ids::StaffId,
    jurisdiction::{DivisionCode, Level},
    named,
    petition::Calendar,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::AddAssign,
};
use time::{Date, Month};

named!(
    /// How long a minimum is counted over.
    pub enum Period {
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
);

/// The least a leader of that rank at that level must receive. Data: `[local_rules]` of the configuration brings others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceptionMinimum {
    /// Code of the division the rule holds in.
    pub division: Cow<'static, str>,
    pub level: Level,
    pub rank: LeaderRank,
    pub times: u32,
    pub per: Period,
    pub source: Cow<'static, str>,
}

const GANSU: Cow<'static, str> = Cow::Borrowed("甘肃省领导干部接访下访规定 (2018)");
const OF_GANSU: Cow<'static, str> = Cow::Borrowed("62");
/// Where one leader of every county receives on each working day.
pub const DAILY: &[&str] = &["62"];

/// The rules this build knows (docs/rules.md 1.8). Leaders of townships receive at any time, which is no number;
/// that one leader of a county receives on every working day is the county's duty, not one person's.
#[rustfmt::skip]
pub const DUTIES: &[ReceptionMinimum] = &[
    ReceptionMinimum { division: OF_GANSU, level: Level::Province, rank: LeaderRank::Chief, times: 1, per: Period::Year,    source: GANSU },
    ReceptionMinimum { division: OF_GANSU, level: Level::Province, rank: LeaderRank::Other, times: 1, per: Period::Year,    source: GANSU },
    ReceptionMinimum { division: OF_GANSU, level: Level::City,     rank: LeaderRank::Chief, times: 1, per: Period::Quarter, source: GANSU },
    ReceptionMinimum { division: OF_GANSU, level: Level::City,     rank: LeaderRank::Other, times: 1, per: Period::Month,   source: GANSU },
    ReceptionMinimum { division: OF_GANSU, level: Level::County,   rank: LeaderRank::Chief, times: 1, per: Period::Month,   source: GANSU },
];

/// Days that were held, and who was received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    pub days: u32,
    pub cases: u32,
    pub persons: u32,
}

impl Held {
    fn on(day: &ReceptionDay) -> Option<Self> {
        match day.state {
            ReceptionState::Held { cases, persons } => Some(Self { days: 1, cases, persons }),
            _ => None,
        }
    }
}

impl AddAssign for Held {
    fn add_assign(&mut self, other: Self) {
        self.days += other.days;
        self.cases += other.cases;
        self.persons += other.persons;
    }
}

/// By how a leader received: on the spot, by appointment, going down, with the case …
pub type HeldByKind = BTreeMap<ReceptionKind, Held>;

/// A leader, also one whose account was shut: shutting it changes no period that was over by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    pub leader: Leader,
    /// When the account was shut. None: it is open.
    pub until: Option<Timestamp>,
}

impl Served {
    /// Whether they had the post in a period, from the first day to the last, at all.
    #[must_use]
    pub fn is_of(&self, (first, last): (Date, Date)) -> bool {
        self.until.is_none_or(|until| until >= Timestamp::start_of(first))
            && self.leader.since.is_none_or(|since| since <= last)
    }

    /// Appointed after its first day: as for who left, the minimum of the whole is not theirs.
    #[must_use]
    pub fn came_after_the_start(&self, (first, _): (Date, Date)) -> bool {
        self.leader.since.is_some_and(|since| since > first)
    }

    /// Gone before its last day was over: who had a part of the time is held to no minimum of the whole.
    #[must_use]
    pub fn left_before_the_end(&self, (_, last): (Date, Date)) -> bool {
        self.until.is_some_and(|until| until <= Timestamp::end_of(last))
    }
}

/// Whether somebody did what they must in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compliance {
    pub leader: StaffId,
    /// None: no minimum is set for that post.
    pub duty: Option<ReceptionMinimum>,
    /// First and last day.
    pub period: (Date, Date),
    /// All kinds together: each counts for the minimum.
    pub held: Held,
    pub by_kind: HeldByKind,
    /// The minimum is reached, or none is set.
    pub met: bool,
}

/// On how many of a county's working days one of its leaders received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyReception {
    pub county: DivisionCode,
    /// First and last day counted.
    pub period: (Date, Date),
    pub working_days: u32,
    /// Working days on which nobody did.
    pub missed: Vec<Date>,
}

/// The working days of the month around `day`, as far as `today`, and those on which no leader of `county` received. `held`:
/// the days on which one did. None where no rule asks for it.
#[must_use]
pub fn daily_reception(
    rules: &[DivisionCode],
    county: &DivisionCode,
    held: &BTreeSet<Date>,
    (day, today): (Date, Date),
    calendar: &Calendar,
) -> Option<DailyReception> {
    if county.level() != Level::County || !rules.iter().any(|rule| rule.contains(county)) {
        return None;
    }
    let (first, last) = periods(Period::Month, day);
    // Who receives later today has not missed it yet.
    let over = today.previous_day().unwrap_or(today).min(last);
    let days = std::iter::successors(Some(first), |day| day.next_day()).take_while(|day| *day <= over);
    let working: Vec<_> = days.filter(|day| calendar.is_working_day(*day)).collect();
    let missed: Vec<_> = working.iter().copied().filter(|day| !held.contains(day)).collect();
    let working_days = u32::try_from(working.len()).unwrap_or(u32::MAX);
    Some(DailyReception { county: county.clone(), period: (first, last), working_days, missed })
}

/// The period of that kind that holds `day`.
#[must_use]
pub fn periods(per: Period, day: Date) -> (Date, Date) {
    let month = u8::from(day.month());
    let (first, last) = match per {
        Period::Month => (month, month),
        Period::Quarter => ((month - 1) / 3 * 3 + 1, (month - 1) / 3 * 3 + 3),
        Period::Year => (1, 12),
    };
    let day_of = |month: u8, number: u8| {
        Month::try_from(month).ok().and_then(|m| Date::from_calendar_date(day.year(), m, number).ok())
    };
    let last_month = Month::try_from(last).unwrap_or(Month::December);
    let last_day = last_month.length(day.year());
    (day_of(first, 1).unwrap_or(day), day_of(last, last_day).unwrap_or(day))
}

/// What the leader of an organ of `division` did in the period around `day`, by the days of `days` that are
/// theirs. Only days that were held count, and only since they have the post.
#[must_use]
pub fn compliance(
    duties: &[ReceptionMinimum],
    leader: &Leader,
    division: &DivisionCode,
    days: &[ReceptionDay],
    day: Date,
) -> Compliance {
    let duty = duties.iter().find(|duty| {
        division.as_str().starts_with(&*duty.division)
            && duty.level == division.level()
            && duty.rank == leader.rank
    });
    let duty = duty.cloned();
    let period = periods(duty.as_ref().map_or(Period::Month, |duty| duty.per), day);
    let theirs = days.iter().filter(|held| {
        let on = held.starts_at.local_date();
        let in_office = leader.since.is_none_or(|since| since <= on);
        held.leader == leader.staff && in_office && (period.0..=period.1).contains(&on)
    });
    let (mut held, mut by_kind) = (Held::default(), HeldByKind::new());
    for (kind, one) in theirs.filter_map(|day| Some((day.kind, Held::on(day)?))) {
        held += one;
        *by_kind.entry(kind).or_default() += one;
    }
    let met = duty.as_ref().is_none_or(|duty| held.days >= duty.times);
    Compliance { leader: leader.staff, duty, period, held, by_kind, met }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AgencyId, ReceptionDayId};
    use time::macros::date;
    use uuid::Uuid;

    const ME: StaffId = StaffId(Uuid::from_u128(1));

    fn held(day: Date, leader: StaffId, state: ReceptionState) -> ReceptionDay {
        let starts_at = Timestamp::end_of(day).plus_millis(-10 * crate::domain::HOUR_MS);
        ReceptionDay {
            id: ReceptionDayId(Uuid::nil()),
            agency: AgencyId(Uuid::nil()),
            leader,
            kind: ReceptionKind::Fixed,
            starts_at,
            ends_at: starts_at.plus_millis(1),
            place: String::new(),
            field: String::new(),
            published_at: None,
            state,
            version: 1,
        }
    }

    #[test]
    fn a_period_is_a_month_a_quarter_or_a_year() {
        for (per, day, first, last) in [
            (Period::Month, date!(2028 - 02 - 10), date!(2028 - 02 - 01), date!(2028 - 02 - 29)),
            (Period::Quarter, date!(2026 - 11 - 25), date!(2026 - 10 - 01), date!(2026 - 12 - 31)),
            (Period::Quarter, date!(2026 - 03 - 31), date!(2026 - 01 - 01), date!(2026 - 03 - 31)),
            (Period::Year, date!(2026 - 11 - 25), date!(2026 - 01 - 01), date!(2026 - 12 - 31)),
        ] {
            assert_eq!(periods(per, day), (first, last), "{per} {day}");
        }
    }

    /// An account that is shut in November changes nothing of October, and of December there is nothing to hold it to.
    #[test]
    fn who_left_is_bound_by_the_periods_before() {
        let leader = Leader {
            staff: ME,
            title: String::new(),
            rank: LeaderRank::Chief,
            field: String::new(),
            mailbox: false,
            since: None,
        };
        let month = |day| periods(Period::Month, day);
        let shut = Timestamp::end_of(date!(2026 - 11 - 25));
        for (until, day, is_of, left) in [
            (None, date!(2026 - 11 - 25), true, false),
            (Some(shut), date!(2026 - 10 - 01), true, false),
            (Some(shut), date!(2026 - 11 - 01), true, true),
            (Some(shut), date!(2026 - 12 - 01), false, true),
        ] {
            let served = Served { leader: leader.clone(), until };
            let found = (served.is_of(month(day)), served.left_before_the_end(month(day)));
            assert_eq!(found, (is_of, left), "{day} {until:?}");
        }
    }

    /// Appointed on 10 November: what was held before was held by somebody else's duty.
    #[test]
    fn who_was_appointed_in_a_period_is_bound_by_the_next() {
        let since = Some(date!(2026 - 11 - 10));
        let (rank, title, field) = (LeaderRank::Chief, String::new(), String::new());
        let leader = Leader { staff: ME, title, rank, field, mailbox: false, since };
        let served = Served { leader: leader.clone(), until: None };
        for (day, is_of, came) in [
            (date!(2026 - 10 - 25), false, true),
            (date!(2026 - 11 - 25), true, true),
            (date!(2026 - 12 - 25), true, false),
        ] {
            let month = periods(Period::Month, day);
            assert_eq!((served.is_of(month), served.came_after_the_start(month)), (is_of, came), "{day}");
        }
        let done = ReceptionState::Held { cases: 1, persons: 1 };
        let days = [date!(2026 - 11 - 09), date!(2026 - 11 - 10)].map(|day| held(day, ME, done.clone()));
        let found = compliance(DUTIES, &leader, &"620103".parse().unwrap(), &days, date!(2026 - 11 - 25));
        assert_eq!(found.held.days, 1, "not the day before the appointment");
    }

    #[test]
    fn on_every_working_day_one_leader_of_a_county_receives() {
        let calendar = Calendar::shipped();
        let rules: Vec<DivisionCode> = vec!["62".parse().unwrap()];
        let held: BTreeSet<_> = [date!(2026 - 11 - 02), date!(2026 - 11 - 04)].into();
        let of = |county: &str, today| {
            daily_reception(
                &rules,
                &county.parse().unwrap(),
                &held,
                (date!(2026 - 11 - 25), today),
                &calendar,
            )
        };
        let found = of("620103", date!(2026 - 11 - 06)).unwrap();
        assert_eq!(
            (found.working_days, found.missed),
            (4, vec![date!(2026 - 11 - 03), date!(2026 - 11 - 05)])
        );
        let month = of("620103", date!(2027 - 01 - 01)).unwrap();
        assert_eq!((month.working_days, month.missed.len()), (21, 19), "weekends are none");
        assert_eq!(of("620103", date!(2026 - 11 - 01)).unwrap().working_days, 0, "not begun");
        for elsewhere in ["6201", "620103002", "330106"] {
            assert_eq!(of(elsewhere, date!(2026 - 11 - 06)), None, "{elsewhere}");
        }
    }

    #[test]
    fn the_minimum_of_gansu_is_held_against_the_days_held() {
        let done = ReceptionState::Held { cases: 3, persons: 7 };
        let days = [
            held(date!(2026 - 10 - 12), ME, done.clone()),
            held(date!(2026 - 11 - 12), StaffId(Uuid::from_u128(2)), done),
            held(date!(2026 - 11 - 13), ME, ReceptionState::Planned),
            held(date!(2026 - 11 - 14), ME, ReceptionState::Cancelled { reason: String::new() }),
        ];
        for (rank, division, held, met) in [
            (LeaderRank::Chief, "6201", 1, true), // once in October: the quarter is done
            (LeaderRank::Other, "6201", 0, false), // not once in November
            (LeaderRank::Chief, "620103", 0, false),
            (LeaderRank::Chief, "62", 1, true),
            (LeaderRank::Other, "620103", 0, true), // no minimum of one's own
            (LeaderRank::Chief, "620103002", 0, true),
            (LeaderRank::Chief, "3301", 0, true),
        ] {
            let leader = Leader {
                staff: ME,
                title: String::new(),
                rank,
                field: String::new(),
                mailbox: false,
                since: None,
            };
            let found = compliance(DUTIES, &leader, &division.parse().unwrap(), &days, date!(2026 - 11 - 25));
            assert_eq!((found.held.days, found.met), (held, met), "{rank} {division}");
            assert_eq!((found.held.cases, found.held.persons), (held * 3, held * 7));
        }
    }

    #[test]
    fn each_way_to_receive_is_counted_by_itself_and_all_for_the_minimum() {
        let of = |kind: ReceptionKind, cases: u32| {
            let state = ReceptionState::Held { cases, persons: 2 * cases };
            ReceptionDay { kind, ..held(date!(2026 - 11 - 12), ME, state) }
        };
        let days = [of(ReceptionKind::Visit, 1), of(ReceptionKind::WithCase, 2), of(ReceptionKind::Visit, 3)];
        let (rank, title, field) = (LeaderRank::Other, String::new(), String::new());
        let leader = Leader { staff: ME, title, rank, field, mailbox: false, since: None };
        let found = compliance(DUTIES, &leader, &"6201".parse().unwrap(), &days, date!(2026 - 11 - 25));
        let of = |days: u32, cases: u32| Held { days, cases, persons: 2 * cases };
        let expected =
            HeldByKind::from([(ReceptionKind::WithCase, of(1, 2)), (ReceptionKind::Visit, of(2, 4))]);
        assert_eq!((found.held, found.by_kind, found.met), (of(3, 6), expected, true));
    }
}
