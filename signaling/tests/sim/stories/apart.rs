//! Apart from the table: private talks, interpreters, witnesses.

use super::sources_reaching;
use crate::{step::Step, world::Sim};
use signaling::{
    room::{Fact, TalkDeed},
    wire::{SourceKind, TalkKind, WitnessIs},
};

fn opens(by: usize, invite: Vec<usize>) -> Step {
    Step::OpenTalk { by, talk: 0, of: TalkKind::Consultation, invite, enter: true }
}

#[test]
fn a_private_talk_is_heard_by_who_is_in_it_alone_and_never_recorded() {
    let mut sim = Sim::at_the_table(4, 4);
    sim.take(opens(2, vec![3]));
    // One screen at a time: the first seat's.
    assert_eq!(sources_reaching(&sim, 2), 7, "not before the record has it");
    sim.settle();
    assert_eq!([0, 1, 2, 3].map(|seat| sources_reaching(&sim, seat)), [4, 5, 0, 5]);
    sim.take(Step::EnterTalk { by: 3, talk: 0 });
    sim.settle();
    assert_eq!([0, 1, 2, 3].map(|seat| sources_reaching(&sim, seat)), [2, 3, 2, 2]);
    assert_eq!(sim.room.sending().len(), 5);
    sim.take(Step::EnterTalk { by: 1, talk: 1 });
    sim.check();
    sim.check_all_answered();
}

/// Invariant 9: what was shown to the people of one place is not shown to those of another.
#[test]
fn a_screen_stays_where_it_was_shared_and_hinders_none_elsewhere() {
    let screen = |seat, on| Step::SetSource { seat, kind: SourceKind::Screen, on };
    let screens = |sim: &Sim| {
        [0, 1, 2, 3].map(|seat| {
            let of = sim.flows.iter().filter(|routes| routes.receiver == sim.id(seat));
            let shown = of.flat_map(|routes| &routes.slots).filter(|(_, one)| one.kind == SourceKind::Screen);
            shown.map(|(_, one)| sim.ids.iter().position(|id| *id == one.seat).unwrap()).collect::<Vec<_>>()
        })
    };
    for shown_at_table in [true, false] {
        let mut sim = Sim::at_the_table(4, 4);
        sim.take(opens(2, vec![3]));
        sim.settle();
        sim.take(Step::EnterTalk { by: 3, talk: 0 });
        sim.settle();
        sim.take(screen(2, true));
        assert_eq!(screens(&sim), [vec![], vec![0], vec![], vec![2]], "one in each place");
        sim.check();
        sim.take(screen(0, shown_at_table));
        sim.take(Step::GoOn);
        sim.settle();
        sim.check();
        let zero = if shown_at_table { vec![0] } else { vec![] };
        assert_eq!(screens(&sim), [vec![], zero.clone(), zero.clone(), zero], "not the one of the talk");
        let recorded = sim.room.sending();
        assert!(!recorded.iter().any(|one| one.seat == sim.id(2) && one.kind == SourceKind::Screen));
    }
    let mut sim = Sim::at_the_table(4, 4);
    sim.take(screen(0, false));
    sim.take(screen(2, true));
    sim.take(opens(2, vec![3]));
    sim.settle();
    sim.take(Step::EnterTalk { by: 3, talk: 0 });
    sim.settle();
    assert_eq!(screens(&sim), [vec![], vec![], vec![], vec![]], "nor of the table in the talk");
}

#[test]
fn when_the_hearing_goes_on_everybody_is_back_and_who_was_on_the_way_in_too() {
    let mut sim = Sim::at_the_table(4, 4);
    sim.take(opens(2, vec![3]));
    sim.settle();
    sim.take(Step::EnterTalk { by: 3, talk: 0 });
    sim.take(Step::GoOn);
    sim.settle();
    sim.check();
    assert_eq!([0, 1, 2, 3].map(|seat| sources_reaching(&sim, seat)), [6, 7, 7, 7]);
    assert_eq!(sim.witness.apart.talks, []);
    let deeds: Vec<_> = sim
        .record
        .iter()
        .filter_map(|fact| match fact {
            Fact::Talk { seat, deed, .. } => Some((*seat, *deed)),
            _ => None,
        })
        .collect();
    let (two, three, left) = (sim.id(2), sim.id(3), TalkDeed::Left { by: None });
    assert_eq!(
        deeds,
        [(two, TalkDeed::Opened { enters: true }), (two, left), (three, TalkDeed::Entered), (three, left)]
    );
}

