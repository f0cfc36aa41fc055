use super::fixtures::*;
use crate::{contract, kit::database::TestStore};
use lianjie::{
    domain::{
        Timestamp,
        event::{Actor, Change, EventKind},
        ids::EventId,
        petition::{Category, Petition, Routing, UNSIGNED},
        statistics::{By, Charge, Facts, Question, Rules, Step, tabulate},
    },
    statistics::Book,
    storage::{Tx, check_facts, rebuild_facts},
};
use uuid::Uuid;

contract!(
    facts_follow_the_log,
    facts_go_where_the_place_is_corrected_to,
    facts_keep_the_way_behind_a_petition,
    facts_tell_a_ruling_from_a_routing,
    facts_tell_what_was_raised_again_and_what_was_lifted,
    facts_of_a_release_before_are_read,
    facts_that_were_undone_are_gone,
    facts_are_made_anew_from_the_log,
    a_book_reads_only_what_is_new,
    respondents_of_reports_are_not_named,
    people_are_compared_without_being_known,
    letters_that_nobody_signed_are_of_no_one_person,
    a_warning_has_one_person_in_charge,
);

/// Registers petition `n` at `place` and logs it.
async fn register(
    tx: &mut Box<dyn Tx>,
    n: u128,
    place: &str,
    change: impl FnOnce(&mut Petition),
) -> Petition {
    let mut filed = petition(n);
    filed.place = place.parse().unwrap();
    change(&mut filed);
    tx.add_petition(&registration(filed.clone())).await.unwrap();
    log(tx, &filed, registered(&filed), 0).await;
    filed
}

/// Logs a change of the petition, so many days after [`MORNING`].
async fn log(tx: &mut Box<dyn Tx>, petition: &Petition, change: Change, days: i64) {
    let id = EventId(Uuid::from_u128(rand::random()));
    let actor = Actor::Staff { staff: CLERK, agency: DISTRICT_BUREAU };
    tx.append(&change.event(id, MORNING.plus_millis(days * DAY), actor, petition)).await.unwrap();
}

fn routed(days: i64) -> Change {
    Change::new(EventKind::PetitionRouted)
        .due(None, Some(MORNING.plus_millis((days + 15) * DAY)))
        .with("how", Routing::Transfer)
        .with("unit", HOUSING)
}

fn question(division: &str, by: &[By]) -> Question {
    let (from, to) = (MORNING.plus_millis(-DAY), MORNING.plus_millis(100 * DAY));
    Question { division: division.parse().unwrap(), period: from..to, as_of: to, by: by.to_vec() }
}

async fn facts_follow_the_log(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    log(&mut tx, &filed, routed(3), 3).await;
    let accepted = Change::new(EventKind::PetitionAccepted).due(None, Some(MORNING.plus_millis(64 * DAY)));
    log(&mut tx, &filed, accepted, 4).await;
    tx.commit().await.unwrap();
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    assert_eq!(facts.place, filed.place);
    assert_eq!(facts.routing.done, Some(MORNING.plus_millis(3 * DAY)));
    assert_eq!(facts.unit(), Some(HOUSING));
    assert_eq!(facts.reply.by, Some(MORNING.plus_millis(64 * DAY)));
    assert_eq!(facts.persons, 66);
    let checked = check_facts(&*test.store).await.unwrap();
    assert_eq!(checked.iter().map(|one| (one.petitions, one.different)).collect::<Vec<_>>(), [(1, 0)]);
}

/// A correction within the county: the log, the kept facts and what is counted from them say the same place.
async fn facts_go_where_the_place_is_corrected_to(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    let corrected =
        Change::new(EventKind::PetitionCorrected).with("fields", "place").with("place", "620102002");
    log(&mut tx, &filed, corrected, 1).await;
    tx.commit().await.unwrap();
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    assert_eq!(facts.place.as_str(), "620102002");
    let book = Book::default();
    assert_eq!(asked(&test, &book, "620102001").await, (0, 0));
    assert_eq!(asked(&test, &book, "620102002").await, (1, 0));
    let checked = check_facts(&*test.store).await.unwrap();
    assert!(checked.iter().all(|one| one.different == 0), "{checked:?}");
}

