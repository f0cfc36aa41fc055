use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        hearing::{
            AgendaPhase, Presiding, Seat, Side,
            presiding::{
                ConductCode, Layout, Measure, MeasureKind, SpeakingClock, SpeakingTime, StandIn, Turn,
            },
        },
        ids::OpId,
    },
    storage::StoreError,
};
use uuid::Uuid;

contract!(presiding_comes_back_as_it_was_put, measures_are_only_added);

fn presiding() -> Presiding {
    let time = |phase, side, allotted, spent| SpeakingTime { phase, side, allotted, spent };
    let running = Some((AgendaPhase::Statement, MORNING));
    Presiding {
        absence_grace: 120_000,
        stand_in: Some(StandIn { seat: seat_id(1, 1), since: Some(MORNING) }),
        microphones_locked: true,
        layout: Layout::Three,
        spotlight: Some(seat_id(1, 2)),
        floor: Some(seat_id(1, 2)),
        clock: SpeakingClock {
            times: vec![
                time(AgendaPhase::Response, Side::Unit, None, 0),
                time(AgendaPhase::Statement, Side::Petitioner, Some(600_000), 61_000),
            ],
            turn: Some(Turn { side: Side::Petitioner, running }),
        },
    }
}

async fn presiding_comes_back_as_it_was_put(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    assert_eq!(tx.presiding(hearing_id(1)).await.unwrap(), Presiding::default());
    let mut kept = presiding();
    tx.put_presiding(hearing_id(1), &kept).await.unwrap();
    let later = Some(StandIn { seat: seat_id(1, 1), since: Some(MORNING.plus_millis(1)) });
    tx.put_presiding(hearing_id(1), &Presiding { stand_in: later, ..kept.clone() }).await.unwrap();
    tx.put_presiding(hearing_id(1), &kept).await.unwrap();
    assert_eq!(tx.presiding(hearing_id(1)).await.unwrap(), kept);
    kept.clock.times[0].spent = 5_000;
    let turns = [None, Some(Turn { side: Side::Unit, running: None })];
    for turn in turns {
        kept = Presiding { stand_in: None, spotlight: None, floor: None, ..kept };
        kept.clock.turn = turn;
        tx.put_presiding(hearing_id(1), &kept).await.unwrap();
        assert_eq!(tx.presiding(hearing_id(1)).await.unwrap(), kept);
    }
    let hearing = tx.hearing(hearing_id(1)).await.unwrap().unwrap();
    let acted: Vec<_> =
        hearing.seats.iter().filter_map(|seat| seat.acted.map(|since| (seat.id, since))).collect();
    assert_eq!(acted, [(seat_id(1, 1), MORNING)], "whoever led once did, since the first time");
    let stood_in = hearing.seats.iter().find(|seat| seat.acted.is_some()).unwrap();
    tx.save_seat(hearing_id(1), &Seat { acted: None, ..stood_in.clone() }).await.unwrap();
    assert_eq!(tx.hearing(hearing_id(1)).await.unwrap().unwrap().seats, hearing.seats);
}

async fn measures_are_only_added(test: TestStore) {
    let mut tx = scheduled(&test, 1).await;
    let measures: Vec<_> = (1..)
        .zip(MeasureKind::ALL.iter().cycle().zip(ConductCode::ALL))
        .map(|(number, (kind, code))| Measure {
            id: OpId(Uuid::from_u128(number)),
            hearing: hearing_id(1),
            seat: seat_id(1, 2),
            kind: *kind,
            code: *code,
            by: seat_id(1, 1),
            at: MORNING.plus_millis(i64::try_from(number).unwrap()),
        })
        .collect();
    for measure in &measures {
        tx.add_measure(measure).await.unwrap();
    }
    assert_eq!(tx.measures(hearing_id(1)).await.unwrap(), measures);
    let twice = tx.add_measure(&measures[0]).await;
    assert!(matches!(twice, Err(StoreError::Exists { .. })), "{twice:?}");
}
