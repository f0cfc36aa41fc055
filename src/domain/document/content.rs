//! The required content of each kind of document.

use super::{
    Block, Case, Content, Document, DocumentKind, Missing, MissingCode, Wish,
    diversion::{diversion, handed_over},
    facts::due_day,
    hearing::heard,
    kind::{DIVERTED, HANDED_DOWN, RULED},
    review::{is_typed, review_refused, reviewed},
    travel::handed_down,
    wording::{iso_day, matter, paragraphs, to_organ, to_petitioner, wall, your_matter},
};
use crate::domain::{
    Timestamp,
    event::{Event, EventKind},
    petition::{Category, Clock, ClockKind, NonAcceptance, Opinion, OpinionResult},
    timestamp::{parse_day, written},
};

/// The content of a document of `kind`, made by `case.maker`.
///
/// # Errors
/// What the kind needs is not there: see [`MissingCode`].
pub fn content(kind: DocumentKind, case: &Case<'_>, wish: &Wish) -> Result<Content, Missing> {
    let mut content = match kind {
        DocumentKind::Delivery => delivery(case, wish)?,
        _ if kind.is_of_hearing() => heard(kind, case, wish)?,
        _ => telling(kind, case, case.act(kind)?, wish)?,
    };
    if let Some(text) = wish.text.as_deref().filter(|_| !is_typed(kind, case)) {
        content.blocks.extend(paragraphs(text));
    }
    if wish.corrects.is_some() {
        let note = correction(kind, case, wish)?;
        content.blocks.insert(0, note);
    }
    Ok(content)
}

/// What is told of `act`.
fn telling(kind: DocumentKind, case: &Case<'_>, act: &Event, wish: &Wish) -> Result<Content, Missing> {
    match kind {
        DocumentKind::Registration => registration(case),
        DocumentKind::Transfer if act.kind.as_str() == DIVERTED => handed_over(case, act),
        DocumentKind::Transfer | DocumentKind::Assignment if act.kind.as_str() == HANDED_DOWN => {
            handed_down(kind, case, act)
        }
        DocumentKind::Transfer => transfer(case, act),
        DocumentKind::Assignment => assignment(case, act),
        DocumentKind::Diversion => diversion(case, act),
        DocumentKind::Acceptance => acceptance(case, act),
        DocumentKind::NonAcceptance => non_acceptance(case, act),
        DocumentKind::NoLongerAccepted => no_longer_accepted(case, act),
        DocumentKind::Extension => extension(case, act),
        DocumentKind::Opinion => opinion(case),
        DocumentKind::ReviewRefused => review_refused(case, act),
        DocumentKind::Review | DocumentKind::Rereview => reviewed(kind, case, act, wish),
        DocumentKind::Delivery => delivery(case, wish),
        DocumentKind::Minutes | DocumentKind::Outcome | DocumentKind::Agreement => heard(kind, case, wish),
    }
}

/// Art. 22: registered, and what happens next.
fn registration(case: &Case<'_>) -> Result<Content, Missing> {
    let kind = DocumentKind::Registration;
    let petition = case.petition;
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "你（们）提出的信访事项，本单位已于{}登记。",
        written(petition.registered_at.local_date())
    ));
    told.blocks.push(Block::Table(vec![
        ("信访件编号".into(), petition.number.clone()),
        ("事项".into(), petition.title.clone()),
        ("涉及人数".into(), petition.persons_concerned.to_string()),
    ]));
    told.say(
        "根据《信访工作条例》第二十二条、第二十三条的规定，本单位将自登记之日起15日内依法转送、交办或者作出处理，\
         有权处理的机关、单位自收到之日起15日内决定是否受理并告知你（们）。",
    );
    told.say(
        "凭信访件编号和登记时交给你（们）的查询码，可以查询办理进展、补充材料、领取文书。查询码只告知一次，\
         请妥善保管；遗失的，可以持身份证件到本单位更换。",
    );
    Ok(told)
}

