//! JSON of leaders' reception days and cases in charge.

use super::{
    BothView, Day, DutyPeriodText, LeaderRankText, PetitionRow, ReceptionKindText, ReceptionStateText,
};
use crate::{
    domain::reception::{
        Compliance, Held, HeldByKind, HeldCorrection, Leader, ReceptionDay, ReceptionKind, ReceptionState,
        Swap,
    },
    edge::etag,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaderView {
    pub staff: Uuid,
    pub name: String,
    pub title: String,
    pub rank: LeaderRankText,
    pub field: String,
    /// Citizens may write to them (领导信箱).
    pub mailbox: bool,
    /// Since when they have this post, where that is on record.
    pub since: Option<Day>,
    pub agency: Uuid,
    pub agency_name: String,
    /// Of the post: `If-Match` of another.
    pub tag: String,
}

/// A leader to whom citizens write (领导信箱): name and post, and nothing else of the staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailboxLeader {
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub agency_name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionDayView {
    pub id: Uuid,
    pub agency_name: String,
    pub leader: Uuid,
    pub leader_name: String,
    pub leader_title: String,
    pub kind: ReceptionKindText,
    pub starts_at: i64,
    pub ends_at: i64,
    pub place: String,
    pub field: String,
    pub state: ReceptionStateText,
    pub published_at: Option<i64>,
    /// With a day that was held.
    pub cases: Option<u32>,
    pub persons: Option<u32>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    pub swaps: Vec<SwapView>,
    /// Of a day that was held: what it said before, oldest first.
    pub corrections: Vec<HeldCorrectionView>,
    pub version: u32,
    /// Whether I may change it.
    pub mine_to_plan: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SwapView {
    pub at: i64,
    pub before_name: String,
    pub after_name: String,
    pub by_name: String,
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HeldCorrectionView {
    pub at: i64,
    pub cases_before: u32,
    pub persons_before: u32,
    pub by_name: String,
    pub reason: String,
}

/// The roster, and whose days I may plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct Roster {
    pub days: Vec<ReceptionDayView>,
    pub leaders: Vec<LeaderView>,
    /// Whether I may plan days.
    pub may_plan: bool,
}

/// A coming day as everybody may know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicReceptionDay {
    pub agency_name: String,
    pub leader_name: String,
    pub leader_title: String,
    pub kind: ReceptionKindText,
    pub starts_at: i64,
    pub ends_at: i64,
    pub place: String,
    pub field: String,
}

/// Whether a leader received as often as they must.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComplianceRow {
    pub leader: LeaderView,
    /// The least; none where no rule sets one.
    pub least: Option<u32>,
    pub per: Option<DutyPeriodText>,
    pub source: Option<String>,
    pub first_day: Day,
    pub last_day: Day,
    pub held: u32,
    pub cases: u32,
    pub persons: u32,
    /// The same by kind, of kinds that were held.
    pub by_kind: Vec<HeldOfKind>,
    pub met: bool,
    /// The account was shut before the period was over: not counted in `bound` and `met`.
    pub left: bool,
    /// Appointed after its first day: not counted there either.
    pub came: bool,
}

/// Days of one kind that were held, and who was received on them.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldOfKind {
    pub kind: ReceptionKindText,
    pub held: u32,
    pub cases: u32,
    pub persons: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ComplianceReport {
    /// What is counted: days that were held and begin in the period.
    pub as_of: i64,
    pub rows: Vec<ComplianceRow>,
    /// Leaders for whom a rule sets a minimum, and how many of them reached it.
    pub bound: usize,
    pub met: usize,
    /// 领导接访合规率: `met` of `bound`; none where nobody is bound.
    pub share: Option<f64>,
    pub formula: BothView,
    /// What is left out of the share, and how many: no minimum is set for them, or they had the post for a part of the period.
    pub excluded: BothView,
    pub unbound: usize,
    pub left: usize,
    /// Appointed during the period.
    pub came: usize,
    /// What all of them held, by kind: fixed, by appointment, going down, with the case …
    pub by_kind: Vec<HeldOfKind>,
    /// Counties in which one leader receives on every working day.
    pub daily: Vec<DailyReceptionRow>,
}

