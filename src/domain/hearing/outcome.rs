use crate::domain::{
    Timestamp,
    ids::{ActionItemId, AgencyId, EntryId, HearingId, PetitionId},
    named,
};
use time::Date;

named!(
    /// 三到位一处理 (art. 27).
    pub enum OutcomeStandard {
        /// 诉求合理的解决问题到位
        Resolve = "resolve",
        /// 诉求无理的思想教育到位
        Persuade = "persuade",
        /// 生活困难的帮扶救助到位
        Relieve = "relieve",
        /// 行为违法的依法处理
        Sanction = "sanction",
    }
);

/// 接访结果.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub hearing: HearingId,
    pub petition: PetitionId,
    pub conclusion: String,
    pub standards: Vec<OutcomeStandard>,
    pub items: Vec<ActionItem>,
    pub issued_at: Timestamp,
    /// Readable by query code since.
    pub published_at: Option<Timestamp>,
}

named!(
    pub enum ActionItemState {
        Ordered = "ordered",
        Accepted = "accepted",
        Done = "done",
    }
);

/// 交办事项: who does what by when, and the line of the minutes it comes from (invariant 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    pub id: ActionItemId,
    pub agency: AgencyId,
    pub content: String,
    pub deadline: Date,
    pub entry: EntryId,
    pub state: ActionItemState,
}
