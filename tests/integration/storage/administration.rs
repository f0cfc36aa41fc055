//! Organs, what they hand over, and lists of what an administrator looks after.

use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        administration::{Deed, DeedKind},
        ids::{DeedId, OpeningId, StaffId},
        jurisdiction::{Agency, AgencyKind, Closure, DivisionCode, ReceptionRoom},
        opening::SoughtBy,
        people::{Role, Staff},
        petition::{LegalWay, PetitionState, Retention, Routing, Urgent},
    },
    storage::{Cursor, Looked, Opening, OpeningsWanted, Page, ResetCode, Sought, StoreError},
};
use uuid::Uuid;

contract!(
    deeds_are_read_back_by_division,
    openings_are_read_back_by_division_person_and_time,
    a_reset_code_is_replaced_and_ends,
    a_closed_agency_hands_everything_over,
    what_an_organ_reviews_has_diverted_to_it_or_must_see_goes_over,
    a_petition_changed_meanwhile_is_not_handed_over,
    agencies_and_rooms_of_a_division_come_page_by_page,
    whom_a_form_chooses_from_is_found_by_post_agency_and_words,
);

async fn deeds_are_read_back_by_division(test: TestStore) {
    let mut tx = furnished(&test).await;
    let deed = |n: u128, division: &str| Deed {
        id: DeedId(Uuid::from_u128(n)),
        at: MORNING,
        by: Some(CLERK).filter(|_| !division.is_empty()),
        division: division.into(),
        kind: DeedKind::AgencyRenamed,
        about: "某 → 某某".into(),
    };
    for (n, division) in [(1, "6201"), (2, "620103"), (3, "6202"), (4, "")] {
        tx.add_deed(&deed(n, division)).await.unwrap();
    }
    let ids = |deeds: Vec<Deed>| deeds.iter().map(|deed| deed.id.0.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(tx.deeds("6201", false, None, 10).await.unwrap()), [4, 2, 1]);
    assert_eq!(ids(tx.deeds("62", false, Some(DeedId(Uuid::from_u128(4))), 2).await.unwrap()), [3, 2]);
    assert_eq!(tx.deeds("620103", false, None, 10).await.unwrap(), [deed(4, ""), deed(2, "620103")]);
    let came = Deed { kind: DeedKind::SessionBegan, about: "clerk (192.0.2.1)".into(), ..deed(5, "6201") };
    tx.add_deed(&came).await.unwrap();
    assert_eq!(ids(tx.deeds("6201", false, None, 10).await.unwrap()), [4, 2, 1], "not among deeds");
    assert_eq!(tx.deeds("6201", true, None, 10).await.unwrap(), [came]);
}

async fn openings_are_read_back_by_division_person_and_time(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let (page, person) = (Looked::Page(petition_id(1)), Looked::Person("马秀英"));
    let (county, city): (DivisionCode, DivisionCode) = ("620102".parse().unwrap(), "6201".parse().unwrap());
    for (n, by, division, what) in [
        (1, CLERK, &county, page),
        (2, PRESIDER, &city, person),
        (3, CLERK, &county, Looked::Person("马")), // nobody is found by it
        (4, CLERK, &county, person),
    ] {
        let id = OpeningId(Uuid::from_u128(n));
        let at = MORNING.plus_millis(HOUR * i64::try_from(n).unwrap());
        tx.add_opening(Opening { id, at, by, division, what }).await.unwrap();
    }
    let from = |hours: i64| MORNING.plus_millis(HOUR * hours);
    let all = OpeningsWanted { division: city, by: None, from: MORNING, until: from(9) };
    let below = OpeningsWanted { division: county, ..all.clone() };
    for (wanted, found) in [
        (all.clone(), vec![4, 2, 1]),
        (below, vec![4, 1]),
        (OpeningsWanted { by: Some(PRESIDER), ..all.clone() }, vec![2]),
        (OpeningsWanted { from: from(2), until: from(4), ..all.clone() }, vec![2]),
    ] {
        let page = tx.openings(&wanted, None, 9).await.unwrap();
        let ids: Vec<_> = page.rows.iter().map(|row| row.id.0.as_u128()).collect();
        assert_eq!((ids, page.next), (found, None), "{wanted:?}");
    }
    let first = tx.openings(&all, None, 2).await.unwrap();
    let last = tx.openings(&all, first.next.as_deref().and_then(Cursor::read), 2).await.unwrap();
    let sought = |n: usize| first.rows[n].sought.unwrap();
    assert_eq!((sought(0), sought(0).0), (sought(1), SoughtBy::Name), "the same words, the same digest");
    assert_eq!(
        (last.rows[0].petition.clone(), last.next),
        (Some((petition_id(1), petition(1).number)), None)
    );
}

async fn a_reset_code_is_replaced_and_ends(test: TestStore) {
    let mut tx = furnished(&test).await;
    let code = |byte| ResetCode { code_hash: [byte; 32], expires_at: MORNING };
    tx.set_reset_code(CLERK, &code(1)).await.unwrap();
    tx.set_reset_code(CLERK, &code(2)).await.unwrap();
    assert_eq!(tx.reset_code(CLERK).await.unwrap(), Some(code(2)));
    tx.end_reset_code(CLERK).await.unwrap();
    assert_eq!(tx.reset_code(CLERK).await.unwrap(), None);
}

