//! What comes due in the model hearing: the quorum and its grace, the countdown, the opening of check-in, the end of waiting
//! for the petitioner. Told a second time, and looked at a moment before, on the dot, and a moment after.

use super::{deeds::REASON, story::Story};
use crate::domain::{
    Timestamp,
    hearing::{
        AgendaPhase, NO_SHOW_WAIT, ParticipantRole as Role, Seat, Side, Stage, StageName, Step, wake_at,
    },
};
use signaling::room::Input;

const MINUTE: i64 = 60_000;
/// A seat that must be there is waited for so long: short, so that stories reach what comes after. Milliseconds.
pub const GRACE: i64 = 15_000;

impl Story {
    /// Until `off` from when something is due next, if nobody does anything before.
    pub fn waits_for_what_is_due(&mut self, off: i64) {
        let petitioner =
            self.is(StageName::CheckIn).then(|| self.hearing.starts_at.plus_millis(NO_SHOW_WAIT));
        let due = [
            wake_at(&self.hearing, &self.presence),
            self.presiding.wake_at(&self.hearing, self.bench()),
            self.room.next_deadline().map(Timestamp),
            petitioner,
        ];
        let Some(next) = due.into_iter().flatten().filter(|at| *at > self.now).min() else { return };
        self.now = self.now.max(next.plus_millis(off));
        self.feed(Input::Tick);
    }

    /// H6: somebody presides, a clerk writes, and of each side that has seats one is there. In deliberation (合议) nobody
    /// waits for those who were told to wait outside.
    pub fn is_quorate(&self) -> bool {
        let there = |of: &dyn Fn(&Seat) -> bool| {
            self.hearing.standing().any(|seat| of(seat) && self.is_represented(seat.id))
        };
        let deliberates = self.hearing.stage.phase() == Some(AgendaPhase::Deliberation);
        let answers = |side: Side| {
            let asked = self.hearing.standing().any(|seat| seat.role.side() == side);
            deliberates || !asked || there(&|seat: &Seat| seat.role.side() == side)
        };
        there(&|seat: &Seat| seat.role == Role::Presider)
            && there(&|seat: &Seat| seat.role == Role::Clerk)
            && answers(Side::Petitioner)
            && answers(Side::Unit)
    }

    /// A session is broken off for who is missed, and has been for all the grace.
    pub fn suspends_for_good_reason(&self, step: &Step) {
        if matches!(step, Step::SuspendForAbsence { .. }) {
            let since = self.missed_since.expect("nobody is missed");
            assert!(
                self.now >= since.plus_millis(GRACE),
                "missed since {since:?}, suspended at {:?}",
                self.now
            );
        }
    }

    /// H22: nobody of the petitioners is even at the door, a quarter of an hour past the time.
    pub fn declares_no_show(&mut self) {
        let (before, late) = (self.is(StageName::NoShow), self.hearing.starts_at.plus_millis(15 * MINUTE));
        let theirs = |seat: &Seat| seat.role.side() == Side::Petitioner && self.conns.contains_key(&seat.id);
        let came = self.hearing.standing().any(theirs);
        let may = self.is(StageName::CheckIn) && self.now >= late && !came;
        self.takes(Step::DeclareNoShow { reason: REASON.to_owned() });
        assert_eq!(
            self.is(StageName::NoShow),
            before || may,
            "late is {late:?}, now {:?}, came: {came}",
            self.now
        );
    }

    /// Nothing that is due is left undone.
    pub fn clocks_hold(&self) {
        match self.hearing.stage {
            Stage::Scheduled => {
                let opens = self.hearing.starts_at.plus_millis(-30 * MINUTE);
                assert!(self.now < opens, "check-in is open since {opens:?}");
            }
            Stage::Countdown { since, .. } => {
                assert!(self.now < since.plus_millis(5_000), "the countdown is over");
                assert_eq!(self.missed_since, None, "it counts down to a session without a quorum");
            }
            Stage::InSession { .. } => {
                let until = self.missed_since.map(|since| since.plus_millis(GRACE));
                assert!(until.is_none_or(|until| self.now < until), "it goes on without a quorum");
            }
            _ => {}
        }
    }
}
