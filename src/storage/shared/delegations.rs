//! SQL of delegations (委托代办).

use super::Session;
use crate::{
    domain::{
        Timestamp,
        ids::{DelegationId, StaffId},
        jurisdiction::DivisionCode,
        people::{Delegation, EarlyEnd},
    },
    storage::{
        Cursor, DelegationRecords, DelegationWrites, Page, StoreError, error::or_exists,
        rows::delegation::DelegationRecord, statements::statements, values::join,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! delegation {
    ($rest:literal) => {
        concat!(
            "select d.id, d.principal, d.deputy, d.roles, d.starts_at, d.ends_at, d.reason, d.made_at,
                d.ended_at, d.ended_by from delegations d ",
            $rest
        )
    };
}

statements! {
    DELEGATION = delegation!("where d.id = $1");
    HELD = delegation!("where d.deputy = $1 and d.starts_at <= $2 and d.ends_at > $2 and d.ended_at is null
        order by d.starts_at, d.id");
    GIVEN = delegation!("where d.principal = $1 and d.ends_at > $2 and d.ended_at is null
        order by d.made_at desc, d.id desc");
    OF = delegation!("where (d.principal = $1 or d.deputy = $1) and (d.made_at, d.id) < ($2, $3)
        order by d.made_at desc, d.id desc limit $4");
    IN = delegation!("join staff s on s.id = d.principal join agencies a on a.id = s.agency
        where substr(a.division, 1, length($1)) = $1 and d.ends_at > $2 and d.ended_at is null
            and (d.made_at, d.id) < ($3, $4)
        order by d.made_at desc, d.id desc limit $5");
    ADD_DELEGATION = "insert into delegations
        (id, principal, deputy, roles, starts_at, ends_at, reason, made_at, ended_at, ended_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    END_DELEGATION = "update delegations set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null";
}

fn all(rows: Vec<DelegationRecord>) -> Result<Vec<Delegation>> {
    rows.into_iter().map(Delegation::try_from).collect()
}

fn page(rows: Vec<DelegationRecord>, limit: u32) -> Result<Page<Delegation>> {
    Ok(Page::cut(all(rows)?, limit, |one| Cursor(one.made_at.0, one.id.0)))
}

#[async_trait]
impl DelegationRecords for Session {
    async fn delegation(&mut self, id: DelegationId) -> Result<Option<Delegation>> {
        let row: Option<DelegationRecord> =
            query_as(DELEGATION).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Delegation::try_from).transpose()
    }

    async fn delegations_held(&mut self, deputy: StaffId, now: Timestamp) -> Result<Vec<Delegation>> {
        all(query_as(HELD).bind(deputy.0).bind(now.0).fetch_all(self.conn()).await?)
    }

    async fn delegations_given(&mut self, principal: StaffId, now: Timestamp) -> Result<Vec<Delegation>> {
        all(query_as(GIVEN).bind(principal.0).bind(now.0).fetch_all(self.conn()).await?)
    }

    async fn delegations_of(
        &mut self,
        staff: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delegation>> {
        let Cursor(made, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(OF).bind(staff.0).bind(made).bind(id).bind(i64::from(limit) + 1);
        page(list.fetch_all(self.conn()).await?, limit)
    }

    async fn delegations_in(
        &mut self,
        division: &DivisionCode,
        now: Timestamp,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Delegation>> {
        let Cursor(made, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(IN).bind(division.as_str()).bind(now.0).bind(made).bind(id);
        page(list.bind(i64::from(limit) + 1).fetch_all(self.conn()).await?, limit)
    }
}

#[async_trait]
impl DelegationWrites for Session {
    async fn add_delegation(&mut self, delegation: &Delegation) -> Result<()> {
        query(ADD_DELEGATION)
            .bind(delegation.id.0)
            .bind(delegation.principal.0)
            .bind(delegation.deputy.0)
            .bind(join(&delegation.roles))
            .bind(delegation.starts_at.0)
            .bind(delegation.ends_at.0)
            .bind(&delegation.reason)
            .bind(delegation.made_at.0)
            .bind(delegation.ended.map(|end| end.at.0))
            .bind(delegation.ended.map(|end| end.by.0))
            .execute(self.conn())
            .await
            .map_err(or_exists("delegation"))?;
        Ok(())
    }

    async fn end_delegation(&mut self, id: DelegationId, end: EarlyEnd) -> Result<bool> {
        let done =
            query(END_DELEGATION).bind(id.0).bind(end.at.0).bind(end.by.0).execute(self.conn()).await?;
        Ok(done.rows_affected() == 1)
    }
}
