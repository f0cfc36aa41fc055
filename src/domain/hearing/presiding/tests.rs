use super::*;
use crate::domain::{
    hearing::{Gone, Hearing, Occupant, Stage},
    ids::{AgencyId, HearingId, StaffId},
};
use proptest::prelude::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_395_600_000);
const MINUTE: i64 = 60_000;

fn id(number: u128) -> SeatId {
    SeatId(Uuid::from_u128(number))
}

/// Presider 0, clerk 1, hearing member 2, unit 3, representative 4, observer 5.
const ROLES: [ParticipantRole; 6] = [
    ParticipantRole::Presider,
    ParticipantRole::Clerk,
    ParticipantRole::HearingMember,
    ParticipantRole::AgencyRep,
    ParticipantRole::Representative,
    ParticipantRole::Observer,
];

fn hearing(stage: Stage) -> Hearing {
    let seat = |(number, role): (u128, &ParticipantRole)| {
        let occupant = if *role == ParticipantRole::Representative {
            Occupant::External { organisation: String::new(), name: String::new(), phone: None }
        } else {
            Occupant::Official { staff: StaffId(Uuid::from_u128(number)), room: None }
        };
        Seat {
            agency: (*role == ParticipantRole::AgencyRep).then_some(AgencyId(Uuid::nil())),
            label: "席位".to_owned(),
            name: "张某".to_owned(),
            admitted: Some(NOW),
            ..Seat::new(id(number), *role, occupant)
        }
    };
    Hearing {
        number: "TJ62010020261123-1".to_owned(),
        title: "联合接访".to_owned(),
        starts_at: NOW,
        ends_at: NOW.plus_millis(60 * MINUTE),
        agenda: vec![AgendaPhase::Statement, AgendaPhase::Deliberation],
        seats: (0..).zip(&ROLES).map(seat).collect(),
        stage,
        ..Hearing::blank()
    }
}

fn in_session(phase: AgendaPhase) -> Hearing {
    hearing(Stage::InSession { since: NOW, phase, phase_since: NOW })
}

fn paused() -> Hearing {
    let phase = AgendaPhase::Statement;
    hearing(Stage::Paused { since: NOW, phase, phase_spent: 0, reason: "休息十分钟".to_owned() })
}

