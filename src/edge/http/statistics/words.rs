//! Chinese labels of the Excel files.

use crate::{
    domain::Timestamp,
    edge::views::{BothView, PeriodView, StatisticsAsked},
};

/// What files say, in one of two languages.
pub struct Words {
    pub zh: bool,
    pub table: &'static str,
    pub yearly: &'static str,
    pub definitions: &'static str,
    pub notes: [&'static str; 4],
    pub row: &'static str,
    pub total: &'static str,
    pub none: &'static str,
    pub sealed: &'static str,
    pub numerator: &'static str,
    pub denominator: &'static str,
    pub excluded: &'static str,
    pub before: &'static str,
    pub difference: &'static str,
    pub points: &'static str,
    pub growth: &'static str,
    pub parts: [&'static str; 4],
    pub heads: [&'static [&'static str]; 4],
    pub steps: [&'static str; 11],
}

const ZH: Words = Words {
    zh: true,
    table: "统计表",
    yearly: "年度报告（《信访工作条例》第四十一条）",
    definitions: "口径",
    notes: ["指标", "计算口径", "计入时间", "不计入"],
    row: "分组",
    total: "合计",
    none: "未定",
    sealed: "检举控告类（仅计数，不入各项指标）：",
    numerator: "分子",
    denominator: "分母",
    excluded: "不计入",
    before: "对比期",
    difference: "增减",
    points: "增减（百分点）",
    growth: "增幅",
    parts: ["指标", "涉及领域", "被反映较多的单位", "转送交办督办"],
    heads: [
        &["指标", "本年", "上年"],
        &["领域", "件数", "人次", "上年件数"],
        &["单位", "转入件数", "逾期件数", "申请复查件数"],
        &["事项", "件数"],
    ],
    steps: [
        "转送（件次）",
        "交办（件次）",
        "督办（要求答复的，件次）",
        "督办已答复（件次）",
        "提出三项建议",
        "三项建议已答复",
        "三项建议已采纳",
        "群众建议已答复",
        "群众建议已采纳",
        "群众建议部分采纳",
        "检举控告类（仅计数）",
    ],
};

const EN: Words = Words {
    zh: false,
    table: "Statistics",
    yearly: "Yearly report (Regulation, art. 41)",
    definitions: "Definitions",
    notes: ["Indicator", "Formula", "Counted by", "Left out"],
    row: "Row",
    total: "Total",
    none: "Not known",
    sealed: "Sealed reports (counted only, in no indicator): ",
    numerator: "numerator",
    denominator: "denominator",
    excluded: "left out",
    before: "compared period",
    difference: "difference",
    points: "difference (percentage points)",
    growth: "growth",
    parts: ["Indicators", "Fields", "Organs", "Steps"],
    heads: [
        &["Indicator", "This year", "Year before"],
        &["Field", "Petitions", "Persons", "Year before"],
        &["Organ", "Petitions", "Late", "Reviews"],
        &["Step", "Count"],
    ],
    steps: [
        "Transfers (times)",
        "Assignments (times)",
        "Orders of supervision that ask for an answer",
        "of these answered",
        "Recommendations",
        "Recommendations answered",
        "Recommendations adopted",
        "Suggestions of petitioners answered",
        "Suggestions of petitioners adopted",
        "Suggestions of petitioners adopted in part",
        "Sealed reports (counted only)",
    ],
};

impl Words {
    pub fn of(lang: Option<&str>) -> Self {
        if lang == Some("en") { EN } else { ZH }
    }

    pub fn pick(&self, text: &BothView) -> String {
        if self.zh { text.zh.clone() } else { text.en.clone() }
    }

    pub fn title(&self, asked: &StatisticsAsked, what: &str) -> Vec<String> {
        let at = Timestamp(asked.as_of).local();
        let (as_of, from_to) = if self.zh { ("数据截至", "统计期间") } else { ("As of", "Period") };
        vec![
            format!("{} {what}", asked.division_name),
            format!("{from_to}: {} – {}", asked.from, asked.to),
            format!("{as_of}: {} {:02}:{:02}", at.date(), at.hour(), at.minute()),
        ]
    }

    /// Which period it is compared with.
    pub fn against(&self, period: &PeriodView) -> String {
        let what = if self.zh { "对比期间" } else { "Compared with" };
        format!("{what}: {} – {}", period.from, period.to)
    }

    /// A month, and the one it is compared with.
    pub fn months(&self, month: String, before: Option<&str>) -> String {
        match before {
            Some(before) if self.zh => format!("{month}（对比 {before}）"),
            Some(before) => format!("{month} (with {before})"),
            None => month,
        }
    }

    /// The word for a stable text.
    pub fn name(&self, text: &str) -> String {
        let known = NAMES.iter().find(|(stable, _)| self.zh && *stable == text);
        known.map_or_else(|| text.replace('_', " "), |(_, name)| (*name).to_owned())
    }
}

/// Chinese for stable texts that stand in files; English reads them as they are.
const NAMES: &[(&str, &str)] = &[
    ("litigation_related", "涉法涉诉"),
    ("livelihood", "民生"),
    ("land", "土地"),
    ("housing_demolition", "住房与拆迁"),
    ("property_management", "物业管理"),
    ("labour_social_security", "劳动与社会保障"),
    ("safety_environment", "安全与环保"),
    ("law_enforcement", "行政执法"),
    ("urban_construction", "城乡建设"),
    ("other", "其他"),
    ("web", "网上"),
    ("app", "手机应用"),
    ("wechat", "微信"),
    ("hotline_12345", "12345 热线"),
    ("phone", "电话"),
    ("letter", "来信"),
    ("fax", "传真"),
    ("visit", "走访"),
    ("leader_mailbox", "领导信箱"),
    ("grid_report", "网格上报"),
    ("superior_transfer", "上级转来"),
    ("other_organ", "其他机关转来"),
    ("registered", "登记时间"),
    ("due", "到期时间"),
    ("accepted", "受理时间"),
    ("replied", "答复时间"),
    ("reviewed", "复查决定时间"),
    ("closed", "办结时间"),
    ("matured", "满期时间"),
    ("held", "接访时间"),
    ("evaluated", "评价时间"),
    ("ordered", "发出时间"),
    ("contracted", "包案时间"),
    ("redone", "重新办理的时间"),
    ("marked", "标为紧急的时间"),
    ("leader_reception", "领导接访"),
    ("joint_reception", "联合接访"),
    ("appointed", "约访"),
    ("with_case_visit", "带案下访"),
    ("formal_hearing", "听证会"),
    ("coordination", "协调会"),
    ("mediation", "调解"),
    ("reply_delivery", "答复反馈"),
    ("province", "省级"),
    ("city", "市级"),
    ("county", "县区级"),
    ("township", "乡镇街道"),
    ("village", "村社区"),
    ("grid", "网格"),
];
