//! Steps of a hearing with their conditions (docs/rules.md 3.3).

use super::{AgendaPhase, Hearing, Presence, Refusal, RefusalCode, Stage, Step, StepKind, possible};
use crate::domain::{
    DAY_MS, HOUR_MS, MINUTE_MS, Timestamp,
    event::{Change, EventKind},
    given_reason, hex,
};

/// Check-in opens so long before the hearing. Milliseconds.
pub const CHECK_IN_BEFORE: i64 = 30 * MINUTE_MS;
/// From the presider's word to the first phase. Milliseconds.
pub const COUNTDOWN: i64 = 5_000;
/// A mandatory seat may be gone so long before the hearing is suspended, unless the presider says otherwise.
/// Milliseconds.
pub const ABSENCE_GRACE: i64 = MINUTE_MS;
/// The petitioner is waited for so long past the appointed time. Milliseconds.
pub const NO_SHOW_WAIT: i64 = 15 * MINUTE_MS;

/// A hearing that moved, and what goes into the log. `version` is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    pub hearing: Hearing,
    pub change: Change,
}

/// Moves `hearing`, or says why it cannot. Who may ask for a step is `rights`' business.
///
/// # Errors
/// [`Refusal`]; nothing changed.
pub fn step(hearing: &Hearing, step: Step, presence: &Presence, now: Timestamp) -> Result<Stepped, Refusal> {
    hearing.must_be_open()?;
    let (from, kind) = (hearing.stage.name(), step.kind());
    if !possible(from, kind) {
        let sentence = format!("`{kind}` is not possible: the hearing is {from}");
        return Err(Refusal::new(RefusalCode::WrongStage, sentence));
    }
    let reason = step.reason().map(given_reason).transpose()?;
    let mut moved = hearing.clone();
    if let Step::Postpone { to: Some((starts_at, ends_at)), .. } = step {
        (moved.starts_at, moved.ends_at) = check_times(starts_at, ends_at, now)?;
    }
    if step.kind() == StepKind::Postpone {
        moved.come_anew();
    }
    if let Step::Archive { package, reason } = &step {
        moved.archived = Some(hearing.archive(*package, reason.is_some(), now)?);
    }
    let class = step.class();
    moved.stage = next_stage(hearing, step, presence, now)?;
    let mut change = describe(hearing, &moved, kind);
    change = class.into_iter().fold(change, |change, class| change.with("class", class));
    change.reason = reason;
    Ok(Stepped { hearing: moved, change })
}

fn describe(before: &Hearing, after: &Hearing, kind: StepKind) -> Change {
    let event = match kind {
        StepKind::NextPhase | StepKind::PreviousPhase => EventKind::HearingPhase,
        StepKind::IssueOutcome => EventKind::HearingOutcomeIssued,
        StepKind::Archive => EventKind::HearingArchived,
        _ => EventKind::HearingStage,
    };
    let mut change = Change::new(event)
        .with("step", kind)
        .with("from", before.stage.name())
        .with("to", after.stage.name());
    if let Some(phase) = before.stage.phase() {
        change = change.with("phase_before", phase);
    }
    if let Some(phase) = after.stage.phase() {
        change = change.with("phase", phase);
    }
    // Statistics tell by leader what was received (领导接访): who presides when it opens.
    if kind == StepKind::Begin
        && let Some(presider) = after.presider()
    {
        change = change.with("presider", presider);
    }
    if let Some(archived) = &after.archived {
        change = change.with("sha256", hex(&archived.sha256)).with("bytes", archived.bytes);
    }
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at) {
        change = change
            .with("starts_at_before", before.starts_at.0)
            .with("starts_at", after.starts_at.0)
            .with("ends_at", after.ends_at.0);
    }
    change
}

fn next_stage(hearing: &Hearing, step: Step, presence: &Presence, now: Timestamp) -> Result<Stage, Refusal> {
    match step {
        Step::Schedule => Ok(Stage::Scheduled),
        Step::OpenCheckIn | Step::QuorumLost => Ok(Stage::CheckIn { since: now }),
        Step::QuorumReached => presence.quorum().map(|()| Stage::Ready { since: now }),
        Step::Start => {
            presence.quorum().map(|()| Stage::Countdown { since: now, begins_at: now.plus_millis(COUNTDOWN) })
        }
        Step::Begin => begin(hearing, presence, now),
        Step::NextPhase => {
            turn_phase(hearing, now, Hearing::phase_after, "The last phase of the agenda is on")
        }
        Step::PreviousPhase { .. } => {
            turn_phase(hearing, now, Hearing::phase_before, "The first phase of the agenda is on")
        }
        Step::Pause { reason } => {
            let (phase, phase_spent) = phase_and_spent(hearing, now);
            Ok(Stage::Paused { since: now, phase, phase_spent, reason })
        }
        Step::Suspend { reason } | Step::SuspendForAbsence { reason, .. } => {
            let (phase, phase_spent) = phase_and_spent(hearing, now);
            Ok(Stage::Suspended { since: now, phase, phase_spent, reason })
        }
        Step::Resume => {
            presence.quorum()?;
            let (phase, phase_spent) = phase_and_spent(hearing, now);
            Ok(Stage::InSession { since: now, phase, phase_since: now.plus_millis(-phase_spent) })
        }
        Step::StartSigning => Ok(Stage::Signing { since: now }),
        Step::ReviewMinutes | Step::ReopenReview { .. } => Ok(Stage::MinutesReview { since: now }),
        Step::ReopenSession { .. } => {
            presence.quorum()?;
            Ok(Stage::InSession { since: now, phase: hearing.last_phase(), phase_since: now })
        }
        Step::Close { .. } => Ok(Stage::Closed { at: now }),
        Step::IssueOutcome { .. } => Ok(Stage::OutcomeIssued { at: now }),
        Step::Cancel { reason } => Ok(Stage::Cancelled { at: now, reason }),
        Step::Postpone { reason, to } => postpone(hearing, reason, to.is_some(), now),
        Step::DeclareNoShow { reason } => no_show(hearing, reason, presence, now),
        Step::Adjourn { reason } => {
            Ok(Stage::Adjourned { at: now, phase: phase_and_spent(hearing, now).0, reason })
        }
        Step::ConvertInPerson { reason } => Ok(Stage::InPerson { at: now, reason }),
        Step::Archive { .. } => Ok(hearing.stage.clone()),
    }
}

