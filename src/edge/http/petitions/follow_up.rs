//! Consequences of a step for the supervision orders of its petition, whether staff or the petitioner took it.

use crate::{
    administration::organs::heir,
    domain::{
        Timestamp,
        event::{Actor, Change},
        ids::{DemandId, EventId},
        petition::{Applied, Calendar, Petition},
        supervision::{Demand, Escalated, report_wanted, reports_waived, reports_wanted_again, to_carry_out},
    },
    edge::{AppState, problem::Problem},
    storage::Tx,
};

/// Demands that are waived, each before and after, and demands that are made.
pub struct FollowUp {
    waived: Vec<(Demand, Demand, Change)>,
    made: Vec<Escalated>,
}

impl FollowUp {
    /// Of the step `applied` to `before`, read before it is written.
    pub async fn of(
        tx: &mut dyn Tx,
        before: &Petition,
        applied: &Applied,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let demands = tx.demands_of(before.id).await?;
        let mut made = reports_wanted_again(before, applied, &demands, calendar, now);
        made.extend(to_carry_out(applied, calendar, now).or(report_wanted(before, applied)));
        Ok(Self { waived: reports_waived(before, applied, demands, now), made })
    }

    /// Written behind the event of the step that set it off.
    pub async fn write(
        self,
        app: &AppState,
        tx: &mut dyn Tx,
        petition: &Petition,
        now: Timestamp,
    ) -> Result<(), Problem> {
        for (before, demand, change) in self.waived {
            tx.save_demand(&before, &demand).await?;
            let event = EventId(app.world.new_id());
            tx.append(&change.event(event, now, Actor::System, petition)).await?;
        }
        for Escalated { by, mut demand } in self.made {
            // Either may have been merged since (art. 24), perhaps into the other.
            let by = heir(tx, by).await?;
            if let Some(to) = demand.to.or(petition.state.unit()) {
                demand.to = Some(heir(tx, to).await?);
            }
            if demand.to == Some(by) {
                continue;
            }
            let (demand, change) = demand.make(DemandId(app.world.new_id()), petition, by, now)?;
            tx.add_demand(&demand).await?;
            let event = EventId(app.world.new_id());
            tx.append(&change.event(event, now, Actor::System, petition)).await?;
        }
        Ok(())
    }
}
