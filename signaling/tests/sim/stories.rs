//! The same room, told as stories.

mod apart;
mod away;
mod beside;

use crate::{
    step::Step,
    world::{Sim, setup},
};
use signaling::{
    room::{Before, Input, Routes, SeatSetup},
    wire::{Presence, SourceKind},
};

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
fn three_at_the_table_receive_each_others_sources_and_the_one_screen() {
    let sim = three_at_the_table();
    assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [4, 5, 5]);
}

#[test]
fn a_second_screen_waits_until_the_first_is_off() {
    let mut sim = three_at_the_table();
    let screen = |seat, on| Step::SetSource { seat, kind: SourceKind::Screen, on };
    sim.take(screen(1, true));
    assert_eq!([0, 2].map(|seat| sources_reaching(&sim, seat)), [4, 5], "refused");
    sim.take(screen(0, false));
    sim.take(screen(1, true));
    assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [5, 4, 5]);
}

/// Whoever was not heard, muted or away meanwhile finds another screen shown, and sees its own off.
#[test]
fn a_screen_that_comes_back_beside_another_is_off() {
    let screen = |seat, on| Step::SetSource { seat, kind: SourceKind::Screen, on };
    let mute = |muted| Step::Mute { by: 0, seat: 1, kind: SourceKind::Screen, muted };
    for (goes, comes) in [
        (Step::Silence { seat: 1 }, Step::Hear { seat: 1 }),
        (mute(true), mute(false)),
        (Step::Dismiss { by: 0, seat: 1 }, Step::Admit { by: 0, seat: 1 }),
    ] {
        let mut sim = three_at_the_table();
        sim.take(screen(0, false));
        sim.take(screen(1, true));
        sim.take(goes);
        sim.settle();
        sim.take(screen(2, true));
        sim.take(comes.clone());
        sim.settle();
        sim.check();
        let on = |n: usize| {
            let sources = &sim.witness.seats[&sim.id(n)].sources;
            sources.iter().any(|source| source.kind == SourceKind::Screen && source.on)
        };
        assert_eq!([0, 1, 2].map(on), [false, false, true], "{comes:?}");
        sim.take(screen(2, false));
        sim.take(screen(1, true));
        assert_eq!([0, 2].map(|seat| sources_reaching(&sim, seat)), [5, 5], "{comes:?}");
    }
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
    assert_eq!(sources_reaching(&sim, 1), 4);
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    sim.take(Step::Offer { seat: 2, fresh: true, sections: 3 });
    sim.settle();
    sim.take(Step::SetSource { seat: 2, kind: SourceKind::Microphone, on: true });
    assert_eq!(sources_reaching(&sim, 1), 4);
}

#[test]
fn on_another_day_everybody_waits_again_but_who_presides() {
    let mut sim = three_at_the_table();
    sim.take(Step::GiveFloor { by: 0, to: Some(1) });
    sim.take(Step::LoseSocket { seat: 2 });
    sim.settle();
    sim.feed(Input::Anew);
    sim.settle();
    let at = |sim: &Sim, n: usize| sim.witness.seats[&sim.id(n)].presence.clone();
    assert!(matches!(at(&sim, 0), Presence::Seated { .. }));
    assert!(matches!(at(&sim, 1), Presence::Waiting { .. }));
    assert_eq!(at(&sim, 2), Presence::Invited {});
    assert_eq!(sources_reaching(&sim, 0), 0);
    sim.take(Step::Admit { by: 0, seat: 1 });
    sim.settle();
    assert!(matches!(at(&sim, 1), Presence::Seated { .. }));
    assert_eq!(sim.witness.floor, None, "nobody has given it");
}

