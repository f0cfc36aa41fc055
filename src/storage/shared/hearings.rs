//! SQL of hearings with their seats, bookings, minutes, outcomes, line reports and recordings.

use super::{Session, bookings, minutes, outcomes, quality, recordings};
use crate::{
    domain::{
        Timestamp,
        hearing::{
            ActionItem, Entry, EntryWrite, Hearing, Occupant, Outcome, Recording, Seat, SeatChange, Stretch,
        },
        ids::{HearingId, PersonId, PetitionId, RecordingId, SeatId},
        quality::SeatReport,
    },
    storage::{
        Booking, BookingClash, EntryReceipt, HearingRecords, HearingWrites, StoreError,
        error::{or_exists, or_stale},
        passed_over,
        rows::hearing::{
            GoneRecord, HearingRecord, OccupantRecord, SEAT_NAME, SEAT_PHONE, SeatRecord, StageRecord,
            planned_text,
        },
        statements::statements,
        values::{join, stored},
        vault::Vault,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;
type Sealed = (Option<Vec<u8>>, Option<Vec<u8>>);

macro_rules! hearings {
    ($rest:literal) => {
        concat!(
            "select h.id, h.number, h.petition, h.kind, h.title, h.host, h.starts_at, h.ends_at, h.agenda, h.stage,
            h.stage_at, h.begins_at, h.phase, h.phase_at, h.phase_spent, h.reason, h.version, h.continues,
            h.archived_at, h.archived_sha256, h.archived_bytes, h.planned
            from hearings h ",
            $rest
        )
    };
}

/// The seats of the hearings chosen the same way.
macro_rules! seats {
    ($rest:literal) => {
        concat!(
            "select s.hearing, s.id, s.role, s.occupant, s.staff, s.room, s.person, s.organisation, s.person_name,
            s.agency, s.level, s.label, s.name, s.mandatory, s.admitted, s.muted, s.removed,
            s.withdrawn, s.withdrawn_at, s.replaces, s.beside, s.languages, s.heard, s.acted, s.sealed_name,
            s.sealed_phone, s.petition, k.wrapped
            from seats s join hearings h on h.id = s.hearing
            left join petition_keys k on k.petition = s.petition ",
            $rest,
            // Who took a place comes after who had it: ids grow.
            " order by s.hearing, s.position, s.id"
        )
    };
}

macro_rules! live {
    ($rest:literal) => {
        concat!(
            "select id from hearings where stage in ('check_in', 'ready', 'countdown', 'in_session', 'paused',
            'suspended', 'minutes_review', 'signing') ",
            $rest,
            "order by starts_at, id"
        )
    };
}

statements! {
    HEARING = hearings!("where h.id = $1");
    SEATS = seats!("where h.id = $1");
    HEARINGS_OF = hearings!("where h.petition = $1 order by h.starts_at, h.id");
    SEATS_OF = seats!("where h.petition = $1");
    HEARINGS_BETWEEN = hearings!("where h.ends_at > $1 and h.starts_at < $2 order by h.starts_at, h.id");
    IDS_BETWEEN = "select id from hearings where ends_at > $1 and starts_at < $2 order by starts_at, id";
    SEATS_BETWEEN = seats!("where h.ends_at > $1 and h.starts_at < $2");
    LIVE_HEARINGS = live!("");
    LIVE_PAST = live!("and ends_at <= $1 ");

    ADD_HEARING = "insert into hearings (id, number, petition, kind, title, host, starts_at, ends_at, agenda, stage,
            stage_at, begins_at, phase, phase_at, phase_spent, reason, version, continues, planned)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    SAVE_HEARING = "update hearings set title = $3, starts_at = $4, ends_at = $5, agenda = $6, stage = $7,
            stage_at = $8, begins_at = $9, phase = $10, phase_at = $11, phase_spent = $12, reason = $13,
            archived_at = $14, archived_sha256 = $15, archived_bytes = $16, planned = $17, version = version + 1
        where id = $1 and version = $2";
    KEY_OF_HEARING = "select k.petition, k.wrapped from petition_keys k join hearings h on h.petition = k.petition
        where h.id = $1";
    /// A new seat goes where the one was whose place it took, else last. Who was withdrawn stays so, whatever is written
    /// of the seat besides.
    SAVE_SEAT = "insert into seats (hearing, id, role, occupant, staff, room, person, organisation, person_name,
            agency, level, label, name, mandatory, admitted, muted, removed, languages, heard, sealed_name,
            sealed_phone, withdrawn, withdrawn_at, replaces, beside, petition, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, (select petition from hearings where id = $1),
            coalesce((select position from seats where id = $24),
                (select coalesce(max(position), 0) + 1 from seats where hearing = $1)))
        on conflict (id) do update set role = excluded.role, occupant = excluded.occupant, staff = excluded.staff,
            room = excluded.room, person = excluded.person, organisation = excluded.organisation,
            person_name = excluded.person_name, agency = excluded.agency, level = excluded.level,
            label = excluded.label, name = excluded.name, mandatory = excluded.mandatory,
            admitted = excluded.admitted, muted = excluded.muted, removed = excluded.removed,
            withdrawn = coalesce(seats.withdrawn, excluded.withdrawn),
            withdrawn_at = coalesce(seats.withdrawn_at, excluded.withdrawn_at),
            languages = excluded.languages, heard = excluded.heard, sealed_name = excluded.sealed_name,
            sealed_phone = excluded.sealed_phone, beside = excluded.beside
        where seats.hearing = excluded.hearing";
    ADMIT_SEAT = "update seats set admitted = coalesce(admitted, $3) where hearing = $1 and id = $2";
    SEND_OUT = "update seats set admitted = null, heard = $3
        where hearing = $1 and id = $2 and admitted is not null";
    REMOVE_SEAT = "update seats set removed = $3 where hearing = $1 and id = $2";
    MUTE_SEAT = "update seats set muted = $3 where hearing = $1 and id = $2";
}

