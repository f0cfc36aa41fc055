//! What petitions say: words that come often, seldom and hardly ever, as in life.

use crate::dice::Dice;
use lianjie::domain::petition::ContentClass as Class;

/// Class, title and request.
const THEMES: [(Class, &str, &str); 12] = [
    (Class::PropertyManagement, "小区物业收支长期不公示", "请求公示公共收益账目，依规召开业主大会"),
    (Class::PropertyManagement, "电梯频繁停运无人维修", "请求限期修复并由住建部门监督落实"),
    (Class::LabourSocialSecurity, "工程完工后工资拖欠", "请求协调施工单位支付班组工资"),
    (Class::LabourSocialSecurity, "养老保险断缴无法补缴", "请求核实参保记录并说明补缴办法"),
    (Class::Land, "征地补偿面积有出入", "请求复核丈量结果并书面答复依据"),
    (Class::HousingDemolition, "安置房交付时间一拖再拖", "请求明确交付日期并按约支付过渡费"),
    (Class::Livelihood, "冬季供热温度不达标", "请求检修管网并退还相应热费"),
    (Class::UrbanConstruction, "老旧小区下水管网堵塞", "请求彻底疏通改造排水管道"),
    (Class::SafetyEnvironment, "夜间施工噪声扰民", "请求依法查处并公布处理结果"),
    (Class::LawEnforcement, "占道经营影响通行", "请求规范早市摊位恢复人行通道"),
    (Class::LitigationRelated, "判决生效后执行缓慢", "请求说明执行进展"),
    (Class::Other, "公交线路调整后出行不便", "请求恢复站点或增加班次"),
];

const CIRCUMSTANCES: [&str; 10] = [
    "多次向社区反映没有结果。",
    "家中有老人和孩子，生活受到很大影响。",
    "此前已拨打热线，工单显示办结但问题仍在。",
    "现场照片和收据可以随时提供。",
    "邻居十余户情况相同，愿意一起说明。",
    "相关单位互相推诿，至今无人到场。",
    "去年冬天已经发生过同样的事情。",
    "我们理解工作有难处，只希望有一个明确的时间。",
    "合同约定的期限早已经过了。",
    "希望能够当面听一听我们的意见。",
];

/// In one of five thousand.
pub const RARE: &str = "古槐";
const RARE_SENTENCE: &str = "院内一株古槐因施工受损，请求园林部门鉴定保护。";
/// In one of six.
pub const COMMON: &str = "物业";
/// In every twelfth.
pub const USUAL: &str = "供热";
/// In most.
pub const EVERYWHERE: &str = "请求";

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红玉建国志海云";

pub struct Words {
    pub class: Class,
    pub title: String,
    pub text: String,
}

pub fn words(dice: &mut Dice) -> Words {
    let (class, what, wish) = *dice.of_these(&THEMES);
    let mut text = format!("我住在{}号楼{}单元，{what}，", 1 + dice.below(60), 1 + dice.below(6));
    for _ in 0..2 + dice.below(3) {
        text.push_str(dice.of_these::<&str>(&CIRCUMSTANCES));
    }
    if dice.one_in(5_000) {
        text.push_str(RARE_SENTENCE);
    }
    text.push_str(wish);
    text.push('。');
    Words { class, title: format!("{what}（{}号院）", 1 + dice.below(400)), text }
}

/// One of some sixty thousand.
pub fn name(dice: &mut Dice) -> String {
    let mut letter = |letters: &str| letters.chars().nth(dice.below(letters.chars().count())).unwrap();
    [letter(SURNAMES), letter(GIVEN), letter(GIVEN)].iter().collect()
}

/// The petitioner's of the `n`th petition; every tenth has come before.
pub fn phone(n: usize) -> String {
    let person = if n % 10 == 9 { n - 9 } else { n };
    format!("139{person:08}")
}
