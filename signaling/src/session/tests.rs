use super::*;
use crate::wire::SeatId;
use uuid::Uuid;

fn frame(id: u32, message: ClientMessage) -> Input {
    Input::Frame(ClientFrame { id, message })
}

fn hello(protocol: u32) -> Input {
    frame(0, ClientMessage::Hello { protocol, ticket: "a1".into(), peer: Some(3) })
}

fn raise_hand(id: u32) -> Input {
    frame(id, ClientMessage::RaiseHand { up: true })
}

fn offer(id: u32) -> Input {
    let (sources, receivers) = (Vec::new(), Vec::new());
    frame(id, ClientMessage::Offer { peer: 1, sdp: String::new(), sources, receivers })
}

fn drain(session: &mut Session) -> Vec<Output> {
    std::iter::from_fn(|| session.poll_output()).collect()
}

fn feed(session: &mut Session, now: u64, input: Input) -> Vec<Output> {
    session.handle(now, input);
    drain(session)
}

fn live() -> Session {
    let mut session = Session::new(0);
    feed(&mut session, 0, hello(PROTOCOL));
    feed(&mut session, 0, Input::LetIn);
    session
}

#[track_caller]
fn check_ends(outputs: &[Output], reason: ByeReason, code: u16) {
    assert!(
        outputs
            .iter()
            .any(|o| matches!(o, Output::Send(ServerMessage::Bye { reason: said, .. }) if *said == reason)),
        "{outputs:?}"
    );
    assert_eq!(outputs.last(), Some(&Output::Close(code)));
}

#[test]
fn hello_is_verified_then_requests_pass() {
    let mut session = Session::new(0);
    let asked = feed(&mut session, 10, hello(PROTOCOL));
    assert_eq!(asked, [Output::Verify { ticket: "a1".into(), peer: Some(3) }]);
    assert_eq!(feed(&mut session, 20, Input::LetIn), []);
    let passed = feed(&mut session, 30, raise_hand(7));
    let message = ClientMessage::RaiseHand { up: true };
    assert_eq!(passed, [Output::ToRoom(ClientFrame { id: 7, message })]);
}

#[test]
fn a_bad_start_ends_with_its_reason() {
    let turned_away = |reason| {
        move |s: &mut Session| {
            feed(s, 0, hello(PROTOCOL));
            feed(s, 0, Input::TurnedAway(reason))
        }
    };
    type Start = Box<dyn Fn(&mut Session) -> Vec<Output>>;
    let starts: [(Start, ByeReason, u16); 7] = [
        (Box::new(|s| feed(s, HELLO_WITHIN_MS, Input::Tick)), ByeReason::BadTicket, 4001),
        (Box::new(|s| feed(s, 0, raise_hand(1))), ByeReason::Violation, 1002),
        (Box::new(|s| feed(s, 0, hello(PROTOCOL + 1))), ByeReason::WrongProtocol, 4002),
        (Box::new(turned_away(ByeReason::BadTicket)), ByeReason::BadTicket, 4001),
        (Box::new(turned_away(ByeReason::Removed)), ByeReason::Removed, 4003),
        (Box::new(|s| feed(s, 0, Input::NotAFrame(ByeReason::TooLarge))), ByeReason::TooLarge, 1009),
        (Box::new(|s| feed(s, 0, Input::Stop)), ByeReason::Restarting, 1012),
    ];
    for (start, reason, code) in starts {
        let mut session = Session::new(0);
        let outputs = start(&mut session);
        check_ends(&outputs, reason, code);
        assert!(!outputs.iter().any(|o| matches!(o, Output::Lost(_))), "the room never knew of it");
        assert!(session.is_gone());
        assert_eq!(feed(&mut session, 1, hello(PROTOCOL)), []);
    }
}

#[test]
fn a_second_hello_is_a_violation() {
    let mut session = live();
    check_ends(&feed(&mut session, 1, hello(PROTOCOL)), ByeReason::Violation, 1002);
}

