//! Rows of statistics: the facts of a petition as compact JSON.

use super::steps::{StepRecord, step_record, steps};
use crate::{
    domain::{
        Timestamp,
        ids::{ActionItemId, AgencyId, DemandId, HearingId, PetitionId, StaffId},
        jurisdiction::DivisionCode,
        statistics::{
            Contracted, Due, Evaluation, Facts, Item, Left, Order, Recommendation, Rework, Routed, Session,
        },
    },
    storage::{
        StoreError,
        values::{count, parse},
    },
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;
/// By when, and when done.
type DueRecord = (Option<i64>, Option<i64>);
/// At, due, closed.
type ReworkRecord = (i64, DueRecord, Option<i64>);
/// Hearing, kind, host, starts, held, decided.
type SessionRecord<'a> = (Uuid, Cow<'a, str>, Uuid, i64, Option<i64>, Option<i64>);
/// Item, agency, due.
type ItemRecord = (Uuid, Uuid, DueRecord);
/// Leader, taken, ended, settled.
type ContractRecord = (Uuid, i64, Option<i64>, Option<i64>);
/// Demand, addressee, at, answer.
type OrderRecord = (Uuid, Uuid, i64, DueRecord);
/// Demand, addressee, made, answered, adopted.
type AdviceRecord = (Uuid, Uuid, i64, Option<i64>, bool);

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct FactsRow {
    petition: Uuid,
    number: i64,
    place: String,
    facts: String,
}

impl TryFrom<FactsRow> for (u64, Facts) {
    type Error = StoreError;
    fn try_from(row: FactsRow) -> Result<Self> {
        let place = parse("place of a petition", &row.place)?;
        let facts = decode(PetitionId(row.petition), place, &row.facts)?;
        Ok((count("number of an event", row.number)?, facts))
    }
}

/// [`Facts`] as JSON: names of one or two letters, and what is not there left out, for there are many of them.
#[derive(Serialize, Deserialize)]
struct FactsRecord<'a> {
    at: i64,
    by: Uuid,
    ch: Cow<'a, str>,
    ca: Cow<'a, str>,
    cl: Cow<'a, str>,
    p: u32,
    t1: DueRecord,
    /// The bureau whose it is to route it.
    #[serde(skip_serializing_if = "Option::is_none")]
    dk: Option<Uuid>,
    /// Handed down by, at: of rows of a release before, read and not written.
    #[serde(default, skip_serializing)]
    hd: Vec<(Uuid, i64)>,
    /// The way behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    w: Vec<StepRecord<'a>>,
    /// How, unit, at.
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<(Cow<'a, str>, Uuid, i64)>,
    /// By a ruling on competence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rc: bool,
    #[serde(default, skip_serializing_if = "is_empty")]
    t2: DueRecord,
    /// The petitioner was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tn: Option<i64>,
    /// Nobody signed it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    an: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ac: Option<i64>,
    #[serde(default, skip_serializing_if = "is_empty")]
    t4: DueRecord,
    #[serde(skip_serializing_if = "Option::is_none")]
    ex: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    op: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rv: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rd: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rr: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    re: Option<i64>,
    /// Reworks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rw: Vec<ReworkRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<(Cow<'a, str>, i64)>,
    /// It left as a repeat.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rp: bool,
    /// It raises again what was over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ag: bool,
    /// It was raised again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ra: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    h: Vec<SessionRecord<'a>>,
    /// Their leaders, in their order; shorter in rows of a release before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hl: Vec<Option<Uuid>>,
    /// Those that went on face to face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hp: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    i: Vec<ItemRecord>,
    /// Their hearings, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ih: Vec<Option<Uuid>>,
    /// Those of them that are declined, and since when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dc: Vec<(Uuid, i64)>,
    /// Contracts (包案).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    c: Vec<ContractRecord>,
    /// Target, level, at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    e: Vec<(Cow<'a, str>, Cow<'a, str>, i64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ab: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    u: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    us: Option<i64>,
    /// Orders of supervision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    so: Vec<OrderRecord>,
    /// Recommendations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ad: Vec<AdviceRecord>,
    /// Those of them that were lifted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    al: Vec<Uuid>,
}

fn is_empty(due: &DueRecord) -> bool {
    *due == (None, None)
}

