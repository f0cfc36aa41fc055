use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        petition::{Category, Channel, ContentClass, LegalWay, Petition, PetitionState, Routing, StateName},
        rights::{FoundBy, ListScope},
    },
    storage::{PetitionFilter, Tx},
};

contract!(
    a_division_sees_its_subtree,
    an_agency_sees_what_was_routed_to_it_or_heard_with_it,
    a_bureau_keeps_what_it_registered_or_works_on_elsewhere,
    a_search_finds_what_a_bureau_has_elsewhere,
    disputes_are_listed_for_the_joint_conference_and_the_bureau_above,
    a_bureau_lists_what_was_handed_down_to_it_and_its_superior_finds_it_there,
    without_a_scope_nothing_shows,
    sealed_reports_show_only_by_themselves,
    next_due_comes_first_then_oldest,
    pages_follow_each_other_without_gap_or_repeat,
    a_state_narrows_the_list,
    everything_else_narrows_it_further,
    rows_name_place_and_unit,
);

/// Four petitions: 1 and 2 at 酒泉路街道, 3 at 七里河区, 4 at 嘉峪关市.
pub(super) async fn four(test: &TestStore) -> Box<dyn Tx> {
    let mut tx = furnished(test).await;
    for (n, place) in [(1, "620102001"), (2, "620102001"), (3, "620103"), (4, "6202")] {
        let mut placed = petition(n);
        placed.place = place.parse().unwrap();
        tx.add_petition(&registration(placed)).await.unwrap();
    }
    tx
}

pub(super) fn filter(division: &str) -> PetitionFilter {
    PetitionFilter {
        scope: within(division),
        found_by: FoundBy::People,
        limit: 50,
        ..PetitionFilter::default()
    }
}

/// The petitions a filter shows, by their last four digits.
pub(super) async fn shown(tx: &mut Box<dyn Tx>, filter: &PetitionFilter) -> Vec<u32> {
    let page = tx.petitions(filter).await.unwrap();
    let last_digits = |petition: &Petition| petition.number[petition.number.len() - 4..].parse().unwrap();
    page.rows.iter().map(|row| last_digits(&row.petition)).collect()
}

pub(super) async fn save(tx: &mut Box<dyn Tx>, n: u128, change: impl FnOnce(&mut Petition)) {
    let mut petition = tx.petition(petition_id(n)).await.unwrap().unwrap();
    change(&mut petition);
    tx.save_petition(&petition).await.unwrap();
}

async fn a_division_sees_its_subtree(test: TestStore) {
    let mut tx = four(&test).await;
    for (division, petitions) in [
        ("62", vec![1, 2, 3, 4]),
        ("6201", vec![1, 2, 3]),
        ("620102", vec![1, 2]),
        ("620102001", vec![1, 2]),
        ("620102001001", vec![]),
        ("6202", vec![4]),
        ("63", vec![]),
    ] {
        assert_eq!(shown(&mut tx, &filter(division)).await, petitions, "{division}");
    }
}

