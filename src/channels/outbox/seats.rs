//! Notices to the seats of a hearing: on their page, and by SMS where there is a phone.

use super::post::{Failure, Post, Untold};
use crate::{
    domain::{
        channels::{Delivery, Receiver},
        event::Event,
        hearing::{
            Around, Hearing, HearingNotice, NoticeKind, Seat, Whom, notices_of, on_the_phone, query_page,
            seat_text, told_to,
        },
        ids::{HearingNoticeId, PersonId, SeatId},
        petition::Petition,
    },
    storage::{Records, SharedStore, StoreError, Told, Tx},
    world::SharedWorld,
};

/// Writes the notices of an event; the seats that have a phone, and who of the petition sits there.
pub(super) async fn notify(
    tx: &mut dyn Tx,
    world: &SharedWorld,
    told: &Told,
    petition: &Petition,
) -> Result<Vec<(SeatId, Option<PersonId>)>, StoreError> {
    let Some(event) = tx.event(told.event).await? else { return Ok(Vec::new()) };
    let (notices, Some(hearing)) = (notices_of(event.kind, &event.details), event.hearing) else {
        return Ok(Vec::new());
    };
    let Some(hearing) = tx.hearing(hearing).await?.filter(|_| !notices.is_empty()) else {
        return Ok(Vec::new());
    };
    let parties = tx.parties(petition.id).await?;
    let mut phones = Vec::new();
    for (whom, kind) in notices {
        let told = |seat: &&Seat| match whom {
            Whom::Table => seat.stands(),
            Whom::Seat(id) => seat.id == id,
        };
        for seat in hearing.seats.iter().filter(told) {
            let id = HearingNoticeId(world.new_id());
            let kind = told_to(seat.id, &event, kind);
            tx.add_hearing_notice(&notice(id, &hearing, seat, &event, kind)).await?;
            phones.extend(on_the_phone(seat, &parties).map(|_| (seat.id, seat.occupant.person())));
        }
    }
    Ok(phones)
}

fn notice(
    id: HearingNoticeId,
    hearing: &Hearing,
    seat: &Seat,
    event: &Event,
    kind: NoticeKind,
) -> HearingNotice {
    HearingNotice {
        id,
        petition: hearing.petition,
        hearing: hearing.id,
        seat: seat.id,
        kind,
        event: event.id,
        at: event.at,
        starts_at: hearing.starts_at,
        ends_at: hearing.ends_at,
        receipt: None,
    }
}

/// The hearing and the seat that a delivery is for.
pub(super) async fn addressed(
    records: &mut dyn Records,
    delivery: &Delivery,
) -> Result<(Hearing, Seat), Untold> {
    let hearings = records.hearings_of(delivery.petition).await?;
    let here = |hearing: &Hearing| hearing.seats.iter().find(|seat| seat.id.0 == delivery.target).cloned();
    let found = hearings.into_iter().find_map(|hearing| here(&hearing).map(|seat| (hearing, seat)));
    Ok(found.ok_or(Failure::Gone)?)
}

/// Tells the phone of who sits there. What waited while the gateway was away and is overtaken by now is not sent: the
/// time of yesterday after that of today would be believed.
pub(super) async fn sms(store: &SharedStore, post: &Post, delivery: &Delivery) -> Result<(), Untold> {
    debug_assert_eq!(delivery.receiver, Receiver::Seat, "other receivers have other ways");
    let mut records = store.read().await?;
    let petition = records.petition(delivery.petition).await?;
    let petition = petition.filter(|petition| !petition.is_sealed()).ok_or(Failure::Gone)?;
    let (hearing, seat) = addressed(records.as_mut(), delivery).await?;
    let notices = records.hearing_notices(hearing.id).await?;
    let parties = records.parties(delivery.petition).await?;
    let office = records.agency_phone(hearing.host).await?;
    drop(records);
    let notice = notices.iter().find(|notice| notice.event == delivery.event && notice.seat == seat.id);
    let notice = notice.filter(|notice| !notice.is_overtaken(&notices)).ok_or(Failure::Gone)?;
    let phone = on_the_phone(&seat, &parties).ok_or(Failure::Gone)?;
    let page = query_page(post.pages(), &petition.number);
    let around = Around { page: &page, recorded: post.recorded(), phone: office.as_deref() };
    let text = seat_text(&hearing.number, notice, &seat, &around);
    Ok(post.text(phone, &hearing.number, &text).await?)
}