async fn a_closed_agency_hands_everything_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut handled = petition(1);
    handled.state = PetitionState::Routed { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    tx.add_petition(&registration(handled)).await.unwrap();
    let mut closed = petition(2);
    closed.state = PetitionState::Closed { unit: HOUSING, at: MORNING };
    tx.add_petition(&registration(closed)).await.unwrap();
    let mut reviewed = petition(3);
    reviewed.state = PetitionState::Reviewing { unit: DISTRICT_BUREAU, organ: HOUSING, since: MORNING };
    tx.add_petition(&registration(reviewed)).await.unwrap();
    tx.add_hearing(&hearing(1)).await.unwrap();
    let mut worker = staff(CLERK, "clerk", vec![]);
    worker.agency = HOUSING;
    tx.put_staff(&worker).await.unwrap();

    assert_eq!(tx.petitions_of_agency(HOUSING).await.unwrap(), [petition_id(1), petition_id(3)]);
    tx.hand_over(petition_id(3), 1, HOUSING, CITY_BUREAU).await.unwrap();
    let reviewed = tx.petition(petition_id(3)).await.unwrap().unwrap();
    assert_eq!(reviewed.state.reviewer(), Some(CITY_BUREAU), "who reviews it, too");
    tx.hand_over(petition_id(1), 1, HOUSING, CITY_BUREAU).await.unwrap();
    let closure = merger(HOUSING, CITY_BUREAU);
    tx.close_agency(&closure).await.unwrap();
    let petition = tx.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!((petition.state.unit(), petition.registered_by), (Some(CITY_BUREAU), DISTRICT_BUREAU));
    assert_eq!(petition.version, 2);
    assert_eq!(tx.staff(CLERK).await.unwrap().unwrap().agency, CITY_BUREAU);
    let seats = tx.hearing(hearing_id(1)).await.unwrap().unwrap().seats;
    assert_eq!(seats[2].agency, Some(CITY_BUREAU));
    assert!(!tx.agencies().await.unwrap().iter().any(|agency| agency.id == HOUSING));
    assert!(tx.agency(HOUSING).await.unwrap().is_some(), "its name stays on record");
    assert_eq!(tx.closure(HOUSING).await.unwrap(), Some(closure.clone()));
    assert_eq!(tx.closures().await.unwrap(), std::slice::from_ref(&closure));
    assert!(matches!(tx.close_agency(&closure).await, Err(StoreError::Exists { .. })));
}

/// Art. 24: a review under way, a matter that another way led to it, what was reported to it as urgent; what it reviewed for good
/// stays its own.
async fn what_an_organ_reviews_has_diverted_to_it_or_must_see_goes_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    let (unit, organ, at) = (HOUSING, CITY_BUREAU, MORNING);
    let archived = PetitionState::Diverted { way: LegalWay::Arbitration, organ, at };
    let archived = PetitionState::Archived { ended: Box::new(archived), retention: Retention::TenYears, at };
    for (n, state) in (1..).zip([
        PetitionState::Reviewing { unit, organ, since: at },
        PetitionState::Diverted { way: LegalWay::Arbitration, organ, at },
        PetitionState::Screening,
        archived,
    ]) {
        let mut one = petition(n);
        one.state = state;
        tx.add_petition(&registration(one.clone())).await.unwrap();
        if n == 3 {
            let reason = "涉及群体安全".to_owned();
            let urgent = Urgent { reason, by: CLERK, since: at, reported_to: Some(organ), seen: None };
            one.course.urgent = Some(urgent);
            tx.save_urgent(&one).await.unwrap();
        }
    }
    let open = tx.petitions_of_agency(CITY_BUREAU).await.unwrap();
    assert_eq!(open, [petition_id(1), petition_id(2), petition_id(3)]);
    for id in open {
        let version = tx.petition(id).await.unwrap().unwrap().version;
        tx.hand_over(id, version, CITY_BUREAU, DISTRICT_BUREAU).await.unwrap();
    }
    let mut found = Vec::new();
    for n in 1..=4 {
        found.push(tx.petition(petition_id(n)).await.unwrap().unwrap());
    }
    assert_eq!(found[0].state.reviewer(), Some(DISTRICT_BUREAU));
    assert_eq!(found[1].state.organ(), Some(DISTRICT_BUREAU));
    let urgent = found[2].course.urgent.as_ref().and_then(|urgent| urgent.reported_to);
    assert_eq!(urgent, Some(DISTRICT_BUREAU));
    assert_eq!(found[3].state.organ(), Some(CITY_BUREAU), "what is filed away stays as it was");
}

async fn a_petition_changed_meanwhile_is_not_handed_over(test: TestStore) {
    let mut tx = furnished(&test).await;
    tx.add_petition(&registration(petition(1))).await.unwrap();
    let stale = tx.hand_over(petition_id(1), 9, DISTRICT_BUREAU, CITY_BUREAU).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
}