pub(in crate::storage) fn encode(facts: &Facts) -> Result<String> {
    let record = FactsRecord {
        at: facts.registered_at.0,
        by: facts.registered_by.0,
        ch: facts.channel.as_str().into(),
        ca: facts.category.as_str().into(),
        cl: facts.class.as_str().into(),
        p: facts.persons,
        t1: due_record(facts.routing),
        dk: facts.desk.map(|desk| desk.0),
        hd: Vec::new(),
        w: facts.behind.iter().map(step_record).collect(),
        r: facts.routed.map(|routed| (routed.how.as_str().into(), routed.unit.0, routed.at.0)),
        rc: facts.routed.is_some_and(|routed| routed.ruled),
        t2: due_record(facts.notice),
        tn: millis(facts.told_at),
        an: facts.unsigned,
        ac: millis(facts.accepted_at),
        t4: due_record(facts.reply),
        ex: millis(facts.extended_at),
        op: facts.result.map(|result| result.as_str().into()),
        rv: millis(facts.review_at),
        rd: millis(facts.reviewed_at),
        rr: millis(facts.rereview_at),
        end: millis(facts.closed_at),
        re: millis(facts.reopened_at),
        rw: facts.reworks.iter().map(|r| (r.at.0, due_record(r.due), millis(r.closed_at))).collect(),
        left: facts.left.map(|left| (left.why.as_str().into(), left.at.0)),
        rp: facts.left.is_some_and(|left| left.repeat),
        ag: facts.again,
        ra: millis(facts.raised_again_at),
        h: facts.sessions.iter().map(session_record).collect(),
        hl: facts.sessions.iter().map(|session| session.leader.map(|leader| leader.0)).collect(),
        hp: facts.sessions.iter().filter(|one| one.in_person).map(|one| one.hearing.0).collect(),
        i: facts.items.iter().map(|item| (item.id.0, item.agency.0, due_record(item.due))).collect(),
        ih: facts.items.iter().map(|item| item.hearing.map(|hearing| hearing.0)).collect(),
        dc: facts.items.iter().filter_map(|item| Some((item.id.0, item.declined_at?.0))).collect(),
        c: facts.contracts.iter().map(contract_record).collect(),
        e: facts
            .evaluations
            .iter()
            .map(|e| (e.target.as_str().into(), e.level.as_str().into(), e.at.0))
            .collect(),
        ab: facts.answered_by.map(|agency| agency.0),
        u: millis(facts.urgent_at),
        us: millis(facts.urgent_seen_at),
        so: facts.orders.iter().map(|o| (o.id.0, o.to.0, o.at.0, due_record(o.answer))).collect(),
        ad: facts.recommendations.iter().map(advice_record).collect(),
        al: facts.recommendations.iter().filter(|one| one.lifted).map(|one| one.id.0).collect(),
    };
    serde_json::to_string(&record).map_err(|why| StoreError::corrupt("facts of a petition", why))
}

pub(in crate::storage) fn decode(petition: PetitionId, place: DivisionCode, json: &str) -> Result<Facts> {
    let record: FactsRecord<'_> =
        serde_json::from_str(json).map_err(|why| StoreError::corrupt("facts of a petition", why))?;
    let routed = |(how, unit, at): (Cow<'_, str>, Uuid, i64)| {
        let (how, unit, at) = (parse("routing", &how)?, AgencyId(unit), Timestamp(at));
        Ok::<_, StoreError>(Routed { how, unit, at, ruled: record.rc })
    };
    let left = |(why, at): (Cow<'_, str>, i64)| {
        let why = parse("way of leaving", &why)?;
        Ok::<_, StoreError>(Left { why, at: Timestamp(at), repeat: record.rp })
    };
    Ok(Facts {
        petition,
        place,
        registered_at: Timestamp(record.at),
        registered_by: AgencyId(record.by),
        channel: parse("channel", &record.ch)?,
        category: parse("category", &record.ca)?,
        class: parse("content class", &record.cl)?,
        persons: record.p,
        routing: due(record.t1),
        desk: record.dk.map(AgencyId),
        behind: steps(record.hd, record.w)?,
        routed: record.r.map(routed).transpose()?,
        notice: due(record.t2),
        told_at: time(record.tn),
        unsigned: record.an,
        accepted_at: time(record.ac),
        reply: due(record.t4),
        extended_at: time(record.ex),
        result: record.op.map(|text| parse("result of an opinion", &text)).transpose()?,
        review_at: time(record.rv),
        reviewed_at: time(record.rd),
        rereview_at: time(record.rr),
        closed_at: time(record.end),
        reopened_at: time(record.re),
        reworks: record.rw.into_iter().map(rework).collect(),
        left: record.left.map(left).transpose()?,
        again: record.ag,
        raised_again_at: time(record.ra),
        sessions: with(record.h, record.hl).map(|one| session(one, &record.hp)).collect::<Result<_>>()?,
        items: with(record.i, record.ih).map(|kept| item(kept, &record.dc)).collect(),
        contracts: record.c.into_iter().map(contract).collect(),
        evaluations: record.e.into_iter().map(evaluation).collect::<Result<_>>()?,
        answered_by: record.ab.map(AgencyId),
        urgent_at: time(record.u),
        urgent_seen_at: time(record.us),
        orders: record.so.into_iter().map(order).collect(),
        recommendations: record.ad.into_iter().map(|one| recommendation(one, &record.al)).collect(),
    })
}

