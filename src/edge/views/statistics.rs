//! JSON of statistics: tables of indicators, the period compared with, and the petitions behind a number.

use super::{
    ByText, ChannelText, ContentClassText, Day, HearingKindText, IndicatorText, LevelText, PeriodText,
    PetitionRow, StageText, UnitText, WarningKindText,
};
use crate::domain::statistics::{Both, Difference, Indicator, Rate, Rules, Table, Tally, Unit};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A table of indicators. Values stand in the order of `indicators`.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatisticsTable {
    #[serde(flatten)]
    pub asked: StatisticsAsked,
    pub by: Vec<ByText>,
    pub indicators: Vec<IndicatorView>,
    pub total: Vec<IndicatorRate>,
    pub rows: Vec<StatisticsRow>,
    /// Reports (检举控告类) registered in the period: counted here and nowhere else.
    pub sealed: u64,
    /// The period it is compared with, where one was asked for.
    pub against: Option<Against>,
    pub receptions: ReceptionsHeld,
}

/// 领导接待日 of the division and period, which the log of petitions does not know.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceptionsHeld {
    pub days: u32,
    /// Received on them, in person (件次).
    pub cases: u32,
    pub persons: u32,
    /// Hearings by video ÷ all hearings and those days; `null` where there were neither. Of division and period, whatever
    /// the table is told apart by.
    pub video_share: Option<f64>,
}

/// Another period beside the one asked about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Against {
    #[serde(flatten)]
    pub period: PeriodView,
    pub total: Vec<ComparedRate>,
    pub sealed: u64,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct PeriodView {
    pub from: Day,
    /// Included.
    pub to: Day,
}

/// A number of the period before, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedRate {
    pub before: IndicatorRate,
    /// Now less before; of shares in parts of one (0.012 are 1.2 percentage points). `null` where either is no data.
    pub difference: Option<f64>,
    /// Of what was before, in parts of one; `null` for shares, and where there was nothing.
    pub growth: Option<f64>,
}

