//! SQL of items that came in by a channel: each kept once, waiting or settled; and of WeChat dialogues and filing keys.

use super::{Session, colleagues::colleagues, staff_notices};
use crate::{
    domain::{
        Timestamp,
        channels::{IntakeItem, IntakeStep},
        ids::{AgencyId, ClientId, IntakeId, PetitionId, StaffId},
        petition::Filing,
        rights::demands_for,
        staff_notice::{About, StaffNotice, Topic},
    },
    storage::{
        Brought, Cursor, IntakeRecords, IntakeWrites, Page, PlaceRecords, StoreError,
        error::{or_exists, or_stale},
        rows::channels::{FilingRecord, IntakeRecord, IntakeStepRecord},
        statements::statements,
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as, query_scalar};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

macro_rules! item {
    ($rest:literal) => {
        concat!(
            "select id, adapter, source, external, body_hash, bureau, received_at, state, petition, field, reason
            from intake_items ",
            $rest
        )
    };
}

statements! {
    ITEM = item!("where id = $1");
    ITEM_BY_NUMBER = item!("where source = $1 and external = $2");
    ITEM_OF = item!("where petition = $1");
    BODY = "select body from intake_items where id = $1";
    WAITING = item!("where bureau = $1 and state = 'waiting' and (received_at, id) > ($2, $3)
        order by received_at, id limit $4");
    DISCARDED = item!("where bureau = $1 and state = 'discarded' and (received_at, id) < ($2, $3)
        order by received_at desc, id desc limit $4");
    DISCARD_TO_TELL = item!("where id in (select i.id from wechat_followers f
            join intake_items i on i.source = f.source and i.external = f.external
            where f.follower_hash = $1 and i.state = 'discarded'
                and (f.told_at is null or f.told_at < i.settled_at))
        order by received_at, id limit 1");
    TOLD_FOLLOWER = "update wechat_followers set told_at = $3 where source = $1 and external = $2";
    STEPS = "select kind, done_by, at, reason from intake_steps where item = $1 order by number";
    ADD_STEP = "insert into intake_steps (item, number, kind, done_by, at, reason)
        values ($1, (select count(*) + 1 from intake_steps where item = $1), $2, $3, $4, $5)";
    TAKE_UP_ITEM = "update intake_items set state = 'waiting', field = $2, reason = $3, settled_by = null,
            settled_at = null, late_told_at = null
        where id = $1 and state = 'discarded'";
    WAITING_SINCE = "select received_at from intake_items where bureau = $1 and state = 'waiting'
        order by received_at limit $2";
    ITEMS_UNTOLD = "select received_at, id from intake_items
        where state = 'waiting' and late_told_at is null and received_at < $1 and (received_at, id) > ($2, $3)
        order by received_at, id limit $4";
    TOLD_OF_ITEM = "update intake_items set late_told_at = $2
        where id = $1 and state = 'waiting' and late_told_at is null";
    /// An item is settled at the moment its petition is registered.
    BROUGHT = "select i.petition from intake_items i join petitions p on p.id = i.petition
            left join petitions m on m.id = p.link and coalesce(p.ended, p.state) = 'merged'
        where i.source = $1 and i.settled_at >= $2 and i.settled_at <= $3
            and ($4 = '' or ',' || $4 || ',' like '%,' || p.content_class || ',%')
            and ($5 = '' or coalesce(m.ended, m.state, p.ended, p.state) = 'merged' or ($5 = 'closed') = (
                coalesce(m.ended, m.state, p.ended, p.state) in ('closed', 'terminated', 'diverted', 'not_accepted',
                    'no_longer_accepted', 'withdrawn', 'archived')))
        order by i.settled_at desc, i.id desc limit $6";
    ADD_ITEM = "insert into intake_items (id, adapter, source, external, body_hash, body, bureau, received_at, state,
            field, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    SETTLE_ITEM = "update intake_items set state = $2, petition = $3, field = $4, reason = $5, settled_by = $6,
            settled_at = $7
        where id = $1 and state = 'waiting'";
    DIALOGUE = "select client, draft from wechat_dialogues where follower_hash = $1";
    PUT_DIALOGUE = "insert into wechat_dialogues (follower_hash, client, draft, at) values ($1, $2, $3, $4)
        on conflict (follower_hash) do update set draft = excluded.draft, at = excluded.at";
    BEGIN_TURN = "insert into wechat_dialogues (follower_hash, client, draft, at) values ($1, $2, $3, $4)
        on conflict (follower_hash) do update set at = excluded.at";
    MESSAGE_ANSWER = "select answer from wechat_answers where client = $1 and message = $2";
    PUT_MESSAGE_ANSWER = "insert into wechat_answers (client, message, answer, at) values ($1, $2, $3, $4)";
    SWEEP_MESSAGE_ANSWERS = "delete from wechat_answers where at < $1";
    DROP_DIALOGUE = "delete from wechat_dialogues where follower_hash = $1";
    FOLLOWER = "select openid from wechat_followers where source = $1 and external = $2";
    PUT_FOLLOWER = "insert into wechat_followers (source, external, openid, follower_hash) values ($1, $2, $3, $4)
        on conflict (source, external) do nothing";
    FILING = "select key_hash, salt, body_hash, petition from filings where key_hash = $1";
    ADD_FILING = "insert into filings (key_hash, salt, body_hash, petition) values ($1, $2, $3, $4)";
}

/// A page of items, by when they came in.
fn items(rows: Vec<IntakeRecord>, limit: u32) -> Result<Page<IntakeItem>> {
    let items = rows.into_iter().map(IntakeItem::try_from).collect::<Result<_>>()?;
    Ok(Page::cut(items, limit, |item: &IntakeItem| Cursor(item.received_at.0, item.id.0)))
}

#[async_trait]
impl IntakeRecords for Session {
    async fn intake_item(&mut self, id: IntakeId) -> Result<Option<IntakeItem>> {
        let row: Option<IntakeRecord> = query_as(ITEM).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(IntakeItem::try_from).transpose()
    }

    async fn intake_item_by_number(&mut self, source: Uuid, external: &str) -> Result<Option<IntakeItem>> {
        let row: Option<IntakeRecord> =
            query_as(ITEM_BY_NUMBER).bind(source).bind(external).fetch_optional(self.conn()).await?;
        row.map(IntakeItem::try_from).transpose()
    }

    async fn intake_item_of(&mut self, petition: PetitionId) -> Result<Option<IntakeItem>> {
        let row: Option<IntakeRecord> =
            query_as(ITEM_OF).bind(petition.0).fetch_optional(self.conn()).await?;
        row.map(IntakeItem::try_from).transpose()
    }

    async fn intake_body(&mut self, id: IntakeId) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> = query_scalar(BODY).bind(id.0).fetch_optional(self.conn()).await?;
        sealed.map(|sealed| self.vault().open_text("item", id.0, &sealed)).transpose()
    }

    async fn intake_waiting(
        &mut self,
        bureau: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<IntakeItem>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::LOWEST);
        let list = query_as(WAITING).bind(bureau.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        items(list.fetch_all(self.conn()).await?, limit)
    }

    async fn intake_discarded(
        &mut self,
        bureau: AgencyId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<IntakeItem>> {
        let Cursor(at, id) = after.unwrap_or(Cursor::HIGHEST);
        let list = query_as(DISCARDED).bind(bureau.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        items(list.fetch_all(self.conn()).await?, limit)
    }

    async fn intake_steps(&mut self, id: IntakeId) -> Result<Vec<IntakeStep>> {
        let rows: Vec<IntakeStepRecord> = query_as(STEPS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(IntakeStep::try_from).collect()
    }

    async fn discard_to_tell(&mut self, follower_hash: &[u8; 32]) -> Result<Option<IntakeItem>> {
        let row: Option<IntakeRecord> =
            query_as(DISCARD_TO_TELL).bind(follower_hash.as_slice()).fetch_optional(self.conn()).await?;
        row.map(IntakeItem::try_from).transpose()
    }

    async fn intake_waiting_since(&mut self, bureau: AgencyId, limit: u32) -> Result<Vec<Timestamp>> {
        let list = query_scalar(WAITING_SINCE).bind(bureau.0).bind(i64::from(limit));
        let since: Vec<i64> = list.fetch_all(self.conn()).await?;
        Ok(since.into_iter().map(Timestamp).collect())
    }

    async fn items_untold(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, IntakeId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, IntakeId)>> {
        let (at, id) = after.map_or((i64::MIN, Uuid::nil()), |(at, id)| (at.0, id.0));
        let list = query_as(ITEMS_UNTOLD).bind(before.0).bind(at).bind(id).bind(i64::from(limit));
        let rows: Vec<(i64, Uuid)> = list.fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|(at, id)| (Timestamp(at), IntakeId(id))).collect())
    }

    async fn dialogue(&mut self, follower_hash: &[u8; 32]) -> Result<Option<String>> {
        let row: Option<(Uuid, Vec<u8>)> =
            query_as(DIALOGUE).bind(follower_hash.as_slice()).fetch_optional(self.conn()).await?;
        row.map(|(client, sealed)| self.vault().open_text("dialogue", client, &sealed)).transpose()
    }

    async fn message_answer(&mut self, client: ClientId, message: &str) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            query_scalar(MESSAGE_ANSWER).bind(client.0).bind(message).fetch_optional(self.conn()).await?;
        sealed.map(|sealed| self.vault().open_text("answer", client.0, &sealed)).transpose()
    }

    async fn follower(&mut self, source: Uuid, external: &str) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            query_scalar(FOLLOWER).bind(source).bind(external).fetch_optional(self.conn()).await?;
        sealed.map(|sealed| self.vault().open_text("follower", source, &sealed)).transpose()
    }

    async fn filing(&mut self, key_hash: &[u8; 32]) -> Result<Option<Filing>> {
        let row: Option<FilingRecord> =
            query_as(FILING).bind(key_hash.as_slice()).fetch_optional(self.conn()).await?;
        row.map(Filing::try_from).transpose()
    }

    async fn brought(&mut self, asked: &Brought, limit: u32) -> Result<Vec<PetitionId>> {
        let list = query_scalar(BROUGHT)
            .bind(asked.source)
            .bind(asked.from.0)
            .bind(asked.until.0)
            .bind(asked.classes.join(","))
            .bind(asked.open.map_or("", |open| if open { "open" } else { "closed" }))
            .bind(i64::from(limit));
        let found: Vec<Uuid> = list.fetch_all(self.conn()).await?;
        Ok(found.into_iter().map(PetitionId).collect())
    }
}

#[async_trait]
impl IntakeWrites for Session {
    async fn add_intake_item(&mut self, item: &IntakeItem, body: &str) -> Result<()> {
        let sealed = self.vault().seal_text("item", item.id.0, body)?;
        query(ADD_ITEM)
            .bind(item.id.0)
            .bind(item.adapter.as_str())
            .bind(item.source)
            .bind(&item.external)
            .bind(item.body_hash.as_slice())
            .bind(sealed)
            .bind(item.bureau.0)
            .bind(item.received_at.0)
            .bind(item.state.as_str())
            .bind(item.field.as_deref())
            .bind(item.reason.as_deref())
            .execute(self.conn())
            .await
            .map_err(or_exists("item"))?;
        Ok(())
    }

    async fn add_filing(&mut self, filing: &Filing) -> Result<()> {
        query(ADD_FILING)
            .bind(filing.key_hash.as_slice())
            .bind(filing.salt.as_slice())
            .bind(filing.body_hash.as_slice())
            .bind(filing.petition.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("filing"))?;
        Ok(())
    }

    async fn begin_turn(
        &mut self,
        client: ClientId,
        follower_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<Option<String>> {
        let none = self.vault().seal_text("dialogue", client.0, "")?;
        let begin = query(BEGIN_TURN).bind(follower_hash.as_slice()).bind(client.0).bind(none).bind(at.0);
        begin.execute(self.conn()).await?;
        Ok(self.dialogue(follower_hash).await?.filter(|draft| !draft.is_empty()))
    }

    async fn put_message_answer(
        &mut self,
        client: ClientId,
        message: &str,
        answer: &str,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<()> {
        query(SWEEP_MESSAGE_ANSWERS).bind(since.0).execute(self.conn()).await?;
        let sealed = self.vault().seal_text("answer", client.0, answer)?;
        let put = query(PUT_MESSAGE_ANSWER).bind(client.0).bind(message).bind(sealed).bind(at.0);
        put.execute(self.conn()).await.map_err(or_exists("answer"))?;
        Ok(())
    }

    async fn put_dialogue(
        &mut self,
        client: ClientId,
        follower_hash: &[u8; 32],
        draft: Option<&str>,
        at: Timestamp,
    ) -> Result<()> {
        let hash = follower_hash.as_slice();
        let Some(draft) = draft else {
            query(DROP_DIALOGUE).bind(hash).execute(self.conn()).await?;
            return Ok(());
        };
        let sealed = self.vault().seal_text("dialogue", client.0, draft)?;
        let put = query(PUT_DIALOGUE).bind(hash).bind(client.0).bind(sealed).bind(at.0);
        put.execute(self.conn()).await?;
        Ok(())
    }

    async fn put_follower(
        &mut self,
        client: ClientId,
        external: &str,
        openid: &str,
        follower_hash: &[u8; 32],
    ) -> Result<()> {
        let sealed = self.vault().seal_text("follower", client.0, openid)?;
        let put = query(PUT_FOLLOWER).bind(client.0).bind(external).bind(sealed);
        put.bind(follower_hash.as_slice()).execute(self.conn()).await?;
        Ok(())
    }

    async fn told_follower(&mut self, item: &IntakeItem, at: Timestamp) -> Result<()> {
        query(TOLD_FOLLOWER).bind(item.source).bind(&item.external).bind(at.0).execute(self.conn()).await?;
        Ok(())
    }

    async fn add_intake_step(&mut self, id: IntakeId, step: &IntakeStep) -> Result<()> {
        let add = query(ADD_STEP).bind(id.0).bind(step.kind.as_str()).bind(step.by.0).bind(step.at.0);
        add.bind(&step.reason).execute(self.conn()).await?;
        Ok(())
    }

    async fn take_up_intake_item(&mut self, item: &IntakeItem) -> Result<()> {
        let take =
            query(TAKE_UP_ITEM).bind(item.id.0).bind(item.field.as_deref()).bind(item.reason.as_deref());
        or_stale("item", take.execute(self.conn()).await?.rows_affected())
    }

    async fn tell_of_late_item(
        &mut self,
        item: &IntakeItem,
        above: Option<AgencyId>,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<usize> {
        let mut there = Vec::new();
        if let Some(above) = above {
            if let Some(agency) = self.agency(above).await? {
                there = colleagues(self, &agency, now).await?;
            }
            there.retain(|one| demands_for(one, above));
            if there.is_empty() {
                return Ok(0); // until somebody is there
            }
        }
        let first = query(TOLD_OF_ITEM).bind(item.id.0).bind(now.0).execute(self.conn()).await?;
        if first.rows_affected() == 0 {
            return Ok(0);
        }
        for one in &there {
            let notice = StaffNotice {
                staff: one.staff.id,
                source: item.id.0,
                topic: Topic::ItemLate,
                about: About::Item(item.id),
                hearing: None,
                agency: item.bureau,
                due: Some(due),
                at: now,
                read_at: None,
            };
            staff_notices::add(self, &notice).await?;
        }
        Ok(there.len())
    }

    async fn settle_intake_item(
        &mut self,
        item: &IntakeItem,
        by: Option<StaffId>,
        at: Timestamp,
    ) -> Result<()> {
        let done = query(SETTLE_ITEM)
            .bind(item.id.0)
            .bind(item.state.as_str())
            .bind(item.petition.map(|petition| petition.0))
            .bind(item.field.as_deref())
            .bind(item.reason.as_deref())
            .bind(by.map(|staff| staff.0))
            .bind(at.0)
            .execute(self.conn())
            .await?;
        or_stale("item", done.rows_affected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::StateName;

    #[test]
    fn what_is_brought_and_over_is_closed() {
        for state in StateName::ALL {
            assert_eq!(BROUGHT.contains(&format!("'{state}'")), !state.is_open(), "{state}");
        }
    }
}
