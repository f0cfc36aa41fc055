//! SQL of staff notifications about grid reports: written with the step that calls for them, as those of petitions are.

use super::{
    Session,
    colleagues::{above, first_there},
    staff_notices,
};
use crate::{
    domain::{
        Timestamp,
        grid::{GridLine, GridReport},
        ids::{AgencyId, StaffId},
        rights::{Official, may_take_up},
        staff_notice::{About, GridTurn, StaffNotice, TAKE_UP_FIRST, Topic, grid_source, grid_turn},
    },
    storage::{AdministrationRecords, PeopleRecords, PlaceRecords, StoreError},
};
use std::collections::BTreeSet;

type Result<T> = std::result::Result<T, StoreError>;

/// Whom they work for goes with each.
type There = Vec<(StaffId, AgencyId)>;

/// Tells whose turn it is after `line`, which led to `report`; whoever took the step knows.
pub(super) async fn tell_of_step(session: &mut Session, report: &GridReport, line: &GridLine) -> Result<()> {
    let Some((topic, turn)) = grid_turn(line.step) else { return Ok(()) };
    let mut there = whom(session, report, turn, line.at).await?;
    there.retain(|(staff, _)| *staff != line.by);
    tell(session, report, topic, &there, (None, line.at)).await
}

/// Tells the organs nearby that nobody has taken it up in time; how many.
pub(super) async fn tell_of_unclaimed(
    session: &mut Session,
    report: &GridReport,
    due: Timestamp,
    now: Timestamp,
) -> Result<usize> {
    let there = whom(session, report, GridTurn::Near, now).await?;
    tell(session, report, Topic::GridUnclaimed, &there, (Some(due), now)).await?;
    Ok(there.len())
}

async fn whom(session: &mut Session, report: &GridReport, turn: GridTurn, at: Timestamp) -> Result<There> {
    let levels = match turn {
        GridTurn::Grid => return of_the_grid(session, report).await,
        GridTurn::Near => above(session, TAKE_UP_FIRST, &report.place).await?,
        GridTurn::Holder => match report.state.agency() {
            Some(holder) => vec![session.agency(holder).await?.into_iter().collect()],
            None => Vec::new(),
        },
    };
    let works = |one: &Official| !one.staff.disabled && may_take_up(one, &report.place);
    let there = first_there(session, levels, at, works).await?;
    Ok(there.into_iter().map(|one| (one.staff.id, one.agency.id)).collect())
}

async fn of_the_grid(session: &mut Session, report: &GridReport) -> Result<There> {
    let posts = session.grid_posts(&report.place).await?;
    let posts = posts.into_iter().filter(|post| post.division == report.place);
    let mut found = There::new();
    for staff in posts.map(|post| post.staff).chain([report.reporter]).collect::<BTreeSet<_>>() {
        let person = session.staff(staff).await?.filter(|person| !person.disabled);
        found.extend(person.map(|person| (person.id, person.agency)));
    }
    Ok(found)
}

async fn tell(
    session: &mut Session,
    report: &GridReport,
    topic: Topic,
    there: &[(StaffId, AgencyId)],
    (due, at): (Option<Timestamp>, Timestamp),
) -> Result<()> {
    for (staff, agency) in there {
        let notice = StaffNotice {
            staff: *staff,
            source: grid_source(report, topic),
            topic,
            about: About::Grid(report.id),
            hearing: None,
            agency: *agency,
            due,
            at,
            read_at: None,
        };
        staff_notices::add(session, &notice).await?;
    }
    Ok(())
}
