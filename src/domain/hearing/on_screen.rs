//! What the big screen of a reception room shows of the hearings placed in it: which it may join, which is next.

use super::{Hearing, Occupant, Seat, StageName};
use crate::domain::{DAY_MS, Timestamp, ids::RoomId};

/// Whether seats may be taken by link or token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// Not before check-in opens; of a postponed hearing not before it has a time.
    Early,
    Open,
    Over,
}

/// What a room's screen shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct OnScreen<'a> {
    /// Those the room's own seat may join now, the one whose time it is first. More than one where a session runs
    /// late, or was never ended.
    pub open: Vec<&'a Hearing>,
    /// The first of the others.
    pub next: Option<&'a Hearing>,
}

/// How long after its end a hearing that never began may still be joined.
const STILL_AWAITED_MS: i64 = DAY_MS;

/// How far ahead the next one is told: some rooms have a reception day each month.
const TOLD_AHEAD_MS: i64 = 31 * DAY_MS;

/// Of the hearings that have yet to begin: those that a screen may show at `now` end from the first of these times on,
/// before the second.
#[must_use]
pub const fn ends_shown(now: Timestamp) -> (Timestamp, Timestamp) {
    (now.plus_millis(-STILL_AWAITED_MS), now.plus_millis(TOLD_AHEAD_MS))
}

impl Hearing {
    #[must_use]
    pub fn entrance(&self, now: Timestamp) -> Entrance {
        let stage = self.stage.name();
        if stage.is_over() {
            Entrance::Over
        } else if now < self.check_in_opens_at() || stage == StageName::Postponed {
            Entrance::Early
        } else {
            Entrance::Open
        }
    }

    /// The seat of the room as such, whoever of its house sits in it.
    #[must_use]
    pub fn seat_of_room(&self, room: RoomId) -> Option<&Seat> {
        self.standing().find(|seat| matches!(seat.occupant, Occupant::Room { room: one } if one == room))
    }

    /// Nobody began it, nobody cancelled it, and its day has passed.
    fn was_never_held(&self, now: Timestamp) -> bool {
        let not_begun = matches!(
            self.stage.name(),
            StageName::Scheduled | StageName::Postponed | StageName::CheckIn | StageName::Ready
        );
        not_begun && now.0 - self.ends_at.0 > STILL_AWAITED_MS
    }

    fn is_held_in(&self, room: RoomId) -> bool {
        let there = |seat: &Seat| match seat.occupant {
            Occupant::Room { room: one } => one == room,
            Occupant::Official { room: one, .. } => one == Some(room),
            Occupant::Party { .. } | Occupant::External { .. } => false,
        };
        self.standing().any(there)
    }
}

