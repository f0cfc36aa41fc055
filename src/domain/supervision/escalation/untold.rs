//! 未告知、未确认: a paper that the petitioner is owed and nobody made (art. 43, 44), and what may do serious harm and nobody
//! above has confirmed (art. 25, 46). No clock of the matter runs for either.

use super::{About, Demand, Escalated, Missed, Reckoning};
use crate::domain::{
    DAY_MS, Timestamp,
    document::{DocumentKind, Owed},
    petition::Petition,
};

/// The demand that is due now of an organ that told the petitioner nothing in writing by the day: of the paper longest late of
/// which less was demanded before. `owed`: by their day. A letter that an organ waits for is asked for by that organ. It
/// climbs from the first reminder on.
#[must_use]
pub fn paper_escalation(
    petition: &Petition,
    owed: &[Owed],
    demands: &[Demand],
    reckoning: &Reckoning,
) -> Option<Escalated> {
    let is_late = |one: &&Owed| one.due < reckoning.now && one.kind.is_for_petitioner();
    owed.iter().filter(is_late).find_map(|one| {
        let title = one.kind.title_in(petition.category);
        let day = one.due.local_date();
        let text = format!("{title}应于{day}前制发并告知信访人，至今没有，请立即告知并书面说明原因");
        let about = About::Paper(one.kind, one.since);
        let missed = Missed { to: one.organ, due: one.due, about, text };
        let by = match one.kind {
            // Who reviews is above the desk, and the matter may have left it by then.
            DocumentKind::Review | DocumentKind::Rereview | DocumentKind::ReviewRefused => {
                missed.next_above(petition, &reckoning.agencies)?
            }
            _ => missed.demander(petition, &reckoning.agencies)?,
        };
        missed.climbs_by(by, demands, reckoning)
    })
}

/// The demand that is due now of the organ to which an urgent matter was reported and where nobody has confirmed it within a
/// day; `came`: to that organ. It climbs from the first reminder on.
#[must_use]
pub fn unconfirmed_escalation(
    petition: &Petition,
    came: Timestamp,
    demands: &[Demand],
    reckoning: &Reckoning,
) -> Option<Escalated> {
    let urgent = petition.course.urgent.as_ref().filter(|one| petition.is_urgent() && one.seen.is_none())?;
    let (to, about) = (urgent.reported_to?, About::Urgent(urgent.since));
    let due = came.plus_millis(DAY_MS);
    if due >= reckoning.now {
        return None;
    }
    let text = "报告的紧急事项一日内没有确认，请立即处置、确认并书面说明原因".to_owned();
    let missed = Missed { to, due, about, text };
    let by = missed.next_above(petition, &reckoning.agencies)?;
    missed.climbs_by(by, demands, reckoning)
}