/// Art. 22, 23: sent to the organ competent for it.
fn transfer(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Transfer;
    let mut letter = to_organ(kind, case, act, "unit")?;
    letter.say(format!("现将{}转送你单位，请依法处理。", matter(kind, case)?));
    letter.say("根据《信访工作条例》第二十三条的规定，请自收到之日起15日内决定是否受理，并告知信访人。");
    letter.say(whose_business(case, act, "，经我单位同意后退还"));
    letter.blocks.extend(wall(case));
    Ok(letter)
}

/// Art. 22(3): sent with a deadline, and a report to be made.
fn assignment(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Assignment;
    let until = act.detail("ordered_until").and_then(iso_day);
    let until = until.ok_or(Missing::new(kind, MissingCode::NotYet, "No deadline was ordered"))?;
    let mut letter = to_organ(kind, case, act, "unit")?;
    letter.say(format!("现将{}交你单位办理。", matter(kind, case)?));
    letter.say(format!(
        "根据《信访工作条例》第二十二条的规定，请于{until}前办结，并向我单位提交办结报告。请自收到之日起15日内\
         决定是否受理并告知信访人。",
    ));
    letter.say(whose_business(case, act, ""));
    letter.blocks.extend(wall(case));
    Ok(letter)
}

/// Whether the unit may still say that it is not its business (art. 23): not once a common superior has ruled (art. 24).
fn whose_business(case: &Case<'_>, act: &Event, agreed: &str) -> String {
    if act.kind.as_str() != RULED {
        return format!(
            "认为不属于本单位职权范围的，应当自收到之日起5个工作日内提出异议并详细说明理由{agreed}。"
        );
    }
    let ruler = case.agency_in(act, "ruled_by").unwrap_or_default();
    format!("该事项的管辖已由{ruler}根据《信访工作条例》第二十四条的规定裁定，由你单位办理。")
}

/// Art. 23, 34: accepted, and until when.
fn acceptance(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Acceptance;
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "{}，经审查，属于本单位职权范围。根据《信访工作条例》第二十三条、第三十一条的规定，决定自{}起予以受理。",
        your_matter(case),
        written(act.at.local_date())
    ));
    let clock =
        case.petition.clocks.iter().find(|clock| clock.kind == ClockKind::Reply && clock.anchor == act.at);
    match clock {
        Some(clock) => {
            let until = sixty_days(case, clock, act);
            let until = until.map(|due| format!("（即{}前）", due_day(due))).unwrap_or_default();
            told.say(format!(
                "根据《信访工作条例》第三十四条的规定，本单位将自受理之日起60日内{until}办结并书面答复。情况复杂的，\
                 经本单位负责人批准可以延长，延长期限不超过30日，届时将告知你（们）延期理由。"
            ));
        }
        None => told.say("本单位将依照有关规定办理，并告知你（们）办理情况。"),
    }
    Ok(told)
}

/// The end of the sixty days: of a clock that was extended since, the day it had before. None where an older log does not
/// tell it.
fn sixty_days(case: &Case<'_>, clock: &Clock, accepted: &Event) -> Option<Timestamp> {
    if clock.extended_by == 0 {
        return Some(clock.due);
    }
    let extends = |event: &&Event| event.kind == EventKind::PetitionExtended && event.at >= accepted.at;
    let extension = case.events.iter().find(extends)?;
    extension.due_before.filter(|_| extension.due_before != extension.due_after)
}

/// Art. 23: not this organ's to decide, and why.
fn non_acceptance(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::NonAcceptance;
    let mut told = to_petitioner(kind, case)?;
    let elsewhere = act.detail("elsewhere_number");
    let pending = act.detail("ground") == Some(NonAcceptance::PendingElsewhere.as_str());
    if !pending {
        told.say(format!(
            "{}，经审查，根据《信访工作条例》第二十三条的规定，决定不予受理。",
            your_matter(case)
        ));
        told.reason(act);
        told.say("你（们）可以依法向有权处理的机关、单位提出。");
        return Ok(told);
    }
    let number = elsewhere.map(|number| format!("（编号：{number}）")).unwrap_or_default();
    told.say(format!(
        "{}，经审查，该事项{number}已经受理或者正在办理。根据《信访工作条例》第十九条的规定，在规定期限内再次提出的，\
         决定不予受理。",
        your_matter(case)
    ));
    told.reason(act);
    told.say("你（们）可以凭该事项的编号和查询码查询办理进展。");
    Ok(told)
}

