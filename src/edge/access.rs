//! Finding a petition or hearing together with what the person may do to it. `domain::rights` decides;
//! what one may not know of is not there.

mod kept;

pub use kept::{answered_behind_the_wall, brought, files_of, kept_files};

use super::problem::Problem;
use crate::{
    domain::{
        Timestamp,
        hearing::{Entrance, Hearing, Occupant, Seat, StageName},
        ids::{HearingId, PetitionId, SeatId, StaffId},
        people::Role,
        petition::{Attachment, Petition},
        rights::{
            FieldRights, HearingAction, HearingRights, Official, PetitionAction, PetitionField,
            PetitionRights, SeatRelation, Shown, field_rights, hearing_field_rights, hearing_rights,
            may_take_seat, petition_rights,
        },
    },
    storage::{Records, StoreError, passed_over},
};

/// A petition its reader may know of.
#[derive(Debug)]
pub struct SeenPetition {
    pub petition: Petition,
    pub hearings: Vec<Hearing>,
    pub rights: PetitionRights,
    seat: SeatRelation,
}

/// A hearing its reader may know of.
#[derive(Debug)]
pub struct SeenHearing {
    pub hearing: Hearing,
    pub petition: Petition,
    pub rights: HearingRights,
    seat: SeatRelation,
}

pub async fn petition(
    records: &mut dyn Records,
    me: &Official,
    id: PetitionId,
) -> Result<SeenPetition, Problem> {
    look_at(records, me, id).await?.ok_or(Problem::NotFound)
}

/// One of many, or beside what is asked for. `None`: not to be known of, or it cannot be read, which keeps nothing from the others.
pub async fn known(
    records: &mut dyn Records,
    me: &Official,
    id: PetitionId,
) -> Result<Option<SeenPetition>, StoreError> {
    let looked = look_at(records, me, id).await;
    Ok(passed_over(id, looked)?.flatten())
}

async fn look_at(
    records: &mut dyn Records,
    me: &Official,
    id: PetitionId,
) -> Result<Option<SeenPetition>, StoreError> {
    let Some(petition) = records.petition(id).await? else { return Ok(None) };
    let hearings = records.hearings_of(id).await?;
    let nearness = hearings.iter().map(|hearing| SeatRelation::of(me, &hearing.seats)).max();
    let nearness = nearness.unwrap_or_default().max(charge(records, me, &petition).await?);
    let nearness = nearness.max(inherited(records, me, &petition).await?);
    let rights = petition_rights(me, &petition, nearness);
    let seen = SeenPetition { petition, hearings, rights, seat: nearness };
    Ok(seen.rights.may_see().then_some(seen))
}