async fn an_agency_sees_what_was_routed_to_it_or_heard_with_it(test: TestStore) {
    let mut tx = four(&test).await;
    let housing =
        PetitionFilter { scope: ListScope::Agency(HOUSING), limit: 50, ..PetitionFilter::default() };
    assert!(shown(&mut tx, &housing).await.is_empty());
    let routed = PetitionState::Routed { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    save(&mut tx, 3, |petition| petition.state = routed).await;
    assert_eq!(shown(&mut tx, &housing).await, [3]);
    tx.add_hearing(&hearing(1)).await.unwrap();
    assert_eq!(shown(&mut tx, &housing).await, [1, 3], "it has a seat in a hearing of 1");
    let routed = PetitionFilter { state: Some(StateName::Routed), ..housing.clone() };
    assert_eq!(shown(&mut tx, &routed).await, [3]);
    let diverted = PetitionState::Diverted { way: LegalWay::Arbitration, organ: HOUSING, at: MORNING };
    save(&mut tx, 2, |petition| petition.state = diverted).await;
    assert_eq!(shown(&mut tx, &housing).await, [1, 2, 3], "it was diverted to it");
}

/// The district's bureau registers all four, two of them for places that are not its own.
fn of_district() -> PetitionFilter {
    let scope = ListScope::Bureau { agency: DISTRICT_BUREAU, division: "620102".parse().unwrap() };
    PetitionFilter { scope, found_by: FoundBy::People, limit: 50, ..PetitionFilter::default() }
}

async fn a_bureau_keeps_what_it_registered_or_works_on_elsewhere(test: TestStore) {
    let mut tx = four(&test).await;
    let city = PetitionFilter {
        scope: ListScope::Bureau { agency: CITY_BUREAU, division: "6201".parse().unwrap() },
        ..of_district()
    };
    assert_eq!(shown(&mut tx, &of_district()).await, [1, 2, 3, 4]);
    assert_eq!(
        shown(&mut tx, &city).await,
        [1, 2, 3],
        "what the district registered at 6202 is not the city's"
    );
    let routed = PetitionState::Routed { how: Routing::Transfer, unit: CITY_BUREAU, since: MORNING };
    save(&mut tx, 4, |petition| petition.state = routed).await;
    assert_eq!(shown(&mut tx, &city).await, [1, 2, 3, 4], "it was routed to the city");
    let narrowed = PetitionFilter { state: Some(StateName::Routed), ..of_district() };
    assert_eq!(shown(&mut tx, &narrowed).await, [4]);
    save(&mut tx, 3, |petition| petition.category = Category::Report).await;
    assert_eq!(shown(&mut tx, &of_district()).await, [1, 2, 4], "the wall stands for who registered it");
    let mut seen = Vec::new();
    let mut page = PetitionFilter { limit: 2, ..of_district() };
    loop {
        seen.extend(shown(&mut tx, &page).await);
        page.after = tx.petitions(&page).await.unwrap().after();
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 4]);
}

/// As many inside the division as fill a page, and one elsewhere that stands between them.
async fn a_search_finds_what_a_bureau_has_elsewhere(test: TestStore) {
    let mut tx = furnished(&test).await;
    for (n, place) in [(1, "620102001"), (2, "6202"), (3, "620102"), (4, "620102"), (5, "6202")] {
        let mut placed = petition(n);
        placed.place = place.parse().unwrap();
        tx.add_petition(&registration(placed)).await.unwrap();
    }
    for (word, pages) in
        [("物业", [vec![1, 2], vec![3, 4], vec![5]]), ("业", [vec![1, 2], vec![3, 4], vec![5]])]
    {
        let mut page = PetitionFilter { search: Some(word.into()), limit: 2, ..of_district() };
        for expected in pages {
            assert_eq!(shown(&mut tx, &page).await, expected, "{word}");
            page.after = tx.petitions(&page).await.unwrap().after();
        }
        assert_eq!(page.after, None, "{word}");
    }
    let named = PetitionFilter { search: Some("马秀英".into()), ..of_district() };
    assert_eq!(shown(&mut tx, &named).await, [1, 2, 3, 4, 5]);
}

async fn disputes_are_listed_for_the_joint_conference_and_the_bureau_above(test: TestStore) {
    let mut tx = four(&test).await;
    for n in [2, 4] {
        let objected = PetitionState::Objected { how: Routing::Transfer, unit: HOUSING, since: MORNING };
        save(&mut tx, n, |petition| petition.state = objected).await;
    }
    let division = || "6201".parse().unwrap();
    let of = |scope| PetitionFilter { scope, ..of_district() };
    let conference = of(ListScope::Conference { agency: HOUSING, division: division() });
    assert_eq!(shown(&mut tx, &conference).await, [2, 4], "one by its place, one as the unit");
    let disputed = of(ListScope::Disputed { agency: CITY_BUREAU, division: division() });
    assert_eq!(shown(&mut tx, &disputed).await, [2]);
    let own = of(ListScope::Disputed { agency: DISTRICT_BUREAU, division: division() });
    assert!(shown(&mut tx, &own).await.is_empty(), "whoever registered it does not rule on it");
}

