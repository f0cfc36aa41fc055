//! Many people in one room, a virtual clock, and everything late, lost or out of order: whatever
//! happens, what flows is allowed, what is shown is true, and everybody is shown the same.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod apart;
mod arrivals;
mod asking;
mod checks;
mod client;
mod performing;
mod step;
mod stories;
mod world;

use proptest::prelude::*;
use signaling::wire::{SourceKind, TalkKind};
use step::Step;
use world::Sim;

fn kind() -> impl Strategy<Value = SourceKind> {
    prop_oneof![Just(SourceKind::Microphone), Just(SourceKind::Camera), Just(SourceKind::Screen)]
}

fn talk_kind() -> impl Strategy<Value = TalkKind> {
    prop_oneof![Just(TalkKind::Deliberation), Just(TalkKind::Consultation), Just(TalkKind::Mediation)]
}

/// Apart from the table. Who may is decided outside the room: here anybody tries anything.
fn apart() -> impl Strategy<Value = Step> {
    let (seat, talk) = (|| 0..6_usize, || 0..3_u8);
    prop_oneof![
        3 => (seat(), talk(), talk_kind(), prop::collection::vec(seat(), 0..3), any::<bool>())
            .prop_map(|(by, talk, of, invite, enter)| Step::OpenTalk { by, talk, of, invite, enter }),
        1 => (seat(), talk(), seat()).prop_map(|(by, talk, seat)| Step::Invite { by, talk, seat }),
        4 => (seat(), talk()).prop_map(|(by, talk)| Step::EnterTalk { by, talk }),
        1 => (seat(), talk()).prop_map(|(by, talk)| Step::DeclineTalk { by, talk }),
        2 => seat().prop_map(|by| Step::LeaveTalk { by }),
        1 => (seat(), talk(), any::<bool>()).prop_map(|(by, talk, locked)| Step::LockTalk { by, talk, locked }),
        1 => (seat(), talk()).prop_map(|(by, talk)| Step::CloseTalk { by, talk }),
        1 => seat().prop_map(|by| Step::CloseTalks { by }),
        1 => Just(Step::GoOn),
        2 => (seat(), prop::option::of(seat())).prop_map(|(by, to)| Step::Listen { by, to }),
        1 => (seat(), any::<bool>()).prop_map(|(by, aloud)| Step::SpeakAloud { by, aloud }),
        2 => (seat(), any::<bool>()).prop_map(|(seat, wishes)| Step::Arrive { seat, wishes }),
        1 => (seat(), seat()).prop_map(|(by, seat)| Step::CallWitness { by, seat }),
        1 => (seat(), seat()).prop_map(|(by, seat)| Step::ReleaseWitness { by, seat }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let seat = || 0..6_usize;
    prop_oneof![
        4 => (seat(), any::<bool>()).prop_map(|(seat, keeps_peer)| Step::Connect { seat, keeps_peer }),
        2 => seat().prop_map(|seat| Step::LoseSocket { seat }),
        2 => seat().prop_map(|seat| Step::Silence { seat }),
        2 => seat().prop_map(|seat| Step::Hear { seat }),
        1 => seat().prop_map(|seat| Step::LoseMedia { seat }),
        4 => (seat(), any::<bool>(), 0..4_u8).prop_map(|(seat, fresh, sections)| Step::Offer { seat, fresh, sections }),
        6 => (0..8_usize).prop_map(Step::Deliver),
        1 => (0..8_usize).prop_map(Step::RecordFails),
        4 => (seat(), seat()).prop_map(|(by, seat)| Step::Admit { by, seat }),
        1 => (seat(), seat()).prop_map(|(by, seat)| Step::Dismiss { by, seat }),
        1 => (seat(), seat()).prop_map(|(by, seat)| Step::Remove { by, seat }),
        2 => (seat(), seat(), kind(), any::<bool>()).prop_map(|(by, seat, kind, muted)| Step::Mute { by, seat, kind, muted }),
        1 => (seat(), any::<bool>()).prop_map(|(by, muted)| Step::MuteAll { by, muted }),
        2 => (seat(), kind(), any::<bool>()).prop_map(|(seat, kind, on)| Step::SetSource { seat, kind, on }),
        1 => (seat(), prop::option::of(seat())).prop_map(|(by, to)| Step::GiveFloor { by, to }),
        1 => (seat(), any::<bool>()).prop_map(|(seat, up)| Step::RaiseHand { seat, up }),
        1 => (seat(), any::<bool>()).prop_map(|(seat, away)| Step::Away { seat, away }),
        1 => seat().prop_map(|seat| Step::Leave { seat }),
        3 => prop::option::of(seat()).prop_map(|of| Step::Beside { of }),
        2 => any::<u8>().prop_map(Step::ChangeRights),
        1 => prop::collection::vec(seat(), 0..3).prop_map(Step::Speak),
        1 => prop::option::of(seat()).prop_map(Step::Spotlight),
        2 => (1..40_000_i64).prop_map(Step::Wait),
        12 => apart(),
    ]
}

proptest! {
    #[test]
    fn nothing_flows_that_is_not_granted_and_nothing_is_shown_that_is_not_so(
        at_table in 0..5_usize,
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut sim = Sim::at_the_table(6, at_table);
        for step in steps {
            sim.take(step);
            sim.check();
        }
        sim.settle();
        sim.check();
        sim.check_who_is_heard_has_media();
        sim.check_all_that_may_flow_does();
        sim.check_all_answered();
    }
}
