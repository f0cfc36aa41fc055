use super::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);

fn ticket(number: u32, priority: Priority) -> Ticket {
    Ticket {
        id: QueueTicketId(Uuid::from_u128(number.into())),
        day: ReceptionDayId(Uuid::nil()),
        number,
        priority,
        coming: Coming::WalkIn,
        persons: 1,
        petition: None,
        taken_at: NOW,
        called_at: None,
        state: TicketState::Waiting,
        version: 1,
    }
}

fn called(n: i64, number: u32, priority: Priority) -> Ticket {
    let now = NOW.plus_millis(n * 60_000);
    ticket(number, priority).step(TicketStep::Call { window: "1".into() }, now).unwrap()
}

fn in_state(name: TicketStateName) -> Ticket {
    use TicketStateName as S;
    let (at, window) = (NOW, "1号".to_owned());
    let state = match name {
        S::Waiting => TicketState::Waiting,
        S::Called => TicketState::Called { at, window, times: 1 },
        S::Serving => TicketState::Serving { since: at, window },
        S::Served => TicketState::Served { at },
        S::NoShow => TicketState::NoShow { at },
        S::Left => TicketState::Left { at },
    };
    Ticket { state, ..ticket(1, Priority::None) }
}

/// Every cell of states × steps has a verdict.
#[test]
fn a_number_goes_only_where_the_table_leads() {
    use TicketStateName as S;
    use TicketStep as T;
    let steps = [T::Call { window: "1号".into() }, T::Serve, T::Done, T::NoShow, T::Return, T::Leave];
    assert_eq!(steps.each_ref().map(TicketStep::kind).as_slice(), TicketStepKind::ALL);
    #[rustfmt::skip]
    let table = [
        (S::Waiting, [Some(S::Called), None, None, None, None, Some(S::Left)]),
        (S::Called, [Some(S::Called), Some(S::Serving), None, Some(S::NoShow), Some(S::Waiting), Some(S::Left)]),
        (S::Serving, [None, None, Some(S::Served), None, None, None]),
        (S::Served, [None; 6]),
        (S::NoShow, [None, None, None, None, Some(S::Waiting), None]),
        (S::Left, [None; 6]),
    ];
    assert_eq!(table.each_ref().map(|(name, _)| *name).as_slice(), S::ALL);
    for (from, expected) in table {
        let went = steps.clone().map(|step| in_state(from).step(step, NOW).ok().map(|t| t.state.name()));
        assert_eq!(went, expected, "{from}");
    }
}

#[test]
fn a_number_called_again_counts_its_calls() {
    let again =
        called(0, 1, Priority::None).step(TicketStep::Call { window: " 2号窗口 ".into() }, NOW).unwrap();
    assert_eq!(again.state, TicketState::Called { at: NOW, window: "2号窗口".into(), times: 2 });
    let refused = ticket(1, Priority::None).step(TicketStep::Call { window: " ".into() }, NOW);
    assert_eq!(refused, Err(QueueRefusal::BadWindow));
}

#[test]
fn the_frail_are_called_first_and_the_others_in_their_turn() {
    use Priority::{Elderly, Ill, None as Plain, Pregnant};
    #[rustfmt::skip]
    let table: &[(&str, Vec<Ticket>, Option<u32>)] = &[
        ("nobody", vec![], None),
        ("by number", vec![ticket(2, Plain), ticket(1, Plain)], Some(1)),
        ("the frail first", vec![ticket(1, Plain), ticket(2, Elderly), ticket(3, Ill)], Some(2)),
        ("called ones are not called", vec![called(0, 1, Elderly), ticket(2, Plain)], Some(2)),
        ("two in a row", vec![called(0, 3, Ill), called(1, 4, Elderly), ticket(1, Plain), ticket(5, Ill)], Some(5)),
        ("three in a row", vec![
            called(0, 3, Ill), called(1, 4, Elderly), called(2, 5, Pregnant), ticket(1, Plain), ticket(6, Ill),
        ], Some(1)),
        ("an ordinary one between", vec![
            called(0, 3, Ill), called(1, 4, Elderly), called(2, 2, Plain), called(3, 5, Ill), ticket(1, Plain), ticket(6, Ill),
        ], Some(6)),
    ];
    for (what, tickets, expected) in table {
        assert_eq!(next(tickets).map(|ticket| ticket.number), *expected, "{what}");
    }
}
