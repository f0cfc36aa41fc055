//! SQL of staff accounts, sessions, failed sign-ins, and the keys by which seats and devices come in.

use super::Session;
use crate::{
    domain::{
        DAY_MS, Timestamp,
        ids::{AgencyId, HearingId, SeatId, StaffId},
        people::Staff,
    },
    storage::{
        DeviceToken, PeopleRecords, PeopleWrites, SeatKey, SeatSession, StaffSession, StoreError,
        error::{or_exists, or_stale},
        rows::people::{
            DeviceTokenRecord, SeatKeyRecord, SeatSessionRecord, StaffRecord, StaffSessionRecord,
        },
        statements::statements,
        values::join,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Failed sign-ins older than this, in milliseconds, lock nobody out any more: they are swept.
const FAILURES_KEPT: i64 = DAY_MS;

macro_rules! staff {
    ($rest:literal) => {
        concat!("select id, username, name, agency, roles, disabled from staff ", $rest)
    };
}

statements! {
    STAFF = staff!("where id = $1");
    STAFF_BY_USERNAME = staff!("where username = $1");
    STAFF_LIST = staff!("where not (disabled = true) order by agency, name, id");
    STAFF_OF_AGENCY = staff!("where agency = $1 and not (disabled = true) order by name, id");
    PASSWORD_HASH = "select password_hash from staff where id = $1";
    PASSWORD_SET_AT = "select password_set_at from staff where id = $1";
    PUT_STAFF = "insert into staff (id, username, name, agency, roles, disabled) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set username = excluded.username, name = excluded.name,
            agency = excluded.agency, roles = excluded.roles, disabled = excluded.disabled";
    SET_PASSWORD_HASH = "update staff set password_hash = $2, password_set_at = $3 where id = $1";

    FAILURES = "select at from sign_in_failures where key = $1 and at >= $2 order by at desc";
    ADD_FAILURE = "insert into sign_in_failures (key, at) values ($1, $2)";
    SWEEP_FAILURES = "delete from sign_in_failures where at < $1";
    CLEAR_FAILURES = "delete from sign_in_failures where key = $1";

    STAFF_SESSION = "select staff, expires_at, last_seen_at from staff_sessions where token_hash = $1";
    ADD_STAFF_SESSION = "insert into staff_sessions (token_hash, staff, expires_at, last_seen_at)
        values ($1, $2, $3, $4)";
    SWEEP_STAFF_SESSIONS = "delete from staff_sessions where expires_at < $1";
    TOUCH_STAFF_SESSION = "update staff_sessions set last_seen_at = $2 where token_hash = $1";
    END_STAFF_SESSION = "delete from staff_sessions where token_hash = $1";
    END_STAFF_SESSIONS_OF = "delete from staff_sessions where staff = $1";
    END_SIGN_IN_STEPS_OF = "delete from sign_in_steps where staff = $1";

    KNOWN_BROWSER = "select staff from known_browsers where token_hash = $1 and known_until > $2 order by staff";
    KEEP_KNOWN_BROWSER = "insert into known_browsers (token_hash, staff, known_until) values ($1, $2, $3)
        on conflict (token_hash, staff) do update set known_until = excluded.known_until";
    SWEEP_KNOWN_BROWSERS = "delete from known_browsers where known_until < $1";
    FORGET_BROWSERS_OF = "delete from known_browsers where staff = $1";

    SEAT_KEY = "select k.seat, s.hearing, k.used_at from seat_keys k join seats s on s.id = k.seat
        where k.key_hash = $1";
    SEAT_KEYS = "select k.seat, s.hearing, k.used_at from seat_keys k join seats s on s.id = k.seat
        where s.hearing = $1 order by s.position";
    SET_SEAT_KEY = "insert into seat_keys (seat, key_hash, used_at) values ($2, $1, null)
        on conflict (seat) do update set key_hash = excluded.key_hash, used_at = null";
    USE_SEAT_KEY = "update seat_keys set used_at = $2 where key_hash = $1 and used_at is null";

    SEAT_SESSION = "select t.seat, s.hearing, t.expires_at from seat_sessions t join seats s on s.id = t.seat
        where t.token_hash = $1";
    ADD_SEAT_SESSION = "insert into seat_sessions (token_hash, seat, expires_at) values ($1, $2, $3)";
    END_SEAT_SESSIONS = "delete from seat_sessions where seat = $1";
    END_SEAT_SESSIONS_OF_HEARING = "delete from seat_sessions
        where seat in (select id from seats where hearing = $1)";

    END_SEAT_KEY = "delete from seat_keys where seat = $1";
    /// A code on its way to a phone, and the photo of a paper that no order keeps.
    END_PHONE_CODE = "delete from phone_codes where seat = $1";
    END_IDENTITY_PHOTO = "delete from identity_photos where seat = $1 and kept is null";
    END_IDENTITY_PHOTOS_OF_HEARING = "delete from identity_photos
        where kept is null and seat in (select id from seats where hearing = $1)";

    DEVICE_TOKEN = "select d.seat, s.hearing from device_tokens d join seats s on s.id = d.seat
        where d.token_hash = $1";
    DEVICE_SEATS = "select d.seat from device_tokens d join seats s on s.id = d.seat
        where s.hearing = $1 order by s.position";
    SET_DEVICE_TOKEN = "insert into device_tokens (seat, token_hash) values ($2, $1)
        on conflict (seat) do update set token_hash = excluded.token_hash";
    END_DEVICE_TOKEN = "delete from device_tokens where seat = $1";
    END_DEVICE_TOKENS_OF_HEARING = "delete from device_tokens
        where seat in (select id from seats where hearing = $1)";
}

#[async_trait]
impl PeopleRecords for Session {
    async fn staff(&mut self, id: StaffId) -> Result<Option<Staff>> {
        let row: Option<StaffRecord> = query_as(STAFF).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Staff::try_from).transpose()
    }

    async fn staff_by_username(&mut self, username: &str) -> Result<Option<Staff>> {
        let row: Option<StaffRecord> =
            query_as(STAFF_BY_USERNAME).bind(username).fetch_optional(self.conn()).await?;
        row.map(Staff::try_from).transpose()
    }

    async fn staff_list(&mut self) -> Result<Vec<Staff>> {
        let rows: Vec<StaffRecord> = query_as(STAFF_LIST).fetch_all(self.conn()).await?;
        rows.into_iter().map(Staff::try_from).collect()
    }

    async fn staff_of_agency(&mut self, agency: AgencyId) -> Result<Vec<Staff>> {
        let rows: Vec<StaffRecord> = query_as(STAFF_OF_AGENCY).bind(agency.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Staff::try_from).collect()
    }

    async fn password_hash(&mut self, id: StaffId) -> Result<Option<String>> {
        let row: Option<Option<String>> =
            query_scalar(PASSWORD_HASH).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(row.flatten())
    }

    async fn password_set_at(&mut self, id: StaffId) -> Result<Option<Timestamp>> {
        let row: Option<Option<i64>> =
            query_scalar(PASSWORD_SET_AT).bind(id.0).fetch_optional(self.conn()).await?;
        Ok(row.flatten().map(Timestamp))
    }

    async fn failures(&mut self, key: &str, since: Timestamp) -> Result<Vec<Timestamp>> {
        let rows: Vec<i64> = query_scalar(FAILURES).bind(key).bind(since.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(Timestamp).collect())
    }

    async fn known_browser(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Vec<StaffId>> {
        let rows: Vec<Uuid> = query_scalar(KNOWN_BROWSER)
            .bind(token_hash.as_slice())
            .bind(now.0)
            .fetch_all(self.conn())
            .await?;
        Ok(rows.into_iter().map(StaffId).collect())
    }

    async fn staff_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<StaffSession>> {
        let row: Option<StaffSessionRecord> =
            query_as(STAFF_SESSION).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        Ok(row.map(StaffSession::from))
    }

    async fn seat_session(&mut self, token_hash: &[u8; 32]) -> Result<Option<SeatSession>> {
        let row: Option<SeatSessionRecord> =
            query_as(SEAT_SESSION).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        Ok(row.map(SeatSession::from))
    }

    async fn seat_key(&mut self, key_hash: &[u8; 32]) -> Result<Option<SeatKey>> {
        let row: Option<SeatKeyRecord> =
            query_as(SEAT_KEY).bind(key_hash.as_slice()).fetch_optional(self.conn()).await?;
        Ok(row.map(SeatKey::from))
    }

    async fn seat_keys(&mut self, id: HearingId) -> Result<Vec<SeatKey>> {
        let rows: Vec<SeatKeyRecord> = query_as(SEAT_KEYS).bind(id.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(SeatKey::from).collect())
    }

    async fn device_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<DeviceToken>> {
        let row: Option<DeviceTokenRecord> =
            query_as(DEVICE_TOKEN).bind(token_hash.as_slice()).fetch_optional(self.conn()).await?;
        Ok(row.map(DeviceToken::from))
    }

    async fn device_seats(&mut self, id: HearingId) -> Result<Vec<SeatId>> {
        let rows: Vec<Uuid> = query_scalar(DEVICE_SEATS).bind(id.0).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(SeatId).collect())
    }
}

#[async_trait]
impl PeopleWrites for Session {
    async fn put_staff(&mut self, staff: &Staff) -> Result<()> {
        query(PUT_STAFF)
            .bind(staff.id.0)
            .bind(&staff.username)
            .bind(&staff.name)
            .bind(staff.agency.0)
            .bind(join(&staff.roles))
            .bind(staff.disabled)
            .execute(self.conn())
            .await
            .map_err(or_exists("staff with this user name"))?;
        Ok(())
    }

    async fn set_password_hash(&mut self, id: StaffId, phc: &str, at: Timestamp) -> Result<()> {
        let done = query(SET_PASSWORD_HASH).bind(id.0).bind(phc).bind(at.0).execute(self.conn()).await?;
        or_stale("staff", done.rows_affected())
    }

    async fn add_failure(&mut self, key: &str, at: Timestamp) -> Result<()> {
        query(SWEEP_FAILURES).bind(at.0.saturating_sub(FAILURES_KEPT)).execute(self.conn()).await?;
        query(ADD_FAILURE).bind(key).bind(at.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn clear_failures(&mut self, key: &str) -> Result<()> {
        query(CLEAR_FAILURES).bind(key).execute(self.conn()).await?;
        Ok(())
    }

    async fn add_staff_session(&mut self, token_hash: &[u8; 32], session: &StaffSession) -> Result<()> {
        query(SWEEP_STAFF_SESSIONS).bind(session.last_seen_at.0).execute(self.conn()).await?;
        query(ADD_STAFF_SESSION)
            .bind(token_hash.as_slice())
            .bind(session.staff.0)
            .bind(session.expires_at.0)
            .bind(session.last_seen_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("session"))?;
        Ok(())
    }

    async fn touch_staff_session(&mut self, token_hash: &[u8; 32], at: Timestamp) -> Result<()> {
        let done =
            query(TOUCH_STAFF_SESSION).bind(token_hash.as_slice()).bind(at.0).execute(self.conn()).await?;
        or_stale("session", done.rows_affected())
    }

    async fn end_staff_session(&mut self, token_hash: &[u8; 32]) -> Result<()> {
        query(END_STAFF_SESSION).bind(token_hash.as_slice()).execute(self.conn()).await?;
        Ok(())
    }

    async fn end_staff_sessions_of(&mut self, id: StaffId) -> Result<()> {
        for statement in [END_STAFF_SESSIONS_OF, END_SIGN_IN_STEPS_OF, FORGET_BROWSERS_OF] {
            query(statement).bind(id.0).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn keep_known_browser(
        &mut self,
        token_hash: &[u8; 32],
        staff: StaffId,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<()> {
        query(SWEEP_KNOWN_BROWSERS).bind(now.0).execute(self.conn()).await?;
        query(KEEP_KNOWN_BROWSER)
            .bind(token_hash.as_slice())
            .bind(staff.0)
            .bind(until.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn set_seat_key(&mut self, key_hash: &[u8; 32], seat: SeatId) -> Result<()> {
        query(SET_SEAT_KEY)
            .bind(key_hash.as_slice())
            .bind(seat.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("seat key"))?;
        query(END_SEAT_SESSIONS).bind(seat.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn use_seat_key(&mut self, key_hash: &[u8; 32], at: Timestamp) -> Result<bool> {
        let done = query(USE_SEAT_KEY).bind(key_hash.as_slice()).bind(at.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_seat_session(&mut self, token_hash: &[u8; 32], session: &SeatSession) -> Result<()> {
        query(END_SEAT_SESSIONS).bind(session.seat.0).execute(self.conn()).await?;
        query(ADD_SEAT_SESSION)
            .bind(token_hash.as_slice())
            .bind(session.seat.0)
            .bind(session.expires_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("session"))?;
        Ok(())
    }

    async fn end_seat_sessions_of(&mut self, hearing: HearingId) -> Result<()> {
        let statements =
            [END_SEAT_SESSIONS_OF_HEARING, END_DEVICE_TOKENS_OF_HEARING, END_IDENTITY_PHOTOS_OF_HEARING];
        for statement in statements {
            query(statement).bind(hearing.0).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn end_seat_access(&mut self, seat: SeatId) -> Result<()> {
        let statements =
            [END_SEAT_KEY, END_SEAT_SESSIONS, END_DEVICE_TOKEN, END_PHONE_CODE, END_IDENTITY_PHOTO];
        for statement in statements {
            query(statement).bind(seat.0).execute(self.conn()).await?;
        }
        Ok(())
    }

    async fn set_device_token(&mut self, token_hash: &[u8; 32], seat: SeatId) -> Result<()> {
        query(SET_DEVICE_TOKEN)
            .bind(token_hash.as_slice())
            .bind(seat.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("device token"))?;
        Ok(())
    }

    async fn end_device_token(&mut self, seat: SeatId) -> Result<bool> {
        let done = query(END_DEVICE_TOKEN).bind(seat.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
