//! SQL of keeping recordings: retention, destruction and exported films.

use super::{Session, documents::kept};
use crate::{
    domain::{
        Timestamp,
        hearing::{EndedBefore, Export, Keeping},
        ids::{AgencyId, ExportId, HearingId, RecordingId},
    },
    storage::{
        KeepingRecords, KeepingWrites, KeptFile, StoreError,
        error::or_stale,
        rows::keeping::{ExportRecord, KeepingRecord, StateColumns},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! export {
    ($rest:literal) => {
        concat!(
            "select id, hearing, asked_by, agency, asked_at, reason, state, percent, ended_at, bytes, sha256, why
            from recording_exports ",
            $rest
        )
    };
}

statements! {
    KEEPING = "select h.kind, k.class, k.sealed, k.destroyed_at
        from hearings h left join recording_keeping k on k.hearing = h.id where h.id = $1";
    RECORDED_BEFORE = "select h.id from hearings h left join recording_keeping k on k.hearing = h.id
        where h.host = $1 and k.destroyed_at is null and k.sealed is null
            and h.ends_at < case coalesce(k.class, case h.kind when 'formal_hearing' then 'formal' else 'ordinary' end)
                when 'ordinary' then $2 when 'formal' then $3 else 0 end
            and exists (select 1 from recordings r where r.hearing = h.id)
        order by h.ends_at, h.id limit $4";
    KEPT_RECORDINGS = "select r.hearing, r.id, r.bytes, r.sha256
        from recordings r left join recording_keeping k on k.hearing = r.hearing
        where r.bytes > 0 and k.destroyed_at is null and r.id > $1 order by r.id limit $2";
    PUT_KEEPING = "insert into recording_keeping (hearing, class, sealed, destroyed_at) values ($1, $2, $3, $4)
        on conflict (hearing) do update set class = excluded.class, sealed = excluded.sealed,
            destroyed_at = excluded.destroyed_at";
    EXPORTS = export!("where hearing = $1 order by asked_at desc, id desc");
    EXPORT = export!("where id = $1");
    OPEN_EXPORTS = export!("where state in ('waiting', 'mixing') order by asked_at, id");
    EXPORTS_OVER = export!("where ended_at < $1 order by ended_at, id");
    ADD_EXPORT = "insert into recording_exports (id, hearing, asked_by, agency, asked_at, reason, state)
        values ($1, $2, $3, $4, $5, $6, 'waiting')";
    SAVE_EXPORT = "update recording_exports
        set state = $2, percent = $3, ended_at = $4, bytes = $5, sha256 = $6, why = $7 where id = $1";
    REMOVE_EXPORT = "delete from recording_exports where id = $1";
}

fn exports(rows: Vec<ExportRecord>) -> Result<Vec<Export>> {
    rows.into_iter().map(Export::try_from).collect()
}

#[async_trait]
impl KeepingRecords for Session {
    async fn keeping(&mut self, hearing: HearingId) -> Result<Option<Keeping>> {
        let row: Option<KeepingRecord> =
            query_as(KEEPING).bind(hearing.0).fetch_optional(self.conn()).await?;
        row.map(Keeping::try_from).transpose()
    }

    async fn recorded_before(
        &mut self,
        host: AgencyId,
        before: EndedBefore,
        limit: u32,
    ) -> Result<Vec<HearingId>> {
        let found = query_scalar(RECORDED_BEFORE)
            .bind(host.0)
            .bind(before.ordinary.0)
            .bind(before.formal.0)
            .bind(i64::from(limit));
        let ids: Vec<Uuid> = found.fetch_all(self.conn()).await?;
        Ok(ids.into_iter().map(HearingId).collect())
    }

    async fn kept_recordings(
        &mut self,
        after: RecordingId,
        limit: u32,
    ) -> Result<Vec<(HearingId, KeptFile)>> {
        let rows: Vec<(Uuid, Uuid, i64, Vec<u8>)> =
            query_as(KEPT_RECORDINGS).bind(after.0).bind(i64::from(limit)).fetch_all(self.conn()).await?;
        let whole = rows
            .into_iter()
            .map(|(hearing, id, bytes, sha256)| Ok((HearingId(hearing), kept(id, bytes, &sha256)?)));
        whole.collect()
    }

    async fn exports(&mut self, hearing: HearingId) -> Result<Vec<Export>> {
        exports(query_as(EXPORTS).bind(hearing.0).fetch_all(self.conn()).await?)
    }

    async fn export(&mut self, id: ExportId) -> Result<Option<Export>> {
        let row: Option<ExportRecord> = query_as(EXPORT).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Export::try_from).transpose()
    }

    async fn open_exports(&mut self) -> Result<Vec<Export>> {
        exports(query_as(OPEN_EXPORTS).fetch_all(self.conn()).await?)
    }

    async fn exports_over(&mut self, before: Timestamp) -> Result<Vec<Export>> {
        exports(query_as(EXPORTS_OVER).bind(before.0).fetch_all(self.conn()).await?)
    }
}

#[async_trait]
impl KeepingWrites for Session {
    async fn put_keeping(&mut self, hearing: HearingId, keeping: &Keeping) -> Result<()> {
        query(PUT_KEEPING)
            .bind(hearing.0)
            .bind(keeping.class.as_str())
            .bind(&keeping.sealed)
            .bind(keeping.destroyed.map(|at| at.0))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn add_export(&mut self, export: &Export) -> Result<()> {
        query(ADD_EXPORT)
            .bind(export.id.0)
            .bind(export.hearing.0)
            .bind(export.asked_by.0)
            .bind(export.agency.0)
            .bind(export.asked_at.0)
            .bind(&export.reason)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn save_export(&mut self, export: &Export) -> Result<()> {
        let columns = StateColumns::of(&export.state)?;
        let done = query(SAVE_EXPORT)
            .bind(export.id.0)
            .bind(columns.state)
            .bind(columns.percent)
            .bind(columns.ended_at)
            .bind(columns.bytes)
            .bind(columns.sha256)
            .bind(columns.why)
            .execute(self.conn())
            .await?;
        or_stale("export of recordings", done.rows_affected())
    }

    async fn remove_export(&mut self, id: ExportId) -> Result<()> {
        query(REMOVE_EXPORT).bind(id.0).execute(self.conn()).await?;
        Ok(())
    }
}
