//! SQL that finds what is booked: rooms and people, by time.

use super::{Session, dialect};
use crate::{
    domain::{
        Timestamp,
        ids::{HearingId, RoomId, StaffId},
    },
    storage::{Booking, BookingClash, StoreError, statements::statements},
};
use sqlx::{query, query_as};
use std::collections::BTreeSet;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    LOCK_ROOM = dialect::LOCK_ROOM;
    LOCK_STAFF = dialect::LOCK_STAFF;
    /// A hearing that was cancelled or postponed, or is over, and a seat that was removed or withdrawn, hold nothing.
    BOOKED = "select h.id, h.number, h.starts_at, h.ends_at, s.room, s.staff
        from hearings h join seats s on s.hearing = h.id
        where h.ends_at > $1 and h.starts_at < $2
            and h.stage not in ('closed', 'outcome_issued', 'cancelled', 'postponed', 'no_show', 'adjourned', 'in_person')
            and s.removed is null and s.withdrawn is null and (s.room is not null or s.staff is not null)
        order by h.starts_at, h.id, s.position";
    /// One that was postponed has its seats still, and goes on in them once it has a time.
    AHEAD_IN = "select distinct h.id, h.number, h.starts_at, h.ends_at, s.room, null as staff
        from hearings h join seats s on s.hearing = h.id
        where s.room = $1 and s.removed is null and s.withdrawn is null
            and h.stage not in ('closed', 'outcome_issued', 'cancelled', 'no_show', 'adjourned', 'in_person')
        order by h.starts_at, h.id";
}

#[derive(sqlx::FromRow)]
struct Booked {
    id: Uuid,
    number: String,
    starts_at: i64,
    ends_at: i64,
    room: Option<Uuid>,
    staff: Option<Uuid>,
}

/// All that overlaps is read and compared here: a day has few hearings, and the two databases have no list
/// parameter in common.
pub(super) async fn clashes(
    session: &mut Session,
    wanted: &[Booking],
    from: Timestamp,
    to: Timestamp,
    except: Option<HearingId>,
) -> Result<Vec<BookingClash>> {
    if session.is_writing() {
        lock(session, wanted).await?;
    }
    let taken = between(session, from, to).await?;
    let others = taken.into_iter().filter(|taken| Some(taken.hearing) != except);
    Ok(others.filter(|taken| wanted.contains(&taken.booking)).collect())
}

/// Everything that is taken between `from` and `to`: by each hearing once, however many of its seats are there.
pub(super) async fn between(
    session: &mut Session,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<BookingClash>> {
    let booked: Vec<Booked> = query_as(BOOKED).bind(from.0).bind(to.0).fetch_all(session.conn()).await?;
    let mut seen = BTreeSet::new();
    let taken = booked.iter().flat_map(Booked::taken);
    Ok(taken.filter(|taken| seen.insert((taken.hearing, taken.booking))).collect())
}

pub(super) async fn ahead_in(session: &mut Session, room: RoomId) -> Result<Vec<BookingClash>> {
    let booked: Vec<Booked> = query_as(AHEAD_IN).bind(room.0).fetch_all(session.conn()).await?;
    Ok(booked.iter().flat_map(Booked::taken).collect())
}

impl Booked {
    /// A seat may take up a room, a person, or both.
    fn taken(&self) -> impl Iterator<Item = BookingClash> {
        let room = self.room.map(|room| Booking::Room(RoomId(room)));
        let staff = self.staff.map(|staff| Booking::Staff(StaffId(staff)));
        room.into_iter().chain(staff).map(|booking| BookingClash {
            booking,
            hearing: HearingId(self.id),
            number: self.number.clone(),
            starts_at: Timestamp(self.starts_at),
            ends_at: Timestamp(self.ends_at),
        })
    }
}

/// In one order for all, rooms before people, so that two schedulers never wait for each other in a circle.
async fn lock(session: &mut Session, wanted: &[Booking]) -> Result<()> {
    let locks = wanted.iter().map(|booking| match booking {
        Booking::Room(RoomId(id)) => (LOCK_ROOM, *id),
        Booking::Staff(StaffId(id)) => (LOCK_STAFF, *id),
    });
    for (statement, id) in locks.collect::<BTreeSet<_>>() {
        if query(statement).bind(id).fetch_optional(session.conn()).await?.is_none() {
            return Err(StoreError::Stale { what: "reception room" }); // closed since it was chosen
        }
    }
    Ok(())
}
