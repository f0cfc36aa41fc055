//! The same room, told as stories.

use crate::world::{Sim, Step, setup};
use signaling::{
    grant::Grants,
    room::{Ask, Conn, Fact, HEARS_WITHOUT_WORD_MS, Input, Output, Room, Routes},
    wire::{
        CheckInAsk, CheckInState, CheckInView, DisconnectReason, Presence, RefusalCode, SeatId,
        ServerMessage, SourceKind,
    },
};
use uuid::Uuid;

fn three_at_the_table() -> Sim {
    Sim::at_the_table(3, 3)
}

fn sources_reaching(sim: &Sim, seat: usize) -> usize {
    let of = |routes: &&Routes| routes.receiver == sim.id(seat);
    sim.flows.iter().find(of).map_or(0, |routes| routes.slots.len())
}

#[test]
fn who_presides_comes_in_alone_and_the_others_wait() {
    let mut sim = Sim::new(3);
    sim.take(Step::Connect { seat: 0, keeps_peer: false });
    sim.take(Step::Connect { seat: 1, keeps_peer: false });
    sim.settle();
    assert_eq!(sim.witness.seats[&sim.id(0)].presence, Presence::Seated { since: 0 });
    assert_eq!(sim.witness.seats[&sim.id(1)].presence, Presence::Waiting { since: 0 });
}

#[test]
fn three_at_the_table_receive_each_others_three_sources() {
    let sim = three_at_the_table();
    assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [6, 6, 6]);
}

#[test]
fn an_admission_waits_for_the_record() {
    let mut sim = Sim::new(3);
    sim.take(Step::Connect { seat: 0, keeps_peer: false });
    sim.settle();
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    sim.take(Step::Admit { by: 0, seat: 2 });
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Waiting { since: 0 });
    sim.take(Step::RecordFails(0));
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Waiting { since: 0 });
    sim.take(Step::Admit { by: 0, seat: 2 });
    sim.take(Step::Deliver(0));
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Seated { since: 0 });
    sim.check_all_answered();
}

#[test]
fn a_mute_silences_in_the_same_moment_and_survives_a_reload() {
    let mut sim = three_at_the_table();
    let muted = Step::Mute { by: 0, seat: 2, kind: SourceKind::Microphone, muted: true };
    sim.take(muted);
    assert_eq!(sources_reaching(&sim, 1), 5);
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    sim.take(Step::Offer { seat: 2, fresh: true, sections: 3 });
    sim.settle();
    sim.take(Step::SetSource { seat: 2, kind: SourceKind::Microphone, on: true });
    assert_eq!(sources_reaching(&sim, 1), 5);
}

#[test]
fn a_lost_socket_does_not_stop_the_sound_but_half_a_minute_does() {
    let mut sim = three_at_the_table();
    sim.take(Step::LoseSocket { seat: 1 });
    sim.settle();
    let reason = DisconnectReason::Network;
    assert_eq!(
        sim.witness.seats[&sim.id(1)].presence,
        Presence::Dropped { since: 0, reason, admitted: true }
    );
    assert_eq!(sources_reaching(&sim, 1), 6);
    assert_eq!(sim.room.next_deadline(), Some(HEARS_WITHOUT_WORD_MS));
    sim.take(Step::Wait(HEARS_WITHOUT_WORD_MS));
    assert_eq!(sources_reaching(&sim, 1), 0);
    assert_eq!(sim.room.next_deadline(), None);
}

#[test]
fn who_comes_back_keeps_place_and_media() {
    let mut sim = three_at_the_table();
    sim.take(Step::LoseSocket { seat: 1 });
    sim.settle();
    sim.take(Step::Wait(4000));
    sim.take(Step::Connect { seat: 1, keeps_peer: true });
    sim.check();
    assert_eq!(sim.witness.seats[&sim.id(1)].presence, Presence::Seated { since: 4000 });
    assert_eq!(sources_reaching(&sim, 1), 6);
    let seat = sim.id(1);
    let reason = DisconnectReason::Network;
    assert_eq!(sim.record[sim.record.len() - 2..], [Fact::Dropped { seat, reason }, Fact::Back { seat }]);
}

#[test]
fn who_was_removed_neither_hears_nor_comes_back() {
    let mut sim = three_at_the_table();
    sim.take(Step::Remove { by: 0, seat: 2 });
    assert_eq!(sources_reaching(&sim, 2), 6, "not before the record has it");
    sim.settle();
    assert_eq!([1, 2].map(|seat| sources_reaching(&sim, seat)), [3, 0]);
    sim.take(Step::Connect { seat: 2, keeps_peer: true });
    assert!(!sim.clients.contains_key(&sim.id(2)));
}

#[test]
fn who_leaves_comes_back_through_the_lobby() {
    let mut sim = three_at_the_table();
    sim.take(Step::Leave { seat: 2 });
    sim.settle();
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Left { since: 0 });
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Waiting { since: 0 });
}

#[test]
fn a_second_device_of_a_seat_replaces_the_first() {
    let mut sim = three_at_the_table();
    let first = sim.clients[&sim.id(1)].conn;
    sim.take(Step::Connect { seat: 1, keeps_peer: false });
    sim.settle();
    assert!(sim.clients[&sim.id(1)].conn > first);
    assert_eq!(sim.witness.seats[&sim.id(1)].presence, Presence::Seated { since: 0 });
    assert_eq!(sources_reaching(&sim, 1), 0, "the first device's media is gone");
}

#[test]
fn the_floor_goes_with_its_holder_and_answers_the_hand() {
    let mut sim = three_at_the_table();
    sim.take(Step::RaiseHand { seat: 2, up: true });
    assert_eq!(sim.witness.seats[&sim.id(2)].hand, Some(0));
    sim.take(Step::GiveFloor { by: 0, to: Some(2) });
    assert_eq!((sim.witness.floor, sim.witness.seats[&sim.id(2)].hand), (Some(sim.id(2)), None));
    sim.take(Step::Dismiss { by: 0, seat: 2 });
    sim.settle();
    assert_eq!(sim.witness.floor, None);
}

#[test]
fn one_section_for_sound_carries_who_spoke_last_or_who_presides() {
    let mut sim = three_at_the_table();
    sim.take(Step::Offer { seat: 2, fresh: true, sections: 1 });
    sim.settle();
    for (speaks, carried) in [(vec![], 0), (vec![1], 1), (vec![], 1), (vec![2], 1), (vec![0, 1], 0)] {
        sim.take(Step::Speak(speaks.clone()));
        let routes = sim.flows.iter().find(|routes| routes.receiver == sim.id(2)).unwrap();
        let sound = routes.slots.iter().find(|(_, source)| source.kind == SourceKind::Microphone).unwrap();
        assert_eq!(sound.1.seat, sim.id(carried), "{speaks:?} speak");
    }
}

/// How far a seat has come; `needs` somebody to say who sits there.
fn arrival(seat: SeatId, needs: bool) -> CheckInView {
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
    let admit = CheckInAsk::AdmitUnidentified {
        seat: SEATS[1],
        reason: "证件遗失，本人已当面核对".to_owned(),
    };
    room.handle(0, ask(2, Ask::CheckIn(admit)));
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
    for n in 0..3 {
        room.handle(0, Input::Connected { seat: SEATS[n], conn: Conn(n as u64 + 1), peer: None });
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
