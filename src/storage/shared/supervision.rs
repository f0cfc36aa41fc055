//! SQL of supervision: orders and recommendations, evaluations, call-backs, action items.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        hearing::{ActionItem, ActionItemState},
        ids::{ActionItemId, DemandId, PetitionId, StaffId},
        supervision::{CallBack, Demand, DemandState, Evaluation, Note},
    },
    storage::{
        Cursor, DemandBox, ItemBox, OrderedItem, Page, StoreError, SupervisionRecords, SupervisionWrites,
        error::{or_exists, or_stale},
        rows::supervision::{
            CallBackRecord, DemandRecord, DemandStateRecord, EvaluationRecord, ListedDemand, NoteRecord,
            OrderedItemRecord, earlier,
        },
        statements::statements,
        values::{behind, by_time, day as read_day, day_text, join},
    },
};
use async_trait::async_trait;
use sqlx::{query, query_as};
use time::Date;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Each with its petition's number.
macro_rules! demands {
    ($rest:literal) => {
        concat!(
            "select d.id, d.petition, d.kind, d.way, d.demander, d.addressee, d.text, d.answer_by, d.made_at,
            d.answer, d.adopted, d.answered_by, d.answered_at, d.returned_reason, d.returned_at, d.lifted_reason,
            d.lifted_at, d.files, d.earlier, d.about, p.number
            from demands d join petitions p on p.id = d.petition ",
            $rest
        )
    };
}

macro_rules! items {
    ($rest:literal) => {
        concat!(
            "select i.hearing, i.petition, p.number, i.id, i.agency, i.content, i.deadline, i.entry, i.state,
            i.accepted_by, i.accepted_at, o.issued_at
            from action_items i join petitions p on p.id = i.petition join outcomes o on o.hearing = i.hearing ",
            $rest
        )
    };
}

statements! {
    DEMAND = demands!("where d.id = $1");
    DEMANDS_OF = demands!("where d.petition = $1 order by d.made_at, d.id");
    RECEIVED = demands!(
        "where d.addressee = $1 and d.lifted_at is null and (d.made_at, d.id) > ($2, $3)
        order by d.made_at, d.id limit $4"
    );
    SENT = demands!(
        "where d.demander = $1 and d.lifted_at is null and (d.made_at, d.id) > ($2, $3)
        order by d.made_at, d.id limit $4"
    );
    EVALUATIONS = "select petition, target, level, comment, at, replied_at from evaluations where petition = $1
        order by target, at";
    CALL_BACKS = "select petition, at, staff, level, note from call_backs where petition = $1 order by at, staff";
    ITEM = items!("where i.id = $1");
    ITEMS_OF_AGENCY = items!(
        "where i.agency = $1 and i.state not in ('closed', 'lifted') and (i.deadline, i.id) > ($2, $3)
        order by i.deadline, i.id limit $4"
    );
    ITEMS_IN = items!(
        "where (i.agency = $2 or (p.place like $1 and p.category <> 'report')) and i.state not in ('closed', 'lifted')
            and (i.deadline, i.id) > ($3, $4)
        order by i.deadline, i.id limit $5"
    );
    ITEMS_PROMISED_BY = items!(
        "where i.hearing in (select s.hearing from seats s
                where s.staff = $1 and s.removed is null and s.withdrawn is null)
            and (case when i.state in ('closed', 'lifted') then 1 else 0 end, i.deadline, i.id) > ($2, $3, $4)
        order by case when i.state in ('closed', 'lifted') then 1 else 0 end, i.deadline, i.id limit $5"
    );
    NOTES = "select n.item, n.at, n.step, n.text, n.files, n.staff
        from item_notes n join action_items i on i.id = n.item where i.petition = $1 order by n.at, n.item, n.step";
    OVERDUE = "select due, id from petitions where due < $1 and (due, id) > ($2, $3) order by due, id limit $4";
    /// The states are those of the index `action_items_owed`.
    OVERDUE_ITEMS = "select deadline, id from action_items
        where state in ('ordered', 'accepted', 'declined') and (deadline < $1 or state = 'declined')
            and (deadline, id) > ($2, $3)
        order by deadline, id limit $4";
    OVERDUE_ANSWERS = "select answer_by, id from demands
        where (kind = 'completion' or way <> 'system') and lifted_at is null
            and (answered_at is null or returned_at is not null)
            and answer_by < $1 and (answer_by, id) > ($2, $3)
        order by answer_by, id limit $4";
    OVERDUE_PAPERS = "select distinct due, petition from papers_owed
        where kind not in ('transfer', 'assignment') and due < $1 and (due, petition) > ($2, $3)
        order by due, petition limit $4";
    /// To whom it went and who has seen it is as the index `petitions_unconfirmed` has it.
    UNCONFIRMED = "select urgent_since, id from petitions
        where urgent_since is not null and state not in ('closed', 'terminated', 'diverted', 'not_accepted',
                'no_longer_accepted', 'merged', 'withdrawn', 'archived')
            and urgent_to is not null and urgent_seen_by is null and category <> 'report'
            and urgent_since < $1 and (urgent_since, id) > ($2, $3)
        order by urgent_since, id limit $4";
    ADD_DEMAND = "insert into demands (id, petition, kind, way, demander, addressee, text, answer_by, made_at, about)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SAVE_DEMAND = "update demands set answer = $2, adopted = $3, answered_by = $4, answered_at = $5,
            lifted_reason = $6, lifted_at = $7, returned_reason = $8, returned_at = $9, earlier = $12, files = $13
        where id = $1 and lifted_at is null and (answered_at is null) = $10 and (returned_at is null) = $11";
    ADD_EVALUATION = "insert into evaluations (petition, target, level, comment, at, replied_at)
        values ($1, $2, $3, $4, $5, $6)";
    ADD_CALL_BACK = "insert into call_backs (petition, at, staff, level, note) values ($1, $2, $3, $4, $5)";
    MOVE_ITEM = "update action_items set state = $3 where id = $1 and state = $2";
    ADD_NOTE = "insert into item_notes (item, at, step, text, staff, files) values ($1, $2, $3, $4, $5, $6)";
}

