//! 保管: how long recordings are kept, who may still play them, and when they go.
//!
//! No rule gives years for recordings of receptions [our choice]; personal information is kept no longer than its
//! purpose needs (PIPL 19), so every class but one ends. Nothing goes by itself: a person approves it, by name.

use super::HearingKind;
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    named,
};
use time::{Date, Month};

named!(
    /// 保管期限 of a hearing's recordings.
    pub enum KeepClass {
        Ordinary = "ordinary",
        /// Formal hearings (听证会), which review bodies and courts may ask for.
        Formal = "formal",
        /// While a dispute, an inspection or an archive's order needs them.
        Permanent = "permanent",
    }
);

/// Years after which recordings of a class may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepYears {
    pub ordinary: u16,
    pub formal: u16,
}

impl Default for KeepYears {
    fn default() -> Self {
        Self { ordinary: 3, formal: 10 }
    }
}

/// Hearings that ended before have recordings that may be due, by class; those kept for ever never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedBefore {
    pub ordinary: Timestamp,
    pub formal: Timestamp,
}

impl KeepYears {
    /// Of a class; none: for ever.
    #[must_use]
    pub const fn of(self, class: KeepClass) -> Option<u16> {
        match class {
            KeepClass::Ordinary => Some(self.ordinary),
            KeepClass::Formal => Some(self.formal),
            KeepClass::Permanent => None,
        }
    }

    /// What [`Keeping::may_destroy`] lets go at `now` is among them.
    #[must_use]
    pub fn over(self, now: Timestamp) -> EndedBefore {
        let before = |years: u16| years_on(now.local_date(), -i32::from(years)).unwrap_or(now);
        EndedBefore { ordinary: before(self.ordinary), formal: before(self.formal) }
    }
}

/// The end of the same day so many years on; of a 29 February, where there is none, that of 1 March.
fn years_on(day: Date, years: i32) -> Option<Timestamp> {
    let year = day.year() + years;
    let there = day.replace_year(year).or_else(|_| Date::from_calendar_date(year, Month::March, 1));
    there.ok().map(Timestamp::end_of)
}

/// What was decided about a hearing's recordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    pub class: KeepClass,
    /// 封存: why nobody plays them or takes them along, while it is so.
    pub sealed: Option<String>,
    /// When the files went; their rows and hashes stay.
    pub destroyed: Option<Timestamp>,
}

/// Why recordings may not be destroyed, sealed or played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeepRefusal {
    #[error("the recordings are gone already")]
    Gone,
    #[error("the recordings are sealed")]
    Sealed,
    #[error("the recordings must be kept longer")]
    NotYet,
    #[error("the hearing is not over")]
    NotOver,
}

impl Keeping {
    /// Before anybody decided otherwise.
    #[must_use]
    pub fn of(kind: HearingKind) -> Self {
        let class = if kind == HearingKind::FormalHearing { KeepClass::Formal } else { KeepClass::Ordinary };
        Self { class, sealed: None, destroyed: None }
    }

    /// Until when recordings of a hearing closed at `closed` are kept; for ever without an end. A closing on 29
    /// February ends on 1 March.
    #[must_use]
    pub fn until(&self, closed: Timestamp, years: KeepYears) -> Option<Timestamp> {
        years_on(closed.local_date(), i32::from(years.of(self.class)?))
    }

    /// # Errors
    /// They are gone or sealed.
    pub fn may_play(&self) -> Result<(), KeepRefusal> {
        match self {
            Self { destroyed: Some(_), .. } => Err(KeepRefusal::Gone),
            Self { sealed: Some(_), .. } => Err(KeepRefusal::Sealed),
            _ => Ok(()),
        }
    }

    /// # Errors
    /// They are gone, sealed, or to be kept longer.
    pub fn may_destroy(
        &self,
        closed: Option<Timestamp>,
        years: KeepYears,
        now: Timestamp,
    ) -> Result<(), KeepRefusal> {
        self.may_play()?;
        let closed = closed.ok_or(KeepRefusal::NotOver)?;
        match self.until(closed, years) {
            Some(until) if until < now => Ok(()),
            _ => Err(KeepRefusal::NotYet),
        }
    }

    /// Decides class and seal anew; what the log says of it, nothing if nothing changes.
    ///
    /// # Errors
    /// They are gone.
    pub fn decide(
        &mut self,
        class: KeepClass,
        sealed: bool,
        reason: &str,
    ) -> Result<Option<Change>, KeepRefusal> {
        if self.destroyed.is_some() {
            return Err(KeepRefusal::Gone);
        }
        if self.class == class && self.sealed.is_some() == sealed {
            return Ok(None);
        }
        self.class = class;
        self.sealed = sealed.then(|| self.sealed.take().unwrap_or_else(|| reason.to_owned()));
        let change = Change::new(EventKind::HearingRecordingKeeping)
            .because(reason)
            .with("class", class)
            .with("sealed", if sealed { "yes" } else { "no" });
        Ok(Some(change))
    }

