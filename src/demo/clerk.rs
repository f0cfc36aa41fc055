//! Registers and moves the demo's petitions the way people do: by the rules, with each step in the log.

use super::{DemoError, SetPaper, notices, people::person, places::Places};
use crate::{
    domain::{
        MINUTE_MS, Timestamp,
        event::{Actor, Change},
        hearing::{Book, Hearing, HearingNumber, NewHearing, Scheduling, schedule},
        ids::{AgencyId, EventId, HearingId, PersonId, PetitionId, SeatId},
        people::{Party, Role, Staff},
        petition::{
            By, Calendar, Channel, NewPetition, Petition, PetitionNumber, QueryCode, Registering,
            SHIPPED_RULES, Transition, TransitionKind, apply,
        },
        rights::{self, SeatRelation, petition_rights},
    },
    storage::Tx,
    world::World,
};
use time::Duration;

/// One transaction's worth of office work.
pub(super) struct Clerk<'a> {
    pub tx: &'a mut dyn Tx,
    pub world: &'a dyn World,
    pub places: &'a Places,
    pub staff: &'a [Staff],
    pub calendar: &'a Calendar,
    pub set_paper: &'a SetPaper<'a>,
    /// Whether units tell petitioners that they have accepted their petitions, as they must (art. 23).
    pub tells: bool,
}

/// A petition as it stands, with what its petitioner was given.
pub(super) struct Filed {
    pub petition: Petition,
    pub parties: Vec<Party>,
    pub query_code: QueryCode,
}

impl<'a> Clerk<'a> {
    /// 10:00 in China, `days` ago (and some minutes), but never later than now.
    pub(super) fn ago(&self, days: i64, minutes: i64) -> Timestamp {
        let now = self.world.now();
        let day = now.local_date().saturating_sub(Duration::days(days));
        Timestamp::start_of(day).plus_millis((10 * 60 + minutes) * MINUTE_MS).min(now)
    }

    /// P1, by the nearest petition bureau of the place.
    pub(super) async fn register(&mut self, new: NewPetition, at: Timestamp) -> Result<Filed, DemoError> {
        let bureau = self.places.bureau_of(&new.place).clone();
        let actor = match (new.channel, self.find_post(bureau.id, &[Role::CounterClerk])) {
            (Channel::Web, _) | (_, None) => Actor::Petitioner,
            (_, Some(clerk)) => Actor::Staff { staff: clerk.id, agency: bureau.id },
        };
        let (day, channel) = (at.local_date(), new.channel);
        let name = PetitionNumber::sequence_name(&bureau.division, day, channel);
        let sequence = self.tx.next_in_sequence(&name).await?;
        let query_code = QueryCode::draw(|bytes| self.world.fill(bytes));
        let given = Registering {
            id: PetitionId(self.world.new_id()),
            number: PetitionNumber::new(&bureau.division, day, channel, sequence)?,
            by: bureau.id,
            now: at,
            received_at: at,
            query_code_hash: query_code.hash(),
        };
        let valid = new.check(SHIPPED_RULES, day)?;
        let (registration, change) = valid.register(given, self.calendar, || PersonId(self.world.new_id()));
        self.tx.add_petition(&registration).await?;
        self.log(change, at, actor, &registration.petition, None).await?;
        Ok(Filed { petition: registration.petition, parties: registration.parties, query_code })
    }

    /// One transition by a person who may do it, or by the petitioner.
    pub(super) async fn step(
        &mut self,
        petition: Petition,
        transition: Transition,
        by: Option<&Staff>,
        at: Timestamp,
    ) -> Result<Petition, DemoError> {
        let (accepts, person) = (transition.kind() == TransitionKind::Accept, by);
        let (by, actor) = match by {
            None => (By::Petitioner, Actor::Petitioner),
            Some(person) => {
                self.entitled(person, &petition, &transition)?;
                (By::Staff, Actor::Staff { staff: person.id, agency: person.agency })
            }
        };
        let applied = apply(&petition, transition, by, at, self.calendar)?;
        self.tx.save_petition(&applied.petition).await?;
        self.log(applied.change, at, actor, &applied.petition, None).await?;
        let version = applied.petition.version + 1;
        let petition = Petition { version, ..applied.petition };
        if let Some(maker) = person.filter(|_| accepts && self.tells) {
            notices::accepted(self, &petition, maker, at).await?;
        }
        Ok(petition)
    }

    /// Schedules a hearing held by the agency of `by`, who writes it down.
    pub(super) async fn schedule(
        &mut self,
        petition: &Petition,
        parties: &[Party],
        new: &NewHearing,
        by: &str,
        now: Timestamp,
    ) -> Result<Hearing, DemoError> {
        let by = person(self.staff, by);
        let agencies = &self.places.agencies;
        let host =
            agencies.iter().find(|agency| agency.id == by.agency).expect("all are of its places, by test");
        let book = Book {
            petition,
            parties,
            host,
            agencies,
            rooms: &self.places.rooms,
            staff: self.staff,
            hearings: &[],
            representatives_allowed: petition.representatives_allowed(SHIPPED_RULES),
            now,
        };
        let day = new.starts_at.local_date();
        let sequence = self.tx.next_in_sequence(&HearingNumber::sequence_name(&host.division, day)).await?;
        let number = HearingNumber::new(&host.division, day, sequence);
        let given = Scheduling { id: HearingId(self.world.new_id()), number };
        let (hearing, change) = schedule(new, &book, given, || SeatId(self.world.new_id()))
            .map_err(|faults| DemoError::Seating(faults.iter().map(ToString::to_string).collect()))?;
        self.tx.add_hearing(&hearing).await?;
        let actor = Actor::Staff { staff: by.id, agency: by.agency };
        self.log(change, now, actor, petition, Some(hearing.id)).await?;
        Ok(hearing)
    }

    fn entitled(
        &self,
        person: &Staff,
        petition: &Petition,
        transition: &Transition,
    ) -> Result<(), DemoError> {
        let agency = self.places.agencies.iter().find(|agency| agency.id == person.agency);
        let may = agency.is_some_and(|agency| {
            let actor = rights::Official {
                staff: person.clone(),
                agency: agency.clone(),
                acting: Vec::new(),
                program: None,
            };
            petition_rights(&actor, petition, SeatRelation::None).may(transition.kind().into())
        });
        if may {
            return Ok(());
        }
        Err(DemoError::NotEntitled { username: person.username.clone(), what: transition.kind() })
    }

    pub(super) async fn log(
        &mut self,
        change: Change,
        at: Timestamp,
        actor: Actor,
        petition: &Petition,
        hearing: Option<HearingId>,
    ) -> Result<(), DemoError> {
        let mut event = change.event(EventId(self.world.new_id()), at, actor, petition);
        event.hearing = hearing;
        self.tx.append(&event).await?;
        Ok(())
    }

    /// Somebody of the agency with one of these posts.
    pub(super) fn post(&self, agency: AgencyId, roles: &[Role]) -> &'a Staff {
        self.find_post(agency, roles).expect("every agency of the demo that acts has its people, by test")
    }

    fn find_post(&self, agency: AgencyId, roles: &[Role]) -> Option<&'a Staff> {
        let fits = |person: &&Staff| person.agency == agency && roles.iter().any(|role| person.has(*role));
        self.staff.iter().find(fits)
    }
}