#[test]
fn who_was_removed_neither_hears_nor_comes_back() {
    let mut sim = three_at_the_table();
    sim.take(Step::Remove { by: 0, seat: 2 });
    assert_eq!(sources_reaching(&sim, 2), 5, "not before the record has it");
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

/// The record has them outside: what was decided before they went is over.
#[test]
fn who_leaves_and_is_back_before_their_admission_is_recorded_waits_as_well() {
    let mut sim = Sim::new(3);
    for seat in [0, 2] {
        sim.take(Step::Connect { seat, keeps_peer: false });
    }
    sim.settle();
    sim.take(Step::Admit { by: 0, seat: 2 });
    sim.take(Step::Leave { seat: 2 });
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    sim.settle();
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Waiting { since: 0 });
    sim.take(Step::Admit { by: 0, seat: 2 });
    sim.settle();
    assert_eq!(sim.witness.seats[&sim.id(2)].presence, Presence::Seated { since: 0 });
}

#[test]
fn who_presides_and_leaves_is_let_in_again_as_soon_as_they_are_back() {
    let mut sim = Sim::new(2);
    sim.take(Step::Connect { seat: 0, keeps_peer: false });
    sim.take(Step::Leave { seat: 0 });
    sim.take(Step::Connect { seat: 0, keeps_peer: false });
    sim.settle();
    assert_eq!(sim.witness.seats[&sim.id(0)].presence, Presence::Seated { since: 0 });
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

#[test]
fn where_sections_are_short_the_spotlight_is_seen_whoever_speaks() {
    let mut sim = Sim::at_the_table(4, 4);
    sim.take(Step::Offer { seat: 1, fresh: true, sections: 1 });
    sim.settle();
    let seen = |sim: &Sim| {
        let flows = sim.flows.iter().find(|routes| routes.receiver == sim.id(1)).unwrap();
        let cameras = flows.slots.iter().filter(|(_, source)| source.kind == SourceKind::Camera);
        cameras.map(|(_, source)| source.seat).collect::<Vec<_>>()
    };
    for (spotlight, speaks, shown) in [(None, 2, 2), (Some(3), 2, 3), (Some(3), 0, 3), (None, 0, 0)] {
        sim.take(Step::Spotlight(spotlight));
        sim.take(Step::Speak(vec![speaks]));
        // Screens are shown before all pictures of people.
        for seat in 0..4 {
            sim.take(Step::SetSource { seat, kind: SourceKind::Screen, on: false });
        }
        assert_eq!(seen(&sim), [sim.id(shown)], "{spotlight:?}, {speaks} speaks");
    }
}

#[test]
fn who_has_the_floor_undoes_its_own_mute_and_nobody_elses() {
    let mut sim = three_at_the_table();
    let mute = |by, seat, muted| Step::Mute { by, seat, kind: SourceKind::Microphone, muted };
    sim.take(mute(0, 1, true));
    sim.take(mute(0, 2, true));
    sim.take(mute(2, 2, false));
    assert_eq!(sources_reaching(&sim, 0), 2, "without the floor it stays");
    sim.take(Step::GiveFloor { by: 0, to: Some(2) });
    sim.take(mute(2, 1, false));
    assert_eq!(sources_reaching(&sim, 0), 2, "another's is not its own");
    sim.take(mute(2, 2, false));
    assert_eq!(sources_reaching(&sim, 0), 3);
}

#[test]
fn a_seat_that_is_withdrawn_neither_hears_nor_is_heard_and_nobody_comes_back_to_it() {
    let mut sim = three_at_the_table();
    let id = sim.id(2);
    sim.feed(Input::SeatIs(SeatSetup { before: Before::Withdrawn, ..setup(2, id) }));
    sim.settle();
    assert_eq!(sim.witness.seats[&id].presence, Presence::Withdrawn { since: 0 });
    assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [2, 3, 0]);
    sim.take(Step::Connect { seat: 2, keeps_peer: false });
    sim.settle();
    assert_eq!(sim.witness.seats[&id].presence, Presence::Withdrawn { since: 0 });
    assert_eq!(sim.room.at_table(), [sim.id(0), sim.id(1)]);
}
