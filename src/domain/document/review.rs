//! What the organs above say of an opinion, and what may be done then (art. 35, 36).

use super::{
    Case, Content, DocumentKind, Missing, MissingCode, Wish,
    wording::{iso_day, paragraphs, to_petitioner},
};
use crate::domain::{
    event::{Event, EventKind},
    petition::Finding,
    timestamp::written,
};

/// What the organ decided, as it stands on record.
fn decided<'a>(kind: DocumentKind, case: &'a Case<'_>) -> Option<&'a str> {
    let course = &case.petition.course;
    let review = match kind {
        DocumentKind::Rereview => course.rereview.as_ref(),
        _ => course.review.as_ref(),
    };
    review.map(|review| review.text.trim()).filter(|text| !text.is_empty())
}

/// Whether the clerk's own paragraphs are the opinion itself: of one that is on record no more, since the unit has replied anew.
pub(super) fn is_typed(kind: DocumentKind, case: &Case<'_>) -> bool {
    matches!(kind, DocumentKind::Review | DocumentKind::Rereview) && decided(kind, case).is_none()
}

/// The organ's text, after it what follows from what it found.
pub(super) fn reviewed(
    kind: DocumentKind,
    case: &Case<'_>,
    act: &Event,
    wish: &Wish,
) -> Result<Content, Missing> {
    let typed = wish.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    // The paper says what was decided, word for word.
    let text = decided(kind, case).or(typed);
    let text = text.ok_or(Missing::new(kind, MissingCode::TextNeeded, "The opinion's text is needed"))?;
    let mut told = to_petitioner(kind, case)?;
    let petition = case.petition;
    let opening = opening(kind);
    told.say(format!("你（们）就“{}”信访事项（编号：{}）{opening}", petition.title, petition.number));
    told.blocks.extend(paragraphs(text));
    match act.detail("finding").and_then(|finding| finding.parse().ok()) {
        Some(Finding::Revoked) => told.say(ordered_anew(kind, case, act)?),
        Some(Finding::Upheld | Finding::Changed) | None => told.say(remedy(kind)),
    }
    Ok(told)
}

/// P15: asked for when the window was over. What was late is said; what may be done besides, too.
pub(super) fn review_refused(case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let kind = DocumentKind::ReviewRefused;
    let mut told = to_petitioner(kind, case)?;
    let petition = case.petition;
    let (what, opinion, article) = match act.kind {
        EventKind::PetitionRereviewRefused => ("复核", "复查意见", "三十六"),
        _ => ("复查", "处理意见", "三十五"),
    };
    told.say(format!(
        "你（们）就“{}”信访事项（编号：{}）于{}提出的{what}请求，本单位已经收到。",
        petition.title,
        petition.number,
        written(act.at.local_date())
    ));
    told.say(format!(
        "根据《信访工作条例》第{article}条的规定，{what}应当自收到{opinion}之日起30日内请求。你（们）的请求超过了该期限，决定不予\
         受理。"
    ));
    told.say("有新的事实和理由的，可以另行提出信访事项。");
    Ok(told)
}

const fn opening(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Rereview => {
            "提出的复核请求，本机关已经审查完毕。根据《信访工作条例》第三十六条的规定，提出复核意见如下："
        }
        _ => "提出的复查请求，本机关已经审查完毕。根据《信访工作条例》第三十五条的规定，提出复查意见如下：",
    }
}

/// A review may be reviewed; re-review is the last word.
const fn remedy(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Rereview => {
            "本复核意见为最终意见。根据《信访工作条例》第三十六条的规定，对复核意见不服，仍然以同一事实和理由提出投诉\
             请求的，各级党委和政府信访部门及其他机关、单位不再受理。"
        }
        _ => {
            "根据《信访工作条例》第三十六条的规定，对本复查意见不服的，可以自收到本意见书之日起30日内向本机关的上一级\
             机关、单位请求复核。"
        }
    }
}

/// 责令重新办理: there is nothing to ask review of until the unit has replied again.
fn ordered_anew(kind: DocumentKind, case: &Case<'_>, act: &Event) -> Result<String, Missing> {
    let unit = case.agency_in(act, "unit").unwrap_or_default();
    let until = act.detail("redo_until").and_then(iso_day);
    let until = until.ok_or(Missing::new(kind, MissingCode::NotYet, "No day was ordered"))?;
    Ok(format!(
        "本机关决定撤销原处理意见，责令{unit}于{until}前重新办理，并书面答复你（们）。对重新作出的处理意见不服的，可以根据\
         《信访工作条例》第三十五条的规定，自收到该意见书之日起30日内请求其上一级机关、单位复查。"
    ))
}
