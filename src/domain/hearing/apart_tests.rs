use super::*;
use crate::domain::{
    event::Actor,
    ids::{EventId, PetitionId},
};
use uuid::Uuid;

const HEARING: HearingId = HearingId(Uuid::from_u128(9));

fn event(at: i64, kind: EventKind, talk: u128, seat: u128) -> Event {
    let told = TalkEvent {
        talk: TalkId(Uuid::from_u128(talk)),
        of: TalkKind::Consultation,
        seat: SeatId(Uuid::from_u128(seat)),
    };
    let change = told.change(kind);
    Event {
        id: EventId(Uuid::nil()),
        at: Timestamp(at),
        chain: "620102".parse().unwrap(),
        petition: PetitionId(Uuid::nil()),
        hearing: Some(HEARING),
        actor: Actor::System,
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    }
}

#[test]
fn the_log_tells_who_was_in_which_talk_and_when() {
    use EventKind::{HearingTalkEntered as Entered, HearingTalkLeft as Left, HearingTalkOpened as Opened};
    let events = [
        event(1, Opened, 1, 7),
        event(1, Entered, 1, 7),
        event(2, Entered, 1, 8),
        event(3, Opened, 2, 5),
        event(4, Left, 1, 8),
        event(5, Entered, 1, 8),
        event(6, Left, 1, 7),
        event(6, Left, 3, 7), // of a talk nobody opened
    ];
    let talks = TalkRecord::of(HEARING, &events);
    let told: Vec<_> = talks
        .iter()
        .map(|talk| {
            let stay = |stay: &TalkStay| (stay.seat.0.as_u128(), stay.from.0, stay.until.map(|at| at.0));
            (talk.opened_by.0.as_u128(), talk.stays.iter().map(stay).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(told, [(7, vec![(7, 1, Some(6)), (8, 2, Some(4)), (8, 5, None)]), (5, vec![])]);
    assert_eq!(talks[0].inside().map(|seat| seat.0.as_u128()).collect::<Vec<_>>(), [8]);
    assert_eq!(TalkRecord::of(HearingId(Uuid::nil()), &events), []);
}

#[test]
fn everybody_comes_back_when_the_hearing_goes_on() {
    let (at, reason) = (Timestamp(0), "设备检查五分钟".to_owned());
    let session = |phase| Stage::InSession { since: at, phase, phase_since: at };
    let statement = session(AgendaPhase::Statement);
    let deliberation = session(AgendaPhase::Deliberation);
    let paused = Stage::Paused { since: at, phase: AgendaPhase::Statement, phase_spent: 0, reason };
    let (ready, countdown) = (Stage::Ready { since: at }, Stage::Countdown { since: at, begins_at: at });
    let (review, signing) = (Stage::MinutesReview { since: at }, Stage::Signing { since: at });
    for (before, after, pulled) in [
        (&ready, &countdown, true),
        (&countdown, &statement, true),
        (&paused, &statement, true),
        (&deliberation, &session(AgendaPhase::Conclusion), true),
        (&statement, &session(AgendaPhase::Mediation), false),
        (&statement, &paused, false),
        (&statement, &deliberation, false),
        (&deliberation, &review, true),
        (&review, &signing, false),
        (&signing, &review, true),
        (&signing, &Stage::Closed { at }, true),
    ] {
        assert_eq!(TalkWindow::pulls_in(before, after), pulled, "{before:?} to {after:?}");
    }
}