/// On how many working days of a month a leader of a county received.
#[derive(Debug, Serialize, ToSchema)]
pub struct DailyReceptionRow {
    pub division: String,
    pub division_name: String,
    pub first_day: Day,
    pub last_day: Day,
    /// As far as they are over.
    pub working_days: u32,
    /// Of those, the days on which nobody did.
    pub missed: Vec<Day>,
}

/// Who is, or was, in charge of a petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractView {
    pub leader: Uuid,
    pub leader_name: String,
    pub leader_title: String,
    pub agency_name: String,
    pub taken_at: i64,
    pub ended_at: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContractList {
    pub contracts: Vec<ContractView>,
    /// Whether I may give it into somebody's charge.
    pub may_contract: bool,
    /// Whether I may end that, also once the matter is over.
    pub may_end: bool,
}

/// A petition I am in charge of.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyContract {
    pub taken_at: i64,
    pub petition: PetitionRow,
}

/// A page may have fewer rows than asked for and yet be followed by another.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyContractList {
    pub rows: Vec<MyContract>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

impl LeaderView {
    pub fn of(leader: Leader, name: String, agency: Uuid, agency_name: String) -> Self {
        Self {
            staff: leader.staff.0,
            tag: leader_tag(&leader),
            name,
            title: leader.title,
            rank: leader.rank.into(),
            field: leader.field,
            mailbox: leader.mailbox,
            since: leader.since.map(Day),
            agency,
            agency_name,
        }
    }
}

/// The tag of the post somebody receives under.
#[must_use]
pub fn leader_tag(leader: &Leader) -> String {
    let mailbox = if leader.mailbox { "mailbox" } else { "" };
    let since = leader.since.map(|day| Day(day).to_string()).unwrap_or_default();
    etag::of_parts([leader.title.as_str(), leader.rank.as_str(), &leader.field, mailbox, &since])
}

impl ReceptionDayView {
    pub fn of(
        day: ReceptionDay,
        (agency_name, leader_name, leader_title): (String, String, String),
        (swaps, corrections): (Vec<SwapView>, Vec<HeldCorrectionView>),
        mine_to_plan: bool,
    ) -> Self {
        let state = day.state.name();
        let (cases, persons, reason) = match day.state {
            ReceptionState::Held { cases, persons } => (Some(cases), Some(persons), None),
            ReceptionState::Cancelled { reason } => (None, None, Some(reason)),
            ReceptionState::Planned | ReceptionState::Published { .. } => (None, None, None),
        };
        Self {
            id: day.id.0,
            agency_name,
            leader: day.leader.0,
            leader_name,
            leader_title,
            kind: day.kind.into(),
            starts_at: day.starts_at.0,
            ends_at: day.ends_at.0,
            place: day.place,
            field: day.field,
            state: state.into(),
            published_at: day.published_at.map(|at| at.0),
            cases,
            persons,
            reason,
            swaps,
            corrections,
            version: day.version,
            mine_to_plan,
        }
    }
}

impl SwapView {
    pub fn of(swap: Swap, before_name: String, after_name: String, by_name: String) -> Self {
        Self { at: swap.at.0, before_name, after_name, by_name, reason: swap.reason }
    }
}

impl HeldCorrectionView {
    pub fn of(correction: HeldCorrection, by_name: String) -> Self {
        let HeldCorrection { at, cases_before, persons_before, reason, .. } = correction;
        Self { at: at.0, cases_before, persons_before, by_name, reason }
    }
}

impl HeldOfKind {
    pub fn all(held: &HeldByKind) -> Vec<Self> {
        let of = |(kind, held): (&ReceptionKind, &Held)| Self {
            kind: (*kind).into(),
            held: held.days,
            cases: held.cases,
            persons: held.persons,
        };
        held.iter().map(of).collect()
    }
}

impl ComplianceRow {
    pub fn of(compliance: &Compliance, leader: LeaderView, (left, came): (bool, bool)) -> Self {
        let duty = compliance.duty.as_ref();
        Self {
            leader,
            least: duty.map(|duty| duty.times),
            per: duty.map(|duty| duty.per.into()),
            source: duty.map(|duty| duty.source.clone().into_owned()),
            first_day: Day(compliance.period.0),
            last_day: Day(compliance.period.1),
            held: compliance.held.days,
            cases: compliance.held.cases,
            persons: compliance.held.persons,
            by_kind: HeldOfKind::all(&compliance.by_kind),
            met: compliance.met,
            left,
            came,
        }
    }
}
