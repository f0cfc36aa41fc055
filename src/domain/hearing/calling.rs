//! 催请: who is away from a hearing that waits for them is called by a message to their phone.

use super::{Hearing, Occupant, Seat, StageName, notice::TWO_MESSAGES};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, Event, EventKind},
    ids::{HearingId, SeatId},
};

/// A seat is called again so long after the last call at the soonest; an older call helps nobody. Milliseconds.
pub const CALL_PAUSE: i64 = 5 * MINUTE_MS;

/// The event of a call.
#[must_use]
pub fn called(seat: SeatId) -> Change {
    Change::new(EventKind::HearingSeatCalled).with("seat", seat)
}

/// Milliseconds until the seat may be called again; none where it may be now. `events` are of its petition.
pub fn call_pause<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    hearing: HearingId,
    seat: SeatId,
    now: Timestamp,
) -> Option<i64> {
    let seat = seat.to_string();
    let theirs = |event: &&Event| {
        event.kind == EventKind::HearingSeatCalled
            && event.hearing == Some(hearing)
            && event.detail("seat") == Some(seat.as_str())
    };
    let last = events.into_iter().filter(theirs).map(|event| event.at.0).max()?;
    Some(last + CALL_PAUSE - now.0).filter(|left| *left > 0)
}

/// What the phone of who sits there is told; nothing of the matter. `page`: [`super::query_page`]; `phone`: of the agency that
/// holds the hearing, left out where it would make a third message.
#[must_use]
pub fn call_text(hearing: &Hearing, seat: &Seat, page: &str, phone: Option<&str>) -> String {
    let begun = !matches!(
        hearing.stage.name(),
        StageName::Scheduled | StageName::CheckIn | StageName::Ready | StageName::Countdown
    );
    let at = hearing.starts_at.local();
    let when = if begun { "已开始".to_owned() } else { format!("{}:{:02}开始", at.hour(), at.minute()) };
    let way = match seat.occupant {
        Occupant::Party { .. } => {
            let lost = phone.map(|phone| format!("进不去请致电{phone}。")).unwrap_or_default();
            format!("请打开 {page} 入场。{lost}")
        }
        Occupant::Official { .. } => "请登录工作台入席。".to_owned(),
        Occupant::External { .. } | Occupant::Room { .. } => {
            let office =
                phone.map_or_else(|| "联系举办接访的机关".to_owned(), |phone| format!("致电{phone}"));
            format!("请打开入场链接；没有链接请{office}。")
        }
    };
    let text = format!("您的接访（编号{}）{when}，正在等您。{way}", hearing.number);
    let is_long = phone.is_some() && text.chars().count() > TWO_MESSAGES;
    if is_long { call_text(hearing, seat, page, None) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        event::Actor,
        hearing::{AgendaPhase, ParticipantRole, Stage},
        ids::{EventId, PersonId, PetitionId, StaffId},
    };
    use uuid::Uuid;

    const NIL: Uuid = Uuid::nil();
    const PHONE: &str = "0931-2345678";
    const START: Timestamp = Timestamp(1_795_395_600_000);

    #[test]
    fn a_seat_is_called_once_in_five_minutes_and_each_by_itself() {
        let (seat, other) = (SeatId(Uuid::from_u128(1)), SeatId(Uuid::from_u128(2)));
        let at = |at: i64, whom| {
            let change = called(whom);
            Event {
                id: EventId(NIL),
                at: Timestamp(at),
                chain: "620103".parse().unwrap(),
                petition: PetitionId(NIL),
                hearing: Some(HearingId(NIL)),
                actor: Actor::System,
                kind: change.kind,
                reason: None,
                due_before: None,
                due_after: None,
                details: change.details,
            }
        };
        let events = [at(0, seat), at(1000, seat)];
        for (whom, hearing, now, left) in [
            (seat, NIL, 1000, Some(CALL_PAUSE)),
            (seat, NIL, CALL_PAUSE, Some(1000)),
            (seat, NIL, CALL_PAUSE + 1000, None),
            (other, NIL, 1000, None),
            (seat, Uuid::from_u128(9), 1000, None),
        ] {
            assert_eq!(call_pause(&events, HearingId(hearing), whom, Timestamp(now)), left, "{now}");
        }
    }

    fn seat(occupant: Occupant) -> Seat {
        Seat::new(SeatId(NIL), ParticipantRole::Interpreter, occupant)
    }

    #[test]
    fn a_call_says_whether_it_has_begun_and_nothing_of_the_matter() {
        let hearing = |stage| Hearing {
            number: "TJ62010320261123-1".into(),
            title: "物业收支问题联合接访".into(),
            starts_at: START,
            ends_at: START.plus_millis(1),
            stage,
            ..Hearing::blank()
        };
        for (stage, word) in [
            (Stage::CheckIn { since: START }, "9:00开始，正在等您"),
            (
                Stage::InSession { since: START, phase: AgendaPhase::Opening, phase_since: START },
                "已开始，正在等您",
            ),
        ] {
            let theirs = seat(Occupant::Party { person: PersonId(NIL) });
            let text =
                call_text(&hearing(stage.clone()), &theirs, "https://a.example/query#XF62", Some(PHONE));
            assert!(text.contains(word) && text.contains(" https://a.example/query#XF62 "), "{text}");
            assert!(!text.contains("物业") && text.chars().count() < 134, "{text}");
            assert!(text.ends_with("进不去请致电0931-2345678。"), "{text}");
            let page = format!("https://{}.example/query#XF62", "a".repeat(50));
            let text = call_text(&hearing(stage.clone()), &theirs, &page, Some(PHONE));
            assert!(text.ends_with(&format!(" {page} 入场。")) && text.chars().count() < 134, "{text}");
            let (organisation, name) = ("某译社".to_owned(), "卓某".to_owned());
            let outsider = seat(Occupant::External { organisation, name, phone: None });
            for (phone, office) in [(Some(PHONE), "请致电0931-2345678。"), (None, "请联系举办接访的机关。")]
            {
                let text =
                    call_text(&hearing(stage.clone()), &outsider, "https://a.example/query#XF62", phone);
                assert!(
                    text.contains("入场链接") && !text.contains("query"),
                    "they have no query code: {text}"
                );
                assert!(text.ends_with(office), "{text}");
            }
            let official = seat(Occupant::Official { staff: StaffId(NIL), room: None });
            let text = call_text(&hearing(stage), &official, "https://a.example/query#XF62", Some(PHONE));
            assert!(text.ends_with("正在等您。请登录工作台入席。"), "{text}");
        }
    }
}
