//! 民情流水线: what grid workers report from their rounds, and what becomes of it.

pub mod list;
pub mod photos;
pub mod report;
pub mod show;
pub mod step;
pub(super) mod view;

use crate::{
    domain::{grid::GridReport, ids::GridReportId, rights},
    edge::problem::Problem,
    storage::Records,
};

/// The report, if `me` may know of it.
async fn seen(
    records: &mut dyn Records,
    me: &rights::Official,
    id: GridReportId,
) -> Result<GridReport, Problem> {
    let report = records.grid_report(id).await?.ok_or(Problem::NotFound)?;
    let posts = records.grid_posts_of(me.staff.id).await?;
    if rights::may_see_report(me, &report, &posts) { Ok(report) } else { Err(Problem::NotFound) }
}
