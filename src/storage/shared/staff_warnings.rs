//! Warnings of what nobody did yet, and calls that no event makes: given to all whom they concern.

use super::{
    Session,
    colleagues::concerned,
    staff_notices::{add, notice},
};
use crate::{
    domain::{
        Timestamp,
        petition::Petition,
        staff_notice::{Call, Warning},
    },
    storage::{StoreError, statements::statements},
};
use sqlx::query_scalar;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

statements! {
    WARNED = "select count(*) from staff_notices where petition = $1 and topic = $2 and due = $3";
}

/// Gives those of `warnings` that were not given yet; to how many.
pub(super) async fn warn(
    session: &mut Session,
    petition: &Petition,
    warnings: Vec<Warning>,
    now: Timestamp,
) -> Result<usize> {
    let mut unwarned = Vec::new();
    for warning in warnings {
        // Before any is told: two organs may have the same day.
        if !is_warned(session, petition, &warning).await? {
            unwarned.push(warning);
        }
    }
    let mut told = 0;
    for warning in unwarned {
        told += give(session, petition, &warning, now).await?;
    }
    Ok(told)
}

/// To those it is meant for, or else to whom instead; to how many.
pub(super) async fn give(
    session: &mut Session,
    petition: &Petition,
    warning: &Warning,
    now: Timestamp,
) -> Result<usize> {
    let Warning { call, instead, due, source } = warning;
    let source = (*source, Some(*due), now);
    let there = tell_all(session, call, petition, source).await?;
    match instead {
        Some(instead) if there == 0 => tell_all(session, instead, petition, source).await,
        _ => Ok(there),
    }
}

async fn is_warned(session: &mut Session, petition: &Petition, warning: &Warning) -> Result<bool> {
    let told = query_scalar(WARNED).bind(petition.id.0).bind(warning.call.topic.as_str());
    let told: i64 = told.bind(warning.due.0).fetch_one(session.conn()).await?;
    Ok(told > 0)
}

/// All whom it concerns; to how many.
pub(super) async fn tell_all(
    session: &mut Session,
    call: &Call,
    petition: &Petition,
    source: (Uuid, Option<Timestamp>, Timestamp),
) -> Result<usize> {
    let there = concerned(session, call, petition, None, source.2).await?;
    for one in &there {
        add(session, &notice(one, call, petition, None, source)).await?;
    }
    Ok(there.len())
}
