//! Checks one seat of a hearing to be scheduled, and makes its plate.

use super::{Book, Fault, FaultCode, Hearing, NewSeat, Occupant, ParticipantRole, Seat, beside};
use crate::domain::{
    ids::{AgencyId, PersonId, RoomId, SeatId, StaffId},
    jurisdiction::{Agency, ReceptionRoom},
    people::{Party, Role, Staff, is_phone},
};

impl Book<'_> {
    /// Invariant 2 for a table that is laid already: the first hearing, coming or on, that the petition as it is now could
    /// not be given. It is a report that does not say whom it accuses, or one that accuses who holds it or sits there.
    #[must_use]
    pub fn meets_accused(&self) -> Option<&Hearing> {
        let petition = self.petition;
        let check = SeatCheck { seats: &[], book: self };
        let meets = |hearing: &&Hearing| {
            let sits = || hearing.standing().any(|seat| check.accused(&seat.occupant).is_some());
            petition.is_accused_unnamed()
                || (petition.is_sealed() && petition.accuses(hearing.host))
                || sits()
        };
        let goes_on = |hearing: &&Hearing| hearing.is_coming() || hearing.stage.name().is_live();
        self.hearings.iter().filter(goes_on).find(meets)
    }
}

/// The seats asked for, looked at one by one.
pub(super) struct SeatCheck<'a> {
    pub seats: &'a [NewSeat],
    pub book: &'a Book<'a>,
}

impl SeatCheck<'_> {
    /// The first thing wrong with seat `index`.
    pub(super) fn fault(&self, index: usize) -> Option<Fault> {
        let seat = &self.seats[index];
        let (code, sentence) = self
            .unknown(&seat.occupant)
            .or_else(|| undialled(seat))
            .or_else(|| self.wrong_occupant(seat))
            .or_else(|| self.unqualified(seat))
            .or_else(|| self.accused(&seat.occupant))
            .or_else(|| self.recused(seat))
            .or_else(|| foreign(seat))
            .or_else(|| self.twice(index))?;
        Some(Fault::new(format!("seats.{index}"), code, sentence))
    }

    /// Who was recused from the petition decides nothing about it (art. 28).
    fn recused(&self, seat: &NewSeat) -> Option<(FaultCode, &'static str)> {
        let Occupant::Official { staff, .. } = seat.occupant else { return None };
        (seat.role.decides() && self.book.petition.course.is_recused(staff))
            .then_some((FaultCode::Recused, "This person was recused from the petition (回避)"))
    }

    fn unknown(&self, occupant: &Occupant) -> Option<(FaultCode, &'static str)> {
        let sentence = match occupant {
            Occupant::Official { staff, .. } if self.staff(*staff).is_none() => "There is no such official",
            Occupant::Official { room: Some(room), .. } | Occupant::Room { room }
                if self.room(*room).is_none() =>
            {
                "There is no such reception room"
            }
            Occupant::Party { person } if self.party(*person).is_none() => {
                "The petition names no such person"
            }
            Occupant::External { organisation, name, .. }
                if !named(organisation, 2..=100) || !named(name, 1..=50) =>
            {
                "Organisation and person from outside are named"
            }
            _ => return None,
        };
        Some((FaultCode::Unknown, sentence))
    }

    /// Presider and clerk are named officials: somebody answers for what was decided and written.
    fn wrong_occupant(&self, seat: &NewSeat) -> Option<(FaultCode, &'static str)> {
        use ParticipantRole as R;
        let official = matches!(seat.occupant, Occupant::Official { .. });
        let office = official || matches!(seat.occupant, Occupant::Room { .. });
        let party = matches!(seat.occupant, Occupant::Party { .. });
        let external = matches!(seat.occupant, Occupant::External { .. });
        let (fits, sentence) = match seat.role {
            R::Presider | R::Clerk | R::Tech | R::Officer => (official, "A named official holds this seat"),
            R::HearingMember | R::AgencyRep => (office, "An official or a reception room holds this seat"),
            R::Petitioner | R::Representative | R::Agent => {
                (party, "Somebody named in the petition holds this seat")
            }
            R::CompanyRep => (external, "Somebody from outside government holds this seat"),
            R::Mediator | R::Interpreter | R::Expert | R::Deputy | R::GridWorker => {
                (official || external, "An official or somebody from outside holds this seat")
            }
            R::Witness | R::Observer => (true, ""),
        };
        (!fits).then_some((FaultCode::WrongOccupant, sentence))
    }

    fn unqualified(&self, seat: &NewSeat) -> Option<(FaultCode, &'static str)> {
        let Occupant::Official { staff, .. } = seat.occupant else { return None };
        let staff = self.staff(staff)?;
        if staff.disabled {
            return Some((FaultCode::NotQualified, "This account is disabled"));
        }
        let (posts, sentence): (&[Role], _) = match seat.role {
            ParticipantRole::Presider => (
                &[Role::Presider, Role::Leader, Role::BureauHead, Role::UnitHead],
                "A presider, leader or head presides",
            ),
            ParticipantRole::Clerk => (&[Role::Clerk, Role::CounterClerk], "A clerk keeps the minutes"),
            _ => return None,
        };
        let qualified = posts.iter().any(|role| staff.has(*role));
        (!qualified).then_some((FaultCode::NotQualified, sentence))
    }

    /// Invariant 2: no seat of agency A where a report accuses A or its staff.
    fn accused(&self, occupant: &Occupant) -> Option<(FaultCode, &'static str)> {
        let petition = self.book.petition;
        if !petition.is_sealed() {
            return None;
        }
        let by_name = match occupant {
            Occupant::External { organisation, .. } => {
                let organisation = organisation.trim();
                petition.respondent.as_deref() == Some(organisation)
                    || self
                        .book
                        .agencies
                        .iter()
                        .any(|one| petition.accuses(one.id) && one.name == organisation)
            }
            Occupant::Official { staff, .. } => petition.accuses_person(*staff),
            _ => false,
        };
        let sits = self.agencies_behind(occupant).into_iter().flatten().any(|one| petition.accuses(one));
        (by_name || sits).then_some((FaultCode::Accused, "A report never meets whom it accuses (art. 30)"))
    }

    fn twice(&self, index: usize) -> Option<(FaultCode, &'static str)> {
        let occupant = &self.seats[index].occupant;
        let twice = self.seats[..index].iter().any(|earlier| earlier.occupant.is_same(occupant));
        twice.then_some((FaultCode::Twice, "The same person or room has a seat already"))
    }

    /// What is wrong with a pair of those who share a camera.
    pub(super) fn beside_fault(&self, pairs: &[(usize, usize)], index: usize) -> Option<Fault> {
        let (who, carrier) = pairs[index];
        let seats = self.seats.get(who).zip(self.seats.get(carrier));
        let fits = seats.is_some_and(|(who, carrier)| {
            beside::may_share(who.role, &who.occupant) && beside::may_carry(carrier.role, &carrier.occupant)
        });
        let twice = pairs[..index].iter().any(|(earlier, _)| *earlier == who);
        let sentence = "Somebody of the petitioners' side sits beside one reception room or one official";
        let field = format!("beside.{index}");
        (!fits || twice).then(|| Fault::new(field, FaultCode::CannotSitBeside, sentence))
    }

    /// The seat with its plate. Only after [`Self::fault`] found nothing.
    pub(super) fn seat(&self, index: usize, id: SeatId) -> Seat {
        let new = &self.seats[index];
        let agency = self.agencies_behind(&new.occupant)[0].and_then(|id| self.agency(id));
        let (label, name) = match &new.occupant {
            Occupant::Official { staff, .. } => {
                (label_of(agency), self.staff(*staff).map_or_else(String::new, |staff| staff.name.clone()))
            }
            Occupant::Room { .. } => (label_of(agency), String::new()),
            Occupant::Party { person } => {
                let party = self.party(*person);
                let name = party.map_or_else(String::new, |party| party.name.clone());
                (party_label(new.role, party).to_owned(), name)
            }
            Occupant::External { organisation, name, .. } => {
                (organisation.trim().to_owned(), name.trim().to_owned())
            }
        };
        let seat = Seat {
            agency: agency.map(|agency| agency.id),
            level: agency.map(|agency| agency.division.level()),
            label,
            name,
            mandatory: new.mandatory,
            languages: new.languages.clone(),
            ..Seat::new(id, new.role, new.occupant.clone())
        };
        Seat { mandatory: seat.is_mandatory(), ..seat }
    }

    /// The agency a seat speaks for, then the one whose room it sits in.
    fn agencies_behind(&self, occupant: &Occupant) -> [Option<AgencyId>; 2] {
        let owner = |room: RoomId| self.room(room).map(|room| room.agency);
        match occupant {
            Occupant::Official { staff, room } => {
                [self.staff(*staff).map(|staff| staff.agency), room.and_then(owner)]
            }
            Occupant::Room { room } => [owner(*room), None],
            Occupant::Party { .. } | Occupant::External { .. } => [None, None],
        }
    }

    fn staff(&self, id: StaffId) -> Option<&Staff> {
        self.book.staff.iter().find(|staff| staff.id == id)
    }

    fn room(&self, id: RoomId) -> Option<&ReceptionRoom> {
        self.book.rooms.iter().find(|room| room.id == id)
    }

    fn party(&self, id: PersonId) -> Option<&Party> {
        self.book.parties.iter().find(|party| party.id == id)
    }

    fn agency(&self, id: AgencyId) -> Option<&Agency> {
        self.book.agencies.iter().find(|agency| agency.id == id)
    }
}

