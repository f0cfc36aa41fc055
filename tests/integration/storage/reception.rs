use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        ids::ReceptionDayId,
        people::Role,
        reception::{Contract, Held, Leader, LeaderRank, ReceptionDay, ReceptionKind, ReceptionState, Swap},
    },
    storage::{Page, StoreError},
};
use time::macros::date;
use uuid::Uuid;

contract!(
    a_reception_day_comes_back_in_every_state,
    a_day_changed_meanwhile_is_not_saved,
    days_are_listed_by_division_and_time,
    what_was_held_is_summed_without_reading_the_days,
    leaders_are_replaced_by_person_and_listed_by_division,
    swaps_are_kept_in_order,
    a_contract_runs_until_it_ends,
);

fn day(n: u128, state: ReceptionState) -> ReceptionDay {
    let starts_at = MORNING.plus_millis(DAY * i64::try_from(n).unwrap());
    ReceptionDay {
        id: ReceptionDayId(Uuid::from_u128(0x6000 + n)),
        agency: DISTRICT_BUREAU,
        leader: PRESIDER,
        kind: ReceptionKind::Fixed,
        starts_at,
        ends_at: starts_at.plus_millis(HOUR),
        place: "区信访局接访室".into(),
        field: "城乡建设".into(),
        published_at: matches!(state, ReceptionState::Published { .. }).then_some(MORNING),
        state,
        version: 1,
    }
}

async fn a_reception_day_comes_back_in_every_state(test: TestStore) {
    let mut tx = furnished(&test).await;
    let states = [
        ReceptionState::Planned,
        ReceptionState::Published { at: MORNING },
        ReceptionState::Held { cases: 4, persons: 9 },
        ReceptionState::Cancelled { reason: "应急处置".into() },
    ];
    for (n, state) in (1..).zip(states) {
        let planned = day(n, ReceptionState::Planned);
        tx.add_reception_day(&planned).await.unwrap();
        let changed = day(n, state);
        tx.save_reception_day(&changed).await.unwrap();
        let saved = ReceptionDay { version: 2, ..changed };
        assert_eq!(tx.reception_day(saved.id).await.unwrap(), Some(saved));
    }
    assert_eq!(tx.reception_day(ReceptionDayId(Uuid::nil())).await.unwrap(), None);
    assert!(matches!(
        tx.add_reception_day(&day(1, ReceptionState::Planned)).await,
        Err(StoreError::Exists { .. })
    ));
}

async fn a_day_changed_meanwhile_is_not_saved(test: TestStore) {
    let mut tx = furnished(&test).await;
    let planned = day(1, ReceptionState::Planned);
    tx.add_reception_day(&planned).await.unwrap();
    tx.save_reception_day(&planned).await.unwrap();
    assert!(matches!(tx.save_reception_day(&planned).await, Err(StoreError::Stale { .. })));
}

async fn days_are_listed_by_division_and_time(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in [3, 1, 2] {
        tx.add_reception_day(&day(n, ReceptionState::Planned)).await.unwrap();
    }
    for (division, from, to, found) in
        [("6201", 1, 3, vec![1, 2]), ("620102", 0, 9, vec![1, 2, 3]), ("620103", 0, 9, vec![])]
    {
        let (from, to) = (MORNING.plus_millis(from * DAY), MORNING.plus_millis(to * DAY));
        let days = tx.reception_days(&division.parse().unwrap(), from, to).await.unwrap();
        let numbers: Vec<_> = days.iter().map(|day| day.id.0.as_u128() - 0x6000).collect();
        assert_eq!(numbers, found, "{division}");
    }
}

