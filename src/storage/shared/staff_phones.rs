//! SQL of staff's own phone numbers, stored encrypted.

use super::{Session, staff_notices::staff_notices};
use crate::{
    domain::{
        Timestamp,
        ids::{HearingId, StaffId},
        people::Phone,
        staff_notice::{StaffNotice, StaffPhone},
    },
    storage::{
        StaffPhoneRecords, StaffPhoneWrites, StoreError, rows::staff_notice::StaffNoticeRecord,
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use std::collections::BTreeSet;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const SEALED_AS: &str = "staff phone";

statements! {
    STAFF_PHONE = "select sealed, wanted from staff_phones where staff = $1";
    WANTS_STAFF_PHONE = "select wanted from staff_phones where staff = $1";
    SEATED_BY_PHONE = "select st.staff from seats st join staff s on s.id = st.staff join staff_phones p on p.staff = st.staff
        where st.hearing = $1 and p.wanted = true and not (s.disabled = true)";
    SET_STAFF_PHONE = "insert into staff_phones (staff, sealed, wanted, set_at) values ($1, $2, $3, $4)
        on conflict (staff) do update set sealed = excluded.sealed, wanted = excluded.wanted,
            set_at = excluded.set_at";
    FORGET_STAFF_PHONE = "delete from staff_phones where staff = $1";
    NOTICES_FOR_PHONES = staff_notices!("where to_phone is not null order by to_phone, staff, source limit $1");
    STAFF_NOTICE = staff_notices!("where staff = $1 and source = $2");
    COUNT_OF_TOPIC = "select count(*) from staff_notices where staff = $1 and at >= $2 and topic = $3";
    TAKE_FOR_PHONE = "update staff_notices set to_phone = null
        where staff = $1 and source = $2 and to_phone is not null";
}

/// Whether a notice that is about to be written goes to the person's phone, too.
pub(super) async fn rings(session: &mut Session, notice: &StaffNotice) -> Result<bool> {
    Ok(notice.topic.presses()
        && wants_messages(session, notice.staff).await?
        && (notice.topic.is_of_one() || is_first_today(session, notice).await?))
}

/// Whether nothing of this topic was told to them since the day began: a morning with twenty clocks is one message.
async fn is_first_today(session: &mut Session, notice: &StaffNotice) -> Result<bool> {
    let morning = Timestamp::start_of(notice.at.local_date());
    let told: i64 = query_scalar(COUNT_OF_TOPIC)
        .bind(notice.staff.0)
        .bind(morning.0)
        .bind(notice.topic.as_str())
        .fetch_one(session.conn())
        .await?;
    Ok(told == 0)
}

/// Whether they have one and want messages there. Nothing is opened.
async fn wants_messages(session: &mut Session, staff: StaffId) -> Result<bool> {
    let wanted: Option<bool> =
        query_scalar(WANTS_STAFF_PHONE).bind(staff.0).fetch_optional(session.conn()).await?;
    Ok(wanted == Some(true))
}

#[async_trait]
impl StaffPhoneRecords for Session {
    async fn staff_phone(&mut self, staff: StaffId) -> Result<Option<StaffPhone>> {
        let row: Option<(Vec<u8>, bool)> =
            query_as(STAFF_PHONE).bind(staff.0).fetch_optional(self.conn()).await?;
        let open = |(sealed, wanted): (Vec<u8>, bool)| {
            let phone = Phone::new(self.vault().open_text(SEALED_AS, staff.0, &sealed)?);
            Ok(StaffPhone { phone, wanted })
        };
        row.map(open).transpose()
    }

    async fn has_staff_phone(&mut self, staff: StaffId) -> Result<bool> {
        let wanted: Option<bool> =
            query_scalar(WANTS_STAFF_PHONE).bind(staff.0).fetch_optional(self.conn()).await?;
        Ok(wanted.is_some())
    }

    async fn seated_by_phone(&mut self, hearing: HearingId) -> Result<BTreeSet<StaffId>> {
        let list = query_scalar(SEATED_BY_PHONE).bind(hearing.0);
        let staff: Vec<Uuid> = list.fetch_all(self.conn()).await?;
        Ok(staff.into_iter().map(StaffId).collect())
    }

    async fn notices_for_phones(&mut self, limit: u32) -> Result<Vec<StaffNotice>> {
        let list = query_as(NOTICES_FOR_PHONES).bind(i64::from(limit));
        let rows: Vec<StaffNoticeRecord> = list.fetch_all(self.conn()).await?;
        rows.into_iter().map(StaffNotice::try_from).collect()
    }

    async fn staff_notice(&mut self, staff: StaffId, source: Uuid) -> Result<Option<StaffNotice>> {
        let row: Option<StaffNoticeRecord> =
            query_as(STAFF_NOTICE).bind(staff.0).bind(source).fetch_optional(self.conn()).await?;
        row.map(StaffNotice::try_from).transpose()
    }
}

#[async_trait]
impl StaffPhoneWrites for Session {
    async fn set_staff_phone(
        &mut self,
        staff: StaffId,
        phone: Option<&StaffPhone>,
        at: Timestamp,
    ) -> Result<()> {
        let Some(StaffPhone { phone, wanted }) = phone else {
            query(FORGET_STAFF_PHONE).bind(staff.0).execute(self.conn()).await?;
            return Ok(());
        };
        let sealed = self.vault().seal_text(SEALED_AS, staff.0, phone.as_str())?;
        let set = query(SET_STAFF_PHONE).bind(staff.0).bind(sealed).bind(*wanted).bind(at.0);
        set.execute(self.conn()).await?;
        Ok(())
    }

    async fn take_for_phone(&mut self, staff: StaffId, source: Uuid) -> Result<bool> {
        let done = query(TAKE_FOR_PHONE).bind(staff.0).bind(source).execute(self.conn()).await?;
        Ok(done.rows_affected() > 0)
    }
}
