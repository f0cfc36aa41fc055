//! A hearing as a line of a list.

use crate::{
    domain::rights::Official,
    edge::{
        access::{self, SeenHearing},
        names::Names,
        views::HearingRow,
    },
    storage::{Records, StoreError},
};

pub async fn of(
    records: &mut dyn Records,
    names: &mut Names,
    me: &Official,
    seen: &SeenHearing,
) -> Result<HearingRow, StoreError> {
    let hearing = &seen.hearing;
    Ok(HearingRow {
        id: hearing.id.0,
        number: hearing.number.clone(),
        kind: hearing.kind.into(),
        title: hearing.title.clone(),
        petition: hearing.petition.0,
        petition_number: seen.petition.number.clone(),
        host_name: names.agency(records, hearing.host).await?,
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        stage: hearing.stage.name().into(),
        my_seat: access::my_seats(me, hearing).first().map(|seat| seat.id.0),
        seats_total: u32::try_from(hearing.standing().count()).unwrap_or(u32::MAX),
    })
}
