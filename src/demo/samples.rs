//! Petitions around the seed case, so that lists and searches look alive. All of it is invented.

use super::sample::{
    Move::{
        Accept, AskRereview, AskReview, Assign, Close, DecideRereview, DecideReview, Deliver, Divert, Draft,
        Extend, Handle, HandledAlready, Merge, Object, Satisfied, Screen, StartRereview, StartReview,
        Terminate, Transfer, Withdraw,
    },
    PLAIN, Sample,
};
use crate::domain::petition::{
    Category::{Report, Suggestion},
    Channel, ContentClass as Class, Finding, LegalWay, OpinionResult, Purpose,
};

pub(super) const REPAIR: &str =
    "经现场核实，反映情况属实。已责成养护单位限期整改，并安排专人回访，对诉求予以支持。";
/// What both opinions rest on.
pub(super) const BASIS: &str = "《信访工作条例》第三十一条、第三十二条";
const EXPLAIN: &str = "经核查相关政策和档案，现将办理依据和结果说明如下，并已当面向信访人作出解释。如不服本意见，\
                       可自收到之日起三十日内请求复查。";

const REVIEWED: &str = "经审查，原意见认定事实清楚，依据充分，程序合法，予以维持。";

pub(super) const SAMPLES: &[Sample] = &[
    Sample {
        title: "雁南街道工地夜间施工扰民",
        text: "雁南路一处工地连续多日在夜间十一点以后施工，噪声影响周边居民休息，家中有高考学生和老人，希望依法管理。",
        place: "620102003",
        class: Class::SafetyEnvironment,
        name: "尹某",
        filed: 14,
        unit: "cg-zj",
        moves: &[(12, Screen)],
        ..PLAIN
    },
    Sample {
        title: "四季青街道居民楼供热温度不达标",
        text: "入冬以来，室内温度长期不足十六度，多次拨打供热服务电话未见改善，家中有八十岁老人，请求尽快检修二次管网。",
        place: "620104005",
        channel: Channel::Hotline12345,
        name: "葛某",
        persons: 18,
        filed: 16,
        unit: "sijiqing",
        moves: &[(15, Screen), (13, Transfer)],
        ..PLAIN
    },
    Sample {
        title: "建兰路街道一装修工程拖欠工资",
        text: "我们十二名工人去年九月至今年一月在建兰路一处装修工程务工，至今仍有工资未结清，请求协调支付。",
        place: "620103003",
        class: Class::LabourSocialSecurity,
        channel: Channel::Visit,
        name: "彭某",
        persons: 12,
        filed: 66,
        unit: "lz-rs",
        moves: &[(65, Screen), (63, Transfer), (58, Accept), (57, Handle)],
        ..PLAIN
    },
    Sample {
        title: "榆中县城关镇征地补偿款未足额到位",
        text: "村里承包地因修路被征收，公告的补偿标准与实际到账金额不一致，请求核对测量面积和补偿明细，补足差额。",
        place: "620123",
        class: Class::Land,
        channel: Channel::Letter,
        name: "曾某",
        persons: 31,
        filed: 75,
        unit: "yz-zr",
        moves: &[(73, Screen), (70, Assign(5)), (64, Accept), (62, Handle)],
        ..PLAIN
    },
    Sample {
        title: "建议在张掖路步行街增设无障碍坡道",
        text: "张掖路步行街两处出入口只有台阶，轮椅和婴儿车通行不便，建议增设无障碍坡道和扶手，并设置清晰的指引标识。",
        place: "620102002",
        category: Suggestion,
        purpose: Purpose::Suggestion,
        class: Class::UrbanConstruction,
        name: "潘某",
        filed: 30,
        unit: "cg-zj",
        moves: &[
            (29, Screen),
            (27, Transfer),
            (25, Accept),
            (24, Handle),
            (12, Draft(OpinionResult::Adopted, REPAIR)),
            (11, Deliver),
        ],
        ..PLAIN
    },
    Sample {
        title: "铁路西村街道早市占道经营影响通行",
        text: "小区门口早市摊位长期占用人行道，上学时段孩子只能走机动车道，存在安全隐患，希望划定经营区域、规范管理。",
        place: "620102019",
        class: Class::LawEnforcement,
        name: "袁某某",
        filed: 0,
        ..PLAIN
    },
    Sample {
        title: "晏家坪街道征收安置过渡费停发",
        text: "房屋被征收后选择产权调换，原定过渡期已满，过渡费自今年七月起停发，安置房尚未交付，请求依协议继续发放。",
        place: "620103006",
        class: Class::HousingDemolition,
        channel: Channel::Visit,
        name: "蔡某",
        persons: 9,
        filed: 48,
        unit: "qlh-zj",
        moves: &[
            (47, Screen),
            (45, Transfer),
            (41, Accept),
            (40, Handle),
            (11, Draft(OpinionResult::Support, REPAIR)),
            (10, Deliver),
            (6, AskReview("过渡费的起算时间认定有误，请求复查")),
            (5, StartReview),
        ],
        ..PLAIN
    },
    Sample {
        title: "福利路街道申请最低生活保障未获答复",
        text: "本人因病失去劳动能力，三个月前提交低保申请，至今没有收到书面答复，请求告知办理进度和结果。",
        place: "620104003",
        channel: Channel::Phone,
        name: "贾某",
        filed: 80,
        unit: "sijiqing",
        moves: &[
            (79, Screen),
            (78, Transfer),
            (75, Accept),
            (74, Handle),
            (52, Draft(OpinionResult::Support, REPAIR)),
            (51, Deliver),
            (9, Close("复查期限届满，信访人未提出复查请求")),
        ],
        ..PLAIN
    },
    Sample {
        title: "秀川街道居民楼顶违法搭建",
        text: "同单元顶楼住户在楼顶搭建彩钢房，堵塞排水口，雨天漏水严重，多次劝说无果，请求依法查处。",
        place: "620103009",
        class: Class::LawEnforcement,
        channel: Channel::GridReport,
        name: "丁某",
        persons: 14,
        filed: 35,
        unit: "qlh-cg",
        moves: &[
            (34, Screen),
            (33, Transfer),
            (30, Accept),
            (29, Handle),
            (3, Extend(20, "涉及多户产权，需要委托房屋安全鉴定")),
        ],
        ..PLAIN
    },
    Sample {
        title: "广武门街道雨水管网堵塞内涝",
        text: "每逢大雨，院内积水没过脚踝，地下室储物间被淹，雨水井盖多年没有清掏，请求疏通管网并查明责任。",
        place: "620102009",
        class: Class::UrbanConstruction,
        channel: Channel::Hotline12345,
        name: "薛某",
        persons: 40,
        filed: 20,
        unit: "cg-zj",
        moves: &[(19, Screen), (17, Transfer), (15, Object("管网由市政设施单位养护，不属于本单位职责"))],
        ..PLAIN
    },
    Sample {
        title: "建议调整临洮街早晚高峰公交班次",
        text: "临洮街至西客站方向早高峰公交间隔超过二十分钟，上班上学乘客滞留，建议在高峰时段加密班次。",
        place: "620104006",
        category: Suggestion,
        purpose: Purpose::Suggestion,
        class: Class::UrbanConstruction,
        channel: Channel::Wechat,
        name: "叶某",
        filed: 5,
        moves: &[(4, Screen)],
        ..PLAIN
    },
    Sample {
        title: "西园街道老旧楼院天然气改造进度缓慢",
        text: "楼院天然气改造去年已完成入户登记，今年仍未动工，居民继续使用液化气罐，安全和生活都不方便，请求明确工期。",
        place: "620103001",
        name: "阎某",
        persons: 52,
        filed: 17,
        ..PLAIN
    },
    Sample {
        title: "东岗街道工伤赔偿判决执行问题",
        text: "工伤赔偿一案判决已生效，申请执行半年仍未到位，请求协调有关部门了解执行进展并告知救济途径。",
        place: "620102015",
        purpose: Purpose::Appeal,
        class: Class::LitigationRelated,
        channel: Channel::Letter,
        name: "余某",
        filed: 9,
        moves: &[
            (8, Screen),
            (7, Divert(LegalWay::PoliticalLegal, "lz-zz", "生效判决的执行由政法部门依法办理")),
        ],
        ..PLAIN
    },
    Sample {
        title: "渭源路街道退休人员补缴养老保险",
        text: "原单位改制期间养老保险断缴十四个月，影响退休待遇核定，请求核查缴费档案并明确补缴办法。",
        place: "620102020",
        class: Class::LabourSocialSecurity,
        channel: Channel::Visit,
        name: "杜某",
        filed: 44,
        unit: "lz-rs",
        moves: &[
            (43, Screen),
            (41, Transfer),
            (38, Accept),
            (37, Handle),
            (1, Draft(OpinionResult::Explain, EXPLAIN)),
        ],
        ..PLAIN
    },
    Sample {
        title: "咨询公共租赁住房续租条件",
        text: "公租房租期将于年底届满，家庭人口有变化，想了解续租需要的材料和受理地点，以及是否需要重新轮候。",
        place: "620103004",
        purpose: Purpose::Consultation,
        name: "戴某",
        filed: 58,
        unit: "qlh-zj",
        moves: &[
            (57, Screen),
            (56, Transfer),
            (55, Accept),
            (54, Handle),
            (50, Draft(OpinionResult::Explain, EXPLAIN)),
            (49, Deliver),
            (40, Satisfied("信访人接受处理结果，不再请求复查、复核")),
        ],
        ..PLAIN
    },
    Sample {
        title: "陈坪街道一餐饮门店油烟直排",
        text: "楼下餐饮门店油烟管道直排后院，气味呛人无法开窗，请求督促安装净化设备。",
        place: "620104001",
        class: Class::SafetyEnvironment,
        name: "夏某",
        filed: 25,
        unit: "xg-zj",
        moves: &[
            (24, Screen),
            (23, Transfer),
            (15, Withdraw("门店已安装油烟净化器，问题已经解决，自愿撤回")),
        ],
        ..PLAIN
    },
    Sample {
        title: "西湖街道背街小巷路灯损坏",
        text: "小巷内六盏路灯有四盏不亮，老人夜间出行容易跌倒，请求尽快维修并加强日常巡查。",
        place: "620103002",
        channel: Channel::GridReport,
        name: "钟某",
        persons: 20,
        filed: 10,
        unit: "xihu",
        moves: &[(9, Screen), (8, Transfer), (6, Accept)],
        ..PLAIN
    },
    Sample {
        title: "盐场路街道23户居民房产证办理受阻",
        text: "购房入住已满六年，因土地手续遗留问题一直未能办理不动产权证，影响落户和子女入学，请求明确办理时限。",
        place: "620102021",
        class: Class::HousingDemolition,
        channel: Channel::Visit,
        name: "汪某",
        persons: 23,
        filed: 50,
        unit: "cg-zj",
        moves: &[(49, Screen), (48, Assign(20)), (44, Accept), (43, Handle)],
        ..PLAIN
    },
    Sample {
        title: "南山路沿线既有建筑外墙脱落隐患",
        text: "南山路沿线一栋临街高层外墙面砖多次脱落，楼下是公交站，请求尽快组织安全鉴定并设置防护。",
        place: "6201",
        class: Class::SafetyEnvironment,
        channel: Channel::LeaderMailbox,
        name: "田某",
        persons: 120,
        filed: 6,
        unit: "lz-zj",
        moves: &[(6, Screen), (5, Assign(10))],
        ..PLAIN
    },
    Sample {
        title: "反映执法人员违规收取费用问题",
        text: "反映个别执法人员在日常检查中违规收取费用，不出具票据。材料另附，请依规核查并对反映人信息严格保密。",
        place: "620103",
        category: Report,
        purpose: Purpose::Exposure,
        class: Class::LawEnforcement,
        channel: Channel::Letter,
        name: "任某",
        accused: Some("qlh-cg"),
        filed: 7,
        moves: &[(6, Screen)],
        ..PLAIN
    },
    Sample {
        title: "广武门街道院内积水请求疏通雨水管网",
        text: "和邻居反映的是同一处管网，地下室储物间被淹，老人出行不便，请求一并处理。",
        place: "620102009",
        class: Class::UrbanConstruction,
        name: "江某",
        filed: 19,
        moves: &[(18, Screen), (13, Merge("广武门街道雨水管网堵塞内涝"))],
        ..PLAIN
    },
    // The same people with the same matter again (重复信访): by another channel, and to the city.
    Sample {
        title: "催促解决建兰路装修工程拖欠工资",
        text: "上次反映的工资至今没有拿到，工人准备回乡，请求尽快协调支付。",
        place: "620103003",
        class: Class::LabourSocialSecurity,
        channel: Channel::Hotline12345,
        name: "彭某",
        persons: 12,
        filed: 36,
        unit: "lz-rs",
        moves: &[(35, Screen), (33, Merge("建兰路街道一装修工程拖欠工资"))],
        ..PLAIN
    },
    Sample {
        title: "西湖街道小巷路灯仍未修好",
        text: "小巷路灯还有三盏不亮，请求明确维修时间。",
        place: "620103002",
        name: "钟某",
        persons: 20,
        filed: 4,
        unit: "xihu",
        moves: &[(3, Screen), (2, Merge("西湖街道背街小巷路灯损坏"))],
        ..PLAIN
    },
    Sample {
        title: "再次反映榆中县城关镇征地补偿差额",
        text: "征地补偿的差额县里还在办理，等不及，请求市里一并处理。",
        class: Class::Land,
        channel: Channel::Visit,
        name: "曾某",
        persons: 31,
        filed: 28,
        unit: "yz-zr",
        moves: &[
            (27, Screen),
            (
                24,
                HandledAlready(
                    "榆中县城关镇征地补偿款未足额到位",
                    "同一事项榆中县正在办理，请凭原编号查询进展",
                ),
            ),
        ],
        ..PLAIN
    },
    Sample {
        title: "雁南街道房屋征收补偿面积认定争议",
        text: "对征收补偿协议认定的建筑面积不服，认为阳台应当计入，请求重新测量并补足差额。",
        place: "620102003",
        class: Class::HousingDemolition,
        channel: Channel::Visit,
        name: "范某",
        filed: 200,
        unit: "cg-zj",
        moves: &[
            (199, Screen),
            (198, Transfer),
            (195, Accept),
            (194, Handle),
            (160, Draft(OpinionResult::Reject, EXPLAIN)),
            (159, Deliver),
            (150, AskReview("面积认定没有采用实测数据，请求复查")),
            (149, StartReview),
            (130, DecideReview(Finding::Upheld, REVIEWED)),
            (120, AskRereview("复查意见没有回应测量依据，请求复核")),
            (118, StartRereview),
            (100, DecideRereview(Finding::Upheld, REVIEWED)),
            (98, Terminate),
        ],
        ..PLAIN
    },
];
