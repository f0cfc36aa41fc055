//! Leaders and days with their names.

use crate::{
    domain::{
        ids::StaffId,
        reception::{Leader, ReceptionDay},
        rights::{Official, may_plan_reception},
    },
    edge::{
        names::Names,
        problem::Problem,
        views::{HeldCorrectionView, LeaderView, ReceptionDayView, SwapView},
    },
    storage::Records,
};

/// `None`: the account is gone.
pub(super) async fn leader(
    records: &mut dyn Records,
    names: &mut Names,
    leader: Leader,
) -> Result<Option<LeaderView>, Problem> {
    let Some(staff) = records.staff(leader.staff).await? else { return Ok(None) };
    let agency = names.agency(records, staff.agency).await?;
    Ok(Some(LeaderView::of(leader, staff.name, staff.agency.0, agency)))
}

/// Agency, leader and the leader's post.
pub(super) async fn named(
    records: &mut dyn Records,
    names: &mut Names,
    day: &ReceptionDay,
) -> Result<(String, String, String), Problem> {
    let agency = names.agency(records, day.agency).await?;
    let name = names.staff(records, day.leader).await?;
    Ok((agency, name, title(records, day.leader).await?))
}

pub(super) async fn title(records: &mut dyn Records, staff: StaffId) -> Result<String, Problem> {
    Ok(records.leader(staff).await?.map(|leader| leader.title).unwrap_or_default())
}

pub(in crate::edge::http) async fn day(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    day: ReceptionDay,
) -> Result<ReceptionDayView, Problem> {
    let mut swaps = Vec::new();
    for swap in records.reception_swaps(day.id).await? {
        let before = names.staff(records, swap.before).await?;
        let after = names.staff(records, swap.after).await?;
        let by = names.staff(records, swap.by).await?;
        swaps.push(SwapView::of(swap, before, after, by));
    }
    let mut corrections = Vec::new();
    for correction in records.held_corrections(day.id).await? {
        let by = names.staff(records, correction.by).await?;
        corrections.push(HeldCorrectionView::of(correction, by));
    }
    let agency = records.agency(day.agency).await?;
    let mine = agency.is_some_and(|agency| may_plan_reception(me, &agency.division));
    let named = named(records, names, &day).await?;
    Ok(ReceptionDayView::of(day, named, (swaps, corrections), mine))
}
