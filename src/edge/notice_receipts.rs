//! Receipts of hearing notices: read, and confirmed.

use crate::{
    domain::{
        Timestamp,
        hearing::{Gone, Hearing, HearingNotice, Occupant, ReceiptWay},
        ids::{PersonId, SeatId},
    },
    storage::{StoreError, Tx},
};

/// Everything told to `seats` of `hearing` is read now; the newest is confirmed too if `confirms`.
pub async fn receive(
    tx: &mut dyn Tx,
    hearing: &Hearing,
    seats: &[SeatId],
    (confirms, way): (bool, ReceiptWay),
    now: Timestamp,
) -> Result<(), StoreError> {
    let notices = tx.hearing_notices(hearing.id).await?;
    for seat in seats {
        let newest = latest(&notices, &[*seat]).map(|notice| notice.id);
        for notice in notices.iter().filter(|notice| notice.seat == *seat) {
            let received = notice.clone().received(confirms && newest == Some(notice.id), way, now);
            if received != *notice {
                tx.save_hearing_notice(&received).await?;
            }
        }
    }
    Ok(())
}

/// What `seats` were told last.
pub fn latest<'a>(notices: &'a [HearingNotice], seats: &[SeatId]) -> Option<&'a HearingNotice> {
    notices.iter().filter(|notice| seats.contains(&notice.seat)).max_by_key(|notice| notice.at)
}

/// The seats that `person` of the petition holds, or held until they were told that they need not come.
pub fn seats_of(hearing: &Hearing, person: PersonId) -> Vec<SeatId> {
    let theirs =
        |occupant: &Occupant| matches!(occupant, Occupant::Party { person: found } if *found == person);
    let seats = (hearing.seats.iter())
        .filter(|seat| !matches!(seat.gone, Some(Gone::Removed { .. })) && theirs(&seat.occupant));
    seats.map(|seat| seat.id).collect()
}
