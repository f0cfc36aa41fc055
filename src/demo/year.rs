//! A year of petitions that are done, so that charts have something to show, and a cold week at 四季青街道
//! that is worth a warning. All of it is invented; some things are late, as in life.

use super::{
    DemoError,
    clerk::Clerk,
    sample::{Move, PLAIN, Sample},
    samples::REPAIR,
    walk::{filing, take},
};
use crate::domain::petition::{Channel, ContentClass as Class, OpinionResult};

/// Title, text, class, unit by its short name.
type Theme = (&'static str, &'static str, Class, &'static str);

#[rustfmt::skip]
const THEMES: &[Theme] = &[
    ("小区公共收益长期不公示", "小区停车和广告收入多年没有公示，业主多次询问没有结果，请求依规公开。", Class::PropertyManagement, "lz-zj"),
    ("工程完工后工资拖欠", "工程去年完工，班组工资至今没有结清，请求协调支付。", Class::LabourSocialSecurity, "lz-rs"),
    ("征地补偿面积有出入", "丈量面积与公示面积不一致，请求复核并说明依据。", Class::Land, "yz-zr"),
    ("老旧小区下水管网堵塞", "下水管道反复堵塞，一楼住户家中返水，请求彻底疏通改造。", Class::UrbanConstruction, "lz-zj"),
    ("冬季供热温度偏低", "室内温度长期达不到标准，家中有老人和孩子，请求检修。", Class::Livelihood, "lz-zj"),
    ("安置房交付时间一拖再拖", "协议约定的交付时间已过，过渡费也没有着落，请求明确时间。", Class::HousingDemolition, "lz-zj"),
    ("夜间施工噪声扰民", "工地连续多日夜间施工，影响休息，请求依法处理。", Class::SafetyEnvironment, "lz-zj"),
    ("占道经营影响通行", "早市摊位占用人行道，学生上学只能走车道，请求规范管理。", Class::LawEnforcement, "lz-zj"),
];

/// Place and how many turns out of sixteen it has.
const PLACES: &[(&str, usize)] = &[
    ("620102001", 3),
    ("620102021", 2),
    ("620103002", 3),
    ("620103006", 1),
    ("620104005", 2),
    ("620105", 1),
    ("620111", 1),
    ("620121", 1),
    ("620122", 1),
    ("620123", 1),
];

const CHANNELS: &[Channel] = &[
    Channel::Web,
    Channel::Visit,
    Channel::Web,
    Channel::Hotline12345,
    Channel::Wechat,
    Channel::Letter,
    Channel::App,
    Channel::GridReport,
];

const PETITIONS: usize = 72;
/// Days before today on which the first was filed, and the last.
const FIRST: i64 = 330;
const LAST: i64 = 64;

pub(super) async fn petitions(clerk: &mut Clerk<'_>) -> Result<(), DemoError> {
    for n in 0..PETITIONS {
        let (title, text, class, unit) = THEMES[n * 5 % THEMES.len()];
        let sample = Sample {
            title,
            text,
            place: place(n * 7),
            class,
            channel: CHANNELS[n * 3 % CHANNELS.len()],
            name: "某",
            persons: [1, 1, 3, 1, 8, 2, 1, 26][n * 11 % 8],
            filed: FIRST - days(n) * (FIRST - LAST) / days(PETITIONS),
            unit,
            ..PLAIN
        };
        clerk.tells = n % 12 != 7;
        whole_way(clerk, &sample, n).await?;
    }
    clerk.tells = true;
    for n in 0..3 {
        let (title, text, class, unit) = THEMES[4];
        let sample =
            Sample { title, text, place: "620104005", class, name: "某", filed: 1 + days(n), unit, ..PLAIN };
        let at = clerk.ago(sample.filed, 30);
        clerk.register(filing(&sample, clerk, n)?, at).await?;
    }
    Ok(())
}

/// Days and turns are small: both fit.
fn days(n: usize) -> i64 {
    i64::try_from(n).unwrap_or_default()
}

fn place(turn: usize) -> &'static str {
    let mut turn = turn % 16;
    for (place, turns) in PLACES {
        if turn < *turns {
            return place;
        }
        turn -= turns;
    }
    PLACES[0].0
}

/// To the end, or until it is withdrawn. Every eleventh is routed late, every thirteenth accepted late,
/// every ninth answered late, and one in twelve is not told that it was accepted.
async fn whole_way(clerk: &mut Clerk<'_>, sample: &Sample, n: usize) -> Result<(), DemoError> {
    let minutes = days(n % 50);
    let mut petition =
        clerk.register(filing(sample, clerk, n)?, clerk.ago(sample.filed, minutes)).await?.petition;
    let later = |usual: i64, late: i64, is_late: bool| if is_late { late } else { usual };
    let result = [OpinionResult::Support, OpinionResult::Explain, OpinionResult::Support][n % 3];
    let steps = [
        (1, Move::Screen),
        (later(2 + days(n * 3 % 9), 18, n % 11 == 4), Move::Transfer),
        (later(2 + days(n * 5 % 8), 18, n % 13 == 6), Move::Accept),
        (1, Move::Handle),
        (later(8 + days(n * 7 % 22), 62, n % 9 == 5), Move::Draft(result, REPAIR)),
        (2, Move::Deliver),
        (later(4, 33, n % 3 == 1), Move::Satisfied("信访人对答复无异议")),
    ];
    let mut day = sample.filed;
    for (after, step) in steps {
        day -= after;
        let withdrawn = n % 14 == 3 && matches!(step, Move::Handle);
        let step = if withdrawn { Move::Withdraw("双方已自行协商解决") } else { step };
        if day < 1 {
            return Ok(());
        }
        petition = take(clerk, petition, (sample, &[]), &step, (day, minutes)).await?;
        if withdrawn {
            return Ok(());
        }
    }
    Ok(())
}
