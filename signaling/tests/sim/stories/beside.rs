//! Who sits beside another and has no device of their own.

use crate::{
    step::Step,
    world::{COMPANION, Sim},
};
use signaling::{
    room::Fact,
    wire::{DisconnectReason, Presence, SourceKind},
};

const HOST: usize = 2;

/// Three are at the table with sound and picture; the fourth sits before the third one's camera and waits.
fn waiting_beside() -> Sim {
    let mut sim = Sim::at_the_table(4, 3);
    sim.take(Step::Beside { of: Some(HOST) });
    sim
}

fn seated_beside() -> Sim {
    let mut sim = waiting_beside();
    sim.take(Step::Admit { by: 0, seat: COMPANION });
    sim.settle();
    sim.check();
    sim
}

fn presence(sim: &Sim, seat: usize) -> Presence {
    sim.witness.seats[&sim.id(seat)].presence.clone()
}

#[test]
fn who_sits_beside_a_seat_waits_with_it_and_is_let_in_without_a_device() {
    let mut sim = Sim::at_the_table(4, 3);
    sim.take(Step::Admit { by: 0, seat: COMPANION });
    sim.settle();
    assert_eq!(presence(&sim, COMPANION), Presence::Invited {}, "nobody waits there");
    sim.take(Step::Beside { of: Some(HOST) });
    assert_eq!(presence(&sim, COMPANION), Presence::Waiting { since: 0 });
    assert!(!sim.room.is_there(sim.id(COMPANION)), "nobody is let in by a chair");
    sim.take(Step::Admit { by: 0, seat: COMPANION });
    sim.settle();
    assert_eq!(presence(&sim, COMPANION), Presence::Seated { since: 0 });
    assert_eq!(sim.witness.seats[&sim.id(COMPANION)].beside, Some(sim.id(HOST)));
    assert!(sim.room.is_there(sim.id(COMPANION)));
    sim.check_all_answered();
}

#[test]
fn a_camera_that_is_lost_takes_who_sits_before_it_along_and_brings_them_back() {
    let mut sim = seated_beside();
    sim.take(Step::LoseSocket { seat: HOST });
    sim.settle();
    let lost = Presence::Dropped { since: 0, reason: DisconnectReason::Network, admitted: true };
    assert_eq!([presence(&sim, HOST), presence(&sim, COMPANION)], [lost.clone(), lost]);
    assert!(!sim.room.is_there(sim.id(COMPANION)));
    sim.take(Step::Connect { seat: HOST, keeps_peer: true });
    sim.settle();
    assert!(sim.room.is_there(sim.id(COMPANION)), "and nobody lets them in again");
    let of = |found: fn(&Fact) -> bool| {
        let facts = sim.record.iter().filter(|fact| found(fact));
        facts.map(Fact::seat).collect::<Vec<_>>()
    };
    let both = [sim.id(HOST), sim.id(COMPANION)];
    assert_eq!(of(|fact| matches!(fact, Fact::Dropped { .. })), both);
    assert_eq!(of(|fact| matches!(fact, Fact::Back { .. })), both);
}

#[test]
fn who_gives_up_the_place_or_is_sent_out_takes_along_who_sits_beside() {
    for goes in [Step::Leave { seat: HOST }, Step::Dismiss { by: 0, seat: HOST }] {
        let mut sim = seated_beside();
        sim.take(goes.clone());
        sim.settle();
        sim.check();
        assert_eq!(sim.room.at_table(), [sim.id(0), sim.id(1)], "{goes:?}");
        assert!(sim.record.contains(&Fact::Left { seat: sim.id(COMPANION) }), "{goes:?}");
        sim.take(Step::Connect { seat: HOST, keeps_peer: false });
        sim.take(Step::Admit { by: 0, seat: HOST });
        sim.take(Step::Admit { by: 0, seat: COMPANION });
        sim.settle();
        assert!(sim.room.is_there(sim.id(COMPANION)), "{goes:?}");
    }
}

#[test]
fn with_the_floor_they_speak_into_the_microphone_they_share() {
    let mut sim = seated_beside();
    let kind = SourceKind::Microphone;
    sim.take(Step::Mute { by: 0, seat: HOST, kind, muted: true });
    sim.take(Step::Mute { by: HOST, seat: HOST, kind, muted: false });
    assert_eq!(sim.room.muted(sim.id(HOST)), [kind], "without the floor it stays");
    sim.take(Step::GiveFloor { by: 0, to: Some(COMPANION) });
    sim.take(Step::Mute { by: HOST, seat: HOST, kind, muted: false });
    assert_eq!(sim.room.muted(sim.id(HOST)), []);
    sim.take(Step::Speak(vec![HOST, 1]));
    assert_eq!(sim.room.speaking(), [sim.id(COMPANION), sim.id(1)], "it is their voice");
    sim.take(Step::GiveFloor { by: 0, to: None });
    assert_eq!(sim.room.speaking(), [sim.id(HOST), sim.id(1)]);
    sim.check();
}

/// The phone was for the signature.
#[test]
fn a_device_of_their_own_comes_and_goes_and_they_stay() {
    let mut sim = seated_beside();
    for goes in [Step::Leave { seat: COMPANION }, Step::ClosePage { seat: COMPANION }] {
        sim.take(Step::Connect { seat: COMPANION, keeps_peer: false });
        sim.settle();
        sim.take(goes.clone());
        sim.settle();
        sim.check();
        assert_eq!(presence(&sim, COMPANION), Presence::Seated { since: 0 }, "{goes:?}");
    }
}

#[test]
fn who_sits_there_no_more_keeps_the_place_and_comes_by_themselves() {
    let mut sim = seated_beside();
    sim.take(Step::Beside { of: None });
    sim.settle();
    assert!(matches!(presence(&sim, COMPANION), Presence::Dropped { admitted: true, .. }));
    sim.take(Step::Connect { seat: COMPANION, keeps_peer: false });
    sim.settle();
    assert_eq!(presence(&sim, COMPANION), Presence::Seated { since: 0 });
    sim.check();
}
