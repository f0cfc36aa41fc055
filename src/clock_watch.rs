//! Whether the clock is to be believed. What acts on due times holds while it is not: a clock that leaps forward would
//! close, warn and escalate the petitions of a whole city in a minute, and nothing of it can be taken back (ADR 80).

use crate::{
    domain::{DAY_MS, MINUTE_MS, Timestamp, administration::DeedKind},
    storage::{Records, SharedStore, StoreError, passed_over},
    world::World,
};
use metrics::gauge;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::Mutex;

/// Forward of a steady clock, between two looks. Milliseconds.
const LEAP: i64 = 10 * MINUTE_MS;
/// At the start: so long after the last sign of life in the log the server stood still for a month, or the clock is wrong.
pub const SILENCE: i64 = 30 * DAY_MS;
/// Deeds that are looked through for the one that says that the clock is right.
const DEEDS: u32 = 100;

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy)]
struct Look {
    at: Timestamp,
    /// Milliseconds of a clock that nobody sets.
    steady: i64,
}

impl Look {
    fn of(world: &dyn World) -> Self {
        Self { at: world.now(), steady: i64::try_from(world.steady().as_millis()).unwrap_or(i64::MAX) }
    }
}

/// When the clock was right, and how far beyond that it may have gone.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    right: Look,
    may: i64,
}

impl Anchor {
    /// How far the clock has gone beyond the steady one since.
    fn beyond(self, now: Look) -> i64 {
        (now.at.0 - self.right.at.0) - (now.steady - self.right.steady)
    }
}

/// Whether the clock is believed now: it is where it should be, or somebody said that it is right since it is `held`.
fn is_believed(anchor: Anchor, held: Option<Timestamp>, now: Look, confirmed: Option<Timestamp>) -> bool {
    let said = held.zip(confirmed).is_some_and(|(held, said)| held <= said && said <= now.at);
    said || anchor.beyond(now) <= anchor.may
}

#[derive(Debug, Default)]
struct State {
    anchor: Option<Anchor>,
    /// Since when, by the clock that is not believed.
    held: Option<Timestamp>,
}

/// What one server knows of its clock. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ClockWatch {
    state: Arc<Mutex<State>>,
    held: Arc<AtomicBool>,
}

impl ClockWatch {
    /// Whether what acts on due times holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.held.load(Ordering::Relaxed)
    }

    /// Looks at the clock: whether what acts on due times may go on.
    ///
    /// # Errors
    /// The store fails.
    pub async fn believes(&self, store: &SharedStore, world: &dyn World) -> Result<bool, StoreError> {
        let mut state = self.state.lock().await;
        let now = Look::of(world);
        let anchor = match state.anchor {
            Some(anchor) => anchor,
            None => at_start(store.read().await?.as_mut(), now).await?,
        };
        let confirmed = match state.held {
            Some(_) => confirmed(store.read().await?.as_mut()).await?,
            None => None,
        };
        let believed = is_believed(anchor, state.held, now, confirmed);
        say(anchor, state.held, now, believed);
        *state = if believed {
            State { anchor: Some(Anchor { right: now, may: LEAP }), held: None }
        } else {
            State { anchor: Some(anchor), held: state.held.or(Some(now.at)) }
        };
        self.held.store(!believed, Ordering::Relaxed);
        gauge!("lianjie_clock_held").set(f64::from(u8::from(!believed)));
        Ok(believed)
    }
}

fn say(anchor: Anchor, held: Option<Timestamp>, now: Look, believed: bool) {
    match (held, believed) {
        (None, false) => tracing::error!(
            clock = %now.at.local(),
            minutes_ahead = anchor.beyond(now) / MINUTE_MS,
            "The clock leapt, or this server stood still for a month: nothing that acts on due times is done. Set the clock, \
                or run `lianjie clock-is-right`"
        ),
        (Some(_), true) => tracing::warn!(clock = %now.at.local(), "The clock is believed again"),
        _ => {}
    }
}

/// Until the first look nothing but the log says what time it was.
async fn at_start(records: &mut dyn Records, now: Look) -> Result<Anchor, StoreError> {
    let last = last_sign(records).await?.unwrap_or(now.at);
    Ok(Anchor { right: Look { at: last, ..now }, may: SILENCE })
}

/// The newest entry of the log, or when somebody said that the clock is right.
///
/// # Errors
/// The store fails.
pub async fn last_sign(records: &mut dyn Records) -> Result<Option<Timestamp>, StoreError> {
    Ok(newest_event(records).await?.max(confirmed(records).await?))
}

/// The time of the newest entry of any chain; one that cannot be read is passed over.
///
/// # Errors
/// The store fails.
pub async fn newest_event(records: &mut dyn Records) -> Result<Option<Timestamp>, StoreError> {
    let mut newest = None;
    for (chain, number) in records.chain_heads().await? {
        let head = records.chain_slice(&chain, number, 1).await;
        let head = passed_over(&chain, head)?.unwrap_or_default();
        newest = newest.max(head.first().map(|entry| entry.event.at));
    }
    Ok(newest)
}

/// When somebody said last that the clock is right.
async fn confirmed(records: &mut dyn Records) -> Result<Option<Timestamp>, StoreError> {
    let deeds = records.deeds("", false, None, DEEDS).await?;
    Ok(deeds.iter().find(|deed| deed.kind == DeedKind::ClockConfirmed).map(|deed| deed.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE_MS;

    #[test]
    fn a_clock_is_believed_where_it_should_be_or_where_somebody_said_so() {
        let right = Look { at: Timestamp(1_000 * DAY_MS), steady: 5_000 };
        let (going, starting) = (Anchor { right, may: LEAP }, Anchor { right, may: SILENCE });
        let at = |wall: i64, steady: i64| Look { at: right.at.plus_millis(wall), steady: 5_000 + steady };
        let then = |wall: i64| Some(right.at.plus_millis(wall));
        for (what, anchor, now, held, said, believed) in [
            ("a minute later", going, at(MINUTE_MS, MINUTE_MS), None, None, true),
            ("a turn that took a day", going, at(DAY_MS, DAY_MS), None, None, true),
            ("set right by a little", going, at(LEAP, 0), None, None, true),
            ("leapt", going, at(LEAP + 1, 0), None, None, false),
            ("leapt and goes on", going, at(2 * DAY_MS, DAY_MS), then(DAY_MS), None, false),
            ("set back where it was", going, at(DAY_MS, DAY_MS), then(9 * DAY_MS), None, true),
            ("set back too far", going, at(-DAY_MS, 0), None, None, true),
            ("said to be right", going, at(2 * HOUR, 0), then(HOUR), then(HOUR), true),
            ("said before it leapt", going, at(2 * HOUR, 0), then(HOUR), then(HOUR - 1), false),
            ("said where the clock is another", going, at(2 * HOUR, 0), then(HOUR), then(3 * HOUR), false),
            ("nobody waits to be asked", going, at(2 * HOUR, 0), None, then(HOUR), false),
            ("a weekend's rest", starting, at(3 * DAY_MS, 0), None, None, true),
            ("a month's rest", starting, at(SILENCE, 0), None, None, true),
            ("more than a month's", starting, at(SILENCE + 1, 0), None, None, false),
            ("a log of later", starting, at(-9 * DAY_MS, 0), None, None, true),
        ] {
            assert_eq!(is_believed(anchor, held, now, said), believed, "{what}");
        }
    }
}
