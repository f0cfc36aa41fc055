//! SQL that finds whom a staff notification is for: the staff who may take the next step.

use super::Session;
use crate::{
    domain::{
        Timestamp,
        hearing::Hearing,
        jurisdiction::{Agency, AgencyKind, DivisionCode, upwards},
        people::{Delegation, Staff},
        petition::Petition,
        rights::{Official, acting},
        staff_notice::{Call, Whom},
    },
    storage::{
        PeopleRecords, PlaceRecords, StoreError, rows::delegation::DelegationRecord, statements::statements,
    },
};
use sqlx::query_as;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    DEPUTIES = "select d.id, d.principal, d.deputy, d.roles, d.starts_at, d.ends_at, d.reason, d.made_at,
            d.ended_at, d.ended_by
        from delegations d join staff s on s.id = d.deputy
        where s.agency = $1 and d.starts_at <= $2 and d.ends_at > $2 and d.ended_at is null
        order by d.starts_at, d.id";
}

/// Whom `call` concerns. Upwards of a place the first level counts where it is somebody's.
pub(super) async fn concerned(
    session: &mut Session,
    call: &Call,
    petition: &Petition,
    hearing: Option<&Hearing>,
    now: Timestamp,
) -> Result<Vec<Official>> {
    let levels = levels(session, &call.whom).await?;
    first_there(session, levels, now, |one| call.concerns(one, petition, hearing)).await
}

/// Of the levels, one after the other, the first where somebody is whom it concerns: those.
pub(super) async fn first_there(
    session: &mut Session,
    levels: Vec<Vec<Agency>>,
    now: Timestamp,
    concerns: impl Fn(&Official) -> bool + Send + Sync,
) -> Result<Vec<Official>> {
    for level in levels {
        let mut found = Vec::new();
        for agency in level {
            found.extend(colleagues(session, &agency, now).await?.into_iter().filter(|one| concerns(one)));
        }
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The organs to look at, one level after the other.
async fn levels(session: &mut Session, whom: &Whom) -> Result<Vec<Vec<Agency>>> {
    let agency = match whom {
        Whom::Organ(agency) => session.agency(*agency).await?,
        Whom::Person(staff) => match session.staff(*staff).await? {
            Some(staff) => session.agency(staff.agency).await?,
            None => None,
        },
        Whom::Desk(place) => return above(session, AgencyKind::DESKS, place).await,
        Whom::Superior(place) => return above(session, AgencyKind::RULERS, place).await,
    };
    Ok(vec![agency.into_iter().collect()])
}

pub(super) async fn above(
    session: &mut Session,
    kinds: &[AgencyKind],
    place: &DivisionCode,
) -> Result<Vec<Vec<Agency>>> {
    Ok(upwards(kinds, place, &session.agencies().await?))
}

/// Those who work at `agency`, in their own posts and in those they act in now.
pub(super) async fn colleagues(
    session: &mut Session,
    agency: &Agency,
    now: Timestamp,
) -> Result<Vec<Official>> {
    let staff = session.staff_of_agency(agency.id).await?;
    let rows: Vec<DelegationRecord> =
        query_as(DEPUTIES).bind(agency.id.0).bind(now.0).fetch_all(session.conn()).await?;
    let mut held = Vec::new();
    for row in rows {
        let delegation = Delegation::try_from(row)?;
        let principal = staff.iter().find(|one| one.id == delegation.principal).cloned();
        held.extend(principal.map(|principal| (delegation, principal)));
    }
    let actor = |one: &Staff| Official {
        acting: acting(one, &held, now),
        staff: one.clone(),
        agency: agency.clone(),
        program: None,
    };
    Ok(staff.iter().map(actor).collect())
}
