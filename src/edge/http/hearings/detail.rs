//! A hearing's page, for whoever may see it.

use crate::{
    domain::{
        event::Actor,
        hearing::{DeliveryClock, Hearing, Outcome, Seat, sequel},
        ids::{HearingId, SeatId},
        rights::{HearingAction, Official},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        etag::{self, IfMatch},
        names::Names,
        problem::Problem,
        views::{
            self, AcceptedView, ArchivedView, ConclusionDelivery, Day, HearingActionText, HearingDetail,
            HearingLink, HearingSeat, HearingStage, LinkState, OutcomeBeforeView, OutcomeDetail, OutcomeItem,
            SeatMedia,
        },
    },
    rooms::Command,
    storage::{Records, SeatKey, StoreError},
};
use std::net::IpAddr;

pub async fn of(app: &AppState, me: &Official, id: HearingId) -> Result<HearingDetail, Problem> {
    read(app, me, id, None).await
}

/// With what the media of my seat will need, for a page that stands `from` there at the door.
pub async fn at_the_door(
    app: &AppState,
    me: &Official,
    id: HearingId,
    from: IpAddr,
) -> Result<HearingDetail, Problem> {
    read(app, me, id, Some(from)).await
}

async fn read(
    app: &AppState,
    me: &Official,
    id: HearingId,
    from: Option<IpAddr>,
) -> Result<HearingDetail, Problem> {
    let mut records = app.store.read().await?;
    let seen = match access::hearing(records.as_mut(), me, id).await {
        Err(Problem::NotFound) => return Err(why_not(records.as_mut(), me, id).await?),
        found => found?,
    };
    let shown = seen.shown(me);
    let SeenHearing { hearing, petition, rights, .. } = seen;
    let mut names = Names::default();
    let outcome = records.outcome(id).await?;
    let (next, before) = neighbours(records.as_mut(), me, &hearing, outcome.as_ref()).await?;
    let handed = records.handed_over(id).await?;
    let delivery = DeliveryClock::of(&hearing, outcome.as_ref(), handed.as_ref());
    let outcome = match outcome {
        Some(outcome) => {
            let reads = rights.may(HearingAction::ReadMinutes);
            Some(outcome_detail(records.as_mut(), &mut names, outcome, reads).await?)
        }
        None => None,
    };
    let my_seat = access::my_seats(me, &hearing).first().map(|seat| seat.id);
    let door = from.filter(|_| rights.may(HearingAction::Enter)).zip(my_seat);
    let media = door.map(|(from, seat)| SeatMedia::of(&hearing, app.rooms.ice_servers(id, seat, Some(from))));
    let check_ins = records.check_ins(id).await?;
    let arrival = check_ins.iter().find(|one| Some(one.seat) == my_seat).and_then(|one| one.arrival);
    let may = rights.iter().filter(|action| *action != HearingAction::See).map(HearingActionText).collect();
    Ok(HearingDetail {
        tag: schedule_tag(&hearing),
        id: hearing.id.0,
        kind: hearing.kind.into(),
        petition: petition.id.0,
        petition_number: petition.number,
        petition_title: petition.title,
        host_name: names.agency(records.as_mut(), hearing.host).await?,
        starts_at: hearing.starts_at.0,
        ends_at: hearing.ends_at.0,
        agenda: views::agenda(&hearing),
        plan: hearing.plan().map(Into::into).collect(),
        stage: HearingStage::of(&hearing.stage),
        archived: hearing.archived.as_ref().map(ArchivedView::of),
        my_seat: my_seat.map(|seat| seat.0),
        media,
        promised_at: arrival.map(|arrival| arrival.declared_at.0),
        seats: seats(&shown, &records.seat_keys(id).await?, &records.device_seats(id).await?),
        outcome,
        delivery: delivery.map(|delivery| ConclusionDelivery::of(delivery, app.world.now())),
        next,
        before,
        may,
        number: hearing.number,
        title: hearing.title,
    })
}

/// Whoever reads the petition is told why a hearing of it does not open; nobody else that there is one.
async fn why_not(records: &mut dyn Records, me: &Official, id: HearingId) -> Result<Problem, Problem> {
    let Some(hearing) = records.hearing(id).await? else { return Ok(Problem::NotFound) };
    let seen = access::petition(records, me, hearing.petition).await?;
    let kept = access::is_kept_from(me, &hearing, &seen.petition);
    Ok(if kept { Problem::KeptBehindTheWall } else { Problem::NotFound })
}