#[async_trait]
impl HearingRecords for Session {
    async fn hearing(&mut self, id: HearingId) -> Result<Option<Hearing>> {
        let row: Option<HearingRecord> = query_as(HEARING).bind(id.0).fetch_optional(self.conn()).await?;
        let Some(row) = row else { return Ok(None) };
        let seats = query_as(SEATS).bind(id.0).fetch_all(self.conn()).await?;
        seat(&self.vault(), vec![row], seats).next().map(|(_, hearing)| hearing).transpose()
    }

    async fn hearings_of(&mut self, id: PetitionId) -> Result<Vec<Hearing>> {
        let rows = query_as(HEARINGS_OF).bind(id.0).fetch_all(self.conn()).await?;
        let seats = query_as(SEATS_OF).bind(id.0).fetch_all(self.conn()).await?;
        seat(&self.vault(), rows, seats).map(|(_, hearing)| hearing).collect()
    }

    async fn hearings_between(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<Hearing>> {
        let rows = query_as(HEARINGS_BETWEEN).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        let seats = query_as(SEATS_BETWEEN).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        let vault = self.vault();
        seat(&vault, rows, seats).filter_map(|(id, hearing)| passed_over(id, hearing).transpose()).collect()
    }

    async fn hearing_ids_between(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<HearingId>> {
        let ids: Vec<Uuid> = query_scalar(IDS_BETWEEN).bind(from.0).bind(to.0).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(HearingId).collect())
    }

    async fn live_hearings(&mut self) -> Result<Vec<HearingId>> {
        let ids: Vec<Uuid> = query_scalar(LIVE_HEARINGS).fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(HearingId).collect())
    }

    async fn live_past(&mut self, before: Timestamp) -> Result<Vec<Hearing>> {
        let ids: Vec<Uuid> = query_scalar(LIVE_PAST).bind(before.0).fetch_all(self.conn()).await?;
        let mut hearings = Vec::new();
        for id in ids.into_iter().map(HearingId) {
            let hearing = self.hearing(id).await;
            hearings.extend(passed_over(id, hearing)?.flatten());
        }
        Ok(hearings)
    }

    async fn clashes(
        &mut self,
        wanted: &[Booking],
        from: Timestamp,
        to: Timestamp,
        except: Option<HearingId>,
    ) -> Result<Vec<BookingClash>> {
        bookings::clashes(self, wanted, from, to, except).await
    }

