//! SQL of notices to the seats of a hearing.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        hearing::{HearingNotice, NoticeAnswer, NoticeKind, Receipt},
        ids::{HearingId, HearingNoticeId},
    },
    storage::{
        NoticeRecords, NoticeWrites, StoreError,
        error::{or_exists, or_stale},
        rows::notice::NoticeRecord,
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! notices {
    ($rest:literal) => {
        concat!(
            "select n.id, n.petition, n.hearing, n.seat, n.kind, n.event, n.at, n.starts_at, n.ends_at, n.read_at,
                n.confirmed_at, n.way, n.cannot_at, n.cannot_because, n.wish, n.language, n.interpreter
            from hearing_notices n ",
            $rest
        )
    };
}

statements! {
    NOTICE = notices!("where n.id = $1");
    NOTICES = notices!("join seats s on s.id = n.seat where n.hearing = $1 order by n.at, n.event, s.position");
    ADD_NOTICE = "insert into hearing_notices (id, petition, hearing, seat, kind, event, at, starts_at, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SAVE_NOTICE = "update hearing_notices set read_at = $2, confirmed_at = $3, way = $4, cannot_at = $5,
            cannot_because = $6, wish = $7, language = $8, interpreter = $9 where id = $1";
    ADD_REMINDER = "insert into hearing_reminders (hearing, kind, starts_at, at) values ($1, $2, $3, $4)
        on conflict (hearing, kind, starts_at) do nothing";
}

#[async_trait]
impl NoticeRecords for Session {
    async fn hearing_notice(&mut self, id: HearingNoticeId) -> Result<Option<HearingNotice>> {
        let row: Option<NoticeRecord> = query_as(NOTICE).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(HearingNotice::try_from).transpose()
    }

    async fn hearing_notices(&mut self, hearing: HearingId) -> Result<Vec<HearingNotice>> {
        let rows: Vec<NoticeRecord> = query_as(NOTICES).bind(hearing.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(HearingNotice::try_from).collect()
    }
}

#[async_trait]
impl NoticeWrites for Session {
    async fn add_hearing_notice(&mut self, notice: &HearingNotice) -> Result<()> {
        query(ADD_NOTICE)
            .bind(notice.id.0)
            .bind(notice.petition.0)
            .bind(notice.hearing.0)
            .bind(notice.seat.0)
            .bind(notice.kind.as_str())
            .bind(notice.event.0)
            .bind(notice.at.0)
            .bind(notice.starts_at.0)
            .bind(notice.ends_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("notice"))?;
        Ok(())
    }

    async fn save_hearing_notice(&mut self, notice: &HearingNotice) -> Result<()> {
        let receipt = notice.receipt.as_ref();
        let said = receipt.and_then(|receipt| receipt.said.as_ref());
        let cannot = said.and_then(|said| match &said.answer {
            NoticeAnswer::Comes => None,
            NoticeAnswer::Cannot { reason, wish } => Some((said.at.0, reason.as_str(), wish.as_str())),
        });
        let needs = said.map(|said| said.needs).unwrap_or_default();
        let done = query(SAVE_NOTICE)
            .bind(notice.id.0)
            .bind(receipt.map(|receipt| receipt.read_at.0))
            .bind(receipt.and_then(Receipt::confirmed_at).map(|at| at.0))
            .bind(receipt.map(|receipt| receipt.way.as_str()))
            .bind(cannot.map(|(at, ..)| at))
            .bind(cannot.map(|(_, reason, _)| reason))
            .bind(cannot.map(|(.., wish)| wish))
            .bind(needs.language.map(|language| language.as_str()))
            .bind(needs.interpreter)
            .execute(self.conn())
            .await?;
        or_stale("notice", done.rows_affected())
    }

    async fn add_hearing_reminder(
        &mut self,
        hearing: HearingId,
        kind: NoticeKind,
        starts_at: Timestamp,
        at: Timestamp,
    ) -> Result<bool> {
        let given = query(ADD_REMINDER).bind(hearing.0).bind(kind.as_str()).bind(starts_at.0).bind(at.0);
        Ok(given.execute(self.conn()).await?.rows_affected() == 1)
    }
}
