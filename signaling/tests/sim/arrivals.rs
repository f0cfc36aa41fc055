//! Who checks in, told as stories.

use crate::world::setup;
use signaling::{
    grant::Grants,
    room::{Ask, Conn, Fact, Input, Output, Room},
    wire::{CheckInState, CheckInView, RefusalCode, SeatId, ServerMessage},
};
use uuid::Uuid;

/// How far a seat has come; `needs` somebody to say who sits there.
pub fn arrival(seat: SeatId, needs: bool) -> CheckInView {
    CheckInView {
        seat,
        state: CheckInState::CheckingIn,
        needs_identity: needs,
        test: None,
        declared: false,
        phone: false,
        photo: false,
        language: None,
        interpreter: false,
        helps: None,
        name: None,
    }
}

#[test]
fn nobody_unknown_is_let_in_without_a_reason() {
    let mut room = Room::new(0, vec![setup(0, SEATS[0]), setup(1, SEATS[1])]);
    let connect = |n: usize| Input::Connected { seat: SEATS[n], conn: Conn(n as u64 + 1), peer: None };
    for input in [Input::Arrival(arrival(SEATS[1], true)), connect(0), connect(1)] {
        room.handle(0, input);
    }
    settle(&mut room);
    room.handle(0, Input::Granted(vec![(SEATS[0], Grants { preside: true, ..Grants::LOBBY })]));
    let ask = |re, ask| Input::Asked { seat: SEATS[0], conn: Conn(1), re, ask };
    room.handle(0, ask(1, Ask::Admit { seat: SEATS[1] }));
    let refused = |output: &Output| {
        matches!(
            output,
            Output::ToSeat {
                message: ServerMessage::Refused { re: 1, code: RefusalCode::NoIdentity, .. },
                ..
            }
        )
    };
    assert!(settle(&mut room).iter().any(refused));
    let reason = "证件遗失，本人已当面核对".to_owned();
    room.handle(0, ask(2, Ask::AdmitUnidentified { seat: SEATS[1], reason }));
    let outputs = settle(&mut room);
    let reasoned = |output: &Output| {
        matches!(output, Output::Record { fact: Fact::Admitted { reason: Some(_), .. }, .. })
    };
    assert!(outputs.iter().any(reasoned), "{outputs:?}");
    assert!(room.is_there(SEATS[1]));
}

#[test]
fn how_far_others_have_come_is_told_to_who_runs_the_hearing_only() {
    let mut room = Room::new(0, (0..3).map(|n| setup(n, SEATS[n])).collect());
    for (seat, n) in SEATS.into_iter().zip(1..) {
        room.handle(0, Input::Connected { seat, conn: Conn(n), peer: None });
    }
    settle(&mut room);
    room.handle(0, Input::Granted(vec![(SEATS[0], Grants { preside: true, ..Grants::LOBBY })]));
    settle(&mut room);
    room.handle(0, Input::Arrival(arrival(SEATS[1], false)));
    let told = |outputs: Vec<Output>| -> Vec<SeatId> {
        let news = |output| match output {
            Output::ToSeat { seat, message: ServerMessage::CheckIn { .. } } => Some(seat),
            _ => None,
        };
        outputs.into_iter().filter_map(news).collect()
    };
    assert_eq!(told(settle(&mut room)), [SEATS[0], SEATS[1]]);
    room.handle(0, Input::Arrival(arrival(SEATS[1], false)));
    assert!(told(settle(&mut room)).is_empty(), "nothing new is told twice");
}

const SEATS: [SeatId; 3] =
    [SeatId(Uuid::from_u128(1)), SeatId(Uuid::from_u128(2)), SeatId(Uuid::from_u128(3))];

/// Everything the room did; what it wants recorded is recorded.
fn settle(room: &mut Room) -> Vec<Output> {
    let mut outputs = Vec::new();
    while let Some(output) = room.poll_output() {
        if let Output::Record { question, .. } = &output {
            room.handle(0, Input::Recorded(*question));
        }
        outputs.push(output);
    }
    outputs
}