/// What numbers are of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsAsked {
    pub division: String,
    pub division_name: String,
    pub from: Day,
    /// Included.
    pub to: Day,
    /// What came due later than this is not counted yet.
    pub as_of: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BothView {
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorView {
    pub id: IndicatorText,
    pub name: BothView,
    pub formula: BothView,
    pub excluded: BothView,
    pub unit: UnitText,
    /// Which time puts something into the period.
    pub period: PeriodText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorRate {
    pub numerator: u64,
    pub denominator: u64,
    /// Left out of both.
    pub excluded: u64,
    /// A count, a share of one, or days; `null` where there is no data yet.
    pub value: Option<f64>,
}

/// What a row is told apart by is set, all else is `null`.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatisticsRow {
    pub division: Option<String>,
    pub division_name: Option<String>,
    pub agency: Option<Uuid>,
    pub agency_name: Option<String>,
    pub class: Option<ContentClassText>,
    pub channel: Option<ChannelText>,
    /// `YYYY-MM`.
    pub month: Option<String>,
    /// The month it is compared with.
    pub month_before: Option<String>,
    /// Who received, or has it in charge (接访、包案领导).
    pub leader: Option<Uuid>,
    pub leader_name: Option<String>,
    pub hearing_kind: Option<HearingKindText>,
    /// Of the organ that hosts the hearing.
    pub level: Option<LevelText>,
    pub values: Vec<IndicatorRate>,
    /// Beside the period it is compared with.
    pub compared: Option<Vec<ComparedRate>>,
}

/// Petitions behind a number, or a warning.
#[derive(Debug, Serialize, ToSchema)]
pub struct BehindNumber {
    pub rows: Vec<PetitionRow>,
    pub total: usize,
    /// Of this page: those I may count and not see.
    pub hidden: usize,
    /// Give it back as `after`.
    pub next: Option<String>,
}

/// 年度报告 (art. 41).
#[derive(Debug, Serialize, ToSchema)]
pub struct YearlyReport {
    #[serde(flatten)]
    pub asked: StatisticsAsked,
    pub year: i32,
    pub indicators: Vec<IndicatorView>,
    pub total: Vec<IndicatorRate>,
    /// Of the year before.
    pub before: Vec<IndicatorRate>,
    pub fields: Vec<FieldView>,
    pub organs: Vec<OrganView>,
    /// Times in the year, to units and down to bureaus, with those that another routing followed.
    pub transfers: u64,
    pub assignments: u64,
    pub supervised: u64,
    pub supervision_answered: u64,
    pub recommendations: u64,
    pub recommendations_answered: u64,
    pub recommendations_adopted: u64,
    /// Suggestions answered in the year (art. 29), and those of them adopted as a whole and in part.
    pub suggestions_answered: u64,
    pub suggestions_adopted: u64,
    pub suggestions_partly_adopted: u64,
    pub sealed: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FieldView {
    pub class: ContentClassText,
    pub petitions: u64,
    pub persons: u64,
    /// Petitions of the year before.
    pub before: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OrganView {
    pub agency: Uuid,
    pub name: String,
    /// That it was sent in the year, each once.
    pub petitions: u64,
    /// Due in the year and not in time, as on_time_completion has them.
    pub late: u64,
    pub reviews: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WarningView {
    /// Take charge by this.
    pub key: String,
    pub kind: WarningKindText,
    pub place: String,
    pub place_name: String,
    pub class: Option<ContentClassText>,
    pub respondent: Option<String>,
    pub count: u32,
    /// Of the week before, for growth; persons, for a crowd.
    pub against: u32,
    pub since: i64,
    pub charge: Option<ChargeView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WarningList {
    pub rows: Vec<WarningView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChargeView {
    pub name: String,
    pub agency_name: String,
    pub taken_at: i64,
    /// Then it is nobody's, unless it was taken again.
    pub until: i64,
    pub mine: bool,
}

/// 大屏: numbers and places, and nobody's name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Screen {
    #[serde(flatten)]
    pub asked: StatisticsAsked,
    pub registered_today: u64,
    pub registered_month: u64,
    /// Under way, and not routed, accepted or replied to in time. A desk's own number counts every clock.
    pub overdue: u64,
    pub live: usize,
    /// Those on now first, then those to come, then those that are over.
    pub hearings: Vec<ScreenHearing>,
    /// Of this year.
    pub indicators: Vec<IndicatorView>,
    pub total: Vec<IndicatorRate>,
    /// The most petitions first.
    pub places: Vec<ScreenPlace>,
    pub classes: Vec<ScreenClass>,
    pub spots: Vec<ScreenSpot>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenHearing {
    pub starts_at: i64,
    pub kind: HearingKindText,
    pub place_name: String,
    pub stage: StageText,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenPlace {
    pub division: String,
    pub name: String,
    /// Registered this year.
    pub petitions: u64,
    pub on_time: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenClass {
    pub class: ContentClassText,
    pub petitions: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenSpot {
    pub kind: WarningKindText,
    pub place_name: String,
    pub class: Option<ContentClassText>,
    pub count: u32,
    pub against: u32,
}

impl BothView {
    pub fn of(text: &Both, rules: &Rules) -> Self {
        let (zh, en) = text.filled(rules);
        Self { zh, en }
    }
}

impl IndicatorView {
    pub fn all(rules: &Rules) -> Vec<Self> {
        Indicator::all().iter().map(|indicator| Self::of(indicator, rules)).collect()
    }

    fn of(indicator: &Indicator, rules: &Rules) -> Self {
        Self {
            id: indicator.id.into(),
            name: BothView::of(&indicator.name, rules),
            formula: BothView::of(&indicator.formula, rules),
            excluded: BothView::of(&indicator.excluded, rules),
            unit: indicator.unit.into(),
            period: indicator.period.into(),
        }
    }
}

impl IndicatorRate {
    pub fn of(table: &Table, indicator: &Indicator, rate: Rate) -> Self {
        let Rate { numerator, denominator, excluded } = rate;
        let value = match indicator.unit {
            Unit::Count => numerator as f64,
            Unit::Share | Unit::Days => numerator as f64 / denominator as f64,
        };
        let value = table.is_known(indicator, rate).then_some(value);
        Self { numerator, denominator, excluded, value }
    }

    /// A row's rates in the order of the indicators.
    pub fn all(table: &Table, row: &Tally) -> Vec<Self> {
        Indicator::all().iter().zip(row.0).map(|(indicator, rate)| Self::of(table, indicator, rate)).collect()
    }
}

impl ComparedRate {
    /// A row's of two tables, in the order of the indicators.
    pub fn all((table, now): (&Table, &Tally), (table_before, before): (&Table, &Tally)) -> Vec<Self> {
        let of = |(indicator, (now, before)): (&Indicator, (Rate, Rate))| {
            let now = IndicatorRate::of(table, indicator, now);
            let before = IndicatorRate::of(table_before, indicator, before);
            let difference = Difference::between(indicator.unit, before.value, now.value);
            Self {
                before,
                difference: difference.map(|one| one.by),
                growth: difference.and_then(|one| one.growth),
            }
        };
        Indicator::all().iter().zip(now.0.into_iter().zip(before.0)).map(of).collect()
    }
}