#[test]
fn a_locked_door_opens_to_who_was_invited_before() {
    let mut sim = Sim::at_the_table(4, 4);
    sim.take(opens(1, vec![2]));
    sim.settle();
    for step in [
        Step::LockTalk { by: 1, talk: 0, locked: true },
        Step::Invite { by: 1, talk: 0, seat: 3 },
        Step::EnterTalk { by: 2, talk: 0 },
        Step::EnterTalk { by: 3, talk: 0 },
    ] {
        sim.take(step);
        sim.settle();
    }
    assert_eq!(sim.witness.apart.talks[0].members, [sim.id(1), sim.id(2)]);
}

#[test]
fn an_interpreter_is_heard_by_who_listens_and_aloud_by_all() {
    let mut sim = Sim::at_the_table(6, 6);
    sim.take(Step::ChangeRights(u8::MAX));
    let hears = |sim: &Sim, seat: usize| {
        let routes = sim.flows.iter().find(|routes| routes.receiver == sim.id(seat)).unwrap();
        let voice = |source: &signaling::room::Source| {
            source.seat == sim.interpreter() && source.kind == SourceKind::Microphone
        };
        routes.slots.iter().any(|(_, source)| voice(source))
    };
    assert!(!hears(&sim, 2) && !hears(&sim, 3));
    sim.take(Step::Listen { by: 2, to: Some(4) });
    assert!(hears(&sim, 2) && !hears(&sim, 3));
    sim.take(Step::SpeakAloud { by: 4, aloud: true });
    assert!(hears(&sim, 2) && hears(&sim, 3));
    sim.take(Step::SpeakAloud { by: 4, aloud: false });
    sim.take(Step::Listen { by: 2, to: None });
    assert!(!hears(&sim, 2) && !hears(&sim, 3));
}

#[test]
fn who_wished_an_interpreter_hears_theirs_from_their_seat_on_until_they_choose() {
    let mut sim = Sim::at_the_table(6, 4);
    sim.take(Step::ChangeRights(u8::MAX));
    sim.take(Step::Arrive { seat: 2, wishes: true });
    sim.take(Step::Arrive { seat: 3, wishes: false });
    let listeners = |sim: &Sim| sim.witness.apart.interpreters[0].listeners.clone();
    assert_eq!(sim.room.without_interpreter(), [sim.id(2)], "none of the language is at the table");
    assert!(listeners(&sim).is_empty());
    for step in [Step::Connect { seat: 4, keeps_peer: false }, Step::Admit { by: 0, seat: 4 }] {
        sim.take(step);
        sim.settle();
    }
    assert!(sim.room.without_interpreter().is_empty());
    assert_eq!(listeners(&sim), [sim.id(2)], "who speaks it and did not wish one hears the floor alone");
    sim.take(Step::Dismiss { by: 0, seat: 2 });
    sim.settle();
    assert!(listeners(&sim).is_empty(), "a wish is told of at the table only");
    sim.take(Step::Admit { by: 0, seat: 2 });
    sim.settle();
    sim.take(Step::Listen { by: 2, to: None });
    assert!(listeners(&sim).is_empty());
    sim.take(Step::Arrive { seat: 2, wishes: true });
    assert!(listeners(&sim).is_empty(), "an own choice stays");
    sim.take(Step::Listen { by: 2, to: Some(4) });
    assert_eq!(listeners(&sim), [sim.id(2)]);
}

#[test]
fn a_witness_is_outside_then_in_then_heard() {
    let mut sim = Sim::at_the_table(6, 0);
    for seat in [0, 5] {
        sim.take(Step::Connect { seat, keeps_peer: false });
        sim.settle();
    }
    let is = |sim: &Sim| sim.witness.apart.witnesses[0].is;
    assert_eq!(is(&sim), WitnessIs::Outside);
    for (step, then) in [
        (Step::CallWitness { by: 0, seat: 5 }, WitnessIs::Testifying),
        (Step::ReleaseWitness { by: 0, seat: 5 }, WitnessIs::Heard),
        (Step::CallWitness { by: 0, seat: 5 }, WitnessIs::Testifying),
        (Step::Leave { seat: 5 }, WitnessIs::Heard),
        (Step::Connect { seat: 5, keeps_peer: false }, WitnessIs::Heard),
        (Step::CallWitness { by: 0, seat: 5 }, WitnessIs::Testifying),
    ] {
        sim.take(step);
        sim.settle();
        assert_eq!(is(&sim), then);
    }
}