/// Art. 36: the way through review is at its end.
fn no_longer_accepted(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::NoLongerAccepted;
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "{}，已经依法办结{}。根据《信访工作条例》第三十六条的规定，对复核意见不服，仍然以同一事实和理由提出投诉请求的，\
         各级党委和政府信访部门及其他机关、单位不再受理。",
        your_matter(case),
        ended_by(case, act).unwrap_or_default()
    ));
    told.reason(act);
    Ok(told)
}

/// Which re-review ended it, that whoever is sent away can look it up; an older log does not tell. The day it was delivered
/// is told where it is on record: what was posted without a slip ended, and nobody knows when it was received.
fn ended_by(case: &Case<'_>, act: &Event) -> Option<String> {
    let day = |name: &str| act.detail(name).and_then(parse_day);
    let (number, ended) = (act.detail("earlier_number")?, day("terminated_on")?);
    let organ = case.agency_in(act, "organ")?;
    let how = match day("received_on") {
        Some(received) => format!("的复核意见书已于{}送达", written(received)),
        None => format!("复核后于{}终结", written(ended)),
    };
    Some(format!("（原信访事项编号：{number}，{organ}{how}）"))
}

/// Art. 34: until when now, and why.
fn extension(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::Extension;
    let moved = match (act.due_before, act.due_after) {
        (Some(before), Some(after)) if before != after => {
            Some((format!("，原办理期限至{}", due_day(before)), format!("延长至{}", due_day(after))))
        }
        _ => extended_clock(case, act),
    };
    let unmoved = Missing::new(kind, MissingCode::NotYet, "The extension moved no due date");
    let (was, until) = moved.ok_or(unmoved)?;
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "{}{was}。因情况复杂，经本单位负责人批准，根据《信访工作条例》第三十四条的规定，办理期限{until}。",
        your_matter(case),
    ));
    told.reason(act);
    Ok(told)
}

/// An older log told what was due next, which of an assigned matter may be the day ordered, twice: then the clock that was
/// extended tells until when, and the days.
fn extended_clock(case: &Case<'_>, act: &Event) -> Option<(String, String)> {
    let replies = |one: &&Clock| one.kind == ClockKind::Reply && one.anchor <= act.at && one.extended_by > 0;
    let clock = case.petition.clocks.iter().rfind(replies)?;
    Some((String::new(), format!("延长{}日，至{}", clock.extended_by, due_day(clock.due))))
}

/// Art. 32: request, facts, reasons, opinion, basis; art. 35: what may be done against it.
fn opinion(case: &Case<'_>) -> Result<Content, Missing> {
    let kind = DocumentKind::Opinion;
    let petition = case.petition;
    // The event may be of an opinion that was revoked or reopened since: a draft of another is nobody's paper yet.
    let undelivered =
        Missing::new(kind, MissingCode::NotYet, "The opinion at hand was not approved and delivered");
    let opinion = petition.delivered_opinion().ok_or(undelivered)?;
    if petition.category == Category::Suggestion {
        return suggestion_answered(case, opinion);
    }
    let mut told = to_petitioner(kind, case)?;
    told.say(format!(
        "{}，本单位已经办理完毕。根据《信访工作条例》第三十二条的规定，提出处理意见如下：",
        your_matter(case)
    ));
    told.say(format!("一、信访请求：{}。", petition.title.trim_end_matches('。')));
    // An older text has its basis within.
    let apart = !opinion.basis.is_empty();
    told.say(if apart {
        "二、调查认定的事实和理由："
    } else {
        "二、调查认定的事实、理由和依据："
    });
    told.blocks.extend(paragraphs(&opinion.text));
    if apart {
        told.say("三、依据：");
        told.blocks.extend(paragraphs(&opinion.basis));
    }
    let last = if apart { "四" } else { "三" };
    told.say(format!("{last}、处理意见：对信访请求{}。", result_word(opinion.result)));
    if petition.category == Category::Appeal {
        told.say(
            "根据《信访工作条例》第三十五条的规定，对本处理意见不服的，可以自收到本意见书之日起30日内请求本单位的\
             上一级机关、单位复查。",
        );
    }
    Ok(told)
}