async fn facts_keep_the_way_behind_a_petition(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    let down = Change::new(EventKind::PetitionHandedDown).with("how", Routing::Assignment);
    log(&mut tx, &filed, down.with("bureau", CITY_BUREAU), 1).await;
    log(&mut tx, &filed, routed(2), 2).await;
    let again = Change::new(EventKind::PetitionRerouted).with("how", Routing::Assignment);
    log(&mut tx, &filed, again.with("unit", CITY_BUREAU), 3).await;
    let succeeded = Change::new(EventKind::PetitionUnitSucceeded).with("from", CITY_BUREAU);
    log(&mut tx, &filed, succeeded.with("unit", HOUSING), 4).await;
    tx.commit().await.unwrap();
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    let at = |days: i64| MORNING.plus_millis(days * DAY);
    let down = Step::Down { how: Routing::Assignment, by: DISTRICT_BUREAU, part: true };
    let sent = Step::Sent { how: Routing::Transfer, unit: HOUSING };
    let behind = [down, sent, Step::Succeeded { unit: CITY_BUREAU }];
    assert_eq!(facts.behind.iter().map(|one| one.step).collect::<Vec<_>>(), behind);
    assert_eq!(facts.behind.iter().map(|one| one.at).collect::<Vec<_>>(), [at(1), at(2), at(4)]);
    assert_eq!((facts.unit_at(Some(at(3))), facts.unit()), (Some(CITY_BUREAU), Some(HOUSING)));
    let checked = check_facts(&*test.store).await.unwrap();
    assert!(checked.iter().all(|one| one.different == 0), "{checked:?}");
}

async fn facts_tell_a_ruling_from_a_routing(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    log(&mut tx, &filed, routed(1), 1).await;
    let ruled = Change::new(EventKind::PetitionCompetenceRuled).with("how", Routing::Transfer);
    log(&mut tx, &filed, ruled.with("unit", CITY_BUREAU), 2).await;
    let facts = tx.facts(filed.id).await.unwrap().unwrap();
    assert!(facts.routed.is_some_and(|routed| routed.ruled && routed.unit == CITY_BUREAU));
    log(&mut tx, &filed, routed(3), 3).await;
    tx.commit().await.unwrap();
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    let behind = [Step::Sent { how: Routing::Transfer, unit: HOUSING }, Step::Ruled { unit: CITY_BUREAU }];
    assert_eq!(facts.behind.iter().map(|one| one.step).collect::<Vec<_>>(), behind);
    assert!(facts.routed.is_some_and(|routed| !routed.ruled));
}

async fn facts_tell_what_was_raised_again_and_what_was_lifted(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    let demand = Uuid::from_u128(7);
    let made = Change::new(EventKind::RecommendationMade).with("demand", demand);
    for (change, day) in [
        (Change::new(EventKind::PetitionScreening).with("again_of", filed.id), 1),
        (Change::new(EventKind::PetitionRaisedAgain), 2),
        (made.with("addressee", HOUSING), 3),
        (Change::new(EventKind::SupervisionLifted).with("demand", demand), 4),
    ] {
        log(&mut tx, &filed, change, day).await;
    }
    tx.commit().await.unwrap();
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    assert!(facts.is_repeat() && facts.recommendations[0].lifted, "{facts:?}");
    assert_eq!(facts.raised_again_at, Some(MORNING.plus_millis(2 * DAY)));
    let checked = check_facts(&*test.store).await.unwrap();
    assert!(checked.iter().all(|one| one.different == 0), "{checked:?}");
}

