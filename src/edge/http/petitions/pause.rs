//! Who paused a clock; shown in the list and on the page.

use crate::{
    domain::{Timestamp, petition::Petition},
    edge::{
        names::Names,
        problem::Problem,
        views::{Day, PausedView},
    },
    storage::Records,
};

/// `None`: no clock of it is paused.
pub async fn of(
    records: &mut dyn Records,
    names: &mut Names,
    petition: &Petition,
    now: Timestamp,
) -> Result<Option<PausedView>, Problem> {
    let paused = petition.clocks.iter().find(|clock| clock.stopped_at.is_none() && clock.is_paused());
    let Some((clock, pause)) = paused.and_then(|clock| Some((clock, clock.pauses.last()?))) else {
        return Ok(None);
    };
    let mut view = PausedView {
        kind: clock.kind.into(),
        since: pause.from.0,
        by_name: None,
        agency_name: None,
        expected_until: None,
        over: false,
    };
    // One from before pauses had owners has none.
    if let Some(owner) = records.pause_owner(petition.id).await?.filter(|owner| owner.since == pause.from) {
        view.expected_until = Some(Day(owner.expected_until));
        view.over = owner.expected_until < now.local_date();
        if let Some(staff) = owner.staff {
            view.by_name = Some(names.staff(records, staff).await?);
        }
        if let Some(agency) = owner.agency {
            view.agency_name = Some(names.agency(records, agency).await?);
        }
    }
    Ok(Some(view))
}
