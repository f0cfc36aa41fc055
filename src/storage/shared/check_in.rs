//! SQL of check-in: what is known of an arriving seat, identity photos and one-time codes.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        event::{ChainedEvent, Event},
        hearing::{CheckIn, CheckInNote, Digits, Language, PhoneCode},
        ids::{HearingId, OpId, PersonId, PetitionId, SeatId},
    },
    storage::{
        AdministrationWrites, CheckInRecords, CheckInWrites, IdentityPhoto, StoreError,
        error::or_stale,
        rows::{check_in::CheckInRecord, event::EventRecord},
        statements::statements,
        values::count,
        vault::PetitionKey,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    CHECK_INS = "select c.seat, c.declared_at, c.language, c.interpreter, c.identity_way, c.identity_by,
            c.identity_at, c.phone_at, c.test_at, c.test_microphone, c.test_camera, c.test_carrier,
            c.test_round_trip, c.test_lost, c.helps
        from check_ins c join seats s on s.id = c.seat where c.hearing = $1 order by s.position";
    PHOTOGRAPHED = "select p.seat from identity_photos p join seats s on s.id = p.seat
        where s.hearing = $1 order by s.position";
    PHOTO = "select media_type, sealed, taken_at, kept from identity_photos where seat = $1";
    CODE = "select id, sealed, sent_at, wrong from phone_codes where seat = $1";
    KEY_OF_SEAT = "select k.petition, k.wrapped from petition_keys k join seats s on s.petition = k.petition
        where s.id = $1";
    ALARM_EVENTS = "select chain, number, id, at, petition, hearing, actor, actor_id, actor_agency, kind, reason,
            due_before, due_after, details, previous, hash
        from events where at >= $1 and kind in ('hearing.seat_dropped', 'hearing.seat_back',
            'hearing.media_lost', 'hearing.media_back', 'hearing.self_tested', 'hearing.recording_failed',
            'hearing.recording_started', 'hearing.recording_resumed', 'hearing.stage', 'hearing.alarm_handled',
            'hearing.interpreter_missing', 'hearing.interpreter_found', 'hearing.chat_written')
        order by at, chain, number";

    /// Each writes what it knows and leaves the rest alone: the seat and the clerk write at the same time.
    NOTE_ARRIVAL = "insert into check_ins (seat, hearing, declared_at, language, interpreter)
        values ($1, $2, $3, $4, $5)
        on conflict (seat) do update set declared_at = excluded.declared_at, language = excluded.language,
            interpreter = excluded.interpreter";
    NOTE_IDENTITY = "insert into check_ins (seat, hearing, identity_way, identity_by, identity_at)
        values ($1, $2, $3, $4, $5)
        on conflict (seat) do update set identity_way = excluded.identity_way,
            identity_by = excluded.identity_by, identity_at = excluded.identity_at";
    FORGET_IDENTITY = "update check_ins set identity_way = null, identity_by = null, identity_at = null
        where seat = $1 and hearing = $2";
    NOTE_PHONE = "insert into check_ins (seat, hearing, phone_at) values ($1, $2, $3)
        on conflict (seat) do update set phone_at = excluded.phone_at";
    NOTE_TEST = "insert into check_ins (seat, hearing, test_at, test_microphone, test_camera, test_carrier,
            test_round_trip, test_lost)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (seat) do update set test_at = excluded.test_at,
            test_microphone = excluded.test_microphone, test_camera = excluded.test_camera,
            test_carrier = excluded.test_carrier, test_round_trip = excluded.test_round_trip,
            test_lost = excluded.test_lost";
    NOTE_HELPS = "insert into check_ins (seat, hearing, helps) values ($1, $2, $3)
        on conflict (seat) do update set helps = excluded.helps";
    LEAVE_TABLE = "update seats set admitted = null, heard = null where hearing = $1";
    FORGET_CHECK_INS = "update check_ins set declared_at = null, language = null, interpreter = null,
            identity_way = null, identity_by = null, identity_at = null, phone_at = null, test_at = null,
            test_microphone = null, test_camera = null, test_carrier = null, test_round_trip = null,
            test_lost = null
        where hearing = $1";
    DROP_PHOTOS = "delete from identity_photos
        where kept is null and seat in (select id from seats where hearing = $1)";
    /// Witness, company and interpreter have no other way in: a link used for the day before opens on the new day. Where
    /// the device that used it is still signed in when the new day begins, it stays used: it would open for a second one.
    RENEW_LINKS = "update seat_keys set used_at = null
        where seat in (select id from seats where hearing = $1)
            and not exists (select 1 from seat_sessions t where t.seat = seat_keys.seat
                and t.expires_at > (select starts_at from hearings where id = $1))";
    /// What an order keeps is not written over.
    PUT_PHOTO = "insert into identity_photos (seat, media_type, sealed, taken_at, kept)
        values ($1, $2, $3, $4, $5)
        on conflict (seat) do update set media_type = excluded.media_type, sealed = excluded.sealed,
            taken_at = excluded.taken_at, kept = excluded.kept where identity_photos.kept is null";
    DROP_PHOTO = "delete from identity_photos where seat = $1";
    REFUSAL = "select reason from refused_photos where seat = $1";
    PUT_REFUSAL = "insert into refused_photos (seat, reason) values ($1, $2)
        on conflict (seat) do update set reason = excluded.reason";
    DROP_REFUSAL = "delete from refused_photos where seat = $1";
    DROP_REFUSALS = "delete from refused_photos where seat in (select id from seats where hearing = $1)";
    PUT_CODE = "insert into phone_codes (seat, id, sealed, sent_at, wrong) values ($1, $2, $3, $4, $5)
        on conflict (seat) do update set id = excluded.id, sealed = excluded.sealed, sent_at = excluded.sent_at,
            wrong = excluded.wrong";
    DROP_CODE = "delete from phone_codes where seat = $1";
}