/// It is read until it is made anew: who handed it down stood there, and not how.
async fn facts_of_a_release_before_are_read(test: TestStore) {
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    tx.commit().await.unwrap();
    let old = format!(r#""p":66,"hd":[["{}",7]]"#, CITY_BUREAU.0);
    test.tamper(&format!("update petition_facts set facts = replace(facts, '\"p\":66', '{old}')")).await;
    let facts = test.store.read().await.unwrap().facts(filed.id).await.unwrap().unwrap();
    assert_eq!(facts.parts().collect::<Vec<_>>(), [(CITY_BUREAU, Timestamp(7))]);
}

async fn facts_that_were_undone_are_gone(test: TestStore) {
    let tx = furnished(&test).await;
    tx.commit().await.unwrap();
    let mut undone = test.store.begin().await.unwrap();
    let filed = register(&mut undone, 1, "620102001", |_| ()).await;
    drop(undone);
    assert_eq!(test.store.read().await.unwrap().facts(filed.id).await.unwrap(), None);
}

async fn facts_are_made_anew_from_the_log(test: TestStore) {
    let mut tx = furnished(&test).await;
    let mut kept = Vec::new();
    for (n, place) in [(1, "620102001"), (2, "620102001"), (3, "620103")] {
        let filed = register(&mut tx, n, place, |_| ()).await;
        log(&mut tx, &filed, routed(2), 2).await;
        kept.push(tx.facts(filed.id).await.unwrap().unwrap());
    }
    tx.commit().await.unwrap();
    test.tamper("update petition_facts set facts = replace(facts, '66', '67') where place = '620103'").await;
    test.tamper("delete from petition_facts where place = '620102001'").await;
    let different = |reports: Vec<lianjie::storage::FactsReport>| {
        reports.iter().map(|report| (report.chain.to_string(), report.different)).collect::<Vec<_>>()
    };
    let expected = [("620102".to_owned(), 2), ("620103".to_owned(), 1)];
    assert_eq!(different(check_facts(&*test.store).await.unwrap()), expected);
    assert_eq!(different(rebuild_facts(&*test.store).await.unwrap()), expected);
    assert!(check_facts(&*test.store).await.unwrap().iter().all(|report| report.different == 0));
    let mut records = test.store.read().await.unwrap();
    for facts in kept {
        assert_eq!(records.facts(facts.petition).await.unwrap(), Some(facts));
    }
    assert!(!records.facts_are_missing().await.unwrap());
    drop(records);
    test.tamper("update facts_fold set version = 0").await;
    assert!(test.store.read().await.unwrap().facts_are_missing().await.unwrap(), "made by an earlier fold");
    rebuild_facts(&*test.store).await.unwrap();
    assert!(!test.store.read().await.unwrap().facts_are_missing().await.unwrap());
    test.tamper("delete from petition_facts").await;
    assert!(test.store.read().await.unwrap().facts_are_missing().await.unwrap());
}

/// What a book says of a division.
async fn asked(test: &TestStore, book: &Book, division: &str) -> (u64, u64) {
    let mut records = test.store.read().await.unwrap();
    let question = question(division, &[]);
    let code = question.division.clone();
    let counted = book.ask(records.as_mut(), &code, move |facts: &[&Facts]| {
        let table = tabulate(facts.iter().copied(), &question, &Rules::default());
        (table.total.0[0].numerator, table.sealed)
    });
    counted.await.unwrap()
}

async fn a_book_reads_only_what_is_new(test: TestStore) {
    let book = Book::default();
    let mut tx = furnished(&test).await;
    let filed = register(&mut tx, 1, "620102001", |_| ()).await;
    register(&mut tx, 2, "620103", |_| ()).await;
    register(&mut tx, 3, "6201", |petition| petition.category = Category::Report).await;
    tx.commit().await.unwrap();
    let read = book.prepare(test.store.read().await.unwrap().as_mut()).await.unwrap();
    assert_eq!(read, 3, "before anybody asks");
    // What is in the book already is not read again: damage to it goes unseen until the chain moves on.
    test.tamper("update petition_facts set facts = '{}' where place = '620103'").await;
    assert_eq!(asked(&test, &book, "6201").await, (2, 1));
    assert_eq!(asked(&test, &book, "620102").await, (1, 0));
    let mut tx = test.store.begin().await.unwrap();
    log(&mut tx, &filed, routed(2), 2).await;
    register(&mut tx, 4, "620102001", |_| ()).await;
    tx.commit().await.unwrap();
    assert_eq!(asked(&test, &book, "6201").await, (3, 1));
    assert_eq!(asked(&test, &book, "620102001").await, (2, 0));
}

async fn respondents_of_reports_are_not_named(test: TestStore) {
    let mut tx = furnished(&test).await;
    register(&mut tx, 1, "620102001", |_| ()).await;
    register(&mut tx, 2, "620102001", |petition| petition.category = Category::Report).await;
    register(&mut tx, 3, "620103", |petition| petition.respondent = None).await;
    register(&mut tx, 4, "6202", |_| ()).await;
    for (division, since, count) in [
        ("62", MORNING, 2),
        ("6201", MORNING, 1),
        ("6201", MORNING.plus_millis(1), 0),
        ("620103", MORNING, 0),
    ] {
        let named = tx.named_since(&division.parse().unwrap(), since).await.unwrap();
        assert_eq!(named.len(), count, "{division}");
        assert!(named.iter().all(|named| named.respondent == "某物业公司"));
    }
}

async fn people_are_compared_without_being_known(test: TestStore) {
    let mut tx = furnished(&test).await;
    for n in 1..=3 {
        tx.add_petition(&registration(petition(n))).await.unwrap();
    }
    let division = "6201".parse().unwrap();
    let contacts = tx.contacts_since(&division, Timestamp(0)).await.unwrap();
    let tokens: std::collections::BTreeSet<_> = contacts.iter().map(|contact| &contact.token).collect();
    assert!(!tokens.is_empty() && contacts.len() == 3 * tokens.len(), "the same people in all three");
    assert!(tokens.iter().all(|token| !token.windows(3).any(|bytes| bytes == "马".as_bytes())));
    assert!(tx.contacts_since(&"62".parse().unwrap(), Timestamp(i64::MAX)).await.unwrap().is_empty());
    assert!(tx.contacts_since(&"63".parse().unwrap(), Timestamp(0)).await.unwrap().is_empty());
}

/// 匿名 is nobody's name; a phone that stands below several letters is one person's, signed or not.
async fn letters_that_nobody_signed_are_of_no_one_person(test: TestStore) {
    let mut tx = furnished(&test).await;
    for (n, phone) in [(1, None), (2, None), (3, None), (4, Some("13900000009")), (5, Some("13900000009"))] {
        let mut letter = petition(n);
        letter.origin.signed = false;
        let mut registration = registration(letter);
        let whoever = &mut registration.parties[0];
        (whoever.name, whoever.phone, whoever.id_number) =
            (UNSIGNED.to_owned(), phone.map(str::to_owned), None);
        tx.add_petition(&registration).await.unwrap();
    }
    let contacts = tx.contacts_since(&"6201".parse().unwrap(), Timestamp(0)).await.unwrap();
    let of: Vec<_> = contacts.iter().map(|contact| contact.petition).collect();
    assert_eq!(of, [petition_id(4), petition_id(5)], "by the phone alone");
    assert_eq!(contacts[0].token, contacts[1].token);
}

async fn a_warning_has_one_person_in_charge(test: TestStore) {
    let mut tx = furnished(&test).await;
    let charge =
        |staff, millis| Charge { key: "cluster:620102001:land".into(), staff, taken_at: Timestamp(millis) };
    tx.take_charge(&charge(CLERK, 1)).await.unwrap();
    tx.take_charge(&charge(PRESIDER, 2)).await.unwrap();
    assert_eq!(tx.charges().await.unwrap(), [charge(PRESIDER, 2)]);
}