#[test]
fn a_burst_passes_haste_is_refused_and_a_flood_ends_it() {
    let mut session = live();
    let mut passed = 0;
    let mut refused = 0;
    for id in 0.. {
        let outputs = feed(&mut session, 1, raise_hand(id));
        match &outputs[..] {
            [Output::ToRoom(_)] => passed += 1,
            [Output::Send(ServerMessage::Refused { re, code: RefusalCode::TooFast, .. })] if *re == id => {
                refused += 1;
            }
            _ => {
                check_ends(&outputs, ByeReason::Flooding, 1008);
                break;
            }
        }
    }
    assert_eq!((passed, refused), (60, 30));
}

#[test]
fn five_offers_pass_in_ten_seconds() {
    let mut session = live();
    let mut passes =
        |now, id| feed(&mut session, now, offer(id)).iter().any(|o| matches!(o, Output::ToRoom(_)));
    let at_once: Vec<bool> = (0..6).map(|id| passes(1, id)).collect();
    assert_eq!(at_once, [true, true, true, true, true, false]);
    assert!(passes(2001, 7), "one more every two seconds");
    assert!(!passes(2002, 8));
}

#[test]
fn what_is_too_long_is_refused_here() {
    let remove = ClientMessage::Remove { seat: SeatId(Uuid::nil()), reason: "短".into() };
    assert_eq!(
        feed(&mut live(), 1, frame(4, remove)),
        [Output::Send(ServerMessage::Refused { re: 4, code: RefusalCode::ReasonNeeded, detail: None })]
    );
}

#[test]
fn silence_is_filled_with_pings_and_beats_until_it_is_a_loss() {
    let mut session = live();
    let mut story = Vec::new();
    while let Some(at) = session.next_deadline() {
        story.extend(feed(&mut session, at, Input::Tick).into_iter().map(|output| (at, output)));
    }
    let beat = || Output::Send(ServerMessage::Beat {});
    assert_eq!(
        story,
        [
            (2000, Output::Ping),
            (2000, beat()),
            (4000, Output::Ping),
            (4000, beat()),
            (6000, Output::Lost(DisconnectReason::Network)),
            (6000, Output::Close(1001)),
        ]
    );
}

#[test]
fn a_pong_keeps_a_silent_client_and_talk_saves_the_beat() {
    let mut session = live();
    feed(&mut session, 1500, Input::Say(ServerMessage::Done { re: 1 }));
    assert_eq!(feed(&mut session, 2000, Input::Tick), [Output::Ping]);
    feed(&mut session, 2100, Input::Heard);
    assert_eq!(session.next_deadline(), Some(3500), "a beat, two seconds after the last word");
    assert_eq!(session.lost_at(), 8100);
}

#[test]
fn the_rooms_goodbye_closes_with_its_code() {
    let mut session = live();
    let bye = ServerMessage::Bye { reason: ByeReason::Replaced, detail: None };
    check_ends(&feed(&mut session, 1, Input::Say(bye)), ByeReason::Replaced, 4004);
}

#[test]
fn why_a_socket_is_gone_is_told_to_the_room() {
    for (input, class) in [
        (Input::Closed(Some(1001)), DisconnectReason::UserLeft),
        (Input::Closed(Some(1000)), DisconnectReason::UserLeft),
        (Input::Closed(Some(1006)), DisconnectReason::Network),
        (Input::Closed(None), DisconnectReason::Network),
        (Input::FellBehind, DisconnectReason::Network),
        (Input::Stop, DisconnectReason::ServerMove),
        (Input::NotAFrame(ByeReason::Violation), DisconnectReason::Unknown),
    ] {
        let outputs = feed(&mut live(), 1, input.clone());
        assert!(outputs.contains(&Output::Lost(class)), "{input:?}: {outputs:?}");
    }
}
