//! The letter with which a petition goes to the bureau of a division below (art. 22(2), (3)).

use super::{
    Case, Content, DocumentKind, Missing, MissingCode,
    facts::due_day,
    wording::{iso_day, matter, to_organ, wall},
};
use crate::domain::{
    event::{Event, EventKind},
    petition::ClockKind,
};

/// Transferred, or assigned with the day of its report.
pub(super) fn handed_down(kind: DocumentKind, case: &Case<'_>, act: &Event) -> Result<Content, Missing> {
    let mut letter = to_organ(kind, case, act, "bureau")?;
    let verb = if kind == DocumentKind::Assignment { "交办" } else { "转送" };
    letter.say(format!("现将{}{verb}你局。", matter(kind, case)?));
    // What is due next may be the day ordered with a sealed report.
    let route = case.petition.clocks.iter().rfind(|one| one.kind == ClockKind::Route && one.anchor <= act.at);
    let due = route.map(|clock| clock.due).or(act.due_after);
    let days = due.map(|due| format!("，至{}届满", due_day(due))).unwrap_or_default();
    letter.say(format!(
        "请甄别后转送、交办有权处理的机关、单位。根据《信访工作条例》第二十二条的规定，转送期限自登记之日起连续计算{days}。"
    ));
    if !gave_back(case, act) {
        letter.say("认为不应由你局转送的，请自收到之日起5个工作日内说明理由退回我局。");
    }
    if kind == DocumentKind::Assignment {
        let until = act.detail("ordered_until").and_then(iso_day);
        let until = until.ok_or(Missing::new(kind, MissingCode::NotYet, "No deadline was ordered"))?;
        letter.say(format!("请于{until}前办结，并向我局报送办结报告。"));
    }
    letter.blocks.extend(wall(case));
    Ok(letter)
}

/// Whether the bureau that `act` hands it to gave it back before: it does so once.
fn gave_back(case: &Case<'_>, act: &Event) -> bool {
    let before = |one: &&Event| one.kind == EventKind::PetitionGivenBack && one.at <= act.at;
    case.events.iter().filter(before).any(|one| one.detail("from") == act.detail("bureau"))
}
