//! `POST /api/tickets`: a ticket for the WebSocket: opaque, single use, 30 s.

use crate::{
    domain::{
        MINUTE_MS,
        hearing::Seat,
        ids::{HearingId, SeatId},
        rights::HearingAction,
    },
    edge::{
        AppState, access,
        caller::Caller,
        gzip::{self, Packed},
        problem::Problem,
        session::{STAFF_COOKIE, Seated, SignedIn, presented},
        throttle::Rate,
        tickets::{Pass, SignIn, TICKET_LIVES_MS},
        views::MediaOffer,
    },
    rooms::SeatOffer,
};
use axum::{extract::State, http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use signaling::limits;
use utoipa::ToSchema;
use uuid::Uuid;

/// Offers ahead of a socket, of a seat: a page that is loaded makes one, and says it again where no answer comes.
const AHEAD: Rate = Rate { burst: 40, refill_ms: MINUTE_MS / 4 };

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketRequest {
    hearing: Uuid,
    /// Which of my seats, if I have several.
    #[serde(default)]
    seat: Option<Uuid>,
    /// An offer of media that need not wait for the WebSocket. Its `peer` is the one to name in `hello`.
    #[serde(default)]
    offer: Option<MediaOffer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    ticket: String,
    expires_in_s: u64,
    /// The answer to the offer. Without one it is to be made by the WebSocket.
    answer: Option<String>,
}

/// A ticket for the WebSocket: opaque, single use, 30 s. A page that is connected, and whose sign-in ran out and was renewed,
/// asks for one to sit on by the new sign-in.
///
/// Codes: unauthenticated, not_found, unsupported_media_type. The body may come compressed (`Content-Encoding: gzip`).
#[utoipa::path(
    post,
    path = "/tickets",
    operation_id = "issue_ticket",
    tag = "tickets",
    request_body = TicketRequest,
    responses((status = OK, body = Ticket), Problem),
)]
pub async fn issue(
    State(app): State<AppState>,
    held: Option<Seated>,
    me: Option<SignedIn>,
    Caller(address): Caller,
    headers: HeaderMap,
    Packed(asked): Packed<TicketRequest>,
) -> Result<Response, Problem> {
    let (hearing, wanted) = (HearingId(asked.hearing), asked.seat.map(SeatId));
    let held = held.filter(|held| held.hearing.id == hearing && wanted.is_none_or(|id| id == held.seat.id));
    let (seat, by) = match (held, me) {
        (Some(held), _) => (held.seat.id, None),
        (None, Some(me)) => {
            let seat = seat_of(&app, &me, hearing, wanted).await?;
            (seat, Some(sign_in(&app, &me, &headers).await?))
        }
        (None, None) => return Err(Problem::Unauthenticated),
    };
    let pass = Pass { hearing, seat, by };
    app.sockets.renew(pass, app.world.now());
    let ticket = app.tickets.issue(app.world.as_ref(), pass);
    let answer = match asked.offer.map(|offer| offer.from(address)) {
        Some(ahead) => answer(&app, hearing, seat, ahead).await,
        None => None,
    };
    let issued = Ticket { ticket, expires_in_s: TICKET_LIVES_MS.unsigned_abs() / 1000, answer };
    gzip::answer(&headers, &issued) // the ticket is another each time
}

/// None to what a WebSocket would turn down, too.
async fn answer(app: &AppState, hearing: HearingId, seat: SeatId, ahead: SeatOffer) -> Option<String> {
    limits::offer(&ahead.sdp, &ahead.sources, &ahead.receivers).ok()?;
    app.throttle.take_at(&format!("ahead:{seat}"), AHEAD, app.world.now()).ok()?;
    app.rooms.offer_ahead(hearing, seat, ahead).await
}

/// By which somebody is here, and will be found in the room when it ends.
async fn sign_in(app: &AppState, SignedIn(me): &SignedIn, headers: &HeaderMap) -> Result<SignIn, Problem> {
    let session = presented(headers, STAFF_COOKIE).ok_or(Problem::Unauthenticated)?;
    let kept = app.store.read().await?.staff_session(&session).await?.ok_or(Problem::Unauthenticated)?;
    Ok(SignIn { staff: me.staff.id, session, until: kept.expires_at })
}

/// One of the seats that are mine by signing in: the one named, or the first.
async fn seat_of(
    app: &AppState,
    SignedIn(me): &SignedIn,
    hearing: HearingId,
    wanted: Option<SeatId>,
) -> Result<SeatId, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), me, hearing).await?;
    seen.must(HearingAction::Enter)?;
    let chosen = |seat: &&&Seat| wanted.is_none_or(|id| id == seat.id);
    access::my_seats(me, &seen.hearing).iter().find(chosen).map(|seat| seat.id).ok_or(Problem::NotFound)
}
