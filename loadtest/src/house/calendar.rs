//! When and where the hearings of a run are: officials and reception rooms are booked once at a time, also by
//! hearings that are not ours.

use serde_json::Value;
use std::collections::HashSet;

use super::staff::Staff;

/// Hearings one pair of officials, and one reception room, holds in a run: five minutes of the calendar each,
/// beginning from four minutes ago to 26 from now. All may be entered at once (check-in opens half an hour
/// before), and how long they really last does not matter.
pub const EACH: usize = 7;
pub const MINUTE: i64 = 60_000;
/// As the calendar counts one of them.
pub const LENGTH: i64 = 5 * MINUTE;
const FIRST: i64 = -4 * MINUTE;

/// One hearing's time, people and place.
#[derive(Debug, Clone)]
pub struct Booking<'a> {
    /// From now, milliseconds.
    pub starts_in: i64,
    pub pair: &'a (Staff, Staff),
    pub room: &'a str,
    slot: usize,
}

impl Booking<'_> {
    /// Of everybody and everything that is booked.
    fn ids(&self) -> [&str; 3] {
        [&self.pair.0.id, &self.pair.1.id, self.room]
    }
}

/// What is still free.
#[derive(Debug)]
pub struct Calendar<'a> {
    pairs: &'a [(Staff, Staff)],
    rooms: &'a [String],
    /// (slot, id of a person or room).
    taken: HashSet<(usize, String)>,
}

impl<'a> Calendar<'a> {
    #[must_use]
    pub fn new(pairs: &'a [(Staff, Staff)], rooms: &'a [String]) -> Self {
        Self { pairs, rooms, taken: HashSet::new() }
    }

    /// A time when a pair and a room are free, as far as is known; they are taken then.
    pub fn book(&mut self) -> Option<Booking<'a>> {
        let (pairs, rooms) = (self.pairs, self.rooms);
        let free = |slot: usize, id: &str| !self.taken.contains(&(slot, id.to_owned()));
        let found = (0..EACH).find_map(|slot| {
            let pair = pairs.iter().find(|(one, other)| free(slot, &one.id) && free(slot, &other.id))?;
            let room = rooms.iter().find(|room| free(slot, room))?;
            let starts_in = FIRST + i64::try_from(slot).ok()? * LENGTH;
            Some(Booking { starts_in, pair, room, slot })
        })?;
        for id in found.ids() {
            self.taken.insert((found.slot, id.to_owned()));
        }
        Some(found)
    }

    /// The server says who of a booking is taken already; the others are free again. `false`: it names nobody.
    pub fn refused(&mut self, booking: &Booking<'_>, body: &Value) -> bool {
        let clashes = body["clashes"].as_array().into_iter().flatten();
        let named: HashSet<&str> = clashes.filter_map(|clash| clash["id"].as_str()).collect();
        for id in booking.ids().iter().filter(|id| !named.contains(**id)) {
            self.taken.remove(&(booking.slot, (*id).to_owned()));
        }
        booking.ids().iter().any(|id| named.contains(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pairs(count: usize) -> Vec<(Staff, Staff)> {
        let one = |name: String| Staff {
            id: name.clone(),
            username: name,
            cookie: String::new(),
            division: String::new(),
            presides: true,
            clerk: true,
            plans: true,
        };
        (0..count).map(|at| (one(format!("p{at}")), one(format!("c{at}")))).collect()
    }

    #[test]
    fn seven_hearings_fit_a_pair_and_a_room() {
        for (people, places, fit) in [(1, 1, 7), (2, 1, 7), (1, 3, 7), (2, 3, 14), (0, 1, 0)] {
            let (pairs, rooms) = (pairs(people), (0..places).map(|at| format!("r{at}")).collect::<Vec<_>>());
            let mut calendar = Calendar::new(&pairs, &rooms);
            let booked = std::iter::from_fn(|| calendar.book()).count();
            assert_eq!(booked, fit, "{people} pairs, {places} rooms");
        }
    }

    #[test]
    fn who_is_booked_elsewhere_is_passed_over_and_the_others_are_not() {
        let (pairs, rooms) = (pairs(2), vec!["r0".to_owned()]);
        let mut calendar = Calendar::new(&pairs, &rooms);
        let first = calendar.book().unwrap();
        assert!(calendar.refused(&first, &json!({ "clashes": [{ "id": "c0" }] })));
        let second = calendar.book().unwrap();
        assert_eq!((&*second.pair.0.id, second.room, second.starts_in), ("p1", "r0", first.starts_in));
        assert!(!calendar.refused(&second, &json!({ "title": "no" })));
    }
}