/// What the screen of `room` shows at `now`.
#[must_use]
pub fn on_screen(hearings: &[Hearing], room: RoomId, now: Timestamp) -> OnScreen<'_> {
    let mut shown = OnScreen::default();
    let mut here: Vec<&Hearing> = hearings.iter().filter(|hearing| hearing.is_held_in(room)).collect();
    here.sort_by_key(|hearing| (hearing.ends_at <= now, hearing.starts_at));
    for hearing in here {
        match hearing.entrance(now) {
            Entrance::Over => {}
            // They would pile up on the wall, one key each.
            Entrance::Open if hearing.was_never_held(now) => {}
            Entrance::Open if hearing.seat_of_room(room).is_some() => shown.open.push(hearing),
            // Of one postponed to no time yet there is nothing to tell.
            Entrance::Early if hearing.stage.name() == StageName::Postponed => {}
            Entrance::Early | Entrance::Open => shown.next = shown.next.or(Some(hearing)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        hearing::{AgendaPhase, HearingKind, ParticipantRole, Stage},
        ids::{AgencyId, HearingId, PetitionId, SeatId, StaffId},
    };
    use uuid::Uuid;

    const ROOM: RoomId = RoomId(Uuid::from_u128(1));
    const OTHER: RoomId = RoomId(Uuid::from_u128(2));

    fn at(minute: i64) -> Timestamp {
        Timestamp(minute * crate::domain::MINUTE_MS)
    }

    /// From `from` to `to`, in minutes, with one seat.
    fn hearing(id: u128, (from, to): (i64, i64), occupant: Occupant, stage: Stage) -> Hearing {
        Hearing {
            id: HearingId(Uuid::from_u128(id)),
            number: String::new(),
            petition: PetitionId(Uuid::nil()),
            continues: None,
            kind: HearingKind::JointReception,
            title: String::new(),
            host: AgencyId(Uuid::nil()),
            starts_at: at(from),
            ends_at: at(to),
            agenda: Vec::new(),
            seats: vec![Seat::new(SeatId(Uuid::from_u128(id)), ParticipantRole::AgencyRep, occupant)],
            stage,
            planned: Vec::new(),
            archived: None,
            version: 1,
        }
    }

    fn official(room: RoomId) -> Occupant {
        Occupant::Official { staff: StaffId(Uuid::nil()), room: Some(room) }
    }

    #[track_caller]
    fn check(hearings: &[Hearing], minute: i64, open: &[u128], next: Option<u128>) {
        let shown = on_screen(hearings, ROOM, at(minute));
        let id = |hearing: &Hearing| hearing.id.0.as_u128();
        let found: Vec<u128> = shown.open.iter().map(|one| id(one)).collect();
        assert_eq!((found.as_slice(), shown.next.map(id)), (open, next), "at {minute}");
    }

    #[test]
    fn a_hearing_is_next_until_check_in_opens_and_may_be_joined_from_then_on() {
        let room = || Occupant::Room { room: ROOM };
        let day = [
            hearing(2, (200, 260), room(), Stage::Scheduled),
            hearing(1, (100, 160), room(), Stage::Scheduled),
        ];
        check(&day, 69, &[], Some(1));
        check(&day, 70, &[1], Some(2));
        check(&day, 150, &[1], Some(2));
        // Late, and never ended: the one whose time it is comes first.
        check(&day, 170, &[2, 1], None);
    }

    #[test]
    fn what_is_over_moved_to_no_time_or_elsewhere_is_not_shown() {
        let reason = String::new;
        for stage in [
            Stage::Closed { at: at(1) },
            Stage::Cancelled { at: at(1), reason: reason() },
            Stage::Postponed { at: at(1), reason: reason() },
        ] {
            check(&[hearing(1, (100, 160), Occupant::Room { room: ROOM }, stage)], 110, &[], None);
        }
        check(&[hearing(1, (100, 160), Occupant::Room { room: OTHER }, Stage::Scheduled)], 110, &[], None);
        check(&[hearing(1, (100, 160), official(OTHER), Stage::Scheduled)], 110, &[], None);
        let mut left = hearing(1, (100, 160), Occupant::Room { room: ROOM }, Stage::Scheduled);
        left.seats[0].gone = Some(super::super::Gone::Removed { reason: reason() });
        check(&[left], 110, &[], None);
    }

    #[test]
    fn what_was_never_held_is_shown_for_a_day_after_its_end() {
        const DAY: i64 = 24 * 60;
        for (stage, open_still) in [
            (Stage::Scheduled, false),
            (Stage::Ready { since: at(90) }, false),
            (Stage::InSession { since: at(100), phase: AgendaPhase::Opening, phase_since: at(100) }, true),
        ] {
            let day = [hearing(1, (100, 160), Occupant::Room { room: ROOM }, stage)];
            check(&day, 160 + DAY, &[1], None);
            let open: &[u128] = if open_still { &[1] } else { &[] };
            check(&day, 161 + DAY, open, None);
        }
        // What is not read is not shown either.
        let read = |minute: i64| ends_shown(at(minute)).0 <= at(160);
        assert!(read(160 + DAY) && !read(161 + DAY));
        check(&[hearing(1, (100, 160), official(ROOM), Stage::Scheduled)], 161 + DAY, &[], None);
    }

    /// Its officials sign in at their own pages: there is no seat for the screen to take.
    #[test]
    fn a_hearing_in_which_only_officials_sit_there_is_told_and_not_joined() {
        check(&[hearing(1, (100, 160), official(ROOM), Stage::Scheduled)], 110, &[], Some(1));
    }
}