/// What is over stands behind everything open: as many days further than there are.
const CLOSED: i64 = 1 << 32;

fn deadline_place(item: &ActionItem) -> i64 {
    item.deadline.to_julian_day().into()
}

/// The day of a place in a list; one that is none stands before all others.
fn deadline_after(place: i64) -> Result<String> {
    let day = i32::try_from(place).ok().and_then(|day| Date::from_julian_day(day).ok());
    Ok(day.map(|day| day_text("deadline", day)).transpose()?.unwrap_or_default())
}

#[async_trait]
impl SupervisionRecords for Session {
    async fn demand(&mut self, id: DemandId) -> Result<Option<Demand>> {
        let row: Option<DemandRecord> = query_as(DEMAND).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(Demand::try_from).transpose()
    }

    async fn demands_of(&mut self, id: PetitionId) -> Result<Vec<Demand>> {
        let rows: Vec<DemandRecord> = query_as(DEMANDS_OF).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Demand::try_from).collect()
    }

    async fn open_demands(
        &mut self,
        which: DemandBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<(Demand, String)>> {
        let (sql, agency) = match which {
            DemandBox::Received(agency) => (RECEIVED, agency),
            DemandBox::Sent(agency) => (SENT, agency),
        };
        let Cursor(at, id) = after.unwrap_or(Cursor::LOWEST);
        let list = query_as(sql).bind(agency.0).bind(at).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<ListedDemand> = list.fetch_all(self.conn()).await?;
        Page::cut(rows, limit, ListedDemand::place).try_map(ListedDemand::into_parts)
    }

    async fn evaluations(&mut self, id: PetitionId) -> Result<Vec<Evaluation>> {
        let rows: Vec<EvaluationRecord> = query_as(EVALUATIONS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Evaluation::try_from).collect()
    }

    async fn call_backs(&mut self, id: PetitionId) -> Result<Vec<CallBack>> {
        let rows: Vec<CallBackRecord> = query_as(CALL_BACKS).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(CallBack::try_from).collect()
    }

    async fn ordered_item(&mut self, id: ActionItemId) -> Result<Option<OrderedItem>> {
        let row: Option<OrderedItemRecord> = query_as(ITEM).bind(id.0).fetch_optional(self.conn()).await?;
        row.map(OrderedItem::try_from).transpose()
    }

    async fn open_items(
        &mut self,
        which: &ItemBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OrderedItem>> {
        let list = match which {
            ItemBox::Of(agency) => query_as(ITEMS_OF_AGENCY).bind(agency.0),
            ItemBox::In(division, agency) => query_as(ITEMS_IN).bind(format!("{division}%")).bind(agency.0),
        };
        let Cursor(day, id) = after.unwrap_or(Cursor::LOWEST);
        let list = list.bind(deadline_after(day)?).bind(id).bind(i64::from(limit) + 1);
        let rows: Vec<OrderedItemRecord> = list.fetch_all(self.conn()).await?;
        let items = rows.into_iter().map(OrderedItem::try_from).collect::<Result<_>>()?;
        Ok(Page::cut(items, limit, |OrderedItem { item, .. }| Cursor(deadline_place(item), item.id.0)))
    }

    async fn items_promised_by(
        &mut self,
        id: StaffId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<OrderedItem>> {
        let Cursor(at, item) = after.unwrap_or(Cursor::LOWEST);
        let closed = i64::from(at >= CLOSED);
        let list = query_as(ITEMS_PROMISED_BY)
            .bind(id.0)
            .bind(closed)
            .bind(deadline_after(at - closed * CLOSED)?)
            .bind(item)
            .bind(i64::from(limit) + 1);
        let rows: Vec<OrderedItemRecord> = list.fetch_all(self.conn()).await?;
        let items = rows.into_iter().map(OrderedItem::try_from).collect::<Result<_>>()?;
        Ok(Page::cut(items, limit, |OrderedItem { item, .. }| {
            let closed = i64::from(item.state.is_over());
            Cursor(deadline_place(item) + closed * CLOSED, item.id.0)
        }))
    }

    async fn item_notes(&mut self, id: PetitionId) -> Result<Vec<Note>> {
        let rows: Vec<NoteRecord> = query_as(NOTES).bind(id.0).fetch_all(self.conn()).await?;
        rows.into_iter().map(Note::try_from).collect()
    }

    async fn overdue(
        &mut self,
        now: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        petitions_late(self, OVERDUE, now, after, limit).await
    }

    async fn overdue_papers(
        &mut self,
        now: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        petitions_late(self, OVERDUE_PAPERS, now, after, limit).await
    }

    async fn unconfirmed(
        &mut self,
        before: Timestamp,
        after: Option<(Timestamp, PetitionId)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, PetitionId)>> {
        petitions_late(self, UNCONFIRMED, before, after, limit).await
    }

    async fn overdue_items(
        &mut self,
        today: Date,
        after: Option<(Date, ActionItemId)>,
        limit: u32,
    ) -> Result<Vec<(Date, ActionItemId)>> {
        let after = after.map(|(day, id)| (day, id.0));
        let late = late(self, OVERDUE_ITEMS, today, after, limit).await?;
        Ok(late.into_iter().map(|(day, id)| (day, ActionItemId(id))).collect())
    }

    async fn overdue_answers(
        &mut self,
        today: Date,
        after: Option<(Date, DemandId)>,
        limit: u32,
    ) -> Result<Vec<(Date, DemandId)>> {
        let after = after.map(|(day, id)| (day, id.0));
        let late = late(self, OVERDUE_ANSWERS, today, after, limit).await?;
        Ok(late.into_iter().map(|(day, id)| (day, DemandId(id))).collect())
    }
}

/// A page of petitions with something from before `before`.
async fn petitions_late(
    session: &mut Session,
    sql: &'static str,
    before: Timestamp,
    after: Option<(Timestamp, PetitionId)>,
    limit: u32,
) -> Result<Vec<(Timestamp, PetitionId)>> {
    let (at, id) = behind(after);
    let list = query_as(sql).bind(before.0).bind(at).bind(id).bind(i64::from(limit));
    Ok(by_time(list.fetch_all(session.conn()).await?))
}

/// A page of what had to be done on a day before `today`.
async fn late(
    session: &mut Session,
    sql: &'static str,
    today: Date,
    after: Option<(Date, Uuid)>,
    limit: u32,
) -> Result<Vec<(Date, Uuid)>> {
    let (day, id) = match after {
        Some((day, id)) => (day_text("day", day)?, id),
        None => (String::new(), Uuid::nil()),
    };
    let list = query_as(sql).bind(day_text("day", today)?).bind(day).bind(id);
    let rows: Vec<(String, Uuid)> = list.bind(i64::from(limit)).fetch_all(session.conn()).await?;
    rows.into_iter().map(|(day, id)| Ok((read_day("day", &day)?, id))).collect()
}

#[async_trait]
impl SupervisionWrites for Session {
    async fn add_demand(&mut self, demand: &Demand) -> Result<()> {
        let answer_by = demand.answer_by.map(|day| day_text("day to answer by", day)).transpose()?;
        query(ADD_DEMAND)
            .bind(demand.id.0)
            .bind(demand.petition.0)
            .bind(demand.kind.as_str())
            .bind(demand.way.as_str())
            .bind(demand.by.0)
            .bind(demand.to.0)
            .bind(&demand.text)
            .bind(answer_by)
            .bind(demand.made_at.0)
            .bind(demand.about.map(|about| about.to_string()))
            .execute(self.conn())
            .await
            .map_err(or_exists("demand"))?;
        Ok(())
    }

    async fn save_demand(&mut self, before: &Demand, now: &Demand) -> Result<()> {
        let state = DemandStateRecord::from(&now.state);
        let done = query(SAVE_DEMAND)
            .bind(now.id.0)
            .bind(state.answer)
            .bind(state.adopted)
            .bind(state.answered_by)
            .bind(state.answered_at)
            .bind(state.lifted_reason)
            .bind(state.lifted_at)
            .bind(state.returned_reason)
            .bind(state.returned_at)
            .bind(before.state.answer().is_none())
            .bind(!matches!(before.state, DemandState::Returned(_)))
            .bind(earlier(&now.earlier)?)
            .bind(state.files)
            .execute(self.conn())
            .await?;
        or_stale("demand", done.rows_affected())
    }

    async fn add_evaluation(&mut self, evaluation: &Evaluation) -> Result<()> {
        query(ADD_EVALUATION)
            .bind(evaluation.petition.0)
            .bind(evaluation.target.as_str())
            .bind(evaluation.level.as_str())
            .bind(&evaluation.comment)
            .bind(evaluation.at.0)
            .bind(evaluation.replied_at.0)
            .execute(self.conn())
            .await
            .map_err(or_exists("evaluation"))?;
        Ok(())
    }

    async fn add_call_back(&mut self, call_back: &CallBack) -> Result<()> {
        query(ADD_CALL_BACK)
            .bind(call_back.petition.0)
            .bind(call_back.at.0)
            .bind(call_back.by.0)
            .bind(call_back.level.map(|level| level.as_str()))
            .bind(&call_back.note)
            .execute(self.conn())
            .await
            .map_err(or_exists("call back"))?;
        Ok(())
    }

    async fn move_item(&mut self, from: ActionItemState, item: &ActionItem, note: &Note) -> Result<()> {
        let moved = query(MOVE_ITEM).bind(item.id.0).bind(from.as_str()).bind(item.state.as_str());
        or_stale("action item", moved.execute(self.conn()).await?.rows_affected())?;
        query(ADD_NOTE)
            .bind(note.item.0)
            .bind(note.at.0)
            .bind(note.step.as_str())
            .bind(&note.text)
            .bind(note.by.0)
            .bind(join(&note.files))
            .execute(self.conn())
            .await
            .map_err(or_exists("note"))?;
        Ok(())
    }
}