/// Who is in charge of a petition (领导包案), or whom it is written to (领导信箱), is as near to it as who holds a seat. Nobody is
/// to what became a sealed report: the wall stands for leaders too. Who is a leader no more has no letters to read.
async fn charge(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<SeatRelation, StoreError> {
    let contracts = records.contracts(petition.id).await?;
    let charged =
        contracts.iter().any(|contract| contract.leader == me.staff.id && contract.ended_at.is_none());
    let written_to = petition.origin.leader == Some(me.staff.id) && me.staff.has(Role::Leader);
    let mine = charged || written_to;
    Ok(if mine && !petition.is_sealed() { SeatRelation::Own } else { SeatRelation::None })
}

/// The successor of a unit (art. 24) is as near to what that unit had when it was closed as who has a seat for it.
async fn inherited(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<SeatRelation, StoreError> {
    let mut unit = petition.state.unit();
    while let Some(agency) = unit {
        if agency == me.agency.id {
            return Ok(SeatRelation::Agency);
        }
        unit = records.closure(agency).await?.map(|closure| closure.successor);
    }
    Ok(SeatRelation::None)
}

pub async fn hearing(
    records: &mut dyn Records,
    me: &Official,
    id: HearingId,
) -> Result<SeenHearing, Problem> {
    known_hearing(records, me, id).await?.ok_or(Problem::NotFound)
}

/// `None`: not to be known of.
pub async fn known_hearing(
    records: &mut dyn Records,
    me: &Official,
    id: HearingId,
) -> Result<Option<SeenHearing>, StoreError> {
    match records.hearing(id).await? {
        Some(hearing) => seen(records, me, hearing).await,
        None => Ok(None),
    }
}

/// `None`: not to be known of.
pub async fn seen(
    records: &mut dyn Records,
    me: &Official,
    hearing: Hearing,
) -> Result<Option<SeenHearing>, StoreError> {
    let Some(petition) = records.petition(hearing.petition).await? else { return Ok(None) };
    let seat = SeatRelation::of(me, &hearing.seats);
    let rights = hearing_rights(me, &hearing, &petition, seat);
    Ok(rights.may_see().then_some(SeenHearing { hearing, petition, rights, seat }))
}

impl SeenPetition {
    /// Those of its hearings of which `me` may know that they were, and no more.
    pub fn kept_from<'a>(&'a self, me: &'a Official) -> impl Iterator<Item = &'a Hearing> {
        self.hearings.iter().filter(move |hearing| is_kept_from(me, hearing, &self.petition))
    }

    pub fn must(&self, action: PetitionAction) -> Result<(), Problem> {
        if self.rights.may(action) { Ok(()) } else { Err(Problem::NotAllowed) }
    }

    /// What `me` is shown of its fields.
    pub fn fields(&self, me: &Official) -> FieldRights {
        field_rights(me, &self.petition, self.seat)
    }

    /// Files and documents of it are for those who are shown papers; others may know that they are there.
    pub fn must_read_papers(&self, me: &Official) -> Result<(), Problem> {
        let whole = self.fields(me).shown(PetitionField::Papers) == Shown::Full;
        if whole { Ok(()) } else { Err(Problem::NotAllowed) }
    }

    /// For whom `me` does it (委托代办); none in their own posts.
    pub fn principal(&self, me: &Official, action: PetitionAction) -> Option<StaffId> {
        me.acts_for(|me| petition_rights(me, &self.petition, self.seat).may(action))
    }
}

impl SeenHearing {
    /// What `me` is shown of the people at its table.
    pub fn fields(&self, me: &Official) -> FieldRights {
        hearing_field_rights(me, &self.hearing, &self.petition, self.seat)
    }

    /// With the petition it is of, as its log wants them.
    pub fn matter(&self) -> (&Petition, &Hearing) {
        (&self.petition, &self.hearing)
    }

    /// As it is sent to `me`: views of its seats are made of this.
    pub fn shown(&self, me: &Official) -> Hearing {
        self.fields(me).hearing(self.hearing.clone())
    }

    pub fn must(&self, action: HearingAction) -> Result<(), Problem> {
        if self.rights.may(action) { Ok(()) } else { Err(Problem::NotAllowed) }
    }

    /// For whom `me` does it (委托代办); none in their own posts.
    pub fn principal(&self, me: &Official, action: HearingAction) -> Option<StaffId> {
        me.acts_for(|me| hearing_rights(me, &self.hearing, &self.petition, self.seat).may(action))
    }
}

/// Whether a hearing was held behind the wall of its petition, which is open now, and `me` is none of those who knew of it
/// then.
pub fn is_kept_from(me: &Official, hearing: &Hearing, petition: &Petition) -> bool {
    let seat = SeatRelation::of(me, &hearing.seats);
    hearing.stays_behind_the_wall(petition) && !hearing_rights(me, hearing, petition, seat).may_see()
}

/// [`is_kept_from`], of what came out of a hearing: a paper of it, an order given in it.
pub async fn came_from_kept(
    records: &mut dyn Records,
    me: &Official,
    hearing: HearingId,
    petition: &Petition,
) -> Result<bool, Problem> {
    if petition.course.opened_at.is_none() {
        return Ok(false); // as of nearly all
    }
    let hearing = records.hearing(hearing).await?;
    Ok(hearing.is_some_and(|hearing| is_kept_from(me, &hearing, petition)))
}

/// The files of a petition that `me` may know of: all but those that came with a hearing kept from them.
pub async fn files(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<Vec<Attachment>, Problem> {
    let kept = kept_files(records, me, petition).await?;
    let mut files = records.attachments(petition.id).await?;
    files.retain(|file| !kept.contains(&file.id));
    Ok(files)
}

/// Those of its files that `me` may open; none of a petition that they do not see, or not the papers of.
pub async fn open_files(
    records: &mut dyn Records,
    me: &Official,
    petition: &Petition,
) -> Result<Vec<Attachment>, Problem> {
    let seen = known(records, me, petition.id).await?;
    let reads = seen.is_some_and(|seen| seen.must_read_papers(me).is_ok());
    if reads { files(records, me, petition).await } else { Ok(Vec::new()) }
}

/// Whether seats may be taken by link or token now.
pub fn check_open(hearing: &Hearing, now: Timestamp) -> Result<(), Problem> {
    match hearing.entrance(now) {
        Entrance::Open => Ok(()),
        Entrance::Over => Err(Problem::HearingOver),
        // The link serves later too, for new times as well.
        Entrance::Early => {
            let timed = hearing.stage.name() != StageName::Postponed;
            let times = timed.then(|| (hearing.check_in_opens_at().0, hearing.starts_at.0));
            Err(Problem::TooEarly { times })
        }
    }
}

/// The seats of `hearing` that `me` may sit down on, their own before their rooms'.
pub fn my_seats<'a>(me: &Official, hearing: &'a Hearing) -> Vec<&'a Seat> {
    // The agency of a room's seat is the room's owner (`hearing::schedule`).
    let mut seats: Vec<_> =
        hearing.seats.iter().filter(|seat| may_take_seat(me, seat, seat.agency)).collect();
    seats.sort_by_key(|seat| matches!(seat.occupant, Occupant::Room { .. }));
    seats
}

/// The same, by their ids.
pub fn my_seat_ids(me: &Official, hearing: &Hearing) -> Vec<SeatId> {
    my_seats(me, hearing).into_iter().map(|seat| seat.id).collect()
}