fn begin(hearing: &Hearing, presence: &Presence, now: Timestamp) -> Result<Stage, Refusal> {
    presence.quorum()?;
    match hearing.stage {
        Stage::Countdown { begins_at, .. } if now < begins_at => {
            Err(Refusal::new(RefusalCode::TooEarly, "The countdown is still running"))
        }
        _ => Ok(Stage::InSession { since: now, phase: hearing.first_phase(), phase_since: now }),
    }
}

fn turn_phase(
    hearing: &Hearing,
    now: Timestamp,
    turn: fn(&Hearing, AgendaPhase) -> Option<AgendaPhase>,
    nothing: &str,
) -> Result<Stage, Refusal> {
    let phase = hearing.stage.phase().and_then(|phase| turn(hearing, phase));
    let phase = phase.ok_or_else(|| Refusal::new(RefusalCode::NoSuchPhase, nothing))?;
    if phase == AgendaPhase::Deliberation {
        hearing.deliberates_alone()?;
    }
    let since = match hearing.stage {
        Stage::InSession { since, .. } => since,
        _ => now,
    };
    Ok(Stage::InSession { since, phase, phase_since: now })
}

fn phase_and_spent(hearing: &Hearing, now: Timestamp) -> (AgendaPhase, i64) {
    hearing.stage.phase_spent(now).unwrap_or_else(|| match hearing.stage {
        Stage::MinutesReview { .. } | Stage::Signing { .. } => (hearing.last_phase(), 0),
        _ => (hearing.first_phase(), 0),
    })
}

fn postpone(hearing: &Hearing, reason: String, timed: bool, now: Timestamp) -> Result<Stage, Refusal> {
    match (timed, &hearing.stage) {
        (true, _) => Ok(Stage::Scheduled),
        (false, Stage::Postponed { .. }) => {
            Err(Refusal::new(RefusalCode::BadTimes, "It is postponed already: give it new times"))
        }
        (false, _) => Ok(Stage::Postponed { at: now, reason }),
    }
}

fn no_show(hearing: &Hearing, reason: String, presence: &Presence, now: Timestamp) -> Result<Stage, Refusal> {
    if presence.petitioner_there {
        let sentence = "A seat of the petitioner is taken";
        return Err(Refusal::new(RefusalCode::PetitionerPresent, sentence));
    }
    if now < hearing.starts_at.plus_millis(NO_SHOW_WAIT) {
        let sentence = "The petitioner is waited for until 15 minutes past the appointed time";
        return Err(Refusal::new(RefusalCode::TooEarly, sentence));
    }
    Ok(Stage::NoShow { at: now, reason })
}

/// 5 minutes to 8 hours, starting not before now (5 minutes are forgiven: forms are filled in slowly)
/// and within 400 days.
pub(super) fn check_times(
    starts_at: Timestamp,
    ends_at: Timestamp,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), Refusal> {
    let bad = |sentence: &str| Err(Refusal::new(RefusalCode::BadTimes, sentence));
    if starts_at.0 < now.0.saturating_sub(5 * MINUTE_MS) {
        return bad("The hearing would start in the past");
    }
    if starts_at.0 > now.0.saturating_add(400 * DAY_MS) {
        return bad("The hearing would start more than 400 days from now");
    }
    match ends_at.0.saturating_sub(starts_at.0) {
        length if length < 5 * MINUTE_MS => bad("A hearing lasts at least 5 minutes"),
        length if length > 8 * HOUR_MS => bad("A hearing lasts at most 8 hours"),
        _ => Ok((starts_at, ends_at)),
    }
}

/// The step that time or presence asks for now, if any. After doing it, ask again.
#[must_use]
pub fn automatic(hearing: &Hearing, presence: &Presence, now: Timestamp) -> Option<Step> {
    let quorate = presence.missing.is_empty();
    match hearing.stage {
        Stage::Scheduled if now >= hearing.check_in_opens_at() => Some(Step::OpenCheckIn),
        Stage::CheckIn { .. } if quorate => Some(Step::QuorumReached),
        Stage::Ready { .. } | Stage::Countdown { .. } if !quorate => Some(Step::QuorumLost),
        Stage::Countdown { begins_at, .. } if now >= begins_at => Some(Step::Begin),
        Stage::InSession { .. } if presence.runs_out().is_some_and(|at| now >= at) => {
            let (seconds, missing) = (presence.grace / 1000, presence.missing.join("、"));
            Some(Step::SuspendForAbsence {
                reason: format!("必到席位离线超过{seconds}秒：{missing}"),
                class: presence.class,
            })
        }
        _ => None,
    }
}

/// When to ask [`automatic`] again if nothing happens before.
#[must_use]
pub fn wake_at(hearing: &Hearing, presence: &Presence) -> Option<Timestamp> {
    match hearing.stage {
        Stage::Scheduled => Some(hearing.check_in_opens_at()),
        Stage::Countdown { begins_at, .. } => Some(begins_at),
        Stage::InSession { .. } => presence.runs_out(),
        _ => None,
    }
}

#[cfg(test)]
#[path = "lifecycle_tests.rs"]
mod tests;
