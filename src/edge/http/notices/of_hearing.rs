//! `GET /api/hearings/{id}/notices`: what each seat was told, and its receipt.

use crate::{
    domain::{
        channels::{Delivery, Receiver},
        hearing::{Gone, HearingNotice, Seat, needs_of},
        ids::HearingId,
        rights::{Official, PetitionField, Shown},
    },
    edge::{
        AppState,
        access::{self, SeenHearing},
        extract::{Json, Path},
        problem::Problem,
        session::SignedIn,
        views::{
            DeliveryStateText, LanguageText, NoticeAnswerView, NoticeKindText, ParticipantRoleText,
            ReceiptWayText,
        },
    },
    storage::Records,
};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a seat was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatNotices {
    seat: Uuid,
    role: ParticipantRoleText,
    label: String,
    name: String,
    /// Whether I hold it.
    mine: bool,
    /// What it said last that it needs. None: Mandarin.
    language: Option<LanguageText>,
    interpreter: bool,
    /// Oldest first.
    notices: Vec<HearingNoticeView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingNoticeView {
    kind: NoticeKindText,
    at: i64,
    /// As it was told.
    starts_at: i64,
    ends_at: i64,
    /// Of the message to the phone; none: nobody to send one to.
    message: Option<DeliveryStateText>,
    message_at: Option<i64>,
    read_at: Option<i64>,
    /// What was said last to it.
    answer: Option<NoticeAnswerView>,
    answered_at: Option<i64>,
    way: Option<ReceiptWayText>,
}

/// What each seat was told of its hearing, in the order of the table, and its receipt. Why somebody cannot come is for who reads
/// the notes of the petition, and for themselves.
///
/// Codes: unauthenticated, not_found.
#[utoipa::path(
    get,
    path = "/hearings/{id}/notices",
    operation_id = "hearing_notices",
    tag = "hearings",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = Vec<SeatNotices>), Problem),
)]
pub async fn of_hearing(
    State(app): State<AppState>,
    SignedIn(me): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<SeatNotices>>, Problem> {
    let mut records = app.store.read().await?;
    let seen = access::hearing(records.as_mut(), &me, HearingId(id)).await?;
    view(records.as_mut(), &me, &seen).await.map(Json)
}

/// As it is sent to `me`.
pub(super) async fn view(
    records: &mut dyn Records,
    me: &Official,
    seen: &SeenHearing,
) -> Result<Vec<SeatNotices>, Problem> {
    let (hearing, mine) = (seen.shown(me), access::my_seat_ids(me, &seen.hearing));
    let reads = seen.fields(me).shown(PetitionField::Notes) == Shown::Full;
    let notices = records.hearing_notices(hearing.id).await?;
    let deliveries = records.deliveries_of(hearing.petition).await?;
    let message = |notice: &HearingNotice| {
        let theirs = |delivery: &&Delivery| {
            delivery.receiver == Receiver::Seat
                && delivery.event == notice.event
                && delivery.target == notice.seat.0
        };
        deliveries.iter().find(theirs)
    };
    // Who gave up a seat was told so too.
    let told = |seat: &&Seat| seat.stands() || notices.iter().any(|notice| notice.seat == seat.id);
    let seats =
        hearing.seats.iter().filter(|seat| !matches!(seat.gone, Some(Gone::Removed { .. }))).filter(told);
    let told_to = |seat: &Seat| {
        let (needs, mine) = (needs_of(&notices, seat.id), mine.contains(&seat.id));
        let own = notices.iter().filter(|notice| notice.seat == seat.id);
        SeatNotices {
            seat: seat.id.0,
            role: seat.role.into(),
            label: seat.label.clone(),
            name: seat.name.clone(),
            mine,
            language: needs.language.map(Into::into),
            interpreter: needs.interpreter,
            notices: own
                .map(|notice| HearingNoticeView::of(notice, message(notice), reads || mine))
                .collect(),
        }
    };
    Ok(seats.map(told_to).collect())
}

impl HearingNoticeView {
    fn of(notice: &HearingNotice, message: Option<&Delivery>, reads: bool) -> Self {
        let receipt = notice.receipt.as_ref();
        let said = receipt.and_then(|receipt| receipt.said.as_ref());
        let answer = said.map(|said| NoticeAnswerView::of(&said.answer));
        Self {
            kind: notice.kind.into(),
            at: notice.at.0,
            starts_at: notice.starts_at.0,
            ends_at: notice.ends_at.0,
            message: message.map(|delivery| delivery.state.into()),
            message_at: message.and_then(|delivery| delivery.settled_at).map(|at| at.0),
            read_at: receipt.map(|receipt| receipt.read_at.0),
            answer: if reads { answer } else { answer.map(NoticeAnswerView::without_reason) },
            answered_at: said.map(|said| said.at.0),
            way: receipt.map(|receipt| receipt.way.into()),
        }
    }
}