/// A damaged day is one still that was held, and takes no number of the others away.
async fn what_was_held_is_summed_without_reading_the_days(test: TestStore) {
    let mut tx = furnished(&test).await;
    let held = |cases, persons| ReceptionState::Held { cases, persons };
    for (n, state) in (1..).zip([held(4, 9), ReceptionState::Planned, held(2, 2), held(1, 1)]) {
        tx.add_reception_day(&day(n, state)).await.unwrap();
    }
    tx.commit().await.unwrap();
    test.tamper("update reception_days set kind = 'unheard_of'").await;
    let mut tx = test.store.begin().await.unwrap();
    for (division, until, (days, cases, persons)) in
        [("6201", 4, (2, 6, 11)), ("620102", 9, (3, 7, 12)), ("620103", 9, (0, 0, 0)), ("6201", 1, (0, 0, 0))]
    {
        let until = MORNING.plus_millis(until * DAY);
        let sum = tx.days_held(&division.parse().unwrap(), MORNING, until).await.unwrap();
        assert_eq!(sum, Held { days, cases, persons }, "{division}");
    }
}

async fn leaders_are_replaced_by_person_and_listed_by_division(test: TestStore) {
    let mut tx = furnished(&test).await;
    let leader = |staff, rank| Leader {
        staff,
        title: "副区长".into(),
        rank,
        field: "城乡建设".into(),
        mailbox: rank == LeaderRank::Chief,
        since: (rank == LeaderRank::Chief).then_some(date!(2026 - 03 - 01)),
    };
    tx.put_leader(&leader(PRESIDER, LeaderRank::Other)).await.unwrap();
    tx.put_leader(&leader(PRESIDER, LeaderRank::Chief)).await.unwrap();
    tx.put_leader(&leader(CLERK, LeaderRank::Other)).await.unwrap();
    let mut gone = staff(CLERK, "clerk", vec![Role::Leader]);
    gone.disabled = true;
    tx.put_staff(&gone).await.unwrap();
    let chief = leader(PRESIDER, LeaderRank::Chief);
    assert_eq!(tx.leaders(&"6201".parse().unwrap()).await.unwrap(), std::slice::from_ref(&chief));
    assert_eq!(tx.leaders(&"620103".parse().unwrap()).await.unwrap(), []);
    assert_eq!(tx.leader(PRESIDER).await.unwrap(), Some(chief));
    let served = tx.leaders_served(&"6201".parse().unwrap()).await.unwrap();
    let until = |who| served.iter().find(|one| one.leader.staff == who).map(|one| one.until);
    assert_eq!(until(PRESIDER), Some(None));
    assert_eq!(until(CLERK), Some(Some(Timestamp(0))), "no deed tells when: before any period");
}

async fn swaps_are_kept_in_order(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_reception_day(&day(1, ReceptionState::Planned)).await.unwrap();
    let swap = |minutes: i64, before, after| Swap {
        day: day(1, ReceptionState::Planned).id,
        at: MORNING.plus_millis(minutes * 60_000),
        before,
        after,
        reason: "参加省里会议".into(),
        by: CLERK,
    };
    let (second, first) = (swap(2, CLERK, PRESIDER), swap(1, PRESIDER, CLERK));
    tx.add_reception_swap(&second).await.unwrap();
    tx.add_reception_swap(&first).await.unwrap();
    assert_eq!(tx.reception_swaps(first.day).await.unwrap(), [first, second]);
}

async fn a_contract_runs_until_it_ends(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let contract = Contract { petition: petition_id(1), leader: PRESIDER, taken_at: MORNING, ended_at: None };
    tx.add_contract(&contract).await.unwrap();
    assert_eq!(tx.contracts_of(PRESIDER, None, 1).await.unwrap(), Page { rows: vec![contract], next: None });
    let later = MORNING.plus_millis(HOUR);
    assert!(tx.end_contract(petition_id(1), PRESIDER, later).await.unwrap());
    assert!(!tx.end_contract(petition_id(1), PRESIDER, later).await.unwrap(), "ended before");
    assert_eq!(tx.contracts_of(PRESIDER, None, 1).await.unwrap().rows, []);
    assert_eq!(tx.contracts(petition_id(1)).await.unwrap(), [Contract { ended_at: Some(later), ..contract }]);
}
