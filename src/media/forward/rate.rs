//! Bits per second.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::time::Duration;

/// A bit rate in whole bits per second. Arithmetic saturates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BitRate(u64);

impl BitRate {
    pub const ZERO: Self = Self(0);

    pub const fn bps(bits: u64) -> Self {
        Self(bits)
    }

    pub const fn kbps(kilobits: u64) -> Self {
        Self(kilobits.saturating_mul(1000))
    }

    /// The rate at which these bytes pass in this time; zero if the time is.
    pub fn of(bytes: u64, time: Duration) -> Self {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        Self(bytes.saturating_mul(8_000_000).checked_div(micros).unwrap_or(0))
    }

    pub const fn as_bps(self) -> u64 {
        self.0
    }

    /// Whole bytes that pass in this time.
    pub fn bytes_in(self, time: Duration) -> u64 {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.0.saturating_mul(micros) / 8_000_000
    }

    /// How long these bytes take; a day at a rate of zero.
    pub fn time_of(self, bytes: u64) -> Duration {
        const DAY: u64 = 86_400_000_000;
        let micros = bytes.saturating_mul(8_000_000).checked_div(self.0).unwrap_or(DAY);
        Duration::from_micros(micros.min(DAY))
    }

    /// So many hundredths of it.
    #[must_use]
    pub const fn percent(self, hundredths: u64) -> Self {
        Self(self.0.saturating_mul(hundredths) / 100)
    }

    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub(super) fn from_f64(bits: f64) -> Self {
        Self(bits as u64) // saturates; not a number is zero
    }

    pub(super) fn as_f64(self) -> f64 {
        self.0 as f64
    }
}

impl Add for BitRate {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for BitRate {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for BitRate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::ZERO, Self::add)
    }
}

impl fmt::Display for BitRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kbit/s", self.0 / 1000)
    }
}