/// Orders, each so many milliseconds after the beginning, and the hearing as it is then.
type Story<'a> = &'a [(i64, Order, &'a Hearing)];

fn do_all(presiding: Presiding, orders: Story<'_>) -> Presiding {
    orders.iter().fold(presiding, |presiding, (after, order, hearing)| {
        presiding.ordered(order, hearing, NOW.plus_millis(*after)).unwrap().0
    })
}

const STATEMENT: AgendaPhase = AgendaPhase::Statement;

#[test]
fn time_runs_with_the_floor_of_its_side_and_stands_still_in_recess() {
    let (session, recess) = (in_session(STATEMENT), paused());
    let deliberation = in_session(AgendaPhase::Deliberation);
    let floor = |seat: Option<u128>| Order::GiveFloor { seat: seat.map(id) };
    let left = |orders: Story<'_>, at: i64| {
        let presiding = do_all(Presiding::default(), orders);
        presiding.clock.left(STATEMENT, Side::Petitioner, NOW.plus_millis(at)).unwrap()
    };
    let follow = || Order::Follow { waits: false };
    let cases: [(Story<'_>, i64, i64); 8] = [
        (&[], 5 * MINUTE, 10 * MINUTE),
        (&[(0, floor(Some(4)), &session)], MINUTE, 9 * MINUTE),
        (&[(0, floor(Some(4)), &session), (MINUTE, floor(None), &session)], 5 * MINUTE, 9 * MINUTE),
        (&[(0, floor(Some(4)), &session), (MINUTE, floor(Some(3)), &session)], 5 * MINUTE, 9 * MINUTE),
        (
            &[(0, floor(Some(4)), &session), (MINUTE, follow(), &recess), (4 * MINUTE, follow(), &session)],
            5 * MINUTE,
            8 * MINUTE,
        ),
        (&[(0, floor(Some(4)), &session), (MINUTE, follow(), &deliberation)], 5 * MINUTE, 9 * MINUTE),
        (
            &[
                (0, floor(Some(4)), &session),
                (MINUTE, Order::Follow { waits: true }, &session),
                (4 * MINUTE, follow(), &session),
            ],
            5 * MINUTE,
            8 * MINUTE,
        ),
        (&[(0, floor(Some(4)), &session)], 11 * MINUTE, -MINUTE),
    ];
    for (number, (orders, at, expected)) in cases.into_iter().enumerate() {
        assert_eq!(left(orders, at), expected, "case {number}");
    }
}

#[test]
fn the_clock_asks_to_follow_the_stage_once() {
    let floor = Order::GiveFloor { seat: Some(id(4)) };
    let follow = Order::Follow { waits: false };
    let bench = Bench { floor: Some(id(4)), floor_there: true, ..Bench::default() };
    let spoken = do_all(Presiding::default(), &[(0, floor, &in_session(STATEMENT))]);
    assert_eq!(spoken.automatic(&in_session(STATEMENT), bench, NOW), None);
    assert_eq!(spoken.automatic(&paused(), bench, NOW), Some(follow.clone()));
    let rested = do_all(spoken, &[(MINUTE, follow, &paused())]);
    assert_eq!(rested.automatic(&paused(), bench, NOW), None);
    let gone = Bench { floor: None, ..bench };
    assert_eq!(rested.automatic(&paused(), gone, NOW), Some(Order::GiveFloor { seat: None }));
}

/// Seat 4 is the petitioner's, seat 3 the unit's.
#[test]
fn time_waits_for_who_has_the_floor_and_runs_on_for_another_side() {
    let session = in_session(STATEMENT);
    let bench = |there| Bench { floor: Some(id(4)), floor_there: there, ..Bench::default() };
    let floor = Order::GiveFloor { seat: Some(id(4)) };
    let spoken = do_all(Presiding::default(), &[(0, floor.clone(), &session)]);
    let waits = Order::Follow { waits: true };
    assert_eq!(spoken.automatic(&session, bench(false), NOW), Some(waits.clone()), "cut off, or apart");
    let waiting = do_all(spoken.clone(), &[(MINUTE, waits, &session)]);
    assert_eq!(waiting.automatic(&session, bench(false), NOW), None);
    assert_eq!(waiting.automatic(&paused(), bench(false), NOW), None, "it stands still already");
    let back = Some(Order::Follow { waits: false });
    assert_eq!(waiting.automatic(&session, bench(true), NOW), back);
    let unit = Order::TurnTo { side: Some(Side::Unit) };
    let unit = do_all(spoken, &[(MINUTE, unit, &session)]);
    assert_eq!(unit.automatic(&session, bench(false), NOW), None);
}

#[test]
fn what_cannot_be_ordered_says_why_and_changes_nothing() {
    let session = in_session(STATEMENT);
    let allot = |side, time| Order::Allot { phase: STATEMENT, side, time };
    let name = |seat| Order::NameStandIn { seat: Some(id(seat)) };
    use RefusalCode as C;
    for (order, code) in [
        (allot(Side::Petitioner, Some(29_999)), Some(C::BadDuration)),
        (allot(Side::Petitioner, Some(MAX_SPEAKING + 1)), Some(C::BadDuration)),
        (allot(Side::Panel, Some(MINUTE)), Some(C::BadDuration)),
        (allot(Side::Unit, None), None),
        (Order::Grace { millis: MIN_GRACE - 1 }, Some(C::BadDuration)),
        (Order::Grace { millis: MAX_GRACE }, None),
        (Order::Show { layout: Layout::Grid, spotlight: Some(id(9)) }, Some(C::NoSuchSeat)),
        (Order::Show { layout: Layout::Three, spotlight: Some(id(4)) }, None),
        (name(9), Some(C::NoSuchSeat)),
        (name(0), Some(C::CannotStandIn)),
        (name(1), Some(C::CannotStandIn)),
        (name(4), Some(C::CannotStandIn)),
        (name(5), Some(C::CannotStandIn)),
        (name(2), None),
        (name(3), None),
        (Order::TakeOver, Some(C::CannotStandIn)),
    ] {
        let found = Presiding::default().ordered(&order, &session, NOW);
        assert_eq!(found.as_ref().err().map(|refusal| refusal.code), code, "{order:?}");
    }
}

#[test]
fn the_stand_in_takes_over_after_the_grace_and_hands_back() {
    let session = in_session(STATEMENT);
    let named = do_all(Presiding::default(), &[(0, Order::NameStandIn { seat: Some(id(2)) }, &session)]);
    let bench = |gone: Option<i64>, there| Bench {
        presider_gone: gone.map(|after| NOW.plus_millis(after)),
        stand_in_there: there,
        ..Bench::default()
    };
    let at =
        |presiding: &Presiding, bench, after| presiding.automatic(&session, bench, NOW.plus_millis(after));
    let grace = ABSENCE_GRACE;
    assert_eq!(at(&named, bench(Some(0), true), grace - 1), None);
    assert_eq!(at(&named, bench(Some(0), true), grace), Some(Order::TakeOver));
    assert_eq!(named.wake_at(&session, bench(Some(0), true)), Some(NOW.plus_millis(grace)));
    assert_eq!(at(&named, bench(Some(0), false), grace), None, "it is not there itself");
    assert_eq!(at(&Presiding::default(), bench(Some(0), true), grace), None, "nobody was named");
    let ready = hearing(Stage::Ready { since: NOW });
    assert_eq!(named.automatic(&ready, bench(Some(0), true), NOW.plus_millis(grace)), None);

    let acting = do_all(named, &[(grace, Order::TakeOver, &session)]);
    let who = |presiding: &Presiding| -> Vec<usize> {
        let seats = session.seats.iter().enumerate();
        seats.filter(|(_, seat)| presiding.presides(seat)).map(|(place, _)| place).collect()
    };
    assert_eq!(who(&acting), [2]);
    let other = acting.ordered(&Order::NameStandIn { seat: None }, &session, NOW);
    assert_eq!(other.unwrap_err().code, RefusalCode::WrongStage);
    assert_eq!(at(&acting, bench(None, true), grace), Some(Order::HandBack));
    let back = do_all(acting, &[(grace, Order::HandBack, &session)]);
    assert_eq!(who(&back), [0]);
    assert_eq!(at(&back, bench(None, true), grace), None);
}

#[test]
fn who_left_the_table_is_shown_no_more_and_stands_in_for_nobody() {
    let mut session = in_session(STATEMENT);
    let orders = [
        (0, Order::NameStandIn { seat: Some(id(2)) }, &session),
        (0, Order::Show { layout: Layout::Grid, spotlight: Some(id(2)) }, &session),
    ];
    let mut presiding = do_all(Presiding::default(), &orders);
    let reason = "另有紧急公务".to_owned();
    session.seats[2].gone = Some(Gone::Withdrawn { at: NOW, reason });
    for expected in [Order::Show { layout: Layout::Grid, spotlight: None }, Order::NameStandIn { seat: None }]
    {
        let order = presiding.automatic(&session, Bench::default(), NOW);
        assert_eq!(order.as_ref(), Some(&expected));
        presiding = do_all(presiding, &[(0, expected, &session)]);
    }
    assert_eq!(presiding.automatic(&session, Bench::default(), NOW), None);
    let named = presiding.ordered(&Order::NameStandIn { seat: Some(id(2)) }, &session, NOW);
    assert_eq!(named.unwrap_err().code, RefusalCode::NoSuchSeat);
    let gone = session.seats[2].gone.clone();
    session.seats[0].gone = gone;
    assert!(!presiding.presides(&session.seats[0]), "whoever gave up the presider's seat");
}

#[test]
fn a_measure_is_told_in_the_minutes_without_an_invented_rule() {
    for code in ConductCode::ALL {
        let measure = Measure {
            id: crate::domain::ids::OpId(Uuid::from_u128(7)),
            hearing: HearingId(Uuid::nil()),
            seat: id(4),
            kind: MeasureKind::Warning,
            code: *code,
            by: id(0),
            at: NOW,
        };
        let session = in_session(STATEMENT);
        let entry = measure.entry(&session.seats[4], STATEMENT);
        assert!(entry.text.starts_with("【警告】主持人对席位 张某予以警告："), "{}", entry.text);
        assert!(crate::domain::given_reason(&measure.reason()).is_ok(), "{code}");
        assert_eq!((entry.entry.0, entry.op), (measure.id.0, measure.id));
    }
}

fn any_order() -> impl Strategy<Value = Order> {
    prop_oneof![
        (0..6_u128).prop_map(|seat| Order::GiveFloor { seat: Some(id(seat)) }),
        Just(Order::GiveFloor { seat: None }),
        any::<bool>().prop_map(|waits: bool| Order::Follow { waits }),
        Just(Order::TurnTo { side: Some(Side::Unit) }),
        Just(Order::TurnTo { side: None }),
        Just(Order::NameStandIn { seat: Some(id(2)) }),
        Just(Order::TakeOver),
        Just(Order::HandBack),
    ]
}

proptest! {
    /// Whatever is ordered: one seat presides, and no side has used more time than went by in session.
    #[test]
    fn one_presides_and_time_is_counted_once(
        orders in proptest::collection::vec((any_order(), 0..90_000_i64, any::<bool>()), 0..40)
    ) {
        let (session, recess) = (in_session(STATEMENT), paused());
        let (mut presiding, mut now, mut was_on, mut in_session) = (Presiding::default(), NOW, false, 0);
        for (order, wait, on) in orders {
            now = now.plus_millis(wait);
            in_session += if was_on { wait } else { 0 };
            let hearing = if on { &session } else { &recess };
            was_on = on;
            for order in [Order::Follow { waits: false }, order] {
                if let Ok((next, _)) = presiding.ordered(&order, hearing, now) {
                    presiding = next;
                }
            }
            prop_assert_eq!(hearing.seats.iter().filter(|seat| presiding.presides(seat)).count(), 1);
            let spent: i64 = presiding.clock.times.iter().map(|time| time.spent).sum();
            prop_assert!(spent <= in_session, "{} of {}", spent, in_session);
        }
    }
}
