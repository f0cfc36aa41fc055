use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        event::EventKind,
        ids::{EventId, PersonId},
        people::{Party, PartyKind},
        petition::{Corrected, Correction, Election, PersonCorrection, Petition, SHIPPED_RULES, correct},
        rights::{FoundBy, ListScope},
    },
    storage::{self, StoreError},
};
use uuid::Uuid;

contract!(
    representatives_are_elected_and_dismissed,
    a_corrected_record_is_found_by_what_it_says_now,
    what_stood_there_before_is_sealed,
);

/// Sealed and found like all people of a petition; who came by a merger keeps their place in their own petition.
async fn representatives_are_elected_and_dismissed(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let change = || lianjie::domain::event::Change::new(EventKind::PetitionRepresentativesElected);
    let before = tx.parties(petition_id(1)).await.unwrap();
    let elected = Party {
        id: PersonId(Uuid::from_u128(77)),
        kind: PartyKind::Representative,
        name: "李桂兰".into(),
        phone: Some("13900000077".into()),
        id_number: None,
        address: None,
        authority: None,
    };
    let held = Election { elected: vec![elected.clone()], dismissed: Vec::new(), change: change() };
    tx.elect(petition_id(1), &held).await.unwrap();
    let after = tx.parties(petition_id(1)).await.unwrap();
    assert_eq!((after.len(), after.last().map(|party| party.id)), (before.len() + 1, Some(elected.id)));
    assert_eq!(tx.of_same_person(Some("13900000077"), None).await.unwrap().len(), 1);

    let over = Election { elected: Vec::new(), dismissed: vec![elected.id], change: change() };
    tx.elect(petition_id(1), &over).await.unwrap();
    assert_eq!(tx.parties(petition_id(1)).await.unwrap().len(), before.len());
    let again = tx.elect(petition_id(1), &over).await;
    assert!(matches!(again, Err(StoreError::Stale { .. })), "{again:?}");
}

const EVENT: EventId = EventId(Uuid::from_u128(0xe1));

/// Title, place and phone set right.
async fn set_right(test: &TestStore) -> Corrected {
    let mut tx = furnished(test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let parties = tx.parties(petition_id(1)).await.unwrap();
    let person = PersonCorrection {
        id: parties[0].id,
        name: None,
        phone: Some("13911111111".into()),
        id_number: None,
        address: Some(String::new()),
    };
    let asked = Correction {
        title: Some("物业不退电梯押金".into()),
        place: Some("620102".parse().unwrap()),
        respondent: Some("永昌路物业服务站".into()),
        people: vec![person],
        ..Correction::default()
    };
    let corrected = correct(&petition(1), &parties, asked, "登记有误，已核对".into(), SHIPPED_RULES).unwrap();
    tx.correct(EVENT, &corrected).await.unwrap();
    tx.save_petition(&corrected.petition).await.unwrap();
    tx.commit().await.unwrap();
    corrected
}

async fn a_corrected_record_is_found_by_what_it_says_now(test: TestStore) {
    let corrected = set_right(&test).await;
    let mut records = test.store.read().await.unwrap();
    let stands = records.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!(stands, Petition { version: 2, ..corrected.petition });
    assert_eq!(records.parties(petition_id(1)).await.unwrap(), corrected.parties);
    for (phone, found) in [("139 1111 1111", 1), ("13900000000", 0)] {
        assert_eq!(records.of_same_person(Some(phone), None).await.unwrap().len(), found, "{phone}");
    }
    for (words, found) in [
        ("电梯押金", 1),
        ("装修押金", 0),
        ("永昌路物业服务站", 1),
        ("某物业公司", 0),
        ("13911111111", 1),
        ("13900000000", 0),
        ("马秀英", 1),
    ] {
        let filter = storage::PetitionFilter {
            scope: ListScope::Division("620102".parse().unwrap()),
            search: Some(words.into()),
            found_by: FoundBy::People,
            limit: 10,
            ..storage::PetitionFilter::default()
        };
        assert_eq!(records.petitions(&filter).await.unwrap().rows.len(), found, "{words}");
    }
    let deeper = storage::PetitionFilter {
        scope: ListScope::Division("620102001".parse().unwrap()),
        limit: 10,
        ..storage::PetitionFilter::default()
    };
    assert!(records.petitions(&deeper).await.unwrap().rows.is_empty(), "it is in the list of its place only");
}

async fn what_stood_there_before_is_sealed(test: TestStore) {
    use lianjie::domain::petition::RecordField as F;
    let corrected = set_right(&test).await;
    let mut records = test.store.read().await.unwrap();
    let former = records.former_values(petition_id(1)).await.unwrap();
    let fields: Vec<_> = former.iter().map(|(_, value)| value.field).collect();
    assert_eq!(fields, [F::Phone, F::Address, F::Title, F::Place, F::Respondent]);
    assert!(former.iter().all(|(event, _)| *event == EVENT));
    assert!(former.into_iter().map(|(_, value)| value).eq(corrected.former));
    drop(records);
    test.tamper("delete from petition_keys").await;
    let mut records = test.store.read().await.unwrap();
    assert_eq!(records.former_values(petition_id(1)).await.unwrap(), [], "who loses the key has lost them");
}
