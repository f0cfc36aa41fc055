//! What is said of a matter that goes another lawful way: to the petitioner which way and where, to the organ that it
//! comes (art. 22, 31).

use super::{
    Case, Content, DocumentKind, Missing, MissingCode,
    wording::{matter, to_organ, to_petitioner, wall, your_matter},
};
use crate::domain::{event::Event, petition::LegalWay};

/// Which way is open, on which ground, and whose business it is.
pub(super) fn diversion(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Diversion;
    let way = way(kind, act)?;
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "{}，经审查，{}。根据《信访工作条例》{}的规定，{}。",
        your_matter(case),
        belongs(way),
        ground(way),
        what_follows(way)
    ));
    told.reason(act);
    if let Some(organ) = case.agency_in(act, "organ") {
        told.say(format!("有权处理的机关、单位：{organ}。"));
    }
    Ok(told)
}

/// The letter with which the organ gets it. It is no unit of the petition procedure: it has no days to accept in.
pub(super) fn handed_over(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Transfer;
    let way = way(kind, act)?;
    let mut letter = to_organ(kind, case, act, "organ")?;
    letter.say(format!("现将{}转送你单位。", matter(kind, case)?));
    letter.say(format!(
        "经审查，该事项{}。根据《信访工作条例》{}的规定，请依照法定程序处理。不属于你单位职权范围的，\
         请说明理由，退回我单位。",
        belongs(way),
        ground(way)
    ));
    letter.blocks.extend(wall(case));
    Ok(letter)
}

fn way(kind: DocumentKind, act: &Event) -> Result<LegalWay, Missing> {
    let way = act.detail("way").and_then(|way| way.parse().ok());
    way.ok_or(Missing::new(kind, MissingCode::NotYet, "The log names no legal way"))
}

const fn belongs(way: LegalWay) -> &'static str {
    match way {
        LegalWay::Litigation => "应当通过诉讼、行政复议或者刑事立案、法律监督等法律程序处理",
        LegalWay::Arbitration => "应当通过仲裁解决",
        LegalWay::PartyAppeal => "可以通过党员申诉、申请复审等解决",
        LegalWay::AdministrativeProcedure => "可以通过行政裁决、行政确认、行政许可、行政处罚等行政程序解决",
        LegalWay::StatutoryDuty => "属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责的事项",
        LegalWay::PoliticalLegal => "属于涉法涉诉信访事项，由政法部门依法处理",
        LegalWay::Discipline => "属于纪检监察机关受理的检举控告类事项",
    }
}

const fn ground(way: LegalWay) -> &'static str {
    match way {
        LegalWay::Litigation => "第三十一条第一项",
        LegalWay::Arbitration => "第三十一条第二项",
        LegalWay::PartyAppeal => "第三十一条第三项",
        LegalWay::AdministrativeProcedure => "第三十一条第四项",
        LegalWay::StatutoryDuty => "第三十一条第五项",
        LegalWay::PoliticalLegal | LegalWay::Discipline => "第二十二条",
    }
}

const fn what_follows(way: LegalWay) -> &'static str {
    match way {
        LegalWay::Litigation => "请你（们）依照法律规定的程序向有管辖权的机关提出",
        LegalWay::Arbitration => "请你（们）依法向有管辖权的仲裁机构申请仲裁",
        LegalWay::PartyAppeal => "请你（们）按照党内法规规定的程序向有关党组织提出",
        LegalWay::AdministrativeProcedure => "请你（们）依照相应的行政程序向有权处理的行政机关提出",
        LegalWay::StatutoryDuty => "已转有权处理的机关、单位，由其依法履行职责或者答复",
        LegalWay::PoliticalLegal => "已转送政法部门依法处理",
        LegalWay::Discipline => "已按照管理权限转送纪检监察机关依规依纪依法处理",
    }
}
