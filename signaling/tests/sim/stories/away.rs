//! Who is away for a moment, for hours, or out of sight.

use super::{sources_reaching, three_at_the_table};
use crate::{step::Step, world::Sim};
use signaling::{
    room::{Fact, HEARS_WITHOUT_WORD_MS, Input},
    wire::{DisconnectReason, Presence, SourceKind},
};

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
    assert_eq!(sources_reaching(&sim, 1), 5);
    assert_eq!(sim.room.next_deadline(), Some(HEARS_WITHOUT_WORD_MS));
    sim.take(Step::Wait(HEARS_WITHOUT_WORD_MS));
    assert_eq!(sources_reaching(&sim, 1), 0);
    assert_eq!(sim.room.next_deadline(), None);
}

/// The time of whose floor it is runs while they are heard, and not for who says nothing that anybody hears.
#[test]
fn who_has_the_floor_speaks_on_while_a_lost_socket_leaves_the_sound() {
    let kind = SourceKind::Microphone;
    for heard in [true, false] {
        let mut sim = three_at_the_table();
        sim.take(Step::GiveFloor { by: 0, to: Some(1) });
        sim.take(Step::SetSource { seat: 1, kind, on: heard });
        sim.settle();
        assert!(sim.room.floor_speaks(), "who is there need not open their microphone");
        sim.take(Step::LoseSocket { seat: 1 });
        sim.settle();
        assert_eq!(sim.room.floor_speaks(), heard);
        sim.take(Step::Wait(HEARS_WITHOUT_WORD_MS));
        sim.settle();
        assert!(!sim.room.floor_speaks());
    }
}

#[test]
fn media_of_a_page_that_is_closed_end_with_it() {
    let mut sim = three_at_the_table();
    assert!(sim.room.has_media(sim.id(1)));
    sim.take(Step::ClosePage { seat: 1 });
    sim.settle();
    assert!(!sim.room.has_media(sim.id(1)), "the next page may offer ahead of its socket");
    assert_eq!((sources_reaching(&sim, 1), sim.room.next_deadline()), (0, None));
    sim.take(Step::Connect { seat: 1, keeps_peer: false });
    sim.take(Step::Offer { seat: 1, fresh: true, sections: 3 });
    sim.settle();
    assert_eq!(sources_reaching(&sim, 1), 5);
}

#[test]
fn media_offered_ahead_of_a_socket_wait_half_a_minute_for_it() {
    let mut sim = three_at_the_table();
    sim.take(Step::LoseSocket { seat: 1 });
    sim.settle();
    sim.take(Step::Wait(2 * HEARS_WITHOUT_WORD_MS));
    assert!(!sim.room.has_media(sim.id(1)));
    let (seat, peer, receivers) = (sim.id(1), 99, Vec::new());
    let offered = Input::Offered { seat, conn: None, peer, sources: Vec::new(), receivers };
    sim.room.handle(2 * HEARS_WITHOUT_WORD_MS, offered);
    assert!(sim.room.has_media(seat), "it is not ended for what was lost long ago");
    assert_eq!(sim.room.offered_ahead(seat), Some(peer));
    assert_eq!(sim.room.next_deadline(), Some(3 * HEARS_WITHOUT_WORD_MS));
    sim.room.handle(3 * HEARS_WITHOUT_WORD_MS, Input::Tick);
    assert!(!sim.room.has_media(seat) && sim.room.next_deadline().is_none());
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
    assert_eq!(sources_reaching(&sim, 1), 5);
    let seat = sim.id(1);
    let reason = DisconnectReason::Network;
    assert_eq!(sim.record[sim.record.len() - 2..], [Fact::Dropped { seat, reason }, Fact::Back { seat }]);
}