    async fn bookings(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<BookingClash>> {
        bookings::between(self, from, to).await
    }

    async fn minutes(&mut self, id: HearingId) -> Result<Vec<Entry>> {
        minutes::read(self, id).await
    }

    async fn wordings(&mut self, id: HearingId) -> Result<Vec<Entry>> {
        minutes::wordings(self, id).await
    }

    async fn outcome(&mut self, id: HearingId) -> Result<Option<Outcome>> {
        outcomes::read(self, id).await
    }

    async fn action_items(&mut self, id: PetitionId) -> Result<Vec<(HearingId, ActionItem)>> {
        outcomes::items_of(self, id).await
    }

    async fn line_reports(&mut self, id: HearingId) -> Result<Vec<SeatReport>> {
        quality::reports(self, id).await
    }

    async fn recordings(&mut self, id: HearingId) -> Result<Vec<Recording>> {
        recordings::of(self, id).await
    }

    async fn recording(&mut self, id: RecordingId) -> Result<Option<Recording>> {
        recordings::one(self, id).await
    }

    async fn open_recordings(&mut self) -> Result<Vec<Recording>> {
        recordings::open(self).await
    }

    async fn recording_index(&mut self, id: HearingId) -> Result<Vec<Stretch>> {
        recordings::index_of(self, id).await
    }
}

#[async_trait]
impl HearingWrites for Session {
    async fn add_hearing(&mut self, hearing: &Hearing) -> Result<()> {
        let stage = StageRecord::from(&hearing.stage);
        query(ADD_HEARING)
            .bind(hearing.id.0)
            .bind(&hearing.number)
            .bind(hearing.petition.0)
            .bind(hearing.kind.as_str())
            .bind(&hearing.title)
            .bind(hearing.host.0)
            .bind(hearing.starts_at.0)
            .bind(hearing.ends_at.0)
            .bind(join(&hearing.agenda))
            .bind(stage.stage)
            .bind(stage.stage_at)
            .bind(stage.begins_at)
            .bind(stage.phase)
            .bind(stage.phase_at)
            .bind(stage.phase_spent)
            .bind(stage.reason)
            .bind(i64::from(hearing.version))
            .bind(hearing.continues.map(|earlier| earlier.0))
            .bind(planned_text(hearing))
            .execute(self.conn())
            .await
            .map_err(or_exists("hearing"))?;
        for seat in &hearing.seats {
            self.save_seat(hearing.id, seat).await?;
        }
        Ok(())
    }

    async fn save_hearing(&mut self, hearing: &Hearing) -> Result<()> {
        let stage = StageRecord::from(&hearing.stage);
        let bytes =
            hearing.archived.map(|archived| stored("file of a hearing", archived.bytes)).transpose()?;
        let done = query(SAVE_HEARING)
            .bind(hearing.id.0)
            .bind(i64::from(hearing.version))
            .bind(&hearing.title)
            .bind(hearing.starts_at.0)
            .bind(hearing.ends_at.0)
            .bind(join(&hearing.agenda))
            .bind(stage.stage)
            .bind(stage.stage_at)
            .bind(stage.begins_at)
            .bind(stage.phase)
            .bind(stage.phase_at)
            .bind(stage.phase_spent)
            .bind(stage.reason)
            .bind(hearing.archived.map(|archived| archived.at.0))
            .bind(hearing.archived.map(|archived| archived.sha256.to_vec()))
            .bind(bytes)
            .bind(planned_text(hearing))
            .execute(self.conn())
            .await?;
        or_stale("hearing", done.rows_affected())
    }

    async fn save_seat(&mut self, hearing: HearingId, seat: &Seat) -> Result<()> {
        let mut occupant = OccupantRecord::from(&seat.occupant);
        let gone = GoneRecord::from(seat.gone.as_ref());
        let (sealed_name, sealed_phone) = sealed(self, hearing, seat).await?;
        let name = if sealed_name.is_some() { "" } else { &seat.name };
        if sealed_name.is_some() {
            occupant.person_name = occupant.person_name.map(|_| String::new());
        }
        let done = query(SAVE_SEAT)
            .bind(hearing.0)
            .bind(seat.id.0)
            .bind(seat.role.as_str())
            .bind(occupant.occupant)
            .bind(occupant.staff)
            .bind(occupant.room)
            .bind(occupant.person)
            .bind(occupant.organisation)
            .bind(occupant.person_name)
            .bind(seat.agency.map(|agency| agency.0))
            .bind(seat.level.map(|level| level.as_str()))
            .bind(&seat.label)
            .bind(name)
            .bind(seat.mandatory)
            .bind(seat.admitted.map(|at| at.0))
            .bind(join(&seat.muted))
            .bind(gone.removed)
            .bind(join(&seat.languages))
            .bind(seat.heard.map(|at| at.0))
            .bind(sealed_name)
            .bind(sealed_phone)
            .bind(gone.withdrawn)
            .bind(gone.withdrawn_at)
            .bind(seat.replaces.map(|before| before.0))
            .bind(seat.beside.map(|carrier| carrier.0))
            .execute(self.conn())
            .await?;
        or_stale("seat", done.rows_affected())
    }