/// A hearing whose times, table or agenda `me` may change and has read as it is.
pub async fn to_change(
    app: &AppState,
    me: &Official,
    id: HearingId,
    action: HearingAction,
    read: &IfMatch,
) -> Result<SeenHearing, Problem> {
    let seen = access::hearing(app.store.read().await?.as_mut(), me, id).await?;
    seen.must(action)?;
    read.check(&schedule_tag(&seen.hearing))?;
    Ok(seen)
}

/// Has the room do what `me` may do and has read the hearing for; the hearing as it is then.
pub async fn command(
    app: &AppState,
    me: &Official,
    id: HearingId,
    action: HearingAction,
    read: &IfMatch,
    command: Command,
) -> Result<HearingDetail, Problem> {
    to_change(app, me, id, action, read).await?;
    app.rooms.command(id, Actor::from(me), command).await?;
    of(app, me, id).await
}

/// The tag of what postponing, cancelling and changing the table replace.
fn schedule_tag(hearing: &Hearing) -> String {
    let (from, to) = (hearing.starts_at.0.to_string(), hearing.ends_at.0.to_string());
    let seats = hearing.standing().map(|seat| seat.id.to_string());
    let plan = hearing.plan().map(|one| one.to_string());
    etag::of_parts([from, to, hearing.stage.name().to_string()].into_iter().chain(seats).chain(plan))
}

/// Where the matter goes on, and what this one goes on with.
async fn neighbours(
    records: &mut dyn Records,
    me: &Official,
    hearing: &Hearing,
    outcome: Option<&Outcome>,
) -> Result<(Option<HearingLink>, Option<HearingLink>), Problem> {
    let all = records.hearings_of(hearing.petition).await?;
    let next = sequel(hearing, outcome, &all).cloned();
    let mut before = all.iter().find(|earlier| hearing.continues == Some(earlier.id)).cloned();
    if before.is_none() {
        for earlier in all.iter().filter(|earlier| earlier.id != hearing.id) {
            let named = records.outcome(earlier.id).await?.and_then(|outcome| outcome.next);
            if named == Some(hearing.id) {
                before = Some(earlier.clone());
            }
        }
    }
    Ok((link(records, me, next).await?, link(records, me, before).await?))
}

async fn link(
    records: &mut dyn Records,
    me: &Official,
    hearing: Option<Hearing>,
) -> Result<Option<HearingLink>, Problem> {
    let Some(hearing) = hearing else { return Ok(None) };
    Ok(access::seen(records, me, hearing).await?.map(|seen| HearingLink::of(seen.hearing)))
}

fn seats(hearing: &Hearing, keys: &[SeatKey], devices: &[SeatId]) -> Vec<HearingSeat> {
    let link = |seat| match keys.iter().find(|key| key.seat == seat) {
        None => LinkState::None,
        Some(SeatKey { used_at: None, .. }) => LinkState::Issued,
        Some(SeatKey { used_at: Some(_), .. }) => LinkState::Used,
    };
    let of = |seat: &Seat| HearingSeat::of(seat, link(seat.id), devices.contains(&seat.id));
    hearing.seats.iter().map(of).collect()
}

async fn outcome_detail(
    records: &mut dyn Records,
    names: &mut Names,
    outcome: Outcome,
    reads: bool,
) -> Result<OutcomeDetail, StoreError> {
    let version = outcome.version();
    let mut items = Vec::new();
    for item in outcome.items {
        items.push(OutcomeItem {
            agency: item.agency.0,
            agency_name: names.agency(records, item.agency).await?,
            content: item.content,
            deadline: Day(item.deadline),
            state: item.state.into(),
            entry: item.entry.0,
            accepted: item.accepted.map(AcceptedView::of),
        });
    }
    let mut earlier = Vec::new();
    for (version, before) in (1..).zip(outcome.earlier).filter(|_| reads) {
        earlier.push(OutcomeBeforeView {
            version,
            conclusion: before.conclusion,
            standards: before.standards.into_iter().map(Into::into).collect(),
            published_at: before.published_at.map(|at| at.0),
            corrected_at: before.corrected_at.0,
            by_name: names.staff(records, before.corrected_by).await?,
            reason: before.reason,
        });
    }
    Ok(OutcomeDetail {
        version,
        earlier,
        withdrawn_at: outcome.withdrawn_at.map(|at| at.0),
        conclusion: outcome.conclusion,
        standards: outcome.standards.into_iter().map(Into::into).collect(),
        items,
        issued_at: outcome.issued_at.0,
        published_at: outcome.published_at.map(|at| at.0),
        next: outcome.next.map(|next| next.0),
    })
}