/// UDP that is blocked in the middle of a call, or a stalled media thread: the page may not even notice.
#[test]
fn media_that_fell_silent_goes_on_where_it_was_when_it_is_heard_again() {
    let mut sim = three_at_the_table();
    let flowed = sim.flows.clone();
    for restarts in [false, true] {
        sim.take(Step::Silence { seat: 1 });
        sim.settle();
        assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [2, 0, 3]);
        assert!(!sim.room.has_media(sim.id(1)));
        if restarts {
            sim.take(Step::Offer { seat: 1, fresh: false, sections: 3 });
            sim.settle();
            assert_eq!(sources_reaching(&sim, 1), 0, "not before it is heard");
        }
        sim.take(Step::Hear { seat: 1 });
        sim.settle();
        sim.check();
        assert_eq!(sim.flows, flowed, "each by its own section");
    }
    assert_eq!(sim.numbers(), 3, "nobody had to make a fresh connection");
}

/// The media plane keeps it for its return: until it is told, it lets nobody in with a lower number.
#[test]
fn a_silent_peer_that_the_next_page_does_not_hold_is_hung_up() {
    for (keeps_peer, kept) in [(false, false), (true, true)] {
        let mut sim = three_at_the_table();
        sim.take(Step::Silence { seat: 1 });
        sim.settle();
        sim.take(Step::Connect { seat: 1, keeps_peer });
        assert_eq!(sim.peers.contains_key(&sim.id(1)), kept);
        assert!(!sim.held.contains_key(&sim.id(1)), "it makes a fresh one either way");
        sim.take(Step::Offer { seat: 1, fresh: true, sections: 3 });
        sim.settle();
        assert_eq!(sources_reaching(&sim, 1), 5);
    }
}

/// A phone that locks itself, a lift, a dead battery: however long it takes, nobody has to let them in again.
#[test]
fn a_seat_is_kept_for_hours_and_its_return_asks_nothing_of_anybody() {
    for gone in [4_000, 10 * 60_000, 3 * 60 * 60_000] {
        let mut sim = three_at_the_table();
        let (before, seat, reason) = (sim.record.len(), sim.id(1), DisconnectReason::Network);
        sim.take(Step::LoseSocket { seat: 1 });
        sim.take(Step::LoseMedia { seat: 1 });
        sim.settle();
        sim.take(Step::Wait(gone));
        let kept = Presence::Dropped { since: 0, reason, admitted: true };
        assert_eq!(sim.witness.seats[&seat].presence, kept);
        assert_eq!([0, 2].map(|seat| sources_reaching(&sim, seat)), [2, 3], "the others go on");
        sim.take(Step::Connect { seat: 1, keeps_peer: true });
        sim.take(Step::Offer { seat: 1, fresh: true, sections: 3 });
        sim.settle();
        sim.check();
        assert_eq!(sim.witness.seats[&seat].presence, Presence::Seated { since: gone });
        assert_eq!([0, 1, 2].map(|seat| sources_reaching(&sim, seat)), [4, 5, 5]);
        assert_eq!(sim.record[before..], [Fact::Dropped { seat, reason }, Fact::Back { seat }]);
    }
}

/// A phone that is locked says so before it falls silent, so that nobody waits six seconds to see it.
#[test]
fn who_is_out_of_sight_is_shown_as_away_until_their_page_is_back() {
    let mut sim = three_at_the_table();
    let away = |sim: &Sim| sim.witness.seats[&sim.id(1)].away;
    sim.take(Step::Wait(500));
    sim.take(Step::Away { seat: 1, away: true });
    assert_eq!((away(&sim), sources_reaching(&sim, 0)), (Some(500), 4), "what it sends flows on");
    sim.take(Step::Wait(500));
    sim.take(Step::Away { seat: 1, away: true });
    assert_eq!(away(&sim), Some(500), "since it went");
    sim.take(Step::LoseSocket { seat: 1 });
    sim.settle();
    sim.take(Step::Wait(10 * 60_000));
    assert_eq!(away(&sim), Some(500));
    sim.take(Step::Connect { seat: 1, keeps_peer: false });
    assert_eq!(away(&sim), None, "another page is another page");
    sim.take(Step::Away { seat: 1, away: true });
    sim.take(Step::Away { seat: 1, away: false });
    assert_eq!(away(&sim), None);
    sim.take(Step::Away { seat: 1, away: true });
    sim.take(Step::LoseSocket { seat: 1 });
    sim.settle();
    let seat = sim.id(1);
    sim.feed(Input::DeviceEnded(seat));
    assert_eq!(away(&sim), None, "that device does not come back");
}
