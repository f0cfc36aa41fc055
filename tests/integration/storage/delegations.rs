use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        ids::{DelegationId, StaffId},
        people::{Delegation, EarlyEnd, Role},
    },
    storage::{Cursor, Page},
};
use uuid::Uuid;

contract!(
    a_delegation_is_held_from_its_start_until_it_ends,
    delegations_are_listed_by_person_and_by_division
);

fn delegation(n: u128, principal: StaffId, deputy: StaffId) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::from_u128(0x7000 + n)),
        principal,
        deputy,
        roles: vec![Role::BureauHead, Role::Presider],
        starts_at: MORNING.plus_millis(HOUR),
        ends_at: MORNING.plus_millis(DAY),
        reason: "外出学习".into(),
        made_at: MORNING.plus_millis(i64::try_from(n).unwrap()),
        ended: None,
    }
}

async fn a_delegation_is_held_from_its_start_until_it_ends(test: TestStore) {
    let mut tx = furnished(&test).await;
    let given = delegation(1, PRESIDER, CLERK);
    tx.add_delegation(&given).await.unwrap();
    for (after, held) in [(HOUR - 1, false), (HOUR, true), (DAY - 1, true), (DAY, false)] {
        let found = tx.delegations_held(CLERK, MORNING.plus_millis(after)).await.unwrap();
        assert_eq!(!found.is_empty(), held, "{after}");
    }
    assert_eq!(tx.delegations_held(PRESIDER, given.starts_at).await.unwrap(), []);
    let end = EarlyEnd { at: given.starts_at, by: PRESIDER };
    assert!(tx.end_delegation(given.id, end).await.unwrap());
    assert!(!tx.end_delegation(given.id, end).await.unwrap(), "ended before");
    assert_eq!(tx.delegations_held(CLERK, given.starts_at).await.unwrap(), []);
    let kept = tx.delegation(given.id).await.unwrap();
    assert_eq!(kept, Some(Delegation { ended: Some(end), ..given }));
}

async fn delegations_are_listed_by_person_and_by_division(test: TestStore) {
    let mut tx = furnished(&test).await;
    let (first, second) = (delegation(1, PRESIDER, CLERK), delegation(2, CLERK, PRESIDER));
    tx.add_delegation(&first).await.unwrap();
    tx.add_delegation(&second).await.unwrap();
    let page = tx.delegations_of(CLERK, None, 1).await.unwrap();
    assert_eq!(page.rows, std::slice::from_ref(&second));
    let after = Cursor::read(&page.next.unwrap());
    let page = tx.delegations_of(CLERK, after, 1).await.unwrap();
    assert_eq!(page, Page { rows: vec![first.clone()], next: None });
    let given = tx.delegations_given(PRESIDER, MORNING).await.unwrap();
    assert_eq!(given, std::slice::from_ref(&first));
    assert_eq!(tx.delegations_given(PRESIDER, first.ends_at).await.unwrap(), []);
    for (division, count) in [("6201", 2), ("620102", 2), ("620103", 0)] {
        let found = tx.delegations_in(&division.parse().unwrap(), MORNING, None, 10).await.unwrap();
        assert_eq!(found.rows.len(), count, "{division}");
    }
    tx.end_delegation(second.id, EarlyEnd { at: MORNING, by: CLERK }).await.unwrap();
    let district = "620102".parse().unwrap();
    let found = tx.delegations_in(&district, MORNING, None, 10).await.unwrap();
    assert_eq!(found, Page { rows: vec![first.clone()], next: None });
    assert_eq!(tx.delegations_in(&district, first.ends_at, None, 10).await.unwrap().rows, []);
}