async fn a_bureau_lists_what_was_handed_down_to_it_and_its_superior_finds_it_there(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=3 {
        let registered = Petition { registered_by: CITY_BUREAU, desk: CITY_BUREAU, ..petition(n) };
        tx.add_petition(&registration(registered)).await.unwrap();
    }
    save(&mut tx, 2, |petition| petition.desk = DISTRICT_BUREAU).await;
    assert_eq!(shown(&mut tx, &of_district()).await, [1, 2, 3], "by the place, whoever has it");
    let city = |desk| PetitionFilter {
        scope: ListScope::Bureau { agency: CITY_BUREAU, division: "6201".parse().unwrap() },
        desk: Some(desk),
        ..of_district()
    };
    assert_eq!(shown(&mut tx, &city(DISTRICT_BUREAU)).await, [2]);
    assert_eq!(shown(&mut tx, &city(CITY_BUREAU)).await, [1, 3]);
    let row = tx.petitions(&city(DISTRICT_BUREAU)).await.unwrap().rows.swap_remove(0);
    assert_eq!(row.desk_name, "城关区信访局");
    let routed = PetitionFilter { state: Some(StateName::Registered), ..city(DISTRICT_BUREAU) };
    assert_eq!(shown(&mut tx, &routed).await, [2]);
    let unit = PetitionState::Objected { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    save(&mut tx, 2, |petition| petition.state = unit).await;
    let to_rule = |agency| PetitionFilter {
        scope: ListScope::Disputed { agency, division: "6201".parse().unwrap() },
        ..of_district()
    };
    assert_eq!(shown(&mut tx, &to_rule(CITY_BUREAU)).await, [2], "who registered it is above who sent it");
    assert!(shown(&mut tx, &to_rule(DISTRICT_BUREAU)).await.is_empty());
}

async fn without_a_scope_nothing_shows(test: TestStore) {
    let mut tx = four(&test).await;
    let nothing = PetitionFilter { limit: 50, ..PetitionFilter::default() };
    assert!(shown(&mut tx, &nothing).await.is_empty());
}

async fn sealed_reports_show_only_by_themselves(test: TestStore) {
    let mut tx = four(&test).await;
    save(&mut tx, 2, |petition| petition.category = Category::Report).await;
    assert_eq!(shown(&mut tx, &filter("62")).await, [1, 3, 4]);
    let sealed = PetitionFilter { scope: ListScope::Sealed("62".parse().unwrap()), ..filter("62") };
    assert_eq!(shown(&mut tx, &sealed).await, [2]);
    let searched = PetitionFilter { search: Some("物业".into()), ..filter("62") };
    assert_eq!(shown(&mut tx, &searched).await, [1, 3, 4]);
}

async fn next_due_comes_first_then_oldest(test: TestStore) {
    let mut tx = four(&test).await;
    let sooner = MORNING.plus_millis(-DAY);
    save(&mut tx, 3, |petition| petition.clocks[0].due = sooner).await;
    save(&mut tx, 1, |petition| petition.clocks[0].stopped_at = Some(MORNING)).await;
    save(&mut tx, 2, |petition| petition.clocks[0].stopped_at = Some(MORNING)).await;
    save(&mut tx, 2, |petition| petition.state = PetitionState::Withdrawn { at: MORNING }).await;
    assert_eq!(shown(&mut tx, &filter("62")).await, [3, 4, 1, 2]);
}

async fn pages_follow_each_other_without_gap_or_repeat(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=7 {
        let mut same_due = petition(n);
        same_due.clocks[0].due = MORNING;
        tx.add_petition(&registration(same_due)).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut page = PetitionFilter { limit: 3, ..filter("62") };
    loop {
        seen.push(shown(&mut tx, &page).await);
        page.after = tx.petitions(&page).await.unwrap().after();
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);
    let exactly = PetitionFilter { limit: 7, ..filter("62") };
    assert_eq!(tx.petitions(&exactly).await.unwrap().next, None, "nothing after the last");
}

async fn a_state_narrows_the_list(test: TestStore) {
    let mut tx = four(&test).await;
    save(&mut tx, 2, |petition| petition.state = PetitionState::Screening).await;
    for (state, petitions) in
        [(StateName::Screening, vec![2]), (StateName::Registered, vec![1, 3, 4]), (StateName::Closed, vec![])]
    {
        let narrowed = PetitionFilter { state: Some(state), ..filter("62") };
        assert_eq!(shown(&mut tx, &narrowed).await, petitions, "{state}");
    }
}

async fn rows_name_place_and_unit(test: TestStore) {
    let mut tx = four(&test).await;
    let accepted = PetitionState::Accepted { unit: HOUSING, since: MORNING };
    save(&mut tx, 1, |petition| petition.state = accepted).await;
    let page = tx.petitions(&filter("620102")).await.unwrap();
    let names = page.rows.iter().map(|row| (row.place_name.as_str(), row.unit_name.as_deref()));
    assert_eq!(names.collect::<Vec<_>>(), [("酒泉路街道", Some("城关区住建局")), ("酒泉路街道", None)]);
    let stored = tx.petition(petition_id(1)).await.unwrap().unwrap();
    assert_eq!(page.rows[0].petition, stored);
}

async fn everything_else_narrows_it_further(test: TestStore) {
    let mut tx = four(&test).await;
    let mut odd = petition(5);
    odd.category = Category::Suggestion;
    odd.content_class = ContentClass::Land;
    odd.channel = Channel::Letter;
    odd.registered_at = MORNING.plus_millis(-DAY);
    odd.state = PetitionState::Routed { how: Routing::Transfer, unit: HOUSING, since: MORNING };
    tx.add_petition(&registration(odd)).await.unwrap();
    let plain = || PetitionFilter { limit: 50, ..filter("62") };
    let day = |n: i64| Some(MORNING.plus_millis(n * DAY));
    for (narrowed, petitions) in [
        (plain(), vec![1, 2, 3, 4, 5]),
        (PetitionFilter { category: Some(Category::Suggestion), ..plain() }, vec![5]),
        (PetitionFilter { content_class: Some(ContentClass::Land), ..plain() }, vec![5]),
        (PetitionFilter { channel: Some(Channel::Visit), ..plain() }, vec![1, 2, 3, 4]),
        (PetitionFilter { place: "620102001".parse().ok(), ..plain() }, vec![1, 2, 5]),
        (PetitionFilter { place: "6202".parse().ok(), ..plain() }, vec![4]),
        (PetitionFilter { unit: Some(HOUSING), ..plain() }, vec![5]),
        (PetitionFilter { unit: Some(HOUSING), ..filter("6202") }, vec![]),
        (PetitionFilter { due_until: day(3), ..plain() }, vec![1, 2]),
        (PetitionFilter { due_from: day(3), ..plain() }, vec![3, 4, 5]),
        (PetitionFilter { due_from: day(2), due_until: day(4), ..plain() }, vec![2, 3]),
        (PetitionFilter { registered_from: Some(MORNING), ..plain() }, vec![1, 2, 3, 4]),
        (PetitionFilter { registered_until: Some(MORNING), ..plain() }, vec![5]),
        (
            PetitionFilter {
                category: Some(Category::Suggestion),
                content_class: Some(ContentClass::Land),
                channel: Some(Channel::Letter),
                place: "6201".parse().ok(),
                unit: Some(HOUSING),
                due_from: day(1),
                due_until: day(9),
                registered_from: day(-2),
                registered_until: day(0),
                search: Some("物业".into()),
                state: Some(StateName::Routed),
                ..plain()
            },
            vec![5],
        ),
    ] {
        assert_eq!(shown(&mut tx, &narrowed).await, petitions, "{narrowed:?}");
        let paged = PetitionFilter { limit: 1, ..narrowed };
        let next = tx.petitions(&paged).await.unwrap().after();
        let rest = shown(&mut tx, &PetitionFilter { after: next, limit: 50, ..paged }).await;
        assert_eq!(rest.len(), if next.is_some() { petitions.len() - 1 } else { petitions.len() });
    }
}
