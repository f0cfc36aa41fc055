//! The petition that a screening says is raised again (重复信访).

use super::{resolving::Resolving, transition_body::TransitionBody};
use crate::{
    domain::{
        Timestamp,
        event::{Actor, Change},
        ids::EventId,
        petition::{Again, Petition},
    },
    edge::{AppState, problem::Problem},
    storage::Tx,
};

/// What `asked` says is raised again, found by its number.
pub(super) async fn named(
    given: &mut Resolving<'_>,
    asked: &TransitionBody,
) -> Result<Option<Again>, Problem> {
    let TransitionBody::StartScreening { again_of: Some(number), .. } = asked else { return Ok(None) };
    let earlier = *given.petition("again_of", number).await?;
    let matter = given.records.household(earlier.clone()).await?.matter;
    let same_person = given.raised_in(&matter).await?;
    Ok(Some(Again { earlier, matter, same_person }))
}

/// Writes it into the log of the earlier matter; the screening with what it says of it.
pub(super) async fn tell(
    app: &AppState,
    tx: &mut dyn Tx,
    again: Option<Again>,
    (screened, screening): (&Petition, Change),
    (now, actor): (Timestamp, Actor),
) -> Result<Change, Problem> {
    let Some(again) = again else { return Ok(screening) };
    let (screening, raised) = again.of(screened, screening)?;
    let event = EventId(app.world.new_id());
    tx.append(&raised.event(event, now, actor, &again.matter)).await?;
    Ok(screening)
}