    async fn change_seat(&mut self, hearing: HearingId, seat: SeatId, change: &SeatChange) -> Result<()> {
        let statement = match change {
            SeatChange::Admitted(_) => ADMIT_SEAT,
            SeatChange::Out { .. } => SEND_OUT,
            SeatChange::Removed { .. } => REMOVE_SEAT,
            SeatChange::Muted(_) => MUTE_SEAT,
        };
        let changing = query(statement).bind(hearing.0).bind(seat.0);
        let changing = match change {
            SeatChange::Admitted(at) => changing.bind(at.0),
            SeatChange::Out { heard } => changing.bind(heard.map(|at| at.0)),
            SeatChange::Removed { reason } => changing.bind(reason),
            SeatChange::Muted(muted) => changing.bind(join(muted)),
        };
        let changed = changing.execute(self.conn()).await?.rows_affected();
        if matches!(change, SeatChange::Out { .. }) { Ok(()) } else { or_stale("seat", changed) }
    }

    async fn write_entry(&mut self, write: &EntryWrite) -> Result<EntryReceipt> {
        minutes::write(self, write).await
    }

    async fn add_outcome(&mut self, outcome: &Outcome) -> Result<()> {
        outcomes::add(self, outcome).await
    }

    async fn publish_outcome(&mut self, id: HearingId, at: Timestamp) -> Result<()> {
        outcomes::publish(self, id, at).await
    }

    async fn withdraw_outcome(&mut self, id: HearingId, at: Timestamp) -> Result<()> {
        outcomes::withdraw(self, id, at).await
    }

    async fn correct_outcome(&mut self, outcome: &Outcome) -> Result<()> {
        outcomes::correct(self, outcome).await
    }

    async fn put_line_report(&mut self, id: HearingId, report: &SeatReport) -> Result<()> {
        quality::put(self, id, report).await
    }

    async fn put_recording(&mut self, recording: &Recording) -> Result<bool> {
        recordings::put(self, recording).await
    }

    async fn put_stretches(&mut self, id: HearingId, stretches: &[Stretch]) -> Result<()> {
        recordings::put_stretches(self, id, stretches).await
    }
}

/// Name and phone of who is no official, as they are stored; none where there is nothing to hide. A party's phone is
/// with the party.
async fn sealed(session: &mut Session, hearing: HearingId, seat: &Seat) -> Result<Sealed> {
    let (name, phone) = match &seat.occupant {
        Occupant::Party { .. } => (Some(&seat.name), None),
        Occupant::External { phone, .. } => (Some(&seat.name), phone.as_ref()),
        Occupant::Official { .. } | Occupant::Room { .. } => (None, None),
    };
    let name = name.filter(|name| !name.is_empty());
    if name.is_none() && phone.is_none() {
        return Ok((None, None));
    }
    let key: Option<(Uuid, Vec<u8>)> =
        query_as(KEY_OF_HEARING).bind(hearing.0).fetch_optional(session.conn()).await?;
    let (petition, wrapped) = key.ok_or_else(|| StoreError::corrupt("petition key", "it is not there"))?;
    let key = session.vault().unwrap_key(PetitionId(petition), &wrapped)?;
    let seal = |field, text: &str| key.seal(PersonId(seat.id.0), field, text);
    let phone = phone.map(|phone| seal(SEAT_PHONE, phone.as_str())).transpose()?;
    Ok((name.map(|name| seal(SEAT_NAME, name)).transpose()?, phone))
}

/// Puts the seats, in their order, to their hearings, each of which can be read or not.
fn seat(
    vault: &Vault,
    hearings: Vec<HearingRecord>,
    seats: Vec<SeatRecord>,
) -> impl Iterator<Item = (HearingId, Result<Hearing>)> {
    let mut seated: HashMap<Uuid, Vec<SeatRecord>> = HashMap::new();
    for seat in seats {
        seated.entry(seat.hearing).or_default().push(seat);
    }
    hearings.into_iter().map(move |hearing| {
        let id = HearingId(hearing.id);
        let seats = seated.remove(&hearing.id).unwrap_or_default().into_iter();
        let seats: Result<Vec<Seat>> = seats.map(|seat| seat.open(vault)).collect();
        (id, seats.and_then(|seats| hearing.with_seats(seats)))
    })
}
