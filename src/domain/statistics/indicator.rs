//! The table of indicators: name, formula in words, which time puts a petition into a period, what is left
//! out. The formula in code is the row's function in `marks`.

use super::{Facts, Mark, Rules, marks};
use crate::domain::named;

named!(
    /// Indicators of docs/rules.md 4.2 that events exist for, or will.
    pub enum IndicatorId {
        Petitions = "petitions",
        Persons = "persons",
        OnlineShare = "online_share",
        RepeatShare = "repeat_share",
        GroupVisits = "group_visits",
        GroupVisitPersons = "group_visit_persons",
        TimelyRouting = "timely_routing",
        TimelyAcceptance = "timely_acceptance",
        TimelyDecision = "timely_decision",
        OnTimeCompletion = "on_time_completion",
        ReplyShare = "reply_share",
        ClosedShare = "closed_share",
        ExtensionShare = "extension_share",
        HandlingDays = "handling_days",
        ReviewShare = "review_share",
        RereviewShare = "rereview_share",
        Reworks = "reworks",
        ReworkOnTime = "rework_on_time",
        FirstTimeResolution = "first_time_resolution",
        SettledAtBase = "settled_at_base",
        Sessions = "sessions",
        SessionCases = "session_cases",
        SessionPersons = "session_persons",
        VideoSessions = "video_sessions",
        HearingShare = "hearing_share",
        SettledAfterHearing = "settled_after_hearing",
        MediationSettled = "mediation_settled",
        Contracts = "contracts",
        ContractsSettled = "contracts_settled",
        ItemsOnTime = "items_on_time",
        Participation = "participation",
        SatisfactionBureau = "satisfaction_bureau",
        SatisfactionUnit = "satisfaction_unit",
        FullySatisfiedBureau = "fully_satisfied_bureau",
        FullySatisfied = "fully_satisfied",
        Urgent = "urgent",
        UrgentSeen = "urgent_seen",
        SupervisedShare = "supervised_share",
        SupervisionAnswered = "supervision_answered",
        RecommendationsAnswered = "recommendations_answered",
    }
);

named!(
    /// The time that puts something into a period.
    pub enum Period {
        Registered = "registered",
        /// The due date fell in the period.
        Due = "due",
        Accepted = "accepted",
        Replied = "replied",
        /// A review (复查) was decided.
        Reviewed = "reviewed",
        Closed = "closed",
        /// A fixed number of days after something, so that everybody had the same time.
        Matured = "matured",
        Held = "held",
        Evaluated = "evaluated",
        Ordered = "ordered",
        /// Handled anew from then on (重新办理).
        Redone = "redone",
        /// A leader took charge of it (包案).
        Contracted = "contracted",
        /// Marked as urgent.
        Marked = "marked",
    }
);

named!(
    /// How a numerator and a denominator are read.
    pub enum Unit {
        /// The numerator alone.
        Count = "count",
        /// Numerator over denominator, in per cent.
        Share = "share",
        /// Numerator over denominator, in days.
        Days = "days",
    }
);

named!(
    /// Something that must have been logged at least once before a share of it means anything: until a part
    /// of the house is in use its shares are no data, not zero.
    pub enum Signal {
        Evaluation = "evaluation",
        Supervision = "supervision",
        ItemClosed = "item_closed",
        /// A notice of acceptance or of its refusal was made here.
        Notice = "notice",
    }
);

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    pub zh: &'static str,
    pub en: &'static str,
}

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Indicator {
    pub id: IndicatorId,
    pub name: Both,
    pub formula: Both,
    pub excluded: Both,
    pub unit: Unit,
    pub period: Period,
    pub needs: Option<Signal>,
    pub(super) marks: fn(&Facts, &Rules, &mut dyn FnMut(Mark)),
}

const NONE: Both = both("无", "Nothing");
const GONE: Both = both("到期前已并案或撤回的", "Merged or withdrawn before the day");
const NOBODY_TO_TELL: Both = both(
    "匿名的；到期前、告知前已并案、撤回、依法分类处理或不再受理的",
    "Unsigned; merged, withdrawn, diverted or no longer accepted before the day and before the notice",
);
const NO_CLOCK: Both = both(
    "没有办理期限的（建议类）、并案、撤回、依法分类处理和不予受理的",
    "Without a term (suggestions), merged, withdrawn, diverted, not accepted",
);
const NO_REPLY: Both = both(
    "答复前已并案、撤回、依法分类处理和不予（不再）受理的",
    "Merged, withdrawn, diverted or not accepted before a reply",
);
const LEFT: Both =
    both("办结前已并案、撤回或依法分类处理的", "Merged, withdrawn or diverted before it was closed");