/// The key of the seat's petition.
async fn key(session: &mut Session, seat: SeatId) -> Result<PetitionKey> {
    let row: Option<(Uuid, Vec<u8>)> =
        query_as(KEY_OF_SEAT).bind(seat.0).fetch_optional(session.conn()).await?;
    let (petition, wrapped) = row.ok_or_else(|| StoreError::corrupt("petition key", "it is not there"))?;
    session.vault().unwrap_key(PetitionId(petition), &wrapped)
}

#[async_trait]
impl CheckInRecords for Session {
    async fn check_ins(&mut self, id: HearingId) -> Result<Vec<CheckIn>> {
        let rows: Vec<CheckInRecord> = query_as(CHECK_INS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(CheckIn::try_from).collect()
    }

    async fn photographed(&mut self, id: HearingId) -> Result<Vec<SeatId>> {
        let seats: Vec<Uuid> = query_scalar(PHOTOGRAPHED).bind(id.0).fetch_all(self.conn()).await?;
        Ok(seats.into_iter().map(SeatId).collect())
    }

    async fn identity_photo(&mut self, seat: SeatId) -> Result<Option<IdentityPhoto>> {
        let row: Option<(String, Vec<u8>, i64, Option<String>)> =
            query_as(PHOTO).bind(seat.0).fetch_optional(self.conn()).await?;
        let Some((media_type, sealed, taken_at, kept)) = row else { return Ok(None) };
        let bytes = key(self, seat).await?.open_bytes(PersonId(seat.0), "identity photo", &sealed)?;
        Ok(Some(IdentityPhoto { media_type, bytes, taken_at: Timestamp(taken_at), kept }))
    }

    async fn photo_refusal(&mut self, seat: SeatId) -> Result<Option<String>> {
        Ok(query_scalar(REFUSAL).bind(seat.0).fetch_optional(self.conn()).await?)
    }

    async fn phone_code(&mut self, seat: SeatId) -> Result<Option<PhoneCode>> {
        if self.is_writing() {
            self.hold(&format!("phone code {}", seat.0)).await?;
        }
        let row: Option<(Uuid, Vec<u8>, i64, i64)> =
            query_as(CODE).bind(seat.0).fetch_optional(self.conn()).await?;
        let Some((id, sealed, sent_at, wrong)) = row else { return Ok(None) };
        let digits = Digits::kept(key(self, seat).await?.open(PersonId(id), "phone code", &sealed)?);
        let (sent_at, wrong) = (Timestamp(sent_at), count("wrong digits", wrong)?);
        Ok(Some(PhoneCode { id: OpId(id), seat, digits, sent_at, wrong }))
    }

    async fn alarm_events(&mut self, since: Timestamp) -> Result<Vec<Event>> {
        let rows: Vec<EventRecord> = query_as(ALARM_EVENTS).bind(since.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(|row| ChainedEvent::try_from(row).map(|chained| chained.event)).collect()
    }
}

#[async_trait]
impl CheckInWrites for Session {
    async fn note_check_in(&mut self, hearing: HearingId, seat: SeatId, note: &CheckInNote) -> Result<()> {
        let statement = match note {
            CheckInNote::Arrived(_) => NOTE_ARRIVAL,
            CheckInNote::Identified(_) => NOTE_IDENTITY,
            CheckInNote::IdentityTakenBack => FORGET_IDENTITY,
            CheckInNote::PhoneConfirmed(_) => NOTE_PHONE,
            CheckInNote::Tested(_) => NOTE_TEST,
            CheckInNote::Helps { .. } => NOTE_HELPS,
        };
        let noting = query(statement).bind(seat.0).bind(hearing.0);
        let noting = match note {
            CheckInNote::Arrived(arrival) => noting
                .bind(arrival.declared_at.0)
                .bind(arrival.language.map(Language::as_str))
                .bind(arrival.interpreter),
            CheckInNote::Identified(identity) => {
                noting.bind(identity.way.as_str()).bind(identity.by.0).bind(identity.at.0)
            }
            CheckInNote::IdentityTakenBack => noting,
            CheckInNote::PhoneConfirmed(at) => noting.bind(at.0),
            CheckInNote::Tested(test) => noting
                .bind(test.at.0)
                .bind(test.microphone)
                .bind(test.camera)
                .bind(test.carrier.map(|carrier| carrier.as_str()))
                .bind(test.round_trip_ms.map(i64::from))
                .bind(test.lost.map(i64::from)),
            CheckInNote::Helps { of } => noting.bind(of.0),
        };
        or_stale("check-in", noting.execute(self.conn()).await?.rows_affected())
    }

    async fn come_anew(&mut self, hearing: HearingId) -> Result<()> {
        for statement in [LEAVE_TABLE, FORGET_CHECK_INS, DROP_PHOTOS, DROP_REFUSALS, RENEW_LINKS] {
            query(statement).bind(hearing.0).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn put_identity_photo(&mut self, seat: SeatId, photo: &IdentityPhoto) -> Result<()> {
        let sealed = key(self, seat).await?.seal_bytes(PersonId(seat.0), "identity photo", &photo.bytes)?;
        let putting = query(PUT_PHOTO)
            .bind(seat.0)
            .bind(&photo.media_type)
            .bind(sealed)
            .bind(photo.taken_at.0)
            .bind(photo.kept.as_deref());
        or_stale("identity photo", putting.execute(self.conn()).await?.rows_affected())?;
        query(DROP_REFUSAL).bind(seat.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn refuse_identity_photo(&mut self, seat: SeatId, reason: &str) -> Result<()> {
        self.drop_identity_photo(seat).await?;
        query(PUT_REFUSAL).bind(seat.0).bind(reason).execute(self.conn()).await?;
        Ok(())
    }

    async fn drop_identity_photo(&mut self, seat: SeatId) -> Result<()> {
        query(DROP_PHOTO).bind(seat.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn put_phone_code(&mut self, code: &PhoneCode) -> Result<()> {
        let key = key(self, code.seat).await?;
        query(PUT_CODE)
            .bind(code.seat.0)
            .bind(code.id.0)
            .bind(key.seal(PersonId(code.id.0), "phone code", code.digits.as_str())?)
            .bind(code.sent_at.0)
            .bind(i64::from(code.wrong))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn drop_phone_code(&mut self, seat: SeatId) -> Result<()> {
        query(DROP_CODE).bind(seat.0).execute(self.conn()).await?;
        Ok(())
    }
}
