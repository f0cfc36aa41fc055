//! Tickets for the WebSocket: a browser cannot send headers with it, and a cookie alone would let other
//! sites' pages connect (docs/threats.md T13). Good once, for half a minute, on this node.

use crate::{
    domain::{
        Timestamp,
        ids::{HearingId, SeatId, StaffId},
    },
    world::World,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub const TICKET_LIVES_MS: i64 = 30_000;

/// Unused tickets one seat may have; an older one gives way. A page uses one, and asks for four where no answer comes.
const UNUSED_PER_SEAT: usize = 4;

/// A sign-in of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    pub staff: StaffId,
    /// Hash of its token: who sits in a hearing is not idle, though the page asks for nothing.
    pub session: [u8; 32],
    /// When it comes to its end by itself.
    pub until: Timestamp,
}

/// What a ticket admits to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    pub hearing: HearingId,
    pub seat: SeatId,
    /// The sign-in it was taken with; none of who came by a link or with a device.
    pub by: Option<SignIn>,
}

/// Tickets that were issued and not used yet. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Tickets {
    unused: Arc<Mutex<HashMap<[u8; 16], Issued>>>,
}

#[derive(Debug, Clone, Copy)]
struct Issued {
    pass: Pass,
    until: Timestamp,
}

impl Tickets {
    /// A ticket for a seat the caller has proved to be theirs.
    #[must_use]
    pub fn issue(&self, world: &dyn World, pass: Pass) -> String {
        let now = world.now();
        let mut number = [0; 16];
        world.fill(&mut number);
        let mut unused = self.lock();
        unused.retain(|_, issued| now <= issued.until);
        let of_seat = unused.iter().filter(|(_, issued)| issued.pass.seat == pass.seat);
        if of_seat.clone().count() >= UNUSED_PER_SEAT
            && let Some(oldest) = of_seat.min_by_key(|(_, issued)| issued.until).map(|(number, _)| *number)
        {
            unused.remove(&oldest);
        }
        unused.insert(number, Issued { pass, until: Timestamp(now.0 + TICKET_LIVES_MS) });
        hex::encode(number)
    }

    /// Uses a ticket up; `None` if it is unknown, used or too old.
    #[must_use]
    pub fn redeem(&self, now: Timestamp, ticket: &str) -> Option<Pass> {
        let mut number = [0; 16];
        hex::decode_to_slice(ticket, &mut number).ok()?;
        let issued = self.lock().remove(&number)?;
        (now <= issued.until).then_some(issued.pass)
    }

    /// What somebody was given opens nothing any more, unless by the sign-in that is `kept`.
    pub fn forget(&self, staff: StaffId, kept: Option<&[u8; 32]>) {
        let stays = |by: SignIn| by.staff != staff || Some(&by.session) == kept;
        self.lock().retain(|_, issued| issued.pass.by.is_none_or(stays));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 16], Issued>> {
        // A map of numbers has no half-changed state to fear.
        self.unused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};
    use uuid::Uuid;

    /// Stands still until told, and counts instead of drawing lots.
    #[derive(Debug, Default)]
    struct Still(AtomicI64);

    impl World for Still {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.load(Ordering::Relaxed) / 1000 * 1000)
        }
        fn fill(&self, bytes: &mut [u8]) {
            bytes[0] = u8::try_from(self.0.fetch_add(1, Ordering::Relaxed) % 256).unwrap();
        }
    }

    const WHO: StaffId = StaffId(Uuid::from_u128(3));
    const PASS: Pass =
        Pass { hearing: HearingId(Uuid::from_u128(1)), seat: SeatId(Uuid::from_u128(2)), by: Some(BY) };
    const BY: SignIn = SignIn { staff: WHO, session: [0; 32], until: Timestamp(i64::MAX) };

    #[test]
    fn a_ticket_admits_once() {
        let (tickets, world) = (Tickets::default(), Still::default());
        let ticket = tickets.issue(&world, PASS);
        assert_eq!(ticket.len(), 32, "128 bits");
        assert_eq!(tickets.redeem(world.now(), &ticket), Some(PASS));
        assert_eq!(tickets.redeem(world.now(), &ticket), None);
    }

    #[test]
    fn tickets_of_somebody_who_is_shut_out_admit_nobody() {
        let (tickets, world) = (Tickets::default(), Still::default());
        let ticket = tickets.issue(&world, PASS);
        let by_link = tickets.issue(&world, Pass { by: None, ..PASS });
        let kept = tickets.issue(&world, Pass { by: Some(SignIn { session: [1; 32], ..BY }), ..PASS });
        tickets.forget(WHO, Some(&[1; 32]));
        assert_eq!(tickets.redeem(world.now(), &ticket), None);
        assert!(tickets.redeem(world.now(), &by_link).is_some());
        assert!(tickets.redeem(world.now(), &kept).is_some(), "who changes their password stays");
    }

    #[test]
    fn a_ticket_lives_half_a_minute() {
        for (age, admits) in [(TICKET_LIVES_MS, true), (TICKET_LIVES_MS + 1, false)] {
            let (tickets, world) = (Tickets::default(), Still::default());
            let ticket = tickets.issue(&world, PASS);
            assert_eq!(tickets.redeem(Timestamp(age), &ticket).is_some(), admits, "after {age} ms");
        }
    }

    #[test]
    fn what_is_no_ticket_admits_nobody() {
        let (tickets, world) = (Tickets::default(), Still::default());
        let ticket = tickets.issue(&world, PASS);
        for wrong in ["", "00", &ticket[..31], &format!("{ticket}00"), "zz", &"f".repeat(32)] {
            assert_eq!(tickets.redeem(world.now(), wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_seat_that_asks_for_many_keeps_the_newest_four() {
        let (tickets, world) = (Tickets::default(), Still::default());
        let issued: Vec<String> = (0..6)
            .map(|n| {
                world.0.store(n * 1000, Ordering::Relaxed);
                world.0.fetch_add(n, Ordering::Relaxed);
                tickets.issue(&world, PASS)
            })
            .collect();
        let admits: Vec<bool> =
            issued.iter().map(|ticket| tickets.redeem(Timestamp(6000), ticket).is_some()).collect();
        assert_eq!(admits, [false, false, true, true, true, true]);
    }
}
