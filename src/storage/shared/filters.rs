//! SQL of saved filters.

use super::Session;
use crate::{
    domain::{Timestamp, ids::StaffId},
    storage::{FilterRecords, FilterWrites, SavedFilter, StoreError, statements::statements},
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    SAVED_FILTERS = "select id, name, query, added_at from saved_filters where staff = $1 order by added_at, id";
    SAVE_FILTER = "insert into saved_filters (id, staff, name, query, added_at) values ($1, $2, $3, $4, $5)
        on conflict (staff, name) do update set query = excluded.query";
    DROP_FILTER = "delete from saved_filters where staff = $1 and id = $2";
}

#[async_trait]
impl FilterRecords for Session {
    async fn saved_filters(&mut self, staff: StaffId) -> Result<Vec<SavedFilter>> {
        let rows: Vec<(Uuid, String, String, i64)> =
            query_as(SAVED_FILTERS).bind(staff.0).fetch_all(self.conn()).await?;
        let filter = |(id, name, query, at)| SavedFilter { id, staff, name, query, added_at: Timestamp(at) };
        Ok(rows.into_iter().map(filter).collect())
    }
}

#[async_trait]
impl FilterWrites for Session {
    async fn save_filter(&mut self, filter: &SavedFilter) -> Result<()> {
        query(SAVE_FILTER)
            .bind(filter.id)
            .bind(filter.staff.0)
            .bind(&filter.name)
            .bind(&filter.query)
            .bind(filter.added_at.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn drop_filter(&mut self, staff: StaffId, id: Uuid) -> Result<bool> {
        let done = query(DROP_FILTER).bind(staff.0).bind(id).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