fn undialled(seat: &NewSeat) -> Option<(FaultCode, &'static str)> {
    let Occupant::External { phone: Some(phone), .. } = &seat.occupant else { return None };
    (!is_phone(phone.as_str())).then_some((FaultCode::BadPhone, "A phone number has 5 to 20 digits"))
}

fn foreign(seat: &NewSeat) -> Option<(FaultCode, &'static str)> {
    let languages = &seat.languages;
    let twice = languages.iter().enumerate().any(|(at, language)| languages[..at].contains(language));
    let idle = !languages.is_empty() && seat.role != ParticipantRole::Interpreter;
    (twice || idle).then_some((FaultCode::BadLanguages, "An interpreter has languages, each once"))
}

fn label_of(agency: Option<&Agency>) -> String {
    agency.map_or_else(String::new, |agency| agency.name.clone())
}

fn party_label(role: ParticipantRole, party: Option<&Party>) -> &'static str {
    use crate::domain::people::PartyKind;
    match (role, party.map(|party| party.kind)) {
        (ParticipantRole::Petitioner, _) | (_, Some(PartyKind::Petitioner) | None) => "信访人",
        (ParticipantRole::Representative, _) | (_, Some(PartyKind::Representative)) => "信访代表",
        (ParticipantRole::Agent, _) | (_, Some(PartyKind::Agent)) => "代理人",
        (_, Some(PartyKind::CoPetitioner)) => "联名人",
    }
}

fn named(text: &str, limits: std::ops::RangeInclusive<usize>) -> bool {
    limits.contains(&text.trim().chars().count())
}
