//! Reads what a hearing to be scheduled is checked against: people, rooms, bookings.

use crate::{
    domain::{
        Timestamp,
        hearing::{Book, Hearing, NewHearing},
        jurisdiction::{Agency, ReceptionRoom},
        people::{Party, Staff},
        petition::{Petition, RepresentativeRule},
    },
    edge::{
        problem::Problem,
        views::{Clash, ClashKind},
    },
    rooms::{Besides, Refused, bookings_of},
    storage::{Booking, BookingClash, Records, StoreError},
};

pub struct Facts {
    parties: Vec<Party>,
    agencies: Vec<Agency>,
    rooms: Vec<ReceptionRoom>,
    staff: Vec<Staff>,
    pub hearings: Vec<Hearing>,
}

impl Facts {
    pub async fn read(records: &mut dyn Records, petition: &Petition) -> Result<Self, StoreError> {
        Ok(Self {
            parties: records.parties(petition.id).await?,
            agencies: records.agencies().await?,
            rooms: records.reception_rooms().await?,
            staff: records.staff_list().await?,
            hearings: records.hearings_of(petition.id).await?,
        })
    }

    pub fn book<'a>(
        &'a self,
        petition: &'a Petition,
        host: &'a Agency,
        (rules, now): (&[RepresentativeRule], Timestamp),
    ) -> Book<'a> {
        Book {
            petition,
            parties: &self.parties,
            host,
            agencies: &self.agencies,
            rooms: &self.rooms,
            staff: &self.staff,
            hearings: &self.hearings,
            representatives_allowed: petition.representatives_allowed(rules),
            now,
        }
    }

    /// Rooms and people of `new` that are taken at its time. In a transaction it locks them.
    pub async fn clashes(
        &self,
        records: &mut dyn Records,
        new: &NewHearing,
    ) -> Result<Vec<Clash>, StoreError> {
        let wanted = bookings_of(new.seats.iter().map(|seat| &seat.occupant));
        let clashes = records.clashes(&wanted, new.starts_at, new.ends_at, None).await?;
        Ok(clashes.into_iter().map(|clash| self.named(clash)).collect())
    }

    /// The room says which hearings are in the way; the desk is told who and what is taken by them.
    pub fn why(&self, refused: Refused) -> Problem {
        match refused.besides {
            Besides::Clashes(clashes) => {
                Problem::Clash(clashes.into_iter().map(|clash| self.named(clash)).collect())
            }
            _ => refused.into(),
        }
    }

    fn named(&self, clash: BookingClash) -> Clash {
        let (what, id, name) = match clash.booking {
            Booking::Room(id) => {
                let room = self.rooms.iter().find(|room| room.id == id);
                (ClashKind::Room, id.0, room.map(|room| room.name.clone()))
            }
            Booking::Staff(id) => {
                let person = self.staff.iter().find(|person| person.id == id);
                (ClashKind::Staff, id.0, person.map(|person| person.name.clone()))
            }
        };
        Clash {
            what,
            id,
            name: name.unwrap_or_default(),
            number: clash.number,
            starts_at: clash.starts_at.0,
            ends_at: clash.ends_at.0,
        }
    }
}