async fn agencies_and_rooms_of_a_division_come_page_by_page(test: TestStore) {
    let mut tx = furnished(&test).await;
    let closure = merger(HOUSING, DISTRICT_BUREAU);
    tx.close_agency(&closure).await.unwrap();
    let ids =
        |page: &Page<(Agency, Option<Closure>)>| page.rows.iter().map(|(one, _)| one.id).collect::<Vec<_>>();
    let (city, district) = ("6201".parse().unwrap(), "620102".parse().unwrap());
    let of = |place: &DivisionCode, ended: bool, search: Option<&str>| Sought {
        place: Some(place.clone()),
        ended,
        search: search.map(str::to_owned),
        ..Sought::default()
    };
    let first = tx.agencies_sought(&of(&city, true, None), None, 2).await.unwrap();
    assert_eq!(ids(&first), [HOUSING, DISTRICT_BUREAU], "newest first");
    assert_eq!(first.rows[0].1, Some(closure));
    let after = first.next.as_deref().and_then(Cursor::read);
    let rest = tx.agencies_sought(&of(&city, true, None), after, 2).await.unwrap();
    assert_eq!((ids(&rest), rest.next), (vec![CITY_BUREAU], None));
    let above = Sought { above: true, ..of(&district, false, None) };
    let units = Sought { kind: Some(AgencyKind::ResponsibleUnit), ended: true, ..Sought::default() };
    for (wanted, found) in [
        (of(&city, false, None), vec![DISTRICT_BUREAU, CITY_BUREAU]),
        (of(&district, true, Some("信访")), vec![DISTRICT_BUREAU]),
        (of(&city, true, Some("兰州市")), vec![CITY_BUREAU]),
        (of(&city, true, Some("城关")), vec![HOUSING, DISTRICT_BUREAU]),
        (of(&city, true, Some("%")), vec![]),
        (above, vec![DISTRICT_BUREAU, CITY_BUREAU]),
        (units, vec![HOUSING]),
        (Sought { agency: Some(CITY_BUREAU), ..Sought::default() }, vec![CITY_BUREAU]),
    ] {
        let page = tx.agencies_sought(&wanted, None, 9).await.unwrap();
        assert_eq!(ids(&page), found, "{wanted:?}");
    }
    let rooms = |page: Page<(ReceptionRoom, String)>| {
        page.rows.into_iter().map(|(room, _)| room.id).collect::<Vec<_>>()
    };
    let both = tx.rooms_sought(&of(&city, false, None), None, 9).await.unwrap();
    assert_eq!(both.rows[0].1, "城关区信访局");
    assert_eq!(rooms(both), [OTHER_ROOM, ROOM]);
    let first = tx.rooms_sought(&of(&district, false, Some("第一")), None, 1).await.unwrap();
    assert_eq!(first.next, None);
    assert_eq!(rooms(first), [ROOM]);
    let elsewhere = of(&"620103".parse().unwrap(), false, None);
    assert_eq!(rooms(tx.rooms_sought(&elsewhere, None, 9).await.unwrap()), []);
    let of_agency = Sought { agency: Some(HOUSING), ..Sought::default() };
    assert_eq!(rooms(tx.rooms_sought(&of_agency, None, 9).await.unwrap()), []);
}

async fn whom_a_form_chooses_from_is_found_by_post_agency_and_words(test: TestStore) {
    let mut tx = furnished(&test).await;
    let gone = Staff { disabled: true, ..staff(StaffId(Uuid::from_u128(0xc9)), "gone", vec![Role::Clerk]) };
    tx.put_staff(&gone).await.unwrap();
    let search = |words: &str| Sought { search: Some(words.into()), ..Sought::default() };
    for (wanted, found) in [
        (Sought::default(), vec![CLERK, PRESIDER]),
        (Sought { ended: true, ..Sought::default() }, vec![gone.id, CLERK, PRESIDER]),
        (Sought { role: Some(Role::Clerk), ..Sought::default() }, vec![CLERK]),
        (Sought { role: Some(Role::BureauHead), ..Sought::default() }, vec![PRESIDER]),
        (Sought { agency: Some(DISTRICT_BUREAU), ..Sought::default() }, vec![CLERK, PRESIDER]),
        (Sought { agency: Some(HOUSING), ..Sought::default() }, vec![]),
        (search("presider"), vec![PRESIDER]),
        (search("城关区信访局"), vec![CLERK, PRESIDER]),
        (search("_"), vec![]),
    ] {
        let page = tx.staff_sought(&wanted, None, 9).await.unwrap();
        assert_eq!(page.rows.iter().map(|(one, _)| one.id).collect::<Vec<_>>(), found, "{wanted:?}");
    }
    let first = tx.staff_sought(&Sought::default(), None, 1).await.unwrap();
    let after = first.next.as_deref().and_then(Cursor::read);
    let last = tx.staff_sought(&Sought::default(), after, 1).await.unwrap();
    assert_eq!((last.rows[0].0.id, last.next), (PRESIDER, None));
}
