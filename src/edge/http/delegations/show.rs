//! Reads delegations as somebody sees them.

use crate::{
    domain::{
        Timestamp,
        people::Delegation,
        rights::{Official, may_end_delegation},
    },
    edge::{
        names::Names,
        problem::Problem,
        views::{ActingView, DelegationNames, DelegationView, RoleText},
    },
    storage::{Records, StoreError},
};

/// As `me` sees it.
pub async fn view(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    delegation: &Delegation,
    now: Timestamp,
) -> Result<DelegationView, Problem> {
    let staff = records.staff(delegation.principal).await?.ok_or(Problem::NotFound)?;
    let agency = records.agency(staff.agency).await?.ok_or(Problem::NotFound)?;
    let ended_by = names.staff_if(records, delegation.ended.map(|end| end.by)).await?;
    let may_end = may_end_delegation(me, delegation, &agency.division);
    let named = DelegationNames {
        principal: staff.name,
        deputy: names.staff(records, delegation.deputy).await?,
        agency: agency.name,
        ended_by,
    };
    Ok(DelegationView::of(delegation, named, now, may_end))
}

/// For whom `me` acts now.
pub async fn acting(records: &mut dyn Records, me: &Official) -> Result<Vec<ActingView>, StoreError> {
    let (mut names, mut views) = (Names::default(), Vec::new());
    for one in &me.acting {
        let principal_name = names.staff(records, one.principal).await?;
        let roles = one.roles.iter().map(|role| RoleText(*role)).collect();
        views.push(ActingView { principal_name, roles });
    }
    Ok(views)
}