    /// Notes that the files go.
    pub fn destroy(&mut self, files: usize, reason: &str, now: Timestamp) -> Change {
        self.destroyed = Some(now);
        Change::new(EventKind::HearingRecordingDestroyed).because(reason).with("files", files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const YEARS: KeepYears = KeepYears { ordinary: 3, formal: 10 };

    fn keeping(class: KeepClass) -> Keeping {
        Keeping { class, sealed: None, destroyed: None }
    }

    #[test]
    fn a_formal_hearing_is_kept_longer() {
        for kind in HearingKind::ALL {
            let formal = *kind == HearingKind::FormalHearing;
            let expected = if formal { KeepClass::Formal } else { KeepClass::Ordinary };
            assert_eq!(Keeping::of(*kind).class, expected, "{kind}");
        }
    }

    #[test]
    fn years_end_with_their_last_day() {
        for (class, closed, until) in [
            (KeepClass::Ordinary, date!(2026 - 11 - 23), Some(date!(2029 - 11 - 23))),
            (KeepClass::Formal, date!(2026 - 11 - 23), Some(date!(2036 - 11 - 23))),
            (KeepClass::Ordinary, date!(2028 - 02 - 29), Some(date!(2031 - 03 - 01))),
            (KeepClass::Permanent, date!(2026 - 11 - 23), None),
        ] {
            let found = keeping(class).until(Timestamp::end_of(closed), YEARS);
            assert_eq!(found, until.map(Timestamp::end_of), "{class} {closed}");
        }
    }

    #[test]
    fn nothing_goes_before_its_time_or_under_a_seal() {
        let closed = Timestamp::end_of(date!(2026 - 11 - 23));
        let end = Timestamp::end_of(date!(2029 - 11 - 23));
        let after = end.plus_millis(1);
        let sealed = Keeping { sealed: Some("案件争议".into()), ..keeping(KeepClass::Ordinary) };
        let gone = Keeping { destroyed: Some(end), ..keeping(KeepClass::Ordinary) };
        for (keeping, closed, now, expected) in [
            (keeping(KeepClass::Ordinary), Some(closed), end, Err(KeepRefusal::NotYet)),
            (keeping(KeepClass::Ordinary), Some(closed), after, Ok(())),
            (keeping(KeepClass::Formal), Some(closed), after, Err(KeepRefusal::NotYet)),
            (keeping(KeepClass::Permanent), Some(closed), after, Err(KeepRefusal::NotYet)),
            (keeping(KeepClass::Ordinary), None, after, Err(KeepRefusal::NotOver)),
            (sealed, Some(closed), after, Err(KeepRefusal::Sealed)),
            (gone, Some(closed), after, Err(KeepRefusal::Gone)),
        ] {
            assert_eq!(keeping.may_destroy(closed, YEARS, now), expected, "{keeping:?}");
        }
    }

    #[test]
    fn what_may_go_ended_before_its_class_s_time() {
        let now = Timestamp(1_795_392_000_000);
        let before = YEARS.over(now);
        for (class, before) in [(KeepClass::Ordinary, before.ordinary), (KeepClass::Formal, before.formal)] {
            let due = |closed| keeping(class).may_destroy(Some(closed), YEARS, now).is_ok();
            let days = [-2, -1, 0, 1, 2].map(|day| before.plus_millis(day * 86_400_000));
            assert!(days.into_iter().filter(|closed| due(*closed)).all(|closed| closed < before));
            assert!(due(days[0]) && !due(days[4]), "and the time is no further off than a day");
        }
    }

    #[test]
    fn a_seal_keeps_its_first_reason_until_it_is_taken_off() {
        let mut kept = keeping(KeepClass::Ordinary);
        assert!(kept.decide(KeepClass::Ordinary, false, "无").unwrap().is_none(), "nothing changed");
        assert!(kept.decide(KeepClass::Ordinary, true, "案件争议").unwrap().is_some());
        assert_eq!(kept.may_play(), Err(KeepRefusal::Sealed));
        kept.decide(KeepClass::Permanent, true, "档案馆要求").unwrap();
        assert_eq!(kept.sealed.as_deref(), Some("案件争议"));
        kept.decide(KeepClass::Permanent, false, "争议了结").unwrap();
        assert_eq!(kept.may_play(), Ok(()));
        kept.destroy(3, "期满", Timestamp(1));
        assert_eq!(kept.decide(KeepClass::Formal, false, "无"), Err(KeepRefusal::Gone));
    }
}