/// Art. 29: what was proposed, how it was studied, what comes of it.
fn suggestion_answered(case: &Case<'_>, opinion: &Opinion) -> Result<Content, Missing> {
    let mut told = to_petitioner(DocumentKind::Opinion, case)?;
    told.say(format!(
        "{}，本单位已经研究。根据《信访工作条例》第二十九条的规定，答复如下：",
        your_matter(case)
    ));
    told.say(format!("一、建议内容：{}。", case.petition.title.trim_end_matches('。')));
    told.say("二、研究情况：");
    told.blocks.extend(paragraphs(&opinion.text));
    let rests = !opinion.basis.is_empty();
    if rests {
        told.say("三、依据：");
        told.blocks.extend(paragraphs(&opinion.basis));
    }
    let last = if rests { "四" } else { "三" };
    told.say(format!("{last}、答复意见：对所提建议{}。", result_word(opinion.result)));
    told.say("感谢你（们）提出建议。");
    Ok(told)
}

/// Proof that a document reached its reader: a form to be signed.
fn delivery(case: &Case<'_>, wish: &Wish) -> Result<Content, Missing> {
    let kind = DocumentKind::Delivery;
    let needed = Missing::new(kind, MissingCode::DocumentNeeded, "Which document is to be delivered?");
    let document = case.document(wish.delivers).ok_or(needed)?;
    if !case.is_makers(document.agency) {
        let sentence = "Another organ made the document, and delivers it";
        return Err(Missing::new(kind, MissingCode::OtherOrgan, sentence));
    }
    let addressee = if document.kind.is_for_petitioner() {
        case.petitioners(kind)?
    } else {
        case.reader(document).unwrap_or_default()
    };
    let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let rows = vec![
        row("送达文书", &format!("{}（{}）", case.title(document.kind), document.number)),
        row("信访件编号", &case.petition.number),
        row("受送达人", &addressee),
        row("送达机关", &case.maker.name),
        row("送达方式", "□直接送达　□邮寄送达　□电子送达　□留置送达　□其他"),
        row("送达地点", ""),
        row("收到日期", "　　　　年　　月　　日"),
        row("受送达人签名或者盖章", ""),
        row("代收人签名及代收理由", ""),
        row("送达人签名", ""),
        row("备注", ""),
    ];
    Ok(Content { addressee: None, blocks: vec![Block::Table(rows)] })
}

/// A correction says at its head what it stands in for: one of the same kind, by the same organ or one merged into it.
fn correction(kind: DocumentKind, case: &Case<'_>, wish: &Wish) -> Result<Block, Missing> {
    let earlier = case.document(wish.corrects);
    let hearing = wish.hearing.filter(|_| kind.is_of_hearing());
    let same = |earlier: &&Document| {
        (earlier.kind, earlier.hearing) == (kind, hearing) && case.is_makers(earlier.agency)
    };
    let earlier = earlier.filter(same);
    let sentence = "A correction corrects a document of the same kind, organ and hearing";
    let earlier = earlier.ok_or(Missing::new(kind, MissingCode::DocumentNeeded, sentence))?;
    Ok(Block::Paragraph(format!("本文书更正并替代《{}》（{}）。", case.title(kind), earlier.number)))
}

const fn result_word(result: OpinionResult) -> &'static str {
    match result {
        OpinionResult::Support => "予以支持",
        OpinionResult::Explain => "作出解释说明",
        OpinionResult::Reject => "不予支持",
        OpinionResult::Adopted => "予以采纳",
        OpinionResult::PartlyAdopted => "予以部分采纳",
        OpinionResult::NotAdopted => "未予采纳",
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
