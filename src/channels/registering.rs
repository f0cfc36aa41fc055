//! P1 in one place for every channel: from what was filed to a registered petition and its event.

use super::House;
use crate::{
    domain::{
        Timestamp,
        event::Actor,
        ids::{EventId, PersonId, PetitionId, StaffId},
        jurisdiction::{Agency, registering_bureau},
        petition::{
            BadNumber, Channel, Invalid, InvalidCode, NewPetition, Origin, Petition, PetitionNumber,
            QueryCode, Registering, RepresentativeRule, ValidPetition, code_goes_to,
        },
    },
    storage::{CodeMessage, Records, StoreError, Tx},
};

/// Who registers.
#[derive(Debug, Clone)]
pub enum Registrar {
    /// This agency, whatever the place.
    Agency(Agency, Actor),
    /// The bureau that answers for the place.
    BureauOfPlace(Actor),
}

/// A petition that is on record.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the query code opens the petition")]
pub struct Registered {
    pub id: PetitionId,
    pub number: String,
    /// That it was registered.
    pub event: EventId,
    /// Shown once; kept nowhere. None of an unsigned letter: nobody is there to be given it.
    pub query_code: Option<QueryCode>,
}

/// Why nothing was registered.
#[derive(Debug, thiserror::Error)]
pub enum NotRegistered {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Number(#[from] BadNumber),
    /// What an organ sent under this number is this petition already.
    #[error("this letter is registered already")]
    Known(Box<Petition>),
}

/// Checked against the rules and the places there are: nothing but the store can refuse it now.
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct Prepared {
    filed: ValidPetition,
    channel: Channel,
    by: Agency,
    actor: Actor,
    signed: bool,
    code: Option<QueryCode>,
    received_at: Option<Timestamp>,
}

/// # Errors
/// The first field that is not acceptable, the petition that this letter is already, or the store's.
pub async fn prepare(
    records: &mut dyn Records,
    filed: NewPetition,
    registrar: Registrar,
    (rules, now): (&[RepresentativeRule], Timestamp),
) -> Result<Prepared, NotRegistered> {
    let (place, channel, accused) = (filed.place.clone(), filed.channel, filed.accused);
    let filed = filed.check(rules, now.local_date())?;
    let signed = filed.origin().signed;
    if let Origin { organ: Some(organ), number: Some(number), .. } = filed.origin()
        && let Some(known) = records.petition_of_origin(organ, number).await?
    {
        return Err(NotRegistered::Known(Box::new(known)));
    }
    records.division(&place).await?.ok_or_else(|| malformed("place", "There is no such division"))?;
    let agencies = records.agencies().await?;
    if accused.is_some_and(|accused| !agencies.iter().any(|agency| agency.id == accused)) {
        return Err(malformed("accused", "There is no such agency").into());
    }
    let (by, actor) = match registrar {
        Registrar::Agency(agency, actor) => (agency, actor),
        Registrar::BureauOfPlace(actor) => {
            let bureau = registering_bureau(&place, &agencies).cloned();
            let no_bureau = || malformed("place", "No petition bureau answers for this place");
            (bureau.ok_or_else(no_bureau)?, actor)
        }
    };
    if let Some(leader) = filed.origin().leader
        && !takes_letters(records, leader, &by).await?
    {
        return Err(malformed("leader", "This leader takes no letters there: choose one of the list").into());
    }
    Ok(Prepared { filed, channel, by, actor, signed, code: None, received_at: None })
}

/// Whether this leader is published to who writes to the bureau `by` (领导信箱).
async fn takes_letters(records: &mut dyn Records, leader: StaffId, by: &Agency) -> Result<bool, StoreError> {
    let (Some(post), Some(staff)) = (records.leader(leader).await?, records.staff(leader).await?) else {
        return Ok(false);
    };
    let own = records.agency(staff.agency).await?;
    Ok(own.is_some_and(|own| post.takes_letters(&staff, &own.division, &by.division)))
}

impl Prepared {
    /// With this query code instead of one that is drawn.
    #[must_use]
    pub fn with_code(self, code: Option<QueryCode>) -> Self {
        Self { code, ..self }
    }

    /// Of what came in before now and waited for a person.
    #[must_use]
    pub fn received_at(self, at: Timestamp) -> Self {
        Self { received_at: Some(at), ..self }
    }

    /// Writes petition and event; the caller commits.
    ///
    /// # Errors
    /// The store's, or the day's numbers are used up.
    pub async fn write(self, tx: &mut dyn Tx, house: House<'_>) -> Result<Registered, NotRegistered> {
        let Self { filed, channel, by, actor, signed, code, received_at } = self;
        let (now, new_id) = (house.world.now(), || house.world.new_id());
        let sequence = PetitionNumber::sequence_name(&by.division, now.local_date(), channel);
        let sequence = tx.next_in_sequence(&sequence).await?;
        let number = PetitionNumber::new(&by.division, now.local_date(), channel, sequence)?;
        let query_code = code.unwrap_or_else(|| QueryCode::draw(|bytes| house.world.fill(bytes)));
        let id = PetitionId(new_id());
        let given = Registering {
            id,
            number,
            by: by.id,
            now,
            received_at: received_at.unwrap_or(now),
            query_code_hash: query_code.hash(),
        };
        let (registration, change) = filed.register(given, house.calendar, || PersonId(new_id()));
        tx.add_petition(&registration).await?;
        let petition = registration.petition;
        let event = EventId(new_id());
        tx.append(&change.event(event, now, actor, &petition)).await?;
        if code_goes_to(&petition, registration.parties.first()).is_some() {
            let code = Some(query_code.as_str().to_owned());
            tx.put_code_message(&CodeMessage { petition: id, event, code, sent_at: now }).await?;
        }
        Ok(Registered { id, number: petition.number, event, query_code: signed.then_some(query_code) })
    }
}

pub(super) fn malformed(field: &str, sentence: &str) -> Invalid {
    Invalid {
        field: field.to_owned(),
        code: InvalidCode::Malformed,
        sentence: sentence.to_owned(),
        allowed: None,
    }
}