const MERGED: Both = both("已并案的", "Merged into another");
const NOT_FIRST: Both = both("已并案的、重复信访", "Merged into another; repeats");
const LIFTED: Both = both("答复前已撤回的", "Lifted before they were answered");
const UNRATED: Both = both(
    "已并案的、重复信访；人大、法院、检察院办理的（不评价）",
    "Merged into another; repeats; handled by congresses, courts and procuratorates, which nobody evaluates",
);
const OF_REPEATS: Both = both("对重复信访的评价", "Evaluations of repeats");
const UNASKED: Both = both("未定答复期限的提醒", "Reminders that name no day to answer by");

#[rustfmt::skip] // a table
pub(super) const TABLE: &[Indicator] = &[
    Indicator { id: IndicatorId::Petitions, name: both("信访总量", "Petitions"), formula: both("期内登记的信访件数，含重复件", "Registered in the period, repeats included"), excluded: NONE, unit: Unit::Count, period: Period::Registered, needs: None, marks: marks::petitions },
    Indicator { id: IndicatorId::Persons, name: both("涉及人次", "Persons"), formula: both("期内登记事项涉及人数之和", "Sum of persons concerned of those registered in the period"), excluded: NONE, unit: Unit::Count, period: Period::Registered, needs: None, marks: marks::persons },
    Indicator { id: IndicatorId::OnlineShare, name: both("网上信访占比", "Online share"), formula: both("网上、手机应用、微信来件 ÷ 全部来件", "By web, app and WeChat / all registered"), excluded: NONE, unit: Unit::Share, period: Period::Registered, needs: None, marks: marks::online },
    Indicator { id: IndicatorId::RepeatShare, name: both("重复信访率", "Repeat share"), formula: both("同一信访人就同一事项再次提出的 ÷ 全部来件：正在办理又提出、不予受理的，复核终结后又提出、不再受理的，并入本人另一件的，办结后又提出、甄别时认定的；不同信访人并案的不算", "Raised again by the same person / all registered: not accepted for it is being handled already, no longer accepted after re-review, merged into a petition of the same person, or found at screening to raise again what was closed; petitions of different people that are merged are no repeats"), excluded: NONE, unit: Unit::Share, period: Period::Registered, needs: None, marks: marks::repeats },
    Indicator { id: IndicatorId::GroupVisits, name: both("集体访批次占比", "Group visits"), formula: both("走访中 {group} 人以上的批次 ÷ 走访批次", "Visits of {group} persons or more / visits"), excluded: NONE, unit: Unit::Share, period: Period::Registered, needs: None, marks: marks::group_visits },
    Indicator { id: IndicatorId::GroupVisitPersons, name: both("集体访人次", "Persons in group visits"), formula: both("走访中 {group} 人以上批次的人数之和", "Persons of visits of {group} or more"), excluded: NONE, unit: Unit::Count, period: Period::Registered, needs: None, marks: marks::group_persons },
    Indicator { id: IndicatorId::TimelyRouting, name: both("及时转送率", "Timely routing"), formula: both("15 日内转送、交办或作出分流决定的 ÷ 期内转送到期的；按单位分列时，各经手信访部门（含转下级的）分别计", "Routed, diverted or turned down within 15 days / those whose 15 days ended in the period; told apart by agency, each bureau that handed it down counts for its own part"), excluded: GONE, unit: Unit::Share, period: Period::Due, needs: None, marks: marks::timely_routing },
    Indicator { id: IndicatorId::TimelyAcceptance, name: both("及时受理率", "Timely acceptance"), formula: both("收到后 15 日内制发受理告知书或不予受理告知书的（按首份告知书制发时间；作出决定而未制发告知书的计为未及时）÷ 期内应告知的", "Notice of acceptance or non-acceptance issued within 15 days of receipt, by the first notice (decided without a notice is not in time) / those to be told in the period"), excluded: NOBODY_TO_TELL, unit: Unit::Share, period: Period::Due, needs: Some(Signal::Notice), marks: marks::timely_acceptance },
    Indicator { id: IndicatorId::TimelyDecision, name: both("受理决定及时率", "Timely decision"), formula: both("收到后 15 日内作出受理或不予受理决定的（按决定录入系统的时间，不论是否已告知信访人）÷ 期内应作出决定的", "Decided within 15 days of receipt whether to accept, by when the decision was recorded, told or not / those whose decision was due in the period"), excluded: GONE, unit: Unit::Share, period: Period::Due, needs: None, marks: marks::timely_decision },
    Indicator { id: IndicatorId::OnTimeCompletion, name: both("按期办结率", "On-time completion"), formula: both("在期限（含批准的延期；交办的按要求期限）内送达答复的 ÷ 期内办理到期的，逾期未办的计为未按期", "Reply delivered by its due date (extension approved, or day ordered) / those due in the period; open overdue ones count as failures"), excluded: NO_CLOCK, unit: Unit::Share, period: Period::Due, needs: None, marks: marks::on_time },
    Indicator { id: IndicatorId::ReplyShare, name: both("答复率", "Reply share"), formula: both("已送达答复的 ÷ 期内登记的", "With a reply delivered / registered in the period"), excluded: NO_REPLY, unit: Unit::Share, period: Period::Registered, needs: None, marks: marks::replied },
    Indicator { id: IndicatorId::ClosedShare, name: both("办结率", "Closed share"), formula: both("已办结的（重新办理未再办结的除外）÷ 期内受理的", "Closed, and not open again / accepted in the period"), excluded: LEFT, unit: Unit::Share, period: Period::Accepted, needs: None, marks: marks::closed },
    Indicator { id: IndicatorId::ExtensionShare, name: both("延期率", "Extension share"), formula: both("批准延期的 ÷ 期内受理的", "Extended / accepted in the period"), excluded: NONE, unit: Unit::Share, period: Period::Accepted, needs: None, marks: marks::extended },
    Indicator { id: IndicatorId::HandlingDays, name: both("平均办理天数", "Mean days to reply"), formula: both("受理至答复送达的天数之和 ÷ 期内答复的件数", "Days from acceptance to reply / replied in the period"), excluded: NONE, unit: Unit::Days, period: Period::Replied, needs: None, marks: marks::handling_days },
    Indicator { id: IndicatorId::ReviewShare, name: both("复查率", "Review share"), formula: both("申请复查的 ÷ 期内答复的", "Review asked for / replied in the period"), excluded: NONE, unit: Unit::Share, period: Period::Replied, needs: None, marks: marks::reviewed },
    Indicator { id: IndicatorId::RereviewShare, name: both("复核率", "Re-review share"), formula: both("申请复核的 ÷ 期内作出复查意见的", "Re-review asked for / review decided in the period"), excluded: NONE, unit: Unit::Share, period: Period::Reviewed, needs: None, marks: marks::rereviewed },
    Indicator { id: IndicatorId::Reworks, name: both("重新办理件次", "Reworks"), formula: both("期内重新办理的件次：复查、复核撤销意见责令重新办理的，办结后重新办理的，答复后纠正错误终止的", "Times a reply was owed anew in the period: its opinion revoked, the matter reopened, or a wrong end after a reply taken back"), excluded: NONE, unit: Unit::Count, period: Period::Redone, needs: None, marks: marks::reworks },
    Indicator { id: IndicatorId::ReworkOnTime, name: both("重新办理按期率", "Reworks on time"), formula: both("在责令的期限或重新起算的期限内再次送达答复的 ÷ 期内到期的重新办理，逾期未办的计为未按期", "Replied anew by the day ordered or the term begun anew / reworks due in the period; open overdue ones count as failures"), excluded: GONE, unit: Unit::Share, period: Period::Due, needs: None, marks: marks::rework_on_time },
    Indicator { id: IndicatorId::FirstTimeResolution, name: both("初次信访事项化解率", "First-time resolution"), formula: both("办结后 {resolved} 日内未申请复查、未重新办理、本人未再次提出的 ÷ 期内办结满 {resolved} 日的初次信访事项", "Closed and for {resolved} days neither reviewed nor reopened nor raised again by the same person / first petitions closed {resolved} days before"), excluded: NOT_FIRST, unit: Unit::Share, period: Period::Matured, needs: None, marks: marks::resolved },
    Indicator { id: IndicatorId::SettledAtBase, name: both("就地化解率", "Settled at the base"), formula: both("由乡镇（街道）及以下单位办结的 ÷ 期内办结的", "Closed by a unit at or below township / closed in the period"), excluded: MERGED, unit: Unit::Share, period: Period::Closed, needs: None, marks: marks::at_base },
    Indicator { id: IndicatorId::Sessions, name: both("接访场次", "Hearings held"), formula: both("期内开过的接访、听证、协调、调解场次（含转为现场的；开始前就转为现场的，制发结果后计入）", "Hearings of all kinds held in the period (those had face to face instead included; where that was decided before they began, once their outcome is issued)"), excluded: NONE, unit: Unit::Count, period: Period::Held, needs: None, marks: marks::sessions },
    Indicator { id: IndicatorId::SessionCases, name: both("接访件数", "Cases heard"), formula: both("期内首次接访的信访件数", "Petitions heard for the first time in the period"), excluded: NONE, unit: Unit::Count, period: Period::Held, needs: None, marks: marks::session_cases },
    Indicator { id: IndicatorId::SessionPersons, name: both("接访涉及人次", "Persons heard"), formula: both("期内每场接访所涉事项人数之和", "Persons concerned, summed over hearings held in the period"), excluded: NONE, unit: Unit::Count, period: Period::Held, needs: None, marks: marks::session_persons },
    Indicator { id: IndicatorId::VideoSessions, name: both("视频接访场次", "Hearings by video"), formula: both("期内开过、没有转为现场的场次", "Hearings held in the period and not had face to face instead"), excluded: NONE, unit: Unit::Count, period: Period::Held, needs: None, marks: marks::video_sessions },
    Indicator { id: IndicatorId::HearingShare, name: both("听证率", "Formal hearings"), formula: both("举行过听证会的 ÷ 期内受理的", "With a formal hearing / accepted in the period"), excluded: NONE, unit: Unit::Share, period: Period::Accepted, needs: None, marks: marks::heard },
    Indicator { id: IndicatorId::SettledAfterHearing, name: both("接访化解率", "Settled after a hearing"), formula: both("首次接访后 {settled} 日内办结的 ÷ 期内首次接访满 {settled} 日的", "Closed within {settled} days of the first hearing / first heard {settled} days before"), excluded: NONE, unit: Unit::Share, period: Period::Matured, needs: None, marks: marks::settled },
    Indicator { id: IndicatorId::MediationSettled, name: both("调解成功率", "Mediation settled"), formula: both("调解后 {settled} 日内办结的 ÷ 期内调解满 {settled} 日的", "Closed within {settled} days of a mediation / mediated {settled} days before"), excluded: NONE, unit: Unit::Share, period: Period::Matured, needs: None, marks: marks::mediated },
    Indicator { id: IndicatorId::Contracts, name: both("领导包案件次", "In leaders' charge"), formula: both("期内由领导包案的件次，换人包案另计", "Times a leader took charge of a petition in the period"), excluded: NONE, unit: Unit::Count, period: Period::Contracted, needs: None, marks: marks::contracts },
    Indicator { id: IndicatorId::ContractsSettled, name: both("包案化解率", "Settled in a leader's charge"), formula: both("包案期间办结的 ÷ 期内由领导包案的件次", "Closed while the leader had it / times a leader took charge in the period"), excluded: NONE, unit: Unit::Share, period: Period::Contracted, needs: None, marks: marks::contracts_settled },
    Indicator { id: IndicatorId::ItemsOnTime, name: both("交办落实率", "Action items on time"), formula: both("按期销号的交办事项 ÷ 期内到期的交办事项", "Action items closed by their day / those due in the period"), excluded: both("单位已退回、信访局尚未处理的", "declined by the organ and not decided by the bureau yet"), unit: Unit::Share, period: Period::Due, needs: Some(Signal::ItemClosed), marks: marks::items },
    Indicator { id: IndicatorId::Participation, name: both("参评率", "Participation"), formula: both("已评价的 ÷ 期内答复的初次信访事项", "Evaluated / first petitions replied in the period"), excluded: UNRATED, unit: Unit::Share, period: Period::Replied, needs: Some(Signal::Evaluation), marks: marks::participation },
    Indicator { id: IndicatorId::SatisfactionBureau, name: both("对信访部门满意率", "Satisfaction with the bureau"), formula: both("（满意＋基本满意）÷ 期内评价；未评价单列，不计入", "(satisfied + basically satisfied) / evaluations in the period; not rated is apart"), excluded: OF_REPEATS, unit: Unit::Share, period: Period::Evaluated, needs: None, marks: marks::satisfied_bureau },
    Indicator { id: IndicatorId::SatisfactionUnit, name: both("对责任单位满意率", "Satisfaction with the unit"), formula: both("（满意＋基本满意）÷ 期内评价；未评价单列，不计入", "(satisfied + basically satisfied) / evaluations in the period; not rated is apart"), excluded: OF_REPEATS, unit: Unit::Share, period: Period::Evaluated, needs: None, marks: marks::satisfied_unit },
    Indicator { id: IndicatorId::FullySatisfiedBureau, name: both("对信访部门“满意”占比", "Fully satisfied with the bureau"), formula: both("满意 ÷ 期内评价", "Satisfied / evaluations in the period"), excluded: OF_REPEATS, unit: Unit::Share, period: Period::Evaluated, needs: None, marks: marks::fully_satisfied_bureau },
    Indicator { id: IndicatorId::FullySatisfied, name: both("对责任单位“满意”占比", "Fully satisfied with the unit"), formula: both("满意 ÷ 期内评价", "Satisfied / evaluations in the period"), excluded: OF_REPEATS, unit: Unit::Share, period: Period::Evaluated, needs: None, marks: marks::fully_satisfied },
    Indicator { id: IndicatorId::Urgent, name: both("紧急事项", "Urgent matters"), formula: both("期内标为紧急的信访件数", "Marked as urgent in the period"), excluded: NONE, unit: Unit::Count, period: Period::Marked, needs: None, marks: marks::urgent },
    Indicator { id: IndicatorId::UrgentSeen, name: both("紧急事项上级一日内确认率", "Urgent matters seen above within a day"), formula: both("一日内上级确认已阅的 ÷ 期内标为紧急的", "Confirmed by the organ above within a day / marked as urgent in the period"), excluded: NONE, unit: Unit::Share, period: Period::Marked, needs: None, marks: marks::urgent_seen },
    Indicator { id: IndicatorId::SupervisedShare, name: both("督办率", "Supervised share"), formula: both("被督办的 ÷ 期内受理的；按单位分列时，只计发给该单位的督办", "With an order of supervision / accepted in the period; told apart by agency, only orders to that agency"), excluded: NONE, unit: Unit::Share, period: Period::Accepted, needs: Some(Signal::Supervision), marks: marks::supervised },
    Indicator { id: IndicatorId::SupervisionAnswered, name: both("督办办复率", "Supervision answered"), formula: both("已答复或解除的 ÷ 期内发出的督办；按收到督办的单位分列", "Answered or lifted / orders of the period, each of the agency it went to"), excluded: UNASKED, unit: Unit::Share, period: Period::Ordered, needs: None, marks: marks::supervision_answered },
    Indicator { id: IndicatorId::RecommendationsAnswered, name: both("三项建议答复率", "Recommendations answered"), formula: both("已书面答复的 ÷ 期内提出的三项建议", "Answered in writing / recommendations made in the period"), excluded: LIFTED, unit: Unit::Share, period: Period::Ordered, needs: None, marks: marks::recommendations },
];

impl Indicator {
    /// All, in the order of [`IndicatorId::ALL`].
    #[must_use]
    pub const fn all() -> &'static [Self] {
        TABLE
    }

    #[must_use]
    pub fn of(id: IndicatorId) -> &'static Self {
        &TABLE[id as usize]
    }

    /// What it makes of one petition: nothing of a sealed report (art. 30), which is counted apart.
    pub fn mark(&self, facts: &Facts, rules: &Rules, mut each: impl FnMut(Mark)) {
        if !facts.is_sealed() {
            (self.marks)(facts, rules, &mut each);
        }
    }
}

impl Both {
    /// With the numbers of `rules` in place of their names.
    #[must_use]
    pub fn filled(&self, rules: &Rules) -> (String, String) {
        let fill = |text: &str| {
            text.replace("{group}", &rules.group_from.to_string())
                .replace("{resolved}", &rules.resolved_after.to_string())
                .replace("{settled}", &rules.settled_within.to_string())
        };
        (fill(self.zh), fill(self.en))
    }
}
