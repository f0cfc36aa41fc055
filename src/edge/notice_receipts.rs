//! Receipts of hearing notices: read, and answered.

use crate::{
    domain::{
        event::Actor,
        given_reason,
        hearing::{
            Gone, Hearing, HearingNotice, Needs, NoticeAnswer, Occupant, ReceiptWay, Said, answer_on_record,
            needs_of,
        },
        ids::{EventId, PersonId, SeatId},
    },
    edge::{
        AppState,
        problem::Problem,
        views::{LanguageText, NoticeAnswerView},
    },
    storage::Tx,
};

/// What a reader makes of what they were told.
pub struct Given {
    /// Else it is only read. Needs not named stay as they were.
    said: Option<(NoticeAnswer, Option<Needs>)>,
    way: ReceiptWay,
    actor: Actor,
}

impl Given {
    /// By who opens a seat's own link: who comes in by it comes.
    pub fn by_link(comes: bool, seat: SeatId) -> Self {
        let said = if comes { Some((NoticeAnswer::Comes, None)) } else { None };
        Self { said, way: ReceiptWay::Link, actor: Actor::Seat(seat) }
    }

    /// # Errors
    /// `reason_needed`: why somebody cannot come is not said, or is not a reason.
    pub fn answered(
        answer: Option<NoticeAnswerView>,
        (language, interpreter): (Option<LanguageText>, bool),
        (way, actor): (ReceiptWay, Actor),
    ) -> Result<Self, Problem> {
        let needs = Needs { language: language.map(|language| language.0), interpreter };
        let answer = answer.map(read_answer).transpose()?;
        Ok(Self { said: answer.map(|answer| (answer, Some(needs))), way, actor })
    }
}

fn read_answer(answer: NoticeAnswerView) -> Result<NoticeAnswer, Problem> {
    Ok(match answer {
        NoticeAnswerView::Comes {} => NoticeAnswer::Comes,
        NoticeAnswerView::Cannot { reason, wish } => {
            NoticeAnswer::Cannot { reason: given_reason(&reason)?, wish: wish.0 }
        }
    })
}

/// Everything told to `seats` of `hearing` is read now; the newest is answered too if something was said.
///
/// # Errors
/// `too_late_to_answer`: one cannot come to what has begun, or has no time; the store fails.
pub async fn receive(
    app: &AppState,
    tx: &mut dyn Tx,
    hearing: &Hearing,
    seats: &[SeatId],
    given: &Given,
) -> Result<(), Problem> {
    let now = app.world.now();
    if given.said.as_ref().is_some_and(|(answer, _)| !hearing.takes(answer, now)) {
        let sentence = "The hearing has begun, is over, or has no time";
        return Err(Problem::refused("too_late_to_answer", sentence));
    }
    let notices = tx.hearing_notices(hearing.id).await?;
    for seat in seats {
        let newest = latest(&notices, &[*seat]).map(|notice| notice.id);
        let said = given.said.as_ref().map(|(answer, needs)| Said {
            at: now,
            answer: answer.clone(),
            needs: needs.unwrap_or_else(|| needs_of(&notices, *seat)),
        });
        for notice in notices.iter().filter(|notice| notice.seat == *seat) {
            let received = match &said {
                Some(said) if newest == Some(notice.id) => notice.clone().answered(said.clone(), given.way),
                _ => notice.clone().read(given.way, now),
            };
            if received != *notice {
                tx.save_hearing_notice(&received).await?;
            }
        }
        if let Some(said) = said.filter(|_| newest.is_some()) {
            record(app, tx, hearing, *seat, (notices.as_slice(), &said, given.actor)).await?;
        }
    }
    Ok(())
}

async fn record(
    app: &AppState,
    tx: &mut dyn Tx,
    hearing: &Hearing,
    seat: SeatId,
    (notices, said, actor): (&[HearingNotice], &Said, Actor),
) -> Result<(), Problem> {
    let Some(seat) = hearing.seat(seat) else { return Ok(()) };
    let Some(change) = answer_on_record(hearing, notices, seat, said) else { return Ok(()) };
    let petition = tx.petition(hearing.petition).await?.ok_or(Problem::NotFound)?;
    let event = EventId(app.world.new_id());
    tx.append(&change.hearing_event(event, said.at, actor, &petition, hearing.id)).await?;
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
