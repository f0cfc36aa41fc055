//! Remembers and decides on which worker each room is. Sends nothing.

use std::collections::{HashMap, HashSet};

use crate::media::peer::ice::WorkerId;
use crate::media::plane::MediaRoom;
use signaling::wire::SeatId;

/// All open rooms. `C`: what may be asked of a room.
#[derive(Debug)]
pub struct Places<C> {
    rooms: HashMap<MediaRoom, Placed<C>>,
    workers: usize,
}

#[derive(Debug)]
struct Placed<C> {
    place: Place<C>,
    /// Who has a peer in it, as far as was asked for.
    seats: HashSet<SeatId>,
}

#[derive(Debug)]
enum Place<C> {
    At(WorkerId),
    /// On its way; what is asked of it meanwhile goes after it, in the order it was asked.
    Moving {
        from: WorkerId,
        waiting: Vec<C>,
    },
}

impl<C> Places<C> {
    pub fn new(workers: usize) -> Self {
        Self { rooms: HashMap::new(), workers }
    }

    /// A room opens, on the worker with the fewest seats. An open one stays where it is.
    pub fn open(&mut self, room: MediaRoom) {
        let mut load = vec![0; self.workers];
        for placed in self.rooms.values() {
            if let Some(load) = load.get_mut(usize::from(placed.worker().0)) {
                *load += 1 + placed.seats.len(); // an empty room is going to fill
            }
        }
        let emptiest = (0_u8..).zip(load).min_by_key(|(_, load)| *load).map_or(0, |(at, _)| at);
        let place = Place::At(WorkerId(emptiest));
        self.rooms.entry(room).or_insert(Placed { place, seats: HashSet::new() });
    }

    pub fn sit(&mut self, room: MediaRoom, seat: SeatId) {
        if let Some(placed) = self.rooms.get_mut(&room) {
            placed.seats.insert(seat);
        }
    }

    pub fn leave(&mut self, room: MediaRoom, seat: SeatId) {
        if let Some(placed) = self.rooms.get_mut(&room) {
            placed.seats.remove(&seat);
        }
    }

    /// Who gets `command` now, if it does not wait. A room that is not open is the first worker's to refuse.
    pub fn address(&mut self, room: MediaRoom, command: C) -> Option<(WorkerId, C)> {
        match self.rooms.get_mut(&room).map(|placed| &mut placed.place) {
            Some(Place::At(worker)) => Some((*worker, command)),
            Some(Place::Moving { waiting, .. }) => {
                waiting.push(command);
                None
            }
            None => Some((WorkerId::default(), command)),
        }
    }

    /// Where it is, or where it is leaving.
    pub fn worker(&self, room: MediaRoom) -> WorkerId {
        self.rooms.get(&room).map(Placed::worker).unwrap_or_default()
    }

    /// A closed room is forgotten, unless it is still on its way: see [`Self::arrive`].
    pub fn close(&mut self, room: MediaRoom) {
        if self.rooms.get(&room).is_some_and(|placed| matches!(placed.place, Place::At(_))) {
            self.rooms.remove(&room);
        }
    }

    /// A room sets off to `to`; the worker it is on, or `None` if there is nothing to move.
    pub fn set_off(&mut self, room: MediaRoom, to: WorkerId) -> Option<WorkerId> {
        let placed = self.rooms.get_mut(&room).filter(|_| usize::from(to.0) < self.workers)?;
        let Place::At(from) = placed.place else { return None };
        if from == to {
            return None;
        }
        placed.place = Place::Moving { from, waiting: Vec::new() };
        Some(from)
    }

    /// A room that set off is at `worker`; what was asked of it meanwhile.
    pub fn arrive(&mut self, room: MediaRoom, worker: WorkerId) -> Vec<C> {
        let Some(placed) = self.rooms.get_mut(&room) else { return Vec::new() };
        match std::mem::replace(&mut placed.place, Place::At(worker)) {
            Place::At(_) => Vec::new(),
            Place::Moving { waiting, .. } => waiting,
        }
    }

    /// The rooms on a worker, and how many sit in each.
    pub fn on(&self, worker: WorkerId) -> impl Iterator<Item = (MediaRoom, usize)> {
        let rooms = self.rooms.iter().filter(move |(_, placed)| placed.worker() == worker);
        rooms.map(|(room, placed)| (*room, placed.seats.len()))
    }
}

impl<C> Placed<C> {
    fn worker(&self) -> WorkerId {
        match self.place {
            Place::At(worker) | Place::Moving { from: worker, .. } => worker,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const fn room(number: u128) -> MediaRoom {
        MediaRoom(Uuid::from_u128(number))
    }

    const ROOMS: [MediaRoom; 4] = [room(1), room(2), room(3), room(4)];

    #[test]
    fn a_room_opens_where_the_fewest_sit_and_stays_there() {
        let mut places = Places::<()>::new(2);
        places.open(ROOMS[0]);
        for seat in 0..3 {
            places.sit(ROOMS[0], SeatId(Uuid::from_u128(seat)));
        }
        for room in ROOMS {
            places.open(room);
        }
        assert_eq!(ROOMS.map(|room| places.worker(room).0), [0, 1, 1, 1]);
        places.close(ROOMS[0]);
        places.open(ROOMS[0]);
        assert_eq!(places.worker(ROOMS[0]).0, 0);
    }

    #[test]
    fn what_is_asked_of_a_moving_room_follows_it_in_order() {
        let (room, mut places) = (ROOMS[0], Places::new(2));
        places.open(room);
        assert_eq!(places.address(room, 'a'), Some((WorkerId(0), 'a')));
        assert_eq!(places.set_off(room, WorkerId(1)), Some(WorkerId(0)));
        assert_eq!(places.set_off(room, WorkerId(1)), None, "it is on its way");
        assert_eq!((places.address(room, 'b'), places.address(room, 'c')), (None, None));
        assert_eq!(places.arrive(room, WorkerId(1)), ['b', 'c']);
        assert_eq!(places.address(room, 'd'), Some((WorkerId(1), 'd')));
    }

    #[test]
    fn there_is_no_move_to_nowhere() {
        let mut places = Places::<()>::new(2);
        places.open(ROOMS[0]);
        for (room, to) in [(ROOMS[0], 0), (ROOMS[0], 2), (ROOMS[1], 1)] {
            assert_eq!(places.set_off(room, WorkerId(to)), None, "{room:?} to {to}");
        }
    }
}