fn millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

fn time(at: Option<i64>) -> Option<Timestamp> {
    at.map(Timestamp)
}

fn due_record(due: Due) -> DueRecord {
    (millis(due.by), millis(due.done))
}

fn due((by, done): DueRecord) -> Due {
    Due { by: time(by), done: time(done) }
}

fn rework((at, record, closed_at): ReworkRecord) -> Rework {
    Rework { at: Timestamp(at), due: due(record), closed_at: time(closed_at) }
}

fn session_record(session: &Session) -> SessionRecord<'_> {
    let Session { hearing, kind, host, starts_at, held_at, decided_at, .. } = session;
    (hearing.0, kind.as_str().into(), host.0, starts_at.0, millis(*held_at), millis(*decided_at))
}

/// Each with what is kept beside it.
fn with<T>(all: Vec<T>, beside: Vec<Option<Uuid>>) -> impl Iterator<Item = (T, Option<Uuid>)> {
    all.into_iter().zip(beside.into_iter().chain(std::iter::repeat(None)))
}

fn session((record, leader): (SessionRecord<'_>, Option<Uuid>), in_person: &[Uuid]) -> Result<Session> {
    let (hearing, kind, host, starts_at, held_at, decided_at) = record;
    Ok(Session {
        hearing: HearingId(hearing),
        kind: parse("kind of a hearing", &kind)?,
        host: AgencyId(host),
        leader: leader.map(StaffId),
        starts_at: Timestamp(starts_at),
        held_at: time(held_at),
        decided_at: time(decided_at),
        in_person: in_person.contains(&hearing),
    })
}

fn item(((id, agency, record), hearing): (ItemRecord, Option<Uuid>), declined: &[(Uuid, i64)]) -> Item {
    let declined_at = declined.iter().find(|(item, _)| *item == id).map(|(_, at)| Timestamp(*at));
    let (id, agency, hearing) = (ActionItemId(id), AgencyId(agency), hearing.map(HearingId));
    Item { id, agency, hearing, due: due(record), declined_at }
}

fn contract_record(contract: &Contracted) -> ContractRecord {
    let Contracted { leader, taken_at, ended_at, settled_at } = contract;
    (leader.0, taken_at.0, millis(*ended_at), millis(*settled_at))
}

fn contract((leader, taken_at, ended_at, settled_at): ContractRecord) -> Contracted {
    Contracted {
        leader: StaffId(leader),
        taken_at: Timestamp(taken_at),
        ended_at: time(ended_at),
        settled_at: time(settled_at),
    }
}

fn evaluation((target, level, at): (Cow<'_, str>, Cow<'_, str>, i64)) -> Result<Evaluation> {
    Ok(Evaluation {
        target: parse("target of an evaluation", &target)?,
        level: parse("level of an evaluation", &level)?,
        at: Timestamp(at),
    })
}

fn order((id, to, at, answer): OrderRecord) -> Order {
    Order { id: DemandId(id), to: AgencyId(to), at: Timestamp(at), answer: due(answer) }
}

fn advice_record(one: &Recommendation) -> AdviceRecord {
    (one.id.0, one.to.0, one.made_at.0, millis(one.answered_at), one.adopted)
}

fn recommendation((id, to, made_at, answered_at, adopted): AdviceRecord, lifted: &[Uuid]) -> Recommendation {
    Recommendation {
        id: DemandId(id),
        to: AgencyId(to),
        made_at: Timestamp(made_at),
        answered_at: time(answered_at),
        adopted,
        lifted: lifted.contains(&id),
    }
}
