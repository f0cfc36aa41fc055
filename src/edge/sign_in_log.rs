//! Records each sign-in, refused sign-in and sign-out of staff for the auditor, in the transaction in which it happens.

use crate::{
    domain::{
        administration::{Deed, DeedKind},
        ids::DeedId,
        people::Staff,
    },
    storage::{StoreError, Tx},
    world::World,
};
use std::net::IpAddr;

/// `who`: whose name was given, if there is such a name. Others are not written down: they are often passwords.
///
/// # Errors
/// The store failed.
pub async fn note(
    tx: &mut dyn Tx,
    world: &dyn World,
    kind: DeedKind,
    who: Option<&Staff>,
    from: IpAddr,
) -> Result<(), StoreError> {
    let agency = match who {
        Some(staff) => tx.agency(staff.agency).await?,
        None => None,
    };
    let themselves = who.filter(|_| kind != DeedKind::SessionRefused);
    let deed = Deed {
        id: DeedId(world.new_id()),
        at: world.now(),
        by: themselves.map(|staff| staff.id),
        division: agency.map(|agency| agency.division.to_string()).unwrap_or_default(),
        kind,
        about: format!("{} ({from})", who.map_or("?", |staff| staff.username.as_str())),
    };
    tx.add_deed(&deed).await
}
